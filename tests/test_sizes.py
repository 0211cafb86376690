"""Files and functions stay small, and statements shallow, but for a written list of exceptions."""

import ast
from collections.abc import Iterable, Iterator, Mapping

import pytest

from tests.test_architecture import TEXTS

LINES_PER_FILE_MAX = 300
LINES_PER_FUNCTION_MAX = 40
LEVELS_MAX = 4
LINES_SHARED_MAX = 12
# Files ("ratecard.book.merge") and functions ("ratecard.book.merge.merge") beyond these, each with its reason.
SIZE_EXCEPTIONS: dict[str, str] = {}


def levels(statements: Iterable[ast.stmt]) -> int:
    """How deep compound statements stand in one another: 2 for an `if` in a `for`. An `elif` is as deep as its `if`."""
    deepest = 0
    for statement in statements:
        is_elif_of = isinstance(statement, ast.If) and len(statement.orelse) == 1
        for block in blocks_of(statement):
            same = is_elif_of and block is getattr(statement, "orelse", None) and isinstance(block[0], ast.If)
            deepest = max(deepest, levels(block) + (0 if same else 1))
    return deepest


def blocks_of(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The lists of statements that stand in a compound one: of a `try` its body, its handlers, `else` and `finally`."""
    for name in ("body", "orelse", "finalbody"):
        if block := getattr(statement, name, None):
            yield block
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield part.body


def sizes_above_the_bounds(module: str, text: str) -> Iterator[tuple[str, str]]:
    """The module and those of its functions that are longer, or nested deeper, than agreed, and by how much."""
    if (lines := len(text.splitlines())) > LINES_PER_FILE_MAX:
        yield module, f"{lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LINES_PER_FUNCTION_MAX:
                yield f"{module}.{node.name}", f"{lines} lines"
            if (depth := levels(node.body)) > LEVELS_MAX:
                yield f"{module}.{node.name}", f"{depth} levels"


def too_large(module: str, text: str) -> list[str]:
    return [f"{name} has {size}" for name, size in sizes_above_the_bounds(module, text) if name not in SIZE_EXCEPTIONS]


def test_every_module_and_function_is_within_the_bounds() -> None:
    breaches = [breach for module, text in TEXTS.items() for breach in too_large(module, text)]
    assert not breaches, "\n".join(breaches)


DEEP = """
def look():
    for a in b:
        if a:
            while a:
                with a:
                    {}
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = 1\n" * 300, []),
        ("x = 1\n" * 301, ["ratecard.money has 301 lines"]),
        ("class A:\n    def long(self):\n" + "        x = 1\n" * 39, []),
        ("class A:\n    def long(self):\n" + "        x = 1\n" * 40, ["ratecard.money.long has 41 lines"]),
        (DEEP.format("x = 1"), []),
        (DEEP.format("if a: x = 1"), ["ratecard.money.look has 5 levels"]),
        (DEEP.format("[x for x in y]"), []),
        ("def look():\n    if a: x = 1\n" + "    elif b: x = 1\n" * 5 + "    else: x = 1", []),
        (DEEP.format("match a:\n                        case 1: x = 1"), ["ratecard.money.look has 5 levels"]),
        (DEEP.format("try: x = 1\n                    finally: x = 2"), ["ratecard.money.look has 5 levels"]),
    ],
)
def test_the_check_finds_what_is_too_long_or_too_deep(text: str, found: list[str]) -> None:
    assert too_large("ratecard.money", text) == found


def test_each_exception_is_still_needed() -> None:
    large = {name for module, text in TEXTS.items() for name, _ in sizes_above_the_bounds(module, text)}
    assert set(SIZE_EXCEPTIONS) <= large


def shared_lines(texts: Mapping[str, str]) -> list[str]:
    """The places that share `LINES_SHARED_MAX` lines with another one; empty lines and imports do not count."""
    seen: dict[tuple[str, ...], str] = {}
    found = []
    for module, text in texts.items():
        imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
        importing = {line for node in imports for line in range(node.lineno, (node.end_lineno or 0) + 1)}
        written = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
        lines = [(number, line) for number, line in written if line and number not in importing]
        for index in range(len(lines) - LINES_SHARED_MAX + 1):
            run = lines[index : index + LINES_SHARED_MAX]
            first = seen.setdefault(tuple(line for _, line in run), f"{module}:{run[0][0]}")
            if first != f"{module}:{run[0][0]}":
                found.append(f"{module}:{run[0][0]} says what {first} says")
    return found


def test_no_two_places_share_twelve_lines() -> None:
    assert shared_lines(TEXTS) == []


def test_twelve_lines_in_two_places_are_found() -> None:
    twelve = "\n".join(f"x = {number}" for number in range(LINES_SHARED_MAX))
    assert shared_lines({"a": twelve, "b": f"y = 1\n\n{twelve}"}) == ["b:3 says what a:1 says"]
    assert shared_lines({"a": twelve, "b": twelve.replace("x = 5", "x = 6")}) == []
