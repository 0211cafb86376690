"""The fact of how somebody pays has the ways of platforms as its values: those that are stated wrongly may be some."""

import pytest

from tests.cases.smallest import found, replaced

FACT = {"rules/facts.yaml": "facts: {purchase.way: {type: one of}}\n"}


@pytest.mark.parametrize(
    ("ways", "code"),
    [
        ("wayys: {card: {name: Card}}", "unknown-key"),
        ("ways: {card: }", "empty-value"),
        ("ways: card", "not-a-mapping"),
        ("ways:", "empty-value"),
    ],
)
def test_what_is_wrong_with_ways_is_told_once(ways: str, code: str) -> None:
    platforms = replaced("rules/platforms.yaml", ("    name: Website\n", f"    name: Website\n    {ways}\n"))
    assert [diagnostic.code for diagnostic in found(FACT | platforms)] == [code]


@pytest.mark.parametrize("ways", ["wayys: {card: {name: Card}}", "ways: card"])
def test_what_varies_by_ways_that_are_stated_wrongly_is_not_told_as_well(ways: str) -> None:
    rate = "{by: purchase.way, is: {card: 2.9 %}, other: 3.4 %}"
    stated = ("    name: Website\n", f"    name: Website\n    {ways}\n"), ("{rate: 2.9 %,", f"{{rate: {rate},")
    (diagnostic,) = found(replaced("rules/platforms.yaml", *stated))
    assert diagnostic.code in ("unknown-key", "not-a-mapping")


def test_without_any_way_the_fact_has_no_values() -> None:
    assert [diagnostic.code for diagnostic in found(FACT)] == ["bad-fact"]
