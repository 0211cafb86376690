"""Changes of a plan in groups: those that begin on one day and come of the same edits, or of one wave of edits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from statistics import median
from typing import NamedTuple

import msgspec

from ratecard.guards.findings import percent
from ratecard.instants import Instant
from ratecard.plan.figures import NoAnswer, PaidFigures, PurchaseFigures, WorthFigures
from ratecard.plan.planning import Plan, PlannedChange


class Moves(NamedTuple):
    """By what shares several amounts moved: the one in the middle, and the ends."""

    middle: Fraction
    least: Fraction
    most: Fraction

    def __str__(self) -> str:
        """For people: "+7.1 %", or with the ends where they differ, "+7.1 % (+6.7 % to +8 %)"."""
        middle, least, most = map(signed, self)
        return middle if least == most else f"{middle} ({least} to {most})"


class PlanGroup(msgspec.Struct, frozen=True):
    """Changes of one kind of thing that begin together and come of the same edits, the greatest first.

    `day` is the local day on which they begin, None for those that count at once; `is_over` says that only answers
    about the past differ. `causes` are numbers of edits.
    """

    day: date | None
    is_over: bool
    causes: tuple[int, ...]
    changes: tuple[PlannedChange, ...]


class TimelineEntry(NamedTuple):
    """A day on which something changes that does not count at once, and how many answers do."""

    day: date
    number: int


WAVE_LEAST = 3
"""From how many groups on, of one day and edits of the same keys, they are one: a wave of prices, or of factors."""


def groups_of(plan: Plan, changes: Iterable[PlannedChange]) -> list[PlanGroup]:
    """The groups of changes: what counts at once first, then by day; the past last."""
    found: dict[tuple[bool, date, bool], dict[tuple[int, ...], list[PlannedChange]]] = {}
    for own in changes:
        is_over, is_at_once = _is_over(own, plan.now), own.change.start <= plan.now
        day = date.min if is_at_once else own.change.day
        found.setdefault((is_over, day, not is_at_once), {}).setdefault(own.causes, []).append(own)
    groups = []
    for (is_over, day, is_later), by_causes in sorted(found.items()):
        for causes, every in _with_waves(plan, by_causes):
            greatest_first = tuple(sorted(every, key=_size, reverse=True))
            groups.append(PlanGroup(day if is_later else None, is_over, causes, greatest_first))
    return groups


def _with_waves(
    plan: Plan, by_causes: dict[tuple[int, ...], list[PlannedChange]]
) -> list[tuple[tuple[int, ...], list[PlannedChange]]]:
    """The changes by their edits; those of many edits of the same keys together."""
    waves: dict[frozenset[str], list[tuple[int, ...]]] = {}
    for causes in sorted(by_causes):
        waves.setdefault(frozenset(plan.edits[number].key for number in causes), []).append(causes)
    found: list[tuple[tuple[int, ...], list[PlannedChange]]] = []
    for every in waves.values():
        if len(every) < WAVE_LEAST:
            found += [(causes, by_causes[causes]) for causes in every]
        else:
            together = tuple(sorted({number for causes in every for number in causes}))
            found.append((together, [own for causes in every for own in by_causes[causes]]))
    return sorted(found, key=lambda group: group[0])


def timeline_of(plan: Plan) -> list[TimelineEntry]:
    """The days on which something changes later, in order."""
    days = [own.change.day for own in plan.changes if own.change.start > plan.now]
    return [TimelineEntry(day, days.count(day)) for day in sorted(set(days))]


def _is_over(own: PlannedChange, now: Instant) -> bool:
    return own.change.end is not None and own.change.end <= now


def _size(own: PlannedChange) -> Fraction:
    """How much moved: of a purchase what is left of it, or else what is paid."""
    moves = [abs(own) for own in (proceeds_moved(own), paid_moved(own)) if own is not None]
    return max(moves, default=Fraction(0))


def purchases(own: PlannedChange) -> tuple[PurchaseFigures, PurchaseFigures] | None:
    """The figures of a purchase by both books in one currency; None for anything else."""
    was, now = own.change.was, own.change.now
    if isinstance(was, PurchaseFigures) and isinstance(now, PurchaseFigures) and was.currency == now.currency:
        return was, now
    return None


def moved(was: Fraction | int | None, now: Fraction | int | None) -> Fraction | None:
    """By what share of the older amount the newer one is more; None where one is not known, or the older one is 0."""
    return None if was is None or now is None or not was else Fraction(now) / Fraction(was) - 1


def paid_moved(own: PlannedChange) -> Fraction | None:
    """By what share more buyers pay, coins are worth, or creators are paid."""
    was, now = own.change.was, own.change.now
    if isinstance(was, WorthFigures) and isinstance(now, WorthFigures) and was.currency == now.currency:
        return moved(was.per_coin, now.per_coin)
    if isinstance(was, PaidFigures) and isinstance(now, PaidFigures) and was.paid_in == now.paid_in:
        return moved(was.paid, now.paid)
    both = purchases(own)
    return None if both is None else moved(both[0].paid, both[1].paid)


def proceeds_moved(own: PlannedChange) -> Fraction | None:
    """By what share the proceeds of a purchase are more."""
    both = purchases(own)
    return None if both is None else moved(both[0].proceeds, both[1].proceeds)


def units_for_equal_proceeds(own: PlannedChange) -> Fraction | None:
    """The exact change in units sold that would leave proceeds equal; None where one of both leaves nothing."""
    both = purchases(own)
    if both is None:
        return None
    was, now = both[0].proceeds, both[1].proceeds
    return None if was is None or now is None or was <= 0 or now <= 0 else Fraction(was, now) - 1


def moves_in(changes: Sequence[PlannedChange], of: Callable[[PlannedChange], Fraction | None]) -> Moves | None:
    """By what shares they moved; None where none is known."""
    return _moves([share for own in changes if (share := of(own)) is not None])


def _moves(shares: Sequence[Fraction]) -> Moves | None:
    return Moves(Fraction(median(shares)), min(shares), max(shares)) if shares else None


def figure_moves(changes: Sequence[PlannedChange]) -> Iterator[tuple[str, Moves]]:
    """Each figure of purchases that moved at all, in words, and by how much."""
    figures: dict[str, Callable[[PurchaseFigures], Fraction | int | None]] = {
        "buyers pay": lambda own: own.paid,
        "coins": lambda own: own.total,
        "a coin costs": lambda own: own.per_coin,
        "net": lambda own: own.net,
        "commission": lambda own: own.commission,
        "proceeds": lambda own: own.proceeds,
    }
    for name, figure in figures.items():
        pairs = (both for own in changes if (both := purchases(own)) is not None)
        shares = [share for was, now in pairs if (share := moved(figure(was), figure(now))) is not None]
        moves = _moves(shares)
        if moves is not None and (moves.least or moves.most):
            yield name, moves


def refused(changes: Iterable[PlannedChange]) -> list[PlannedChange]:
    """Those that are refused by the newer book, though the thing is there."""
    return [own for own in changes if isinstance(own.change.now, NoAnswer) and not own.change.now.is_absence]


def signed(share: Fraction) -> str:
    """A share for people: "+4 %", "−4 %", "±0 %"."""
    return f"{'+' if share > 0 else '−' if share < 0 else '±'}{percent(abs(share))}"
