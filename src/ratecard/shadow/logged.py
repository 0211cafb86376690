"""Lines of a log as questions: JSON objects, each with a purchase and what another service charged for it.

The names are those of the questions of the command line: `region`, `platform`, `package` or `item`, `quantity` (1 where
it is left out), `at` (a day of the region, or an instant with its offset), `facts` and `used` (objects), `codes` (a
list). Convention: what cannot be read, and what nobody knows, is a fault of its line; nothing is passed over unasked.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.currency import currency
from ratecard.instants import Instant, first_instant, instant_of, zone
from ratecard.locale.territories import region_asked_for
from ratecard.money import Money, amount_of
from ratecard.quotes.facts import parse_facts
from ratecard.quotes.requests import PurchaseRequest, UsedBefore
from ratecard.quotes.used_amounts import named_use, used_before_of
from ratecard.refusals import InvalidInput
from ratecard.refusals.refused import Refused
from ratecard.rulefiles.echo import cut
from ratecard.rulefiles.near import nearest
from ratecard.rulefiles.values.asked import parse_asked_region, parse_platform
from ratecard.rulefiles.values.scalars import parse_instant
from ratecard.rulefiles.wrong import Wrong
from ratecard.terms.facts import Facts

FIELDS = ("region", "platform", "package", "item", "quantity", "at", "facts", "used", "codes")
LINE_BYTES_MOST = 1_000_000
DIGITS_MOST = 18

_DECIMAL = re.compile(rf"[0-9]{{1,{DIGITS_MOST}}}(?:\.[0-9]{{1,{DIGITS_MOST}}})?", re.ASCII)
_MINOR = re.compile(rf"[0-9]{{1,{DIGITS_MOST}}}", re.ASCII)
_FRACTION = re.compile(r"(T\d{2}:\d{2}:\d{2})[.,]\d+(?=[Z+-])", re.ASCII)
_DECODER = msgspec.json.Decoder(dict[str, Any], float_hook=str)
"""Numbers with decimals stay the text that they are: no float is made of money."""


class LogForm(msgspec.Struct, frozen=True):
    """What a log calls things. `names` are its names for `FIELDS`, where they are others; `ignored` mean nothing here.

    `charged` and `currency` are the fields with the amount, which is in minor units where `is_minor`, and its currency.
    `at` stands for a line that names no time; None where each must.
    """

    charged: str
    currency: str = "currency"
    is_minor: bool = False
    names: Mapping[str, str] = {}
    ignored: frozenset[str] = frozenset()
    at: date | None = None


class ShadowQuestion(msgspec.Struct, frozen=True):
    """A purchase, of a package or an item, and what was charged for all of it; None where it was not sold."""

    request: PurchaseRequest
    is_item: bool
    charged: Money | None


class UnreadableLine(Exception):
    """A line that is not a question. The sentence says why."""


def read_question(line: bytes, book: RuleBook, form: LogForm) -> ShadowQuestion:
    """The question of one line, its facts as the book declares them. Raises UnreadableLine."""
    told = _object(line)
    ours = {form.names.get(name, name): name for name in FIELDS}
    _check_names(told, ours, form)
    fields = {ours[name]: value for name, value in told.items() if name in ours and value is not None}
    region = _parsed(fields, "region", lambda text: parse_asked_region(region_asked_for(text)))
    platform = _parsed(fields, "platform", parse_platform)
    things = [name for name in ("package", "item") if name in fields]
    if len(things) != 1:
        raise UnreadableLine("it names no package or item" if not things else "it names a package and an item")
    request = PurchaseRequest(
        region,
        platform,
        _text(fields, things[0]),
        _instant(fields, book, region, form.at),
        _quantity(fields),
        _facts(fields, book),
        used=_used(fields),
        codes=_codes(fields),
    )
    return ShadowQuestion(request, things == ["item"], _charged(told, form))


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > LINE_BYTES_MOST:
        raise UnreadableLine(f"it has more than {LINE_BYTES_MOST:,} bytes")
    try:
        return _DECODER.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UnreadableLine("it is not a JSON object") from None


def _check_names(told: Mapping[str, object], ours: Mapping[str, str], form: LogForm) -> None:
    known = {*ours, form.charged, form.currency, *form.ignored}
    for name in told:
        if name not in known:
            near = nearest(name, sorted(known))
            meant = f"; did you mean {near[0]}?" if near else ""
            raise UnreadableLine(f"{cut(name)} is not a field of a question{meant}")


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise UnreadableLine(f"it has no {name} as a text")
    return value


def _parsed(fields: Mapping[str, Any], name: str, parse: Callable[[str], str | Wrong]) -> str:
    found = parse(_text(fields, name))
    if isinstance(found, Wrong):
        raise UnreadableLine(found.sentence)
    return found


def _quantity(fields: Mapping[str, Any]) -> int:
    quantity = fields.get("quantity", 1)
    if not isinstance(quantity, int) or isinstance(quantity, bool):
        raise UnreadableLine(f"quantity is {cut(str(quantity))}, and not a whole number")
    return quantity


def _instant(fields: Mapping[str, Any], book: RuleBook, region: str, otherwise: date | None) -> Instant:
    at: date | Wrong | None = otherwise
    if "at" in fields:
        at = parse_instant(_FRACTION.sub(r"\1", _text(fields, "at")))
    if at is None:
        raise UnreadableLine("it does not say at which time; --at does for all such lines")
    if isinstance(at, Wrong):
        raise UnreadableLine(at.sentence)
    if isinstance(at, datetime):
        return instant_of(at)
    in_zone = zone(book.time_zones.get(region, "UTC"))
    found = first_instant(at, in_zone) if in_zone is not None else None
    if found is None:
        raise UnreadableLine(f"{at} is not a day in {region}")
    return found


def _facts(fields: Mapping[str, Any], book: RuleBook) -> Facts:
    stated = fields.get("facts", {})
    if not isinstance(stated, dict):
        raise UnreadableLine('facts are an object, such as {"buyer.age": 21}')
    known = [(name, _fact_text(name, value)) for name, value in stated.items() if value is not None]
    facts = parse_facts(book, known) if known else {}
    if isinstance(facts, Refused):
        raise UnreadableLine(facts.message)
    return facts


def _fact_text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str | int):
        raise UnreadableLine(f"the fact {cut(name)} is not one value")
    return str(value)


def _used(fields: Mapping[str, Any]) -> tuple[UsedBefore, ...]:
    stated = fields.get("used", {})
    if not isinstance(stated, dict) or not all(isinstance(text, str) for text in stated.values()):
        raise UnreadableLine('what was used is an object, such as {"daily": "12.34 EUR"}')
    used = used_before_of(named_use(name, text) for name, text in stated.items())
    if isinstance(used, InvalidInput):
        raise UnreadableLine(used.message)
    return used


def _codes(fields: Mapping[str, Any]) -> tuple[str, ...]:
    codes = fields.get("codes", [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise UnreadableLine('codes are a list of texts, such as ["WELCOME10"]')
    return tuple(codes)


def _charged(told: Mapping[str, Any], form: LogForm) -> Money | None:
    """What was charged, exactly; None where the line says by null that it was not sold."""
    if form.charged not in told:
        raise UnreadableLine(f"it has no field {form.charged}")
    value = told[form.charged]
    if value is None:
        return None
    code = told.get(form.currency)
    known = currency(code) if isinstance(code, str) else None
    if known is None:
        what = f"{cut(str(code))} is not a currency" if code else f"it has no field {form.currency}"
        raise UnreadableLine(f"{what}; write its code, as EUR")
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if form.is_minor:
        if not _MINOR.fullmatch(text):
            raise UnreadableLine(f"{form.charged} is {cut(str(value))}, and not a count of minor units")
        return Money(int(text), known)
    money = amount_of(text, known) if _DECIMAL.fullmatch(text) else None
    if money is None:
        raise UnreadableLine(f"{form.charged} is {cut(str(value))}, and not an amount of {known}, as 12.99")
    return money
