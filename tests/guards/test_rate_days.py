"""A derive by rates of a day that is not reached yet: prices move with each import of rates until then."""

from datetime import UTC, datetime

import pytest

from ratecard.guards.running import guard
from ratecard.instants import instant_of
from ratecard.loading import load_texts
from tests.books import Texts, sound
from tests.guards.world import NOW, rates_text, told, world

SE = "regions/se.yaml"
FILE = """region: SE
currency: SEK
time_zone: Europe/Stockholm
tax: {lines: {vat: {name: {en: VAT}, rate: 25 %}}}
pricing: {derive: {from: DE, fx: DAY, tax: keep}}
"""


def following(day: str, rates: str = "") -> Texts:
    """Sweden follows Germany by the rates of a day."""
    more = {"rules/fx.yaml": rates_text(SEK=rates)} if rates else {}
    return world({"rules/pricing.yaml": "pricing: {rounding: half up}\n", SE: FILE.replace("DAY", day), **more})


def odd(texts: Texts) -> list[str]:
    """What is told of dates."""
    return [f"{own.place} {own.sentence}" for own in told(texts) if own.code == "odd-date"]


@pytest.mark.parametrize("day", ["2027-03-01", "2026-11-29"])
def test_a_day_to_come_is_told_once(day: str) -> None:
    said = f"prices in SE on ios take the rates of {day}, which is not reached yet: they move with each newer rate"
    assert odd(following(day)) == [f"{SE}:5:34 {said} until then"]


@pytest.mark.parametrize("day", ["2026-11-28", "2025-06-01", "none"])
def test_a_day_that_is_reached_is_not(day: str) -> None:
    assert odd(following(day)) == []


def test_a_rate_of_that_very_day_holds_the_prices() -> None:
    rates = "{begins: 11.1, 2027-03-01: 11.2}"
    assert odd(following("2027-03-01", rates)) == []
    assert len(odd(following("2027-03-02", rates))) == 1


def test_no_day_is_to_come_no_matter_when_and_none_is_later() -> None:
    book = sound(load_texts(following("2027-03-01")))
    later = instant_of(datetime(2027, 3, 1, 12, tzinfo=UTC))
    for now, number in ((NOW, 1), (None, 0), (later, 0)):
        assert sum("is not reached yet" in own.sentence for own in guard(book, now).diagnostics) == number
