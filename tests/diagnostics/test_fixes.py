"""What people read is made of the fixes, in one way: sure ones, possible ones, and examples that say so."""

import pytest

from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Place, fixes_at
from ratecard.diagnostics.fixes import EXAMPLE, POSSIBLE, SHOWN_MOST, Suggestion, advice, examples, possible

AT = Place("regions/de.yaml", 10, 14, 10, 18)
HERE = Place("regions/de.yaml", 10, 14, 10, 14)


@pytest.mark.parametrize(
    ("offers", "hint", "said"),
    [
        ([Suggestion("13.99")], "", "write 13.99"),
        ([Suggestion("13.99")], "and mind the tax", "write 13.99; and mind the tax"),
        (possible("tax"), "", "did you mean tax?"),
        (possible("tax", "fx"), "", "did you mean tax or fx?"),
        (possible("a", "b", "c"), "", "did you mean a, b or c?"),
        (possible("paypal"), "if not, state its fee", "did you mean paypal? If not, state its fee"),
        (
            [
                Suggestion("3.950", POSSIBLE, "if the comma is for decimals"),
                Suggestion("3950", POSSIBLE, "if it groups digits"),
            ],
            "",
            "write 3.950 if the comma is for decimals, or 3950 if it groups digits",
        ),
        (examples("12.99", "12.99 USD"), "", "write for example 12.99 or 12.99 USD"),
        (examples("EUR"), "write a code of ISO 4217", "write a code of ISO 4217, for example EUR"),
        (
            [Suggestion("none", POSSIBLE, "where there is none"), *examples("12.99")],
            "else write an amount of money",
            "write none where there is none; else write an amount of money, for example 12.99",
        ),
        ([], "move it to regions/", "move it to regions/"),
        ([], "", ""),
    ],
)
def test_the_words_are_made_of_the_offers_and_the_hint(offers: list[Suggestion], hint: str, said: str) -> None:
    assert advice(offers, hint) == said


def test_an_example_always_says_that_it_is_one() -> None:
    for offers in (examples("12.99"), (Suggestion("1.29"), *examples("12.99")), (*possible("x"), *examples("12.99"))):
        assert "for example 12.99" in advice(offers, "")


@pytest.mark.parametrize(
    ("fix", "words"),
    [
        (Fix("13.99", place=AT), "write 13.99"),
        (Fix("", place=AT), "delete it"),
        (Fix(" ", place=AT), "write a plain space"),
        (Fix("region: DE\n", place=HERE), "add region: DE"),
        (Fix("a: 1\nb: 2", place=AT), "write a: 1 …"),
        (Fix("x" * 100, place=AT), f"write {'x' * (SHOWN_MOST - 1)}…"),
    ],
)
def test_an_empty_place_is_an_insertion_and_an_empty_text_a_deletion(fix: Fix, words: str) -> None:
    assert fix.words == words
    assert Diagnostic(code="tag", sentence="x", place=AT, fixes=(fix,)).advice == words


def test_offers_become_fixes_of_what_stands_at_a_place() -> None:
    (fix,) = fixes_at(AT, [Suggestion("EUR", EXAMPLE, "there")])
    assert (fix.place, fix.text, fix.certainty, fix.when) == (AT, "EUR", EXAMPLE, "there")
