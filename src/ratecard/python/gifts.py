"""Gifts, as Python callers ask for them and are answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from ratecard.answers.gifts import GIFT_EARNINGS, GIFT_QUOTE, RECIPIENT_PART
from ratecard.book.rulebook import RuleBook
from ratecard.money import Coins, Diamonds, Money
from ratecard.python.answers import OF_A_QUOTE, Explained, Maker, steps_of
from ratecard.python.asking import GivenFacts, facts_of, instant, read_market, read_region, text, texts, whole
from ratecard.python.limits import MAKE_OPEN_LIMIT, MAKE_USED, OpenLimit, UsedAmount, read_used
from ratecard.python.promotions import (
    MAKE_APPLIED,
    MAKE_CODE,
    MAKE_OPEN_GIFT,
    AppliedPromotion,
    BroughtCode,
    OpenGiftPromotion,
)
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
    `coins` are what the sender spends, `regular_coins` what that is without promotions, and `subsidy` the coins that
    the platform bears: the creator earns of them, and the sender does not spend them.
    `uses` is what the gifts use of limits, as a later question states it; those in `open_limits` are kept as far as is
    known.
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
    regular_coins: Coins
    coins: Coins
    worth: Money | None
    subsidy: Coins
    earnings: GiftEarnings
    promotions: tuple[AppliedPromotion, ...]
    open_promotions: tuple[OpenGiftPromotion, ...]
    codes: tuple[BroughtCode, ...]
    uses: tuple[UsedAmount, ...]
    open_limits: tuple[OpenLimit, ...]
    unknown_values: tuple[str, ...]


MAKE_QUOTE = Maker(
    GiftQuote,
    GIFT_QUOTE,
    Maker(GiftEarnings, GIFT_EARNINGS, Maker(RecipientPart, RECIPIENT_PART)),
    *(MAKE_SHOWN, MAKE_APPLIED, MAKE_OPEN_GIFT, MAKE_CODE, MAKE_USED, MAKE_OPEN_LIMIT),
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
    used: Sequence[UsedAmount] = (),
    codes: Sequence[str] = (),
) -> GiftQuote | Refusal:
    """The quote of one or more gifts, or why there is none."""
    market, creator = read_market(region, platform), read_region(creator_region, "creator_region")
    asked, as_of = facts_of(book, facts), instant("at", at)
    name, number = text("gift", gift), whole("count", count)
    spending = None if kind is None else text("kind", kind)
    before, brought = read_used(used), texts("codes", codes)
    for read in (market, creator, before):
        if isinstance(read, InvalidInput):
            return read
    assert not isinstance(market, InvalidInput)
    assert not isinstance(creator, InvalidInput)
    assert not isinstance(before, InvalidInput)
    sender, on = market
    request = GiftRequest(
        sender, on, creator, name, as_of, count=number, kind=spending, facts=asked, used=before, codes=brought
    )
    answer = quote_gift(book, request)
    return _quote(book, answer) if isinstance(answer, QuotedGift) else answer.brief()


def _quote(book: RuleBook, quote: QuotedGift) -> GiftQuote:
    traced, looked_up = partial(steps_of, trace_gift, quote), partial(of_gift, book, quote)
    return MAKE_QUOTE(quote, facts=dict(quote.request.facts), traced=traced, looked_up=looked_up)
