"""Whether a new book asks less of buyers, senders and creators than an older one: ages, and limits that are gone.

A line that was deleted lets children buy, or everybody as much as they like, and no answer looks wrong.
"""

from collections.abc import Iterator
from fractions import Fraction

from ratecard.book.markets import MarketHistory
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding, moved_by
from ratecard.guards.loosened import LOOSENED, lost_conditions
from ratecard.guards.near import near
from ratecard.guards.statements import amount_in, cases_of
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath, Stated
from ratecard.terms.conditions import ConditionTerms
from ratecard.terms.resolved import Resolved

OPENED = ("eligibility", "purchases", "spending")
"""The keys that say who may do something, and how much."""

MOST = "most"


def opened(key: str, old: MarketHistory, new: MarketHistory, now: Instant, beyond: Fraction) -> Iterator[Finding]:
    """Each condition and limit of a key that is gone or asks for less, a limit by a factor, from now on or later."""
    before = old.bundles[key].paths
    after = new.bundles[key].paths if key in new.bundles else {}
    for path, was in before.items():
        then = after.get(path)
        if then is was or (path[-1] != MOST and key != OPENED[0]):
            continue
        starts = {*was.starts, *(then.starts if then is not None else ())}
        for at in (now, *sorted(start for start in starts if start > now)):
            why = _why(_at(was, at), _at(then, at), beyond)
            if why is not None:
                yield _finding(path, why, at, was, new)
                break


WhyOpened = tuple[str, str, Place | None]
"""What is said now, and what was said, in words; and where what is said now is stated, None where nothing is."""


def _at(timeline: Timeline[Resolved[object]] | None, at: Instant) -> Stated[object] | None:
    resolved = None if timeline is None else timeline.at(at)
    return None if resolved is None or resolved.stated.value in (ABSENT, NONE) else resolved.stated


def _why(was: Stated[object] | None, now: Stated[object] | None, beyond: Fraction) -> WhyOpened | None:
    if was is None:
        return None
    if isinstance(was.value, ConditionTerms):
        kept = now.value if now is not None and isinstance(now.value, ConditionTerms) else None
        lost = list(lost_conditions(was.value, kept)) if now is None or kept is not None else []
        return (f"does not ask for {' and '.join(lost)}", "did", now.place if now else None) if lost else None
    others = {} if now is None else dict(cases_of(now))
    for case, stated in cases_of(was):
        where, old, own = f" for {case}" if case else "", amount_in(stated.value), others.get(case)
        if old is None or not old[1] or (others and own is None):
            continue
        if own is None or own.value is NONE:
            return f"allows any number{where}", f"allowed {stated.value}", own.place if own else None
        amount = amount_in(own.value)
        if amount is not None and amount[0] == old[0] and amount[1] > beyond * old[1]:
            allowed = f"allowed {stated.value}: {moved_by(amount[1] / old[1])}"
            return f"allows {own.value}{where}", allowed, own.place
    return None


def _finding(
    path: KeyPath, why: WhyOpened, at: Instant, was: Timeline[Resolved[object]], new: MarketHistory
) -> Finding:
    what, before, place = why
    name = ".".join(path[:-1] if path[-1] == MOST else path)
    old = was.at(at)
    assert old is not None
    return Finding(
        guard=LOOSENED,
        market=new.key,
        of=path[2] if len(path) > 2 else path[-1],
        since=at,
        seen=Fraction(1),
        sentence=f"{name} in {new.key.shown} {what} from {local_day(at, new.in_zone)} on, and {before}",
        place=place or near(path, old.stated.place, new),
        hint="put it back",
        gone=(path,) if place is None else (),
    )
