"""The types of the package as a program's own mypy sees them: strict, with no setting of this checkout."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guides import BLOCK, page

STATED = """
from typing import assert_type
from datetime import UTC, date, datetime
from fractions import Fraction
import ratecard
from ratecard.money import Money
from ratecard.refusals import NotSold

AT = datetime(2026, 7, 1, tzinfo=UTC)
book = ratecard.load("book")
facts = {"buyer.age": 21, "buyer.member": None}
quote = book.purchase(region="DE", platform="ios", package="coins_100", at=AT, facts=facts)
if isinstance(quote, ratecard.PurchaseQuote):
    assert_type(quote.price.listed, Money)
    assert_type(quote.price.net, Money | None)
    assert_type(quote.per_coin.fraction, Fraction)
    assert_type(quote.valid_until, datetime | None)
else:
    assert_type(quote, ratecard.Refusal)
    assert_type(quote.code, str)
if isinstance(quote, NotSold):
    assert_type(quote.region, str)
paid = book.payout(region="DE", method="paypal", at=AT, lots=[ratecard.Lot(1, AT)], used={"daily": 1})
if isinstance(paid, ratecard.PayoutQuote):
    assert_type(paid.paid_on, date | None)
    print(paid.figure_that_is_not)  # error: attr-defined
book.purchase(region="DE", platform="ios", package="coins_100")  # error: call-arg
book.purchase("DE", platform="ios", package="coins_100", at=AT)  # error: call-arg
book.gift(region="DE", platform="ios", creator_region="DE", gift="rose", at=AT, count="2")  # error: arg-type
ratecard.amount(12.99, "USD")  # error: arg-type
ratecard.laod("book")  # error: attr-defined
"""


def checked(text: str, folder: Path) -> list[tuple[int, str]]:
    """The lines and codes of what mypy finds in a program that has the package installed."""
    (folder / "program.py").write_text(text, "utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MYPY", "PYTHON"))}
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir=cache", "program.py"]
    found = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False)
    assert not found.stderr, found.stderr
    lines = [line.split(":", 2) for line in found.stdout.splitlines() if ": error: " in line]
    return [(int(number), said.rpartition("[")[2].rstrip("]")) for _, number, said in lines]


@pytest.mark.xdist_group("user_types")
def test_a_programs_mistakes_are_found_and_nothing_else(tmp_path: Path) -> None:
    expected = [
        (number, line.partition("# error: ")[2])
        for number, line in enumerate(STATED.splitlines(), start=1)
        if "# error: " in line
    ]
    assert sorted(set(checked(STATED, tmp_path))) == expected


@pytest.mark.xdist_group("user_types")
def test_the_program_of_the_guide_is_typed(tmp_path: Path) -> None:
    blocks = [block["text"] for block in BLOCK.finditer(page("for-python")) if block["info"] == "python"]
    assert len(blocks) > 5
    assert checked("\n".join(blocks), tmp_path) == []
