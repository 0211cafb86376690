"""Names of dates, `begins` as the first key of a time line, and regions that begin later than the book."""

import pytest

from ratecard.book.memo import Memo
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.refusals import BeforeRules
from tests.book.asking import asked, at, price
from tests.books import sound
from tests.cases.smallest import Changes, book, changed, codes, germany, load, only

WAVES = "dates: {january_wave: 2027-01-12, friday_2026: 2026-11-27T08:00Z, wave_off: never}\n"


SAME_DAY = "dates: {one_day: 2027-01-12, other_day: 2027-01-12}\n"
SAME_INSTANT = "dates: {one_day: 2027-01-12, two_day: 2027-01-11T23:00Z}\n"


def dated(line: str, dates: str = WAVES) -> Changes:
    """Germany's price of the hundred as this line states it, in a book that names these dates."""
    return {**germany(("coins_100: 1.29", f"coins_100: {line}")), "rules/dates.yaml": dates}


def prices(changes: Changes, *days: str) -> list[str]:
    whole = sound(load(changes))
    return [price(whole, when=at(day)) for day in days]


def test_a_name_is_its_date_where_it_stands_in_the_zone_of_its_reader() -> None:
    whole = sound(load(dated("{begins: 1.29, friday_2026: 1.19, january_wave: 1.39}")))
    for moment, expected in [
        ("2025-01-01T00:00+01:00", "1.29 EUR"),
        ("2026-11-27T07:59:59+00:00", "1.29 EUR"),
        ("2026-11-27T08:00+00:00", "1.19 EUR"),
        ("2027-01-11T23:59:59+01:00", "1.19 EUR"),
        ("2027-01-12T00:00+01:00", "1.39 EUR"),
    ]:
        assert price(whole, when=at(moment)) == expected


@pytest.mark.parametrize(("before", "end"), [("\ufeff", "\n"), ("# waves\n", "\n"), ("note: the waves\n", "\r")])
def test_names_are_declared_however_the_file_is_written(before: str, end: str) -> None:
    declared = f"{before}{WAVES}".replace("\n", end)
    assert prices(dated("{begins: 1.29, january_wave: 1.39}", declared), "2027-01-12") == ["1.39 EUR"]


def test_moving_a_wave_is_one_edit_also_for_a_load_that_remembers() -> None:
    memo, line = Memo(), "{begins: 1.29, january_wave: 1.39}"
    for day, expected in (("2027-01-12", "1.39 EUR"), ("2027-03-01", "1.29 EUR"), ("never", "1.29 EUR")):
        loaded = load_texts(changed(dated(line, f"dates: {{january_wave: {day}}}\n")), memo=memo)
        assert price(sound(loaded), when=at("2027-02-01")) == expected


def test_a_book_dated_by_names_has_the_digest_of_one_with_the_dates() -> None:
    named = sound(
        load(dated("{begins: 1.29, january_wave: 1.39, wave_off: 9}", WAVES.replace("friday_2026: ", "x_1: ")))
    )
    plain = sound(load(germany(("coins_100: 1.29", "coins_100: {2025-01-01: 1.29, 2027-01-12: 1.39}"))))
    assert named.digest == plain.digest


def test_begins_stands_before_dates_before_the_book() -> None:
    changes = germany(("coins_100: 1.29", "coins_100: {begins: 1.09, 2020-01-01: 1.29}"))
    assert codes(changes) == ["never-holds"]
    assert prices(changes, "2025-01-01") == ["1.29 EUR"]


def test_entries_at_never_are_left_out_and_a_value_of_nothing_else_is_not_stated() -> None:
    assert prices(dated("{begins: 1.29, wave_off: 1.39}"), "2030-01-01") == ["1.29 EUR"]
    assert prices(dated("{wave_off: 1.39}"), "2030-01-01") == ["NOT_SOLD"]


@pytest.mark.parametrize(
    ("line", "dates", "code"),
    [
        ("{begins: 1, january_wav: 1.39}", "dates: {january_wave: never}\n", "unknown-date"),
        ("{begins: 1, summer: 1.39}", "", "unknown-date"),
        ("{begins: 1, one_day: 1.39, other_day: 1.49}", SAME_DAY, "same-instant-twice"),
        ("{begins: 1, one_day: 1.39, 2027-01-12: 1.49}", "dates: {one_day: 2027-01-12}\n", "same-instant-twice"),
        ("{begins: 1, one_day: 1, two_day: 2}", SAME_INSTANT, "same-instant-twice"),
        ("{begins: 1, begins: 2}", "", "duplicate-key"),
        ("{begins: 1, one_day: 1.39}", "dates: {one_day: soon}\n", "not-an-instant"),
        ("{begins: 1, one_day: 1.39}", "dates: {one_day: {2026-01-01: 2026-01-01}}\n", "not-datable"),
        ("{begins: 1, may: 1.39}", "dates: {may: 2027-05-01}\n", "bad-date-name"),
        ("{begins: 1, ios: 1.39}", "dates: {ios: 2027-05-01}\n", "bad-date-name"),
        ("{begins: 1, rate: 1.39}", "dates: {rate: 2027-05-01}\n", "bad-date-name"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_name_is_one_error(line: str, dates: str, code: str) -> None:
    changes = dated(line, dates)
    assert only(changes if dates else {**changes, "rules/dates.yaml": None}).code == code


def test_a_name_that_is_one_slip_away_is_offered_and_its_declaration_is_not_called_unused() -> None:
    error = only(dated("{begins: 1.29, january_wav: 1.39}", "dates: {january_wave: 2027-01-12}\n"))
    assert (error.code, error.advice) == ("unknown-date", "did you mean january_wave?")


MOVED = "dates: {wave: 2027-03-01, noon: 2027-03-01T12:00Z, gone: never}\n"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{begins: 1, wave: 2, 2027-02-15: 3}", "wave is 2027-03-01, after 2027-02-15, which is written below it"),
        ("{2025-01-01: 1, 2027-03-02: 2, wave: 3}", "wave is 2027-03-01, before 2027-03-02, which is written above it"),
        ("{begins: 1, noon: 2, 2027-02-27: 3}", "noon is 2027-03-01T12:00+00:00, after 2027-02-27, which is"),
        ("{begins: 1, wave: 2, gone: 4, 2027-02-15: 3}", "wave is 2027-03-01, after 2027-02-15, which is"),
        ("{2027-02-15: 1, 2025-01-01: 2, wave: 3}", ""),
        ("{begins: 1, 2027-02-15: 2, wave: 3, 2027-06-01: 4}", ""),
        ("{wave: 2, begins: 1}", ""),
        ("{begins: 1, noon: 2, 2027-03-01: 3}", ""),
        ("{begins: 1, noon: 2, 2027-02-28: 3}", ""),
        ("{begins: 1, gone: 2, 2027-02-15: 3}", ""),
        ("{begins: 1, 2027-06-01: 2, 2027-02-15: 3}", ""),
    ],
)
def test_a_name_whose_date_passes_its_neighbour_is_worth_a_warning(line: str, sentence: str) -> None:
    found = [each for each in load(dated(line, MOVED)).diagnostics if each.code != "unused-date"]
    assert [each.code for each in found] == ["dates-out-of-order"] * bool(sentence), found
    if sentence:
        assert found[0].sentence.startswith(sentence)
        assert found[0].severity.value == "warning"


def test_a_name_that_nothing_uses_is_worth_a_warning() -> None:
    assert codes({"rules/dates.yaml": "dates: {january_wave: 2027-01-12}\n"}) == ["unused-date"]


def test_names_are_not_missed_where_the_file_that_declares_them_cannot_be_read() -> None:
    line = "{begins: 1.29, january_wave: 1.39}"
    assert codes(dated(line, "dates: {january_wave: 2027-01-12}\n  x: y: z\n")) == ["yaml-syntax"]
    assert codes(dated(line, "")) == ["empty-file"]


# --- A region that begins later

PARTS: Changes = {
    **germany(("region: DE\n", "region: DE\nbegins: 2026-01-01\n")),
    "regions/de-by.yaml": "region: DE-BY\n",
    "regions/de-be.yaml": "region: DE-BE\nbegins: 2025-06-01\ntime_zone: Asia/Tokyo\n",
}


@pytest.mark.parametrize(
    ("region", "first"),
    [
        ("DE", "2026-01-01T00:00+01:00"),
        ("DE-BY", "2026-01-01T00:00+01:00"),
        ("DE-BE", "2025-06-01T00:00+09:00"),
    ],
)
def test_a_region_answers_from_its_own_beginning_on_and_its_parts_take_it_over(region: str, first: str) -> None:
    whole, begins = book(PARTS), at(first)
    before = Instant(begins - 1)
    assert asked(whole, when=before, region=region) == BeforeRules(before, begins)
    assert price(whole, when=begins, region=region) == "1.29 EUR"
    assert next(iter(whole.region_periods(region))).period.start == begins


def test_a_beginning_before_the_books_is_one_error_that_names_both() -> None:
    error = only(germany(("region: DE\n", "region: DE\nbegins: 2024-12-31\n")))
    assert (error.code, [note.place.file for note in error.notes]) == ("begins-before-book", ["rules/book.yaml"])
    assert codes(germany(("region: DE\n", "region: DE\nbegins: 2025-01-01\n"))) == []


def test_a_part_that_begins_its_day_later_than_its_country_begins_with_the_book() -> None:
    files = {
        **germany(("region: DE\n", "region: DE\nbegins: 2025-01-01\n")),
        "regions/de-by.yaml": "region: DE-BY\ntime_zone: America/New_York\n",
    }
    first = at("2025-01-01T00:00-05:00")
    assert asked(book(files), when=Instant(first - 1), region="DE-BY") == BeforeRules(Instant(first - 1), first)


# --- What a date withdraws

LATE = "{2026-01-01: 1.39}"


def test_a_price_that_a_date_withdraws_is_one_error_at_its_value() -> None:
    error = only(germany(("coins_100: 1.29", f"coins_100: {LATE}")))
    assert error.place is not None
    assert (error.code, error.place.line, error.place.column) == ("silent-before", 10, 27)
    assert error.sentence.endswith("before, there is none of it in DE on ios, DE on web")
    (fix,) = error.fixes
    assert (fix.text, fix.place.column, fix.place.end_column) == ("begins: none, ", 15, 15)


@pytest.mark.parametrize("line", ["{begins: none, 2026-01-01: 1.39}", "{2026-01-01: none}", "1.39"])
def test_a_time_line_that_says_what_held_before_is_right(line: str) -> None:
    assert codes(germany(("coins_100: 1.29", f"coins_100: {line}"))) == []


def test_a_date_above_a_broader_value_withdraws_nothing() -> None:
    rules = {"rules/prices.yaml": "prices: {coins_100: 1.29 EUR}\n"}
    assert codes({**rules, **germany(("coins_100: 1.29", f"coins_100: {LATE}"))}) == []


def test_a_region_that_begins_as_late_as_its_values_is_right() -> None:
    late = germany(("coins_100: 1.29", f"coins_100: {LATE}"), ("region: DE\n", "region: DE\nbegins: 2026-01-01\n"))
    assert codes(late) == []


def test_a_bonus_that_begins_later_is_silent_before_too() -> None:
    assert codes({"rules/more.yaml": "packages: {coins_100: {bonus: {2026-01-01: 5}}}\n"}) == ["silent-before"]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("1.19", ["silent-before"]), ("{begins: none, 2026-02-01: 1.19}", []), ("{2025-06-01: 1.19}", ["silent-before"])],
)
def test_what_only_a_membership_withdraws_is_a_warning(stated: str, expected: list[str]) -> None:
    files = {
        **germany(("currency: EUR\n", "currency: EUR\ngroups: {2026-01-01: [eu]}\n"), ("  coins_100: 1.29\n", "")),
        "regions/groups/eu.yaml": f"group: eu\ncurrency: EUR\nprices: {{coins_100: {stated}}}\n",
    }
    loaded = load(files)
    assert [each.code for each in loaded.diagnostics] == expected
    assert loaded.errors == (stated.startswith("{2025"))


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("{2020-01-01: 1, 2025-01-01: 1.29}", [27]),
        ("{2020-01-01: 1, 2021-01-01: 2, 2025-01-02: 1.29}", [27]),
        ("{begins: 1, 2025-01-01: 1.29}", [23]),
        ("{begins: 1, 2025-01-02: 1.29}", []),
    ],
)
def test_an_entry_that_is_replaced_by_the_beginning_never_holds(line: str, columns: list[int]) -> None:
    found = load(germany(("coins_100: 1.29", f"coins_100: {line}"))).diagnostics
    assert [each.code for each in found] == ["never-holds"] * len(columns)
    assert [each.place.column for each in found if each.place] == columns


def test_a_beginning_that_is_misspelt_is_one_error_though_values_start_as_late() -> None:
    late = germany(("coins_100: 1.29", f"coins_100: {LATE}"), ("region: DE\n", "region: DE\nbegins: soon\n"))
    assert only(late).code == "not-an-instant"


OF_PACKAGES = "promotions: {sale: {name: Sale, bonus: {coins_100: 5 %, coins_1000: 6 %}}}\n"


@pytest.mark.parametrize("name", ["coins_100", "coins_1000", "en"])
def test_a_date_that_is_named_as_something_else_is_told_once(name: str) -> None:
    """`bonus:` is by package, and reads as a time line once a date is named coins_100; so is a name by language."""
    changes = {"rules/promotions.yaml": OF_PACKAGES, "rules/dates.yaml": f"dates: {{{name}: 2027-01-12}}\n"}
    assert only(changes).code == "bad-date-name"


def test_beside_a_date_that_is_named_as_a_package_other_unknown_dates_are_told() -> None:
    price = germany(("coins_100: 1.29", "coins_100: {begins: 1.29, summer: 1.39}"))
    dates = {"rules/promotions.yaml": OF_PACKAGES, "rules/dates.yaml": "dates: {coins_100: 2027-01-12}\n"}
    assert sorted(codes(price | dates)) == ["bad-date-name", "unknown-date"]


def test_a_unit_is_named_with_its_article() -> None:
    assert "the id of a unit" in only({"rules/dates.yaml": "dates: {coin: 2027-01-12}\n"}).sentence


@pytest.mark.parametrize("key", ["“dates”", "dаtеs", "ｄａｔｅｓ", "Dates", "da\u200btes"])
def test_names_under_a_misspelt_key_are_not_told_as_unknown(key: str) -> None:
    changes = dated("{begins: 1.29, january_wave: 1.39}", WAVES.replace("dates", key))
    assert len(codes(changes)) == 1


def test_a_date_whose_name_has_a_space_is_told_where_it_is_declared() -> None:
    promotion = "promotions: {sale: {name: Sale, bonus: 5 %, from: friday_2026}}\n"
    for used in (dated("{begins: 1.29, friday_2026: 1.19}"), {"rules/promotions.yaml": promotion}):
        assert only({**used, "rules/dates.yaml": "dates: {friday 2026: 2026-11-27}\n"}).code == "not-an-identifier"


def test_a_name_of_a_date_in_other_letters_is_taken_for_the_one_that_is_like_it() -> None:
    promotion = {"rules/promotions.yaml": "promotions: {sale: {name: Sale, bonus: 5 %, from: Friday_2026}}\n"}
    told = [*load({**promotion, "rules/dates.yaml": "dates: {friday_2026: 2026-11-27}\n"}).diagnostics]
    assert [diagnostic.code for diagnostic in told] == ["unknown-date"]
    assert told[0].hint == "did you mean friday_2026?"
