"""Promotions that name what has a chosen number: they pass over it, and so the name does nothing."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ratecard.book.bundles import Bundle
from ratecard.book.markets import MarketHistory
from ratecard.book.memo import MemoTable
from ratecard.book.once import Once
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.instants import Instant
from ratecard.keys.chosen_things import chosen_place, is_chosen_at
from ratecard.keys.promotions import held_at, is_promotion, open_at
from ratecard.rulefiles.stated import Stated
from ratecard.terms.effects import FIGURE_AT, is_figure
from ratecard.terms.promotions import PROMOTIONS

LISTS = ("packages", "items")


class NamedThing(NamedTuple):
    """A package or an item that an open promotion names: by an item of its list, or by what it gives of it alone."""

    promotion: str
    thing: str
    place: Place


def tell_promoted(markets: Iterable[tuple[MarketHistory, frozenset[str]]], once: Once) -> None:
    """Reports each name in a promotion of what is chosen wherever that promotion is open and it is sold.

    Beside each market stands what is chosen there at any time.
    """
    table: MemoTable[frozenset[str]] = once.memo.table("named in promotions")
    every = [(history, chosen) for history, chosen in markets if PROMOTIONS in history.bundles]
    ever = frozenset().union(*(chosen for _, chosen in every))
    named_in = [own for own in every if ever & table.of(_all_names, own[0].bundles[PROMOTIONS])]
    wrong: dict[NamedThing, MarketHistory] = {}
    for history, chosen in named_in:
        for named, at in _named(history, chosen):
            if is_chosen_at(history, named.thing, at):
                wrong.setdefault(named, history)
    if not wrong:
        return
    things = frozenset(named.thing for named in wrong)
    fixed = {
        named
        for history, _ in named_in
        for named, at in _named(history, things)
        if held_at(history, ("prices", named.thing), at) and not is_chosen_at(history, named.thing, at)
    }
    for named, history in wrong.items():
        if named not in fixed:
            own = chosen_place(history, named.thing)
            notes = () if own is None else (Note(own, "its number is chosen here"),)
            sentence = f"the number of {named.thing} is chosen, and no promotion is of it: {named.promotion} names it"
            once.tell("chosen-is-promoted", sentence, named.place, "leave it out, and date its own price", notes=notes)


def _all_names(promotions: Bundle) -> frozenset[str]:
    """Whatever promotions name at any time."""
    stated = ((path, own.stated) for path, timeline in promotions.paths.items() for own in timeline.values)
    return frozenset(name for path, own in stated for name, _ in _names(path, own))


def _named(history: MarketHistory, things: frozenset[str]) -> Iterator[tuple[NamedThing, Instant]]:
    """Each name of these things in a promotion of a market, at each start of a period at which it is open."""
    sections = [section for section in history.sections if is_promotion(section)]
    for at in history.starts if things and sections else ():
        names = {variants[0].id for variants in open_at(history, sections, at)}
        for path, timeline in history.below(PROMOTIONS).items() if names else ():
            resolved = timeline.at(at) if path[1] in names else None
            for name, stated in () if resolved is None else _names(path, resolved.stated):
                if name in things:
                    yield NamedThing(path[1], name, stated.place), at


def _names(path: tuple[str, ...], stated: Stated[object]) -> Iterator[tuple[str, Stated[object]]]:
    """What a statement of a promotion names, with where it does: the items of a list, or one that a figure is of."""
    if path[FIGURE_AT:] in {(own,) for own in LISTS} and isinstance(stated.value, tuple):
        yield from ((str(item.value), item) for item in stated.value)
    elif is_figure(path) and len(path) > FIGURE_AT + 1:
        yield path[FIGURE_AT + 1], stated
