"""A number of any type that begins with a zero is an error, which says what to write."""

import re

import pytest

from ratecard.rulefiles.keys.payouts import LIMIT
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.values.zeros import leading_zero_in
from ratecard.rulefiles.wrong import Wrong
from tests.rulefiles.values.test_measures import GOOD as MEASURES
from tests.rulefiles.values.test_values import GOOD as VALUES

NUMBERS = [(kind, text) for kind, text, _ in (*VALUES, *MEASURES) if kind.numeric and re.search(r"\d", text)]


def begun_with_zeros(text: str) -> list[str]:
    """The text with a zero, or two, before each of its numbers."""
    starts = [match.start() for match in re.finditer(r"(?<![\w.])\d", text)]
    return [text[:start] + zeros + text[start:] for start in starts for zeros in ("0", "00")]


@pytest.mark.parametrize(("kind", "text"), NUMBERS)
def test_a_number_of_any_type_that_begins_with_a_zero_is_an_error(kind: ValueType, text: str) -> None:
    assert begun_with_zeros(text)
    for written in begun_with_zeros(text):
        wrong = parse_value(kind, written)
        assert type(wrong) is Wrong, written
        if len(written) <= 60:
            assert (wrong.code, [offer.text for offer in wrong.offers]) == ("leading-zero", [text])
            assert "begins with a zero" in wrong.sentence


@pytest.mark.parametrize(
    ("text", "number", "plain"),
    [
        ("010", "010", "10"),
        ("010.50 EUR", "010.50", "10.50 EUR"),
        ("000", "000", "0"),
        ("00.5 %", "00.5", "0.5 %"),
        ("half up to 05", "05", "half up to 5"),
        ("01/02", "01", "1/2"),
    ],
)
def test_the_number_is_named_and_the_text_mended(text: str, number: str, plain: str) -> None:
    assert leading_zero_in(text) == (number, plain)


@pytest.mark.parametrize(
    "text", ["0", "0.05", "10", "1_000", "1,000", "1.005", "1 000", "1'000", "coins_01", "0x1F", ""]
)
def test_other_zeros_stay(text: str) -> None:
    assert leading_zero_in(text) is None


def test_no_more_than_a_value_is_looked_at() -> None:
    assert leading_zero_in("0" * 61) is None
    assert type(parse_value(LIMIT, "0" * 9_000)) is Wrong
