"""The envelope of a market: between what every answer has to lie, whatever the rules say. Bounds are exact.

Money for a coin is gross, or the listed price where the tax on top is not known; coins for money are of the listed
price; both count bonus coins. A price of 0 gives more coins for money than any bound allows.
"""

from bisect import bisect_right
from fractions import Fraction

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.money import decimal_text

GROSS, COINS, MARGIN = "gross_per_coin", "coins_per_unit_of_money", "margin"
LEAST, MOST = "least", "most"

DECIMALS_MORE = 4
"""How many decimals more than its currency a price of one coin is shown with."""


class Band(msgspec.Struct, frozen=True, gc=False):
    """The least and the most price of one coin, in minor units: `least` ÷ `least_by` to `most` ÷ `most_by`.

    0 ÷ 1 stands where no least is stated, and 1 ÷ 0 where no most is.
    """

    least: int = 0
    least_by: int = 1
    most: int = 1
    most_by: int = 0


def band_of(least: Fraction | None, most: Fraction | None) -> Band | None:
    """The band between two prices of a coin, in minor units; None where there is neither."""
    if least is None and most is None:
        return None
    low, high = least or Fraction(0), (0, 1) if most is None else (most.denominator, most.numerator)
    return Band(low.numerator, low.denominator, high[1], high[0])


class WorthOfCoins(msgspec.Struct, frozen=True):
    """What a coin is worth at most to any creator, over time: from each start on `ratios` of minor units, as a pair.

    Together with the share of the proceeds that has to stay: coins × first > proceeds × second is too little left.
    """

    starts: tuple[Instant, ...]
    ratios: tuple[tuple[int, int], ...]
    kept: Fraction

    def position(self, at: Instant) -> int:
        """Which of the ratios holds at an instant, −1 before the first one."""
        return bisect_right(self.starts, at) - 1

    def is_too_little(self, left_minor: int, coins: int, at: Instant) -> bool:
        """Whether less stays of what is left than has to, after what the coins are worth."""
        index = self.position(at)
        if index < 0:
            return False
        worth, by = self.ratios[index]
        return worth * coins > by * left_minor

    def stays(self, left_minor: int, coins: int, at: Instant) -> Fraction | None:
        """The share that stays of what is left; None where nothing is left of which it could be a share."""
        worth, by = self.ratios[self.position(at)]
        return 1 - Fraction(worth * coins, by * left_minor) * self.kept if left_minor > 0 else None


class Envelope(msgspec.Struct, frozen=True):
    """Between what answers in one currency lie. `gross` and `listed` are bands of both prices; None: there is none.

    `bounds` are the bounds as the rules state them, by name: "gross_per_coin.least".
    """

    currency: Currency
    gross: Band | None
    listed: Band | None
    worth: WorthOfCoins | None
    bounds: dict[str, Fraction]

    def broken_by(
        self, gross_minor: int | None, listed_minor: int, coins: int, left_minor: int | None, at: Instant
    ) -> str:
        """The bound that these figures break, by its name; "" where they break none."""
        band = self.gross
        if band is not None:  # not by a call: most answers lie inside, and nothing else is asked of them
            paid = listed_minor if gross_minor is None else gross_minor
            if paid * band.least_by < band.least * coins:
                return f"{GROSS}.{LEAST}"
            if paid * band.most_by > band.most * coins:
                return f"{GROSS}.{MOST}"
        band = self.listed
        if band is not None:  # the least price of a coin is that of the most coins for money
            if listed_minor * band.least_by < band.least * coins:
                return f"{COINS}.{MOST}"
            if listed_minor * band.most_by > band.most * coins:
                return f"{COINS}.{LEAST}"
        if self.worth is not None and left_minor is not None and self.worth.is_too_little(left_minor, coins, at):
            return f"{MARGIN}.{LEAST}"
        return ""

    def allowed(self, bound: str) -> str:
        """A bound for people: "0.005 EUR for each coin", "200 coins for 1 EUR", "10 %"."""
        return self._text(bound, self.bounds[bound])

    def seen(
        self, bound: str, gross_minor: int | None, listed_minor: int, coins: int, left_minor: int | None, at: Instant
    ) -> str:
        """What the figures have in place of a bound that they break, for people."""
        major = 10**self.currency.exponent
        if bound.startswith(GROSS):
            paid = listed_minor if gross_minor is None else gross_minor
            return self._text(bound, Fraction(paid, coins * major))
        if bound.startswith(COINS):
            return self._text(bound, Fraction(coins * major, listed_minor)) if listed_minor else f"{coins} coins for 0"
        share = None if self.worth is None or left_minor is None else self.worth.stays(left_minor, coins, at)
        return "nothing is left" if share is None else self._text(bound, share)

    def _text(self, bound: str, number: Fraction) -> str:
        if bound.startswith(MARGIN):
            return f"{_decimal(100 * number, 2)} %"
        if bound.startswith(COINS):
            return f"{_decimal(number, DECIMALS_MORE)} coins for 1 {self.currency}"
        return f"{_decimal(number, self.currency.exponent + DECIMALS_MORE)} {self.currency} for each coin"


def _decimal(number: Fraction, digits: int) -> str:
    """A number with at most so many decimals, rounded half to even: "0.005", "200"."""
    text = decimal_text(round(number * 10**digits), digits)
    return text.rstrip("0").rstrip(".") if "." in text else text
