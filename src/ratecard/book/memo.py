"""What loads remember, so that nothing is made twice: by the objects it was made of, from one load to the next.

A load asks by identity. Statements of a file that says the same are the very same objects as before, and so is all that
was made of them alone; so what is the same is found by what it is. Each memory holds what it was made of, so that no
identity is given to anything else meanwhile.

What was told while something was made, such as a mistake in it, is told again whenever it is used again.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from threading import Lock
from typing import Any, Generic, TypeVar, cast

import msgspec

from ratecard.audience import Audience

T = TypeVar("T")
P = TypeVar("P")
M = TypeVar("M")

Slots = dict[Hashable, "MemoEntry[Any]"]
"""The latest version of each thing that has versions."""

Mark = tuple[int, int]
"""How much was used and told before something is made."""


class MemoEntry(msgspec.Struct, Generic[T], frozen=True, eq=False, gc=False):
    """One thing that was made: of what, what was told meanwhile, and which other entries it used.

    `slot` names what it is a version of, as a file.
    """

    made_of: tuple[object, ...]
    about: Hashable
    value: T
    told: tuple[object, ...] = ()
    uses: "tuple[MemoEntry[Any], ...]" = ()
    slot: Hashable = None


class Trail:
    """What one load has used and told so far, in order; each stage of it has its own listener.

    `was` says of what is made in this load which earlier version stood in its place.
    """

    __slots__ = ("hear", "said", "used", "was")

    def __init__(self) -> None:
        self.hear: Callable[[Any], None] = _unheard
        self.used: list[MemoEntry[Any]] = []
        self.said: list[object] = []
        self.was: dict[object, object] = {}

    def tell(self, finding: object) -> None:
        """Tells what is found while something is made; it belongs to that."""
        self.said.append(finding)
        self.hear(finding)

    def use(self, entry: MemoEntry[T]) -> T:
        """The value of an entry, which is used, and of which is told again what was told when it was made."""
        self.used.append(entry)
        for finding in entry.told:
            self.tell(finding)
        return entry.value

    def entry(
        self, made_of: tuple[object, ...], about: Hashable, value: T, since: Mark | None, slot: Hashable
    ) -> MemoEntry[T]:
        """A new entry, which has used and told all that was since the mark."""
        used = self.used
        if since is None:
            entry = MemoEntry(made_of, about, value, slot=slot)
        else:
            own, told = used[since[0] :], self.said[since[1] :]
            del used[since[0] :]
            entry = MemoEntry(made_of, about, value, tuple(told), tuple(own), slot)
        used.append(entry)
        return entry


class MemoTable(Generic[T]):
    """All entries of one kind."""

    __slots__ = ("_trail", "_used", "entries")

    def __init__(self, trail: Trail) -> None:
        self.entries: dict[tuple[object, ...], MemoEntry[T]] = {}
        self._trail = trail
        self._used = trail.used

    def find(self, made_of: tuple[object, ...], about: Hashable = None) -> MemoEntry[T] | None:
        """What was made of these very objects, and of whatever equals `about`; then it is used, and told again."""
        entry = self.entries.get((about, *map(id, made_of)))
        if entry is not None:
            self._used.append(entry)
            for finding in entry.told:
                self._trail.tell(finding)
        return entry

    def seen(self, made_of: tuple[object, ...], about: Hashable = None) -> MemoEntry[T] | None:
        """What was made of these, as by `find`, to look at it alone."""
        return self.entries.get((about, *map(id, made_of)))

    def keep(
        self, made_of: tuple[object, ...], about: Hashable, value: T, since: Mark | None, slot: Hashable = None
    ) -> T:
        """Remembers what was made, and gives it back. `since` is the mark from before; None where nothing was used."""
        return self.add(made_of, about, value, since, slot).value

    def of(self, make: Callable[..., T], *made_of: object, about: Hashable = None) -> T:
        """What `make` makes of these objects, once. It uses nothing that is remembered, and tells nothing."""
        key = (about, *map(id, made_of))
        entry = self.entries.get(key)
        if entry is None:
            entry = self.entries[key] = MemoEntry(made_of, about, make(*made_of))
        self._used.append(entry)
        return entry.value

    def of_parts(
        self, make: Callable[[P], M], whole: object, parts: Mapping[Any, P], about: Hashable = None
    ) -> Collection[M]:
        """What `make` makes of each part of a whole, in their order, once, as `of` does.

        Where the whole took the place of an earlier one, that is made only of parts that are other objects.
        """
        key = (about, id(whole))
        entry: MemoEntry[Any] | None = self.entries.get(key)
        if entry is None:
            before: MemoEntry[Any] | None = self.entries.get((about, id(self._trail.was.get(whole))))
            were, known = before.value if before is not None else ({}, {})
            made = {name: known[name] if were.get(name) is part else make(part) for name, part in parts.items()}
            entry = self.entries[key] = MemoEntry((whole,), about, cast(T, (parts, made)))
        self._used.append(entry)
        return cast("tuple[object, Mapping[Any, M]]", entry.value)[1].values()

    def add(
        self, made_of: tuple[object, ...], about: Hashable, value: T, since: Mark | None, slot: Hashable = None
    ) -> MemoEntry[T]:
        """Remembers what was made, as `keep`, and gives the entry."""
        entry = self._trail.entry(made_of, about, value, since, slot)
        self.entries[about, *map(id, made_of)] = entry
        return entry


class Memo:
    """All that loads remember. It serves one load at a time; others wait.

    What a load did not use is forgotten at its end; but a load with errors forgets nothing that the last good one used.
    So it never holds more than two books. One that is not `lasting` is for a single load.
    """

    def __init__(self, *, lasting: bool = True) -> None:
        self.lasting = lasting
        self._of_audiences: dict[Audience, Memo] = {}
        self.trail = Trail()
        self.tell = self.trail.tell
        self.use = self.trail.use
        self._tables: dict[str, MemoTable[Any]] = {}
        self._latest: Slots = {}
        self._latest_good: Slots = {}
        self._used, self._said = self.trail.used, self.trail.said
        self._good: set[MemoEntry[Any]] = set()
        self._whose: tuple[object, ...] = ()
        self._lock = Lock()

    @contextmanager
    def loading(self, whose: tuple[object, ...]) -> Iterator[None]:
        """One load. Everything is forgotten where it is not by the same keys as before, which are compared as objects.

        What is made while something is raised is forgotten at the end of the next load.
        """
        with self._lock:
            if [id(owner) for owner in whose] != [id(owner) for owner in self._whose]:
                for table in self._tables.values():
                    table.entries.clear()
                self._latest, self._latest_good, self._good = {}, {}, set()
                self._whose = whose
            self._used.clear()
            self._said.clear()
            self.trail.was.clear()
            try:
                yield
            finally:
                self.trail.hear = _unheard

    def table(self, kind: str) -> MemoTable[Any]:
        """The entries of a kind, by its name."""
        found = self._tables.get(kind)
        if found is None:
            found = self._tables[kind] = MemoTable(self.trail)
        return found

    def of_audience(self, audience: Audience) -> "Memo":
        """What is remembered of the books that this audience saw of those that were loaded."""
        return self._of_audiences.setdefault(audience, Memo())

    def hear(self, listener: Callable[[Any], None]) -> None:
        """From now on this load's findings go to `listener`."""
        self.trail.hear = listener

    def mark(self) -> Mark:
        """Where things stand before something is made."""
        return len(self._used), len(self._said)

    def told_since(self, mark: Mark) -> bool:
        """Whether anything was told since."""
        return len(self._said) > mark[1]

    def used_since(self, mark: Mark) -> tuple[MemoEntry[Any], ...]:
        """What was used since."""
        return tuple(self._used[mark[0] :])

    def use_all(self, entries: tuple[MemoEntry[Any], ...]) -> None:
        """Uses entries of which none tells anything."""
        self._used.extend(entries)

    def renew(self, entry: MemoEntry[T], since: Mark) -> T:
        """The value of an entry whose place another one takes, with all that it used and told.

        It is not used itself: else each version would keep the one before it.
        """
        del self._used[since[0] :]
        self._used.extend(entry.uses)
        for finding in entry.told:
            self.tell(finding)
        return entry.value

    def earlier(self, slot: Hashable) -> MemoEntry[Any] | None:
        """The latest version of something before this load."""
        return self._latest.get(slot) or self._latest_good.get(slot)

    def same(self, slot: Hashable, value: T) -> T:
        """The latest version in this slot, or that of the last good load, where it is alike; else the value itself."""
        for known in (self._latest.get(slot), self._latest_good.get(slot)):
            if known is not None and alike(known.value, value):
                return cast(T, self.use(known))
        self.trail.entry((), None, value, None, slot)
        return value

    def close(self, *, good: bool) -> None:
        """Ends a load, and forgets what neither it nor the last good load used."""
        used, last = self._used, set[MemoEntry[Any]]()
        slots: Slots = {}
        while used:
            entry = used.pop()
            if entry not in last:
                last.add(entry)
                if entry.slot is not None:
                    slots[entry.slot] = entry
                used.extend(entry.uses)
        self._latest = slots
        if good:
            self._good, self._latest_good = last, slots
        due = self._good if good else last | self._good
        for table in self._tables.values():
            table.entries = {key: entry for key, entry in table.entries.items() if entry in due}
        self._said.clear()
        self.trail.was.clear()

    def counts(self) -> dict[str, int]:
        """How many entries there are of each kind, and how many slots."""
        of_tables = {kind: len(table.entries) for kind, table in self._tables.items()}
        return of_tables | {"slots": len(self._latest.keys() | self._latest_good.keys())}


def alike(one: object, other: object) -> bool:
    """Whether two values are the same in every respect: of one type, and of datetimes also the offset.

    1 is not True, and midnight in Berlin is not the same instant in UTC: they are equal, and written differently.
    """
    if one is other:
        return True
    kind = type(one)
    if kind is not type(other):
        return False
    if isinstance(one, msgspec.Struct):
        return all(alike(getattr(one, name), getattr(other, name)) for name in one.__struct_fields__)
    if isinstance(one, tuple):
        many = cast("tuple[object, ...]", other)
        return len(one) == len(many) and all(map(alike, one, many))
    if isinstance(one, dict):
        pairs = cast("dict[object, object]", other)
        return list(one) == list(pairs) and all(map(alike, one.values(), pairs.values()))
    if isinstance(one, date):
        return one == other and (not isinstance(one, datetime) or one.isoformat() == cast(datetime, other).isoformat())
    return one == other


def _unheard(finding: object) -> None:
    raise AssertionError(f"nobody hears {finding}: it is told outside of a load")
