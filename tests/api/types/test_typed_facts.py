"""Common facts of the API have the type that the book declares, not that of the input's field."""

from ratecard.api.types.facts import BuyerInput, CreatorInput, typed_facts
from ratecard.loading import load_texts
from ratecard.refusals import InvalidFact
from tests.quotes.small_chain import BOOK, DE, TAXES

DECLARED = {
    "creator.grade: {type: one of, of: [standard, partner]}": "creator.grade: {type: count}",
    "creator.form: {type: one of, of: [missing, treaty, plain]}": (
        'buyer.member: {type: one of, of: ["yes", "no", gold]}\n  creator.tax_form: {type: yes or no}'
    ),
}


def test_common_facts_are_typed_by_what_the_book_declares() -> None:
    rules = BOOK + TAXES
    for before, after in DECLARED.items():
        assert before in rules
        rules = rules.replace(before, after)
    book = load_texts({"rules/book.yaml": rules, "regions/de.yaml": DE}).book
    assert book is not None
    creator = CreatorInput(grade="3", tax_form="yes")
    found = typed_facts(book, BuyerInput(member=True), None, creator)
    assert found == {"creator.grade": 3, "creator.tax_form": True, "buyer.member": "yes"}
    wrong = typed_facts(book, None, None, CreatorInput(grade="high"))
    assert wrong == InvalidFact("creator.grade", "high", "a whole number from 0")
