"""What a person did to break the lines of a file: a quote or a bracket left open, a line too far left or right."""

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import msgspec
import yaml
from yaml import cyaml

from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Note, Place, fixes_at
from ratecard.diagnostics.fixes import POSSIBLE, Suggestion
from ratecard.rulefiles.wrong import shown

_ENTRY = re.compile(r"(?P<indent> *)(?P<key>[\w.-]+):(?: +(?P<value>[^\s#].*))?\s*(?:#.*)?")
"""A key that is one word, alone on its line or with its value."""

_OPENS = "{[|>"
_CLOSES = {"{": "}", "[": "]"}
_NO_TEXT = ("source", "note")


class Trouble(msgspec.Struct, frozen=True):
    """Where the reading of a file stopped: its lines, what the parser said, at which line and column from 1.

    `opened` is the line and the column of what was being read.
    """

    file: str
    text: str
    lines: Sequence[str]
    problem: str
    context: str
    line: int
    column: int
    opened: tuple[int, int]

    def found(
        self, sentence: str, place: Place, hint: str = "", notes: tuple[Note, ...] = (), fixes: tuple[Fix, ...] = ()
    ) -> Diagnostic:
        """The diagnostic of a syntax error."""
        return Diagnostic(code="yaml-syntax", sentence=sentence, place=place, hint=hint, notes=notes, fixes=fixes)

    def at(self, line: int, column: int, length: int = 1) -> Place:
        """A place on one line."""
        return Place(self.file, line, column, line, column + length)


def mistake(trouble: Trouble) -> Diagnostic | None:
    """What was done wrong and where, if that can be told."""
    return (
        _quote(trouble)
        or _bracket(trouble)
        or _further_right(trouble)
        or _between(trouble)
        or _no_comma(trouble)
        or _no_dash_and_no_colon(trouble)
    )


def _quoted_before(trouble: Trouble) -> Any | None:
    """The last text in quotes that ends before the place where the reading stopped, if it ends on the same line."""
    stop = (trouble.line - 1, trouble.column - 1)
    before = trouble.lines[trouble.line - 1][: trouble.column - 1]
    last = None
    if "'" not in before and '"' not in before:
        return None
    parser: Any = cyaml.CParser(trouble.text)  # type: ignore[attr-defined]
    with suppress(yaml.YAMLError):
        while parser.check_token():
            token = parser.get_token()
            if (token.end_mark.line, token.end_mark.column) > stop:
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                last = token
    return last


def _quote(trouble: Trouble) -> Diagnostic | None:
    """A quote that is closed by the next one, lines below; or an apostrophe that closes the text that it is part of."""
    token = _quoted_before(trouble)
    if token is None or token.end_mark.line != trouble.line - 1:
        return None
    start, end, quote = token.start_mark, token.end_mark, token.style
    opened, closed = trouble.at(start.line + 1, start.column + 1), trouble.at(end.line + 1, end.column)
    if start.line < end.line:
        sentence = "a quote is opened here and not closed on its line"
        hint = f"close it with {quote} where its text ends, or delete it"
        return trouble.found(sentence, opened, hint, (Note(closed, "so that it goes on to this quote"),))
    if end.column != trouble.column - 1 or not trouble.lines[end.line][end.column :].strip():
        return None
    other = '"' if quote == "'" else "'"
    twice = "''" if quote == "'" else r"\""
    hint = f"write {twice} for one inside the text, or put {other} around the whole of it"
    return trouble.found("this quote ends the text, and more of it follows", closed, hint)


def _bracket(trouble: Trouble) -> Diagnostic | None:
    """A bracket that is open where a line begins that can be no part of it: a key as far left as the bracket's line."""
    line, column = trouble.opened
    if "expected ',' or" not in trouble.problem or not 0 < line < trouble.line:
        return None
    opening, stopped = trouble.lines[line - 1], _ENTRY.fullmatch(trouble.lines[trouble.line - 1])
    bracket = opening[column - 1 : column]
    if stopped is None or bracket not in _CLOSES or len(stopped["indent"]) > _indent(opening):
        return None
    closing = _CLOSES[bracket]
    hint = f"write {closing} where it ends"
    if re.search(r"\s#", opening[column:]):
        hint = f"what stands behind # is a comment: write {closing} before it, or put text that holds # in quotes"
    notes = (Note(trouble.at(trouble.line, len(stopped["indent"]) + 1, len(stopped["key"])), "this cannot be in it"),)
    return trouble.found(f"{bracket} is opened here and not closed", trouble.at(line, column), hint, notes)


def _further_right(trouble: Trouble) -> Diagnostic | None:
    """A line with a key below one that has its value already: one of the two is not where its neighbours stand."""
    above = _above(trouble.lines, trouble.line)
    here = _ENTRY.fullmatch(trouble.lines[trouble.line - 1])
    if "mapping values are not allowed" not in trouble.problem or here is None or above == 0:
        return None
    before = _ENTRY.fullmatch(trouble.lines[above - 1])
    deep = len(here["indent"])
    if before is None or before["key"] in _NO_TEXT or trouble.column != here.end("key") + 1:
        return None
    if not before["value"] or before["value"][0] in _OPENS or len(before["indent"]) >= deep:
        return None
    if _stands_above(trouble.lines, above, deep):
        place = trouble.at(above, before.start("key") + 1, len(before["key"]))
        sentence = f"{before['key']} stands further left than the lines around it"
        spaces = deep
    else:
        place = trouble.at(trouble.line, deep + 1, len(here["key"]))
        sentence = f"{here['key']} stands further right than {before['key']} above, which has its value already"
        spaces = len(before["indent"])
    return trouble.found(sentence, place, f"put {_spaces(spaces)} before it")


def _between(trouble: Trouble) -> Diagnostic | None:
    """A line that begins at no column at which one above it does."""
    written = trouble.lines[trouble.line - 1]
    indent = _indent(written)
    here = re.match(r" *(- )?([\w.-]+)", written)
    if "did not find expected" not in trouble.problem or "block" not in trouble.context or here is None:
        return None
    if trouble.column != indent + 1:
        return None
    chain = _open_above(trouble.lines, trouble.line)
    right = min((depth for depth in chain if depth > indent), default=None)
    left = max((depth for depth in chain if depth < indent), default=None)
    if indent in chain or right is None or left is None:
        return None
    place = trouble.at(trouble.line, indent + 1, len(here[0]) - indent)
    sentence = f"{shown(here[2])} stands between two columns, with {_spaces(indent)} before it"
    hint = f"put {_spaces(right)} before it, to stand beside {chain[right]}, or {_spaces(left)}, beside {chain[left]}"
    return trouble.found(sentence, place, hint)


def _no_comma(trouble: Trouble) -> Diagnostic | None:
    """A key within braces that no comma parts from the value before it: `{bonus: 20 order: 2}`."""
    written = trouble.lines[trouble.line - 1]
    if "flow mapping" not in trouble.context or written[trouble.column - 1 : trouble.column] != ":":
        return None
    key = re.search(r"[^\s,{:]\s+([A-Za-z][\w.-]*)$", written[: trouble.column - 1])
    if key is None:
        return None
    place = trouble.at(trouble.line, key.start(1) + 1, len(key[1]))
    hint = "write a comma before it, or put text that holds a colon in quotes"
    return trouble.found(f"no comma stands before the key {shown(key[1])}", place, hint)


def _no_dash_and_no_colon(trouble: Trouble) -> Diagnostic | None:
    """A line that is neither an entry of a list nor a key with its colon."""
    line, _ = trouble.opened
    if "could not find expected ':'" not in trouble.problem or line == 0:
        return None
    written = trouble.lines[line - 1]
    text, indent = written.strip(), _indent(written)
    place = trouble.at(line, indent + 1, len(text))
    if re.match(r"-[^\s-]", text):
        return trouble.found(
            "no space stands after the dash", place, fixes=fixes_at(place, (Suggestion(f"- {text[1:]}"),))
        )
    above = _above(trouble.lines, line)
    if above and re.match(rf" {{{indent}}}- ", trouble.lines[above - 1]):
        fixes = fixes_at(place, (Suggestion(f"- {text}"),))
        return trouble.found("no dash stands before this entry of a list", place, fixes=fixes)
    keyed = re.fullmatch(r"([A-Za-z][\w.-]*)\s+(\S.*)", text)
    fixes = fixes_at(place, (Suggestion(f"{keyed[1]}: {keyed[2]}", POSSIBLE),)) if keyed else ()
    return trouble.found("no colon stands behind a key on this line", place, "" if fixes else "add it", fixes=fixes)


def _indent(written: str) -> int:
    return len(written) - len(written.lstrip(" "))


def _spaces(count: int) -> str:
    return f"{count} space{'s' * (count != 1)}" if count else "no space"


def _above(lines: Sequence[str], line: int) -> int:
    """The number of the nearest line above, counted from 1, that is neither empty nor a comment; 0 where none is."""
    for number in range(line - 1, 0, -1):
        if lines[number - 1].strip() and not lines[number - 1].lstrip().startswith("#"):
            return number
    return 0


def _stands_above(lines: Sequence[str], line: int, indent: int) -> bool:
    """Whether the nearest written line above a line begins at this indentation."""
    above = _above(lines, line)
    return above > 0 and _indent(lines[above - 1]) == indent


def _open_above(lines: Sequence[str], line: int) -> dict[int, str]:
    """The indentations at which a line may stand, each with the key of the nearest line above that stands there."""
    found: dict[int, str] = {}
    number = _above(lines, line)
    while number:
        indent, entry = _indent(lines[number - 1]), re.match(r" *(?:- )?([^\s:]+)", lines[number - 1])
        if entry and (not found or indent < min(found)):
            found[indent] = shown(entry[1])
        number = _above(lines, number)
    return found
