"""One market over time: its resolved paths, and the terms of each section between the instants at which it changes.

A region as its creators see it is a market without a platform: plain statements alone, of the keys of creators.
"""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.binding import Binder
from ratecard.book.bundles import Bundle, Bundler, Section
from ratecard.book.hidden_changes import HiddenChange
from ratecard.book.regions import BoundRegion
from ratecard.book.resolving import ResolvedPaths, changes
from ratecard.book.timeline import Timeline
from ratecard.book.varying import COMBINATIONS_MOST, combinations, vary
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, Severity
from ratecard.instants import Instant, local_day, zone
from ratecard.money import UnitPrice
from ratecard.rulefiles.stated import ABSENT, ANY_LANGUAGE, BROKEN, KeyPath, Stated, Word
from ratecard.terms.facts import BoundChoice
from ratecard.terms.fx import FxTerms
from ratecard.terms.market import MarketKey
from ratecard.terms.registry import (
    KEYS_OF_A_MARKET,
    KEYS_OF_A_REGION,
    PLAIN_TERMS_BY_ID,
    build_terms,
)
from ratecard.terms.resolved import CURRENCY_PATH, Resolved, Values

NO_PLATFORM = ""
_UTC = zone("UTC")
assert _UTC is not None
UTC: ZoneInfo = _UTC
"""Stands for a zone that is wrong, which is reported."""
GIFTS = "gifts"
SHOWN_MOST = 3
"""How many of the changes that one value hides are named."""
OF_A_WHOLE = frozenset({"bad-split", "two-shares"})
"""What is wrong with several statements together: where they vary by a fact, the same is said of one case alone."""
DIAMOND_PATH: KeyPath = ("payouts", "diamond")


class SectionTerms(msgspec.Struct, frozen=True, gc=False):
    """One section's terms at one instant; None where it is not stated. `missing` names paths without a statement."""

    terms: object
    missing: tuple[KeyPath, ...] = ()


NOTHING = SectionTerms(None)


class MarketLine(msgspec.Struct, frozen=True):
    """A market from the book's beginning on. `starts` are its periods' starts, `gift_starts` those of its gifts.

    The platform of a region without one is "". `sound` is False where the region's groups are wrong, which is reported:
    what is missing may follow.
    """

    key: MarketKey
    begins: Instant
    in_zone: ZoneInfo
    place: Place
    sound: bool
    starts: tuple[Instant, ...]
    gift_starts: tuple[Instant, ...]
    bundles: Mapping[str, Bundle]
    sections: Mapping[Section, Timeline[SectionTerms]]

    @property
    def time_zone(self) -> str:
        """The name of the zone whose days the dates of the region are."""
        return self.in_zone.key or ""

    @property
    def paths(self) -> ResolvedPaths:
        """The resolved paths of all keys, put together anew: for single questions, such as where a value stands."""
        return {path: timeline for bundle in self.bundles.values() for path, timeline in bundle.paths.items()}

    @property
    def currency(self) -> Timeline[Resolved[object]] | None:
        """The currency over time; None where none is ever stated."""
        bundle = self.bundles.get(CURRENCY_PATH[0])
        return bundle.paths.get(CURRENCY_PATH) if bundle is not None else None

    def currency_at(self, instant: Instant) -> Currency | None:
        """The currency in force."""
        timeline = self.currency
        resolved = timeline.at(instant) if timeline else None
        value = resolved.stated.value if resolved else None
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


def expiries(fx: Timeline[SectionTerms] | None) -> set[Instant]:
    """The instants at which an exchange rate in force becomes too old, before another takes its place."""
    found: set[Instant] = set()
    if fx is None:
        return found
    for (start, held), end in zip(fx, (*fx.starts[1:], None), strict=True):
        if type(held.terms) is FxTerms:
            ends = [rate.expires for rate in held.terms.rates.values() if rate.expires is not None]
            found.update(expires for expires in ends if start < expires and (end is None or expires < end))
    return found


class MarketBuilder:
    """Builds every market of a book; sections that several markets read alike are built once and shared."""

    def __init__(self, binder: Binder) -> None:
        self.binder = binder
        self.bundler = Bundler()
        self.built: dict[tuple[object, ...], tuple[Bundle, object, dict[Section, Timeline[SectionTerms]]]] = {}
        self.terms: dict[tuple[object, ...], tuple[list[Resolved[object]], SectionTerms]] = {}
        self.changes: dict[tuple[int, Instant], tuple[Bundle, set[Instant]]] = {}
        self.value_currencies: dict[int, tuple[object, Timeline[Resolved[object]]]] = {}

    def build(self, region: BoundRegion, platform: str) -> MarketLine:
        """One market's line; for NO_PLATFORM the region's, as its creators see it."""
        keys = KEYS_OF_A_MARKET if platform else KEYS_OF_A_REGION
        bundles = self.bundler.bundles(region.layers(platform) if platform else region.plain, keys, region.begins)
        if region.groups_sound:
            self._warn_of_hidden(bundles, region)
        held = bundles.get(CURRENCY_PATH[0])
        currency = held.paths.get(CURRENCY_PATH) if held is not None else None
        sections: dict[Section, Timeline[SectionTerms]] = {}
        edges: set[Instant] = set()
        for bundle in bundles.values():
            sections.update(self._sections(bundle, currency, region))
        gifts = bundles.get(GIFTS)
        for key, bundle in bundles.items():
            if key != GIFTS:
                edges |= self._changes(bundle, region.begins)
        starts = sorted(edges | expiries(sections.get(("fx",))))
        return MarketLine(
            key=MarketKey(region.code, platform),
            begins=region.begins,
            in_zone=region.time_zone or UTC,
            place=region.place,
            sound=region.groups_sound,
            starts=(region.begins, *starts),
            gift_starts=(region.begins, *(sorted(self._changes(gifts, region.begins)) if gifts is not None else ())),
            bundles=bundles,
            sections=sections,
        )

    def _changes(self, bundle: Bundle, begins: Instant) -> set[Instant]:
        known = self.changes.get((id(bundle), begins))
        if known is None:
            known = self.changes[id(bundle), begins] = (bundle, changes(bundle.paths, begins))
        return known[1]

    def _sections(
        self, bundle: Bundle, currency: Timeline[Resolved[object]] | None, region: BoundRegion
    ) -> dict[Section, Timeline[SectionTerms]]:
        """The terms of a bundle's sections, in order of section, once for all markets that would build the same.

        Payouts count in the currency of the diamond's value, in none where it never has one. Days are a zone's where
        exchange rates grow old.
        """
        if any(section[0] == DIAMOND_PATH[0] for section in bundle.by_section):
            currency = self._value_currency(bundle.paths.get(DIAMOND_PATH))
        one = currency is not None and len(currency.starts) == 1 and currency.starts[0] <= region.begins
        money = currency.values[0].stated.value if one and currency is not None else id(currency)
        zone_name = (region.time_zone or UTC).key if ("fx",) in bundle.by_section else None
        identity = (id(bundle), "-" in region.code, region.begins, money, zone_name)
        known = self.built.get(identity)
        if known is None:
            sections = {
                section: self._section(section, paths, currency, region) for section, paths in bundle.by_section.items()
            }
            known = self.built[identity] = (bundle, currency, sections)
        return known[2]

    def _section(
        self, section: Section, paths: ResolvedPaths, currency: Timeline[Resolved[object]] | None, region: BoundRegion
    ) -> Timeline[SectionTerms]:
        """The section's terms between every two instants, from the beginning on, at which one of its values changes."""
        begins = region.begins
        plain = PLAIN_TERMS_BY_ID.get(section[0])
        if plain is not None and len(paths) == 1 and currency is not None and len(currency.starts) == 1:
            terms = _plain_terms(plain, paths[section], currency, begins)
            if terms is not None:
                return terms
        return self._build_section(section, paths, currency, region)

    def _value_currency(self, diamond: Timeline[Resolved[object]] | None) -> Timeline[Resolved[object]] | None:
        """The currency of a diamond's value over time, as a timeline like that of the currency in force."""
        if diamond is None:
            return None
        known = self.value_currencies.get(id(diamond))
        if known is None:
            values = []
            for resolved in diamond.values:
                found = self._currency_of_diamond(resolved.stated)
                stated: Stated[object] = Stated(found or BROKEN, resolved.stated.place)
                values.append(Resolved(stated, resolved.since, resolved.rank))
            known = self.value_currencies[id(diamond)] = (diamond, Timeline(diamond.starts, tuple(values)))
        return known[1]

    def _currency_of_diamond(self, stated: Stated[object]) -> Currency | None:
        """The one currency of a diamond's value, in all its cases; None where there is none."""
        value = stated.value
        cases = [value]
        if type(value) is BoundChoice:
            every = [case for _, case in value.cases] + ([value.other] if value.other is not None else [])
            cases = [case.value for case in every]  # type: ignore[attr-defined]
        found = {case.currency.code: case.currency for case in cases if type(case) is UnitPrice}
        if len(found) > 1:
            sentence = f"a diamond has values in {' and '.join(sorted(found))} at one time"
            self.binder.report("diamond-in-two-currencies", sentence, stated.place, "state all cases in one currency")
            return None
        return next(iter(found.values()), None)

    def _build_section(
        self,
        section: Section,
        paths: ResolvedPaths,
        currency: Timeline[Resolved[object]] | None,
        region: BoundRegion,
    ) -> Timeline[SectionTerms]:
        begins = region.begins
        edges = {max(start, begins) for timeline in paths.values() for start in timeline.starts}
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
            in_force = code.stated.value if code is not None and type(code.stated.value) is Currency else None
            terms = self._build_terms(section, held, in_force, region) if held else NOTHING
            values.append(terms)
        return Timeline(starts, tuple(values))

    def _build_terms(
        self, section: Section, held: dict[KeyPath, Resolved[object]], currency: Currency | None, region: BoundRegion
    ) -> SectionTerms:
        """The terms of what holds at one instant, once for all markets and instants at which the same is stated."""
        stated = [(path, id(resolved.stated), resolved.rank) for path, resolved in held.items()]
        everywhere = (section, *stated)
        of_market = (currency, "-" in region.code, *everywhere)
        known = self.terms.get(everywhere) or self.terms.get(of_market)
        if known is None:
            found, asked = self._new_terms(section, held, currency, region)
            known = (list(held.values()), found)
            if not any(values.of_time for values in asked):
                self.terms[of_market if any(values.of_market for values in asked) else everywhere] = known
        return known[1]

    def _new_terms(
        self, section: Section, held: dict[KeyPath, Resolved[object]], currency: Currency | None, region: BoundRegion
    ) -> tuple[SectionTerms, list[Values]]:
        """The terms, and the values that were asked for them."""
        kinds = {type(resolved.stated.value) for resolved in held.values()}
        broken = Word in kinds and any(resolved.stated.value is BROKEN for resolved in held.values())
        if broken and section[0] == "prices":
            return NOTHING, []
        if BoundChoice in kinds and combinations(held) > COMBINATIONS_MOST:
            self._too_many_cases(section, held)
            return SectionTerms(BROKEN), []
        missing: list[KeyPath] = []
        said: set[str] = set()
        asked: list[Values] = []
        wrong = False

        def build(paths: dict[KeyPath, Resolved[object]]) -> object:
            nonlocal wrong
            values = Values(paths, currency, "-" in region.code, region.time_zone or UTC, broken)
            terms = build_terms(section, values)
            asked.append(values)
            for problem in values.problems:
                if problem.code not in OF_A_WHOLE or problem.sentence not in said:
                    self.binder.report_as_is(problem)
                said.add(problem.sentence)
                wrong = True
            missing.extend(path for path in values.missing if path not in missing)
            return terms

        terms = vary(held, build) if BoundChoice in kinds else build(held)
        return SectionTerms(BROKEN if wrong or broken else terms, tuple(missing)), asked

    def _too_many_cases(self, section: Section, held: dict[KeyPath, Resolved[object]]) -> None:
        choices = sorted({r.stated.place for r in held.values() if type(r.stated.value) is BoundChoice})
        ways = f"{combinations(held):,} ways, of at most {COMBINATIONS_MOST:,}"
        sentence = f"{'.'.join(section)} varies by facts in {ways}"
        notes = tuple(Note(place, "this varies by a fact too") for place in choices[:-1])
        hint = "let it vary by fewer facts, or in fewer cases"
        self.binder.report("too-many-cases", sentence, choices[-1], hint, notes)

    def _warn_of_hidden(self, bundles: Mapping[str, Bundle], region: BoundRegion) -> None:
        """Warns where a narrower layer's value hides a broader layer's for this platform, or its later change.

        Where a statement is broken or a group is unknown nothing is said: that might keep the other from being hidden.
        """
        if not any(bundle.broken for bundle in bundles.values()):
            for bundle in bundles.values():
                for path, winner, loser in bundle.hidden:
                    self._hidden(path, winner, loser)
                for change in bundle.hidden_changes:
                    self._hidden_change(change, region.time_zone or UTC)

    def _hidden_change(self, hidden: HiddenChange, in_zone: ZoneInfo) -> None:
        name = ".".join(part for part in hidden.path if part != ANY_LANGUAGE)
        shown = hidden.changes[:SHOWN_MOST]
        found = Diagnostic(
            code="dated-change-hidden",
            sentence=f"this value of {name} has no date, and hides what a broader layer changes later",
            place=hidden.undated,
            hint="state the change here too, or inherit from that day on; leave it if it is meant for good",
            notes=tuple(Note(place, f"hidden from {local_day(since, in_zone)} on") for since, place in shown),
            severity=Severity.WARNING,
        )
        self.binder.report_as_is(found)

    def _hidden(self, path: KeyPath, winner: Place, loser: Place) -> None:
        name = ".".join(path)
        found = Diagnostic(
            code="platform-value-hidden",
            sentence=f"this value of {name} hides what a broader layer states for one platform",
            place=winner,
            hint="state it under platforms: too, or accept that it holds for every platform",
            notes=(Note(loser, "hidden for this platform"),),
            severity=Severity.WARNING,
        )
        self.binder.report_as_is(found)
