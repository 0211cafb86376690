"""What nothing declares: at a few places each is told, and at many the first one, with how many more there are."""

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.loading import load_texts
from tests.guards.world import REGIONS, RULES, world


def undeclared(*left_out: str) -> list[Diagnostic]:
    """What is told where the line of a package is deleted, and these regions are."""
    packages = RULES["rules/packages.yaml"].replace("  coins_1000: {coins: 1000, bonus: 50}\n", "")
    texts = world({"rules/packages.yaml": packages, "rules/promotions.yaml": "units: {coin: Coin}\n"})
    del texts["rules/units.yaml"]
    regions = {f"regions/{code.lower()}.yaml" for code in left_out}
    loaded = load_texts({file: text for file, text in texts.items() if file not in regions})
    return [own for own in loaded.diagnostics if own.code == "unknown-package"]


def test_a_package_whose_line_was_deleted_is_told_once() -> None:
    (told,) = undeclared()
    assert told.sentence == "coins_1000 is a package to which no file gives coins, here and at 10 other places"
    assert str(told.place) == "regions/br.yaml:8:3"
    assert [note.place.file for note in told.notes] == [
        f"regions/{code}.yaml" for code in ("de", "fr", "gb", "id", "in")
    ]
    assert "else state packages: {coins_1000: {coins: …}}" in told.advice


def test_at_five_places_each_is_told() -> None:
    assert len(undeclared(*list(REGIONS)[5:])) == 5
