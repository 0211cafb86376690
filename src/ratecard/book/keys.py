"""All that the book derives from the records of keys.

The book knows no key. It reads, resolves, builds, checks and hides what records tell it; the records stand in
`ratecard.keys`. In a path of a record `*` stands for any identifier.
"""

from collections.abc import Iterable
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

import msgspec

from ratecard.audience import Audience
from ratecard.book.records import ANY_ID, AsksFact, Completes, Home, Key, Names, Outranks, TableOf, TermsOf, matches
from ratecard.rulefiles.keys.grammar import CURRENCY_PATH, HEAD_KEYS, NAME_OF_A_PLATFORM, grammar_of
from ratecard.rulefiles.stated import NONE, KeyPath, Stated
from ratecard.terms.resolved import Covered, Reads, Removal
from ratecard.terms.values import IN_FORCE, Values

if TYPE_CHECKING:
    pass

PATHS_KEPT = 20_000


class Keys:
    """The keys of the language, and what follows from their records. Immutable for its callers."""

    def __init__(self, records: Iterable[Key]) -> None:
        self.records = _by_name(records)
        every = tuple(self.records.values())
        self.grammar = grammar_of(
            {key.name: key.shape for key in every if key.home is Home.BOOK},
            {key.name: key.shape for key in every if key.home is Home.MARKET},
            {key.name: key.shape for key in every if key.home in (Home.REGION, Home.BOTH)},
        )
        self.of_book = HEAD_KEYS | {key.name for key in every if key.home is Home.BOOK} | {NAME_OF_A_PLATFORM}
        self.of_market = _names(every, Home.MARKET, Home.BOTH) | {CURRENCY_PATH[0]}
        self.of_region = _names(every, Home.REGION, Home.BOTH) | {CURRENCY_PATH[0]}
        self._terms = {terms.path: terms for key in every for terms in key.terms}
        self._deepest = max((len(path) for path in self._terms), default=0)
        self.section_of = lru_cache(PATHS_KEPT)(self._section_of)
        self.ending = tuple(terms for terms in self._terms.values() if terms.ends is not None)
        self.of_their_time = self._reading(Reads.ZONE) | self._reading(Reads.DATES)
        self.of_their_currency, self.of_their_rank = self._reading(Reads.CURRENCY), self._reading(Reads.SUBDIVISION)
        self.reading_others = {terms.path[0] for terms in self._terms.values() if terms.of}
        self.reading_zones = {path[0] for path in self._reading(Reads.ZONE)}
        self.lent = _names((key for key in every if key.lent), Home.REGION)
        self.borrowing = {name for name in self.reading_others & self.of_market if self._borrows(name)}
        self.order = self._in_order()
        self.completing = self._in_order_of_completion()
        for key in every:
            self._check_what_is_read(key)
        self.apart = frozenset(key.name for key in every if key.own_periods)
        self.tables = tuple(table for key in every for table in key.tables)
        self.removable = _removable(self.tables)
        self.named = lru_cache(PATHS_KEPT)(self._named)
        self.names: dict[str, tuple[Names, ...]] = {key.name: key.names for key in every if key.names}
        by_ids = [names for key in every for names in key.names if names.path[-1] == ANY_ID]
        self.table_named_at = lru_cache(PATHS_KEPT)(partial(_table_named_at, by_ids))
        self.how_named: dict[KeyPath, Names] = {names.table: names for names in reversed(by_ids)}
        self.needing_units = {key.name: key.unit for key in every if key.unit}
        self.asks: dict[str, tuple[AsksFact, ...]] = {key.name: key.asks for key in every if key.asks}
        self.naming_currencies = (CURRENCY_PATH[0], *(key.name for key in every if key.names_currencies))
        self.selling = tuple(key for key in every if key.needs)
        self.written = {path: text for key in every for path, text in key.written.items()}
        self._stated_by_none = {path for key in every for path in key.stated_by_none}
        self._last_of_none = {path[-1] for path in self._stated_by_none}

    @cached_property
    def _reading_currency(self) -> frozenset[str]:
        """The keys of which any terms read the currency that they count in."""
        return frozenset(path[0] for path in self.of_their_currency)

    @cached_property
    def reading_ranks(self) -> frozenset[str]:
        """The keys of which any terms read whether the market is part of a country."""
        return frozenset(path[0] for path in self.of_their_rank)

    @cached_property
    def reading_time(self) -> frozenset[str]:
        """The keys of which any terms read the region's calendar, or since when a statement holds."""
        return frozenset(path[0] for path in self.of_their_time)

    @cached_property
    def _of_any(self) -> dict[str, list[TermsOf]]:
        """The terms at paths in which * stands for any identifier, by key."""
        found: dict[str, list[TermsOf]] = {}
        for terms in self._terms.values():
            if ANY_ID in terms.path:
                found.setdefault(terms.path[0], []).append(terms)
        return found

    @cached_property
    def outranking(self) -> tuple[Outranks, ...]:
        """What says of statements for a platform that plain ones do not hide them."""
        return tuple([key.outranks for key in self.records.values() if key.outranks is not None])

    @cached_property
    def kept(self) -> frozenset[str]:
        """The keys on which no answer depends."""
        return frozenset(key.name for key in self.records.values() if key.kept)

    @cached_property
    def asleep(self) -> frozenset[str]:
        """The keys of which the library's statements hold only where the book states something of them."""
        return frozenset(key.name for key in self.records.values() if key.asleep)

    @cached_property
    def awake(self) -> "Keys":
        """These keys, none of which sleeps: to show what the library states of those that do."""
        return Keys([msgspec.structs.replace(key, asleep=False) for key in self.records.values()])

    @cached_property
    def parts(self) -> dict[KeyPath, bool]:
        """The parts of keys that have terms of their own, and whether these are by the identifiers of a table."""
        return {path: terms.by_id for path, terms in self._terms.items() if len(path) > 1 or terms.by_id}

    @cached_property
    def changing_with_others(self) -> frozenset[str]:
        """The keys whose terms may change where nothing of their own does."""
        return frozenset(self.reading_others)

    def _reading(self, what: Reads) -> frozenset[KeyPath]:
        """The paths of terms that read this."""
        return frozenset(path for path, terms in self._terms.items() if what in terms.reads)

    def _borrows(self, name: str) -> bool:
        """Whether terms of a key read those of one that is lent."""
        return any(path[0] in self.lent for terms in self.records[name].terms for path in terms.of)

    def _check_what_is_read(self, key: Key) -> None:
        """ValueError where terms read those of a key that those who read it do not have, or that is not for its own."""
        for name in {path[0] for terms in key.terms for path in terms.of} & self.records.keys():
            other = self.records[name]
            if other.home not in (key.home, Home.BOTH) and other.name not in self.lent:
                raise ValueError(f"{key.name} reads {name}, which whoever reads {key.name} does not")
            if not key.audience.sees(other.audience):
                raise ValueError(f"{key.name} reads {name}, which is for {other.audience.value} alone")

    def terms_of(self, section: KeyPath) -> TermsOf:
        """The record of a section's terms."""
        found = self._terms.get(section) or self._terms.get(section[:-1])
        found = found or self._record_at(section) or self._record_at(section[:-1])
        assert found is not None, section
        return found

    def read_currency(self, key: str, sections: Iterable[KeyPath]) -> bool:
        """Whether the terms of any of these sections of a key read the currency that it counts in."""
        if key not in self._reading_currency:
            return False
        return any(self.terms_of(section).path in self.of_their_currency for section in sections)

    def _record_at(self, path: KeyPath) -> TermsOf | None:
        """The record of the terms at a path, in which names of things stand where the record has *."""
        known = self._terms.get(path)
        if known is not None or not path:
            return known
        return next((terms for terms in self._of_any.get(path[0], ()) if matches(terms.path, path)), None)

    def counted_in(self, section: KeyPath) -> str:
        """What people call the statement of the currency in which a section's bare money is."""
        own = self.records[section[0]].counts_in
        return IN_FORCE if own is None else own.noun

    def may_not_begin_later(self, path: KeyPath) -> bool:
        """Whether a value may be `none`, and is one that a date should not withdraw unsaid for the time before it."""
        record = self.records.get(path[0])
        later = record.may_begin_later if record is not None else ()
        return self.grammar.may_be_none(path) and not any(matches(pattern, path) for pattern in later)

    def opening(self, path: KeyPath) -> KeyPath:
        """The path at which the thing of a value says from when on it counts; () where none does."""
        record = self.records.get(path[0])
        pattern = record.opens if record is not None else ()
        return (*path[: len(pattern) - 1], pattern[-1]) if pattern and len(path) >= len(pattern) else ()

    def build_terms(self, section: KeyPath, values: Values) -> object:
        """The terms of a section."""
        return self.terms_of(section).built(section, values)

    def _section_of(self, path: KeyPath) -> KeyPath | None:
        """The section that a statement at this path belongs to; None where it is of none, as `none` on a table."""
        for depth in range(min(self._deepest, len(path)), 0, -1):
            terms = self._record_at(path[:depth])
            if terms is not None and not terms.by_id:
                return path[:depth]
            if terms is not None and len(path) > depth:
                return path[: depth + 1]
        return None

    def _named(self, path: KeyPath) -> KeyPath:
        """The part of a path that ends with the name of a thing in a table; () where there is none."""
        for table in self.removable.get(path[0], ()):
            if path[: len(table)] == table and len(path) > len(table):
                return path[: len(table) + 1]
        return ()

    def is_positive(self, path: KeyPath, stated: Stated[object]) -> bool:
        """Whether a statement says that there is something: any but a removal, and one by which something is stated."""
        if stated.value is not NONE:
            return type(stated) is not Covered
        if path[-1] not in self._last_of_none or type(stated) is Removal:
            return False
        return any(matches(pattern, path) for pattern in self._stated_by_none)

    def hidden_from(self, audience: Audience) -> dict[KeyPath, object]:
        """The paths that an audience may not see, nor what is below them; with what stands in for one in others' terms.

        A whole key has no stand-in: there are no terms of it.
        """
        found: dict[KeyPath, object] = {}
        for key in self.records.values():
            if not audience.sees(key.audience):
                found[key.name,] = None
            else:
                found |= {part.path: part.stand_in for part in key.hidden if not audience.sees(part.audience)}
        return found

    def _in_order_of_completion(self) -> tuple[Completes, ...]:
        """What completes markets of other markets, in the order of keys. ValueError where parts of it are hidden."""
        completing = []
        for name in self.order:
            record = self.records[name]
            if record.completes is not None:
                if record.hidden:
                    raise ValueError(f"{name} follows other markets, and has parts that are hidden")
                completing.append(record.completes)
        return tuple(completing)

    def _in_order(self) -> tuple[str, ...]:
        """The keys, each after those whose terms its own read; ValueError where they read one another in a circle."""
        needs = {
            key.name: {path[0] for terms in key.terms for path in terms.of} - {key.name}
            for key in self.records.values()
        }
        order: list[str] = []
        while len(order) < len(needs):
            ready = sorted(name for name, of in needs.items() if name not in order and of <= {*order, CURRENCY_PATH[0]})
            if not ready:
                circle = " and ".join(sorted(needs.keys() - set(order)))
                raise ValueError(f"{circle} read terms of one another in a circle, or of what is not a key")
            order += ready
        return tuple(order)


def _table_named_at(by_ids: Iterable[Names], path: KeyPath) -> KeyPath | None:
    """The table that an identifier at the end of a path is of; None where another one declares nothing of it."""
    return next((names.table for names in by_ids if matches(names.path, path)), None)


def _by_name(records: Iterable[Key]) -> dict[str, Key]:
    found: dict[str, Key] = {}
    for key in records:
        if key.name in found or key.name in HEAD_KEYS | {CURRENCY_PATH[0]}:
            raise ValueError(f"{key.name} is the name of another key")
        found[key.name] = key
    return found


def _removable(tables: Iterable[TableOf]) -> dict[str, list[KeyPath]]:
    """The tables of which taking away what nobody states is worth a warning, by their key."""
    found: dict[str, list[KeyPath]] = {}
    for table in tables:
        if table.removable:
            found.setdefault(table.path[0], []).append(table.path)
    return found


def _names(keys: Iterable[Key], *homes: Home) -> frozenset[str]:
    return frozenset(key.name for key in keys if key.home in homes)
