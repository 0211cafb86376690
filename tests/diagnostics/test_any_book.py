"""Any book at all, however damaged, gives diagnostics that can be shown; and one without errors answers."""

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.diagnostics.json import render_json
from ratecard.diagnostics.text import render_lines, render_text
from ratecard.guards.running import guard
from ratecard.instants import Instant
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.rulefiles.rewriting.fixing import apply_fixes, sure_fixes
from tests.books import folder_texts, hard_texts, load_hard
from tests.cases.smallest import CASES

FOLDERS = [*sorted((CASES / "good").iterdir()), *sorted((CASES / "bad").iterdir())]
BOOKS = [folder_texts(folder) for folder in FOLDERS]

# What a value, a key or a list may be replaced with: words of the language, and what people write instead.
PIECES = [
    *[
        "none",
        "inherit",
        "",
        "yes",
        "no",
        "~",
        "[]",
        "{}",
        "[a]",
        "{a: b}",
        "0",
        "1",
        "19",
        "0.19",
        "19 %",
        "1/2",
        "1/0",
    ],
    *["1.29", "1,29", "1.29 USD", "1.299", "-1", "€1", "EUR", "XYZ", "half up", "half up to 7", "up to 0.001", "net"],
    *[
        "2025-01-01",
        "2025-02-30",
        "2026-01-01T00:00Z",
        "{2025-01-01: 1}",
        "{2025-06-01: none}",
        "{2025-06-01: inherit}",
    ],
    *[
        "{by: buyer.member, is: {yes: 1}, other: 2}",
        "{by: buyer.age, from: {0: 1 %, 18: none}}",
        "{value: 1, source: x}",
    ],
    *["Europe/Berlin", "DE", "DE-BY", "US", "coins_100", "buyer.age", "en", "*a", "&a 1", "!t 1", "'", '"', "#", ": "],
    *[
        "platforms",
        "tax",
        "lines",
        "prices",
        "packages",
        "commission",
        "groups",
        "when",
        "on",
        "rate",
        "name",
        "{ios: none}",
    ],
    *["9" * 30, "a" * 80, "消", "\u00a0", "\u200b", "\t", "---", "<<", "?", "-", "|", ">-"],
]
TOKEN = re.compile(r"[^\s\[\]{},:]+|[\[\]{},:]|\n")


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, str]:
    """A book of the cases with up to four pieces of its files replaced, removed or doubled."""
    files = dict(draw(st.sampled_from(BOOKS)))
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(sorted(files)))
        tokens = list(TOKEN.finditer(files[path]))
        if not tokens:
            continue
        token = draw(st.sampled_from(tokens))
        piece = draw(st.sampled_from([*PIECES, token[0] * 2, token[0] + " "]))
        files[path] = files[path][: token.start()] + piece + files[path][token.end() :]
    return files


@settings(max_examples=settings().max_examples * 3)
@given(damaged())
def test_a_damaged_book_is_reported_and_a_sound_one_answers(files: dict[str, str]) -> None:
    loaded = load_hard(files)
    assert (loaded.book is None) == (loaded.errors > 0)
    lines = {path: text.replace("\r\n", "\n").replace("\r", "\n").split("\n") for path, text in files.items()}
    for each in loaded.diagnostics:
        for place in (each.place, *(note.place for note in each.notes)):
            assert place is None or 1 <= place.line <= len(lines[place.file])
        assert each.sentence
        assert each.advice
    shown = render_text(loaded.diagnostics, lines.__getitem__)
    assert shown
    assert len(render_lines(loaded.diagnostics).splitlines()) == len(loaded.diagnostics)
    json.loads(render_json(loaded.diagnostics, None))
    book = loaded.book
    if book is None:
        return
    for diagnostic in guard(book, Instant(1_780_000_000)).diagnostics:
        assert diagnostic.place is not None
        assert 1 <= diagnostic.place.line <= len(lines[diagnostic.place.file])
        assert diagnostic.advice
    for key in book.markets():
        for start in book.history(key).starts:
            for package in book.packages:
                assert quote_purchase(book, PurchaseRequest(*key, package, Instant(start), 3)) is not None


ROUNDS_MOST = 30


@settings(max_examples=settings().max_examples)
@given(damaged())
def test_sure_fixes_applied_again_and_again_come_to_an_end(files: dict[str, str]) -> None:
    for _ in range(ROUNDS_MOST):
        found = load_hard(files).diagnostics
        fixed = {}
        for file, text in files.items():
            fixes = sure_fixes(found, file)
            applied = apply_fixes(text, fixes)
            assert bool(applied.fixes) == bool(fixes)
            fixed[file] = applied.text
            for fix in fixes:
                assert fix.place.line <= len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        assert all((fixed[file] != files[file]) == bool(sure_fixes(found, file)) for file in files)
        if fixed == files:
            return
        files = fixed
    raise AssertionError("the sure fixes go round in circles")


@settings(max_examples=max(settings().max_examples // 10, 5))
@given(st.data())
def test_any_line_of_the_shipped_book_may_be_lost(data: st.DataObject) -> None:
    files = hard_texts()
    path = data.draw(st.sampled_from(sorted(files)), "file")
    lines = files[path].split("\n")
    index = data.draw(st.integers(0, len(lines) - 1), "line")
    files[path] = "\n".join(lines[:index] + lines[index + 1 :])
    loaded = load_hard(files)
    assert (loaded.book is None) == (loaded.errors > 0)
