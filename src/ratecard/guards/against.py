"""What a new book takes away against an older one: packages, prices as they were, taxes, and what creators earn.

Both are compared at every instant from now on at which one of them changes: so a change that comes into force later is
found today.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding, percent
from ratecard.guards.levels import Rates
from ratecard.guards.worth import creators_part
from ratecard.instants import Instant, local_day
from ratecard.money import Money
from ratecard.terms.cases import TooManyCases, cases_of
from ratecard.terms.earnings import COINS, EarningsTerms
from ratecard.terms.facts import Facts, choose, possible_terms
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.payouts import DiamondTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.region import Region
from ratecard.terms.tax import TaxTerms

WITHDRAWN, MOVED, TAX_GONE, EARNS_LESS = "withdrawn", "moved", "tax_gone", "earns_less"
AGAINST = (WITHDRAWN, MOVED, TAX_GONE, EARNS_LESS)
"""The guards that need an older book."""


class Comparison:
    """Compares a book with an older one, from an instant on."""

    def __init__(self, before: RuleBook, after: RuleBook, rates: Rates, beyond: Fraction, now: Instant) -> None:
        self.before, self.after, self.rates, self.beyond, self.now = before, after, rates, beyond, now

    def findings(self) -> Iterator[Finding]:
        """Each thing that is taken away, at the first instant at which it is."""
        seen: set[tuple[str, MarketKey, str]] = set()
        for finding in (*self._of_markets(), *self._of_regions()):
            key = (finding.guard, finding.market, finding.of)
            if key not in seen:
                seen.add(key)
                yield finding

    def _instants(self, *histories: MarketHistory) -> list[Instant]:
        starts = {start for history in histories for start in history.starts if start > self.now}
        return [self.now, *sorted(starts)]

    def _of_markets(self) -> Iterator[Finding]:
        here = set(self.after.markets())
        for key in self.before.markets():
            old = self.before.history(key)
            if key not in here:
                if isinstance(self.before.market(key, max(self.now, old.begins)), Market):
                    sentence = f"{key.shown} was sold in, and is not"
                    yield self._finding(WITHDRAWN, key, "", self.now, Fraction(1), sentence, None)
                continue
            for at in self._instants(old, self.after.history(key)):
                was, now = self.before.market(key, at), self.after.market(key, at)
                if isinstance(was, Market) and isinstance(now, Market):
                    yield from self._of_market(was, now, at)

    def _of_market(self, was: Market, now: Market, at: Instant) -> Iterator[Finding]:
        key = was.key
        for package, offer in was.offers.items():
            if package not in now.offers:
                day = local_day(at, was.in_zone)
                sentence = f"{package} is not sold in {key.shown} from {day} on, and was"
                yield self._finding(WITHDRAWN, key, package, at, Fraction(1), sentence, None)
            else:
                yield from self._moved(now, package, offer.price, now.offers[package].price, at)
        gone = _lines(was.tax) - _lines(now.tax)
        for line in sorted(gone) if was.offers and now.offers else ():
            sentence = f"tax.lines.{line} is not levied in {key.region}, and was"
            yield self._finding(TAX_GONE, key, line, at, Fraction(1), sentence, None)

    def _moved(self, market: Market, package: str, was: object, now: object, at: Instant) -> Iterator[Finding]:
        old = [terms for terms in possible_terms(was) if isinstance(terms, PriceTerms)]
        new = [terms for terms in possible_terms(now) if isinstance(terms, PriceTerms)]
        for before, terms in zip(old, new, strict=False):
            rate = self.rates.about(market.key.region, before.currency, terms.currency, at)
            if (
                rate is None
                or not before.listed_minor
                or (before.listed_minor, before.currency)
                == (
                    terms.listed_minor,
                    terms.currency,
                )
            ):
                continue
            worth = Fraction(before.listed_minor, 10**before.currency.exponent) * rate
            moved = Fraction(terms.listed_minor, 10**terms.currency.exponent) / worth - 1
            if abs(moved) > self.beyond:
                sentence = (
                    f"{package} in {market.key.shown} costs {Money(terms.listed_minor, terms.currency)} from "
                    f"{local_day(at, market.in_zone)} on, and cost {Money(before.listed_minor, before.currency)}: "
                    f"{percent(abs(moved))} {'more' if moved > 0 else 'less'}"
                )
                yield self._finding(MOVED, market.key, package, at, abs(moved), sentence, terms.listed_stated.place)

    def _of_regions(self) -> Iterator[Finding]:
        for code in self.before.regions:
            if code not in self.after.regions:
                continue  # its markets are told
            old, new = self.before.history((code, "")), self.after.history((code, ""))
            for at in self._instants(old, new):
                was, now = self.before.region(code, at), self.after.region(code, at)
                if isinstance(was, Region) and isinstance(now, Region):
                    yield from self._of_region(was, now, at)

    def _of_region(self, was: Region, now: Region, at: Instant) -> Iterator[Finding]:
        key = MarketKey(was.code, "")
        for kind, earned in was.earnings.items():
            for facts in _cases(self.before, earned, was.diamond):
                before, after = (_earned(region, kind, facts) for region in (was, now))
                if before is not None and after is not None and after.of == COINS != before.of:
                    after = None  # diamonds are still earned, and nothing is paid for them
                if before is None or (after is not None and (after.of != before.of or after.each >= before.each)):
                    continue
                told = f" where {' and '.join(f'{name} is {value}' for name, value in facts.items())}" if facts else ""
                seen = Fraction(1) if after is None else 1 - after.each / before.each
                less = "nothing" if after is None else f"{percent(seen)} less"
                sentence = f"of {kind} creators in {was.code} earn {less} from {local_day(at, was.in_zone)} on{told}"
                place = None if after is None else after.place
                yield self._finding(EARNS_LESS, key, kind, at, seen, sentence, place)
        for method in sorted(was.ways.keys() - now.ways.keys()):
            sentence = f"creators in {was.code} are not paid by {method} from {local_day(at, was.in_zone)} on, and were"
            yield self._finding(WITHDRAWN, key, method, at, Fraction(1), sentence, None)

    def _finding(
        self, guard: str, key: MarketKey, of: str, at: Instant, seen: Fraction, sentence: str, place: Place | None
    ) -> Finding:
        """What is taken away; at the file of the region where no line says so, or at any where it has none."""
        region = key.region if key.region in self.after.regions else self.after.regions[0]
        stands = place or self.after.history((region, "")).place
        question = f"ratecard prices --region {key.region} --platform {key.platform}" if key.platform else ""
        return Finding(
            guard=guard,
            market=key,
            of=of,
            since=at,
            seen=seen,
            sentence=sentence,
            place=stands,
            hint=f"put it back, or accept it under guards.accepted: guard: {guard}",
            question=question if key in self.after.markets() else "",
        )


def _lines(tax: object) -> set[str]:
    """The ids of the taxes that are levied in any case."""
    every = [terms for terms in possible_terms(tax) if isinstance(terms, TaxTerms)]
    return {line.id for terms in every for line in terms.lines if line.effective.numerator}


def _cases(book: RuleBook, *terms: object) -> list[Facts]:
    """Facts that lead to each case of these terms; none for what does not vary."""
    try:
        return [case.witness for case in cases_of(book.facts, *terms)]
    except TooManyCases:
        return [{}]


class _Earned(NamedTuple):
    """What is earned: the share of what it is of, or what a diamond's worth of it is, in minor units of a currency."""

    of: str
    each: Fraction
    place: Place


def _earned(region: Region, kind: str, facts: Facts) -> _Earned | None:
    """What a creator earns of whom these facts hold, exactly; None for nothing, and where it is not known."""
    earned, diamond = (choose(terms, facts, []) for terms in (region.earnings.get(kind), region.diamond))
    if not isinstance(earned, EarningsTerms) or earned.amount_unknown:
        return None
    each = Fraction(earned.numerator, earned.denominator) * creators_part(earned)
    if earned.base == COINS and isinstance(diamond, DiamondTerms):
        worth = each * Fraction(diamond.minor, diamond.units)
        return _Earned(f"{earned.base} in {diamond.currency}", worth, earned.stated.place)
    return _Earned(earned.base, each, earned.stated.place)
