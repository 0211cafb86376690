"""What an audience may see of a book: its lines without the statements that are for others.

What is taken out is not there any more: no figure, no refusal, no period, no fact that is asked for and no digest can
depend on it. So nothing has to remember to be silent about it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from ratecard.audience import Audience
from ratecard.book.bundles import Bundle, SectionPath
from ratecard.book.declarations import Declarations
from ratecard.book.declared_units import EARNED
from ratecard.book.keys import Keys
from ratecard.book.markets import MarketLine, distinct_bundles
from ratecard.book.memo import Memo
from ratecard.book.records import matches
from ratecard.book.resolving import ResolvedPaths, changes
from ratecard.book.section_terms import Sections, SectionTerms, period_starts
from ratecard.book.sections import ReadIn, SectionBuilder
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, KeyPath, Stated
from ratecard.terms.audience import COMMON_FACTS
from ratecard.terms.conditions import AnyOf, ConditionTerms
from ratecard.terms.facts import BoundChoice, leaves
from ratecard.terms.market import MarketKey
from ratecard.terms.ranks import RULES
from ratecard.terms.resolved import Covered, Removal, Resolved

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
    seen_creators = {code: seeing.line(line) for code, line in creators.items()}
    seen_lines = {key: seeing.line(line, seen_creators[key.region]) for key, line in lines.items()}
    market_lines = seen_lines
    told = revealed(seen_creators.values(), keys) & hidden.keys()
    if told:
        telling = Seeing({path: stand_in for path, stand_in in hidden.items() if path not in told}, keys)
        market_lines = {key: telling.line(line, seen_creators[key.region]) for key, line in lines.items()}
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
        self._parts: dict[str, dict[KeyPath, object]] = {}
        for path, stand_in in hidden.items():
            if len(path) > 1:
                self._parts.setdefault(path[0], {})[path] = stand_in
        memo = Memo()
        memo.hear(_refuse)
        self._builder = SectionBuilder(keys, memo)
        self._bundles = memo.table("without hidden parts")
        self._replaced = memo.table("with stand-ins")

    def line(self, line: MarketLine, region: MarketLine | None = None) -> MarketLine:
        """The line without what is hidden. Its periods are those in which what is left does not change.

        `region` is a market's region as it is seen: what it lends is what is seen of it.
        """
        lending = {} if region is None else region.sections
        lent = {section: lending[section] for section in line.lent if section in lending}
        if lent == line.lent and not (self._whole | self._parts.keys()) & line.bundles.keys():
            return line
        bundles = {
            key: self._bundle(key, bundle, line.begins)
            for key, bundle in line.bundles.items()
            if key not in self._whole
        }
        sections = self._sections(line, lent)
        changed = {key: bundle.changes for key, bundle in bundles.items()}
        starts, own_starts = period_starts(line.begins, changed, sections, self.keys)
        return msgspec.structs.replace(
            line, bundles=bundles, sections=sections, starts=starts, own_starts=own_starts, lent=lent
        )

    def _bundle(self, key: str, bundle: Bundle, begins: Instant) -> Bundle:
        """The bundle without its hidden parts."""
        if key not in self._parts:
            return bundle
        known = self._bundles.find((bundle,))
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        paths = {path: timeline for path, timeline in bundle.paths.items() if not self._is_hidden(path)}
        left = frozenset(changes(paths, begins))
        shown = msgspec.structs.replace(bundle, paths=paths, by_section={}, changes=left)
        return self._bundles.keep((bundle,), None, shown, None)  # type: ignore[no-any-return]

    def _sections(self, line: MarketLine, lent: Sections) -> dict[SectionPath, Timeline[SectionTerms]]:
        """The terms of what is left, and of what reads such terms, as if hidden parts were what stands in for them."""
        sections = {section: terms for section, terms in line.sections.items() if section[0] not in self._whole}
        where = ReadIn(line.begins, line.in_zone, "-" in line.key.region)
        built = {section[0] for section, terms in line.lent.items() if lent.get(section) is not terms}
        for key in self.keys.order:
            read = {path[0] for of in self.keys.records[key].terms for path in of.of}
            if key in line.bundles and key not in self._whole and (key in self._parts or read & built):
                built.add(key)
                bundle = self._with_stand_ins(key, line.bundles[key])
                new = self._builder.sections_of(key, bundle, line.currency, where, {**lent, **sections} if read else {})
                sections = {
                    section: new.get(section, terms)
                    for section, terms in sections.items()
                    if section[0] != key or section in new
                }
        return sections

    def _with_stand_ins(self, key: str, bundle: Bundle) -> Bundle:
        """The bundle with what stands in for its hidden parts, whether they are stated or not."""
        if key not in self._parts:
            return bundle
        known = self._replaced.find((bundle,))
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        by_section = {}
        for section, stated in bundle.by_section.items():
            own = {path: value for path, value in self._parts[key].items() if self.keys.section_of(path) == section}
            left = {path: timeline for path, timeline in stated.items() if not _is_below(path, own)}
            if left:
                by_section[section] = left | {path: _beside(left, section, value) for path, value in own.items()}
        paths = {path: timeline for stated in by_section.values() for path, timeline in stated.items()}
        shown = msgspec.structs.replace(bundle, paths=paths, by_section=by_section)
        return self._replaced.keep((bundle,), None, shown, None)  # type: ignore[no-any-return]

    def _is_hidden(self, path: KeyPath) -> bool:
        return _is_below(path, self._parts.get(path[0], ()))


def _beside(left: ResolvedPaths, section: SectionPath, value: object) -> Timeline[Resolved[object]]:
    """A value that is stated wherever anything else of its section is, and only there: nothing of it is told."""
    starts: list[Instant] = []
    values: list[Resolved[object]] = []
    place = next(iter(left.values())).values[0].stated.place
    for edge in sorted({start for timeline in left.values() for start in timeline.starts}):
        at_once = [timeline.at(edge) for path, timeline in left.items() if path != section]
        anything = any(resolved is not None and _is_said(resolved.stated) for resolved in at_once)
        stands = value if anything else ABSENT
        if not values or values[-1].stated.value is not stands:
            starts.append(edge)
            values.append(Resolved(Stated(stands, place), edge, RULES))
    return Timeline(tuple(starts), tuple(values))


def _is_said(stated: Stated[object]) -> bool:
    """Whether this was said of a path itself, and not by a word on a mapping above it."""
    return stated.value is not ABSENT and type(stated) not in (Removal, Covered)


def _refuse(found: Diagnostic) -> None:
    """What stands in for a hidden part is right beside all that may be stated: the record of its key is wrong."""
    raise ValueError(f"beside what stands in for a hidden part: {found.sentence}")


def _is_below(path: KeyPath, parts: Iterable[KeyPath]) -> bool:
    """Whether a path is one of these, or lies below one."""
    return any(path[: len(part)] == part for part in parts)


def revealed(lines: Iterable[MarketLine], keys: Keys) -> set[KeyPath]:
    """The hidden paths that terms of these lines tell of at any time."""
    found: set[KeyPath] = set()
    for line in lines:
        for section, timeline in line.sections.items():
            reveals = keys.terms_of(section).reveals
            for section_terms in timeline.values if reveals is not None else ():
                for terms in leaves(section_terms.terms):
                    found.update(reveals(terms))  # type: ignore[misc]
    return found


def facts_asked(lines: Iterable[MarketLine], keys: Keys) -> set[str]:
    """The name of every fact that anything in these lines asks for at any time."""
    found: set[str] = set()
    for key, bundle, _ in distinct_bundles(lines):
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
