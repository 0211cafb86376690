"""The prices that the reference computes, worked by hand there, asked of the engine: each figure has to be the same."""

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import cast

import pytest

from tests.quotes.purchases.worlds import price, world
from tests.reference import test_derived_prices, test_what_prices_follow, test_which_price_stands

ASKS_THE_REFERENCE = {"found", "quote", "listed", "steps", "chained", "raises"}
"""What a case of the reference names that asks for more than a price: those cases have tests of their own here."""


OF_OTHER_BOOKS = {
    "test_how_a_tax_is_rounded_need_not_be_known": "a book may not say that a rounding is unknown",
    "test_a_subdivisions_derive_beats_its_countrys_price": "its web would be sold without a tax",
    "test_a_source_that_changes_its_currency_needs_a_rate_only_while_it_is_another": "the lev ended in January",
}
"""Cases whose books the engine refuses for another reason: each is asked of a book that it takes, in this folder."""


def cases(module: ModuleType) -> Iterator[object]:
    """The tests of a module that ask for prices alone, with the values for which each is to run."""
    for name, function in vars(module).items():
        if (
            name.startswith("test_")
            and name not in OF_OTHER_BOOKS
            and not ASKS_THE_REFERENCE & set(function.__code__.co_names)
        ):
            marks = [mark for mark in getattr(function, "pytestmark", ()) if mark.name == "parametrize"]
            names, values = (marks[0].args[0], marks[0].args[1]) if marks else ((), ((),))
            for value in values:
                own = dict(zip(names, value, strict=True)) if isinstance(names, tuple) else {names: value}
                yield pytest.param(module, function, own, id=f"{name}-{'-'.join(map(str, own.values()))}"[:90])


EVERY = [
    case for module in (test_derived_prices, test_which_price_stands, test_what_prices_follow) for case in cases(module)
]


def test_most_cases_of_the_reference_are_asked() -> None:
    assert len(EVERY) > 40


@pytest.mark.parametrize(("module", "case", "values"), EVERY)
def test_the_engine_has_the_figures_that_were_worked_by_hand(
    module: ModuleType, case: object, values: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "world", world)
    monkeypatch.setattr(module, "price", price)
    cast("Callable[..., None]", case)(**values)
