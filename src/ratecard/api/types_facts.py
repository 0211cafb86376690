"""Facts about a buyer as a caller gives them."""

from ratecard.api.errors import BadInput
from ratecard.api.fields import api_input, given
from ratecard.book.rulebook import RuleBook
from ratecard.quotes.facts import parse_facts
from ratecard.quotes.requests import NO_FACTS
from ratecard.refusals import InvalidFact, UnknownFact
from ratecard.terms.facts import Facts, fact_text

FACTS_MOST = 50


@api_input
class BuyerInput:
    """The common facts about a buyer. One that is left out is unknown, which is not the same as no or zero."""

    age: int | None = given("The buyer's age in whole years: the fact buyer.age.", default=None)
    member: bool | None = given("Whether the buyer is a member: the fact buyer.member.", default=None)
    purchases: int | None = given(
        "How often the buyer bought the package asked about before: the fact buyer.purchases. In a price list it "
        "holds for every package.",
        default=None,
    )


@api_input
class FactInput:
    """Any one fact that the rules declare."""

    name: str = given('The declared name, such as "buyer.member".')
    value: str = given('The value as rule files write it: "yes", "21", "standard".')


def typed_facts(
    book: RuleBook, buyer: BuyerInput | None, facts: list[FactInput] | None
) -> Facts | UnknownFact | InvalidFact:
    """The facts of both forms, typed by what the book declares, or why one is wrong.

    A fact given in both forms with two values is invalid. Raises BadInput for a list that is too long.
    """
    if facts and len(facts) > FACTS_MOST:
        raise BadInput(f"facts holds {len(facts):,} entries; at most {FACTS_MOST} are taken")
    pairs: list[tuple[str, str]] = []
    if buyer is not None:
        common = (("buyer.age", buyer.age), ("buyer.member", buyer.member), ("buyer.purchases", buyer.purchases))
        pairs += [(name, fact_text(value)) for name, value in common if value is not None]
    pairs += [(fact.name, fact.value) for fact in facts or ()]
    return parse_facts(book, pairs) if pairs else NO_FACTS
