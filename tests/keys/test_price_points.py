"""`price_points`, `price_bounds` and `pricing.rounding`: what a price may become, and what is said of wrong ones."""

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.loading import Loaded
from ratecard.terms.facts import choose_as
from ratecard.terms.market import Market
from ratecard.terms.pricing import PricingTerms
from tests.book.asking import at
from tests.books import sound
from tests.cases.smallest import DE, load

EURO = "price_points: {EUR: [0.29, {least: 0.49, most: 9.99, step: 0.50}, {least: 10.99, most: 99.99, step: 1.00}]}\n"
TO_A_POINT = "pricing: {rounding: half up to a price point}\n"
ABROAD = """
region: {region}
currency: {currency}
time_zone: {zone}
tax: {{lines: {{vat: {{name: VAT, rate: 10 %}}}}}}
prices: {{coins_100: {price}}}
"""
JAPAN = ABROAD.format(region="JP", currency="JPY", zone="Asia/Tokyo", price=200)


def loaded(text: str, **files: str) -> Loaded:
    """The smallest book with more in Germany's file; `files` are further ones, by their paths with __ for /."""
    more = {f"{path.replace('__', '/')}.yaml": own for path, own in files.items()}
    return load({"regions/de.yaml": DE + text, **more})


def market(book: RuleBook, day: str = "2026-06-01", region: str = "DE", platform: str = "ios") -> Market:
    """A market of the book on a day."""
    found = book.market((region, platform), at(day))
    assert isinstance(found, Market)
    return found


def pricing(
    book: RuleBook, day: str = "2026-06-01", region: str = "DE", platform: str = "ios", age: int = 30
) -> PricingTerms:
    """How prices are rounded in a market."""
    terms = choose_as(PricingTerms, market(book, day, region, platform).pricing, {"buyer.age": age}, [])
    assert isinstance(terms, PricingTerms)
    return terms


def test_19_99_less_a_quarter_is_14_99() -> None:
    assert pricing(sound(loaded(EURO + TO_A_POINT))).rounded(1999 * 3, 4, 1999) == 1499


@pytest.mark.parametrize(
    ("rounding", "exact", "becomes"),
    [
        ("half up to a price point", (524, 1), 549),
        ("half up to a price point", (523, 1), 499),
        ("half up to a price point", (1049, 1), 1099),
        ("half up to a price point", (1048, 1), 999),
        ("down to a price point", (1098, 1), 999),
        ("up to a price point", (9991, 10), 1099),
        ("up to a price point", (999, 1), 999),
        ("up to a price point", (1, 3), 29),
        ("down to a price point", (28, 1), None),
        ("half up to a price point", (10_000, 1), None),
        ("half up", (2 * 1448 + 1, 2), 1449),
        ("half even", (2 * 1448 + 1, 2), 1448),
        ("half up to 0.05", (1448, 1), 1450),
        ("up to 10", (1448, 1), 2000),
        ("half up", (1, 3), 1),
        ("down", (1, 3), None),
        ("half up to 0.05", (0, 1), 0),
    ],
)
def test_a_computed_price_becomes_an_allowed_one(rounding: str, exact: tuple[int, int], becomes: int | None) -> None:
    book = sound(loaded(f"{EURO}pricing: {{rounding: {rounding}}}\n"))
    assert pricing(book).rounded(*exact) == becomes


@pytest.mark.parametrize(
    ("exact", "regular", "becomes"),
    [
        (28, 129, 29),  # with down, a discount ends at the lowest
        (28, 19, 19),  # never above the regular price
        (10, 19, 19),
        (0, 19, 0),
        (130, 129, 129),
        (129, 129, 129),  # the regular price stays, a point or not
        (128, 129, 99),
    ],
)
def test_a_discounted_price_is_at_most_the_regular_one(exact: int, regular: int, becomes: int) -> None:
    book = sound(loaded(EURO + "pricing: {rounding: down to a price point}\n"))
    assert pricing(book).rounded(exact, 1, regular) == becomes


def test_bounds_hold_for_points_and_for_steps() -> None:
    bounds = "price_bounds: {EUR: {least: 1.00, most: 20.00}}\n"
    to_a_point = pricing(sound(loaded(EURO + TO_A_POINT + bounds)))
    assert [to_a_point.rounded(exact, 1) for exact in (0, 1, 150, 1999, 2000)] == [0, 149, 149, 1999, None]
    to_a_step = pricing(sound(loaded(bounds + "pricing: {rounding: half up to 0.30}\n")))
    assert [to_a_step.rounded(exact, 1) for exact in (1, 130, 1980, 1981)] == [120, 120, 1980, None]


def test_points_and_bounds_are_those_of_the_markets_currency_and_bare_money_is_in_it() -> None:
    points = "{EUR: [0.99], JPY: [100, {least: 250, most: 1000, step: 150}], KWD: [0.250]}"
    kuwait = ABROAD.format(region="KW", currency="KWD", zone="Asia/Kuwait", price="0.500")
    rules = f"price_points: {points}\nprice_bounds: {{JPY: {{least: 100, most: 600}}, KWD: {{most: 5}}}}\n{TO_A_POINT}"
    book = sound(loaded("", rules__points=rules, regions__jp=JAPAN, regions__kw=kuwait))
    assert pricing(book).rounded(50, 1) == 99
    assert [pricing(book, region="JP").rounded(exact, 1) for exact in (1, 420, 550, 551)] == [100, 400, 550, None]
    assert pricing(book, region="KW").rounded(1, 1) == 250
    assert market(book).price_bounds is None
    assert str(market(book, region="JP").price_bounds) == "100 JPY to 600 JPY"
    assert str(market(book, region="KW").price_bounds) == "0.001 KWD to 5.000 KWD"


def test_they_are_dated_and_stated_layer_by_layer() -> None:
    own = "price_points: {EUR: {begins: [0.99], 2026-03-01: none, 2026-09-01: [{least: 1, most: 5}]}}\n"
    rules = "price_points: {EUR: [0.49]}\nprice_bounds: {EUR: {most: 50}}\n"
    book = sound(loaded(own + TO_A_POINT, rules__points=rules))
    days = ("2026-02-28", "2026-03-01", "2026-09-01")
    assert [pricing(book, day).rounded(30, 1) for day in days] == [99, None, 100]
    assert [str(market(book, day).price_bounds) for day in days] == ["0.01 EUR to 50.00 EUR"] * 3


def test_the_rounding_is_of_a_platform_and_varies_by_a_fact() -> None:
    by_age = "pricing: {rounding: {by: buyer.age, from: {0: half up, 18: half up to a price point}}}\n"
    web = "platforms: {web: {pricing: {rounding: up to 0.50}}}\n"
    rules = "facts: {buyer.age: {type: count}}\n"
    book = sound(loaded(EURO + by_age + web, rules__facts=rules))
    assert [pricing(book, age=age).rounded(110, 1) for age in (17, 18)] == [110, 99]
    assert pricing(book, platform="web").rounded(110, 1) == 150


def test_without_a_rounding_there_are_no_terms() -> None:
    assert market(sound(loaded(EURO))).pricing is None
    assert market(sound(loaded(TO_A_POINT + "platforms: {ios: {pricing: none}}\n"))).pricing is None


def test_the_digest_is_of_the_points_and_not_of_how_they_are_written() -> None:
    def digest(points: str) -> str:
        return sound(loaded(f"price_points: {{EUR: {points}}}\n")).digest

    assert digest("[0.99, 1]") == digest("[0.99 EUR, 1.00]") == digest("{value: [0.99, 1.00], source: example}")
    assert len({digest(points) for points in ("[0.99]", "[0.99, 1]", "[1]", "[{least: 0.99, most: 1}]")}) == 4


@pytest.mark.parametrize(
    ("text", "code", "at_text", "advice"),
    [
        ("pricing: {rounding: half even to a price point}", "not-a-rounding", "", "write half up to a price point"),
        ("pricing: {rounding: half up to price point}", "not-a-rounding", "", "write half up to a price point"),
        (
            "pricing: {rounding: half up to 0.99}",
            "not-a-rounding",
            "",
            "write half up to a price point, and list prices",
        ),
        ("pricing: {rounding: haf up to a price point}", "not-a-rounding", "", "write half up to a price point"),
        ("pricing: {rounding: to a price point}", "not-a-rounding", "to a price point", "half up to a price point"),
        ("pricing: {rounding: up to 0.001}", "step-too-fine", "up to 0.001", "write up for"),
        ("price_points: {EUR: 0.99}", "not-a-list", "0.99", "write [0.99]"),
        ("price_points: {EUR: [0.99 USD]}", "amount-in-other-currency", "0.99 USD", "state it in EUR"),
        ("price_points: {EUR: [{least: 1, most: 2 USD}]}", "amount-in-other-currency", "2 USD", "state it in EUR"),
        ("price_points: {EUR: [0.995]}", "too-many-digits", "0.995", ""),
        ("price_points: {EUR: [0.99, 0.99]}", "listed-twice", "0.99", "delete it"),
        ("price_points: {EUR: [1, 1.00]}", "listed-twice", "1.00", "keep one of the two"),
        ("price_points: {EUR: [{least: 1, most: 5}, 3.50]}", "listed-twice", "3.50", "keep one of the two"),
        ("price_points: {EUR: [1.99, 0.99]}", "points-out-of-order", "0.99", "the lowest first"),
        ("price_points: {EUR: [{least: 1, most: 5, step: 1}, 3.50]}", "points-out-of-order", "3.50", "do not overlap"),
        ("price_points: {EUR: [{least: 5, most: 1}]}", "cap-below-floor", "1", "write a most of at least"),
        ("price_points: {EUR: [{least: 1, most: 2.25, step: 0.50}]}", "not-one-of", "2.25", "2.00 EUR or 2.50 EUR"),
        ("price_points: {EUR: [{least: 1, step: 0}]}", "not-money", "0", "above 0"),
        ("price_points: {EUR: [{by: buyer.age, from: {0: 1}}]}", "not-by-fact", "{by: buyer.age, from: {0: 1}}", ""),
        ("price_points: {EUR: {by: buyer.age, from: {0: [1]}}}", "not-a-list", "{by: buyer.age, from: {0: [1]}}", ""),
        ("price_points: {EURO: [1]}", "unknown-currency", "EURO", "EUR"),
        ("price_bounds: {EUR: 5}", "not-a-mapping", "5", "write a range"),
        ("price_bounds: {least: 1, most: 50}", "not-a-mapping", "least", "price_bounds: {EUR: {least: 1, most: 50}}"),
        ("price_bounds: {most: 50}", "not-a-mapping", "most", "price_bounds: {EUR: {most: 50}}"),
        ("price_points: {least: 1, most: 50, step: 1}", "not-a-mapping", "least", "price_points: {EUR: [{least: 1,"),
        ("price_bounds: {EUR: {most: 50 USD}}", "amount-in-other-currency", "50 USD", "state it in EUR"),
        ("price_bounds: {EUR: {least: 0.49, most: 50.49, step: 0.50}}", "unfitting-rounding", "", "leave the step out"),
        ("price_bounds: {EUR: {by: buyer.age, from: {0: {most: 50}}}}", "not-by-fact", "", ""),
        ("price_bounds: {EUR: {least: 2, most: 50}}", "price-out-of-bounds", "1.29", "2.00 EUR to 50.00 EUR"),
        ("price_bounds: {EUR: {most: 12.98}}", "price-out-of-bounds", "12.99", "0.01 EUR to 12.98 EUR"),
        (
            "promotions: {sale: {name: Sale, price: {coins_100: 0.19}}}\nprice_bounds: {EUR: {least: 0.29, most: 50}}",
            "price-out-of-bounds",
            "0.19",
            "0.29 EUR to 50.00 EUR",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(text: str, code: str, at_text: str, advice: str) -> None:
    (found,) = loaded(text + "\n").diagnostics
    assert found.code == code, found
    assert advice in found.advice, found.advice
    assert found.place is not None
    line = (DE + text).splitlines()[found.place.line - 1]
    assert at_text in ("", line[found.place.column - 1 : found.place.end_column - 1])


def test_a_price_beyond_its_bounds_is_told_with_both_places_and_since_when() -> None:
    text = "price_bounds: {EUR: {begins: {least: 0.49}, 2026-03-01: {least: 2, most: 50}, 2026-04-01: none}}\n"
    (found,) = loaded(text).diagnostics
    assert found.code == "price-out-of-bounds"
    assert found.sentence == (
        "the price 1.29 EUR of coins_100 in DE on ios is below the least, 2.00 EUR from 2026-02-28 23:00 UTC on"
    )
    assert found.place is not None
    assert [(found.place.file, found.place.line)] == [("regions/de.yaml", 10)]
    assert [(note.place.line, note.text) for note in found.notes] == [(12, "the bounds are stated here")]


def test_a_promoted_price_counts_while_its_promotion_is_open() -> None:
    sale = "promotions: {sale: {name: Sale, before: 2026-03-01, price: {coins_100: 0.19}}}\n"
    bounds = "price_bounds: {{EUR: {{begins: none, {day}: {{least: 0.29, most: 50}}}}}}\n"
    assert [d.code for d in loaded(sale + bounds.format(day="2026-02-28")).diagnostics] == ["price-out-of-bounds"]
    assert not loaded(sale + bounds.format(day="2026-03-01")).diagnostics


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            TO_A_POINT + "price_points: {EUR: [0.29]}\nprice_bounds: {EUR: {least: 0.49, most: 50}}\n",
            "no price point of EUR lies within the bounds of prices, 0.49 EUR to 50.00 EUR",
        ),
        (
            "pricing: {rounding: up to 100}\nprice_bounds: {EUR: {least: 0.49, most: 50}}\n",
            "no multiple of 100.00 EUR lies within the bounds of prices, 0.49 EUR to 50.00 EUR",
        ),
        (
            TO_A_POINT + "promotions: {sale: {name: Sale, discount: 20 %}}\n",
            "of coins_100 at 1.29 EUR in DE on ios, sale leaves no allowed price",
        ),
        (
            TO_A_POINT + "price_points: {EUR: [0.99, 4.99]}\npromotions: {sale: {name: Sale, discount: 20 %}}\n",
            "of coins_1000 at 12.99 EUR in DE on ios, sale leaves no allowed price",
        ),
    ],
)
def test_where_no_price_is_allowed_that_is_told(text: str, sentence: str) -> None:
    (found,) = loaded(text).diagnostics
    assert (found.code, found.sentence) == ("no-price-point", sentence)


def test_of_points_that_are_wrong_themselves_nothing_more_is_said() -> None:
    points = "price_points: {EUR: [{least: 0.49, most: 99.99, step: 0.60}]}\n"
    (found,) = loaded(TO_A_POINT + points + "promotions: {sale: {name: Sale, discount: 20 %}}\n").diagnostics
    assert found.code == "not-one-of"
    bounds = "price_bounds: {EUR: {least: 5, most: 2}}\npricing: {rounding: half up}\n"
    codes = [d.code for d in loaded(bounds + "promotions: {sale: {name: Sale, discount: 20 %}}\n").diagnostics]
    assert "no-price-point" not in codes


def test_200_entries_may_stand_and_not_one_more() -> None:
    def points(number: int) -> str:
        return f"price_points: {{EUR: [{', '.join(str(point) for point in range(1, number + 1))}]}}\n"

    assert not loaded(points(200)).diagnostics
    (found,) = loaded(points(201)).diagnostics
    assert (found.code, found.sentence) == ("too-many-points", "201 entries stand here, of at most 200")


def test_what_is_wrong_in_many_markets_is_told_once() -> None:
    rules = "price_points: {EUR: [1.99, 0.99], JPY: [2, 1]}\nprice_bounds: {EUR: {least: 0.29, most: 5, step: 0.01}}\n"
    found = loaded("", rules__points=rules + TO_A_POINT, regions__jp=JAPAN).diagnostics
    assert [diagnostic.code for diagnostic in found] == [
        "price-out-of-bounds",
        "points-out-of-order",
        "points-out-of-order",
    ]
