"""Random sheets with days become books whose quotes are the sheet's prices, on each side of each of its days."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, first_instant, zone
from ratecard.loading import load_texts
from ratecard.newbooks.library import library_facts
from ratecard.newbooks.making import checked_rules
from ratecard.newbooks.planning import Wishes, plan_of_sheets
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import NotSold
from ratecard.sheets.prices import Knowledge
from ratecard.sheets.reading import Sheet, prices_in

BEGINS = date(2025, 7, 1)
EURO = date(2026, 1, 1)
DAYS = (date(2025, 9, 1), EURO, date(2026, 3, 29), date(2026, 7, 1), date(2027, 2, 28))
AROUND = (BEGINS, *(day + timedelta(days) for day in DAYS for days in (-1, 0, 1)))
REGIONS = ("AT", "BG", "DE", "FR", "IT", "US", "US-HI", "US-NY", "JP", "KW", "PE")
PACKAGES = ("coins_100", "coins_1000")
NUMBERS = {"BGN": ("2.49", "2.99"), "JPY": ("200", "240"), "KWD": ("0.450", "0.500"), "PEN": ("5.90", "6.90")}
FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%Y-%m-%d 00:00:00")

Changes = Mapping[date, str]
"""What a package costs from each day on, "1.39 EUR" or "" where it is not sold; BEGINS for a row without a day."""


class Row(msgspec.Struct, frozen=True):
    """One row of a sheet."""

    region: str
    platform: str
    package: str
    price: str
    day: date | None


class Written(msgspec.Struct, frozen=True):
    """A sheet, and what it says by region, platform ("" for every one) and package."""

    content: str
    changes: Mapping[tuple[str, str, str], Changes]


def currency_of(region: str, day: date) -> str:
    """The money of a region on a day, as everybody knows it."""
    known = {"US": "USD", "JP": "JPY", "KW": "KWD", "PE": "PEN", "BG": "BGN" if day < EURO else "EUR"}
    return known.get(region.partition("-")[0], "EUR")


@st.composite
def sheets(draw: st.DrawFn) -> Written:
    """Sheets with one price a row; prices from a few, so that regions are often alike."""
    platforms = draw(st.sampled_from((("",), ("ios",), ("ios", "web"))))
    changes: dict[tuple[str, str, str], Changes] = {}
    for region in draw(st.lists(st.sampled_from(REGIONS), min_size=1, max_size=5, unique=True)):
        for platform in platforms:
            for package in PACKAGES:
                own = draw(some_changes(region))
                if any(own.values()):
                    changes[region, platform, package] = own
    changes.setdefault(("DE", platforms[0], "coins_100"), {BEGINS: "1.39 EUR"})
    rows = [
        Row(region, platform, package, price, None if day == BEGINS else day)
        for (region, platform, package), own in changes.items()
        for day, price in own.items()
    ]
    return Written(_content(draw, draw(st.permutations(rows))), changes)


@st.composite
def some_changes(draw: st.DrawFn, region: str) -> Changes:
    """What one package costs over time. Where the money changes, each price that holds is stated anew."""
    found: dict[date, str] = {}
    days = draw(st.lists(st.sampled_from((BEGINS, *DAYS)), max_size=3, unique=True))
    for day in sorted({*days, *([EURO] if region == "BG" else [])}):
        code = currency_of(region, day)
        prices = [f"{number} {code}" for number in NUMBERS.get(code, ("1.39", "1.49"))]
        found[day] = draw(st.sampled_from([*prices, ""]))
    return {day: price for day, price in found.items() if price or day != BEGINS}


def _content(draw: st.DrawFn, rows: Sequence[Row]) -> str:
    form = draw(st.sampled_from(FORMS))
    with_code = draw(st.booleans())
    with_platform = any(row.platform for row in rows)
    lines = [f"region;{'platform;' * with_platform}package;price;valid from"]
    for row in rows:
        price = row.price if with_code else row.price.partition(" ")[0]
        day = row.day.strftime(form) if row.day is not None else ""
        lines.append(f"{row.region};{f'{row.platform};' * with_platform}{row.package};{price or '-'};{day}")
    return "\n".join(lines) + "\n"


def price_on(written: Written, region: str, platform: str, package: str, day: date) -> str:
    """What the sheet says that a package costs on a day: its last row that has begun; "" where it is not sold."""
    for name in (platform, ""):
        own = written.changes.get((region, name, package), {})
        begun = [first for first in own if first <= day]
        if begun:
            return own[max(begun)]
    return ""


def quoted(book: RuleBook, region: str, platform: str, package: str, at: Instant) -> str:
    """What one package costs in a market, "" where it is not sold."""
    answer = quote_purchase(book, PurchaseRequest(region, platform, package, at))
    if isinstance(answer, NotSold):
        return ""
    assert isinstance(answer, PurchaseQuote), answer
    amount = answer.listed_minor
    digits = answer.currency.exponent
    number = f"{amount // 10**digits}.{amount % 10**digits:0{digits}}" if digits else str(amount)
    return f"{number} {answer.currency.code}"


@settings(max_examples=40)
@given(sheets())
def test_a_book_of_a_dated_sheet_quotes_its_prices_around_each_day(written: Written) -> None:
    library = library_facts(BEGINS)
    known = Knowledge(library.currencies, {}, ".", begins=BEGINS, currency_lines=library.currency_lines)
    priced = prices_in([Sheet("prices.csv", written.content.encode())], known)
    plan = plan_of_sheets(Wishes(begins=BEGINS), priced, "prices.csv", library)
    loaded = load_texts(checked_rules(plan, library))
    assert loaded.book is not None
    assert loaded.diagnostics == ()
    assert {package.package for package in plan.packages} == {package for _, _, package in written.changes}
    for region in plan.regions:
        in_zone = zone(loaded.book.time_zones[region])
        assert in_zone is not None
        for day in AROUND:
            first, following = first_instant(day, in_zone), first_instant(day + timedelta(1), in_zone)
            assert first is not None
            assert following is not None
            for platform in plan.platforms:
                for package in (package.package for package in plan.packages):
                    expected = price_on(written, region, platform, package, day)
                    assert quoted(loaded.book, region, platform, package, first) == expected
                    assert quoted(loaded.book, region, platform, package, Instant(following - 1)) == expected


def test_a_platforms_own_price_holds_from_its_day_on_and_that_of_every_platform_before() -> None:
    content = "region,platform,package,price,from\nDE,,coins_100,1.39,\nDE,web,coins_100,1.29,2026-07-01\n"
    library = library_facts(BEGINS)
    priced = prices_in([Sheet("prices.csv", content.encode())], Knowledge(library.currencies, {}, platforms_told=True))
    plan = plan_of_sheets(Wishes(begins=BEGINS, platforms=("ios", "web")), priced, "", library)
    assert checked_rules(plan, library)["regions/de.yaml"].endswith(
        "prices: {coins_100: 1.39}\nplatforms: {web: {prices: {coins_100: {2026-07-01: 1.29}}}}\n"
    )
