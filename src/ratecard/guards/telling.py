"""What is told of findings: each mistake once, with its worst number, and what follows from it not at all."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place
from ratecard.guards.accepting import accepting, day_offered
from ratecard.guards.against import EARNS_LESS, MOVED, TAX_GONE, WITHDRAWN
from ratecard.guards.against_values import BACKDATED, COMMISSION_MOVED, PAYOUT_MOVED
from ratecard.guards.breaches import ROUND_TRIP
from ratecard.guards.bulk import BULK, TRAP
from ratecard.guards.causes import FOLLOWING
from ratecard.guards.chain import EARNS
from ratecard.guards.changes import CHANGE
from ratecard.guards.cliffs import CLIFF
from ratecard.guards.countries import CURRENCY, TAX, TAX_MOVED
from ratecard.guards.drift import DRIFTED
from ratecard.guards.enclosed import ENVELOPE
from ratecard.guards.endless import ENDLESS
from ratecard.guards.exceptions import Readers, is_of, is_over, is_worse
from ratecard.guards.expected import EXPECTED
from ratecard.guards.findings import Finding, number_of, number_shown
from ratecard.guards.idle import IDLE
from ratecard.guards.levels import COPIED, LEVEL
from ratecard.guards.listed import UNLISTED
from ratecard.guards.loosened import LOOSENED
from ratecard.guards.missing import MISSING
from ratecard.guards.names import SLIP
from ratecard.guards.net_coins import SPREAD
from ratecard.guards.offers import MARGIN
from ratecard.guards.payout_terms import PAYOUT_TERMS
from ratecard.guards.payouts import PAYOUT
from ratecard.guards.points import POINTS
from ratecard.guards.rates import RATE
from ratecard.guards.settings import GuardSettings
from ratecard.guards.shape import SHAPE
from ratecard.guards.shrinks import SHRINKS
from ratecard.guards.splitting import SPLITTING
from ratecard.guards.stores import MISSING_LINE, STORE_RATE
from ratecard.guards.takings import BONUS, COMMISSION, FREE, SALE
from ratecard.guards.terms_changed import TERMS_CHANGED
from ratecard.guards.values import AGE, DATES, SHARE
from ratecard.instants import Instant
from ratecard.rulefiles.keys.guards import WEAKENED

CODES = {
    BULK: "dearer-in-bulk",
    TRAP: "bundle-is-cheaper",
    CLIFF: "bigger-costs-less",
    ROUND_TRIP: "round-trip",
    MARGIN: "margin-below-bound",
    SPREAD: "spread-above-bound",
    SPLITTING: "pieces-bring-more",
    ENVELOPE: "outside-envelope",
    PAYOUT: "payout-out-of-reach",
    EXPECTED: "expected-and-missing",
    MISSING: "package-without-price",
    MISSING_LINE: "commission-line-missing",
    UNLISTED: "sold-beside-its-list",
    SHAPE: "price-out-of-line",
    LEVEL: "market-out-of-line",
    COPIED: "copied-prices",
    CHANGE: "price-jump",
    RATE: "rate-jump",
    POINTS: "off-price-points",
    FREE: "price-of-zero",
    COMMISSION: "commission-above-bound",
    STORE_RATE: "store-rate-not-known",
    BONUS: "bonus-above-bound",
    SALE: "odd-sale-length",
    IDLE: "promotion-never-helps",
    ENDLESS: "sale-without-end",
    TAX: "tax-not-known-there",
    TAX_MOVED: "tax-moved-prices-did-not",
    CURRENCY: "currency-of-elsewhere",
    DRIFTED: "price-drifted",
    SHRINKS: "fewer-coins-for-more",
    SHARE: "share-jump",
    PAYOUT_TERMS: "unusual-payout-terms",
    SLIP: "ids-alike",
    DATES: "odd-date",
    AGE: "odd-age",
    WITHDRAWN: "withdrawn-since",
    MOVED: "price-moved-since",
    TAX_GONE: "tax-gone-since",
    COMMISSION_MOVED: "commission-moved-since",
    LOOSENED: "promotion-loosened-since",
    EARNS_LESS: "creators-earn-less",
    PAYOUT_MOVED: "payout-terms-moved-since",
    BACKDATED: "backdated-since",
    TERMS_CHANGED: "terms-changed-since",
    WEAKENED: "guards-weakened",
}
"""The code of what each guard finds, in the order in which guards run."""

PLACES_MOST = 5
"""How many other places of one diagnostic are noted."""

WAVE_LEAST = 6
"""How many findings with one cause are one diagnostic, wherever they stand."""


def told_of(
    findings: Iterable[Finding],
    following: Iterable[Finding],
    settings: GuardSettings,
    readers: Readers,
    now: Instant | None,
) -> Iterator[Diagnostic]:
    """One diagnostic for each guard and place, or wave: its worst finding, how many more, and how all are accepted.

    Of those that follow it is said that an envelope refuses what the worst one is of, told for another reason.
    """
    refused = [finding for finding in following if finding.guard == ENVELOPE]
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
        known = {worst.place, *(note.place for note in worst.notes)}
        others = dict.fromkeys(finding.place for finding in own if finding.place not in known)
        elsewhere = tuple(Note(place, "the same here") for place in [*others][:PLACES_MOST])
        beyond = "" if name == ENVELOPE else _refusal(worst, own, refused)
        holds = worst.holds if number >= WAVE_LEAST else ()
        sentence, notes = f"{worst.sentence}{more}{beyond}", (*worst.notes, *holds, *beside, *elsewhere)
        hint = f"{worst.hint}{_or_accept(worst, own, settings, readers, now)}"
        yield Diagnostic(
            code=CODES[name], sentence=sentence, place=worst.place, hint=hint, notes=notes, severity=severity
        )


def _refusal(worst: Finding, own: Sequence[Finding], refused: Iterable[Finding]) -> str:
    """That an envelope refuses the very thing that the worst one is of, with its bound: that also stops the sale."""
    prices = {place for finding in own for place in (finding.place, finding.price)}
    alike = (finding for finding in refused if finding.market == worst.market and worst.of in ("", finding.of))
    outside = next((finding for finding in alike if finding.price in prices), None)
    if outside is None:
        return ""
    return f"; the envelope refuses it, so that nobody can buy it: {outside.sentence.partition(': ')[2]}"


def _or_accept(
    worst: Finding, findings: Sequence[Finding], settings: GuardSettings, readers: Readers, now: Instant | None
) -> str:
    """How all are accepted: by an exception more, or by what there is to change of the one that is of the worst."""
    standing = next((own for own in settings.accepted if is_of(own, worst, worst.market)), None)
    if standing is None:
        line = accepting(worst, findings, readers, now)
        return f"; or accept it under guards.accepted: {line}" if line else ""
    number = number_shown(max(findings, key=lambda finding: finding.seen))
    changes = [f"number: {number}"] if is_worse(standing, worst) else []
    changes += [f"until: {day_offered(now)}"] if now is not None and is_over(standing, now) else []
    return f"; or change {standing.id} under guards.accepted: {', '.join(changes)}" if changes else ""


def _wave(finding: Finding) -> tuple[object, ...]:
    """What many findings have in common that have one cause: a day on which prices jump, or the packages compared."""
    if finding.guard == CHANGE:
        return (CHANGE, *finding.beside, finding.together.rpartition(" ")[2])
    if finding.guard == DATES:
        return (DATES, finding.together)
    if finding.guard in (WEAKENED, TERMS_CHANGED):
        return (finding.guard, finding.place, finding.together)
    if finding.guard == ENVELOPE:
        return (ENVELOPE, *finding.beside, "" if MARGIN in finding.beside else finding.of)
    if finding.guard in (*FOLLOWING, MISSING):
        return (finding.guard, finding.of, finding.beside)
    if finding.guard in (MARGIN, ROUND_TRIP):
        return (finding.guard, *(note.place for note in finding.notes if note.text == EARNS))
    return (finding.guard, finding.place)


def _beside(finding: Finding, settings: GuardSettings) -> tuple[Note, ...]:
    """The exceptions that would accept a finding, were it not worse."""
    worse = [own for own in settings.accepted if is_of(own, finding, finding.market) and is_worse(own, finding)]
    return tuple(
        Note(own.place, f"accepted up to {number_of(own.number or Fraction(0))}, and this is {number_of(finding.seen)}")
        for own in worse
    )
