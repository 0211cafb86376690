"""Whether what a market answers from is another thing at an instant than just before it.

Compared are the terms, by their values: no figure depends on where a value is stated, or since when.
"""

from collections.abc import Mapping
from functools import partial

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.fx import FxRate
from ratecard.terms.market import Market, MarketKey, Period
from ratecard.terms.prices import PriceTerms
from ratecard.terms.region import Region

OF_SALE, GIFTS = frozenset({"prices", "packages", "items"}), "gifts"
BESIDE_FIGURES = (Period, Place, partial)
"""What terms hold beside figures; a function among them is made of a rounding that stands beside it."""


class Effects:
    """Finds out which changes of a book change what is answered, each comparison made once."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._known: dict[tuple[MarketKey, Instant], bool] = {}

    def changes(self, key: MarketKey, at: Instant, path: KeyPath = ()) -> bool:
        """Whether a market, or a region, answers otherwise from an instant on; of a thing below a path, about it."""
        if len(path) > 1 and key.platform and path[0] in (*OF_SALE, GIFTS):
            before, after = (self._thing(key, moment, path) for moment in (Instant(at - 1), at))
            return not is_alike(before, after)
        if (key, at) not in self._known:
            before, after = (self._whole(key, moment) for moment in (Instant(at - 1), at))
            self._known[key, at] = not is_alike(before, after)
        return self._known[key, at]

    def is_sold(self, key: MarketKey, at: Instant, thing: str) -> bool:
        """Whether a package or item is sold at an instant, or was just before."""
        markets = (self._book.market(key, moment) for moment in (Instant(at - 1), at))
        return any(isinstance(own, Market) and (own.sold(thing) or thing in own.chosen) for own in markets)

    def _whole(self, key: MarketKey, at: Instant) -> object:
        if not key.platform:
            region = self._book.region(key.region, at)
            return region if isinstance(region, Region) else None
        market = self._book.market(key, at)
        return (market, self._book.catalogue(market, at)) if isinstance(market, Market) else None

    def _thing(self, key: MarketKey, at: Instant, path: KeyPath) -> object:
        market, name = self._book.market(key, at), path[1]
        if not isinstance(market, Market):
            return None
        if path[0] == GIFTS:
            catalogue = self._book.catalogue(market, at)
            return catalogue.gifts.get(name), catalogue.shows.get(name)
        return market.sold(name), market.chosen.get(name), market.shows.get(name), market.unsold.get(name)


def is_alike(one: object, other: object) -> bool:
    """Whether two terms have the same values."""
    if one is other or isinstance(one, BESIDE_FIGURES):
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, Stated | FxRate | PriceTerms):
        return is_alike(_figures(one), _figures(other))
    if isinstance(one, msgspec.Struct):
        names = (name for name in one.__struct_fields__ if name != "digest")
        return all(is_alike(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, Mapping):
        assert isinstance(other, Mapping)
        return list(one) == list(other) and all(is_alike(value, other[name]) for name, value in one.items())
    if isinstance(one, tuple):
        assert isinstance(other, tuple)
        return len(one) == len(other) and all(map(is_alike, one, other))
    return one == other


def _figures(terms: object) -> object:
    """What figures depend on, of terms that hold more."""
    if isinstance(terms, PriceTerms):
        return terms.listed_minor, terms.currency
    if isinstance(terms, FxRate):
        return terms.rate
    assert isinstance(terms, Stated)
    return terms.value
