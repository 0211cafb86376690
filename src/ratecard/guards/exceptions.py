"""What a book accepts of what guards find: until when, up to which number, and where that itself is wrong."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from functools import cached_property

from ratecard.book.bundles import Bundle
from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.guards.findings import Finding
from ratecard.guards.settings import Accepted, GuardSettings
from ratecard.instants import Instant, datetime_of
from ratecard.terms.market import MarketKey

YEAR_DAYS = 366
DAY_SECONDS = 86_400


class Readers:
    """Which markets read the lines at which something is found: an exception may be of one of them alone."""

    def __init__(self, histories: Iterable[MarketHistory], findings: Iterable[Finding]) -> None:
        self._histories, self._places = histories, {finding.place for finding in findings}

    @cached_property
    def _by_place(self) -> Mapping[Place, Sequence[MarketKey]]:
        markets: dict[int, list[MarketKey]] = defaultdict(list)
        bundles: dict[int, Bundle] = {}
        for history in self._histories:
            for bundle in history.bundles.values():
                bundles[id(bundle)] = bundle
                markets[id(bundle)].append(history.key)
        found: dict[Place, dict[MarketKey, None]] = defaultdict(dict)
        for key, bundle in bundles.items():
            for place in {own.stated.place for line in bundle.paths.values() for own in line.values} & self._places:
                found[place].update(dict.fromkeys(markets[key]))
        return {place: tuple(keys) for place, keys in found.items()}

    def of(self, finding: Finding) -> Sequence[MarketKey]:
        """The markets in which it is so, that of the finding first."""
        readers = self._by_place.get(finding.place, ())
        alike = [key for key in readers if bool(key.platform) is bool(finding.market.platform)]
        return tuple(dict.fromkeys((finding.market, *alike)))


def is_of(exception: Accepted, finding: Finding, market: MarketKey) -> bool:
    """Whether an exception is of this finding in a market, whatever its number."""
    return exception.guard == finding.guard and set(exception.at) <= set(finding.words_in(market))


def accepted_in(
    exceptions: Sequence[Accepted], finding: Finding, market: MarketKey, now: Instant | None
) -> Accepted | None:
    """The exception by which a finding is accepted in a market at an instant; None where none is."""
    fitting = (own for own in exceptions if is_of(own, finding, market))
    return next((own for own in fitting if not is_over(own, now) and not is_worse(own, finding)), None)


def is_worse(exception: Accepted, finding: Finding) -> bool:
    """Whether a finding is worse than the number that is accepted, as people read both."""
    return exception.number is not None and _shown(finding) > exception.number


def _shown(finding: Finding) -> Fraction:
    """The least number that reads like that of a finding: rounded to two digits, or to a tenth of a percent."""
    return min(finding.seen, round(finding.seen, 2), round(finding.seen, 3))


def is_over(exception: Accepted, now: Instant | None) -> bool:
    """Whether an exception counts no more; no matter when, none is over."""
    return now is not None and now >= _end_of(exception)


def _end_of(exception: Accepted) -> int:
    """The first second in which it counts no more: of a day, that of the next one."""
    until = exception.until
    if isinstance(until, datetime):
        return int(until.timestamp())
    return int(datetime(until.year, until.month, until.day, tzinfo=UTC).timestamp()) + DAY_SECONDS


def doubtful_exceptions(
    settings: GuardSettings,
    findings: Iterable[Finding],
    accepted: Iterable[tuple[Finding, Accepted]],
    readers: Readers,
    now: Instant | None,
    ran: Collection[str],
) -> Iterator[Diagnostic]:
    """What is wrong with exceptions: those of nothing, those that are over, and those for too long a time.

    `ran` are the guards that looked.
    """
    findings = list(findings)
    used = {exception.id for _, exception in accepted}
    for own in settings.accepted:
        if settings.severities[own.guard] is None:
            continue
        if is_over(own, now):
            sentence = f"{own.id} accepted {own.guard} at {' '.join(own.at)} until {own.until}"
            hint = f"look at it again with {own.owner}, and write a later day"
            yield _doubt("exception-expired", sentence, own.until_place, hint)
        elif (
            own.guard in ran
            and own.id not in used
            and not any(_is_somewhere(own, finding, readers) for finding in findings)
        ):
            sentence = f"{own.id} accepts what {own.guard} does not find at {' '.join(own.at)}"
            hint = f"delete it, or look at its words: {_near(own, findings, readers)}"
            yield _doubt("exception-unused", sentence, own.place, hint)
        if now is not None and _end_of(own) > now + (YEAR_DAYS + 1) * DAY_SECONDS:
            day = datetime_of(Instant(now + 365 * DAY_SECONDS)).date()
            sentence = f"{own.id} is accepted until {own.until}, more than a year from now"
            yield _doubt("exception-too-long", sentence, own.until_place, f"write a day until {day}")


def _is_somewhere(exception: Accepted, finding: Finding, readers: Readers) -> bool:
    """Whether an exception is of a finding in any market that reads its line."""
    return any(is_of(exception, finding, key) for key in readers.of(finding))


def _near(exception: Accepted, findings: Iterable[Finding], readers: Readers) -> str:
    """The words of what its guard finds that have most in common with an exception's, where it finds anything."""
    places = [(own, market) for own in findings if own.guard == exception.guard for market in readers.of(own)]
    if not places:
        return "region, platform, thing"
    own, market = max(places, key=lambda place: len(set(exception.at) & set(place[0].words_in(place[1]))))
    words = " ".join(word for word in (*market, own.of) if word)
    return f"the nearest that it finds is at: {words}"


def _doubt(code: str, sentence: str, place: Place, hint: str) -> Diagnostic:
    return Diagnostic(code=code, sentence=sentence, place=place, hint=hint, severity=Severity.WARNING)
