"""Names that are one slip away: what fingers do, in names long enough, and never another number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.currency import CURRENCIES
from ratecard.diagnostics.fixes import POSSIBLE, Suggestion
from ratecard.rulefiles.near import Slips, likely, meant_or, slips
from ratecard.rulefiles.stating.conditions import TESTS

WORDS = ("name", "on", "rate", "rates", "tax", "fx", "prices", "inclusive", "exclusive", "commission", "collected_by")


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("nmae", WORDS, ("name",)),
        ("taxx", WORDS, ("tax",)),
        ("pirces", WORDS, ("prices",)),
        ("comission", WORDS, ("commission",)),
        ("rat", WORDS, ("rate",)),
        ("ratee", WORDS, ("rate", "rates")),
        ("Rate", WORDS, ("rate",)),
        ("enclusive", WORDS, ("exclusive", "inclusive")),
        ("collectedBy", WORDS, ("collected_by",)),
        ("collected-by", WORDS, ("collected_by",)),
        ("collected by", WORDS, ("collected_by",)),
        ("of", WORDS, ()),
        ("tex", WORDS, ()),
        ("rate", WORDS, ("rates",)),
        ("zodiac", WORDS, ()),
        ("x", WORDS, ()),
        ("r" * 200, WORDS, ()),
        ("at most", TESTS, ()),
        ("at leest", TESTS, ("at least",)),
        ("CFH", CURRENCIES, ("CHF",)),
        ("YEN", CURRENCIES, ()),
        ("RMB", CURRENCIES, ()),
        ("HRK", CURRENCIES, ()),
        ("coins_100", ("coins_1000", "coins_10"), ()),
        ("coins_1010", ("coins_1001",), ()),
        ("coins_1ooo", ("coins_1000", "coins_100"), ("coins_1000",)),
        ("coins_1OOO", ("coins_1000",), ("coins_1000",)),
        ("coins_l00", ("coins_100",), ("coins_100",)),
        ("cions_1000", ("coins_1000", "coins_100"), ("coins_1000",)),
    ],
)
def test_a_name_is_a_slip_of_these(name: str, known: tuple[str, ...], meant: tuple[str, ...]) -> None:
    assert slips(name, known) == meant


def test_of_few_codes_a_replaced_letter_counts() -> None:
    assert slips("EUX", ("EUR", "USD"), short=True) == ("EUR",)
    assert slips("EUX", ("EUR", "USD")) == ()


names = st.text("abAo01_- ", max_size=8)


@given(names, st.lists(names, max_size=12), st.booleans())
def test_what_is_kept_ready_finds_the_same_slips(name: str, known: list[str], short: bool) -> None:
    assert Slips(known).of(name, short) == slips(name, known, short)


letters = st.text("abcdefgh", min_size=4, max_size=12)


@given(letters, st.data())
def test_every_single_slip_is_found_whatever_the_name(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    slipped = data.draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1 :],
                name[:at] + "z" + name[at:],
                name[:at] + "z" + name[at + 1 :],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            ]
        )
    )
    assert slips(slipped, [name]) == (() if slipped == name else (name,))


@given(letters, letters)
def test_to_be_a_slip_goes_both_ways(one: str, two: str) -> None:
    assert bool(slips(one, [two])) == bool(slips(two, [one]))


def test_where_nothing_was_meant_the_known_names_are_listed() -> None:
    assert meant_or("livee", ["live", "video"], "state it") == ("", (Suggestion("live", POSSIBLE),))
    assert meant_or("radio", ["live", "video"], "state it") == ("known here: live, video; else state it", ())
    assert meant_or("radio", [], "state it") == ("state it", ())
    many = [f"kind_{letter}" for letter in "abcdefgh"]
    hint, _ = meant_or("radio", many, "state it")
    assert hint == "known here: kind_a, kind_b, kind_c, kind_d, kind_e, kind_f, …; else state it"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("comision", ("commission",)),
        ("comissionn", ("commission",)),
        ("inclusve_", ("inclusive",)),
        ("zodiac", ()),
        ("clusive", ()),
        ("taxes", ()),
        ("coins_10", ()),
    ],
)
def test_a_long_name_that_is_more_than_one_slip_away_is_likely_one_that_is_much_alike(
    name: str, meant: tuple[str, ...]
) -> None:
    assert likely(name, (*WORDS, "coins_100")) == meant
