"""The terms of each section of a market over time, built once for all markets that would build the same."""

from collections.abc import Callable, Container, Mapping
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.bundles import Bundle, Section
from ratecard.book.keys import CountsIn, Keys, TermsOf
from ratecard.book.resolving import ResolvedPaths
from ratecard.book.section_terms import NOTHING, Sections, SectionTerms, held_terms, of_path
from ratecard.book.timeline import Timeline
from ratecard.book.varying import COMBINATIONS_MOST, combinations, vary
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, BROKEN, KeyPath, Stated, Word
from ratecard.rulefiles.text.decoding import Report
from ratecard.terms.facts import BoundChoice
from ratecard.terms.resolved import Resolved
from ratecard.terms.values import Values

OF_A_WHOLE = frozenset({"bad-split", "two-shares"})
"""What is wrong with several statements together: where they vary by a fact, the same is said of one case alone."""


OF_A_READER = frozenset({"price-in-other-currency", "commission-in-other-currency", "amount-in-other-currency"})
"""What is wrong with a statement only where it is read: each reader of the same terms is told it for itself."""


def _currency_of(billed: Resolved[object] | None) -> Currency | None:
    value = billed.stated.value if billed is not None else None
    return value if type(value) is Currency else None


def _plain_terms(
    plain: Callable[[Stated[object], Currency], object],
    timeline: Timeline[Resolved[object]],
    currency: Timeline[Resolved[object]],
    begins: Instant,
) -> Timeline[SectionTerms] | None:
    """The terms of a section that is one plain statement at every instant; None where the long way is needed."""
    in_force = currency.values[0].stated.value
    if type(in_force) is not Currency or currency.starts[0] > begins:
        return None
    starts, values = [], []
    for index, start in enumerate(timeline.starts):
        if start <= begins and index + 1 < len(timeline.starts) and timeline.starts[index + 1] <= begins:
            continue
        terms = plain(timeline.values[index].stated, in_force)
        if terms is None:
            return None
        starts.append(max(start, begins))
        values.append(SectionTerms(terms))
    return Timeline(tuple(starts), tuple(values))


class ReadIn(msgspec.Struct, frozen=True):
    """Where statements are read: from when on, in which zone, and whether in a part of a country."""

    begins: Instant
    in_zone: ZoneInfo
    is_subdivision: bool


class SectionBuilder:
    """Builds the terms of every market of a book; what several markets read alike is built once and shared.

    `naming` has the places of money that names its currency itself.
    """

    def __init__(self, keys: Keys, report: Report, naming: Container[Place] = ()) -> None:
        self.keys = keys
        self.report = report
        self.naming = naming
        self.built: dict[
            tuple[object, ...], tuple[Bundle, object, Sections, dict[Section, Timeline[SectionTerms]]]
        ] = {}
        self.terms: dict[tuple[object, ...], tuple[list[Resolved[object]], SectionTerms]] = {}
        self.of_one_reader = 0
        self.of_zones: dict[int, list[dict[Section, Timeline[SectionTerms]]]] = {}
        self.own_currencies: dict[int, tuple[object, Timeline[Resolved[object]]]] = {}

    def all_sections(
        self, bundles: Mapping[str, Bundle], currency: Timeline[Resolved[object]] | None, where: ReadIn, lent: Sections
    ) -> dict[Section, Timeline[SectionTerms]]:
        """The terms of all keys, in order of key, each built after those that it reads; `lent` are read besides."""
        by_key: dict[str, dict[Section, Timeline[SectionTerms]]] = {}
        for key in self.keys.order:
            if key in bundles:
                others: Sections = {}
                if key in self.keys.reading_others:
                    others = {section: terms for built in (lent, *by_key.values()) for section, terms in built.items()}
                by_key[key] = self.sections_of(key, bundles[key], currency, where, others)
        return {section: terms for key in bundles if key in by_key for section, terms in by_key[key].items()}

    def sections_of(
        self,
        key: str,
        bundle: Bundle,
        currency: Timeline[Resolved[object]] | None,
        where: ReadIn,
        others: Sections,
    ) -> dict[Section, Timeline[SectionTerms]]:
        """The terms of a bundle's sections, in order of section, once for all markets that would build the same.

        A key may count in the currency of a statement of its own: payouts in that of the diamond's value, in none where
        it never has one. Days are a zone's where terms read its calendar.
        """
        counts_in = self.keys.records[key].counts_in
        if counts_in is not None and bundle.by_section:
            currency = self._own_currency(counts_in, bundle.paths.get(counts_in.path))
        one = currency is not None and len(currency.starts) == 1 and currency.starts[0] <= where.begins
        money = currency.values[0].stated.value if one and currency is not None else id(currency)
        zone_name = where.in_zone.key if key in self.keys.reading_zones and bundle.by_section else None
        read = self._read_by(key, others) if others else others
        which = tuple([(section, id(timeline)) for section, timeline in read.items()])
        identity = (id(bundle), where.is_subdivision, where.begins, money, zone_name, which)
        known = self.built.get(identity)
        if known is None:
            before = self.of_one_reader
            sections = {
                section: self._section(section, paths, currency, where, read)
                for section, paths in bundle.by_section.items()
            }
            if zone_name is not None:
                sections = self._shared(id(bundle), sections)
            known = (bundle, currency, read, sections)
            if before == self.of_one_reader:
                self.built[identity] = known
        return known[3]

    def _shared(
        self, bundle: int, sections: dict[Section, Timeline[SectionTerms]]
    ) -> dict[Section, Timeline[SectionTerms]]:
        """These sections, or equal ones of another zone: most zones that begin together agree on every later day."""
        of_zones = self.of_zones.setdefault(bundle, [])
        for known in of_zones:
            if known == sections:
                return known
        of_zones.append(sections)
        return sections

    def _read_by(self, key: str, others: Sections) -> dict[Section, Timeline[SectionTerms]]:
        """Those of other sections that the terms of a key read."""
        return {
            section: timeline
            for terms in self.keys.records[key].terms
            for path in terms.of
            for section, timeline in of_path(path, others).items()
        }

    def _section(
        self,
        section: Section,
        paths: ResolvedPaths,
        currency: Timeline[Resolved[object]] | None,
        where: ReadIn,
        others: Sections,
    ) -> Timeline[SectionTerms]:
        """The section's terms between every two instants, from the beginning on, at which one of its values changes."""
        of = self.keys.terms_of(section)
        if of.plain is not None and len(paths) == 1 and currency is not None and len(currency.starts) == 1:
            terms = _plain_terms(of.plain, paths[section], currency, where.begins)
            if terms is not None:
                return terms
        read: Sections = {}
        if of.of:
            read = {name: timeline for path in of.of for name, timeline in of_path(path, others).items()}
        return self._build_section(of, section, paths, currency, where, read)

    def _own_currency(
        self, counts_in: CountsIn, values: Timeline[Resolved[object]] | None
    ) -> Timeline[Resolved[object]] | None:
        """The currency of a key's own statement over time, as a timeline like that of the currency in force."""
        if values is None:
            return None
        known = self.own_currencies.get(id(values))
        if known is None:
            own = []
            for resolved in values.values:
                found = self._one_currency(counts_in, resolved.stated)
                stated: Stated[object] = Stated(found or BROKEN, resolved.stated.place)
                own.append(Resolved(stated, resolved.since, resolved.rank))
            known = self.own_currencies[id(values)] = (values, Timeline(values.starts, tuple(own)))
        return known[1]

    def _one_currency(self, counts_in: CountsIn, stated: Stated[object]) -> Currency | None:
        """The one currency of a statement, in all its cases; None where there is none."""
        value = stated.value
        cases = [value]
        if type(value) is BoundChoice:
            every = [case for _, case in value.cases] + ([value.other] if value.other is not None else [])
            cases = [case.value for case in every]  # type: ignore[attr-defined]
        found = {own.code: own for case in cases if (own := counts_in.currency_of(case)) is not None}
        if len(found) > 1:
            sentence = counts_in.sentence.replace("{}", " and ".join(sorted(found)))
            wrong = Diagnostic(code=counts_in.code, sentence=sentence, place=stated.place, hint=counts_in.hint)
            self.report(wrong)
            return None
        return next(iter(found.values()), None)

    def _build_section(
        self,
        of: TermsOf,
        section: Section,
        paths: ResolvedPaths,
        currency: Timeline[Resolved[object]] | None,
        where: ReadIn,
        others: Sections,
    ) -> Timeline[SectionTerms]:
        begins = where.begins
        edges = {max(start, begins) for timeline in paths.values() for start in timeline.starts}
        edges.update([max(start, begins) for timeline in others.values() for start in timeline.starts])
        if currency is not None:
            edges.update([max(start, begins) for start in currency.starts])
        starts = tuple(sorted(edges))
        values = []
        for start in starts:
            held = {
                path: found
                for path, timeline in paths.items()
                if (found := timeline.at(start)) is not None and found.stated.value is not ABSENT
            }
            code = currency.at(start) if currency is not None else None
            read = {name: held_terms(timeline, start) for name, timeline in others.items()} if others else others
            terms = self._build_terms(of, section, held, code, where, read) if held else NOTHING
            values.append(terms)
        return Timeline(starts, tuple(values))

    def _build_terms(
        self,
        of: TermsOf,
        section: Section,
        held: dict[KeyPath, Resolved[object]],
        billed: Resolved[object] | None,
        where: ReadIn,
        others: Mapping[Section, object],
    ) -> SectionTerms:
        """The terms of what holds at one instant, once for all markets and instants at which they would be the same."""
        if of.path in self.keys.of_their_time or others:
            return self._new_terms(of, section, held, billed, where, others)
        identity = (
            _currency_of(billed) if of.path in self.keys.of_their_currency else None,
            where.is_subdivision and of.path in self.keys.of_their_rank,
            section,
            *[(path, id(resolved.stated), resolved.rank) for path, resolved in held.items()],
        )
        known = self.terms.get(identity)
        if known is None:
            before = self.of_one_reader
            terms = self._new_terms(of, section, held, billed, where, others)
            known = (list(held.values()), terms)
            if before == self.of_one_reader:
                self.terms[identity] = known
        return known[1]

    def _new_terms(
        self,
        of: TermsOf,
        section: Section,
        held: dict[KeyPath, Resolved[object]],
        billed: Resolved[object] | None,
        where: ReadIn,
        others: Mapping[Section, object],
    ) -> SectionTerms:
        currency = _currency_of(billed)
        read = dict.fromkeys(of.of) | dict(others) if of.of else others
        kinds = {type(resolved.stated.value) for resolved in held.values()}
        broken = Word in kinds and any(resolved.stated.value is BROKEN for resolved in held.values())
        if broken and of.plain is not None:
            return NOTHING
        if BoundChoice in kinds and combinations(held) > COMBINATIONS_MOST:
            self._too_many_cases(section, held)
            return SectionTerms(BROKEN)
        missing: list[KeyPath] = []
        said: set[str] = set()
        wrong = False

        def build(paths: dict[KeyPath, Resolved[object]]) -> object:
            nonlocal wrong
            values = Values(
                paths,
                currency,
                where.is_subdivision,
                where.in_zone,
                broken,
                of.reads,
                read,
                billed=billed,
                naming=self.naming,
            )
            terms = of.built(section, values)
            for problem in values.problems:
                self.of_one_reader += problem.code in OF_A_READER
                if problem.code not in OF_A_WHOLE or problem.sentence not in said:
                    self.report(problem)
                said.add(problem.sentence)
                wrong = True
            missing.extend(path for path in values.missing if path not in missing)
            return terms

        terms = vary(held, build) if BoundChoice in kinds else build(held)
        return SectionTerms(BROKEN if wrong or broken else terms, tuple(missing))

    def _too_many_cases(self, section: Section, held: dict[KeyPath, Resolved[object]]) -> None:
        choices = sorted({r.stated.place for r in held.values() if type(r.stated.value) is BoundChoice})
        ways = f"{combinations(held):,} ways, of at most {COMBINATIONS_MOST:,}"
        sentence = f"{'.'.join(section)} varies by facts in {ways}"
        notes = tuple(Note(place, "this varies by a fact too") for place in choices[:-1])
        hint = "let it vary by fewer facts, or in fewer cases"
        self.report(Diagnostic(code="too-many-cases", sentence=sentence, place=choices[-1], hint=hint, notes=notes))
