"""What an audience may see of a book: its lines without the statements that are for others.

What is taken out is not there any more: no figure, no refusal, no period, no fact that is asked for and no digest can
depend on it. So nothing has to remember to be silent about it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from ratecard.book.bundles import Bundle, Section
from ratecard.book.creators import CLASS_FACT
from ratecard.book.declarations import Declarations
from ratecard.book.dependencies import shares_of_money
from ratecard.book.markets import MarketLine, SectionTerms, expiries
from ratecard.book.resolving import changes
from ratecard.book.timeline import Timeline
from ratecard.book.varying import vary
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, KeyPath, Stated
from ratecard.terms.audience import COMMISSION, COMMON_FACTS, HIDDEN_FROM, TAX_COLLECTOR, Audience, is_hidden
from ratecard.terms.conditions import AnyOf, ConditionTerms
from ratecard.terms.earnings import PROCEEDS
from ratecard.terms.facts import BoundChoice
from ratecard.terms.gifts import LEVEL_FACT
from ratecard.terms.market import MarketKey
from ratecard.terms.resolved import Resolved, Values
from ratecard.terms.tax import tax_terms

TAX = "tax"
TAX_SECTION: Section = (TAX,)
ANYBODY = "store"
"""Stands for whoever pays a tax over, where that is hidden."""


class Seen(NamedTuple):
    """A book as an audience sees it. `counted` are the lines of which its digest is, by key."""

    lines: Mapping[MarketKey, MarketLine]
    creators: Mapping[str, MarketLine]
    declarations: Declarations
    counted: Mapping[MarketKey, MarketLine]


def seen_by(
    audience: Audience,
    lines: Mapping[MarketKey, MarketLine],
    creators: Mapping[str, MarketLine],
    declarations: Declarations,
) -> Seen:
    """The book as this audience sees it, with the facts that what it sees asks for.

    Where creators earn a share of proceeds, their diamonds tell services what the commission is. There it counts for
    them: in the digest, and in the facts that they are asked for. Purchases do not tell it to them anywhere.
    """
    hidden = HIDDEN_FROM[audience]
    seeing = Seeing(hidden)
    seen_lines = {key: seeing.line(line) for key, line in lines.items()}
    seen_creators = {code: seeing.line(line) for code, line in creators.items()}
    market_lines = seen_lines
    if any(share.base == PROCEEDS for share in shares_of_money(seen_creators.values())):
        telling = Seeing(tuple(key for key in hidden if key != COMMISSION))
        market_lines = {key: telling.line(line) for key, line in lines.items()}
    counted = market_lines | {line.key: line for line in seen_creators.values()}
    named = facts_asked(counted.values()) | COMMON_FACTS
    facts = {name: fact for name, fact in declarations.facts.items() if name in named}
    diamond = None if audience is Audience.PUBLIC else declarations.diamond
    shown = msgspec.structs.replace(declarations, facts=facts, diamond=diamond)
    return Seen(seen_lines, seen_creators, shown, counted)


class Seeing:
    """Takes what is hidden out of lines. What many lines share is done once, and shared again."""

    def __init__(self, hidden: tuple[KeyPath, ...]) -> None:
        self._hidden = hidden
        self._keys = {key[0] for key in hidden if len(key) == 1}
        self._bundles: dict[int, Bundle] = {}
        self._taxes: dict[int, Timeline[SectionTerms]] = {}
        self._changes: dict[tuple[int, Instant], set[Instant]] = {}

    def line(self, line: MarketLine) -> MarketLine:
        """The line without what is hidden. Its periods are those in which what is left does not change."""
        hides_collector = TAX in line.bundles and TAX_COLLECTOR in line.bundles[TAX].paths
        if not hides_collector and not self._keys & line.bundles.keys():
            return line
        bundles = {key: self._bundle(key, bundle) for key, bundle in line.bundles.items() if key not in self._keys}
        sections = {section: terms for section, terms in line.sections.items() if section[0] not in self._keys}
        if hides_collector and _varies(line.bundles[TAX].paths[TAX_COLLECTOR]):
            sections[TAX_SECTION] = self._tax(line)
        edges = expiries(sections.get(("fx",)))
        for key, bundle in bundles.items():
            if key != "gifts":
                edges |= self._changes_of(bundle, line.begins)
        starts = (line.begins, *sorted(edges))
        return msgspec.structs.replace(line, bundles=bundles, sections=sections, starts=starts)

    def _bundle(self, key: str, bundle: Bundle) -> Bundle:
        if key != TAX or TAX_COLLECTOR not in bundle.paths:
            return bundle
        known = self._bundles.get(id(bundle))
        if known is None:
            paths = {path: timeline for path, timeline in bundle.paths.items() if not is_hidden(path, self._hidden)}
            known = self._bundles[id(bundle)] = msgspec.structs.replace(bundle, paths=paths, by_section={})
        return known

    def _changes_of(self, bundle: Bundle, begins: Instant) -> set[Instant]:
        known = self._changes.get((id(bundle), begins))
        if known is None:
            known = self._changes[id(bundle), begins] = changes(bundle.paths, begins)
        return known

    def _tax(self, line: MarketLine) -> Timeline[SectionTerms]:
        """The terms of a tax without the fact by which it varies who pays it over."""
        of_all = line.sections[TAX_SECTION]
        known = self._taxes.get(id(of_all))
        if known is None:
            terms = tuple(SectionTerms(_tax_at(line, start)) for start in of_all.starts)
            known = self._taxes[id(of_all)] = Timeline(of_all.starts, terms)
        return known


def _varies(timeline: Timeline[Resolved[object]]) -> bool:
    return any(type(resolved.stated.value) is BoundChoice for resolved in timeline.values)


def _tax_at(line: MarketLine, start: Instant) -> object:
    """The tax terms at an instant, as if the same one paid the tax over in every case."""
    paths: dict[KeyPath, Resolved[object]] = {}
    for path, timeline in line.bundles[TAX].paths.items():
        resolved = timeline.at(start)
        if resolved is None or resolved.stated.value is ABSENT:
            continue
        if path == TAX_COLLECTOR:
            stated: Stated[object] = Stated(ANYBODY, resolved.stated.place)
            resolved = Resolved(stated, resolved.since, resolved.rank)
        paths[path] = resolved
    currency, is_subdivision = line.currency_at(start), "-" in line.key.region

    return (
        vary(paths, lambda taken: tax_terms(Values(taken, currency, is_subdivision, line.in_zone))) if paths else None
    )


def facts_asked(lines: Iterable[MarketLine]) -> set[str]:
    """The name of every fact that anything in these lines asks for at any time."""
    found: set[str] = set()
    for bundle in {id(bundle): bundle for line in lines for bundle in line.bundles.values()}.values():
        for path, timeline in bundle.paths.items():
            for resolved in timeline.values:
                found.update(_asked_by(resolved.stated.value))
            if path[0] == "gifts" and path[2:] == ("level",):
                found.add(LEVEL_FACT)
            if path == ("payouts", "order"):
                found.add(CLASS_FACT)
    return found


def _asked_by(value: object) -> Iterator[str]:
    """The facts that one value asks for."""
    if type(value) is BoundChoice:
        yield value.by
        for stated in (*(stated for _, stated in value.cases), value.other):
            if type(stated) is Stated:
                yield from _asked_by(stated.value)
    elif type(value) is ConditionTerms:
        for part in value.all:
            if type(part) is AnyOf:
                for alternative in part.alternatives:
                    yield from _asked_by(alternative)
            else:
                yield part.fact  # type: ignore[union-attr]
