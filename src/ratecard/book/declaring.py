"""What declarations are read from: single statements under rules/, and what is said where one is missing."""

from ratecard.book.layers import Layers
from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.rulefiles.stated import BROKEN, KeyPath, Leaf, Leaves, Stated
from ratecard.rulefiles.text.decoding import Report


def value_at(leaves: Leaves, path: KeyPath) -> object:
    """The value that is stated at a path without a date; None where none is."""
    leaf = leaves.get(path)
    return leaf.value if type(leaf) is Stated else None


def tell_missing(report: Report, name: str, hint: str, where: Place | None) -> None:
    """Reports a declaration that no file makes."""
    sentence = f"no file under rules/ states {name}"
    report(Diagnostic(code="missing-declaration", sentence=sentence, place=where, hint=f"state {hint}"))


def text_of(leaf: object) -> str | None:
    """The text of a name, or None."""
    return leaf.value if type(leaf) is Stated and type(leaf.value) is str else None


def all_leaves(layers: Layers) -> list[Leaves]:
    """What every file states, plainly and under each platform."""
    every = (layers.rules, *layers.groups.values(), *layers.regions.values(), *layers.unread)
    return [leaves for layer in every for leaves in (layer.plain, *layer.by_platform.values())]


def is_broken(leaf: Leaf) -> bool:
    """Whether a statement is wrong, which is reported."""
    return isinstance(leaf, Stated) and leaf.value is BROKEN


def is_broken_at(rules: Leaves, path: KeyPath) -> bool:
    """Whether anything at a path, below it or above it is broken."""
    return any(is_broken(leaf) for at, leaf in rules.items() if at[: len(path)] == path or path[: len(at)] == at)
