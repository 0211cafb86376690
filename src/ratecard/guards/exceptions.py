"""What a book accepts of what guards find: until when, up to which number, and where that itself is wrong."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from ratecard.guards.findings import Finding
from ratecard.guards.settings import Accepted, Settings
from ratecard.instants import Instant, datetime_of

YEAR_DAYS = 366


def is_of(exception: Accepted, finding: Finding) -> bool:
    """Whether an exception is of this finding, whatever its number."""
    return exception.guard == finding.guard and set(exception.at) <= set(finding.words)


def accepts(exception: Accepted, finding: Finding, now: Instant | None) -> bool:
    """Whether a finding is accepted at an instant."""
    return is_of(exception, finding) and not _is_over(exception, now) and not is_worse(exception, finding)


def is_worse(exception: Accepted, finding: Finding) -> bool:
    """Whether a finding is worse than the number that is accepted, as people read both: to two digits."""
    return exception.number is not None and round(finding.seen, 2) > exception.number


def _is_over(exception: Accepted, now: Instant | None) -> bool:
    return now is not None and now >= _end_of(exception)


def _end_of(exception: Accepted) -> int:
    until = exception.until
    moment = until if isinstance(until, datetime) else datetime(until.year, until.month, until.day, tzinfo=UTC)
    return int(moment.timestamp())


def doubtful_exceptions(
    settings: Settings, findings: Iterable[Finding], accepted: Iterable[tuple[Finding, Accepted]], now: Instant | None
) -> Iterator[Diagnostic]:
    """What is wrong with exceptions: those of nothing, those that are over, and those for too long a time."""
    findings = list(findings)
    used = {exception.id for _, exception in accepted}
    for own in settings.accepted:
        if settings.severities[own.guard] is None:
            continue
        if _is_over(own, now):
            sentence = f"{own.id} accepted {own.guard} at {' '.join(own.at)} until {own.until}"
            yield _doubt(
                "exception-expired", sentence, own, f"look at it again with {own.owner}, and write a later day"
            )
        elif own.id not in used and not any(is_of(own, finding) for finding in findings):
            sentence = f"{own.id} accepts what {own.guard} does not find at {' '.join(own.at)}"
            yield _doubt("exception-unused", sentence, own, "delete it, or look at its words: region, platform, thing")
        if now is not None and _end_of(own) > now + YEAR_DAYS * 86_400:
            day = datetime_of(Instant(now + 365 * 86_400)).date()
            sentence = f"{own.id} is accepted until {own.until}, more than a year from now"
            yield _doubt("exception-too-long", sentence, own, f"write a day until {day}")


def _doubt(code: str, sentence: str, exception: Accepted, hint: str) -> Diagnostic:
    place = exception.place
    return Diagnostic(code=code, sentence=sentence, place=place, hint=hint, severity=Severity.WARNING)
