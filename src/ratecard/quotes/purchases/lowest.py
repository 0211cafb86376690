"""The lowest price before a reduction, as the law of the European Union asks for it."""

from enum import Enum
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from ratecard.book.rulebook import RuleBook
from ratecard.currency import Currency
from ratecard.instants import Duration, Instant, instant_after, instant_before
from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.reductions import Reduction, Stretch, reduction_at, sold_before
from ratecard.quotes.purchases.unconditional import NotTold, UnconditionalPrice, unconditional_price
from ratecard.rulefiles.stated import Stated
from ratecard.terms.lowest_price import LowestPriceTerms
from ratecard.terms.market import Market, Period, common_period
from ratecard.terms.second_currency import SecondCurrencyTerms


class NoLowestPrice(Enum):
    """Why there is no lowest price before a reduction."""

    NOT_REDUCED = "NOT_REDUCED"
    """The price is not reduced."""
    NO_EARLIER_PRICE = "NO_EARLIER_PRICE"
    """It was not sold in the time before, or the rules had not begun."""
    FACT_NEEDED = "FACT_NEEDED"
    """What it cost depends on a fact that is not given."""
    OTHER_CURRENCY = "OTHER_CURRENCY"
    """What it cost was in another currency, and no rate by law converts it."""


class LowestPrice(msgspec.Struct, frozen=True, gc=False):
    """The least price of one unit before the reduction that runs, or None with the reason.

    `period` is for how long that holds. `window` are the prices before, of which it is the least.
    """

    amount: Money | None
    reason: NoLowestPrice | None
    reduced_since: Instant | None
    within: Duration
    within_stated: Stated[object]
    period: Period
    window: "tuple[PriceBefore, ...]" = ()


class Conversion(msgspec.Struct, frozen=True, gc=False):
    """What a price of before comes to in the currency into which the market's changed."""

    after: Money
    by: SecondCurrencyTerms


class PriceBefore(msgspec.Struct, frozen=True, gc=False):
    """A price of before, as it was, the statement that decided it, and how it was converted since, in order of time."""

    was: Money
    stated: Stated[object]
    conversions: tuple[Conversion, ...] = ()

    @property
    def now(self) -> Money:
        """What it comes to in the currency of today."""
        return self.conversions[-1].after if self.conversions else self.was


class _History:
    """What a package cost from the beginning on, in the currency of the last stretch; or only from `unknown_until` on.

    Before that it was in a currency which nothing converts. `prices` has what was paid in each stretch in which it was
    sold, by its start.
    """

    def __init__(self, currency: Currency) -> None:
        self.currency = currency
        self.stretches: list[Stretch] = []
        self.prices: dict[Instant, PriceBefore] = {}
        self.by: SecondCurrencyTerms | None = None
        self.unknown_until: Instant | None = None

    def change(self, currency: Currency, market: Market) -> None:
        """Takes up another currency: earlier prices are converted and rounded, or are not known."""
        terms = [terms for terms in (market.second_currency, self.by) if terms is not None]
        fits = next((own for own in terms if own.pair.is_between(self.currency, currency)), None)
        if fits is None:
            self.stretches, self.prices, self.unknown_until = [], {}, market.period.start
        else:
            self.stretches = [self._converted(stretch, currency, fits) for stretch in self.stretches]
        self.currency = currency

    def _converted(self, stretch: Stretch, into: Currency, by: SecondCurrencyTerms) -> Stretch:
        if stretch.price_minor is None or stretch.regular_minor is None:
            return stretch
        price = by.converted(stretch.price_minor, self.currency, into)
        before = self.prices[stretch.start]
        self.prices[stretch.start] = replace(
            before, conversions=(*before.conversions, Conversion(Money(price, into), by))
        )
        return Stretch(stretch.start, price, by.converted(stretch.regular_minor, self.currency, into))

    def take_up(self, market: Market, price: UnconditionalPrice | None) -> None:
        """Takes up what the package costs in the next period."""
        if market.currency.code != self.currency.code:
            self.change(market.currency, market)
        start = market.period.start
        if price is None:
            self.stretches.append(Stretch(start, None))
        else:
            self.stretches.append(Stretch(start, price.listed_minor, price.regular_minor))
            self.prices[start] = PriceBefore(Money(price.listed_minor, market.currency), price.stated)
        self.by = market.second_currency


def lowest_price(book: RuleBook, quote: PurchaseQuote, terms: LowestPriceTerms, assumed: list[str]) -> LowestPrice:
    """The lowest price before the reduction that runs as of a quote, of one unit for its facts.

    20.00 that falls to 18.00, 16.00 and 14.00 within a month: 20.00, all the time. The facts that were unknown in any
    earlier period and for which `other` was taken are appended to `assumed`.
    """
    found = LowestPrice(None, NoLowestPrice.FACT_NEEDED, None, terms.within, terms.stated, quote.market.period)
    history = _history(book, quote, assumed)
    if history is None:
        return found
    in_zone = book.history(quote.market.key).in_zone
    reduction = reduction_at(history.stretches, quote.request.at, terms.within, in_zone)
    found = replace(found, reduced_since=reduction.since, period=_narrowed(found.period, reduction))
    if history.unknown_until is not None:
        found = _known(found, quote.request.at, history.unknown_until, terms.within, in_zone)
        if found.reason is NoLowestPrice.OTHER_CURRENCY:
            return found
    if reduction.since is None:
        return replace(found, reason=NoLowestPrice.NOT_REDUCED)
    sold = sold_before(history.stretches, reduction.since, terms.within, in_zone)
    if not sold:
        return replace(found, reason=NoLowestPrice.NO_EARLIER_PRICE)
    window = tuple([history.prices[stretch.start] for stretch in sold])
    return replace(found, amount=min([price.now for price in window]), reason=None, window=window)


def _narrowed(period: Period, reduction: Reduction) -> Period:
    """The part of a period in which a reduction, or that there is none, is said without a change of price."""
    return common_period(period, Period(reduction.said_from, reduction.until))


def _known(found: LowestPrice, at: Instant, since: Instant, within: Duration, in_zone: ZoneInfo) -> LowestPrice:
    """What is known where prices before an instant are not: nothing while a window may reach into that time."""
    reason = NoLowestPrice.OTHER_CURRENCY
    if found.reduced_since is not None:
        return replace(found, reason=reason) if instant_before(found.reduced_since, within, in_zone) < since else found
    known = instant_after(since, within, in_zone)
    if at >= known:
        return replace(found, period=common_period(found.period, Period(known, None)))
    return replace(found, reason=reason, period=common_period(found.period, Period(since, known)))


def _history(book: RuleBook, quote: PurchaseQuote, assumed: list[str]) -> _History | None:
    """What the package of a quote cost up to its instant; None where a fact is missing to know it."""
    request, history = quote.request, None
    for market in book.market_periods(quote.market.key, until=Instant(request.at + 1)):
        price = unconditional_price(market, request, assumed)
        if isinstance(price, NotTold):
            return None
        history = _History(market.currency) if history is None else history
        history.take_up(market, price)
    return history
