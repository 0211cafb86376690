"""What must hold of any bytes in a rule file: no exception, places inside the text, and output that can be shown.

One function judges for the fuzzer and for pytest, so that a crash of the one is a failing test of the other.
"""

import json
import re

from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.diagnostics.github import SHOWN_MOST, render_github
from ratecard.diagnostics.json import render_json
from ratecard.diagnostics.sarif import render_sarif
from ratecard.diagnostics.text import render_lines, render_text
from ratecard.instants import Instant
from ratecard.keys.registry import KEYS
from ratecard.loading import Loaded, load_texts
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.rulefiles.stated import FileKind
from ratecard.rulefiles.stating.files import state_file
from tests.cases.smallest import SMALLEST

QUOTES_MOST = 8

_LINE_END = re.compile("\r\n|\r|\n")
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def judge(content: bytes) -> None:
    """Raises where anything is wrong with what the engine makes of a file that holds `content`."""
    for kind, file in ((FileKind.RULES, "rules/x.yaml"), (FileKind.GROUP, "regions/groups/x.yaml")):
        _judge_typing(file, kind, content)
    _judge_typing("regions/x.yaml", FileKind.REGION, content)
    judge_book({**SMALLEST, file_for(content): content})


def file_for(content: bytes) -> str:
    """The file of the smallest book that `content` replaces or joins, judged by the keys that stand in it.

    So a mutation of a platform's rules takes the place of the platforms, and the book around it stays whole.
    """
    if b"region:" in content:
        return "regions/de.yaml"
    if b"group:" in content:
        return "regions/groups/eu.yaml"
    for key in ("begins", "packages", "units", "platforms", "tax"):
        if f"{key}:".encode() in content:
            return "rules/book.yaml" if key == "begins" else f"rules/{key}.yaml"
    return "rules/facts.yaml"


def judge_book(files: dict[str, bytes | str]) -> None:
    """Loads a book; what is wrong must be shown in every format, and a sound one must answer."""
    loaded = load_texts(files)
    assert (loaded.book is None) == (loaded.errors > 0)
    _judge_diagnostics(loaded.diagnostics, {file: lines_of(content) for file, content in files.items()})
    _judge_quotes(loaded)


def lines_of(content: bytes | str) -> list[str]:
    """The lines of a file as editors count them: without a byte order mark, every line end alike."""
    return _LINE_END.split(content.decode("utf-8-sig", "replace") if isinstance(content, bytes) else content)


def _judge_typing(file: str, kind: FileKind, content: bytes) -> None:
    found: list[Diagnostic] = []
    stated = state_file(file, kind, content, found.append, KEYS.grammar)
    assert stated is not None or found, "a file that cannot be read is not reported"
    _judge_diagnostics(found, {file: lines_of(content)})


def _judge_diagnostics(found: list[Diagnostic] | tuple[Diagnostic, ...], files: dict[str, list[str]]) -> None:
    for each in found:
        assert each.sentence, each
        assert each.advice, each
        for place in (each.place, *(note.place for note in each.notes)):
            if place is not None:
                _judge_place(place, files[place.file], each)
    text = render_text(found, files.__getitem__)
    assert not _UNSEEN.search(text), text
    shown = render_lines(found)
    assert len(shown.splitlines()) == len(found), shown
    assert len(json.loads(render_json(found, None))["diagnostics"]) == len(found)
    assert len(json.loads(render_sarif(found))["runs"][0]["results"]) == len(found)
    commands = render_github(found).splitlines()
    assert all(re.match(r"::(error|warning|notice) (\w+=[^:,]*,)*title=[^:,]+::.", each) for each in commands), commands
    assert min(len(found), SHOWN_MOST) <= len(commands) <= 2 * SHOWN_MOST + 1


def _judge_place(place: Place, lines: list[str], found: Diagnostic) -> None:
    """A place starts and ends inside its file, and never ends before it starts.

    Two ends lie one further: YAML ends a mapping at the start of the next line, also where the last line has no end;
    and what is missing at the end of a line is pointed at by one character, as if the line end were one.
    """
    assert 1 <= place.line <= len(lines), found
    if (place.end_line, place.end_column) == (len(lines) + 1, 1):
        return
    assert place.line <= place.end_line <= len(lines), found
    assert 1 <= place.column <= len(lines[place.line - 1]) + 1, found
    after = len(lines[place.end_line - 1]) + 1
    at_line_end = (place.line, place.column, place.end_column) == (place.end_line, after, after + 1)
    assert 1 <= place.end_column <= after or at_line_end, found
    assert (place.line, place.column) <= (place.end_line, place.end_column), found


def _judge_quotes(loaded: Loaded) -> None:
    book = loaded.book
    if book is None:
        return
    assert book.digest
    asked = [
        PurchaseRequest(*key, package, Instant(start), 3)
        for key in book.markets()
        for start in book.history(key).starts
        for package in book.packages
    ]
    for request in asked[:QUOTES_MOST]:
        assert quote_purchase(book, request) is not None
