"""What binding finds: told through the memo, and heard again wherever what was bound is used again."""

from collections.abc import Collection

from ratecard.book.findings import BareMoney, HiddenValue, InEnded
from ratecard.book.memo import Memo
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, Severity
from ratecard.diagnostics.fixes import Suggestion
from ratecard.rulefiles.mending import problem
from ratecard.rulefiles.text.decoding import Report


class Hearing:
    """Takes all that is found in one load, and reports each mistake once for its place.

    `report_once` are those that were reported, `bare` money without a currency, `in_ended` money in a currency that has
    ended, and `hidden` the places of values that a warning has named as hidden.
    """

    def __init__(self, report: Report, memo: Memo) -> None:
        self.report_once: dict[tuple[str, Place], Diagnostic] = {}
        self.bare: dict[tuple[str, Place], BareMoney] = {}
        self.in_ended: dict[tuple[str, Place], Diagnostic] = {}
        self.hidden: set[Place] = set()
        self._report = report
        self._memo = memo
        memo.hear(self._hear)

    def report(
        self,
        code: str,
        sentence: str,
        place: Place,
        hint: str,
        notes: tuple[Note, ...] = (),
        offers: tuple[Suggestion, ...] = (),
    ) -> None:
        """Reports a diagnostic unless the same code was reported for that place; `offers` may stand there instead."""
        self.report_as_is(problem(code, sentence, place, hint, offers=offers, notes=notes))

    def report_as_is(self, found: Diagnostic) -> None:
        """Reports a finished diagnostic unless the same code was reported for that place."""
        self._memo.tell(found)

    def _hear(self, found: Diagnostic | BareMoney | InEnded | HiddenValue) -> None:
        """Takes what is found now, or was found when what is used again was made."""
        assert found.place is not None
        if isinstance(found, HiddenValue):
            self.hidden.add(found.place)
        elif isinstance(found, BareMoney):
            self.bare.setdefault((found.region, found.place), found)
        elif isinstance(found, InEnded):
            self.in_ended.setdefault((found.code, found.place), found.found)
        elif (found.code, found.place) not in self.report_once:
            self.report_once[found.code, found.place] = found
            self._report(found)

    def warn(self, code: str, sentence: str, place: Place, hint: str) -> None:
        """Reports a warning unless the same code was reported for that place."""
        self.report_as_is(problem(code, sentence, place, hint, severity=Severity.WARNING))

    def tell_in_ended(self, told: Collection[str]) -> None:
        """Reports bare money with more decimals than its currency, which has ended, where that is not `told` already.

        Where it is, another currency is meant, and what follows from the wrong one is not said.
        """
        for (code, _), diagnostic in sorted(self.in_ended.items()):
            if code not in told:
                self.report_as_is(diagnostic)
