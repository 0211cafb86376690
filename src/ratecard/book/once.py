"""Reports that say nothing twice."""

from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.rulefiles.reading import Report


class Once:
    """Reports a diagnostic unless the same code was reported for that place."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.seen: set[tuple[str, Place]] = set()

    def tell(self, code: str, sentence: str, place: Place, hint: str, severity: Severity = Severity.ERROR) -> None:
        """Reports an error or a warning."""
        if (code, place) not in self.seen:
            self.seen.add((code, place))
            self.report(Diagnostic(code=code, sentence=sentence, place=place, hint=hint, severity=severity))
