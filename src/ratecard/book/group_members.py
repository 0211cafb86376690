"""The groups that a region of a book belongs to at an instant, for who asks by group: answers need no group's name."""

from ratecard.book.binding import Binder
from ratecard.book.declarations import declare, layers_of_region
from ratecard.book.layers import Layers
from ratecard.book.memberships import CodeInZone
from ratecard.book.memo import Memo
from ratecard.book.regions import RegionBinder
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.instants import Instant, zone
from ratecard.rulefiles.nearby import NO_GEOGRAPHY


class GroupMembers:
    """Tells the groups of regions. `layers` are those of the book, which is sound: nothing is reported again."""

    def __init__(self, book: RuleBook, layers: Layers) -> None:
        declarations, memo = declare(layers, book.keys, _told_by_check), Memo()
        binder = Binder(declarations, _told_by_check, memo)
        platforms = sorted(book.platforms)
        self._book, self._layers = book, layers
        self._memberships = RegionBinder(layers, declarations, platforms, binder, NO_GEOGRAPHY, memo).memberships
        library = layers.library
        self.names = frozenset({*layers.groups, *(library.groups if library is not None else ())})

    def of(self, region: str, at: Instant) -> frozenset[str]:
        """The groups of a region at an instant."""
        history = self._book.history((region, ""))
        zones = self._book.time_zones
        codes = [layer.name for layer in layers_of_region(self._layers, region)]
        files = [CodeInZone(code, zone(zones[code]) if code in zones else history.in_zone) for code in codes]
        windows = self._memberships.windows(files, history.begins)
        return frozenset(
            name
            for name, spans in windows.items()
            if any(start <= at and (end is None or at < end) for start, end in spans)
        )


def _told_by_check(_: Diagnostic) -> None:
    """What is wrong with groups is told when the book is checked."""
