"""Figures that answers share: for how long they hold, what they assumed, names and conditions."""

from collections.abc import Callable
from typing import Any

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.book.rulebook import RuleBook
from ratecard.locale.names import NamesByLanguage
from ratecard.showing import Reader

REGION = Figure("region", FigureType.REGION, lambda answer: answer.request.region)
PLATFORM = Figure("platform", FigureType.PLATFORM, lambda answer: answer.request.platform)
AT = Figure("at", FigureType.INSTANT, lambda answer: answer.request.at)
LOCALE = Figure("locale", FigureType.LOCALE, lambda _, reader: reader.locale, for_readers=True)

VALIDITY = (
    Figure("book_digest", FigureType.TEXT, lambda answer: answer.digest),
    Figure("valid_from", FigureType.INSTANT, lambda answer: answer.period.start),
    Figure("valid_until", FigureType.INSTANT, lambda answer: answer.period.end, nullable=True),
)

CONDITION = Record(
    "Condition",
    (
        Figure("fact", FigureType.TEXT, lambda condition: condition.fact),
        Figure("required", FigureType.TEXT, lambda condition: condition.requirement),
        Figure("actual", FigureType.TEXT, lambda condition: condition.actual, nullable=True),
    ),
)

ASSUMED_FACTS = Figure("assumed_facts", FigureType.TEXT, lambda answer: answer.assumed, many=True)
UNKNOWN_VALUES = Figure("unknown_values", FigureType.TEXT, lambda answer: answer.unknown_values, many=True)
OPEN_CONDITIONS = Figure("open_conditions", CONDITION, lambda answer: answer.open, many=True)


def library_values(of: Callable[[RuleBook, Any], tuple[str, ...]]) -> Figure:
    """The paths of the library's values that decided a figure, found out where it is asked for."""

    def read(answer: object, reader: Reader) -> tuple[str, ...]:
        return of(reader.book, answer)

    return Figure("library_values", FigureType.TEXT, read, many=True, for_readers=True)


def names(
    names_of: Callable[[Any], NamesByLanguage], otherwise: Callable[[Any], str], prefix: str = ""
) -> tuple[Figure, Figure, Figure]:
    """What people call something: in each language; in the reader's, or `otherwise`; and the language of that."""

    def name(source: Any, reader: Reader) -> str:
        return reader.name(names_of(source), otherwise(source))

    def name_locale(source: Any, reader: Reader) -> str | None:
        return reader.name_locale(names_of(source))

    return (
        Figure("names", FigureType.NAMES, lambda source: dict(names_of(source))),
        Figure(f"{prefix}name", FigureType.TEXT, name, for_readers=True),
        Figure(f"{prefix}name_locale", FigureType.LOCALE, name_locale, nullable=True, for_readers=True),
    )
