"""Names of things of one key that another one states, and facts that values ask for: each must be declared."""

from collections.abc import Iterable

from ratecard.book.declarations import Declarations, declaring
from ratecard.book.keys import ANY_ID, AsksFact, Names, matches
from ratecard.book.markets import MarketLine
from ratecard.book.once import Once
from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import BROKEN, KeyPath, Stated

HOW_DECLARED = {"count": "{type: count}", "one of": "{type: one of, of: [promotional, earned]}"}


class References:
    """What is known of every table that values name things of."""

    def __init__(self, creators: Iterable[MarketLine], declarations: Declarations) -> None:
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
            broken = any(_is_broken(line, table) for line in self.creators)
            depth = len(table)
            sections = (section for line in self.creators for section in line.sections)
            found = {section[depth] for section in sections if section[:depth] == table and section[depth:]}
            self.read[table] = None if broken else found
        return self.read[table]

    def misses(self, table: KeyPath, name: str) -> bool:
        """Whether no file meant to state a thing of this name."""
        known = self.known(table)
        return known is not None and name not in known and not self.declarations.is_broken(table, name)


def check_references(
    every: Iterable[MarketLine], creators: Iterable[MarketLine], declarations: Declarations, once: Once
) -> None:
    """Reports each name of a thing, and each fact, that statements use and nothing declares."""
    references, keys = References(creators, declarations), declarations.keys
    seen: set[int] = set()
    for line in every:
        for key, bundle in line.bundles.items():
            names = [name for name in keys.names.get(key, ()) if name.path[-1] != ANY_ID]
            asks = keys.asks.get(key, ())
            if id(bundle) in seen or not (names or asks):
                continue
            seen.add(id(bundle))
            ends = {name.path[-1] for name in names} | {ask.path[-1] for ask in asks}
            ending = [(path, timeline) for path, timeline in bundle.paths.items() if path[-1] in ends or ANY_ID in ends]
            for path, timeline in ending:
                own = [name for name in names if matches(name.path, path)]
                facts = [ask for ask in asks if matches(ask.path, path)]
                for resolved in timeline.values if own or facts else ():
                    for name in own:
                        _check_named(name, resolved.stated, references, once)
                    for ask in facts:
                        _check_asked(ask, resolved.stated, declarations, once)


def _is_broken(line: MarketLine, path: KeyPath) -> bool:
    """Whether the whole of a table was reported: what it would have stated is unknown."""
    return any(value is BROKEN for value in line.ever(path))


def _check_named(names: Names, stated: Stated[object], references: References, once: Once) -> None:
    value = stated.value
    items = value if isinstance(value, tuple) else (stated,) if isinstance(value, str) else ()
    for item in items:
        name = str(item.value)
        if references.misses(names.table, name):
            hint, offers = meant_or(name, references.known(names.table) or (), names.hint.replace("{}", name))
            once.tell(names.code, names.sentence.replace("{}", name), item.place, hint, offers=offers)


def _check_asked(ask: AsksFact, stated: Stated[object], declarations: Declarations, once: Once) -> None:
    if not ask.item and isinstance(stated.value, int):
        _check_fact(ask, stated.place, declarations, once)
    for item in stated.value if ask.item and isinstance(stated.value, tuple) else ():
        if item.value == ask.item:
            _check_fact(ask, item.place, declarations, once)


def _check_fact(ask: AsksFact, place: Place, declarations: Declarations, once: Once) -> None:
    name, kind = ask.fact, ask.kind
    fact = declarations.facts.get(name)
    if fact is not None and fact.kind != kind:
        sentence = f"this asks for {name} of type {kind}, and it is declared with type {fact.kind}"
        once.tell("unknown-fact", sentence, place, f"declare it as {declaring(name, HOW_DECLARED[kind])}")
    if declarations.no_fact(name):
        hint = f"declare it under rules/: {declaring(name, HOW_DECLARED[kind])}"
        once.tell("unknown-fact", f"this asks for {name}, which no file declares", place, hint)
