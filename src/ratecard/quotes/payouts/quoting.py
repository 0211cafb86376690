"""Payout quotes: what diamonds come to on a creator's account, and how many are needed for an amount."""

from datetime import date

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.currency import Currency
from ratecard.instants import Instant, day_after, instant_after, last_of_month, local_day, next_midnight
from ratecard.money import Diamonds, Money
from ratecard.quotes.amounts import want_and_diamonds
from ratecard.quotes.facts import check_facts
from ratecard.quotes.limits import Asked, check_limits, check_unused
from ratecard.quotes.payouts.figures import Figures, figures_of, part_figures_of
from ratecard.quotes.payouts.lots import UsedLot, leaving_order
from ratecard.quotes.payouts.needs import NOTHING_NEEDED, PayoutNeeds, needs_of
from ratecard.quotes.payouts.refusing import led_to, out_of_range, refused_for
from ratecard.quotes.payouts.taken import Taken
from ratecard.quotes.payouts.taking import taken_for_amount, taken_of
from ratecard.quotes.payouts.withholding import KeptBack, kept_back
from ratecard.quotes.requests import DIAMONDS_LEAST, DIAMONDS_MOST, PayoutRequest
from ratecard.refusals import (
    AboveLimit,
    Condition,
    CreatorNotEligible,
    FactNeeded,
    Halted,
    NoPayouts,
    Refusal,
    UnknownMethod,
)
from ratecard.rulefiles.keys.payouts import PAYOUT
from ratecard.rulefiles.values.scalars import parse_identifier
from ratecard.terms.conditions import Verdict, evaluate
from ratecard.terms.facts import OtherCurrency
from ratecard.terms.limits import LimitTerms
from ratecard.terms.market import Period
from ratecard.terms.payout_offers import PayoutOffer
from ratecard.terms.region import Region
from ratecard.terms.unknown import Unknowns, paths_of, together


class PayoutQuote(msgspec.Struct, frozen=True, gc=False):
    """One payout, answered. `value_currency` is that of the diamond's value, in which rules count until the exchange.

    `needs` are by figure what is unknown that it needs: figures are None for that alone.
    `open_limits` are kept by this payout alone, while nothing says what was used of them before; `assumed` names facts
    that were unknown while a value varies by them; `open` the conditions that they leave open.
    """

    request: PayoutRequest
    region: Region
    offer: PayoutOffer
    taken: Taken
    figures: Figures
    needs: PayoutNeeds = NOTHING_NEEDED
    open_limits: tuple[LimitTerms, ...] = ()
    assumed: tuple[str, ...] = ()
    open: tuple[Condition, ...] = ()

    @property
    def used(self) -> tuple[UsedLot, ...]:
        """The lots that it takes, in order."""
        return self.taken.used

    @property
    def diamonds(self) -> Diamonds | None:
        """How many diamonds it takes of all lots together; None where an amount may take any number."""
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
    def unknown(self) -> Unknowns:
        """What this quote needs and the rules do not know, in order of path: figures, and whether it is allowed."""
        return together((*self.figures_unknown, *self.not_told))

    @property
    def figures_unknown(self) -> Unknowns:
        """What figures need and the rules do not know."""
        return self.needs.all

    @property
    def not_told(self) -> Unknowns:
        """What decides whether the payout is allowed and the rules do not know."""
        crosses = [lot.valued.cross for lot in self.used if lot.valued.cross is not None]
        rates = [cross.age_unknown for cross in crosses]
        return together((*self.offer.not_told, *self.region.creator_unknown, *rates))

    @property
    def unknown_values(self) -> tuple[str, ...]:
        """The paths of what is unknown, as the rules write them: "payouts.pays"."""
        return paths_of(self.unknown)

    @property
    def value_currency(self) -> Currency | None:
        """The currency of the diamond's value; None where that value is not known."""
        return self.region.value_currency

    def in_value(self, minor: int | None) -> Money | None:
        """An amount of the value currency as money; None of what is not known."""
        currency = self.region.value_currency
        return None if minor is None or currency is None else Money(minor, currency)

    def in_paid(self, minor: int | None) -> Money | None:
        """An amount of the currency paid in as money; None of what is not known."""
        currency = self.offer.paid_in
        return None if minor is None or currency is None else Money(minor, currency)

    @property
    def withholding(self) -> tuple[KeptBack, ...]:
        """Each tax kept back, in order of id; they sum to what is withheld. There are none where that is not known."""
        if self.figures.withheld is None:
            return ()
        return kept_back(self.offer, self.used, self.figures.withheld_lines)

    @property
    def minimum(self) -> Money | None:
        """The least value that is paid out by this method, as far as that is known."""
        return self.in_value(self.offer.minimum_minor)

    @property
    def paid_at_mid(self) -> int | None:
        """What would arrive without the spread, in minor units of the currency paid in."""
        exchange, remainder = self.offer.exchange, self.figures.remainder
        return remainder if exchange is None or remainder is None else exchange.at_mid(remainder)

    @property
    def exchange_cost(self) -> int | None:
        """What the spread took, in minor units of the currency paid in; nothing where no other currency is paid."""
        at_mid, paid = self.paid_at_mid, self.figures.paid
        if at_mid is None or paid is None:
            return None if self.needs.exchange_cost else 0
        return at_mid - paid

    def released_of(self, lot: UsedLot) -> Instant | None:
        """The instant at which the hold of a lot ends: each lot has its own. None where the hold is not known."""
        hold, earned = lot.valued.hold, lot.valued.lot.earned
        if lot.valued.hold_unknown is not None:
            return None
        return earned if hold is None else instant_after(earned, hold.duration, self.region.in_zone)

    @property
    def released(self) -> Instant | None:
        """The instant from which all used diamonds may be paid out."""
        if self.needs.released:
            return None
        return max(self._releases)

    @property
    def _releases(self) -> list[Instant]:
        """The instants at which the holds of lots end that are known."""
        return [released for lot in self.used if (released := self.released_of(lot)) is not None]

    @property
    def starts_on(self) -> date | None:
        """The region's day from which the days until the money is there are counted; None where these are not known."""
        released = self.released
        if released is None or self.needs.paid_on:
            return None
        day = local_day(max(released, self.request.at), self.region.in_zone)
        return last_of_month(day) if self.offer.payouts.from_month_end else day

    @property
    def paid_on(self) -> date | None:
        """The region's day on which the money is there."""
        payouts, first = self.offer.payouts, self.starts_on
        if first is None:
            return None
        waits = [wait for wait in (payouts.after, self.offer.method.after) if wait is not None]
        return day_after(first, waits, from_month_end=payouts.from_month_end)

    @property
    def digest(self) -> str:
        """The digest of the rules that answered."""
        return self.region.digest

    @property
    def period(self) -> Period:
        """For how long this answer holds: its day moves at midnight, and a hold that ends no longer counts."""
        period, at = self.region.period, self.request.at
        releases = self._releases
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
        return out_of_range(Diamonds(0))
    if asked is not None and not DIAMONDS_LEAST <= asked <= DIAMONDS_MOST:
        return out_of_range(asked)
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
    way = region.ways.get(request.method, region.any_way)
    assert way is not None, "admitted"
    offer = book.offers.of(way, request.facts, assumed)
    if not isinstance(offer, PayoutOffer):
        if isinstance(offer, FactNeeded):
            return offer
        if offer == "payouts":
            return NoPayouts(region.code, request.at)
        return UnknownMethod(region.code, request.method, ())
    lots = leaving_order(book, offer.payouts, request)
    if not isinstance(lots, list):
        return lots
    taken = (taken_for_amount if request.want is not None else taken_of)(book, region, offer, request, lots)
    if not isinstance(taken, Taken):
        return taken
    for lot in taken.used:
        if lot.valued.assumed:
            assumed += [fact for fact in lot.valued.assumed if fact not in assumed]
    answer = _quote(request, region, offer, taken, tuple(assumed), opened)
    return answer.assuming(led_to(way, answer, request, taken, assumed)) if type(answer) is AboveLimit else answer


def _admitted(region: Region, request: PayoutRequest) -> tuple[Condition, ...] | Refusal:
    """The conditions that stay open for this creator; or why nobody is paid so there, or this creator is not."""
    if region.payouts is None:
        return NoPayouts(region.code, request.at)
    if request.method not in region.ways and (
        region.any_way is None or parse_identifier(request.method) != request.method
    ):
        return UnknownMethod(region.code, request.method, tuple(sorted(region.ways)))
    if (halt := region.halted.get(request.method)) is not None:
        return Halted(request.method, halt.until, halt.reason)
    required = region.eligibility.creator if region.eligibility is not None else None
    if required is None:
        return ()
    verdict, unmet, opened = evaluate(required, request.facts)
    return CreatorNotEligible(region.code, unmet, opened) if verdict is Verdict.UNMET else opened


def _quote(
    request: PayoutRequest,
    region: Region,
    offer: PayoutOffer,
    taken: Taken,
    assumed: tuple[str, ...],
    opened: tuple[Condition, ...],
) -> PayoutQuote | Refusal:
    """The figures, and what may still stand against them: nothing left, the minimum, the limits.

    What cannot be told because something is unknown does not stand against them: the quote lists that.
    """
    needs = needs_of(region, offer, taken)
    figures: Figures = (
        figures_of(offer, taken.used) if needs is NOTHING_NEEDED else part_figures_of(offer, taken.used, needs)
    )
    currency = region.value_currency
    refused = refused_for(offer, taken, figures, currency) if currency is not None else None
    if refused is not None:
        return refused
    limits: tuple[LimitTerms, ...] = ()
    if offer.limits or request.used:
        asked = Asked(
            figures.value, currency, {"diamonds": taken.diamonds, "payouts": 1}, PAYOUT, request.at, region.in_zone
        )
        if request.used:
            kept = check_limits(offer.limits, request.used, asked, None if offer.any_limit else offer.unknown_limits)
        else:
            kept = check_unused(offer.limits, asked)
        if not isinstance(kept, tuple):
            return kept
        limits = kept
    return PayoutQuote(
        request, region, offer, taken, figures, needs=needs, open_limits=limits, assumed=assumed, open=opened
    )
