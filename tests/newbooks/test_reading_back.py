"""Random sheets become books that answer exactly the sheets' prices, asked by the engine, in every market."""

from datetime import UTC, date, datetime

from hypothesis import given, settings

from ratecard.instants import instant_of
from ratecard.loading import load_texts
from ratecard.newbooks.library import library_facts
from ratecard.newbooks.making import checked_rules, prices_of
from ratecard.newbooks.planning import Wishes, plan_of_sheets
from ratecard.sheets.prices import Knowledge
from ratecard.sheets.reading import prices_in
from tests.sheets.writing import Written, sheets

BEGINS = date(2026, 1, 1)
LATER = instant_of(datetime(2026, 7, 1, tzinfo=UTC))


@settings(max_examples=30)
@given(sheets())
def test_a_book_of_a_sheet_answers_its_prices_and_no_others(written: Written) -> None:
    library = library_facts(BEGINS)
    priced = prices_in(written.sheets, Knowledge(library.currencies, {}, written.mark))
    plan = plan_of_sheets(Wishes(begins=BEGINS), priced, "sheets", library)
    loaded = load_texts(checked_rules(plan, library))
    assert loaded.book is not None
    assert loaded.diagnostics == ()
    for region in plan.regions:
        for platform in plan.platforms:
            expected = {
                package: price
                for (where, on, package), price in written.prices.items()
                if where == region and on in ("", platform)
            }
            assert prices_of(loaded.book, region, platform, LATER) == expected
