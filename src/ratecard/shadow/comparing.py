"""A whole log beside a book, line by line: what agrees, what differs and why, what is refused, what cannot be read.

All that is kept are counts, sums and the first few lines of each: a log may be of any length.
"""

from collections.abc import Iterable

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.shadow.causes import CAUSES, SOLD, Cause, ShadowDifference, ask, figure_of
from ratecard.shadow.logged import LogForm, ShadowQuestion, UnreadableLine, read_question

EXAMPLES_MOST = 3
LINES_MOST = 20
"""Lines that are named of what cannot be read, and of each refusal."""

UNDETERMINED = "UNDETERMINED"
"""Stands among codes of refusals for a figure that our rules do not determine."""


class ShadowExample:
    """One line that differs: the question, both amounts, and where our figure is decided."""

    def __init__(
        self, line: int, asked: ShadowQuestion, ours: Money, theirs: Money | None, place: Place | None
    ) -> None:
        self.line, self.asked = line, asked
        self.ours, self.theirs, self.place = ours, theirs, place


class CauseGroup:
    """The lines that differ for one cause. `differences` are ours − theirs by currency, in minor units."""

    def __init__(self, cause: Cause) -> None:
        self.cause, self.count = cause, 0
        self.differences: dict[str, int] = {}
        self.examples: list[ShadowExample] = []


class NamedLines:
    """How many lines are alike, and the first of them, with what is said of each."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[tuple[int, str]] = []

    def add(self, line: int, sentence: str) -> None:
        """Counts one more."""
        self.count += 1
        if len(self.first) < LINES_MOST:
            self.first.append((line, sentence))


class Shadow:
    """A book beside a log. `refused` are the lines that this book refuses and the log does not, by code."""

    def __init__(self, book: RuleBook, form: LogForm, figure: str) -> None:
        self._book, self._form, self._figure = book, form, figure
        self.agree = self.differ = 0
        self.refused: dict[str, NamedLines] = {}
        self.unread = NamedLines()
        self._groups: dict[tuple[str, str], CauseGroup] = {}

    @property
    def asked(self) -> int:
        """How many lines are questions."""
        return self.agree + self.differ + sum(lines.count for lines in self.refused.values())

    @property
    def is_same(self) -> bool:
        """Whether all lines could be read and agree."""
        return not (self.differ or self.refused or self.unread.count)

    @property
    def groups(self) -> list[CauseGroup]:
        """The causes, in the order of `CAUSES`; of one the largest group first."""
        return sorted(self._groups.values(), key=lambda own: (CAUSES.index(own.cause.name), -own.count, own.cause))

    def read(self, lines: Iterable[bytes]) -> None:
        """Compares every line; an empty one is none."""
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                asked = read_question(line, self._book, self._form)
            except UnreadableLine as unreadable:
                self.unread.add(number, str(unreadable))
                continue
            self._compare(number, asked)

    def _compare(self, number: int, asked: ShadowQuestion) -> None:
        quote = ask(self._book, asked)
        if not isinstance(quote, PurchaseQuote):
            if asked.charged is None:
                self.agree += 1
            else:
                self.refused.setdefault(quote.code, NamedLines()).add(number, quote.message)
            return
        ours = figure_of(quote, self._figure)
        if ours is None:
            values = ", ".join(quote.unknown_values) or "a subdivision decides the tax"
            self.refused.setdefault(UNDETERMINED, NamedLines()).add(number, f"{self._figure} needs {values}")
        elif ours == asked.charged:
            self.agree += 1
        else:
            self._add(number, asked, quote, ours)

    def _add(self, number: int, asked: ShadowQuestion, quote: PurchaseQuote, ours: Money) -> None:
        theirs, cause = asked.charged, Cause(SOLD, "not sold there", self._figure)
        if theirs is not None:
            cause = ShadowDifference(self._book, asked, quote, self._figure, theirs).cause()
        self.differ += 1
        group = self._groups.setdefault(cause[:2], CauseGroup(cause))
        group.count += 1
        if theirs is not None and theirs.currency == ours.currency:
            code = ours.currency.code
            group.differences[code] = group.differences.get(code, 0) + ours.minor - theirs.minor
        if len(group.examples) < EXAMPLES_MOST:
            place = place_of(quote, cause.figure, self._figure)
            group.examples.append(ShadowExample(number, asked, ours, theirs, place))


def place_of(quote: PurchaseQuote, *figures: str) -> Place | None:
    """The line that decides the first of these figures that our trace has, of all units or of each."""
    steps = {step.figure: step.place for step in trace_purchase(quote) if step.place is not None}
    names = [name for figure in figures for name in (figure, f"{figure} each")]
    return next((steps[name] for name in names if name in steps), None)
