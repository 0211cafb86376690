"""Terms read statements as values of one type."""

from zoneinfo import ZoneInfo

import pytest

from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.money import Rate
from ratecard.rulefiles.stated import BROKEN, NONE, UNKNOWN, KeyPath, Stated
from ratecard.terms.ranks import RULES
from ratecard.terms.resolved import Resolved
from ratecard.terms.values import Values

PLACE = Place("rules/tax.yaml", 3, 5, 3, 9)


def values(**stated: object) -> Values:
    """The values of paths of one part."""
    resolved: dict[KeyPath, Resolved[object]] = {
        (name,): Resolved(Stated(value, PLACE), Instant(0), RULES) for name, value in stated.items()
    }
    return Values(resolved, None, False, ZoneInfo("UTC"))


def test_a_statement_is_read_as_one_of_its_type() -> None:
    read = values(rate=Rate(19, 100))
    stated = read.stated_as(Rate, "rate")
    assert stated is not None
    assert stated.value.numerator == 19
    assert stated is read.needed_as(Rate, "rate") is read.get("rate")


def test_none_what_is_broken_and_what_is_not_stated_are_not_there() -> None:
    read = values(rate=NONE, cap=BROKEN)
    assert [read.stated_as(Rate, name) for name in ("rate", "cap", "floor")] == [None] * 3
    assert read.missing == []
    assert [read.needed_as(Rate, name) for name in ("rate", "cap", "floor")] == [None] * 3
    assert read.missing == [("rate",), ("floor",)]


def test_a_value_of_another_type_is_a_fault_that_names_its_place() -> None:
    with pytest.raises(TypeError, match=r"^19 at rules/tax\.yaml:3:5 is not a Rate$"):
        values(rate=19).stated_as(Rate, "rate")


def test_a_statement_of_one_of_two_types_is_read_as_either() -> None:
    read = values(rate=Rate(1, 10), coins=100, none=NONE, broken=BROKEN, unknown=UNKNOWN)
    assert read.stated_either(Rate, int, "rate") is read.get("rate")
    assert read.stated_either(Rate, int, "coins") is read.get("coins")
    assert [read.stated_either(Rate, int, name) for name in ("none", "broken", "unknown", "absent")] == [None] * 4
    with pytest.raises(TypeError, match=r"^100 at rules/tax\.yaml:3:5 is not a str$"):
        read.stated_either(Rate, str, "coins")


def test_an_instant_is_read_only_of_an_instant() -> None:
    assert values(until=BROKEN).instant("until") is None
    with pytest.raises(TypeError, match=r"100 at .* is not a BoundInstant"):
        values(until=100).instant("until")
