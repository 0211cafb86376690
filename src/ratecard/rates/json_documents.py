"""Rates in JSON: a mapping by code, such mappings by day, or a list of records. Numbers stay the digits they are."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NoReturn

from ratecard.rates.codes import refuse_unknown
from ratecard.rates.csv_tables import decoded
from ratecard.rates.days import day_in, start_of
from ratecard.rates.quotations import CODE, NotRates, Quotation, rate_in
from ratecard.rates.sources import Layout, RateSource
from ratecard.rulefiles.wrong import shown


class _Number(str):
    """A number as it is written, apart from a text of the same letters."""

    __slots__ = ()


def json_quotations(file: str, content: bytes, source: RateSource) -> Iterator[Quotation]:
    """The rates of a JSON file, codes that ISO 4217 does not know among them. Raises NotRates."""
    document = _document(file, decoded(file, content, "utf-8"))
    if source.base_at:
        said = _at(file, document, source.base_at)
        if said != source.base:
            text = shown(said) if isinstance(said, str) else "no text"
            raise NotRates(f"{file}: {source.base_at} is {text}, and the base of {source.id} is {source.base}")
    rates = _at(file, document, source.rates)
    where = f"{file}: {source.rates or 'the document'}"
    if source.layout is Layout.RECORDS:
        if not isinstance(rates, list):
            raise NotRates(f"{where} is not a list")
        for index, record in enumerate(rates):
            yield from _record(f"{file}: {source.rates}[{index}]", record, source)
        return
    if not isinstance(rates, dict):
        raise NotRates(f"{where} is not a mapping")
    if source.layout is Layout.DAYS:
        for day, by_code in rates.items():
            if not isinstance(by_code, dict):
                raise NotRates(f"{where}.{shown(day)} is not a mapping of rates")
            own = f"{where}.{day}"
            yield from _by_code(own, by_code, day_in(day, source.forms, own), source)
    else:
        stated = f"{file}: {source.date}"
        day = _text(stated, _at(file, document, source.date))
        yield from _by_code(where, rates, day_in(day, source.forms, stated), source)


def _document(file: str, text: str) -> object:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        document: dict[str, object] = {}
        for key, value in pairs:
            if key in document:
                raise NotRates(f"{file} states {shown(key)} twice in one mapping")
            document[key] = value
        return document

    def refuse(word: str) -> NoReturn:
        raise NotRates(f"{file} holds {word}, which is not a number")

    try:
        return json.loads(text, parse_float=_Number, parse_int=_Number, parse_constant=refuse, object_pairs_hook=unique)
    except json.JSONDecodeError as wrong:
        raise NotRates(f"{file}:{wrong.lineno}:{wrong.colno} is not JSON: {wrong.msg}") from None
    except RecursionError:
        raise NotRates(f"{file} is nested too deep") from None


def _at(file: str, document: object, path: str) -> object:
    """What stands at a path ("meta.date") of a document; the whole for an empty path. Raises NotRates."""
    value = document
    for index, key in enumerate(path.split(".") if path else ()):
        if not isinstance(value, dict) or key not in value:
            above = ".".join(path.split(".")[:index]) or "the document"
            raise NotRates(f"{file}: {above} has no {shown(key)}")
        value = value[key]
    return value


def _text(where: str, value: object) -> str:
    if not isinstance(value, str):
        raise NotRates(f"{where} is not a text or a number")
    return value


def _record(where: str, record: object, source: RateSource) -> Iterator[Quotation]:
    if not isinstance(record, dict):
        raise NotRates(f"{where} is not a mapping")
    lacking = [key for key in (source.date, source.currency) if _inside(record, key) is None]
    if lacking:
        raise NotRates(f"{where} has no {shown(lacking[0])}")
    code = _text(f"{where}.{source.currency}", _inside(record, source.currency))
    if code in source.ignore:
        return
    amount = "1"
    if source.amount:
        stated = _text(f"{where}.{source.amount}", _inside(record, source.amount))
        amount = rate_in(stated, f"{where}.{source.amount}", code, source.mark)
    stated = f"{where}.{source.date}"
    moment = day_in(_text(stated, _inside(record, source.date)), source.forms, stated)
    yield from _quotation(f"{where}.{source.rate}", (code, _inside(record, source.rate)), moment, source, amount)


def _inside(record: Mapping[str, object], path: str) -> object:
    """What stands at a path of a record; None where nothing does."""
    value: object = record
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _by_code(
    where: str, rates: Mapping[str, object], moment: date | datetime, source: RateSource
) -> Iterator[Quotation]:
    for code, value in rates.items():
        if code not in source.ignore:
            yield from _quotation(f"{where}.{code}", (code, value), moment, source, "1")


def _quotation(
    where: str, rate: tuple[str, object], moment: date | datetime, source: RateSource, amount: str
) -> Iterator[Quotation]:
    """The rate of a code at a moment, where it has one that is wanted."""
    code, value = rate
    if not CODE.fullmatch(code):
        raise NotRates(f"{where} is of {shown(code)}, which is not the code of a currency")
    if value is None or value in source.missing or not source.wants(code):
        return
    refuse_unknown(code, where, source)
    number = rate_in(_text(where, value), where, code, source.mark, source.groups)
    units, base = (amount, number) if source.per_unit else (number, amount)
    start = start_of(moment, source.published)
    yield Quotation(code=code, at=start, day=f"{moment:%Y-%m-%d}", units=units, base=base, where=where)
