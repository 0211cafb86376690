"""Random rates, written in every layout by code of its own, are read back equal, to the last digit."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given, strategies

from ratecard.rates.collecting import RateDays, collect
from ratecard.rates.days import Published
from ratecard.rates.sources import Csv, Layout, RateSource

NOON = Published(time(12), ZoneInfo("UTC"))
CODES = ("AED", "CHF", "EUR", "GBP", "IDR", "JPY", "KWD", "USD")
Table = Mapping[str, Mapping[str, str]]
"""By day and currency, what one unit of the base is: the numbers as a source prints them."""

numbers = strategies.builds(
    lambda digits, decimals: f"{Decimal(digits).scaleb(-decimals):f}",
    strategies.integers(1, 10**9),
    strategies.integers(0, 9),
)
days = strategies.dates(date(1999, 1, 1), date(2026, 11, 1)).map(date.isoformat)
tables = strategies.dictionaries(days, strategies.dictionaries(strategies.sampled_from(CODES), numbers), max_size=6)


def marked(number: str, mark: str, groups: str) -> str:
    """A number with other marks: 1234.5 is 1.234,5."""
    whole, _, part = number.partition(".")
    return f"{int(whole):,}".replace(",", groups) + (f"{mark}{part}" if part else "")


def as_wide(table: Table, separator: str, mark: str, groups: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["Day", *CODES])
    for day, rates in table.items():
        writer.writerow([day, *(marked(rates[code], mark, groups) if code in rates else "-" for code in CODES)])
    return out.getvalue().encode("utf-8-sig")


def as_long(table: Table, separator: str, mark: str, groups: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(["Code", "Day", "Rate"])
    for day, rates in table.items():
        writer.writerows([code, day, marked(number, mark, groups)] for code, number in rates.items())
    return out.getvalue().encode("utf-16")


def as_days(table: Table) -> bytes:
    texts = {
        day: f"{{{', '.join(f'{json.dumps(code)}: {text}' for code, text in by.items())}}}" for day, by in table.items()
    }
    return f'{{"rates": {{{", ".join(f"{json.dumps(day)}: {text}" for day, text in texts.items())}}}}}'.encode()


def as_records(table: Table) -> bytes:
    return json.dumps(
        [{"c": code, "d": day, "r": text} for day, by in table.items() for code, text in by.items()]
    ).encode()


def source(layout: Layout, **fields: object) -> RateSource:
    every = {"id": "s", "name": "S", "base": "EUR", "layout": layout, "published": NOON, **fields}
    return RateSource(**every)  # type: ignore[arg-type]


def read_back(layout: RateSource, content: bytes, base: str) -> dict[tuple[str, str], Fraction]:
    period = RateDays(datetime(2026, 11, 27, tzinfo=UTC))
    rates = collect([layout], {"s": [("r", content)]}, base, period).rates
    return {(f"{at:%Y-%m-%d}", code): rate.rate.fraction for code, dated in rates.items() for at, rate in dated.items()}


@given(tables, strategies.sampled_from([(",", ".", " "), (";", ",", "."), ("\t", ",", "'")]))
def test_a_table_is_read_back_from_every_layout(table: Table, marks: tuple[str, str, str]) -> None:
    plain = {day: {code: text for code, text in by.items() if code != "EUR"} for day, by in table.items()}
    expected = {(day, code): Fraction(text) for day, by in plain.items() for code, text in by.items()}
    if not expected:
        return
    separator, mark, groups = marks
    form = {"date": "Day", "mark": mark, "groups": groups, "missing": ("", "-")}
    written = (
        (source(Layout.WIDE, csv=Csv(separator=separator), **form), as_wide(plain, *marks)),
        (
            source(Layout.LONG, csv=Csv(separator=separator, encoding="utf-16"), currency="Code", rate="Rate", **form),
            as_long(plain, *marks),
        ),
        (source(Layout.DAYS, rates="rates"), as_days(plain)),
        (source(Layout.RECORDS, date="d", currency="c", rate="r"), as_records(plain)),
    )
    for layout, content in written:
        assert read_back(layout, content, "EUR") == expected, layout.layout


@given(tables, strategies.booleans(), strategies.sampled_from(["EUR", "USD", "JPY"]))
def test_a_rate_of_another_base_is_the_exact_quotient(table: Table, per_unit: bool, base: str) -> None:
    """The source's base is CHF, the book's another one, of which each day has a rate."""
    usable = {
        day: {code: text for code, text in by.items() if code != "CHF"} for day, by in table.items() if base in by
    }
    units = {
        (day, code): 1 / Fraction(text) if per_unit else Fraction(text)
        for day, by in usable.items()
        for code, text in by.items()
    }
    expected = {(day, code): units[day, code] / units[day, base] for day, code in units if code != base} | {
        (day, "CHF"): 1 / units[day, base] for day in usable
    }
    if not expected:
        return
    layout = source(Layout.DAYS, rates="rates", base="CHF", per_unit=per_unit)
    assert read_back(layout, as_days(usable), base) == expected
