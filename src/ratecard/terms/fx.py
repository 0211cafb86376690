"""Exchange rates to a base, and exact cross rates."""

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Duration, Instant
from ratecard.money import ExchangeRate, Rate
from ratecard.refusals import FxStale, NoFxRate
from ratecard.rounding import Rounding
from ratecard.rulefiles.stated import Stated, StatedRounding
from ratecard.terms.values import Values


class FxRate(msgspec.Struct, frozen=True):
    """Units of a currency for one of the base, from `since` up to, and without, `expires`; None is for good."""

    rate: ExchangeRate
    since: Instant
    expires: Instant | None
    stated: Stated[object]


class FxTerms(msgspec.Struct, frozen=True):
    """The rates by currency code, the base's apart. What is exchanged is rounded to the smallest unit."""

    base: Currency
    rates: Mapping[str, FxRate]
    spread: Rate | None
    spread_stated: Stated[object] | None
    rounding: Rounding
    rounding_stated: Stated[object]


class CrossRate(msgspec.Struct, frozen=True):
    """An exact cross rate of major units: `value` of the one for one of the other, and the stated rates behind it.

    `rates` are named: ("JPY for one EUR", its rate), that of the currency which comes out first.
    """

    value: Fraction
    rates: tuple[tuple[str, FxRate], ...]


def cross_rate(fx: FxTerms, of: Currency, into: Currency, at: Instant) -> CrossRate | FxStale | NoFxRate:
    """Units of `into` for one unit of `of` at an instant: rate of `into` ÷ rate of `of`. The base counts as 1."""
    value = Fraction(1)
    rates: list[tuple[str, FxRate]] = []
    for currency, over in ((into, False), (of, True)):
        if currency.code == fx.base.code:
            continue
        found = fx.rates.get(currency.code)
        if found is None:
            return NoFxRate(currency.code, at)
        if found.expires is not None and at >= found.expires:
            return FxStale(currency.code, found.since, found.expires)
        exact = found.rate.fraction
        value = value / exact if over else value * exact
        rates.append((f"{currency} for one {fx.base}", found))
    return CrossRate(value, tuple(rates))


def fx_terms(values: Values) -> FxTerms | None:
    """The exchange terms of a region, or None where none are stated."""
    if values.absent("fx"):
        return None
    base = values.needed_as(Currency, "fx", "base")
    rounding_stated = values.needed_as(StatedRounding, "fx", "rounding")
    if not values.usable or base is None or rounding_stated is None:
        return None
    rounding = rounding_stated.value
    if rounding.step is not None:
        sentence = f"{rounding} has a step, and an exchange may be into any currency"
        values.problem("unfitting-rounding", sentence, rounding_stated, f"write {rounding.mode.value}")
        return None
    spread = values.stated_as(Rate, "fx", "spread")
    if spread is not None and spread.value.numerator >= spread.value.denominator:
        sentence = f"an exchange that costs {spread.value} leaves nothing"
        values.problem("rate-above-whole", sentence, spread, "write less than 100 %, as 1 %")
        return None
    rates: dict[str, FxRate] = {}
    for code in values.ids("fx", "rates"):
        stated = values.stated_as(ExchangeRate, "fx", "rates", code)
        if stated is None or code == base.value.code:
            continue  # its own is reported once for all its dates, in keys/exchanges.py
        since = values.since("fx", "rates", code)
        rates[code] = FxRate(stated.value, since, _expires(values, since), stated)
    return FxTerms(
        base=base.value,
        rates=rates,
        spread=None if spread is None else spread.value,
        spread_stated=spread,
        rounding=Rounding(rounding.mode),
        rounding_stated=rounding_stated,
    )


def expiries(terms: FxTerms) -> list[Instant]:
    """The instants from which the rates in force are too old."""
    return [rate.expires for rate in terms.rates.values() if rate.expires is not None]


def _expires(values: Values, since: Instant) -> Instant | None:
    age = values.stated_as(Duration, "fx", "maximum_age")
    return None if age is None else values.after(since, age.value)
