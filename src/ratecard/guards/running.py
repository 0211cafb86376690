"""All guards of a book at once: what they find, as diagnostics, less what the book accepts."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, Severity, by_place
from ratecard.guards.bulk import BULK, TRAP, bulk_is_better, bundle_trap
from ratecard.guards.chain import MARGIN, ROUND_TRIP, Chain, broken_chains
from ratecard.guards.changes import CHANGE, jumps
from ratecard.guards.findings import Finding, Unproved, number_of
from ratecard.guards.ladders import Ladders, ladders_of
from ratecard.guards.levels import COPIED, LEVEL, Rates, copied_rows, out_of_level
from ratecard.guards.missing import MISSING, missing_prices
from ratecard.guards.payouts import PAYOUT, payouts_out_of_reach
from ratecard.guards.rates import RATE, rate_jumps
from ratecard.guards.settings import Accepted, Settings, settings_of
from ratecard.guards.shape import SHAPE, out_of_line
from ratecard.guards.takings import (
    BONUS,
    COMMISSION,
    FREE,
    SALE,
    free_prices,
    high_bonuses,
    high_commissions,
    odd_sales,
)
from ratecard.instants import Instant, datetime_of

CODES = {
    BULK: "dearer-in-bulk",
    TRAP: "bundle-is-cheaper",
    ROUND_TRIP: "round-trip",
    MARGIN: "margin-below-bound",
    PAYOUT: "payout-out-of-reach",
    MISSING: "package-without-price",
    SHAPE: "price-out-of-line",
    LEVEL: "market-out-of-line",
    COPIED: "copied-prices",
    CHANGE: "price-jump",
    RATE: "rate-jump",
    FREE: "price-of-zero",
    COMMISSION: "commission-above-bound",
    BONUS: "bonus-above-bound",
    SALE: "odd-sale-length",
}
"""The code of what each guard finds, in the order in which guards run."""

CAUSES = (FREE, BONUS, CHANGE, SHAPE)
"""The guards that look at single prices, the plainest first."""
FOLLOWING = (BULK, TRAP)
"""Those that compare the packages of a market."""

SHIFTED_LEAST = 2
"""How many prices of a list that are out of line say that it was shifted."""

YEAR_DAYS = 366


class Guarded(msgspec.Struct, frozen=True):
    """What the guards of a book found: what counts, what is accepted with its exception, what could not be looked at.

    `diagnostics` say what counts, one for each guard and place, and what is wrong with exceptions.
    """

    settings: Settings
    findings: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Accepted], ...]
    unproved: tuple[Unproved, ...]
    diagnostics: tuple[Diagnostic, ...]


def guard(book: RuleBook, now: Instant) -> Guarded:
    """Runs every guard of a sound book that is not off. `now` says which exceptions have expired."""
    settings = settings_of(book.kept)
    results = [result for run in _runs(book, settings) for result in run()]
    findings = [result for result in results if isinstance(result, Finding)]
    counting, accepted = list[Finding](), list[tuple[Finding, Accepted]]()
    for finding in findings:
        exception = next((own for own in settings.accepted if _accepts(own, finding, now)), None)
        if exception is None:
            counting.append(finding)
        else:
            accepted.append((finding, exception))
    counting = list(_first_causes(counting, settings.severities))
    told = [*_told(counting, settings), *_exceptions(settings, findings, accepted, now)]
    return Guarded(
        settings=settings,
        findings=tuple(counting),
        accepted=tuple(accepted),
        unproved=tuple(dict.fromkeys(result for result in results if isinstance(result, Unproved))),
        diagnostics=tuple(sorted(told, key=by_place)),
    )


def _first_causes(findings: Sequence[Finding], severities: Mapping[str, Severity | None]) -> Iterator[Finding]:
    """The findings, less those that follow from another one.

    Of a price that is 0, jumps or is out of line nothing else is said, nor how the packages of such a list compare.
    What a package holds is told once. A list that was copied, or shifted, is off its level too.
    What another guard that is not off finds as well is its to tell.
    """
    causes: list[Finding] = []
    for name in CAUSES:
        known = {(finding.place, finding.of) for finding in causes}
        causes += [
            finding for finding in findings if finding.guard == name and (finding.place, finding.of) not in known
        ]
    yield from causes
    places = {finding.place for finding in causes}
    contents = {finding.of for finding in causes if finding.everywhere}
    shifted = Counter(finding.market for finding in causes if finding.guard == SHAPE and not finding.everywhere)
    copied = {finding.market for finding in findings if finding.guard == COPIED}
    for finding in findings:
        if finding.follows and severities[finding.follows] is not None:
            continue
        if finding.guard in FOLLOWING:
            compared = {finding.place, *(note.place for note in finding.notes)}
            if finding.market not in shifted and not compared & places and not contents & {finding.of, *finding.beside}:
                yield finding
        elif finding.guard == LEVEL:
            if finding.market not in copied and shifted[finding.market] < SHIFTED_LEAST:
                yield finding
        elif finding.guard not in CAUSES:
            yield finding


def _runs(book: RuleBook, settings: Settings) -> Iterator[Callable[[], Iterable[Finding | Unproved]]]:
    """The guards that are not off, each ready to run."""
    histories = {key: book.history(key) for key in book.markets()}
    creators = [book.history((region, "")) for region in book.regions]
    ladders: Ladders = ladders_of(histories.values())
    rates = Rates(book)
    factor, length = settings.factor, settings.length
    every: dict[str, Callable[[], Iterable[Finding | Unproved]]] = {
        BULK: lambda: bulk_is_better(ladders.distinct),
        TRAP: lambda: bundle_trap(ladders.distinct),
        ROUND_TRIP: lambda: _chain(book, rates, settings),
        PAYOUT: lambda: payouts_out_of_reach(creators),
        MISSING: lambda: missing_prices(histories, ladders),
        SHAPE: lambda: out_of_line(ladders, factor(SHAPE, "beyond")),
        LEVEL: lambda: out_of_level(ladders, rates, factor(LEVEL, "above"), factor(LEVEL, "below")),
        COPIED: lambda: copied_rows(ladders, rates, factor(COPIED, "beyond")),
        CHANGE: lambda: jumps(histories.values(), rates, factor(CHANGE, "beyond")),
        RATE: lambda: rate_jumps(creators, factor(RATE, "beyond")),
        FREE: lambda: free_prices(histories.values()),
        COMMISSION: lambda: high_commissions(histories.values(), factor(COMMISSION, "above")),
        BONUS: lambda: high_bonuses(histories.values(), factor(BONUS, "above")),
        SALE: lambda: odd_sales(histories.values(), length(SALE, "shortest"), length(SALE, "longest")),
    }
    wanted = {name for name, severity in settings.severities.items() if severity is not None}
    if MARGIN in wanted:
        wanted.add(ROUND_TRIP)  # one walk finds both
    yield from (run for name, run in every.items() if name in wanted)


def _chain(book: RuleBook, rates: Rates, settings: Settings) -> Iterator[Finding | Unproved]:
    """What the guards of the chain find that are not off."""
    markets = [book.history(key) for key in book.markets()]
    creators = [book.history((region, "")) for region in book.regions]
    chain = Chain(markets, creators)
    for found in broken_chains(markets, chain, rates, book.facts, settings.factor(MARGIN, "least")):
        if settings.severities[found.guard] is not None:
            yield found


def _is_of(exception: Accepted, finding: Finding) -> bool:
    """Whether an exception is of this finding, whatever its number."""
    return exception.guard == finding.guard and set(exception.at) <= set(finding.words)


def _accepts(exception: Accepted, finding: Finding, now: Instant) -> bool:
    return _is_of(exception, finding) and not _is_over(exception, now) and not _is_worse(exception, finding)


def _is_worse(exception: Accepted, finding: Finding) -> bool:
    """Whether a finding is worse than the number that is accepted, as people read both: to two digits."""
    return exception.number is not None and round(finding.seen, 2) > exception.number


def _is_over(exception: Accepted, now: Instant) -> bool:
    return now >= _end_of(exception)


def _end_of(exception: Accepted) -> int:
    until = exception.until
    moment = until if isinstance(until, datetime) else datetime(until.year, until.month, until.day, tzinfo=UTC)
    return int(moment.timestamp())


def _told(findings: Iterable[Finding], settings: Settings) -> Iterator[Diagnostic]:
    """One diagnostic for each guard and place: its worst finding, and in how many markets there are more."""
    groups: dict[tuple[str, Place | str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.guard, finding.together or finding.place), []).append(finding)
    for (name, _), own in groups.items():
        worst = max(own, key=lambda finding: finding.seen)
        severity = settings.severities[name]
        assert severity is not None
        number = len({(finding.market, finding.of) for finding in own}) - 1
        more = f", and {number} more like it" if number else ""
        beside = _beside(worst, settings)
        sentence, notes = f"{worst.sentence}{more}", (*worst.notes, *beside)
        yield Diagnostic(
            code=CODES[name], sentence=sentence, place=worst.place, hint=worst.hint, notes=notes, severity=severity
        )


def _beside(finding: Finding, settings: Settings) -> tuple[Note, ...]:
    """The exceptions that would accept a finding, were it not worse."""
    worse = [own for own in settings.accepted if _is_of(own, finding) and _is_worse(own, finding)]
    return tuple(
        Note(own.place, f"accepted up to {number_of(own.number or Fraction(0))}, and this is {number_of(finding.seen)}")
        for own in worse
    )


def _exceptions(
    settings: Settings, findings: Iterable[Finding], accepted: Iterable[tuple[Finding, Accepted]], now: Instant
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
        elif own.id not in used and not any(_is_of(own, finding) for finding in findings):
            sentence = f"{own.id} accepts what {own.guard} does not find at {' '.join(own.at)}"
            yield _doubt("exception-unused", sentence, own, "delete it, or look at its words: region, platform, thing")
        if _end_of(own) > now + YEAR_DAYS * 86_400:
            day = datetime_of(Instant(now + 365 * 86_400)).date()
            sentence = f"{own.id} is accepted until {own.until}, more than a year from now"
            yield _doubt("exception-too-long", sentence, own, f"write a day until {day}")


def _doubt(code: str, sentence: str, exception: Accepted, hint: str) -> Diagnostic:
    place = exception.place
    return Diagnostic(code=code, sentence=sentence, place=place, hint=hint, severity=Severity.WARNING)
