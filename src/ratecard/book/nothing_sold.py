"""Regions that a book says it sells in, and in which nothing has a price: whoever listed them meant to sell there."""

from collections.abc import Iterable

from ratecard.book.keys import Keys
from ratecard.book.layers import Layers
from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once


def doubt_regions_without_prices(markets: Iterable[MarketHistory], layers: Layers, keys: Keys, once: Once) -> None:
    """Warns of each listed country or subdivision in which nothing is ever sold, once for a country with its parts."""
    selling: dict[str, bool] = {}
    for history in markets:
        sold = any(_is_sold(history, key.name, keys) for key in keys.selling)
        selling[history.key.region] = selling.get(history.key.region, False) or sold
    for code, sold in sorted(selling.items()):
        layer, country = layers.regions[code], code.partition("-")[0]
        listed = not layer.plain and not layer.by_platform
        if listed and not sold and layer.place is not None and (country == code or selling.get(country, False)):
            hint = f"state prices in regions/{code.lower()}.yaml or in a group, or take {code} out of the list"
            once.warn("nothing-sold", f"{code} is sold in, and nothing has a price there", layer.place, hint)


def _is_sold(history: MarketHistory, key: str, keys: Keys) -> bool:
    """Whether a thing of a key is ever stated in a market."""
    return any(
        keys.is_positive(path, resolved.stated)
        for path, timeline in history.below(key).items()
        for resolved in timeline.values
    )
