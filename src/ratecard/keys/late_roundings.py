"""Roundings that may be left out, and begin later or end earlier than what they round: fees, cuts and earnings.

Where nothing has to be rounded, a rounding that begins on a day changes figures on that day. What needs one and has
none is incomplete, which is reported elsewhere.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec

from ratecard.book.doubts import Whole
from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.book.stretches import StatedBelow, stretches
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant, local_day
from ratecard.money import PerCoin
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath, Stated
from ratecard.terms.facts import BoundChoice, DeclaredFacts

ROUNDING = "rounding"
AMOUNTS = ("fixed", "floor", "diamonds")
"""What needs no rounding, being whole: fixed parts of a commission, amounts of a fee, diamonds for each coin."""

OTHER_ROUNDINGS = frozenset({("payouts", ROUNDING), ("payouts", "withholding", ROUNDING)})
"""Roundings that are asked for wherever what they round is there."""

SHOWN_MOST = 3


class RoundingChange(msgspec.Struct, frozen=True):
    """A rounding that begins or ends on a day while what it rounds goes on, in a market or region."""

    path: KeyPath
    since: Instant
    place: Place
    begins: bool
    history: MarketHistory


def check_late_roundings(
    markets: list[MarketHistory], creators: list[MarketHistory], _: DeclaredFacts, once: Once
) -> None:
    """Reports each rounding that begins later than what it rounds: before, figures are not rounded."""
    for place, same in _by_place(_changes(markets, creators), begins=True):
        sentence = (
            f"{_name(same[0])} begins on {_day(same[0])}, and what it rounds is there before: until then nothing of it "
            f"is rounded in {_where(same)}"
        )
        once.tell("silent-before", sentence, place, "state it from the beginning on, or delete it")


def doubt_ended_roundings(whole: Whole) -> None:
    """Warns of each rounding that ends earlier than what it rounds."""
    for place, same in _by_place(_changes(whole.markets, whole.creators), begins=False):
        sentence = (
            f"{_name(same[0])} ends on {_day(same[0])}, and nothing broader states it: then nothing of what it rounds "
            f"is rounded in {_where(same)}"
        )
        whole.once.warn("silent-after", sentence, place, "write what holds from then on, or delete it")


def _changes(markets: Iterable[MarketHistory], creators: Iterable[MarketHistory]) -> Iterator[RoundingChange]:
    """Every rounding that begins or ends by itself, market by market; histories that read the same share its place."""
    for key, histories in (("commission", markets), ("earnings", creators), ("payouts", creators)):
        for history in histories:
            for path in history.below(key):
                if path[-1] == ROUNDING and path not in OTHER_ROUNDINGS:
                    yield from _changes_of(path, history)


def _changes_of(path: KeyPath, history: MarketHistory) -> Iterator[RoundingChange]:
    """Where this rounding begins or ends while that goes on which need not be rounded, neither before nor after."""
    timeline = history.below(path[0])[path]
    ends = any(resolved.stated.value is ABSENT for resolved in timeline.values)
    if timeline.starts[0] <= history.begins and not ends:
        return
    for (_, _, before), (start, _, after) in pairwise(stretches(path[0], history)):
        goes_on = all(_is_there(path[:-1], stated) and not _is_needed(path[:-1], stated) for stated in (before, after))
        if goes_on and (path in before) is not (path in after):
            found = timeline.at(start)
            assert found is not None, "what is stated before or after has a statement, be it that nothing states it"
            yield RoundingChange(path, start, found.stated.place, path in after, history)


def _is_there(of: KeyPath, held: StatedBelow) -> bool:
    """Whether a fee, a commission or a kind of spending takes or gives anything."""
    return any(own[: len(of)] == of and own[-1] in AMOUNTS and held[own].value is not NONE for own in held)


def _is_needed(of: KeyPath, held: StatedBelow) -> bool:
    """Whether what a fee, a commission or a kind of spending comes to may leave a part of a minor unit or diamond."""
    own = [(path[len(of) :], stated.value) for path, stated in held.items() if path[: len(of)] == of]
    return any(
        value is not NONE
        and (path[-1] == "rate" or path[0] in ("share", "split") or (path == ("diamonds",) and _is_uneven(value)))
        for path, value in own
        if path
    )


def _is_uneven(value: object) -> bool:
    """Whether diamonds for a coin are not a whole number, for everybody or for some."""
    if isinstance(value, Stated):
        return _is_uneven(value.value)
    if type(value) is BoundChoice:
        return any(_is_uneven(case) for case in (*(case for _, case in value.cases), value.other) if case is not None)
    return type(value) is not PerCoin or value.numerator % value.denominator != 0


def _by_place(changes: Iterable[RoundingChange], *, begins: bool) -> list[tuple[Place, list[RoundingChange]]]:
    places: dict[Place, list[RoundingChange]] = {}
    for change in changes:
        if change.begins is begins:
            places.setdefault(change.place, []).append(change)
    return sorted(places.items())


def _name(change: RoundingChange) -> str:
    return ".".join(change.path)


def _day(change: RoundingChange) -> str:
    return local_day(change.since, change.history.in_zone).isoformat()


def _where(changes: Iterable[RoundingChange]) -> str:
    shown = sorted({change.history.key.shown for change in changes})
    more = f" and {len(shown) - SHOWN_MOST} more" if len(shown) > SHOWN_MOST else ""
    return f"{', '.join(shown[:SHOWN_MOST])}{more}"
