"""A market, or a region as its creators see it, in one of its periods: its terms brought together, frozen."""

from typing import Any

from ratecard.book.markets import MarketLine
from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.refusals import FxStale, NoFxRate
from ratecard.terms.exchange import Exchange, exchange
from ratecard.terms.facts import ByFact, FromThreshold
from ratecard.terms.fx import CrossRate, FxTerms, cross_rate
from ratecard.terms.market import Catalogue, Market, Period
from ratecard.terms.offers import offer_from
from ratecard.terms.payout_offers import payout_way
from ratecard.terms.payouts import DiamondTerms, MethodTerms, PayoutTerms
from ratecard.terms.region import Region

Held = dict[tuple[str, ...], Any]
"""The terms of each section in one period."""


def market_at(line: MarketLine, index: int, digest: str) -> Market:
    """The market of a line in its period of this index."""
    terms, period = _held(line, index)
    currency = line.currency_at(period.start)
    assert currency is not None
    packages, prices = _below(terms, "packages"), _below(terms, "prices")
    tax, commission = terms.get(("tax",)), terms.get(("commission",))
    eligibility = terms.get(("eligibility",))
    return Market(
        key=line.key,
        period=period,
        digest=digest,
        currency=currency,
        offers={
            name: offer_from(packages.get(name), price, tax, commission)
            for name, price in prices.items()
            if price is not None
        },
        tax=tax,
        commission=commission,
        worth=terms.get(("worth_at",)),
        eligibility=eligibility if eligibility is not None and eligibility.buyer is not None else None,
    )


def catalogue_at(line: MarketLine, index: int) -> Catalogue:
    """The gifts of a line in the period of this index among those of its gifts."""
    period = _period(line.gift_starts, index)
    gifts: dict[str, Any] = {
        section[1]: found.terms
        for section, timeline in line.sections.items()
        if section[0] == "gifts" and (found := timeline.at(period.start)) is not None
    }
    return Catalogue(line.key, period, gifts)


def region_at(line: MarketLine, index: int, digest: str, *, shows_earnings: bool) -> Region:
    """The region of a line without a platform, in its period of this index."""
    terms, period = _held(line, index)
    methods, payouts = _below(terms, "payouts", "methods"), terms.get(("payouts",))
    diamond, fx = terms.get(("payouts", "diamond")), terms.get(("fx",))
    value_currency = next((each.currency for each in leaves(diamond) if type(each) is DiamondTerms), None)
    paid_in = {each.currency for each in leaves(payouts) if type(each) is PayoutTerms}
    for method in methods.values():
        paid_in |= {each.currency for each in leaves(method) if type(each) is MethodTerms and each.currency}
    minimum, withholding = terms.get(("payouts", "minimum")), terms.get(("payouts", "withholding"))
    limits = _below(terms, "payouts", "limits")
    exchanges = _exchanges(fx, value_currency, paid_in, period.start)
    return Region(
        code=line.key.region,
        period=period,
        digest=digest,
        in_zone=line.in_zone,
        value_currency=value_currency,
        earnings=_below(terms, "earnings"),
        shows_earnings=shows_earnings,
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


def leaves(varying: object) -> list[object]:
    """Every set of terms that a varying one can settle to."""
    if isinstance(varying, ByFact):
        return [leaf for each in (*varying.cases.values(), varying.other) for leaf in leaves(each)]
    if isinstance(varying, FromThreshold):
        return [leaf for each in (*varying.values, varying.other) for leaf in leaves(each)]
    return [] if varying is None else [varying]


def _held(line: MarketLine, index: int) -> tuple[Held, Period]:
    period = _period(line.starts, index)
    held = {section: timeline.at(period.start) for section, timeline in line.sections.items()}
    return {section: found.terms for section, found in held.items() if found is not None}, period


def _period(starts: tuple[Instant, ...], index: int) -> Period:
    return Period(starts[index], starts[index + 1] if index + 1 < len(starts) else None)


def _below(terms: Held, *prefix: str) -> dict[str, Any]:
    depth = len(prefix)
    return {section[depth]: found for section, found in terms.items() if section[:depth] == prefix and section[depth:]}


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
        cross = cross_rate(fx, of, into, at) if fx is not None else NoFxRate(into.code, at)
        found[into.code] = exchange(fx, of, cross, into) if isinstance(cross, CrossRate) and fx else cross  # type: ignore[assignment]
    return found
