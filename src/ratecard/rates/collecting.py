"""The rates of several sources as rates of the book's base: for each currency, of the first source that has it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import msgspec

from ratecard.currency import CURRENCIES
from ratecard.rates.csv_tables import csv_quotations
from ratecard.rates.json_documents import json_quotations
from ratecard.rates.quotations import DatedRate, NotRates, Quotation, Rates, dated_rate
from ratecard.rates.sources import Layout, RateSource

GivenFiles = Mapping[str, Iterable[tuple[str, bytes]]]
"""By source: the names of its files, with what they hold."""


class RateDays(msgspec.Struct, frozen=True):
    """The days that rates are taken of: from `first` on, None is the first of all, up to today, which `now` lies in."""

    now: datetime
    first: date | None = None

    def takes(self, quotation: Quotation, source: RateSource) -> bool:
        """Whether a rate is recent enough. Raises NotRates for one of a day that has not come where it is published."""
        place = source.published
        today = None if place is None else self.now.astimezone(place.zone).date().isoformat()
        if quotation.at > self.now if today is None else quotation.day > today:
            raise NotRates(f"{quotation.where} is a rate of {quotation.code} for {quotation.day}, a day to come")
        return self.first is None or quotation.day >= self.first.isoformat()


class Collected(msgspec.Struct, frozen=True):
    """The rates of all sources; which currencies each gives, by its id; and codes that ISO 4217 does not know."""

    rates: Rates
    given: dict[str, list[str]]
    unknown: list[str]


def collect(sources: Iterable[RateSource], given: GivenFiles, base: str, period: RateDays) -> Collected:
    """The rates that files hold, for one unit of `base`.

    A currency is that of the first source that has a rate of it, on all days: two sources agree on no day, and a rate
    that changed hands from day to day would move by that alone. Raises NotRates.
    """
    rates: Rates = {}
    by_source: dict[str, list[str]] = {}
    unknown: set[str] = set()
    for source in sources:
        own, others = _of_source(source, given[source.id], base, period)
        unknown |= others
        fresh = {code: dated for code, dated in own.items() if code not in rates}
        rates.update(fresh)
        by_source[source.id] = sorted(fresh)
    return Collected(rates, by_source, sorted(unknown))


def _of_source(
    source: RateSource, files: Iterable[tuple[str, bytes]], base: str, period: RateDays
) -> tuple[Rates, set[str]]:
    by_code: dict[str, dict[datetime, Quotation]] = {}
    names = []
    holds_any = False
    read = csv_quotations if source.layout in (Layout.WIDE, Layout.LONG) else json_quotations
    for name, content in files:
        names.append(name)
        for quotation in read(name, content, _with_base(source, base)):
            holds_any = holds_any or quotation.code in CURRENCIES
            _tell_second(by_code.get(quotation.code, {}).get(quotation.at), quotation)
            if period.takes(quotation, source):
                by_code.setdefault(quotation.code, {}).setdefault(quotation.at, quotation)
    unknown = {code for code in by_code if code not in CURRENCIES}
    if not holds_any:
        raise NotRates(f"{' and '.join(names) or source.id} holds no rate")
    known = {code: dated for code, dated in by_code.items() if code not in unknown}
    return _for_base(source, known, base), unknown


def _tell_second(before: Quotation | None, quotation: Quotation) -> None:
    if before is not None and not _same(before, quotation):
        raise NotRates(
            f"{quotation.where} has a second rate of {quotation.code} for {quotation.day}; the other one stands at "
            f"{before.where}"
        )


def _same(first: Quotation, second: Quotation) -> bool:
    """Whether two quotations say the same in other digits: 1.10 and 1.1."""
    return dated_rate(first, None, "").rate == dated_rate(second, None, "").rate


def _with_base(source: RateSource, base: str) -> RateSource:
    """The source, with the rate of the book's base among what is wanted where its own base is another."""
    if base == source.base:
        return source
    only = source.only | {base} if source.only else source.only
    return msgspec.structs.replace(source, only=only, leave_out=source.leave_out - {base})


def _for_base(source: RateSource, by_code: Mapping[str, Mapping[datetime, Quotation]], base: str) -> Rates:
    own = by_code.get(source.base, {})
    for quotation in own.values():
        if not _same(quotation, _unit(quotation)):
            raise NotRates(f"{quotation.where} says that one {source.base}, the base of {source.id}, is not one of it")
    wanted = {code: dated for code, dated in by_code.items() if code not in (base, source.base)}
    if base == source.base:
        return {code: _dated(source, dated, {}) for code, dated in wanted.items()}
    of_base = by_code.get(base, {})
    if source.wants(source.base):
        wanted[source.base] = {at: _one_of(source.base, quotation) for at, quotation in of_base.items()}
    for dated in wanted.values():
        lacking = [quotation for at, quotation in dated.items() if at not in of_base]
        if lacking:
            raise NotRates(
                f"{lacking[0].where} is of {source.base}, and {source.id} has no rate of {base}, the book's base, for "
                f"{lacking[0].day}"
            )
    return {code: _dated(source, dated, of_base) for code, dated in wanted.items() if dated}


def _unit(quotation: Quotation) -> Quotation:
    return msgspec.structs.replace(quotation, units="1", base="1")


def _one_of(code: str, quotation: Quotation) -> Quotation:
    """What one unit of a source's base is in itself, on the day of another quotation."""
    return msgspec.structs.replace(_unit(quotation), code=code)


def _dated(
    source: RateSource, dated: Mapping[datetime, Quotation], of_base: Mapping[datetime, Quotation]
) -> dict[datetime, DatedRate]:
    return {
        at: dated_rate(quotation, of_base.get(at), f"{source.name}, {quotation.day}") for at, quotation in dated.items()
    }
