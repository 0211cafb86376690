"""How a price is rounded that is computed or discounted: once, onto the prices that are allowed."""

import msgspec

from ratecard.currency import Currency
from ratecard.ranges import Range
from ratecard.rounding import Rounding, RoundingMode, round_ratio
from ratecard.rulefiles.stated import Stated, StatedPointRounding, StatedRounding
from ratecard.terms.price_points import Allowed, PriceBounds, PricePoints, allowed_prices
from ratecard.terms.values import Values


class PricingTerms(msgspec.Struct, frozen=True):
    """How prices are rounded, in minor units of `currency`. `step` is None where they go to a price point.

    `allowed` are the prices that the rounding leads to; None where there are none, and for a step without bounds, which
    leads to each of its multiples from 0 on. `points` are those of the currency, where the rounding asks for them.
    """

    currency: Currency
    mode: RoundingMode
    step: int | None
    allowed: Allowed | None
    points: PricePoints | None
    bounds: PriceBounds | None
    rounding_stated: Stated[object]

    @property
    def to_points(self) -> bool:
        """Whether prices go to a price point."""
        return self.step is None

    def rounded(self, numerator: int, denominator: int, regular_minor: int | None = None) -> int | None:
        """The allowed price, in minor units, that an exact one of numerator ÷ denominator becomes; None for none.

        With `regular_minor` it is what is left of that regular price: it is at most that, and the lowest allowed price
        where it is lower. 19.99 less 25 % is 14.9925; half up to points that end in 99, that is 14.99. 0 stays 0.
        There is none above the highest allowed price, and without a regular price none below the lowest with `down`.
        `numerator` ≥ 0 and `denominator` > 0.
        """
        if numerator == 0:
            return 0
        allowed = self.allowed
        if allowed is None:
            found = None if self.step is None or self.bounds is not None else self._to_step(numerator, denominator)
        elif numerator > allowed.highest * denominator:
            found = None
        elif numerator < allowed.lowest * denominator:
            found = None if self.mode is RoundingMode.DOWN and regular_minor is None else allowed.lowest
        elif self.step is None:
            found = self._to_point(allowed, numerator, denominator)
        else:
            found = self._to_step(numerator, denominator)
        return found if found is None or regular_minor is None else min(found, regular_minor)

    def _to_step(self, numerator: int, denominator: int) -> int:
        assert self.step is not None
        return round_ratio(numerator, denominator, Rounding(self.mode, self.step))

    def _to_point(self, allowed: Allowed, numerator: int, denominator: int) -> int:
        """The nearer one of the points around a price, at a tie the upper one; or the one that the mode says."""
        below, above = allowed.around(numerator, denominator)
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
    return _terms(values.currency, stated, step, points, bounds)


def _terms(
    currency: Currency,
    stated: Stated[StatedRounding] | Stated[StatedPointRounding],
    step: int | None,
    points: object,
    bounds: object,
) -> PricingTerms:
    own_points = points if isinstance(points, PricePoints) and step is None else None
    own_bounds = bounds if isinstance(bounds, PriceBounds) else None
    allowed: Allowed | None = None
    if own_points is not None:
        allowed = allowed_prices(own_points.ranges, own_bounds)
    elif step is not None and own_bounds is not None:
        multiples = Range(0, own_bounds.most_minor - own_bounds.most_minor % step, step)
        allowed = allowed_prices((multiples,), own_bounds)
    return PricingTerms(
        currency=currency,
        mode=stated.value.mode,
        step=step,
        allowed=allowed,
        points=own_points,
        bounds=own_bounds,
        rounding_stated=stated,
    )
