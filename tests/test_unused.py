"""Everything that the package defines is used in it: what nothing calls is deleted, not kept.

By name, over all modules: a function, a class, a constant or a field of a struct whose name nobody reads is found. What
a library calls is registered by a decorator, or stands in `CALLED_BY_LIBRARIES`.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import ratecard

SOURCE = Path(__file__).resolve().parents[1] / "src"

CALLED_BY_LIBRARIES = {
    "on_chunk_header": "httptools calls it",
    "enter_field": "graphql-core visits fields by it",
    "data_received": "asyncio calls it",
    "http_open": "urllib asks it for a connection",
    "https_open": "urllib asks it for a connection",
    "convert": "click asks a parameter's type for it",
    "is_": "Strawberry publishes it as the argument `is` of @audience",
    "platform_name_locale": "msgspec shows it in JSON",
    "tax_line_id": "msgspec shows it in JSON",
    "reserved_types": "graphql-core asks a scalar type for it",
    "redirect_request": "urllib asks it before it follows a redirect",
    "platform_name": "msgspec shows it in JSON",
    "valid_from": "msgspec shows it in JSON",
    "source_currency": "msgspec compares it: an answer ends where another statement decides the currency",
}
PLAIN_DECORATORS = frozenset({"property", "staticmethod", "classmethod", "lru_cache", "cache", "contextmanager"})
"""Decorators that register nothing: what they stand on must be called by us."""
FOR_TESTS = {
    "cases_of": "guards, plans and the columnar kernel go through cases; see the decision record 0052",
    "of_package": "the same, for terms of several packages together",
    "witness": "the same: the facts of a question that leads to a case",
    "admits": "the same: whether a question leads to a case",
    "market_periods": "guards and plans go through periods, as the tests of all that a book answers do",
    "catalogue_periods": "the same for gifts",
    "region_periods": "the same for creators",
    "pack": "worker processes of the bulk commands get their book so; see the decision record 0052",
    "unpack": "the same",
    "bytes_kept": "tests of how much memory prepared documents take",
    "BOUNDS": "tests of what the schema, help and guides say of bounds",
    "schema_text": "tests of the published schema",
    "plural_categories": "tests of the plural forms that a name needs",
    "on": "random books are compared with the terms that they came to, a tax on a tax among them",
}


def defined_in(tree: ast.AST) -> Iterator[str]:
    """The names of functions, classes, constants and fields that a module defines.

    What a decorator registers is left out, with all that a registered class holds but its functions.
    """
    registered = {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and not _is_plain(node)
        for line in node.body
        if isinstance(line, ast.Assign | ast.AnnAssign)
    }
    for node in ast.walk(tree):
        if node in registered:
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if _is_plain(node):
                yield node.name
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _is_plain(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return all(_name(decorator) in PLAIN_DECORATORS for decorator in node.decorator_list)


def _name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.attr if isinstance(called, ast.Attribute) else ast.unparse(called)


def read_in(tree: ast.AST) -> Iterator[str]:
    """The names that a module reads, those in quoted types and in patterns among them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names if alias.asname)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "[" in node.value:
            yield from _quoted(node.value)


def _quoted(text: str) -> Iterator[str]:
    """The names in a quoted type; none in any other text."""
    try:
        yield from read_in(ast.parse(text, mode="eval"))
    except SyntaxError:
        return


def unused_in(texts: Iterable[str]) -> set[str]:
    """The names that modules define and none of them reads. Dunder names, `_` and exceptions apart."""
    trees = [ast.parse(text) for text in texts]
    read = {name for tree in trees for name in read_in(tree)}
    defined = {name for tree in trees for name in defined_in(tree)}
    return {name for name in defined - read - {"_"} if not name.startswith("__")}


def for_callers() -> set[str]:
    """What programs in Python call: the methods and properties of the classes that the package names."""
    named = (getattr(ratecard, name) for name in ratecard.__all__)
    return {name for thing in named if isinstance(thing, type) for name in vars(thing)}


def test_nothing_is_defined_that_nobody_uses() -> None:
    texts = [path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py"))]
    assert unused_in(texts) - CALLED_BY_LIBRARIES.keys() - FOR_TESTS.keys() - for_callers() == set()


def test_unused_names_of_every_kind_are_found() -> None:
    text = """
import other
USED, LOST = 1, 2
class Gone:
    field: int
    @property
    def lost_property(self) -> int: return USED
class Kept: ...
def lost() -> "list[Kept]": ...
@other.register
def registered() -> None: ...
@other.enum
class Registered:
    member = 1
"""
    assert unused_in([text]) == {"LOST", "Gone", "field", "lost_property", "lost"}
