"""Whether a wave does what was asked and nothing else: looked for in all answers of both books, before it is shown."""

from collections.abc import Sequence
from typing import NamedTuple

from ratecard.book.rulebook import RuleBook
from ratecard.plan.asking import ITEM, PURCHASE
from ratecard.plan.figures import PurchaseFigures
from ratecard.plan.planning import Plan
from ratecard.plan.walking import AnswerChange
from ratecard.terms.market import MarketKey
from ratecard.waves.prices import price_at
from ratecard.waves.wave import Wave, WaveReason, WaveRefused


class FollowingMoved(NamedTuple):
    """The prices that move because they follow others: of those that were chosen, and of those that were not."""

    chosen: tuple[tuple[MarketKey, str], ...]
    others: tuple[tuple[MarketKey, str], ...]


def checked(wave: Wave, plan: Plan, after: RuleBook) -> FollowingMoved:
    """The prices that follow. Raises WaveRefused where a price is not what was asked, or another one changes too."""
    reasons: dict[WaveReason, None] = {}
    starts = {(own.there.key, own.there.thing): own.there.at for own in wave.prices}
    for own in wave.prices:
        new = price_at(after, own.there.key, own.there.thing, own.there.at)
        if new is None or [case.listed_minor for case in new.cases] != [own.price.minor]:
            sentence = f"{own.there.name} would not be {own.price}: another statement comes before the new one"
            reasons[WaveReason(sentence, own.there.place, "change it by hand, and leave it out")] = None
    moved: dict[tuple[MarketKey, str], None] = {}
    for change in (own.change for own in plan.changes if own.change.kind in (PURCHASE, ITEM)):
        thing = (change.key, change.thing)
        if not _moves_price(change):
            continue
        is_asked = thing in starts and (wave.asked.start is None or change.start >= starts[thing])
        if not is_asked and _follows(after, change):
            moved[thing] = None
        elif not is_asked:
            sentence = f"{change.thing} in {change.key.shown} would change too, and was not chosen"
            reasons[WaveReason(sentence, None, "choose it too, or change these by hand")] = None
    if reasons:
        raise WaveRefused(tuple(reasons))
    chosen = {(own.key, own.thing) for own in wave.followers}
    return FollowingMoved(_only(moved, chosen, wanted=True), _only(moved, chosen, wanted=False))


def _only(
    moved: dict[tuple[MarketKey, str], None], chosen: set[tuple[MarketKey, str]], *, wanted: bool
) -> tuple[tuple[MarketKey, str], ...]:
    return tuple(thing for thing in moved if (thing in chosen) is wanted)


def _moves_price(change: AnswerChange) -> bool:
    """Whether the price itself is another one, before promotions; or there is one in one of the books alone."""
    both: Sequence[object] = (change.was, change.now)
    figures = [own for own in both if isinstance(own, PurchaseFigures)]
    return len(figures) == 1 or len({own.regular for own in figures}) > 1


def _follows(after: RuleBook, change: AnswerChange) -> bool:
    there = price_at(after, change.key, change.thing, change.start)
    return there is not None and there.follows
