"""Refusals of payouts say numbers of the earned unit as the book calls it, in the reader's language."""

import pytest

from ratecard.api.types.refusals import refusal_of
from ratecard.loading import load_texts
from ratecard.money import Diamonds
from ratecard.refusals import AboveLimit, DiamondsOutOfRange, NotEnoughDiamonds, Refusal
from ratecard.showing import reader_of
from tests.api.servers import Api
from tests.books import sound
from tests.quotes.small_chain import BOOK, DE, TAXES

BEANS = BOOK.replace("{one: diamond, other: diamonds}", "{one: bean, other: beans}")


@pytest.mark.parametrize(
    ("refusal", "message"),
    [
        (NotEnoughDiamonds(Diamonds(1), Diamonds(2)), "that takes 2 beans, and the lots hold 1 bean"),
        (NotEnoughDiamonds(Diamonds(1), None), "no number was found that pays that, and the lots hold 1 bean"),
        (
            DiamondsOutOfRange(Diamonds(0), Diamonds(1), Diamonds(9_000)),
            "a payout of 0 beans is not between 1 and 9,000 beans",
        ),
        (
            AboveLimit("daily", "calendar day", "1 diamond", "0 diamonds", "2 diamonds"),
            "the limit daily of 1 bean for each calendar day is exceeded by 2 beans",
        ),
    ],
)
def test_a_refusal_for_a_reader_names_the_books_units(refusal: Refusal, message: str) -> None:
    files = {"rules/book.yaml": BEANS + TAXES, "regions/de.yaml": DE + "prices: {c: 1.00}\n"}
    shown = refusal_of(refusal)
    assert "diamond" in shown.message()
    shown.reader = reader_of(sound(load_texts(files)), "en")
    assert shown.message() == message


def test_the_message_of_a_refused_payout_is_in_the_language_asked_for(api: Api) -> None:
    found = api.ask(
        """{ payoutQuote(locale: "de", at: "2026-07-01T00:00:00Z", input: {
            region: "DE", methodId: "paypal", diamonds: 2, lots: [{diamonds: 1, earnedAt: "2026-01-01T00:00:00Z"}]
        }) { ... on Refusal { message } } }"""
    )
    assert found["payoutQuote"]["message"] == "that takes 2 Diamanten, and the lots hold 1 Diamant"
