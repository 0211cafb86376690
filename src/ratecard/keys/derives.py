"""Whether what prices are derived from is there, and what a list of packages to derive leaves without a price."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ratecard.book.building import ANY_PLATFORM
from ratecard.book.markets import MarketHistory
from ratecard.book.missing import listed
from ratecard.book.once import Once
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.instants import Instant
from ratecard.keys.price_standing import DERIVE, Derive, Standings, said_of
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import Stated, StatedParts
from ratecard.terms.facts import DeclaredFacts

if TYPE_CHECKING:
    from ratecard.book.doubts import Whole

SHOWN_MOST = 3


def check_derives(markets: list[MarketHistory], _: list[MarketHistory], __: DeclaredFacts, once: Once) -> None:
    """Reports each derive from a region in which the book does not sell, or from a platform that it does not have."""
    standings = Standings()
    known = {history.key for history in markets}
    regions, platforms = {key.region for key in known}, {key.platform for key in known}
    for history in markets:
        for derive in standings.every_derive(history) if history.key.platform != ANY_PLATFORM else ():
            region, platform = derive.source
            if region not in regions and once.sound:  # else the region may be one whose file is wrong
                place, sentence = _place(derive, "region"), f"the book sells nothing in {region}, to derive prices from"
                hint, offers = meant_or(region, regions, f"add regions/{region.lower()}.yaml, or derive from elsewhere")
                once.tell("derive-from-nowhere", sentence, place, hint, offers=offers)
            elif region in regions and platform not in platforms:
                sentence = f"{platform} is not a platform of this book, to derive prices from"
                hint, offers = meant_or(platform, platforms, f"the book has {listed(sorted(platforms), 'and')}")
                once.tell("unknown-platform", sentence, _place(derive, "platform"), hint, offers=offers)


def _place(derive: Derive, part: str) -> Place:
    """Where a derive names its source, or a part of that."""
    assert isinstance(derive.stated.value, StatedParts)
    source: Stated[object] = derive.stated.value.get("from") or derive.stated
    named = source.value.get(part) if isinstance(source.value, StatedParts) else None
    return source.place if named is None else named.place


class _LeftOut(NamedTuple):
    """Packages that a derive leaves out, and the broader one that is for them."""

    derive: Derive
    broader: Derive
    packages: tuple[str, ...]


def doubt_derives(whole: "Whole") -> None:
    """Warns where a narrower list of packages leaves others without a price that a broader derive is for."""
    standings = Standings()
    found: dict[Place, tuple[_LeftOut, list[str]]] = {}
    for history in whole.markets:
        for since in history.starts:
            left_out = next(_left_out(history, since, standings), None)
            if left_out is not None:
                markets = found.setdefault(left_out.derive.stated.place, (left_out, []))[1]
                if history.key.shown not in markets:
                    markets.append(history.key.shown)
    for place, (left_out, markets) in found.items():
        _warn(place, left_out, markets, whole.once)


def _left_out(history: MarketHistory, at: Instant, standings: Standings) -> Iterator[_LeftOut]:
    """What the winning derive leaves out at an instant, and would have a price by a broader one."""
    derive, *broader = [standings.derive(stated, history.key) for _, stated in said_of(history, DERIVE, at)] or [None]
    if derive is None or derive.packages is None:
        return
    packages = [section[1] for section in history.sections if section[0] == "packages" and len(section) == 2]
    for other in broader:
        unpriced = tuple([package for package in packages if _has_no_price(history, package, at, standings)])
        lost = tuple([package for package in unpriced if other is not None and other.covers(package)])
        if other is not None and lost and other.source != history.key:
            yield _LeftOut(derive, other, lost)


def _has_no_price(history: MarketHistory, package: str, at: Instant, standings: Standings) -> bool:
    found = standings.standing(history, package, at)
    return found.derive is None and found.price is None and not found.broken


def _warn(place: Place, left_out: _LeftOut, markets: Sequence[str], once: Once) -> None:
    own = listed(sorted(left_out.derive.packages or ()), "and")
    others = listed(left_out.packages[:SHOWN_MOST], "and")
    more = f" and {len(markets) - SHOWN_MOST} more" if len(markets) > SHOWN_MOST else ""
    where = f"{', '.join(markets[:SHOWN_MOST])}{more}"
    sentence = f"this derive is for {own} alone, and replaces the one by which {others} had a price: {where}"
    notes = (Note(left_out.broader.stated.place, "the broader one"),)
    hint = "list them too, state their prices, or withdraw them with none"
    once.warn("derive-leaves-out", sentence, place, hint, notes=notes)
