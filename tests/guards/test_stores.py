"""Commissions that no store has published, and parts of commissions that one country lacks."""

import pytest

from tests.books import Texts
from tests.guards.world import REGIONS, RULES, guarded, region_text, world

PLATFORMS = "rules/platforms.yaml"
STORE = "store: {rate: 30 %, base: net}"


def found(texts: Texts, guard: str) -> list[tuple[str, str, int]]:
    """What one guard finds: the sentence, file and line."""
    every = [finding for finding in guarded(texts).findings if finding.guard == guard]
    return [(own.sentence, own.place.file, own.place.line) for own in every]


def with_store(line: str) -> Texts:
    """The book with another line of the App Store."""
    return world({PLATFORMS: RULES[PLATFORMS].replace(STORE, line)})


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("store: {rate: 29 %, base: net}", True),
        ("store: {rate: 3 %, base: net}", True),
        ("store: {rate: 30 %, base: gross}", True),
        ("store: {rate: 1.5 %, base: net}", True),
        (STORE, False),
        ("store: {rate: 15 %, base: net}", False),
        ("store: {rate: 15 %, base: net}\n        levy: {rate: 1 %, base: net}", False),
        ("store: {rate: 25 %, base: net}\n        levy: {rate: 5 %, base: net}", False),
        ("store: {rate: {begins: 30 %, 2027-06-01: 29 %}, base: net}", False),  # the library says nothing of that day
    ],
)
def test_a_store_keeps_what_it_has_published(line: str, is_told: bool) -> None:
    told = found(with_store(line), "store_rate")
    assert bool(told) is is_told
    for _, file, number in told:
        assert (file, number) == (PLATFORMS, 8)


def test_the_sentence_has_both_rates() -> None:
    ((sentence, *_),) = found(with_store("store: {rate: 29 %, base: net}"), "store_rate")
    assert sentence == (
        "ios takes 29 % as store, and the library (world 2026.11) knows 30 % of net (also 15 %, 20 %, 12 %)"
    )


def test_of_a_website_nothing_is_published() -> None:
    texts = {
        file: text.replace("  ios:", "  web:") for file, text in with_store("card: {rate: 9 %, base: net}").items()
    }
    assert found(texts, "store_rate") == []


def test_a_rate_above_its_bound_is_told_once() -> None:
    assert found(with_store("store: {rate: 80 %, base: net}"), "store_rate") == []


FIXED = "platforms: {ios: {commission: {lines: {store: {fixed: %s}}}}}\n"


def _fixed(*codes: str) -> Texts:
    """The book with a fixed part of the commission in some countries."""
    small = {code: "1" if REGIONS[code][0] in ("JPY", "KRW", "IDR") else "0.01" for code in codes}
    return world({f"regions/{code.lower()}.yaml": region_text(code) + FIXED % small[code] for code in codes})


def test_a_fixed_part_that_most_countries_have_is_missed_in_the_others() -> None:
    every = [code for code in REGIONS if code != "SE"]
    ((sentence, file, line),) = found(_fixed(*every), "missing_line")
    assert sentence == "SE on ios has no commission.lines.store.fixed, and 10 of 11 countries there have one"
    assert (file, line) == ("regions/se.yaml", 6)


@pytest.mark.parametrize("codes", [("DE", "GB"), ("DE", "GB", "US"), tuple(REGIONS), ()])
def test_what_few_countries_have_or_all_of_them_is_not(codes: tuple[str, ...]) -> None:
    assert found(_fixed(*codes), "missing_line") == []


@pytest.mark.parametrize(("rate", "is_told"), [("29 %", True), ("0.29 %", True), ("2.9 %", False), ("15 %", False)])
def test_a_processor_takes_a_few_percent(rate: str, is_told: bool) -> None:
    texts = with_store(f"card: {{rate: {rate}, base: gross}}")
    told = found({file: text.replace("  ios:", "  web:") for file, text in texts.items()}, "store_rate")
    assert bool(told) is is_told
