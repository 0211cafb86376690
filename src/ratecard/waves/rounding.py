"""How a new price becomes one that may be charged: by the very arithmetic of prices that are computed."""

from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.money import ExactMoney, Money
from ratecard.rounding import RoundingMode
from ratecard.rulefiles.stated import Stated, StatedPointRounding, StatedRounding
from ratecard.rulefiles.values.scalars import parse_price_rounding
from ratecard.rulefiles.wrong import Wrong
from ratecard.terms.price_points import PriceBounds, PricePoints
from ratecard.terms.pricing import PricingTerms, pricing_terms
from ratecard.terms.ranks import RULES
from ratecard.terms.resolved import Resolved
from ratecard.terms.values import Values
from ratecard.waves.amounts import AmountFault

NEAREST = "nearest"
ROUNDINGS = "half up, up or down, each alone or to a step (up to 0.05), or up, down or nearest to a price point"
PATH = ("pricing", "rounding")

PriceRounding = StatedRounding | StatedPointRounding


def parse_rounding_words(text: str) -> PriceRounding:
    """What `--rounding` states, in the words of rule files; `nearest` is half up. Raises AmountFault."""
    words = " ".join(text.split())
    if words.partition(" ")[0] == NEAREST:
        words = f"{RoundingMode.HALF_UP.value}{words.removeprefix(NEAREST)}"
    read = parse_price_rounding(words)
    if isinstance(read, Wrong):
        raise AmountFault(read.sentence, f"write {ROUNDINGS}")
    assert isinstance(read, StatedRounding | StatedPointRounding)
    return read


class Allowing(msgspec.Struct, frozen=True):
    """What a price may be in a market from an instant on: by which terms it is rounded, and between which bounds."""

    currency: Currency
    rounding: PricingTerms | None
    bounds: PriceBounds | None

    def price(self, exact: Fraction) -> Money:
        """The new price of an exact one in minor units. Raises AmountFault where there is none."""
        amount = ExactMoney(exact.numerator, exact.denominator, self.currency)
        if exact <= 0:
            raise AmountFault(f"it would be {amount.readable}, and a price is above 0", "change it by less")
        if self.rounding is None and exact.denominator != 1:
            raise AmountFault(f"it would be {amount.readable}, which is not a price", f"say --rounding: {ROUNDINGS}")
        pricing = self.rounding
        minor = exact.numerator if pricing is None else pricing.rounded(exact.numerator, exact.denominator)
        if minor is None:
            raise AmountFault(f"no price is allowed that {amount.readable} could become", self._why)
        price = Money(minor, self.currency)
        if self.bounds is not None and not self.bounds.holds(minor):
            hint = f"the bounds of prices there are {self.bounds} ({self.bounds.stated.place})"
            raise AmountFault(f"it would be {price}, which is out of bounds", hint)
        if minor <= 0:
            raise AmountFault(f"it would be {price}, and a price is above 0", "change it by less, or round up")
        return price

    @property
    def _why(self) -> str:
        pricing = self.rounding
        if pricing is not None and pricing.lowest is None:
            return f"{self.currency} has no price points there: state price_points, or round to a step"
        return "add price_points: that reach it, or change it by less"


def allowing(history: MarketHistory, at: Instant, currency: Currency, rounding: PriceRounding | None) -> Allowing:
    """What a price in a currency may be in a market from an instant on. Raises AmountFault for a step that is none."""
    points, bounds = (_terms(history, key, currency, at) for key in ("price_points", "price_bounds"))
    own = bounds if isinstance(bounds, PriceBounds) else None
    if rounding is None:
        return Allowing(currency, None, own)
    others: dict[tuple[str, ...], object] = {("price_bounds", currency.code): own}
    if isinstance(points, PricePoints):
        others["price_points", currency.code] = points
    stated: Stated[object] = Stated(rounding, Place("--rounding", 1, 1, 1, 1))
    values = Values({PATH: Resolved(stated, at, RULES)}, currency, False, history.in_zone, others=others)
    pricing = pricing_terms(values)
    problems = values.problems
    if problems or pricing is None:
        raise AmountFault(problems[0].sentence if problems else f"{rounding} rounds nothing here", f"write {ROUNDINGS}")
    return Allowing(currency, pricing, own)


def _terms(history: MarketHistory, key: str, currency: Currency, at: Instant) -> object:
    timeline = history.sections.get((key, currency.code))
    return None if timeline is None else held_terms(timeline, at)
