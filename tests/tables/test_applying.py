"""Changed cells written back: the right line of the right file, or a refusal that names the cells."""

from datetime import date

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.loading import load_texts
from ratecard.loading.rule_files import rule_files
from ratecard.money import Money
from ratecard.plan.planning import plan
from ratecard.tables.applying import PriceEdits, StartDay, price_edits, unasked
from ratecard.tables.comparing import ChangedPrice
from ratecard.terms.market import MarketKey
from tests.books import Texts, folder_texts, sound
from tests.cases.smallest import CASES
from tests.plan.test_planning import NOW
from tests.tables.sheets import DAY, FRANCE, START, TEXTS, the_book

FOLLOWING = folder_texts(CASES / "good" / "following")


def changed(market: str, thing: str, minor: int, currency: str = "EUR") -> ChangedPrice:
    """A cell with another price: "DE ios"."""
    region, platform = market.split()
    money = Money(minor, CURRENCIES[currency])
    return ChangedPrice(MarketKey(region, platform), thing, Money(1, money.currency), money, f"p!{market} {thing}")


def applied(
    *changes: ChangedPrice,
    book: RuleBook | None = None,
    texts: Texts = TEXTS,
    start: date = START,
    name: str = "",
    for_all: bool = False,
) -> PriceEdits:
    """What becomes of cells from a day on."""
    day = StartDay(start, name or start.isoformat())
    files = rule_files({path: text.encode() for path, text in texts.items()})
    return price_edits(book or the_book(), files, changes, DAY, day, for_all=for_all)


def why_refused(*changes: ChangedPrice, **more: object) -> str:
    """Why the first of cells is refused."""
    edits = applied(*changes, **more)  # type: ignore[arg-type]
    assert edits.texts == {}
    return str(edits.faults[0])


def test_a_price_of_a_region_gets_a_dated_value_and_keeps_the_old_one() -> None:
    edits = applied(changed("FR ios", "coins_1000", 1399), changed("FR web", "coins_1000", 1399))
    assert edits.faults == ()
    assert (list(edits.texts), edits.lines) == (["regions/fr.yaml"], 1)
    assert edits.texts["regions/fr.yaml"].decode() == FRANCE.replace(
        "  coins_1000: 13.49 EUR\n", "  coins_1000:\n    begins: 13.49 EUR\n    2027-01-01: 13.99 EUR\n"
    )


def test_a_price_of_a_platform_is_written_there() -> None:
    (text,) = applied(changed("DE web", "coins_1000", 1249)).texts.values()
    assert "  web: {prices: {coins_1000: {begins: 11.99, 2027-01-01: 12.49}}}" in text.decode()


def test_a_name_of_a_day_stands_for_it() -> None:
    edits = applied(changed("DE web", "coins_1000", 1249), start=date(2027, 1, 12), name="january_wave")
    assert "{begins: 11.99, january_wave: 12.49}" in edits.texts["regions/de.yaml"].decode()


def test_a_price_of_a_group_is_written_where_all_of_its_cells_are_alike() -> None:
    cells = [changed(market, "coins_100", 149) for market in ("DE ios", "DE web", "FR ios", "FR web")]
    assert b"begins: 1.29   # for all\n    2027-01-01: 1.49" in applied(*cells).texts["regions/groups/euro.yaml"]
    assert why_refused(*cells[:3]) == (
        "p!DE ios coins_100, DE web coins_100, FR ios coins_100: prices.coins_100 in regions/groups/euro.yaml is the "
        "price of FR on web too; change these cells alike, say --for-all, or state a price of its own"
    )
    other = changed("FR web", "coins_100", 159)
    assert "is one price, and the cells say 1.49 EUR, 1.59 EUR" in why_refused(*cells[:3], other)


def test_one_cell_is_enough_where_that_is_said() -> None:
    cell = changed("FR web", "coins_100", 149)
    edits = applied(cell, for_all=True)
    assert b"2027-01-01: 1.49" in edits.texts["regions/groups/euro.yaml"]
    assert sorted(change.key.shown for change in edits.changes) == ["DE on ios", "DE on web", "FR on ios", "FR on web"]
    assert {(change.where, change.now) for change in edits.changes} == {(cell.where, cell.now)}
    other = changed("DE web", "coins_100", 159)
    assert "is one price, and the cells say" in why_refused(cell, other, for_all=True)


def test_a_later_price_stays_and_is_told() -> None:
    edits = applied(changed("DE ios", "coins_1000", 1349))
    assert b"{begins: 12.99, 2027-01-01: 13.49, 2027-03-01: 13.99}" in edits.texts["regions/de.yaml"]
    assert edits.remarks == (
        "p!DE ios coins_1000: 13.49 EUR holds until 2027-03-01, for which regions/de.yaml:5:43 states another value",
    )


def test_a_price_of_that_very_day_is_replaced() -> None:
    edits = applied(changed("DE ios", "coins_1000", 1349), start=date(2027, 3, 1))
    assert b"{begins: 12.99, 2027-03-01: 13.49}" in edits.texts["regions/de.yaml"]


def test_a_price_that_varies_is_refused_at_its_line() -> None:
    why = why_refused(changed("JP ios", "coins_1000", 1700, "JPY"))
    assert why == "p!JP ios coins_1000: the price varies by facts, at regions/jp.yaml:7:20; change it there"


def test_a_computed_price_is_refused_with_its_sources() -> None:
    book = sound(load_texts(FOLLOWING))
    why = why_refused(changed("US web", "coins_1000", 799, "USD"), book=book, texts=FOLLOWING)
    assert why.startswith("p!US web coins_1000: the price is computed, of rules/follow.yaml:6:")
    assert "regions/us.yaml:7:15" in why
    as_another = why_refused(changed("US ios", "coins_1500", 1599, "USD"), book=book, texts=FOLLOWING)
    assert "the price is computed, of regions/us.yaml:8:" in as_another


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (("coins_1000: 13.49 EUR", "coins_1000: {begins: 13.49, 2026-12-01: none}"), "it is not sold on that day"),
        (
            (
                "prices:\n  coins_1000: 13.49 EUR",
                "currency: {begins: EUR, 2026-12-01: CHF}\n"
                "prices: {coins_100: {begins: 1.29, 2026-12-01: 1.30}, coins_1000: {begins: 13.49, 2026-12-01: 13.00}}",
            ),
            "the currency is CHF on that day, and the cell is in EUR",
        ),
    ],
)
def test_what_is_otherwise_on_that_day_is_refused(edit: tuple[str, str], why: str) -> None:
    texts = {**TEXTS, "regions/fr.yaml": FRANCE.replace(*edit)}
    book = sound(load_texts(texts))
    cells = [changed(f"FR {platform}", "coins_1000", 1399) for platform in ("ios", "web")]
    assert why in why_refused(*cells, book=book, texts=texts)


def test_a_day_before_the_sheet_is_refused() -> None:
    why = why_refused(changed("DE web", "coins_1000", 1249), start=date(2026, 11, 27))
    assert why.endswith("the sheet shows 2026-11-28, and 2026-11-27 is before that")


def test_an_edit_that_the_editor_refuses_names_cell_and_line() -> None:
    why = why_refused(changed("DE web", "coins_1000", 10**30))
    assert why.startswith("p!DE web coins_1000: regions/de.yaml:7:")


def test_a_part_of_a_country_reads_the_line_and_the_days_of_its_country() -> None:
    part = "region: JP-01\ntime_zone: Asia/Tokyo\n"
    texts = {**TEXTS, "regions/jp-01.yaml": part}
    book = sound(load_texts(texts))
    both = [changed(f"JP {platform}", "coins_100", 180, "JPY") for platform in ("ios", "web")]
    assert "is the price of JP-01 on ios, JP-01 on web too" in why_refused(*both, book=book, texts=texts)


def test_a_part_in_another_zone_changes_with_its_country() -> None:
    """The line means the days of Tokyo: in Auckland, ahead of it, the price changes hours after midnight."""
    texts = {**TEXTS, "regions/jp-01.yaml": "region: JP-01\ntime_zone: Pacific/Auckland\n"}
    book = sound(load_texts(texts))
    markets = ("JP ios", "JP web", "JP-01 ios", "JP-01 web")
    edits = applied(*(changed(market, "coins_100", 180, "JPY") for market in markets), book=book, texts=texts)
    assert edits.faults == ()
    after = sound(load_texts({**texts, **{path: text.decode() for path, text in edits.texts.items()}}))
    assert unasked(book, after, plan(book, after, NOW), edits.changes, START) == []


def test_what_no_cell_asks_for_is_told() -> None:
    change = changed("FR ios", "coins_1000", 1399)
    edits = applied(change, changed("FR web", "coins_1000", 1399))
    after = sound(load_texts({**TEXTS, **{path: text.decode() for path, text in edits.texts.items()}}))
    planned = plan(the_book(), after, NOW)
    assert unasked(the_book(), after, planned, [change], START) == [
        "coins_1000 in FR on web would change from 2027-01-01 on, and no cell says so"
    ]
    other = changed("FR ios", "coins_1000", 1499)
    assert unasked(the_book(), after, planned, [other], START)[0] == (
        "p!FR ios coins_1000: coins_1000 in FR on ios would not cost 14.99 EUR"
    )
