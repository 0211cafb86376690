"""Each finding says how to accept it: what it says can be pasted, and then nothing is told of it."""

import re
from collections.abc import Sequence

import pytest

from ratecard.book.memo import Memo
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.diagnostics.text import render_lines
from tests.books import Texts
from tests.guards.mistakes import MISTAKES, Mistake
from tests.guards.test_settings import accepted, dear
from tests.guards.world import told, world

LINE = re.compile(r"; or accept it under guards\.accepted: (?P<line>[a-z0-9_]+: \{.*\})$")
MEMO = Memo()
EVERY_SO_MANY = 4


def pasted(diagnostics: Sequence[Diagnostic]) -> Texts:
    """A file of rules with what the diagnostics say to write."""
    lines = []
    for diagnostic in diagnostics:
        match = LINE.search(diagnostic.hint)
        assert match is not None, diagnostic.hint
        lines.append(f"    {match['line']}\n")
    return {"rules/guards.yaml": f"guards:\n  accepted:\n{''.join(lines)}"}


@pytest.mark.parametrize("mistake", MISTAKES[::EVERY_SO_MANY], ids=lambda mistake: mistake.name)
def test_what_is_pasted_accepts_what_was_told(mistake: Mistake) -> None:
    """What follows from it may be told then: it was not, because its cause was."""
    texts = world({mistake.file: mistake.text})
    found = told(texts, MEMO)
    assert found
    left = told({**texts, **pasted(found)}, MEMO)
    codes = {diagnostic.code for diagnostic in found}
    assert [own for own in left if own.code in codes or own.code.startswith("exception")] == [], render_lines(left)


def test_the_number_to_paste_is_the_one_that_is_shown() -> None:
    numbers = 0
    for mistake in MISTAKES[::EVERY_SO_MANY]:
        for diagnostic in told(world({mistake.file: mistake.text}), MEMO):
            number = re.search(r"number: ([^,]+),", diagnostic.hint)
            if number is not None and diagnostic.code in ("price-out-of-line", "price-jump", "rate-jump"):
                numbers += 1
                assert number[1] in diagnostic.sentence.replace(",", "")
    assert numbers > len(MISTAKES) // EVERY_SO_MANY // 4


@pytest.mark.parametrize("at", ["regions/de.yaml", "de.yaml", "de"])
def test_a_file_may_be_named_with_its_ending(at: str) -> None:
    assert told(dear(accepted(at=at))) == ()


def test_an_exception_of_nothing_is_told_the_nearest_words() -> None:
    (unused,) = (own for own in told(dear(accepted(at="ios DE coins_10000"))) if own.code == "exception-unused")
    assert unused.hint == "delete it, or look at its words: the nearest that it finds is at: DE ios coins_1000"
    (unused,) = (own for own in told(dear(accepted(guard="free"))) if own.code == "exception-unused")
    assert unused.hint == "delete it, or look at its words: region, platform, thing"
