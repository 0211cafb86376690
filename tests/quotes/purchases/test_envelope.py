"""Envelopes: an answer outside is refused, whoever computed it, and one on the bound is not."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.audience import Audience
from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.keys.sending import Sending, regular_gifts
from ratecard.keys.worth import Worths
from ratecard.loading import load_texts
from ratecard.loading.guarding import unless_blocked
from ratecard.packing import pack, unpack
from ratecard.quotes.purchases import runs
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest, UsedBefore
from ratecard.refusals import OutsideEnvelope, Refusal
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.envelope import COINS, GROSS, LEAST, MARGIN, MOST, Envelope, WorthOfCoins, band_of
from ratecard.terms.tax import split_price
from tests.book.asking import at
from tests.books import Texts, sound
from tests.guards.test_chain import Small, texts_of
from tests.guards.world import NOW, guarded, world
from tests.reference.envelope import Bought, outside

FILE = "rules/envelope.yaml"
DAY, FRIDAY = at("2026-11-20"), at("2026-11-28")
OFF = "guards: {envelope: off}\n"


def bounded(envelope: str, changes: Texts | None = None, *, guards: str = OFF) -> RuleBook:
    """The book of eleven regions with an envelope, which no guard keeps from answering."""
    return sound(load_texts(world({FILE: f"{guards}envelope: {envelope}\n", **(changes or {})})))


def asked(book: RuleBook, package: str = "coins_1000", quantity: int = 1, **more: Any) -> PurchaseQuote | Refusal:
    """A purchase in Germany, outside of any sale: 13.49 EUR for 1,050 coins, 64.99 EUR for 5,400."""
    return quote_purchase(book, PurchaseRequest("DE", "ios", package, DAY, quantity, **more))


def broken(answer: PurchaseQuote | Refusal) -> tuple[str, str, str] | None:
    """The bound that an answer breaks, what it allows and what was seen; None of one that is inside."""
    if isinstance(answer, OutsideEnvelope):
        return answer.bound, answer.bounded_to, answer.seen
    assert isinstance(answer, PurchaseQuote)
    return None


# 10.50 EUR for 1,050 coins: on every bound of a cent.
ON_BOUND = {
    "regions/de.yaml": world()["regions/de.yaml"].replace("coins_1000: 13.49", "coins_1000: 10.50"),
}


def test_a_price_on_its_bound_is_inside_and_a_cent_beyond_is_not() -> None:
    least, most = "{gross_per_coin: {EUR: {least: 0.01}}}", "{gross_per_coin: {EUR: {most: 0.01}}}"
    assert broken(asked(bounded(least, ON_BOUND))) is None
    assert broken(asked(bounded(most, ON_BOUND))) is None
    for price, bound, other in (("10.49", least, most), ("10.51", most, least)):
        file = {"regions/de.yaml": ON_BOUND["regions/de.yaml"].replace("10.50", price)}
        name = "gross_per_coin.least" if price == "10.49" else "gross_per_coin.most"
        seen = "0.00999 EUR for each coin" if price == "10.49" else "0.01001 EUR for each coin"
        assert broken(asked(bounded(bound, file))) == (name, "0.01 EUR for each coin", seen)
        assert broken(asked(bounded(other, file))) is None


def test_coins_for_money_are_of_the_listed_price_and_gross_is_what_the_buyer_pays() -> None:
    """12.99 USD and 7 % on top are 13.90: 0.01324 a coin, and 80.8 coins for a dollar."""
    request = PurchaseRequest("US", "ios", "coins_1000", DAY)
    dear = bounded("{gross_per_coin: {USD: {most: 0.0130}}}")
    assert broken(quote_purchase(dear, request)) == (
        "gross_per_coin.most",
        "0.013 USD for each coin",
        "0.013238 USD for each coin",
    )
    many = bounded("{coins_per_unit_of_money: {USD: {least: 70, most: 80.8}}}")
    assert broken(quote_purchase(many, request)) == (
        "coins_per_unit_of_money.most",
        "80.8 coins for 1 USD",
        "80.8314 coins for 1 USD",
    )
    few = bounded("{coins_per_unit_of_money: {USD: {least: 81}}}")
    assert broken(quote_purchase(few, request)) == (
        "coins_per_unit_of_money.least",
        "81 coins for 1 USD",
        "80.8314 coins for 1 USD",
    )
    assert broken(quote_purchase(bounded("{coins_per_unit_of_money: {USD: {least: 80, most: 81}}}"), request)) is None


def test_bounds_are_of_one_currency_and_another_has_none() -> None:
    book = bounded("{gross_per_coin: {USD: {least: 5}, EUR: none, GBP: {least: 5}}}")
    assert broken(asked(book)) is None
    assert broken(quote_purchase(book, PurchaseRequest("GB", "ios", "coins_100", NOW))) is not None
    assert broken(quote_purchase(book, PurchaseRequest("JP", "ios", "coins_100", NOW))) is None


SALE = {
    "rules/promotions.yaml": (
        "pricing: {rounding: half up}\n"
        "promotions:\n  friday:\n    name: {en: Black Friday}\n    from: 2026-11-27\n    last_day: 2026-11-30\n"
        "    discount: 50 %\n"
    )
}


def test_what_is_bounded_is_the_price_after_promotions() -> None:
    book = bounded("{gross_per_coin: {EUR: {least: 0.01}}}", SALE)
    in_sale = PurchaseRequest("DE", "ios", "coins_1000", FRIDAY)
    found = broken(quote_purchase(book, in_sale))
    assert found == ("gross_per_coin.least", "0.01 EUR for each coin", "0.006429 EUR for each coin")
    assert broken(asked(book)) is None
    assert broken(quote_purchase(bounded("{gross_per_coin: {EUR: {most: 0.01}}}", SALE), in_sale)) is None


def test_coins_for_money_are_of_the_price_after_promotions() -> None:
    """6.75 EUR for 1,050 coins are 155.6 for a euro, and 77.8 at the regular price."""
    in_sale = PurchaseRequest("DE", "ios", "coins_1000", FRIDAY)
    book = bounded("{coins_per_unit_of_money: {EUR: {most: 100}}}", SALE)
    found = broken(quote_purchase(book, in_sale))
    assert found == ("coins_per_unit_of_money.most", "100 coins for 1 EUR", "155.5556 coins for 1 EUR")
    assert broken(asked(book)) is None


def test_a_price_list_leaves_out_what_lies_outside_and_says_why() -> None:
    book = bounded("{gross_per_coin: {EUR: {least: 0.0121}}}")
    listed = list_prices(book, PriceListRequest("DE", "ios", DAY))
    assert isinstance(listed, PriceList)
    assert [quote.package.id for quote in listed.packages] == ["coins_100", "coins_500", "coins_1000"]
    ((package, refusal),) = [(own.package, own.refusal) for own in listed.refused]
    assert package == "coins_5000"
    assert listed.outside_envelope == (refusal,)
    assert isinstance(refusal, OutsideEnvelope)
    assert refusal.seen == "0.012035 EUR for each coin"


def test_of_several_units_all_together_count() -> None:
    first = {"rules/promotions.yaml": SALE["rules/promotions.yaml"] + "    limits: {each: {most: 1 unit}}\n"}
    used = (UsedBefore("promotions.friday.limits.each", CountOf(0, "units")),)
    book = bounded("{gross_per_coin: {EUR: {least: 0.009}}}", first)
    one, two = [PurchaseRequest("DE", "ios", "coins_1000", FRIDAY, units, used=used) for units in (1, 2)]
    assert broken(quote_purchase(book, one)) is not None
    assert broken(quote_purchase(book, two)) is None


def margin_of(small: Small, least: str = "0 %", *, guards: str = "") -> RuleBook:
    """A book of two regions that pays creators, with a margin."""
    texts = texts_of(small._replace(more=f"{small.more}, envelope: off, margin: off, round_trip: off"))
    return sound(load_texts({**texts, FILE: f"{guards}envelope: {{margin: {{least: {least}}}}}\n"}))


def test_the_margin_is_what_stays_after_what_coins_are_worth_to_any_creator() -> None:
    """13.49 leaves 7.94; 1,050 coins are worth 1,050 × 0.5 × 0.005 ÷ 1.16 = 2.263 EUR, so that 71.50 % stays."""
    assert broken(asked(margin_of(Small(), "71.4 %"))) is None
    assert broken(asked(margin_of(Small(), "71.6 %"))) == ("margin.least", "71.6 %", "71.5 %")
    assert broken(asked(margin_of(Small(diamond="0.02"), "-15 %"))) is None
    assert broken(asked(margin_of(Small(diamond="0.02"), "-13 %"))) == ("margin.least", "-13 %", "-14 %")


def test_the_margin_counts_for_whom_the_commission_is_not_told() -> None:
    book = margin_of(Small(), "72 %")
    for audience in (Audience.PUBLIC, Audience.SERVICE, Audience.FINANCE):
        assert broken(asked(book.seen_by(audience))) is not None
        assert broken(asked(margin_of(Small(), "70 %").seen_by(audience))) is None


def test_an_open_promotion_outside_of_the_margin_is_told_nobody() -> None:
    """Whoever brings the code is refused: the public was told its price all the same, and finance was not."""
    vip = "promotions: {vip: {name: VIP, code: DEEP, packages: [coins_5000], discount: 80 %}}\n"
    texts = {**texts_of(Small()), FILE: f"{OFF}envelope: {{margin: {{least: 0 %}}}}\n", "rules/vip.yaml": vip}
    book = sound(load_texts({**texts, "rules/rounding.yaml": "pricing: {rounding: half up}\n"}))
    for audience in (Audience.PUBLIC, Audience.SERVICE, Audience.FINANCE):
        seen = book.seen_by(audience)
        answer = asked(seen, "coins_5000")
        assert isinstance(answer, PurchaseQuote)
        assert [own.unit for own in answer.open_promotions] == [None]
        assert isinstance(asked(seen, "coins_5000", codes=("DEEP",)), OutsideEnvelope)


def test_coins_are_worth_what_they_are_at_the_instant_of_the_question() -> None:
    texts = dict(texts_of(Small(more=", envelope: off, margin: off, round_trip: off, share: off")))
    texts["rules/payouts.yaml"] = texts["rules/payouts.yaml"].replace(
        "diamond: 0.005 USD each", "diamond: {begins: 0.005 USD each, 2026-11-01: 0.03 USD each}"
    )
    book = sound(load_texts({**texts, FILE: "envelope: {margin: {least: 50 %}}\n"}))
    old = PurchaseRequest("DE", "ios", "coins_1000", at("2026-10-01"))
    assert broken(quote_purchase(book, old)) is None
    assert broken(asked(book)) is not None


@pytest.mark.parametrize("package", ["coins_100", "coins_5000"])
@pytest.mark.parametrize("promotions", [world()["rules/promotions.yaml"], ""])
def test_an_engine_that_computes_a_wrong_price_refuses_in_its_place(
    package: str, promotions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tenth of each price is told by a fault of the engine; the rules and the envelope are sound."""
    texts = world({FILE: "envelope: {gross_per_coin: {EUR: {least: 0.005, most: 0.02}}}\n"})
    texts = {**texts, "rules/promotions.yaml": promotions} if promotions else without(texts, "rules/promotions.yaml")
    assert [found for found in guarded(texts).findings if found.guard == "envelope"] == []
    book = sound(load_texts(texts))
    monkeypatch.setattr(runs, "split_price", lambda tax, minor: split_price(tax, minor // 10))
    found = asked(book, package)
    assert isinstance(found, OutsideEnvelope)
    assert found.bound == "gross_per_coin.least"
    listed = list_prices(book, PriceListRequest("DE", "ios", DAY))
    assert isinstance(listed, PriceList)
    assert listed.packages == ()
    assert len(listed.outside_envelope) == 4


def without(texts: Texts, file: str) -> Texts:
    """All texts but one."""
    return {name: text for name, text in texts.items() if name != file}


def test_a_book_that_is_outside_of_its_own_envelope_is_told_and_answers_nothing() -> None:
    texts = world({FILE: "envelope: {gross_per_coin: {EUR: {least: 0.0118, most: 0.02}, USD: none}}\n"})
    (diagnostic, *_) = guarded(texts).diagnostics
    assert (diagnostic.code, diagnostic.severity.value) == ("outside-envelope", "error")
    assert unless_blocked(load_texts(texts)).book is None
    assert unless_blocked(load_texts({**texts, "rules/guards.yaml": "guards: {envelope: warning}\n"})).book is not None
    wide = {**texts, FILE: "envelope: {gross_per_coin: {EUR: {least: 0.001, most: 0.02}}}\n"}
    assert unless_blocked(load_texts(wide)).book is not None


def test_what_promotions_make_of_prices_is_looked_at_before_anybody_asks() -> None:
    texts = world({FILE: "envelope: {gross_per_coin: {EUR: {least: 0.011}}}\n", **SALE})
    told = [found for found in guarded(texts).diagnostics if found.code == "outside-envelope"]
    assert [str(found.place) for found in told] == ["rules/promotions.yaml:7:15"]
    assert "with friday" in told[0].sentence


def test_an_envelope_is_in_no_digest_and_travels_with_the_book() -> None:
    book = bounded("{gross_per_coin: {EUR: {least: 0.0121}}, margin: {least: 0 %}}")
    assert book.digest == sound(load_texts(world())).digest
    assert broken(asked(unpack_of(book), "coins_5000")) is not None
    assert broken(asked(unpack_of(book).seen_by(Audience.PUBLIC), "coins_5000")) is not None


SECRET = b"0" * 32


def unpack_of(book: RuleBook) -> RuleBook:
    """The book as another process has it."""
    return unpack(pack(book, SECRET), SECRET)


WRONG = [
    ("{gross_per_coin: {EUR: {least: 0.05, most: 0.01}}}", "cap-below-floor"),
    ("{gross_per_coin: {EUR: {least: 0}}}", "not-a-unit-price"),
    ("{gross_per_coin: {EUR: {least: -1}}}", "not-a-unit-price"),
    ("{gross_per_coin: {EUR: {least: 0.01 EUR each}}}", "not-a-unit-price"),
    ('{gross_per_coin: {EUR: {least: "0,01"}}}', "not-a-unit-price"),
    ("{gross_per_coin: {EUR: {least: 1 %}}}", "not-a-unit-price"),
    ("{gross_per_coins: {EUR: {least: 1}}}", "unknown-key"),
    ("{gross_per_coin: {XYZ: {least: 1}}}", "unknown-currency"),
    ("{gross_per_coin: {least: 1}}", "unknown-currency"),
    ("{margin: {least: 100 %}}", "not-a-rate"),
    ("{margin: {least: -1001 %}}", "not-a-rate"),
    ("{margin: {least: 0.1}}", "rate-without-unit"),
    ("{margin: {most: 10 %}}", "unknown-key"),
    ("{margin: {least: {2026-01-01: 10 %}}}", "not-datable"),
    ("{gross_per_coin: {CHF: {least: 1}}}", "envelope-of-no-market"),
    ("{gross_per_coin: {EUR: {least: 0.0001}}}", "currency-without-envelope"),
]


@pytest.mark.parametrize(("envelope", "code"), WRONG)
def test_what_is_wrong_with_an_envelope_is_told(envelope: str, code: str) -> None:
    found = load_texts(world({FILE: f"envelope: {envelope}\n"})).diagnostics
    assert code in {diagnostic.code for diagnostic in found}
    assert {diagnostic.place.file for diagnostic in found if diagnostic.place} == {FILE}


MINOR = st.integers(0, 3000)
RATIOS = st.builds(Fraction, st.integers(1, 40), st.sampled_from([1, 3, 7, 100, 250, 1000]))
NAMES = (f"{GROSS}.{LEAST}", f"{GROSS}.{MOST}", f"{COINS}.{LEAST}", f"{COINS}.{MOST}")


@given(
    st.dictionaries(st.sampled_from(NAMES), RATIOS),
    st.one_of(st.none(), st.builds(Fraction, st.integers(-150, 99), st.just(100))),
    st.tuples(st.one_of(st.none(), MINOR), MINOR, st.integers(1, 5000), st.one_of(st.none(), st.integers(-100, 3000))),
    st.builds(Fraction, st.integers(0, 50), st.sampled_from([1, 3, 1000])),
    st.sampled_from(["EUR", "JPY", "BHD"]),
)
def test_the_engine_and_the_reference_agree_on_every_bound(
    bounds: Mapping[str, Fraction],
    margin: Fraction | None,
    figures: tuple[int | None, int, int, int | None],
    worth: Fraction,
    code: str,
) -> None:
    currency, (gross, listed, coins, left) = CURRENCIES[code], figures
    major = 10**currency.exponent
    own = {**bounds, **({f"{MARGIN}.{LEAST}": margin} if margin is not None else {})}
    for least, most in (NAMES[:2], NAMES[2:]):
        if least in own and most in own:
            own[least], own[most] = sorted((own[least], own[most]))
    low, high, few, many = [own.get(name) for name in NAMES]
    kept = 1 - (margin or Fraction(0))
    minor = worth * major
    envelope = Envelope(
        currency,
        band_of(None if low is None else low * major, None if high is None else high * major),
        band_of(None if many is None else major / many, None if few is None else major / few),
        WorthOfCoins((Instant(0),), ((minor.numerator * kept.denominator, minor.denominator * kept.numerator),), kept)
        if margin is not None
        else None,
        own,
    )
    bought = Bought(
        None if gross is None else Fraction(gross, major),
        Fraction(listed, major),
        coins,
        None if left is None else Fraction(left, major),
        worth,
    )
    found = envelope.broken_by(gross, listed, coins, left, Instant(5))
    assert (found or None) == outside(own, bought)
    if found:
        assert envelope.seen(found, gross, listed, coins, left, Instant(5))
        assert envelope.allowed(found)


def test_before_anybody_earns_a_coin_is_worth_nothing() -> None:
    worth = WorthOfCoins((Instant(10),), ((1, 1),), Fraction(1))
    assert not worth.is_too_little(0, 1, Instant(9))
    assert worth.is_too_little(0, 1, Instant(10))


def test_the_worth_of_an_envelope_is_that_of_the_guards() -> None:
    book = margin_of(Small(), "0 %")
    markets, creators = [book.history(key) for key in book.markets()], [book.history((r, "")) for r in book.regions]
    (best,) = Worths(Sending(regular_gifts(markets), ()), creators).at(NOW).values()
    envelope = book.history(("US", "ios")).enclosing["USD"]
    assert isinstance(envelope, Envelope)
    worth = envelope.worth
    assert worth is not None
    assert Fraction(*worth.ratios[-1]) == best.each * 100
