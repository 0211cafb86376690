"""Sales asked of both books: each figure is the sum of their quotes, and nothing that cannot be read is left out."""

import csv
import io
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.plan.asking import TwoBooks
from ratecard.plan.impact import impact_of, with_volume
from ratecard.plan.sales import FAULTS_MOST, UnreadableSales, read_sales
from ratecard.plan.sampling import sample_of
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from tests.books import folder_texts, sound, write_texts
from tests.cases.smallest import CASES, DE, SMALLEST
from tests.cli.running import run, run_json

NOW = Instant(1_780_000_000)
EARNING = folder_texts(CASES / "good" / "coins_to_cash")
DEARER = DE.replace("coins_1000: 12.99", "coins_1000: {begins: 12.99, 2027-01-12: 14.99}")
BOOKS = TwoBooks(sound(load_texts(SMALLEST)), sound(load_texts({**SMALLEST, "regions/de.yaml": DEARER})))
HEADER = "what,region,platform,id,quantity,count"
SALES = f"{HEADER}\npurchase,DE,web,coins_1000,1,7\npurchase,DE,ios,coins_1000,3,2\npurchase,DE,ios,coins_100,1,1\n"


def test_sums_are_those_of_the_quotes() -> None:
    impact = impact_of(BOOKS, read_sales(io.StringIO(SALES), BOOKS.before), date(2027, 1, 12))
    expected: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for row in csv.DictReader(io.StringIO(SALES)):
        for book, sums in zip(BOOKS, expected, strict=True):
            request = PurchaseRequest("DE", row["platform"], row["id"], Instant(1_799_708_400), int(row["quantity"]))
            quote = quote_purchase(book, request)
            assert isinstance(quote, PurchaseQuote)
            for name in ("gross", "tax", "commission", "proceeds"):
                sums[name] += int(row["count"]) * getattr(quote, f"{name}_minor")
            sums["units"] += int(row["count"]) * int(row["quantity"])
    (group, both) = next(iter(impact.by(lambda group: group._replace(region="", platform="", id="")).items()))
    assert (group.what, group.currency, impact.rows) == ("purchase", "EUR", 3)
    for own, sums in zip(both, expected, strict=True):
        assert own.units == sums.pop("units")
        assert own.amounts == sums
    assert with_volume(both.now, Fraction(-5, 100)) == Fraction(both.now.amounts["proceeds"] * 95, 100)


def test_what_is_refused_is_counted_and_in_no_sum() -> None:
    gone = TwoBooks(
        BOOKS.before, sound(load_texts({**SMALLEST, "regions/de.yaml": DE.replace("  coins_100: 1.29\n", "")}))
    )
    impact = impact_of(gone, read_sales(io.StringIO(SALES), gone.before), date(2027, 1, 12))
    sums = next(both for group, both in impact.groups.items() if group.id == "coins_100")
    assert (sums.was.units, sums.now.units, sums.now.refused) == (1, 0, Counter({"NOT_SOLD": 1}))


def test_each_as_of_its_own_day() -> None:
    told = f"{HEADER},at\npurchase,DE,web,coins_1000,1,1,2027-01-11\npurchase,DE,web,coins_1000,1,1,2027-01-12\n"
    impact = impact_of(BOOKS, read_sales(io.StringIO(told), BOOKS.before), None)
    (both,) = impact.groups.values()
    assert (both.was.amounts["gross"], both.now.amounts["gross"]) == (2 * 1299, 1299 + 1499)


@pytest.mark.parametrize(
    ("text", "line", "column", "why"),
    [
        ("what,region\n", 1, "id", "there is no column id"),
        (f"{HEADER},regoin\n", 1, "regoin", "regoin is not a column; did you mean region?"),
        (f"{HEADER}\npurchase,XX,web,coins_1000,1,1\n", 2, "region", "XX is not a region of the older book"),
        (f"{HEADER}\n\nsale,DE,web,coins_1000,1,1\n", 3, "what", "sale is not one of purchase, item, gift, payout"),
        (f"{HEADER}\npurchase,DE,web,coins_1000,1.5,1\n", 2, "quantity", "1.5 is not a whole number from 1 on"),
        (f"{HEADER}\npurchase,DE,web,coins_1000,1\n", 2, "", "5 cells, and the header has 6"),
        (f"{HEADER},at\npurchase,DE,web,coins_1000,1,1,2026-02-30\n", 2, "at", "2026-02-30 is not a day there"),
    ],
)  # fmt: skip
def test_cells_that_cannot_be_read(text: str, line: int, column: str, why: str) -> None:
    with pytest.raises(UnreadableSales) as refused:
        list(read_sales(io.StringIO(text), BOOKS.before))
    (fault,) = refused.value.faults
    assert (fault.line, fault.column) == (line, column)
    assert fault.why.startswith(why)


def test_many_faults_are_told_up_to_a_bound() -> None:
    text = f"{HEADER}\n" + "purchase,XX,web,coins_1000,1,1\n" * 50
    with pytest.raises(UnreadableSales) as refused:
        list(read_sales(io.StringIO(text), BOOKS.before))
    assert len(refused.value.faults) == FAULTS_MOST


def test_sales_that_are_made_up_can_be_read_and_are_the_same_again() -> None:
    book = sound(load_texts(EARNING))
    lines = list(sample_of(book, 200, 3, NOW))
    assert lines == list(sample_of(book, 200, 3, NOW))
    sales = list(read_sales(io.StringIO("\n".join(lines)), book))
    assert len(sales) == 200
    assert {sale.what for sale in sales} == {"purchase", "gift", "payout"}


def test_the_command_says_what_sales_come_to(tmp_path: Path) -> None:
    older = write_texts(tmp_path / "older", dict(SMALLEST))
    newer = write_texts(tmp_path / "newer", {**SMALLEST, "regions/de.yaml": DEARER})
    (tmp_path / "sales.csv").write_text(SALES, "utf-8")
    asked = (
        "plan",
        "--book",
        str(newer),
        "--against",
        str(older),
        "--no-guards",
        "--sales",
        str(tmp_path / "sales.csv"),
    )
    told = run(*asked, "--by", "platform", "--volume", "-5 %").stdout
    assert "impact, 3 rows of sales, all as of 2027-01-12" in told
    assert "90.93 → 104.93 (+15.4 %)" in told
    data = run_json(*asked, code=2)["impact"]
    assert (data["rows"], data["day"], len(data["groups"])) == (3, "2027-01-12", 3)
    supposed = run(*asked[:-2], "--volume", "-5 %").stdout
    assert "impact, supposed: a thousand units of each, all as of 2027-01-12" in supposed


def test_nothing_of_a_file_with_a_mistake_counts(tmp_path: Path) -> None:
    book = write_texts(tmp_path / "mine", dict(SMALLEST))
    (tmp_path / "sales.csv").write_text(SALES.replace("DE,web", "XX,web"), "utf-8")
    asked = ("plan", "--book", str(book), "--against", str(book), "--no-guards", "--sales", str(tmp_path / "sales.csv"))
    result = run(*asked)
    assert result.exit_code == 1
    assert "sales.csv:2, column region: XX is not a region of the older book" in result.stderr
    assert not result.stdout
