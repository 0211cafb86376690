"""What files state, to a rule book: layers, declarations, markets, completeness, digest, in this order."""

from collections.abc import Sequence

from ratecard.book.binding import Binder
from ratecard.book.completeness import check_complete, check_names
from ratecard.book.declarations import check_package_ids, declare
from ratecard.book.digest import digest_of
from ratecard.book.layers import Layers, put_together
from ratecard.book.markets import MarketBuilder, MarketLine
from ratecard.book.regions import RegionBinder
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.stated import BROKEN, FileKind, FileStatements, Stated
from ratecard.terms.market import MarketKey
from ratecard.terms.resolved import CURRENCY_PATH


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
    check_package_ids(layers, declarations.packages, report)
    check_names(layers, declarations, report)
    binder = Binder(declarations.facts, declarations.broken_facts, report)
    lines = _lines(
        layers, RegionBinder(layers, declarations, binder), MarketBuilder(binder), list(declarations.platforms)
    )
    _check_every_group(layers, binder)
    _check_currency(lines, binder)
    check_complete(lines.values(), declarations.packages, report)
    return RuleBook(lines, declarations, digest_of(lines, declarations))


def _lines(
    layers: Layers, regions: RegionBinder, markets: MarketBuilder, platforms: list[str]
) -> dict[MarketKey, MarketLine]:
    lines: dict[MarketKey, MarketLine] = {}
    for code in sorted(layers.regions):
        region = regions.bind(code)
        if region is not None:
            for platform in sorted(platforms):
                lines[MarketKey(code, platform)] = markets.build(region, platform)
    return lines


def _check_currency(lines: dict[MarketKey, MarketLine], binder: Binder) -> None:
    for key, line in lines.items():
        timeline = line.paths.get(CURRENCY_PATH)
        hint = "state currency: EUR, or the one that buyers are billed in"
        if timeline is None:
            binder.report("missing-key", f"{key.region} does not state currency", line.place, hint)
        elif timeline.starts[0] > line.begins:
            first = timeline.values[0].stated
            sentence = f"{key.region} states no currency before this one, and the book begins earlier"
            binder.report("missing-key", sentence, first.place, "add a date on or before the book's begins")


def _check_every_group(layers: Layers, binder: Binder) -> None:
    """Warns of groups that no region belongs to: what they state holds nowhere."""
    members: set[str] = set()
    for layer in layers.regions.values():
        leaf = layer.plain.get(("groups",))
        stated = [leaf] if type(leaf) is Stated else [value for _, value in leaf.entries] if leaf else []  # type: ignore[union-attr]
        for each in stated:
            if each.value is BROKEN:
                return
            if type(each.value) is tuple:
                members.update(str(item.value) for item in each.value)
    for name, layer in layers.groups.items():
        if name not in members and layer.place is not None:
            binder.warn(
                "group-without-members",
                f"no region belongs to the group {name}",
                layer.place,
                f"add groups: [{name}] to a region, or delete the file",
            )
