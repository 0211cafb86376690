"""Whether a new book asks less of buyers, senders and creators than an older one: ages, and limits that are gone.

A line that was deleted lets children buy, or everybody as much as they like, and no answer looks wrong.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding, moved_by
from ratecard.guards.loosened import GONE, LOOSENED, lost_conditions
from ratecard.guards.near import NearLines
from ratecard.guards.statements import amount_in, cases_of
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath, Stated
from ratecard.rulefiles.values.windows import is_rolling, window_days
from ratecard.terms.conditions import ConditionTerms
from ratecard.terms.resolved import Resolved

OPENED = ("eligibility", "purchases", "spending")
"""The keys that say who may do something, and how much."""

MOST, PER = "most", "per"

FOR_EVER = "for ever"
"""The window of a limit that states none, in words."""


class WhyOpened(NamedTuple):
    """What is said now, and what was said, in words; where that is stated, None where nothing is; and by how much."""

    what: str
    before: str
    place: Place | None
    number: Fraction


def opened(
    key: str, old: MarketHistory, new: MarketHistory, now: Instant, beyond: Fraction, lines: NearLines
) -> Iterator[Finding]:
    """Each condition and limit of a key that is gone or asks for less, a limit by a factor, from now on or later."""
    before = old.bundles[key].paths
    after = new.bundles[key].paths if key in new.bundles else {}
    for path, was in before.items():
        if path[-1] != MOST and key != OPENED[0]:
            continue
        paths = (path, (*path[:-1], PER)) if path[-1] == MOST else (path,)
        pairs = [(before.get(own), after.get(own)) for own in paths]
        if all(old_line is new_line for old_line, new_line in pairs):
            continue
        starts = {start for pair in pairs for timeline in pair if timeline is not None for start in timeline.starts}
        for at in (now, *sorted(start for start in starts if start > now)):
            (limit, *window), (then, *window_then) = (
                [_at(own, at) for own in pair] for pair in zip(*pairs, strict=True)
            )
            why = _why(limit, then, beyond)
            if why is None and window:
                why = _why_window((limit, window[0]), (then, window_then[0]))
            if why is not None:
                yield _finding(path, why, at, was, new, lines)
                break


def _at(timeline: Timeline[Resolved[object]] | None, at: Instant) -> Stated[object] | None:
    resolved = None if timeline is None else timeline.at(at)
    return None if resolved is None or resolved.stated.value in (ABSENT, NONE) else resolved.stated


def _why(was: Stated[object] | None, now: Stated[object] | None, beyond: Fraction) -> WhyOpened | None:
    if was is None:
        return None
    if isinstance(was.value, ConditionTerms):
        kept = now.value if now is not None and isinstance(now.value, ConditionTerms) else None
        lost = list(lost_conditions(was.value, kept)) if now is None or kept is not None else []
        what = f"does not ask for {' and '.join(lost)}"
        return WhyOpened(what, "did", now.place if now else None, GONE * len(lost)) if lost else None
    cases: Mapping[str, Stated[object]] = dict(cases_of(was))
    others: Mapping[str, Stated[object]] = {} if now is None else dict(cases_of(now))
    if others and cases.keys().isdisjoint(others):
        cases, others = _loosest(cases.values()), _loosest(others.values())
    for case, stated in cases.items():
        where, old, own = f" for {case}" if case else "", amount_in(stated.value), others.get(case)
        if old is None or (others and own is None):
            continue
        if own is None or own.value is NONE:
            return WhyOpened(f"allows any number{where}", f"allowed {stated.value}", own.place if own else None, GONE)
        amount = amount_in(own.value)
        if amount is not None and amount[0] == old[0] and amount[1] > beyond * old[1]:
            factor = amount[1] / old[1] if old[1] else GONE
            moved = f": {moved_by(factor)}" if old[1] else ""
            return WhyOpened(f"allows {own.value}{where}", f"allowed {stated.value}{moved}", own.place, factor)
    return None


def _loosest(every: Iterable[Stated[object]]) -> Mapping[str, Stated[object]]:
    """The case that allows most, as if it were all: for a limit that varies by facts beside one that does not."""
    cases = [own for own in every if own.value is NONE or amount_in(own.value) is not None]
    unlimited = [own for own in cases if own.value is NONE]
    return {"": unlimited[0] if unlimited else max(cases, key=_amount_of)} if cases else {}


def _amount_of(stated: Stated[object]) -> Fraction:
    amount = amount_in(stated.value)
    return Fraction(0) if amount is None else amount[1]


Windowed = tuple[Stated[object] | None, Stated[object] | None]
"""The most of a limit, and its window; None for ever."""


def _why_window(was: Windowed, now: Windowed) -> WhyOpened | None:
    """Why a limit allows more because it counts in a shorter time: 3 units a day are more than 50 a month."""
    (most, old), (then, new) = was, now
    if most is None or then is None or new is None:
        return None
    before, after = (None if own is None else window_days(str(own.value)) for own in (old, new))
    assert after is not None
    is_sooner = is_rolling(str(old.value if old else "")) and not is_rolling(str(new.value))
    if before is not None and not (after < before or (after == before and is_sooner)):
        return None
    amounts = [own for stated in (most, then) for own in (_loosest(dict(cases_of(stated)).values()).get(""),)]
    old_most, new_most = (Fraction(0) if own is None else _amount_of(own) for own in amounts)
    if before is not None and after and after < before and new_most * before / after <= old_most:
        return None
    window = f"for each {old.value}" if old is not None else FOR_EVER
    number = before / after if before is not None and after else GONE
    return WhyOpened(f"counts for each {new.value}", f"did {window}", new.place, number)


def _finding(
    path: KeyPath,
    why: WhyOpened,
    at: Instant,
    was: Timeline[Resolved[object]],
    new: MarketHistory,
    lines: NearLines,
) -> Finding:
    name = ".".join(path[:-1] if path[-1] == MOST else path)
    old = was.at(at)
    assert old is not None
    return Finding(
        guard=LOOSENED,
        market=new.key,
        of=path[2] if len(path) > 2 else path[-1],
        since=at,
        seen=why.number,
        sentence=f"{name} in {new.key.shown} {why.what} from {local_day(at, new.in_zone)} on, and {why.before}",
        place=why.place or lines.of_gone(path, old.stated.place, new.key.region, new.place),
        hint="put it back",
        gone=(path,) if why.place is None else (),
    )
