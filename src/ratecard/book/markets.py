"""One market over time: its resolved paths, and the terms of each section between the instants at which it changes.

A region as its creators see it is a market without a platform: plain statements alone, of the keys of creators.
"""

from collections.abc import Callable, Collection, Container, Hashable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.binding import Binder
from ratecard.book.bundles import Bundle, Bundler, Bundles, SectionPath
from ratecard.book.findings import HiddenValue
from ratecard.book.hidden_changes import HiddenChange
from ratecard.book.memo import Memo, MemoEntry, MemoTable
from ratecard.book.read_in import ReadIn
from ratecard.book.regions import BoundRegion
from ratecard.book.resolving import ResolvedPaths
from ratecard.book.section_terms import Sections, period_starts
from ratecard.book.sections import SectionBuilder
from ratecard.book.sections_by_key import SectionsByKey
from ratecard.book.timeline import Timeline
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, Severity
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.keys.grammar import CURRENCY_PATH
from ratecard.rulefiles.stated import ANY_LANGUAGE, KeyPath, Stated
from ratecard.terms.halts import HaltOf
from ratecard.terms.market import MarketKey
from ratecard.terms.resolved import Resolved

M = TypeVar("M")

NO_PLATFORM = ""
SHOWN_MOST = 3
"""How many of the changes that one value hides are named."""


class MarketHistory(msgspec.Struct, frozen=True):
    """A market from the book's beginning on. `starts` are its periods' starts.

    `own_starts` are those of the keys that have periods of their own: their changes end no period of the market.

    `enclosing` is between what answers of the market lie, by the code of their currency.

    `lent` are sections of the region that terms of the market may read; none where none does.

    `computed` are the sections whose terms are computed of others, be it of other markets, with the statement by which
    they are; None while they are not there. `unsold` says of those whose lack that is, in each case. `computed_text` is
    what they come to, for the digest: what they are computed of may be hidden from an audience.

    `halts` withhold some of it for a while; the digest of a book does not know them.

    The platform of a region without one is "". `sound` is False where the region's groups are wrong, which is reported:
    what is missing may follow. `zones_known` is False where a time zone of it is wrong or missing, which is reported.
    """

    key: MarketKey
    begins: Instant
    in_zone: ZoneInfo
    place: Place
    sound: bool
    zones_known: bool
    starts: tuple[Instant, ...]
    own_starts: tuple[Instant, ...]
    bundles: Mapping[str, Bundle]
    sections: SectionsByKey
    lent: Sections = {}
    enclosing: Mapping[str, object] = {}
    computed: "Mapping[SectionPath, Timeline[Stated[object] | None]]" = {}
    unsold: "Mapping[SectionPath, Timeline[object]]" = {}
    computed_text: str = ""
    halts: tuple[HaltOf, ...] = ()

    @property
    def changing_by_others(self) -> "list[Timeline[Any]]":
        """What may change where nothing does that the market states itself."""
        return [*(self.sections[section] for section in self.computed), *self.unsold.values()]

    @property
    def time_zone(self) -> str:
        """The name of the zone whose days the dates of the region are."""
        return self.in_zone.key or ""

    @property
    def paths(self) -> ResolvedPaths:
        """The resolved paths of all keys, put together anew: for single questions, such as where a value stands."""
        return {path: timeline for bundle in self.bundles.values() for path, timeline in bundle.paths.items()}

    def below(self, key: str) -> ResolvedPaths:
        """The resolved paths below one key; none where nothing is stated of it."""
        bundle = self.bundles.get(key)
        return {} if bundle is None else bundle.paths

    def may_be_of_zone(self, since: Instant, until: Instant | None) -> bool:
        """Whether what holds from `since` up to `until` may hold only because a wrong zone moves the dates of days."""
        return self.read_in.may_be_of_zone(since, until)

    @property
    def read_in(self) -> ReadIn:
        """Where its statements are read."""
        return ReadIn(self.begins, self.in_zone, self.zones_known, "-" in self.key.region)

    def ever(self, path: KeyPath) -> list[object]:
        """Every value that is stated at a path at any time."""
        timeline = self.below(path[0]).get(path)
        return [] if timeline is None else [resolved.stated.value for resolved in timeline.values]

    @property
    def currency(self) -> Timeline[Resolved[object]] | None:
        """The currency over time; None where none is ever stated."""
        return self.below(CURRENCY_PATH[0]).get(CURRENCY_PATH)

    def currency_at(self, instant: Instant) -> Currency | None:
        """The currency in force."""
        timeline = self.currency
        resolved = timeline.at(instant) if timeline else None
        value = resolved.stated.value if resolved else None
        return value if type(value) is Currency else None


class DistinctBundle(NamedTuple):
    """A bundle with its key, and the first history that reads it."""

    key: str
    bundle: Bundle
    history: MarketHistory


def distinct_bundles(histories: Iterable[MarketHistory]) -> list[DistinctBundle]:
    """Every bundle that these histories read, once, in the order of histories."""
    found: dict[Bundle, DistinctBundle] = {}
    for history in histories:
        for key, bundle in history.bundles.items():
            if bundle not in found:
                found[bundle] = DistinctBundle(key, bundle, history)
    return list(found.values())


class BundleView(NamedTuple):
    """What is to be looked at of a bundle: all of it, or where another states the same, the sections that have dates.

    Bundles that differ only in when they begin say the same of all else.
    """

    key: str
    bundle: Bundle
    history: MarketHistory
    again: bool

    def of_parts(
        self, table: MemoTable[M], make: Callable[[ResolvedPaths], M], memo: Memo, about: Hashable = None
    ) -> Collection[M]:
        """What `make` makes of each part that is to be looked at."""
        parts = self.bundle.parts_dated if self.again else self.bundle.parts(memo)
        return table.of_parts(make, self.bundle, parts, (self.again, about))


def said_once(bundles: Iterable[DistinctBundle]) -> list[BundleView]:
    """What is to be looked at of these bundles, for whom it does not matter when they begin."""
    known: set[Hashable] = set()
    found = []
    for key, bundle, history in bundles:
        found.append(BundleView(key, bundle, history, bundle.stated in known))
        if bundle.stated is not None:
            known.add(bundle.stated)
    return found


class Made(NamedTuple):
    """A market's history, with the entries of its bundles."""

    history: MarketHistory
    bundles: Mapping[str, MemoEntry[Bundle]]


class MarketBuilder:
    """Builds every market of a book. `naming` has the places of money that names its currency itself."""

    def __init__(self, binder: Binder, naming: Container[Place], memo: Memo) -> None:
        self.keys = binder.declarations.keys
        self.bundler = Bundler(self.keys.section_of, memo, self.keys.parts)
        self.sections = SectionBuilder(self.keys, memo, naming)
        self._memo = memo
        self._table = memo.table("markets")

    def build(self, region: BoundRegion, platform: str) -> MarketHistory:
        """One market's history; for NO_PLATFORM the region's, as its creators see it."""
        known = self._table.find((region,), platform)
        if known is not None:
            return known.value.history  # type: ignore[no-any-return]
        slot = ("market", region.code, platform)
        earlier = self._memo.earlier(slot)
        before: Mapping[str, MemoEntry[Bundle]] = earlier.value.bundles if earlier is not None else {}
        since = self._memo.mark()
        keys = self.keys.of_market if platform else self.keys.of_region
        layers = region.layers(platform) if platform else region.plain
        entries = self.bundler.bundles(layers, keys, region.begins, before)
        lent = self._lent(region) if platform and entries.keys() & self.keys.borrowing else {}
        if earlier is not None and _is_same(earlier.value, entries, region, lent):
            made = self._memo.renew(earlier, since)
        else:
            bundles = {key: entry.value for key, entry in entries.items()}
            was = {key: entry.value for key, entry in before.items()}
            made = Made(self._history(region, platform, bundles, lent, was), entries)
        return self._table.keep((region,), platform, made, since, slot).history  # type: ignore[no-any-return]

    def _history(
        self, region: BoundRegion, platform: str, bundles: dict[str, Bundle], lent: Sections, earlier: Bundles
    ) -> MarketHistory:
        if region.groups_sound and region.zones_known:
            self._warn_of_hidden(bundles, region, MarketKey(region.code, platform))
        where = ReadIn(region.begins, region.counting_zone, region.zones_known, "-" in region.code)
        held = bundles.get(CURRENCY_PATH[0])
        currency = held.paths.get(CURRENCY_PATH) if held is not None else None
        sections = self.sections.all_sections(bundles, currency, where, lent, earlier)
        changed = {key: bundle.changes for key, bundle in bundles.items()}
        starts, own_starts = period_starts(region.begins, changed, sections, self.keys, self._memo)
        return MarketHistory(
            key=MarketKey(region.code, platform),
            begins=region.begins,
            in_zone=region.counting_zone,
            place=region.place,
            sound=region.groups_sound,
            zones_known=region.zones_known,
            starts=starts,
            own_starts=own_starts,
            bundles=bundles,
            sections=sections,
            lent=lent,
        )

    def _lent(self, region: BoundRegion) -> Sections:
        """The terms of a region's own keys that its markets' may read."""
        history = self.build(region, NO_PLATFORM)
        return {section: terms for section, terms in history.sections.items() if section[0] in self.keys.lent}

    def _warn_of_hidden(self, bundles: Mapping[str, Bundle], region: BoundRegion, key: MarketKey) -> None:
        """Warns where a narrower layer's value hides a broader layer's for this platform, or its later change.

        Where a statement is broken or a group or zone is unknown nothing is said: that might keep the other unhidden.
        """
        if not any(bundle.broken for bundle in bundles.values()):
            for bundle in bundles.values():
                for path, winner, loser in bundle.hidden:
                    if not any(outranks(path, bundles, key) for outranks in self.keys.outranking):
                        self._hidden(path, winner, loser)
                for change in bundle.hidden_changes:
                    self._hidden_change(change, region.counting_zone)

    def _hidden_change(self, hidden: HiddenChange, in_zone: ZoneInfo) -> None:
        name = ".".join(part for part in hidden.path if part != ANY_LANGUAGE)
        shown = hidden.changes[:SHOWN_MOST]
        for _, place in hidden.changes:
            self._memo.tell(HiddenValue(place))
        if hidden.only_here and any(key.name == hidden.path[0] for key in self.keys.selling):
            return  # a website keeps its own prices when a store moves its tiers
        found = Diagnostic(
            code="dated-change-hidden",
            sentence=f"this value of {name} has no date, and hides what a broader layer changes later",
            place=hidden.undated,
            hint="state the change here too, or inherit from that day on; leave it if it is meant for good",
            notes=tuple(Note(place, f"hidden from {local_day(since, in_zone)} on") for since, place in shown),
            severity=Severity.WARNING,
        )
        self._memo.tell(found)

    def _hidden(self, path: KeyPath, winner: Place, loser: Place) -> None:
        name = ".".join(path)
        self._memo.tell(HiddenValue(loser))
        found = Diagnostic(
            code="platform-value-hidden",
            sentence=f"this value of {name} hides what a broader layer states for one platform",
            place=winner,
            hint="state it under platforms: too, or accept that it holds for every platform",
            notes=(Note(loser, "hidden for this platform"),),
            severity=Severity.WARNING,
        )
        self._memo.tell(found)


def _is_same(made: Made, bundles: Mapping[str, MemoEntry[Bundle]], region: BoundRegion, lent: Sections) -> bool:
    """Whether a history was made of these very bundles and of what is lent to it, for such a region."""
    history = made.history
    return (
        history.begins == region.begins
        and history.in_zone is region.counting_zone
        and history.place == region.place
        and history.sound == region.groups_sound
        and history.zones_known == region.zones_known
        and list(made.bundles) == list(bundles)
        and all(entry.value is history.bundles[key] for key, entry in bundles.items())
        and list(history.lent) == list(lent)
        and all(terms is history.lent[section] for section, terms in lent.items())
    )
