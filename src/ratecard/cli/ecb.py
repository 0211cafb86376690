"""The euro foreign exchange reference rates of the European Central Bank, from the two CSV forms that it publishes.

`eurofxref.csv` holds one day ("20 February 2026") and `eurofxref-hist.csv` all days ("2026-02-20"), newest first; both
name the currencies in the first line, end each line with a comma, and leave out a rate or write N/A where none is. The
bank publishes at about 16:00 in Frankfurt, so that is when a rate begins to hold, and not the day's midnight.

Source: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/
"""

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

from ratecard.currency import CURRENCIES
from ratecard.instants import zone
from ratecard.keys.registry import KEYS
from ratecard.money import ExchangeRate
from ratecard.rulefiles.stated import FileKind, Stated, StatedTimeLine
from ratecard.rulefiles.stating.files import state_file
from ratecard.rulefiles.values.measures import parse_exchange_rate

PUBLISHED_AT = time(16)
SOURCE = "https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/"

Rates = dict[str, dict[datetime, ExchangeRate]]
"""Rates by currency code and the instant from which each holds."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class NotRates(Exception):
    """A file is not what the bank publishes, or contradicts what is known; the message says where and why."""


def read_rates(text: str) -> tuple[Rates, tuple[str, ...]]:
    """The rates of a published file, and the codes in it that are unknown, which are left out.

    Raises NotRates.
    """
    rows = list(csv.reader(text.splitlines()))
    header = [cell.strip() for cell in rows[0]] if rows else []
    codes = [code for code in header[1:] if code]
    if header[:1] != ["Date"] or not codes or not all(re.fullmatch(r"[A-Z]{3}", code) for code in codes):
        raise NotRates("line 1 does not begin with Date and then name currencies, as in Date,USD,JPY,")
    if len(set(codes)) != len(codes):
        raise NotRates("line 1 names a currency twice")
    rates: Rates = {code: {} for code in codes if code in CURRENCIES}
    for number, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        start = _published(cells[0], number)
        if len([cell for cell in cells[1:] if cell]) > len(codes) or len(cells) < len(codes) + 1:
            raise NotRates(f"line {number} has another number of values than line 1 has currencies")
        for code, cell in zip(codes, cells[1:], strict=False):
            if cell in ("", "N/A") or code not in CURRENCIES:
                continue
            rate = parse_exchange_rate(cell)
            if not isinstance(rate, ExchangeRate):
                raise NotRates(f"line {number} has {cell[:40]} for {code}, which is not an exchange rate")
            if rates[code].setdefault(start, rate) != rate:
                raise NotRates(f"line {number} has a second rate of {code} for {cells[0]}")
    found = {code: dated for code, dated in rates.items() if dated}
    if not found:
        raise NotRates("the file holds no rate")
    return found, tuple(code for code in codes if code not in CURRENCIES)


def _published(text: str, number: int) -> datetime:
    """The instant at which the rates of a day are published."""
    words = re.fullmatch(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})", text, re.ASCII)
    try:
        if words and words[2] in _MONTHS:
            day = date(int(words[3]), _MONTHS.index(words[2]) + 1, int(words[1]))
        else:
            day = date.fromisoformat(text)
    except ValueError:
        raise NotRates(f"line {number} begins with {text[:40]!r}, which is not a date") from None
    frankfurt = zone("Europe/Berlin")
    assert frankfurt is not None
    return datetime.combine(day, PUBLISHED_AT, frankfurt)


def known_rates(file: str, content: bytes) -> Rates:
    """The rates that a file written by `rates_yaml` states already. Raises NotRates where it states anything else."""
    found: list[str] = []
    stated = state_file(file, FileKind.RULES, content, lambda fault: found.append(fault.sentence), KEYS.grammar)
    if stated is None or found:
        raise NotRates(f"{file} cannot be read as rules: {found[0] if found else 'it is empty'}")
    rates: Rates = {}
    for path, leaf in stated.plain.items():
        if path[:2] != ("fx", "rates") or not isinstance(leaf, StatedTimeLine):
            raise NotRates(f"{file} states {'.'.join(path)} too, and would lose it; name a file of dated rates alone")
        for key, value in leaf.entries:
            assert isinstance(value, Stated)
            if not isinstance(key.value, datetime) or not isinstance(value.value, ExchangeRate):
                raise NotRates(f"{file} states {'.'.join(path)} in another way than by instants")
            rates.setdefault(path[2], {})[key.value.astimezone(UTC)] = value.value
    if stated.by_platform:
        raise NotRates(f"{file} states platforms too, and would lose them; name a file of dated rates alone")
    return rates


def put_together(known: Rates, new: Rates) -> tuple[Rates, int]:
    """All rates of both, and how many of the new ones were not known. Raises NotRates where both contradict."""
    rates: Rates = {code: dict(dated) for code, dated in known.items()}
    added = 0
    for code, dated in new.items():
        own = rates.setdefault(code, {})
        for start, rate in dated.items():
            before = own.get(start.astimezone(UTC))
            if before is not None and before != rate:
                raise NotRates(f"{code} from {start.isoformat()} is {rate} here, and {before} in the file before")
            added += before is None
            own[start.astimezone(UTC)] = rate
    return rates, added


def rates_yaml(rates: Mapping[str, Mapping[datetime, ExchangeRate]]) -> str:
    """A rule file that states these rates, currencies in order of code and instants in order of time."""
    lines = [
        "# yaml-language-server: $schema=../schema/rules.schema.json",
        "# Written by `ratecard fx import`: units of each currency for one euro, from the instant of publication on.",
        "fx:",
        "  rates:",
        f"    source: {SOURCE}",
    ]
    for code, dated in sorted(rates.items()):
        lines += _time_line(code, sorted(dated.items()))
    return "\n".join(lines) + "\n"


def _time_line(code: str, dated: Iterable[tuple[datetime, ExchangeRate]]) -> list[str]:
    """One currency's time line, one rate a line."""
    frankfurt = zone("Europe/Berlin")
    entries = [f"      {start.astimezone(frankfurt).isoformat(timespec='minutes')}: {rate}" for start, rate in dated]
    return [f"    {code}:", *entries]
