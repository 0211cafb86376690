"""A market, or a region as its creators see it, in one of its periods: its terms brought together, frozen."""

from collections.abc import Collection, Iterable

import msgspec

from ratecard.book.keys import Keys
from ratecard.book.markets import MarketHistory
from ratecard.instants import Instant
from ratecard.rulefiles.stated import UNKNOWN, KeyPath
from ratecard.terms.halts import Halt, HaltOf
from ratecard.terms.held import TermsBySection, UnknownTables, unknown_table
from ratecard.terms.market import Catalogue, Market, Period, catalogue_of, market_of, with_unsold
from ratecard.terms.region import Region, RegionKey, region_of


def market_at(history: MarketHistory, index: int, digest: str, keys: Keys) -> Market:
    """The market of a history in its period of this index."""
    period = _period(history.starts, index)
    terms = _held(history, period.start, without=keys.apart)
    halted = _halted(history, period.start)
    stopped = [section for section in terms if any(own.section and _is_at(section, own.section) for own in halted)]
    for section in stopped:
        del terms[section]
    currency = history.currency_at(period.start)
    assert currency is not None
    enclosing = history.enclosing.get(currency.code)
    market = market_of(history.key, period, digest, currency, terms, history.in_zone)
    if history.unsold:
        lacking = {section[-1]: timeline.at(period.start) for section, timeline in history.unsold.items()}
        market = with_unsold(market, lacking)
    if halted:
        paths = tuple(".".join(section) for section in stopped)
        market = msgspec.structs.replace(market, halted=_by_thing(halted), stopped=paths)
    return market if enclosing is None else msgspec.structs.replace(market, enclosing=enclosing)


def catalogue_at(history: MarketHistory, index: int, keys: Keys) -> Catalogue:
    """What of a history has periods of its own, in the period of this index among those."""
    period = _period(history.own_starts, index)
    terms = {
        section: found.terms
        for key, part in history.sections.parts.items()
        if key in keys.apart
        for section, timeline in part.items()
        if (found := timeline.at(period.start)) is not None
    }
    return catalogue_of(history.key, period, terms)


def region_at(history: MarketHistory, index: int, digest: str, *, beyond_public: bool) -> Region:
    """The region of a history without a platform, in its period of this index."""
    period = _period(history.starts, index)
    terms = _held(history, period.start)
    key = RegionKey(history.key.region, digest, history.in_zone)
    region = region_of(key, period, terms, _unknown_tables(history, period.start), beyond_public=beyond_public)
    halted = _halted(history, period.start)
    return msgspec.structs.replace(region, halted=_by_thing(halted)) if halted else region


def _is_at(section: KeyPath, where: KeyPath) -> bool:
    """Whether a section is at a path, or below it."""
    return section[: len(where)] == where


def _halted(history: MarketHistory, at: Instant) -> list[HaltOf]:
    """What is withheld at an instant."""
    return [own for own in history.halts if own.halt.since <= at < own.halt.until]


def _by_thing(halts: Iterable[HaltOf]) -> dict[str, Halt]:
    """What is refused, by its id; the halt that lasts longest of each."""
    every = sorted((own for own in halts if not own.section), key=lambda own: (own.halt.until, own.halt.id))
    return {own.thing: own.halt for own in every}


def _unknown_tables(history: MarketHistory, at: Instant) -> UnknownTables:
    """The tables of terms by identifier of which nobody knows at an instant what stands in them, by their key."""
    found = {}
    for key, bundle in history.bundles.items():
        whole = bundle.paths.get((key,))
        said = whole.at(at) if whole is not None and (key,) not in history.sections.of(key) else None
        if said is not None and said.stated.value is UNKNOWN:
            stated = {path: timeline.at(at) for path, timeline in bundle.paths.items()}
            found[key] = unknown_table({path: own for path, own in stated.items() if own is not None}, (key,))
    return {key: unknown for key, unknown in found.items() if unknown is not None}


def terms_at(history: MarketHistory, section: KeyPath, at: Instant) -> object:
    """The terms of one section of a history at an instant, which may vary by facts; None where it has none."""
    timeline = history.sections.get(section)
    found = timeline.at(at) if timeline is not None else None
    return None if found is None else found.terms


def _held(history: MarketHistory, at: Instant, without: Collection[str] = ()) -> TermsBySection:
    """The terms of each section at an instant, without those of some keys."""
    return {
        section: found.terms
        for key, part in history.sections.parts.items()
        if key not in without
        for section, timeline in part.items()
        if (found := timeline.at(at)) is not None
    }


def _period(starts: tuple[Instant, ...], index: int) -> Period:
    return Period(starts[index], starts[index + 1] if index + 1 < len(starts) else None)
