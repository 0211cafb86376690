"""Mistakes that only a guard which proves finds: bigger packages that a promotion makes cheaper than smaller ones."""

from collections.abc import Iterator

from tests.guards.mistakes import Mistake
from tests.guards.world import region_text

LINES = len(region_text("DE").splitlines())


def cliffs() -> Iterator[Mistake]:
    """A promotion of one package whose price has a digit too few, or is that of another package."""
    sales = (("DE", "coins_5000", "6.49"), ("JP", "coins_5000", "780"), ("TR", "coins_1000", "42.99"))
    for code, package, price in sales:
        sale = f"promotions:\n  sale:\n    name: {{en: Sale}}\n    packages: [{package}]\n    price: {price}\n"
        text, file = region_text(code) + sale, f"regions/{code.lower()}.yaml"
        yield Mistake(f"sale of {package} {code}", file, text, "bigger-costs-less", (LINES + 5,))


PROVED_MISTAKES = tuple(cliffs())
