"""The cases of terms of two books jointly, so that both are compared for the same asker."""

from ratecard.book.rulebook import RuleBook
from ratecard.terms.cases import TooManyCases, cases_of
from ratecard.terms.facts import Facts


def joint_cases(before: RuleBook, after: RuleBook, *terms: object) -> list[Facts]:
    """Facts that lead to each case of these terms of two books, jointly; none for what does not vary."""
    stated = [own for own in terms if own is not None]
    try:
        return [case.witness for case in cases_of({**before.facts, **after.facts}, *stated)] if stated else [{}]
    except TooManyCases:
        return [{}]


def where_said(facts: Facts) -> str:
    """What is assumed, in words: " where buyer.age is 18"; "" for nothing."""
    said = (
        f"{name} is {'yes' if value is True else 'no' if value is False else value}" for name, value in facts.items()
    )
    return f" where {' and '.join(said)}" if facts else ""
