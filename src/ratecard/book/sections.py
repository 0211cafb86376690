"""The terms of each section of a market over time, built once for all markets that would build the same."""

from collections.abc import Container, Hashable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

from ratecard.book.at_times import NOTHING_ASKED, AskedOfTime, asked_of, stated_at
from ratecard.book.bundles import Bundle, Bundles, SectionPath
from ratecard.book.keys import Keys
from ratecard.book.memo import Memo, MemoEntry, MemoTable
from ratecard.book.own_currencies import currency_of
from ratecard.book.plain_terms import plain_terms
from ratecard.book.read_in import ReadIn
from ratecard.book.reading import Readings
from ratecard.book.records import TermsOf
from ratecard.book.resolving import ResolvedPaths
from ratecard.book.section_terms import NOTHING, OFTEN, Sections, SectionTerms, held_terms, read_by
from ratecard.book.sections_by_key import SectionsByKey
from ratecard.book.timeline import Timeline
from ratecard.book.varying import COMBINATIONS_MOST, combinations, split_by_facts, too_many_cases
from ratecard.diagnostics.codes import CODES
from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.stated import ABSENT, BROKEN, KeyPath, Word
from ratecard.terms.facts import BoundChoice
from ratecard.terms.resolved import Resolved
from ratecard.terms.values import Values

NO_BUNDLES: Bundles = MappingProxyType({})

OF_A_WHOLE = frozenset({"bad-split", "two-shares"})
"""What is wrong with several statements together: where they vary by a fact, the same is said of one case alone."""

OF_A_READER = frozenset(code for code in CODES if code.endswith("-in-other-currency"))
"""What is wrong with a statement only where it is read: each market that reads the same terms is told it for itself."""


class Built(NamedTuple):
    """The terms of a bundle's sections, and the entries that each section used; those are noted for later loads."""

    sections: dict[SectionPath, Timeline[SectionTerms]]
    uses: dict[SectionPath, tuple[MemoEntry[Any], ...]]


class _Collected(NamedTuple):
    """What was said to be wrong, and what is missing, in all cases of one section."""

    said: set[str]
    missing: list[KeyPath]


class SectionBuilder:
    """Builds the terms of every market of a book; what several markets read alike is built once and shared.

    `naming` has the places of money that names its currency itself.
    """

    def __init__(self, keys: Keys, memo: Memo, naming: Container[Place] = ()) -> None:
        self.keys = keys
        self.naming = naming
        self.of_one_reader = 0
        self._same_later: dict[Hashable, MemoEntry[Built]] = {}
        self._of_zones: dict[Bundle, list[dict[SectionPath, Timeline[SectionTerms]]]] = {}
        self._memo = memo
        self._built = memo.table("sections")
        self._terms = memo.table("terms")
        self._asked: MemoTable[AskedOfTime] = memo.table("asked of time")
        self._readings = Readings(keys, memo)

    def all_sections(
        self,
        bundles: Bundles,
        currency: Timeline[Resolved[object]] | None,
        where: ReadIn,
        lent: Sections,
        earlier: Bundles = NO_BUNDLES,
    ) -> SectionsByKey:
        """The terms of all keys, in order of key, each built after those that it reads; `lent` are read besides.

        `earlier` are the bundles that were in their places.
        """
        by_key: dict[str, dict[SectionPath, Timeline[SectionTerms]]] = {}
        for key in self.keys.order:
            if key in bundles:
                others: Sections = {}
                if key in self.keys.reading_others:
                    others = {section: terms for built in (lent, *by_key.values()) for section, terms in built.items()}
                by_key[key] = self.sections_of(key, bundles[key], currency, where, others, earlier.get(key))
        return SectionsByKey({key: own for key in bundles if (own := by_key.get(key))})

    def sections_of(
        self,
        key: str,
        bundle: Bundle,
        currency: Timeline[Resolved[object]] | None,
        where: ReadIn,
        others: Sections,
        earlier: Bundle | None = None,
    ) -> dict[SectionPath, Timeline[SectionTerms]]:
        """The terms of a bundle's sections, in order of section, once for all markets that would build the same."""
        beside = self._readings.beside(key, bundle, currency, where, others)
        by, about = beside.made_of, beside.about
        if (known := self._built.find((bundle, *by), about)) is not None:
            return known.value.sections  # type: ignore[no-any-return]
        lasting = beside.lasting and bundle.stated is not None
        same_later = (key, bundle.stated, beside.is_part, beside.money) if lasting else None
        twin = self._same_later.get(same_later)
        before = self._built.seen((earlier, *by), about) if earlier is not None else None
        since, told, built = self._memo.mark(), self.of_one_reader, Built({}, {})
        same = {} if before is None or before.told or earlier is None else earlier.by_section
        for section, paths in bundle.by_section.items():
            if before is not None and same.get(section) is paths:
                self._take(section, before.value, built)
            elif twin is not None and section not in bundle.dated:
                self._take(section, twin.value, built)
                built.sections[section] = Timeline((where.begins,), twin.value.sections[section].values)
            else:
                mark = self._memo.mark()
                built.sections[section] = self._section(section, paths, beside.currency, where, beside.others)
                built.uses[section] = self._memo.used_since(mark)
        if beside.zone_name is not None:
            built = Built(self._shared(bundle, built.sections), built.uses)
        if told != self.of_one_reader:
            return built.sections
        entry = self._built.add((bundle, *by), about, built, since)
        if same_later is not None and not entry.told:
            self._same_later.setdefault(same_later, entry)
        return entry.value.sections  # type: ignore[no-any-return]

    def _take(self, section: SectionPath, before: Built, built: Built) -> None:
        """Takes a section over that was built before of the same paths."""
        built.sections[section] = before.sections[section]
        built.uses[section] = before.uses[section]
        self._memo.use_all(built.uses[section])

    def _shared(
        self, bundle: Bundle, sections: dict[SectionPath, Timeline[SectionTerms]]
    ) -> dict[SectionPath, Timeline[SectionTerms]]:
        """These sections, or equal ones of another zone: most zones that begin together agree on every later day."""
        of_zones = self._of_zones.setdefault(bundle, [])
        for known in of_zones:
            if known == sections:
                return known
        of_zones.append(sections)
        return sections

    def _section(
        self,
        section: SectionPath,
        paths: ResolvedPaths,
        currency: Timeline[Resolved[object]] | None,
        where: ReadIn,
        others: Sections,
    ) -> Timeline[SectionTerms]:
        """The section's terms between every two instants, from the beginning on, at which one of its values changes."""
        of = self.keys.terms_of(section)
        if of.plain is not None and len(paths) == 1 and currency is not None and len(currency.starts) == 1:
            terms = plain_terms(of.plain, paths[section], currency, where.begins)
            if terms is not None:
                return terms
        read: Sections = {}
        if of.of:
            read = read_by([of], others)
        return self._build_section(of, section, paths, currency, where, read)

    def _build_section(
        self,
        of: TermsOf,
        section: SectionPath,
        paths: ResolvedPaths,
        currency: Timeline[Resolved[object]] | None,
        where: ReadIn,
        others: Sections,
    ) -> Timeline[SectionTerms]:
        begins = where.begins
        edges = set(chain.from_iterable([timeline.starts for timeline in paths.values()]))
        edges.update(chain.from_iterable([timeline.starts for timeline in others.values()]))
        if currency is not None:
            edges.update(currency.starts)
        starts = tuple(sorted({max(start, begins) for start in edges}))
        values = []
        often = len(starts) >= OFTEN
        if len(starts) == 1:
            alone = [(path, timeline.values[-1]) for path, timeline in paths.items()]
            states = [{path: own for path, own in alone if own.stated.value is not ABSENT}]
        else:
            states = list(stated_at(paths, starts))
        every = zip(starts, (*starts[1:], None), states, strict=True)
        for start, end, stated in every:
            if where.may_be_of_zone(start, end):
                values.append(SectionTerms(BROKEN))
                continue
            code = currency.at(start) if currency is not None else None
            read = {name: held_terms(timeline, start) for name, timeline in others.items()} if others else others
            values.append(self._build_terms(of, section, stated, code, where, read, often=often) if stated else NOTHING)
        return Timeline(starts, tuple(values))

    def _build_terms(
        self,
        of: TermsOf,
        section: SectionPath,
        held: dict[KeyPath, Resolved[object]],
        billed: Resolved[object] | None,
        where: ReadIn,
        others: Mapping[SectionPath, object],
        *,
        often: bool,
    ) -> SectionTerms:
        """The terms of what holds at one instant, once for all markets and instants at which they would be the same."""
        in_time = of.path in self.keys.of_their_time
        if others or (in_time and not often):
            return self._new_terms(of, section, held, billed, where, others)[0]
        resolved_values = held.values()
        about: tuple[object, ...] = (
            currency_of(billed) if of.path in self.keys.of_their_currency else None,
            where.is_subdivision and of.path in self.keys.of_their_rank,
            section,
            tuple(held),
            tuple([resolved.rank for resolved in resolved_values]),
        )
        made_of = tuple([resolved.stated for resolved in resolved_values])
        asked = self._asked.find(made_of, about) if in_time else None
        if asked is not None or not in_time:
            known = self._terms.find(made_of, about if asked is None else asked.value.key(about, held, where))
            if known is not None:
                return known.value  # type: ignore[no-any-return]
        since, told = self._memo.mark(), self.of_one_reader
        terms, asked_for = self._new_terms(of, section, held, billed, where, others)
        if told != self.of_one_reader:
            return terms
        if in_time:
            kept = self._asked.keep(made_of, about, asked_for, None)
            return self._terms.keep(made_of, kept.key(about, held, where), terms, since)  # type: ignore[no-any-return]
        return self._terms.keep(made_of, about, terms, since)  # type: ignore[no-any-return]

    def _new_terms(
        self,
        of: TermsOf,
        section: SectionPath,
        held: dict[KeyPath, Resolved[object]],
        billed: Resolved[object] | None,
        where: ReadIn,
        others: Mapping[SectionPath, object],
    ) -> tuple[SectionTerms, AskedOfTime]:
        """The terms, and what they were asked for of the time at which they hold."""
        read = dict.fromkeys(of.of) | dict(others) if of.of else others
        kinds = {type(resolved.stated.value) for resolved in held.values()}
        broken = Word in kinds and any(resolved.stated.value is BROKEN for resolved in held.values())
        if broken and of.plain is not None:
            return NOTHING, NOTHING_ASKED
        if BoundChoice in kinds and combinations(held) > COMBINATIONS_MOST:
            self._memo.tell(too_many_cases(section, held))
            return SectionTerms(BROKEN), NOTHING_ASKED
        collected, asked = _Collected(set(), []), list[Values]()

        def build(paths: dict[KeyPath, Resolved[object]]) -> object:
            values = Values(
                paths,
                currency_of(billed),
                where.is_subdivision,
                where.in_zone,
                broken,
                of.reads,
                read,
                billed=billed,
                naming=self.naming,
                counted_in=self.keys.counted_in(of.path),
            )
            terms = of.built(section, values)
            self._collect(values, collected)
            asked.append(values)
            return terms

        terms = split_by_facts(held, build, of.apart) if BoundChoice in kinds else build(held)
        return SectionTerms(BROKEN if collected.said or broken else terms, tuple(collected.missing)), asked_of(asked)

    def _collect(self, values: Values, collected: _Collected) -> None:
        """Tells what is wrong with values, and notes it and what is missing, each once."""
        for problem in values.problems:
            self.of_one_reader += problem.code in OF_A_READER
            if problem.code not in OF_A_WHOLE or problem.sentence not in collected.said:
                self._memo.tell(problem)
            collected.said.add(problem.sentence)
        collected.missing.extend(path for path in values.missing if path not in collected.missing)
