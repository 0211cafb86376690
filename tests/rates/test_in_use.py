"""`check` says of which exchange rates in use nobody knows the source, and which are too old today."""

from pathlib import Path
from unittest.mock import patch

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from ratecard.instants import Instant, instant_of, parse_moment
from ratecard.loading import load_book, load_texts
from ratecard.rates.in_use import ageless_currencies, doubt_rates
from tests.books import sound
from tests.cli.running import run, run_json
from tests.quotes.small_chain import BOOK, DE, GIFT, TAXES, payouts

GOOD = Path(__file__).parents[1] / "cases" / "good"
RATES = "fx: {{base: EUR, rounding: down, {age}rates: {{{rates}}}}}\n"
PAID_IN_EURO = payouts("0.01 USD each", currency="EUR")
FRANCE = "region: FR\ncurrency: EUR\ntime_zone: Europe/Paris\n"


def instant(text: str) -> Instant:
    return instant_of(parse_moment(text))


def book_of(rules: str, fx: str, **files: str) -> RuleBook:
    texts = {"rules/book.yaml": BOOK + TAXES + rules, "rules/fx.yaml": fx, "regions/de.yaml": DE}
    texts |= {name.replace("__", "/") + ".yaml": text for name, text in files.items()}
    loaded = load_texts(texts)
    return sound(loaded)


def told(rules: str, rates: str, age: str = "", at: str = "2026-11-01T12:00Z", **files: str) -> list[str]:
    book = book_of(rules, RATES.format(age=age, rates=rates), **files)
    return [shown(diagnostic) for diagnostic in doubt_rates(book, instant(at))]


def shown(diagnostic: Diagnostic) -> str:
    assert diagnostic.severity is Severity.WARNING
    return f"{diagnostic.place}: {diagnostic.code}: {diagnostic.sentence}"


def test_only_currencies_that_are_exchanged_need_a_source() -> None:
    assert told(PAID_IN_EURO, "USD: 1.1, JPY: 180") == [
        "rules/fx.yaml:1:46: rate-without-source: USD has exchange rates without a source"
    ]
    assert told(payouts("0.01 USD each"), "USD: 1.1, JPY: 180") == []
    assert told("", "USD: 1.1") == []


@pytest.mark.parametrize(
    "rates",
    ["source: desk, USD: 1.1", "USD: {value: 1.1, source: desk}", "USD: {2026-01-01: {value: 1.1, source: desk}}"],
)
def test_a_source_may_stand_at_the_rate_or_above_it(rates: str) -> None:
    assert told(PAID_IN_EURO, rates) == []


def test_it_is_the_rate_of_the_day_that_needs_a_source() -> None:
    rates = "USD: {2025-01-01: 1.1, 2026-11-01: {value: 1.2, source: desk}}"
    assert told(PAID_IN_EURO, rates, at="2026-11-01T12:00Z") == []
    assert told(PAID_IN_EURO, rates, at="2026-10-30T12:00Z") == [
        "rules/fx.yaml:1:59: rate-without-source: USD has exchange rates without a source"
    ]


def test_each_file_is_told_once_with_all_its_currencies() -> None:
    paid = payouts("0.01 USD each", methods="{a: {name: A, fee: none, currency: JPY}, b: {name: B, fee: none}}")
    own = f"{FRANCE}fx: {{rates: {{JPY: 181}}}}\n"
    assert told(paid, "USD: 1.1, JPY: 180", regions__fr=own) == [
        "regions/fr.yaml:4:19: rate-without-source: JPY has exchange rates without a source",
        "rules/fx.yaml:1:46: rate-without-source: JPY and USD have exchange rates without a source",
    ]


def test_a_share_of_money_needs_the_rates_of_what_coins_are_sold_for() -> None:
    rules = (
        f"{payouts('0.01 USD each')}{GIFT}worth_at: {{package: c, rounding: half up}}\nprices: {{c: 1.29 EUR}}\n"
        "earnings: {live: {base: net, share: 70 %, rounding: down, scope: total}}\n"
    )
    assert told(rules, "USD: 1.1, JPY: 180") == [
        "rules/fx.yaml:1:46: rate-without-source: USD has exchange rates without a source"
    ]


@pytest.mark.parametrize(("at", "count"), [("2026-11-06T00:00+01:00", 1), ("2026-11-05T23:59:59+01:00", 0)])
def test_a_rate_is_too_old_from_the_instant_on_from_which_nothing_is_paid(at: str, count: int) -> None:
    rates = "source: desk, USD: {2026-11-01: 1.1}, JPY: {2026-01-01: 180}"
    said = "USD (of 2026-11-01, for 5 days) has exchange rates that are too old to be used"
    assert (
        told(PAID_IN_EURO, rates, "maximum_age: 5 days, ", at) == [f"rules/fx.yaml:1:94: rate-too-old: {said}"] * count
    )


def test_without_a_maximum_age_no_rate_is_too_old() -> None:
    assert told(PAID_IN_EURO, "source: desk, USD: {2025-01-01: 1.1}", "maximum_age: none, ") == []


@pytest.mark.parametrize(
    ("usd", "age", "ageless"),
    [
        ("1.1", "", ["USD"]),
        ("{begins: 1.1, 2026-12-01: 1.2}", "maximum_age: none, ", ["USD"]),
        ("{begins: 1.1, 2026-10-01: 1.2}", "", []),
        ("{2019-06-01: 1.1}", "", []),
        ("1.1", "maximum_age: 5 days, ", []),
    ],
)
def test_a_rate_in_use_without_a_date_has_no_age(usd: str, age: str, ageless: list[str]) -> None:
    """Where there is a maximum age, such a rate is as old as the book, and too old in the end."""
    book = book_of(PAID_IN_EURO, RATES.format(age=age, rates=f"source: desk, USD: {usd}, JPY: 180"))
    assert ageless_currencies(book, instant("2026-11-01T12:00Z")) == ageless


def test_a_region_that_begins_later_gives_no_rate_a_date() -> None:
    later = DE.replace("region: DE\n", "region: DE\nbegins: 2026-03-01\n")
    book = book_of(PAID_IN_EURO, RATES.format(age="", rates="source: desk, USD: 1.1"), regions__de=later)
    assert ageless_currencies(book, instant("2026-11-01T12:00Z")) == ["USD"]


def test_check_says_which_rates_have_no_age() -> None:
    *_, line = run("check").stdout.splitlines()
    assert line.startswith("16 exchange rates in use have no date, and so no age: AED, ARS, BHD, ")
    assert run_json("check")["agelessRates"][:2] == ["AED", "ARS"]


def test_check_warns_and_the_book_stays_sound(tmp_path: Path) -> None:
    for part in ("rules", "regions"):
        (tmp_path / part).mkdir()
    fx = RATES.format(age="maximum_age: 5 days, ", rates="USD: {2026-11-01: 1.1}")
    (tmp_path / "rules" / "book.yaml").write_text(BOOK + TAXES + PAID_IN_EURO)
    (tmp_path / "rules" / "fx.yaml").write_text(fx)
    (tmp_path / "regions" / "de.yaml").write_text(DE)
    with patch("ratecard.cli.check.time.time", lambda: int(instant("2026-11-20T12:00Z"))):
        result = run("check", "--no-guards", "--book", str(tmp_path))
        codes = [found["code"] for found in run_json("check", "--no-guards", "--book", str(tmp_path))["diagnostics"]]
    assert result.exit_code == 0
    assert codes == ["rate-too-old", "rate-without-source"]
    assert "warning[rate-too-old]: USD (of 2026-11-01, for 5 days) has" in result.stdout
    assert "the book is sound: 1 region" in result.stdout


def test_the_shipped_rates_have_sources_and_do_not_age() -> None:
    assert "warning" not in run("check").stdout


@pytest.mark.parametrize("name", ["coins_to_cash", "earning"])
def test_a_source_that_is_taken_out_of_a_sound_book_is_missed(name: str) -> None:
    """The mutation of these codes: they are told by `check`, after a load."""
    folder = GOOD / name
    day = instant("2026-01-04T12:00Z")
    assert doubt_rates(sound(load_book(folder)), day) == []
    texts = {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*.yaml"))}
    without = {path: text.replace("    source: example\n", "") for path, text in texts.items()}
    assert [found.code for found in doubt_rates(sound(load_texts(without)), day)] == ["rate-without-source"]
    later = doubt_rates(sound(load_book(folder)), instant("2030-01-01T12:00Z"))
    assert [found.code for found in later] == ["rate-too-old"]
