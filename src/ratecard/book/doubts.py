"""What is right by the rules and rarely meant, in a book without errors: each doubt may follow from an error elsewhere.

Each check stands in a file of its own; those of one key are named by its record.
"""

from collections.abc import Collection

import msgspec

from ratecard.book.declarations import Declarations
from ratecard.book.hides_library import doubt_what_hides_library
from ratecard.book.layers import Layers
from ratecard.book.markets import DistinctBundle, MarketHistory
from ratecard.book.never_holding import doubt_what_never_holds
from ratecard.book.nothing_sold import (
    doubt_members_without_a_market,
    doubt_platforms_without_prices,
    doubt_regions_without_prices,
)
from ratecard.book.once import Once
from ratecard.book.replaced_early import doubt_what_is_replaced_early
from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.nearby import Geography

GROUPS = "groups"
"""A key that no market reads by itself, and whose lists may have dates."""


class Whole(msgspec.Struct, frozen=True):
    """All of a book: its markets, its regions as their creators see them, and what its files state.

    `bundles` are those that they read, each once. `hidden` are the places of values that a warning has named already as
    hidden by another one.
    """

    markets: list[MarketHistory]
    creators: list[MarketHistory]
    bundles: list[DistinctBundle]
    layers: Layers
    declarations: Declarations
    geography: Geography
    once: Once
    hidden: Collection[Place]


def check_doubts(whole: Whole) -> None:
    """Warns of what is rarely meant."""
    keys = whole.declarations.keys
    read = {*keys.of_market, *keys.of_region}
    doubt_what_never_holds(whole.bundles, whole.layers, read, whole.hidden, whole.once)
    if whole.layers.library is not None:
        doubt_what_hides_library([*whole.markets, *whole.creators], whole.layers, whole.hidden, whole.once)
        doubt_regions_without_prices(whole.markets, whole.layers, keys, whole.once)
        doubt_platforms_without_prices(whole.markets, whole.layers, keys, whole.once)
        doubt_members_without_a_market(whole.layers, whole.once)
    doubt_what_is_replaced_early(whole.creators, whole.layers, {*read, GROUPS}, whole.once)
    for key in keys.records.values():
        if key.doubts is not None:
            key.doubts(whole)
