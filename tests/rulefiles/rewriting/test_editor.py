"""Edits by key paths, one by one: what a reviewer sees of each, and what is refused with its reason."""

from difflib import unified_diff

import pytest

from ratecard.rulefiles.rewriting import editor
from ratecard.rulefiles.rewriting.editor import edited
from ratecard.rulefiles.rewriting.edits import AddDated, AddKey, EditFault, EditRefused, FileEdit, RemoveKey, SetValue
from ratecard.rulefiles.rewriting.texts import TextChange
from tests.rulefiles.rewriting.files import plain_of, rule_file

TEXT = """\
# yaml-language-server: $schema=../schema/region.schema.json
# Germany.
region: DE

prices:
  source: example
  # the small one
  coins_100: 1.39   # agreed
  coins_500: {2025-01-01: 6.49, 2026-01-01: 6.99}
  coins_1000:                # a value holds until the next date
    2025-01-01: 12.99
    2026-07-01: '13.99' # last
  # the big one
  coins_5000: {value: 69.99, source: me}

platforms:
  web: {prices: {coins_100: 1.09}}

payouts:
  minimum:
    value: 50 EUR
    source: us
    note: >-
      as of
      old
  limits: {daily: {most: {by: creator.grade, is: {a: 5 EUR}, other: 9 EUR}, per: calendar day}}
"""


def difference(*edits: FileEdit, text: str = TEXT) -> list[str]:
    """The lines that edits take away and add."""
    after = edited(rule_file(text), edits).decode()
    lines = list(unified_diff(text.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    return [line for line in lines if not line.startswith("@@")]


def refused(*edits: FileEdit, text: str = TEXT) -> str:
    """Why edits are refused, with the place."""
    with pytest.raises(EditRefused) as caught:
        edited(rule_file(text), edits)
    return str(caught.value)


PRICES = ("prices",)
SMALL, MIDDLE, BIG = (*PRICES, "coins_100"), (*PRICES, "coins_1000"), (*PRICES, "coins_5000")
BRACES = (*PRICES, "coins_500")
WEB = ("platforms", "web", "prices", "coins_100")
MINIMUM = ("payouts", "minimum")


def test_a_value_is_set_and_its_comment_quotes_and_source_stay() -> None:
    edits = [SetValue(SMALL, "1.49"), SetValue((*MIDDLE, "2026-07-01"), "14.49"), SetValue(BIG, "74.99")]
    assert difference(*edits) == [
        "-  coins_100: 1.39   # agreed",
        "+  coins_100: 1.49   # agreed",
        "-    2026-07-01: '13.99' # last",
        "+    2026-07-01: '14.49' # last",
        "-  coins_5000: {value: 69.99, source: me}",
        "+  coins_5000: {value: 74.99, source: me}",
    ]


def test_a_value_is_set_with_its_source() -> None:
    assert difference(SetValue(BIG, "{value: 1.00, source: you}"), SetValue(SMALL, "{value: 2.00, note: n}")) == [
        "-  coins_100: 1.39   # agreed",
        "+  coins_100: {value: 2.00, note: n}   # agreed",
        "-  coins_5000: {value: 69.99, source: me}",
        "+  coins_5000: {value: 1.00, source: you}",
    ]


def test_a_value_without_dates_is_kept_from_its_beginning_on() -> None:
    assert difference(AddDated(SMALL, "2027-01-12", "1.49"), AddDated(SMALL, "2026-12-01", "1.44")) == [
        "-  coins_100: 1.39   # agreed",
        "+  coins_100:",
        "+    begins: 1.39   # agreed",
        "+    2026-12-01: 1.44",
        "+    2027-01-12: 1.49",
    ]


def test_a_value_with_a_source_keeps_it_and_the_new_one_has_its_own() -> None:
    assert difference(AddDated(BIG, "january_wave", "{value: 74.99, source: you}")) == [
        "-  coins_5000: {value: 69.99, source: me}",
        "+  coins_5000:",
        "+    begins: {value: 69.99, source: me}",
        "+    january_wave: {value: 74.99, source: you}",
    ]


def test_a_value_in_lines_of_its_own_is_indented_below_its_beginning() -> None:
    after = edited(rule_file(TEXT), [AddDated(MINIMUM, "2027-01-12", "60 EUR")]).decode()
    assert after == TEXT.replace(
        """\
    value: 50 EUR
    source: us
    note: >-
      as of
      old
""",
        """\
    begins:
      value: 50 EUR
      source: us
      note: >-
        as of
        old
    2027-01-12: 60 EUR
""",
    )


def test_a_value_in_braces_stays_in_braces() -> None:
    assert difference(AddDated(WEB, "2027-01-12", "1.19"), AddDated(BRACES, "2025-06-01", "6.79")) == [
        "-  coins_500: {2025-01-01: 6.49, 2026-01-01: 6.99}",
        "+  coins_500: {2025-01-01: 6.49, 2025-06-01: 6.79, 2026-01-01: 6.99}",
        "-  web: {prices: {coins_100: 1.09}}",
        "+  web: {prices: {coins_100: {begins: 1.09, 2027-01-12: 1.19}}}",
    ]


@pytest.mark.parametrize(
    ("start", "line"),
    [
        ("begins", "+    begins: 9.99"),
        ("2026-06-30", "+    2026-06-30: 9.99"),
        ("2026-07-01T00:00-05:00", "+    2026-07-01T00:00-05:00: 9.99"),
        ("january_wave", "+    january_wave: 9.99"),
        ("wave_off", "+    wave_off: 9.99"),
    ],
)
def test_an_entry_stands_where_its_time_is(start: str, line: str) -> None:
    assert difference(AddDated(MIDDLE, start, "9.99")) == [line]
    after = edited(rule_file(TEXT), [AddDated(MIDDLE, start, "9.99")]).decode().splitlines()
    order = ["begins", "2025-01-01", "2026-06-30", "2026-07-01", "2026-07-01T00:00-05:00", "january_wave", "wave_off"]
    keys = [text.strip().split(": ")[0] for text in after[10:13]]
    assert keys == sorted(keys, key=order.index)


def test_what_a_time_line_states_at_that_start_is_replaced() -> None:
    assert difference(AddDated(MIDDLE, "2026-07-01", "9.99")) == [
        "-    2026-07-01: '13.99' # last",
        "+    2026-07-01: '9.99' # last",
    ]


def test_a_list_and_a_choice_get_dates() -> None:
    most = ("payouts", "limits", "daily", "most")
    new = "{by: creator.grade, is: {a: 6 EUR}, other: 10 EUR}"
    line = difference(AddDated(most, "2027-01-12", new))[1]
    assert f"most: {{begins: {{by: creator.grade, is: {{a: 5 EUR}}, other: 9 EUR}}, 2027-01-12: {new}}}" in line
    text = "region: DE\ngroups:\n- eu\n- euro # both\ncurrency: EUR\n"
    after = "region: DE\ngroups:\n  begins:\n  - eu\n  - euro # both\n  2027-01-12: [eu]\ncurrency: EUR\n"
    assert edited(rule_file(text), [AddDated(("groups",), "2027-01-12", "[eu]")]).decode() == after


def test_keys_are_added_with_those_above_them() -> None:
    edits = [
        AddKey((*PRICES, "coins_9000"), "99.99"),
        AddKey((*PRICES, "coins_700"), {"begins": "9.99", "2027-01-12": "10.99"}, before="coins_5000"),
        AddKey(("platforms", "web", "prices", "coins_500"), {"begins": "5.49", "2027-01-12": "5.99"}),
        AddKey(("platforms", "ios", "prices", "coins_500"), "5.99"),
        AddKey(("platforms", "ios", "prices", "coins_100"), "1.19"),
        AddKey(("tax", "lines", "vat", "rate"), "20 %"),
    ]
    assert difference(*edits) == [
        "+  coins_700:",
        "+    begins: 9.99",
        "+    2027-01-12: 10.99",
        "+  coins_9000: 99.99",
        "-  web: {prices: {coins_100: 1.09}}",
        "+  web: {prices: {coins_100: 1.09, coins_500: {begins: 5.49, 2027-01-12: 5.99}}}",
        "+  ios:",
        "+    prices:",
        "+      coins_500: 5.99",
        "+      coins_100: 1.19",
        "+",
        "+tax:",
        "+  lines:",
        "+    vat:",
        "+      rate: 20 %",
    ]


def test_a_key_goes_with_its_own_comments_and_no_others() -> None:
    assert difference(RemoveKey(BIG), RemoveKey((*BRACES, "2025-01-01"))) == [
        "-  coins_500: {2025-01-01: 6.49, 2026-01-01: 6.99}",
        "+  coins_500: {2026-01-01: 6.99}",
        "-  # the big one",
        "-  coins_5000: {value: 69.99, source: me}",
    ]
    assert difference(RemoveKey(("payouts",)))[0] == "-"
    without_head = edited(rule_file("# Germany.\nsource: s\nregion: DE\n"), [RemoveKey(("source",))])
    assert without_head.decode() == "# Germany.\nregion: DE\n"


def test_what_is_taken_out_makes_way_for_what_is_added() -> None:
    edits: list[FileEdit] = [
        RemoveKey(BIG),
        AddKey((*PRICES, "coins_6000"), "79.99"),
        RemoveKey((*MIDDLE, "2026-07-01")),
        AddDated(MIDDLE, "2026-08-01", "13.49"),
    ]
    assert difference(*edits) == [
        "-    2026-07-01: '13.99' # last",
        "-  # the big one",
        "-  coins_5000: {value: 69.99, source: me}",
        "+    2026-08-01: 13.49",
        "+  coins_6000: 79.99",
    ]


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (SetValue((*PRICES, "coins_7"), "1"), "regions/de.yaml does not state prices.coins_7"),
        (SetValue(BRACES, "1"), "regions/de.yaml:9:14: prices.coins_500 has dates: say at which of them to set it"),
        (SetValue(PRICES, "1"), "regions/de.yaml:5:1: prices is written over several lines"),
        (SetValue((*MINIMUM, "note"), "x"), "payouts.minimum.note is written over several lines"),
        (SetValue(("payouts", "limits", "daily", "most"), "1 EUR"), "most varies by a fact: say in which case"),
        (SetValue(SMALL, "1,49"), "1,49 is not one value as it is written in braces"),
        (SetValue(SMALL, "1.49 # new"), "1.49 # new is not one value"),
        (SetValue(SMALL, "*old"), "is not one value as it is written in braces: *old is an alias"),
        (SetValue(SMALL, ""), "is not one value"),
        (SetValue(SMALL, "cheap"), "cheap is not an amount of money; write for example 12.99 or 12.99 USD"),
        (AddDated(SMALL, "soon", "1.49"), "soon is neither a date nor the name of one"),
        (AddDated(SMALL, "begins", "1.49"), "coins_100 has no dates, so that it holds from its beginning on: set it"),
        (AddDated((*PRICES, "source"), "2027-01-12", "x"), "regions/de.yaml:6:3: source cannot have dates"),
        (AddDated(PRICES, "2027-01-12", "1.49"), "prices is a mapping, and only single values have dates"),
        (AddDated((*MIDDLE, "2026-07-01"), "2027-01-12", "1.49"), "a time line stands inside a time line"),
        (AddDated(("region",), "2027-01-12", "FR"), "this value cannot change with time"),
        (
            AddDated(("payouts", "limits", "daily", "most"), "2027-01-12", "9 EUR"),
            "most varies by a fact, and the new value would not: give it by the fact, too",
        ),
        (AddKey(SMALL, "1"), "regions/de.yaml:8:3: prices.coins_100 stands there already"),
        (AddKey((*SMALL, "value"), "1"), "regions/de.yaml:8:14: prices.coins_100 holds no keys"),
        (AddKey((*PRICES, "coins_7"), "1", before="coins_8"), "prices.coins_8 is not there"),
        (AddKey(("price",), "1"), "price is not a key"),
        (RemoveKey((*PRICES, "coins_7")), "regions/de.yaml does not state prices.coins_7"),
        (RemoveKey((*WEB[:-2], "prices")), "platforms.web would hold nothing; take it out as a whole"),
        (RemoveKey(("region",)), "region"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_reason(edit: FileEdit, why: str) -> None:
    assert why in refused(edit)


@pytest.mark.parametrize(
    "edits",
    [
        (SetValue(SMALL, "1.49"), SetValue(SMALL, "1.49")),
        (SetValue(SMALL, "1.49"), AddDated(SMALL, "2027-01-12", "1.59")),
        (RemoveKey(PRICES), SetValue(SMALL, "1.49")),
        (AddKey((*PRICES, "coins_7"), "1"), AddKey((*PRICES, "coins_7"), "2")),
        (SetValue(BIG, "1.00"), SetValue((*BIG, "value"), "2.00")),
        (AddDated(MIDDLE, "2026-07-01", "1.00"), SetValue((*MIDDLE, "2026-07-01"), "1.00")),
        (AddDated(MIDDLE, "2027-07-01", "1.00"), AddDated(MIDDLE, "2027-07-01", "1.00")),
    ],
)
def test_two_edits_that_lie_over_each_other_are_refused_in_any_order(edits: tuple[FileEdit, FileEdit]) -> None:
    assert "two edits lie over each other" in refused(*edits)
    assert "two edits lie over each other" in refused(*reversed(edits))


def test_a_day_and_the_name_of_it_are_one_start() -> None:
    both = [AddDated(SMALL, "2027-01-12", "1.49"), AddDated(SMALL, "january_wave", "1.59")]
    assert "two edits give prices.coins_100 a value from" in refused(*both)
    text = TEXT.replace("2026-07-01: '13.99'", "2027-01-12: 13.99")
    why = refused(AddDated(MIDDLE, "january_wave", "1.49"), text=text)
    assert why == "regions/de.yaml:12:5: 2027-01-12 stands there already, and january_wave is the same day"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("  coins_9: &a 1.00", "&a is an anchor, which rule files do not have; mend that first"),
        ("  <<: {coins_9: 1.00}", "mend that first"),
        ("  coins_100: 1.00", "mend that first"),
        ("  coins_9: !!str 1.00", "mend that first"),
    ],
)
def test_a_file_with_what_the_language_does_not_have_is_not_edited(line: str, why: str) -> None:
    text = TEXT.replace("  # the big one", line)
    assert why in refused(SetValue(BIG, "1.00"), text=text)


def test_a_file_with_other_mistakes_is_edited_and_none_is_added() -> None:
    text = TEXT.replace("69.99", "cheap")
    assert difference(SetValue(SMALL, "1.49"), text=text)[1] == "+  coins_100: 1.49   # agreed"
    assert "dear is not an amount of money" in refused(SetValue(SMALL, "dear"), text=text)
    assert "cheap is not an amount of money" in refused(SetValue(SMALL, "cheap"), text=text)


def test_a_comment_among_entries_in_braces_is_nobodys_to_delete() -> None:
    text = "region: DE\nprices: {coins_1: 1.00, # one\n  coins_2: 2.00}\n"
    assert "a comment stands beside coins_2; take it out by hand" in refused(
        RemoveKey(("prices", "coins_2")), text=text
    )


def test_braces_over_several_lines_are_edited_where_they_stand() -> None:
    text = "region: DE\nprices: {\n  coins_1: 1.00, # one\n  coins_2: 2.00,\n  }\n"
    first, last = "coins_1: {begins: 1.00, 2027-01-12: 1.50}, # one", "coins_2: 2.00, coins_3: 3.00,"
    after = f"region: DE\nprices: {{\n  {first}\n  {last}\n  }}\n"
    edits: list[FileEdit] = [
        AddDated(("prices", "coins_1"), "2027-01-12", "1.50"),
        AddKey(("prices", "coins_3"), "3.00"),
    ]
    assert edited(rule_file(text), edits).decode() == after


def test_without_edits_a_file_is_itself() -> None:
    assert edited(rule_file(TEXT), []) == TEXT.encode()


def test_a_text_that_says_something_else_than_was_asked_for_is_never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = TEXT.index("1.39"), TEXT.index("69.99")
    changes = [TextChange(at, at + 1, "7") for at in wrong]
    monkeypatch.setattr(editor, "changes_of", lambda *_: changes)
    with pytest.raises(EditFault, match=r"regions/de.yaml cannot be edited so; edit it by hand"):
        edited(rule_file(TEXT), [SetValue(SMALL, "7.39")])
    told = plain_of("regions/de.yaml", TEXT.replace("1.39", "7.39").replace("69.99", "79.99"))
    monkeypatch.setattr(editor, "expected", lambda *_: told)
    with pytest.raises(EditFault, match=r"would say something else at prices.coins_5000"):
        edited(rule_file(TEXT), [SetValue(SMALL, "7.39")])
    monkeypatch.setattr(editor, "changes_of", lambda *_: changes * 2)
    with pytest.raises(EditFault, match="lie over each other"):
        edited(rule_file(TEXT), [SetValue(SMALL, "7.39")])


def test_what_is_added_at_one_line_stands_with_its_own_mapping_the_inner_one_first() -> None:
    text = "region: DE\nplatforms:\n  web:\n    prices:\n      coins_1: 1.00"
    edits: list[FileEdit] = [
        AddKey(("payouts", "minimum"), "5 EUR"),
        AddKey(("platforms", "ios", "prices", "coins_1"), "1.50"),
        AddKey(("platforms", "web", "prices", "coins_2"), "2.00"),
        AddDated(("platforms", "web", "prices", "coins_1"), "2027-01-12", "1.20"),
    ]
    after = """\
region: DE
platforms:
  web:
    prices:
      coins_1:
        begins: 1.00
        2027-01-12: 1.20
      coins_2: 2.00
  ios:
    prices:
      coins_1: 1.50
payouts:
  minimum: 5 EUR"""
    assert edited(rule_file(text), edits).decode() == after
    assert edited(rule_file(text), list(reversed(edits))).decode() == after
