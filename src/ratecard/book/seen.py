"""What an audience may see of a book: its lines without the statements that are for others.

What is taken out is not there any more: no figure, no refusal, no period, no fact that is asked for and no digest can
depend on it. So nothing has to remember to be silent about it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from ratecard.book.bundles import Bundle, Section
from ratecard.book.declarations import EARNED, Declarations
from ratecard.book.keys import Keys, matches
from ratecard.book.markets import MarketLine
from ratecard.book.resolving import changes
from ratecard.book.section_terms import SectionTerms, endings, read_at
from ratecard.book.timeline import Timeline
from ratecard.book.varying import vary
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, KeyPath, Stated
from ratecard.terms.audience import COMMON_FACTS, Audience
from ratecard.terms.conditions import AnyOf, ConditionTerms
from ratecard.terms.facts import BoundChoice, leaves
from ratecard.terms.market import MarketKey
from ratecard.terms.resolved import Resolved, Values

Hidden = Mapping[KeyPath, object]
"""The paths that are hidden, with what stands in for a part of a key."""


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

    Where terms that it sees tell of what is hidden, as a share of proceeds tells services of the commission, that
    counts for it: in the digest, and in the facts that it is asked for. Purchases do not tell it anywhere.
    """
    keys = declarations.keys
    hidden = keys.hidden_from(audience)
    seeing = Seeing(hidden, keys)
    seen_lines = {key: seeing.line(line) for key, line in lines.items()}
    seen_creators = {code: seeing.line(line) for code, line in creators.items()}
    market_lines = seen_lines
    told = revealed(seen_creators.values(), keys) & hidden.keys()
    if told:
        telling = Seeing({path: stand_in for path, stand_in in hidden.items() if path not in told}, keys)
        market_lines = {key: telling.line(line) for key, line in lines.items()}
    counted = market_lines | {line.key: line for line in seen_creators.values()}
    named = facts_asked(counted.values(), keys) | COMMON_FACTS
    facts = {name: fact for name, fact in declarations.facts.items() if name in named}
    counted_in = any(key.unit == EARNED and audience.sees(key.audience) for key in keys.records.values())
    diamond = declarations.diamond if counted_in else None
    shown = msgspec.structs.replace(declarations, facts=facts, diamond=diamond)
    return Seen(seen_lines, seen_creators, shown, counted)


class Seeing:
    """Takes what is hidden out of lines. What many lines share is done once, and shared again."""

    def __init__(self, hidden: Hidden, keys: Keys) -> None:
        self.keys = keys
        self._whole = {path[0] for path in hidden if len(path) == 1}
        self._parts = {path: stand_in for path, stand_in in hidden.items() if len(path) > 1}
        self._bundles: dict[int, Bundle] = {}
        self._rebuilt: dict[int, Timeline[SectionTerms]] = {}
        self._changes: dict[tuple[int, Instant], set[Instant]] = {}

    def line(self, line: MarketLine) -> MarketLine:
        """The line without what is hidden. Its periods are those in which what is left does not change."""
        parts = [path for path in self._parts if path[0] in line.bundles and path in line.bundles[path[0]].paths]
        if not parts and not self._whole & line.bundles.keys():
            return line
        bundles = {key: self._bundle(bundle, parts) for key, bundle in line.bundles.items() if key not in self._whole}
        sections = {section: terms for section, terms in line.sections.items() if section[0] not in self._whole}
        for part in parts:
            section = self.keys.section_of(part)
            if section is not None and _varies(line.bundles[part[0]].paths[part]):
                sections[section] = self._without(part, section, line)
        edges, apart = endings(sections, self.keys), endings(sections, self.keys, apart=True)
        for key, bundle in bundles.items():
            changed = self._changes_of(bundle, line.begins)
            if key in self.keys.apart:
                apart |= changed
            else:
                edges |= changed
        starts, gift_starts = (line.begins, *sorted(edges)), (line.begins, *sorted(apart))
        return msgspec.structs.replace(line, bundles=bundles, sections=sections, starts=starts, gift_starts=gift_starts)

    def _bundle(self, bundle: Bundle, parts: list[KeyPath]) -> Bundle:
        if not any(part in bundle.paths for part in parts):
            return bundle
        known = self._bundles.get(id(bundle))
        if known is None:
            paths = {path: timeline for path, timeline in bundle.paths.items() if not _is_below(path, parts)}
            known = self._bundles[id(bundle)] = msgspec.structs.replace(bundle, paths=paths, by_section={})
        return known

    def _changes_of(self, bundle: Bundle, begins: Instant) -> set[Instant]:
        known = self._changes.get((id(bundle), begins))
        if known is None:
            known = self._changes[id(bundle), begins] = changes(bundle.paths, begins)
        return known

    def _without(self, part: KeyPath, section: Section, line: MarketLine) -> Timeline[SectionTerms]:
        """The terms of a section without the fact by which a hidden part of it varies."""
        of_all = line.sections[section]
        known = self._rebuilt.get(id(of_all))
        if known is None:
            terms = tuple(SectionTerms(self._terms_at(part, section, line, start)) for start in of_all.starts)
            known = self._rebuilt[id(of_all)] = Timeline(of_all.starts, terms)
        return known

    def _terms_at(self, part: KeyPath, section: Section, line: MarketLine, start: Instant) -> object:
        """The terms at an instant, as if the hidden part were what stands in for it in every case."""
        paths: dict[KeyPath, Resolved[object]] = {}
        for path, timeline in line.bundles[part[0]].by_section[section].items():
            resolved = timeline.at(start)
            if resolved is None or resolved.stated.value is ABSENT:
                continue
            if path == part:
                stated: Stated[object] = Stated(self._parts[part], resolved.stated.place)
                resolved = Resolved(stated, resolved.since, resolved.rank)
            paths[path] = resolved
        currency, is_subdivision = line.currency_at(start), "-" in line.key.region

        of = self.keys.terms_of(section)
        read = read_at(of, line.sections, start)

        def build(taken: dict[KeyPath, Resolved[object]]) -> object:
            values = Values(taken, currency, is_subdivision, line.in_zone, reads=of.reads, others=read)
            return self.keys.build_terms(section, values)

        return vary(paths, build) if paths else None


def _varies(timeline: Timeline[Resolved[object]]) -> bool:
    return any(type(resolved.stated.value) is BoundChoice for resolved in timeline.values)


def _is_below(path: KeyPath, parts: Iterable[KeyPath]) -> bool:
    """Whether a path is one of these, or lies below one."""
    return any(path[: len(part)] == part for part in parts)


def revealed(lines: Iterable[MarketLine], keys: Keys) -> set[KeyPath]:
    """The hidden paths that terms of these lines tell of at any time."""
    found: set[KeyPath] = set()
    for line in lines:
        for section, timeline in line.sections.items():
            reveals = keys.terms_of(section).reveals
            for held in timeline.values if reveals is not None else ():
                for terms in leaves(held.terms):
                    found.update(reveals(terms))  # type: ignore[misc]
    return found


def facts_asked(lines: Iterable[MarketLine], keys: Keys) -> set[str]:
    """The name of every fact that anything in these lines asks for at any time."""
    found: set[str] = set()
    bundles = {id(bundle): (key, bundle) for line in lines for key, bundle in line.bundles.items()}
    for key, bundle in bundles.values():
        asks = keys.asks.get(key, ())
        for path, timeline in bundle.paths.items():
            for resolved in timeline.values:
                found.update(_asked_by(resolved.stated.value))
            found.update(ask.fact for ask in asks if matches(ask.path, path))
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
