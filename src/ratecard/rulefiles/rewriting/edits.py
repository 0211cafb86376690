"""Edits of one rule file as data: what is to stand where, by the keys that lead there.

A path is of keys as they stand in the file, `platforms` included: ("platforms", "web", "prices", "coins_1000"). What
stands at a date of a time line, in a case of a choice or under `value:` is reached in the same way:
("prices", "coins_1000", "2026-07-01"). A value is written as in a file, on one line: `14.99`, `[live, video]`.
"""

from collections.abc import Mapping

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.keys.grammar import Grammar
from ratecard.rulefiles.stated import FileKind, KeyPath, StatedInstant

NewValue = str | Mapping[str, "NewValue"]
"""A value as a file has it, or keys with their values, which get lines of their own where there are lines."""


class SetValue(msgspec.Struct, frozen=True):
    """`value` in place of the single value at a path. What stands around it stays: its source, comment and quotes."""

    path: KeyPath
    value: str


class AddDated(msgspec.Struct, frozen=True):
    """`value` from `start` on: a date, an instant, or the name of a date.

    A value that has no dates is kept from `begins` on. What the time line states at that very start is replaced.
    """

    path: KeyPath
    start: str
    value: str


class AddKey(msgspec.Struct, frozen=True):
    """A key that is not there yet, with all keys above it that are not.

    It stands last in its mapping, or before the key that `before` names; several stand in the order in which they are
    given.
    """

    path: KeyPath
    value: NewValue
    before: str = ""


class RemoveKey(msgspec.Struct, frozen=True):
    """A key taken out with all that stands below it, and with the comment lines that stand right above it."""

    path: KeyPath


FileEdit = SetValue | AddDated | AddKey | RemoveKey


class RuleFile(msgspec.Struct, frozen=True, kw_only=True):
    """One rule file, with what is needed to read it: its path in the book, its kind, and the keys of the language.

    `dates` are the names of dates that the book declares, each with what it means; None where it is cancelled or not
    known.
    """

    file: str
    kind: FileKind
    content: bytes
    grammar: Grammar
    dates: Mapping[str, StatedInstant | None] = {}


class EditRefused(Exception):
    """An edit that is not made, and with it none of the file. The sentence says why.

    `place` says where: in the file as it is, or, where something would be wrong, in the file as it would be.
    """

    def __init__(self, sentence: str, place: Place | None = None) -> None:
        super().__init__(f"{place}: {sentence}" if place is not None else sentence)
        self.sentence, self.place = sentence, place


class EditFault(Exception):
    """The text after the edits does not say what it should: a fault of the editor. Nothing of it is to be kept."""


def dotted(path: KeyPath) -> str:
    """A path as people write it: prices.coins_1000."""
    return ".".join(path)
