"""Nodes to statements: what each shape may hold, which source counts for a value, and what is said of anything else."""

from datetime import UTC, date, datetime

import pytest

from ratecard.currency import CURRENCIES
from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.money import Rate
from ratecard.rulefiles.conditions import StatedConditions
from ratecard.rulefiles.stated import (
    ANY_LANGUAGE,
    Choice,
    FileKind,
    FileStatements,
    Leaf,
    Stated,
    StatedMoney,
    StatedTimeLine,
    Word,
)
from ratecard.rulefiles.stating import state_file

HEADERS = {
    FileKind.RULES: "",
    FileKind.GROUP: "group: eu\n",
    FileKind.REGION: "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\n",
}


def stating(text: str, kind: FileKind = FileKind.REGION) -> tuple[FileStatements | None, list[Diagnostic]]:
    """What a file states, its header put before the text, and everything that is reported."""
    found: list[Diagnostic] = []
    stated = state_file("a.yaml", kind, (HEADERS[kind] + text).encode(), found.append)
    return stated, found


def sound(text: str, kind: FileKind = FileKind.REGION) -> FileStatements:
    """What a file states in which nothing is wrong."""
    stated, found = stating(text, kind)
    assert stated is not None
    assert found == []
    return stated


def leaf(text: str, *path: str, kind: FileKind = FileKind.REGION) -> Leaf:
    """The plain leaf at a path of a sound file."""
    return sound(text, kind).plain[path]


def value(text: str, *path: str, kind: FileKind = FileKind.REGION) -> object:
    """The single value at a path of a sound file."""
    found = leaf(text, *path, kind=kind)
    assert type(found) is Stated
    return found.value


def one(text: str, kind: FileKind = FileKind.REGION) -> Diagnostic:
    """The one thing that is reported of a file."""
    _, found = stating(text, kind)
    assert len(found) == 1, found
    return found[0]


def written_at(text: str, place: Place, kind: FileKind = FileKind.REGION) -> str:
    """What stands at a place of a file."""
    return (HEADERS[kind] + text).split("\n")[place.line - 1][place.column - 1 : place.end_column - 1]


# --- Paths


def test_a_leaf_is_named_by_its_path_and_a_platform_is_no_part_of_it() -> None:
    stated = sound("prices: {coins_100: 1.29}\nplatforms:\n  web:\n    prices: {coins_100: 1.09}\n")
    assert stated.plain["prices", "coins_100"].place.line == 4
    assert stated.by_platform["web"]["prices", "coins_100"].place.line == 7
    assert set(stated.by_platform) == {"web"}


def test_a_file_knows_its_kind_its_name_and_where_platforms_and_identifiers_stand() -> None:
    stated = sound("prices: {coins_100: 1.29}\nplatforms: {web: {prices: {coins_500: 5.00}}}\n")
    assert (stated.kind, stated.name) == (FileKind.REGION, "DE")
    assert written_at("prices: {coins_100: 1.29}\n", stated.id_places["prices", "coins_100"]) == "coins_100"
    assert ("prices", "coins_500") in stated.id_places
    assert stated.platform_places["web"].line == 5
    assert sound("tax: none\n", FileKind.GROUP).name == "eu"
    assert sound("tax: none\n", FileKind.RULES).name == ""


def test_header_values_are_typed() -> None:
    stated = sound("")
    assert {path: each.value for path, each in stated.plain.items() if type(each) is Stated} == {
        ("region",): "DE",
        ("currency",): CURRENCIES["EUR"],
        ("time_zone",): "Europe/Berlin",
    }


# --- Sources and notes


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("prices: {coins_100: 1.29}\n", None),
        ("source: file\nprices: {coins_100: 1.29}\n", "file"),
        ("prices: {coins_100: 1.29}\nsource: file\n", "file"),
        ("source: file\nprices: {source: section, coins_100: 1.29}\n", "section"),
        ("prices: {coins_100: 1.29, source: section}\n", "section"),
        ("source: file\nprices: {source: section, coins_100: {value: 1.29, source: own}}\n", "own"),
        ("prices: {source: section, coins_100: {value: 1.29}}\n", "section"),
        ("source: file\nprices: {coins_500: {value: 5.00, source: other}, coins_100: 1.29}\n", "file"),
        ('prices: {source: "a: b, c", coins_100: 1.29}\n', "a: b, c"),
        ("prices: {source: 42, coins_100: 1.29}\n", "42"),
    ],
)
def test_the_nearest_source_upwards_counts_for_a_value(text: str, source: str | None) -> None:
    found = leaf(text, "prices", "coins_100")
    assert type(found) is Stated
    assert found.source == source


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("prices: {source: s, coins_100: {2025-01-01: 1.29, 2026-01-01: 1.39}}\n", ["s", "s"]),
        ("prices: {source: s, coins_100: {source: line, 2025-01-01: 1.29, 2026-01-01: 1.39}}\n", ["line", "line"]),
        (
            "prices: {coins_100: {source: line, 2025-01-01: 1.29, 2026-01-01: {value: 1.39, source: own}}}\n",
            ["line", "own"],
        ),
        (
            "prices: {coins_100: {value: {2025-01-01: 1.29, 2026-01-01: 1.39}, source: whole}}\n",
            ["whole", "whole"],
        ),
    ],
)
def test_the_nearest_source_counts_for_each_entry_of_a_time_line(text: str, sources: list[str]) -> None:
    found = leaf(text, "prices", "coins_100")
    assert type(found) is StatedTimeLine
    assert [stated.source for _, stated in found.entries] == sources


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("source: file\nplatforms: {web: {prices: {coins_100: 1.29}}}\n", "file"),
        ("platforms: {source: all, web: {prices: {coins_100: 1.29}}}\n", "all"),
        ("source: file\nplatforms: {web: {source: one, prices: {coins_100: 1.29}}}\n", "one"),
        ("prices: {source: plain}\nplatforms: {web: {prices: {coins_100: 1.29}}}\n", None),
    ],
)
def test_the_nearest_source_counts_under_a_platform_too(text: str, source: str | None) -> None:
    stated, _ = stating(text)
    assert stated is not None
    found = stated.by_platform["web"]["prices", "coins_100"]
    assert type(found) is Stated
    assert found.source == source


def test_a_note_is_found_like_a_source_and_both_are_independent() -> None:
    found = leaf("note: file\nprices: {source: s, coins_100: {value: 1.29, note: own}}\n", "prices", "coins_100")
    assert type(found) is Stated
    assert (found.source, found.note) == ("s", "own")


def test_none_lists_and_choices_have_sources() -> None:
    text = (
        "groups: {value: [eu], source: a}\n"
        "tax: {value: none, source: b}\n"
        "prices: {coins_100: {by: buyer.member, is: {yes: 1.09, source: d}, other: 1.29, source: c}}\n"
    )
    groups, tax, price = (leaf(text, *path) for path in (("groups",), ("tax",), ("prices", "coins_100")))
    assert type(groups) is type(tax) is type(price) is Stated
    assert (groups.source, tax.source, price.source) == ("a", "b", "c")
    assert type(price.value) is Choice
    assert price.value.cases[0][1].source == "d"
    assert price.value.other is not None
    assert price.value.other.source == "c"


@pytest.mark.parametrize("written", ["[a, b]", "{a: b}", "", '""'])
@pytest.mark.parametrize(
    "text",
    [
        "source: {}\n",
        "tax: {{source: {}, display: inclusive}}\n",
        "prices: {{source: {}, coins_100: 1.29}}\n",
        "prices: {{coins_100: {{value: 1.29, source: {}}}}}\n",
        "prices: {{coins_100: {{2025-01-01: 1.29, note: {}}}}}\n",
        "groups: {{value: [eu], note: {}}}\n",
        "tax: {{value: none, note: {}}}\n",
        "tax: {{lines: {{vat: {{name: {{en: VAT, note: {}}}}}}}}}\n",
        "packages: {{coins_100: {{when: {{buyer.member: yes, note: {}}}}}}}\n",
        "prices: {{coins_100: {{by: buyer.member, is: {{yes: 1.09, source: {}}}, other: 1.29}}}}\n",
        "platforms: {{source: {}, web: {{tax: none}}}}\n",
        "platforms: {{web: {{tax: none, source: {}}}}}\n",
    ],
)
def test_a_source_that_is_no_text_is_one_error_wherever_it_stands(text: str, written: str) -> None:
    found = one(text.format(written))
    assert found.code == "not-text"


# --- Dated values


def test_a_time_line_has_its_entries_in_the_order_of_the_file_with_the_places_of_date_and_value() -> None:
    text = "prices:\n  coins_100:\n    2026-07-01: 13.99\n    2025-01-01: 12.99\n    2026-07-01T12:00Z: 14.99\n"
    found = leaf(text, "prices", "coins_100")
    assert type(found) is StatedTimeLine
    assert [(start.value, stated.value) for start, stated in found.entries] == [
        (date(2026, 7, 1), StatedMoney(1399, 2, None)),
        (date(2025, 1, 1), StatedMoney(1299, 2, None)),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), StatedMoney(1499, 2, None)),
    ]
    start, stated = found.entries[0]
    assert written_at(text, start.place) == "2026-07-01"
    assert written_at(text, stated.place) == "13.99"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("currency: {2025-01-01: EUR}\nregion: BG\ntime_zone: Europe/Sofia\n", ("currency",)),
        ("groups: {2025-01-01: [eu], 2026-01-01: [eu, euro]}\n", ("groups",)),
        ("tax: {display: {2025-01-01: inclusive}}\n", ("tax", "display")),
        ("tax: {rounding: {2025-01-01: half up}}\n", ("tax", "rounding")),
        ("tax: {depends_on: {2025-01-01: none}}\n", ("tax", "depends_on")),
        ("tax: {lines: {vat: {rate: {2025-01-01: 19 %}}}}\n", ("tax", "lines", "vat", "rate")),
        ("tax: {lines: {vat: {name: {2025-01-01: VAT}}}}\n", ("tax", "lines", "vat", "name", ANY_LANGUAGE)),
        ("tax: {lines: {vat: {name: {en: {2025-01-01: VAT}}}}}\n", ("tax", "lines", "vat", "name", "en")),
        ("commission: {per: {2025-01-01: unit}}\n", ("commission", "per")),
        ("packages: {coins_100: {coins: {2025-01-01: 100}}}\n", ("packages", "coins_100", "coins")),
        ("packages: {coins_100: {bonus: {2025-01-01: 5 %}}}\n", ("packages", "coins_100", "bonus")),
    ],
)
def test_every_market_value_may_be_dated(text: str, path: tuple[str, ...]) -> None:
    header = "" if text.startswith("currency") else HEADERS[FileKind.REGION]
    found: list[Diagnostic] = []
    stated = state_file("a.yaml", FileKind.REGION, (header + text).encode(), found.append)
    assert found == []
    assert stated is not None
    assert type(stated.plain[path]) is StatedTimeLine


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("begins: {2025-01-01: 2025-01-01}\n", FileKind.RULES),
        ("languages: {2025-01-01: [en]}\n", FileKind.RULES),
        ("facts: {buyer.age: {type: {2025-01-01: count}}}\n", FileKind.RULES),
        ("units: {coin: {price: {rounding: {2025-01-01: half up}}}}\n", FileKind.RULES),
    ],
)
def test_what_the_book_declares_once_has_no_dates(text: str, kind: FileKind) -> None:
    assert one(text, kind).code == "not-datable"


@pytest.mark.parametrize(
    "text", ["region: {2025-01-01: DE}\ntime_zone: UTC\n", "region: DE\ntime_zone: {2025-01-01: UTC}\n"]
)
def test_what_makes_a_region_has_no_dates(text: str) -> None:
    found: list[Diagnostic] = []
    state_file("a.yaml", FileKind.REGION, text.encode(), found.append)
    assert [each.code for each in found] == ["not-datable"]


def test_a_bad_entry_of_a_time_line_leaves_the_others() -> None:
    stated, found = stating("prices: {coins_100: {2025-01-01: 1.29, 2025-13-01: 1.39, 2026-01-01: x}}\n")
    assert [each.code for each in found] == ["date-does-not-exist", "not-money"]
    assert stated is not None
    line = stated.plain["prices", "coins_100"]
    assert type(line) is StatedTimeLine
    assert [each.value for _, each in line.entries] == [StatedMoney(129, 2, None), Word.BROKEN]


def test_the_same_instant_written_in_two_ways_is_reported_with_both_places() -> None:
    text = "prices: {coins_100: {2025-01-01T00:00Z: 1.29, 2025-01-01T01:00+01:00: 1.39}}\n"
    found = one(text)
    assert found.code == "same-instant-twice"
    assert found.place is not None
    assert written_at(text, found.place) == "2025-01-01T01:00+01:00"
    assert written_at(text, found.notes[0].place) == "2025-01-01T00:00Z"


def test_a_time_line_inside_a_time_line_is_no_value() -> None:
    assert one("prices: {coins_100: {2025-01-01: {2026-01-01: 1.29}}}\n").code == "not-a-value"


# --- Choices


def test_a_choice_keeps_its_cases_as_text_until_the_fact_is_known() -> None:
    text = "prices: {coins_100: {by: buyer.age, from: {0: 1.29, 18: 1.09}, other: 1.49}}\n"
    choice = value(text, "prices", "coins_100")
    assert type(choice) is Choice
    assert (choice.by, choice.thresholds) == ("buyer.age", True)
    assert [(key.value, each.value) for key, each in choice.cases] == [
        ("0", StatedMoney(129, 2, None)),
        ("18", StatedMoney(109, 2, None)),
    ]
    assert choice.other is not None
    assert choice.other.value == StatedMoney(149, 2, None)
    assert written_at(text, choice.cases[1][0].place) == "18"
    assert written_at(text, choice.cases[1][1].place) == "1.09"


def test_a_choice_may_stand_in_a_time_line_and_in_a_value() -> None:
    choice = "{by: buyer.member, is: {yes: 1.09}, other: 1.29}"
    line = leaf(f"prices: {{coins_100: {{2025-01-01: 1.49, 2026-01-01: {choice}}}}}\n", "prices", "coins_100")
    assert type(line) is StatedTimeLine
    assert type(line.entries[1][1].value) is Choice
    wrapped = value(f"prices: {{coins_100: {{value: {choice}, source: s}}}}\n", "prices", "coins_100")
    assert type(wrapped) is Choice


def test_a_case_may_state_none_where_the_value_may() -> None:
    choice = value("prices: {coins_100: {by: buyer.member, is: {yes: 1.09}, other: none}}\n", "prices", "coins_100")
    assert type(choice) is Choice
    assert choice.other is not None
    assert choice.other.value is Word.NONE


@pytest.mark.parametrize(
    ("written", "code", "at"),
    [
        ("{is: {yes: 1.09}, other: 1.29}", "not-a-choice", "{is: {yes: 1.09}, other: 1.29}"),
        ("{by: buyer.member, other: 1.29}", "not-a-choice", "{by: buyer.member, other: 1.29}"),
        ("{by: buyer.member, is: 1.09}", "not-a-choice", "{by: buyer.member, is: 1.09}"),
        ("{by: [buyer.member], is: {yes: 1.09}}", "not-a-choice", "{by: [buyer.member], is: {yes: 1.09}}"),
        (
            "{by: buyer.age, is: {1: 1.09}, from: {1: 1.09}}",
            "not-a-choice",
            "{by: buyer.age, is: {1: 1.09}, from: {1: 1.09}}",
        ),
        ("{by: , is: {yes: 1.09}}", "empty-value", "by"),
        ("{by: member, is: {yes: 1.09}}", "not-a-fact-name", "member"),
        ("{by: buyer.member, is: {}}", "empty-value", "{}"),
        ("{by: buyer.member, is: {yes: }}", "empty-value", "yes"),
        ("{by: buyer.member, is: {yes: 1.09}, other: }", "empty-value", "other"),
        ("{by: buyer.member, is: {yes: x}, other: 1.29}", "not-money", "x"),
        ("{by: buyer.member, is: {yes: 1.09}, others: 1.29}", "unknown-key", "others"),
        ("{by: buyer.member, is: {yes: inherit}, other: 1.29}", "not-a-value", "inherit"),
        ("{by: buyer.member, is: {yes: 1.09}, other: 1,29}", "decimal-comma", "1,29"),
        ("{by: buyer.member, is: {yes: 1,09}, other: 1.29}", "decimal-comma", "1,09"),
        (
            "{by: buyer.member, is: {yes: {by: buyer.age, from: {0: 1.09}}}, other: 1.29}",
            "not-a-value",
            "buyer.age",
        ),
        (
            "{by: buyer.member, is: {yes: {2025-01-01: 1.09}}, other: 1.29}",
            "not-a-value",
            "{2025-01-01: 1.09}",
        ),
    ],
)
def test_a_choice_that_is_written_wrongly_is_one_error_at_its_place(written: str, code: str, at: str) -> None:
    text = f"prices: {{coins_100: {written}}}\n"
    stated, found = stating(text)
    assert [each.code for each in found] == [code], found
    assert found[0].place is not None
    assert written_at(text, found[0].place) == at
    assert "date" not in found[0].hint
    assert stated is not None
    broken = stated.plain["prices", "coins_100"]
    assert type(broken) is Stated
    assert broken.value is Word.BROKEN


@pytest.mark.parametrize("written", ["{by: buyer.member, is: {yes: 1.09}}", "{2025-01-01: 1.09}"])
def test_a_choice_or_time_line_in_a_place_of_its_own_kind_says_so(written: str) -> None:
    inside = one(f"prices: {{coins_100: {{by: buyer.age, from: {{0: {written}}}, other: 1.29}}}}\n")
    assert inside.sentence == f"{'a choice' if 'by' in written else 'a time line'} stands inside a choice"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("begins: {by: buyer.member, is: {yes: 2025-01-01}}\n", FileKind.RULES),
        ("currency: {by: buyer.member, is: {yes: EUR}}\n", FileKind.GROUP),
        ("tax: {lines: {vat: {on: {by: buyer.member, is: {yes: gst}}}}}\n", FileKind.RULES),
    ],
)
def test_what_a_whole_market_agrees_on_does_not_vary_by_a_fact(text: str, kind: FileKind) -> None:
    assert one(text, kind).code == "not-by-fact"


# --- Lists


def test_a_list_is_one_leaf_with_its_items_at_their_places() -> None:
    text = "groups: [eu, euro]\n"
    found = leaf(text, "groups")
    assert type(found) is Stated
    assert type(found.value) is tuple
    assert [(each.value, written_at(text, each.place)) for each in found.value] == [("eu", "eu"), ("euro", "euro")]


def test_a_list_may_be_empty() -> None:
    assert value("groups: []\n", "groups") == ()


def test_one_value_may_stand_for_a_list_only_where_the_language_says_so() -> None:
    declared = value("facts: {buyer.purchases: {type: count, of: package}}\n", *PURCHASES, kind=FileKind.RULES)
    assert type(declared) is tuple
    assert [each.value for each in declared] == ["package"]
    found = one("groups: eu\n")
    assert (found.code, found.hint) == ("not-a-list", "write [eu]")


PURCHASES = ("facts", "buyer.purchases", "of")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("groups: {eu: yes}\n", "not-a-list"),
        ("groups: none\n", "not-a-list"),
        ("groups: [eu, eu]\n", "listed-twice"),
        ("groups: [eu, [euro]]\n", "not-a-value"),
        ("groups: [eu, ]\n", ""),
        ("groups: [eu, '']\n", "not-a-value"),
        ("groups: [EU]\n", "not-an-identifier"),
        ("groups: {2025-01-01: eu}\n", "not-a-list"),
        ("groups: {2025-01-01: }\n", "empty-value"),
        ("groups:\n", "empty-value"),
    ],
)
def test_a_list_that_is_written_wrongly_is_one_error(text: str, code: str) -> None:
    _, found = stating(text)
    assert [each.code for each in found] == ([code] if code else [])


# --- Texts for people


def test_a_plain_text_holds_for_every_language() -> None:
    assert value("tax: {lines: {vat: {name: NO}}}\n", "tax", "lines", "vat", "name", ANY_LANGUAGE) == "NO"


def test_a_text_by_language_has_one_leaf_a_language() -> None:
    stated = sound("tax: {lines: {vat: {name: {en: VAT, zh-Hant: 稅, note: short, ar: ضريبة}}}}\n")
    names = {path[-1]: each.value for path, each in stated.plain.items() if "name" in path and type(each) is Stated}
    assert names == {"en": "VAT", "zh-Hant": "稅", "ar": "ضريبة"}


@pytest.mark.parametrize(
    ("written", "text"),
    [("12:30", "12:30"), ("'no'", "no"), ('"a: b"', "a: b"), ("1\u00a0000 pièces", "1\u00a0000 pièces")],
)
def test_a_text_may_be_any_characters_in_any_quotes(written: str, text: str) -> None:
    assert value(f"tax: {{lines: {{vat: {{name: {written}}}}}}}\n", "tax", "lines", "vat", "name", ANY_LANGUAGE) == text


def test_a_unit_has_plural_forms_in_each_language() -> None:
    text = "units: {coin: {name: {en: {one: coin, other: coins}, ja: {other: コイン}}}}\n"
    stated = sound(text, FileKind.RULES)
    assert {path[3:]: each.value for path, each in stated.plain.items() if type(each) is Stated} == {
        ("en", "one"): "coin",
        ("en", "other"): "coins",
        ("ja", "other"): "コイン",
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("coin", "not-a-mapping"),
        ("{en: coin}", "not-a-mapping"),
        ("{en: {one: coin, others: coins}}", "unknown-key"),
        ("{EN: {one: coin}}", "not-a-language"),
        ("{en: {one: }}", "empty-value"),
        ("{en: [coin]}", "not-a-mapping"),
        ("{}", "empty-value"),
        ("{en: {}}", "empty-value"),
    ],
)
def test_a_unit_that_is_named_wrongly_is_one_error(name: str, code: str) -> None:
    assert one(f"units: {{coin: {{name: {name}}}}}\n", FileKind.RULES).code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("[VAT]", "not-a-value"),
        ("{en: [VAT]}", "not-a-value"),
        ("{english: VAT}", "not-a-language"),
        ("{en_US: VAT}", "not-a-language"),
        ("{en: }", "empty-value"),
        ('""', "empty-value"),
        ('" "', "empty-value"),
        ("{}", "empty-value"),
        ("", "empty-value"),
    ],
)
def test_a_name_that_is_written_wrongly_is_one_error(name: str, code: str) -> None:
    assert one(f"tax: {{lines: {{vat: {{name: {name}}}}}}}\n").code == code


def test_a_text_that_a_comment_cuts_short_is_warned_of_with_what_was_meant() -> None:
    found = one("tax:\n  lines:\n    vat:\n      name: Steuer #1\n")
    assert found.code == "text-cut-by-comment"
    assert found.hint == 'write "Steuer #1" in quotes, or put a space after #'


@pytest.mark.parametrize("name", ["Steuer # standard", '"Steuer #1"', "Steuer#1", "Steuer   ## x", "Steuer #"])
def test_a_comment_with_a_space_is_taken_for_one(name: str) -> None:
    sound(f"tax:\n  lines:\n    vat:\n      name: {name}\n")


# --- none and inherit

NONE_AT = [
    ("prices: none\n", ("prices",)),
    ("prices: {coins_100: none}\n", ("prices", "coins_100")),
    ("packages: none\n", ("packages",)),
    ("packages: {coins_100: none}\n", ("packages", "coins_100")),
    ("packages: {coins_100: {bonus: none}}\n", ("packages", "coins_100", "bonus")),
    ("packages: {coins_100: {when: none}}\n", ("packages", "coins_100", "when")),
    ("tax: none\n", ("tax",)),
    ("tax: {depends_on: none}\n", ("tax", "depends_on")),
    ("tax: {lines: none}\n", ("tax", "lines")),
    ("tax: {lines: {vat: none}}\n", ("tax", "lines", "vat")),
    ("tax: {lines: {vat: {rate: none}}}\n", ("tax", "lines", "vat", "rate")),
    ("tax: {lines: {vat: {on: none}}}\n", ("tax", "lines", "vat", "on")),
    ("tax: {lines: {vat: {name: none}}}\n", ("tax", "lines", "vat", "name", ANY_LANGUAGE)),
    ("commission: none\n", ("commission",)),
    ("commission: {lines: none}\n", ("commission", "lines")),
    ("commission: {lines: {store: none}}\n", ("commission", "lines", "store")),
    ("commission: {lines: {store: {fixed: none}}}\n", ("commission", "lines", "store", "fixed")),
]


@pytest.mark.parametrize(("text", "path"), NONE_AT)
def test_none_may_stand_where_absence_means_something(text: str, path: tuple[str, ...]) -> None:
    assert value(text, *path) is Word.NONE


@pytest.mark.parametrize("text", ["tax: {display: none}\n", "packages: {coins_100: {coins: none}}\n", "groups: none\n"])
def test_none_may_not_stand_where_a_market_needs_a_value(text: str) -> None:
    assert one(text).code in {"not-one-of", "not-a-count", "not-a-list"}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("prices: {coins_100: inherit}\n", ("prices", "coins_100")),
        ("tax: {display: inherit}\n", ("tax", "display")),
        ("tax: {lines: {vat: {rate: inherit}}}\n", ("tax", "lines", "vat", "rate")),
        ("packages: {coins_100: {when: inherit}}\n", ("packages", "coins_100", "when")),
    ],
)
def test_inherit_may_stand_at_any_leaf_of_a_market(text: str, path: tuple[str, ...]) -> None:
    assert value(text, *path) is Word.INHERIT


def test_inherit_may_end_an_override_in_a_time_line() -> None:
    line = leaf("prices: {coins_100: {2025-06-01: 0.99, 2025-07-01: inherit}}\n", "prices", "coins_100")
    assert type(line) is StatedTimeLine
    assert line.entries[1][1].value is Word.INHERIT


def test_inherit_means_nothing_for_what_a_book_declares_once() -> None:
    assert one("begins: inherit\n", FileKind.RULES).code == "not-an-instant"


# --- Wrapped values


def test_any_single_value_may_be_wrapped_with_its_source() -> None:
    text = "tax: {lines: {vat: {rate: {value: 19 %, source: law, note: since 2007}}}}\n"
    found = leaf(text, "tax", "lines", "vat", "rate")
    assert found == Stated(Rate(19, 100), found.place, "law", "since 2007")
    assert written_at(text, found.place) == "19 %"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{value: }", "empty-value"),
        ("{source: x}", "empty-value"),
        ("{value: {value: 1.29}}", "not-a-value"),
        ("{value: [1.29]}", "not-a-value"),
        ("{value: 1.29, sorce: x}", "unknown-key"),
        ("{value: 12,99, source: x}", "decimal-comma"),
        ("{amount: 1.29}", "not-a-value"),
        ("{}", "empty-value"),
    ],
)
def test_a_value_that_is_wrapped_wrongly_is_one_error(written: str, code: str) -> None:
    assert one(f"prices: {{coins_100: {written}}}\n").code == code


# --- Decimal commas in braces, where YAML splits the number


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("prices: {coins_100: 12,99}\n", "write 12.99"),
        ("prices: {coins_100: 12,99, coins_500: 1.00}\n", "write 12.99"),
        ("prices: {coins_100: 12,99 EUR}\n", "write 12.99 EUR"),
        ("prices: {coins_100: 12, 99}\n", "write 12.99"),
        ("prices: {coins_100: 1,299.00}\n", "write 1299.00"),
        ("prices: {coins_100: 1.299,00}\n", "write 1299.00"),
        ("prices: {coins_100: {2025-01-01: 12,99}}\n", "write 12.99"),
        ("tax: {lines: {vat: {rate: 19,5 %, name: VAT}}}\n", "write 19.5 %"),
        ("commission: {lines: {card: {fixed: 0,30 USD}}}\n", "write 0.30 USD"),
        ("platforms: {web: {prices: {coins_100: 12,99}}}\n", "write 12.99"),
    ],
)
def test_a_decimal_comma_in_braces_is_one_error_that_says_what_to_write(text: str, hint: str) -> None:
    found = one(text)
    assert found.code == "decimal-comma"
    assert found.hint == hint
    assert found.place is not None
    assert "," in written_at(text, found.place)


def test_a_count_with_a_comma_in_braces_is_one_error_that_says_what_to_write() -> None:
    found = one("packages: {coins_1000: {coins: 1,000, bonus: 50}}\n")
    assert found.code in {"decimal-comma", "grouped-digits"}
    assert found.hint.startswith("write 1000")


# --- Keys


def test_an_unknown_key_names_the_nearest_one() -> None:
    found = one("prizes: {coins_100: 1.29}\n")
    assert (found.code, found.hint) == ("unknown-key", "did you mean prices?")


def test_an_unknown_key_like_no_other_lists_what_may_stand_there() -> None:
    found = one("tax: {lines: {vat: {xyzzy: 1}}}\n")
    assert (found.code, found.sentence) == ("unknown-key", "xyzzy is no key below tax.lines.vat")
    assert found.hint == "known here: name, on, rate"


@pytest.mark.parametrize(
    ("text", "kind", "home"),
    [
        ("begins: 2025-01-01\n", FileKind.REGION, "a file under rules/"),
        ("languages: [en]\n", FileKind.GROUP, "a file under rules/"),
        ("facts: {buyer.age: {type: count}}\n", FileKind.REGION, "a file under rules/"),
        ("units: {coin: {name: {en: {one: coin}}}}\n", FileKind.REGION, "a file under rules/"),
        ("group: eu\n", FileKind.REGION, "a file under regions/groups/"),
        ("region: DE\n", FileKind.RULES, "a region file"),
        ("time_zone: Europe/Berlin\n", FileKind.GROUP, "a region file"),
        ("groups: [eu]\n", FileKind.GROUP, "a region file"),
        ("currency: EUR\n", FileKind.RULES, "a region file"),
    ],
)
def test_a_key_of_another_kind_of_file_is_sent_home(text: str, kind: FileKind, home: str) -> None:
    found = one(text, kind)
    assert found.code == "misplaced-key"
    assert home in found.hint


@pytest.mark.parametrize("key", ["languages: [en]", "begins: 2025-01-01", "region: DE", "group: eu"])
def test_a_key_of_the_file_may_not_stand_under_a_platform(key: str) -> None:
    for kind in FileKind:
        found = one(f"platforms: {{web: {{{key}}}}}\n", kind)
        assert found.code == "misplaced-key"
        assert "platform" in found.sentence


def test_a_platform_is_named_under_rules_only() -> None:
    sound("platforms: {web: {name: Web}}\n", FileKind.RULES)
    for kind in (FileKind.GROUP, FileKind.REGION):
        assert one("platforms: {web: {name: Web}}\n", kind).code == "misplaced-key"


def test_a_required_key_that_is_mistyped_is_one_error_and_not_two() -> None:
    found: list[Diagnostic] = []
    state_file("a.yaml", FileKind.REGION, b"regoin: DE\ncurrency: EUR\ntime_zone: UTC\n", found.append)
    assert [(each.code, each.hint) for each in found] == [("unknown-key", "did you mean region?")]


def test_a_required_key_that_is_missing_says_how_to_state_it() -> None:
    found: list[Diagnostic] = []
    state_file("a.yaml", FileKind.REGION, b"currency: EUR\n", found.append)
    assert [(each.code, each.hint) for each in found] == [("missing-key", "state region: DE or US-NY")]


@pytest.mark.parametrize(
    ("key", "meant"), [("рrices", "prices"), ("prices\u00a0", "prices"), ("ｔａｘ", "tax"), ("ta\u200bx", "tax")]
)
def test_a_key_that_only_looks_right_is_named(key: str, meant: str) -> None:
    found = one(f'"{key}": none\n')
    assert found.code in {"look-alike", "odd-space"}
    assert found.hint.startswith(f"write {meant}")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("prices: 1.29\n", "not-a-mapping"),
        ("prices: [1.29]\n", "not-a-mapping"),
        ("prices:\n", "empty-value"),
        ("prices: {}\n", "empty-value"),
        ("tax: yes\n", "not-a-mapping"),
        ("tax: {lines: {vat: 19 %}}\n", "not-a-mapping"),
        ("platforms: [web]\n", "not-a-mapping"),
        ("platforms: {web: none}\n", "not-a-mapping"),
        ("prices: {Coins: 1.29}\n", "not-an-identifier"),
        ("prices: {coins_100: [1.29]}\n", "not-a-value"),
        ("prices: {coins_100: '  '}\n", "empty-value"),
        ("prices: {coins_100: *a}\n", "anchor-or-alias"),
        ("prices: {coins_100: {{price}}}\n", "key-is-no-text"),
        ("prices: {[coins_100]: 1.29}\n", "key-is-no-text"),
    ],
)
def test_what_fits_no_shape_is_one_error(text: str, code: str) -> None:
    assert one(text).code == code


@pytest.mark.parametrize("text", ["[a, b]\n", "just text\n", '""\n', "? [a]\n: b\n"])
def test_a_file_without_keys_is_one_error(text: str) -> None:
    found: list[Diagnostic] = []
    assert state_file("a.yaml", FileKind.RULES, text.encode(), found.append) is None
    assert [each.code for each in found] == ["key-is-no-text" if text[0] == "?" else "not-a-mapping"]


def test_conditions_are_one_leaf() -> None:
    assert type(value("packages: {coins_100: {when: {buyer.member: yes}}}\n", "packages", "coins_100", "when")) is (
        StatedConditions
    )
