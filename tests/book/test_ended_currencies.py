"""Currencies that have ended: their table against CLDR's, and how long a book may name one."""

from datetime import date, timedelta

import pytest
from babel.core import get_global

from ratecard.currency import CURRENCIES, CURRENT, ENDED
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.loading import load_texts
from tests.book.asking import at, price
from tests.books import sound
from tests.quotes.small_chain import BOOK, TAXES, payouts
from tests.reference.writing import decimals_of

BY_AMENDMENT_180 = "BGN"
"""CLDR, as Babel carries it, knows no end of the lev yet."""

Used = tuple[str, date | None, date | None]


def used_by_territory() -> dict[str, list[Used]]:
    """The currencies that CLDR says could be paid with in each territory: code, first and last day."""

    def day(parts: tuple[int, int, int] | None) -> date | None:
        return None if parts is None else date(*parts)

    return {
        territory: [(code, day(first), day(last)) for code, first, last, tender in rows if tender]
        for territory, rows in get_global("territory_currencies").items()
    }


@pytest.mark.parametrize("code", sorted(ENDED.keys() - {BY_AMENDMENT_180}))
def test_the_end_of_a_currency_is_cldrs(code: str) -> None:
    ended, rows = ENDED[code], used_by_territory()
    lasts = [last for used in rows.values() for other, _, last in used if other == code]
    assert max(last or date.max for last in lasts) == ended.last_day
    places = [used for used in rows.values() if any(other == code for other, *_ in used)]
    assert any((ended.successor, ended.since) == (other, first) for used in places for other, first, _ in used)


def test_every_currency_that_cldr_knows_to_have_ended_since_1999_is_known() -> None:
    ends: dict[str, date] = {}
    for used in used_by_territory().values():
        for code, _, last in used:
            ends[code] = max(ends.get(code, date.min), last or date.max)
    gone = {code for code, last in ends.items() if date(1999, 1, 1) <= last < date.max}
    # OpenJDK has no exponent of these, but of SVC, which is on ISO's list one still.
    assert gone - ENDED.keys() == {"AON", "AOR", "ECS", "MCF", "SVC", "TJR"}
    assert {code for code in CURRENT if ends.get(code, date.max) < date.max} == {"SVC"}


@pytest.mark.parametrize("code", sorted(ENDED))
def test_what_followed_is_a_currency_that_began_before_the_other_was_gone(code: str) -> None:
    ended = ENDED[code]
    assert ended.successor in CURRENCIES
    assert ended.since <= ended.last_day + timedelta(days=1)
    assert CURRENCIES[code].exponent == decimals_of(code)


def said(regions: dict[str, str], begins: str = "2022-01-01", rules: str = "") -> list[Diagnostic]:
    """What is said of the currencies of a book."""
    rest = "time_zone: {}\nprices: {{c: 1000}}\n"
    files = {
        f"regions/{code.lower()}.yaml": f"region: {code}\n{text}\n{rest.format(zone)}"
        for code, (zone, text) in ((code, text.split(" ", 1)) for code, text in regions.items())
    }
    text = BOOK.replace("2025-01-01", begins) + TAXES + rules
    found = load_texts({"rules/book.yaml": text, **files}).diagnostics
    return [each for each in found if each.code == "currency-ended"]


def test_a_currency_may_hold_until_the_last_day_on_which_one_could_pay_with_it() -> None:
    for day in ("2023-01-01", "2023-01-14", "2023-01-15"):
        assert said({"HR": f"Europe/Zagreb currency: {{2022-01-01: HRK, {day}: EUR}}"}) == []
    (late,) = said({"HR": "Europe/Zagreb currency: {2022-01-01: HRK, 2023-01-16: EUR}"})
    assert late.sentence == "HRK ended on 2023-01-14, and holds here after that day"
    assert late.hint == "write {2022-01-01: HRK, 2023-01-01: EUR}"


@pytest.mark.parametrize(
    ("code", "zone", "currency", "successor"),
    [
        ("HR", "Europe/Zagreb", "HRK", "EUR"),
        ("CW", "America/Curacao", "ANG", "XCG"),
        ("SL", "Africa/Freetown", "SLL", "SLE"),
        ("MR", "Africa/Nouakchott", "MRO", "MRU"),
        ("BG", "Europe/Sofia", "BGN", "EUR"),
        ("DE", "Europe/Berlin", "DEM", "EUR"),
        ("ZW", "Africa/Harare", "ZWL", "ZWG"),
    ],
)
def test_later_the_error_names_the_successor(code: str, zone: str, currency: str, successor: str) -> None:
    (found,) = said({code: f"{zone} currency: {currency}"}, begins="2026-07-01")
    assert found.place is not None
    assert (found.place.file, found.place.line) == (f"regions/{code.lower()}.yaml", 2)
    assert found.advice == f"did you mean {successor}? It has followed {currency} since {ENDED[currency].since}"


def test_the_days_are_those_of_the_region() -> None:
    """2023-01-15 begins in Auckland half a day before it does in Zagreb."""
    instant = "2023-01-14T12:00Z"  # 2023-01-15T01:00 in Auckland
    assert said({"HR": f"Europe/Zagreb currency: {{2022-01-01: HRK, {instant}: EUR}}"}) == []
    (found,) = said({"NZ": f"Pacific/Auckland currency: {{2022-01-01: HRK, {instant}: EUR}}"})
    assert found.place is not None
    assert found.place.file == "regions/nz.yaml"


def test_the_currencies_of_payouts_and_of_a_diamond_end_too() -> None:
    diamond = "{by: creator.grade, is: {partner: 0.04 HRK each}, other: 0.05 HRK each}"
    rules = payouts(diamond, currency="HRK", methods="{bank: {name: Bank, fee: none, currency: LTL}}")
    rules += "fx: {base: SLL, rounding: down, rates: {HRK: 0.0003, LTL: 0.0001}}\n"
    found = said({"DE": "Europe/Berlin currency: EUR"}, rules=rules)
    ended = {each.sentence.partition(" ")[0]: each.advice for each in found}
    assert len(found) == 5  # the two cases of the diamond, the payouts, the method, and the base; no rate
    assert ended["HRK"] == "state it in EUR from 2023-01-01 on"
    assert ended["LTL"] == "did you mean EUR? It has followed LTL since 2015-01-01"
    assert ended["SLL"] == "write {2022-01-01: SLL, 2022-07-01: SLE}"


def croatia(currency: str, group: str = "") -> dict[str, str]:
    """A book that begins in 2022, in which a package costs 7 units in Croatia, and 1 from 2023 on."""
    files = {"rules/book.yaml": BOOK.replace("2025-01-01", "2022-01-01") + TAXES}
    prices = "prices: {c: {2022-01-01: 7.00, 2023-01-01: 1.00}}\n"
    files["regions/hr.yaml"] = f"region: HR\ntime_zone: Europe/Zagreb\ngroups: [old]\n{currency}{prices}"
    files["regions/groups/old.yaml"] = f"group: old\n{group}"
    return files


def test_old_questions_are_answered_in_the_old_currency() -> None:
    whole = sound(load_texts(croatia("", "currency: {2022-01-01: HRK, 2023-01-01: EUR}\n")))
    assert price(whole, "c", at("2022-12-31T22:59Z"), "HR", "ios") == "7.00 HRK"
    assert price(whole, "c", at("2022-12-31T23:00Z"), "HR", "ios") == "1.00 EUR"


def test_a_narrower_layer_may_end_what_a_broader_one_leaves_open() -> None:
    whole = sound(load_texts(croatia("currency: {2022-01-01: inherit, 2023-01-01: EUR}\n", "currency: HRK\n")))
    assert price(whole, "c", at("2022-12-31T22:59Z"), "HR", "ios") == "7.00 HRK"
