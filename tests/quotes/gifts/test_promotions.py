"""Promotions of gifts: what is paid, what creators earn, and what the platform bears, worked out by hand."""

import pytest

from ratecard.quotes.codes import CodeOutcome
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.lists import GiftList
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.requests import GiftListRequest
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.refusals import InvalidInput, UnknownLimit
from tests.quotes.gifts.promoted import DAY, EACH, TOTAL, promoting, send, sent
from tests.quotes.small_chain import noon
from tests.quotes.tracing.replaying import exact, replay

ROSES = "  sale: {{name: Sale, gifts: [rose], {}, borne_by: {}}}\n"


def figures(quote: GiftQuote) -> tuple[int, int, int, int | None]:
    """Regular coins, paid coins, what the platform bears, and the creator's diamonds."""
    return quote.regular_coins, quote.coins, quote.subsidy, quote.diamonds


def assert_replays(quote: GiftQuote) -> None:
    """Every step of the trace gives what it says, and reads only steps before it."""
    steps = trace_gift(quote)
    names = [step.figure for step in steps]
    assert len(set(names)) == len(names), names
    for index, step in enumerate(steps):
        found = replay(step)
        assert found is None or found == exact(step.output), step
        for given in step.inputs:
            assert not hasattr(given, "figure") or given in steps[:index], step


@pytest.mark.parametrize(
    ("stated", "regular", "paid"),
    [
        ("discount: 15 %", 99, 85),  # 14.85 are rounded down to 14
        ("discount: 5 coins", 99, 94),
        ("discount: 1 coin", 99, 98),
        ("discount: 120 coins", 99, 0),
        ("discount: 100 %", 99, 0),
        ("price: 60", 99, 60),
        ("price: 60 coins", 99, 60),
        ("price: 0", 99, 0),
        ("price: 1_200", 99, 99),  # a price above the regular one changes nothing
        ("discount: 1/3", 99, 66),
        ("discount: 40 bps", 99, 99),  # 0.396 coins are none
    ],
)
def test_a_sale_that_the_platform_bears_never_cuts_the_creators_pay(stated: str, regular: int, paid: int) -> None:
    quote = sent(promoting(ROSES.format(stated, "platform")))
    assert figures(quote) == (regular, paid, regular - paid, 49)
    assert_replays(quote)


@pytest.mark.parametrize(("stated", "paid", "diamonds"), [("discount: 15 %", 85, 42), ("price: 60", 60, 30)])
def test_one_that_the_creator_bears_does(stated: str, paid: int, diamonds: int) -> None:
    quote = sent(promoting(ROSES.format(stated, "creator")))
    assert figures(quote) == (99, paid, 0, diamonds)
    assert_replays(quote)


def test_discounts_are_added_exactly_and_rounded_down_once_gift_by_gift() -> None:
    both = "  a: {name: A, gifts: [rose], discount: 15 %, borne_by: platform}\n" + (
        "  b: {name: B, kinds: [live], discount: 15 %, borne_by: creator}\n"
    )
    quote = sent(promoting(both), "rose", 10)
    # 29.7 of 99 are taken off as 29, ten times; the creator bears 14.85 of each, as 14.
    assert figures(quote) == (990, 700, 150, 420)
    assert [(each.terms.id, each.units) for each in quote.promotions] == [("a", 10), ("b", 10)]
    assert quote.worth_minor == 700
    assert_replays(quote)


def test_the_worth_is_of_the_coins_that_are_paid() -> None:
    assert sent(promoting(ROSES.format("discount: 15 %", "platform"))).worth_minor == 85


@pytest.mark.parametrize(("earnings", "diamonds"), [(EACH, 2 * 49 + 42), (TOTAL, (2 * 99 + 85) // 2)])
def test_a_limit_splits_gifts_into_runs(earnings: str, diamonds: int) -> None:
    limited = ROSES.format("discount: 15 %, limits: {each: {most: 3 gifts, of: gift}}", "creator")
    quote = sent(promoting(limited, earnings), "rose", 3, used=(("promotions.sale.each", 2, "gifts"),))
    assert [(run.gifts, run.coins, run.earning) for run in quote.runs] == [(1, 85, 85), (2, 99, 99)]
    assert (quote.coins, quote.subsidy, quote.diamonds) == (283, 0, diamonds)
    assert [(use.limit_id, str(use.amount), use.gift) for use in quote.uses] == [
        ("promotions.sale.limits.each", "1 gift", "rose")
    ]
    assert_replays(quote)


@pytest.mark.parametrize("window", ["gift", "purchase"])
def test_a_limit_of_each_question_by_itself_splits_gifts_and_keeps_no_count(window: str) -> None:
    limited = ROSES.format(f"discount: 15 %, limits: {{each: {{most: 2 gifts, per: {window}}}}}", "platform")
    quote = sent(promoting(limited), "rose", 3)
    assert [(run.gifts, run.coins) for run in quote.runs] == [(2, 85), (1, 99)]
    assert (quote.uses, quote.open_promotions) == ((), ())
    assert_replays(quote)


def test_a_limit_in_coins_counts_what_the_gifts_cost_regularly() -> None:
    limited = ROSES.format("discount: 15 %, limits: {cap: {most: 200 coins}}", "platform")
    quote = sent(promoting(limited), "rose", 3, used=(("cap", 1, "coins"),))
    assert [(run.gifts, run.coins) for run in quote.runs] == [(2, 85), (1, 99)]
    assert [(str(use.amount), use.gift) for use in quote.uses] == [("198 coins", None)]
    assert_replays(quote)


@pytest.mark.parametrize(
    "base",
    [
        "{base: net, share: 50 %, rounding: down, scope: each}",
        "{base: proceeds, share: 50 %, rounding: down, scope: total}",
    ],
)
def test_a_share_of_money_is_of_the_coins_that_count_for_creators(base: str) -> None:
    limited = "discount: 15 %, limits: {cap: {most: 2 gifts}}"
    more = "fx: {base: USD, rounding: half up, rates: {EUR: 0.5}}\n"
    borne = sent(promoting(ROSES.format(limited, "platform"), base, more), "rose", 3, used=(("cap", 0, "gifts"),))
    plain = sent(promoting("", base, more), "rose", 3)
    assert (borne.diamonds, borne.coins, plain.coins) == (plain.diamonds, 269, 297)
    cut = sent(promoting(ROSES.format(limited, "creator"), base, more), "rose", 3, used=(("cap", 0, "gifts"),))
    assert cut.diamonds is not None
    assert plain.diamonds is not None
    assert cut.diamonds < plain.diamonds
    for quote in (borne, plain, cut):
        assert_replays(quote)


def test_a_split_is_of_what_the_creator_earns_of() -> None:
    split = "{base: coins, split: {creator: 70 %, agency: rest}, rounding: down, scope: each}"
    limited = ROSES.format("discount: 15 %, limits: {cap: {most: 1 gift}}", "creator")
    quote = sent(promoting(limited, split), "rose", 2, used=(("cap", 0, "gifts"),))
    assert quote.amount == 85 + 99
    assert list(quote.parts) == [59 + 69, 26 + 30] or {r.id: p for r, p in quote.shares} == {
        "creator": 128,
        "agency": 56,
    }
    assert_replays(quote)


def test_it_is_for_its_gifts_and_its_kinds_and_for_no_package() -> None:
    rules = promoting("  live: {name: Live, kinds: [live], discount: 10 %, borne_by: platform}\n")
    assert [sent(rules, "rose", kind=kind).coins for kind in (None, "live", "video")] == [90, 90, 99]
    assert sent(rules, "lion").coins == 450
    both = promoting("  x: {name: X, gifts: [rose], kinds: [live], discount: 10 %, borne_by: platform}\n")
    assert [sent(both, gift).coins for gift in ("rose", "lion")] == [90, 500]
    market = both.market(("DE", "ios"), noon(DAY))
    assert market.promotions is not None  # type: ignore[union-attr]
    assert market.promotions.of("c") == ()  # type: ignore[union-attr]


def test_the_exclusive_one_wins_alone_where_it_is_cheaper() -> None:
    def rules(alone: str) -> str:
        return (
            "  a: {name: A, kinds: [live], discount: 10 coins, borne_by: platform}\n"
            f"  b: {{name: B, gifts: [rose], price: {alone}, exclusive: yes, borne_by: creator}}\n"
        )

    found = {alone: sent(promoting(rules(str(alone)))) for alone in (88, 89, 90)}
    assert {alone: [each.terms.id for each in quote.promotions] for alone, quote in found.items()} == {
        88: ["b"],
        89: ["a"],  # together comes before exclusive
        90: ["a"],
    }
    assert found[88].diamonds == 44
    assert found[89].diamonds == 49


def test_codes_conditions_and_limits_leave_it_open_and_say_what_is_needed() -> None:
    stated = "discount: 15 %, code: ROSES, when: {buyer.level: {at least: 5}}, limits: {each: {most: 5 gifts}}"
    rules = promoting(ROSES.format(stated, "platform"))
    (opened,) = sent(rules).open_promotions
    needs = opened.needs
    assert (needs.code, [c.fact for c in needs.conditions], needs.limits) == (
        True,
        ["buyer.level"],
        ("promotions.sale.limits.each",),
    )
    assert opened.run is not None
    assert (opened.run.coins, opened.run.earning) == (85, 99)
    met = sent(rules, "rose", 1, codes=(" roses",), used=(("each", 0, "gifts"),), buyer_level=5)
    assert (met.coins, met.codes, met.open_promotions) == (85, ((" roses", CodeOutcome.APPLIED),), ())
    assert sent(rules, codes=("x",)).codes == (("x", CodeOutcome.UNKNOWN),)
    unmet = sent(rules, codes=("roses",), used=(("each", 0, "gifts"),), buyer_level=4)
    assert (unmet.coins, unmet.codes) == (99, (("roses", CodeOutcome.NOT_MET),))


@pytest.mark.parametrize(
    ("used", "outcome", "limits"),
    [
        ((), CodeOutcome.NOT_MET, ("promotions.sale.limits.each",)),
        ((("each", 2, "gifts"),), CodeOutcome.NOT_MET, ()),
        ((("each", 3, "gifts"),), CodeOutcome.LIMIT_REACHED, None),
        ((("each", 4, "gifts"),), CodeOutcome.LIMIT_REACHED, None),
    ],
)
def test_a_limit_by_an_unknown_fact_leaves_what_its_largest_case_does(
    used: tuple[tuple[str, int, str], ...], outcome: CodeOutcome, limits: tuple[str, ...] | None
) -> None:
    most = "{by: buyer.level, from: {0: 1 gift, 5: 3 gifts}}"
    rules = promoting(ROSES.format(f"discount: 15 %, code: ROSES, limits: {{each: {{most: {most}}}}}", "platform"))
    quote = sent(rules, codes=("roses",), used=used)
    needs = [(opened.needs.facts, opened.needs.limits) for opened in quote.open_promotions]
    assert (quote.coins, quote.codes) == (99, (("roses", outcome),))
    assert needs == ([] if limits is None else [(("buyer.level",), limits)])


def test_what_was_used_of_no_limit_and_in_another_unit_is_refused() -> None:
    rules = promoting(ROSES.format("discount: 15 %, limits: {each: {most: 5 gifts}}", "platform"))
    assert isinstance(send(rules, used=(("weekly", 1, "gifts"),)), UnknownLimit)
    assert isinstance(send(rules, used=(("each", 1, "coins"),)), InvalidInput)
    assert isinstance(send(rules, codes=("",)), InvalidInput)


def test_a_list_shows_what_each_gift_costs_now_the_cheapest_first() -> None:
    cheap = "  cheap: {name: Cheap, gifts: [lion], price: 50, borne_by: platform}\n"
    listed = list_gifts(promoting(cheap), GiftListRequest("DE", "ios", noon(DAY)))
    assert isinstance(listed, GiftList)
    assert [(each.gift.id, each.coins, each.regular_coins, each.worth_minor) for each in listed.gifts] == [
        ("lion", 50, 500, 50),
        ("rose", 99, 99, 99),
    ]
    assert [[own.terms.id for own in each.promotions] for each in listed.gifts] == [["cheap"], []]


def test_a_window_ends_the_answer() -> None:
    quote = sent(promoting(ROSES.format("discount: 15 %, last_day: 2026-11-27", "platform")))
    assert quote.coins == 85
    assert quote.period.end == noon("2026-11-27") + 11 * 3600  # midnight in Berlin
