"""The statements of a book as columns, for the trip to another process."""

from array import array
from collections.abc import Sequence
from itertools import chain

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.stated import Stated

NUMBERS = "I"
"""Columns of numbers: of statements, and of lines and columns of files."""


class StatementColumns(msgspec.Struct, frozen=True):
    """Statements by number: a value, a place, a source and a note are a column each.

    A place is the name of its file, and four numbers of `stretches`. A statement of a kind of its own, such as the
    `none` of a mapping above, stands in `others` as it is.
    """

    values: tuple[object, ...]
    files: tuple[str, ...]
    stretches: bytes
    sources: tuple[str | None, ...]
    notes: tuple[str | None, ...]
    others: dict[int, Stated[object]]

    @classmethod
    def of(cls, statements: Sequence[Stated[object]]) -> "StatementColumns":
        """The columns of these statements."""
        places = [statement.place for statement in statements]
        stretches = [(place.line, place.column, place.end_line, place.end_column) for place in places]
        return cls(
            values=tuple([statement.value for statement in statements]),
            files=tuple([place.file for place in places]),
            stretches=array(NUMBERS, chain.from_iterable(stretches)).tobytes(),
            sources=tuple([statement.source for statement in statements]),
            notes=tuple([statement.note for statement in statements]),
            others={number: stated for number, stated in enumerate(statements) if type(stated) is not Stated},
        )

    def statements(self) -> list[Stated[object]]:
        """The statements of these columns, made anew, each at its number."""
        numbers = iter(array(NUMBERS, self.stretches))
        places = map(Place, self.files, numbers, numbers, numbers, numbers)
        plain = map(Stated, self.values, places, self.sources, self.notes)
        return [self.others.get(number, statement) for number, statement in enumerate(plain)]
