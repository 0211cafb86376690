"""Lines that are gone are told at the key that held them, what counts everywhere is accepted by its whole path."""

import re
from collections.abc import Sequence

import pytest

from ratecard.book.memo import Memo
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.guards.against import AGAINST
from ratecard.guards.running import guard
from ratecard.loading import load_texts
from tests.books import Texts, sound
from tests.guards.test_following import following
from tests.guards.world import NOW, world

MEMO = Memo()
DE = "regions/de.yaml"
WHOLE = world()
BOOK = {file: text for file, text in WHOLE.items() if "regions" not in file or file[8:10] in ("de", "gb", "us")}
BOOK["rules/factors.yaml"] = "# by country\nfactors:\n  usual: {DE: 1.2, GB: 0.9, other: 1}\n  other: {other: 1}\n"
FACTS = "facts:\n  buyer.age: {type: count, name: Age}\n  buyer.member: {type: yes or no}\n"
BOOK["rules/facts.yaml"] = f"{FACTS}pricing: {{rounding: half up}}\n"
BOOK["rules/book.yaml"] = "begins: 2025-01-01\nlanguages: [en, de]\n"
BOOK[DE] += """platforms:
  ios:
    commission:
      lines:
        store:
          fixed: 0.05
    ways:
      card: {name: Card}
"""


def told(after: Texts, before: Texts = BOOK) -> Sequence[Diagnostic]:
    """What is told of a book against an older one, of that alone."""
    old, new = (sound(load_texts(texts, memo=MEMO)) for texts in (before, after))
    return guard(new, NOW, before=old, only=AGAINST).diagnostics


def changed(file: str, old: str, new: str) -> Texts:
    """The book after an edit."""
    assert old in BOOK[file]
    return {**BOOK, file: BOOK[file].replace(old, new)}


GONE = [
    (DE, "          fixed: 0.05\n", "          rate: 30 %\n", f"{DE}:14:9"),
    (DE, "  coins_500: 6.99\n", "", f"{DE}:5:1"),
    ("rules/factors.yaml", "DE: 1.2, ", "", "rules/factors.yaml:3:3"),
    ("rules/factors.yaml", "  other: {other: 1}\n", "", "rules/factors.yaml:2:1"),
    ("rules/facts.yaml", "  buyer.age: {type: count, name: Age}\n", "", "rules/facts.yaml:1:1"),
    ("rules/facts.yaml", FACTS, "", "rules/facts.yaml:1:1"),
    ("rules/book.yaml", "[en, de]", "[en]", "rules/book.yaml:2:12"),
    ("rules/promotions.yaml", "    limits: {each: {most: 1 unit}}\n", "", "rules/promotions.yaml:2:3"),
]


@pytest.mark.parametrize(("file", "old", "new", "place"), GONE)
def test_a_line_that_is_gone_is_told_at_the_key_that_held_it(file: str, old: str, new: str, place: str) -> None:
    found = told(changed(file, old, new))
    assert place in {str(own.place) for own in found}, [f"{own.place} {own.sentence}" for own in found]


ACCEPTED = re.compile(r"guards\.accepted: (?P<id>[a-z0-9_]+): \{(?P<line>.*)\}")


def test_what_counts_everywhere_is_accepted_by_its_whole_path_and_nothing_else_is() -> None:
    both = changed("rules/factors.yaml", "{DE: 1.2, GB: 0.9", "{DE: 1.4, GB: 0.7")
    found = [own for own in told(both) if "factors.usual" in own.sentence]
    assert [own.sentence for own in found] == [
        "factors.usual.DE is 140 %, and was 120 %",
        "factors.usual.GB is 70 %, and was 90 %",
    ]
    match = ACCEPTED.search(found[0].hint or "")
    assert match is not None
    assert "at: factors.usual.DE," in match["line"]
    accepting = {"rules/guards.yaml": f"guards: {{accepted: {{{match['id']}: {{{match['line']}}}}}}}\n"}
    (left,) = [own for own in told({**both, **accepting}, {**BOOK, **accepting}) if "factors" in own.sentence]
    assert left.sentence == "factors.usual.GB is 70 %, and was 90 %"


@pytest.mark.parametrize(("most", "is_refused"), [("0.020", False), ("0.015", True)])
def test_that_an_envelope_refuses_a_price_is_said_of_the_market_that_is_told(most: str, is_refused: bool) -> None:
    """The price in Germany and two that follow it are told as one, by that of the website in Turkey."""
    rules = {"rules/envelope.yaml": f"envelope: {{gross_per_coin: {{EUR: {{most: {most}}}}}}}\n"}
    rules["rules/guards.yaml"] = "guards: {envelope: warning}\n"
    before, after = (sound(load_texts({**following("0.8", price), **rules}, memo=MEMO)) for price in ("1.39", "2.99"))
    (moved,) = [own for own in guard(after, NOW, before=before).diagnostics if own.code == "price-moved-since"]
    assert moved.sentence.startswith("coins_100 in TR on web costs 1.79 EUR")
    assert ("the envelope refuses it" in moved.sentence) is is_refused, moved.sentence
    assert "0.0299" not in moved.sentence
