"""What everything takes, in units of cost: the one table that charges are made from.

A unit is what answering the plainest field takes at most, and stands for ten microseconds of a processor at
most. `make bench-cost` measures it. What is not in these tables takes one unit for each field.

Convention: a number of units, or of entries of a list, is counted for one answer, and on top of that by what the
request or the book has many of: `{ANSWER: 16, LOT: 5}` is 16, and 5 more for each lot.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache

from ratecard.api.bounds import FINDINGS
from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.rulefiles.keys.facts import WAY
from ratecard.rulefiles.keys.guards import BOUNDED

BOOKS_REMEMBERED = 8
"""Books of which it is remembered how much they compare: the one in force and the one before, for each audience."""


class Per(Enum):
    """What work is counted by. What comes in tens counts those begun."""

    ANSWER = "answer"
    LOT = "lot"
    TEN_LOTS = "ten lots"
    PACKAGE = "package of the book"
    ITEM = "item of the book"
    TEN_PACKAGES = "ten packages and items of the book"
    GIFT = "gift of the book"
    TEN_GIFTS = "ten gifts of the book"
    COMPARED = "price that one price of the book is compared with"
    ALL_COMPARED = "price that all prices of a list are compared with"
    BY_WAY = "price by a way of paying, with all that it is compared with"
    FACT = "declared fact"
    MARKET = "market of the book"
    TEN_MARKETS = "ten markets of the book"
    TEN_REGIONS = "ten regions of the book"
    TYPE_FIELD = "field of a type of the schema"
    INPUT_FIELD = "field of an input type"
    ENUM_VALUE = "value of an enum"
    POSSIBLE_TYPE = "type of a union or interface"
    INTERFACE = "interface of a type"


ANSWER, LOT, TEN_LOTS = Per.ANSWER, Per.LOT, Per.TEN_LOTS
Work = Mapping[Per, int]

REQUEST = 5
"""One operation, beside its fields."""

BYTES_SENT_PER_UNIT = 20_000
"""Of an answer that was kept: it takes nothing but its bytes, beside what any request does."""

FIELD = 1
"""One field of one object, as long as it is not in `FIELDS`."""

PLAIN_LIST = 2
"""A field whose value is a list of texts or numbers, and no longer than usual."""

FIELDS: Mapping[str, Work] = {
    "Query.priceList": {ANSWER: 10, Per.PACKAGE: 2, Per.ITEM: 2, Per.ALL_COMPARED: 2, Per.TEN_REGIONS: 1},
    "Query.purchaseQuote": {ANSWER: 6},
    "Query.purchaseQuotes": {ANSWER: 6},
    "Query.itemQuote": {ANSWER: 6},
    "Query.itemQuotes": {ANSWER: 6},
    "Query.chosenQuote": {ANSWER: 60},
    "Query.exchangeQuote": {ANSWER: 6},
    "ExchangeQuote.libraryValues": {ANSWER: 10},
    "Query.gifts": {ANSWER: 10, Per.GIFT: 1, Per.TEN_REGIONS: 1},
    "Query.giftQuote": {ANSWER: 6},
    "Query.giftQuotes": {ANSWER: 6},
    "Query.payoutQuote": {ANSWER: 6},
    "Query.payoutQuotes": {ANSWER: 6},
    "Query.verifyQuote": {ANSWER: 30, Per.TEN_PACKAGES: 1, Per.COMPARED: 2, Per.TEN_REGIONS: 1},
    "Query.eligibility": {ANSWER: 10, Per.TEN_REGIONS: 1},
    "Query.markets": {ANSWER: 6, Per.MARKET: 1},
    "Query.ruleBook": {ANSWER: 6},
    "Query.guards": {ANSWER: 3},
    "GuardReport.guards": {ANSWER: 20},
    "GuardReport.findings": {ANSWER: 60},
    "GuardReport.accepted": {ANSWER: 60},
    "GuardReport.information": {ANSWER: 60},
    "GuardReport.gaps": {ANSWER: 60},
    "GuardFinding.table": {ANSWER: 130},
    "RuleBook.begins": {ANSWER: 2, Per.TEN_MARKETS: 1},
    "RuleBook.regions": {ANSWER: 2, Per.TEN_REGIONS: 4},
    "RuleBook.packageIds": {ANSWER: 2, Per.PACKAGE: 1},
    "UnknownFact.known": {ANSWER: 1, Per.FACT: 1},
    "PayoutQuote.releasedAt": {ANSWER: 1, TEN_LOTS: 1},
    "PayoutQuote.paidOn": {ANSWER: 1, TEN_LOTS: 1},
    "PayoutQuote.withholding": {ANSWER: 1, LOT: 1},
    "PayoutQuote.lots": {ANSWER: 1, LOT: 1},
    "PayoutQuote.trace": {ANSWER: 10, LOT: 5},
    "PayoutQuote.libraryValues": {ANSWER: 30, LOT: 5},
    "GiftQuote.libraryValues": {ANSWER: 30},
    "PurchaseQuote.libraryValues": {ANSWER: 20},
    "PricedPackage.libraryValues": {ANSWER: 20},
    "ItemQuote.libraryValues": {ANSWER: 20},
    "ChosenQuote.libraryValues": {ANSWER: 20},
    "PricedItem.libraryValues": {ANSWER: 20},
    "PriceList.libraryValues": {ANSWER: 2, Per.PACKAGE: 20, Per.ITEM: 20},
    "Query.__schema": {ANSWER: 10},
    "Query.__type": {ANSWER: 10},
}
"""A field of one object, by "Type.field". What its own fields take is not in it."""

ASKED: Mapping[str, Mapping[str, Work]] = {"Query.priceList": {"ways": {Per.BY_WAY: 2}}}
"""What a field takes more where an argument of it is given, be it by a variable; not where it is `false`."""

SIGNED = ("purchaseQuote", "purchaseQuotes", "itemQuote", "itemQuotes", "giftQuote", "giftQuotes")
ASKED_OF_EACH: Mapping[str, Mapping[str, Work]] = {
    **{f"Query.{name}": {"sign": {ANSWER: 12}} for name in SIGNED},
    **{f"Query.{name}": {"sign": {ANSWER: 20, LOT: 1}} for name in ("payoutQuote", "payoutQuotes")},
}
"""What each answer of a field takes more where an argument of it is given: a signature, and answering once more."""

FOR_SERVICES = frozenset({"sign"})
"""Arguments that are for services wherever they stand, by their names."""

ANSWERS: Mapping[str, Work] = {
    "Query.purchaseQuote": {Per.TEN_PACKAGES: 1, Per.COMPARED: 2, Per.TEN_REGIONS: 1},
    "Query.purchaseQuotes": {Per.TEN_PACKAGES: 1, Per.COMPARED: 2, Per.TEN_REGIONS: 1},
    "Query.itemQuote": {Per.TEN_PACKAGES: 1, Per.COMPARED: 2, Per.TEN_REGIONS: 1},
    "Query.itemQuotes": {Per.TEN_PACKAGES: 1, Per.COMPARED: 2, Per.TEN_REGIONS: 1},
    "Query.chosenQuote": {Per.TEN_PACKAGES: 1, Per.TEN_REGIONS: 1},
    "Query.exchangeQuote": {Per.TEN_REGIONS: 1},
    "Query.giftQuote": {Per.TEN_GIFTS: 1, Per.TEN_REGIONS: 1},
    "Query.giftQuotes": {Per.TEN_GIFTS: 1, Per.TEN_REGIONS: 1},
    "Query.payoutQuote": {Per.TEN_REGIONS: 1},
    "Query.payoutQuotes": {Per.TEN_REGIONS: 1},
}
"""Each answer of a field: where a name is not known, those like it are looked for in all of the book."""

INPUTS: Mapping[str, int] = {
    "PurchaseQuoteInput": 8,
    "ItemQuoteInput": 8,
    "ChosenQuoteInput": 8,
    "ExchangeQuoteInput": 8,
    "GiftQuoteInput": 8,
    "PayoutQuoteInput": 8,
    "LotInput": 3,
    "ExpectedInput": 100,
    "UsedInput": 8,
    "WantedInput": 100,
}
"""Reading an input object and answering it, by its type; one unit where it is not here."""

LISTED_IN_TEXT: Mapping[str, int] = {"Locale": 5}
"""Reading a text that is a list with commas, by its type: each entry beyond the first, which its field pays for."""

LANGUAGE, LANGUAGES_USUAL = 300, 16
"""Reading what CLDR knows of a language takes some three milliseconds: for each that an operation names beyond so many.

What one operation names no oftener than that is charged when it had to be read, and not where it was in memory.
"""

SEARCHES: Mapping[str, str] = {"PayoutQuoteInput": "want"}
"""The field of an input object that makes it a search, which takes one unit more for each of its lots."""

LISTS_LOTS = frozenset({"PayoutQuoteInput"})
"""Input types whose answers are of lots: of those given, or of one where none is."""

PROMOTED = ("PricedPackage", "PurchaseQuote", "PricedItem", "ItemQuote", "Gift", "GiftQuote")
"""The types of answers that promotions apply to."""

USUAL_LENGTH = 10
LENGTHS: Mapping[str, Work] = {
    "Query.markets": {Per.MARKET: 1},
    "GiftList.gifts": {Per.GIFT: 1},
    "GiftList.withheld": {Per.GIFT: 1},
    "GiftQuote.trace": {ANSWER: 10},
    "PayoutQuote.lots": {LOT: 1},
    "PayoutQuote.trace": {ANSWER: 16, LOT: 5},
    "GuardReport.guards": {ANSWER: len(BOUNDED)},
    "GuardReport.findings": {ANSWER: FINDINGS.most},
    "GuardReport.accepted": {ANSWER: FINDINGS.most},
    "GuardReport.information": {ANSWER: FINDINGS.most},
    "GuardReport.gaps": {ANSWER: FINDINGS.most},
    "Guard.bounds": {ANSWER: 2},
    "GuardFinding.notes": {ANSWER: 10},
    "PriceList.packages": {Per.PACKAGE: 1},
    "PriceList.items": {Per.ITEM: 1},
    "PriceList.withheldItems": {Per.ITEM: 1},
    "PriceList.chosen": {Per.PACKAGE: 1, Per.ITEM: 1},
    "PriceList.withheldChosen": {Per.PACKAGE: 1, Per.ITEM: 1},
    "ChosenCoins.tiers": {ANSWER: 20},
    "ChosenCoins.bonuses": {ANSWER: 20},
    "PriceRounding.points": {ANSWER: 20},
    "PriceList.ways": {ANSWER: 4},
    **{f"{quote}.openPromotions": {ANSWER: 4} for quote in PROMOTED},
    **{f"{quote}.promotions": {ANSWER: 4} for quote in PROMOTED},
    "PriceList.withheld": {Per.PACKAGE: 1},
    "PricedPackage.trace": {ANSWER: 16},
    "PurchaseQuote.trace": {ANSWER: 16},
    "PricedItem.trace": {ANSWER: 16},
    "ItemQuote.trace": {ANSWER: 16},
    "ExchangeQuote.trace": {ANSWER: 1},
    "RuleBook.facts": {Per.FACT: 1},
    "TraceStep.inputs": {ANSWER: 4},
    "__Schema.types": {ANSWER: 1},
    "__Type.fields": {Per.TYPE_FIELD: 1},
    "__Type.inputFields": {Per.INPUT_FIELD: 1},
    "__Type.interfaces": {Per.INTERFACE: 1},
    "__Type.enumValues": {Per.ENUM_VALUE: 1},
    "__Type.possibleTypes": {Per.POSSIBLE_TYPE: 1},
    "__Field.args": {ANSWER: 2},
    "__Directive.args": {ANSWER: 1},
}
"""How long a list is, by "Type.field"; `USUAL_LENGTH` where it is not here. A batch is as long as what it is given."""


@lru_cache(maxsize=BOOKS_REMEMBERED)
def compared(book: RuleBook) -> int:
    """With how many prices one price of a market is compared at most: what savings are against, and the prices before.

    Nothing where no market compares, as in most books.
    """
    return max([_compared_in(book.history(key)) for key in book.markets()], default=0)


def _compared_in(history: MarketHistory) -> int:
    against = [len(items) for items in history.ever(("savings", "against")) if isinstance(items, tuple)]
    before = len(history.starts) if ("lowest_price",) in history.sections else 0
    return max(against, default=0) + before


def sold(book: RuleBook) -> int:
    """How many packages and items the book has."""
    return len(book.packages) + len(book.items)


def by_way(book: RuleBook) -> int:
    """How many prices a list by each way of paying has at most, with those that they are compared with."""
    ways = len(book.facts[WAY].values) if WAY in book.facts else 0
    return ways * sold(book) * (1 + compared(book))


COUNTS: Mapping[Per, tuple[Callable[[RuleBook], int], bool]] = {
    Per.PACKAGE: (lambda book: len(book.packages), False),
    Per.ITEM: (lambda book: len(book.items), False),
    Per.TEN_PACKAGES: (sold, True),
    Per.GIFT: (lambda book: len(book.gifts), False),
    Per.TEN_GIFTS: (lambda book: len(book.gifts), True),
    Per.COMPARED: (compared, False),
    Per.ALL_COMPARED: (lambda book: compared(book) * sold(book), False),
    Per.BY_WAY: (by_way, False),
    Per.FACT: (lambda book: len(book.facts), False),
    Per.MARKET: (lambda book: len(book.markets()), False),
    Per.TEN_MARKETS: (lambda book: len(book.markets()), True),
    Per.TEN_REGIONS: (lambda book: len(book.regions), True),
}
"""How many of something a book has, and whether it comes in tens."""


def counted(per: Per, book: RuleBook) -> int:
    """How many of something the book has, or how many tens of it."""
    number, tens = COUNTS[per]
    return tens_of(number(book)) if tens else number(book)


def tens_of(number: int) -> int:
    """How many tens a number has, the last of them perhaps in part: 4 of 31."""
    return -(-number // 10)


def plus(work: dict[Per, int], more: Work, times: int = 1) -> None:
    """Adds work to work, so many times."""
    for per, units in more.items():
        work[per] = work.get(per, 0) + times * units


def product(length: Work, work: Work) -> dict[Per, int]:
    """The work of a list's entries. At most one of both is counted by more than answers: no such list holds another.

    A document may select so all the same, where the schema has room for what is never answered, or where validation
    will refuse it: then what an entry holds is taken to be as long as usual.
    """
    if length.keys() == {ANSWER}:
        return {per: length[ANSWER] * units for per, units in work.items()}
    answers = sum(units if per is ANSWER else USUAL_LENGTH * units for per, units in work.items())
    return {per: count * answers for per, count in length.items()}


def counted_by_answers(work: Work, counts: Work) -> dict[Per, int]:
    """Work counted by answers alone, where it is known how many there are of everything that `counts` has."""
    found: dict[Per, int] = {}
    for per, units in work.items():
        if per in counts:
            plus(found, {ANSWER: units * counts[per]})
        else:
            plus(found, {per: units})
    return found
