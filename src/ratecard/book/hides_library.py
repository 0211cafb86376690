"""Values of a book's rules or groups that hide what the library says of each market: one rate for all countries."""

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

import msgspec

from ratecard.book.bundles import Bundle
from ratecard.book.digest import canonical
from ratecard.book.dropped_groups import MEMBERS
from ratecard.book.layers import Layers
from ratecard.book.library import is_of_library
from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.money import Money, Rate
from ratecard.rulefiles.keys.grammar import CURRENCY_PATH
from ratecard.rulefiles.stated import ANY_LANGUAGE, KeyPath, StatedRounding
from ratecard.terms.market import MarketKey
from ratecard.terms.ranks import COUNTRY, OF_BOOK

SHOWN_MOST = 2
"""How many of the values that one hides are named."""


class Hit(NamedTuple):
    """A value of rules or a group, and one of the library that it hides in some market."""

    path: KeyPath
    winner: Place
    loser: Place
    said: str


class HiddenValues(msgspec.Struct, frozen=True):
    """What one value hides: by path and market each value of the library, as people write it, and its place."""

    values: dict[KeyPath, dict[MarketKey, dict[str, Place]]]

    @property
    def path(self) -> KeyPath:
        """The path of the value; of `none` for a whole mapping, what the paths share at which it counts."""
        shortest = min(self.values, key=len)
        shared = [depth for depth in range(len(shortest)) if len({path[: depth + 1] for path in self.values}) == 1]
        return shortest[: len(shared)]

    @property
    def markets(self) -> set[MarketKey]:
        """The markets that have a value of the library hidden."""
        return {key for by_market in self.values.values() for key in by_market}

    @property
    def differs(self) -> bool:
        """Whether the library says of one market what it does not say of another, at one path."""
        return any(len({frozenset(said) for said in hidden.values()}) > 1 for hidden in self.values.values())

    @property
    def examples(self) -> dict[str, tuple[MarketKey, Place]]:
        """Each value with the first market of it, of the path of which most are hidden."""
        firsts: list[dict[str, tuple[MarketKey, Place]]] = []
        for by_market in self.values.values():
            firsts.append({})
            for key, values in by_market.items():
                for said, place in values.items():
                    firsts[-1].setdefault(said, (key, place))
        return max(firsts, key=len)

    @property
    def is_of_a_part(self) -> bool:
        """Whether what is hidden is said of parts of countries."""
        places = (place for hidden in self.values.values() for said in hidden.values() for place in said.values())
        return any(is_of_part(place) for place in places)


def doubt_what_hides_library(
    histories: Iterable[MarketHistory], layers: Layers, hidden_for: Container[Place], once: Once
) -> None:
    """Warns, once for each, of values under rules/ or of groups that hide values of the library that differ.

    So does a country's that hides what the library says of its parts, be it of one: whoever states a tax for the US
    takes it in each state. Those that another warning has named, in `hidden_for`, are passed over.

    The currency of a group that names its members is stated for them by name, since a group has to state one: stores
    sell in dollars where people pay with other money.
    """
    named = {group.place.file for group in layers.groups.values() if MEMBERS in group.plain and group.place}
    table = once.memo.table("hides library")
    found: dict[Place, HiddenValues] = {}
    for history in histories:
        for bundle in history.bundles.values():
            for hit in table.of(_hits, bundle):
                if hit.loser in hidden_for:
                    continue
                hidden = found.setdefault(hit.winner, HiddenValues({}))
                hidden.values.setdefault(hit.path, {}).setdefault(history.key, {}).setdefault(hit.said, hit.loser)
    for place, hidden in sorted(found.items()):
        of_its_members = hidden.path == CURRENCY_PATH and place.file in named
        if (hidden.differs or hidden.is_of_a_part) and not of_its_members:
            _warn(place, hidden, once)


def _hits(bundle: Bundle) -> tuple[Hit, ...]:
    return tuple(_found(bundle))


def _found(bundle: Bundle) -> Iterator[Hit]:
    for path, timeline in bundle.paths.items():
        if "name" in path:
            continue
        for resolved in timeline.values:
            if resolved.rank.origin == OF_BOOK and resolved.rank.layer <= COUNTRY.layer:
                hidden = next((stated for stated in resolved.replaced if is_of_library(stated.place)), None)
                broad = resolved.rank.layer < COUNTRY.layer
                if hidden is not None and (broad or is_of_part(hidden.place)):
                    yield Hit(path, resolved.stated.place, hidden.place, _shown(hidden.value))


def is_of_part(place: Place) -> bool:
    """Whether a statement stands in the library's file of a part of a country: world/regions/us-ny.yaml."""
    return is_of_library(place) and "-" in place.file.rpartition("/")[2]


def _shown(value: object) -> str:
    """A value as people write it: 19 %, half up, none."""
    return str(value) if isinstance(value, Rate | Currency | StatedRounding | Money) else canonical(value)


def _warn(place: Place, hidden: HiddenValues, once: Once) -> None:
    name = ".".join(part for part in hidden.path if part != ANY_LANGUAGE)
    hidden_values = hidden.examples
    shown = list(hidden_values.items())[:SHOWN_MOST]
    where = f"{len(hidden.markets)} markets" if len(hidden.markets) > 1 else "one market"
    examples = ", ".join(f"{said} in {key.shown}" for said, (key, _) in shown)
    sentence = f"this value of {name} hides what the library says of {where}: {examples}"
    if len(hidden_values) > len(shown):
        sentence += f" and {len(hidden_values) - len(shown)} other values"
    hint = "state it in the regions that it is meant for; leave it if it is meant in all of them"
    notes = tuple(Note(loser, f"hidden in {key.shown}") for _, (key, loser) in shown)
    once.warn("hides-library", sentence, place, hint, notes)
