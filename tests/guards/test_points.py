"""Prices that a store does not take, and promotions that meet."""

import pytest

from ratecard.guards.points import POINTS
from tests.books import Texts
from tests.guards.world import guarded, world

EURO = "{least: 0.49, most: 4.99, step: 0.50}, {least: 5.99, most: 199.99, step: 1.00}"


def points(euro: str) -> list[tuple[str, str]]:
    """The packages that are off, with what is said of them."""
    texts: Texts = world({"rules/points.yaml": f"price_points: {{EUR: [{euro}]}}\n"})
    return [(found.of, found.sentence) for found in guarded(texts).findings if found.guard == POINTS]


def test_a_price_that_is_no_point_is_told_with_the_nearest() -> None:
    """DE and FR have 1.39, 13.49 and 6.89 among their prices."""
    found = dict(points(EURO))
    assert found["coins_100"] == (
        "1.39 EUR for coins_100 in FR on ios is not a price point; the nearest are 0.99 EUR and 1.49 EUR"
    )
    assert sorted(found) == ["coins_100", "coins_1000", "coins_500"]


@pytest.mark.parametrize(
    ("euro", "off"),
    [
        ("{least: 0.49, most: 199.99, step: 0.10}", []),
        ("{least: 0.49, most: 60.99, step: 0.10}", ["coins_5000", "coins_5000"]),
        ("{least: 6.89, most: 199.99, step: 0.10}", ["coins_100", "coins_100"]),
    ],
)
def test_points_end_somewhere(euro: str, off: list[str]) -> None:
    assert [package for package, _ in points(euro)] == off


def test_promotions_that_go_together_are_listed() -> None:
    promotions = (
        "promotions:\n  sale: {name: Sale, bonus: 5 %}\n  more: {name: More, packages: [coins_500], bonus: 5 %}\n"
        "  alone: {name: Alone, exclusive: yes, bonus: 5 %}\n"
    )
    (meeting,) = guarded(world({"rules/promotions.yaml": promotions})).meetings
    assert (meeting.promotions, meeting.packages, meeting.markets) == (("more", "sale"), ("coins_500",), 11)
