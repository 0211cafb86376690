"""Tables of a book: what stands in each, exactly as the engine answers, and in versions for how long it holds."""

from datetime import UTC, date, datetime

import pytest

from ratecard.loading import load_texts
from ratecard.tables.making import KINDS, MadeOf, as_of_read, as_of_written, table_of, versions_of
from tests.books import folder_texts, sound
from tests.cases.smallest import CASES
from tests.tables.sheets import DAY, TEXTS, prices, rows_of_csv, the_book

EARNING = sound(load_texts(folder_texts(CASES / "good" / "coins_to_cash")))


def test_prices_as_the_engine_answers_them() -> None:
    header, *rows = rows_of_csv(prices())
    names = "region,platform,package,currency,price,coins,gross,net,tax,proceeds,per_coin,line,note,since,book"
    assert ",".join(header) == names
    assert len(rows) == 12
    of_book = f"prices {the_book().digest} 2026-11-28"
    assert {row[-1] for row in rows} == {of_book}
    assert ",".join(rows[0][:-1]) == (
        "DE,ios,coins_100,EUR,1.29,100,1.29,1.08,0.21,0.75,0.01290,regions/groups/euro.yaml:5,,2025-01-01"
    )
    assert rows[9][:5] == ["JP", "ios", "coins_1000", "JPY", "1600"]
    assert rows[9][12] == "price varies by buyer.member; not told, and so as for others: buyer.member"


def test_since_is_the_day_from_which_the_price_holds() -> None:
    later = table_of(the_book(), KINDS["prices"], date(2027, 3, 1))
    row = next(row for row in rows_of_csv(later) if row[:3] == ["DE", "ios", "coins_1000"])
    assert (row[4], row[-2], row[11]) == ("13.99", "2027-03-01", "regions/de.yaml:5")


def test_versions_are_half_open_in_local_days_and_in_utc() -> None:
    header, *rows = rows_of_csv(versions_of(the_book(), KINDS["prices"]))
    found = [row for row in rows if row[:3] == ["DE", "ios", "coins_1000"]]
    validity = [header.index(name) for name in ("valid_from", "valid_to", "valid_from_utc", "valid_to_utc", "price")]
    assert [[row[index] for index in validity] for row in found] == [
        ["2025-01-01", "2027-03-01", "2024-12-31T23:00:00Z", "2027-02-28T23:00:00Z", "12.99"],
        ["2027-03-01", "", "2027-02-28T23:00:00Z", "", "13.99"],
    ]
    assert len(rows) == 13
    assert {row[-1] for row in rows} == {f"prices {the_book().digest} versions"}


def test_a_package_that_is_not_sold_for_a_while_has_a_gap() -> None:
    prices_of_france = TEXTS["regions/fr.yaml"].replace(
        "coins_1000: 13.49 EUR", "coins_1000: {begins: 13.49, 2026-01-01: none, 2026-07-01: 13.49}"
    )
    book = sound(load_texts({**TEXTS, "regions/fr.yaml": prices_of_france}))
    rows = [row for row in rows_of_csv(versions_of(book, KINDS["prices"])) if row[:3] == ["FR", "web", "coins_1000"]]
    assert [row[3:5] for row in rows] == [["2025-01-01", "2026-01-01"], ["2026-07-01", ""]]


def test_a_computed_price_says_of_what() -> None:
    book = sound(load_texts(folder_texts(CASES / "good" / "following")))
    rows = rows_of_csv(table_of(book, KINDS["prices"], date(2026, 7, 1)))
    web = next(row for row in rows if row[:3] == ["US", "web", "coins_1000"])
    assert web[11:13] == ["rules/follow.yaml:6", "computed from coins_1000 in US on ios"]


def test_taxes() -> None:
    header, *rows = rows_of_csv(table_of(the_book(), KINDS["tax"], DAY))
    names = "region,platform,tax,name,rate,of,on,effective_rate,status,paid_over_by,line,note"
    assert ",".join(header[:12]) == names
    assert ",".join(rows[0][:11]) == "DE,ios,vat,VAT,20,net,,20,included,store,regions/groups/euro.yaml:3"
    assert len(rows) == 6


def test_gifts_and_payouts() -> None:
    gifts = rows_of_csv(table_of(EARNING, KINDS["gifts"], DAY))
    assert ",".join(gifts[0]) == "region,platform,gift,name,kind,coins,diamonds,currency,worth,note,since,book"
    told = "not told, and so as for others: creator.grade"
    assert gifts[1][:11] == [
        "DE",
        "ios",
        "castle",
        "Castle",
        "live",
        "20000",
        "10000",
        "EUR",
        "247.43",
        told,
        "2025-01-01",
    ]
    assert gifts[2][4:10] == ["", "", "", "", "", "refused: FX_STALE"]
    payouts = rows_of_csv(table_of(EARNING, KINDS["payouts"], date(2026, 1, 2)))
    names = "region,method,money_from,diamonds,currency,value,withheld,fee,least,paid_in,paid,note,since,book"
    assert ",".join(payouts[0]) == names
    found = [row[:11] for row in payouts if row[:2] == ["DE", "bank"]]
    assert found == [
        ["DE", "bank", "DE", "100000", "USD", "555.55", "16.67", "3.00", "100.00", "JPY", "83117"],
        ["DE", "bank", "US", "100000", "USD", "555.55", "150.00", "3.00", "100.00", "JPY", "62437"],
    ]
    for kind in ("tax", "gifts", "payouts"):
        header, *rows = rows_of_csv(versions_of(EARNING, KINDS[kind]))
        assert rows
        ends = [(row[header.index("valid_from_utc")], row[header.index("valid_to_utc")]) for row in rows]
        assert all(start < end for start, end in ends if end)


def test_a_region_that_has_not_begun_has_no_rows() -> None:
    assert table_of(the_book(), KINDS["prices"], date(2024, 12, 31)).rows == ()


@pytest.mark.parametrize("as_of", [date(2026, 11, 28), datetime(2026, 11, 28, 12, 30, 5, tzinfo=UTC)])
def test_as_of_is_read_as_it_is_written(as_of: date) -> None:
    text = as_of_written(as_of)
    assert as_of_read(text) == as_of
    assert MadeOf.read(f"prices abc {text}") == MadeOf("prices", "abc", text)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-28T12:30:05", "9999-12-31", "versions"])
def test_nothing_else_is_taken_for_a_time(text: str) -> None:
    assert as_of_read(text) is None
