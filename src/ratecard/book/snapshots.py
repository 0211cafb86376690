"""A market, or a region as its creators see it, in one of its periods: its terms brought together, frozen."""

from ratecard.book.keys import Keys
from ratecard.book.markets import MarketHistory
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.held import TermsBySection
from ratecard.terms.market import Catalogue, Market, Period, catalogue_of, market_of
from ratecard.terms.region import Region, region_of


def market_at(history: MarketHistory, index: int, digest: str) -> Market:
    """The market of a history in its period of this index."""
    terms, period = _held(history, index)
    currency = history.currency_at(period.start)
    assert currency is not None
    return market_of(history.key, period, digest, currency, terms)


def catalogue_at(history: MarketHistory, index: int, keys: Keys) -> Catalogue:
    """What of a history has periods of its own, in the period of this index among those."""
    period = _period(history.own_starts, index)
    terms = {
        section: found.terms
        for section, timeline in history.sections.items()
        if section[0] in keys.apart and (found := timeline.at(period.start)) is not None
    }
    return catalogue_of(history.key, period, terms)


def region_at(history: MarketHistory, index: int, digest: str, *, beyond_public: bool) -> Region:
    """The region of a history without a platform, in its period of this index."""
    terms, period = _held(history, index)
    return region_of(history.key.region, period, digest, history.in_zone, terms, beyond_public=beyond_public)


def terms_at(history: MarketHistory, section: KeyPath, at: Instant) -> object:
    """The terms of one section of a history at an instant, which may vary by facts; None where it has none."""
    timeline = history.sections.get(section)
    found = timeline.at(at) if timeline is not None else None
    return None if found is None else found.terms


def _held(history: MarketHistory, index: int) -> tuple[TermsBySection, Period]:
    period = _period(history.starts, index)
    held = {section: timeline.at(period.start) for section, timeline in history.sections.items()}
    return {section: entry.terms for section, entry in held.items() if entry is not None}, period


def _period(starts: tuple[Instant, ...], index: int) -> Period:
    return Period(starts[index], starts[index + 1] if index + 1 < len(starts) else None)
