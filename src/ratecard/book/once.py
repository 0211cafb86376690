"""Reports that say nothing twice."""

from ratecard.book.layers import MappingPlaces
from ratecard.book.memo import Memo
from ratecard.diagnostics.diagnostic import Note, Place, Severity
from ratecard.diagnostics.fixes import Suggestion
from ratecard.rulefiles.mending import problem
from ratecard.rulefiles.text.decoding import Report


class Once:
    """Reports a diagnostic unless the same code was reported for that place.

    `mappings` are where the keys stand that have keys below them; `memo` is for what is looked for market by market.
    `sound` says whether no error was found in the files: else what is missing may follow from one.
    """

    def __init__(self, report: Report, mappings: MappingPlaces, memo: Memo, *, sound: bool = True) -> None:
        self.report = report
        self.memo = memo
        self.sound = sound
        self.mappings = mappings
        self.seen: set[tuple[str, Place]] = set()

    def tell(
        self,
        code: str,
        sentence: str,
        place: Place,
        hint: str,
        severity: Severity = Severity.ERROR,
        offers: tuple[Suggestion, ...] = (),
        notes: tuple[Note, ...] = (),
    ) -> None:
        """Reports an error or a warning; `offers` may stand at the place instead."""
        if (code, place) not in self.seen:
            self.seen.add((code, place))
            self.report(problem(code, sentence, place, hint, offers=offers, notes=notes, severity=severity))

    def warn(self, code: str, sentence: str, place: Place, hint: str, notes: tuple[Note, ...] = ()) -> None:
        """Reports a warning."""
        self.tell(code, sentence, place, hint, Severity.WARNING, notes=notes)
