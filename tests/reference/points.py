"""Allowed prices: what a computed or discounted price becomes by `pricing.rounding`, price points and price bounds.

The allowed prices are the points where the rounding asks for them, or else the multiples of its step; of either, those
within the bounds. A price that lies between two of them goes to one by the mode; 0 stays 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tests.reference.layering import Market
from tests.reference.ranges import UNSTATED
from tests.reference.reading import Tree, unwrapped
from tests.reference.writing import minor_units

TO_A_POINT = "a price point"


class NoPricePoint(Exception):
    """A computed price lies above every allowed one, or there is none: an error of the book."""


@dataclass(frozen=True)
class Points:
    """Some allowed prices in minor units: least, least + step and so on, up to most."""

    least: int
    most: int
    step: int

    def at_most(self, exact: Fraction) -> int | None:
        """The greatest of them that is not above an amount."""
        if exact < self.least:
            return None
        steps = (min(exact, Fraction(self.most)) - self.least) / self.step
        return self.least + steps.numerator // steps.denominator * self.step

    def at_least(self, exact: Fraction) -> int | None:
        """The least of them that is not below an amount."""
        below = self.at_most(exact)
        above = self.least if below is None else below if below == exact else below + self.step
        return above if above <= self.most else None


@dataclass(frozen=True)
class Allowed:
    """The prices that a market allows, and the mode by which others become one of them."""

    mode: str
    points: tuple[Points, ...]
    least: int
    most: int | None

    def lowest(self) -> int | None:
        """The lowest allowed price above 0."""
        return self._first_from(max(self.least, 1))

    def computed(self, exact: Fraction) -> int:
        """A computed price that is allowed. 25.00 × 35 % is 8.75: at points 8.99 and 8.49 it is 8.99."""
        if exact == 0:
            return 0
        lowest = self.lowest()
        if lowest is None or (self.most is not None and exact > self.most):
            raise NoPricePoint(str(exact))
        if exact < lowest:
            if self.mode == "down":
                raise NoPricePoint(str(exact))
            return lowest
        above, below = self._first_from(exact), self._last_to(exact)
        if above is None or below is None:
            raise NoPricePoint(str(exact))
        return self._between(exact, below, above)

    def discounted(self, exact: Fraction, regular: int) -> int:
        """A price with its discounts taken off, at least 0 and at most the regular one.

        What ends below the lowest allowed price is the lowest, whatever the mode; never more than the regular price.
        """
        if exact <= 0:
            return 0
        if exact >= regular:
            return regular
        lowest = self.lowest()
        if lowest is not None and exact < lowest:
            return min(lowest, regular)
        return min(self.computed(exact), regular)

    def _between(self, exact: Fraction, below: int, above: int) -> int:
        if below == above or self.mode == "down":
            return below
        if self.mode == "up":
            return above
        if exact - below != above - exact or self.mode == "half up":
            return above if exact - below >= above - exact else below
        (multiples,) = self.points  # half even goes to steps only
        return above if below // multiples.step % 2 else below

    def _first_from(self, exact: Fraction | int) -> int | None:
        wanted = max(Fraction(exact), Fraction(self.least))
        found = [price for points in self.points if (price := points.at_least(wanted)) is not None]
        return min((price for price in found if self.most is None or price <= self.most), default=None)

    def _last_to(self, exact: Fraction) -> int | None:
        wanted = exact if self.most is None else min(exact, Fraction(self.most))
        found = [price for points in self.points if (price := points.at_most(wanted)) is not None]
        return max((price for price in found if price >= self.least), default=None)


def allowed(here: Market, at: int, currency: str) -> Allowed | None:
    """The prices that a market allows at an instant; None where no rounding is stated."""
    written = _said(here, at, "pricing", "rounding")
    if written is None:
        return None
    mode, _, onto = str(written).partition(" to ")
    least, most = (_bound(here, at, currency, edge) for edge in ("least", "most"))
    if onto == TO_A_POINT:
        listed = _said(here, at, "price_points", currency)
        points = tuple(_points(entry, currency) for entry in _entries(listed))
    else:
        step = minor_units(onto, currency) if onto else 1
        points = (Points(0, UNSTATED**2 // step * step, step),)
    return Allowed(mode, points, 0 if least is None else least, most)


def _said(here: Market, at: int, *path: str) -> Tree | None:
    held = here.held(path, at)
    return None if held is None or held.says == "none" else held.says


def _bound(here: Market, at: int, currency: str, edge: str) -> int | None:
    bounds = _said(here, at, "price_bounds", currency)
    return _minor(bounds[edge], currency) if isinstance(bounds, dict) and edge in bounds else None


def _entries(listed: Tree | None) -> Iterable[Tree]:
    if listed is None:
        return ()
    return listed if isinstance(listed, list) else [listed]


def _points(entry: Tree, currency: str) -> Points:
    """One entry: an amount, or a range. `least` absent is the step, the step the minor unit, `most` 10^9 of them."""
    if not isinstance(entry, dict) or "value" in entry:
        price = _minor(entry, currency)
        return Points(price, price, 1)
    step = _minor(entry["step"], currency) if "step" in entry else 1
    least = _minor(entry["least"], currency) if "least" in entry else step
    return Points(least, _minor(entry["most"], currency) if "most" in entry else UNSTATED, step)


def _minor(written: Tree, currency: str) -> int:
    digits, _, _ = str(unwrapped(written)).replace("_", "").partition(" ")
    return minor_units(digits, currency)
