"""What layers state, apart by key: a part of a layer is bound, resolved and built by itself.

A part that says the same in two loads is one object, so that all that was made of it is found again.
"""

from collections.abc import Hashable, Iterable
from datetime import date, timedelta

import msgspec

from ratecard.book.layers import Layer, Layers, stated_values
from ratecard.book.memo import Memo
from ratecard.book.plain_leaves import is_plain
from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.stated import (
    Choice,
    KeyPath,
    Leaf,
    Leaves,
    Stated,
    StatedAmounts,
    StatedEdge,
    StatedMoney,
    StatedParts,
    StatedRange,
    StatedStart,
    StatedTimeLine,
)
from ratecard.rulefiles.stating.conditions import StatedConditions, facts_in


class Part(msgspec.Struct, frozen=True, eq=False):
    """What one layer states below one key. Its identity is its content.

    `days` are those that it names, in order; `naming` are the places of money that names its currency; `bare` says
    whether money stands in it without one, and `asks` whether anything in it depends on declared facts. `dated` are the
    paths at which it has dates, or says something else for each market.
    """

    leaves: Leaves
    days: tuple[date, ...]
    naming: frozenset[Place]
    bare: bool
    asks: bool
    dated: frozenset[KeyPath]


Parts = dict[str, Part]
"""The parts of a layer by key."""


class LayerParts(msgspec.Struct, frozen=True, eq=False):
    """What one layer states, by key, plainly and under each platform. Its identity is its content.

    `head` is what says whose the layer is and how it is read; empty for the rules, in which that is said of the book.
    """

    name: str
    place: Place | None
    head: Leaves
    plain: Parts
    by_platform: dict[str, Parts]

    def below(self, platform: str | None) -> Parts:
        """The parts of a platform's statements, or with None of the plain ones."""
        return self.plain if platform is None else self.by_platform.get(platform, {})

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that is named, once, in order."""
        every = (self.plain, *self.by_platform.values())
        return tuple(sorted({day for parts in every for part in parts.values() for day in part.days}))


class Partition:
    """Takes the layers of a book apart, each once. `before` are the earlier versions of parts that say something else.

    `naming` are the places of money that names its currency. Keys of the whole book are left out: no market reads them.
    `money_facts` are the declared facts of money: what is compared with them may be bare money.
    """

    def __init__(self, layers: Layers, of_book: frozenset[str], money_facts: frozenset[str], memo: Memo) -> None:
        self.before: dict[Part, Part] = {}
        self.naming: set[Place] = set()
        self._memo = memo
        self._of_book = of_book
        self._money_facts = money_facts
        self._table = memo.table("layers")
        self.rules = self._named(self._taken_apart(layers.rules, layers.rule_files, ""))
        library = layers.library
        self.library = None if library is None else self._taken_apart(library.rules, library.rule_files, "of the world")
        self._apart: dict[tuple[str, str], LayerParts] = {}

    def of(self, layer: Layer) -> LayerParts:
        """The parts of a region's or a group's layer."""
        assert layer.place is not None
        where = (layer.place.file, layer.name)
        known = self._apart.get(where)
        if known is None:
            known = self._apart[where] = self._named(self._taken_apart(layer, (layer.plain,), where))
        return known

    def _named(self, parts: LayerParts) -> LayerParts:
        for below in (parts.plain, *parts.by_platform.values()):
            for part in below.values():
                if part.naming:
                    self.naming |= part.naming
        return parts

    def _taken_apart(self, layer: Layer, stated: tuple[Leaves, ...], where: Hashable) -> LayerParts:
        about = (layer.name, layer.place, self._money_facts)
        known = self._table.find(stated, about)
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        since = self._memo.mark()
        head = {path: leaf for path, leaf in layer.plain.items() if where and path[0] in self._of_book}
        plain = self._parts(layer.plain, (where, None))
        by_platform = {
            platform: self._parts(leaves, (where, platform)) for platform, leaves in layer.by_platform.items()
        }
        parts = self._memo.same(("layer", where), LayerParts(layer.name, layer.place, head, plain, by_platform))
        return self._table.keep(stated, about, parts, since)  # type: ignore[no-any-return]

    def _parts(self, leaves: Leaves, where: Hashable) -> Parts:
        by_key: dict[str, Leaves] = {}
        for path, leaf in leaves.items():
            if path[0] not in self._of_book:
                by_key.setdefault(path[0], {})[path] = leaf
        return {key: self._part(own, (where, key)) for key, own in by_key.items()}

    def _part(self, leaves: Leaves, where: Hashable) -> Part:
        traits = _Traits(self._money_facts)
        for leaf in leaves.values():
            traits.look_at(leaf)
        earlier = self._memo.earlier(where)
        part = self._memo.same(where, traits.part(leaves))
        if earlier is not None and earlier.value is not part:
            self.before[part] = earlier.value
        return part


class _Traits:
    """What binding depends on, gathered over leaves."""

    def __init__(self, money_facts: frozenset[str]) -> None:
        self._money_facts = money_facts
        self.days: set[date] = set()
        self.naming: set[Place] = set()
        self.bare = False
        self.asks = False

    def part(self, leaves: Leaves) -> Part:
        """The part of the leaves that were looked at."""
        dated = frozenset([path for path, leaf in leaves.items() if not is_plain(leaf)])
        return Part(leaves, tuple(sorted(self.days)), frozenset(self.naming), self.bare, self.asks, dated)

    def look_at(self, leaf: Leaf) -> None:
        """Gathers what this leaf depends on."""
        if type(leaf) is StatedTimeLine:
            self.days.update(_days(key.value for key, _ in leaf.entries))
        for stated in stated_values(leaf):
            self._look_at_value(stated)

    def _look_at_value(self, stated: Stated[object]) -> None:
        value = stated.value
        kind = type(value)
        if kind is StatedMoney:
            if value.currency:  # type: ignore[attr-defined]
                self.naming.add(stated.place)
            else:
                self.bare = True
        elif kind is StatedRange:
            parts = [part for part in (value.least, value.most, value.step) if part is not None]  # type: ignore[attr-defined]
            for part in parts:
                self._look_at_value(part)
            if any(part.value.currency for part in parts):
                self.naming.add(stated.place)
        elif kind is StatedAmounts:
            for item in value.items:  # type: ignore[attr-defined]
                self._look_at_value(item)
        elif kind is StatedParts:
            for _, part in value.parts:  # type: ignore[attr-defined]
                self._look_at_value(part)
        elif kind is Choice:
            self.asks = True
            self.bare = self.bare or value.by in self._money_facts  # type: ignore[attr-defined]
            for case in (*(case for _, case in value.cases), value.other):  # type: ignore[attr-defined]
                if case is not None:
                    self._look_at_value(case)
        elif kind is StatedConditions:
            self.asks = True
            if self._money_facts:
                self.bare = self.bare or not self._money_facts.isdisjoint(facts_in(value))  # type: ignore[arg-type]
        elif kind is date:
            self.days.add(value)  # type: ignore[arg-type]
        elif kind is StatedEdge:
            self.days.update(_days_of(value))  # type: ignore[arg-type]


def _days_of(edge: StatedEdge) -> Iterable[date]:
    """The days whose first instants decide when an edge is: of a last day the next one, too."""
    if type(edge.at) is not date:
        return ()
    return (edge.at, edge.at + timedelta(days=1)) if edge.whole_day else (edge.at,)


def _days(starts: Iterable[StatedStart]) -> Iterable[date]:
    return (start for start in starts if type(start) is date)
