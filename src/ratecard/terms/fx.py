"""Exchange rates to a base, and exact cross rates."""

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Duration, Instant
from ratecard.money import ExchangeRate, Rate
from ratecard.refusals import FxStale, NoFxRate
from ratecard.rounding import Rounding, RoundingMode
from ratecard.rulefiles.stated import Stated, StatedRounding
from ratecard.terms.unknown import Unknowns, UnknownValue, together
from ratecard.terms.values import Values


class FxRate(msgspec.Struct, frozen=True):
    """Units of a currency for one of the base, from `since` up to, and without, `expires`; None is for good."""

    rate: ExchangeRate
    since: Instant
    expires: Instant | None
    stated: Stated[object]


class FxTerms(msgspec.Struct, frozen=True):
    """The rates by currency code, the base's apart. What is exchanged is rounded to the smallest unit.

    A rate may be unknown; `table_unknown` says that it is not known which there are. With `age_unknown` none is too
    old. `costs_unknown` is what of an exchange is unknown beside its rate: the spread, or how it is rounded.
    """

    base: Currency | None
    base_unknown: UnknownValue | None
    rates: Mapping[str, FxRate | UnknownValue]
    table_unknown: UnknownValue | None
    spread: Rate | None
    spread_stated: Stated[object] | None
    rounding: Rounding
    rounding_stated: Stated[object] | None
    age_unknown: UnknownValue | None
    costs_unknown: Unknowns


class UnknownRate(msgspec.Struct, frozen=True):
    """That a cross rate needs what the rules do not know."""

    unknown: Unknowns


class CrossRate(msgspec.Struct, frozen=True):
    """An exact cross rate of major units: `value` of the one for one of the other, and the stated rates behind it.

    `rates` are named: ("JPY for one EUR", its rate), that of the currency which comes out first. With `age_unknown` it
    is not known whether they may still be used.
    """

    value: Fraction
    rates: tuple[tuple[str, FxRate], ...]
    age_unknown: UnknownValue | None = None


def cross_rate(fx: FxTerms, of: Currency, into: Currency, at: Instant) -> CrossRate | UnknownRate | FxStale | NoFxRate:
    """Units of `into` for one unit of `of` at an instant: rate of `into` ÷ rate of `of`. The base counts as 1."""
    value = Fraction(1)
    rates: list[tuple[str, FxRate]] = []
    unknown: list[UnknownValue | None] = [fx.base_unknown]
    for currency, over in ((into, False), (of, True)):
        if fx.base is not None and currency.code == fx.base.code:
            continue
        found = fx.rates.get(currency.code, fx.table_unknown)
        if type(found) is UnknownValue:
            unknown.append(found)
            continue
        if type(found) is not FxRate:
            if fx.base_unknown is not None:
                continue  # it may be the base itself
            return NoFxRate(currency.code, at)
        if found.expires is not None and at >= found.expires:
            return FxStale(currency.code, found.since, found.expires)
        exact = found.rate.fraction
        value = value / exact if over else value * exact
        rates.append((f"{currency} for one {fx.base}", found))
    needed = together(unknown)
    return UnknownRate(needed) if needed else CrossRate(value, tuple(rates), fx.age_unknown)


def fx_terms(values: Values) -> FxTerms | None:
    """The exchange terms of a region, or None where none are stated."""
    if values.absent("fx"):
        return None
    base = values.needed_as(Currency, "fx", "base")
    rounding_stated = values.needed_as(StatedRounding, "fx", "rounding")
    if not values.usable:
        return None
    rounding = None if rounding_stated is None else rounding_stated.value
    if rounding is not None and rounding_stated is not None and rounding.step is not None:
        sentence = f"{rounding} has a step, and an exchange may be into any currency"
        values.problem("unfitting-rounding", sentence, rounding_stated, f"write {rounding.mode.value}")
        return None
    spread = values.stated_as(Rate, "fx", "spread")
    if spread is not None and spread.value.numerator >= spread.value.denominator:
        sentence = f"an exchange that costs {spread.value} leaves nothing"
        values.problem("rate-above-whole", sentence, spread, "write less than 100 %, as 1 %")
        return None
    codes = values.ids("fx", "rates")
    return FxTerms(
        base=None if base is None else base.value,
        base_unknown=values.unknown_at("fx", "base"),
        rates=_rates(values, codes, None if base is None else base.value.code),
        table_unknown=None if codes else values.unknown_at("fx", "rates"),
        spread=None if spread is None else spread.value,
        spread_stated=spread,
        rounding=Rounding(RoundingMode.DOWN if rounding is None else rounding.mode),
        rounding_stated=rounding_stated,
        age_unknown=values.unknown_at("fx", "maximum_age"),
        costs_unknown=together([values.unknown_at("fx", "rounding"), values.unknown_at("fx", "spread")]),
    )


def _rates(values: Values, codes: list[str], base: str | None) -> dict[str, FxRate | UnknownValue]:
    """The rates of these currencies; that of the base itself is reported elsewhere, once for all its dates."""
    found: dict[str, FxRate | UnknownValue] = {}
    age = values.stated_as(Duration, "fx", "maximum_age")
    for code in codes:
        path = ("fx", "rates", code)
        stated = values.stated_as(ExchangeRate, *path)
        unknown = values.unknown_at(*path) if stated is None else None
        if code == base:
            continue
        if unknown is not None:
            found[code] = unknown
        elif stated is not None:
            since = values.since(*path)
            expires = None if age is None else values.after(since, age.value)
            found[code] = FxRate(stated.value, since, expires, stated)
    return found


def expiries(terms: FxTerms) -> list[Instant]:
    """The instants from which the rates in force are too old."""
    rates = [rate for rate in terms.rates.values() if type(rate) is FxRate]
    return [rate.expires for rate in rates if rate.expires is not None]
