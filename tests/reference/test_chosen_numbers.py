"""Prices per coin, tiers, and numbers that whoever asks chooses, worked by hand."""

from fractions import Fraction

import pytest

from ratecard.quotes.requests import PriceListRequest
from ratecard.refusals import InvalidInput, NotSold, QuantityOutOfRange, UnknownPackage
from tests.reference.answering import Listed, listed
from tests.reference.book_errors import NothingLeft
from tests.reference.buying import Bought, Chosen, all_chosen, buy, cheapest_by_rounding
from tests.reference.choices import Choice, OutOfRange, Range, SpendTooLow
from tests.reference.facts import Known
from tests.reference.reading import Book
from tests.reference.selling import Sold
from tests.reference.small_worlds import price, request, world
from tests.reference.told import NOTHING_TOLD, OverBudget, Told
from tests.reference.writing import money_of

CENTS = "pricing: {rounding: half up}\n"
WHOLE = "{by: purchase.coins, from: {0: 0.0139 EUR each, 5000: 0.0135 EUR each}}"
EACH = "{tiers: {0: 0.0139 EUR each, 5000: 0.0135 EUR each}}"
CA = "currency: CAD\ntime_zone: America/Toronto\ntax: {display: exclusive, lines: {gst: {rate: 5 %}}}\n"


def top_up(price_of_one: str, coins: str = "{least: 1, most: 10_000}", more: str = "") -> Book:
    """Germany sells a chosen number of coins at this price."""
    return world(f"{CENTS}packages: {{top_up: {{coins: {coins}{more}}}}}\n", de=f"prices: {{top_up: {price_of_one}}}\n")


def bought(
    book: Book, coins: int | None = None, where: str = "DE ios top_up", told: Told = NOTHING_TOLD, quantity: int = 1
) -> Bought:
    """What so many coins come to."""
    asked = request(where)
    return buy(book, type(asked)(asked.region, asked.platform, asked.package, asked.at, quantity), Choice(coins), told)


def costs(book: Book, coins: int) -> int:
    """What so many coins cost, in minor units."""
    answer = bought(book, coins)
    assert isinstance(answer, Sold), answer
    assert answer.figures.coins == coins
    return answer.figures.listed


def most(book: Book, spend: str, where: str = "DE ios top_up") -> Bought:
    """The most that so much money buys."""
    digits, _, currency = spend.partition(" ")
    return buy(book, request(where), spend=money_of(int(digits.replace(".", "")), currency))


@pytest.mark.parametrize(
    ("tiers", "coins", "expected"),
    [
        (WHOLE, 6000, 8100),  # 6,000 × 0.0135
        (EACH, 6000, 8300),  # 5,000 × 0.0139 and 1,000 × 0.0135
        (WHOLE, 4999, 6949),  # 69.4861
        (WHOLE, 5000, 6750),  # the 5,000th makes all of them cheaper
        (EACH, 4999, 6949),
        (EACH, 5000, 6950),
        (EACH, 5001, 6951),  # 69.5135: the 5,001st coin is the first of the second tier
        (EACH, 5002, 6953),  # 69.527
        ("0.0139 EUR each", 6000, 8340),
        ("1 EUR per 72", 6000, 8333),  # 83.3333
    ],
)
def test_prices_by_tier(tiers: str, coins: int, expected: int) -> None:
    assert costs(top_up(tiers), coins) == expected


def test_a_computed_price_of_nothing_is_an_error_and_two_coins_cost_a_cent() -> None:
    book = top_up("0.0049 EUR each")
    with pytest.raises(NothingLeft):
        bought(book, 1)
    assert costs(book, 2) == 1  # 0.0098
    bounded = world(
        f"{CENTS}price_bounds: {{EUR: {{least: 0.29, most: 99.99}}}}\npackages: {{top_up: {{coins: {{most: 10}}}}}}\n",
        de="prices: {top_up: 0.0049 EUR each}\n",
    )
    assert costs(bounded, 1) == 29  # a least that is stated is what it is raised to


def test_tiers_are_dated_and_may_vary_by_a_fact_whole() -> None:
    varied = "{by: buyer.member, is: {yes: {tiers: {0: 0.02 EUR each, 10: 0.01 EUR each}}}, other: 0.03 EUR each}"
    book = top_up(f"{{begins: 0.05 EUR each, 2026-07-01: {varied}}}")
    told: dict[str, Known] = {"buyer__member": True}
    nothing: dict[str, Known] = {}
    for at, facts, expected in (
        ("2026-06-30T12:00+00:00", told, 100),
        ("2026-07-01T12:00+00:00", told, 30),  # 10 × 0.02 and 10 × 0.01
        ("2026-07-01T12:00+00:00", nothing, 60),
    ):
        answer = buy(book, request("DE ios top_up", at, **facts), Choice(20))
        assert isinstance(answer, Sold)
        assert answer.figures.listed == expected
        assert answer.figures.assumed == (set() if facts or at < "2026-07-01" else {"buyer.member"})


def test_a_fixed_package_may_have_a_price_per_coin_and_others_follow_what_it_comes_to() -> None:
    web = "platforms: {web: {pricing: {derive: {from: {platform: ios}, factor: 0.5}}}}\n"
    book = world(CENTS + web, de="prices: {coins_1000: 0.0139 EUR each, coins_100: {as: coins_1000, factor: 1.1}}\n")
    assert price(book, "DE ios coins_1000") == "13.90 EUR"
    assert price(book, "DE web coins_1000") == "6.95 EUR"
    assert price(book, "DE ios coins_100") == "1.53 EUR"  # 0.0139 × 100 × 1.1 is 1.529


def test_numbers_are_least_and_steps_from_it() -> None:
    book = top_up("0.01 EUR each", "{least: 30, most: 130, step: 50}")
    assert [costs(book, coins) for coins in (30, 80, 130)] == [30, 80, 130]
    within = Range(30, 130, 50)
    assert bought(book, 100) == OutOfRange("top_up", 100, within, (80, 130))
    assert bought(book, 29) == OutOfRange("top_up", 29, within, (30,))
    assert bought(book, 131) == OutOfRange("top_up", 131, within, (130,))
    assert bought(book) == OutOfRange("top_up", None, within, ())


def test_a_number_outside_of_the_range_is_told_before_what_it_would_come_to() -> None:
    book = top_up("0.0049 EUR each", "{least: 30, most: 130}")
    assert bought(book, 1) == OutOfRange("top_up", 1, Range(30, 130, 1), (30,))


def test_a_least_is_its_step_where_none_is_stated() -> None:
    assert bought(top_up("0.01 EUR each", "{most: 100, step: 25}"), 20) == OutOfRange(
        "top_up", 20, Range(25, 100, 25), (25,)
    )


def test_naming_a_number_where_there_is_nothing_to_choose_is_wrong_input() -> None:
    book = world(CENTS, de="prices: {coins_100: 1.39}\n")
    assert bought(book, 100, "DE ios coins_100") == InvalidInput(("coins",), "")
    assert isinstance(most(book, "5.00 EUR", "DE ios coins_100"), InvalidInput)
    assert isinstance(most(top_up("0.01 EUR each"), "5.00 USD"), InvalidInput)
    assert bought(book, 100, "DE ios coins_1") == UnknownPackage("coins_1", ())


def test_price_comes_before_range_and_range_before_quantity() -> None:
    asked = request("DE ios top_up")
    unsold = top_up("none", "{least: 30, most: 130}", ", quantity: {most: 2}")
    assert bought(unsold, 10) == NotSold("DE", "ios", "top_up", asked.at)
    book = top_up("0.01 EUR each", "{least: 30, most: 130}", ", quantity: {most: 2}")
    assert isinstance(bought(book, 10, quantity=3), OutOfRange)
    assert bought(book, 30, quantity=3) == QuantityOutOfRange(3, 1, 2)
    assert isinstance(bought(book, 30, told=Told(budget=(29, 0))), OverBudget)


def test_several_units_are_each_priced_by_themselves() -> None:
    answer = bought(top_up(EACH), 6000, quantity=2)
    assert isinstance(answer, Sold)
    assert (answer.figures.coins, answer.figures.listed) == (12_000, 16_600)


def test_a_bonus_may_depend_on_the_number() -> None:
    book = top_up("0.01 EUR each", more=", bonus: {by: purchase.coins, from: {0: 0, 1000: 5 %}}")
    found = [bought(book, coins) for coins in (999, 1500)]
    assert [answer.figures.bonus for answer in found if isinstance(answer, Sold)] == [0, 75]


def test_the_price_of_what_is_chosen_is_known_where_a_commission_asks_for_it() -> None:
    rules = """
pricing: {rounding: half up}
packages: {top_up: {coins: {most: 10_000}}}
platforms:
  web:
    commission:
      lines: {card: {rate: {by: purchase.amount, from: {0 EUR: 30 %, 10 EUR: 10 %}}, base: net}}
      rounding: half up
      per: unit
facts: {purchase.amount: {type: money}}
"""
    own = "prices: {top_up: 0.01 EUR each}\nplatforms: {web: {tax: {lines: {vat: none}}}}\n"
    book = world(rules, de=own)
    found = [bought(book, coins, "DE web top_up") for coins in (999, 1000)]
    assert [answer.figures.commission for answer in found if isinstance(answer, Sold)] == [300, 100]  # 2.997, 1.00


def test_the_most_for_some_money_is_of_the_gross() -> None:
    """5 % on top: 952 coins are 9.52 and 0.48 (0.476), which is 10.00; 953 are 10.01."""
    rules = f"{CENTS}packages: {{top_up: {{coins: {{most: 1000}}}}}}\n"
    answer = most(world(rules, ca=f"{CA}prices: {{top_up: 0.01 CAD each}}\n"), "10.00 CAD", "CA ios top_up")
    assert isinstance(answer, Sold)
    assert (answer.figures.coins, answer.figures.gross) == (952, 1000)


def test_the_most_is_of_the_listed_price_where_the_gross_is_not_known() -> None:
    rules = f"{CENTS}packages: {{top_up: {{coins: {{most: 1000}}}}}}\n"
    answer = most(world(rules, us="prices: {top_up: 0.01 USD each}\n"), "4.99 USD", "US ios top_up")
    assert isinstance(answer, Sold)
    assert (answer.figures.coins, answer.figures.gross) == (499, None)


@pytest.mark.parametrize(
    ("spend", "expected"),
    [
        ("1.34 EUR", 112),  # 1.344 at 0.012; 113 are 1.36
        ("1.22 EUR", 102),  # 1.224
        ("1.20 EUR", 100),
        ("1.19 EUR", 85),  # 100 cost 1.20; 85 at 0.014 are 1.19, and 86 are 1.204, rounded 1.20
    ],
)
def test_the_most_may_lie_beyond_a_threshold_that_makes_all_cheaper(spend: str, expected: int) -> None:
    book = top_up("{by: purchase.coins, from: {0: 0.014 EUR each, 100: 0.012 EUR each}}", "{most: 120}")
    answer = most(book, spend)
    assert isinstance(answer, Sold)
    assert answer.figures.coins == expected


def test_too_little_money_is_told_what_the_least_costs() -> None:
    assert most(top_up("0.01 EUR each", "{least: 30, most: 130, step: 50}"), "0.29 EUR") == SpendTooLow(
        "top_up", 30, 30
    )
    answer = most(top_up("0.01 EUR each", "{least: 30, most: 130, step: 50}"), "1.29 EUR")
    assert isinstance(answer, Sold)
    assert answer.figures.coins == 80


def test_promotions_and_derives_pass_over_what_is_chosen() -> None:
    rules = """
pricing: {rounding: half up}
packages: {top_up: {coins: {most: 100}}}
promotions: {half: {discount: 50 %}, code: {code: HALF, discount: 10 %}}
platforms: {web: {pricing: {derive: {from: {platform: ios}, factor: 0.5}}}}
"""
    book = world(rules, de="prices: {top_up: 0.02 EUR each, coins_100: 2.00}\n")
    for where in ("DE ios top_up", "DE web top_up"):
        answer = bought(book, 100, where, Told(codes=("HALF",)))
        assert isinstance(answer, Sold)
        assert (answer.figures.listed, answer.promoted.applied, answer.promoted.codes) == (
            200,
            (),
            (("HALF", "NOT_MET"),),
        )
    assert price(book, "DE web coins_100") == "1.00 EUR"


@pytest.mark.parametrize("chosen_on", ["ios", "web"])
def test_what_is_chosen_on_one_side_alone_is_not_derived_either(chosen_on: str) -> None:
    other = "web" if chosen_on == "ios" else "ios"
    rules = f"""
pricing: {{rounding: half up}}
platforms:
  {chosen_on}: {{packages: {{top_up: {{coins: {{most: 100}}}}}}}}
  {other}: {{packages: {{top_up: {{coins: 50}}}}}}
"""
    own = """
prices: {top_up: 0.02 EUR each}
platforms: {web: {pricing: {derive: {from: {platform: ios}, factor: 0.5}}}}
"""
    book = world(rules, de=own)
    assert price(book, f"DE {other} top_up") == "1.00 EUR"  # 50 × 0.02
    answer = bought(book, 100, f"DE {chosen_on} top_up")
    assert isinstance(answer, Sold)
    assert answer.figures.listed == 200


def test_a_list_shows_range_and_tiers_and_no_price() -> None:
    asked = PriceListRequest("DE", "ios", request("DE ios top_up").at)
    book = top_up(WHOLE, "{least: 30, most: 9980, step: 50}")
    tiers = ((30, Fraction("1.39")), (5030, Fraction("1.35")))  # 5,030 is the first that may be chosen
    assert all_chosen(book, asked) == (Chosen("top_up", "EUR", Range(30, 9980, 50), tiers, False, "half up"),)
    found = listed(book, asked)
    assert isinstance(found, Listed)
    assert (found.sold, found.refused) == ((), {})
    (exact,) = all_chosen(top_up(WHOLE, "{least: 50, most: 9950, step: 50}"), asked)
    assert [start for start, _ in exact.tiers] == [50, 5000]
    (each,) = all_chosen(top_up(EACH, "{least: 30, most: 9980, step: 50}"), asked)
    assert (each.tiers, each.each) == (((0, Fraction("1.39")), (5000, Fraction("1.35"))), True)
    (short,) = all_chosen(top_up(EACH, "{least: 30, most: 5000}"), asked)
    assert short.tiers == ((0, Fraction("1.39")),)
    assert all_chosen(top_up("none"), asked) == ()


@pytest.mark.parametrize(
    ("coins", "expected"),
    [
        ("{least: 30, most: 10_000}", None),
        ("{least: 10, most: 10_000}", (14, 19)),  # 0.1946 becomes 0.19, 2.4 % less; 0.1529 becomes 0.15, 1.9 %
        ("{least: 1, most: 10_000}", (1, 1)),  # 0.0139 becomes 0.01
        ("{least: 14, most: 28, step: 14}", (14, 19)),
    ],
)
def test_the_number_that_rounding_makes_cheapest_is_found(coins: str, expected: tuple[int, int] | None) -> None:
    assert cheapest_by_rounding(top_up("0.0139 EUR each", coins), request("DE ios top_up")) == expected


def test_of_two_numbers_that_are_as_cheap_the_least_is_told() -> None:
    rules = "pricing: {rounding: down to 0.10}\npackages: {top_up: {coins: {least: 15, most: 150, step: 135}}}\n"
    tiers = "{by: purchase.coins, from: {0: 0.01 EUR each, 100: 0.001 EUR each}}"
    book = world(rules, de=f"prices: {{top_up: {tiers}}}\n")  # 15 and 150 coins are 0.15, rounded 0.10
    assert cheapest_by_rounding(book, request("DE ios top_up")) == (15, 10)


def test_with_price_points_the_last_number_before_the_next_point_is_cheapest() -> None:
    rules = """
pricing: {rounding: half up to a price point}
price_points: {EUR: [{least: 0.99, most: 19.99, step: 1.00}]}
packages: {top_up: {coins: {least: 100, most: 1000}}}
"""
    book = world(rules, de="prices: {top_up: 0.01 EUR each}\n")
    assert cheapest_by_rounding(book, request("DE ios top_up")) == (148, 99)  # 149 are 1.49, in the middle: 1.99
