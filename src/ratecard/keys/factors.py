"""What tables of factors say of regions and what names them: no slip of the pen leaves a market uncompared."""

from collections.abc import Mapping, Sequence

from ratecard.book.declaring import is_broken
from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.keys.factor_tables import KEY, FactorTable, factor_tables
from ratecard.rulefiles.keys.guards import FACTOR_TABLE
from ratecard.rulefiles.near import meant_or, slips
from ratecard.rulefiles.stated import KeyPath, Leaves, Stated
from ratecard.rulefiles.values.factors import OTHER

NAMED: KeyPath = ("guards", "level", FACTOR_TABLE)
SHOWN_MOST = 5
"""How many of the regions that a table lacks are named."""


def check_factors(kept: Leaves, markets: list[MarketHistory], once: Once) -> None:
    """Reports a table that is named and not stated, and warns of regions that a table has and the book has not.

    Where a guard names a table, each region of the book that has no factor in it at some time is named too.
    """
    tables = factor_tables(kept)
    regions = {history.key.region: history for history in markets}
    for table in tables.values() if once.sound else ():  # else a region may be one whose file is wrong
        _check_regions(table, sorted(regions), once)
    named = kept.get(NAMED)
    if isinstance(named, Stated) and isinstance(named.value, str):
        _check_named(named, named.value, tables, list(regions.values()), once)


def _check_named(
    named: Stated[object], name: str, tables: Mapping[str, FactorTable], markets: Sequence[MarketHistory], once: Once
) -> None:
    """Reports a table that no file states, and warns of regions that it lacks; of a broken one neither is known."""
    if name in tables:
        if not any(map(is_broken, tables[name].stated.values())):
            _check_lacking(tables[name], markets, named, once)
    elif not any((KEY, name) in places for places in once.mappings.values()):
        hint, offers = meant_or(name, tables, f"state it: factors: {{{name}: {{other: 1}}}}")
        once.tell(
            "unknown-factors", f"{name} is a table of factors that no file states", named.place, hint, offers=offers
        )


def _check_regions(table: FactorTable, regions: Sequence[str], once: Once) -> None:
    """Warns of each region of a table that no market is in; of none where most are so: that table is of more books."""
    sold = {*regions, *(region.partition("-")[0] for region in regions)}
    stated = {region: leaf for region, leaf in table.stated.items() if region != OTHER and not is_broken(leaf)}
    unsold = {region: leaf for region, leaf in stated.items() if region not in sold}
    if len(unsold) > SHOWN_MOST and 2 * len(unsold) > len(stated):
        return
    for region, leaf in unsold.items():
        near = slips(region, regions, short=True)
        hint = f"write {' or '.join(near)} if that is meant, or delete it" if near else "delete it, or sell there"
        sentence = f"{table.id} has a factor for {region}, where the book sells nothing"
        once.warn("factor-of-no-region", sentence, leaf.place, hint)


def _check_lacking(table: FactorTable, markets: Sequence[MarketHistory], named: Stated[object], once: Once) -> None:
    """Warns where a table that a guard names has no factor for regions of the book, at some time."""
    lacking = sorted({history.key.region for history in markets if _lacks(table, history)})
    if lacking:
        more = f" and {len(lacking) - SHOWN_MOST} more" if len(lacking) > SHOWN_MOST else ""
        shown = f"{', '.join(lacking[:SHOWN_MOST])}{more}"
        sentence = f"{table.id} has no factor for {shown}"
        hint = f"state one, or a factor for all others: factors: {{{table.id}: {{other: 1}}}}"
        once.warn("region-without-factor", sentence, named.place, hint)


def _lacks(table: FactorTable, history: MarketHistory) -> bool:
    instants = {history.begins, *table.instants(history.key.region, history.in_zone)}
    return any(table.of(history.key.region, max(at, history.begins), history.in_zone) is None for at in instants)
