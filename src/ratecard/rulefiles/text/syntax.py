"""What to say of a text that is not YAML: what a person did, where that can be told, and where it shows."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, fixes_at
from ratecard.diagnostics.fixes import EXAMPLE, SURE, Suggestion
from ratecard.rulefiles.characters import CURLY_QUOTES, ODD_SPACES
from ratecard.rulefiles.text.syntax_mistakes import Trouble, mistake
from ratecard.rulefiles.values.rows import as_entries, columns_in, row_in
from ratecard.rulefiles.wrong import shown

_DATE = r"[\"']?[0-9]{4}-[0-9]{2}-[0-9]{2}"

_GLUED = re.compile(r"""\s*([\w.-]+(?::|\s*=\s*(?=\d))[^\s/:'"{}\[\],=]+)\s*(?:#.*)?""")
"""A key whose colon has no space behind it, or that has an equals sign: `coins_100:1.29`, `coins_100 = 1.29`."""

_COLON_TROUBLE = re.compile(r"""^[^"'#]*?(?::([""" + "".join(ODD_SPACES) + r"""])|([：﹕]))""")

_OPENED_BY_CURLY_QUOTE = re.compile(rf"(?:^|[:,-] |[\[{{]) *([{CURLY_QUOTES}])[^{CURLY_QUOTES}]{{0,200}}:(?: |$)")
"""A curly quote where a key or a value begins, and behind it a colon that plain quotes would have held."""


def explain(file: str, text: str, error: Any) -> Diagnostic:
    """What is not YAML, at the place where it shows; for a bracket that is never closed, where it was opened."""
    context = getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be read"
    said = str(getattr(error, "context", "") or "")
    lines = text.split("\n")
    at = _shows_at(lines, getattr(error, "problem_mark", None) or context, context)
    line, column = (at.line + 1, at.column + 1) if at else (1, 1)
    hint = "check the colons, quotes, brackets and the indentation of this line and the one above"
    if not _written_from(lines, line):
        line = max((number for number, written in enumerate(lines, 1) if written.strip()), default=1)
        column = len(lines[line - 1].rstrip())
        hint = "close what is opened here or above"
    opened = (context.line + 1, context.column + 1) if context is not None else (0, 0)
    trouble = Trouble(file, text, lines, problem, said, line, column, opened)
    known = _trouble(file, lines, line) or _semicolon(trouble)
    if known is not None:
        return known
    mapping = "mapping values are not allowed" in problem or "did not find expected key" in problem
    value = _value_above_dates(lines, line) if mapping else ""
    known = mistake(trouble) if not value else None
    if known is not None:
        return known
    if value:
        hint = f"give the value above a date and a line of its own, for example 2025-01-01: {value}"
    else:
        hint = _hint(trouble, at is context) or hint
    notes = (Note(trouble.at(*opened), "begins here"),) if 0 < opened[0] < line else ()
    return trouble.found(f"this is not YAML: {problem}", trouble.at(line, column), hint, notes)


def _shows_at(lines: Sequence[str], at: Any, context: Any) -> Any:
    """The mark at which it shows: where the parser stopped, or where what is not closed at the end was opened."""
    return context if context is not None and not _written_from(lines, at.line + 1) else at


def _written_from(lines: Sequence[str], line: int) -> bool:
    """Whether anything is written in a line, counted from 1, or below it."""
    return line <= len(lines) and bool("".join(lines[line - 1 :]).strip())


def _hint(trouble: Trouble, is_opening: bool) -> str:
    """What to do about what the parser says of a character; "" where that does not tell.

    `is_opening`: the place is that of what was opened.
    """
    character = trouble.lines[trouble.line - 1][trouble.column - 1 : trouble.column]
    in_braces = "flow mapping" in trouble.context and trouble.opened[0] > 0 and character == ":"
    if "mapping values are not allowed" in trouble.problem or in_braces:
        return "put text that holds a colon in quotes, or indent the line to match its neighbours"
    if "cannot start any token" in trouble.problem and character in "%@`":
        return "put the value in quotes"
    if is_opening and character in ("[", "{", '"', "'"):
        return "close what is opened here"
    return ""


def _semicolon(trouble: Trouble) -> Diagnostic | None:
    """What to say of a semicolon between two entries; None where there is none."""
    written = trouble.lines[trouble.line - 1]
    semicolon = written.rfind(";", 0, trouble.column) + 1 if "expected ',' or" in trouble.problem else 0
    if not semicolon:
        return None
    place = trouble.at(trouble.line, semicolon)
    sentence = "this is not YAML: a semicolon stands between two entries"
    return trouble.found(sentence, place, fixes=fixes_at(place, (Suggestion(","),)))


def _value_above_dates(lines: Sequence[str], line: int) -> str:
    """The value that stands on one line with its key, where the next line begins a time line; else the empty text."""
    above, below = (lines[line - 2] if line > 1 else ""), lines[line - 1]
    stated = re.match(r"( *)[^\s:#]+:\s+([^\s#{\[][^#]*)", above)
    dated = re.match(rf"( *){_DATE}[^#]*?:\s", f"{below} ")
    if stated is None or dated is None or len(dated[1]) <= len(stated[1]) or re.match(rf" *{_DATE}", above):
        return ""
    return shown(stated[2].strip())


def _trouble(file: str, lines: list[str], line: int) -> Diagnostic | None:
    """What broke the lines, if one of these is there.

    An odd space, a wide colon, a colon without a space after a key, or text in curly quotes that holds a colon.
    """
    written_lines = (number for number in range(min(line, len(lines)), 0, -1) if lines[number - 1].strip(" "))
    for number in islice(written_lines, 3):
        written = lines[number - 1]
        quote = _OPENED_BY_CURLY_QUOTE.search(written)
        if quote is not None:
            place = Place(file, number, quote.start(1) + 1, number, quote.end(1) + 1)
            sentence = f"{quote[1]} is not a quote of YAML"
            return Diagnostic(code="look-alike", sentence=sentence, place=place, hint='write plain quotes: "')
        rows = _rows(file, lines, number)
        if rows is not None:
            return rows
        found = _COLON_TROUBLE.match(written)
        glued = _GLUED.fullmatch(written)
        if glued is not None and not (found and found[1]):
            place = Place(file, number, glued.start(1) + 1, number, glued.end(1) + 1)
            fixes = fixes_at(place, (Suggestion(re.sub(r":|\s*=\s*", ": ", glued[1], count=1)),))
            sentence = "no space stands after the colon" if ":" in glued[1] else "an equals sign stands for a colon"
            return Diagnostic(code="yaml-syntax", sentence=sentence, place=place, fixes=fixes)
        if found is None:
            continue
        group = 1 if found[1] else 2
        place = Place(file, number, found.start(group) + 1, number, found.end(group) + 1)
        if found[1]:
            sentence = f"{ODD_SPACES[found[1]]} stands after the colon"
            return Diagnostic(
                code="odd-space", sentence=sentence, place=place, fixes=fixes_at(place, (Suggestion(" "),))
            )
        sentence = f"{found[2]} is not a plain colon"
        return Diagnostic(code="look-alike", sentence=sentence, place=place, fixes=fixes_at(place, (Suggestion(": "),)))
    return None


def _rows(file: str, lines: Sequence[str], number: int) -> Diagnostic | None:
    """What to say of the rows of a spreadsheet around a line, counted from 1; None where it is none."""
    if not row_in(lines[number - 1]):
        return None
    first = last = number
    while first > 1 and row_in(lines[first - 2]):
        first -= 1
    while last < len(lines) and row_in(lines[last]):
        last += 1
    rows = lines[first - 1 : last]
    entries, whole = as_entries(rows)
    start = len(rows[0]) - len(rows[0].lstrip())
    place = Place(file, first, start + 1, last, len(rows[-1].rstrip()) + 1)
    columns, between = columns_in(rows[0].strip())
    columns, between = (columns, between) if columns else (row_in(rows[0]), "a space")
    many = f"{len(rows)} rows" if len(rows) > 1 else "a row"
    sentence = f"this is not YAML: {many} of a spreadsheet, with {between} between {len(columns)} columns"
    hint = "" if whole else "write each value behind a key and a colon"
    fixes = fixes_at(place, (Suggestion("\n".join(entries).lstrip(), SURE if whole else EXAMPLE),))
    return Diagnostic(code="yaml-syntax", sentence=sentence, place=place, hint=hint, fixes=fixes)
