"""Round trips and margins: quotes of the engine itself, tried one by one, find the same."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.book.rulebook import RuleBook
from ratecard.guards.breaches import ROUND_TRIP
from ratecard.guards.endless import ENDLESS
from ratecard.guards.findings import Finding
from ratecard.guards.offers import MARGIN
from ratecard.guards.sending import FREE
from ratecard.loading import load_texts
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import GiftRequest, PurchaseRequest
from tests.book.asking import at
from tests.books import Texts, sound
from tests.guards.world import NOW, RULES, guarded, region_text

FX = "fx:\n  base: EUR\n  rounding: down\n  maximum_age: none\n  rates: {USD: {value: %s, source: example}}\n"


class Small(NamedTuple):
    """The numbers of a book of two regions."""

    euro: str = "13.49"
    dollar: str = "12.99"
    rate: str = "1.16"
    diamond: str = "0.005"
    earned: str = "diamonds: 1 per 2"
    rounding: str = "down"
    gift: int = 10
    fee: int = 30
    more: str = ""
    promotions: str = ""
    base: str = "coins"


MONEY = ("net", "proceeds")
WORTH = "worth_at: {package: coins_500, rounding: half up}\n"


def texts_of(small: Small) -> Texts:
    """A book that sells in euro and dollars, and pays creators in both regions in dollars."""
    rules = {
        "rules/units.yaml": (
            "units:\n  coin: Coin\n"
            "  diamond: {name: {en: {one: diamond, other: diamonds}}, price: {rounding: half up, extra_digits: 3}}\n"
        ),
        "rules/gifts.yaml": (
            "rarities: {common: {order: 1, name: Common}}\n"
            f"gifts:\n  rose: {{coins: {small.gift}, rarity: common, kinds: [live], name: Rose}}\n"
            "  star: {coins: 1000, rarity: common, kinds: [live], name: Star}\n"
        ),
        "rules/earnings.yaml": (
            f"{WORTH if small.base in MONEY else ''}earnings:\n"
            f"  live: {{base: {small.base}, {small.earned}, rounding: {small.rounding}, scope: each}}\n"
        ),
        "rules/payouts.yaml": (
            f"payouts:\n  currency: USD\n  diamond: {small.diamond} USD each\n  value_by: earned\n  order: [oldest]\n"
            "  rounding: down\n  pays: {from: request}\n  methods: {bank: {name: Bank, fee: none}}\n"
        ),
        "rules/fx.yaml": FX % small.rate,
        "rules/platforms.yaml": RULES["rules/platforms.yaml"].replace("30 %", f"{small.fee} %"),
        "rules/promotions.yaml": small.promotions,
        "rules/guards.yaml": f"guards: {{bulk_is_better: off, bundle_trap: off, shape: off{small.more}}}\n",
    }
    euro = region_text("DE", ("1.39", "6.99", small.euro, "64.99"))
    dollar = region_text("US", ("1.29", "6.49", small.dollar, "61.99"))
    every = {**RULES, **rules, "regions/de.yaml": euro, "regions/us.yaml": dollar}
    return {file: text for file, text in every.items() if text}


def found_in(small: Small) -> tuple[Finding, ...]:
    """What the guards of the chain find."""
    findings = guarded(texts_of(small)).findings
    return tuple(finding for finding in findings if finding.guard in (MARGIN, ROUND_TRIP))


def every_in(small: Small) -> set[tuple[str, str, str]]:
    """All that they find, also what only follows: guard, region and package."""
    whole = guarded(texts_of(small))
    findings = (finding for finding in (*whole.findings, *whole.following) if finding.guard in (MARGIN, ROUND_TRIP))
    return {(finding.guard, finding.market.region, finding.of) for finding in findings}


def most_of(book: RuleBook, small: Small, sender: str) -> Fraction:
    """What a coin that is sent from a region brings at most, in dollars: by quotes of one gift each."""
    most = Fraction(0)
    for creator in ("DE", "US"):
        for gift in ("rose", "star"):
            sent = quote_gift(book, GiftRequest(sender, "ios", creator, gift, NOW))
            assert isinstance(sent, GiftQuote)
            assert sent.diamonds is not None
            most = max(most, Fraction(sent.diamonds) / (sent.coins or FREE))
    return most * Fraction(small.diamond)


def by_quotes(books: Sequence[RuleBook], small: Small) -> set[tuple[str, str, str]]:
    """The guard, region and package of each loss that quotes show, one gift and one package at a time.

    Gifts are sent by each of the books, packages bought by the last.
    """
    lost = set()
    for region, per_dollar in (("DE", 1 / Fraction(small.rate)), ("US", Fraction(1))):
        most = max(most_of(book, small, region) for book in books)
        for package in ("coins_100", "coins_500", "coins_1000", "coins_5000"):
            bought = quote_purchase(books[-1], PurchaseRequest(region, "ios", package, NOW))
            assert isinstance(bought, PurchaseQuote)
            assert bought.proceeds_minor is not None
            worth = most * per_dollar * bought.package.total * 100
            if worth >= bought.offer.price.listed_minor:
                lost.add((ROUND_TRIP, region, package))
            if worth > bought.proceeds_minor:
                lost.add((MARGIN, region, package))
    return lost


NUMBERS = st.builds(
    Small,
    euro=st.sampled_from(["13.49", "3.99", "0.99"]),
    dollar=st.sampled_from(["12.99", "6.00"]),
    rate=st.sampled_from(["1.16", "1.00", "1.35"]),
    diamond=st.sampled_from(["0.005", "0.01", "0.0123", "0.02", "0.03"]),
    earned=st.sampled_from(
        [
            "diamonds: 1 per 2",
            "diamonds: 1 per 3",
            "split: {creator: 60 %, agency: rest}",
            "split: {agency: 35 %, creator: rest}",
        ]
    ),
    rounding=st.sampled_from(["down", "up", "half up"]),
    gift=st.sampled_from([1, 3, 7, 10]),
    fee=st.sampled_from([1, 15, 30]),
    more=st.just(""),
    promotions=st.just(""),
    base=st.just("coins"),
)


@given(small=NUMBERS)
def test_quotes_tried_one_by_one_find_the_same(small: Small) -> None:
    lost = by_quotes([sound(load_texts(texts_of(small)))], small)
    assert every_in(small) == lost


SALES = st.sampled_from(
    [
        "gifts: [rose], borne_by: platform, discount: 30 %",
        "gifts: [rose], borne_by: creator, discount: 30 %",
        "kinds: [live], borne_by: platform, price: 2 coins",
        "gifts: [star], borne_by: platform, discount: 450 coins",
        "gifts: [rose], borne_by: platform, discount: 99 %",
    ]
)


@settings(max_examples=settings().max_examples // 2)
@given(small=NUMBERS, sales=st.lists(SALES, min_size=1, max_size=2))
def test_gifts_that_are_on_sale_count_by_what_is_paid_and_what_is_earned_of(small: Small, sales: list[str]) -> None:
    lines = [f"  s{number}: {{name: S, {sale}}}\n" for number, sale in enumerate(sales)]
    chosen = small._replace(promotions=f"promotions:\n{''.join(lines)}")
    books = [sound(load_texts(texts_of(own))) for own in (chosen, small)]
    assert every_in(chosen) == by_quotes(books, small)


@settings(max_examples=settings().max_examples // 2)
@given(
    small=NUMBERS,
    base=st.sampled_from(MONEY),
    earned=st.sampled_from(["share: 20 %", "share: 55 %", "share: 90 %", "split: {creator: 60 %, agency: rest}"]),
)
def test_a_share_of_money_counts_by_what_coins_are_worth_where_they_are_bought(
    small: Small, base: str, earned: str
) -> None:
    chosen = small._replace(base=base, earned=earned)
    assert every_in(chosen) == by_quotes([sound(load_texts(texts_of(chosen)))], chosen)


def test_a_sale_of_gifts_is_told_where_it_stands_and_with_its_hops() -> None:
    """A rose of 10 coins brings 5 diamonds of half a cent. For 2 coins a coin brings 1.25 cents, and costs 1.29.

    Of one place the gravest is told alone: that less is left of packages follows.
    """
    sale = "promotions:\n  roses: {name: Roses, gifts: [rose], borne_by: %s, price: 2}\n"
    found = found_in(Small(promotions=sale % "platform"))
    assert {(finding.guard, str(finding.place)) for finding in found} == {
        (ROUND_TRIP, "rules/promotions.yaml:2:66"),
    }
    worst = max(found, key=lambda finding: finding.seen)
    assert worst.sentence.endswith("to a creator, as live with roses")
    assert found_in(Small(promotions=sale % "creator")) == ()


def test_a_limited_sale_of_gifts_may_cost_more_than_it_leaves() -> None:
    sale = "promotions:\n  roses: {name: Roses, gifts: [rose], borne_by: platform, price: %s%s}\n"
    limit = ", limits: {each: {most: 1 gift}}"
    assert {finding.guard for finding in found_in(Small(promotions=sale % ("3", "")))} == {MARGIN}
    assert found_in(Small(promotions=sale % ("3", limit))) == ()
    assert {finding.guard for finding in found_in(Small(promotions=sale % ("1", limit)))} == {ROUND_TRIP}


def test_a_limit_that_one_region_takes_away_is_none_there() -> None:
    """A rose for 3 coins leaves too little where anybody may send it often: in one of two regions."""
    sale = (
        "promotions:\n  roses: {name: Roses, gifts: [rose], borne_by: platform, price: 3, "
        "limits: {each: {most: 1 gift}}}\n"
    )
    for region in ("de", "us"):
        texts = texts_of(Small(promotions=sale))
        texts[f"regions/{region}.yaml"] += "promotions: {roses: {limits: {each: none}}}\n"
        whole = guarded(texts)
        found = {finding.guard for finding in (*whole.findings, *whole.following)}
        assert found == {MARGIN, ENDLESS}, region


def test_a_sale_counts_while_it_is_open() -> None:
    sale = "promotions:\n  roses:\n    name: Roses\n    gifts: [rose]\n    borne_by: platform\n    price: 3\n"
    dated = f"{sale}    from: 2026-11-01\n    last_day: 2026-11-02\n"
    assert {finding.since for finding in found_in(Small(promotions=dated)) if finding.market.region == "DE"} == {
        at("2026-11-01T00:00+01:00")
    }


def test_a_book_that_earns_is_told_nothing() -> None:
    assert found_in(Small()) == ()


def test_the_loop_is_shown_hop_by_hop() -> None:
    loop = max(found_in(Small(diamond="0.05")), key=lambda finding: finding.seen)
    assert loop.guard == ROUND_TRIP
    assert loop.sentence == (
        "coins_5000 in US on ios costs 61.99 USD, and its 5,400 coins are worth up to 135.00 USD to a creator, as live"
    )
    assert loop.table == (
        ("hop", "amount"),
        ("coins_5000 costs", "61.99 USD"),
        ("coins", "5,400"),
        ("a coin, as live in DE", "0.025000 USD"),
        ("all of them", "135.00 USD"),
    )


def test_what_comes_back_for_its_price_is_a_round_trip() -> None:
    """1,050 coins come back as 525 diamonds of 0.02 dollars: as 10.50 dollars."""
    equal = {finding.of: finding.guard for finding in found_in(Small(dollar="10.50", diamond="0.02"))}
    more = {finding.of: finding.guard for finding in found_in(Small(dollar="10.51", diamond="0.02"))}
    assert (equal["coins_1000"], more["coins_1000"]) == (ROUND_TRIP, MARGIN)


def test_a_rounding_of_small_gifts_counts() -> None:
    """Half a diamond for a coin is a whole one, where each gift is rounded up."""
    assert found_in(Small(gift=1, rounding="down", diamond="0.009")) == ()
    assert {finding.guard for finding in found_in(Small(gift=1, rounding="up", diamond="0.009"))} == {MARGIN}


def test_how_much_has_to_stay_is_the_books() -> None:
    assert found_in(Small(diamond="0.012")) == ()
    found = found_in(Small(diamond="0.012", more=", margin: {least: 30 %}"))
    assert {finding.guard for finding in found} == {MARGIN}
    assert found_in(Small(diamond="0.05", more=", margin: off, round_trip: off")) == ()
    only = found_in(Small(diamond="0.05", more=", round_trip: off"))
    assert {finding.guard for finding in only} == {MARGIN}


def test_a_value_of_two_days_counts() -> None:
    """For two days a diamond is worth ten times as much."""
    texts = texts_of(Small())
    dated = "{begins: 0.005 USD each, 2026-06-01: 0.05 USD each, 2026-06-03: 0.005 USD each}"
    texts["rules/payouts.yaml"] = texts["rules/payouts.yaml"].replace("0.005 USD each", dated)
    texts["rules/guards.yaml"] = texts["rules/guards.yaml"].replace("guards: {", "guards: {share: off, ")
    losses = [finding for finding in guarded(texts).findings if finding.guard == ROUND_TRIP]
    assert {finding.since for finding in losses} == {at("2026-06-01T00:00+02:00")}


def test_a_rate_of_one_day_counts() -> None:
    """For one day a euro is a tenth of a dollar: coins bought in euro on that day are too cheap."""
    rates = "rates: {USD: {begins: 1.16, 2026-03-01: 0.1, 2026-03-02: 1.16}}"
    text = FX.replace("rates: {USD: {value: %s, source: example}}", rates)
    found = (
        found_in(Small(more=", rate: off")),
        guarded(
            texts_of(Small(more=", rate: off, change: off, level: off, copied_row: off")) | {"rules/fx.yaml": text}
        ),
    )
    assert found[0] == ()
    losses = [finding for finding in found[1].findings if finding.guard in (MARGIN, ROUND_TRIP)]
    assert {finding.market.region for finding in losses} == {"DE"}
    assert {finding.since for finding in losses} == {at("2026-03-01T00:00+01:00")}


PROMOTED = "promotions:\n  sale: {name: Sale, bonus: %s}\n"


def test_promotions_that_go_together_count() -> None:
    """64.99 euro leave 38.23, and 5,400 coins are worth 32.58: a tenth more are worth 35.60, a quarter 40.13."""
    assert found_in(Small(diamond="0.014", promotions=PROMOTED % "10 %")) == ()
    (found, *_) = found_in(Small(diamond="0.014", promotions=PROMOTED % "25 %"))
    assert (found.guard, str(found.place)) == (MARGIN, "rules/promotions.yaml:2:29")
    assert found.sentence == (
        "coins_5000 in DE on ios with sale leaves 38.23 EUR, and its 6,650 coins are worth up to 40.13 EUR to a "
        "creator, as live"
    )
    both = PROMOTED % "10 %" + "  more: {name: More, bonus: 15 %}\n"
    assert "with more and sale" in found_in(Small(diamond="0.014", promotions=both))[0].sentence
    alone = PROMOTED % "10 %" + "  more: {name: More, exclusive: yes, bonus: 15 %}\n"
    assert found_in(Small(diamond="0.014", promotions=alone)) == ()


def test_a_limited_promotion_may_cost_more_than_it_leaves_and_not_than_it_brings() -> None:
    limited = "promotions:\n  first: {name: First, bonus: %s, limits: {each: {most: 1 unit}}}\n"
    assert found_in(Small(diamond="0.014", promotions=limited % "60 %")) == ()
    found = found_in(Small(diamond="0.014", promotions=limited % "90 %"))
    assert {finding.guard for finding in found} == {ROUND_TRIP}


def test_a_limit_that_lets_one_buyer_have_much_is_none() -> None:
    for limit in ("1000 units, per: purchase", "1000000 units"):
        wide = f"promotions:\n  s: {{name: S, bonus: 60 %, limits: {{each: {{most: {limit}}}}}}}\n"
        assert {finding.guard for finding in found_in(Small(diamond="0.014", promotions=wide))} == {MARGIN}


def test_an_unknown_commission_leaves_it_unproved() -> None:
    texts = texts_of(Small())
    texts["rules/platforms.yaml"] = RULES["rules/platforms.yaml"].replace("30 %", "unknown")
    said = {(found.guard, found.of) for found in guarded(texts).unproved if found.why == "it is unknown"}
    assert (MARGIN, "what tax and commission leave in DE on ios") in said


def test_what_is_not_known_of_a_share_of_money_is_said() -> None:
    """Without a rate of exchange, or with a tax that is unknown, nothing is said of it."""
    share = Small(base="net", earned="share: 50 %")
    assert all(found.guard != MARGIN for found in guarded(texts_of(share)).unproved)
    unknown = texts_of(share)
    unknown["regions/de.yaml"] = unknown["regions/de.yaml"].replace("rate: 19 %", "rate: unknown")
    said = {(found.of, found.why) for found in guarded(unknown).unproved if found.guard == MARGIN}
    assert ("the net of coins in DE on ios", "it is unknown") in said


def test_a_price_with_a_digit_too_few_is_told_and_not_the_fixed_part_that_takes_much_of_it() -> None:
    """Of 0.29 a fixed 0.08 is much, and of all other prices it is not: the price is wrong."""
    assert found_at("0.29", "0.08") == {"coins_1000": "regions/us.yaml:8:15"}


def found_at(dollar: str, fixed: str) -> dict[str, str]:
    """Where packages of US are told of which less is left than their coins are worth."""
    texts = texts_of(Small(dollar=dollar))
    texts["regions/us.yaml"] += f"platforms: {{ios: {{commission: {{lines: {{store: {{fixed: {fixed}}}}}}}}}}}\n"
    lost = [own for own in guarded(texts).findings if own.guard in (MARGIN, ROUND_TRIP) and own.market.region == "US"]
    return {own.of: f"{own.place}" for own in lost}
