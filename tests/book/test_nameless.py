"""What people see by a name and that has none in any language is warned of, once; a book without names still serves."""

import pytest

from ratecard.diagnostics.diagnostic import Severity
from tests.book.cashing import only_in_cash
from tests.cases.smallest import book, germany, load, only

GIFTS, PAYOUTS = "rules/gifts.yaml", "rules/payouts.yaml"


def test_a_tax_line_without_a_name_warns_where_it_stands_and_people_read_its_id() -> None:
    changes = germany(("name: VAT, ", ""))
    warning = only(changes)
    assert load(changes).book is not None
    assert (warning.code, warning.severity) == ("name-lacks-language", Severity.WARNING)
    assert warning.sentence == "tax.lines.vat has no name in any language"
    assert warning.advice == "add name: {en: …}; until then people read vat"
    assert warning.place is not None
    assert (warning.place.file, warning.place.line, warning.place.column) == ("regions/de.yaml", 7, 5)


def test_a_name_from_a_broader_layer_is_a_name() -> None:
    book({**germany(("name: VAT, ", "")), "rules/names.yaml": "tax: {lines: {vat: {name: VAT}}}\n"})


def test_what_is_removed_needs_no_name() -> None:
    files = germany(("  lines:\n", "  lines:\n    levy: none\n"))
    book({**files, "rules/levies.yaml": "tax: {lines: {levy: {name: Levy, rate: 1 %}}}\n"})


@pytest.mark.parametrize(
    ("file", "old", "new", "thing"),
    [
        (PAYOUTS, "      name: PayPal\n", "", "payouts.methods.paypal"),
        (PAYOUTS, "name: Gift card, fee: none", "fee: none", "payouts.methods.gift_card"),
        (PAYOUTS, "name: US tax, ", "", "payouts.withholding.lines.us"),
        (GIFTS, ", name: Heart", "", "gifts.heart"),
        (GIFTS, "name: Legendary, ", "", "rarities.legendary"),
    ],
)
def test_methods_kept_back_taxes_gifts_and_rarities_are_looked_at_too(
    file: str, old: str, new: str, thing: str
) -> None:
    warning = only_in_cash((file, old, new))
    assert (warning.code, warning.severity) == ("name-lacks-language", Severity.WARNING)
    assert warning.sentence == f"{thing} has no name in any language"
    assert warning.place is not None
    assert warning.place.file == file


def test_one_language_of_several_is_another_warning() -> None:
    found = load(germany(("name: VAT", "name: {de: MwSt.}"))).diagnostics
    assert [each.sentence for each in found] == ["tax.lines.vat.name is not stated in en"]
