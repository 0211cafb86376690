"""A refusal says all of itself in one class: code, facts, sentence, and what the API tells of it."""

import sys
from typing import Annotated, Any, ClassVar, get_args, get_type_hints

import pytest

from ratecard import refusals
from ratecard.api.audience import Audience
from ratecard.api.types.fields import AUDIENCE
from ratecard.api.types.refusals import Refusal, refusal_of, type_of
from ratecard.cli.answers import refusal_json
from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.money import Diamonds, Money
from ratecard.refusals.refused import Condition, Counted, Kind, Refused, Told, told_of, utc

EVERY: tuple[type[Refused], ...] = get_args(refusals.Refusal)
YEN = CURRENCIES["JPY"]


def sample(refused: type[Refused]) -> Refused:
    """One refusal of a class, with a value for each fact that shows in a sentence."""
    annotations = get_type_hints(refused, include_extras=True)
    return refused(**{name: value_of(name, str(annotations[name])) for name in refused.__struct_fields__})


def value_of(name: str, annotation: str) -> object:
    if "Condition" in annotation:
        return (Condition("buyer.age", "at least 18", "17"),)
    if "tuple" in annotation:
        return (f"{name}-1", f"{name}-2")
    if "Money" in annotation:
        return Money(len(name), YEN)
    return f"a-{name}" if "str" in annotation else 1_782_864_000 + len(name)


def test_every_refusal_that_is_defined_is_a_member_of_the_union() -> None:
    modules = [module for name, module in sys.modules.items() if name.startswith("ratecard.refusals.")]
    defined = {thing for module in modules for thing in vars(module).values() if isinstance(thing, type)}
    classes = {thing for thing in defined if issubclass(thing, Refused) and "code" in vars(thing)}
    assert classes == set(EVERY)
    assert {refused.__name__ for refused in EVERY} <= set(refusals.__all__)


@pytest.mark.parametrize("refused", EVERY)
def test_a_code_is_the_name_in_capitals(refused: type[Refused]) -> None:
    assert "".join(word.title() for word in refused.code.split("_")) == refused.__name__


@pytest.mark.parametrize("refused", EVERY)
def test_a_sentence_is_the_same_wherever_it_is_said(refused: type[Refused]) -> None:
    refusal: Any = sample(refused)
    assert refusal.message
    assert refusal_json(refusal)["refusal"]["message"] == refusal.message  # type: ignore[index]
    shown = refusal_of(refusal)
    assert type(shown).__name__ == refused.__name__
    assert shown.message() == refusal.message
    assert shown.code() == refused.code


@pytest.mark.parametrize("refused", EVERY)
def test_a_long_text_of_the_caller_is_cut_and_every_other_is_not(refused: type[Refused]) -> None:
    long = {name: "x" * 100 for name, _, told in told_of(refused) if told.given}
    refusal = sample(refused)
    if not long:
        assert refusal.brief() is refusal
        return
    facts = {name: getattr(refusal, name) for name in refused.__struct_fields__}
    brief = refused(**{**facts, **long}).brief()
    assert {name: getattr(brief, name) for name in facts} == {**facts, **dict.fromkeys(long, "x" * 57 + "…")}
    assert "x" * 58 not in refused(**{**facts, **long}).message


FOR_EVERYONE = {
    *("UNKNOWN_REGION", "UNKNOWN_PLATFORM", "UNKNOWN_PACKAGE", "NOT_SOLD", "BEFORE_RULES", "QUANTITY_OUT_OF_RANGE"),
    *("NOT_ELIGIBLE", "FACT_NEEDED", "UNKNOWN_FACT", "INVALID_FACT", "INVALID_INPUT"),
    *("UNKNOWN_GIFT", "GIFT_UNAVAILABLE", "WRONG_KIND", "NO_EARNINGS", "CREATOR_NOT_ELIGIBLE", "SENDER_NOT_ELIGIBLE"),
    *("NO_MONEY_BASE", "NO_FX_RATE", "FX_STALE", "UNKNOWN_LIMIT", "ABOVE_LIMIT", "OVER_BUDGET"),
    *("UNKNOWN_UNIT", "NOT_EXCHANGED", "NOTHING_RECEIVED"),
    *("CHOICE_OUT_OF_RANGE", "SPEND_TOO_LOW"),
    *("UNKNOWN_ITEM", "ITEM_NOT_SOLD", "ITEM_NOT_ELIGIBLE"),
    *("OUTSIDE_ENVELOPE", "HALTED", "PRICE_CHANGED"),
}
FOR_SERVICES = {
    *("NO_PAYOUTS", "UNKNOWN_METHOD", "DIAMONDS_OUT_OF_RANGE", "INVALID_LOT", "NOT_ENOUGH_DIAMONDS", "WRONG_CURRENCY"),
    *("BELOW_MINIMUM", "NOTHING_LEFT"),
}


def audiences(made: Any, refused: type[Refused]) -> set[Audience]:
    """For whom the facts of a refusal are, by its type in the API."""
    fields = made.__strawberry_definition__.fields
    return {field.metadata[AUDIENCE] for field in fields if field.python_name in names(refused)}


def test_the_facts_of_each_refusal_are_for_whom_they_were_meant() -> None:
    found: dict[Audience, set[str]] = {}
    for refused in EVERY:
        for audience in audiences(type(refusal_of(sample(refused))), refused):
            found.setdefault(audience, set()).add(refused.code)
    assert found == {
        Audience.PUBLIC: FOR_EVERYONE,
        Audience.SERVICE: FOR_SERVICES,
        Audience.FINANCE: {"OUTSIDE_ENVELOPE", "HALTED"},
    }


def test_who_may_not_see_a_bound_is_told_that_there_is_one_and_nothing_of_it() -> None:
    fields = type(refusal_of(sample(refusals.OutsideEnvelope))).__strawberry_definition__.fields  # type: ignore[attr-defined]
    finance = {field.python_name for field in fields if field.metadata[AUDIENCE] is Audience.FINANCE}
    assert finance == {"bound", "bounded_to", "seen"}
    refusal = refusals.OutsideEnvelope("DE", "ios", "coins_100", "margin.least", "7.77 %", "-3.33 %")
    assert not any(hidden in refusal.message for hidden in ("margin", "7.77", "3.33"))


@pytest.mark.parametrize("refused", EVERY)
def test_each_refusal_says_itself_for_whom_it_is(refused: type[Refused]) -> None:
    assert "audience" in vars(refused)


def test_a_refusal_that_does_not_say_so_is_for_the_narrowest_audience() -> None:
    assert audiences(type_of(SoldOut), SoldOut) == {Audience.FINANCE}


def names(refused: type[Refused]) -> list[str]:
    return [name for name, _, _ in told_of(refused)]


def test_what_nothing_is_told_of_is_not_published() -> None:
    assert names(refusals.UnknownMethod) == ["method_id", "known"]
    assert not hasattr(refusal_of(refusals.UnknownMethod("DE", "cash", ())), "region")


class SoldOut(Refused, frozen=True):
    """Nothing is left of it."""

    code: ClassVar[str] = "SOLD_OUT"
    package_id: Annotated[str, Told("The package's id.", Kind.ID, given=True)]
    since: Annotated[Instant, Told("When the last one was sold.", Kind.INSTANT)]
    left: Annotated[tuple[Diamonds, ...] | None, Told("What is left elsewhere.", Kind.DIAMONDS)]
    price: Annotated[Money | None, Told("What the last one cost.")]
    shelf: str = "A"

    def _sentence(self, diamonds: Counted) -> str:
        return f"{self.package_id} was sold out at {utc(self.since)}; {diamonds(self.left[0] if self.left else 0)} left"


def test_a_refusal_in_one_class_has_its_message_its_type_and_its_json() -> None:
    refusal = SoldOut("coins_100", Instant(0), (Diamonds(3),), Money(130, YEN))
    assert refusal.message == "coins_100 was sold out at 1970-01-01T00:00:00Z; 3 diamonds left"
    assert refusal.message_with(lambda count: f"{count} Juwelen").endswith("3 Juwelen left")
    made: Any = type_of(SoldOut)
    assert issubclass(made, Refusal)
    definition = made.__strawberry_definition__
    assert (definition.name, definition.description) == ("SoldOut", "Nothing is left of it.")
    described = {field.python_name: field.description for field in definition.fields if field.base_resolver}
    assert described.keys() - {"code", "message"} == {"package_id", "since", "left", "price", "reference"}
    assert described["since"] == "When the last one was sold."
    shown = made(refusal=refusal)
    assert (shown.package_id(), shown.left(), shown.price().amount()) == ("coins_100", [3], "130")
    assert made(refusal=SoldOut("x", Instant(0), None, None)).left() is None
    assert refusal_json(refusal) == {
        "refusal": {
            "code": "SOLD_OUT",
            "message": refusal.message,
            "packageId": "coins_100",
            "since": "1970-01-01T00:00:00Z",
            "left": [3],
            "price": {"amount": "130", "minorUnits": "130", "currency": "JPY"},
            "shelf": "A",
        }
    }
