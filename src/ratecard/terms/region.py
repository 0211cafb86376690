"""A region at an instant, as creators see it: every term that needs no platform, frozen."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.refusals import FxStale, NoFxRate
from ratecard.terms.earnings import EarningsTerms
from ratecard.terms.eligibility import EligibilityTerms
from ratecard.terms.exchange import Exchange, exchange
from ratecard.terms.facts import Varying, possible_terms
from ratecard.terms.fx import CrossRate, FxTerms, cross_rate
from ratecard.terms.held import TermsBySection, below
from ratecard.terms.market import Period
from ratecard.terms.methods import MethodTerms
from ratecard.terms.payout_offers import Exchanges, PayoutWay, payout_way
from ratecard.terms.payouts import DiamondTerms, HoldTerms, PayoutTerms


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of one region during one period, in which no answer changes. Earnings are by kind, ways by method.

    `shows_earnings` is False where earnings are not for whoever asks; there are none then. `diamond` and `hold` are
    chosen for each lot. `value_currency` is that of a diamond's value, None where nothing is paid out: `payouts` is
    None then too.
    `exchanges` are from it into each currency paid in that is another, or why there is none.
    """

    code: str
    period: Period
    digest: str
    in_zone: ZoneInfo
    value_currency: Currency | None
    earnings: Mapping[str, Varying[EarningsTerms] | None]
    shows_earnings: bool
    payouts: Varying[PayoutTerms] | None
    diamond: Varying[DiamondTerms] | None
    hold: Varying[HoldTerms] | None
    exchanges: Exchanges
    ways: Mapping[str, PayoutWay]
    fx: FxTerms | None
    eligibility: EligibilityTerms | None


def region_of(
    code: str, period: Period, digest: str, in_zone: ZoneInfo, terms: TermsBySection, *, beyond_public: bool
) -> Region:
    """The region of the terms that hold in a period. `beyond_public`: whoever asks may see more than the public."""
    methods, payouts = below(terms, "payouts", "methods"), terms.get(("payouts",))
    diamond, fx = terms.get(("payouts", "diamond")), terms.get(("fx",))
    value_currency = next((leaf.currency for leaf in possible_terms(diamond) if type(leaf) is DiamondTerms), None)
    paid_in = {leaf.currency for leaf in possible_terms(payouts) if type(leaf) is PayoutTerms}
    for method in methods.values():
        paid_in |= {leaf.currency for leaf in possible_terms(method) if type(leaf) is MethodTerms and leaf.currency}
    minimum, withholding = terms.get(("payouts", "minimum")), terms.get(("payouts", "withholding"))
    limits = below(terms, "payouts", "limits")
    exchanges = _exchanges(fx, value_currency, paid_in, period.start)
    return Region(
        code=code,
        period=period,
        digest=digest,
        in_zone=in_zone,
        value_currency=value_currency,
        earnings=below(terms, "earnings"),
        shows_earnings=beyond_public,
        payouts=payouts if value_currency is not None else None,
        diamond=diamond,
        hold=terms.get(("payouts", "hold")),
        exchanges=exchanges,
        ways={
            name: payout_way(payouts, method, minimum, withholding, limits.values(), exchanges)
            for name, method in methods.items()
            if method is not None
        },
        fx=fx,
        eligibility=terms.get(("eligibility",)),
    )


def _exchanges(
    fx: FxTerms | None, of: Currency | None, paid_in: set[Currency], at: Instant
) -> dict[str, Exchange | FxStale | NoFxRate]:
    """The exchange from the value currency into each other currency that is paid in, or why there is none.

    It is the same during the whole period, because a rate that becomes too old ends one.
    """
    found: dict[str, Exchange | FxStale | NoFxRate] = {}
    for into in sorted(paid_in, key=str):
        if of is None or into == of:
            continue
        if fx is None:
            found[into.code] = NoFxRate(into.code, at)
            continue
        cross = cross_rate(fx, of, into, at)
        found[into.code] = exchange(fx, of, cross, into) if isinstance(cross, CrossRate) else cross
    return found
