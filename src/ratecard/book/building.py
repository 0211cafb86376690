"""What files state, to a rule book: layers, declarations, markets, completeness, digest, in this order."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from ratecard.book.beside_library import check_beside_library
from ratecard.book.binding import Binder
from ratecard.book.completeness import check_complete
from ratecard.book.currencies import check_currencies
from ratecard.book.date_names import check_date_names, doubt_unused_dates, names_that_mean_more
from ratecard.book.declarations import Declarations, declare
from ratecard.book.digest import digest_of
from ratecard.book.doubtful import doubtful_declarations
from ratecard.book.doubts import Whole, check_doubts
from ratecard.book.ended_currencies import check_ended
from ratecard.book.incomplete import check_terms
from ratecard.book.key_places import key_places_of
from ratecard.book.keys import Keys
from ratecard.book.layers import Layers, put_together
from ratecard.book.left_out import LikelyGroups
from ratecard.book.library import Library, lay_under
from ratecard.book.markets import NO_PLATFORM, DistinctBundle, MarketBuilder, MarketHistory, distinct_bundles
from ratecard.book.memo import Memo
from ratecard.book.named_dates import with_dates
from ratecard.book.named_groups import check_every_group
from ratecard.book.nameless import check_nameless, check_nameless_platforms
from ratecard.book.once import Once
from ratecard.book.references import check_references
from ratecard.book.regions import BoundRegion, RegionBinder
from ratecard.book.removals import check_removals
from ratecard.book.rulebook import RuleBook
from ratecard.book.silent_before import Silence, check_silences, doubt_endings, doubt_silences
from ratecard.book.translations import check_names
from ratecard.book.undeclared import check_ids
from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from ratecard.rulefiles.nearby import NO_GEOGRAPHY, Geography
from ratecard.rulefiles.stated import FileKind, FileStatements, KeyPath
from ratecard.rulefiles.text.decoding import Report
from ratecard.terms.market import MarketKey

ANY_PLATFORM = "any platform"
"""Stands for the platforms of a book that declares none yet: all but their commission can be looked at."""


class BookHistories(NamedTuple):
    """Every region as it is bound, every market by its key, and every region by its code as its creators see it."""

    regions: dict[str, BoundRegion]
    markets: dict[MarketKey, MarketHistory]
    creators: dict[str, MarketHistory]

    def by_key(self) -> dict[MarketKey, MarketHistory]:
        """All of them; a region's is that of no platform."""
        return self.markets | {history.key: history for history in self.creators.values()}


def build(
    files: Sequence[FileStatements],
    keys: Keys,
    tell: Report,
    geography: Geography = NO_GEOGRAPHY,
    *,
    sound: bool = True,
    doubting: bool = True,
    memo: Memo | None = None,
    library: Library | None = None,
) -> RuleBook | None:
    """The rule book of these files, or None where nothing can be priced; everything wrong is reported.

    `sound` says whether no error was found in them before: only then, where `doubting`, is looked for what is rarely
    meant. `library` is what lies below the book, where it names a library. A book comes back beside reported errors
    too, so that more can be checked; whether it may be used is the caller's to decide.
    """
    memo = Memo() if memo is None else memo
    report = _Counting(tell)
    bad = names_that_mean_more(files, keys)
    check_date_names(files, bad, report)
    files = with_dates(files, report, memo, bad)
    layers = lay_under(put_together(files, keys, report), library, keys)
    declarations = _declared(layers, library, keys, report)
    has_regions = _has_regions(files, layers, report)
    check_ids(layers, declarations, report)
    binder = Binder(declarations, report, memo)
    platforms = sorted(declarations.platforms) if _platforms_meant(layers) else [ANY_PLATFORM]
    regions = RegionBinder(layers, declarations, platforms, binder, geography, memo)
    once = Once(report, layers.mapping_places, memo, sound=sound)
    histories = _histories(layers, regions, binder, platforms, once)
    if has_regions:
        check_every_group(files, layers, binder)
    bundles, missing = _check(histories, layers, declarations, binder, once)
    every = (list(histories.markets.values()), list(histories.creators.values()))
    whole = Whole(*every, bundles, layers, declarations, geography, once, binder.hidden)
    silent = check_silences(whole, missing)
    if doubting and sound and not report.errors:
        _doubt(whole, files, silent)
    return _book_of(histories, declarations, geography, memo) if declarations.whole and has_regions else None


def _declared(layers: Layers, library: Library | None, keys: Keys, report: Report) -> Declarations:
    declarations = declare(layers, keys, report)
    edition = None if library is None else library.edition
    doubtful = doubtful_declarations(layers, declarations.platforms)
    kept = {path: leaf for path, leaf in layers.rules.plain.items() if path[0] in keys.kept}
    places = key_places_of(layers)
    return msgspec.structs.replace(declarations, library=edition, doubtful=doubtful, kept=kept, key_places=places)


def _enclosed(histories: BookHistories, declarations: Declarations, memo: Memo) -> dict[MarketKey, MarketHistory]:
    """The markets, with that between which their answers lie, where anything is; the same as before where that is."""
    markets = dict(histories.markets)
    stated = {path[0] for path in declarations.kept}
    for key in declarations.keys.records.values():
        if key.encloses is not None and key.name in stated:
            every = (list(markets.values()), list(histories.creators.values()))
            for market, enclosing in key.encloses(declarations.kept, *every).items():
                own = memo.same((key.name, market), dict(enclosing))
                markets[market] = memo.table("enclosed").of(_within, markets[market], own)
    return markets


def _within(history: MarketHistory, enclosing: Mapping[str, object]) -> MarketHistory:
    return msgspec.structs.replace(history, enclosing=enclosing)


def _book_of(histories: BookHistories, declarations: Declarations, geography: Geography, memo: Memo) -> RuleBook:
    digest = digest_of(histories.by_key(), declarations, memo)
    return RuleBook(
        _enclosed(histories, declarations, memo), histories.creators, declarations, digest, geography, memo=memo
    )


def _doubt(whole: Whole, files: Sequence[FileStatements], silent: Sequence[Silence]) -> None:
    """Warns of what is right by the rules and rarely meant."""
    doubt_silences(silent, whole.once)
    doubt_endings(whole)
    doubt_unused_dates(files, whole.once.report)
    check_doubts(whole)


class _Counting:
    """Reports, and counts errors."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.errors = 0

    def __call__(self, found: Diagnostic) -> None:
        self.errors += found.severity is Severity.ERROR
        self._report(found)


def _has_regions(files: Sequence[FileStatements], layers: Layers, report: Report) -> bool:
    """Whether the book has any region, be it one that it only says it sells in; that it has none, is reported."""
    found = bool(layers.regions) or any(file.kind is FileKind.REGION for file in files)
    if not found:
        sentence = "no file under regions/ states a region"
        hint = "add regions/de.yaml with region: DE, currency: EUR and time_zone: Europe/Berlin"
        report(Diagnostic(code="no-region", sentence=sentence, place=None, hint=hint))
    return found


def _platforms_meant(layers: Layers) -> bool:
    """Whether any file means a platform; where none does, what any platform would be told can be looked at."""
    return bool(layers.platform_places) or ("platforms",) in layers.rules.plain


def _check(
    histories: BookHistories, layers: Layers, declarations: Declarations, binder: Binder, once: Once
) -> tuple[list[DistinctBundle], frozenset[KeyPath]]:
    """Whether all histories are complete and hang together; gives every bundle that they read, and what is missing."""
    every = [*histories.markets.values(), *histories.creators.values()]
    bundles = distinct_bundles(every)
    keys, report, memo = declarations.keys, once.report, once.memo
    check_currencies(layers, histories.regions, histories.markets, binder)
    check_ended(every, binder, memo)
    for warning in [warning for region in histories.regions.values() for warning in region.dropped]:
        if warning.place is not None and ("missing-key", warning.place) not in binder.report_once:
            binder.report_as_is(warning)
    check_names(layers, every, bundles, declarations, report, memo)
    whole = (
        bundles
        if all(history.sound for history in every)
        else distinct_bundles(history for history in every if history.sound)
    )
    check_nameless(whole, layers.rules.plain, declarations.languages, layers.mapping_places, keys, report, memo)
    if layers.library is None:
        check_nameless_platforms(declarations.platforms, layers, declarations.languages, report)
    memberships = LikelyGroups(layers, histories.regions)
    any_platform = not _platforms_meant(layers)
    markets = histories.markets.values()
    missing = check_complete(markets, declarations, layers, memberships, report, memo, any_platform=any_platform)
    if layers.library is not None:
        check_beside_library(bundles, declarations.keys, once)
    _check_keys(
        list(histories.markets.values()), list(histories.creators.values()), bundles, declarations, memberships, once
    )
    return bundles, missing


def _check_keys(
    markets: list[MarketHistory],
    creators: list[MarketHistory],
    bundles: list[DistinctBundle],
    declarations: Declarations,
    memberships: LikelyGroups,
    once: Once,
) -> None:
    """Whether what keys say of one another hangs together, in every market and region."""
    keys = declarations.keys
    check_references(bundles, creators, declarations, once)
    check_terms(markets, creators, keys, memberships, once)
    check_removals(bundles, keys, once)
    for key in keys.records.values():
        if key.check is not None:
            key.check(markets, creators, declarations.facts, once)
        if key.check_kept is not None:
            key.check_kept(declarations.kept, markets, once)


def _histories(
    layers: Layers, regions: RegionBinder, binder: Binder, platforms: list[str], once: Once
) -> BookHistories:
    """Everything that is built: first each history by itself, then what is computed of other markets."""
    markets = MarketBuilder(binder, regions.partition.naming, once.memo)
    histories = BookHistories({}, {}, {})
    for code in sorted(layers.regions):
        region = regions.bind(code)
        if region is not None:
            histories.regions[code] = region
            for platform in platforms:
                histories.markets[MarketKey(code, platform)] = markets.build(region, platform)
            histories.creators[code] = markets.build(region, NO_PLATFORM)
    completed = histories.markets
    for complete in markets.keys.completing:
        completed = complete(completed, histories.creators, binder.declarations, once)
    return histories._replace(markets=completed)
