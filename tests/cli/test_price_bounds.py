"""Bounds of prices, where markets and price lists show them: on the command line, over HTTP and in Python."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import ratecard
from ratecard.api.current import CurrentBook
from ratecard.loading import load_texts
from tests.api.servers import serving
from tests.books import sound, write_texts
from tests.cases.smallest import DE, changed
from tests.cli.running import run, run_json

US = "region: US\ncurrency: USD\ntime_zone: America/New_York\ntax: none\nprices: {coins_100: 1.49}\n"
BOUNDS = "price_bounds: {EUR: {begins: {least: 0.29, most: 99.99}, 2026-03-01: {least: 0.49, most: 99.99}}}\n"
TEXTS = changed({"regions/de.yaml": DE, "regions/us.yaml": US, "rules/bounds.yaml": BOUNDS})
ON = ("--at", "2026-06-01", "--locale", "en")


@pytest.fixture
def book(tmp_path: Path) -> str:
    """A book with bounds in euro and none in dollars."""
    return str(write_texts(tmp_path, TEXTS))


def test_a_price_list_says_between_what_its_prices_lie(book: str) -> None:
    def listed(region: str) -> list[str]:
        asked = ("prices", "--book", book, "--region", region, "--platform", "ios", *ON)
        return [line for line in run(*asked).stdout.splitlines() if line.startswith("prices from")]

    assert listed("DE") == ["prices from €0.49 to €99.99"]
    assert listed("US") == []


def test_markets_show_them_beside_the_currency(book: str) -> None:
    lines = run("markets", "--book", book, *ON).stdout.splitlines()
    assert [line.split("  ")[2].strip() for line in lines if line.startswith(("DE", "US"))] != []
    assert any("EUR, €0.49 to €99.99" in line for line in lines if line.startswith("DE"))
    assert all(" to " not in line for line in lines if line.startswith("US"))


def test_programs_get_exact_amounts_or_null(book: str) -> None:
    for region, least in (("DE", "0.49"), ("US", None)):
        listed = run_json("prices", "--book", book, "--region", region, "--platform", "ios", *ON)["priceBounds"]
        rows = run_json("markets", "--book", book, *ON)["markets"]
        (market,) = [row for row in rows if (row["region"], row["platform"]) == (region, "ios")]
        assert listed == market["priceBounds"]
        assert (None if listed is None else listed["least"]["amount"]) == least


def test_the_api_and_python_say_the_same(book: str) -> None:
    query = """
    query ($at: DateTime) {
      markets(at: $at, locale: "en") { region platform priceBounds { least { amount } most { amount } } }
      priceList(region: "DE", platform: "ios", at: $at, locale: "en") {
        ... on PriceList { priceBounds { least { amount } most { formatted } } }
      }
    }
    """
    with serving(CurrentBook(sound(load_texts(TEXTS)))) as api:
        answered = api.ask(query, at="2026-02-01T00:00:00Z")
    assert answered["priceList"]["priceBounds"] == {"least": {"amount": "0.29"}, "most": {"formatted": "€99.99"}}
    least = {row["region"]: row["priceBounds"] and row["priceBounds"]["least"]["amount"] for row in answered["markets"]}
    assert least == {"DE": "0.29", "US": None}
    here = ratecard.load(book)
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    listed = [here.price_list(region=region, platform="ios", at=noon) for region in ("DE", "US")]
    assert all(isinstance(each, ratecard.PriceList) for each in listed)
    german, american = (each.price_bounds for each in listed if isinstance(each, ratecard.PriceList))
    assert german is not None
    assert (str(german.least), str(german.most), american) == ("0.49 EUR", "99.99 EUR", None)
