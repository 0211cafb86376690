"""A purchase is a sum over runs of equal units: dearer units beside cheaper ones, by unit and for the order.

The numbers are worked out by hand: 3 units of 1.00 and 2 of 1.29.
"""

import msgspec
import pytest

from ratecard.money import Coins
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.runs import Run, proceeds_of, run_of, taxed_of
from tests.quotes.test_traps import NINETEEN_INSIDE, THIRTY_OF_NET, added, quoted

CARD = "commission: {lines: {card: {rate: 10 %, base: gross, fixed: 0.05 EUR}}, rounding: half up, per: unit}"
"""Of 1.00 with 19 % inside 0.69 is left of a unit, of 1.29 it is 0.91."""


def of_order(rules: str) -> str:
    """The same rules, rounded for the order."""
    return rules.replace("per: unit", "per: order")


def in_runs(tax: str, commission: str) -> PurchaseQuote:
    """Five units, of which the first three are cheaper and hold a bonus of their own."""
    quote = quoted("1.29", tax, commission, quantity=5)
    runs = (
        run_of(quote.offer, 3, Coins(60), Coins(60), 100),
        run_of(quote.offer, 2, Coins(60), Coins(0), 129),
    )
    return summed(quote, runs)


def summed(quote: PurchaseQuote, runs: tuple[Run, ...]) -> PurchaseQuote:
    """The quote with other runs, and what they come to."""
    taxed = taxed_of(quote.offer.tax, runs)
    proceeds = proceeds_of(quote.offer, runs, taxed[0])
    return msgspec.structs.replace(quote, runs=runs, taxed=taxed, proceeds_minor=proceeds)


def figures(quote: PurchaseQuote) -> tuple[int | None, ...]:
    """Net, tax, gross, commission, proceeds, remittance."""
    ends = (quote.commission_minor, quote.proceeds_minor, quote.remittance_minor)
    return (quote.net_minor, quote.tax_minor, quote.gross_minor, *ends)


def test_coins_and_the_listed_price_are_sums_over_the_runs() -> None:
    quote = in_runs(NINETEEN_INSIDE, THIRTY_OF_NET)
    assert (quote.coins, quote.bonus, quote.total, quote.listed_minor) == (300, 180, 480, 558)
    assert str(quote.per_coin.fraction) == "93/8000"  # EUR: 5.58 over 480 coins


@pytest.mark.parametrize(
    ("tax", "commission", "expected"),
    [
        (NINETEEN_INSIDE, THIRTY_OF_NET, (468, 90, 558, 139, 329, 329)),
        (of_order(NINETEEN_INSIDE), of_order(THIRTY_OF_NET), (469, 89, 558, 141, 328, 328)),
        (NINETEEN_INSIDE, of_order(THIRTY_OF_NET), (468, 90, 558, 140, 328, 328)),
        (of_order(NINETEEN_INSIDE), CARD, (469, 89, 558, 80, 389, 389)),
        (added("19 %"), THIRTY_OF_NET, (558, 107, 665, 168, 390, 497)),
        (added("19 %", "order"), of_order(THIRTY_OF_NET), (558, 106, 664, 167, 391, 497)),
    ],
)
def test_a_figure_is_rounded_for_a_unit_of_each_run_or_for_the_order(
    tax: str, commission: str, expected: tuple[int, ...]
) -> None:
    quote = in_runs(tax, commission)
    assert figures(quote) == expected
    assert sum(minor for _, minor in quote.tax_lines) == quote.tax_minor


@pytest.mark.parametrize("tax", [NINETEEN_INSIDE, of_order(NINETEEN_INSIDE), added("19 %"), added("19 %", "order")])
@pytest.mark.parametrize("commission", [THIRTY_OF_NET, of_order(THIRTY_OF_NET)])
def test_equal_units_in_two_runs_are_one_run(tax: str, commission: str) -> None:
    quote = quoted("1.29", tax, commission, quantity=5)
    (whole,) = quote.runs
    parts = tuple(msgspec.structs.replace(whole, units=units) for units in (2, 3))
    assert figures(summed(quote, parts)) == figures(quote)
