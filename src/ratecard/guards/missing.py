"""Whether a market lacks the price of a package that most markets sell, or all of them: a line that was deleted.

Countries are counted, and not their parts: the states of one country would outvote all others.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from ratecard.book.markets import MarketHistory
from ratecard.book.resolving import ResolvedPaths
from ratecard.book.section_terms import held_terms
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding
from ratecard.guards.ladders import PACKAGES, PRICES, Ladder, Ladders
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.rulefiles.stated import NONE, KeyPath
from ratecard.terms.market import MarketKey

MISSING = "missing_price"

COUNTRIES_LEAST = 3
"""How many countries have to sell something before one can be told to lack anything."""

LISTING = "rules/"
"""Where the list stands of regions to sell in; other regions stand at their files."""

Selling = Mapping[MarketKey, Ladder]


def missing_prices(histories: Mapping[MarketKey, MarketHistory], ladders: Ladders) -> Iterator[Finding]:
    """What is sold in most countries, and not in one that sells something else, which does not say none of it.

    It may be a package on a platform, or all packages of a platform, or of a country.
    """
    seen: set[tuple[MarketKey, str]] = set()
    for day, instant in ladders.days.items():
        selling = ladders.on(day)
        if len({_country(key) for key in selling}) < COUNTRIES_LEAST:
            continue
        every = (*_packages(histories, selling, instant), *_markets(histories, selling, instant, ladders))
        for finding in (*every, *_taken_over(histories, selling, instant)):
            if (finding.market, finding.of) not in seen:
                seen.add((finding.market, finding.of))
                yield finding


def _country(key: MarketKey) -> str:
    return key.region.partition("-")[0]


def _packages(histories: Mapping[MarketKey, MarketHistory], selling: Selling, instant: Instant) -> Iterator[Finding]:
    """Packages that a market lacks and most countries sell."""
    countries = {_country(key) for key in selling}
    sold = Counter(package for package, _ in {(name, _country(key)) for key in selling for name in _sold(selling[key])})
    lists = {key: ladder.rungs[0].price.listed_stated.place.file for key, ladder in selling.items()}
    listed = Counter(package for package, _ in {(name, lists[key]) for key in selling for name in _sold(selling[key])})
    every_list = len(set(lists.values()))
    usual = {
        package: number
        for package, number in sold.items()
        if 2 * number > len(countries) or 2 * listed[package] >= every_list
    }
    for key, ladder in selling.items():
        history = histories[key]
        for package in sorted(usual.keys() - _sold(ladder)):
            paths = ((PRICES, package), (PACKAGES, package))
            if any(_is_withdrawn(history, path, instant) for path in paths):
                continue
            named = ", ".join(rung.id for rung in ladder.rungs)
            number, every = usual[package], len(countries)
            sentence = f"{key.shown} sells {named}, and not {package}, which {number:,} of {every:,} countries sell"
            place = _beside(ladder, package, selling)
            yield _finding(key, package, instant, Fraction(number, every), sentence, place)


def _markets(
    histories: Mapping[MarketKey, MarketHistory], selling: Selling, instant: Instant, ladders: Ladders
) -> Iterator[Finding]:
    """Countries in which nothing is sold on a platform on which most countries sell that sell anything.

    One of which only the list of regions speaks, and that never sells anything, is told by `nothing-sold`.
    """
    ever = {key.region for key, own in ladders.over_time.items() if any(ladder is not None for ladder in own.values)}
    countries = {_country(key) for key in selling}
    on = Counter(platform for platform, _ in {(key.platform, _country(key)) for key in selling})
    usual = {platform: _usual_on(selling, platform) for platform in on}
    selling_on = {(_country(key), key.platform) for key in selling}
    wanted = {
        MarketKey(key.region, platform): key for key in histories for platform in sorted(on) if "-" not in key.region
    }
    for key, other in wanted.items():
        number, history = on[key.platform], histories.get(key, histories[other])
        if key in selling_on or 2 * number <= len(countries) or history.begins > instant:
            continue
        if key in histories and (
            _is_withdrawn(history, (PRICES,), instant) or _has_prices(history, instant, usual[key.platform])
        ):
            continue
        if key.region not in ever and history.place.file.startswith(LISTING):
            continue
        sentence = (
            f"{key.shown} sells nothing, and {number:,} of {len(countries):,} countries that sell anything do so on "
            f"{key.platform}"
        )
        yield _finding(key, PRICES, instant, Fraction(number, len(countries)), sentence, history.place)


def _usual_on(selling: Selling, platform: str) -> set[str]:
    """The packages that most countries sell that sell anything on a platform."""
    on = {_country(key) for key in selling if key.platform == platform}
    sold = {(name, _country(key)) for key in selling if key.platform == platform for name in _sold(selling[key])}
    return {name for name, number in Counter(name for name, _ in sold).items() if 2 * number > len(on)}


def _has_prices(history: MarketHistory, at: Instant, usual: Collection[str]) -> bool:
    """Whether a market has any price, be it one that varies by facts, or says none of every usual package."""
    stated = {path[1]: own.at(at) for path, own in history.below(PRICES).items() if len(path) == 2}
    gone = {name for name, own in stated.items() if own is not None and own.stated.value is NONE}
    if gone and gone >= {*usual}:
        return True
    timelines = (own for section, own in history.sections.items() if section[0] == PRICES and len(section) == 2)
    return any(held_terms(timeline, at) is not None for timeline in timelines)


def _taken_over(histories: Mapping[MarketKey, MarketHistory], selling: Selling, instant: Instant) -> Iterator[Finding]:
    """Prices for all platforms in a market whose other prices are its platform's own, as this one is elsewhere."""
    own = {
        (key, rung.id): _is_of_platform(prices, rung.id, instant)
        for key, ladder in selling.items()
        for prices in (histories[key].below(PRICES),)
        for rung in ladder.rungs
    }
    elsewhere = Counter((key.platform, package) for (key, package), is_own in own.items() if is_own)
    every = Counter((key.platform, package) for key, package in own)
    for key, ladder in selling.items():
        others = [rung for rung in ladder.rungs if own[key, rung.id]]
        for rung in ladder.rungs:
            number, total = elsewhere[key.platform, rung.id], every[key.platform, rung.id]
            if own[key, rung.id] or 2 * len(others) <= len(ladder.rungs) or 2 * number <= total:
                continue
            price = Money(rung.minor, ladder.currency)
            sentence = (
                f"{key.shown} takes {rung.id} from the prices for all platforms, {price}, and its other prices are its "
                f"own, as in {number:,} of {total:,} markets on {key.platform}"
            )
            smaller = [other for other in others if other.coins < rung.coins] or others
            place = smaller[-1].price.listed_stated.place
            yield _finding(key, rung.id, instant, Fraction(number, total), sentence, place)


def _is_of_platform(prices: ResolvedPaths, package: str, at: Instant) -> bool:
    """Whether the price of a package is stated for the platform of the market that has these prices."""
    timeline = prices.get((PRICES, package))
    resolved = None if timeline is None else timeline.at(at)
    return resolved is not None and resolved.rank.of_platform


def _sold(ladder: Ladder) -> set[str]:
    return {*(rung.id for rung in ladder.rungs), *ladder.varying, *ladder.chosen}


def _beside(ladder: Ladder, package: str, selling: Selling) -> Place:
    """Where the line would stand: after the price of the next smaller package, by what it holds elsewhere."""
    held = next((rung.coins for other in selling.values() for rung in other.rungs if rung.id == package), 0)
    smaller = [rung for rung in ladder.rungs if rung.coins < held] or list(ladder.rungs)
    return smaller[-1].price.listed_stated.place


def _is_withdrawn(history: MarketHistory, path: KeyPath, at: Instant) -> bool:
    """Whether the market says none of what stands at a path or above it; of a price, anything that makes it none."""
    below = history.below(path[0])
    for depth in range(1, len(path) + 1):
        timeline = below.get(path[:depth])
        resolved = None if timeline is None else timeline.at(at)
        if resolved is not None and (resolved.stated.value is NONE or (path[:depth][0] == PRICES and depth > 1)):
            return True
    return False


def _finding(market: MarketKey, of: str, since: Instant, share: Fraction, sentence: str, place: Place) -> Finding:
    return Finding(
        guard=MISSING,
        market=market,
        of=of,
        since=since,
        seen=share,
        sentence=sentence,
        place=place,
        hint="state prices, or prices: none" if of == PRICES else f"add {of}: with its price, or {of}: none",
        question=f"ratecard prices --region {market.region} --platform {market.platform}",
        table=(("sold", "share of countries"), (of, f"{round(100 * share)} %")),
    )
