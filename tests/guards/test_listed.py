"""Regions that have prices and that the list of regions to sell in leaves out."""

import pytest

from ratecard.guards.running import guard
from ratecard.loading import load_texts
from tests.books import Texts, sound
from tests.guards.world import NOW

PACKAGES = "packages: {coins_100: {coins: 100}, coins_500: {coins: 500}}\n"
PRICES = {
    "JP": ("160", "800"),
    "DE": ("1.39", "6.89"),
    "BR": ("6.90", "33.90"),
    "FR": ("1.39", "6.89"),
    "GB": ("1.19", "5.99"),
}


def book(listed: str, *codes: str) -> Texts:
    """A book on the library with files of some regions."""
    rules = f"begins: 2026-01-01\nlibrary: world 2026.11\nsells_in: {listed}\nsells_on: [ios]\n{PACKAGES}"
    files = {}
    for code in codes:
        one, two = PRICES[code]
        files[f"regions/{code.lower()}.yaml"] = f"region: {code}\nprices: {{coins_100: {one}, coins_500: {two}}}\n"
    return {"rules/book.yaml": rules, **files}


@pytest.mark.parametrize(
    ("listed", "codes", "left_out"),
    [
        ("[JP, DE]", ("JP", "DE", "BR"), ["BR"]),
        ("[JP, DE, BR]", ("JP", "DE", "BR"), []),
        ("all", ("JP", "DE", "BR"), []),
        ("[euro]", ("JP", "DE", "BR"), []),
        ("[US, CA]", ("JP", "DE", "BR"), []),  # the list has what has no file
        ("[JP, DE]", ("JP", "DE", "BR", "GB"), []),  # as many beside it as in it
        ("[JP, DE, FR]", ("JP", "DE", "BR", "FR", "GB"), ["BR", "GB"]),
    ],
)
def test_a_region_that_is_left_out_and_sells_is_told(listed: str, codes: tuple[str, ...], left_out: list[str]) -> None:
    texts = book(listed, *codes)
    found = [own for own in guard(sound(load_texts(texts)), NOW).findings if own.guard == "unlisted"]
    assert [own.market.region for own in found] == left_out
    for own in found:
        assert (own.place.file, own.place.line) == ("rules/book.yaml", 3)
        assert f"does not list {own.market.region}" in own.sentence
