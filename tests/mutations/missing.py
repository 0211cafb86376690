"""What is taken away: declarations, keys that must be stated, and what every price needs."""

import yaml

from ratecard.locale.labels import needed_forms
from tests.mutations.characters import cut, zones_with_one_currency
from tests.mutations.creators import at, values
from tests.mutations.edits import Edit, mistake, removed
from tests.mutations.sources import REGIONS, RULES, Source, Spot

FORMS = "the statement nearest to the gap, on the same line"


def _without(source: Source, spot: Spot) -> Edit | None:
    """An entry of the outermost mapping taken away; what is missing shows where the file's mapping then begins."""
    edit = cut(source, spot)
    if edit is None:
        return None
    root = source.roots[spot.file]
    first = root.value[0][0].start_mark.index
    return Edit(edit.file, edit.span, "", where=(spot.file, first))


def _each(source: Source, key: str) -> list[Edit]:
    edits = [_without(source, spot) for spot in source.spots if spot.path == (key,)]
    return [edit for edit in edits if edit is not None]


@mistake("missing-key")
def a_region_does_not_say_which(source: Source) -> list[Edit]:
    """A region file has no region."""
    return _each(source, "region")


@mistake("missing-key")
def a_group_does_not_say_which(source: Source) -> list[Edit]:
    """A group's file has no group."""
    return _each(source, "group")


@mistake("missing-key")
def a_region_has_no_time_zone(source: Source) -> list[Edit]:
    """A country has no time zone."""
    countries = {file for code, file in source.regions.items() if "-" not in code}
    mutable = countries if zones_with_one_currency(source) else ()
    return [edit for edit in _each(source, "time_zone") if edit.file in mutable]


@mistake("missing-key")
def a_region_has_no_currency(source: Source) -> list[Edit]:
    """A country that belongs to no group has no currency."""
    countries = {file for code, file in source.regions.items() if "-" not in code}
    lone = countries - {spot.file for spot in source.spots if spot.path == ("groups",)}
    billed = {spot.file for spot in source.of("currency") if spot.platform}
    edits = [edit for edit in _each(source, "currency") if edit.file in lone - billed]
    own = {file for code, file in source.regions.items() if "-" in code and source.at(file, "currency")}
    return [edit for edit in edits if not own]


@mistake("missing-key")
def a_currency_ends(source: Source) -> list[Edit]:
    """The currency of a country ends on a day, and no group or platform states the next one."""
    others = [spot for spot in source.of("currency") if spot.layer != REGIONS or spot.platform or spot.trail]
    start = "{2019-01-01: "
    own = [spot for spot in source.of("currency") if "-" not in source.code_of(spot.file)] if not others else []
    edits = []
    for spot in own:
        line = f"{start}{spot.text}, 2031-01-01: inherit}}"
        if spot.path == ("currency",):
            edits.append(Edit(spot.file, spot.value, line, line.index("inherit")))
    return edits


@mistake("incomplete-terms", inexact="the payouts that lack it")
def a_diamond_has_no_value(source: Source) -> list[Edit]:
    """The value of a diamond is taken away, and all else that payouts need is there."""
    shares = [spot for spot in values(source, "earnings/*/base") if spot.text in ("net", "proceeds")]
    diamonds = [spot for spot in at(source, "payouts/diamond") if spot.path == ("payouts", "diamond")]
    edits = []
    for spot in diamonds if len(diamonds) == 1 and not shares else ():
        span = removed(source, spot)
        beside = [s for s in values(source, "payouts/*") if s.file == spot.file and s.path[1] != "diamond"]
        above = next((s.key for s in source.spots if s.file == spot.file and s.path == ("payouts",)), None)
        if span is not None and above is not None and beside and spot.layer == RULES:
            edits.append(Edit(spot.file, span, "", where=(spot.file, above[0])))
    return edits


@mistake("incomplete-terms")
def nothing_tells_the_worth_of_coins(source: Source) -> list[Edit]:
    """The worth of coins is taken away, and creators earn a share of it."""
    shares = [spot for spot in values(source, "earnings/*/base") if spot.text in ("net", "proceeds")]
    told = [spot for spot in source.spots if spot.path[-1] == "worth_at"]
    edits = []
    for spot in told if len(told) == 1 and len(shares) == 1 else ():
        edit = cut(source, spot)
        if edit is not None:
            edits.append(Edit(edit.file, edit.span, "", where=(shares[0].file, shares[0].value[0])))
    return edits


@mistake("plural-form-missing", warning=True)
def a_plural_form_is_missing(source: Source) -> list[Edit]:
    """A unit's name lacks a plural form that its language has."""
    edits = []
    for spot in source.spots:
        if spot.generic != "units.*.name." + spot.path[-1] or not isinstance(spot.node, yaml.MappingNode):
            continue
        entries = [(key, value) for key, value in spot.node.value if key.value not in ("source", "note")]
        if len(entries) < 2 or set(needed_forms(spot.path[-1])) != {key.value for key, _ in entries}:
            continue
        key, _ = entries[-1]
        last = next(s for s in source.spots if s.file == spot.file and s.path == (*spot.path, str(key.value)))
        span = removed(source, last)
        if span is not None:
            edits.append(Edit(spot.file, span, "", where=(spot.file, entries[0][1].start_mark.index)))
    return edits


@mistake("name-lacks-language", warning=True)
def a_name_lacks_a_language(source: Source) -> list[Edit]:
    """A name is not stated in a language of the book."""
    due = {spot.text for spot in source.spots if spot.leaf == "languages"}
    edits = []
    for spot in source.spots:
        if spot.path[-1] != "name" or not isinstance(spot.node, yaml.MappingNode) or spot.path[0] == "units":
            continue
        entries = [(key, value) for key, value in spot.node.value if key.value not in ("source", "note")]
        others = any(s.path[-2:] == spot.path[-2:] and s.file != spot.file for s in source.spots)
        removed_somewhere = any(_rest(s) == _rest(spot)[: len(_rest(s))] for s in source.spots if s.text == "none")
        if (
            others
            or removed_somewhere
            or not source.is_read(spot)
            or len(entries) < 2
            or str(entries[-1][0].value) not in due
        ):
            continue
        tag = str(entries[-1][0].value)
        last = next(s for s in source.spots if s.file == spot.file and s.path == (*spot.path, tag))
        span = removed(source, last)
        if span is not None and span[0] > entries[0][1].start_mark.index:
            edits.append(Edit(spot.file, span, "", where=(spot.file, entries[0][1].start_mark.index)))
    return edits


def _rest(spot: Spot) -> tuple[str, ...]:
    """The path below a platform, or the whole of it."""
    return spot.path[2:] if spot.platform is not None else spot.path


@mistake("incomplete-market")
def a_tax_rate_begins_after_the_price(source: Source) -> list[Edit]:
    """A tax rate begins in 2031, so that the years before have none: the past was erased."""
    return [Edit(s.file, s.value, f"{{2031-01-01: {s.text}}}", len("{2031-01-01: ")) for s in _only_rates(source)]


@mistake("incomplete-market", inexact=FORMS)
def a_tax_line_has_no_rate(source: Source) -> list[Edit]:
    """A tax line has a name and no rate."""
    edits = []
    for spot in _only_rates(source):
        span = removed(source, spot)
        if span is not None and spot.in_flow and spot.path[-1] == "rate":
            edits.append(Edit(spot.file, span, "", where=(spot.file, span[0])))
    return edits


def _only_rates(source: Source) -> list[Spot]:
    """The undated rates of regions that sell plainly, in books that state each rate once and take nothing away."""
    rates = source.of("rate")
    nothing = [s for s in source.spots if s.text == "none" or (s.platform and "tax" in s.path and "lines" in s.path)]
    left_open = any(s.path[-1] == "depends_on" for s in source.spots)
    if nothing or left_open or source.of("on") or any("-" in code for code in source.regions):
        return []
    found = []
    for spot in rates:
        prices = [s for s in source.leaves.get("money", ()) if s.file == spot.file and s.path == s.leaf_path]
        sold = any(s.path[0] == "prices" for s in prices)
        line = spot.leaf_path
        groups = [s for s in rates if s.leaf_path == line and s.layer != REGIONS]
        if (
            spot.layer == REGIONS
            and line[0] == "tax"
            and not groups
            and sold
            and spot.path[len(line) :] in ((), ("value",))
        ):
            found.append(spot)
    return [spot for spot in found if spot.path == spot.leaf_path]
