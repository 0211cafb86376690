"""Mistakes in keys and in shapes: near misses, keys in the wrong kind of file, lists and mappings for values."""

from tests.mutations.characters import HIDDEN, known_keys, lone_identifiers, plain_values, zones_with_one_currency
from tests.mutations.edits import Edit, inserted, mistake, renamed, replaced
from tests.mutations.sources import GROUPS, REGIONS, RULES, Source, Spot


def _near(word: str) -> str:
    """A near miss: the third letter doubled, or the second of a short word."""
    at = min(2, len(word) - 1)
    return word[:at] + word[at] + word[at:]


@mistake("unknown-key")
def a_key_is_misspelt(source: Source) -> list[Edit]:
    """A key of the outermost mapping has a letter too many."""
    return renamed([spot for spot in known_keys(source) if len(spot.path) == 1], _near)


@mistake("unknown-key")
def a_key_of_a_section_is_misspelt(source: Source) -> list[Edit]:
    """A key below another one has a letter too many."""
    deep = [s for s in known_keys(source) if s.generic.count(".") == 1 and s.platform is None]
    return renamed(deep, _near)


@mistake("unknown-key")
def a_key_of_a_line_is_misspelt(source: Source) -> list[Edit]:
    """A key at the third level or below has a letter too many."""
    return renamed([spot for spot in known_keys(source) if spot.generic.count(".") >= 2], _near)


@mistake("unknown-key")
def a_key_under_a_platform_is_misspelt(source: Source) -> list[Edit]:
    """A key below a platform has a letter too many."""
    return renamed([spot for spot in known_keys(source) if spot.platform and len(spot.path) == 3], _near)


@mistake("unknown-key")
def a_key_is_capitalised(source: Source) -> list[Edit]:
    """A spreadsheet began a key with a capital."""
    return renamed(known_keys(source), str.capitalize)


@mistake("unknown-key")
def a_key_is_made_up(source: Source) -> list[Edit]:
    """A file states something of which the language knows nothing."""
    return [inserted(source, file, node, "zodiac: 5 %") for file, path, node in source.mappings() if not path]


@mistake("unknown-key")
def a_key_beside_value_is_misspelt(source: Source) -> list[Edit]:
    """The source beside a value is misspelt."""
    spots = [spot for spot in plain_values(source) if spot.path[-1] != "value" and not _fixed_shape(spot)]
    start = "{value: "
    return [Edit(s.file, s.value, f"{start}{s.text}, sourze: example}}", len(f"{start}{s.text}, ")) for s in spots]


def _fixed_shape(spot: Spot) -> bool:
    return spot.leaf in ("currency", "zone", "digits", "fact type", "shown rounding")


@mistake("not-an-identifier", beside=HIDDEN)
def an_identifier_has_a_capital_and_a_space(source: Source) -> list[Edit]:
    """A package is named as people would."""
    return renamed(lone_identifiers(source), lambda key: f"Coins {key[-1]}")


@mistake("misplaced-key")
def a_group_states_when_the_book_begins(source: Source) -> list[Edit]:
    """A group's file states the beginning of the book."""
    return [_at_top(source, file, "begins: 2025-01-01") for file in source.files if _is(file, GROUPS)]


@mistake("begins-before-book", beside=HIDDEN)
def a_region_begins_before_the_book(source: Source) -> list[Edit]:
    """A region that states no beginning states one that is long before the book's."""
    own = {spot.file for spot in source.of("begins")} | {spot.file for spot in source.spots if spot.path == ("begins",)}
    files = [file for file in source.files if _is(file, REGIONS) and file not in own]
    return [inserted(source, file, source.roots[file], "begins: 1970-01-02", len("begins: ")) for file in files]


@mistake("misplaced-key")
def a_group_states_a_time_zone(source: Source) -> list[Edit]:
    """A group states a time zone, which only a region has."""
    return [_at_top(source, file, "time_zone: Europe/Berlin") for file in source.files if _is(file, GROUPS)]


@mistake("misplaced-key")
def the_rules_state_a_time_zone(source: Source) -> list[Edit]:
    """A file under rules/ states a time zone, which only a region has."""
    return [_at_top(source, file, "time_zone: Europe/Berlin") for file in source.files if _is(file, RULES)]


@mistake("misplaced-key")
def a_region_states_a_platforms_name(source: Source) -> list[Edit]:
    """A region names a platform, which the rules do."""
    mappings = [(file, path, node) for file, path, node in source.mappings() if not _is(file, RULES)]
    inside = [(file, node) for file, path, node in mappings if len(path) == 2 and path[0] == "platforms"]
    return [inserted(source, file, node, "name: Shop") for file, node in inside]


def _is(file: str, layer: str) -> bool:
    folders = file.split("/")
    return layer == (RULES if folders[0] == "rules" else GROUPS if folders[1] == "groups" else REGIONS)


def _at_top(source: Source, file: str, entry: str) -> Edit:
    return inserted(source, file, source.roots[file], entry)


@mistake("unknown-package", beside=HIDDEN)
def a_package_is_misspelt_in_a_price(source: Source) -> list[Edit]:
    """A price is of a package that no file gives coins."""
    return renamed(lone_identifiers(source), lambda key: key + "_x")


@mistake("unknown-platform")
def a_platform_is_misspelt(source: Source) -> list[Edit]:
    """A region or group speaks of a platform that the rules do not declare."""
    spots = [s for s in source.spots if len(s.path) == 1 and s.path[0] == "platforms" and s.layer != RULES]
    return [inserted(source, s.file, s.node, "wbe: {tax: {rounding: down}}") for s in spots if s.is_mapping]


@mistake("unknown-group")
def a_group_is_misspelt(source: Source) -> list[Edit]:
    """A region belongs to a group that no file states; what the group would have stated is not missed."""
    spots = [spot for spot in source.spots if spot.leaf == "groups" and spot.key is None and len(spot.path) == 2]
    return replaced(spots, _near)


@mistake("unknown-group")
def a_group_is_made_up(source: Source) -> list[Edit]:
    """A region belongs to one more group, that no file states."""
    spots = [spot for spot in source.spots if spot.leaf == "groups" and spot.path[-1] == "0" and len(spot.path) == 2]
    flow = [spot for spot in spots if spot.in_flow]
    return [Edit(s.file, (s.value[0], s.value[0]), "zodiac, ") for s in flow]


@mistake("listed-twice")
def a_group_is_listed_twice(source: Source) -> list[Edit]:
    """A region lists a group twice."""
    spots = [spot for spot in source.spots if spot.leaf == "groups" and spot.path[-1] == "0" and spot.in_flow]
    return [Edit(s.file, (s.value[0], s.value[0]), f"{s.text}, ", len(f"{s.text}, ")) for s in spots]


@mistake("listed-twice")
def a_language_is_listed_twice(source: Source) -> list[Edit]:
    """The book lists a language twice."""
    spots = [spot for spot in source.spots if spot.leaf == "languages" and spot.path[-1] == "0" and spot.in_flow]
    return [Edit(s.file, (s.value[0], s.value[0]), f"{s.text}, ", len(f"{s.text}, ")) for s in spots]


@mistake("not-a-list")
def the_languages_are_no_list(source: Source) -> list[Edit]:
    """The languages are one word."""
    spots = [spot for spot in source.spots if spot.path == ("languages",) and spot.is_braced]
    return replaced(spots, "en")


@mistake("not-a-list")
def the_groups_are_no_list(source: Source) -> list[Edit]:
    """The groups of a region stand without brackets, with semicolons between them."""
    spots = [spot for spot in source.spots if spot.path == ("groups",) and spot.is_braced and not spot.is_mapping]
    listed = {spot: source.files[spot.file][spot.value[0] + 1 : spot.value[1] - 1].strip() for spot in spots}
    return [
        Edit(s.file, s.value, listed[s].replace(",", ";"))
        for s in spots
        if listed[s] and not set(listed[s]) & set("\"'")
    ]


@mistake("not-a-language")
def a_language_has_an_underscore(source: Source) -> list[Edit]:
    """A language is written as in POSIX."""
    return replaced([spot for spot in source.spots if spot.leaf == "languages" and spot.path[-1] == "0"], "en_US")


@mistake("unknown-language", beside=("name-lacks-language",))
def a_language_is_made_up(source: Source) -> list[Edit]:
    """The book is due in a language that does not exist."""
    spots = [spot for spot in source.spots if spot.leaf == "languages" and spot.path[-1] == "0" and spot.in_flow]
    return [Edit(s.file, (s.value[0], s.value[0]), "xq, ") for s in spots]


@mistake("unknown-language", beside=("name-lacks-language",))
def a_name_is_in_a_language_that_is_made_up(source: Source) -> list[Edit]:
    """A name is stated in a language that does not exist."""
    spots = [s for s in source.spots if s.path[-1] == "name" and s.is_mapping and s.path[0] != "units"]
    return [inserted(source, s.file, s.node, "xq: Name") for s in spots]


@mistake("unknown-currency")
def a_currency_is_misspelt(source: Source) -> list[Edit]:
    """A region's or group's currency does not exist; its prices are not reported again."""
    return replaced(source.of("currency"), lambda text: "EURO" if text == "EUR" else f"{text}O")


@mistake("unknown-currency")
def a_currency_is_a_sign(source: Source) -> list[Edit]:
    """A currency is stated by its sign."""
    return replaced([spot for spot in source.of("currency") if spot.text == "EUR"], "€")


@mistake("unknown-time-zone")
def a_time_zone_is_misspelt(source: Source) -> list[Edit]:
    """A time zone is a city that is not in the tz database."""
    return replaced(zones_with_one_currency(source), "Europe/Munich")


@mistake("not-a-region")
def a_region_is_written_small(source: Source) -> list[Edit]:
    """A region's code is in lower case."""
    return replaced(_lone_regions(source), str.lower)


@mistake("not-a-region")
def a_region_is_a_name(source: Source) -> list[Edit]:
    """A region is stated by its name."""
    return replaced(_lone_regions(source), "Germany")


@mistake("unknown-country")
def a_country_does_not_exist(source: Source) -> list[Edit]:
    """A region's code is of no country."""
    return replaced(_lone_regions(source), "UK")


def _lone_regions(source: Source) -> list[Spot]:
    """Countries without subdivisions."""
    divided = {code.partition("-")[0] for code in source.regions if "-" in code}
    return [spot for spot in source.of("region") if spot.text[:2] not in divided]


@mistake("not-one-of")
def a_word_is_misspelt(source: Source) -> list[Edit]:
    """One of a few allowed words has a letter too many."""
    return replaced(source.of("word"), _near)


@mistake("not-one-of")
def a_word_may_not_be_none(source: Source) -> list[Edit]:
    """The word none stands where one of a few words must."""
    return replaced(source.of("word"), "none")


@mistake("not-one-of")
def a_fact_has_an_unknown_type(source: Source) -> list[Edit]:
    """A fact's type is none that the language has."""
    return replaced(source.of("fact type"), "decimal")


@mistake("not-a-value")
def a_list_stands_for_a_value(source: Source) -> list[Edit]:
    """A list stands where one value should."""
    return replaced(plain_values(source), lambda text: f"[{text}]")


@mistake("not-a-value")
def a_mapping_stands_for_a_value(source: Source) -> list[Edit]:
    """A mapping with made-up keys stands where one value should."""
    return replaced(plain_values(source), lambda text: f"{{amount: {text}}}")


@mistake("not-a-value")
def a_value_stands_inside_a_value(source: Source) -> list[Edit]:
    """A value with a source stands inside another one."""
    spots = [spot for spot in source.of("money", "rate", "count") if spot.path[-1] != "value"]
    return replaced(spots, lambda text: f"{{value: {{value: {text}}}}}", at=len("{value: "))


@mistake("empty-value")
def a_key_has_no_value(source: Source) -> list[Edit]:
    """A key is left without its value. A part of a country has then the country's zone, by which other days begin."""
    spots = [spot for spot in plain_values(source) if not spot.in_flow and spot.path[-1] not in ("value", "time_zone")]
    return [Edit(s.file, s.value, "", where=(s.file, s.key[0])) for s in spots if s.key]


@mistake("empty-value")
def a_key_in_braces_has_no_value(source: Source) -> list[Edit]:
    """A key in braces is left without its value."""
    spots = [spot for spot in plain_values(source) if spot.in_flow and spot.path[-1] not in ("value",)]
    return [Edit(s.file, s.value, "", where=(s.file, s.key[0])) for s in spots if s.key]


@mistake("empty-value")
def a_value_is_an_empty_text(source: Source) -> list[Edit]:
    """Empty quotes stand where a value should."""
    return replaced(plain_values(source), '""')


@mistake("not-a-mapping", beside=HIDDEN)
def a_section_is_a_value(source: Source) -> list[Edit]:
    """A value stands where the keys of a section should; what it lacks then is not reported again."""
    spots = [
        s for s in source.spots if s.generic in ("prices", "tax", "tax.lines") and s.is_mapping and s.layer != GROUPS
    ]
    return [Edit(s.file, s.value, "12.99") for s in spots if s.is_braced]


@mistake("not-text")
def a_source_is_a_list(source: Source) -> list[Edit]:
    """A source is a list."""
    sections = [
        (file, node)
        for file, path, node in source.mappings()
        if path in (("tax",), ("prices",)) and not any(key.value == "source" for key, _ in node.value)
    ]
    return [inserted(source, file, node, "source: [a, b]", len("source: ")) for file, node in sections]


@mistake("not-datable")
def the_beginning_is_dated(source: Source) -> list[Edit]:
    """The beginning of the book has dates."""
    return replaced(source.of("begins"), lambda text: f"{{2025-01-01: {text}}}")


@mistake("not-datable")
def a_time_zone_is_dated(source: Source) -> list[Edit]:
    """A time zone has dates."""
    return replaced(zones_with_one_currency(source), lambda text: f"{{2025-01-01: {text}}}")


@mistake("not-by-fact")
def a_currency_varies_by_a_fact(source: Source) -> list[Edit]:
    """A currency varies by a fact."""
    spots = [spot for spot in source.of("currency") if not spot.trail]
    return replaced(spots, lambda text: f"{{by: buyer.member, is: {{yes: USD}}, other: {text}}}")


@mistake("not-a-count")
def a_block_of_text_stands_for_a_count(source: Source) -> list[Edit]:
    """A block of two lines stands where a count should."""
    return _blocks(source, "count")


@mistake("not-money")
def a_block_of_text_stands_for_a_price(source: Source) -> list[Edit]:
    """A block of two lines stands where a price should."""
    return _blocks(source, "money")


def _blocks(source: Source, kind: str) -> list[Edit]:
    edits = []
    for spot in source.of(kind):
        text = source.files[spot.file]
        end = text.find("\n", spot.value[1])
        if spot.in_flow or spot.key is None or text[spot.value[1] : end].strip():
            continue
        new = source.newline(spot.file)
        indent = " " * (spot.key[0] - text.rfind("\n", 0, spot.key[0]) + 3)
        edits.append(Edit(spot.file, spot.value, f"|{new}{indent}{spot.text}{new}{indent}or so"))
    return edits


MUST_BE_KNOWN = ("money", "count", "bonus", "rounding", "word", "currency", "zone")
"""Kinds of values that are never unknown, but for the fixed part of a commission."""


@mistake("cannot-be-unknown", beside=HIDDEN)
def a_value_that_must_be_known_is_unknown(source: Source) -> list[Edit]:
    """A file says `unknown` of a price, of coins, or of how things are shown and rounded."""
    spots = [spot for kind in MUST_BE_KNOWN for spot in source.of(kind) if "commission.lines" not in spot.generic]
    return replaced(spots, "unknown")
