"""The book knows no key: what it must know of one stands in the key's record."""

import ast
import re
from collections.abc import Iterator

import pytest

from ratecard.keys.registry import KEYS
from tests.test_architecture import MODULES, imports_in, part_of

NAMES = frozenset(KEYS.records)

EXCEPTIONS = {
    "ratecard.book.book_wide": "shows what a book states once: begins, units, facts, languages and dates",
    "ratecard.book.declarations": "reads what a book declares once: begins, languages, facts and rarities",
    "ratecard.book.declared_platforms": "reads which platforms a book declares",
    "ratecard.book.declared_units": "reads which units a book declares",
    "ratecard.book.library": "reads where a book sells, and the facts that the library and the book declare",
    "ratecard.book.named_dates": "reads the names of dates that a book declares",
    "ratecard.book.rulebook": "names the ids of packages, items and gifts, as its callers ask for them",
}
"""The modules that name keys, with the reason. What they name is read by the book itself."""

WORDS_OF_KEYS = NAMES - {
    *("begins", "dates", "facts", "guards", "items", "languages", "library", "prices", "rarities", "units")
}
"""The keys whose words no identifier of the book has. The others are words of the book: it declares what they name, has
prices of units, or stands on the library; and Python has type guards and items of mappings."""

KNOWN_IDENTIFIERS = frozenset({"each_package"})
"""Fields of types that the book does not own."""

OF_ALL_TERMS = frozenset(
    {"audience", "conditions", "contradictions", "facts", "halts"}
    | {"held", "market", "ranks", "region", "resolved", "written", "values"}
)
"""The modules of terms that are of no key: what the book may know."""


def names_of_keys(text: str) -> Iterator[tuple[int, str]]:
    """The lines of strings, docstrings apart, that are the name of a key, or write one: `state tax: {…}`, `tax.per`."""
    tree = ast.parse(text)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.value)
        for owner in ast.walk(tree)
        if isinstance(owner, documented)
        for node in owner.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            for name in NAMES:
                written = any(f"{mark}{name}{end}" in f" {node.value}" for mark in " {" for end in (": ", "."))
                if node.value == name or written:
                    yield node.lineno, node.value


def identifiers_of_keys(text: str) -> Iterator[tuple[int, str]]:
    """The lines of names, attributes and parameters of which a word is a key's, in the singular too: `gift_starts`."""
    stems = {name.removesuffix("s") for name in WORDS_OF_KEYS}
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                pass
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                pass
            case _:
                continue
        words = {word.lower().removesuffix("s") for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}
        if words & stems and name not in KNOWN_IDENTIFIERS:
            yield node.lineno, name


def breaches(module: str, text: str) -> list[str]:
    """Where a module names a key, or imports what is one's."""
    found = [f"{module}:{line} names {value!r}" for line, value in names_of_keys(text)]
    found += [f"{module}:{line} is written for {name}" for line, name in identifiers_of_keys(text)]
    for line, target in imports_in(module, text):
        stage, _, name = target.removeprefix("ratecard.").partition(".")
        if stage == "keys" or (stage == "terms" and name not in OF_ALL_TERMS):
            found.append(f"{module}:{line} imports {target}")
    return found


def test_no_module_of_the_book_names_a_key() -> None:
    found = [
        breach
        for module, path in MODULES.items()
        if part_of(module) == "book" and module not in EXCEPTIONS
        for breach in breaches(module, path.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("module", EXCEPTIONS)
def test_each_exception_is_still_needed(module: str) -> None:
    assert breaches(module, MODULES[module].read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        'if key != "gifts": pass',
        'DIAMOND = ("payouts", "diamond")',
        'hint = f"state packages: {{{name}: {{coins: …}}}}"',
        'sentence = f"earnings.{kind} is a share"',
        "from ratecard.terms.fx import FxTerms",
        "from ratecard.keys.registry import KEYS",
        "def starts(line): return line.gift_starts",
        "region = region_of(terms, shows_earnings=True)",
    ],
)
def test_a_key_in_the_book_would_be_found(text: str) -> None:
    assert breaches("ratecard.book.markets", text)
