"""Prices that follow others, on the command line: what finance says in a dozen lines, and why each price is so."""

from pathlib import Path

from tests.books import folder_texts, write_texts
from tests.cases.smallest import CASES
from tests.cli.running import run, run_json

BOOK = CASES / "good" / "following"
TURKEY = ("--book", str(BOOK), "--region", "TR", "--platform", "web", "--at", "2026-07-05")
WHAT_IS_SAID = ("rules/follow.yaml", "regions/groups/follows_us.yaml")
LINES_MOST = 12


def test_three_countries_follow_the_us_and_the_web_costs_a_quarter_less_in_a_dozen_lines() -> None:
    lines = [line for file in WHAT_IS_SAID for line in (BOOK / file).read_text().splitlines() if line.strip()]
    assert len(lines) <= LINES_MOST
    listed = {
        (region, platform): run_json(
            *("prices", "--book", str(BOOK), "--region", region, "--platform", platform, "--at", "2026-07-05")
        )["packages"][1]["price"]["listed"]
        for region in ("US", "BR", "IN", "TR")
        for platform in ("ios", "web")
    }
    assert {key: price["amount"] for key, price in listed.items()} == {
        ("US", "ios"): "9.99",
        ("US", "web"): "7.49",  # 7.4925
        ("BR", "ios"): "32.90",  # 9.99 × 5.40 × 0.5 ÷ 0.82 is 32.8939
        ("BR", "web"): "24.90",  # 24.675
        ("IN", "ios"): "369.00",  # 9.99 × 88.50 × 0.35 × 1.18 is 365.1438
        ("IN", "web"): "279.00",  # 276.75
        ("TR", "ios"): "199.99",  # 9.99 × 41.00 × 0.4 × 1.20 is 196.6032
        ("TR", "web"): "149.99",  # 149.9925
    }


def test_explain_shows_each_step_of_a_turkish_price_with_the_places_of_both_markets() -> None:
    steps = run_json("explain", "purchase", *TURKEY, "--package", "coins_1000")["trace"]
    told = {step["figure"]: (step["output"], step["file"], step["line"]) for step in steps}
    ios = "of coins_1000 in TR on ios"
    expected = {
        "price of coins_1000 in US on ios": ("9.99 USD", "regions/us.yaml", 7),
        "TRY for one USD": ("41", "rules/book.yaml", 13),  # of 30 June, though the rate of July is in force
        f"price exchanged {ios}": ("409.59 TRY", "regions/groups/follows_us.yaml", 4),
        f"price times factor {ios}": ("163.836 TRY", "rules/follow.yaml", 1),
        f"price with tax {ios}": ("196.6032 TRY", "regions/tr.yaml", 4),
        f"price {ios}": ("199.99 TRY", "regions/groups/follows_us.yaml", 4),
        "price times factor": ("149.9925 TRY", "rules/follow.yaml", 6),
        "listed": ("149.99 TRY", "rules/follow.yaml", 6),
    }
    assert {name: told[name] for name in expected} == expected
    text = run("explain", "purchase", *TURKEY, "--package", "coins_1000").stdout
    assert "149.9925 TRY, half up to a price point between 149.99 TRY and 159.99 TRY" in text
    assert "replaced" not in text  # the web's derive stands beside the one of the group


def test_what_the_source_does_not_sell_any_more_is_refused_with_its_name() -> None:
    told = run_json("quote", "purchase", *TURKEY[:-1], "2026-08-02", "--package", "coins_9000", code=1)["refusal"]
    assert (told["sourceRegion"], told["sourcePlatform"], told["sourcePackageId"]) == ("US", "ios", "coins_9000")
    assert told["message"].endswith("its price follows another, and coins_9000 is not sold in US on ios")
    sold = run_json("quote", "purchase", *TURKEY, "--package", "coins_9000")
    assert sold["validUntil"] == "2026-08-01T04:00:00Z"  # midnight in New York


def test_where_names_the_derive_that_counts_and_the_stated_price_that_does_not() -> None:
    nz = run("where", "prices.coins_1000", "--region", "NZ", "--platform", "web").stdout.splitlines()
    assert nz[2].split()[:3] == ["2025-01-01", "17.99", "NZD"]
    assert "regions/groups/cheaper_web.yaml:12:15" in nz[2]
    assert "computed by the group cheaper_web; explain shows each step" in nz[2]
    assert nz[3].split()[:2] == ["23.99", "NZD"]
    assert "lost: a computed price stands before it" in nz[3]
    thai = run("where", "prices.coins_1000", "--region", "TH", "--platform", "ios").stdout
    assert "380.00 THB  regions/groups/follows_us.yaml:8:11" in thai


def test_programs_are_told_the_same_and_at_one_instant_that_alone() -> None:
    (found,) = run_json("where", "prices.coins_1000", "--region", "NZ", "--platform", "web", "--at", "2026-07-01")
    (period,) = found["periods"]
    assert (period["value"], period["file"], period["line"]) == ("17.99 NZD", "regions/groups/cheaper_web.yaml", 12)
    assert [own["value"] for own in period["replaced"]] == ["23.99 NZD"]


def test_a_price_that_ends_to_follow_is_shown_from_when_on(tmp_path: Path) -> None:
    texts = folder_texts(BOOK)
    texts["regions/in.yaml"] = texts["regions/in.yaml"].replace(
        "coins_100: 49", "coins_100: {begins: inherit, 2026-07-01: 49}"
    )
    folder = write_texts(tmp_path, texts)
    said = run("where", "prices.coins_100", "--region", "IN", "--platform", "ios", "--book", str(folder)).stdout
    first, second = said.splitlines()[2:4]
    assert first.startswith("2026-01-01")
    assert "computed by the group follows_us" in first
    assert second.split()[:3] == ["2026-07-01", "49.00", "INR"]
