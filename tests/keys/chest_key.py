"""The key `chests`, which only tests have: each of its values may be a range, or is one."""

import msgspec

from ratecard.audience import Audience
from ratecard.book.keys import Keys
from ratecard.book.records import Home, Key, TableOf, TermsOf
from ratecard.keys.book_wide import BOOK_WIDE
from ratecard.keys.registry import EARNED, GIVEN, SOLD
from ratecard.ranges import Range
from ratecard.rulefiles.keys.shapes import KnownKeys, Ranges, Table, Value
from ratecard.rulefiles.values.types import COUNT, IDENTIFIER, MONEY
from ratecard.terms.resolved import Reads
from ratecard.terms.values import Values

CHESTS = Table(
    about="The chests, by id.",
    noun="chest",
    key=IDENTIFIER,
    none=True,
    of=KnownKeys(
        about="One chest.",
        none=True,
        keys={
            "coins": Value(type=COUNT, ranges=Ranges.MAY_BE, about="How many coins it holds, or may hold."),
            "price": Value(type=MONEY, ranges=Ranges.ALWAYS, none=True, about="What people may pay for it."),
        },
    ),
)


class ChestTerms(msgspec.Struct, frozen=True):
    """A chest: its coins, chosen or one number, and the prices that may be chosen; None where there are none."""

    chosen: Range | None
    coins: int | None
    price: Range | None


def chest_terms(values: Values, chest: str) -> ChestTerms | None:
    """The terms of one chest, or None where there is none."""
    path = ("chests", chest)
    if not values.ids(*path):
        return None
    values.needed(*path, "coins")
    if not values.usable:
        return None
    chosen, price = values.range(*path, "coins"), values.range(*path, "price")
    coins = values.stated_as(int, *path, "coins") if chosen is None else None
    return ChestTerms(chosen, coins.value if coins is not None else None, price)


RECORD = Key(
    name="chests",
    home=Home.MARKET,
    shape=CHESTS,
    audience=Audience.PUBLIC,
    terms=(TermsOf(path=("chests",), build=chest_terms, by_id=True, reads=frozenset({Reads.CURRENCY})),),
    tables=(TableOf(path=("chests",)),),
)
WITH_CHESTS = Keys((*BOOK_WIDE, *SOLD, *GIVEN, *EARNED, RECORD))
