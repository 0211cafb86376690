"""Things of a table that stand beside an incomplete one, and were probably meant as it: `vta` for `vat`.

A misspelt thing is one of its own. To complete both, as each by itself would have it, takes 19 % twice.
"""

import msgspec

from ratecard.book.keys import Keys
from ratecard.book.layers import MappingPlaces
from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Fix, Place, fixes_at
from ratecard.diagnostics.fixes import POSSIBLE, Suggestion
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath


class OwnLine(msgspec.Struct, frozen=True):
    """A thing without a name that states what another one lacks: its path, its key, and what it was meant as."""

    path: KeyPath
    place: Place
    meant: str

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """The name of the other thing, which may be meant."""
        alike = bool(slips(self.path[-1], [self.meant]))
        return fixes_at(self.place, (Suggestion(self.meant, POSSIBLE, "" if alike else "if it is meant as that"),))


def own_line(missing: KeyPath, history: MarketHistory, mappings: MappingPlaces, keys: Keys) -> OwnLine | None:
    """The thing in a region's own file that states a missing key and has no name; None where there is no such one."""
    tables = (record.path for record in keys.tables if record.named)
    table = next((path for path in tables if missing[: len(path)] == path and len(missing) > len(path) + 1), None)
    if table is None:
        return None
    below = len(table) + 1
    thing = missing[:below]
    stated = [
        path
        for path, timeline in history.paths.items()
        if path[: len(table)] == table
        and any(resolved.stated.value not in (NONE, ABSENT) for resolved in timeline.values)
    ]
    named = {path[:below] for path in stated if path[below : below + 1] == ("name",)}
    for path in sorted(stated):
        place = history.paths[path].values[0].stated.place
        own = place.file == history.place.file and path[below:] == missing[below:]
        if own and path[:below] != thing and path[:below] not in named:
            key = mappings.get(place.file, {}).get(path[:below], place)
            return OwnLine(path[:below], key, thing[-1])
    return None
