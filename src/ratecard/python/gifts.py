"""Gifts, as Python callers ask for them and are answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from ratecard.book.rulebook import RuleBook
from ratecard.instants import datetime_of
from ratecard.money import Coins, Diamonds, Money
from ratecard.python.answers import Explained, moment, steps_of
from ratecard.python.asking import GivenFacts, facts_of, instant, read_market, read_region, text, whole
from ratecard.quotes.gifts.quotes import GiftQuote as QuotedGift
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.requests import GiftRequest
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.refusals import InvalidInput, Refusal


@dataclass(frozen=True)
class RecipientPart:
    """What one recipient of a split gets."""

    recipient_id: str
    diamonds: Diamonds


@dataclass(frozen=True)
class GiftEarnings:
    """The creator's `diamonds`, and the `amount` of all recipients, of which `parts` are each one's.

    There are no parts where the creator gets all.
    """

    diamonds: Diamonds
    amount: Diamonds
    parts: tuple[RecipientPart, ...]


@dataclass(frozen=True, kw_only=True)
class GiftQuote(Explained):
    """Gifts to one creator, answered. Figures are of the whole count.

    `worth` is what the coins are worth in the sender's market; None where the rules tell no worth there.
    """

    region: str
    platform: str
    creator_region: str
    gift_id: str
    names: Mapping[str, str] = field(hash=False)
    count: int
    kind: str
    coins: Coins
    worth: Money | None
    earnings: GiftEarnings


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
    return _quote(answer) if isinstance(answer, QuotedGift) else answer.brief()


def _quote(quote: QuotedGift) -> GiftQuote:
    request, period = quote.request, quote.period
    minor = quote.worth_minor
    parts = zip(quote.earnings.split, quote.parts, strict=True)
    return GiftQuote(
        at=datetime_of(request.at),
        valid_from=datetime_of(period.start),
        valid_until=moment(period.end),
        book_digest=quote.market.digest,
        facts=dict(request.facts),
        assumed_facts=quote.assumed,
        open_conditions=quote.open,
        traced=partial(steps_of, trace_gift, quote),
        region=request.region,
        platform=request.platform,
        creator_region=request.creator_region,
        gift_id=quote.gift.id,
        names=dict(quote.gift.names),
        count=request.count,
        kind=quote.kind,
        coins=quote.coins,
        worth=None if minor is None else Money(minor, quote.market.currency),
        earnings=GiftEarnings(
            diamonds=quote.diamonds,
            amount=quote.amount,
            parts=tuple(RecipientPart(who.id, Diamonds(part)) for who, part in parts),
        ),
    )
