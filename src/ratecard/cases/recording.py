"""A new case, written from a question and the answer that a book gives today: whoever keeps it has read it first."""

from collections.abc import Iterable, Mapping
from typing import Any

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.cases.comparing import needs_unknown
from ratecard.cases.expecting import id_of
from ratecard.cases.kinds import QuestionKind
from ratecard.cases.values import NOTHING, UNKNOWN, VALUES
from ratecard.refusals.refused import Refused
from ratecard.rulefiles.mending import in_quotes
from ratecard.showing import Reader

HEADER = "cases:\n"
WIDTH_MOST = 100
"""Characters of a line that holds several values."""


Texts = Mapping[str, "str | Texts"]
"""Entries of a mapping: each the text of a value, or a mapping of its own."""


def question_lines(sentence: str, at: str, kind: QuestionKind, fields: Texts) -> str:
    """The lines of a case that say what it asks. `fields` are texts as files of cases have them."""
    return f"  - case: {in_quotes(sentence)}\n    at: {at}\n{entry_lines(kind.words, fields)}"


def answer_lines(kind: QuestionKind, answer: object, reader: Reader) -> str:
    """The lines of a case that say what it expects: the main figures of an answer, or the code of a refusal."""
    if isinstance(answer, Refused):
        return f"    refused: {answer.code}\n"
    found = figures_of(kind, answer, reader)
    unknown = getattr(answer, "unknown_values", ())
    if unknown:
        said = _said_unknown(found) if needs_unknown(answer) else found
        found = {**said, "unknown_values": f"[{', '.join(unknown)}]"}
    return entry_lines("expect", found)


def figures_of(kind: QuestionKind, answer: object, reader: Reader) -> Texts:
    """The main figures of an answer by name, as a case expects them."""
    return _figures(kind.recorded, kind.record, answer, reader)


def _said_unknown(figures: Texts) -> dict[str, "str | Texts"]:
    """The figures of an answer that needs what is unknown: those that are not there are so for that."""
    return {
        name: _said_unknown(own) if not isinstance(own, str) else UNKNOWN.value if own == NOTHING.value else own
        for name, own in figures.items()
    }


def entry_lines(key: str, value: "str | Texts", indent: int = 4) -> str:
    """One entry of a mapping: on a line of its own where that is not too long, else with its own entries below."""
    text = value if isinstance(value, str) else flow(value)
    line = f"{' ' * indent}{key}: {text}"
    if isinstance(value, str) or len(line) <= WIDTH_MOST:
        return f"{line}\n"
    below = "".join(entry_lines(name, own, indent + 2) for name, own in value.items())
    return f"{' ' * indent}{key}:\n{below}"


NOT_ASKED_YET = "    refused: FACT_NEEDED\n"
"""The line of a case that stands for what it expects while nobody has asked."""


def flow(entries: Texts) -> str:
    """A mapping on one line."""
    texts = (f"{name}: {value if isinstance(value, str) else flow(value)}" for name, value in entries.items())
    return f"{{{', '.join(texts)}}}"


FigureNames = Iterable[str | tuple[str, tuple[str, ...]]]


def _figures(names: FigureNames, record: Record, answer: object, reader: Reader) -> dict[str, str | Texts]:
    found: dict[str, str | Texts] = {}
    for name in names:
        own, below = name if isinstance(name, tuple) else (name, ())
        text = _text(own, below, record, answer, reader)
        if text not in (None, {}):
            found[own] = text
    return found


def _text(name: str, below: tuple[str, ...], record: Record, answer: Any, reader: Reader) -> str | Texts | None:
    figure = next((figure for figure in record.figures if figure.name == name), None)
    if figure is None:
        return _text_below(name, below, record, answer, reader)
    value = _read(figure, answer, reader)
    if value is None:
        return NOTHING.value
    if isinstance(figure.type, FigureType):
        return VALUES[figure.type].show(value)
    if not figure.many:
        return _figures(below, figure.type, value, reader)
    identity = id_of(figure.type)
    assert identity is not None, "only records with an id are recorded"
    return {str(_read(identity, part, reader)): _figures(below, figure.type, part, reader) for part in value}


def _text_below(name: str, below: tuple[str, ...], record: Record, answer: Any, reader: Reader) -> str | Texts | None:
    """The text of a figure that lies in a part of the answer."""
    for figure in record.figures:
        if isinstance(figure.type, Record) and not figure.many:
            part = _read(figure, answer, reader)
            text = None if part is None else _text(name, below, figure.type, part, reader)
            if text is not None:
                return text
    return None


def _read(figure: Figure, source: Any, reader: Reader) -> Any:
    return figure.read(source, reader) if figure.for_readers else figure.read(source)
