"""What files state, to a rule book: layers, declarations, markets, completeness, digest, in this order."""

from collections.abc import Sequence

from ratecard.book.binding import Binder
from ratecard.book.completeness import check_complete, check_names
from ratecard.book.creators import check_creators
from ratecard.book.declarations import check_package_ids, declare
from ratecard.book.digest import digest_of
from ratecard.book.layers import Layers, put_together, stated_values
from ratecard.book.markets import NO_PLATFORM, MarketBuilder, MarketLine
from ratecard.book.nameless import check_nameless
from ratecard.book.regions import RegionBinder
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.rulefiles.near import meant_or, nearest, slips
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.stated import BROKEN, FileKind, FileStatements, StatedTimeLine
from ratecard.terms.market import MarketKey


def build(files: Sequence[FileStatements], report: Report) -> RuleBook | None:
    """The rule book of these files, or None where nothing can be priced; everything wrong is reported.

    A book comes back beside reported errors too, so that more can be checked; whether it may be used is the caller's
    to decide.
    """
    layers = put_together(files, report)
    declarations = declare(layers, report)
    if declarations is None:
        return None
    if not any(file.kind is FileKind.REGION for file in files):
        sentence = "no file under regions/ states a region"
        report(Diagnostic(code="no-region", sentence=sentence, place=None, hint="add regions/de.yaml with region: DE"))
        return None
    check_package_ids(layers, declarations, report)
    binder = Binder(declarations, report)
    regions = RegionBinder(layers, declarations, binder)
    lines, creators = _lines(layers, regions, MarketBuilder(binder), list(declarations.platforms))
    _check_every_group(files, layers, binder)
    _check_currency(lines, binder)
    check_names(layers, (*lines.values(), *creators.values()), declarations.languages, report)
    check_nameless(
        (*lines.values(), *creators.values()),
        layers.rules.plain,
        declarations.languages,
        layers.section_places,
        report,
    )
    check_complete(lines.values(), declarations.packages, report)
    check_creators(lines, creators, declarations, layers.section_places, report)
    if not declarations.whole:
        return None
    every = lines | {line.key: line for line in creators.values()}
    return RuleBook(lines, creators, declarations, digest_of(every, declarations))


def _lines(
    layers: Layers, regions: RegionBinder, markets: MarketBuilder, platforms: list[str]
) -> tuple[dict[MarketKey, MarketLine], dict[str, MarketLine]]:
    """Every market by its key, and every region by its code as its creators see it."""
    lines: dict[MarketKey, MarketLine] = {}
    creators: dict[str, MarketLine] = {}
    for code in sorted(layers.regions):
        region = regions.bind(code)
        if region is not None:
            for platform in sorted(platforms):
                lines[MarketKey(code, platform)] = markets.build(region, platform)
            creators[code] = markets.build(region, NO_PLATFORM)
    return lines, creators


def _check_currency(lines: dict[MarketKey, MarketLine], binder: Binder) -> None:
    for key, line in lines.items():
        timeline = line.currency
        country = lines.get(MarketKey(key.region.partition("-")[0], key.platform), line)
        if not line.sound or (country is not line and country.currency is None):
            continue
        hint = "state currency: EUR, or the one that buyers are billed in"
        if timeline is None:
            binder.report("missing-key", f"{key.region} does not state currency", line.place, hint)
        elif timeline.starts[0] > line.begins:
            first = timeline.values[0].stated
            sentence = f"{key.region} states no currency before this one, and the book begins earlier"
            binder.report("missing-key", sentence, first.place, "add a date on or before the book's begins")


def _check_every_group(files: Sequence[FileStatements], layers: Layers, binder: Binder) -> None:
    """Reports groups that no file states, and warns of those that no region belongs to: what they state holds nowhere.

    The group that an unknown one was probably meant as has members.
    """
    members: set[str] = set()
    broken = False
    for file in files:
        leaf = file.plain.get(("groups",))
        broken = broken or (isinstance(leaf, StatedTimeLine) and not leaf.sound)
        for each in stated_values(leaf) if leaf is not None else ():
            broken = broken or each.value is BROKEN
            for item in each.value if isinstance(each.value, tuple) else ():
                members |= {str(item.value), *_meant(str(item.value), item.place, layers, binder)}
    for name, layer in layers.groups.items():
        if name not in members and not broken and layer.place is not None:
            hint = f"add groups: [{name}] to a region, or delete the file"
            binder.warn("group-without-members", f"no region belongs to the group {name}", layer.place, hint)


def _meant(name: str, place: Place, layers: Layers, binder: Binder) -> tuple[str, ...]:
    """The group that a name was meant as: itself, or, with a report, the nearest to one that no file states."""
    if name in layers.groups:
        return (name,)
    if layers.all_named:
        hint, offers = meant_or(name, layers.groups, f"add regions/groups/{name}.yaml with group: {name}")
        binder.report("unknown-group", f"{name} is a group that no file states", place, hint, offers=offers)
    return slips(name, layers.groups) or nearest(name, layers.groups)
