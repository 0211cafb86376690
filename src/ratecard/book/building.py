"""What files state, to a rule book: layers, declarations, markets, completeness, digest, in this order."""

from collections.abc import Sequence

from ratecard.book.binding import Binder
from ratecard.book.completeness import check_complete
from ratecard.book.currencies import check_currencies
from ratecard.book.declarations import Declarations, declare
from ratecard.book.digest import digest_of
from ratecard.book.doubts import Whole, check_doubts
from ratecard.book.ended_currencies import check_ended
from ratecard.book.incomplete import check_terms
from ratecard.book.keys import Keys
from ratecard.book.layers import Layers, put_together, stated_values
from ratecard.book.left_out import Memberships
from ratecard.book.markets import NO_PLATFORM, DistinctBundle, MarketBuilder, MarketLine, distinct_bundles
from ratecard.book.memo import Memo
from ratecard.book.misdeclared import misdeclared, notes_of, used_in
from ratecard.book.nameless import check_nameless
from ratecard.book.once import Once
from ratecard.book.references import check_references
from ratecard.book.regions import BoundRegion, RegionBinder
from ratecard.book.removals import check_removals
from ratecard.book.rulebook import RuleBook
from ratecard.book.translations import check_names
from ratecard.book.undeclared import check_ids
from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity, fixes_at
from ratecard.diagnostics.fixes import possible
from ratecard.rulefiles.near import meant_or, nearest, slips
from ratecard.rulefiles.nearby import NO_GEOGRAPHY, Geography
from ratecard.rulefiles.stated import BROKEN, FileKind, FileStatements, StatedTimeLine
from ratecard.rulefiles.text.decoding import Report
from ratecard.terms.market import MarketKey

ANY_PLATFORM = "any platform"
"""Stands for the platforms of a book that declares none yet: all but their commission can be looked at."""


def build(
    files: Sequence[FileStatements],
    keys: Keys,
    tell: Report,
    geography: Geography = NO_GEOGRAPHY,
    *,
    sound: bool = True,
    memo: Memo | None = None,
) -> RuleBook | None:
    """The rule book of these files, or None where nothing can be priced; everything wrong is reported.

    `sound` says whether no error was found in them before: only then is looked for what is right and rarely meant.

    A book comes back beside reported errors too, so that more can be checked; whether it may be used is the caller's
    to decide.
    """
    memo = Memo() if memo is None else memo
    errors: list[Diagnostic] = []

    def report(found: Diagnostic) -> None:
        if found.severity is Severity.ERROR:
            errors.append(found)
        tell(found)

    layers = put_together(files, keys, report)
    declarations = declare(layers, keys, report)
    has_regions = any(file.kind is FileKind.REGION for file in files)
    if not has_regions:
        sentence = "no file under regions/ states a region"
        hint = "add regions/de.yaml with region: DE, currency: EUR and time_zone: Europe/Berlin"
        report(Diagnostic(code="no-region", sentence=sentence, place=None, hint=hint))
    check_ids(layers, declarations, report)
    binder = Binder(declarations, report, memo)
    none_meant = not layers.platform_places and ("platforms",) not in layers.rules.plain
    platforms = [ANY_PLATFORM] if none_meant else sorted(declarations.platforms)
    regions = RegionBinder(layers, declarations, platforms, binder, geography, memo)
    bound, lines, creators = _lines(layers, regions, MarketBuilder(binder, regions.partition.naming, memo), platforms)
    every = [*lines.values(), *creators.values()]
    bundles = distinct_bundles(every)
    if has_regions:
        _check_every_group(files, layers, binder)
    check_currencies(layers, bound, lines, binder)
    check_ended(every, binder, memo)
    for warning in [warning for region in bound.values() for warning in region.dropped]:
        if warning.place is not None and ("missing-key", warning.place) not in binder.report_once:
            binder.report_as_is(warning)
    check_names(layers, every, bundles, declarations, report, memo)
    whole = bundles if all(line.sound for line in every) else distinct_bundles(line for line in every if line.sound)
    check_nameless(whole, layers.rules.plain, declarations.languages, layers.section_places, keys, report, memo)
    memberships = Memberships(layers, bound)
    check_complete(lines.values(), declarations, layers, memberships, report, memo, any_platform=none_meant)
    once = Once(report, layers.section_places, memo)
    _check_keys(list(lines.values()), list(creators.values()), bundles, declarations, memberships, once)
    if sound and not errors:
        every_line = (list(lines.values()), list(creators.values()))
        check_doubts(Whole(*every_line, bundles, layers, declarations, geography, once, frozenset(binder.hidden)))
    if not declarations.whole or not has_regions:
        return None
    by_key = lines | {line.key: line for line in creators.values()}
    return RuleBook(lines, creators, declarations, digest_of(by_key, declarations, memo), geography)


def _check_keys(
    markets: list[MarketLine],
    creators: list[MarketLine],
    bundles: list[DistinctBundle],
    declarations: Declarations,
    memberships: Memberships,
    once: Once,
) -> None:
    """Whether what keys say of one another hangs together, in every market and region."""
    keys = declarations.keys
    check_references(bundles, creators, declarations, once)
    check_terms(markets, creators, keys, memberships, once)
    check_removals(bundles, keys, once)
    for key in keys.records.values():
        if key.check is not None:
            key.check(markets, creators, once)


def _lines(
    layers: Layers, regions: RegionBinder, markets: MarketBuilder, platforms: list[str]
) -> tuple[dict[str, BoundRegion], dict[MarketKey, MarketLine], dict[str, MarketLine]]:
    """Every region as it is bound, every market by its key, and every region by its code as its creators see it."""
    bound: dict[str, BoundRegion] = {}
    lines: dict[MarketKey, MarketLine] = {}
    creators: dict[str, MarketLine] = {}
    for code in sorted(layers.regions):
        region = regions.bind(code)
        if region is not None:
            bound[code] = region
            for platform in platforms:
                lines[MarketKey(code, platform)] = markets.build(region, platform)
            creators[code] = markets.build(region, NO_PLATFORM)
    return bound, lines, creators


def _check_every_group(files: Sequence[FileStatements], layers: Layers, binder: Binder) -> None:
    """Reports groups that no file states, and warns of those that no region belongs to: what they state holds nowhere.

    The group that an unknown one was probably meant as has members.
    """
    members: set[str] = set()
    named: dict[str, list[Place]] = {}
    broken = False
    for file in files:
        leaf = file.plain.get(("groups",))
        broken = broken or (isinstance(leaf, StatedTimeLine) and not leaf.sound)
        for each in stated_values(leaf) if leaf is not None else ():
            broken = broken or each.value is BROKEN
            for item in each.value if isinstance(each.value, tuple) else ():
                named.setdefault(str(item.value), []).append(item.place)
    unused = [name for name in layers.groups if name not in named]
    for name, places in named.items():
        called = [group for group in unused if _file_of(group, files).endswith(f"/{name}.yaml")]
        slip = misdeclared(name, places, unused, called) if name not in layers.groups else ""
        if slip:
            binder.report_as_is(_misdeclared_group(slip, files, name, places))
            members.add(slip)
            continue
        members.add(name)
        for place in places:
            members.update(_meant(name, place, layers, binder))
    for name, layer in layers.groups.items():
        if name not in members and not broken and layer.place is not None:
            hint = f"add groups: [{name}] to a region, or delete the file"
            binder.warn("group-without-members", f"no region belongs to the group {name}", layer.place, hint)


def _file_of(group: str, files: Sequence[FileStatements]) -> str:
    """The name of the file that states a group; "" where none does."""
    return next((file.file for file in files if file.kind is FileKind.GROUP and file.name == group), "")


def _misdeclared_group(slip: str, files: Sequence[FileStatements], name: str, uses: Sequence[Place]) -> Diagnostic:
    own = next(file for file in files if file.kind is FileKind.GROUP and file.name == slip)
    place = own.plain[("group",)].place if ("group",) in own.plain else own.place
    sentence = f"{slip} is a group that no region belongs to, and {used_in(uses)} {name}, which no file states"
    fixes, notes = fixes_at(place, possible(name)), notes_of(name, uses)
    return Diagnostic(code="unknown-group", sentence=sentence, place=place, notes=notes, fixes=fixes)


def _meant(name: str, place: Place, layers: Layers, binder: Binder) -> tuple[str, ...]:
    """The group that a name was meant as: itself, or, with a report, the nearest to one that no file states."""
    if name in layers.groups:
        return (name,)
    if layers.all_named:
        hint, offers = meant_or(name, layers.groups, f"add regions/groups/{name}.yaml with group: {name}")
        binder.report("unknown-group", f"{name} is a group that no file states", place, hint, offers=offers)
    return slips(name, layers.groups) or nearest(name, layers.groups)
