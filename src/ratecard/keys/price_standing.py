"""What prices a package in a market at an instant: a price that is stated, or another market that it is derived from.

Layer first; inside one rank a stated price beats a derive, and `prices: none` beats none of its own rank. A derive from
another platform of the region that is stated for this platform comes before all that is not stated for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from ratecard.book.bundles import Bundle
from ratecard.book.markets import MarketHistory
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, BROKEN, KeyPath, Stated, StatedParts
from ratecard.rulefiles.values.derives import KEEP
from ratecard.terms.market import MarketKey
from ratecard.terms.ranks import Rank
from ratecard.terms.resolved import Removal, Resolved

PRICES: KeyPath = ("prices",)
DERIVE: KeyPath = ("pricing", "derive")

Said = tuple[Rank, Stated[object]]
"""What is said of a path, and where in the order of statements."""


class Derive(msgspec.Struct, frozen=True):
    """One `derive` as a market reads it. `packages` are None for all that the source sells.

    `fx` is the instant of the rates, or `none` for the number as it stands; `factor` is a rate, or the id of a table.
    `tax` is "swap" or "keep", or "" where it has to be stated and is not.
    """

    source: MarketKey
    packages: frozenset[str] | None
    fx: Stated[object] | None
    factor: Stated[object] | None
    tax: str
    stated: Stated[object]

    def covers(self, package: str) -> bool:
        """Whether it is for this package."""
        return self.packages is None or package in self.packages

    def is_from_sibling(self, market: MarketKey, package: str = "") -> bool:
        """Whether it is from another platform of the market's own region, and for this package, where one is named."""
        own = self.source.region == market.region and self.source.platform != market.platform
        return own and (not package or self.covers(package))


class PriceStanding(NamedTuple):
    """What prices a package: a derive, or else the statement of its price; neither where nothing is said of it.

    `wins`: the price is the one that layers alone decide. `broken`: what would stand there is reported as wrong.
    """

    derive: Derive | None = None
    price: Said | None = None
    wins: bool = True
    broken: bool = False


class Standings:
    """Tells what prices packages. Each derive is read once for each market."""

    def __init__(self) -> None:
        self._said: dict[tuple[MarketKey, Instant], Sequence[Said]] = {}
        self._derives: dict[tuple[int, MarketKey], tuple[Stated[object], Derive | None]] = {}

    def standing(self, history: MarketHistory, package: str, at: Instant) -> PriceStanding:
        """What prices a package at an instant."""
        derives, prices = self._derives_at(history, at), _said_of_price(history, package, at)
        if any(stated.value is BROKEN for _, stated in (*derives[:1], *prices[:1])):
            return PriceStanding(broken=True)
        ours = _of_platform(derives)
        sibling = None if ours is None else self.derive(ours[1], history.key)
        if ours is not None and sibling is not None and sibling.is_from_sibling(history.key, package):
            own = _of_platform(prices)
            if own is None or not _beats(own, ours[0]):
                return PriceStanding(sibling)
            return PriceStanding(price=own, wins=own[1] is prices[0][1])
        derive = self.derive(derives[0][1], history.key) if derives else None
        price = prices[0] if prices else None
        if derive is None or derive.source == history.key or not derive.covers(package):
            return PriceStanding(price=price)
        if price is not None and _beats(price, derives[0][0]):
            return PriceStanding(price=price)
        return PriceStanding(derive)

    def _derives_at(self, history: MarketHistory, at: Instant) -> Sequence[Said]:
        """All that is said of a market's derive at an instant."""
        key = (history.key, at)
        if key not in self._said:
            self._said[key] = said_of(history, DERIVE, at)
        return self._said[key]

    def derive(self, stated: Stated[object], market: MarketKey) -> Derive | None:
        """A derive as a market reads it; None for what is none, and for what is reported as wrong."""
        key = (id(stated), market)
        if key not in self._derives:
            own = _derive_of(stated, stated.value, market) if isinstance(stated.value, StatedParts) else None
            self._derives[key] = stated, own
        return self._derives[key][1]

    def every_derive(self, history: MarketHistory) -> Iterator[Derive]:
        """Every derive that a market reads at any time, also those that are replaced."""
        timeline = history.below(DERIVE[0]).get(DERIVE)
        for resolved in () if timeline is None else timeline.values:
            for _, stated in _said_in(resolved):
                derive = self.derive(stated, history.key)
                if derive is not None:
                    yield derive


def said_of(history: MarketHistory, path: KeyPath, at: Instant) -> Sequence[Said]:
    """All that is said of a path at an instant, the narrowest first; `inherit` is silence."""
    timeline = history.below(path[0]).get(path)
    resolved = None if timeline is None else timeline.at(at)
    return () if resolved is None or resolved.stated.value is ABSENT else _said_in(resolved)


def _said_in(resolved: Resolved[object]) -> Sequence[Said]:
    """A statement and those that it replaces, the narrowest first."""
    return ((resolved.rank, resolved.stated), *zip(resolved.replaced_ranks, resolved.replaced, strict=True))


def outranks(path: KeyPath, bundles: Mapping[str, Bundle], market: MarketKey) -> bool:
    """Whether plain prices and derives hide none of the platform's: a sibling's derive comes before those."""
    if path != DERIVE and path[:1] != PRICES:
        return False
    pricing = bundles.get(DERIVE[0])
    timeline = None if pricing is None else pricing.paths.get(DERIVE)
    ours = (_of_platform(_said_in(resolved)) for resolved in (() if timeline is None else timeline.values))
    standings = Standings()
    derives = [standings.derive(said[1], market) for said in ours if said is not None]
    return any(derive is not None and derive.is_from_sibling(market) for derive in derives)


def _said_of_price(history: MarketHistory, package: str, at: Instant) -> Sequence[Said]:
    """What is said of the price of a package: of itself, or where nobody ever does, of all prices."""
    said = said_of(history, (*PRICES, package), at)
    if said:
        return said
    return [
        (rank, Removal(stated.value, stated.place, stated.source, stated.note))
        for rank, stated in said_of(history, PRICES, at)
    ]


def _of_platform(said: Sequence[Said]) -> Said | None:
    """The narrowest of what is said for the platform."""
    return next(((rank, stated) for rank, stated in said if rank.of_platform), None)


def _beats(price: Said, derive: Rank) -> bool:
    """Whether a price comes before a derive. What is said of all prices at once does only in a narrower rank."""
    rank, stated = price
    return rank > derive or (rank == derive and type(stated) is not Removal)


def _derive_of(stated: Stated[object], parts: StatedParts, market: MarketKey) -> Derive | None:
    source, packages, tax = parts.get("from"), parts.get("packages"), parts.get("tax")
    if source is None:
        raise TypeError(f"{parts} at {stated.place} names no source, and was read as a derive")
    region, platform = market
    if isinstance(source.value, StatedParts):
        named, on = source.value.get("region"), source.value.get("platform")
        region, platform = (own if part is None else str(part.value) for own, part in ((region, named), (platform, on)))
    else:
        region = str(source.value)
    listed = packages.value if packages is not None and isinstance(packages.value, tuple) else None
    return Derive(
        source=MarketKey(region, platform),
        packages=None if listed is None else frozenset(str(item.value) for item in listed),
        fx=parts.get("fx"),
        factor=parts.get("factor"),
        tax=str(tax.value) if tax is not None else KEEP if region == market.region else "",
        stated=stated,
    )
