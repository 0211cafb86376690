"""What a key of the rule language says of itself, in one record.

In a path of a record `*` stands for any identifier.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

import msgspec

from ratecard.audience import Audience
from ratecard.book.varying import as_a_whole
from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.rulefiles.keys.shapes import Shape
from ratecard.rulefiles.stated import UNKNOWN, KeyPath, Leaves, Stated
from ratecard.terms.market import MarketKey
from ratecard.terms.resolved import Reads
from ratecard.terms.values import Values

if TYPE_CHECKING:
    from ratecard.book.bundles import Bundle
    from ratecard.book.declarations import Declarations
    from ratecard.book.doubts import Whole
    from ratecard.book.incomplete import Lack
    from ratecard.book.keys import Keys
    from ratecard.book.markets import MarketHistory
    from ratecard.book.memo import Memo
    from ratecard.book.once import Once
    from ratecard.terms.facts import DeclaredFacts


ALTERNATIVES = "any"
"""The name under which conditions have alternatives, where else a fact's name stands."""

ANY_ID = "*"


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
    have parts that are chosen for each lot of a payout. A path may hold * for an identifier: the limits of any package,
    or what is shown beside it. `build` takes the values and those that stand for each *, with `by_id` also the
    identifier below. `reads` is all it may ask them for beside the statements, and `of` the sections whose terms it
    reads, each by its path or that of its table.
    `plain` is a short cut for a section of one plain statement: the same terms, or None where the long way is needed.
    `ends` gives the instants at which terms stop holding by themselves: there a period ends.
    `reveals` gives the hidden paths that terms tell of: who may see these terms knows them.
    `apart` tells the paths whose value is missing by itself, as `Unsaid`, where its fact is unknown and it has no
    `other`: all other values leave the whole section without terms then.
    """

    path: KeyPath
    build: Callable[..., object]
    by_id: bool = False
    reads: frozenset[Reads] = frozenset()
    of: tuple[KeyPath, ...] = ()
    plain: Callable[[Stated[object], Currency], object] | None = None
    ends: Callable[[Any], Iterable[Instant]] | None = None
    reveals: Callable[[Any], Iterable[KeyPath]] | None = None
    apart: Callable[[KeyPath], bool] = as_a_whole

    def built(self, section: KeyPath, values: Values) -> object:
        """The terms of a section of this record."""
        any_of = [name for name, part in zip(section, self.path, strict=False) if part == ANY_ID]
        return self.build(values, *any_of, *section[len(self.path) :])


class TableOf(msgspec.Struct, frozen=True, kw_only=True):
    """A table of things by identifier. `declared_by` is the key below one by which it exists, "" where none is.

    `named`: people see the things by their names, so that one without a name is worth a warning.
    `removable`: taking away what nobody states is worth a warning, and a misspelt thing is looked for among the others.
    `adds_up`: what the things take adds up, so that one beside those of the library is probably one of them.
    """

    path: KeyPath
    declared_by: str = ""
    named: bool = False
    removable: bool = True
    adds_up: bool = False


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
    """A value that asks for a fact of a known name and type; with `item` only where a list holds that word.

    Without `fact` its path ends in the name of one, of any type. Conditions name their facts themselves: only where the
    value is unknown does the path alone tell which fact it is about.
    """

    path: KeyPath
    fact: str = ""
    kind: str = ""
    item: str = ""

    def fact_of(self, path: KeyPath, value: object) -> str:
        """The fact that a value at a fitting path asks for by its path; "" where it asks for none."""
        return path[-1] if not self.fact and value is UNKNOWN and path[-1] != ALTERNATIVES else self.fact


class CountsIn(msgspec.Struct, frozen=True):
    """A statement whose currency a key counts in, instead of the one in force; `noun` is what people call it.

    `currency_of` gives the currency of a bound value, or None; `code`, `sentence` (in which `{}` stands for the codes)
    and `hint` are what is said of a value with two currencies at one time.
    """

    path: KeyPath
    currency_of: Callable[[object], Currency | None]
    code: str
    sentence: str
    hint: str
    noun: str


class Need(msgspec.Struct, frozen=True):
    """A section that a thing needs while it is stated; with `*` the one of the same identifier."""

    path: KeyPath
    of_platform: bool = False


class Hidden(msgspec.Struct, frozen=True):
    """A path below a key that only a narrower audience sees. `stand_in` is what others' terms are built with."""

    path: KeyPath
    audience: Audience
    stand_in: object


Completes = Callable[
    ["Mapping[MarketKey, MarketHistory]", "Mapping[str, MarketHistory]", "Declarations", "Once"],
    "dict[MarketKey, MarketHistory]",
]
Outranks = Callable[[KeyPath, "Mapping[str, Bundle]", MarketKey], bool]


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """All that the book must know of a key. `audience` is the widest that may see what it states.

    `unit` is the unit of the virtual currency that a book must declare which states the key.
    `counts_in`: bare money and roundings count in the currency of a statement of the key's own.
    `names_currencies`: below the key stand currencies that nothing else decides; one that has ended is reported.
    `own_periods`: its changes end no period of markets, and stand apart from them.
    `lent`: terms of market keys may read those of this key of regions. It stays one: its changes end a period of a
    market only where they change the terms of a key that reads them.
    `completes` gives all markets, and computes those terms of the key that follow others'; also of other markets.
    Nothing of such a key is hidden from anybody who may see it. `outranks` says whether a statement for the platform at
    a path counts in a market also where a narrower layer's plain one stands: then it is not hidden.
    `kept`: no answer depends on what a book states of it once, which is kept as it stands for what looks at the book.
    `asleep`: what the library states of it holds only in regions in which the book states something of it.
    `needs`: what each identifier of its terms needs, to be sold.
    `stated_by_none`: paths at which `none` states something: a fee of none, which a method has.
    `may_begin_later`: paths that may well be stated later than from the beginning on.
    `opens`: the path at which a thing says from when on it counts; before, its values need not be stated.
    `written`: what to write for a missing path, where that is more than the kind of its value.
    `lacks` gives what its terms lack of other keys, and `check` reports what else is wrong, over all markets and
    regions whose groups are right, or all of them, given the declared facts. `doubts` warns of what is rarely meant, in
    a book without errors. `check_kept` reports what is wrong with what is kept, beside the markets that there are.
    `encloses` makes of it, and of all markets and regions, between what answers lie: by market, and by currency.
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
    completes: Completes | None = None
    outranks: Outranks | None = None
    kept: bool = False
    asleep: bool = False
    needs: tuple[Need, ...] = ()
    stated_by_none: tuple[KeyPath, ...] = ()
    may_begin_later: tuple[KeyPath, ...] = ()
    opens: KeyPath = ()
    written: Mapping[KeyPath, str] = {}
    lacks: "Callable[[list[MarketHistory], list[MarketHistory], Keys, Memo], Iterator[Lack]] | None" = None
    check: "Callable[[list[MarketHistory], list[MarketHistory], DeclaredFacts, Once], None] | None" = None
    doubts: "Callable[[Whole], None] | None" = None
    check_kept: "Callable[[Leaves, list[MarketHistory], Once], None] | None" = None
    encloses: "Callable[..., Mapping[MarketKey, Mapping[str, object]]] | None" = None


def matches(pattern: KeyPath, path: KeyPath) -> bool:
    """Whether a path is the one of a record, in which * stands for any identifier."""
    if len(pattern) != len(path) or ANY_ID not in pattern:
        return pattern == path
    return all(expected in (ANY_ID, segment) for expected, segment in zip(pattern, path, strict=True))
