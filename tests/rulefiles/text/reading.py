"""Texts read for tests: the nodes of a text, and everything that is reported of it."""

from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar
from ratecard.rulefiles.text.reading import read

FILE = "rules/a.yaml"


def reading(text: str | bytes) -> tuple[Node | None, list[Diagnostic]]:
    """The root node of a text, and everything that is reported."""
    found: list[Diagnostic] = []
    root = read(FILE, text if isinstance(text, bytes) else text.encode(), found.append)
    return root, found


def root_of(text: str | bytes) -> Mapping:
    """The root mapping of a text in which nothing is wrong."""
    root, found = reading(text)
    assert found == []
    assert isinstance(root, Mapping)
    return root


def entry(text: str | bytes, key: str = "key") -> Scalar:
    """The scalar under a key of a sound text."""
    scalar = next(value for name, value in root_of(text).entries if name.text == key)
    assert isinstance(scalar, Scalar)
    return scalar


def one(text: str | bytes) -> Diagnostic:
    """The one thing that is reported of a text."""
    _, found = reading(text)
    assert len(found) == 1, found
    return found[0]


def at(line: int, column: int, end_line: int, end_column: int) -> Place:
    return Place(FILE, line, column, end_line, end_column)
