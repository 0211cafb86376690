"""Single values: what is meant, beside the way it is written."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from ratecard.currency import CURRENCIES
from ratecard.money import Money, amount_of
from ratecard.terms.facts import FactValue
from tests.strategies.drawing import Drawer

Tree = str | list["Tree"] | dict[str, "Tree"]

EXPONENTS = {
    "EUR": 2, "USD": 2, "CZK": 2, "RSD": 2, "HUF": 2,
    "JPY": 0, "KRW": 0, "ISK": 0, "KWD": 3, "BHD": 3, "CLF": 4, "UYW": 4,
}  # fmt: skip


class Word(Enum):
    """The words that may stand for any value; and what stands here for conditions, of which only the tree is known."""

    NONE = "none"
    INHERIT = "inherit"
    CONDITIONS = "conditions"


@dataclass(frozen=True)
class Amount:
    """Money in minor units."""

    minor: int
    currency: str


@dataclass(frozen=True)
class Choice:
    """A value for each case of a fact; `from_count` where the cases are thresholds. `other` None: there is none.

    Thresholds of money are all in the currency in which the fact is known.
    """

    by: str
    from_count: bool
    cases: tuple[tuple[str, "Known"], ...]
    other: "Known | None"

    def take(self, facts: Mapping[str, FactValue]) -> "Known | None":
        """What holds for these facts; None where nothing is said of an unknown one, or what is not a fact at all."""
        fact = facts.get(self.by)
        if fact is None or (self.from_count and isinstance(fact, str)):
            return self.other
        if isinstance(fact, Money):
            reached = [known for start, known in self.cases if money(start).minor <= fact.minor]
            return reached[-1] if reached else self.other
        if self.from_count:
            reached = [known for start, known in self.cases if int(start) <= int(fact)]  # cases rise
            return reached[-1] if reached else self.other
        key = ("yes" if fact else "no") if isinstance(fact, bool) else str(fact)
        return dict(self.cases).get(key, self.other)


@dataclass(frozen=True)
class Each:
    """What one diamond is worth: exact minor units of a currency."""

    minor: Fraction
    currency: str


@dataclass(frozen=True)
class Counted:
    """So many diamonds or payouts."""

    number: int
    unit: str


Known = int | str | Fraction | Amount | Each | Counted | Word | Choice | tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """What a value means, and the tree that says so."""

    known: Known
    tree: Tree


NONE = Written(Word.NONE, "none")
INHERIT = Written(Word.INHERIT, "inherit")

Facts = Mapping[str, tuple[str, tuple[str, ...]]]
"""Facts that a book declares, each with its type and some values."""

FACTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "buyer.member": ("yes or no", ("yes", "no")),
    "buyer.age": ("count", ("0", "16", "18", "65")),
    "buyer.purchases": ("count", ("0", "1", "3")),
    "buyer.spent": ("money", ("0 USD", "0.01 USD", "50 USD", "99.90 USD")),
    "creator.grade": ("one of", ("standard", "partner", "star")),
}

PER_PACKAGE = "buyer.purchases"
"""The fact that is kept for each package."""

# Prices of which a tax or a cut of 5, 10, 25 or 50 per cent is an exact half; ordinary ones; and the smallest.
MINORS = (1295, 50, 15, 125, 6495, 1050, 5, 250, 1190, 99, 129, 1299, 108, 1428, 16402, 1, 3, 0)


def money(text: str) -> Money:
    """The money of a text with its currency: 99.90 USD is 9,990 minor units."""
    digits, _, code = text.partition(" ")
    found = amount_of(digits, CURRENCIES[code])
    assert found is not None, text
    return found


def texts(*words: str) -> tuple[Written, ...]:
    """Words that mean themselves."""
    return tuple(Written(word, word) for word in words)


def amounts(drawer: Drawer, currency: str, bare: bool) -> Written:
    """Money, some of it above what a float can hold; `bare` where its currency may be left out."""
    minor = drawer.one(MINORS) if drawer.maybe(70) else drawer.number(1, 99_999)
    if drawer.maybe(15):
        minor += drawer.one((2**53, 10**15, 123_456_789_012_345_678))
    exponent = EXPONENTS[currency]
    digits = str(minor).rjust(exponent + 1, "0")
    text = f"{digits[:-exponent]}.{digits[-exponent:]}" if exponent else digits
    if exponent and drawer.maybe(15):
        text = text.rstrip("0").rstrip(".")
    return Written(Amount(minor, currency), text if bare and drawer.maybe(70) else f"{text} {currency}")


def rates(drawer: Drawer, zero: bool = True) -> Written:
    """Rates per cent, in basis points and as fractions."""
    kind = drawer.number(0, 9)
    if kind == 9:
        top, bottom = drawer.number(1, 3), drawer.one((3, 7, 4, 12))
        return Written(Fraction(top, bottom), f"{top}/{bottom}")
    if kind == 8:
        points = drawer.one((40, 250, 1))
        return Written(Fraction(points, 10_000), f"{points} bps")
    thousandths = drawer.one(
        (10_000, 50_000, 5_000, 25_000, 15_000, 10_000, 50_000, 19_000, 30_000, 9_975, 8_875, 2_900, 100_000, 0)
    )
    if thousandths == 0 and not zero:
        thousandths = 1_000
    whole, part = divmod(thousandths, 1000)
    text = f"{whole}.{part:03}".rstrip("0").rstrip(".")
    return Written(Fraction(thousandths, 100_000), f"{text} %" if drawer.maybe(80) else f"{text}%")


def roundings(drawer: Drawer, exponent: int) -> Written:
    """Roundings, some to a step that a currency with so many decimals has."""
    mode = drawer.one(("half up", "half even", "half up", "half even", "down", "up"))
    if not drawer.maybe(40):
        return Written(mode, mode)
    steps = ["10", "5", "1"] + (["0.5"] if exponent >= 1 else []) + (["0.05", "0.10", "0.25"] if exponent >= 2 else [])
    text = f"{mode} to {drawer.one(steps)}"
    return Written(text, text)


def coin_counts(drawer: Drawer) -> Written:
    """Numbers of coins, from one on."""
    number = drawer.one((100, 1000, 1, 6607, 3, 500, 2**53 + 1))
    return Written(number, f"{number:_}" if drawer.maybe(20) else str(number))


def bonuses(drawer: Drawer) -> Written:
    """Bonus coins: a count, a rate, or none."""
    if drawer.maybe(15):
        return NONE
    return rates(drawer) if drawer.maybe(50) else Written(number := drawer.one((50, 0, 1, 1321)), str(number))


def choices(
    drawer: Drawer, value: Callable[[], Written], facts: Facts = FACTS, needing_other: Container[str] = ()
) -> Written:
    """Values that vary by a fact: with `other`, or with every case. Those of some facts always have `other`."""
    fact = drawer.one(tuple(facts))
    kind, keys = facts[fact]
    listed = drawer.some(keys, 1)
    cases = [(key, value()) for key in listed]
    numeric = kind in ("count", "money")
    complete = keys[0] in listed if numeric else len(listed) == len(keys)
    other = None if complete and fact not in needing_other and drawer.maybe(50) else value()
    tree: dict[str, Tree] = {"by": fact, "from" if numeric else "is": {key: case.tree for key, case in cases}}
    if other is not None:
        tree["other"] = other.tree
    known = tuple((key, case.known) for key, case in cases)
    return Written(Choice(fact, numeric, known, other.known if other else None), tree)
