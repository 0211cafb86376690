"""`ratecard where`: each layer's word on a value, over time."""

from pathlib import Path

import pytest

from tests.cases.smallest import changed
from tests.cli.running import run, run_json
from tests.diagnostics.test_run import written

SOURCES = "CLDR, tzdata, eu-vat-rates-data 2026.9.29"


def rows(*arguments: str) -> list[list[str]]:
    """The rows that are shown, without title and header, each split where two spaces stand."""
    result = run("where", *arguments)
    assert result.exit_code == 0, result.output
    lines = [line for line in result.stdout.splitlines() if not line.startswith("from ")]
    return [[part.strip() for part in line.split("  ") if part.strip()] for line in lines]


def test_what_a_platform_says_wins_over_what_the_file_says_of_all() -> None:
    assert rows("prices.coins_1000", "--region", "FR", "--platform", "web") == [
        ["prices.coins_1000 in FR on web"],
        ["2025-01-01", "10.99 EUR", "regions/fr.yaml:20:19", "FR, on this platform alone", "example"],
        ["12.99 EUR", "regions/fr.yaml:10:17", "lost: FR says it of every platform", "example"],
        ["2026-07-01", "10.99 EUR", "regions/fr.yaml:20:19", "FR, on this platform alone", "example"],
        ["13.99 EUR", "regions/fr.yaml:11:17", "lost: FR says it of every platform", "example"],
    ]


def test_a_narrower_layer_wins_from_its_day_on() -> None:
    assert rows("currency", "--region", "BG", "--platform", "ios") == [
        ["currency in BG on ios"],
        ["2025-01-01", "BGN", "world/regions/bg.yaml:3:20", "BG, in the library", SOURCES],
        ["2026-01-01", "EUR", "world/regions/bg.yaml:3:37", "BG, in the library", SOURCES],
        ["EUR", "world/regions/groups/euro.yaml:3:11", "lost: BG is narrower than the group euro", "CLDR"],
    ]


def test_a_part_of_a_country_reads_the_country_and_the_rules_of_every_market() -> None:
    (price,) = rows("prices.coins_100", "--region", "US-NY", "--platform", "ios")[1:]
    assert price[1:4] == ["1.29 USD", "regions/us.yaml:8:14", "US"]
    (fee,) = rows("payouts.methods.bank.fee.fixed", "--region", "US-NY")[1:]
    assert fee[1:4] == ["3.00 USD", "rules/payouts.yaml:51:20", "every market"]


def test_one_instant_shows_what_holds_then_and_a_path_all_that_stands_below_it() -> None:
    only = rows("tax.lines.vat.rate", "--region", "EE", "--platform", "ios", "--at", "2025-06-30")[1:]
    assert [row[:3] for row in only] == [["2024-01-01", "22 %", "world/regions/ee.yaml:11:61"]]
    shown = rows("prices", "--region", "DE", "--platform", "ios", "--at", "2026-07-01")
    assert [row[0] for row in shown if len(row) == 1] == [
        f"prices.coins_{coins} in DE on ios" for coins in (100, 1000, 500, 5000)
    ]


def test_none_of_a_mapping_says_that_it_is_for_all_below(tmp_path: Path) -> None:
    texts = changed({"regions/de.yaml": changed({})["regions/de.yaml"] + "platforms: {web: {prices: none}}\n"})
    book = written(tmp_path, texts)
    shown = run("where", "prices.coins_100", "--region", "DE", "--platform", "web", "--book", str(book)).stdout
    assert "none" in shown
    assert "DE, on this platform alone, for all that stands below" in shown
    assert "lost: DE says it of every platform" in shown


def test_programs_get_json() -> None:
    (told,) = run_json("where", "currency", "--region", "BG", "--platform", "ios")
    assert told["path"] == "currency"
    lev, euro = told["periods"]
    assert (lev["from"], lev["value"], lev["file"], lev["line"], lev["replaced"]) == (
        "2024-12-31T22:00:00Z",
        "BGN",
        "world/regions/bg.yaml",
        3,
        [],
    )
    (lost,) = euro["replaced"]
    assert (lost["value"], lost["file"], lost["by"]) == (
        "EUR",
        "world/regions/groups/euro.yaml",
        "BG is narrower than the group euro",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("price.coins_100", "--region", "DE", "--platform", "ios"), 2, "did you mean prices.coins_100?"),
        (("prices.coins_100", "--region", "DE"), 2, "name its --platform"),
        (("prices", "--region", "XX", "--platform", "ios"), 1, "UNKNOWN_REGION"),
        (("payouts", "--region", "XX"), 1, "UNKNOWN_REGION"),
        (("prices", "--region", "DE", "--platform", "fridge"), 1, "UNKNOWN_PLATFORM"),
        (("gifts", "--region", "DE", "--platform", "ios"), 2, "values stand below gifts; write one of them:"),
    ],
)
def test_what_is_not_there_is_told(arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run("where", *arguments)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_a_rate_that_is_no_decimal_is_shown_with_what_it_is_about(tmp_path: Path) -> None:
    texts = changed({"rules/fx.yaml": "fx: {base: EUR, rounding: down, rates: {USD: 155.2 per 0.85, JPY: 180}}\n"})
    shown = rows("fx.rates", "--region", "DE", "--book", str(written(tmp_path, texts)))
    assert [row[1:3] for row in shown if "rules/fx.yaml" in str(row)] == [
        ["180", "rules/fx.yaml:1:67"],
        ["3104/17 ≈182.588235", "rules/fx.yaml:1:46"],
    ]
