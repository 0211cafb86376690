"""An answer outside of the envelope over HTTP: a refusal without figures, counted and logged each time."""

import logging

import pytest

from ratecard.api.current import CurrentBook
from ratecard.loading import load_book
from tests.api.servers import Api, serving
from tests.books import sound
from tests.refusing import BOOK

QUOTE = """
query ($at: DateTime) {
  purchaseQuote(input: {region: "DE", platform: "ios", packageId: "outside"}, at: $at) {
    __typename
    ... on OutsideEnvelope { code message packageId %s }
  }
}
"""
LIST = """
query ($at: DateTime) {
  priceList(region: "DE", platform: "ios", locale: "en", at: $at) {
    ... on PriceList { packages { packageId } withheld { packageId refusal { __typename code } } }
  }
}
"""
AT = "2026-07-01T00:00:00Z"


def test_a_caller_is_told_that_there_is_no_price_and_not_why(refusing: Api) -> None:
    answer = refusing.ask(QUOTE % "", at=AT)["purchaseQuote"]
    assert (answer["__typename"], answer["code"]) == ("OutsideEnvelope", "OUTSIDE_ENVELOPE")
    message = "outside has no price now: the one that the rules give is outside of what this book allows"
    assert answer["message"] == message
    listed = refusing.ask(LIST, at=AT)["priceList"]
    outside = [own for own in listed["withheld"] if own["packageId"] == "outside"]
    assert [own["refusal"]["__typename"] for own in outside] == ["OutsideEnvelope"]
    assert "outside" not in [own["packageId"] for own in listed["packages"]]


def test_finance_sees_what_is_broken_and_by_what(refusing: Api) -> None:
    answer = refusing.ask(QUOTE % "bound boundedTo seen", at=AT)["purchaseQuote"]
    assert (answer["bound"], answer["boundedTo"], answer["seen"]) == (
        "gross_per_coin.least",
        "0.005 EUR for each coin",
        "0.00498 EUR for each coin",
    )


@pytest.mark.parametrize("at", [AT, None])
def test_each_is_counted_and_logged_and_none_is_kept(at: str | None, caplog: pytest.LogCaptureFixture) -> None:
    with serving(CurrentBook(sound(load_book(BOOK)))) as api, caplog.at_level(logging.ERROR):
        for _ in range(2):
            api.ask(QUOTE % "", at=at)
            api.ask(LIST, at=at)
        assert api.counters.outside_envelope == 4
        assert api.counters.answers_from_cache == 0
    said = "outside the envelope: outside in DE on ios, gross_per_coin.least is 0.005 EUR for each coin"
    assert caplog.text.count(said) == 4
    assert "0.00498 EUR for each coin" in caplog.text
