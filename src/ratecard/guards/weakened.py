"""What a new book watches less closely than an older one: guards, bounds, the envelope, what it expects of itself.

Whoever weakens the watch and moves a price in one change would be told nothing of the price. So what compares with an
older book goes by the stricter of both books' settings, and each weakening is told with both values. No setting turns
that off: it is accepted by an exception of its own, with a reason and an owner, which is told as well.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.guards.findings import Finding, number_of
from ratecard.guards.kept import ENVELOPE, LEAST, MOST, is_wider_envelope, kept_of, place_near
from ratecard.guards.near import NearLines
from ratecard.guards.payout_terms import seconds_of
from ratecard.guards.settings import GUARDS, RANKS, USUAL, Accepted, GuardSettings, settings_of
from ratecard.instants import Duration, Instant
from ratecard.rulefiles.keys.guards import FACTOR_TABLE, OFF, SEVERITY, WEAKENED
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.market import MarketKey

LOW_IS_WIDE = frozenset({("margin", "least"), ("level", "below"), ("sale_length", "shortest")})
"""The bounds that allow more, the lower they are; all others do, the higher they are."""

EVERYWHERE = MarketKey("", "")

EXPECT = "expect"


def stricter(old: GuardSettings, new: GuardSettings, guards: frozenset[str]) -> GuardSettings:
    """The new settings, but for these guards the greater severity and the closer bounds of both."""
    severities, bounds = dict(new.severities), dict(new.bounds)
    for name in guards:
        severities[name] = max(old.severities[name], new.severities[name], key=RANKS.__getitem__)
        if name in bounds:
            pairs = {bound: (old.bounds[name][bound], value) for bound, value in new.bounds[name].items()}
            bounds[name] = {
                bound: was if _is_wider((name, bound), was, value) else value for bound, (was, value) in pairs.items()
            }
    return msgspec.structs.replace(new, severities=severities, bounds=bounds)


def weakenings(before: RuleBook, after: RuleBook, now: Instant) -> list[Finding]:
    """Each way in which the new book watches less than the older one, at the line that says so."""
    old, new = settings_of(before.kept), settings_of(after.kept)
    watch = _Watch(before, after, now)
    return [*watch.of_guards(old, new), *watch.of_envelope(), *watch.of_expectations()]


class _Watch:
    """What both books state for what looks at the whole of them."""

    def __init__(self, before: RuleBook, after: RuleBook, now: Instant) -> None:
        self._before, self._after = kept_of(before), kept_of(after)
        self._book, self._now, self._lines = after, now, NearLines.of(before, after)

    def of_guards(self, old: GuardSettings, new: GuardSettings) -> Iterator[Finding]:
        """Guards that matter less, or not at all; and bounds that are wider of those that still look."""
        for name, severity in new.severities.items():
            was, path = old.severities[name], (GUARDS, name)
            if RANKS[severity] < RANKS[was]:
                said = (self._after.get(own) for own in (path, (*path, SEVERITY)))
                place = next((kept.place for kept in said if kept is not None), None)
                yield self._finding(name, path, _named(severity), _named(was), place)
            elif severity is not None:
                for bound in USUAL.get(name, ()):
                    yield from self._of_bound((name, bound), old.bounds[name][bound], new.bounds[name][bound])
        table = (GUARDS, "level", FACTOR_TABLE)
        is_off = new.severities["level"] is None
        if table in self._before and table not in self._after and not is_off:
            yield self._finding("level", table, "not stated", self._before[table].text)

    def _of_bound(
        self, bound: tuple[str, str], was: Fraction | Duration, now: Fraction | Duration
    ) -> Iterator[Finding]:
        path = (GUARDS, *bound)
        if _is_wider(bound, was, now):
            own = self._after.get(path)
            yield self._finding(bound[0], path, _number(now), _number(was), None if own is None else own.place)

    def of_envelope(self) -> Iterator[Finding]:
        """Bounds of answers that are gone, or wider."""
        for path, was in self._before.items():
            if path[0] != ENVELOPE:
                continue
            now = self._after.get(path)
            if now is None or is_wider_envelope(path, was, now):
                of = ".".join(path[1:-1] if path[-1] in (LEAST, MOST) else path[1:])
                text, place = ("not stated", None) if now is None else (now.text, now.place)
                yield self._finding(of, path, text, was.text, place)

    def of_expectations(self) -> Iterator[Finding]:
        """What the book does not expect of itself any more."""
        for path, was in self._before.items():
            if path[0] != EXPECT:
                continue
            now = self._after.get(path)
            gone = [item for item in was.items if now is None or item not in now.items]
            if gone:
                text = "not stated" if now is None else f"without {', '.join(gone)}"
                yield self._finding(".".join(path), path, text, was.text, None if now is None else now.place)

    def _finding(self, of: str, path: KeyPath, now: str, was: str, place: Place | None = None) -> Finding:
        stood = next((kept for own, kept in self._before.items() if own[: len(path)] == path), None)
        where = "" if place is not None or stood is None else f", at {stood.place} of the older book"
        sentence = f"{'.'.join(path)} is {now}, and was {was}{where}"
        return Finding(
            guard=WEAKENED,
            market=EVERYWHERE,
            of=of,
            since=self._now,
            seen=Fraction(1),
            sentence=sentence,
            place=place or place_near(path, None if stood is None else stood.place, self._lines, self._book),
            hint="put it back",
            together=sentence,
        )


def _is_wider(bound: tuple[str, str], was: Fraction | Duration, now: Fraction | Duration) -> bool:
    one, two = (seconds_of(value) if isinstance(value, Duration) else value for value in (was, now))
    return two < one if bound in LOW_IS_WIDE else two > one


def _named(severity: Severity | None) -> str:
    return OFF if severity is None else severity.value


def _number(value: Fraction | Duration) -> str:
    return number_of(value) if isinstance(value, Fraction) else str(value)


def widened_exceptions(old: GuardSettings, new: GuardSettings) -> Iterator[Diagnostic]:
    """Each exception that accepts what none of the older book does: a new one, or one that is wider or longer."""
    known: Mapping[str, Accepted] = {own.id: own for own in old.accepted}
    for own in new.accepted:
        if not any(_covers(other, own) for other in old.accepted):
            was = known.get(own.id)
            before = "and the older book nothing by it" if was is None else f"and accepted {_accepts(was)}"
            yield Diagnostic(
                code="exception-widened",
                sentence=f"{own.id} accepts {_accepts(own)}, {before}: {own.reason} ({own.owner})",
                place=own.place,
                hint=f"look at it with {own.owner}",
                severity=Severity.WARNING,
            )


def _covers(old: Accepted, new: Accepted) -> bool:
    """Whether all that an exception accepts was accepted by another one."""
    is_within = old.number is None or (new.number is not None and new.number <= old.number)
    same = old.guard == new.guard and set(old.at) <= set(new.at)
    return same and is_within and _day(old) >= _day(new)


def _day(own: Accepted) -> str:
    return (own.until.date() if isinstance(own.until, datetime) else own.until).isoformat()


def _accepts(own: Accepted) -> str:
    number = "whatever the number" if own.number is None else f"up to {number_of(own.number)}"
    return f"{own.guard} at {' '.join(own.at)} {number} until {own.until}"
