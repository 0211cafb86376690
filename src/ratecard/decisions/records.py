"""What was asked and what was answered, as one record of a decision log: a line of JSON.

Version 1 of a record:

- `version`: 1. A reader refuses another one.
- `id`: that of the operation, `-` and the number of the question in it. `time`: when it was answered. `requestId`.
- `digest`: of the book as the caller's `audience` saw it.
- `question`: its `kind` in the words of the command line, and the engine's request for it by its own names, as
  resolved: `at` is an instant in UTC, money is `{amount, currency}`, a number of something `{count, unit}`. What has
  its default is left out.
- `figures`: the main figures of the answer, as cases expect them; or `refused`: the code of the refusal.
- `masked`: whether what the caller said of a person (facts, what was used, codes) was replaced by the word `masked`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from ratecard.cases.kinds import KINDS, QuestionKind
from ratecard.cases.recording import Texts, figures_of
from ratecard.currency import CURRENCIES
from ratecard.instants import Instant, instant_of
from ratecard.money import Money, amount_of
from ratecard.quotes.requests import Budget, Lot, PayoutRequest, UsedBefore
from ratecard.refusals import Refused
from ratecard.rulefiles.values.limits import CountOf
from ratecard.showing import Reader, instant_text

VERSION = 1
MASKED = "masked"
OF_A_PERSON = frozenset({"facts", "package_facts", "used", "budget", "codes"})
"""The fields of a question that say something of whoever asks or is asked about."""

INSTANTS = frozenset({"at", "earned"})

BY_REQUEST = {kind.question.request: kind for kind in KINDS.values()}


class WrongRecord(Exception):
    """A record that cannot be read, or of which a part is masked. The sentence says what."""


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One record, as it is written."""

    version: int
    id: str
    time: str
    request_id: str = msgspec.field(name="requestId", default="")
    digest: str
    audience: str
    masked: bool
    question: dict[str, Any]
    figures: Any = None
    refused: str = ""


class Occasion(NamedTuple):
    """What the questions of one operation have in common."""

    id: str
    time: Instant
    request_id: str
    audience: str
    reader: Reader


def decision_of(occasion: Occasion, number: int, request: msgspec.Struct, answer: object, *, masked: bool) -> Decision:
    """The record of one question and its answer."""
    kind = BY_REQUEST[type(request)]
    figures: Texts | None = None if isinstance(answer, Refused) else figures_of(kind, answer, occasion.reader)
    return Decision(
        version=VERSION,
        id=f"{occasion.id}-{number}",
        time=instant_text(occasion.time),
        request_id=occasion.request_id,
        digest=occasion.reader.book.digest,
        audience=occasion.audience,
        masked=masked,
        question={"kind": kind.words, **_plain_fields(request, masked=masked)},
        figures=figures,
        refused=answer.code if isinstance(answer, Refused) else "",
    )


def _plain_fields(struct: msgspec.Struct, *, masked: bool) -> dict[str, Any]:
    """The fields of a question, or of a part of one, that do not stand for themselves."""
    told: dict[str, Any] = {}
    for field in msgspec.structs.fields(struct):
        value = getattr(struct, field.name)
        if not field.required and value == field.default:
            continue
        if masked and field.name in OF_A_PERSON:
            told[field.name] = MASKED
        else:
            told[field.name] = instant_text(value) if field.name in INSTANTS else _plain(value, masked=masked)
    return told


def _plain(value: Any, *, masked: bool) -> Any:
    if isinstance(value, Money):
        return {"amount": value.amount, "currency": value.currency.code}
    if isinstance(value, msgspec.Struct):
        return _plain_fields(value, masked=masked)
    if isinstance(value, tuple):
        return [_plain(part, masked=masked) for part in value]
    if isinstance(value, Mapping):
        return {name: _plain(part, masked=masked) for name, part in value.items()}
    return value


def read_decision(line: bytes) -> Decision:
    """The record in a line. Raises WrongRecord."""
    try:
        decision = msgspec.json.decode(line, type=Decision)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise WrongRecord(f"a record of decisions cannot be read: {problem}") from None
    if decision.version != VERSION:
        raise WrongRecord(f"the record {decision.id} is of version {decision.version}; this Ratecard reads {VERSION}")
    return decision


def is_masked(value: Any) -> bool:
    """Whether something in a question was left out because it is of a person."""
    if isinstance(value, dict):
        return any(map(is_masked, value.values()))
    return any(map(is_masked, value)) if isinstance(value, list) else value == MASKED


def kind_of(decision: Decision) -> QuestionKind:
    """What kind of question a record is of. Raises WrongRecord."""
    kind = KINDS.get(decision.question.get("kind", ""))
    if kind is None:
        raise WrongRecord(f"the record {decision.id} is of a question that this Ratecard does not know")
    return kind


def request_of(decision: Decision) -> Any:
    """The question as the engine takes it, without what is masked. Raises WrongRecord."""
    kind = kind_of(decision)
    fields = {name: value for name, value in decision.question.items() if name != "kind" and value != MASKED}
    try:
        return _request(kind.question.request, fields)
    except (KeyError, TypeError, ValueError):
        raise WrongRecord(f"the question of the record {decision.id} cannot be read") from None


def _request(cls: type[msgspec.Struct], fields: Mapping[str, Any]) -> Any:
    parts: dict[str, type[msgspec.Struct]] = {"lots": Lot, "budget": Budget}
    if cls is not PayoutRequest:
        parts["used"] = UsedBefore
    read: dict[str, Any] = {}
    for name, value in fields.items():
        part = parts.get(name)
        if name in INSTANTS:
            read[name] = instant_of(datetime.fromisoformat(value))
        elif part is None:
            read[name] = _read(value)
        elif isinstance(value, list):
            read[name] = tuple(_request(part, entry) for entry in value if entry != MASKED)
        else:
            read[name] = _request(part, value)
    return cls(**{name: value for name, value in read.items() if value != MASKED})


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_read, value))
    if not isinstance(value, dict):
        return value
    if value.keys() == {"amount", "currency"}:
        money = amount_of(value["amount"], CURRENCIES[value["currency"]])
        if money is None:
            raise ValueError(value["amount"])
        return money
    if value.keys() == {"count", "unit"}:
        return CountOf(value["count"], value["unit"])
    return {name: _read(part) for name, part in value.items()}
