"""Whatever the form of a sheet, what is read is what was written."""

from hypothesis import given

from ratecard.sheets.prices import Knowledge
from ratecard.sheets.reading import prices_in
from tests.sheets.writing import OWN, Written, sheets


@given(sheets())
def test_a_sheet_in_any_form_gives_exactly_its_prices(written: Written) -> None:
    found = prices_in(written.sheets, Knowledge(OWN, {}, written.mark))
    assert found.prices == written.prices
    assert {package.package for package in found.packages} == {package for _, _, package in written.prices}
