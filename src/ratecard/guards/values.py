"""What single values say against the calendar, against usual ages, and against what stood there before."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.starts import bind_instant
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding, moved_by, off_by
from ratecard.guards.statements import BookStatement, StatementChange, amount_in, cases_of, steps
from ratecard.instants import Duration, Instant, instant_after, local_day
from ratecard.rulefiles.stated import NONE, KeyPath, Stated, StatedInstant
from ratecard.terms.conditions import AnyOf, ConditionTerms, Test
from ratecard.terms.facts import BoundChoice
from ratecard.terms.resolved import BoundEdge

DATES, AGE, SHARE = "dates", "age", "share"

LEGAL = ("tax", "fx", "currency")
"""Keys whose dates are those of laws and of rates: they may well lie before the book."""

SLACK = 2 * 86_400
"""Within so many seconds of the book's beginning a day may begin before it: zones."""

VANISHED = Fraction(100)
"""The number of what moves to 0: as bad as a hundredth of it."""

FROM, LAST_DAY = "from", "last_day"
ENDS = frozenset({LAST_DAY, "before"})
"""What ends when its day does, at the first instant of the next one."""

YOUNGEST = 4
"""Nobody asks whether buyers are younger than this, in years."""

AGE_WORD = "age"
"""What the names of facts end in that are ages."""

EARNINGS, WITHHOLDING = "earnings", "withholding"
MONEY_OF_CREATORS = (EARNINGS, "payouts")
COMMISSION = "commission"
NOT_MOVING = ("hold", "after", "per", "order", "limits")
"""What may change by any factor: how long something takes, and limits."""
DOUBLED = ("minimum", "fee")
"""What is doubled, or halved, when it is announced."""


def odd_dates(
    every: Sequence[BookStatement], of_book: StatedInstant, ahead: Duration, now: Instant
) -> Iterator[Finding]:
    """Each date from which something holds that is further ahead, or lies before the book begins, on `of_book`.

    A region may begin later than its book, from which what is undated holds there too. What begins too late and its end
    are told together.
    """
    found = list(_far_dates(every, of_book, ahead, now))
    begun = {(said.history.key, said.path[:-1]): finding.together for said, finding in found if said.path[-1] == FROM}
    for said, finding in found:
        begins = begun.get((said.history.key, said.path[:-1])) if said.path[-1] in ENDS else None
        yield finding if begins is None else msgspec.structs.replace(finding, together=begins)


def _far_dates(
    every: Sequence[BookStatement], of_book: StatedInstant, ahead: Duration, now: Instant
) -> Iterator[tuple[BookStatement, Finding]]:
    """The same of each date, with its statement."""
    edges: dict[ZoneInfo, tuple[Instant | None, Instant]] = {}
    for said in every:
        zone = said.history.in_zone
        if zone not in edges:
            edges[zone] = bind_instant(of_book, zone), instant_after(now, ahead, zone)
        begins, latest = edges[zone][0] or said.history.begins, edges[zone][1]
        for since in _dates(said):
            is_early = since < begins - SLACK and said.path[0] not in LEGAL
            if since <= latest and not is_early:
                continue
            day = local_day(Instant(since - 1) if said.path[-1] == LAST_DAY else since, zone)
            against = f"before the book begins, on {local_day(begins, zone)}"
            away = f"more than {ahead} ahead" if since > latest else against
            yield (
                said,
                Finding(
                    guard=DATES,
                    market=said.history.key,
                    of=said.path[1] if len(said.path) > 1 else said.path[0],
                    since=max(since, said.history.begins),
                    seen=Fraction(abs(since - (now if since > latest else begins)), 365 * 86_400),
                    sentence=f"{'.'.join(said.path)} in {said.history.key.shown} has the date {day}: {away}",
                    place=said.stated.place,
                    hint="look at the year",
                    together=f"{day}",
                ),
            )


def _dates(said: BookStatement) -> Iterator[Instant]:
    """From when on a statement holds, and the edge that it is."""
    yield said.resolved.since
    value = said.stated.value
    if isinstance(value, BoundEdge) and value.instant is not None:
        yield value.instant


def high_ages(every: Iterable[BookStatement], above: Fraction) -> Iterator[Finding]:
    """Each age that a condition or case asks for and that is above a number of years."""
    for said in every:
        if not isinstance(said.stated.value, ConditionTerms | BoundChoice):
            continue
        for fact, age, stated in _ages(said.stated):
            is_asked = isinstance(said.stated.value, ConditionTerms)
            if age > above or (is_asked and age < YOUNGEST):
                yield Finding(
                    guard=AGE,
                    market=said.history.key,
                    of=said.path[-1],
                    since=said.start,
                    seen=Fraction(age if age > above else 1 + YOUNGEST - age),
                    sentence=f"{'.'.join(said.path)} in {said.history.key.shown} asks for a {fact} of {age}",
                    place=stated.place,
                    hint=f"look at its digits; ages above {above} and below {YOUNGEST} decide hardly anything",
                )


def _ages(stated: Stated[object]) -> Iterator[tuple[str, int, Stated[object]]]:
    """Every age that a statement names: in conditions, and as cases."""
    value = stated.value
    if isinstance(value, ConditionTerms):
        yield from ((fact, age, stated) for fact, age in _ages_in(value))
    elif isinstance(value, BoundChoice):
        for case, own in (*value.cases, (None, value.other)):
            if not isinstance(own, Stated):
                continue
            if _is_age(value.by) and isinstance(case, int):
                yield value.by, case, own
            yield from _ages(own)


def _ages_in(terms: ConditionTerms) -> Iterator[tuple[str, int]]:
    for part in terms.all:
        if isinstance(part, AnyOf):
            for branch in part.alternatives:
                yield from _ages_in(branch)
        elif isinstance(part, Test) and _is_age(part.fact):
            yield from ((part.fact, age) for age in part.operands if isinstance(age, int))


def _is_age(fact: str) -> bool:
    return fact.rpartition(".")[2] == AGE_WORD


def share_jumps(histories: Iterable[MarketHistory], beyond: Fraction) -> Iterator[Finding]:
    """Each share, fee, minimum and value of a diamond that moves by more than a factor at once.

    Of commissions, least payouts and fees it is the square of it: stores halve what they keep, minimums are doubled.
    What is 0 from a day on, and was not, jumps too.
    """
    for step in steps(histories, (*MONEY_OF_CREATORS, COMMISSION)):
        key = step.after.path[0]
        if key in MONEY_OF_CREATORS and not set(NOT_MOVING) & set(step.after.path):
            yield from _jumps(step, beyond**2 if set(DOUBLED) & set(step.after.path) else beyond)
        elif key == COMMISSION:
            yield from _jumps(step, beyond**2)


def _jumps(step: StatementChange, beyond: Fraction) -> Iterator[Finding]:
    before, after = dict(cases_of(step.before.stated)), dict(cases_of(step.after.stated))
    for case in before.keys() & after.keys():
        was, now = amount_in(before[case].value), amount_in(after[case].value)
        if now is None and after[case].value is NONE and was is not None:
            now = was[0], Fraction(0)
        if was is None or now is None or was[0] != now[0] or not was[1]:
            continue
        moved = now[1] / was[1]
        if 1 / beyond <= moved <= beyond or (not moved and set(DOUBLED) & set(step.after.path)):
            continue
        history, path = step.after.history, step.after.path
        where = f" for {case}" if case else ""
        yield Finding(
            guard=SHARE,
            market=history.key,
            of=_thing(path),
            since=step.after.start,
            seen=max(moved, 1 / moved) if moved else VANISHED,
            sentence=(
                f"{'.'.join(path)} in {history.key.shown}{where} goes from {before[case].value} to "
                f"{after[case].value} on {local_day(step.after.start, history.in_zone)}: {_moved(moved)}"
            ),
            place=after[case].place,
            hint="look for a digit in the wrong place",
            notes=(Note(before[case].place, "until then"),),
            table=(("since", "value"), *_rows(step, before[case], after[case])),
        )


def odd_cases(every: Iterable[BookStatement], beyond: Fraction) -> Iterator[Finding]:
    """Each case of what creators earn, or is withheld, that is far off that of others, by a factor's fourth power."""
    seen: set[Place] = set()
    for said in every:
        choice = said.stated.value
        is_of_creators = not {EARNINGS, WITHHOLDING}.isdisjoint(said.path[:2])
        if not is_of_creators or not isinstance(choice, BoundChoice) or not isinstance(choice.other, Stated):
            continue
        usual = amount_in(choice.other.value)
        for case, stated in cases_of(said.stated):
            own = amount_in(stated.value)
            is_alike = own is not None and usual is not None and own[0] == usual[0] and own[1] and usual[1]
            off = own[1] / usual[1] if is_alike and own is not None and usual is not None else Fraction(1)
            if not 1 / beyond**4 <= off <= beyond**4 and stated.place not in seen:
                seen.add(stated.place)
                yield Finding(
                    guard=SHARE,
                    market=said.history.key,
                    of=_thing(said.path),
                    since=said.start,
                    seen=max(off, 1 / off),
                    sentence=(
                        f"{'.'.join(said.path)} in {said.history.key.shown} is {stated.value} for {case}, "
                        f"{off_by(off)} beside {choice.other.value} for others"
                    ),
                    place=stated.place,
                    hint="look for a digit in the wrong place",
                    notes=(Note(choice.other.place, "of others"),),
                )


def _moved(factor: Fraction) -> str:
    return moved_by(factor) if factor else "nothing is left"


def _thing(path: KeyPath) -> str:
    """What a path is of: the id in it, or its last key."""
    return path[2] if len(path) > 2 else path[-1]


def _rows(step: StatementChange, *values: Stated[object]) -> Iterator[tuple[str, str]]:
    for said, stated in zip(step, values, strict=True):
        yield str(local_day(max(said.start, said.history.begins), said.history.in_zone)), str(stated.value)
