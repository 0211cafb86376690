"""Whether the tax and the currency of a region are those that it is known to have."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import msgspec

from ratecard.book.library import is_of_library
from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import SectionTerms, held_terms
from ratecard.book.timeline import Timeline
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding, percent
from ratecard.guards.known import Known, KnownTax
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.stated import NONE, KeyPath
from ratecard.terms.facts import possible_terms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.tax import TaxStatus, TaxTerms

TAX, TAX_MOVED, CURRENCY = "tax", "tax_moved", "currency"

ABROAD = frozenset({"USD", "EUR"})
"""Currencies in which stores price countries that have others."""

AT_HOME = frozenset({"USD", "EUR", "GBP", "JPY", "CAD", "AUD", "KRW"})
"""Currencies whose countries every store prices in them."""

PAYOUTS = "payouts"
PAID_IN: KeyPath = (PAYOUTS, "currency")
REGION_FILES = "regions/"
"""Where a currency of payouts is of one country; a book may pay all of its creators in one."""

MOST_OTHERWISE = 2
"""Of so many regions and more that are otherwise than the library, where they are most of all, one is told."""


def odd_taxes(markets: Iterable[MarketHistory], known: Known) -> Iterator[Finding]:
    """Each tax of the book itself that the library does not know there: its rate, its display, or that there is none.

    Platforms may have taxes of their own. Of days after the library was last read nothing is said.
    """
    every: dict[str, dict[int, MarketHistory]] = {}
    for history in markets:
        if ("tax",) in history.sections:
            every.setdefault(history.key.region, {}).setdefault(id(history.sections["tax",]), history)
    known_of = {region: tax for region in every if (tax := known.tax_of(region)) is not None}
    found = [finding for region, tax in known_of.items() for finding in _odd_taxes_of(every[region], tax, known)]
    otherwise = {finding.market.region for finding in found}
    together = "taxes" if len(otherwise) > MOST_OTHERWISE and 2 * len(otherwise) > len(known_of) else ""
    yield from (msgspec.structs.replace(finding, together=together) for finding in found)


def _odd_taxes_of(histories: Mapping[int, MarketHistory], tax: KnownTax, known: Known) -> Iterator[Finding]:
    """What is otherwise in one region, of each statement once; with its platform where it is not so on all of them."""
    every = [{_key(own): own for own in _odd_taxes_in(history, tax, known)} for history in histories.values()]
    counted = Counter(key for own in every for key in own)
    for history, own in zip(histories.values(), every, strict=True):
        for key, finding in own.items():
            number = counted.pop(key, 0)
            if number == len(every):
                yield finding
            elif number:
                sentence = finding.sentence.replace(history.key.region, history.key.shown, 1)
                yield msgspec.structs.replace(finding, sentence=sentence)


def _key(finding: Finding) -> tuple[Place, Instant, Fraction]:
    return finding.place, finding.since, finding.seen


def _odd_taxes_in(history: MarketHistory, tax: KnownTax, known: Known) -> Iterator[Finding]:
    for start, own in history.sections["tax",]:
        since = max(start, history.begins)
        day = local_day(since, history.in_zone)
        for terms in possible_terms(own.terms) if day <= known.until else ():
            if isinstance(terms, TaxTerms):
                yield from _odd_tax(history, terms, since, tax, known)


def _odd_tax(history: MarketHistory, terms: TaxTerms, since: Instant, tax: KnownTax, known: Known) -> Iterator[Finding]:
    """What of a tax at an instant is not as the library knows it; nothing where the library states it itself."""
    name, place, day = history.key.region, _place(terms), local_day(since, history.in_zone)
    share, usual = Fraction(terms.weight, terms.base), tax.at(day)
    is_known = terms.status in (TaxStatus.INCLUDED, TaxStatus.ADDED, TaxStatus.NONE) and not terms.unknown
    if is_known and usual is not None and share not in {usual, *tax.parts} and place is not None:
        what = f"{name} has taxes of {percent(share)}" if share else f"{name} has no tax"
        knows = percent(usual) if usual else "none"
        is_old = f" then, and {percent(share)} at another time" if share in set(tax.shares()) else ""
        hint = f"write {knows}" if share and usual else f"take it out, so that the library's {knows} counts"
        found = _finding(history, since, abs(share - usual), what, f"{knows}{is_old}", place, known)
        yield msgspec.structs.replace(found, hint=hint)
    display = {TaxStatus.INCLUDED: "inclusive", TaxStatus.ADDED: "exclusive"}.get(terms.status)
    if display and tax.display and display != tax.display and share and not is_of_library(terms.stated.place):
        sentence = f"prices in {name} are {display} of {percent(share)} tax"
        yield _finding(history, since, share, sentence, tax.display, terms.stated.place, known)


def _place(terms: TaxTerms) -> Place | None:
    """Where the book states what decides the taxes, its line with the greatest rate; None where the library does."""
    own = [line for line in terms.lines if not is_of_library(line.stated.place)]
    if own:
        return max(own, key=lambda line: line.effective.fraction).stated.place
    is_none = terms.status is TaxStatus.NONE and terms.stated.value is NONE
    return terms.stated.place if is_none and not is_of_library(terms.stated.place) else None


def _finding(
    history: MarketHistory, since: Instant, seen: Fraction, sentence: str, usual: str, place: Place, known: Known
) -> Finding:
    region, platform = history.key
    day = local_day(since, history.in_zone)
    return Finding(
        guard=TAX,
        market=history.key,
        of="tax",
        since=since,
        seen=seen,
        sentence=f"{sentence} on {day}, and the library ({known.edition}) knows {usual}",
        place=place,
        hint=f"write {usual}",
        question=f"ratecard where tax --region {region} --platform {platform}",
    )


def moved_taxes(markets: Sequence[MarketHistory], beyond: Fraction) -> Iterator[Finding]:
    """Each change of a tax inside prices by which what is left of them moves, where no price is changed that day."""
    seen: set[tuple[str, Instant]] = set()
    for history in markets:
        timeline = history.sections.get(("tax",))
        entries = [] if timeline is None else list(timeline)
        for (_, old), (since, new) in pairwise(entries):
            before, after = old.terms, new.terms
            if not (isinstance(before, TaxTerms) and isinstance(after, TaxTerms)):
                continue
            if not (before.status is after.status is TaxStatus.INCLUDED) or before.unknown or after.unknown:
                continue
            was, now = (1 + Fraction(terms.weight, terms.base) for terms in (before, after))
            moved = was / now - 1
            if abs(moved) > beyond and since > history.begins and (history.key.region, since) not in seen:
                found = _unmoved(history, since, (was - 1, now - 1), moved, _place(after))
                if found is not None:
                    seen.add((history.key.region, since))
                    yield found


def _unmoved(
    history: MarketHistory, since: Instant, shares: tuple[Fraction, Fraction], moved: Fraction, own: Place | None
) -> Finding | None:
    """That no price moves with a tax; None where one does, or where nothing is sold."""
    kept: list[tuple[Place, str]] = []
    for section, timeline in history.sections.items():
        if section[0] == "prices" and len(section) == 2 and timeline.at(since) is not None:
            if since in timeline.starts:
                return None
            kept += [(terms.listed_stated.place, section[1]) for terms in _prices(timeline, since)]
    if not kept:
        return None
    place, package = min(kept)
    region, platform = history.key
    day = local_day(since, history.in_zone)
    return Finding(
        guard=TAX_MOVED,
        market=history.key,
        of="tax",
        since=since,
        seen=abs(moved),
        sentence=(
            f"the tax inside prices of {region} goes from {percent(shares[0])} to {percent(shares[1])} on {day}, and "
            f"no price moves: {percent(abs(moved))} {'more' if moved > 0 else 'less'} is left of each"
        ),
        place=own or place,
        notes=() if own is None else (Note(place, "the first price"),),
        hint="write new prices from that day on",
        question=f"ratecard quote purchase --region {region} --platform {platform} --package {package} --at {day}",
    )


def _prices(timeline: Timeline[SectionTerms], at: Instant) -> list[PriceTerms]:
    """The prices of a package at an instant, in all cases."""
    return [terms for terms in possible_terms(held_terms(timeline, at)) if isinstance(terms, PriceTerms)]


def odd_currencies(
    markets: Iterable[MarketHistory], creators: Iterable[MarketHistory], known: Known
) -> Iterator[Finding]:
    """Each currency of prices or payouts that is neither its country's nor one in which stores price many countries."""
    seen: set[Place] = set()
    sold = [(history, "currency", history.currency) for history in markets]
    paid = [(history, ".".join(PAID_IN), history.below(PAYOUTS).get(PAID_IN)) for history in creators]
    for history, of, timeline in (*sold, *paid):
        usual = known.currencies_of(history.key.region)
        for start, resolved in timeline or ():
            currency, place = resolved.stated.value, resolved.stated.place
            if not usual or not isinstance(currency, Currency) or currency.code in usual:
                continue
            is_abroad = currency.code in ABROAD and AT_HOME.isdisjoint(usual)
            is_of_all = of != "currency" and not place.file.startswith(REGION_FILES)
            if is_abroad or is_of_all or place in seen or is_of_library(place):
                continue
            seen.add(place)
            named = " or ".join(sorted(usual))
            yield Finding(
                guard=CURRENCY,
                market=history.key,
                of=of,
                since=max(start, history.begins),
                seen=Fraction(1),
                sentence=(
                    f"{'prices' if of == 'currency' else 'payouts'} in {history.key.region} are in {currency}, and "
                    f"people there pay in {named}"
                ),
                place=place,
                hint=f"write {sorted(usual)[0]}",
            )
