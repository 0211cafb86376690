"""How it stands with the book in force: since when it is, and what became of the last attempt to load another one."""

from collections.abc import Iterable

import msgspec

from ratecard.cases.running import CaseResult
from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from ratecard.instants import Instant

TOLD_MOST = 50
"""So many diagnostics of a failed attempt are kept; `errors` and `warnings` count all."""

FAILED_CASE, UNREADABLE_HALTS, FAULT = "failed-case", "unreadable-halts", "fault"


class ToldDiagnostic(msgspec.Struct, frozen=True):
    """One diagnostic as it is told to other processes. Lines and columns count from 1; None where there is no place."""

    code: str
    severity: Severity
    sentence: str
    hint: str = ""
    file: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}: " if self.file is not None else ""
        return f"{where}{self.severity.value}[{self.code}]: {self.sentence}"


class FailedLoad(msgspec.Struct, frozen=True):
    """An attempt to load that left the book in force as it was: when, how many errors, and the first of them."""

    at: Instant
    errors: int
    diagnostics: tuple[ToldDiagnostic, ...]

    def lines(self, most: int = 5) -> str:
        """The first errors, each on a line of its own, and how many more there are."""
        told = [own for own in self.diagnostics if own.severity is Severity.ERROR][:most]
        lines = "".join(f"\n  {own}" for own in told)
        return lines + (f"\n  and {self.errors - most} more" if self.errors > most else "")


class HeldBack(msgspec.Struct, frozen=True):
    """One halt that holds: what is withheld where, from when to when, why, by whom, and of how many things."""

    id: str
    what: str
    where: str
    since: Instant
    until: Instant
    reason: str
    by: str
    things: int


class BookStanding(msgspec.Struct, frozen=True):
    """How it stands with the book in force.

    `since` is when it was put in force, `loads` how many books were since the server started. `up_to_date` says whether
    it is what the files state, as far as was seen. `failure` is the last attempt that failed, whatever came after it.
    `waiting` says for what the next attempt waits; None where it does not. `halts` are those that hold, or will until
    they end.
    """

    since: Instant
    loads: int = 0
    watching: bool = False
    up_to_date: bool = True
    failure: FailedLoad | None = None
    waiting: str | None = None
    halts: tuple[HeldBack, ...] = ()


def failed_load(at: Instant, diagnostics: Iterable[Diagnostic]) -> FailedLoad:
    """An attempt that failed by these diagnostics; errors come first."""
    every = sorted(map(told, diagnostics), key=lambda own: own.severity is not Severity.ERROR)
    return FailedLoad(at, sum(own.severity is Severity.ERROR for own in every), tuple(every[:TOLD_MOST]))


def failed_by_fault(at: Instant) -> FailedLoad:
    """An attempt that ended with the process that made it."""
    sentence = "the process that loads has failed; another one tries, and the server's log has the reason"
    return FailedLoad(at, 1, (ToldDiagnostic(FAULT, Severity.ERROR, sentence),))


def failed_halts(at: Instant, problem: str) -> FailedLoad:
    """An attempt that failed because the file of halts cannot be read."""
    return FailedLoad(at, 1, (ToldDiagnostic(UNREADABLE_HALTS, Severity.ERROR, problem),))


def failed_cases(at: Instant, results: Iterable[CaseResult]) -> FailedLoad:
    """An attempt that failed because the book does not answer these of its cases as they expect."""
    every = [_of_case(result) for result in results]
    return FailedLoad(at, len(every), tuple(every[:TOLD_MOST]))


def told(diagnostic: Diagnostic) -> ToldDiagnostic:
    """A diagnostic as other processes are told it."""
    place = diagnostic.place
    where = (None, None, None) if place is None else (place.file, place.line, place.column)
    return ToldDiagnostic(diagnostic.code, diagnostic.severity, diagnostic.sentence, diagnostic.advice, *where)


def _of_case(result: CaseResult) -> ToldDiagnostic:
    differing = [f"{own.figure} is {own.actual}, not {own.expected}" for own in result.differences]
    sentence = f"the case “{result.case.sentence}” fails: {'; '.join(differing) or result.message}"
    place = result.case.place
    return ToldDiagnostic(FAILED_CASE, Severity.ERROR, sentence, "", place.file, place.line, place.column)
