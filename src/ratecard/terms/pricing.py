"""How a price is rounded that is computed or discounted: once, onto the prices that are allowed."""

import msgspec

from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note
from ratecard.money import Money
from ratecard.ranges import Range
from ratecard.rounding import Rounding, RoundingMode, round_ratio
from ratecard.rulefiles.stated import Stated, StatedPointRounding, StatedRounding
from ratecard.terms.price_points import Allowed, PriceBounds, PricePoints, allowed_prices
from ratecard.terms.values import Values


class PricingTerms(msgspec.Struct, frozen=True):
    """How prices are rounded, in minor units of `currency`. `step` is None where they go to a price point.

    Allowed prices are above 0: multiples of the step, or `points`, within the bounds of the currency. `lowest` is None
    where there are none, `highest` where there is no end of them. `points_stated` are those of the currency, where the
    rounding asks for them.
    """

    currency: Currency
    mode: RoundingMode
    step: int | None
    lowest: int | None
    highest: int | None
    points: Allowed | None
    points_stated: Stated[object] | None
    bounds: PriceBounds | None
    rounding_stated: Stated[object]

    def rounded(self, numerator: int, denominator: int, regular_minor: int | None = None) -> int | None:
        """The allowed price, in minor units, that an exact one of numerator ÷ denominator becomes; None for none.

        With `regular_minor` it is what is left of that regular price: at most that, and where it is below the lowest
        allowed price, that one. 19.99 less 25 % is 14.9925; half up to points that end in 99, that is 14.99.
        There is none above the highest allowed price, and without a regular price none below the lowest with `down`.
        0 stays 0, and what is above 0 does. `numerator` ≥ 0 and `denominator` > 0.
        """
        if numerator == 0:
            return 0
        if regular_minor is not None and numerator >= regular_minor * denominator:
            return regular_minor
        if self.lowest is None or (self.highest is not None and numerator > self.highest * denominator):
            return None
        if numerator >= self.lowest * denominator:
            found = self._rounded(numerator, denominator)
        elif self.mode is RoundingMode.DOWN and regular_minor is None:
            return None
        else:
            found = self.lowest
        return found if regular_minor is None else min(found, regular_minor)

    def _rounded(self, numerator: int, denominator: int) -> int:
        """A price between the lowest and the highest allowed one, rounded: of two points at a tie the upper one."""
        if self.step is not None:
            return round_ratio(numerator, denominator, Rounding(self.mode, self.step))
        if self.points is None:
            raise ValueError("points are asked for, and there are none: no price is allowed")
        below, above = self.points.around(numerator, denominator)
        if self.mode is RoundingMode.HALF_UP:
            return above if 2 * numerator >= (below + above) * denominator else below
        return above if self.mode is RoundingMode.UP else below


def pricing_terms(values: Values) -> PricingTerms | None:
    """How prices are rounded in a market, or None where nothing says so."""
    if values.currency is None or values.absent("pricing"):
        return None
    stated = values.stated_either(StatedRounding, StatedPointRounding, "pricing", "rounding")
    if stated is None:
        return None
    step: int | None = None
    if type(stated.value) is StatedRounding:
        rounding = values.rounding("pricing", "rounding")
        if rounding is None:
            return None
        step = rounding.step
    points = values.others("price_points").get(values.currency.code)
    bounds = values.others("price_bounds").get(values.currency.code)
    found = _terms(
        values.currency,
        stated,
        step,
        points if isinstance(points, PricePoints) and step is None else None,
        bounds if isinstance(bounds, PriceBounds) else None,
    )
    _check(values, found)
    return found


def _terms(
    currency: Currency,
    stated: Stated[StatedRounding] | Stated[StatedPointRounding],
    step: int | None,
    points: PricePoints | None,
    bounds: PriceBounds | None,
) -> PricingTerms:
    within: Allowed | None = None
    lowest = highest = None
    if points is not None:
        within = allowed_prices(points.ranges, bounds)
    elif step is not None and bounds is not None:
        within = allowed_prices((Range(step, bounds.most.minor - bounds.most.minor % step, step),), bounds)
    if within is not None:
        lowest, highest = within.lowest, within.highest
    elif step is not None and bounds is None:
        lowest = step
    return PricingTerms(
        currency=currency,
        mode=stated.value.mode,
        step=step,
        lowest=lowest,
        highest=highest,
        points=within if step is None else None,
        points_stated=None if points is None else points.stated,
        bounds=bounds,
        rounding_stated=stated,
    )


def _check(values: Values, pricing: PricingTerms) -> None:
    """Records that no price is allowed, because none of the points, or multiples of the step, is within the bounds."""
    bounds = pricing.bounds
    if pricing.lowest is not None or bounds is None:
        return
    if pricing.points_stated is not None:
        what, at = f"no price point of {pricing.currency}", pricing.points_stated
    elif pricing.step is not None:
        what, at = f"no multiple of {Money(pricing.step, pricing.currency)}", pricing.rounding_stated
    else:
        return
    sentence = f"{what} lies within the bounds of prices, {bounds}"
    notes = (Note(bounds.stated.place, "the bounds are stated here"),)
    values.problem("no-price-point", sentence, at, "correct one of the two", notes=notes)
