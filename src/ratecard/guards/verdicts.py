"""What comes of each guard: whether a book is sound by it, and if not, why that is not said."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import TypeVar

import msgspec

from ratecard.diagnostics.diagnostic import Severity
from ratecard.guards.findings import Finding, Unproved
from ratecard.guards.running import Guarded
from ratecard.guards.settings import Accepted, GuardSettings
from ratecard.instants import Instant


class GuardVerdict(Enum):
    """What comes of one guard. The first that fits, in the order `verdict_of` has; only `SOUND` says that it holds."""

    SOUND = "sound"
    FINDINGS = "findings"
    ACCEPTED = "accepted"
    UNDECIDED = "undecided"
    UNPROVED = "unproved"
    NOT_RUN = "not run"
    INFORMS = "informs"
    OFF = "off"


def verdict_of(guarded: Guarded, name: str) -> GuardVerdict:
    """What comes of a guard: findings before what could not be decided, and that before what was not looked at.

    Findings that only follow from another guard's count. It is accepted where all that it finds is.
    """
    if guarded.settings.severities[name] is None:
        return GuardVerdict.INFORMS if name in guarded.settings.informing else GuardVerdict.OFF
    if name not in guarded.ran:
        return GuardVerdict.NOT_RUN
    if any(finding.guard == name for finding in (*guarded.findings, *guarded.following)):
        return GuardVerdict.FINDINGS
    unproved = [own for own in guarded.unproved if own.guard == name]
    if any(own.is_undecided for own in unproved):
        return GuardVerdict.UNDECIDED
    if unproved:
        return GuardVerdict.UNPROVED
    return (
        GuardVerdict.ACCEPTED if any(finding.guard == name for finding, _ in guarded.accepted) else GuardVerdict.SOUND
    )


T = TypeVar("T")
ALL = ""
"""In a summary, what stands for all guards together."""


class Summary(msgspec.Struct, frozen=True):
    """What guards found, sorted by guard once, so that whoever is asked often looks nothing through.

    Each list is of a guard by its name, and of all of them by `ALL`; findings of errors come first.
    """

    settings: GuardSettings
    now: Instant | None
    verdicts: Mapping[str, GuardVerdict]
    findings: Mapping[str, tuple[Finding, ...]]
    accepted: Mapping[str, tuple[tuple[Finding, Accepted], ...]]
    gaps: Mapping[str, tuple[Unproved, ...]]
    following: Mapping[str, int]
    information: Mapping[str, tuple[Finding, ...]]


def summary_of(guarded: Guarded) -> Summary:
    """What guards found, by guard."""
    severities = guarded.settings.severities
    counting = sorted(guarded.findings, key=lambda finding: severities[finding.guard] is not Severity.ERROR)
    return Summary(
        settings=guarded.settings,
        now=guarded.now,
        verdicts={name: verdict_of(guarded, name) for name in severities},
        findings=_by_guard(counting, severities, lambda finding: finding.guard),
        accepted=_by_guard(guarded.accepted, severities, lambda pair: pair[0].guard),
        gaps=_by_guard(guarded.unproved, severities, lambda gap: gap.guard),
        information=_by_guard(guarded.information, severities, lambda finding: finding.guard),
        following=Counter(finding.guard for finding in guarded.following),
    )


def _by_guard(things: Iterable[T], names: Iterable[str], guard_of: Callable[[T], str]) -> dict[str, tuple[T, ...]]:
    every = tuple(things)
    grouped: dict[str, list[T]] = {name: [] for name in names}
    for thing in every:
        grouped[guard_of(thing)].append(thing)
    return {ALL: every, **{name: tuple(own) for name, own in grouped.items()}}
