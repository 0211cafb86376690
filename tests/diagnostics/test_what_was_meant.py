"""Conditions, dates, rates and zones as people say them, and what they are told to write for it."""

import pytest

from ratecard.diagnostics.fixes import POSSIBLE, SURE, Certainty
from tests.cases.smallest import germany, only, replaced
from tests.diagnostics.test_what_to_write import offered

FACTS = (
    "facts:\n  buyer.age: {type: count, name: Age}\n  buyer.member: {type: yes or no, name: Member}\n"
    "  creator.grade: {type: one of, of: [standard, partner], name: Grade}\n"
)


@pytest.mark.parametrize(
    ("condition", "fixes"),
    [
        ("buyer.age: at least 18", [(SURE, "{at least: 18}")]),
        ('buyer.age: ">= 18"', [(SURE, "{at least: 18}")]),
        ("buyer.age: at most 17", [(SURE, "{at most: 17}")]),
        ("buyer.age: over 17", [(SURE, "{above: 17}")]),
        ("buyer.age: {at most 17}", [(SURE, "at most: 17")]),
        ("creator.grade: {not: partner}", [(SURE, "none of: [partner]")]),
        ("creator.grade: {none of: [standard; partner]}", [(SURE, "standard, partner")]),
        ('buyer.age: "18+"', [(SURE, "{at least: 18}")]),
        ("buyer.age: 18.0", [(SURE, "18")]),
        ("buyer.age: eighteen", []),
        ("buyer.member: true", [(SURE, "yes")]),
        ("creator.grade: partnr", [(POSSIBLE, "partner")]),
        ("creator.grade: {any of: standard, partner}", [(SURE, "[standard, partner]")]),
        ("creator.grade: {any of: [standard; partner]}", [(SURE, "standard, partner")]),
        ("buyer.agee: 18", [(POSSIBLE, "buyer.age")]),
    ],
)
def test_a_condition_is_told_to_be_written_as_what_it_says(condition: str, fixes: list[tuple[Certainty, str]]) -> None:
    packages = replaced("rules/packages.yaml", ("{coins: 100}", f"{{coins: 100, when: {{{condition}}}}}"))
    assert offered(only({**packages, "rules/facts.yaml": FACTS})) == fixes


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1 July 2026", "write 2026-07-01"),
        ("July 1st, 2026", "write 2026-07-01"),
        ("from 2026-07-01", "write 2026-07-01"),
        ("2026", "write 2026-01-01 for its first day"),
        ("2026-07", "write 2026-07-01 for its first day"),
        ("26-07-01", "write 2001-07-26 if the day comes first, or 2026-07-01 if the year comes first"),
        ("7/1/26", "write 2026-01-07 if the day comes first, or 2026-07-01 if the month comes first"),
        ("today", "write for example 2026-07-01 or 2025-09-05T22:00-07:00"),
    ],
)
def test_a_beginning_in_words_is_told_its_day(written: str, said: str) -> None:
    assert only(replaced("rules/book.yaml", ("2025-01-01", f'"{written}"'))).advice == said


@pytest.mark.parametrize(
    ("bonus", "said"),
    [("5 percent", "write 5 %"), ("+50", "write 50"), ("5k", "did you mean 5000?"), ("50 coins", "did you mean 50?")],
)
def test_a_bonus_in_words_is_a_rate_or_a_count(bonus: str, said: str) -> None:
    assert only(replaced("rules/packages.yaml", ("bonus: 50", f'bonus: "{bonus}"'))).advice == said


def test_no_zone_is_offered_whose_sign_is_the_other_way_round() -> None:
    found = only(germany(("Europe/Berlin", "GMT+1")))
    assert not any("GMT" in fix.text for fix in found.fixes)
