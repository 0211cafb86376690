"""Prices that jump on a day, and back: what was wrong for a while is told once, what stayed is told when it goes."""

from tests.guards.world import REGIONS, guarded, region_text, world


def jumps_of(*prices: str) -> list[str]:
    """The months in which the first German price jumps, where it is these, one a month."""
    dated = ", ".join(
        f"{'begins' if month == 1 else f'2026-{month:02}-01'}: {price}" for month, price in enumerate(prices, start=1)
    )
    texts = world({"regions/de.yaml": region_text("DE", (f"{{{dated}}}", *REGIONS["DE"][2][1:]))})
    texts["rules/guards.yaml"] = "guards: {shape: off, level: off, bulk_is_better: off, bundle_trap: off}\n"
    found = [finding for finding in guarded(texts).findings if finding.guard == "change"]
    return [finding.sentence.partition(" on 2026-")[2][:2] for finding in found]


def test_a_price_that_was_wrong_for_a_month_is_told_once() -> None:
    assert jumps_of("1.39", "13.9", "1.39") == ["02"]
    assert jumps_of("1.39", "13.9", "1.49", "1.59") == ["02"]


def test_one_that_moved_at_its_new_height_is_told_when_it_falls() -> None:
    """With 13.90 and then 14.90 the new height was meant: what falls from there by nine tenths is a jump."""
    assert jumps_of("1.39", "13.90", "14.90", "1.39") == ["02", "04"]
