"""What is told of findings: each mistake once, with its worst number, and what follows from it not at all."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, Severity
from ratecard.guards.bulk import BULK, TRAP
from ratecard.guards.chain import MARGIN, ROUND_TRIP
from ratecard.guards.changes import CHANGE
from ratecard.guards.exceptions import is_of, is_worse
from ratecard.guards.findings import Finding, number_of
from ratecard.guards.ladders import A_DAY
from ratecard.guards.levels import COPIED, LEVEL
from ratecard.guards.missing import MISSING
from ratecard.guards.payouts import PAYOUT
from ratecard.guards.rates import RATE
from ratecard.guards.settings import Settings
from ratecard.guards.shape import SHAPE
from ratecard.guards.takings import BONUS, COMMISSION, FREE, SALE

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

WAVE_LEAST = 6
"""How many findings with one cause are one diagnostic, wherever they stand."""


def first_causes(findings: Sequence[Finding], severities: Mapping[str, Severity | None]) -> Iterator[Finding]:
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


def told_of(findings: Iterable[Finding], settings: Settings) -> Iterator[Diagnostic]:
    """One diagnostic for each guard and place, or wave: its worst finding, and how many more there are."""
    groups: dict[tuple[str, Place | str], list[Finding]] = {}
    findings = list(findings)
    waves = Counter(_wave(finding) for finding in findings)
    for finding in findings:
        wave = _wave(finding)
        together = str(wave) if waves[wave] >= WAVE_LEAST else finding.together
        groups.setdefault((finding.guard, together or finding.place), []).append(finding)
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


def _wave(finding: Finding) -> tuple[object, ...]:
    """What many findings have in common that have one cause: a day on which prices jump, or the packages compared."""
    if finding.guard == CHANGE:
        return (CHANGE, finding.since // A_DAY)
    if finding.guard in (*FOLLOWING, MISSING):
        return (finding.guard, finding.of, finding.beside)
    return (finding.guard, finding.place)


def _beside(finding: Finding, settings: Settings) -> tuple[Note, ...]:
    """The exceptions that would accept a finding, were it not worse."""
    worse = [own for own in settings.accepted if is_of(own, finding) and is_worse(own, finding)]
    return tuple(
        Note(own.place, f"accepted up to {number_of(own.number or Fraction(0))}, and this is {number_of(finding.seen)}")
        for own in worse
    )
