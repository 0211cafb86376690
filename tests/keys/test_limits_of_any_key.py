"""A key that nothing in the engine knows has limits in units of its own: their shape, terms and comparison are shared.

What buyers spend in a market is limited here in its money, in gifts, and for each gift by itself.
"""

import pytest
from jsonschema import Draft7Validator

from ratecard.audience import Audience
from ratecard.book.keys import Keys
from ratecard.book.records import Home, Key, TableOf
from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.keys.book_wide import BOOK_WIDE
from ratecard.keys.limits import limits_at
from ratecard.keys.registry import EARNED, GIVEN, SOLD
from ratecard.loading import Loaded, load_texts
from ratecard.money import Money
from ratecard.quotes.limits import Asked, Used, check_limits
from ratecard.refusals import AboveLimit, UnknownLimit, WrongCurrency
from ratecard.rulefiles.editors.json_schema import rule_schemas
from ratecard.rulefiles.keys.limits import limits
from ratecard.rulefiles.keys.shapes import KnownKeys
from ratecard.rulefiles.values.limits import limit_type
from ratecard.terms.facts import choose_as
from ratecard.terms.limits import LimitTerms
from tests.book.asking import at
from tests.books import sound
from tests.cases.smallest import changed

LIMITS = ("giving", "limits")
SHAPE = limits("what is spent", limit_type((5, "gifts")), "money or gifts", ("gift",))
RECORD = Key(
    name="giving",
    home=Home.MARKET,
    shape=KnownKeys(about="What buyers may spend.", none=True, keys={"limits": SHAPE}),
    audience=Audience.SERVICE,
    terms=(limits_at(LIMITS),),
    tables=(TableOf(path=LIMITS),),
)
WITH_SPENDING = Keys((*BOOK_WIDE, *SOLD, *GIVEN, *EARNED, RECORD))

RULES = """
facts: {buyer.age: {type: count}}
giving:
  limits:
    daily: {per: calendar day}
    many: {most: {2025-01-01: 3 gifts, 2026-01-01: 5 gifts}, per: calendar week}
    single: {most: 1 gift, per: gift}
"""
GERMANY = "giving: {limits: {daily: {most: {by: buyer.age, from: {0: 10 EUR, 18: 50.50 EUR}}}}}\n"
STATES = """
region: US
currency: USD
time_zone: America/New_York
tax: {lines: {sales: {name: Sales tax, rate: 5 %}}}
prices: {coins_100: 1.19}
giving: {limits: {daily: {most: 60 USD}, single: none}}
"""
DE, US = ("DE", "ios"), ("US", "web")
EUR, USD = CURRENCIES["EUR"], CURRENCIES["USD"]


def loaded(rules: str = RULES, germany: str = GERMANY, states: str = STATES) -> Loaded:
    """A book of two regions with limits on what is spent."""
    own = changed({})["regions/de.yaml"] + germany
    texts = changed({"rules/giving.yaml": rules, "regions/de.yaml": own, "regions/us.yaml": states})
    return load_texts(texts, keys=WITH_SPENDING)


def limits_in(market: tuple[str, str], when: Instant, age: int = 30) -> tuple[LimitTerms, ...]:
    """The limits of a market at an instant, for a buyer of some age, in order of id."""
    book = sound(loaded())
    every = [book.terms(market, (*LIMITS, name), when) for name in ("daily", "many", "single")]
    chosen = [choose_as(LimitTerms, terms, {"buyer.age": age}, []) for terms in every]
    return tuple(terms for terms in chosen if isinstance(terms, LimitTerms))


@pytest.mark.parametrize(
    ("market", "when", "age", "expected"),
    [
        (DE, "2025-06-01", 30, [("daily", 5050, "50.50 EUR"), ("many", 3, "3 gifts"), ("single", 1, "1 gift")]),
        (DE, "2025-06-01", 17, [("daily", 1000, "10.00 EUR"), ("many", 3, "3 gifts"), ("single", 1, "1 gift")]),
        (DE, "2026-01-01", 30, [("daily", 5050, "50.50 EUR"), ("many", 5, "5 gifts"), ("single", 1, "1 gift")]),
        (US, "2025-06-01", 30, [("daily", 6000, "60.00 USD"), ("many", 3, "3 gifts")]),
    ],
)
def test_each_market_has_its_own(
    market: tuple[str, str], when: str, age: int, expected: list[tuple[str, int, str]]
) -> None:
    found = limits_in(market, at(f"{when}T12:00+00:00"), age)
    assert [(limit.id, limit.most, limit.text) for limit in found] == expected
    assert [limit.unit for limit in found] == ["money", "gifts", "gifts"][: len(found)]


MANY = AboveLimit("many", "calendar week", "3 gifts", "3 gifts", "1 gift", "0 gifts")


@pytest.mark.parametrize(
    ("used", "minor", "gifts", "expected"),
    [
        ({}, 5050, 1, ("daily", "many")),
        ({}, 5051, 1, AboveLimit("daily", "calendar day", "50.50 EUR", None, "50.51 EUR")),
        ({}, 1, 2, AboveLimit("single", "gift", "1 gift", "0 gifts", "2 gifts", "1 gift")),
        ({"daily": Money(5049, EUR), "many": 2}, 1, 1, ()),
        (
            {"daily": Money(5050, EUR)},
            1,
            1,
            AboveLimit("daily", "calendar day", "50.50 EUR", "50.50 EUR", "0.01 EUR", "0.00 EUR"),
        ),
        ({"giving.limits.many": 3}, 1, 1, MANY),
        ({"giving.many": 3}, 1, 1, MANY),
        ({"many": 3}, 1, 1, MANY),
        ({"weekly": 3}, 1, 1, UnknownLimit("weekly", ("daily", "many", "single"))),
        ({"daily": Money(1, USD)}, 1, 1, WrongCurrency("used daily", "USD", "EUR")),
        ({"daily": 1}, 1, 1, WrongCurrency("used daily", "a count", "EUR")),
        ({"many": Money(1, EUR)}, 1, 1, WrongCurrency("used many", "EUR", "gifts")),
    ],
)
def test_a_question_is_compared_with_them_in_its_own_units(
    used: Used, minor: int, gifts: int, expected: object
) -> None:
    asked = Asked(minor, EUR, {"gifts": gifts}, "gift")
    found = check_limits(limits_in(DE, at("2025-06-01T12:00+00:00")), used, asked)
    assert (tuple(limit.id for limit in found) if isinstance(found, tuple) else found) == expected


@pytest.mark.parametrize(
    ("germany", "code", "advice"),
    [
        ("10", "amount-without-unit", "name its unit, for example 10 EUR or 10 gifts"),
        ("10 diamonds", "amount-without-unit", "write gifts or money with its currency, for example 10 gifts"),
        ("10 gift s", "not-money", None),
        ("10 gfits", "amount-without-unit", "did you mean 10 gifts?"),
        ("1.000 gifts", "grouped-digits", "write 1000 gifts"),
        ("0 gifts", "not-a-count", "write none where there is no limit, or a number of gifts above 0"),
        ("10 USD", "limit-in-other-currency", None),
    ],
)
def test_what_is_wrong_is_said_in_its_own_units(germany: str, code: str, advice: str | None) -> None:
    (found,) = loaded(germany=f"giving: {{limits: {{daily: {{most: {germany}}}}}}}\n").diagnostics
    assert (found.code, found.place.file if found.place else None) == (code, "regions/de.yaml")
    assert advice is None or found.advice == advice


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        *[(text, True) for text in ("10 gifts", "1_000 gifts", "1 gift", "10.50 EUR")],
        *[(text, False) for text in ("10 diamonds", "0 gifts", "10")],
    ],
)
def test_editors_are_told_its_units(text: str, fits: bool) -> None:
    schema = rule_schemas({}, WITH_SPENDING.grammar)["region.schema.json"]
    region = {"region": "DE", "giving": {"limits": {"daily": {"most": text, "per": "gift"}}}}
    errors = [error for error in Draft7Validator(schema).iter_errors(region) if "giving" in error.absolute_path]
    assert (not errors) is fits
