"""Whether what is shown is of one kind in all cases, and asks nobody for a fact."""

from collections.abc import Iterator

from ratecard.book.markets import MarketHistory, distinct_bundles
from ratecard.book.once import Once
from ratecard.diagnostics.diagnostic import Note
from ratecard.rulefiles.keys.facts import STATED_BY_ENGINE, WAY
from ratecard.rulefiles.keys.shows import BADGE, IMAGE, RECOMMENDED
from ratecard.rulefiles.stated import KeyPath, Stated, Word
from ratecard.terms.facts import BoundChoice
from ratecard.terms.shows import kind_of_perk, perk_text


def check_shown(markets: list[MarketHistory], once: Once) -> None:
    """Reports perks of two kinds, and choices that leave open what is shown where their fact is unknown."""
    for key, bundle, _ in distinct_bundles(markets):
        if key not in ("packages", "items", "gifts"):
            continue
        for path, timeline in bundle.paths.items():
            if path[2:3] == ("shows",) and path[3:]:
                _check_one(path, [resolved.stated for resolved in timeline.values], once)


def _check_one(path: KeyPath, stated: list[Stated[object]], once: Once) -> None:
    for statement in stated:
        choice = statement.value
        if type(choice) is BoundChoice and choice.other is None and choice.by not in (*STATED_BY_ENGINE, WAY):
            sentence = f"the choice by {choice.by} does not say what is shown where that is unknown"
            once.tell("choice-without-other", sentence, choice.place, "add other: with what everyone else is shown")
    if path[3] in (IMAGE, BADGE, RECOMMENDED):
        return
    values = [value for statement in stated for value in _values(statement)]
    for value in values[1:]:
        first, other = kind_of_perk(values[0].value), kind_of_perk(value.value)
        if first is not other:
            sentence = f"{path[3]} is {perk_text(value.value)} here, a {other.value}, and a {first.value} elsewhere"
            notes = (Note(values[0].place, "it is stated here"),)
            once.tell("perk-of-two-kinds", sentence, value.place, f"write a {first.value}, or none", notes=notes)
            return


def _values(stated: Stated[object]) -> Iterator[Stated[object]]:
    """The values of a statement in all of its cases, without the words that stand for one."""
    if type(stated.value) is BoundChoice:
        for case in (*(case for _, case in stated.value.cases), stated.value.other):
            if isinstance(case, Stated):
                yield from _values(case)
    elif not isinstance(stated.value, Word):
        yield stated
