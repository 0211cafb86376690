"""Gifts whose creator earns what the book does not know."""

import pytest

from ratecard.audience import Audience
from ratecard.loading import Loaded, load_texts
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.lists import GiftList
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.requests import GiftListRequest, GiftRequest
from ratecard.quotes.tracing.formulas import formula
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.refusals import NoEarnings, NoMoneyBase
from tests.quotes.small_chain import noon

BOOK = """
begins: 2025-01-01
languages: [en]
units:
  coin: {name: {en: {one: coin, other: coins}}, price: {rounding: half up, extra_digits: 3}}
  diamond: {name: {en: {one: diamond, other: diamonds}}, price: {rounding: half up, extra_digits: 3}}
rarities: {common: {order: 1, name: Common}}
platforms: {ios: {name: App Store}}
packages: {c: {coins: 100}}
gifts: {rose: {coins: 10, rarity: common, kinds: [live], name: Rose}}
worth_at: {package: c, rounding: half up}
"""
TAX = (
    "tax: {display: inclusive, rounding: half up, per: unit, collected_by: store, "
    "lines: {vat: {name: VAT, rate: 19 %}}}"
)
UNKNOWN_RATE = TAX.replace("19 %", "unknown")
CUT = "commission: {lines: {store: {rate: 30 %, base: net}}, rounding: half up, per: unit}"
PAID = (
    "payouts: {currency: EUR, diamond: 0.01 EUR each, value_by: earned, order: [oldest], rounding: down, "
    "pays: {from: request}, methods: {bank: {name: Bank, fee: none}}}\n"
)
IN_DOLLARS = PAID.replace("0.01 EUR", "0.01 USD")
HALF = "diamonds: 1 per 2, base: coins, rounding: down, scope: each"


def book_of(earnings: str, tax: str = TAX, cut: str = CUT) -> Loaded:
    """A book of one region with these earnings."""
    region = (
        f"region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {{c: 11.90}}\n{PAID}\nearnings: {earnings}\n"
    )
    return load_texts({"rules/book.yaml": f"{BOOK}{tax}\n{cut}\n", "regions/de.yaml": region})


def sent(loaded: Loaded, audience: Audience = Audience.FINANCE) -> object:
    """The answer to two roses."""
    assert loaded.book is not None, loaded.diagnostics
    return quote_gift(loaded.book.seen_by(audience), GiftRequest("DE", "ios", "DE", "rose", noon("2026-01-01"), 2))


def quoted(loaded: Loaded, audience: Audience = Audience.FINANCE) -> GiftQuote:
    """The quote of two roses."""
    answer = sent(loaded, audience)
    assert isinstance(answer, GiftQuote), answer
    return answer


@pytest.mark.parametrize(
    ("live", "unknown"),
    [
        ("unknown", "earnings.live"),
        ("{diamonds: unknown, base: coins, rounding: down, scope: each}", "earnings.live.diamonds"),
        ("{share: unknown, base: net, rounding: down, scope: each}", "earnings.live.share"),
        ("{share: unknown}", "earnings.live.share"),
    ],
)
def test_diamonds_are_null_where_what_is_earned_is_unknown(live: str, unknown: str) -> None:
    quote = quoted(book_of(f"{{live: {live}}}"))
    assert (quote.coins, quote.worth_minor, quote.diamonds, quote.amount, quote.parts) == (20, 238, None, None, ())
    assert quote.unknown_values == (unknown,)
    assert {step.figure: formula(step) for step in trace_gift(quote)}["diamonds"] == f"needs {unknown}"


@pytest.mark.parametrize(
    ("nothing", "unknown"),
    [
        ("{diamonds: none}", "earnings.live"),
        ("{share: none, split: none}", "earnings.live"),
        ("{diamonds: none, share: none, split: none}", None),
    ],
)
def test_a_kind_that_is_unknown_stays_so_until_each_way_is_none(nothing: str, unknown: str | None) -> None:
    germany = "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {c: 11.90}\n"
    region = f"{germany}earnings: {{live: {nothing}}}\n"
    rules = f"{BOOK}{TAX}\n{CUT}\n{PAID}\nearnings: {{live: unknown}}\n"
    answer = sent(load_texts({"rules/book.yaml": rules, "regions/de.yaml": region}))
    if unknown is None:
        assert isinstance(answer, NoEarnings)
        return
    assert isinstance(answer, GiftQuote)
    assert (answer.diamonds, answer.unknown_values) == (None, (unknown,))


def test_the_amount_is_there_where_only_its_parts_are_unknown() -> None:
    split = "{live: {split: {creator: unknown, agency: rest}, base: coins, rounding: down, scope: total}}"
    quote = quoted(book_of(split))
    assert (quote.amount, quote.diamonds, quote.parts) == (20, None, ())
    assert quote.unknown_values == ("earnings.live.split.creator",)


@pytest.mark.parametrize(
    ("tax", "cut", "base", "unknown"),
    [
        (UNKNOWN_RATE, CUT, "net", ("tax.lines.vat.rate",)),
        (TAX, "commission: unknown", "proceeds", ("commission",)),
        (
            TAX.replace("19 %", "unknown"),
            "commission: {lines: unknown}",
            "proceeds",
            ("commission.lines", "tax.lines.vat.rate"),
        ),
        (TAX, "commission: unknown", "net", ()),
    ],
)
def test_a_share_of_money_needs_what_the_money_does(tax: str, cut: str, base: str, unknown: tuple[str, ...]) -> None:
    earnings = f"{{live: {{share: 50 %, base: {base}, rounding: down, scope: total}}}}"
    quote = quoted(book_of(earnings, tax, cut))
    assert quote.unknown_values == unknown
    assert quote.diamonds == (None if unknown else 100)  # 20 of 100 coins at 10.00 net: 2.00, half of it 1.00


def test_a_subdivision_that_decides_the_tax_refuses_as_before() -> None:
    tax = TAX.replace("lines:", "depends_on: subdivision, lines:")
    answer = sent(book_of("{live: {share: 50 %, base: net, rounding: down, scope: total}}", tax))
    assert isinstance(answer, NoMoneyBase)


@pytest.mark.parametrize(
    ("paid", "unknown"),
    [
        (PAID.replace("0.01 EUR each", "unknown"), "payouts.diamond"),
        (IN_DOLLARS + "fx: {base: EUR, rounding: down, rates: {USD: unknown}}\n", "fx.rates.USD"),
        (IN_DOLLARS + "fx: unknown\n", "fx"),
    ],
)
def test_a_share_of_money_needs_the_value_of_a_diamond_and_its_rate(paid: str, unknown: str) -> None:
    region = f"region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {{c: 11.90}}\n{paid}"
    region += "\nearnings: {live: {share: 50 %, base: net, rounding: down, scope: total}}\n"
    quote = quoted(load_texts({"rules/book.yaml": f"{BOOK}{TAX}\n{CUT}\n", "regions/de.yaml": region}))
    assert (quote.diamonds, quote.worth_minor, quote.unknown_values) == (None, 238, (unknown,))


def test_none_is_not_unknown() -> None:
    assert isinstance(sent(book_of("{live: none}")), NoEarnings)


def test_nobody_is_told_of_what_they_may_not_see() -> None:
    earnings = "{live: {share: unknown, base: proceeds, rounding: down, scope: total}}"
    loaded = book_of(earnings, cut="commission: unknown")
    told = {audience: quoted(loaded, audience).unknown_values for audience in Audience}
    both = ("commission", "earnings.live.share")
    assert told == {Audience.PUBLIC: (), Audience.SERVICE: both, Audience.FINANCE: both}


@pytest.mark.parametrize(
    "live",
    [
        "{share: unknown, diamonds: 1 per 2, base: net}",
        "{share: unknown, base: coins}",
        "{diamonds: unknown, base: net}",
    ],
)
def test_an_unknown_way_to_share_has_to_fit_too(live: str) -> None:
    assert {found.code for found in book_of(f"{{live: {live}}}").diagnostics} >= {"two-shares"}


def test_where_nobody_knows_of_which_kinds_creators_earn_diamonds_are_null() -> None:
    loaded = book_of("unknown")
    quote = quoted(loaded)
    assert (quote.coins, quote.worth_minor, quote.diamonds, quote.amount) == (20, 238, None, None)
    assert quote.unknown_values == ("earnings",)
    assert quoted(loaded, Audience.PUBLIC).unknown_values == ()


def test_the_first_kind_that_a_narrower_layer_states_ends_an_unknown_table() -> None:
    germany = f"region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {{c: 11.90}}\n{PAID}"
    rules = f"{BOOK}{TAX}\n{CUT}\nearnings: unknown\n"
    for kind, answered in (("live", GiftQuote), ("video", NoEarnings)):
        region = f"{germany}earnings: {{{kind}: {{{HALF}}}}}\n"
        answer = sent(load_texts({"rules/book.yaml": rules, "regions/de.yaml": region}))
        assert isinstance(answer, answered)
        if isinstance(answer, GiftQuote):
            assert (answer.diamonds, answer.unknown_values) == (10, ())


def worth_files(told: str, earnings: str = f"{{live: {{{HALF}}}}}", region: str = "") -> dict[str, str]:
    """A book that says this of the worth of coins."""
    germany = f"region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {{c: 11.90}}\n{PAID}"
    rules = BOOK.replace("worth_at: {package: c, rounding: half up}", told)
    assert rules != BOOK
    own = f"{germany}earnings: {earnings}\n{region}"
    return {"rules/book.yaml": f"{rules}{TAX}\n{CUT}\n", "regions/de.yaml": own}


def worth(*said: str) -> GiftQuote:
    """The quote of two roses in such a book."""
    return quoted(load_texts(worth_files(*said)))


def test_a_worth_is_null_that_nobody_knows_and_diamonds_of_coins_are_there() -> None:
    quote = worth("worth_at: unknown")
    assert (quote.coins, quote.worth_minor, quote.diamonds) == (20, None, 10)
    assert quote.unknown_values == ("worth_at",)
    steps = {step.figure: formula(step) for step in trace_gift(quote)}
    assert steps["worth"] == "needs worth_at"
    book = load_texts(worth_files("worth_at: unknown")).book
    assert book is not None
    listed = list_gifts(book, GiftListRequest("DE", "ios", noon("2026-01-01")))
    assert isinstance(listed, GiftList)
    assert ([gift.worth_minor for gift in listed.gifts], listed.unknown_values) == ([None], ("worth_at",))


def test_a_share_of_money_needs_the_package_of_the_worth_and_not_its_rounding() -> None:
    share = "{live: {share: 50 %, base: net, rounding: down, scope: total}}"
    quote = worth("worth_at: unknown", share)
    assert (quote.worth_minor, quote.diamonds, quote.unknown_values) == (None, None, ("worth_at",))
    partly = worth("worth_at: unknown", share, "worth_at: {package: c}\n")
    assert (partly.worth_minor, partly.diamonds, partly.unknown_values) == (None, 100, ("worth_at",))
