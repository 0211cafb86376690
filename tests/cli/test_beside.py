"""What stands beside prices on the command line: below the table of a price list, and in rows of a quote."""

from pathlib import Path

from tests.books import write_texts
from tests.cli.running import run
from tests.guards.world import RULES, region_text

SALE = ("--platform", "web", "--at", "2026-11-28")


def test_a_price_list_shows_the_lowest_price_of_what_is_reduced_alone() -> None:
    lines = run("prices", "--region", "DE", *SALE).stdout.splitlines()
    (shown,) = [line for line in lines if line.startswith("lowest price 30 days before: ")]
    assert shown == "lowest price 30 days before: coins_1000 €10.99, coins_5000 €54.99"
    assert "lowest price" not in run("prices", "--region", "DE", "--platform", "web", "--at", "2026-07-01").stdout


def test_a_price_list_shows_a_second_currency() -> None:
    shown = run("prices", "--region", "BG", "--platform", "web", "--at", "2026-02-01").stdout.replace("\u00a0", " ")
    assert "listed in BGN: coins_100 BGN 1.94, coins_500 BGN 9.76, coins_1000 BGN 19.54, coins_5000 BGN 99.73" in shown


def test_a_price_list_leaves_out_open_promotions_that_would_change_nothing(tmp_path: Path) -> None:
    """Everybody has 30 % more: a first of 1 % more is none, and that of 50 % more is."""
    sales = (
        "promotions:\n  all: {name: All, bonus: 30 %, exclusive: yes}\n"
        "  first: {name: F, bonus: {coins_100: 1 %, coins_500: 50 %}, exclusive: yes, limits: {all: {most: 1 unit}}}\n"
        "  second: {name: S, bonus: 20 %, exclusive: yes, limits: {each: {most: 1 unit}}}\n"
    )
    texts = {**RULES, "regions/de.yaml": region_text("DE"), "rules/promotions.yaml": sales}
    output = run("prices", "--region", "DE", "--platform", "ios", "--book", str(write_texts(tmp_path, texts))).output
    lines = [line for line in output.splitlines() if line.startswith("open:")]
    assert [line.partition("; then ")[2] for line in lines] == ["one coins_500 is €6.99 for 770 Coin"]


def test_an_instant_with_a_fraction_of_a_second_is_that_second() -> None:
    outputs = {
        run("prices", "--region", "DE", "--platform", "ios", "--at", f"2026-11-01T10:00:00{rest}").output
        for rest in ("Z", ".5Z", ".999999Z", ",25+00:00", ".123-00:00")
    }
    assert len(outputs) == 1
    assert "coins_100" in outputs.pop()
    wrong = run("prices", "--region", "DE", "--platform", "ios", "--at", "2026-11-01T10:00:00.5")
    assert wrong.exit_code == 2


def test_a_quote_says_that_its_price_is_not_reduced() -> None:
    asked = ("quote", "purchase", "--region", "DE", "--platform", "web", "--package", "coins_100", "--at", "2026-07-01")
    assert "not reduced" in run(*asked).stdout
