"""The worked numbers of the rules, and the cases that bit other engines: each with its right answer.

The answers are computed by hand or taken from what stores publish; neither the engine nor the reference made them.
"""

from collections.abc import Mapping

import pytest

from ratecard.currency import CURRENCIES, CURRENT
from ratecard.instants import Instant
from ratecard.loading import Loaded, load_texts
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
from ratecard.refusals import BeforeRules, FactNeeded, NotEligible, NotSold, QuantityOutOfRange, UnknownRegion
from tests.reference.dates import second

Facts = Mapping[str, str | int | bool]

BOOK = """
begins: 2025-01-01
languages: [en]
facts: {buyer.member: {type: yes or no}, buyer.age: {type: count}}
units: {coin: {name: {en: {one: coin, other: coins}}, price: {rounding: half up, extra_digits: 3}}}
packages: {c: {coins: 100}}
"""
NO_COMMISSION = "commission: none"
NO_TAX = "tax: none"
THIRTY_OF_NET = "commission: {lines: {store: {rate: 30 %, base: net}}, rounding: half up, per: unit}"
NINETEEN_INSIDE = """
tax: {display: inclusive, rounding: half up, per: unit, collected_by: store, lines: {vat: {name: VAT, rate: 19 %}}}
"""


def added(rate: str, per: str = "unit", rounding: str = "half up") -> str:
    """One tax that is added to the listed price."""
    return (
        f"tax: {{display: exclusive, rounding: {rounding}, per: {per}, collected_by: seller, "
        f"lines: {{vat: {{rate: {rate}}}}}}}"
    )


def load(tax: str = NO_TAX, commission: str = NO_COMMISSION, **regions: str) -> Loaded:
    """A book of these regions; each by its code, with the rest of its file."""
    files = {"rules/book.yaml": f"{BOOK}\nplatforms: {{ios: {{name: App Store}}}}\n{tax}\n{commission}\n"}
    for code, text in regions.items():
        region = code.replace("_", "-")
        zone = "" if "time_zone" in text else "time_zone: Europe/Berlin\n"
        files[f"regions/{region.lower()}.yaml"] = f"region: {region}\n{zone}{text}\n"
    return load_texts(files)


def codes(loaded: Loaded) -> set[str]:
    """The codes of everything that is wrong with a book."""
    return {found.code for found in loaded.diagnostics if found.severity.name == "ERROR"}


def ask(loaded: Loaded, region: str, at: str = "2026-11-01", quantity: int = 1, facts: Facts | None = None) -> object:
    """The answer to a purchase of package c at noon, or at the moment given, in UTC."""
    assert loaded.book is not None, loaded.diagnostics
    moment = Instant(second(at if "T" in at else f"{at}T12:00+00:00", "UTC"))
    return quote_purchase(loaded.book, PurchaseRequest(region, "ios", "c", moment, quantity, facts or {}))


def quoted(
    price: str, tax: str = NO_TAX, commission: str = NO_COMMISSION, quantity: int = 1, currency: str = "EUR"
) -> PurchaseQuote:
    """The quote of one price in one region, DE."""
    answer = ask(load(tax, commission, DE=f"currency: {currency}\nprices: {{c: {price}}}"), "DE", quantity=quantity)
    assert isinstance(answer, PurchaseQuote), answer
    return answer


def listed(loaded: Loaded, region: str, at: str, facts: Facts | None = None) -> str:
    """The listed price with its currency."""
    answer = ask(loaded, region, at, facts=facts)
    assert isinstance(answer, PurchaseQuote), answer
    return f"{answer.listed_minor} {answer.currency}"


# The worked numbers of section 6.


def test_eleven_ninety_with_nineteen_per_cent_inside_leaves_seven() -> None:
    quote = quoted("11.90", NINETEEN_INSIDE, THIRTY_OF_NET)
    assert (quote.net_minor, quote.tax_minor, quote.gross_minor) == (1000, 190, 1190)
    assert (quote.proceeds_minor, quote.commission_minor, quote.remittance_minor) == (700, 300, 700)


def test_thirty_per_cent_of_gross_leaves_six_forty_three() -> None:
    quote = quoted("11.90", NINETEEN_INSIDE, THIRTY_OF_NET.replace("base: net", "base: gross"))
    assert (quote.proceeds_minor, quote.commission_minor) == (643, 357)


@pytest.mark.parametrize(("scope", "proceeds"), [("unit", 760), ("order", 759)])
def test_ten_of_one_twenty_nine_depend_on_the_scope(scope: str, proceeds: int) -> None:
    commission = THIRTY_OF_NET.replace("per: unit", f"per: {scope}")
    assert quoted("1.29", NINETEEN_INSIDE, commission, quantity=10).proceeds_minor == proceeds


def test_a_fixed_part_counts_once_for_each_unit_or_once_for_the_order() -> None:
    line = "{rate: 2.9 %, base: gross, fixed: 0.30 EUR}"
    commission = f"commission: {{lines: {{card: {line}}}, rounding: half up, per: unit}}"
    assert quoted("10.00", commission=commission, quantity=10).commission_minor == 590
    of_order = commission.replace("per: unit", "per: order")
    assert quoted("10.00", commission=of_order, quantity=10).commission_minor == 320


def test_proceeds_may_be_below_nothing_and_are_never_above_the_net() -> None:
    fixed = "commission: {lines: {card: {fixed: 0.30 EUR}}, rounding: half up, per: order}"
    assert quoted("0.10", commission=fixed).proceeds_minor == -20
    nothing = "commission: {lines: {card: {rate: 0 %, base: net}}, rounding: up, per: unit}"
    quote = quoted("1.29", NINETEEN_INSIDE, nothing)  # the exact net is 1.084, which goes up to 1.09
    assert (quote.net_minor, quote.proceeds_minor, quote.commission_minor) == (108, 108, 0)


def test_the_seller_gets_the_tax_that_it_has_to_pay_over() -> None:
    quote = quoted("10.00", added("19 %"), THIRTY_OF_NET)
    assert (quote.gross_minor, quote.proceeds_minor, quote.remittance_minor) == (1190, 700, 890)


def test_tax_on_tax_is_of_the_net_and_of_the_other_tax() -> None:
    tax = (
        "tax: {display: exclusive, rounding: half up, rounded: each line, per: unit, collected_by: store, "
        "lines: {a: {rate: 10 %, on: b}, b: {rate: 5 %}}}"
    )
    quote = quoted("100.00", tax)
    assert [(line.id, amount) for line, amount in quote.tax_lines] == [("a", 1050), ("b", 500)]
    quote = quoted("115.50", tax.replace("exclusive", "inclusive"))
    assert (quote.net_minor, [amount for _, amount in quote.tax_lines]) == (10000, [1050, 500])


def test_tax_lines_share_what_is_left_by_largest_remainder_and_ties_go_to_the_earlier_one() -> None:
    tax = (
        "tax: {display: inclusive, rounding: half up, per: unit, collected_by: store, "
        "lines: {a: {rate: 5 %}, b: {rate: 5 %}, c: {rate: 10 %}}}"
    )
    quote = quoted("1.25", tax)  # net 1.04, tax 0.21: 5.25, 5.25 and 10.5 cents
    assert [amount for _, amount in quote.tax_lines] == [5, 5, 11]
    quote = quoted("1.20", tax.replace("c: {rate: 10 %}", "c: {rate: 0 %}"))  # net 1.09, tax 0.11: 5.5 each
    assert [amount for _, amount in quote.tax_lines] == [6, 5, 0]


def test_two_taxes_of_nothing_are_nothing() -> None:
    tax = "tax: {{display: {}, rounding: half up, rounded: together, per: unit, collected_by: store, lines: {}}}"
    for display in ("inclusive", "exclusive"):
        quote = quoted("1.29", tax.format(display, "{a: {rate: 0 %}, b: {rate: 0 %}}"))
        assert (quote.net_minor, quote.tax_line_minors, quote.gross_minor) == (129, (0, 0), 129)


def test_without_a_subdivision_nothing_is_invented() -> None:
    tax = "tax: {{display: {}, collected_by: store, depends_on: subdivision}}"
    quote = quoted("10.00", tax.format("exclusive"), THIRTY_OF_NET)
    assert quote.tax.status.value == "UNDETERMINED"
    assert (quote.listed_minor, quote.net_minor, quote.tax_minor, quote.gross_minor) == (1000, 1000, None, None)
    assert (quote.proceeds_minor, quote.remittance_minor) == (700, 700)
    of_gross = THIRTY_OF_NET.replace("base: net", "base: gross")
    assert quoted("10.00", tax.format("exclusive"), of_gross).proceeds_minor is None
    seller = quoted("10.00", tax.format("exclusive").replace("store", "seller"), THIRTY_OF_NET)
    assert (seller.proceeds_minor, seller.remittance_minor) == (700, None)
    inside = quoted("10.00", tax.format("inclusive"), THIRTY_OF_NET)
    assert (inside.net_minor, inside.gross_minor, inside.commission_minor) == (None, 1000, None)


def test_a_bonus_that_is_a_rate_is_rounded_down() -> None:
    region = "currency: EUR\nprices: {c: 1}\npackages: {c: {coins: 1321, bonus: 5 %}}"
    answer = ask(load(DE=region), "DE", quantity=3)
    assert isinstance(answer, PurchaseQuote)
    assert (answer.coins, answer.bonus, answer.total) == (3963, 198, 4161)


@pytest.mark.parametrize("quantity", [0, -1, 10_001])
def test_quantities_run_from_one_to_ten_thousand(quantity: int) -> None:
    loaded = load(DE="currency: EUR\nprices: {c: 1}")
    assert ask(loaded, "DE", quantity=quantity) == QuantityOutOfRange(quantity, 1, 10_000)
    assert isinstance(ask(loaded, "DE", quantity=10_000), PurchaseQuote)


# The table of traps.


@pytest.mark.parametrize(("scope", "gross"), [("order", 386), ("unit", 387)])
def test_three_of_one_oh_eight_depend_on_the_scope_of_tax(scope: str, gross: int) -> None:
    assert quoted("1.08", added("19 %", scope), quantity=3).gross_minor == gross


@pytest.mark.parametrize(("scope", "gross"), [("unit", 16990), ("order", 16993)])
def test_ten_of_fourteen_twenty_eight_depend_on_the_scope_of_tax(scope: str, gross: int) -> None:
    assert quoted("14.28", added("19 %", scope), quantity=10).gross_minor == gross


def test_two_point_six_per_cent_of_164_02_is_4_26() -> None:
    assert quoted("164.02", added("2.6 %")).tax_minor == 426
    cut = THIRTY_OF_NET.replace("30 %", "2.6 %")
    assert quoted("164.02", commission=cut).commission_minor == 426


def test_proceeds_are_rounded_once_at_the_end() -> None:
    quote = quoted("4.99", NINETEEN_INSIDE, THIRTY_OF_NET)  # 70 % of the rounded net, 4.19, would be 2.93
    assert (quote.net_minor, quote.proceeds_minor) == (419, 294)


def test_stores_whose_proceeds_go_up() -> None:
    up = THIRTY_OF_NET.replace("half up", "up")
    quotes = [quoted(price, commission=up, currency="USD") for price in ("0.99", "4.99", "9.99")]
    assert [quote.proceeds_minor for quote in quotes] == [70, 350, 700]
    assert quoted("50", commission=THIRTY_OF_NET.replace("30 %", "15 %"), currency="JPY").proceeds_minor == 43


def test_of_nothing_everything_is_exactly_nothing() -> None:
    quote = quoted("0", NINETEEN_INSIDE, THIRTY_OF_NET, quantity=7)
    assert (quote.net_minor, quote.tax_minor, quote.gross_minor, quote.proceeds_minor) == (0, 0, 0, 0)


def test_amounts_that_no_float_holds_keep_every_digit() -> None:
    quote = quoted("90071992547409.93", added("19 %"), THIRTY_OF_NET, quantity=9_999)
    assert quote.listed_minor == 9_007_199_254_740_993 * 9_999
    assert quote.tax_minor == 1_711_367_858_400_789 * 9_999  # 19 % is …788.67 cents
    assert quote.proceeds_minor == 6_305_039_478_318_695 * 9_999  # 70 % is …695.1


def test_the_currency_changes_with_its_day_and_not_before() -> None:
    loaded = load(
        BG="""
currency: {2025-01-01: BGN, 2026-01-01: EUR}
time_zone: Europe/Sofia
prices: {c: {2025-01-01: 2.59, 2026-01-01: 1.29}}
"""
    )
    assert listed(loaded, "BG", "2025-12-31T21:59:59+00:00") == "259 BGN"
    assert listed(loaded, "BG", "2025-12-31T22:00:00+00:00") == "129 EUR"


def test_an_old_price_still_open_when_the_currency_changes_is_an_error() -> None:
    loaded = load(BG="currency: {2025-01-01: BGN, 2026-01-01: EUR}\nprices: {c: {2025-01-01: 2.59}}")
    assert codes(loaded) == {"price-in-other-currency"}


def test_nothing_is_converted_into_another_currency() -> None:
    assert codes(load(DE="currency: EUR\nprices: {c: 1.29 USD}")) == {"price-in-other-currency"}
    assert listed(load(DE="currency: EUR\nprices: {c: 1.29 EUR}"), "DE", "2026-11-01") == "129 EUR"


def test_of_two_changes_in_one_month_the_newest_effective_one_holds() -> None:
    prices = "currency: EUR\nprices: {c: {2026-03-20: 3.00, 2025-01-01: 1.00, 2026-03-05: 2.00}}"
    loaded = load(DE=prices)
    days = ("2026-03-04", "2026-03-05", "2026-03-19", "2026-03-20", "2027-03-05")
    assert [listed(loaded, "DE", day) for day in days] == ["100 EUR", "200 EUR", "200 EUR", "300 EUR", "300 EUR"]


def test_of_two_regions_with_one_currency_the_callers_own_holds_and_never_the_lowest() -> None:
    loaded = load(AU="currency: USD\nprices: {c: 10.00}", AS="currency: USD\nprices: {c: 8.00}")
    assert (listed(loaded, "AU", "2026-11-01"), listed(loaded, "AS", "2026-11-01")) == ("1000 USD", "800 USD")
    unknown = ask(loaded, "AT")
    assert isinstance(unknown, UnknownRegion)


def test_a_value_for_a_fact_does_not_hold_where_the_fact_is_not_known() -> None:
    choice = "{by: buyer.member, is: {yes: 0.99}, other: 1.29}"
    loaded = load(DE=f"currency: EUR\nprices: {{c: {choice}}}")
    assert listed(loaded, "DE", "2026-11-01", {"buyer.member": True}) == "99 EUR"
    assert listed(loaded, "DE", "2026-11-01", {"buyer.member": False}) == "129 EUR"
    answer = ask(loaded, "DE")
    assert isinstance(answer, PurchaseQuote)
    assert (answer.listed_minor, answer.assumed) == (129, ("buyer.member",))
    without_other = load(DE="currency: EUR\nprices: {c: {by: buyer.member, is: {yes: 0.99, no: 1.29}}}")
    assert ask(without_other, "DE") == FactNeeded("buyer.member")


def test_a_threshold_holds_from_itself_on() -> None:
    loaded = load(DE="currency: EUR\nprices: {c: {by: buyer.age, from: {18: 2, 16: 1, 100: 3}, other: none}}")
    ages = (15, 16, 17, 18, 99, 100)
    answers = [ask(loaded, "DE", facts={"buyer.age": age}) for age in ages]
    assert isinstance(answers[0], NotSold)
    prices = [answer.listed_minor for answer in answers if isinstance(answer, PurchaseQuote)]
    assert prices == [100, 100, 200, 200, 300]


def test_a_condition_on_an_unknown_fact_stays_open_and_a_known_one_refuses() -> None:
    package = "packages: {c: {when: {buyer.age: {at least: 18}}}}"
    loaded = load(DE=f"currency: EUR\nprices: {{c: 1}}\n{package}")
    answer = ask(loaded, "DE")
    assert isinstance(answer, PurchaseQuote)
    assert [(one.fact, one.requirement, one.actual) for one in answer.open] == [("buyer.age", "at least 18", None)]
    refused = ask(loaded, "DE", facts={"buyer.age": 17})
    assert isinstance(refused, NotEligible)
    assert [(one.requirement, one.actual) for one in refused.unmet] == [("at least 18", "17")]
    assert isinstance(ask(loaded, "DE", facts={"buyer.age": 18}), PurchaseQuote)


def test_every_currency_has_the_decimals_of_iso_4217() -> None:
    without, three, four = "JPY KRW VND CLP ISK UGX", "KWD BHD TND", "CLF UYW"
    assert {code for code in CURRENCIES if CURRENCIES[code].exponent == 4} == set(four.split())
    for code in CURRENT:
        currency = CURRENCIES[code]
        digits = 0 if code in without.split() else 3 if code in three.split() else currency.exponent
        assert currency.exponent == digits, code
        assert quoted("12", currency=code).listed_minor == 12 * 10**digits
        if digits:
            assert quoted(f"1.{'0' * (digits - 1)}5", currency=code).listed_minor == 10**digits + 5
        more = load(DE=f"currency: {code}\nprices: {{c: 1.{'0' * digits}1}}")
        assert codes(more) == {"too-many-digits"}


# Time.


def test_a_day_begins_where_its_clocks_do() -> None:
    price = "currency: EUR\ntime_zone: {}\nprices: {{c: {{2025-01-01: 1.00, 2026-03-29: 2.00}}}}"
    cases = {"Asia/Beirut": "2026-03-28T22:00:00", "Asia/Kathmandu": "2026-03-28T18:15:00"}
    for zone, first in cases.items():
        loaded = load(DE=price.format(zone))
        answer = ask(loaded, "DE", f"{first}+00:00")
        assert isinstance(answer, PurchaseQuote)
        assert (answer.listed_minor, answer.market.period.start) == (200, second(f"{first}+00:00", "UTC"))


def test_the_second_before_the_book_begins_is_refused() -> None:
    loaded = load(DE="currency: EUR\nprices: {c: 1}")
    begins = Instant(second("2024-12-31T23:00:00+00:00", "UTC"))
    assert ask(loaded, "DE", "2024-12-31T22:59:59+00:00") == BeforeRules(Instant(begins - 1), begins)
    assert isinstance(ask(loaded, "DE", "2024-12-31T23:00:00+00:00"), PurchaseQuote)


def test_a_group_speaks_only_while_one_is_a_member_of_it() -> None:
    files = {
        "rules/book.yaml": f"{BOOK}\nplatforms: {{ios: {{name: App Store}}}}\n{added('10 %')}\n{NO_COMMISSION}",
        "regions/groups/free.yaml": "group: free\ntax: none",
        "regions/de.yaml": "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {c: 1.00}\n"
        "groups: {2025-02-01: [free], 2025-03-01: [], 2025-04-01: [free]}",
    }
    loaded = load_texts(files)
    days = ("2025-01-15", "2025-02-15", "2025-03-15", "2025-04-15")
    answers = [ask(loaded, "DE", day) for day in days]
    assert [quote.tax_minor for quote in answers if isinstance(quote, PurchaseQuote)] == [10, 0, 10, 0]


def test_inherit_ends_an_override() -> None:
    loaded = load(
        US="currency: USD\nprices: {c: 2.00}",
        US_NY="currency: USD\nprices: {c: {2025-06-01: 3.00, 2025-07-01: inherit}}",
    )
    prices = [listed(loaded, "US-NY", day) for day in ("2025-05-31", "2025-06-01", "2025-07-01")]
    assert prices == ["200 USD", "300 USD", "200 USD"]


def test_a_price_list_stands_in_the_order_of_the_rules_then_by_coins() -> None:
    packages = "packages: {c: {order: 2}, b: {coins: 50, order: 2}, a: {coins: 10}, z: {coins: 900, order: 1}}"
    loaded = load(DE=f"currency: EUR\nprices: {{a: 1, b: 2, c: 3, z: 4}}\n{packages}")
    assert loaded.book is not None
    answer = list_prices(loaded.book, PriceListRequest("DE", "ios", Instant(second("2026-11-01T12:00+00:00", "UTC"))))
    assert isinstance(answer, PriceList)
    assert [quote.package.id for quote in answer.packages] == ["z", "b", "c", "a"]


def test_a_region_may_be_billed_in_the_currency_that_the_rules_state_for_a_platform() -> None:
    files = {
        "rules/book.yaml": f"{BOOK}\nplatforms: {{web: {{name: Web, currency: USD}}}}\n{NO_TAX}\n{NO_COMMISSION}",
        "regions/de.yaml": "region: DE\ntime_zone: Europe/Berlin\nplatforms: {web: {prices: {c: 1.29}}}",
    }
    loaded = load_texts(files)
    assert loaded.book is not None, loaded.diagnostics
    moment = Instant(second("2026-11-01T12:00+00:00", "UTC"))
    answer = quote_purchase(loaded.book, PurchaseRequest("DE", "web", "c", moment))
    assert isinstance(answer, PurchaseQuote)
    assert (answer.listed_minor, answer.currency.code) == (129, "USD")


def test_a_country_means_its_own_days_whoever_reads_them() -> None:
    prices = "currency: USD\ntime_zone: America/New_York\nprices: {c: {2025-01-01: 1.00, 2026-07-01: 2.00}}"
    loaded = load(US=prices, US_HI="time_zone: Pacific/Marquesas")
    moments = ("2026-07-01T03:59:59+00:00", "2026-07-01T04:00:00+00:00")
    assert [listed(loaded, "US-HI", moment) for moment in moments] == ["100 USD", "200 USD"]


def test_a_net_that_is_rounded_up_is_never_above_its_price() -> None:
    """0.07 with 19 % inside: the exact net 0.0588 is 0.10, rounded up to five cents. The price is all there is."""
    quote = quoted("0.07", NINETEEN_INSIDE.replace("half up", "up to 0.05"))
    assert (quote.net_minor, quote.tax_minor, quote.gross_minor) == (7, 0, 7)
