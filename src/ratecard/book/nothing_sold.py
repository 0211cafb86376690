"""Regions that a book says it sells in, and in which nothing has a price: whoever listed them meant to sell there."""

from collections.abc import Iterable

from ratecard.book.dropped_groups import MEMBERS
from ratecard.book.keys import Keys
from ratecard.book.layers import Layers, stated_values
from ratecard.book.markets import MarketHistory
from ratecard.book.missing import listed
from ratecard.book.once import Once
from ratecard.diagnostics.diagnostic import Place

LISTING = "rules/"
"""Where the list stands of regions to sell in; the empty layer of any other region stands at a file that brings it."""


def doubt_regions_without_prices(markets: Iterable[MarketHistory], layers: Layers, keys: Keys, once: Once) -> None:
    """Warns of listed countries and subdivisions in which nothing is ever sold, together where one word lists them.

    A country stands for its parts.
    """
    selling: dict[str, bool] = {}
    unsold: dict[Place, list[str]] = {}
    for history in markets:
        sold = any(_is_sold(history, key.name, keys) for key in keys.selling)
        selling[history.key.region] = selling.get(history.key.region, False) or sold
    for code, sold in sorted(selling.items()):
        layer, country = layers.regions[code], code.partition("-")[0]
        if layer.place is None or not layer.place.file.startswith(LISTING):
            continue
        if not sold and (country == code or selling.get(country, False)):
            unsold.setdefault(layer.place, []).append(code)
    for place, codes in unsold.items():
        sentence = f"{listed(codes, 'and')} {'is' if len(codes) == 1 else 'are'} sold in, and nothing has a price there"
        hint = "state prices in a group or in files of their own, or list only the regions that are meant"
        if len(codes) == 1:
            hint = f"state prices in regions/{codes[0].lower()}.yaml or in a group, or take {codes[0]} out of the list"
        once.warn("nothing-sold", sentence, place, hint)


def doubt_platforms_without_prices(markets: Iterable[MarketHistory], layers: Layers, keys: Keys, once: Once) -> None:
    """Warns of each listed platform on which nothing is ever sold, where something is on another."""
    selling = {
        history.key.platform for history in markets if any(_is_sold(history, key.name, keys) for key in keys.selling)
    }
    for platform in layers.sells_on if selling else ():
        if platform not in selling:
            hint = f"state prices for {platform}, or take it out of the list"
            once.warn("nothing-sold", f"nothing has a price on {platform}", layers.platform_places[platform][-1], hint)


def doubt_members_without_a_market(layers: Layers, once: Once) -> None:
    """Warns of each region that a group names as a member and in which the book does not sell."""
    for group in layers.groups.values():
        leaf = group.plain.get(MEMBERS)
        for stated in stated_values(leaf) if leaf is not None else ():
            for item in stated.value if type(stated.value) is tuple else ():
                if str(item.value) not in layers.regions:
                    sentence = f"{item.value} is a member of {group.name}, and the book does not sell there"
                    hint = f"add {item.value} to sells_in, or a file of its own; or take it out of the group"
                    once.warn("nothing-sold", sentence, item.place, hint)


def _is_sold(history: MarketHistory, key: str, keys: Keys) -> bool:
    """Whether a thing of a key is ever stated in a market."""
    if any(section[0] == key for section in history.computed):
        return True
    return any(
        keys.is_positive(path, resolved.stated)
        for path, timeline in history.below(key).items()
        for resolved in timeline.values
    )
