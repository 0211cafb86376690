"""What applies and what it comes to: the traps and the worked numbers of promotions, as data.

Each was worked out by hand from the rules' page; neither the engine nor the reference made any.
"""

from tests.quotes.promotion_case import TO_A_POINT, Case

TWENTY = "promotions: {sale: {discount: 20 %}}\n"
POINTS = (
    TO_A_POINT + "price_points: {EUR: [0.29, {least: 0.49, most: 9.99, step: 0.50},"
    " {least: 10.99, most: 99.99, step: 1.00}]}\n"
)
JAPAN = "region: JP\ncurrency: JPY\ntime_zone: Asia/Tokyo\n"


def rounded(how: str) -> str:
    """The rounding of discounted prices."""
    return f"pricing: {{rounding: {how}}}\n"


def off(amount: str) -> str:
    """One promotion that takes something off."""
    return f"promotions: {{sale: {{discount: {amount}}}}}\n"


def many(**promotions: str) -> str:
    """Promotions by id."""
    return f"promotions: {{{', '.join(f'{key}: {{{value}}}' for key, value in promotions.items())}}}\n"


DISCOUNTS = (
    Case("19.99 less 25 % is 14.99", off("25 %"), ((1, 1499, 0, ("sale",)),), price="19.99"),
    Case(
        "10.00 less 10 %, 20 % and 5 % is 6.50",
        many(a="discount: 10 %", b="discount: 20 %", c="discount: 5 %"),
        ((1, 650, 0, ("a", "b", "c")),),
    ),
    Case("399 less 100 % is exactly 0", off("100 %"), ((1, 0, 0, ("sale",)),), price="399", region=JAPAN),
    Case(
        "10 % and 10 % of 20.00 are 4.00",
        many(a="discount: 10 %", b="discount: 10 %"),
        ((3, 1600, 0, ("a", "b")),),
        price="20.00",
        quantity=3,
    ),
    Case("money is taken off each unit", off("3.00 EUR"), ((2, 700, 0, ("sale",)),), quantity=2),
    Case("no discount takes more than there is", off("11.00 EUR"), ((1, 0, 0, ("sale",)),)),
    Case("a half is rounded as it is stated: up", off("25 %"), ((1, 8, 0, ("sale",)),), price="0.10"),
    Case(
        "a half is rounded as it is stated: to the even one",
        off("25 %"),
        ((1, 4, 0, ("sale",)),),
        price="0.06",
        pricing=rounded("half even"),
    ),
    Case("rounded down", off("25 %"), ((1, 7, 0, ("sale",)),), price="0.10", pricing=rounded("down")),
    Case(
        "what the rounding takes back again changes nothing, and does not apply",
        off("1 %"),
        ((1, 950, 0, ()),),
        price="9.50",
        pricing=rounded("up to 1"),
    ),
    Case("to a step", off("25 %"), ((1, 1500, 0, ("sale",)),), price="19.99", pricing=rounded("half up to 0.05")),
    Case("down to a step", off("25 %"), ((1, 1495, 0, ("sale",)),), price="19.99", pricing=rounded("down to 0.05")),
    Case(
        "half even to a step: 14.75 is 30 halves and not 29",
        off("5.00 EUR"),
        ((1, 1500, 0, ("sale",)),),
        price="19.75",
        pricing=rounded("half even to 0.50"),
    ),
    Case(
        "half even to a step: 14.25 is 28 halves and not 29",
        off("5.00 EUR"),
        ((1, 1400, 0, ("sale",)),),
        price="19.25",
        pricing=rounded("half even to 0.50"),
    ),
    Case(
        "a step that is not above the least bound: 0.75 becomes 1.00",
        off("50 %"),
        ((1, 100, 0, ("sale",)),),
        price="1.50",
        pricing=rounded("half up to 0.05") + "price_bounds: {EUR: {least: 1.00, most: 99.99}}\n",
    ),
)

PRICE_POINTS = (
    Case("11.192 goes to the nearer point", TWENTY, ((1, 1099, 0, ("sale",)),), price="13.99", pricing=POINTS),
    Case(
        "11.49 lies in the middle and goes up",
        off("2.50 EUR"),
        ((1, 1199, 0, ("sale",)),),
        price="13.99",
        pricing=POINTS,
    ),
    Case(
        "so does 10.49, between two ranges", off("3.50 EUR"), ((1, 1099, 0, ("sale",)),), price="13.99", pricing=POINTS
    ),
    Case("10.48 goes down", off("3.51 EUR"), ((1, 999, 0, ("sale",)),), price="13.99", pricing=POINTS),
    Case("0.39 lies between a point and a range", off("0.10 EUR"), ((1, 49, 0, ()),), price="0.49", pricing=POINTS),
    Case("below the lowest it is the lowest", off("0.48 EUR"), ((1, 29, 0, ("sale",)),), price="0.49", pricing=POINTS),
    Case("nothing stays nothing", off("0.49 EUR"), ((1, 0, 0, ("sale",)),), price="0.49", pricing=POINTS),
    Case(
        "below the lowest it is the lowest, rounded down too",
        off("0.48 EUR"),
        ((1, 29, 0, ("sale",)),),
        price="0.49",
        pricing=POINTS.replace("half up", "down"),
    ),
    Case("a regular price below the lowest is not raised", TWENTY, ((1, 19, 0, ()),), price="0.19", pricing=POINTS),
    Case(
        "a regular price between points is not raised",
        off("0.01 EUR"),
        ((1, 1060, 0, ()),),
        price="10.60",
        pricing=POINTS,
    ),
    Case(
        "a discount that a point swallows does not apply",
        off("3 %"),
        ((1, 1399, 0, ()),),
        price="13.99",
        pricing=POINTS,
    ),
    Case(
        "the lowest is the lowest within the bounds",
        off("0.90 EUR"),
        ((1, 49, 0, ("sale",)),),
        price="0.99",
        pricing=POINTS + "price_bounds: {EUR: {least: 0.49, most: 99.99}}\n",
    ),
)

PROMOTED_PRICES = (
    Case(
        "a promoted price is listed as written, though it is no point",
        many(sale="price: {c: 9.95 EUR}"),
        ((1, 995, 0, ("sale",)),),
        price="13.99",
        pricing=POINTS,
    ),
    Case(
        "beside a discount it counts as what it takes off: 13.99 less 4.00 and 1.399 is 8.591",
        many(rate="discount: 10 %", sale="price: 9.99 EUR"),
        ((1, 859, 0, ("rate", "sale")),),
        price="13.99",
    ),
    Case("above the regular price it changes nothing", many(sale="price: 15.00 EUR"), ((1, 1000, 0, ()),)),
    Case(
        "two promoted prices take off what both do: 10.00 less 1.00 and 2.00",
        many(a="price: 9.00 EUR", b="price: 8.00 EUR"),
        ((1, 700, 0, ("a", "b")),),
    ),
    Case(
        "rounding beside a discount never makes it dearer: 8.8901 would go up to 10.99",
        many(rate="discount: 1 %", sale="price: 9.00 EUR"),
        ((1, 900, 0, ("sale",)),),
        price="10.99",
        pricing=TO_A_POINT + "price_points: {EUR: [0.99, 10.99]}\n",
    ),
)

BONUSES = (
    Case(
        "20 % off beside 5 % in place of the package's own 1,600: the own bonus stays",
        many(sale="discount: 20 %", small="bonus: 5 %, replaces: package bonus"),
        ((1, 7999, 1600, ("sale",)),),
        price="99.99",
        coins=10_000,
        bonus=1600,
    ),
    Case(
        "a discount of one whose bonus gives way stays",
        many(small="bonus: 5 %, replaces: package bonus, discount: 20 %"),
        ((1, 7999, 1600, ("small",)),),
        price="99.99",
        coins=10_000,
        bonus=1600,
    ),
    Case(
        "each rate is rounded down by itself",
        many(a="bonus: 50 %", b="bonus: 50 %"),
        ((1, 1000, 6, ("a", "b")),),
        coins=7,
    ),
    Case("a rate is of the paid coins alone", many(a="bonus: 10 %"), ((1, 1000, 60, ("a",)),), bonus=50),
    Case(
        "those that replace are added up, and then compared: 60 and 70 are more than 100, and 10 comes on top",
        many(a="bonus: 60, replaces: package bonus", b="bonus: 70, replaces: package bonus", c="bonus: 10"),
        ((1, 1000, 140, ("a", "b", "c")),),
        bonus=100,
    ),
    Case(
        "one of those that replace gives less than the own bonus and does not apply",
        many(a="bonus: 60, replaces: package bonus"),
        ((1, 1000, 100, ()),),
        bonus=100,
    ),
)

CHOICES = (
    Case(
        "an exclusive one that is better per coin is alone",
        many(double="bonus: 100 %, exclusive: yes", sale="discount: 20 %"),
        ((1, 1000, 100, ("double",)),),
    ),
    Case(
        "an exclusive one that is worse is not",
        many(double="bonus: 100 %, exclusive: yes", sale="discount: 60 %"),
        ((1, 400, 0, ("sale",)),),
    ),
    Case(
        "at one price per coin more coins win: 10.00 for 200, not 5.00 for 100",
        many(double="bonus: 100 %, exclusive: yes", half="discount: 50 %"),
        ((1, 1000, 100, ("double",)),),
    ),
    Case(
        "together comes before exclusive",
        many(a="discount: 20 %, exclusive: yes", b="discount: 20 %"),
        ((1, 800, 0, ("b",)),),
    ),
    Case(
        "of two exclusive ones that are alike the smaller id applies",
        many(b="discount: 20 %, exclusive: yes", a="discount: 20 %, exclusive: yes"),
        ((1, 800, 0, ("a",)),),
    ),
    Case(
        "an exclusive one against all others together",
        many(alone="discount: 25 %, exclusive: yes", a="discount: 10 %", b="bonus: 20 %"),
        ((1, 900, 20, ("a", "b")),),  # 7.50 per 100 is as much as 9.00 per 120, and 120 are more coins
    ),
    Case(
        "what changes nothing is left out, the greatest id first",
        many(a="discount: 100 %", b="discount: 50 %"),
        ((1, 0, 0, ("a",)),),
    ),
    Case(
        "what is left of equals is what is needed",
        many(a="discount: 50 %", b="discount: 100 %"),
        ((1, 0, 0, ("b",)),),
    ),
    Case(
        "of two that each suffice the smaller id stays",
        many(a="discount: 100 %", b="discount: 100 %"),
        ((1, 0, 0, ("a",)),),
    ),
    Case(
        "together are free coins, too: a price of nothing with more of them",
        many(a="discount: 100 %", b="bonus: 5", c="discount: 100 %, exclusive: yes"),
        ((1, 0, 5, ("a", "b")),),
    ),
)

SOME = off("{c: {by: buyer.member, is: {yes: 10 %, no: 30 %}}, d: {by: buyer.member, is: {yes: 50 %}, other: 20 %}}")

BY_PACKAGE = (
    Case(
        "by package", "promotions: {sale: {discount: {c: 20 %, d: 3.00 EUR}}}\n", ((1, 700, 0, ("sale",)),),
        packages=", d: {coins: 200}", prices=", d: 10.00", package="d",
    ),
    Case("a package that is not named gets nothing", "promotions: {sale: {discount: {d: 3.00 EUR}}}\n",
         ((1, 1000, 0, ()),),
         packages=", d: {coins: 200}", prices=", d: 10.00"),
    Case(
        "a scalar of a narrower layer beats a named package",
        "promotions: {sale: {discount: {c: 20 %}}}\n", ((1, 900, 0, ("sale",)),),
        own="promotions: {sale: {discount: 10 %}}\n",
    ),
    Case(
        "a narrower layer names one package; the others keep the scalar",
        "promotions: {sale: {discount: 20 %}}\n", ((1, 800, 0, ("sale",)),),
        own="promotions: {sale: {discount: {d: 10 %}}}\n",
        packages=", d: {coins: 200}", prices=", d: 10.00",
    ),
    Case(
        "a narrower value counts only for packages that the promotion has",
        "promotions: {sale: {packages: [c], discount: 20 %}}\n", ((1, 1000, 0, ()),),
        own="promotions: {sale: {discount: {d: 10 %}}}\n", package="d",
        packages=", d: {coins: 200}", prices=", d: 10.00",
    ),
    Case("a promotion taken away", TWENTY, ((1, 1000, 0, ()),), own="promotions: {sale: none}\n"),
    Case("a discount taken away, the bonus stays", many(sale="discount: 20 %, bonus: 5"), ((1, 1000, 5, ("sale",)),),
         own="promotions: {sale: {discount: none}}\n"),
    Case("a narrower price takes the place of a discount", TWENTY, ((1, 950, 0, ("sale",)),),
         own="promotions: {sale: {price: 9.50 EUR}}\n"),
    Case("a choice without other leaves its own package open", SOME, ((1, 1000, 0, ()),), open={"sale": None},
         packages=", d: {coins: 200}", prices=", d: 10.00"),
    Case("and another package has what its own choice says", SOME, ((1, 800, 0, ("sale",)),), package="d",
         packages=", d: {coins: 200}", prices=", d: 10.00"),
    Case("a package that is promoted but not sold", "promotions: {sale: {packages: [c, d], discount: 20 %}}\n",
         refused="NotSold", packages=", d: {coins: 200}", package="d"),
    Case("is no matter to one that is sold", "promotions: {sale: {packages: [c, d], discount: 20 %}}\n",
         ((1, 800, 0, ("sale",)),), packages=", d: {coins: 200}"),
)  # fmt: skip

CASES = (*DISCOUNTS, *PRICE_POINTS, *PROMOTED_PRICES, *BONUSES, *CHOICES, *BY_PACKAGE)
