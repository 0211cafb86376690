"""Names of things of one key that another one states, and facts that values ask for: each must be declared."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from ratecard.book.declarations import Declarations, declaring
from ratecard.book.keys import Keys
from ratecard.book.markets import DistinctBundle, MarketHistory, said_once
from ratecard.book.once import Once
from ratecard.book.records import ANY_ID, AsksFact, Names, matches
from ratecard.book.resolving import ResolvedPaths
from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import BROKEN, UNKNOWN, Keyed, KeyPath, Stated, StatedParts
from ratecard.terms.facts import BoundChoice
from ratecard.terms.resolved import Covered, Resolved

HOW_DECLARED = {"count": "{type: count}", "one of": "{type: one of, of: [promotional, earned]}"}


class References:
    """What is known of every table that values name things of."""

    def __init__(self, creators: Iterable[MarketHistory], declarations: Declarations) -> None:
        self.declarations = declarations
        self.creators = list(creators)
        self.read: dict[KeyPath, set[str] | None] = {}

    def known(self, table: KeyPath) -> frozenset[str] | set[str] | None:
        """The identifiers of a table: those that the book declares, else those of which a region has terms.

        None where the table is broken, so that any may be meant.
        """
        if self.declarations.declares(table):
            return self.declarations.ids[table] if self.declarations.is_known(table) else None
        if table not in self.read:
            broken = any(_is_broken(history, table) for history in self.creators)
            depth = len(table)
            sections = (section for history in self.creators for section in history.sections)
            found = {section[depth] for section in sections if section[:depth] == table and len(section) == depth + 1}
            self.read[table] = None if broken else found
        return self.read[table]

    def misses(self, table: KeyPath, name: str) -> bool:
        """Whether no file meant to state a thing of this name."""
        known = self.known(table)
        return known is not None and name not in known and not self.declarations.is_broken(table, name)


class Uses(NamedTuple):
    """What the statements of a section name and ask, in their order, each once where it stands."""

    named: tuple[tuple[Names, str, Place], ...]
    asked: tuple[tuple[AsksFact, Place], ...]


def check_references(
    bundles: Iterable[DistinctBundle],
    creators: Iterable[MarketHistory],
    declarations: Declarations,
    once: Once,
) -> None:
    """Reports each name of a thing, and each fact, that statements use and nothing declares."""
    references, keys = References(creators, declarations), declarations.keys
    table = once.memo.table("references")
    using = {key: partial(_uses, keys, key) for key in (*keys.names, *keys.asks)}
    checked: set[tuple[KeyPath, str, Place]] = set()
    for said in said_once(bundles):
        if said.key in using:
            every = said.of_parts(table, using[said.key], once.memo)
            for name, thing, place in (used for uses in every for used in uses.named):
                if (name.path, thing, place) not in checked:
                    checked.add((name.path, thing, place))
                    _check_named(name, thing, place, references, once)
            for ask, place in (used for uses in every for used in uses.asked):
                if (ask.path, ask.fact, place) not in checked:
                    checked.add((ask.path, ask.fact, place))
                    _check_fact(ask, place, declarations, once)


def _uses(keys: Keys, key: str, paths: ResolvedPaths) -> Uses:
    names = [name for name in keys.names.get(key, ()) if name.path[-1] != ANY_ID]
    asks = keys.asks.get(key, ())
    ends = {name.path[-1] for name in names} | {ask.path[-1] for ask in asks}
    named: list[tuple[Names, str, Place]] = []
    asked: list[tuple[AsksFact, Place]] = []
    for path, timeline in paths.items():
        if names:
            named += [used for resolved in timeline.values for used in _named_in_parts(names, path, resolved)]
        if path[-1] in ends or ANY_ID in ends:
            own = [name for name in names if matches(name.path, path)]
            facts = [ask for ask in asks if matches(ask.path, path)]
            for resolved in timeline.values if own or facts else ():
                named += [(name, *used) for name in own for used in _named_by(resolved.stated)]
                asked += [used for ask in facts for used in _asked_by(ask, path, resolved.stated)]
    return Uses(tuple(named), tuple(asked))


def _named_in_parts(
    names: Iterable[Names], path: KeyPath, resolved: Resolved[object]
) -> Iterator[tuple[Names, str, Place]]:
    """What values of several parts name, below the path at which they stand: also in each case of a choice."""
    for value in _values_of_parts(resolved.stated.value):
        for part, stated in value.parts:
            for name in names:
                if matches(name.path, (*path, part)):
                    yield from ((name, *used) for used in _named_by(stated))


def _values_of_parts(value: object) -> Iterator[StatedParts]:
    if type(value) is StatedParts:
        yield value
    elif type(value) is BoundChoice:
        for case in (*(case for _, case in value.cases), value.other):
            if isinstance(case, Stated):
                yield from _values_of_parts(case.value)


def _is_broken(history: MarketHistory, path: KeyPath) -> bool:
    """Whether the whole of a table was reported, or is unknown: nobody knows what it would have stated."""
    return any(value is BROKEN or value is UNKNOWN for value in history.ever(path))


def _named_by(stated: Stated[object]) -> Iterator[tuple[str, Place]]:
    """The names that a value names, with their places; those of items with a key are of another table."""
    value = stated.value
    for item in value if isinstance(value, tuple) else (stated,) if isinstance(value, str) else ():
        if type(item.value) is not Keyed:
            yield str(item.value), item.place


def _check_named(names: Names, name: str, place: Place, references: References, once: Once) -> None:
    if references.misses(names.table, name):
        hint, offers = meant_or(name, references.known(names.table) or (), names.hint.replace("{}", name))
        once.tell(names.code, names.sentence.replace("{}", name), place, hint, offers=offers)


def _asked_by(ask: AsksFact, path: KeyPath, stated: Stated[object]) -> Iterator[tuple[AsksFact, Place]]:
    """What a value asks for, of a fact by its name, and the places at which it does."""
    if not ask.fact:
        name = ask.fact_of(path, stated.value)
        if name and type(stated) is not Covered:
            yield AsksFact(path=path, fact=name, kind=ask.kind), stated.place
        return
    if not ask.item and isinstance(stated.value, int):
        yield ask, stated.place
    for item in stated.value if ask.item and isinstance(stated.value, tuple) else ():
        if item.value == ask.item:
            yield ask, item.place


def _check_fact(ask: AsksFact, place: Place, declarations: Declarations, once: Once) -> None:
    name, kind = ask.fact, ask.kind
    fact = declarations.facts.get(name)
    if fact is not None and kind and fact.kind != kind:
        sentence = f"this asks for {name} of type {kind}, and it is declared with type {fact.kind}"
        once.tell("unknown-fact", sentence, place, f"declare it as {declaring(name, HOW_DECLARED[kind])}")
    if declarations.no_fact(name):
        declared = declaring(name, HOW_DECLARED[kind]) if kind else declaring(name)
        hint = f"declare it under rules/: {declared}"
        once.tell("unknown-fact", f"this asks for {name}, which no file declares", place, hint)
