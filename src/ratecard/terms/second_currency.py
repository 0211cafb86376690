"""A second currency in which prices are shown, by a rate that is stated once and used in both directions."""

from collections.abc import Callable

import msgspec

from ratecard.currency import Currency
from ratecard.money import PairRate
from ratecard.rounding import DIVIDE, Rounding
from ratecard.rulefiles.stated import Stated, StatedRounding
from ratecard.terms.values import Values

KEY = "second_currency"


class SecondCurrencyTerms(msgspec.Struct, frozen=True):
    """The second currency, the rate and its rounding.

    `currency` is None while none is shown; the rate then still converts prices of the time before the market's currency
    changed.
    """

    currency: Currency | None
    pair: PairRate
    rounding: Rounding
    divide: Callable[[int, int], int]
    rate_stated: Stated[object]
    rounding_stated: Stated[object]

    def converted(self, minor: int, this: Currency, other: Currency) -> int:
        """An amount of one currency of the pair in the other, in minor units, rounded once.

        At 1.95583 BGN per EUR, 1.39 EUR are 2.72 BGN, and 2.72 BGN are 1.39 EUR: the one is multiplied, the other
        divided, never by an inverse.
        """
        pair = self.pair
        times, by = (
            (pair.numerator, pair.denominator) if this.code == pair.one.code else (pair.denominator, pair.numerator)
        )
        return self.divide(minor * times * 10**other.exponent, by * 10**this.exponent)


def second_currency_terms(values: Values) -> SecondCurrencyTerms | None:
    """The terms in a market; None where nothing is stated but that they apply, or that they do not."""
    stated = set(values.ids(KEY)) - {"applies"}
    if not stated or values.none_at(KEY, "applies") is not None:
        return None
    currency = values.stated_as(Currency, KEY, "currency")
    if currency is None and values.none_at(KEY, "currency") is None:
        values.needed(KEY, "currency")
    elif currency is None and "rate" not in stated:
        return None
    rate, rounding = values.needed_as(PairRate, KEY, "rate"), values.needed_as(StatedRounding, KEY, "rounding")
    if not values.usable or rate is None or rounding is None:
        return None
    if rounding.value.step is not None:
        sentence = f"{rounding.value} has a step, and amounts of two currencies are rounded by it"
        values.problem("unfitting-rounding", sentence, rounding, "write a rounding without a step")
        return None
    if not _fits(values, currency, rate):
        return None
    shown, mode = None if currency is None else currency.value, rounding.value.mode
    return SecondCurrencyTerms(shown, rate.value, Rounding(mode), DIVIDE[mode], rate, rounding)


def _fits(values: Values, currency: Stated[Currency] | None, rate: Stated[PairRate]) -> bool:
    """Whether the second currency is another than the market's, and the rate between the two."""
    own = values.currency
    if own is None:
        return False
    here = f"the currency is {own} here"
    if currency is None:
        return True
    if currency.value.code == own.code:
        sentence = f"{own} is the currency of prices already, and would be shown beside itself"
        how = "name another currency, or none"
        values.in_other_currency("second-currency-is-own", sentence, (KEY, "currency"), (how, here))
        return False
    if not rate.value.is_between(own, currency.value):
        sentence = f"{rate.value} does not lead from {own} to {currency.value}"
        how = f"state how many {currency.value} one {own} is, or the other way round"
        values.in_other_currency("rate-in-other-pair", sentence, (KEY, "rate"), (how, here))
        return False
    return True
