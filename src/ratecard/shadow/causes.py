"""Why another service charged something else: the first cause that gives its amount exactly, else one that is near.

Exact causes come first: another figure of the same quote, promotions, quantity, another time. Then what rounding
leaves: a tax in it or not, and a rounding. What none of them gives is unexplained; nothing is guessed of it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, local_day, zone
from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import as_item, quote_item, quote_purchase
from ratecard.quotes.purchases.runs import proceeds_of, runs_of, taxed_of
from ratecard.refusals import Refusal
from ratecard.shadow.logged import ShadowQuestion
from ratecard.terms.pricing import PricingTerms

STARTS_WALKED_MOST = 60
"""How many starts of a market's periods, before and after, are looked at for another price."""


class Cause(NamedTuple):
    """Why amounts differ. `name` is one of `CAUSES`, and `detail` says which tax, promotion or day.

    `figure` is the one of our trace whose line decides it.
    """

    name: str
    detail: str
    figure: str


TAX, COMMISSION, PROMOTION, QUANTITY, BONUS = "tax", "commission", "promotion", "quantity", "bonus"
DATE, ROUNDING, CURRENCY, MINOR, SOLD = "date", "rounding", "currency", "minor units", "sold here alone"
UNEXPLAINED = "unexplained"
CAUSES = (TAX, COMMISSION, PROMOTION, QUANTITY, BONUS, DATE, ROUNDING, CURRENCY, MINOR, SOLD, UNEXPLAINED)

FIGURES: Mapping[str, Callable[[PurchaseQuote], int | None]] = {
    "gross": lambda quote: quote.gross_minor,
    "listed": lambda quote: quote.listed_minor,
    "net": lambda quote: quote.net_minor,
    "proceeds": lambda quote: quote.proceeds_minor,
    "remittance": lambda quote: quote.remittance_minor,
}
"""The figures that an amount may be of, in minor units of all that is bought."""

CUT = ("proceeds", "remittance")
"""Those of which the commission is taken off."""


def ask(book: RuleBook, asked: ShadowQuestion, at: Instant | None = None) -> PurchaseQuote | Refusal:
    """What a book answers to a question, as of its own instant or another one."""
    request = asked.request if at is None else msgspec.structs.replace(asked.request, at=at)
    return quote_item(book, as_item(request)) if asked.is_item else quote_purchase(book, request)


def figure_of(quote: PurchaseQuote, figure: str) -> Money | None:
    """One figure of a quote; None where it is undetermined."""
    minor = FIGURES[figure](quote)
    return None if minor is None else Money(minor, quote.currency)


class ShadowDifference:
    """A quote whose figure `ours` is not what was charged, `theirs`."""

    def __init__(self, book: RuleBook, asked: ShadowQuestion, quote: PurchaseQuote, figure: str, theirs: Money) -> None:
        ours = figure_of(quote, figure)
        assert ours is not None, "what is undetermined differs from nothing"
        self._book, self._asked, self._quote, self._figure = book, asked, quote, figure
        self.ours, self.theirs = ours, theirs

    def cause(self) -> Cause:
        """The cause, by the order of this module."""
        if self.theirs.currency != self.ours.currency:
            found = self._other_time()
            return found or Cause(CURRENCY, f"{self.ours.currency} here, {self.theirs.currency} there", self._figure)
        for look in (self._other_figure, self._promotion, self._count, self._other_time, self._near):
            found = look()
            if found is not None:
                return found
        return Cause(UNEXPLAINED, "", self._figure)

    def _is(self, minor: int | None) -> bool:
        return minor == self.theirs.minor

    def _other_figure(self) -> Cause | None:
        """Their amount is another figure of our quote: the tax is inside or not, or a cut is taken off."""
        if self._figure in CUT:
            others = [name for name in FIGURES if name != self._figure and self._is(FIGURES[name](self._quote))]
            return Cause(COMMISSION, f"theirs is our {others[0]}", "commission") if others else None
        for figure, said in (("net", "not there"), ("gross", "not here")):
            if self._is(FIGURES[figure](self._quote)):
                taxes = ", ".join(f"{line.id} {line.rate}" for line in self._quote.tax.lines)
                return Cause(TAX, f"{taxes}: {said}", "tax")
        for figure in CUT:
            if self._is(FIGURES[figure](self._quote)):
                return Cause(COMMISSION, f"theirs is our {figure}", "commission")
        return None

    def _promotion(self) -> Cause | None:
        """Their amount is ours without what promotions do, or with one that is open."""
        if self._quote.discount_minor and self._is(FIGURES[self._figure](without_promotions(self._quote))):
            names = ", ".join(own.terms.id for own in self._quote.promotions)
            return Cause(PROMOTION, f"{names}: not there", "listed")
        for opened in self._quote.open_promotions:
            each = None if opened.unit is None else FIGURES[self._figure](opened.unit)
            if each is not None and self._is(each * self._asked.request.quantity):
                return Cause(PROMOTION, f"{opened.terms.id}: open here", "listed")
        return None

    def _count(self) -> Cause | None:
        """Their amount is of one unit, or of the units once more; or in other units of money."""
        ours, theirs, quantity = self.ours.minor, self.theirs.minor, self._asked.request.quantity
        if quantity > 1 and theirs * quantity == ours:
            return Cause(QUANTITY, "one unit there", self._figure)
        if quantity > 1 and ours * quantity == theirs:
            return Cause(QUANTITY, "times the quantity twice there", self._figure)
        scale = 10**self.ours.currency.exponent
        if ours and scale > 1 and theirs == ours * scale:
            return Cause(MINOR, "a count of minor units there", self._figure)
        if ours and scale > 1 and theirs * scale == ours:
            return Cause(MINOR, "an amount of whole units there", self._figure)
        return None

    def _other_time(self) -> Cause | None:
        """Their amount is our price of before, or of after, the nearest start at which it is another one."""
        for before in (True, False):
            for start, money in self._prices(before):
                if money == self.ours:
                    continue
                if money == self.theirs:
                    in_zone = zone(self._book.time_zones[self._asked.request.region])
                    assert in_zone is not None
                    day = local_day(start, in_zone)
                    return Cause(DATE, f"our price {f'until {day}' if before else f'from {day} on'}", self._figure)
                break
        return None

    def _prices(self, before: bool) -> Iterator[tuple[Instant, Money | None]]:
        """Our prices in the periods before that of the question, the nearest first, or after it.

        Each with the instant at which it gives way to a later one, or begins.
        """
        starts = self._book.history(self._quote.market.key).starts
        own = bisect_right(starts, self._asked.request.at) - 1
        indexes = range(own - 1, -1, -1) if before else range(own + 1, len(starts))
        for index in indexes[:STARTS_WALKED_MOST]:
            answer = ask(self._book, self._asked, starts[index])
            money = figure_of(answer, self._figure) if isinstance(answer, PurchaseQuote) else None
            yield starts[index + 1] if before else starts[index], money

    def _near(self) -> Cause | None:
        """Their amount is ours but for bonus or a tax, less than a minor unit apart, or but for a step of rounding."""
        ours, theirs, coins = self.ours.minor, self.theirs.minor, self._quote.coins
        if self._quote.bonus and abs(theirs * coins - ours * self._quote.total) < coins:
            return Cause(BONUS, "the bonus is paid for there", "bonus")
        for line in self._quote.tax.lines:
            of, base = line.rate.numerator + line.rate.denominator, line.rate.denominator
            for larger, smaller, said in ((ours, theirs, "not there"), (theirs, ours, "not here")):
                if line.rate.numerator and abs(larger * base - smaller * of) < of:
                    return Cause(TAX, f"{line.id} {line.rate}: {said}", f"tax {line.id}")
        step = price_step(self._quote) * self._asked.request.quantity
        if abs(ours - theirs) <= step:
            return Cause(ROUNDING, f"at most {Money(price_step(self._quote), self.ours.currency)} a unit", self._figure)
        return None


def without_promotions(quote: PurchaseQuote) -> PurchaseQuote:
    """The quote as it is where no promotion applies."""
    runs = runs_of(quote.offer, quote.request.quantity)
    taxed = taxed_of(quote.offer.tax, runs)
    proceeds = proceeds_of(quote.offer, runs, taxed[0])
    return msgspec.structs.replace(quote, runs=runs, taxed=taxed, proceeds_minor=proceeds)


def price_step(quote: PurchaseQuote) -> int:
    """The step in which the market's prices are rounded, in minor units; 1 where the rules state none."""
    pricing = quote.market.pricing
    return (pricing.step or 1) if isinstance(pricing, PricingTerms) else 1
