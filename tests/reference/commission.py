"""The store's cut in fractions: proceeds are what is left of the exact net, rounded once, and never above the net."""

from collections.abc import Callable
from fractions import Fraction

from tests.reference.reading import Path
from tests.reference.rounding import rounded
from tests.reference.tax import Says, Split, Taxes
from tests.reference.writing import rate, rounding

FixedPart = Callable[[Path], int]
"""The amount of the fixed part that stands at a path, in minor units."""


def proceeds(
    says: Says, taxed: Taxes, order: Split, price: int, quantity: int, currency: str, fixed_part: FixedPart
) -> int | None:
    """What the seller keeps of an order; None where it is undetermined.

    Where nothing is taken, it is the net: with `commission: none`, `lines: none`, or `none` for what each line takes.
    """
    lines = cuts(says)
    if order.net is None:
        return None
    if not lines:
        assert "none" in says.values()
        return order.net
    mode = rounding(says[("commission", "rounding")], currency)
    units = quantity if says[("commission", "per")] == "order" else 1
    left = left_of(says, lines, taxed, Fraction(price * units), fixed_part)
    return None if left is None else min(rounded(left, mode) * (quantity // units), order.net)


def cuts(says: Says) -> list[str]:
    """The lines that take something: a rate or a fixed part that is not none."""
    parts = [path for path, said in says.items() if path[:2] == ("commission", "lines") and said != "none"]
    return sorted({path[2] for path in parts if path[3:] in (("rate",), ("fixed",))})


def left_of(says: Says, lines: list[str], taxed: Taxes, price: Fraction, fixed_part: FixedPart) -> Fraction | None:
    """The exact net less every cut, of one unit or of an order; a fixed part counts once."""
    left = taxed.exact_net(price)
    for line in lines:
        path = ("commission", "lines", line)
        if says.get((*path, "rate"), "none") != "none":
            base = taxed.exact_gross(price) if says[(*path, "base")] == "gross" else taxed.exact_net(price)
            if left is None or base is None:
                return None
            left -= rate(says[(*path, "rate")]) * base
        if left is not None and says.get((*path, "fixed"), "none") != "none":
            left -= fixed_part((*path, "fixed"))
    return left
