"""Currencies that have ended: a book may name one for its own time, and no longer."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ratecard.book.binding import Binder
from ratecard.book.bundles import Bundle
from ratecard.book.markets import MarketHistory
from ratecard.book.memo import Memo
from ratecard.book.timeline import Timeline
from ratecard.currency import ENDED, Currency, Ended
from ratecard.diagnostics.fixes import possible
from ratecard.instants import Instant, first_instant, local_day
from ratecard.money import UnitPrice
from ratecard.rulefiles.stated import Stated
from ratecard.terms.facts import BoundChoice
from ratecard.terms.resolved import Resolved


def check_ended(histories: Iterable[MarketHistory], binder: Binder, memo: Memo) -> None:
    """Reports each statement of a currency that goes on to hold after the last day on which one could pay with it.

    Only where a currency is named that nothing else decides: prices and fees are in one of those.
    HRK may hold in Zagreb until 2023-01-15, midnight. A rate of HRK may be stated for good: nothing is paid in it.
    """
    table = memo.table("ended currencies")
    keys = binder.declarations.keys.naming_currencies
    told: set[str] = set()
    for history in histories:
        for key in keys:
            bundle = history.bundles.get(key)
            for start, end, stated in table.of(_ended_in, bundle) if bundle is not None else ():
                if _check(stated, max(start, history.begins), end, history, binder):
                    told.add(_code_of(stated.value) or "")
    binder.tell_in_ended(told)


NAMING = frozenset({Currency, UnitPrice, BoundChoice})
"""What may name a currency which has ended."""


def _ended_in(bundle: Bundle) -> tuple[tuple[Instant, Instant | None, Stated[object]], ...]:
    """Each statement of a bundle that names a currency which has ended, with the stretch in which it holds."""
    return tuple(
        (start, end, stated)
        for timeline in bundle.paths.values()
        if any(type(resolved.stated.value) in NAMING for resolved in timeline.values)
        for start, resolved, end in _stretches(timeline)
        for stated in _named(resolved.stated)
    )


def _stretches(
    timeline: Timeline[Resolved[object]],
) -> Iterator[tuple[Instant, Resolved[object], Instant | None]]:
    """Each statement with the whole stretch in which it holds, however often others that it hides begin in it."""
    first = timeline.starts[0] if timeline.starts else Instant(0)
    ends = (*timeline.starts[1:], None)
    for index, (resolved, end) in enumerate(zip(timeline.values, ends, strict=True)):
        if end is None or timeline.values[index + 1].stated is not resolved.stated:
            yield first, resolved, end
            first = end if end is not None else first


def _named(stated: Stated[object]) -> Iterator[Stated[object]]:
    """The statements that name a currency which has ended: this one, or cases of its choice."""
    value = stated.value
    if type(value) is BoundChoice:
        for case in (*(case for _, case in value.cases), value.other):
            if type(case) is Stated:
                yield from _named(case)
    elif _code_of(value) in ENDED:
        yield stated


def _code_of(value: object) -> str | None:
    if type(value) is Currency:
        return value.code
    return value.currency.code if type(value) is UnitPrice else None


def _check(stated: Stated[object], start: Instant, end: Instant | None, history: MarketHistory, binder: Binder) -> bool:
    """Reports a statement that holds from `start` up to `end`, where its currency has ended before; whether it did."""
    code = _code_of(stated.value)
    assert code is not None
    ended = ENDED[code]
    gone_on = ended.last_day + timedelta(days=1)
    gone = first_instant(gone_on, history.in_zone)
    if gone is None or (end is not None and end <= max(gone, history.begins)):
        return False
    sentence = f"{code} ended on {ended.last_day}, and holds here after that day"
    started = local_day(start, history.in_zone)
    if type(stated.value) is Currency and started >= gone_on:
        hint = f"it has followed {code} since {ended.since}"
        binder.report("currency-ended", sentence, stated.place, hint, offers=possible(ended.successor))
        return True
    binder.report("currency-ended", sentence, stated.place, _instead(stated.value, ended, started, gone_on))
    return True


def _instead(value: object, ended: Ended, started: date, gone_on: date) -> str:
    """What to write: the successor, from the day on which it followed, or from the last possible one."""
    if started >= gone_on:
        return f"write {ended.successor}, which has followed it since {ended.since}"
    day = ended.since if ended.since > started else gone_on
    if type(value) is Currency:
        return f"write {{{started}: {value.code}, {day}: {ended.successor}}}"
    return f"state it in {ended.successor} from {day} on"
