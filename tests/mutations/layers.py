"""Mistakes between files and layers: what is stated twice, hidden, or not read at all."""

from tests.mutations.edits import Edit, inserted, mistake, replaced
from tests.mutations.sources import DATE, GROUPS, REGIONS, RULES, Source, Spot

SECTIONS = ("prices", "tax", "commission", "packages")


def _statement(spot: Spot) -> tuple[str, int]:
    """The text of a file that states a leaf once more, and where its value stands in it."""
    text = "".join(f"{{{key}: " if index else f"{key}: " for index, key in enumerate(spot.leaf_path))
    return f"{text}{spot.text}{'}' * (len(spot.leaf_path) - 1)}", len(text)


def _leaves(source: Source) -> list[Spot]:
    """Values of markets, without dates or cases."""
    kinds = ("money", "rate", "count", "word", "rounding", "bonus")
    return [s for s in source.of(*kinds) if not set(s.trail) - {"value"}]


@mistake("stated-twice")
def a_value_is_stated_in_two_files(source: Source) -> list[Edit]:
    """Two files under rules/ state the same value."""
    edits = []
    for spot in _leaves(source):
        if spot.layer == RULES:
            text, at = _statement(spot)
            file = "rules/zz_again.yaml"
            edits.append(Edit("", (0, 0), "", more={file: f"# again\n{text}\n"}, where=(file, len("# again\n") + at)))
    return edits


@mistake("group-conflict", beside=("country-group-dropped",))
def two_groups_state_one_value(source: Source) -> list[Edit]:
    """Two groups of one region state the same value."""
    edits = []
    for file in source.files:
        groups = [s.text for s in source.spots if s.file == file and s.leaf == "groups" and s.path[0] == "groups"]
        lists = [s for s in source.spots if s.file == file and s.path == ("groups",) and not s.is_mapping]
        files = {group.text: group.file for group in source.of("group")}
        for spot in _leaves(source) if lists else ():
            if spot.platform is None and spot.file in (files[name] for name in groups if name in files):
                if _says_itself(source, file, spot):
                    continue
                edits += _once_more(source, spot, [files[name] for name in groups if name in files], files)
                edits += _in_another_group(source, spot, lists[0])
    return edits


def _says_itself(source: Source, file: str, spot: Spot) -> bool:
    """Whether a region, or its country, states by itself what a group does: then the groups are not asked."""
    country = source.code_of(file).partition("-")[0]
    files = (file, source.regions.get(country))
    own = [s for s in source.spots if s.file in files and s.platform is None]
    removed = [s.path[:-1] if s.path[-1] == "value" else s.path for s in own if s.text == "none"]
    return any(s.leaf_path == spot.leaf_path for s in own) or any(
        path == spot.leaf_path[: len(path)] for path in removed
    )


def _in_another_group(source: Source, spot: Spot, listed: Spot) -> list[Edit]:
    """A group more in a region's list, the last by name, which states once more what one of its groups states."""
    head, file = "group: zodiac\n", "regions/groups/zodiac.yaml"
    text, at = _statement(spot)
    names = source.files[listed.file][slice(*listed.value)]
    if not names.endswith("]") or spot.leaf == "money":  # bare money would lack its currency there
        return []
    more = {file: f"{head}{text}\n"}
    return [Edit(listed.file, listed.value, f"{names[:-1]}, zodiac]", more=more, where=(file, len(head) + at))]


def _once_more(source: Source, spot: Spot, of: list[str], files: dict[str, str]) -> list[Edit]:
    names = {file: name for name, file in files.items()}
    edits = []
    for file in of:
        if file == spot.file or any(s.file == file and s.path[0] == spot.path[0] for s in source.spots):
            continue
        if spot.leaf == "money" and not any(s.file == file and s.path[0] == "currency" for s in source.spots):
            continue  # bare money would lack its currency there
        text, at = _statement(spot)
        edit = inserted(source, file, source.roots[file], text, at)
        later = max(file, spot.file, key=lambda each: names[each])
        if later == file:
            edits.append(edit)
        else:
            edits.append(Edit(edit.file, edit.span, edit.new, where=(spot.file, spot.value[0])))
    return edits


@mistake("two-files-for-one", beside=("dates-out-of-order",))
def a_region_has_two_files(source: Source) -> list[Edit]:
    """Two files state one region."""
    return _copies(source, "region", "regions/zz.yaml")


@mistake("two-files-for-one", beside=("dates-out-of-order",))
def a_group_has_two_files(source: Source) -> list[Edit]:
    """Two files state one group."""
    return _copies(source, "group", "regions/groups/zz.yaml")


def _copies(source: Source, key: str, file: str) -> list[Edit]:
    return [
        Edit("", (0, 0), "", more={file: source.files[spot.file]}, where=(file, spot.value[0]))
        for spot in source.of(key)
    ]


@mistake("misplaced-file")
def a_file_lies_too_deep(source: Source) -> list[Edit]:
    """A file lies in a folder below regions/ that is not that of the groups."""
    file = "regions/europe/fr.yaml"
    return [Edit("", (0, 0), "", more={file: "region: FR\n"}, where=(file, 0))] if source.files else []


@mistake("misplaced-file")
def a_region_lies_among_the_rules(source: Source) -> list[Edit]:
    """A region's file lies under rules/."""
    file, text = "rules/fr.yaml", "# France\nregion: FR\ncurrency: EUR\ntime_zone: Europe/Paris\n"
    return [Edit("", (0, 0), "", more={file: text}, where=(file, 9))] if source.files else []


@mistake("misplaced-file")
def a_group_lies_among_the_regions(source: Source) -> list[Edit]:
    """A group's file lies beside those of the regions."""
    file, text = "regions/zz.yaml", "# The Gulf\ngroup: zodiac\ncurrency: KWD\n"
    return [Edit("", (0, 0), "", more={file: text}, where=(file, 11))] if source.files else []


@mistake("misplaced-file")
def a_file_has_another_ending(source: Source) -> list[Edit]:
    """A simple editor added .txt to the name of a file."""
    file = "regions/fr.yaml.txt"
    return [Edit("", (0, 0), "", more={file: "region: FR\n"}, where=(file, 0))] if source.files else []


@mistake("empty-file")
def a_file_holds_comments_alone(source: Source) -> list[Edit]:
    """A file states nothing."""
    file = "rules/zz.yaml"
    return [Edit("", (0, 0), "", more={file: "# to come\n"}, where=(file, 0))] if source.files else []


@mistake("empty-file")
def a_file_is_emptied(source: Source) -> list[Edit]:
    """A file of the book is emptied, and what it stated is not missed again."""
    return [Edit("", (0, 0), "", more={file: ""}, where=(file, 0)) for file in source.files]


@mistake("not-a-mapping")
def a_file_is_a_list(source: Source) -> list[Edit]:
    """A file holds a list."""
    return [Edit("", (0, 0), "", more={file: "- a\n- b\n"}, where=(file, 0)) for file in source.files]


@mistake("subdivision-without-country")
def a_subdivision_has_no_country(source: Source) -> list[Edit]:
    """A subdivision's country has no file, and the library of the world has none of it either."""
    file = "regions/zz.yaml"
    return (
        [Edit("", (0, 0), "", more={file: "# Sermersooq\nregion: GL-SM\n"}, where=(file, 13))] if source.files else []
    )


@mistake("group-without-members", warning=True)
def a_group_has_no_members(source: Source) -> list[Edit]:
    """No region belongs to a group."""
    file = "regions/groups/zz.yaml"
    text = "# nobody\ngroup: zodiac\ntax: {per: order}\n"
    return [Edit("", (0, 0), "", more={file: text}, where=(file, 9))] if source.files else []


@mistake("platform-value-hidden", warning=True, beside=("dated-change-hidden",))
def a_platforms_value_is_hidden(source: Source) -> list[Edit]:
    """A country's plain value hides what the rules or a group say for one platform."""
    edits = []
    shown = [spot for spot in _leaves(source) if spot.platform and spot.leaf in ("word", "rounding")]
    hidden = [spot for spot in shown if spot.layer == RULES]
    for code, file in source.regions.items():
        for spot in hidden:
            rest = spot.leaf_path[2:]
            in_the_way = any(
                s.file == file and (s.path[0] == rest[0] or (s.platform and s.leaf_path[2:] == rest))
                for s in source.spots
            )
            if "-" in code or len(rest) > 2 or in_the_way or _stated_else(source, rest) or _divided(source, code):
                continue
            text = "".join(f"{{{key}: " if index else f"{key}: " for index, key in enumerate(rest))
            whole = f"{text}{spot.text}{'}' * (len(rest) - 1)}"
            edits.append(inserted(source, file, source.roots[file], whole, len(text)))
    return edits


@mistake("country-group-dropped", warning=True)
def a_subdivision_leaves_its_countrys_group(source: Source) -> list[Edit]:
    """A subdivision states groups of its own, and leaves out that of its country."""
    edits = []
    undetermined = any(spot.path[-1] == "depends_on" for spot in source.spots)
    for code, file in source.regions.items():
        grouped = any(spot.file == file and spot.path[0] == "groups" for spot in source.spots)
        if "-" in code or grouped or undetermined or _divided(source, code):
            continue
        text = f"region: {code}-ZZ\ngroups: []\n"
        more = {"regions/zz.yaml": text, "regions/groups/zz.yaml": "group: zodiac\npackages: {zodiac: {coins: 1}}\n"}
        joined = inserted(source, file, source.roots[file], "groups: [zodiac]")
        where = ("regions/zz.yaml", text.index("[]"))
        edits.append(Edit(joined.file, joined.span, joined.new, more=more, where=where))
    return edits


@mistake("dated-change-hidden", warning=True)
def a_region_states_a_value_that_changes_later_elsewhere(source: Source) -> list[Edit]:
    """A country states what a gift costs without a date, where the rules change it from a day on."""
    edits = []
    for spot in source.spots:
        dates = [str(key.value) for key, _ in spot.node.value] if spot.is_mapping else []
        dated = len(dates) > 1 and all(DATE.fullmatch(date) for date in dates)
        if spot.layer != RULES or spot.path[:1] != ("gifts",) or spot.path[2:] != ("coins",) or not dated:
            continue
        for code, file in source.regions.items():
            if "-" not in code and not any(s.file == file and s.path[0] == "gifts" for s in source.spots):
                start = f"gifts: {{{spot.path[1]}: {{coins: "
                edits.append(inserted(source, file, source.roots[file], f"{start}7}}}}", len(start)))
    return edits


@mistake("never-holds", warning=True)
def a_price_is_stated_for_every_platform_too(source: Source) -> list[Edit]:
    """A country gives a package a price of its own on each platform, and nobody ever pays the one beside them."""
    platforms = sorted({str(spot.platform) for spot in source.spots if spot.platform and spot.layer == RULES})
    platforms = [platform for platform in platforms if platform not in ("source", "note")]
    if not platforms or any("currency" in spot.path[1:] for spot in source.spots):
        return []
    edits = []
    shared = {s.path[-2:] for s in source.spots if s.layer != REGIONS}
    divided = {file for code, file in source.regions.items() if "-" in code or _divided(source, code)}
    divided |= {s.file for s in source.spots if s.path[0] == "platforms"}
    for spot in _leaves(source):
        of_region = spot.layer == REGIONS and spot.path[0] == "prices" and spot.file not in divided
        if not of_region or spot.trail or spot.path in shared:
            continue
        own = ", ".join(f"{platform}: {{prices: {{{spot.path[1]}: {spot.text}}}}}" for platform in platforms)
        edit = inserted(source, spot.file, source.roots[spot.file], f"platforms: {{{own}}}")
        edits.append(Edit(edit.file, edit.span, edit.new, where=(spot.file, spot.value[0] + len(edit.new))))
    return edits


def _divided(source: Source, country: str) -> bool:
    return any(each.startswith(f"{country}-") for each in source.regions)


def _stated_else(source: Source, rest: tuple[str, ...]) -> bool:
    """Whether a section above is said to be none anywhere, or a group speaks of the same."""
    removals = [s for s in source.spots if s.text == "none" and s.path[-1] in rest[:-1]]
    groups = [s for s in source.spots if s.layer == GROUPS and s.leaf_path and s.leaf_path[-1] == rest[-1]]
    return bool(removals or groups)


@mistake("unknown-tax-line")
def a_tax_is_on_a_line_that_is_not_levied(source: Source) -> list[Edit]:
    """A tax line is on one that does not exist."""
    return replaced(_sure_lines(source), "zodiac")


def _sure_lines(source: Source) -> list[Spot]:
    """The lines that others are on, in subdivisions or countries, where they certainly hold."""
    spots = [spot for spot in source.of("on") if spot.layer == REGIONS and not spot.trail]
    removals = {s.file for s in source.spots if s.text == "none" and ("tax" in s.path or "on" in s.path)}
    removals |= {s.file for s in source.spots if "depends_on" in s.path}  # whose taxes subdivisions read alone
    if any(not file.startswith("regions/") for file in removals) or any(spot.platform for spot in source.of("on")):
        return []
    return [spot for spot in spots if spot.file not in removals and spot.in_flow]


@mistake("tax-circle")
def a_tax_is_on_itself(source: Source) -> list[Edit]:
    """A tax line is on itself."""
    return [Edit(s.file, s.value, s.path[-2]) for s in _sure_lines(source)]


@mistake("unknown-tax-line")
def a_tax_is_said_to_be_on_one_that_is_not_levied(source: Source) -> list[Edit]:
    """A rate of a region is given a line that it is on, which does not exist."""
    return _given_on(source, "zodiac")


@mistake("tax-circle")
def a_tax_is_said_to_be_on_itself(source: Source) -> list[Edit]:
    """A rate of a region is said to be on its own line."""
    return _given_on(source, None)


@mistake("on-gross-tax")
def a_tax_of_the_gross_is_said_to_be_on_another(source: Source) -> list[Edit]:
    """A rate of a region is said to be of the gross, and on its own line."""
    return _given_on(source, None, "base: gross, ")


@mistake("rate-above-whole")
def a_tax_takes_all_of_the_gross(source: Source) -> list[Edit]:
    """A rate of a region is all of the price that holds it."""
    of_gross = [spot for spot in source.spots if "tax" in spot.path and spot.text == "gross"]
    edits = _given_on(source, None) if not of_gross else []
    return [Edit(edit.file, edit.span, "100 %, base: gross") for edit in edits]


def _given_on(source: Source, line: str | None, base: str = "") -> list[Edit]:
    """An `on:` behind an undated rate of a region file where no other line or removal has a say."""
    removals = [s for s in source.spots if s.text == "none" and "tax" in s.path]
    lines = {s.path[: s.path.index("lines") + 2] for s in source.spots if "tax" in s.path and "lines" in s.path[:-1]}
    undetermined = any(spot.path[-1:] == ("depends_on",) for spot in source.spots)
    if removals or undetermined or source.of("on") or any(path[:1] == ("platforms",) for path in lines):
        return []
    with_base = {s.path[2] for s in source.spots if s.path[:2] == ("tax", "lines") and s.path[3:4] == ("base",)}
    edits = []
    for spot in source.of("rate"):
        whole = spot.path == spot.leaf_path and spot.path[0] == "tax" and spot.in_flow and spot.text != "0 %"
        if spot.layer == REGIONS and whole and source.regions and spot.path[2] not in with_base:
            start = f"{spot.text}, {base}on: "
            edits.append(Edit(spot.file, spot.value, f"{start}{line or spot.path[-2]}", len(start)))
    return edits
