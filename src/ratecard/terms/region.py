"""A region at an instant, as creators see it: every term that needs no platform, frozen."""

from collections.abc import Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.refusals import FxStale, NoFxRate
from ratecard.terms.earnings import EarningsTerms
from ratecard.terms.eligibility import EligibilityTerms
from ratecard.terms.exchange import Exchange, exchange
from ratecard.terms.facts import Varying, possible_terms
from ratecard.terms.fx import CrossRate, FxTerms, UnknownRate, cross_rate
from ratecard.terms.halts import Halt
from ratecard.terms.held import TermsBySection, UnknownTables, below
from ratecard.terms.market import Period
from ratecard.terms.methods import MethodTerms, any_method
from ratecard.terms.payout_offers import Exchanges, PayoutWay, payout_way
from ratecard.terms.payouts import DiamondTerms, HoldTerms, PayoutTerms
from ratecard.terms.quotes import QUOTES, QuotesTerms
from ratecard.terms.unknown import Unknowns, UnknownValue


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of one region during one period, in which no answer changes. Earnings are by kind, ways by method.

    `earnings_unknown` says that it is not known of which kinds creators earn anything.

    `shows_earnings` is False where earnings are not for whoever asks; there are none then. `diamond` and `hold` are
    chosen for each lot. `value_currency` is that of a diamond's value, None where nothing is paid out: `payouts` is
    None then too, unless the value is unknown, which `value_unknown` says.
    `any_way` is how somebody is paid where it is not known which methods there are, else None.
    `halted` are methods of payout that somebody withholds, by id. `quotes` is how long signed quotes hold, None where
    none is signed.
    `exchanges` are from it into each currency paid in that is another, or why there is none.
    """

    code: str
    period: Period
    digest: str
    in_zone: ZoneInfo
    value_currency: Currency | None
    value_unknown: UnknownValue | None
    earnings: Mapping[str, Varying[EarningsTerms] | None]
    earnings_unknown: UnknownValue | None
    shows_earnings: bool
    payouts: Varying[PayoutTerms] | None
    diamond: Varying[DiamondTerms | UnknownValue] | None
    hold: Varying[HoldTerms | UnknownValue] | None
    exchanges: Exchanges
    ways: Mapping[str, PayoutWay]
    any_way: PayoutWay | None
    fx: FxTerms | None
    eligibility: EligibilityTerms | None
    halted: Mapping[str, Halt] = {}
    quotes: QuotesTerms | None = None

    @property
    def creator_unknown(self) -> Unknowns:
        """What is required of a creator and the rules do not know."""
        return self.eligibility.creator_unknown if self.eligibility is not None else ()


class RegionKey(NamedTuple):
    """Which region terms are of, by which rules, and the zone of its days."""

    code: str
    digest: str
    in_zone: ZoneInfo


def region_of(
    of: RegionKey, period: Period, terms: TermsBySection, tables: UnknownTables, *, beyond_public: bool
) -> Region:
    """The region of the terms that hold in a period. `beyond_public`: whoever asks may see more than the public."""
    methods, payouts = below(terms, "payouts", "methods"), terms.get(("payouts",))
    diamond, fx = terms.get(("payouts", "diamond")), terms.get(("fx",))
    values = possible_terms(diamond)
    value_currency = next((leaf.currency for leaf in values if type(leaf) is DiamondTerms), None)
    value_unknown = next((leaf for leaf in values if type(leaf) is UnknownValue), None)
    every = next((leaf.unknown.methods for leaf in possible_terms(payouts) if type(leaf) is PayoutTerms), None)
    minimum, withholding = terms.get(("payouts", "minimum")), terms.get(("payouts", "withholding"))
    exchanges = _exchanges(fx, value_currency, _paid_in(payouts, methods), period.start)
    limits = below(terms, "payouts", "limits").values()

    def way(method: object) -> PayoutWay:
        return payout_way(payouts, method, minimum, withholding, limits, exchanges)

    ways = {name: way(method) for name, method in methods.items() if method is not None}
    return Region(
        code=of.code,
        period=period,
        digest=of.digest,
        in_zone=of.in_zone,
        value_currency=value_currency,
        value_unknown=value_unknown if value_currency is None else None,
        earnings=below(terms, "earnings"),
        earnings_unknown=tables.get("earnings"),
        shows_earnings=beyond_public,
        payouts=payouts if value_currency is not None or value_unknown is not None else None,
        diamond=diamond,
        hold=terms.get(("payouts", "hold")),
        exchanges=exchanges,
        ways=ways,
        any_way=way(any_method(every)) if every is not None and not ways else None,
        fx=fx,
        eligibility=terms.get(("eligibility",)),
        quotes=terms.get((QUOTES,)),
    )


def _paid_in(payouts: object, methods: Mapping[str, object]) -> set[Currency]:
    """Every currency that creators are paid in."""
    found = {leaf.currency for leaf in possible_terms(payouts) if type(leaf) is PayoutTerms and leaf.currency}
    for method in methods.values():
        found |= {leaf.currency for leaf in possible_terms(method) if type(leaf) is MethodTerms and leaf.currency}
    return found


def _exchanges(
    fx: FxTerms | None, of: Currency | None, paid_in: set[Currency], at: Instant
) -> dict[str, Exchange | UnknownRate | FxStale | NoFxRate]:
    """The exchange from the value currency into each other currency that is paid in, or why there is none.

    It is the same during the whole period, because a rate that becomes too old ends one.
    """
    found: dict[str, Exchange | UnknownRate | FxStale | NoFxRate] = {}
    for into in sorted(paid_in, key=str):
        if of is None or into == of:
            continue
        cross = cross_rate(fx, of, into, at) if fx is not None else NoFxRate(into.code, at)
        if isinstance(cross, CrossRate) and fx is not None:
            found[into.code] = UnknownRate(fx.costs_unknown) if fx.costs_unknown else exchange(fx, of, cross, into)
        elif not isinstance(cross, CrossRate):
            found[into.code] = cross
    return found
