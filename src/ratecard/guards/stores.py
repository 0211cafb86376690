"""Whether a store keeps what it is known to keep, and whether a line of a commission was lost in one country."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from ratecard.book.library import is_of_library
from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding, percent
from ratecard.guards.known import Known
from ratecard.guards.ladders import PRICES
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.commission import CommissionLine, CommissionTerms
from ratecard.terms.facts import possible_terms
from ratecard.terms.market import MarketKey
from ratecard.terms.prices import PriceTerms

STORE_RATE, MISSING_LINE = "store_rate", "missing_line"

COMMISSION: KeyPath = ("commission",)

WEBSITE = "web"
"""The platform on which the library knows no rates: they are matters of contract with who processes payments."""
LEAST_OF_PROCESSORS, MOST_OF_PROCESSORS = Fraction(5, 1000), Fraction(1, 5)
"""Between which rates those of cards, wallets and resellers lie."""

COUNTRIES_LEAST = 3
"""How many other countries have to state a line before it can be told to be missing in one."""


def odd_store_rates(markets: Iterable[MarketHistory], known: Known) -> Iterator[Finding]:
    """Each commission of the book itself on a store's platform of which no line is what that store has published.

    Of days after the library was last read nothing is said.
    """
    seen: set[tuple[Place, Fraction]] = set()
    for history in markets:
        for since, terms in _commissions(history, known.until):
            usual = known.stores.get(history.key.platform, ())
            line = _odd_fee(terms) if history.key.platform == WEBSITE else _odd_line(terms, usual) if usual else None
            if line is not None and line[1:] not in seen:
                seen.add(line[1:])
                yield _odd(history, since, *line, usual, known)


def _commissions(history: MarketHistory, until: date) -> Iterator[tuple[Instant, CommissionTerms]]:
    """The commissions of a market that are known, up to a day, from when on each holds."""
    timeline = history.sections.get(COMMISSION)
    for start, own in timeline if timeline is not None else ():
        since = max(start, history.begins)
        every = possible_terms(own.terms) if local_day(since, history.in_zone) <= until else []
        yield from ((since, terms) for terms in every if isinstance(terms, CommissionTerms) and not terms.unknown)


def _odd_fee(terms: CommissionTerms) -> tuple[CommissionLine, Place, Fraction] | None:
    """The line of a website's commission whose rate no processor has: it is a digit off."""
    for line in terms.lines:
        if line.rate is None or line.rate_stated is None or is_of_library(line.rate_stated.place):
            continue
        if not line.is_tax and not LEAST_OF_PROCESSORS <= line.rate.fraction <= MOST_OF_PROCESSORS:
            return line, line.rate_stated.place, line.rate.fraction
    return None


def _odd_line(terms: CommissionTerms, usual: Sequence[Fraction]) -> tuple[CommissionLine, Place, Fraction] | None:
    """The greatest line of a commission of which neither a line nor the sum is known; None where one is."""
    rated = [(line.rate.fraction, line) for line in terms.lines if line.rate is not None and not line.is_tax]
    is_known = any(share in usual and not line.of_gross for share, line in rated)
    if (
        not rated
        or is_known
        or (sum(share for share, _ in rated) in usual and not any(own.of_gross for _, own in rated))
    ):
        return None
    share, line = max(rated, key=lambda entry: entry[0])
    if line.rate_stated is None or is_of_library(line.rate_stated.place):
        return None
    return line, line.rate_stated.place, share


def _odd(
    history: MarketHistory,
    since: Instant,
    line: CommissionLine,
    place: Place,
    share: Fraction,
    usual: Sequence[Fraction],
    known: Known,
) -> Finding:
    platform = history.key.platform
    base = " of the price with its tax" if line.of_gross else ""
    others = f" (also {', '.join(map(percent, usual[1:]))})" if usual[1:] else ""
    region = history.key.region
    if not usual:
        knows = f"processors take between {percent(LEAST_OF_PROCESSORS)} and {percent(MOST_OF_PROCESSORS)}"
    else:
        knows = f"the library ({known.edition}) knows {percent(usual[0])} of net{others}"
    return Finding(
        guard=STORE_RATE,
        market=history.key,
        of=line.id,
        since=since,
        seen=abs(share - usual[0]) if usual and share != usual[0] else share,
        sentence=f"{platform} takes {percent(share)}{base} as {line.id}, and {knows}",
        place=place,
        hint=f"write {percent(usual[0])} with base: net" if usual else "look for a digit in the wrong place",
        together=f"{place}",
        question=f"ratecard where commission --region {region} --platform {platform}",
    )


def missing_lines(histories: Mapping[MarketKey, MarketHistory]) -> Iterator[Finding]:
    """Each part of a commission that most countries of a platform state of their own, and one that sells does not."""
    selling = {key: history for key, history in histories.items() if "-" not in key.region and _sells(history)}
    known: dict[int, frozenset[KeyPath]] = {}
    for platform in sorted({key.platform for key in selling}):
        every = {key.region: _parts(history, known) for key, history in selling.items() if key.platform == platform}
        parts = sorted({part for own in every.values() for part in own})
        for part in parts:
            have = [region for region, own in every.items() if part in own]
            if len(have) < COUNTRIES_LEAST or 2 * len(have) <= len(every):
                continue
            for region in sorted(every.keys() - set(have)):
                yield _missing(selling[MarketKey(region, platform)], part, len(have), len(every))


def _sells(history: MarketHistory) -> bool:
    return any(section[0] == PRICES and len(section) == 2 for section in history.sections)


def _parts(history: MarketHistory, known: dict[int, frozenset[KeyPath]]) -> frozenset[KeyPath]:
    """The rates and fixed parts that the book states for a market; `known` has those of bundles by identity."""
    bundle = history.bundles.get("commission")
    if bundle is None:
        return frozenset()
    if id(bundle) not in known:
        known[id(bundle)] = frozenset(
            path
            for path, timeline in bundle.paths.items()
            if len(path) == 4 and path[3] in ("rate", "fixed")
            if any(not is_of_library(own.stated.place) for own in timeline.values)
        )
    return known[id(bundle)]


def _price(history: MarketHistory) -> Place | None:
    """Where the first price of a market stands; None where it has none."""
    every = [
        terms.listed_stated.place
        for section, timeline in history.sections.items()
        if section[0] == PRICES and len(section) == 2
        for own in timeline.values
        for terms in possible_terms(own.terms)
        if isinstance(terms, PriceTerms)
    ]
    return min(every, default=None)


def _missing(history: MarketHistory, part: KeyPath, number: int, every: int) -> Finding:
    name, place = ".".join(part), _price(history) or history.place
    region, platform = history.key
    return Finding(
        guard=MISSING_LINE,
        market=history.key,
        of=part[2],
        since=history.begins,
        seen=Fraction(number, every),
        sentence=f"{history.key.shown} has no {name}, and {number:,} of {every:,} countries there have one",
        place=place,
        hint=f"state {name}, or none",
        notes=(Note(history.place, "its file"),),
        question=f"ratecard where commission --region {region} --platform {platform}",
    )
