"""What stands beside a price, in figures worked by hand: savings, best value, the lowest price, a second currency."""

from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, datetime_of, instant_of
from ratecard.loading import load_texts
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.lowest import NoLowestPrice
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.purchases.savings import rate_shown
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.terms.facts import FactValue
from tests.books import sound
from tests.quotes.tracing.replaying import exact, replay

LEV = "{begins: none, 2025-08-08: EUR, 2026-01-01: BGN, 2026-08-09: none}"
RULES = f"""
begins: 2025-06-01
languages: [en]
units: {{coin: Coin}}
platforms:
  ios: {{name: iOS}}
  web: {{name: Web}}
  net: {{name: Net, tax: {{display: exclusive, rounded: each line}}}}
facts: {{buyer.member: {{type: yes or no}}, buyer.purchases: {{type: count, of: package}}}}
packages: {{coins_100: {{coins: 100}}, coins_1000: {{coins: 1000, bonus: 50}}, coins_5000: {{coins: 5000}}}}
tax:
  {{display: inclusive, rounding: half up, per: unit, collected_by: store, lines: {{vat: {{name: VAT, rate: 20 %}}}}}}
commission: {{rounding: half up, per: unit, lines: {{store: {{rate: 30 %, base: net}}}}}}
pricing: {{rounding: half up}}
savings: {{against: [coins_100, coins_5000, {{platform: ios}}, {{platform: net}}]}}
lowest_price: {{within: 30 days}}
second_currency: {{currency: {LEV}, rate: 1.95583 BGN per EUR, rounding: half up}}
"""
BULGARIA = """
region: BG
currency: {begins: BGN, 2026-01-01: EUR}
time_zone: Europe/Sofia
prices:
  coins_100: {begins: 2.72, 2026-01-01: 1.39}
  coins_1000: {begins: 27.36, 2026-01-01: 13.99, 2026-03-01: 12.99}
platforms:
  web: {prices: {coins_1000: {begins: 25.00, 2026-01-01: 11.99}}}
  net: {prices: {coins_1000: {begins: 22.00, 2026-01-01: 11.00}}}
"""
ROMANIA = """
region: RO
currency: EUR
time_zone: Europe/Bucharest
second_currency: none
prices: {coins_100: {by: buyer.member, is: {yes: 1.00, no: 2.00}, other: 2.00}, coins_1000: 20.00, coins_5000: 100.00}
"""
LITHUANIA = """
region: LT
currency: EUR
time_zone: Europe/Vilnius
second_currency: none
prices: {coins_100: {by: buyer.member, is: {yes: 2.00, no: 3.00}, other: 3.00}, coins_5000: 100.00}
"""
SALES = """
promotions:
  first: {name: A, from: 2026-06-01, last_day: 2026-08-31, packages: [coins_1000], discount: 10 %}
  second: {name: B, from: 2026-06-08, last_day: 2026-06-21, packages: [coins_1000], discount: 10 %}
  third: {name: C, from: 2026-06-15, last_day: 2026-06-21, packages: [coins_1000], discount: 10 %}
  welcome: {name: D, code: HELLO, discount: 50 %, packages: [coins_1000]}
  members: {name: E, when: {buyer.member: yes}, discount: 25 %, packages: [coins_1000]}
"""
TEXTS = {
    "rules/book.yaml": RULES,
    "regions/bg.yaml": BULGARIA,
    "regions/ro.yaml": ROMANIA,
    "regions/lt.yaml": LITHUANIA,
    "rules/promoted.yaml": SALES,
}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """Bulgaria through its change of currency, and Romania with three sales that deepen."""
    return sound(load_texts(TEXTS))


def noon(day: str) -> Instant:
    """Twelve o'clock UTC of a day."""
    return instant_of(datetime.fromisoformat(f"{day}T12:00:00+00:00"))


def quoted(
    book: RuleBook, where: str, package: str, day: str, quantity: int = 1, facts: Mapping[str, FactValue] | None = None
) -> PurchaseQuote:
    """A quote that there is; `where` is "BG ios". Each step of its trace that reads something replays."""
    region, platform = where.split()
    answer = quote_purchase(book, PurchaseRequest(region, platform, package, noon(day), quantity, facts or {}))
    assert isinstance(answer, PurchaseQuote), answer
    for step in trace_purchase(answer):
        replayed = replay(step)
        assert replayed is None or replayed == exact(step.output), step
    return answer


def savings(quote: PurchaseQuote) -> dict[str, tuple[str, Fraction]]:
    """What is saved, by what it is against."""
    return {saved.against.shown: (saved.amount.amount, saved.rate.fraction) for saved in quote.savings}


def until(quote: PurchaseQuote) -> datetime | None:
    """Until when a quote holds."""
    return None if quote.period.end is None else datetime_of(quote.period.end)


def test_more_coins_are_cheaper_and_another_platform_dearer(book: RuleBook) -> None:
    """1,050 coins at 1.39 for 100 are 14.595; 11.99 on the web saves 2.605 of it, and 2.00 of 13.99 on iOS."""
    found = savings(quoted(book, "BG web", "coins_1000", "2026-02-01"))
    assert found["coins_100"] == ("2.60", 1 - Fraction(1199, 1050) / Fraction(139, 100))
    assert found["platform ios"] == ("2.00", Fraction(200, 1399))


def test_of_several_units_all_is_saved_and_rounded_once(book: RuleBook) -> None:
    found = savings(quoted(book, "BG web", "coins_1000", "2026-02-01", 2))
    assert found["coins_100"][0] == "5.21"  # 29.19 − 23.98, and not twice 2.60


def test_prices_with_tax_inside_and_without_are_compared_by_gross(book: RuleBook) -> None:
    """11.00 without tax are 13.20 with 20 %: 1.21 more than 11.99, though less is listed."""
    quote = quoted(book, "BG web", "coins_1000", "2026-02-01")
    assert savings(quote)["platform net"] == ("1.21", Fraction(121, 1320))
    assert [saved.by_gross for saved in quote.savings] == [False, False, True]
    assert "platform web" not in savings(quoted(book, "BG net", "coins_1000", "2026-02-01"))


def test_itself_what_is_not_sold_and_what_saves_nothing_are_left_out(book: RuleBook) -> None:
    assert set(savings(quoted(book, "BG ios", "coins_100", "2026-02-01"))) == {"platform net"}
    small = quoted(book, "RO ios", "coins_100", "2026-02-01", facts={"buyer.member": False})
    assert set(savings(small)) == {"platform net"}  # 100 coins for 2.00 are 5,000 for 100.00
    found = savings(quoted(book, "RO ios", "coins_1000", "2026-02-01", facts={"buyer.member": False}))
    assert found["coins_100"] == found["coins_5000"] == ("1.00", Fraction(1, 21))


def test_the_other_price_is_this_buyers_and_what_it_assumes_is_told(book: RuleBook) -> None:
    member = quoted(book, "RO ios", "coins_5000", "2026-02-01", facts={"buyer.member": True})
    assert set(savings(member)) == {"platform net"}  # a member gets 100 coins for 1.00
    unknown = quoted(book, "LT ios", "coins_5000", "2026-02-01")
    assert savings(unknown)["coins_100"] == ("50.00", Fraction(1, 3))
    assert unknown.assumed == ("buyer.member",)


def test_a_rate_is_shown_with_two_decimals_of_a_per_cent_and_never_more_than_it_is(book: RuleBook) -> None:
    quote = quoted(book, "BG web", "coins_1000", "2026-02-01")
    assert [str(rate_shown(saved.rate)) for saved in quote.savings] == ["17.84 %", "14.29 %", "9.16 %"]


def test_the_best_value_is_the_cheapest_coin_and_of_equals_the_largest_package(book: RuleBook) -> None:
    def best(where: str, day: str, member: bool) -> str | None:
        region, platform = where.split()
        listed = list_prices(book, PriceListRequest(region, platform, noon(day), {"buyer.member": member}))
        assert isinstance(listed, PriceList)
        return listed.best_value

    assert best("BG ios", "2026-02-01", member=False) == "coins_1000"
    assert best("RO ios", "2026-02-01", member=True) == "coins_100"  # 1.00, and 15.00 for 1,050 with a quarter off
    assert best("RO ios", "2026-02-01", member=False) == "coins_1000"
    assert best("LT ios", "2026-02-01", member=True) == "coins_5000"  # 2.00 for 100 are 100.00 for 5,000


def test_1_39_eur_is_2_72_bgn_and_the_figures_are_converted_one_by_one(book: RuleBook) -> None:
    second = quoted(book, "BG ios", "coins_100", "2026-02-01").second
    assert second is not None
    assert (second.listed.amount, str(second.gross), second.lowest) == ("2.72", "2.72 BGN", None)
    before = quoted(book, "BG ios", "coins_100", "2025-10-01").second
    assert before is not None
    assert str(before.listed) == "1.39 EUR"
    assert quoted(book, "BG ios", "coins_100", "2025-08-01").second is None
    assert quoted(book, "BG ios", "coins_100", "2026-08-09").second is None


def test_bulgarias_change_of_currency_is_no_reduction_and_the_price_before_is_converted(book: RuleBook) -> None:
    """27.36 BGN ÷ 1.95583 is 13.989, so 13.99: nothing fell. 25.00 BGN are 12.78 EUR, and 11.99 is less."""
    same = quoted(book, "BG ios", "coins_1000", "2026-01-05").lowest
    assert same is not None
    assert same.reason is NoLowestPrice.NOT_REDUCED
    web = quoted(book, "BG web", "coins_1000", "2026-01-05")
    assert web.lowest is not None
    assert str(web.lowest.amount) == "12.78 EUR"
    assert web.second is not None
    assert str(web.second.lowest) == "25.00 BGN"
    assert until(web) == datetime(2026, 1, 30, 22, tzinfo=UTC)  # thirty local days after 1 January


def test_an_answer_ends_where_the_reduction_ends_by_itself(book: RuleBook) -> None:
    """12.99 from 1 March on is a reduction for thirty days; clocks go forward on 29 March."""
    last, over = (quoted(book, "BG ios", "coins_1000", day) for day in ("2026-03-30", "2026-03-31"))
    assert last.lowest is not None
    assert str(last.lowest.amount) == "13.99 EUR"
    assert until(last) == datetime(2026, 3, 30, 21, tzinfo=UTC)
    assert over.lowest is not None
    assert over.lowest.reason is NoLowestPrice.NOT_REDUCED
    assert datetime_of(over.period.start) == until(last)


def test_an_answer_that_compares_ends_where_the_other_market_changes(book: RuleBook) -> None:
    quote = quoted(book, "BG web", "coins_1000", "2026-02-10")
    assert until(quote) == datetime(2026, 2, 28, 22, tzinfo=UTC)  # when iOS gets cheaper


@pytest.mark.parametrize(
    ("day", "listed", "lowest"),
    [
        ("2026-05-01", 2000, None),
        ("2026-06-02", 1800, "20.00 EUR"),
        ("2026-06-10", 1600, "20.00 EUR"),
        ("2026-06-20", 1400, "20.00 EUR"),
        ("2026-06-22", 1800, "14.00 EUR"),
        ("2026-08-31", 1800, "14.00 EUR"),
        ("2026-09-02", 2000, None),
    ],
)
def test_three_sales_that_deepen_and_a_rise_to_below_regular(
    book: RuleBook, day: str, listed: int, lowest: str | None
) -> None:
    quote = quoted(book, "RO ios", "coins_1000", day)
    assert quote.listed_minor == listed
    assert quote.lowest is not None
    assert (None if quote.lowest.amount is None else str(quote.lowest.amount)) == lowest
    assert (quote.lowest.reason is None) == (lowest is not None)


def test_what_only_some_buyers_pay_is_no_reduction(book: RuleBook) -> None:
    member = quoted(book, "RO ios", "coins_1000", "2026-05-01", facts={"buyer.member": True})
    assert member.listed_minor == 1500
    assert member.lowest is not None
    assert member.lowest.reason is NoLowestPrice.NOT_REDUCED
    on_sale = quoted(book, "RO ios", "coins_1000", "2026-06-10", facts={"buyer.member": True})
    assert on_sale.lowest is not None
    assert str(on_sale.lowest.amount) == "20.00 EUR"


def test_prices_of_a_currency_that_nothing_converts_are_not_told_until_they_no_longer_count() -> None:
    other = {**TEXTS, "regions/bg.yaml": f"{BULGARIA}second_currency: none\n"}
    book = sound(load_texts(other))
    soon = quoted(book, "BG ios", "coins_1000", "2026-01-05")
    assert soon.lowest is not None
    assert soon.lowest.reason is NoLowestPrice.OTHER_CURRENCY
    assert until(soon) == datetime(2026, 1, 30, 22, tzinfo=UTC)
    later = quoted(book, "BG ios", "coins_1000", "2026-02-01")
    assert later.lowest is not None
    assert later.lowest.reason is NoLowestPrice.NOT_REDUCED
    assert datetime_of(later.period.start) == until(soon)
    reduced = quoted(book, "BG ios", "coins_1000", "2026-03-05")
    assert reduced.lowest is not None
    assert str(reduced.lowest.amount) == "13.99 EUR"


def test_a_price_that_needs_a_fact_is_not_told_and_one_never_sold_before_neither() -> None:
    needing = "prices: {coins_1000: {begins: {by: buyer.member, is: {yes: 20.00, no: 21.00}}, 2026-02-01: 18.00}}\n"
    first = "prices: {coins_1000: {begins: none, 2026-02-01: 20.00}}\n"
    head = "region: RO\ncurrency: EUR\ntime_zone: Europe/Bucharest\nsecond_currency: none\n"
    sale = "promotions: {now: {from: 2026-02-01, last_day: 2026-02-20, discount: 10 %, name: N}}\n"
    books = [
        sound(load_texts({"rules/book.yaml": RULES, "regions/ro.yaml": head + own})) for own in (needing, first + sale)
    ]
    reasons = []
    for book in books:
        lowest = quoted(book, "RO ios", "coins_1000", "2026-02-05").lowest
        reasons.append(lowest.reason if lowest is not None else None)
    assert reasons == [NoLowestPrice.FACT_NEEDED, NoLowestPrice.NO_EARLIER_PRICE]


def test_the_same_package_paid_in_another_way_is_compared_for_this_buyer() -> None:
    declared = "ios: {name: iOS, ways: {card: {name: Card, order: 2}, store: {name: Store, order: 1}}}"
    ways = (
        RULES.replace("ios: {name: iOS}", declared)
        .replace("{platform: net}]", "{way: store}, {way: paypal}]")
        .replace("web: {name: Web}", "web: {name: Web, ways: {paypal: {name: PayPal}}}")
    )
    region = """
region: RO
currency: EUR
time_zone: Europe/Bucharest
second_currency: none
prices: {coins_1000: {by: purchase.way, is: {card: 17.00, store: 20.00}, other: 20.00}}
"""
    book = sound(load_texts({"rules/book.yaml": ways, "regions/ro.yaml": region}))
    card = quoted(book, "RO ios", "coins_1000", "2026-02-01", 2, facts={"purchase.way": "card"})
    assert savings(card) == {"way store": ("6.00", Fraction(3, 20))}
    assert savings(quoted(book, "RO ios", "coins_1000", "2026-02-01", facts={"purchase.way": "store"})) == {}
    untold = quoted(book, "RO ios", "coins_1000", "2026-02-01")
    assert (untold.listed_minor, savings(untold)) == (2000, {})
