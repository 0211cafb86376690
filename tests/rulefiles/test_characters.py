"""Spaces that are none and letters that only look Latin: the tables themselves, and what is made of them."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratecard.rulefiles import characters
from ratecard.rulefiles.characters import ODD_SPACES, look_alike, odd_space

# By Unicode's names, not by shape: what this file looks like on a screen proves nothing.
LETTERS = {
    "CYRILLIC CAPITAL LETTER A": "A",
    "CYRILLIC CAPITAL LETTER VE": "B",
    "CYRILLIC CAPITAL LETTER IE": "E",
    "CYRILLIC CAPITAL LETTER DZE": "S",
    "CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I": "I",
    "CYRILLIC CAPITAL LETTER JE": "J",
    "CYRILLIC CAPITAL LETTER KA": "K",
    "CYRILLIC CAPITAL LETTER EM": "M",
    "CYRILLIC CAPITAL LETTER EN": "H",
    "CYRILLIC CAPITAL LETTER O": "O",
    "CYRILLIC CAPITAL LETTER ER": "P",
    "CYRILLIC CAPITAL LETTER ES": "C",
    "CYRILLIC CAPITAL LETTER TE": "T",
    "CYRILLIC CAPITAL LETTER U": "Y",
    "CYRILLIC CAPITAL LETTER HA": "X",
    "CYRILLIC CAPITAL LETTER ZE": "3",
    "CYRILLIC SMALL LETTER A": "a",
    "CYRILLIC SMALL LETTER IE": "e",
    "CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I": "i",
    "CYRILLIC SMALL LETTER JE": "j",
    "CYRILLIC SMALL LETTER O": "o",
    "CYRILLIC SMALL LETTER ER": "p",
    "CYRILLIC SMALL LETTER ES": "c",
    "CYRILLIC SMALL LETTER U": "y",
    "CYRILLIC SMALL LETTER HA": "x",
    "CYRILLIC SMALL LETTER DZE": "s",
    "CYRILLIC SMALL LETTER KOMI DE": "d",
    "CYRILLIC SMALL LETTER QA": "q",
    "CYRILLIC SMALL LETTER WE": "w",
    "CYRILLIC SMALL LETTER SHHA": "h",
    "CYRILLIC SMALL LETTER SOFT SIGN": "b",
    "CYRILLIC SMALL LETTER IZHITSA": "v",
    "GREEK CAPITAL LETTER ALPHA": "A",
    "GREEK CAPITAL LETTER BETA": "B",
    "GREEK CAPITAL LETTER EPSILON": "E",
    "GREEK CAPITAL LETTER ZETA": "Z",
    "GREEK CAPITAL LETTER ETA": "H",
    "GREEK CAPITAL LETTER IOTA": "I",
    "GREEK CAPITAL LETTER KAPPA": "K",
    "GREEK CAPITAL LETTER MU": "M",
    "GREEK CAPITAL LETTER NU": "N",
    "GREEK CAPITAL LETTER OMICRON": "O",
    "GREEK CAPITAL LETTER RHO": "P",
    "GREEK CAPITAL LETTER TAU": "T",
    "GREEK CAPITAL LETTER UPSILON": "Y",
    "GREEK CAPITAL LETTER CHI": "X",
    "GREEK SMALL LETTER ALPHA": "a",
    "GREEK SMALL LETTER IOTA": "i",
    "GREEK SMALL LETTER KAPPA": "k",
    "GREEK SMALL LETTER NU": "v",
    "GREEK SMALL LETTER OMICRON": "o",
    "GREEK SMALL LETTER RHO": "p",
    "GREEK SMALL LETTER TAU": "t",
    "GREEK SMALL LETTER UPSILON": "u",
    "GREEK SMALL LETTER CHI": "x",
}
SIGNS = {
    "EN DASH": "-",
    "EM DASH": "-",
    "MINUS SIGN": "-",
    "HYPHEN": "-",
    "NON-BREAKING HYPHEN": "-",
    "SINGLE LOW-9 QUOTATION MARK": ",",
    "ARABIC COMMA": ",",
    "ARABIC DECIMAL SEPARATOR": ".",
    "LEFT SINGLE QUOTATION MARK": "'",
    "RIGHT SINGLE QUOTATION MARK": "'",
    "PRIME": "'",
    "LEFT DOUBLE QUOTATION MARK": '"',
    "RIGHT DOUBLE QUOTATION MARK": '"',
    "DOUBLE PRIME": '"',
    "DOUBLE LOW-9 QUOTATION MARK": '"',
    "DOUBLE HIGH-REVERSED-9 QUOTATION MARK": '"',
    "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK": '"',
    "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK": '"',
    "SINGLE LEFT-POINTING ANGLE QUOTATION MARK": "'",
    "SINGLE RIGHT-POINTING ANGLE QUOTATION MARK": "'",
}


@pytest.mark.parametrize(("name", "latin"), [*LETTERS.items(), *SIGNS.items()])
def test_a_look_alike_is_described_by_its_name_and_mended(name: str, latin: str) -> None:
    character = unicodedata.lookup(name)
    assert look_alike(f"x{character}9") == (f"{character} ({name.title()})", f"x{latin}9")


def test_the_table_holds_no_look_alike_that_is_not_listed_here() -> None:
    table = {unicodedata.name(chr(code)): chr(int(latin)) for code, latin in characters._LOOK_ALIKES.items()}
    assert table == LETTERS | SIGNS


@pytest.mark.parametrize(
    ("text", "mended"),
    [("５０００", "5000"), ("ｃｏｉｎｓ＿１００", "coins_100"), ("١٢٫٥", "12.5"), ("१००", "100"), ("㎏", "kg")],
)
def test_full_width_forms_and_digits_of_any_script_are_look_alikes(text: str, mended: str) -> None:
    found = look_alike(text)
    assert found is not None
    assert found[1] == mended


@pytest.mark.parametrize("text", ["plain ASCII 12.99", "", "Münze", "消費税", "وردة", "coins_1000é"])
def test_text_without_a_plain_form_is_no_look_alike(text: str) -> None:
    assert look_alike(text) is None


MIXED = st.text(st.one_of(st.characters(), st.sampled_from("¢€￥¹１٢АВ–’5.,")), max_size=8)
"""Texts in which signs of currencies, look-alikes and plain characters meet."""


@given(MIXED)
@example("¢¹")
@example("€１２.99")
@example("￠１")
def test_what_is_mended_is_ascii_but_for_signs_of_currencies(text: str) -> None:
    found = look_alike(text)
    if found is None:
        return
    mended = found[1]
    assert mended != text
    assert {unicodedata.category(character) for character in mended if not character.isascii()} <= {"Sc"}
    assert look_alike(mended) is None


@pytest.mark.parametrize(
    ("text", "described", "mended"),
    [
        ("¢¹", "¹ (Superscript One)", "¢1"),
        ("€１２.99", "１ (Fullwidth Digit One)", "€12.99"),
        ("￠5", "￠ (Fullwidth Cent Sign)", "¢5"),
    ],
)
def test_a_sign_of_a_currency_is_not_what_looks_alike(text: str, described: str, mended: str) -> None:
    assert look_alike(text) == (described, mended)


@pytest.mark.parametrize(("space", "name"), ODD_SPACES.items())
def test_each_odd_space_is_named_after_its_unicode_name(space: str, name: str) -> None:
    official = {"\u00a0": "no-break space", "\u202f": "narrow no-break space", "\ufeff": "byte order mark"}
    words = official.get(space, unicodedata.name(space).lower()).replace("-", " ")
    assert name.replace("-", " ") in (f"a {words}", f"an {words}")
    assert odd_space(f"12{space}9") == (name, "129" if unicodedata.category(space) == "Cf" else "12 9")


def test_the_first_odd_space_gives_the_name_and_all_are_mended() -> None:
    assert odd_space("1\u202f299\u00a0EUR\u200b") == ("a narrow no-break space", "1 299 EUR")


@pytest.mark.parametrize("text", ["", "12.99", "plain space", "Münze 消費税"])
def test_ordinary_text_holds_no_odd_space(text: str) -> None:
    assert odd_space(text) is None
