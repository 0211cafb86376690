"""The figures of lists of gifts and of gift quotes."""

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.answers.limits import OPEN_LIMITS, USES
from ratecard.answers.promotions import CODES, OPEN_GIFT_PROMOTIONS, PROMOTIONS
from ratecard.answers.shared import (
    ASSUMED_FACTS,
    AT,
    LOCALE,
    OPEN_CONDITIONS,
    PLATFORM,
    REGION,
    UNKNOWN_VALUES,
    VALIDITY,
    library_values,
    names,
)
from ratecard.answers.shows import SHOWS
from ratecard.audience import Audience
from ratecard.currency import Currency
from ratecard.money import Diamonds, Money
from ratecard.quotes.gifts.lists import GiftList, ListedGift
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.tracing.library_values import of_gift
from ratecard.showing import Reader


class _Priced:
    """A gift of a list, with the currency of its worth, which the list states once."""

    def __init__(self, listed: ListedGift, currency: Currency) -> None:
        self.gift = listed.gift
        self.coins, self.regular_coins = listed.coins, listed.regular_coins
        self.promotions, self.open_promotions = listed.promotions, listed.open_promotions
        self.worth = _money(listed.worth_minor, currency)
        self.assumed = listed.assumed
        self.open = listed.open
        self.shows = listed.shows


def _money(minor: int | None, currency: Currency) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _priced(listed: GiftList) -> tuple[_Priced, ...]:
    return tuple(_Priced(gift, listed.market.currency) for gift in listed.gifts)


def _parts(quote: GiftQuote) -> tuple[tuple[str, Diamonds], ...]:
    return tuple((recipient.id, Diamonds(part)) for recipient, part in quote.shares)


def _order(rarity: str, reader: Reader) -> int:
    declared = reader.book.rarities.get(rarity)
    return declared.order if declared is not None else 0


RARITY = Record(
    "Rarity",
    (
        Figure("rarity_id", FigureType.ID, lambda rarity: rarity),
        Figure("name", FigureType.TEXT, lambda rarity, reader: reader.rarity(rarity), for_readers=True),
        Figure(
            "name_locale",
            FigureType.LOCALE,
            lambda rarity, reader: reader.name_locale(reader.rarity_names(rarity)),
            nullable=True,
            for_readers=True,
        ),
        Figure("order", FigureType.COUNT, _order, for_readers=True),
    ),
)

GIFT_IDENTITY = (
    Figure("gift_id", FigureType.ID, lambda answer: answer.gift.id),
    *names(lambda answer: answer.gift.names, lambda answer: answer.gift.id),
    Figure("rarity", RARITY, lambda answer: answer.gift.rarity, nullable=True),
    Figure("kinds", FigureType.TEXT, lambda answer: answer.gift.kinds, many=True),
    Figure("level", FigureType.COUNT, lambda answer: answer.gift.level, nullable=True),
    SHOWS,
)

REGULAR_COINS = Figure("regular_coins", FigureType.COINS, lambda answer: answer.regular_coins)

GIFT = Record(
    "Gift",
    (
        *GIFT_IDENTITY,
        REGULAR_COINS,
        Figure("coins", FigureType.COINS, lambda listed: listed.coins),
        Figure("worth", FigureType.MONEY, lambda listed: listed.worth, nullable=True),
        PROMOTIONS,
        OPEN_GIFT_PROMOTIONS,
        ASSUMED_FACTS,
        OPEN_CONDITIONS,
    ),
)

BRIEF_REFUSAL = Record(
    "Refusal",
    (
        Figure("code", FigureType.TEXT, lambda refusal: refusal.code),
        Figure("message", FigureType.TEXT, lambda refusal: refusal.message),
    ),
)

WITHHELD_GIFT = Record(
    "WithheldGift",
    (
        Figure("gift_id", FigureType.ID, lambda refused: refused[0]),
        Figure("refusal", BRIEF_REFUSAL, lambda refused: refused[1]),
    ),
)

GIFT_LIST = Record(
    "GiftList",
    (
        REGION,
        PLATFORM,
        Figure("currency", FigureType.CURRENCY, lambda listed: listed.market.currency),
        LOCALE,
        AT,
        *VALIDITY,
        Figure("gifts", GIFT, _priced, many=True),
        Figure("withheld", WITHHELD_GIFT, lambda listed: listed.refused, many=True),
        CODES,
        ASSUMED_FACTS,
        UNKNOWN_VALUES,
    ),
)

RECIPIENT_PART = Record(
    "RecipientPart",
    (
        Figure("recipient_id", FigureType.ID, lambda part: part[0], audience=Audience.SERVICE),
        Figure("diamonds", FigureType.DIAMONDS, lambda part: part[1], audience=Audience.SERVICE),
    ),
)

GIFT_EARNINGS = Record(
    "GiftEarnings",
    (
        Figure("diamonds", FigureType.DIAMONDS, lambda quote: quote.diamonds, nullable=True, audience=Audience.SERVICE),
        Figure("amount", FigureType.DIAMONDS, lambda quote: quote.amount, nullable=True, audience=Audience.SERVICE),
        Figure("parts", RECIPIENT_PART, _parts, many=True, audience=Audience.SERVICE),
    ),
)

GIFT_QUOTE = Record(
    "GiftQuote",
    (
        REGION,
        PLATFORM,
        Figure("creator_region", FigureType.REGION, lambda quote: quote.request.creator_region),
        *GIFT_IDENTITY,
        Figure("kind", FigureType.TEXT, lambda quote: quote.kind),
        Figure("count", FigureType.COUNT, lambda quote: quote.request.count),
        AT,
        LOCALE,
        *VALIDITY,
        REGULAR_COINS,
        Figure("coins", FigureType.COINS, lambda quote: quote.coins),
        Figure(
            "worth", FigureType.MONEY, lambda quote: _money(quote.worth_minor, quote.market.currency), nullable=True
        ),
        Figure("subsidy", FigureType.COINS, lambda quote: quote.subsidy, audience=Audience.SERVICE),
        Figure("earnings", GIFT_EARNINGS, lambda quote: quote, audience=Audience.SERVICE),
        PROMOTIONS,
        OPEN_GIFT_PROMOTIONS,
        CODES,
        USES,
        OPEN_LIMITS,
        ASSUMED_FACTS,
        OPEN_CONDITIONS,
        UNKNOWN_VALUES,
        library_values(of_gift),
    ),
)
