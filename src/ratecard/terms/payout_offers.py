"""One way to be paid, as a region offers it: the terms that a payout is computed from, brought together."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, cast

import msgspec

from ratecard.currency import Currency
from ratecard.refusals import FactNeeded, FxStale, NoFxRate
from ratecard.rounding import divider
from ratecard.rulefiles.facts import OF_A_LOT
from ratecard.terms.exchange import Exchange
from ratecard.terms.facts import VARYING, Facts, Varying, settle, varies_by
from ratecard.terms.methods import MethodTerms
from ratecard.terms.payouts import LimitTerms, MinimumTerms, PayoutTerms
from ratecard.terms.tax import EXACT
from ratecard.terms.withholding import WithholdingTerms

NO_MINIMUM = MinimumTerms(0, None)
NO_WITHHOLDING = WithholdingTerms((), EXACT, divider(EXACT), None, False)

Lacking = Literal["payouts", "method"]
"""What has no terms for somebody: every payout, or those by one method."""

Exchanges = Mapping[str, Exchange | FxStale | NoFxRate]
"""From the value currency into each other one that is paid in, by its code; or why there is none."""


OFFERS_MOST = 64
"""How many offers of a method are kept in one period: one for each case of its choices, in any sensible book."""


class PayoutOffer(msgspec.Struct, frozen=True, gc=False):
    """The terms of payouts by one method, settled by facts. `minimum_minor` is the larger of the two minimums.

    `by_lot` is a withholding that varies by a fact of a lot and is still to be settled for each; else it is None, and
    `withholding` holds for the whole payout. `exchange` is None where the value currency is paid, and where
    `no_exchange` says why there is none.
    """

    payouts: PayoutTerms
    method: MethodTerms
    minimum: MinimumTerms
    withholding: WithholdingTerms
    by_lot: Varying[WithholdingTerms] | None
    limits: tuple[LimitTerms, ...]
    paid_in: Currency
    minimum_minor: int
    exchange: Exchange | None
    no_exchange: FxStale | NoFxRate | None


class Offers(dict[tuple[int, ...], PayoutOffer]):
    """The offers that were made, by what the varying sections settled to.

    All are equal and shown alike: two equal books may have been asked different questions, and answer equally.
    """

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Offers)

    __hash__ = None

    def __repr__(self) -> str:
        return "Offers()"


class PayoutWay(msgspec.Struct, frozen=True, gc=False):
    """A method with all sections that a payout by it is computed from, any of which may vary by a fact.

    `varying` are the positions of those that do and are settled once for the payout. A withholding that varies by a
    fact of a lot is none of them: it stands in `by_lot`, and in its place is none.
    """

    sections: tuple[object, ...]
    varying: tuple[int, ...]
    by_lot: Varying[WithholdingTerms] | None
    exchanges: Exchanges
    known: Offers

    def offer(self, facts: Facts, assumed: list[str]) -> PayoutOffer | FactNeeded | Lacking:
        """The offer for these facts, or what they leave without terms. What is assumed is appended to `assumed`."""
        settled: list[object] = []
        for position in self.varying:
            terms = settle(self.sections[position], facts, assumed)
            if type(terms) is FactNeeded:
                return terms
            settled.append(terms)
        which = tuple([id(terms) for terms in settled])  # each of them lives as long as its section
        found = self.known.get(which)
        return self._made(which, settled) if found is None else found

    def _made(self, which: tuple[int, ...], settled: list[object]) -> PayoutOffer | Lacking:
        chosen = dict(zip(self.varying, settled, strict=True))
        payouts, method, minimum, withholding, *limits = [
            cast(Any, chosen.get(position, section)) for position, section in enumerate(self.sections)
        ]
        if payouts is None or method is None:
            return "payouts" if payouts is None else "method"
        offer = payout_offer(payouts, method, minimum, withholding, self.by_lot, limits, self.exchanges)
        if len(self.known) < OFFERS_MOST:
            self.known[which] = offer
        return offer


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
    varying = tuple(position for position, each in enumerate(sections) if type(each) in VARYING)
    return PayoutWay(sections, varying, by_lot, exchanges, Offers())


def payout_offer(
    payouts: PayoutTerms,
    method: MethodTerms,
    minimum: MinimumTerms | None,
    withholding: WithholdingTerms | None,
    by_lot: Varying[WithholdingTerms] | None,
    limits: Iterable[LimitTerms | None],
    exchanges: Exchanges,
) -> PayoutOffer:
    """The offer of these terms; a limit that is None is lifted."""
    least = NO_MINIMUM if minimum is None else minimum
    paid_in = method.currency or payouts.currency
    found = exchanges.get(paid_in.code)
    return PayoutOffer(
        payouts=payouts,
        method=method,
        minimum=least,
        withholding=NO_WITHHOLDING if withholding is None else withholding,
        by_lot=by_lot,
        limits=tuple(each for each in limits if each is not None),
        paid_in=paid_in,
        minimum_minor=max(least.minor, method.minimum.minor),
        exchange=found if isinstance(found, Exchange) else None,
        no_exchange=None if isinstance(found, Exchange) else found,
    )
