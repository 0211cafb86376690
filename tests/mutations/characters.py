"""Characters that look right and are not, and YAML that rule files do not have."""

import yaml

from tests.mutations.edits import Edit, inserted, line_start, mistake, removed, renamed, replaced
from tests.mutations.sources import SECTIONS, Source, Spot

HIDDEN = ("platform-value-hidden",)
"""A platform's price that is misspelt no longer stands against a plain one, which then hides a broader layer's."""

"""Keys that may stand in every mapping, or nearly so, and that no section has to itself."""

FORM_FEED, NEXT_LINE = "\x0c", "\x85"


def zones_with_one_currency(source: Source) -> list[Spot]:
    """Zones of a book without dated currencies: for a wrong one a region's usual zone holds, also for such days."""
    zones = list(source.of("zone"))
    return zones if all(spot.path == spot.leaf_path for spot in source.of("currency")) else []


def known_keys(source: Source) -> list[Spot]:
    """The keys that the language itself has, at any depth."""
    found, zones = [], zones_with_one_currency(source)
    for spot in source.spots:
        rest = spot.path[2:] if spot.platform is not None else spot.path
        above = spot.generic.rpartition(".")[0]
        if (
            spot.key is None
            or not rest
            or spot.path[-1] in ("source", "note", "platforms", "value")
            or "name" in spot.path[:-1]
            or (spot.path == ("time_zone",) and spot not in zones)
        ):
            continue
        if spot.leaf_path and len(spot.path) > len(spot.leaf_path):
            continue
        if above in SECTIONS and "when" not in spot.path[:-1]:
            found.append(spot)
    return found


def identifiers(source: Source) -> list[Spot]:
    """The keys that the book itself names in its prices."""
    return [spot for spot in source.spots if spot.generic == "prices.*" and spot.path[-1] not in ("source", "note")]


def lone_identifiers(source: Source) -> list[Spot]:
    """Those of them whose price hides no broader one: the only price of that package which its country reads."""
    found = identifiers(source)

    def reads(one: Spot, two: Spot) -> bool:
        same = one.path[-1] == two.path[-1]
        return same and (
            one.layer != "regions" or two.layer != "regions" or country(source, one) == country(source, two)
        )

    return [spot for spot in found if sum(reads(spot, each) for each in found) == 1]


def country(source: Source, spot: Spot) -> str:
    """The country of a region's file."""
    return next(code for code, file in source.regions.items() if file == spot.file)[:2]


def plain_values(source: Source) -> list[Spot]:
    """Values of every kind that a scalar states."""
    kinds = ("money", "rate", "count", "rounding", "word", "digits", "currency", "fact type")
    return [spot for spot in (*source.of(*kinds), *zones_with_one_currency(source)) if spot.key is not None]


@mistake("look-alike")
def a_digit_is_full_width(source: Source) -> list[Edit]:
    """A digit of a price comes from a Japanese keyboard."""
    return replaced(source.of("money"), lambda text: chr(ord(text[0]) + 0xFEE0) + text[1:])


@mistake("look-alike")
def a_digit_is_arabic(source: Source) -> list[Edit]:
    """A digit of a rate is Arabic-Indic."""
    return replaced(source.of("rate"), "١9 %")


@mistake("look-alike")
def a_per_cent_sign_is_full_width(source: Source) -> list[Edit]:
    """A per cent sign comes from a Japanese keyboard."""
    return replaced(source.of("rate"), "19 ％")


@mistake("look-alike")
def quotes_are_curly(source: Source) -> list[Edit]:
    """A text editor made a price's quotes curly."""
    return replaced(source.of("money"), lambda text: f"“{text}”")


@mistake("look-alike")
def quotes_around_a_key_are_curly(source: Source) -> list[Edit]:
    """A text editor made the quotes around a key or a package curly."""
    return renamed([*known_keys(source), *identifiers(source)], lambda key: f"“{key}”")


@mistake("odd-space")
def a_no_break_space_stands_in_an_amount(source: Source) -> list[Edit]:
    """A no-break space stands before a currency."""
    return replaced([s for s in source.of("money") if " " in s.text], lambda text: text.replace(" ", "\u00a0"))


@mistake("odd-space")
def a_zero_width_space_stands_in_a_number(source: Source) -> list[Edit]:
    """A zero-width space, pasted from a web page, stands in a number."""
    return replaced(source.of("money"), lambda text: f"{text[0]}\u200b{text[1:]}")


@mistake("odd-space")
def a_no_break_space_follows_a_colon(source: Source) -> list[Edit]:
    """A no-break space stands between a colon and its value."""
    spots = [spot for spot in plain_values(source) if _plain_key(source, spot)]
    return [Edit(s.file, (s.key[1], s.value[0]), ":\u00a0", 1) for s in spots if s.key]


def _plain_key(source: Source, spot: Spot) -> bool:
    """Whether the key has no quotes, and the value neither."""
    text = source.files[spot.file]
    return spot.key is not None and text[spot.key[0]] not in "\"'" and text[spot.value[0]] not in "\"'"


@mistake("odd-space")
def a_zero_width_space_stands_in_a_key(source: Source) -> list[Edit]:
    """A zero-width space stands in a key of the language."""
    return renamed(known_keys(source), lambda key: f"{key[:2]}\u200b{key[2:]}")


@mistake("odd-space", beside=HIDDEN)
def a_zero_width_space_stands_in_an_identifier(source: Source) -> list[Edit]:
    """A zero-width space stands in the name of a package."""
    return renamed(identifiers(source), lambda key: f"{key[:2]}\u200b{key[2:]}")


@mistake("look-alike")
def a_letter_of_a_key_is_cyrillic(source: Source) -> list[Edit]:
    """A letter of a key of the language is Cyrillic."""
    spots = [spot for spot in known_keys(source) if set(spot.path[-1]) & set("aeo")]
    return renamed(spots, lambda key: key.translate(str.maketrans("aeo", "аео")))


@mistake("look-alike", beside=HIDDEN)
def a_letter_of_an_identifier_is_cyrillic(source: Source) -> list[Edit]:
    """A letter of a package's name is Cyrillic."""
    spots = [spot for spot in identifiers(source) if set(spot.path[-1]) & set("aeo")]
    return renamed(spots, lambda key: key.translate(str.maketrans("aeo", "аео")))


@mistake("odd-space")
def a_line_is_indented_with_no_break_spaces(source: Source) -> list[Edit]:
    """A line is indented with no-break spaces."""
    return _indented(source, "\u00a0")


@mistake("tab-in-indentation")
def a_line_is_indented_with_a_tab(source: Source) -> list[Edit]:
    """A line is indented with a tab."""
    return _indented(source, "\t")


def _indented(source: Source, with_what: str) -> list[Edit]:
    edits = []
    for spot in source.spots:
        if spot.key is None or spot.in_flow:
            continue
        start = line_start(source, spot.file, spot.key[0])
        blank = source.files[spot.file][start : spot.key[0]]
        if blank and not blank.strip(" "):
            edits.append(Edit(spot.file, (start, spot.key[0]), with_what * len(blank)))
    return edits


@mistake("control-character")
def a_control_character_stands_in_a_comment(source: Source) -> list[Edit]:
    """A form feed stands in a comment at the top of a file."""
    return [Edit(file, (0, 0), f"# page{FORM_FEED}{source.newline(file)}", 6) for file in source.files]


@mistake("control-character")
def a_rare_line_end_stands_in_a_comment(source: Source) -> list[Edit]:
    """A line end that only YAML counts stands in a comment, and would begin a line there."""
    return [Edit(file, (0, 0), f"# page{NEXT_LINE}{source.newline(file)}", 6) for file in source.files]


@mistake("not-utf8")
def a_file_is_saved_as_latin_1(source: Source) -> list[Edit]:
    """A comment has an umlaut in Latin-1."""
    found = []
    for file, text in source.files.items():
        data = b"# Pr\xe4mie" + source.newline(file).encode() + text.encode()
        found.append(Edit("", (0, 0), "", more={file: data}, where=(file, 4)))
    return found


@mistake("anchor-or-alias")
def a_value_has_an_anchor(source: Source) -> list[Edit]:
    """A value is given an anchor, to be repeated elsewhere."""
    return replaced(_unquoted(source), lambda text: f"&price {text}")


def _unquoted(source: Source) -> list[Spot]:
    return [spot for spot in plain_values(source) if source.files[spot.file][spot.value[0]] not in "\"'"]


@mistake("anchor-or-alias")
def a_value_is_an_alias(source: Source) -> list[Edit]:
    """A value repeats one from elsewhere."""
    return replaced(plain_values(source), "*price")


@mistake("tag")
def a_value_has_a_tag(source: Source) -> list[Edit]:
    """A value says its type."""
    return replaced(_unquoted(source), lambda text: f"!!float {text}")


@mistake("tag")
def a_value_has_a_tag_that_runs_code(source: Source) -> list[Edit]:
    """A value has a tag at which other readers run code."""
    return replaced(_unquoted(source), lambda text: f"!!python/object/apply:os.system {text}")


@mistake("merge-key")
def a_mapping_is_merged(source: Source) -> list[Edit]:
    """A mapping merges another one."""
    return [inserted(source, file, node, "<<: {a: 1}") for file, path, node in source.mappings() if "facts" not in path]


@mistake("conflict-marker")
def a_conflict_was_not_resolved(source: Source) -> list[Edit]:
    """Git left two versions of the last line of a file."""
    edits = []
    for file, text in source.files.items():
        end = source.newline(file)
        *_, last = text.rstrip().splitlines()
        start = text.rindex(last)
        both = end.join(("<<<<<<< HEAD", last, "=======", last, ">>>>>>> theirs", ""))
        edits.append(Edit(file, (start, len(text)), both))
    return edits


@mistake("several-documents")
def a_second_document_follows(source: Source) -> list[Edit]:
    """A second document follows in the same file."""
    return [
        Edit(file, (len(text), len(text)), f"---{source.newline(file)}region: FR{source.newline(file)}")
        for file, text in source.files.items()
    ]


@mistake("duplicate-key")
def a_key_is_stated_twice(source: Source) -> list[Edit]:
    """A key is stated twice in one mapping."""
    edits = []
    for file, _, node in source.mappings():
        key, value = node.value[0]
        if hasattr(value, "flow_style") and not value.flow_style:
            continue
        if "\n" not in (text := source.files[file][key.start_mark.index : value.end_mark.index]):
            first = inserted(source, file, node, text)
            edits.append(Edit(file, first.span, first.new, len(first.new)))
    return edits


@mistake("key-is-no-text")
def a_list_stands_for_a_key(source: Source) -> list[Edit]:
    """A list stands where a key should."""
    return [inserted(source, file, node, "[a, b]: 1") for file, path, node in source.mappings() if not path]


@mistake("key-is-no-text")
def a_template_was_not_filled_in(source: Source) -> list[Edit]:
    """A template's braces were left in place of a price: a mapping as the key of a mapping."""
    return replaced([spot for spot in source.of("money") if spot.key], "{{price}}", at=1)


@mistake("text-cut-by-comment", warning=True)
def a_text_is_cut_by_a_comment(source: Source) -> list[Edit]:
    """A name has a # after a space, and ends there."""
    return replaced(_names(source), "Rank #1")


@mistake("text-cut-by-comma")
def a_text_in_braces_is_cut_by_a_comma(source: Source) -> list[Edit]:
    """A source in braces is not quoted and has a comma."""
    found = [s for s in source.spots if s.is_braced and s.is_mapping and s.path and not _has(s, "source", "note")]
    found = [spot for spot in found if spot.path != ("groups",)]  # whose keys are names of groups
    return [inserted(source, s.file, s.node, "source: Act 50, section 2", len("source: ")) for s in found]


def _has(spot: Spot, *keys: str) -> bool:
    assert isinstance(spot.node, yaml.MappingNode)
    return any(key.value in keys for key, _ in spot.node.value)


def _names(source: Source) -> list[Spot]:
    """Names of platforms and lines in one text for all languages, or in one language, at the end of a line."""
    found = [spot for spot in source.spots if "name" in spot.path and spot.is_scalar and spot.is_one_line]
    return [spot for spot in found if not spot.in_flow and spot.path[0] != "units"]


@mistake("yaml-syntax")
def a_bracket_is_not_closed(source: Source) -> list[Edit]:
    """A mapping in braces is not closed."""
    spots = [spot for spot in source.spots if spot.is_mapping and not spot.in_flow and spot.is_braced]
    last = [spot for spot in spots if not source.files[spot.file][spot.value[1] :].strip()]
    return [Edit(s.file, (s.value[1] - 1, s.value[1]), "", where=(s.file, s.value[0])) for s in last]


@mistake("yaml-syntax", inexact="libyaml names the colon, or the line below it")
def a_name_holds_a_colon(source: Source) -> list[Edit]:
    """A name without quotes holds a colon and a space."""
    return replaced(_names(source), "VAT: Germany")


@mistake("yaml-syntax", inexact="libyaml names the end of the quoted text")
def a_quote_is_closed_too_early(source: Source) -> list[Edit]:
    """Text goes on behind a closed quote."""
    return replaced([spot for spot in plain_values(source) if not spot.in_flow], '"12" or 13')


@mistake("nested-too-deep", inexact="the level at which reading stops, on the same line")
def a_value_is_nested_too_deep(source: Source) -> list[Edit]:
    """A value stands inside a hundred brackets."""
    return replaced(plain_values(source), "[" * 100 + "]" * 100)


def cut(source: Source, spot: Spot) -> Edit | None:
    """An entry taken away; where that shows is said by the caller."""
    span = removed(source, spot)
    return Edit(spot.file, span, "") if span else None
