"""What a rule file may hold: a small vocabulary of shapes in which every key is defined once.

The definitions type the files, and say in hints and in editors what a key is for. A key's definition is data:
`rulefiles/keys/tax.py` holds tax's, and so on.
"""

from collections.abc import Mapping
from enum import Enum

import msgspec

from ratecard.rulefiles.values.types import ValueType


class Unknown(Enum):
    """Whether `unknown` may stand somewhere: what must be known, and what answers may leave open."""

    NEVER = "must be known"
    MAY_BE = "may be unknown"


class Ranges(Enum):
    """Whether a range may stand where a value does, as in `{least: 30, most: 80, step: 50}`; of counts or of money."""

    NEVER = "one value"
    MAY_BE = "one value or a range"
    ALWAYS = "a range"


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a type. `dated`: a time line may stand there. `by_fact`: a choice may. `none`: so may `none`.

    `unknown`: whether `unknown` may, at any time and in any case. `ranges`: whether a range of the type may, too, or
    alone.
    `by_lot`: the choice may be by a fact of a lot, because the value is settled for each lot that is used. `knows` are
    the facts of the question itself, such as purchase.coins, that are known where the value is chosen. `table`: its
    long form, in which each identifier has a value of its own. `parts`: the keys of a mapping that may stand there too,
    and is one value, as in `{as: coins_100, factor: 0.95}`: it replaces a broader one whole.
    """

    type: ValueType
    about: str
    dated: bool = True
    by_fact: bool = True
    by_lot: bool = False
    knows: tuple[str, ...] = ()
    ranges: Ranges = Ranges.NEVER
    none: bool = False
    unknown: Unknown = Unknown.NEVER
    inherits: bool = True
    required: bool = False
    table: "Table | None" = None
    parts: "Mapping[str, Value | ListOf]" = {}


class ListOf(msgspec.Struct, frozen=True, kw_only=True):
    """A list of values; it replaces a broader one whole. `dated`: a time line of lists may stand there, and `inherit`.

    `or_one`: a single value may stand for a list of one. `shown_by` are items for hints, where the type's are others'.
    `table`: its long form, in which each item has a value of its own; and `none` may then stand for all items.
    `none`: it may be stated that there is no list. `ranges`: whether a range of the type may stand for an item.
    `keyed`: an item may also be a mapping of one of these keys, which says what its value names: `{platform: ios}`.
    """

    type: ValueType
    about: str
    dated: bool = True
    or_one: bool = False
    required: bool = False
    shown_by: tuple[str, ...] = ()
    table: "Table | None" = None
    none: bool = False
    keyed: Mapping[str, ValueType] = {}
    ranges: Ranges = Ranges.NEVER


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """Text for people, plain or by language. `plural`: each language has its forms (`one`, `few`, `other`).

    `by_fact`: the text of a language may be a choice, also by the facts of the question itself that it `knows`.
    """

    about: str
    plural: bool = False
    by_fact: bool = False
    knows: tuple[str, ...] = ()
    dated: bool = True
    required: bool = False


class KnownKeys(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping with known keys. `none`: the whole of it may be stated absent. `unknown`: the whole may be unknown.

    `short`: the key that a single value may stand for, in place of the whole mapping: of a name, or one that is not
    dated. `yes`: the key for which `yes` alone may stand, in place of the whole mapping.
    `counting`: keys beside which a bare whole number is a number of coins, where money may stand otherwise.
    """

    about: str
    keys: Mapping[str, "Shape"]
    none: bool = False
    unknown: Unknown = Unknown.NEVER
    required: bool = False
    short: str = ""
    counting: tuple[str, ...] = ()
    yes: str = ""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping from identifiers to one shape; `noun` is what an identifier names.

    `unknown`: it may be unknown which identifiers there are. `named` are identifiers with a shape of their own.
    """

    about: str
    noun: str
    key: ValueType
    of: "Shape"
    named: Mapping[str, "Shape"] = {}
    none: bool = False
    unknown: Unknown = Unknown.NEVER
    required: bool = False

    def shape_of(self, name: str) -> "Shape":
        """The shape of what stands under an identifier."""
        return self.named.get(name, self.of)


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """Requirements on facts, all of which must hold: `{buyer.member: yes, buyer.age: {at least: 18}}`.

    `knows` are the facts of the question itself that may be asked for. `dated`: a time line of them may stand there.
    """

    about: str
    knows: tuple[str, ...] = ()
    required: bool = False
    dated: bool = False


class Requirements(msgspec.Struct, frozen=True, kw_only=True):
    """Requirements on facts, each a value of its own: a narrower layer replaces one and keeps the others.

    `{buyer.age: {at least: 18}, any: [{…}, {…}]}`; `none` lifts one, or all, and any may be `unknown`, or all.
    """

    about: str
    required: bool = False


Shape = Value | ListOf | Text | KnownKeys | Table | Conditions | Requirements

PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
