"""What a key of the rule language says of itself, in one record, and all that the book derives from the records.

The book knows no key. It reads, resolves, builds, checks and hides what records tell it; the records stand in
`ratecard.keys`. In a path of a record `*` stands for any identifier.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from ratecard.audience import Audience
from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.rulefiles.keys.grammar import CURRENCY_PATH, HEAD_KEYS, NAME_OF_A_PLATFORM, grammar_of
from ratecard.rulefiles.keys.shapes import Shape
from ratecard.rulefiles.stated import NONE, KeyPath, Stated
from ratecard.terms.resolved import Reads, Removal
from ratecard.terms.values import Values

if TYPE_CHECKING:
    from ratecard.book.doubts import Whole
    from ratecard.book.incomplete import Lack
    from ratecard.book.markets import MarketLine
    from ratecard.book.memo import Memo
    from ratecard.book.once import Once

ANY_ID = "*"
PATHS_KEPT = 20_000


class Home(Enum):
    """Where a key may be stated, and who reads it.

    BOOK: once under `rules/`, for the whole book. The others in each layer: MARKET plain or under a platform, read by
    markets; REGION under no platform, read by regions as their creators see them; BOTH under no platform, read by both.
    """

    BOOK = "book"
    MARKET = "market"
    REGION = "region"
    BOTH = "both"


class TermsOf(msgspec.Struct, frozen=True, kw_only=True):
    """How the statements below a path become terms: one set of them, or with `by_id` one for each identifier below.

    What varies by a fact is lifted to whole terms, so parts that vary by different facts have terms of their own. So
    have parts that are settled for each lot of a payout.
    `build` takes the values, with `by_id` also the identifier; `reads` is all that it may ask them for beside the
    statements, and `of` the sections whose terms it reads, each by its path or that of its table.
    `plain` is a short cut for a section of one plain statement: the same terms, or None where the long way is needed.
    `ends` gives the instants at which terms stop holding by themselves: there a period ends.
    `reveals` gives the hidden paths that terms tell of: who may see these terms knows them.
    """

    path: KeyPath
    build: Callable[..., object]
    by_id: bool = False
    reads: frozenset[Reads] = frozenset()
    of: tuple[KeyPath, ...] = ()
    plain: Callable[[Stated[object], Currency], object] | None = None
    ends: Callable[[Any], Iterable[Instant]] | None = None
    reveals: Callable[[Any], Iterable[KeyPath]] | None = None

    def built(self, section: KeyPath, values: Values) -> object:
        """The terms of a section of this record."""
        return self.build(values, section[-1]) if self.by_id else self.build(values)


class TableOf(msgspec.Struct, frozen=True, kw_only=True):
    """A table of things by identifier. `declared_by` is the key below one by which it exists, "" where none is.

    `named`: people see the things by their names, so that one without a name is worth a warning.
    `removable`: taking away what nobody states is worth a warning, and a misspelt thing is looked for among the others.
    """

    path: KeyPath
    declared_by: str = ""
    named: bool = False
    removable: bool = True


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """A value, each item of a list, or (a path that ends with `*`) an identifier that must stand in another table.

    `sentence` and `hint` are what is said of one that does not; `{}` in them is the identifier.
    """

    path: KeyPath
    table: KeyPath
    code: str
    sentence: str
    hint: str


class AsksFact(msgspec.Struct, frozen=True, kw_only=True):
    """A value that asks for a fact of a known name and type; with `item` only where a list holds that word."""

    path: KeyPath
    fact: str
    kind: str
    item: str = ""


class CountsIn(msgspec.Struct, frozen=True):
    """A statement whose currency a key counts in, instead of the one in force.

    `currency_of` gives the currency of a bound value, or None; `code`, `sentence` (in which `{}` stands for the codes)
    and `hint` are what is said of a value with two currencies at one time.
    """

    path: KeyPath
    currency_of: Callable[[object], Currency | None]
    code: str
    sentence: str
    hint: str


class Need(msgspec.Struct, frozen=True):
    """A section that a thing needs while it is stated; with `*` the one of the same identifier."""

    path: KeyPath
    of_platform: bool = False


class Hidden(msgspec.Struct, frozen=True):
    """A path below a key that only a narrower audience sees. `stand_in` is what others' terms are built with."""

    path: KeyPath
    audience: Audience
    stand_in: object


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """All that the book must know of a key. `audience` is the widest that may see what it states.

    `unit` is the unit of the virtual currency that a book must declare which states the key.
    `counts_in`: bare money and roundings count in the currency of a statement of the key's own.
    `names_currencies`: below the key stand currencies that nothing else decides; one that has ended is reported.
    `own_periods`: its changes end no period of markets, and stand apart from them.
    `lent`: terms of market keys may read those of this key of regions. It stays one: its changes end a period of a
    market only where they change the terms of a key that reads them.
    `needs`: what each identifier of its terms needs, to be sold.
    `stated_by_none`: paths at which `none` states something: a fee of none, which a method has.
    `written`: what to write for a missing path, where that is more than the kind of its value.
    `lacks` gives what its terms lack of other keys, and `check` reports what else is wrong, over all markets and
    regions whose groups are right, or all of them. `doubts` warns of what is rarely meant, in a book without errors.
    """

    name: str
    home: Home
    shape: Shape
    audience: Audience
    terms: tuple[TermsOf, ...] = ()
    tables: tuple[TableOf, ...] = ()
    names: tuple[Names, ...] = ()
    asks: tuple[AsksFact, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    unit: str = ""
    counts_in: CountsIn | None = None
    names_currencies: bool = False
    own_periods: bool = False
    lent: bool = False
    needs: tuple[Need, ...] = ()
    stated_by_none: tuple[KeyPath, ...] = ()
    written: Mapping[KeyPath, str] = {}
    lacks: "Callable[[list[MarketLine], list[MarketLine], Keys, Memo], Iterator[Lack]] | None" = None
    check: "Callable[[list[MarketLine], list[MarketLine], Once], None] | None" = None
    doubts: "Callable[[Whole], None] | None" = None


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
        for key in every:
            self._check_what_is_read(key)
        self.apart = frozenset(key.name for key in every if key.own_periods)
        self.tables = tuple(table for key in every for table in key.tables)
        self.removable: dict[str, list[KeyPath]] = {}
        for table in self.tables:
            if table.removable:
                self.removable.setdefault(table.path[0], []).append(table.path)
        self.named = lru_cache(PATHS_KEPT)(self._named)
        self.names: dict[str, tuple[Names, ...]] = {key.name: key.names for key in every if key.names}
        by_ids = [names for key in every for names in key.names if names.path[-1] == ANY_ID]
        self.named_by_ids: dict[KeyPath, KeyPath] = {names.path[:-1]: names.table for names in by_ids}
        self.how_named: dict[KeyPath, Names] = {names.table: names for names in reversed(by_ids)}
        self.needing_units = {key.name: key.unit for key in every if key.unit}
        self.asks: dict[str, tuple[AsksFact, ...]] = {key.name: key.asks for key in every if key.asks}
        self.naming_currencies = (CURRENCY_PATH[0], *(key.name for key in every if key.names_currencies))
        self.selling = tuple(key for key in every if key.needs)
        self.written = {path: text for key in every for path, text in key.written.items()}
        self._stated_by_none = {path for key in every for path in key.stated_by_none}
        self._last_of_none = {path[-1] for path in self._stated_by_none}

    def _reading(self, what: Reads) -> frozenset[KeyPath]:
        """The paths of terms that read this."""
        return frozenset(path for path, terms in self._terms.items() if what in terms.reads)

    def _borrows(self, name: str) -> bool:
        """Whether terms of a key read those of one that is lent."""
        return any(path[0] in self.lent for terms in self.records[name].terms for path in terms.of)

    def _check_what_is_read(self, key: Key) -> None:
        """ValueError where terms read those of a key that its own readers do not have, or that is not for its own."""
        for name in {path[0] for terms in key.terms for path in terms.of} & self.records.keys():
            other = self.records[name]
            if other.home not in (key.home, Home.BOTH) and other.name not in self.lent:
                raise ValueError(f"{key.name} reads {name}, which whoever reads {key.name} does not")
            if not key.audience.sees(other.audience):
                raise ValueError(f"{key.name} reads {name}, which is for {other.audience.value} alone")

    def terms_of(self, section: KeyPath) -> TermsOf:
        """The record of a section's terms."""
        return self._terms.get(section) or self._terms[section[:-1]]

    def build_terms(self, section: KeyPath, values: Values) -> object:
        """The terms of a section."""
        return self.terms_of(section).built(section, values)

    def _section_of(self, path: KeyPath) -> KeyPath | None:
        """The section that a statement at this path belongs to; None where it is of none, as `none` on a table."""
        for depth in range(min(self._deepest, len(path)), 0, -1):
            terms = self._terms.get(path[:depth])
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
        """Whether a statement says that there is something: any but `none`, and one by which something is stated."""
        if stated.value is not NONE:
            return True
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
                raise ValueError(f"{circle} read terms of one another in a circle, or of what is no key")
            order += ready
        return tuple(order)


def _by_name(records: Iterable[Key]) -> dict[str, Key]:
    found: dict[str, Key] = {}
    for key in records:
        if key.name in found or key.name in HEAD_KEYS | {CURRENCY_PATH[0]}:
            raise ValueError(f"{key.name} is the name of another key")
        found[key.name] = key
    return found


def _names(keys: Iterable[Key], *homes: Home) -> frozenset[str]:
    return frozenset(key.name for key in keys if key.home in homes)


def matches(pattern: KeyPath, path: KeyPath) -> bool:
    """Whether a path is the one of a record, in which * stands for any identifier."""
    return len(pattern) == len(path) and all(one in (ANY_ID, two) for one, two in zip(pattern, path, strict=True))
