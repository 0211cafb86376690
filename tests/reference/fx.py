"""Exchange rates in fractions: the exact cross rate between two currencies, and from when on a rate is too old."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ratecard.refusals import FxStale, NoFxRate
from tests.reference.dates import later
from tests.reference.layering import Held, Market, zone_of
from tests.reference.reading import Path
from tests.reference.rounding import rounded
from tests.reference.unknown import entries, plainly, unknown_at
from tests.reference.writing import decimals_of, rate, rounding, same

Everything = Mapping[Path, Held]


def stated(held: Everything, *path: str) -> str | None:
    """What is stated plainly; None where nothing is, `none` or `unknown`."""
    found = held.get(path)
    return None if found is None or found.says in ("none", "unknown") else str(found.says)


def expires(here: Market, held: Everything, currency: str) -> int | None:
    """The instant from which a currency's rate is too old; None where it never is, or where there is none."""
    age = stated(held, "fx", "maximum_age")
    if age is None or stated(held, "fx", "rates", currency) is None:
        return None
    return later(held["fx", "rates", currency].since, age, zone_of(here.book, here.region))


def units_of(here: Market, held: Everything, currency: str, at: int) -> Fraction | frozenset[str] | FxStale | NoFxRate:
    """How many units of a currency one unit of the base is; or what of it is unknown."""
    says = plainly(held)
    of_base = unknown_at(says, "fx", "base")
    if not of_base and currency == stated(held, "fx", "base"):
        return Fraction(1)
    if currency in entries(says, "fx", "rates") or not entries(says, "fx", "rates"):
        unknown = unknown_at(says, "fx", "rates", currency)
        if unknown:
            return of_base | unknown
    found = stated(held, "fx", "rates", currency)
    if of_base and found is None:
        return of_base  # it may be the base itself
    if found is None or (not of_base and stated(held, "fx", "base") is None):
        return NoFxRate(currency, same(at))
    end = expires(here, held, currency)
    if end is not None and at >= end:
        return FxStale(currency, same(held["fx", "rates", currency].since), same(end))
    if of_base:
        return of_base
    units, _, base = found.partition(" per ")
    return Fraction(units) / Fraction(base or 1)


def cross(
    here: Market, held: Everything, one: str, other: str, at: int
) -> Fraction | frozenset[str] | FxStale | NoFxRate:
    """How many units of the other currency one unit of the one is, without spread. Of itself it is 1.

    What of it is unknown comes after all that refuses it.
    """
    if one == other:
        return Fraction(1)
    of_other, of_one = units_of(here, held, other, at), units_of(here, held, one, at)
    for found in (of_other, of_one):
        if not isinstance(found, Fraction | frozenset):
            return found
    unknown = [found for found in (of_other, of_one) if isinstance(found, frozenset)]
    if unknown:
        return frozenset[str]().union(*unknown)
    assert isinstance(of_other, Fraction)
    assert isinstance(of_one, Fraction)
    return of_other / of_one


def costs_unknown(held: Everything) -> frozenset[str]:
    """What of an exchange is unknown beside its rate."""
    says = plainly(held)
    return unknown_at(says, "fx", "spread") | unknown_at(says, "fx", "rounding")


def age_unknown(held: Everything) -> frozenset[str]:
    """That nobody knows how long a rate may be used."""
    return unknown_at(plainly(held), "fx", "maximum_age")


def minor(amount: Fraction, one: str, other: str, rate_between: Fraction) -> Fraction:
    """Minor units of one currency as exact minor units of the other."""
    scale = Fraction(10 ** decimals_of(other), 10 ** decimals_of(one))
    return amount * rate_between * scale


def exchanged(held: Everything, amount: int, one: str, other: str, rate_between: Fraction) -> tuple[int, int]:
    """An amount in another currency: what is paid, and what would be without the spread."""
    if one == other:
        return amount, amount
    exact = minor(Fraction(amount), one, other, rate_between)
    spread = stated(held, "fx", "spread")
    mode = rounding(stated(held, "fx", "rounding") or "", other)
    return rounded(exact * (1 - (rate(spread) if spread else 0)), mode), rounded(exact, mode)


def period(here: Market, at: int) -> tuple[int, int | None]:
    """The period of a region: as that of its statements, cut where a rate becomes too old."""
    start, end = here.period(at)
    edges = sorted(_expiries(here, at))
    start = max([start, *(edge for edge in edges if edge <= at)])
    later_edges = [edge for edge in edges if edge > at]
    return start, min(later_edges + ([end] if end is not None else []), default=None)


def _expiries(here: Market, at: int) -> Iterator[int]:
    held = here.everything_held(at)
    for path in held:
        if path[:2] == ("fx", "rates") and len(path) == 3:
            end = expires(here, held, path[2])
            if end is not None:
                yield end
