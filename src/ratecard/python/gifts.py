"""Gifts, as Python callers ask for them and are answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from ratecard.answers.gifts import GIFT_EARNINGS, GIFT_QUOTE, RECIPIENT_PART
from ratecard.book.rulebook import RuleBook
from ratecard.money import Coins, Diamonds, Money
from ratecard.python.answers import OF_A_QUOTE, Explained, Maker, steps_of
from ratecard.python.asking import GivenFacts, facts_of, instant, read_market, read_region, text, whole
from ratecard.python.shows import MAKE_SHOWN, Shown
from ratecard.quotes.gifts.quotes import GiftQuote as QuotedGift
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.requests import GiftRequest
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.library_values import of_gift
from ratecard.refusals import InvalidInput, Refusal


@dataclass(frozen=True)
class RecipientPart:
    """What one recipient of a split gets."""

    recipient_id: str
    diamonds: Diamonds


@dataclass(frozen=True)
class GiftEarnings:
    """The creator's `diamonds`, and the `amount` of all recipients, of which `parts` are each one's.

    There are no parts where the creator gets all. What needs a value that the rules do not know is None, or not there;
    the quote's `unknown_values` say which.
    """

    diamonds: Diamonds | None
    amount: Diamonds | None
    parts: tuple[RecipientPart, ...]


@dataclass(frozen=True, kw_only=True)
class GiftQuote(Explained):
    """Gifts to one creator, answered. Figures are of the whole count.

    `unknown_values` are the paths of what figures need and the rules do not know. What is required of sender
    and creator leaves no figure None, and while it is listed it is not known whether the gift is allowed.
    `worth` is what the coins are worth in the sender's market; None where the rules tell no worth there.
    """

    region: str
    platform: str
    creator_region: str
    gift_id: str
    names: Mapping[str, str] = field(hash=False)
    shows: Shown
    count: int
    kind: str
    coins: Coins
    worth: Money | None
    earnings: GiftEarnings
    unknown_values: tuple[str, ...]


MAKE_QUOTE = Maker(
    GiftQuote,
    GIFT_QUOTE,
    Maker(GiftEarnings, GIFT_EARNINGS, Maker(RecipientPart, RECIPIENT_PART)),
    MAKE_SHOWN,
    beside=OF_A_QUOTE,
)


def ask_gift(
    book: RuleBook,
    *,
    region: str,
    platform: str,
    creator_region: str,
    gift: str,
    at: datetime,
    count: int,
    kind: str | None,
    facts: GivenFacts,
) -> GiftQuote | Refusal:
    """The quote of one or more gifts, or why there is none."""
    market, creator = read_market(region, platform), read_region(creator_region, "creator_region")
    asked, as_of = facts_of(book, facts), instant("at", at)
    name, number = text("gift", gift), whole("count", count)
    spending = None if kind is None else text("kind", kind)
    if isinstance(market, InvalidInput):
        return market
    if isinstance(creator, InvalidInput):
        return creator
    answer = quote_gift(book, GiftRequest(*market, creator, name, as_of, number, spending, asked))
    return _quote(book, answer) if isinstance(answer, QuotedGift) else answer.brief()


def _quote(book: RuleBook, quote: QuotedGift) -> GiftQuote:
    traced, looked_up = partial(steps_of, trace_gift, quote), partial(of_gift, book, quote)
    return MAKE_QUOTE(quote, facts=dict(quote.request.facts), traced=traced, looked_up=looked_up)
