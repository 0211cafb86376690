"""Tables of factors: which factor a region has when, and how prices are compared by one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ratecard.diagnostics.diagnostic import Severity
from ratecard.instants import Instant, instant_of
from ratecard.keys.factor_tables import factor_tables
from ratecard.loading import load_texts
from tests.books import Texts, sound
from tests.guards.world import guarded, region_text, told, world

TABLE = "rules/factors.yaml"
NAMED = {"rules/guards.yaml": "guards: {level: {factor: affordability}}\n"}
USUAL = "BR: 0.8, IN: 0.6, JP: 0.7, TR: 0.7, other: 1"


def by_table(table: str = USUAL, changes: Texts | None = None) -> Texts:
    """The book of eleven regions, whose prices are compared by a table."""
    return world({**NAMED, TABLE: f"factors: {{affordability: {{{table}}}}}\n", **(changes or {})})


def off(texts: Texts) -> list[tuple[str, str]]:
    """The markets that are off their level, and the place where each is told."""
    found = [diagnostic for diagnostic in told(texts) if diagnostic.code == "market-out-of-line"]
    return [(diagnostic.sentence.split()[3], str(diagnostic.place)) for diagnostic in found]


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> Instant:
    return instant_of(datetime(year, month, day, hour, minute, tzinfo=UTC))


def factor_of(table: str, region: str, instant: Instant, zone: str = "UTC") -> str | None:
    """The factor that a table has for a region, as people write it."""
    kept = sound(load_texts(world({TABLE: f"factors: {{t: {{{table}}}}}\n"}))).kept
    found = factor_tables(kept)["t"].of(region, instant, ZoneInfo(zone))
    return None if found is None else str(found.value.fraction)


def test_a_subdivision_has_its_countrys_factor_and_others_that_of_all_others() -> None:
    now = at(2026, 1, 1)
    assert factor_of("BR: 0.5, other: 2", "BR-SP", now) == "1/2"
    assert factor_of("BR: 0.5, BR-SP: 0.4, other: 2", "BR-SP", now) == "2/5"
    assert factor_of("BR: 0.5, other: 2", "DE", now) == "2"
    assert factor_of("BR: 0.5", "DE", now) is None


def test_a_factor_is_dated_by_the_days_of_the_region() -> None:
    dated = "IN: {begins: 0.35, 2026-07-01: 40 %}"
    assert factor_of(dated, "IN", at(2026, 6, 30, 18, 29), "Asia/Kolkata") == "7/20"
    assert factor_of(dated, "IN", at(2026, 6, 30, 18, 30), "Asia/Kolkata") == "2/5"
    assert factor_of("IN: {2026-07-01: 1/3}, other: 1", "IN", at(2026, 6, 1)) == "1"


def test_a_date_of_a_factor_may_have_a_name() -> None:
    texts = world({TABLE: "dates: {wave: 2026-07-01}\nfactors: {t: {IN: {begins: 1, wave: 2}}}\n"})
    table = factor_tables(sound(load_texts(texts)).kept)["t"]
    zone = ZoneInfo("Asia/Kolkata")
    instants = (at(2026, 6, 30), at(2026, 7, 1))
    found = [own.value.fraction for instant in instants if (own := table.of("IN", instant, zone))]
    assert found == [1, 2]


def test_prices_near_their_factor_are_sound() -> None:
    assert off(by_table()) == []


def test_a_market_is_told_that_is_far_off_its_factor() -> None:
    """India's prices are 0.62 of what is usual; at a factor of 0.35 they are 1.7 times what is expected."""
    (diagnostic,) = told(by_table(USUAL.replace("IN: 0.6", "IN: 0.35")))
    assert (diagnostic.code, str(diagnostic.place)) == ("market-out-of-line", "regions/in.yaml:6:14")
    assert "by its factor in affordability, 0.35 (bound × 1.50)" in diagnostic.sentence
    assert [(note.text, note.place.file) for note in diagnostic.notes] == [("the factor of IN", TABLE)]


def test_what_the_wide_bounds_miss_a_factor_finds() -> None:
    twice = {"regions/se.yaml": region_text("SE", ("30", "150", "298", "1418"))}
    assert off(by_table(changes=twice)) == [("SE", "regions/se.yaml:6:14")]
    assert off(world(twice)) == []


def test_the_bound_is_the_books_and_counts_both_ways() -> None:
    wider = {"rules/guards.yaml": "guards: {level: {factor: affordability, beyond: 2}}\n"}
    assert off(by_table(USUAL.replace("IN: 0.6", "IN: 0.35"), wider)) == []
    assert off(by_table(USUAL.replace("IN: 0.6", "IN: 1.1"))) == [("IN", "regions/in.yaml:6:14")]


def test_regions_that_share_their_prices_are_compared_by_their_own_factors() -> None:
    """Germany and France read the very same lines, of a group."""
    head, prices = region_text("DE").split("prices:\n")
    shared = {
        "regions/groups/twins.yaml": f"group: twins\ncurrency: EUR\nprices:\n{prices}",
        "regions/de.yaml": f"{head}groups: [twins]\n",
        "regions/fr.yaml": f"{region_text('FR').split('prices:')[0]}groups: [twins]\n",
    }
    assert off(by_table(changes=shared)) == []
    assert off(by_table(f"FR: 2, {USUAL}", shared)) == [("FR", "regions/groups/twins.yaml:4:14")]
    assert off(by_table(f"DE: 2, {USUAL}", shared)) == [("DE", "regions/groups/twins.yaml:4:14")]


def test_from_the_day_of_a_factor_on_prices_are_compared_by_it() -> None:
    dated = USUAL.replace("IN: 0.6", "IN: {begins: 0.6, 2026-05-01: 2}")
    assert off(by_table(dated)) == [("IN", "regions/in.yaml:6:14")]


def test_a_region_without_a_factor_has_the_wide_bounds_and_is_told() -> None:
    table = "BR: 0.8, IN: 0.6, JP: 0.7, TR: 0.7, DE: 1, US: 1"
    (warning,) = load_texts(by_table(table)).diagnostics
    assert (warning.code, warning.severity) == ("region-without-factor", Severity.WARNING)
    assert warning.sentence == "affordability has no factor for FR, GB, ID, KR, SE"
    dear = {"regions/se.yaml": region_text("SE", ("150", "750", "1490", "7090"))}
    assert off(by_table(table, dear)) == [("SE", "regions/se.yaml:6:14")]
    doubled = {"regions/se.yaml": region_text("SE", ("30", "150", "298", "1418"))}
    assert off(by_table(table, doubled)) == []


@pytest.mark.parametrize(
    ("table", "code", "sentence"),
    [
        ("ZZ: 1, other: 1", "factor-of-no-region", "affordability has a factor for ZZ, where the book sells nothing"),
        (
            "IN: {2026-07-01: 1}",
            "region-without-factor",
            "affordability has no factor for BR, DE, FR, GB, ID and 6 more",
        ),
        ("IN: 11, other: 1", "not-a-factor", "11 is above 10, more than any region is off"),
        ("IN: 0, other: 1", "not-a-factor", "0 is not above zero"),
        ("IN: -0.5, other: 1", "not-a-factor", "-0.5 is not above zero"),
        ("in: 1, other: 1", "not-a-region", "in is not how a region is written"),
        ("IN: none, other: 1", "not-a-factor", "none is not a factor"),
        ("Other: 1", "not-a-region", "Other is not a region code"),
    ],
)
def test_what_is_wrong_in_a_table_is_told(table: str, code: str, sentence: str) -> None:
    (diagnostic,) = load_texts(by_table(table)).diagnostics
    assert diagnostic.code == code
    assert sentence in diagnostic.sentence


def test_of_a_table_of_more_books_nothing_is_said() -> None:
    """Six of its seven regions are not sold. That BT is near BR means nothing: most codes of two letters are."""
    assert load_texts(by_table("MC: 1, BT: 0.8, LC: 1, MV: 1, PW: 1, VU: 1, DE: 1, other: 1")).diagnostics == ()


def test_a_table_that_no_file_states_is_an_error_with_the_one_that_was_meant() -> None:
    named = {"rules/guards.yaml": "guards: {level: {factor: affordabilty}}\n"}
    (diagnostic,) = load_texts(by_table(changes=named)).diagnostics
    assert (diagnostic.code, diagnostic.severity) == ("unknown-factors", Severity.ERROR)
    assert [fix.text for fix in diagnostic.fixes] == ["affordability"]
    (alone,) = load_texts(world(NAMED)).diagnostics
    assert alone.hint == "state it: factors: {affordability: {other: 1}}"


def test_factors_are_in_no_digest_and_a_guard_that_is_off_compares_nothing() -> None:
    assert sound(load_texts(by_table())).digest == sound(load_texts(world())).digest
    unlike = by_table(USUAL.replace("IN: 0.6", "IN: 0.35"), {"rules/guards.yaml": "guards: {level: off}\n"})
    assert guarded(unlike).diagnostics == ()
