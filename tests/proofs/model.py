"""Small books as statements about whole numbers, for z3: prices, taxes, cuts, gifts, diamonds, and all roundings.

Nothing here is of the engine. A rounding is what it means: the diamonds d that c coins bring at n per m, rounded down,
are the whole number of which d × m ≤ c × n < (d + 1) × m. z3 then looks for coins that come back for what they cost, or
for more than is left of them; where it finds none, there are none.
"""

from collections.abc import Iterator
from fractions import Fraction

import z3

from ratecard.guards.breaches import ROUND_TRIP
from ratecard.guards.offers import MARGIN
from tests.guards.test_chain import Small

COINS = {"coins_100": 100, "coins_500": 520, "coins_1000": 1050, "coins_5000": 5400}
PRICES = {"DE": ("1.39", "6.99", "", "64.99"), "US": ("1.29", "6.49", "", "61.99")}
TAX = {"DE": Fraction(19, 100), "US": Fraction(0)}
"""What a listed price holds of tax: of the US it is added to it."""


def _rounded(name: str, numerator: z3.ArithRef, denominator: int, mode: str) -> tuple[z3.ArithRef, z3.BoolRef]:
    """A whole number, and that it is a ratio rounded so."""
    whole = z3.Int(name)
    if mode == "down":
        return whole, z3.And(whole * denominator <= numerator, numerator < (whole + 1) * denominator)
    if mode == "up":
        return whole, z3.And((whole - 1) * denominator < numerator, numerator <= whole * denominator)
    assert mode == "half up"
    twice = 2 * numerator
    return whole, z3.And((2 * whole - 1) * denominator <= twice, twice < (2 * whole + 1) * denominator)


def _earned(small: Small, coins: z3.ArithRef) -> tuple[z3.ArithRef, list[z3.BoolRef]]:
    """The creator's diamonds for one gift of so many coins."""
    if small.earned.startswith("diamonds: "):
        number, _, per = small.earned.removeprefix("diamonds: ").partition(" per ")
        diamonds, said = _rounded("diamonds", coins * int(number), int(per), small.rounding)
        return diamonds, [said]
    named, rate = ("creator", 60) if "creator: 60 %" in small.earned else ("agency", 35)
    part, said = _rounded("part", coins * rate, 100, small.rounding)
    return (part if named == "creator" else coins - part), [said]


def _left(price: int, tax: Fraction, fee: int) -> tuple[z3.ArithRef, list[z3.BoolRef]]:
    """What is left of a price in cents: the net less the fee of the exact net, both rounded half up."""
    whole = 1 + tax
    net, is_net = _rounded("net", z3.IntVal(price * whole.denominator), whole.numerator, "half up")
    taken, is_taken = _rounded("taken", z3.IntVal(price * whole.denominator * fee), whole.numerator * 100, "half up")
    return net - taken, [is_net, is_taken]


def losses(small: Small) -> Iterator[tuple[str, str, str]]:
    """The guard, region and package of each loss that there is."""
    for region, prices in PRICES.items():
        listed = [price or (small.euro if region == "DE" else small.dollar) for price in prices]
        per_dollar = 1 / Fraction(small.rate) if region == "DE" else Fraction(1)
        each = Fraction(small.diamond) * per_dollar * 100  # a diamond in cents
        for (package, held), text in zip(COINS.items(), listed, strict=True):
            price = int(Fraction(text) * 100)
            gift = z3.Int("gift")
            diamonds, said = _earned(small, gift)
            left, more = _left(price, TAX[region], small.fee)
            solver = z3.Solver()
            solver.add(z3.Or(gift == small.gift, gift == 1000), *said, *more)
            worth = diamonds * held * each.numerator  # what all coins bring, × gift × the denominator
            for guard, breach in (
                (ROUND_TRIP, worth >= price * gift * each.denominator),
                (MARGIN, worth > left * gift * each.denominator),
            ):
                solver.push()
                solver.add(breach)
                answer = solver.check()
                assert answer != z3.unknown, "z3 decides these"
                if answer == z3.sat:
                    yield guard, region, package
                solver.pop()
