"""Answers of the shipped book as plain data: their figures, without digests, sources, notes and places.

Names stand in all of their languages, so that whoever reads in any of them is known to be answered the same.
"""

from collections.abc import Iterable, Mapping
from enum import Enum

import msgspec

from ratecard.answers.figures import Figure, Record
from ratecard.refusals import Refused
from ratecard.rulefiles.keys.facts import WAY

LEFT_OUT = frozenset({"book_digest"})
"""Figures that name the rules and not what they say."""

Names = dict[str, list[str]]


class Saying:
    """Says answers by names of figures: those that were `recorded` of each kind of answer, else all that it has.

    So a figure that answers gain later changes nothing of what was recorded of the others; nor does it that an answer
    says which way of paying it took.
    """

    def __init__(self, recorded: Mapping[str, list[str]] | None = None) -> None:
        self._recorded = recorded
        self.names: Names = {}
        self._known: dict[str, list[tuple[str, Figure]]] = {}

    def answer(self, record: Record, answer: object) -> object:
        """The figures of an answer that need no reader; of a refusal its code and its facts."""
        if isinstance(answer, Refused):
            return self._refusal(answer)
        shown: dict[str, object] = {}
        for name, figure in self._figures(record):
            value = figure.read(answer)
            if name == "assumed_facts":
                value = tuple(fact for fact in value if fact != WAY)
            if isinstance(figure.type, Record) and value is not None:
                parts = [self.answer(figure.type, part) for part in (value if figure.many else (value,))]
                shown[name] = parts if figure.many else parts[0]
            else:
                shown[name] = self.value(value)
        return shown

    def _figures(self, record: Record) -> list[tuple[str, Figure]]:
        known = self._known.get(record.name)
        if known is None:
            shown = {
                figure.name: figure
                for figure in record.figures
                if not figure.for_readers and figure.name not in LEFT_OUT
            }
            known = self._known[record.name] = [(name, shown[name]) for name in self._names(record.name, shown)]
        return known

    def _refusal(self, refusal: Refused) -> object:
        names = self._names(refusal.code, refusal.__struct_fields__)
        return {"refusal": refusal.code, **{name: self.value(getattr(refusal, name)) for name in names}}

    def _names(self, kind: str, every: Iterable[str]) -> list[str]:
        known = self.names.get(kind)
        if known is None:
            known = self.names[kind] = sorted(every) if self._recorded is None else list(self._recorded[kind])
        return known

    def value(self, value: object) -> object:
        """A plain value as JSON has it; one of the engine's own as its text."""
        if value is None or isinstance(value, str | int):
            return value
        if isinstance(value, Enum):
            return value.name
        if isinstance(value, Refused):
            return self._refusal(value)
        if isinstance(value, Mapping):
            return {name: self.value(text) for name, text in sorted(value.items())}
        if isinstance(value, tuple | list):
            return [self.value(part) for part in value]
        if isinstance(value, msgspec.Struct) and type(value).__str__ is object.__str__:
            return [self.value(getattr(value, name)) for name in value.__struct_fields__]
        return str(value)
