"""One source of the file of sources: how its files are laid out, from what is stated of it."""

import codecs
import re
from datetime import time

import msgspec

from ratecard.instants import zone
from ratecard.rates.days import INSTANT, UNIX, Published, pattern_of
from ratecard.rates.nodes import Fields, wrong
from ratecard.rates.sources import ECB, Csv, Layout, RateSource
from ratecard.rulefiles.text.nodes import Node
from ratecard.rulefiles.wrong import shown

FORMATS = ("ecb", "csv", "json")
QUOTED = ("units per base", "base per unit")
"""Whether a source says how many units one of its base is, or how much of its base one unit is."""
SEPARATORS = {",": ",", ";": ";", "|": "|", "tab": "\t"}
ENCODINGS = ("utf-8", "utf-16", "latin-1", "cp1252")
KEYS_OF_DAYS = "keys"
"""What `date` is where the days of JSON are the keys of its mapping."""

_ALL = ("format", "name", "files", "only", "leave_out", "ignore", "source", "note")
_RATES = ("base", "quoted", "date", "date_form", "published", "missing", "decimal", "groups")
_KEYS = {
    "ecb": _ALL,
    "csv": (*_ALL, *_RATES, "currency", "rate", "amount", "encoding", "separator", "header"),
    "json": (*_ALL, *_RATES, "base_at", "rates", "records", "currency", "rate", "amount"),
}


def rate_source(name: str, node: Node, base: str) -> RateSource:
    """The source of this name; its base is that of the book where it states none. Raises NotRates."""
    form = Fields.of(node, None, f"{name} is a mapping that says how its files are laid out").word("format", FORMATS)
    fields = Fields.of(node, _KEYS[form], "")
    if form == "ecb":
        source = msgspec.structs.replace(ECB, id=name, name=fields.text("name") or ECB.name, leaves_unknown=False)
    else:
        source = _csv(name, fields, base) if form == "csv" else _json(name, fields, base)
    only, leave_out = fields.currencies("only"), fields.currencies("leave_out")
    ignore, files = fields.texts("ignore"), fields.text("files")
    return msgspec.structs.replace(source, only=only, leave_out=leave_out, ignore=ignore, files=files)


def _csv(name: str, fields: Fields, base: str) -> RateSource:
    long = bool(fields.text("currency") or fields.text("rate") or fields.text("amount"))
    source = RateSource(
        id=name,
        name=fields.text("name") or name,
        base=base,
        layout=Layout.LONG if long else Layout.WIDE,
        date=fields.needed_text("date"),
        currency=fields.needed_text("currency") if long else "",
        rate=fields.needed_text("rate") if long else "",
        amount=fields.text("amount"),
        csv=Csv(
            encoding=codecs.lookup(fields.word("encoding", ENCODINGS, "utf-8")).name,
            separator=SEPARATORS[fields.word("separator", SEPARATORS, ",")],
            header=_line(fields),
        ),
    )
    return _common(source, fields)


def _json(name: str, fields: Fields, base: str) -> RateSource:
    records = fields.text("records")
    if bool(records) == bool(fields.text("rates")):
        sentence = f"{name} says either rates:, where its mapping by code stands, or records:, where its list does"
        raise wrong(fields.node, sentence)
    date = fields.needed_text("date")
    layout = Layout.RECORDS if records else Layout.DAYS if date == KEYS_OF_DAYS else Layout.MAPPING
    for key in ("currency", "rate", "amount"):
        if not records and fields.text(key):
            raise wrong(fields.needed(key), f"{key}: belongs to records:, and {name} has rates:")
    source = RateSource(
        id=name,
        name=fields.text("name") or name,
        base=base,
        layout=layout,
        date="" if layout is Layout.DAYS else date,
        currency=fields.needed_text("currency") if records else "",
        rate=fields.needed_text("rate") if records else "",
        amount=fields.text("amount"),
        base_at=fields.text("base_at"),
        rates="" if (records or fields.text("rates")) == "." else records or fields.text("rates"),
    )
    return _common(source, fields)


def _common(source: RateSource, fields: Fields) -> RateSource:
    mark, groups = fields.word("decimal", (".", ","), "."), fields.text("groups")
    if groups and (len(groups) > 1 or groups.isalnum() or groups == mark):
        raise wrong(fields.needed("groups"), f"{shown(groups)} is not what stands between groups of three digits")
    forms = fields.texts("date_form") or ("YYYY-MM-DD",)
    for form in forms:
        if form not in (INSTANT, UNIX) and pattern_of(form) is None:
            raise wrong(
                fields.needed("date_form"),
                f"{shown(form)} is not the form of a day; write it with YYYY, MM or M or Month or Mon, and DD or D, as "
                "DD.MM.YYYY, or say instant or unix",
            )
    return msgspec.structs.replace(
        source,
        base=fields.currency("base") if fields.text("base") else source.base,
        per_unit=fields.word("quoted", QUOTED, QUOTED[0]) == QUOTED[1],
        forms=forms,
        published=_published(fields, forms),
        missing=("", *fields.texts("missing")),
        mark=mark,
        groups=groups,
    )


def _published(fields: Fields, forms: tuple[str, ...]) -> Published | None:
    """When a day's rates are published; what has instants does not say it."""
    if set(forms) <= {INSTANT, UNIX}:
        if fields.text("published"):
            raise wrong(fields.needed("published"), "published: is for days, and this source has instants")
        return None
    text = fields.needed_text("published")
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d) (\S+)", text, re.ASCII)
    place = zone(match[3]) if match else None
    if match is None or place is None:
        raise wrong(fields.needed("published"), f"{shown(text)} is not an hour and a time zone: 16:00 Europe/Berlin")
    return Published(time(int(match[1]), int(match[2])), place)


def _line(fields: Fields) -> int:
    text = fields.text("header") or "1"
    if not re.fullmatch(r"[1-9]\d{0,3}", text, re.ASCII):
        raise wrong(fields.needed("header"), f"{shown(text)} is not the number of the line that names the columns")
    return int(text)
