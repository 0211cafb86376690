"""Payout quotes: what diamonds come to on a creator's account, and how many are needed for an amount."""

from datetime import date

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.currency import Currency
from ratecard.instants import Instant, day_after, instant_after, last_of_month, local_day, next_midnight
from ratecard.money import Diamonds, Money
from ratecard.quotes.amounts import want_and_diamonds
from ratecard.quotes.facts import check_facts
from ratecard.quotes.limits import Asked, check_limits
from ratecard.quotes.payouts.figures import PayoutFigures, figures_of
from ratecard.quotes.payouts.lots import Numbered, UsedLot, further_lot, leaving_order, use, value_lots
from ratecard.quotes.payouts.wanted import SearchTooLong, diamonds_needed, fewest_diamonds
from ratecard.quotes.payouts.withholding import KeptBack, kept_back
from ratecard.quotes.requests import DIAMONDS_LEAST, DIAMONDS_MOST, PayoutRequest
from ratecard.refusals import (
    BelowMinimum,
    Condition,
    CreatorNotEligible,
    DiamondsOutOfRange,
    FactNeeded,
    NoFxRate,
    NoPayouts,
    NotEnoughDiamonds,
    NothingLeft,
    Refusal,
    UnknownMethod,
    WrongCurrency,
)
from ratecard.rulefiles.keys.payouts import PAYOUT
from ratecard.terms.conditions import Verdict, evaluate
from ratecard.terms.facts import OtherCurrency
from ratecard.terms.limits import LimitTerms
from ratecard.terms.market import Period
from ratecard.terms.payout_offers import PayoutOffer
from ratecard.terms.region import Region


class Taken(msgspec.Struct, frozen=True, gc=False):
    """The lots that a payout is of, in order, and how many diamonds that are.

    `raised` says that only the minimum asks for as many as these.
    """

    used: tuple[UsedLot, ...]
    diamonds: Diamonds
    raised: bool = False


class PayoutQuote(msgspec.Struct, frozen=True, gc=False):
    """One payout, answered. `value_currency` is that of the diamond's value, in which rules count until the exchange.

    `open_limits` are kept by this payout alone, while nothing says what was used of them before; `assumed` names facts
    that were unknown while a value varies by them; `open` the conditions that they leave open.
    """

    request: PayoutRequest
    region: Region
    offer: PayoutOffer
    taken: Taken
    figures: PayoutFigures
    open_limits: tuple[LimitTerms, ...] = ()
    assumed: tuple[str, ...] = ()
    open: tuple[Condition, ...] = ()

    @property
    def used(self) -> tuple[UsedLot, ...]:
        """The lots that it takes, in order."""
        return self.taken.used

    @property
    def diamonds(self) -> Diamonds:
        """How many diamonds it takes of all lots together."""
        return self.taken.diamonds

    @property
    def raised(self) -> bool:
        """Whether the amount wanted is less than what the minimum pays, which is paid instead."""
        return self.taken.raised

    @property
    def lots_assumed(self) -> bool:
        """Whether the caller stated no lots."""
        return not self.request.lots

    @property
    def value_currency(self) -> Currency:
        """The currency of the diamond's value."""
        currency = self.region.value_currency
        assert currency is not None
        return currency

    @property
    def withholding(self) -> tuple[KeptBack, ...]:
        """Each tax kept back, in order of id; they sum to what is withheld."""
        return kept_back(self.offer, self.used, self.figures.withheld_lines)

    @property
    def minimum(self) -> Money:
        """The least value that is paid out by this method."""
        return Money(self.offer.minimum_minor, self.value_currency)

    @property
    def paid_at_mid(self) -> int:
        """What would arrive without the spread, in minor units of the currency paid in."""
        exchange, remainder = self.offer.exchange, self.figures.remainder
        return remainder if exchange is None else exchange.at_mid(remainder)

    @property
    def exchange_cost(self) -> int:
        """What the spread took, in minor units of the currency paid in."""
        return self.paid_at_mid - self.figures.paid

    def released_of(self, lot: UsedLot) -> Instant:
        """The instant at which the hold of a lot ends: each lot has its own."""
        hold, earned = lot.valued.hold, lot.valued.lot.earned
        return earned if hold is None else instant_after(earned, hold.duration, self.region.in_zone)

    @property
    def released(self) -> Instant:
        """The instant from which all used diamonds may be paid out."""
        return max([self.released_of(lot) for lot in self.used])

    @property
    def starts_on(self) -> date:
        """The region's day from which the days until the money is there are counted."""
        day = local_day(max(self.released, self.request.at), self.region.in_zone)
        return last_of_month(day) if self.offer.payouts.from_month_end else day

    @property
    def paid_on(self) -> date:
        """The region's day on which the money is there."""
        payouts = self.offer.payouts
        waits = [wait for wait in (payouts.after, self.offer.method.after) if wait is not None]
        return day_after(self.starts_on, waits, from_month_end=payouts.from_month_end)

    @property
    def digest(self) -> str:
        """The digest of the rules that answered."""
        return self.region.digest

    @property
    def period(self) -> Period:
        """For how long this answer holds: its day moves at midnight, and a hold that ends no longer counts."""
        period, at = self.region.period, self.request.at
        releases = [self.released_of(lot) for lot in self.used]
        ends = [period.end, next_midnight(at, self.region.in_zone), *releases]
        starts = [period.start, *releases, *[used_lot.valued.lot.earned for used_lot in self.used]]
        later = [end for end in ends if end is not None and end > at]
        return Period(max([start for start in starts if start <= at]), min(later) if later else None)


def quote_payout(book: RuleBook, request: PayoutRequest) -> PayoutQuote | Refusal:
    """The quote of one payout, or why there is none.

    20,000 diamonds at 0.005 USD are 100.00; less 2 % fee 98.00 remain; at 0.92 EUR less 1 % spread 89.25 EUR arrive.
    """
    try:
        return _quoted(book, request)
    except OtherCurrency as other:
        return other.refusal


def _quoted(book: RuleBook, request: PayoutRequest) -> PayoutQuote | Refusal:
    asked = request.diamonds
    if asked is not None and request.want is not None:
        return want_and_diamonds()
    if asked is None and request.want is None and not request.lots:
        return _out_of_range(Diamonds(0))
    if asked is not None and not DIAMONDS_LEAST <= asked <= DIAMONDS_MOST:
        return _out_of_range(asked)
    region = book.region(request.region, request.at)
    if not isinstance(region, Region):
        return region
    if request.facts:
        wrong = check_facts(book, request.facts)
        if wrong is not None:
            return wrong
    opened = _admitted(region, request)
    if not isinstance(opened, tuple):
        return opened
    assumed: list[str] = []
    offer = book.offers.of(region.ways[request.method], request.facts, assumed)
    if not isinstance(offer, PayoutOffer):
        if isinstance(offer, FactNeeded):
            return offer
        if offer == "payouts":
            return NoPayouts(region.code, request.at)
        return UnknownMethod(region.code, request.method, ())
    lots = leaving_order(book, offer.payouts.order, request)
    if not isinstance(lots, list):
        return lots
    taken = (_taken_for_amount if request.want is not None else _taken)(book, region, offer, request, lots)
    if not isinstance(taken, Taken):
        return taken
    for lot in taken.used:
        if lot.valued.assumed:
            assumed += [fact for fact in lot.valued.assumed if fact not in assumed]
    return _quote(request, region, offer, taken, tuple(assumed), opened)


def _admitted(region: Region, request: PayoutRequest) -> tuple[Condition, ...] | Refusal:
    """The conditions that stay open for this creator; or why nobody is paid so there, or this creator is not."""
    if region.payouts is None:
        return NoPayouts(region.code, request.at)
    if request.method not in region.ways:
        return UnknownMethod(region.code, request.method, tuple(sorted(region.ways)))
    required = region.eligibility.creator if region.eligibility is not None else None
    if required is None:
        return ()
    verdict, unmet, opened = evaluate(required, request.facts)
    return CreatorNotEligible(region.code, unmet, opened) if verdict is Verdict.UNMET else opened


def _taken(
    book: RuleBook, region: Region, offer: PayoutOffer, request: PayoutRequest, lots: list[Numbered]
) -> Taken | Refusal:
    """The lots that the diamonds asked for are taken from, all of them where no number is asked for."""
    available = Diamonds(sum([lot.diamonds for _, lot in lots])) if len(lots) > 1 else lots[0][1].diamonds
    asked = available if request.diamonds is None else request.diamonds
    valued, lacking = value_lots(book, region, offer, request, lots, asked)
    if lacking is None and offer.no_exchange is not None:
        lacking = _no_exchange(offer, request)
    if lacking is not None:
        return lacking
    return Taken(use(valued, asked), asked) if asked <= available else NotEnoughDiamonds(available, asked)


def _taken_for_amount(
    book: RuleBook, region: Region, offer: PayoutOffer, request: PayoutRequest, lots: list[Numbered]
) -> Taken | Refusal:
    """The lots that the fewest diamonds for a wanted amount are taken from.

    They are looked for in the lots before the first that lacks something: what that one lacks counts only where they
    are not enough.
    """
    want = request.want
    assert want is not None
    no_exchange = _no_exchange(offer, request)
    if no_exchange is not None:
        return no_exchange
    if want.currency.code != offer.paid_in.code:
        return WrongCurrency("the amount wanted", want.currency.code, offer.paid_in.code)
    available = sum([lot.diamonds for _, lot in lots])
    valued, lacking = value_lots(book, region, offer, request, lots, available)
    try:
        fewest = fewest_diamonds(offer, valued, want, sum([entry.lot.diamonds for entry in valued]))
        if fewest is not None:
            return Taken(use(valued, fewest.diamonds), Diamonds(fewest.diamonds), fewest.raised)
        if lacking is not None:
            return lacking
        further = further_lot(book, region, offer, request, valued)
        needed = diamonds_needed(offer, valued, further, want, available)
    except SearchTooLong:
        if lacking is not None:
            return lacking
        needed = None
    return NotEnoughDiamonds(Diamonds(available), None if needed is None else Diamonds(needed))


def _no_exchange(offer: PayoutOffer, request: PayoutRequest) -> Refusal | None:
    """Why nothing can be paid in the currency of the method, as of the instant asked about; None where it can."""
    lacking = offer.no_exchange
    return NoFxRate(lacking.currency, request.at) if type(lacking) is NoFxRate else lacking


def _quote(
    request: PayoutRequest,
    region: Region,
    offer: PayoutOffer,
    taken: Taken,
    assumed: tuple[str, ...],
    opened: tuple[Condition, ...],
) -> PayoutQuote | Refusal:
    """The figures, and what may still stand against them: nothing left, the minimum, the limits."""
    figures = figures_of(offer, taken.used)
    currency = region.value_currency
    assert currency is not None
    if figures.remainder <= 0 or figures.paid <= 0:
        withheld, fee = Money(figures.withheld, currency), Money(figures.fee, currency)
        return NothingLeft(Money(figures.value, currency), withheld, fee)
    if figures.value < offer.minimum_minor:
        return BelowMinimum(Money(figures.value, currency), Money(offer.minimum_minor, currency))
    counts = {"diamonds": taken.diamonds, "payouts": 1}
    limits = check_limits(offer.limits, request.used, Asked(Money(figures.value, currency), counts, PAYOUT))
    if not isinstance(limits, tuple):
        return limits
    return PayoutQuote(request, region, offer, taken, figures, limits, assumed, opened)


def _out_of_range(diamonds: Diamonds) -> DiamondsOutOfRange:
    return DiamondsOutOfRange(diamonds, Diamonds(DIAMONDS_LEAST), Diamonds(DIAMONDS_MOST))
