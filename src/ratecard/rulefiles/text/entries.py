"""What is said of the entries of mappings: of keys that are no plain text, and of those that stand twice."""

import re
from itertools import islice

from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Note, Place, fixes_at
from ratecard.diagnostics.fixes import Suggestion
from ratecard.rulefiles.characters import CURLY_QUOTES, look_alike, odd_space_behind_colon
from ratecard.rulefiles.text.commas import goes_on
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.text.nodes import Node, Scalar
from ratecard.rulefiles.values.scalars import looks_like_instant

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class KeyedEntries(dict[str, tuple[Scalar, Node]]):
    """The entries of one mapping by key, in order."""

    _looked_at = 0
    _dated = True

    def are_dated(self) -> bool:
        """Whether all keys may be of a time line: dates, or names with a value. Each is looked at once."""
        new = islice(reversed(self), len(self) - self._looked_at)
        self._dated = self._dated and all(looks_like_instant(key) or not self._is_empty(key) for key in new)
        self._looked_at = len(self)
        return self._dated

    def goes_on(self, key: Scalar, value: Node) -> bool:
        """Whether a key that stands here already is the rest of a number before it: the second 99 of two commas.

        It is kept, so that both numbers are told to be written with a comma, and not that one key stands twice.
        """
        return goes_on(self[next(reversed(self))], key, value)

    def _is_empty(self, key: str) -> bool:
        value = self[key][1]
        return type(value) is Scalar and value.plain and not value.text


class EntryChecks:
    """Reports what is wrong with the entries of one text; `odd_spaces` are the places that were reported as such."""

    def __init__(self, file: str, text: str, report: Report) -> None:
        self.file = file
        self.text = text
        self.report = report
        self.lines: list[str] | None = None
        self.odd_spaces: list[Place] = []

    def at_its_key(self, key: Scalar, nothing: Scalar) -> Scalar:
        """The missing value of a key in braces: right behind it where no colon stands between, as in `{a, b: 1}`."""
        start, end = key.place, nothing.place
        lines = self.all_lines()[start.end_line - 1 : end.line]
        if start.end_line == end.line:
            between = lines[0][start.end_column - 1 : end.column - 1]
        else:
            between = "".join((lines[0][start.end_column - 1 :], *lines[1:-1], lines[-1][: end.column - 1]))
        if not nothing.plain or ":" in between:
            return nothing
        behind = Place(self.file, start.end_line, start.end_column, start.end_line, start.end_column)
        return Scalar("", True, behind)

    def all_lines(self) -> list[str]:
        """The lines of the text, split when one is asked for first."""
        if self.lines is None:
            self.lines = self.text.split("\n")
        return self.lines

    def is_entry(self, text: Scalar) -> int:
        """Where the key ends in a text that was meant as a key with its value; 0 in any other text.

        An odd space behind the colon made one text of both, which is reported.
        """
        found = odd_space_behind_colon(text.text) if text.plain else None
        if found is None:
            return 0
        column = text.place.column + found[1]
        place = Place(self.file, text.place.line, column, text.place.line, column + 1)
        sentence = f"{found[0]} stands after the colon"
        self.odd_spaces.append(place)
        fixes = fixes_at(place, (Suggestion(" "),))
        self.report(Diagnostic(code="odd-space", sentence=sentence, place=place, fixes=fixes))
        return found[1] - 1

    def without_curly_quotes(self, key: Scalar) -> Scalar:
        """The key as it was meant: where curly quotes stand around it, that is reported here, once."""
        bare = key.text.strip(CURLY_QUOTES)
        alike = look_alike(key.text[:1])
        if key.text[:1] not in CURLY_QUOTES or not bare or alike is None or key.text[-1:] not in CURLY_QUOTES:
            return key
        sentence = f"the key {bare[:60]} stands in curly quotes: {alike[0]}"
        fixes = fixes_at(key.place, (Suggestion(bare),))
        self.report(Diagnostic(code="look-alike", sentence=sentence, place=key.place, fixes=fixes))
        return Scalar(bare, key.plain, key.place)

    def key_is_no_text(self, key: Node) -> None:
        """Reports a list or a mapping in the place of a key."""
        sentence = "a list or a mapping stands where a key should"
        self.report(Diagnostic(code="key-is-no-text", sentence=sentence, place=key.place, hint="write a plain key"))

    def unfit_key(self, key: Scalar, value: Node, merge: bool, entries: KeyedEntries) -> None:
        """Reports a key that is not kept: a merge key, or one that is among the `entries` already."""
        if merge:
            hint = "write the values out; what many regions share belongs in a group"
            sentence = "<< is a merge key, which rule files do not have"
            self.report(Diagnostic(code="merge-key", sentence=sentence, place=key.place, hint=hint))
            return
        if _DAY.match(key.text) and not entries.are_dated():
            return  # dates that are not indented below their price, which is reported there
        notes = (Note(entries[key.text][0].place, "stated here first"),)
        sentence = f"{key.text} is stated twice in one mapping"
        first = entries[key.text][1]
        same = type(value) is Scalar and type(first) is Scalar and value.text == first.text
        fixes = self.without_entry(key, value) if same else ()
        hint = "" if fixes else "keep one of the two"
        code = "duplicate-key"
        self.report(Diagnostic(code=code, sentence=sentence, place=key.place, hint=hint, notes=notes, fixes=fixes))

    def without_entry(self, key: Scalar, value: Node) -> tuple[Fix, ...]:
        """The fix that takes out an entry that has a line of its own, or the last one in braces; () for any other."""
        place = value.place
        if place.end_line != key.place.line:
            return ()
        line = self.all_lines()[key.place.line - 1]
        ahead, rest = line[: key.place.column - 1], line[place.end_column - 1 :]
        if not ahead.strip() and not rest.strip():
            whole = Place(self.file, key.place.line, 1, key.place.line + 1, 1)
            return fixes_at(whole, (Suggestion(""),))
        comma = re.search(r",\s*$", ahead)
        if comma is None:
            return ()
        gap = Place(self.file, key.place.line, comma.start() + 1, place.end_line, place.end_column)
        return fixes_at(gap, (Suggestion(""),))
