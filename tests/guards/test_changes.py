"""Prices that jump on a day, and back: what was wrong for a while is told once, what stayed is told when it goes."""

from ratecard.guards.changes import CHANGE
from ratecard.guards.verdicts import GuardVerdict, verdict_of
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


FACTS = "facts:\n  buyer.level: {type: one of, of: [bronze, gold], name: Level}\n"
BY_LEVEL = "{by: buyer.level, is: {gold: %s}, other: %s}"


def test_what_varies_by_a_fact_and_changes_on_a_day_is_unproved() -> None:
    varying = f"{{begins: {BY_LEVEL % ('1.29', '1.39')}, 2026-06-01: {BY_LEVEL % ('129', '139')}}}"
    texts = world({"regions/de.yaml": region_text("DE", (varying, *REGIONS["DE"][2][1:])), "rules/facts.yaml": FACTS})
    found = guarded(texts)
    assert verdict_of(found, CHANGE) is GuardVerdict.UNPROVED
    said = [(own.why, own.of) for own in found.unproved if own.guard == CHANGE]
    assert said == [("its price varies by facts", "coins_100 in DE on ios")]
    still = BY_LEVEL % ("1.29", "1.39")
    texts["regions/de.yaml"] = region_text("DE", (still, *REGIONS["DE"][2][1:]))
    assert verdict_of(guarded(texts), CHANGE) is GuardVerdict.SOUND
