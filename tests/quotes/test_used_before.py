"""What was used of limits before: which limit a name means, what counts for a thing, and what is refused."""

import pytest

from ratecard.currency import CURRENCIES
from ratecard.diagnostics.diagnostic import Place
from ratecard.money import Money
from ratecard.quotes.requests import Amount, UsedBefore
from ratecard.quotes.used import named_by, told_of, used_before
from ratecard.refusals import InvalidInput, UnknownLimit
from ratecard.rulefiles.stated import Stated
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.limits import LimitTerms

EUR, USD = CURRENCIES["EUR"], CURRENCIES["USD"]
EACH = "promotions.first_of_each.limits.each"
DAILY, PER_DAY = "purchases.limits.daily", "promotions.black_friday.limits.daily"
PATHS = (EACH, DAILY, PER_DAY, "packages.starter.limits.once")
NOWHERE = Stated[object](1, Place("rules/a.yaml", 1, 1, 1, 2))


def limit(path: str = EACH, unit: str = "units", of: tuple[str, ...] = ("package",)) -> LimitTerms:
    """A limit at this path."""
    return LimitTerms(path.rpartition(".")[2], 5, unit, f"5 {unit}", None, NOWHERE, path=path, of=of)


def used(amount: Amount, package: str | None = None, way: str | None = None, name: str = EACH) -> UsedBefore:
    """One statement of a question."""
    return UsedBefore(name, amount, package, None, way)


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        (EACH, [EACH]),
        ("promotions.first_of_each.each", [EACH]),
        ("first_of_each.limits.each", [EACH]),
        ("first_of_each.each", [EACH]),
        ("each", [EACH]),
        ("limits.each", [EACH]),
        ("daily", [PER_DAY, DAILY]),
        ("purchases.daily", [DAILY]),
        ("black_friday.daily", [PER_DAY]),
        ("starter.once", ["packages.starter.limits.once"]),
        ("of_each.each", []),
        ("ach", []),
        ("", []),
        ("limits", []),
        ("promotions.limits.each", []),
    ],
)
def test_a_limit_is_named_by_its_path_or_by_the_end_of_it(name: str, paths: list[str]) -> None:
    assert named_by(name, PATHS) == paths


def test_a_name_that_fits_two_limits_of_the_question_is_not_guessed() -> None:
    found = told_of(PATHS, [used(CountOf(1, "units"), name="daily")])
    sentence = f"daily may be {PER_DAY} or {DAILY}; write one of them"
    assert found == InvalidInput(("used", "0", "limitId"), sentence, at_instant=True)


def test_a_limit_that_does_not_hold_is_refused_and_one_of_another_package_is_not_needed() -> None:
    other = [used(CountOf(1, "units"), name="packages.other.limits.once")]
    assert told_of([DAILY], other) == UnknownLimit("packages.other.limits.once", (DAILY,))
    assert told_of([DAILY], other, beside=["packages.other.limits.once"]) == {}


@pytest.mark.parametrize(
    ("stated", "package", "before"),
    [
        ([], "coins_100", None),
        ([used(CountOf(2, "units"))], "coins_100", 2),
        ([used(CountOf(0, "units"))], "coins_100", 0),
        ([used(CountOf(2, "units"), "coins_100")], "coins_100", 2),
        ([used(CountOf(2, "units"), "coins_100")], "coins_1000", None),
        ([used(CountOf(2, "units")), used(CountOf(1, "units"), "coins_100")], "coins_100", 1),
        ([used(CountOf(2, "units")), used(CountOf(1, "units"), "coins_100")], "coins_1000", 2),
    ],
)
def test_what_is_stated_of_a_package_comes_before_what_counts_for_all(
    stated: list[UsedBefore], package: str, before: int | None
) -> None:
    told = told_of(PATHS, stated)
    assert isinstance(told, dict)
    assert used_before(limit(), told, EUR, package) == before


@pytest.mark.parametrize(
    ("of", "stated", "where"),
    [
        (limit(), [used(Money(1, EUR))], ("used", "0", "amount")),
        (limit(), [used(CountOf(1, "coins"))], ("used", "0", "amount")),
        (limit(unit="money"), [used(Money(1, USD))], ("used", "0", "amount")),
        (limit(unit="money"), [used(CountOf(1, "units"))], ("used", "0", "amount")),
        (limit(of=()), [used(CountOf(1, "units"), "coins_100")], ("used", "0", "packageId")),
        (limit(), [used(CountOf(1, "units"), way="card")], ("used", "0", "wayId")),
        (limit(), [used(CountOf(1, "units")), used(CountOf(1, "units"))], ("used", "1", "limitId")),
        (
            limit(of=("package", "way")),
            [used(CountOf(1, "units"), "coins_100"), used(CountOf(1, "units"), way="card")],
            ("used",),
        ),
    ],
)
def test_what_cannot_count_is_refused(of: LimitTerms, stated: list[UsedBefore], where: tuple[str, ...]) -> None:
    told = told_of(PATHS, stated)
    assert isinstance(told, dict)
    found = used_before(of, told, EUR, "coins_100", way="card")
    assert isinstance(found, InvalidInput)
    assert found.path == where


def test_money_counts_in_minor_units() -> None:
    told = told_of([DAILY], [used(Money(1234, EUR), name="daily")])
    assert isinstance(told, dict)
    assert used_before(limit(DAILY, "money", ()), told, EUR) == 1234
