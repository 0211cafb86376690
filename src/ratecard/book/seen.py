"""What an audience may see of a book: its histories without the statements that are for others.

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
from ratecard.book.markets import MarketHistory, distinct_bundles
from ratecard.book.memo import Memo
from ratecard.book.records import matches
from ratecard.book.resolving import ResolvedPaths, changes
from ratecard.book.section_terms import Sections, period_starts
from ratecard.book.sections import SectionBuilder
from ratecard.book.sections_by_key import SectionsByKey
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, KeyPath, Stated
from ratecard.terms.audience import COMMON_FACTS
from ratecard.terms.conditions import AnyOf, ConditionTerms
from ratecard.terms.facts import BoundChoice, possible_terms
from ratecard.terms.market import MarketKey
from ratecard.terms.ranks import RULES
from ratecard.terms.resolved import Covered, Removal, Resolved

StandIns = Mapping[KeyPath, object]
"""The paths that are hidden, with what stands in for a part of a key."""


class Seen(NamedTuple):
    """A book as an audience sees it. `counted` are the histories of which its digest is, by key."""

    histories: Mapping[MarketKey, MarketHistory]
    creators: Mapping[str, MarketHistory]
    declarations: Declarations
    counted: Mapping[MarketKey, MarketHistory]


def seen_by(
    audience: Audience,
    histories: Mapping[MarketKey, MarketHistory],
    creators: Mapping[str, MarketHistory],
    declarations: Declarations,
    memo: Memo,
) -> Seen:
    """The book as this audience sees it, with the facts that what it sees asks for.

    Where terms that it sees tell of what is hidden, as a share of proceeds tells services of the commission, that
    counts for it: in the digest, and in the facts that it is asked for. Purchases do not tell it anywhere.
    `memo` is the audience's own.
    """
    memo.hear(_refuse)
    keys = declarations.keys
    hidden = keys.hidden_from(audience)
    seeing = Seeing(hidden, keys, memo)
    seen_creators = {code: seeing.history(history) for code, history in creators.items()}
    seen_histories = {key: seeing.history(history, seen_creators[key.region]) for key, history in histories.items()}
    market_histories = seen_histories
    told = revealed(seen_creators.values(), keys) & hidden.keys()
    if told:
        telling = Seeing({path: stand_in for path, stand_in in hidden.items() if path not in told}, keys, memo)
        market_histories = {
            key: telling.history(history, seen_creators[key.region]) for key, history in histories.items()
        }
    counted = market_histories | {history.key: history for history in seen_creators.values()}
    named = facts_asked(counted.values(), keys) | COMMON_FACTS
    facts = {name: fact for name, fact in declarations.facts.items() if name in named}
    counted_in = any(key.unit == EARNED and audience.sees(key.audience) for key in keys.records.values())
    diamond = declarations.diamond if counted_in else None
    kept = {path: leaf for path, leaf in declarations.kept.items() if audience.sees(keys.records[path[0]].audience)}
    shown = msgspec.structs.replace(declarations, facts=facts, diamond=diamond, kept=kept)
    return Seen(seen_histories, seen_creators, shown, counted)


class Seeing:
    """Takes what is hidden out of histories. What many histories share is done once, and shared again.

    What the same was taken out of before is in the memo.
    """

    def __init__(self, hidden: StandIns, keys: Keys, memo: Memo) -> None:
        self.keys = keys
        self._whole = {path[0] for path in hidden if len(path) == 1}
        self._parts: dict[str, dict[KeyPath, object]] = {}
        for path, stand_in in hidden.items():
            if len(path) > 1:
                self._parts.setdefault(path[0], {})[path] = stand_in
        self._memo = memo
        self._builder = SectionBuilder(keys, memo)
        without = ", ".join(sorted(map(".".join, hidden)))
        self._histories = memo.table(f"without {without}")
        self._bundles = memo.table(f"bundles without {without}")
        self._replaced = memo.table(f"bundles with stand-ins for {without}")

    def history(self, history: MarketHistory, region: MarketHistory | None = None) -> MarketHistory:
        """The history without what is hidden. Its periods are those in which what is left does not change.

        `region` is a market's region as it is seen: what it lends is what is seen of it.
        """
        made_of = (history,) if region is None else (history, region)
        known = self._histories.find(made_of)
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        since = self._memo.mark()
        return self._histories.keep(made_of, None, self._seen(history, region), since)  # type: ignore[no-any-return]

    def _seen(self, history: MarketHistory, region: MarketHistory | None) -> MarketHistory:
        lending = {} if region is None else region.sections
        lent = {section: lending[section] for section in history.lent if section in lending}
        if lent == history.lent and not (self._whole | self._parts.keys()) & history.bundles.keys():
            return history
        bundles = {
            key: self._bundle(key, bundle, history.begins)
            for key, bundle in history.bundles.items()
            if key not in self._whole
        }
        sections = self._sections(history, lent)
        changed = {key: bundle.changes for key, bundle in bundles.items()}
        also = history.changing_by_others
        starts, own_starts = period_starts(history.begins, changed, sections, self.keys, self._memo, also)
        return msgspec.structs.replace(
            history, bundles=bundles, sections=sections, starts=starts, own_starts=own_starts, lent=lent
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
        shown = msgspec.structs.replace(bundle, paths=paths, by_section={}, changes=left, stated=None, at_once=False)
        return self._bundles.keep((bundle,), None, shown, None)  # type: ignore[no-any-return]

    def _sections(self, history: MarketHistory, lent: Sections) -> SectionsByKey:
        """The terms of what is left, and of what reads such terms, as if hidden parts were what stands in for them."""
        parts = {key: part for key, part in history.sections.parts.items() if key not in self._whole}
        where = history.read_in
        built = {section[0] for section, terms in history.lent.items() if lent.get(section) is not terms}
        for key in self.keys.order:
            read = {path[0] for of in self.keys.records[key].terms for path in of.of}
            if key in history.bundles and key not in self._whole and (key in self._parts or read & built):
                built.add(key)
                bundle = self._with_stand_ins(key, history.bundles[key])
                others = {**lent, **SectionsByKey(parts)} if read else {}
                new = self._builder.sections_of(key, bundle, history.currency, where, others)
                parts[key] = {section: new[section] for section in parts.get(key, ()) if section in new}
        return SectionsByKey({key: part for key, part in parts.items() if part})

    def _with_stand_ins(self, key: str, bundle: Bundle) -> Bundle:
        """The bundle with what stands in for its hidden parts, whether they are stated or not."""
        if key not in self._parts:
            return bundle
        known = self._replaced.find((bundle,))
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        by_section = {}
        for section, stated in bundle.by_section.items():
            every = ((_in_section(path, section), value) for path, value in self._parts[key].items())
            own = {path: value for path, value in every if self.keys.section_of(path) == section}
            left = {path: timeline for path, timeline in stated.items() if not _is_below(path, own)}
            if left:
                by_section[section] = left | {path: _beside(left, section, value) for path, value in own.items()}
        paths = {path: timeline for stated in by_section.values() for path, timeline in stated.items()}
        shown = msgspec.structs.replace(bundle, paths=paths, by_section=by_section, stated=None, at_once=False)
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


def _in_section(path: KeyPath, section: SectionPath) -> KeyPath:
    """A hidden path in one section: of ("promotions", "*", "borne_by") the one below ("promotions", "welcome")."""
    depth = len(section)
    return (*section, *path[depth:]) if matches(path[:depth], section) else path


def _is_below(path: KeyPath, parts: Iterable[KeyPath]) -> bool:
    """Whether a path is one of these, or lies below one; in these * stands for any identifier."""
    return any(path[: len(part)] == part or matches(part, path[: len(part)]) for part in parts)


def revealed(histories: Iterable[MarketHistory], keys: Keys) -> set[KeyPath]:
    """The hidden paths that terms of these histories tell of at any time."""
    found: set[KeyPath] = set()
    for history in histories:
        for section, timeline in history.sections.items():
            reveals = keys.terms_of(section).reveals
            for section_terms in timeline.values if reveals is not None else ():
                for terms in possible_terms(section_terms.terms):
                    found.update(reveals(terms))  # type: ignore[misc]
    return found


def facts_asked(histories: Iterable[MarketHistory], keys: Keys) -> set[str]:
    """The name of every fact that anything in these histories asks for at any time."""
    found: set[str] = set()
    for key, bundle, _ in distinct_bundles(histories):
        asks = keys.asks.get(key, ())
        for path, timeline in bundle.paths.items():
            for resolved in timeline.values:
                found.update(_asked_by(resolved.stated.value))
                found.update(ask.fact_of(path, resolved.stated.value) for ask in asks if matches(ask.path, path))
    return found - {""}


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
