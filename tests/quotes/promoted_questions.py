"""Questions about promotions put to the reference, and the sums of what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hypothesis import reject

from ratecard.diagnostics.diagnostic import Severity
from ratecard.loading import load_texts
from tests.reference import answering, reading
from tests.reference.answering import Answer, Sold
from tests.reference.told import Told
from tests.reference.used_before import Used
from tests.strategies.promotion_questions import Question, UsedNumber
from tests.strategies.promotion_worlds import money
from tests.strategies.promotions import Book

ODD = {"promotion-without-effect"}
"""Errors that a random book may hold all the same: what a narrower layer takes away may have been all there was."""


def without_errors(book: Book) -> Book:
    """The book, unless it has one of the errors that random books may have."""
    found = load_texts(book.files)
    codes = {diagnostic.code for diagnostic in found.diagnostics if diagnostic.severity is Severity.ERROR}
    assert codes <= ODD, [str(diagnostic) for diagnostic in found.diagnostics]
    return reject() if codes else book


def written(number: int, unit: str) -> str:
    """A number with its unit, or minor units of a currency, as rules and questions write them."""
    if unit.isupper():
        return f"{money(number, unit)} {unit}"
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def told(question: Question) -> Told:
    """What a question tells, as the reference takes it."""
    used = (Used(each.limit, written(each.number, each.unit), each.package) for each in question.used)
    return Told(question.codes, tuple(used))


def sold(book: reading.Book, question: Question) -> Answer:
    """What the reference answers."""
    return answering.sell(book, question.request, told(question))


@dataclass(frozen=True)
class Sums:
    """All figures that are added up over the units of a purchase; None is undetermined."""

    regular: int
    listed: int
    coins: int
    bonus: int
    net: int | None
    tax: int | None
    gross: int | None
    commission: int | None
    withheld: int | None
    proceeds: int | None

    @classmethod
    def of(cls, answers: Iterable[Sold]) -> "Sums":
        """The sums over some purchases."""
        every = [(answer.regular, answer.figures) for answer in answers]
        names = ("listed", "coins", "bonus", "net", "tax", "gross", "commission", "withheld", "proceeds")
        parts = {name: [getattr(figures, name) for _, figures in every] for name in names}
        sums = {name: None if None in values else sum(values) for name, values in parts.items()}
        return cls(regular=sum(regular for regular, _ in every), **sums)  # type: ignore[arg-type]


def after(question: Question, answer: Sold) -> tuple[UsedNumber, ...]:
    """What was used of limits, once a question was answered and bought."""
    uses = {use.limit: int(use.amount.split(" ")[0].replace(".", "")) for use in answer.uses}
    return tuple(replace(each, number=each.number + uses.get(each.limit, 0)) for each in question.used)
