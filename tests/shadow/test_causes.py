"""Each cause of a difference, told of the amounts that it gives and of no others."""

from pathlib import Path
from typing import Any

import pytest

from tests.shadow.logs import line, shadowed

GROSS: tuple[str, ...] = ()
NET, LISTED, PROCEEDS = (("--figure", name) for name in ("net", "listed", "proceeds"))
USD = {"region": "US", "currency": "USD", "package": "coins_100"}
"""Of 2.00 USD, to which 10 % come."""

SALE = {"package": "coins_100", "at": "2026-11-15"}
"""Of 0.65 EUR, and 1.29 EUR without the sale."""


@pytest.mark.parametrize(
    ("asked", "options", "cause", "detail", "decided"),
    [
        ({"charged": "10.92"}, GROSS, "TAX", "vat 19 %: not there", 7),
        ({"charged": "15.46"}, GROSS, "TAX", "vat 19 %: not here", 7),
        ({"charged": "15.45"}, GROSS, "TAX", "vat 19 %: not here", 7),
        ({"charged": "12.99"}, NET, "TAX", "vat 19 %: not here", 7),
        ({**USD, "charged": "2.00"}, GROSS, "TAX", "sales 10 %: not there", 4),
        ({**USD, "charged": "2.20"}, LISTED, "TAX", "sales 10 %: not here", 4),
        ({"charged": "10.54"}, GROSS, "COMMISSION", "theirs is our proceeds", 7),
        ({"charged": "12.99"}, PROCEEDS, "COMMISSION", "theirs is our gross", 7),
        ({"charged": "10.92"}, PROCEEDS, "COMMISSION", "theirs is our net", 7),
        ({**SALE, "charged": "1.29"}, GROSS, "PROMOTION", "sale: not there", 3),
        ({**SALE, "quantity": 3, "charged": "3.87"}, GROSS, "PROMOTION", "sale: not there", 3),
        ({**SALE, "charged": "1.08"}, NET, "PROMOTION", "sale: not there", 3),
        ({"charged": "11.69"}, GROSS, "PROMOTION", "members: open here", 11),
        ({"quantity": 2, "charged": "23.38"}, GROSS, "PROMOTION", "members: open here", 11),
        ({"quantity": 2, "charged": "12.99"}, GROSS, "QUANTITY", "one unit there", 11),
        ({"quantity": 3, "charged": "116.91"}, GROSS, "QUANTITY", "times the quantity twice there", 11),
        ({"charged": "13.64"}, GROSS, "BONUS", "the bonus is paid for there", 3),
        ({"at": "2026-10-20", "charged": "12.99"}, GROSS, "DATE", "our price until 2026-10-01", 11),
        ({"charged": "14.99"}, GROSS, "DATE", "our price from 2026-10-01 on", 11),
        ({"at": "2026-10-20", "quantity": 2, "charged": "25.98"}, GROSS, "DATE", "our price until 2026-10-01", 11),
        ({**USD, "charged": "2.01"}, LISTED, "DATE", "our price from 2026-10-01 on", 5),
        ({"charged": "17.99"}, GROSS, "UNEXPLAINED", None, 11),
        ({"charged": "15.47"}, GROSS, "UNEXPLAINED", None, 11),
        ({"charged": "13.00"}, GROSS, "ROUNDING", "at most 0.01 EUR a unit", 11),
        ({"quantity": 5, "charged": "65.00"}, GROSS, "ROUNDING", "at most 0.01 EUR a unit", 11),
        ({"charged": "12.99", "currency": "USD"}, GROSS, "CURRENCY", "EUR here, USD there", 11),
        ({"charged": 1299}, GROSS, "MINOR_UNITS", "a count of minor units there", 11),
        ({**USD, "charged": 2}, ("--figure", "listed", "--minor"), "MINOR_UNITS", "an amount of whole units there", 5),
        ({"charged": None}, GROSS, "SOLD_HERE_ALONE", "not sold there", 11),
        ({"charged": "13.01"}, GROSS, "UNEXPLAINED", None, 11),
        ({"charged": "0"}, GROSS, "UNEXPLAINED", None, 11),
        ({"quantity": 5, "charged": "65.01"}, GROSS, "UNEXPLAINED", None, 11),
        ({"charged": "16.00"}, GROSS, "UNEXPLAINED", None, 11),
        ({"item": "club", **{**USD, "package": None}, "charged": "5.00"}, GROSS, "TAX", "sales 10 %: not there", 4),
    ],
)
def test_a_cause_is_told_with_its_line(
    book: Path, asked: dict[str, Any], options: tuple[str, ...], cause: str, detail: str | None, decided: int
) -> None:
    told = shadowed(book, line(**asked), options=options)
    (group,) = told["causes"]
    assert (group["cause"], group["detail"], group["count"]) == (cause, detail, 1)
    (example,) = group["examples"]
    assert example["decidedAt"]["line"] == decided
    assert (told["differ"], told["agree"]) == (1, 0)


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ({"charged": "12.99"}, GROSS),
        ({"charged": "12.990", "platform": "ios", "region": "DEU"}, GROSS),
        ({"charged": "11.69", "facts": {"buyer.member": True}}, GROSS),
        ({"charged": 1299}, ("--minor",)),
        ({**USD, "charged": 2.2}, GROSS),
        ({**SALE, "at": "2026-11-30T23:59:59+01:00", "charged": "0.65"}, GROSS),
        ({**SALE, "at": "2026-11-30T23:00:00.999Z", "charged": "1.29"}, GROSS),
        ({"package": "coins_5", "charged": None}, GROSS),
    ],
)
def test_what_is_the_same_agrees(book: Path, asked: dict[str, Any], options: tuple[str, ...]) -> None:
    told = shadowed(book, line(**asked), options=options, code=0)
    assert (told["agree"], told["causes"], told["refused"]) == (1, [], {})
