"""The list of what each edition of the library changed, `world/CHANGES.yaml`, as data.

    world 2026.12:
      meaning: 5b1f…
      changes:
        - {file: regions/de.yaml, value: tax.lines.vat.rate, since: 2027-01-01, was: 19 %, now: 20 %}

A change says what a file stated of one value in a stretch of time, and states now. Without `since` it is from the
beginning on, without `until` for good; without `was` or `now` nothing was, or is, stated. `meaning` is a digest of all
that the edition states, from which a test proves that the list is complete.
"""

from collections.abc import Iterator, Mapping

import msgspec

from ratecard.book.doubtful import written_path
from ratecard.book.library import FOLDER
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.rulefiles.stated import FileStatements, Leaf
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node, Scalar, Sequence
from ratecard.rulefiles.text.reading import read

CHANGES = f"{FOLDER}CHANGES.yaml"
ANY_EDITION = "world"
"""What a book writes that takes whatever edition is installed."""

_KEYS = {"file", "value", "since", "until", "was", "now"}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one file states of one value, from `since` up to, and without, `until`: before this edition, and now.

    `value` is its path with dots, under `platforms.ios.` where it is stated of one platform. "" for `since` is the
    beginning, for `until` for good; None for `was` or `now` says that nothing is stated.
    """

    file: str
    value: str
    since: str = ""
    until: str = ""
    was: str | None = None
    now: str | None = None

    @property
    def platform(self) -> str:
        """The platform that the value is of; "" where it is of all."""
        parts = self.value.split(".")
        return parts[1] if parts[0] == "platforms" and len(parts) > 1 else ""

    @property
    def plain(self) -> str:
        """The path without the platform."""
        return self.value.split(".", 2)[-1] if self.platform else self.value

    @property
    def words(self) -> str:
        """What a person reads: "tax.lines.vat.rate: 20 % from 2027-01-01 on, was 19 %"."""
        stretch = [f"from {self.since} on"] if self.since and not self.until else []
        if self.until:
            stretch = [f"from {self.since} to {self.until}" if self.since else f"before {self.until}"]
        told = " ".join([self.value + ":", "nothing is stated" if self.now is None else self.now, *stretch])
        return f"{told}, was {self.was}" if self.was is not None else f"{told}, new"


class Edition(msgspec.Struct, frozen=True):
    """One edition by its name, "world 2026.12", with the digest of what it states, and what it changed."""

    name: str
    meaning: str
    changes: tuple[Change, ...]


def number_of(edition: str) -> tuple[int, ...]:
    """What editions are ordered by: (2026, 12) for "world 2026.12"."""
    return tuple(int(part) for part in edition.removeprefix(f"{ANY_EDITION} ").split("."))


def editions_in(content: bytes) -> tuple[Edition, ...]:
    """The editions that a list of changes holds, the first first. ValueError where it is not such a list."""
    found = [_edition(key.text, node) for key, node in _entries(read(CHANGES, content, _unheard))]
    return tuple(sorted(found, key=lambda edition: number_of(edition.name)))


def _edition(name: str, node: Node) -> Edition:
    said = {key.text: value for key, value in _entries(node)}
    meaning, changes = said.get("meaning"), said.get("changes")
    if said.keys() != {"meaning", "changes"} or type(meaning) is not Scalar or type(changes) is not Sequence:
        raise ValueError(f"{CHANGES} says of {name} something else than its meaning and its changes")
    return Edition(name, meaning.text, tuple(map(_change, changes.items)))


def _change(node: Node) -> Change:
    said = {key.text: value.text for key, value in _entries(node) if type(value) is Scalar}
    if not {"file", "value"} <= said.keys() <= _KEYS:
        raise ValueError(f"{CHANGES}:{node.place.line} is not a change: {', '.join(sorted(said))}")
    return Change(**said)


def _entries(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    if type(node) is not MappingNode:
        raise ValueError(f"{CHANGES} is not the list of what editions changed")
    return node.entries


def _unheard(found: Diagnostic) -> None:
    raise ValueError(f"{CHANGES} cannot be read: {found.sentence}")


def leaves_by_name(file: FileStatements) -> Mapping[str, Leaf]:
    """All that a file of the library states, by the dotted path at which it stands there, but which file it is."""
    return dict(_named(file))


def _named(file: FileStatements) -> Iterator[tuple[str, Leaf]]:
    for path, leaf in file.plain.items():
        if path != (file.kind.value,):
            yield written_path(path), leaf
    for platform, leaves in file.by_platform.items():
        for path, leaf in leaves.items():
            yield written_path(("platforms", platform, *path)), leaf
