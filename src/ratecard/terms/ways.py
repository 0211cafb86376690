"""Ways of paying: which there are in a market, and what varies by them.

Where nobody tells the way, the first one is taken, and said to be assumed. Terms that vary by the way are settled so,
once for a period: a way that no case names is the case of `other`, and where there are no ways at all `other` holds.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

import msgspec

from ratecard.rulefiles.keys.facts import WAY
from ratecard.terms.facts import VARYING, ByFact, FactValue, FromThreshold
from ratecard.terms.packages import ORDER_UNSTATED
from ratecard.terms.values import Values

T = TypeVar("T")


class WayTerms(msgspec.Struct, frozen=True):
    """One way of paying in a market, and where it stands among the others."""

    id: str
    order: int
    names: Mapping[str, str]


def way_terms(values: Values, way: str) -> WayTerms | None:
    """The terms of one way of paying, or None where there is no such way, or where its order says that it has ended."""
    path = ("ways", way)
    if not values.ids(*path) or values.none_at(*path, "order"):
        return None
    order = values.stated_as(int, *path, "order")
    return WayTerms(way, ORDER_UNSTATED if order is None else order.value, values.names(*path, "name"))


def in_order(ways: Iterable[WayTerms | None]) -> dict[str, WayTerms]:
    """Ways by id, the one that is taken untold first: that of the least order, of several the one of the least id."""
    known = [way for way in ways if way is not None]
    return {way.id: way for way in sorted(known, key=lambda way: (way.order, way.id))}


def settled(terms: T, ways: Mapping[str, WayTerms]) -> T:
    """Terms in which each choice by the way has a case for every way of the market, and takes the first one untold.

    With card before paypal, {paypal: 1.49, other: 1.39} is 1.39 by card, 1.49 by paypal, and 1.39 untold.
    """
    if type(terms) not in VARYING:
        return terms
    return cast(T, _settled(terms, ways))


def _settled(terms: object, ways: Mapping[str, WayTerms]) -> object:
    if type(terms) is ByFact:
        if terms.fact == WAY and not ways:
            return _settled(terms.other, ways)
        other = _settled(terms.other, ways)
        if terms.fact != WAY:
            own = {value: _settled(case, ways) for value, case in terms.cases.items()}
            return ByFact(terms.fact, own, other, terms.has_other)
        cases: dict[FactValue, object] = {
            way: _settled(terms.cases[way], ways) if way in terms.cases else other for way in ways
        }
        return ByFact(WAY, cases, cases[next(iter(ways))], True)
    if type(terms) is FromThreshold:
        values = tuple([_settled(value, ways) for value in terms.values])
        other = _settled(terms.other, ways)
        return FromThreshold(terms.fact, terms.starts, values, other, terms.has_other, terms.currency)
    return terms
