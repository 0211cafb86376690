"""What stands beside prices on the command line: below the table of a price list, and in rows of a quote."""

from tests.cli.running import run

SALE = ("--platform", "web", "--at", "2026-11-28")


def test_a_price_list_shows_the_lowest_price_of_what_is_reduced_alone() -> None:
    lines = run("prices", "--region", "DE", *SALE).stdout.splitlines()
    (shown,) = [line for line in lines if line.startswith("lowest price 30 days before: ")]
    assert shown == "lowest price 30 days before: coins_1000 €10.99, coins_5000 €54.99"
    assert "lowest price" not in run("prices", "--region", "DE", "--platform", "web", "--at", "2026-07-01").stdout


def test_a_price_list_shows_a_second_currency() -> None:
    shown = run("prices", "--region", "BG", "--platform", "web", "--at", "2026-02-01").stdout.replace("\u00a0", " ")
    assert "listed in BGN: coins_100 BGN 1.94, coins_500 BGN 9.76, coins_1000 BGN 19.54, coins_5000 BGN 99.73" in shown


def test_a_quote_says_that_its_price_is_not_reduced() -> None:
    asked = ("quote", "purchase", "--region", "DE", "--platform", "web", "--package", "coins_100", "--at", "2026-07-01")
    assert "not reduced" in run(*asked).stdout
