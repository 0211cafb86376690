"""What a new book says otherwise of commissions, payouts and gifts than an older one, value by value; new dates too."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

import msgspec

from ratecard.book.library import is_of_library
from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import SectionTerms, held_terms
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding, moved_by, percent
from ratecard.guards.near import NearLines
from ratecard.guards.opened import OPENED, opened
from ratecard.guards.payout_terms import seconds_of
from ratecard.guards.statements import TEXTS, amount_in, cases_of
from ratecard.instants import Duration, Instant, instant_after, local_day
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath, Stated
from ratecard.terms.facts import possible_terms
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.resolved import Resolved

COMMISSION_MOVED, PAYOUT_MOVED, BACKDATED = "commission_moved", "payout_moved", "backdated"

COMPARED = {"commission": COMMISSION_MOVED, "payouts": PAYOUT_MOVED}
"""The keys whose values are compared one by one, and the guard that does it."""

OF_OTHERS: tuple[KeyPath, ...] = (("payouts", "diamond"),)
"""Paths that another guard compares."""
HELPING = ("minimum", "fee", "after")
"""What may well be taken away: creators get more, or earlier."""

UNDATED = ("tax", "fx", "currency", "groups")
"""Keys whose dates in the past are those of laws and of rates."""

VANISHED = Fraction(100)
"""The number of what is gone, or 0."""

ValueTimeline = Timeline[Resolved[object]]
Compare = Callable[[str, MarketHistory, MarketHistory], Iterator[tuple[KeyPath, Finding]]]


class ValuesOfTwo:
    """Compares what two books state of one market or region; what many of them read is compared once."""

    def __init__(self, now: Instant, beyond: Fraction, moved: Fraction, backdated: Duration, lines: NearLines) -> None:
        self._lines = lines
        self._now, self._beyond, self._moved, self._backdated = now, beyond, moved, backdated
        self._compared: set[tuple[str, int, int]] = set()
        self._found: set[tuple[str, Place, KeyPath]] = set()

    def of(self, old: MarketHistory, new: MarketHistory) -> Iterator[Finding]:
        """Each value that is gone or far off, and each date of the past that the older book does not have."""
        yield from self._each(COMPARED, self._changed, old, new)
        yield from self._each(OPENED, self._opened, old, new)
        yield from self._each([key for key in new.bundles if key not in UNDATED], self._dated, old, new)

    def _each(self, keys: Iterable[str], compare: Compare, old: MarketHistory, new: MarketHistory) -> Iterator[Finding]:
        for key in keys:
            pair = (compare.__name__ + key, id(old.bundles.get(key)), id(new.bundles.get(key)))
            is_gone = key not in new.bundles and key not in OPENED
            if key not in old.bundles or is_gone or pair in self._compared:
                continue
            self._compared.add(pair)
            for path, finding in compare(key, old, new):
                found = (finding.guard, finding.place, path)
                if found not in self._found:
                    self._found.add(found)
                    yield finding

    def _opened(self, key: str, old: MarketHistory, new: MarketHistory) -> Iterator[tuple[KeyPath, Finding]]:
        yield from (((key, own.sentence), own) for own in opened(key, old, new, self._now, self._beyond, self._lines))

    def _changed(self, key: str, old: MarketHistory, new: MarketHistory) -> Iterator[tuple[KeyPath, Finding]]:
        before, after = old.bundles[key].paths, new.bundles[key].paths
        for path, was in before.items():
            if path[:2] in OF_OTHERS or set(TEXTS) & set(path) or (now := after.get(path)) is was:
                continue
            starts = {*was.starts, *(now.starts if now is not None else ())}
            for at in (self._now, *sorted(start for start in starts if start > self._now)):
                finding = self._at(COMPARED[key], path, (was, now), at, new)
                if finding is not None:
                    yield path, finding
                    break

    def _at(
        self,
        guard: str,
        path: KeyPath,
        values: tuple[ValueTimeline, ValueTimeline | None],
        at: Instant,
        new: MarketHistory,
    ) -> Finding | None:
        old, now = (None if timeline is None else timeline.at(at) for timeline in values)
        if old is None or old.stated.value in (ABSENT, NONE):
            return None
        cases = dict(cases_of(old.stated))
        others = {} if now is None or now.stated.value in (ABSENT, NONE) else dict(cases_of(now.stated))
        for case, stated in cases.items():
            was, own = _amount(stated), others.get(case)
            if was is None or not was[1] or (others and own is None):
                continue
            amount = None if own is None else _amount(own)
            if own is not None and (amount is None or amount[0] != was[0]):
                continue
            factor = Fraction(0) if amount is None else amount[1] / was[1]
            is_fine = 1 / self._beyond <= factor <= self._beyond or (not factor and bool(set(HELPING) & set(path)))
            if not is_fine:
                finding = _finding(guard, path, case, stated, own, factor, at, new)
                if own is not None:
                    return finding
                near = self._lines.of_gone(path, stated.place, new.key.region, new.place)
                says_none = now is not None and now.stated.value is NONE
                return msgspec.structs.replace(finding, place=now.stated.place if now and says_none else near)
        return None

    def _dated(self, key: str, old: MarketHistory, new: MarketHistory) -> Iterator[tuple[KeyPath, Finding]]:
        before, after = old.bundles[key].paths, new.bundles[key].paths
        for path, timeline in after.items():
            was = before.get(path)
            if was is None or was is timeline or set(TEXTS) & set(path):
                continue
            for start, resolved in timeline:
                is_long_ago = instant_after(start, self._backdated, new.in_zone) < self._now
                is_new = start > max(new.begins, old.begins) and start not in was.starts
                if is_long_ago and is_new and not is_of_library(resolved.stated.place):
                    yield path, _backdated(path, start, resolved.stated, self._now, new)

    def gifts(self, old: MarketHistory, new: MarketHistory) -> Iterator[Finding]:
        """Each gift of a region that costs far more coins than it did, or far fewer."""
        for section, was in old.sections.items():
            now = new.sections.get(section) if section[0] == "gifts" and len(section) == 2 else None
            if now is None or ("gifts", id(was), id(now)) in self._compared:
                continue
            self._compared.add(("gifts", id(was), id(now)))
            starts = {*was.starts, *now.starts}
            for at in (self._now, *sorted(start for start in starts if start > self._now)):
                one, two = (_gift_at(timeline, at) for timeline in (was, now))
                if one is None or two is None or not int(one.coins):
                    continue
                factor = Fraction(int(two.coins), int(one.coins))
                if abs(factor - 1) > self._moved:
                    yield _gift(one, two, factor, at, new)
                    break


def _gift_at(timeline: Timeline[SectionTerms], at: Instant) -> GiftTerms | None:
    """A gift at an instant, in any case of facts."""
    return next((own for own in possible_terms(held_terms(timeline, at)) if isinstance(own, GiftTerms)), None)


def _amount(stated: Stated[object]) -> tuple[str, Fraction] | None:
    value = stated.value
    return ("time", seconds_of(value)) if isinstance(value, Duration) else amount_in(value)


def _finding(
    guard: str,
    path: KeyPath,
    case: str,
    was: Stated[object],
    now: Stated[object] | None,
    factor: Fraction,
    at: Instant,
    new: MarketHistory,
) -> Finding:
    name, day = f"{'.'.join(path)} in {new.key.shown}{f' for {case}' if case else ''}", local_day(at, new.in_zone)
    if now is None:
        sentence = f"{name} is not stated from {day} on, and was {was.value}"
    else:
        how = moved_by(factor) if factor else "nothing is left"
        sentence = f"{name} is {now.value} from {day} on, and was {was.value}: {how}"
    return Finding(
        guard=guard,
        market=new.key,
        of=path[2] if len(path) > 2 else path[-1],
        since=at,
        seen=max(factor, 1 / factor) if factor else VANISHED,
        sentence=sentence,
        place=(now or was).place,
        hint="put it back" if now is None else "look for a digit in the wrong place",
        gone=(path,) if now is None else (),
    )


def _backdated(path: KeyPath, start: Instant, stated: Stated[object], now: Instant, new: MarketHistory) -> Finding:
    day = local_day(start, new.in_zone)
    return Finding(
        guard=BACKDATED,
        market=new.key,
        of=path[1] if len(path) > 1 else path[0],
        since=start,
        seen=Fraction(now - start, 86_400),
        sentence=(
            f"{'.'.join(path)} in {new.key.shown} has the date {day}, {(now - start) // 86_400:,} days ago, which the "
            f"older book does not have: answers about the past change"
        ),
        place=stated.place,
        hint="look at the year",
        together=f"{day}",
    )


def _gift(one: GiftTerms, two: GiftTerms, factor: Fraction, at: Instant, new: MarketHistory) -> Finding:
    return Finding(
        guard="moved",
        market=new.key,
        of=two.id,
        since=at,
        seen=abs(factor - 1),
        sentence=(
            f"{two.id} in {new.key.shown} costs {int(two.coins):,} coins from {local_day(at, new.in_zone)} on, "
            f"and cost {int(one.coins):,}: {percent(abs(factor - 1))} {'more' if factor > 1 else 'less'}"
        ),
        place=two.coins_stated.place,
        hint="look for a digit in the wrong place",
    )
