"""What of a computed price is an error of the book, and no answer: the engine reports it before anybody asks.

The reference raises it when a question meets it. Beside these there is `NoPricePoint` of points.py.
"""

Priced = tuple[str, str, str]
"""Whose price: a region, a platform, and the id of a package or an item."""


class BadPrice(Exception):
    """A price that the rules state, and that cannot be computed."""


class CannotDerive(BadPrice):
    """Something is wanting for a derived price: a rate, a factor, a tax, or a rounding."""

    def __init__(self, whose: Priced, wanting: str) -> None:
        self.whose, self.wanting = whose, wanting
        super().__init__(f"{'/'.join(whose)}: {wanting}")


class Circle(BadPrice):
    """Prices follow one another in a circle at an instant; it begins and ends with the same one."""

    def __init__(self, circle: tuple[Priced, ...]) -> None:
        self.circle = circle
        super().__init__(" → ".join("/".join(whose) for whose in circle))


class ChainTooLong(BadPrice):
    """A price follows others over more steps than a chain may have."""


class NothingLeft(BadPrice):
    """A price per coin above 0 comes to 0 for some number of coins."""
