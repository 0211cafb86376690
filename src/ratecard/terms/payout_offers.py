"""One way to be paid, as a region offers it: the terms that a payout is computed from, brought together."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, cast

import msgspec

from ratecard.currency import Currency
from ratecard.refusals import FactNeeded, FxStale, NoFxRate
from ratecard.rounding import divider
from ratecard.rulefiles.keys.facts import OF_A_LOT
from ratecard.terms.exchange import Exchange
from ratecard.terms.facts import VARYING, Facts, Varying, choose, possible_terms, varies_by
from ratecard.terms.fx import UnknownRate
from ratecard.terms.limits import LimitTerms
from ratecard.terms.methods import NOTHING_UNKNOWN, MethodTerms
from ratecard.terms.payouts import ALL_KNOWN, MinimumTerms, PayoutTerms
from ratecard.terms.tax import EXACT
from ratecard.terms.unknown import Unknowns, UnknownValue, together
from ratecard.terms.withholding import WithholdingTerms

NO_MINIMUM = MinimumTerms(0, None)
NO_WITHHOLDING = WithholdingTerms((), EXACT, divider(EXACT), None, False)

Lacking = Literal["payouts", "method"]
"""What has no terms for somebody: every payout, or those by one method."""

Exchanges = Mapping[str, Exchange | UnknownRate | FxStale | NoFxRate]
"""From the value currency into each other one that is paid in, by its code; or why there is none."""


OF_LIMITS = 4
"""From which section of a way on its limits stand: before them are payouts, the method, the minimum and withholding."""

OFFERS_MOST = 64
"""How many offers of a method are kept in one period: one for each case of its choices, in any sensible book."""


class PayoutOffer(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The terms of payouts by one method, chosen by facts. `minimum_minor` is the larger of the known minimums.

    `not_told` is what decides whether a payout is allowed and the rules do not know: how old rates may be, minimums and
    limits, of which
    `unknown_limits` are the ids. `any_limit` says that it is not known which limits there are.
    `paid_in` is None where it is not known.

    `by_lot` is a withholding that varies by a fact of a lot and is still to be chosen for each; else it is None, and
    `withholding` holds for the whole payout. `exchange` is None where the value currency is paid, and where
    `no_exchange` says why there is none, or `exchange_unknown` what it needs that is unknown. `knows_all` says that no
    figure needs anything unknown, apart from what lots say of themselves.
    """

    payouts: PayoutTerms
    method: MethodTerms
    minimum: MinimumTerms
    withholding: WithholdingTerms
    by_lot: Varying[WithholdingTerms] | None
    limits: tuple[LimitTerms, ...]
    unknown_limits: tuple[str, ...]
    any_limit: bool
    not_told: Unknowns
    paid_in: Currency | None
    minimum_minor: int
    exchange: Exchange | None
    no_exchange: FxStale | NoFxRate | None
    exchange_unknown: Unknowns
    knows_all: bool


class PayoutWay(msgspec.Struct, frozen=True, gc=False):
    """A method with all sections that a payout by it is computed from, any of which may vary by a fact.

    `varying` are the positions of those that do and are chosen once for the payout. A withholding that varies by a
    fact of a lot is not one of them: it stands in `by_lot`, and in its place is none.
    """

    sections: tuple[object, ...]
    varying: tuple[int, ...]
    by_lot: Varying[WithholdingTerms] | None
    exchanges: Exchanges

    def limit(self, limit_id: str, facts: Facts, assumed: list[str]) -> LimitTerms | None:
        """A limit by its id, chosen by facts; what is assumed for it alone is appended to `assumed`."""
        for section in self.sections[OF_LIMITS:]:
            if any(isinstance(terms, LimitTerms) and terms.id == limit_id for terms in possible_terms(section)):
                terms = choose(section, facts, assumed)
                return terms if isinstance(terms, LimitTerms) else None
        return None


Chosen = tuple[int, ...]
"""The terms that the varying sections of a way come to, by identity: each lives as long as the way."""


class Offers:
    """The offers that were made for one book, by way and by what its varying sections come to."""

    def __init__(self) -> None:
        self._of_ways: dict[int, tuple[PayoutWay, dict[Chosen, PayoutOffer]]] = {}

    def of(self, way: PayoutWay, facts: Facts, assumed: list[str]) -> PayoutOffer | FactNeeded | Lacking:
        """The offer for these facts, or what they leave without terms. What is assumed is appended to `assumed`."""
        chosen: list[object] = []
        for position in way.varying:
            terms = choose(way.sections[position], facts, assumed)
            if type(terms) is FactNeeded:
                return terms
            chosen.append(terms)
        known = self._of_ways.get(id(way))
        if known is None:
            known = self._of_ways.setdefault(id(way), (way, {}))
        which = tuple(map(id, chosen))
        found = known[1].get(which)
        if found is None:
            made = _made(way, chosen)
            if isinstance(made, PayoutOffer) and len(known[1]) < OFFERS_MOST:
                known[1][which] = made
            return made
        return found


def _made(way: PayoutWay, chosen: list[object]) -> PayoutOffer | Lacking:
    by_position = dict(zip(way.varying, chosen, strict=True))
    payouts, method, minimum, withholding, *limits = [
        cast(Any, by_position.get(position, section)) for position, section in enumerate(way.sections)
    ]
    if payouts is None or method is None:
        return "payouts" if payouts is None else "method"
    return payout_offer(payouts, method, minimum, withholding, way.by_lot, limits, way.exchanges)


def payout_way(
    payouts: object,
    method: object,
    minimum: object,
    withholding: object,
    limits: Iterable[object],
    exchanges: Exchanges,
) -> PayoutWay:
    """The way of these sections."""
    by_lot = cast(Any, withholding) if varies_by(withholding, OF_A_LOT) else None
    sections = (payouts, method, minimum, withholding if by_lot is None else None, *limits)
    varying = tuple(position for position, section in enumerate(sections) if type(section) in VARYING)
    return PayoutWay(sections, varying, by_lot, exchanges)


def payout_offer(
    payouts: PayoutTerms,
    method: MethodTerms,
    minimum: MinimumTerms | None,
    withholding: WithholdingTerms | None,
    by_lot: Varying[WithholdingTerms] | None,
    limits: Iterable[LimitTerms | None],
    exchanges: Exchanges,
) -> PayoutOffer:
    """The offer of these terms; of a limit that is None nothing is stated."""
    least = NO_MINIMUM if minimum is None else minimum
    kept = NO_WITHHOLDING if withholding is None else withholding
    paid_in = method.currency or (None if method.unknown.currency else payouts.currency)
    found = exchanges.get(paid_in.code) if paid_in is not None else None
    stated = [limit for limit in limits if limit is not None]
    every = payouts.unknown.limits if not stated else None
    unknown = [limit for limit in stated if limit.unknown]
    of_limits = [value for limit in unknown for value in limit.unknown] if unknown else ()
    return PayoutOffer(
        payouts=payouts,
        method=method,
        minimum=least,
        withholding=kept,
        by_lot=by_lot,
        limits=tuple([limit for limit in stated if limit.is_kept]),
        unknown_limits=tuple([limit.id for limit in unknown]) if unknown else (),
        any_limit=every is not None,
        not_told=together([least.unknown, method.minimum.unknown, every, *of_limits, _age_unknown(found)]),
        paid_in=paid_in,
        minimum_minor=max(least.minor, method.minimum.minor),
        exchange=found if type(found) is Exchange else None,
        no_exchange=None if isinstance(found, (Exchange, UnknownRate)) else found,
        exchange_unknown=found.unknown if type(found) is UnknownRate else (),
        knows_all=type(found) is not UnknownRate
        and payouts.unknown == ALL_KNOWN
        and method.unknown == NOTHING_UNKNOWN
        and not any(terms.unknown or terms.unknown_lines for terms in (kept, *_leaves_of(by_lot))),
    )


def _age_unknown(found: object) -> UnknownValue | None:
    """That it is unknown how long the rates of an exchange may be used."""
    return found.cross.age_unknown if isinstance(found, Exchange) else None


def _leaves_of(by_lot: Varying[WithholdingTerms] | None) -> list[WithholdingTerms]:
    return cast(list[WithholdingTerms], possible_terms(by_lot))
