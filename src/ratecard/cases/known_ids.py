"""The ids that a book states, by the figure that has them: those of packages, of tax lines, of limits."""

from collections.abc import Mapping

from ratecard.book.records import ANY_ID
from ratecard.book.rulebook import RuleBook
from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.rulefiles.keys.shows import BADGE, IMAGE, RECOMMENDED
from ratecard.rulefiles.stated import KeyPath

SHOWS = "shows"
NO_PERKS = (IMAGE, BADGE, RECOMMENDED)
"""What stands beside perks in their table, and is none."""

TOLD_WHOLE: tuple[KeyPath, ...] = (
    ("purchases", LIMITS),
    ("packages", ANY_ID, LIMITS),
    ("items", ANY_ID, LIMITS),
    ("spending", LIMITS),
    ("gifts", ANY_ID, LIMITS),
    ("promotions", ANY_ID, LIMITS),
)
"""The tables of limits of which an id is told with its whole path."""

TABLES: Mapping[str, tuple[KeyPath, ...]] = {
    "package_id": (("packages",),),
    "item_id": (("items",),),
    "thing_id": (("packages",), ("items",)),
    "unit_id": (("packages", ANY_ID, "with"), ("exchange",)),
    "gift_id": (("gifts",),),
    "tax_line_id": (("tax", "lines"),),
    "withholding_line_id": (("payouts", "withholding", "lines"),),
    "limit_id": (("payouts", LIMITS), *TOLD_WHOLE),
    "recipient_id": (("earnings", ANY_ID, "split"),),
    "promotion_id": (("promotions",),),
    "way_id": (("ways",),),
    "perk_id": (("packages", ANY_ID, SHOWS), ("items", ANY_ID, SHOWS), ("gifts", ANY_ID, SHOWS)),
}
"""By the figure that has an id, the tables of the rules in which it stands."""


class KnownIds:
    """The ids of one book; each table is looked for once, when it is asked for."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._known: dict[str, frozenset[str]] = {}

    def of(self, figure: str) -> frozenset[str] | None:
        """Every id that a figure may have, in any market and at any time; None where they stand in no table."""
        tables = TABLES.get(figure)
        if tables is None:
            return None
        if figure not in self._known:
            self._known[figure] = frozenset(name for table in tables for name in self._in(table))
        return self._known[figure]

    def _in(self, table: KeyPath) -> set[str]:
        keys = [*self._book.markets(), *((region, "") for region in self._book.regions)]
        bundles = {bundle for key in keys if (bundle := self._book.history(key).bundles.get(table[0])) is not None}
        depth = len(table)
        return {
            ".".join(path[: depth + 1]) if table in TOLD_WHOLE else path[depth]
            for bundle in bundles
            for path in bundle.paths
            if len(path) > depth
            and not (table[-1] == SHOWS and path[depth] in NO_PERKS)
            and all(own in (ANY_ID, part) for own, part in zip(table, path[:depth], strict=True))
        }
