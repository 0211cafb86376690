"""From coins to cash: the worked numbers of the rules and of other systems, and the cases that bit other engines.

The answers are computed by hand or taken from what platforms publish; neither the engine nor the reference made them.
"""

from fractions import Fraction

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.instants import datetime_of
from ratecard.loading import load_texts
from ratecard.money import Diamonds, Money
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.lists import GiftList
from ratecard.quotes.requests import GiftListRequest
from ratecard.refusals import (
    AboveLimit,
    BelowMinimum,
    CreatorNotEligible,
    FactNeeded,
    NoFxRate,
    NoPayouts,
    NotEnoughDiamonds,
    NothingLeft,
)
from ratecard.terms.payout_offers import OFFERS_MOST
from tests.quotes.known import known
from tests.quotes.small_chain import BOOK, DE, GIFT, TAXES, book, give, lot, noon, paid, pay, payouts

FX = "fx: {{base: USD, rounding: half up, rates: {{{}}}}}\n"


def live(**rules: str) -> str:
    """A gift of 100 coins, and what a creator earns by it."""
    return f"{GIFT}earnings: {{live: {{{', '.join(f'{key}: {value}' for key, value in rules.items())}}}}}\n"


# Earning.


def test_tiktoks_five_thousand_coins_are_twelve_dollars_fifty() -> None:
    rules = book(
        "gifts: {g: {coins: 5000, kinds: [live]}}\n"
        "earnings: {live: {base: coins, diamonds: 1 per 2, rounding: down, scope: each}}\n" + payouts("1 USD per 200")
    )
    quote = give(rules)
    assert quote.diamonds == 2500
    assert paid(rules, quote.diamonds).figures.paid == 1250


@pytest.mark.parametrize(("share", "parts"), [("90 %", [90, 10]), ("70 %", [70, 30]), ("1/3", [33, 67])])
def test_a_gift_of_a_hundred_is_split_exactly(share: str, parts: list[int]) -> None:
    split = f"{{creator: {share}, platform: rest}}"
    quote = give(book(live(base="coins", split=split, rounding="down", scope="each")))
    assert (list(quote.parts), quote.amount) == (parts, 100)


def test_the_progressive_share_fits_only_half_even() -> None:
    shares = {100: 30, 130: 37, 150: 41, 200: 50, 250: 57, 300: 62, 350: 65, 400: 67, 500: 69, 600: 70}
    steps = ", ".join(f"{coins}: {share} %" for coins, share in shares.items())
    creator = f"{{by: gift.coins, from: {{{steps}}}, other: 30 %}}"
    published = {100: 30, 130: 48, 150: 62, 200: 100, 250: 142, 300: 186, 350: 228, 400: 268, 500: 345, 600: 420}
    gifts = ", ".join(f"g{coins}: {{coins: {coins}, kinds: [item]}}" for coins in published)
    split = f"{{creator: {creator}, platform: rest}}"
    rules = f"gifts: {{{gifts}}}\nearnings: {{item: {{base: coins, split: {split}, rounding: half even, scope: each}}}}"
    found = book(rules)
    assert {coins: give(found, gift=f"g{coins}").diamonds for coins in published} == published
    assert give(found, 10, gift="g150").diamonds == 620


@pytest.mark.parametrize(("coins", "share", "diamonds"), [(27, "70 %", 18), (5, "60 %", 3), (5, "70 %", 3)])
def test_a_share_that_is_floored_by_sale(coins: int, share: str, diamonds: int) -> None:
    split = f"split: {{creator: {share}, platform: rest}}"
    rules = f"gifts: {{g: {{coins: {coins}, kinds: [item]}}}}\n"
    each = book(f"{rules}earnings: {{item: {{base: coins, {split}, rounding: down, scope: each}}}}")
    assert give(each).diamonds == diamonds


def test_ten_thousand_sales_of_five_lose_five_thousand_where_each_is_floored() -> None:
    gift = "gifts: {g: {coins: 5, kinds: [item]}}\n"
    item = "{base: coins, split: {creator: 70 %, platform: rest}, rounding: down, scope: each}"
    both = [f"{gift}earnings: {{item: {item.replace('each', scope)}}}" for scope in ("each", "total")]
    earned = [give(book(rules), 10_000).diamonds for rules in both]
    assert earned == [30_000, 35_000]


def test_a_membership_of_five_leaves_the_creator_two_forty_five() -> None:
    commission = "tax: none\ncommission: {lines: {store: {rate: 30 %, base: net}}, rounding: half up, per: unit}\n"
    rules = live(base="proceeds", share="70 %", rounding="down", scope="each") + payouts("0.01 USD each")
    worth = "worth_at: {package: c, rounding: half up}\n"
    region = "region: DE\ncurrency: USD\ntime_zone: Europe/Berlin\nprices: {c: 5.00}\n"
    quote = give(book(rules + worth, region, commission))
    assert (quote.worth_minor, quote.diamonds) == (500, 245)


def test_the_share_of_a_partner_does_not_hold_where_the_grade_is_not_known() -> None:
    choice = "{by: creator.grade, is: {partner: 60 %}, other: 50 %}"
    rules = live(base="coins", split=f"{{creator: {choice}, platform: rest}}", rounding="down", scope="each")
    found = book(rules)
    assert give(found, facts={"creator.grade": "partner"}).diamonds == 60
    assert give(found, facts={"creator.grade": "standard"}).diamonds == 50
    unknown = give(found)
    assert (unknown.diamonds, unknown.assumed) == (50, ("creator.grade",))


def test_what_tells_the_worth_asks_for_no_fact_of_the_tax() -> None:
    tax = (
        "tax: {display: inclusive, rounding: half up, per: unit, collected_by: store, "
        "lines: {v: {rate: {by: creator.grade, is: {standard: 10 %, partner: 20 %}}}}}\ncommission: none\n"
    )
    worth = "worth_at: {package: c, rounding: half up}\n"
    of_coins = live(base="coins", diamonds="1 per 2", rounding="down", scope="each") + worth
    quote = give(book(of_coins, f"{DE}prices: {{c: 1.29}}", tax))
    assert (quote.worth_minor, quote.diamonds, quote.assumed) == (129, 50, ())


# Lots and their values.


def test_thirty_thousand_at_0_0038_are_114_and_older_lots_at_0_0035_leave_first() -> None:
    rules = book(payouts("{2025-01-01: 0.0035 USD each, 2026-01-01: 0.0038 USD each}"))
    new, old = lot(30_000, "2026-05-01"), lot(10_000, "2025-05-01")
    assert paid(rules, 30_000, new).figures.paid == 11_400
    quote = paid(rules, 30_000, new, old)
    assert quote.figures.paid == 3500 + 7600
    assert [(used.valued.number, used.diamonds) for used in quote.used] == [(2, 10_000), (1, 20_000)]
    assert paid(rules, None, new, old).figures.paid == 3500 + 11_400


def test_value_by_request_takes_the_value_of_the_day_of_the_payout() -> None:
    line = "{2025-01-01: 0.0035 USD each, 2026-01-01: 0.0038 USD each}"
    rules = book(payouts(line, value_by="requested"))
    assert paid(rules, None, lot(30_000, "2025-05-01")).figures.paid == 11_400


def test_the_value_of_all_lots_is_rounded_once() -> None:
    rules = book(payouts("0.005 USD each"))
    lots = [lot(1, f"2026-05-0{day}") for day in range(1, 5)]
    assert paid(rules, None, *lots).figures.paid == 2
    assert isinstance(pay(rules, 1, lots[0]), NothingLeft)


def test_of_two_changes_in_one_month_the_newest_effective_one_holds() -> None:
    line = "{2026-03-20: 3 USD each, 2025-01-01: 1 USD each, 2026-03-05: 2 USD each}"
    rules = book(payouts(line))
    days = ("2026-03-04", "2026-03-05", "2026-03-19", "2026-03-20", "2026-11-01")
    assert [paid(rules, 1, day=day).figures.paid for day in days] == [100, 200, 200, 300, 300]
    assert [paid(rules, 1, lot(1, day)).figures.paid for day in days] == [100, 200, 200, 300, 300]


def test_of_two_regions_with_one_currency_the_callers_own_holds_and_never_the_lowest() -> None:
    zone = "time_zone: Pacific/Pago_Pago\ncurrency: USD\n"
    rules = book(
        payouts("0.01 USD each"),
        au=f"region: AU\n{zone}payouts: {{diamond: 0.010 USD each}}",
        **{"as": f"region: AS\n{zone}payouts: {{diamond: 0.008 USD each}}"},
    )
    assert [paid(rules, 1000, region=code).figures.paid for code in ("AU", "AS")] == [1000, 800]


def test_classes_leave_in_the_order_in_which_they_are_declared() -> None:
    rules = book(payouts("1 USD each", order="[class, newest]"))
    lots = (
        lot(1, "2026-05-01", lot_class="earned"),
        lot(2, "2026-05-02", lot_class="promotional"),
        lot(4, "2026-05-03", lot_class="earned"),
        lot(8, "2026-05-04", lot_class="promotional"),
    )
    assert [used.valued.number for used in paid(rules, None, *lots).used] == [4, 2, 3, 1]
    without_one = (*lots, lot(16, "2026-05-05"))
    assert pay(rules, 1, *without_one) == FactNeeded("lot.class")


# Currencies.


@pytest.mark.parametrize(("times", "cents"), [(1, 4729), (5, 23646)])
def test_fifty_four_ninety_nine_dollars_at_0_86(times: int, cents: int) -> None:
    rules = book(payouts("0.01 USD each", currency="EUR") + FX.format("EUR: 0.86"))
    assert paid(rules, 5499 * times).figures.paid == cents  # five payouts of one are 236.45, one of five 236.46


def test_into_its_own_currency_an_amount_stays_and_needs_no_rate() -> None:
    quote = paid(book(payouts("0.01 USD each")), 5499)
    assert (quote.figures.paid, quote.exchange_cost, quote.offer.exchange) == (5499, 0, None)


def test_payouts_change_their_currency_with_its_day_and_not_before() -> None:
    line = "{2025-01-01: BGN, 2026-01-01: EUR}"
    rules = book(
        payouts("0.01 USD each", currency="USD") + FX.format("EUR: 0.86, BGN: 1.68"),
        bg=f"region: BG\ntime_zone: Europe/Sofia\ncurrency: {line}\npayouts: {{currency: {line}}}",
    )
    found = [paid(rules, 10_000, region="BG", day=day) for day in ("2025-12-31", "2026-01-01")]
    assert [(quote.figures.paid, known(quote.offer.paid_in).code) for quote in found] == [
        (16_800, "BGN"),
        (8600, "EUR"),
    ]


@pytest.mark.parametrize("code", ["JPY", "KRW", "VND", "KWD", "USD", "CLF", "BHD", "ISK"])
def test_every_currency_is_paid_in_its_own_decimals(code: str) -> None:
    digits = CURRENCIES[code].exponent
    assert paid(book(payouts(f"1 {code} per 200")), 1000).figures.paid == 5 * 10**digits
    rates = f"fx: {{base: EUR, rounding: half up, rates: {{GBP: 0.5, {code}: 1000}}}}"
    rules = payouts("1 GBP per 200", currency=code) + rates
    assert paid(book(rules), 1000).figures.paid == 5 * 2000 * 10**digits


@pytest.mark.parametrize(("rate", "cents"), [("1 per 0.8", 1250), ("100 per 30", 3333), ("149.2 per 0.9231", 161_629)])
def test_a_rate_that_is_published_the_other_way_round_is_not_divided_by_hand(rate: str, cents: int) -> None:
    """10 EUR at 1/0.8, 10/3 and 149.2/0.9231, of which no decimal is exact; 161.6292… is rounded once."""
    rules = book(
        payouts("1 EUR per 100", currency="USD") + f"fx: {{base: EUR, rounding: down, rates: {{USD: {rate}}}}}"
    )
    quote = paid(rules, 1000)
    assert quote.figures.paid == cents


def test_amounts_that_no_float_holds_keep_every_digit() -> None:
    rules = book(payouts("0.33 USD each", methods="{bank: {name: Bank, fee: {rate: 1 %, rounding: half up}}}"))
    figures = paid(rules, 10**15 - 1, lot(10**15, "2026-05-01")).figures
    assert (figures.value, figures.fee) == (32_999_999_999_999_967, 330_000_000_000_000)
    assert figures.paid == 32_669_999_999_999_967


# Withholding, fees, minimum, limits.


@pytest.mark.parametrize(("form", "withheld"), [("missing", 24_000), ("treaty", 1500), ("plain", 3000)])
def test_youtubes_thousand_with_a_hundred_from_the_united_states(form: str, withheld: int) -> None:
    lines = (
        "{backup: {rate: {by: creator.form, is: {missing: 24 %}, other: 0 %}, of: whole}, "
        "us: {rate: {by: creator.form, is: {missing: 0 %, treaty: 15 %, plain: 30 %}}, of: domestic, domestic: US}}"
    )
    rules = book(payouts("0.01 USD each", withholding=f"{{rounding: half up, lines: {lines}}}"))
    lots = (lot(90_000, "2026-05-01", "IN"), lot(10_000, "2026-05-02", "US-NY"))
    figures = paid(rules, None, *lots, facts={"creator.form": form}).figures
    assert (figures.value, figures.withheld, figures.paid) == (100_000, withheld, 100_000 - withheld)
    nowhere = pay(rules, None, lot(1000, "2026-05-01"), facts={"creator.form": "plain"})
    assert nowhere == FactNeeded("lot.source_region")
    assert nowhere.message == "the answer depends on lot.source_region, which was not given for each lot"
    if form == "missing":
        assert paid(rules, None, lot(1000, "2026-05-01"), facts={"creator.form": form}).figures.withheld == 240


@pytest.mark.parametrize("later", [50, 25])
def test_the_first_payout_needs_more_than_later_ones(later: int) -> None:
    minimum = f"{{by: creator.payouts, from: {{0: 100 USD, 1: {later} USD}}}}"
    methods = "{bank: {name: Bank, fee: none}, wire: {name: Wire, fee: none, minimum: 100 USD}}"
    rules = book(payouts("0.01 USD each", minimum=minimum, methods=methods))
    assert isinstance(pay(rules, 9999, facts={"creator.payouts": 0}), BelowMinimum)
    assert paid(rules, 10_000, facts={"creator.payouts": 0}).figures.paid == 10_000
    assert isinstance(pay(rules, later * 100 - 1, facts={"creator.payouts": 1}), BelowMinimum)
    assert paid(rules, later * 100, facts={"creator.payouts": 1}).figures.paid == later * 100
    assert isinstance(pay(rules, later * 100, method="wire", facts={"creator.payouts": 7}), BelowMinimum)
    assert pay(rules, 10_000) == FactNeeded("creator.payouts")


def test_what_facts_choose_is_brought_together_once_and_not_kept_without_bound() -> None:
    minimum = f"{{by: creator.payouts, from: {{{', '.join(f'{number}: {number + 1} USD' for number in range(100))}}}}}"
    rules = book(payouts("0.01 USD each", minimum=minimum))
    asked = [(number, paid(rules, 20_000, facts={"creator.payouts": number})) for number in [*range(100)] * 2]
    assert [quote.offer.minimum_minor for _, quote in asked] == [100 * (number + 1) for number, _ in asked]
    once, again = ([quote.offer for _, quote in asked[start : start + 100]] for start in (0, 100))
    assert sum(first is second for first, second in zip(once, again, strict=True)) == OFFERS_MOST
    assert once[:OFFERS_MOST] == again[:OFFERS_MOST]


def test_two_parts_that_vary_by_two_facts_are_each_chosen_by_its_own() -> None:
    rate = "{by: creator.form, is: {missing: 24 %, treaty: 10 %, plain: 0 %}}"
    withholding = f"{{rounding: down, lines: {{us: {{name: US, of: whole, rate: {rate}}}}}}}"
    minimum = "{by: creator.payouts, from: {0: 1 USD, 1: 2 USD}}"
    rules = book(payouts("0.01 USD each", minimum=minimum, withholding=withholding))
    asked = [(number, form) for number in (0, 1) for form in ("missing", "treaty", "plain")] * 2
    quotes = [paid(rules, 10_000, facts={"creator.payouts": number, "creator.form": form}) for number, form in asked]
    assert [quote.figures.withheld for quote in quotes] == [2400, 1000, 0] * 4
    assert [quote.offer.minimum_minor for quote in quotes] == ([100] * 3 + [200] * 3) * 2


def test_equal_books_answer_equally_whatever_they_were_asked_before() -> None:
    rules = payouts("0.01 USD each", minimum="{by: creator.payouts, from: {0: 1 USD, 1: 2 USD}}")
    asked, unasked = book(rules), book(rules)
    paid(asked, 20_000, facts={"creator.payouts": 1})
    one, other = (paid(each, 20_000, facts={"creator.payouts": 0}) for each in (asked, unasked))
    assert (one.region.ways, repr(one.region.ways)) == (other.region.ways, repr(other.region.ways))


def test_that_a_rate_is_missing_is_told_of_the_instant_asked_about() -> None:
    rates = "fx: {base: USD, rounding: down, rates: {EUR: {2026-12-01: 0.9}}}\n"
    rules = book(payouts("0.01 USD each", currency="EUR") + rates)
    for day in ("2026-11-01", "2026-11-02"):
        assert pay(rules, 10_000, day=day) == NoFxRate("EUR", noon(day))


@pytest.mark.parametrize(("diamonds", "fee"), [(100, 25), (1250, 25), (1300, 26), (99_900, 1998), (200_000, 2000)])
def test_a_fee_is_at_least_its_floor_and_at_most_its_cap(diamonds: int, fee: int) -> None:
    paypal = "{bank: {name: PayPal, fee: {rate: 2 %, floor: 0.25 USD, cap: 20 USD, rounding: half up}}}"
    figures = paid(book(payouts("0.01 USD each", methods=paypal)), diamonds).figures
    assert (figures.fee, figures.remainder) == (fee, diamonds - fee)


def test_of_a_thousand_a_day_what_was_used_counts() -> None:
    rules = book(payouts("0.01 USD each", limits="{daily: {most: 1000 USD, per: calendar day}}"))
    dollars = CURRENCIES["USD"]
    assert [each.id for each in paid(rules, 100_000).open_limits] == ["daily"]
    assert isinstance(pay(rules, 100_001), AboveLimit)
    assert not paid(rules, 40_000, used={"daily": Money(60_000, dollars)}).open_limits
    broken = pay(rules, 40_001, used={"daily": Money(60_000, dollars)})
    assert isinstance(broken, AboveLimit)
    assert broken.resets_at is not None
    assert broken == AboveLimit(
        "daily", "calendar day", "1000.00 USD", "600.00 USD", "400.01 USD", "400.00 USD", broken.resets_at
    )


def test_a_creator_of_nineteen_in_korea_and_of_eighteen_elsewhere() -> None:
    rules = book(
        payouts("0.01 USD each") + "eligibility: {creator: {creator.age: {at least: 18}}}\n",
        kr="region: KR\ntime_zone: Asia/Seoul\ncurrency: KRW\neligibility: {creator: {creator.age: {at least: 19}}}",
    )
    assert paid(rules, 100, facts={"creator.age": 18}).open == ()
    assert isinstance(pay(rules, 100, region="KR", facts={"creator.age": 18}), CreatorNotEligible)
    assert [each.requirement for each in paid(rules, 100, region="KR").open] == ["at least 19"]


# The inverse.


def test_a_wanted_amount_below_the_minimum_is_raised_to_what_the_minimum_pays() -> None:
    bank = "{bank: {name: Bank, fee: {fixed: 1 USD, rounding: down}, minimum: 50 USD}}"
    rules = book(payouts("0.01 USD each", minimum="25 USD", methods=bank))
    lots = lot(10_000, "2026-01-01")
    raised = paid(rules, None, lots, want=(100, "USD"))
    assert (raised.raised, raised.diamonds, raised.figures.value, raised.figures.paid) == (True, 5_000, 5_000, 4_900)
    assert str(raised.minimum) == "50.00 USD"
    for want in (4_900, 4_901, 6_000):  # what the minimum pays itself is not raised
        assert not paid(rules, None, lots, want=(want, "USD")).raised
    assert paid(rules, None, lots, want=(4_899, "USD")).raised
    assert not paid(rules, 5_000, lots).raised


def test_what_is_needed_counts_the_diamonds_beyond_the_lots_at_the_value_of_today() -> None:
    diamond = "{2025-01-01: 0.01 USD each, 2026-06-01: 0.02 USD each}"
    rules = book(payouts(diamond, minimum="1 USD"))
    old = lot(100, "2026-01-01")
    assert pay(rules, None, old, want=(300, "USD")) == NotEnoughDiamonds(Diamonds(100), Diamonds(200))
    assert pay(rules, None, old, want=(301, "USD")) == NotEnoughDiamonds(Diamonds(100), Diamonds(201))
    few = lot(10, "2026-01-01")  # 0.10 USD; the minimum takes 45 more
    assert pay(rules, None, few, want=(1, "USD")) == NotEnoughDiamonds(Diamonds(10), Diamonds(55))


def test_further_diamonds_are_like_those_that_leave_last() -> None:
    lines = "{rounding: down, lines: {us: {name: US, rate: 50 %, of: domestic, domestic: US}}}"
    rules = book(payouts("0.01 USD each", withholding=lines))
    german, american = lot(100, "2026-01-01", "DE"), lot(100, "2026-01-02", "US")
    needed = NotEnoughDiamonds(Diamonds(200), Diamonds(299))  # of 1.99 of them, 0.99 is withheld
    assert pay(rules, None, german, american, want=(200, "USD")) == needed
    graded = "{by: creator.grade, is: {partner: 0.02 USD each}, other: 0.01 USD each}"
    grades = book(payouts(graded))
    partner = lot(100, "2026-01-01", creator_grade="partner")
    assert pay(grades, None, partner, want=(400, "USD")) == NotEnoughDiamonds(Diamonds(100), Diamonds(200))


def test_further_diamonds_that_have_no_value_today_have_that_of_the_last() -> None:
    """The value varies by the grade since June, and nobody tells it."""
    graded = "{by: creator.grade, is: {partner: 0.02 USD each, standard: 0.01 USD each}}"
    rules = book(payouts(f"{{2025-01-01: 0.01 USD each, 2026-06-01: {graded}}}"))
    needed = NotEnoughDiamonds(Diamonds(100), Diamonds(300))
    assert pay(rules, None, lot(100, "2026-01-01"), want=(300, "USD")) == needed


def test_nothing_is_needed_only_where_no_number_would_do() -> None:
    fee = "{bank: {name: Bank, fee: {rate: 100 %, rounding: down}}}"
    rules = book(payouts("0.01 USD each", methods=fee))
    assert pay(rules, None, lot(100, "2026-01-01"), want=(1, "USD")) == NotEnoughDiamonds(Diamonds(100), None)
    assert pay(rules, 200, lot(100, "2026-01-01")) == NotEnoughDiamonds(Diamonds(100), Diamonds(200))


# Time.


def test_the_day_on_which_the_money_is_there() -> None:
    bank = "{bank: {name: Bank, fee: none, after: 3 days}}"
    rules = book(payouts("1 USD each", hold="1 month", pays="{from: month end, after: 2 days}", methods=bank))
    quote = paid(rules, None, lot(1, "2026-01-31"), lot(1, "2026-01-05"), day="2026-02-10")
    assert known(quote.paid_on).isoformat() == "2026-03-05"  # released on 28 February, the end of its month
    assert known(paid(rules, 2, lot(2, "2026-01-05"), day="2026-02-10").paid_on).isoformat() == "2026-03-05"
    request = book(payouts("1 USD each", hold="14 days", pays="{from: request, after: 2 days}"))
    assert known(paid(request, 1, lot(1, "2026-10-25"), day="2026-11-01").paid_on).isoformat() == "2026-11-10"


def test_months_after_a_months_end_lead_to_a_months_end() -> None:
    def day(after: str, asked: str, methods: str = "{bank: {name: Bank, fee: none}}") -> str:
        rules = book(payouts("1 USD each", pays=f"{{from: month end, after: {after}}}", methods=methods))
        return known(paid(rules, 1, day=asked).paid_on).isoformat()

    assert day("1 month", "2026-02-10") == "2026-03-31"
    assert day("1 month", "2026-03-10") == "2026-04-30"
    assert day("2 months", "2026-12-31") == "2027-02-28"
    assert day("12 months", "2027-02-01") == "2028-02-29"
    bank = "{bank: {name: Bank, fee: none, after: 1 month}}"
    assert day("1 month", "2026-02-10", bank) == "2026-04-30"
    assert day("3 days", "2026-02-10", bank) == "2026-04-03"  # no longer a month's end
    assert day("1 month", "2026-02-10", "{bank: {name: Bank, fee: none, after: 3 days}}") == "2026-04-03"


def test_waits_are_added_before_a_day_that_a_month_lacks_becomes_its_last() -> None:
    def day(after: str, of_method: str, asked: str) -> str:
        bank = f"{{bank: {{name: Bank, fee: none, after: {of_method}}}}}"
        rules = book(payouts("1 USD each", pays=f"{{from: request, after: {after}}}", methods=bank))
        return known(paid(rules, 1, day=asked).paid_on).isoformat()

    assert day("1 month", "1 month", "2026-01-31") == "2026-03-31"
    assert day("1 month", "1 month", "2026-01-30") == "2026-03-30"
    assert day("1 month", "1 month", "2026-02-28") == "2026-04-28"  # a request on a last day is of that day's number
    assert day("1 month", "1 day", "2026-01-31") == "2026-03-01"
    assert day("1 day", "1 month", "2026-01-30") == "2026-02-28"
    assert day("36 hours", "12 hours", "2026-01-30") == "2026-02-01"  # 48 hours, and so two days


def test_a_hold_of_months_leads_to_the_same_day_number() -> None:
    rules = book(payouts("1 USD each", hold="1 month"))
    days = {
        "2026-01-31": "2026-02-28",
        "2026-02-28": "2026-03-28",
        "2028-02-29": "2028-03-29",
        "2026-04-30": "2026-05-30",
    }
    quotes = {earned: paid(rules, 1, lot(1, earned), day="2029-01-01") for earned in days}
    assert {earned: f"{datetime_of(known(quote.released)):%Y-%m-%d}" for earned, quote in quotes.items()} == days


def test_a_groups_rate_is_not_fresh_because_a_region_joins() -> None:
    fx = "fx: {base: USD, rounding: down, maximum_age: 5 days, rates: {EUR: {2025-06-01: 0.86}}}"

    loaded = load_texts(
        {
            "rules/book.yaml": BOOK + TAXES + payouts("1 USD each", currency="EUR"),
            "regions/groups/g.yaml": f"group: g\n{fx}",
            "regions/de.yaml": f"{DE}groups: {{2025-06-03: [g], 2026-01-01: [], 2026-02-01: [g]}}",
        }
    )
    assert loaded.book is not None, loaded.diagnostics
    kinds = [type(pay(loaded.book, 100, day=day)).__name__ for day in ("2025-06-04", "2025-06-06", "2026-02-02")]
    assert kinds == ["PayoutQuote", "FxStale", "FxStale"]


def test_what_a_group_takes_away_a_region_may_state_again() -> None:
    fx = "fx: {base: USD, rounding: down, rates: {EUR: 0.5}}\n"
    worth = "worth_at: {package: c, rounding: half up}\n"
    earns = live(base="coins", diamonds="1 per 2", rounding="down", scope="each")
    paid_in_euro = payouts("1 USD each", currency="EUR", pays="{from: request, after: 2 days}")

    def joined(*again: str) -> RuleBook:
        files = {
            "rules/book.yaml": BOOK + TAXES + paid_in_euro + fx + worth + earns + "prices: {c: 1.29 EUR}\n",
            "regions/groups/g.yaml": "group: g\nfx: none\nworth_at: none\npayouts: none\n",
            "regions/de.yaml": "".join((DE, "groups: [g]\n", *again)),
        }
        loaded = load_texts(files)
        assert loaded.book is not None, loaded.diagnostics
        return loaded.book

    stated_again = joined(fx, worth, paid_in_euro)
    assert give(stated_again).worth_minor == 129
    assert paid(stated_again, 100).figures.paid == 5000
    assert give(joined()).worth_minor is None
    assert type(pay(joined(), 100)) is NoPayouts


def test_there_is_no_worth_where_the_package_needs_a_fact_whatever_its_price_assumed() -> None:
    earns = live(base="coins", diamonds="1 per 2", rounding="down", scope="each")
    worth = "worth_at: {package: c, rounding: half up}\n"
    sold_by_age = "packages: {c: {bonus: {by: creator.age, from: {0: 5}}}}\n"
    region = f"{DE}prices: {{c: {{by: creator.grade, is: {{partner: 1.19}}, other: 1.29}}}}\n{sold_by_age}"
    listed = list_gifts(book(earns + worth, region), GiftListRequest("DE", "ios", noon("2026-11-01")))
    assert isinstance(listed, GiftList)
    assert [(each.worth_minor, each.assumed) for each in listed.gifts] == [(None, ())]


def test_a_worth_that_is_none_by_an_assumed_fact_says_which() -> None:
    earns = live(base="coins", diamonds="1 per 2", rounding="down", scope="each")
    region = f"{DE}prices: {{c: {{by: creator.grade, is: {{partner: 1.19}}, other: none}}}}\n"
    found = book(f"{earns}worth_at: {{package: c, rounding: half up}}\n", region)
    unknown, partner = give(found), give(found, facts={"creator.grade": "partner"})
    assert (unknown.worth_minor, unknown.assumed) == (None, ("creator.grade",))
    assert (partner.worth_minor, partner.assumed) == (119, ())


@pytest.mark.parametrize(
    ("base", "cut", "diamonds"),
    [
        ("net", "none", 50),
        ("proceeds", "none", 50),
        ("proceeds", "{rounding: half up, per: unit, lines: {s: {rate: 30 %, base: net}}}", 35),
    ],
)
def test_a_share_of_money_is_of_what_the_sellers_keep(base: str, cut: str, diamonds: int) -> None:
    earns = live(base=base, share="50 %", rounding="down", scope="each")
    rules = f"{earns}worth_at: {{package: c, rounding: half up}}\n{payouts('0.01 EUR each')}"
    found = book(rules, f"{DE}prices: {{c: 1.00}}", f"tax: none\ncommission: {cut}\n")
    assert give(found).diamonds == diamonds


def test_what_is_known_of_a_lot_comes_before_what_is_known_of_its_creator() -> None:
    choice = "{by: lot.class, is: {promotional: 0.005 USD each}, other: 0.01 USD each}"
    rules = payouts(choice, currency="USD")
    lots = (lot(1000, "2026-08-01", lot_class="promotional"), lot(1000, "2026-08-02"))
    quote = paid(book(rules), 2000, *lots, facts={"lot.class": "earned"})
    each = [Fraction(*used.valued.value) for used in quote.used]
    assert each == [Fraction(1, 2), 1]
    assert quote.figures.value == 1500


def test_of_taxes_that_are_rounded_up_the_later_one_takes_what_is_left() -> None:
    lines = "a: {rate: 50 %, of: whole}, b: {rate: 49 %, of: whole}"
    rules = payouts("0.01 USD each", withholding=f"{{rounding: up, lines: {{{lines}}}}}")
    answer = pay(book(rules), 3)
    assert isinstance(answer, NothingLeft), answer
    assert (answer.worth.minor, known(answer.withheld).minor) == (3, 3)
