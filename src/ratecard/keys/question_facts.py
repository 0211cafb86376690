"""Whether choices by facts of the question itself fit each market that reads them.

The cases of a choice by the way of paying are ways of the market's own platform, and where none is left out, or there
is none, something holds. Thresholds on a price are in the market's currency.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ratecard.book.bundles import Bundle
from ratecard.book.doubts import Whole
from ratecard.book.markets import MarketHistory
from ratecard.book.memo import Memo
from ratecard.book.once import Once
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.keys.facts import AMOUNT, WAY
from ratecard.terms.conditions import AnyOf, ConditionTerms, Test, currency_of
from ratecard.terms.facts import BoundChoice, DeclaredFacts
from ratecard.terms.resolved import Resolved

READING = ("prices", "packages", "tax", "commission", "promotions")
"""The keys whose values may vary by the way of paying or the price, or be conditions on that."""


class Asking(NamedTuple):
    """A value that varies by the way, or asks for the price, and the stretch in which it wins; None is without end."""

    value: BoundChoice | ConditionTerms
    place: Place
    start: Instant
    end: Instant | None


def check_question_facts(
    markets: list[MarketHistory], _: list[MarketHistory], facts: DeclaredFacts, once: Once
) -> None:
    """Reports choices that leave a way out, and thresholds in another currency."""
    for history, asking in _all_asking(markets, facts, once.memo):
        if isinstance(asking.value, BoundChoice) and asking.value.by == WAY:
            _check_ways(history, asking.value, asking, once)
        else:
            _check_currency(history, asking, once)


def doubt_cases_of_no_way(whole: Whole) -> None:
    """Warns of cases of choices by the way of paying that no market which reads them has."""
    had: dict[tuple[Place, str], bool] = {}
    for history, asking in _all_asking(whole.markets, whole.declarations.facts, whole.once.memo):
        if isinstance(asking.value, BoundChoice) and asking.value.by == WAY:
            for in_force in _ways_in_force(history, asking):
                for case, stated in asking.value.cases:
                    at = (stated.place, str(case))  # type: ignore[attr-defined]
                    had[at] = had.get(at, False) or case in in_force
    for (place, way), somewhere in sorted(had.items()):
        if not somewhere:
            sentence = f"{way} is a way of paying of no platform for which this is said, so that it holds nowhere"
            hint = f"declare it there: ways: {{{way}: {{name: …}}}}, or delete it"
            whole.once.warn("never-holds", sentence, place, hint)


def _all_asking(
    markets: list[MarketHistory], facts: DeclaredFacts, memo: Memo
) -> Iterator[tuple[MarketHistory, Asking]]:
    """What varies by the way or asks for the price, in each market that reads it."""
    if WAY not in facts and AMOUNT not in facts:
        return
    table = memo.table("choices of the question")
    for history in markets:
        for key in READING:
            bundle = history.bundles.get(key)
            for asking in () if bundle is None else table.of(_asking, bundle):
                yield history, asking


def _asking(bundle: Bundle) -> tuple[Asking, ...]:
    return tuple(
        Asking(resolved.stated.value, resolved.stated.place, start, end)  # type: ignore[arg-type]
        for timeline in bundle.paths.values()
        for (start, resolved), end in zip(timeline, (*timeline.starts[1:], None), strict=True)
        if _asks(resolved)
    )


def _asks(resolved: Resolved[object]) -> bool:
    value = resolved.stated.value
    if type(value) is BoundChoice:
        return value.by in (WAY, AMOUNT)
    return type(value) is ConditionTerms and next(_currencies(value), None) is not None


def _currencies(terms: ConditionTerms) -> Iterator[Currency]:
    """The currencies in which conditions compare the price."""
    for part in terms.all:
        if isinstance(part, AnyOf):
            for alternative in part.alternatives:
                yield from _currencies(alternative)
        elif type(part) is Test and part.fact == AMOUNT and (currency := currency_of(part)) is not None:
            yield currency


def _stretch(history: MarketHistory, asking: Asking) -> tuple[Instant, Instant | None] | None:
    """The stretch in which a value holds since the market begins; None where it never does."""
    start = max(asking.start, history.begins)
    return None if asking.end is not None and asking.end <= start else (start, asking.end)


def _ways_in_force(history: MarketHistory, asking: Asking) -> Iterator[set[str]]:
    """The ways of paying that a market has while a value holds, from each change of them on."""
    stretch = _stretch(history, asking)
    if stretch is None:
        return
    start, end = stretch
    ways = {section[1]: timeline for section, timeline in history.sections.items() if section[0] == "ways"}
    edges = {start, *(edge for timeline in ways.values() for edge in timeline.starts)}
    for edge in sorted(edge for edge in edges if start <= edge and (end is None or edge < end)):
        found = {way: timeline.at(edge) for way, timeline in ways.items()}
        yield {way for way, terms in found.items() if terms is not None and terms.terms is not None}


def _check_ways(history: MarketHistory, choice: BoundChoice, asking: Asking, once: Once) -> None:
    """Reports where a choice says nothing of a way that a market has."""
    named = {str(case) for case, _ in choice.cases}
    for in_force in _ways_in_force(history, asking) if choice.other is None else ():
        left = sorted(in_force - named)
        if left or not in_force:
            says = f"for {', '.join(left)}" if left else "where there is no way of paying"
            sentence = f"the choice by {WAY} says nothing {says}, as in {history.key.shown}"
            hint = "add other: with the value for every other way"
            once.tell("choice-without-other", sentence, choice.place, hint)


def _check_currency(history: MarketHistory, asking: Asking, once: Once) -> None:
    """Reports thresholds on the price in another currency than the market's."""
    stretch = _stretch(history, asking)
    if stretch is None or history.currency is None:
        return
    start, end = stretch
    edges = [edge for edge in history.currency.starts if start < edge and (end is None or edge < end)]
    value = asking.value
    used = set(_currencies(value)) if isinstance(value, ConditionTerms) else {value.currency}
    for edge in (start, *edges):
        own = history.currency_at(edge)
        other = next((currency for currency in used if currency is not None and currency != own), None)
        if own is not None and other is not None:
            sentence = f"{AMOUNT} is compared in {other}, and prices of {history.key.shown} are in {own}"
            hint = f"state it by region or group, in {own} there; 0 needs no currency"
            once.tell("threshold-in-other-currency", sentence, asking.place, hint)
