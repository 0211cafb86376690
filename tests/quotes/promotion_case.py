"""A worked case of promotions: a small book as text, a question, and the figures that somebody worked out by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ratecard.terms.facts import FactValue

HEADER = """
begins: 2025-01-01
languages: [en]
facts:
  buyer.member: {type: yes or no}
  buyer.age: {type: count}
  buyer.level: {type: count}
units:
  coin: {name: {en: {one: coin, other: coins}}, price: {rounding: half up, extra_digits: 3}}
platforms: {ios: {name: App Store}}
"""
NO_TAXES = "tax: none\ncommission: none\n"
HALF_UP = "pricing: {rounding: half up}\n"
TO_A_POINT = "pricing: {rounding: half up to a price point}\n"
GERMANY = "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\n"
NOON = "2026-11-27T12:00:00Z"

Applied = tuple[str, ...]
Unit = tuple[int, int]
"""What is listed for one unit, in minor units, and its bonus coins."""


@dataclass(frozen=True)
class Case:
    """A book of one region: its packages with prices, and further rules. Nothing else is expected than what is told.

    `runs` are so many equal units each, what is listed for one, its bonus, and the ids of what applies. `open` is by id
    the first unit as if what is needed were met. `refused` is the name of a refusal, and then nothing else is expected.
    """

    name: str
    rules: str
    runs: tuple[tuple[int, int, int, Applied], ...] = ()
    price: str = "10.00"
    coins: int = 100
    bonus: int = 0
    quantity: int = 1
    package: str = "c"
    at: str = NOON
    region: str = GERMANY
    own: str = ""
    """What the region's file says beside its price."""
    pricing: str = HALF_UP
    taxes: str = NO_TAXES
    packages: str = ""
    prices: str = ""
    codes: Applied = ()
    used: tuple[tuple[str, str, str | None], ...] = ()
    budget: tuple[int, int] | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    open: Mapping[str, Unit | None] = field(default_factory=dict)
    outcomes: Applied = ()
    uses: tuple[tuple[str, str, str | None], ...] = ()
    net: int | None = None
    proceeds: int | None = None
    until: str | None = None
    refused: str | None = None
    left: Mapping[str, int | None] = field(default_factory=dict)
    """By the id of a limit of buyers what is left before this question, or None where that is open."""
    resets: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The region's code."""
        return self.region.split()[1]

    @property
    def files(self) -> dict[str, str]:
        """The texts of the book by path."""
        bonus = f", bonus: {self.bonus}" if self.bonus else ""
        packages = f"packages: {{c: {{coins: {self.coins}{bonus}}}{self.packages}}}\n"
        prices = f"prices: {{c: {self.price}{self.prices}}}\n"
        return {
            "rules/book.yaml": HEADER + packages + self.taxes + self.pricing,
            **({"rules/promotions.yaml": self.rules} if self.rules else {}),
            f"regions/{self.code.lower()}.yaml": self.region + prices + self.own,
        }
