"""What stands beside a price, as Python callers get it: savings, the lowest price, a second currency."""

from dataclasses import dataclass
from datetime import datetime

from ratecard.answers.beside import AGAINST, LOWEST_PRICE, SAVING, SECOND_CURRENCY
from ratecard.currency import Currency
from ratecard.money import Money, Rate
from ratecard.python.answers import Maker
from ratecard.quotes.purchases.lowest import NoLowestPrice


@dataclass(frozen=True)
class SavingAgainst:
    """What a price is compared with: another package, or the same one on another platform or paid in another way.

    The other fields are None.
    """

    package_id: str | None
    platform: str | None
    way: str | None


@dataclass(frozen=True)
class Saving:
    """What a buyer saves against something else: the amount, rounded down, and the exact share of the price there."""

    against: SavingAgainst
    amount: Money
    rate: Rate


@dataclass(frozen=True)
class LowestPrice:
    """The lowest listed price of one unit `within` so long before the reduction that runs; None with the `reason`.

    `reduced_since` is when the reduction began, None where the price is not reduced.
    """

    amount: Money | None
    reason: NoLowestPrice | None
    reduced_since: datetime | None
    within: str


@dataclass(frozen=True)
class SecondCurrency:
    """Prices in a second currency, each converted by itself. None is what is not known, or not there, in the first."""

    currency: Currency
    regular: Money
    listed: Money
    gross: Money | None
    lowest_price: Money | None


MAKE_SAVING = Maker(Saving, SAVING, Maker(SavingAgainst, AGAINST))
MAKE_LOWEST = Maker(LowestPrice, LOWEST_PRICE)
MAKE_SECOND = Maker(SecondCurrency, SECOND_CURRENCY)
