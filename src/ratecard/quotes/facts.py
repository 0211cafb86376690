"""Facts as callers write them, typed by what the book declares."""

from collections.abc import Iterable, Mapping

from ratecard.book.rulebook import RuleBook
from ratecard.refusals import InvalidFact, InvalidInput, UnknownFact
from ratecard.rulefiles.echo import cut
from ratecard.rulefiles.keys.facts import STATED_BY_ENGINE, WAY
from ratecard.rulefiles.values.zeros import leading_zero_in
from ratecard.terms.facts import DeclaredFacts, Facts, FactType, FactValue, fact_text
from ratecard.terms.market import Market

WrongFact = UnknownFact | InvalidFact | InvalidInput


def parse_facts(book: RuleBook, stated: Iterable[tuple[str, str]]) -> Facts | WrongFact:
    """Typed facts from pairs of name and text, or the first that the book does not declare or allow.

    A fact given twice with different values is invalid: neither is taken silently.
    """
    facts: dict[str, FactValue] = {}
    for name, text in stated:
        declared = book.facts.get(name)
        if declared is None:
            return UnknownFact(name, tuple(sorted(book.facts)))
        if name in STATED_BY_ENGINE:
            return _stated_by_engine(name)
        value = declared.parse(text)
        if value is None:
            return InvalidFact(name, text, _allowed(declared, text))
        if facts.get(name, value) != value:
            return InvalidFact(name, text, "one value, stated once")
        facts[name] = value
    return facts


def _allowed(declared: FactType, text: str) -> str:
    """What a value of the fact looks like, in view of a text that is none."""
    begun = leading_zero_in(text)
    if declared.is_numeric and begun is not None and declared.parse(begun[1]) is not None:
        return f"{declared.allowed}, written without leading zeros"
    return declared.allowed


def check_facts(book: RuleBook, facts: Facts, market: Market | None = None) -> WrongFact | None:
    """The first fact that the book does not declare, that nobody states or whose value is not of its type, or None.

    A way of paying has to be one that the market has which is asked about.
    """
    declared = book.facts
    for name, value in facts.items():
        fact = declared.get(name)
        if fact is None or name in STATED_BY_ENGINE or not fact.can_be(value):
            return _first_wrong(declared, facts, market)
    if market is not None and WAY in facts and facts[WAY] not in market.ways:
        return _first_wrong(declared, facts, market)
    return None


def _stated_by_engine(name: str) -> InvalidInput:
    return InvalidInput(("facts", name), f"{name} is of the question itself, and the engine states it; leave it out")


def _wrong_way(way: FactValue, ways: Iterable[str], where: str) -> InvalidInput:
    listed = ", ".join(ways)
    has = f"it has {listed}" if listed else f"it has none; leave {WAY} out"
    return InvalidInput(("facts", WAY), f"{cut(fact_text(way))} is not a way of paying {where}; {has}")


def _first_wrong(declared: DeclaredFacts, facts: Facts, market: Market | None) -> WrongFact:
    """The first by name of facts of which at least one is wrong."""
    if market is not None and facts.get(WAY, None) in (None, *market.ways):
        market = None
    wrong = {name for name, value in facts.items() if name not in declared or not declared[name].accepts(value)}
    first = min(wrong | ({WAY} if market is not None and WAY in declared else set()))
    if first == WAY and WAY in declared:
        if market is None:
            return _wrong_way(facts[WAY], declared[WAY].values, "of this book")
        return _wrong_way(facts[WAY], market.ways, f"of {market.key.shown}")
    if first in declared and first in STATED_BY_ENGINE:
        return _stated_by_engine(first)
    if first not in declared:
        return UnknownFact(first, tuple(sorted(declared)))
    return InvalidFact(first, fact_text(facts[first]), declared[first].allowed)


def check_package_facts(book: RuleBook, package_facts: Mapping[str, Facts]) -> WrongFact | None:
    """The first fact of a package that is wrong, or None: undeclared, not kept for each package, or of no package."""
    for package, facts in sorted(package_facts.items()):
        wrong = check_facts(book, facts)
        if wrong is not None:
            return wrong
        for name, value in sorted(facts.items()):
            if not book.facts[name].each_package:
                return InvalidFact(f"{name}/{package}", fact_text(value), "one value, for all packages")
            if package not in book.packages and package not in book.items:
                return InvalidFact(
                    f"{name}/{package}", fact_text(value), "values of packages and items that the book has"
                )
    return None


def parse_package_facts(book: RuleBook, stated: Iterable[tuple[str, str, str]]) -> Mapping[str, Facts] | WrongFact:
    """Typed facts by package, from triples of package, name and text; or the first that is wrong."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for package, name, text in stated:
        pairs.setdefault(package, []).append((name, text))
    found: dict[str, Facts] = {}
    for package, own in pairs.items():
        facts = parse_facts(book, own)
        if isinstance(facts, WrongFact):
            return facts
        found[package] = facts
    return check_package_facts(book, found) or found
