"""Facts about a buyer and a creator as a caller gives them."""

from collections.abc import Mapping

import strawberry

from ratecard.api.types.fields import api_input, given
from ratecard.book.rulebook import RuleBook
from ratecard.quotes.facts import WrongFact, check_facts, parse_facts, parse_package_facts
from ratecard.quotes.requests import NO_FACTS, NO_PACKAGE_FACTS
from ratecard.refusals import InvalidFact
from ratecard.terms.facts import Facts, FactValue, fact_text

FactsRefused = WrongFact


@api_input
class BuyerInput:
    """The common facts about a buyer. One that is left out is unknown, which is not the same as no or zero."""

    age: int | None = given("The buyer's age in whole years: the fact buyer.age.", default=None)
    member: bool | None = given("Whether the buyer is a member: the fact buyer.member.", default=None)
    purchases: int | None = given(
        "How often the buyer bought the package asked about before: the fact buyer.purchases. In a price list it "
        "holds for every package of which no fact with its own packageId says otherwise.",
        default=None,
    )


@api_input
class FactInput:
    """Any one fact that the rules declare."""

    name: str = given('The declared name, such as "buyer.member".')
    value: str = given('The value as rule files write it: "yes", "21", "standard", "12.34 EUR".')
    package_id: strawberry.ID | None = given(
        "The package that the value is of, for a fact that is kept for each package, such as buyer.purchases. It comes "
        "before a value without one. For price lists and purchases alone.",
        default=None,
    )


@api_input
class CreatorInput:
    """The common facts about a creator. One that is left out is unknown, which is not the same as no or zero."""

    age: int | None = given("The creator's age in whole years: the fact creator.age.", default=None)
    grade: str | None = given('The creator\'s grade, such as "partner": the fact creator.grade.', default=None)
    followers: int | None = given("How many follow the creator: the fact creator.followers.", default=None)
    live_days: int | None = given("The days with a live in the last 30: the fact creator.live_days.", default=None)
    payouts: int | None = given("How many payouts the creator had before: the fact creator.payouts.", default=None)
    tax_form: str | None = given("The tax form on file: the fact creator.tax_form.", default=None)


def _common(buyer: BuyerInput | None, creator: CreatorInput | None) -> list[tuple[str, FactValue | None]]:
    """The facts of the typed inputs by name; None for one that was left out."""
    found: list[tuple[str, FactValue | None]] = []
    if buyer is not None:
        found += [("buyer.age", buyer.age), ("buyer.member", buyer.member), ("buyer.purchases", buyer.purchases)]
    if creator is not None:
        found += [
            ("creator.age", creator.age),
            ("creator.grade", creator.grade),
            ("creator.followers", creator.followers),
            ("creator.live_days", creator.live_days),
            ("creator.payouts", creator.payouts),
            ("creator.tax_form", creator.tax_form),
        ]
    return found


def typed_facts(
    book: RuleBook,
    buyer: BuyerInput | None,
    facts: list[FactInput] | None,
    creator: CreatorInput | None = None,
) -> Facts | FactsRefused:
    """The facts of all forms, typed by what the book declares, or why one is wrong.

    A fact given in two forms with two values is invalid, and so is one of a package: there is none to tell.
    """
    return of_one_package(facts) or _typed(book, buyer, facts, creator)


def of_one_package(facts: list[FactInput] | None) -> InvalidFact | None:
    """The first fact of one package, where the question is not about packages."""
    stated = next((fact for fact in facts or () if fact.package_id is not None), None)
    if stated is None:
        return None
    allowed = "no value of one package, since the question is not about packages"
    return InvalidFact(f"{stated.name}/{stated.package_id}", stated.value, allowed)


def facts_by_package(
    book: RuleBook, buyer: BuyerInput | None, facts: list[FactInput] | None
) -> tuple[Facts, Mapping[str, Facts]] | FactsRefused:
    """The facts of every package, and those of single ones by package, which come before them; or why one is wrong."""
    own = [(str(fact.package_id), fact.name, fact.value) for fact in facts or () if fact.package_id is not None]
    rest = [fact for fact in facts or () if fact.package_id is None] if own else facts
    typed = _typed(book, buyer, rest, None)
    if isinstance(typed, FactsRefused):
        return typed
    by_package = parse_package_facts(book, own) if own else NO_PACKAGE_FACTS
    return by_package if isinstance(by_package, WrongFact) else (typed, by_package)


def _typed(
    book: RuleBook, buyer: BuyerInput | None, facts: list[FactInput] | None, creator: CreatorInput | None
) -> Facts | FactsRefused:
    """The facts of all forms, typed by what the book declares, or why one is wrong."""
    common = {name: value for name, value in _common(buyer, creator) if value is not None}
    if not facts:
        if not common:
            return NO_FACTS
        if check_facts(book, common) is None:
            return common
    pairs = [(name, fact_text(value)) for name, value in common.items()]
    pairs += [(fact.name, fact.value) for fact in facts or ()]
    return parse_facts(book, pairs)
