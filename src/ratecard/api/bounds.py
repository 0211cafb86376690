"""The most that one request may hold, in one table: the schema, `--help`, the guides and messages say it from here."""

from typing import NamedTuple

from ratecard.locale.preferences import CHARACTERS_MOST, TAGS_MOST
from ratecard.quotes.requests import CODES_MOST as CODES_OF_ENGINE
from ratecard.quotes.requests import DIAMONDS_MOST
from ratecard.quotes.requests import GIFTS_MOST as GIFTS_OF_ENGINE
from ratecard.quotes.requests import LOTS_MOST as LOTS_OF_ENGINE
from ratecard.quotes.requests import QUANTITY_MOST as QUANTITY_OF_ENGINE


class Bound(NamedTuple):
    """The most of something. `option` is what changes it at `ratecard serve`, where anything does."""

    most: int
    what: str
    option: str | None = None

    def __str__(self) -> str:
        """The number for people: "10,000"."""
        return f"{self.most:,}"


BODY = Bound(1_000_000, "bytes of a body", "--body-bytes")
BYTES_PER_VALUE = 5
"""No request that means anything has as many values of JSON as a fifth of the bytes that it may have."""

URL = Bound(16_000, "bytes of a URL's parameters")
HEAD = Bound(48_000, "bytes of the request line and the headers")
HEADERS = Bound(200, "headers of one request")

QUOTES = Bound(250, "inputs of one batch")
LOTS = Bound(1_000, "lots of one payout")
REQUEST_LOTS = Bound(LOTS_OF_ENGINE, "lots of one request, over all its fields, aliases and variables")
FACTS = Bound(50, "facts of one list")
USED = Bound(50, "entries of `used`")
REFERENCE = Bound(100, "characters of a `reference`")
CODES = Bound(CODES_OF_ENGINE, "codes of one question")
QUANTITY = Bound(QUANTITY_OF_ENGINE, "units of a package in one quote")
GIFTS = Bound(GIFTS_OF_ENGINE, "gifts in one quote")
DIAMONDS = Bound(DIAMONDS_MOST, "diamonds of one lot, or of one payout")

FINDINGS = Bound(100, "findings of guards in one list of an answer")
TABLE_ROWS = Bound(30, "rows of the table of one finding")

LOCALES = Bound(TAGS_MOST, "languages of one `locale`")
LOCALE_CHARACTERS = Bound(CHARACTERS_MOST, "characters of one `locale`")

CHARACTERS = Bound(100_000, "characters of a document")
TOKENS = Bound(2_500, "tokens of a document")
COMMENTS = Bound(250, "comments of a document")
DEPTH = Bound(20, "levels of fields")
ALIASES = Bound(200, "aliases")
ALIAS_CHARACTERS = Bound(100, "characters of an alias")
FIELDS = Bound(2_000, "fields")
TEXT_CHARACTERS = Bound(2_000, "characters of one text, in the variables or in a document")
COST = Bound(100_000, "cost of one operation", "--cost-most")

JSON_VALUES = Bound(BODY.most // BYTES_PER_VALUE, f"values of JSON in a body of {BODY} bytes, by commas and brackets")
ANSWER = Bound(10_000_000, "bytes of an answer", "--answer-bytes")

JSON_DEPTH = Bound(32, "levels of JSON in the variables")
LIST_ENTRIES = Bound(max(QUOTES.most, LOTS.most, FACTS.most, USED.most), "entries of one list in the variables")

BOUNDS = (
    *(BODY, URL, HEAD, HEADERS),
    *(QUOTES, LOTS, REQUEST_LOTS, FACTS, USED, CODES, REFERENCE, QUANTITY, GIFTS, DIAMONDS),
    *(FINDINGS, TABLE_ROWS),
    *(LOCALES, LOCALE_CHARACTERS),
    *(CHARACTERS, TOKENS, COMMENTS, DEPTH, ALIASES, ALIAS_CHARACTERS, FIELDS, TEXT_CHARACTERS, COST),
    *(JSON_VALUES, ANSWER, JSON_DEPTH, LIST_ENTRIES),
)
"""All of them, in the order in which a guide shows them."""

LISTED = {
    "PurchaseQuoteInput": QUOTES,
    "ItemQuoteInput": QUOTES,
    "GiftQuoteInput": QUOTES,
    "PayoutQuoteInput": QUOTES,
    "LotInput": LOTS,
    "FactInput": FACTS,
    "UsedInput": USED,
    "PromotionCode": CODES,
}
"""How long a list may be, by the input type, or the scalar, of its entries."""

COUNTED_LOT = "LotInput"
"""The input type that `REQUEST_LOTS` counts, wherever in a request it stands."""
