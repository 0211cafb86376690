"""What Python callers state: refused as over GraphQL where it was typed wrongly, and raised where the call is wrong."""

import pickle
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

import ratecard
from ratecard.refusals import InvalidFact, InvalidInput, UnknownFact, UnknownRegion
from tests.python.asking import AT, LOTS

HUGE = 10**5000
"""A number of more digits than Python writes."""


def test_a_price_list_holds_what_is_sold_and_what_is_withheld(book: ratecard.Book) -> None:
    listed = book.price_list(region="KR", platform="ios", at=AT, facts={"buyer.age": 18})
    assert isinstance(listed, ratecard.PriceList)
    assert not listed.packages
    assert {found.refusal.code for found in listed.withheld} == {"NOT_ELIGIBLE"}
    sold = book.price_list(region="KR", platform="ios", at=AT, facts={"buyer.age": 19})
    assert isinstance(sold, ratecard.PriceList)
    single = [
        book.purchase(region="KR", platform="ios", package=each.package_id, at=AT, facts={"buyer.age": 19})
        for each in sold.packages
    ]
    assert single == list(sold.packages) != []
    assert sold.currency.code == "KRW"


def test_facts_of_one_package_come_before_those_of_all(book: ratecard.Book) -> None:
    own = {"coins_100": {"buyer.purchases": 3}}
    listed = book.price_list(region="DE", platform="ios", at=AT, facts={"buyer.purchases": 0}, package_facts=own)
    assert isinstance(listed, ratecard.PriceList)
    assert {offer.package_id: offer.facts["buyer.purchases"] for offer in listed.packages} == {
        "coins_100": 3,
        "coins_500": 0,
        "coins_1000": 0,
        "coins_5000": 0,
    }
    refused = book.price_list(region="DE", platform="ios", at=AT, package_facts={"coins_9": {"buyer.purchases": 3}})
    assert isinstance(refused, InvalidFact)


def test_regions_are_alpha_2_or_alpha_3_and_answers_have_alpha_2(book: ratecard.Book) -> None:
    quotes = [book.purchase(region=code, platform="ios", package="coins_100", at=AT) for code in ("DE", "DEU")]
    assert quotes[0] == quotes[1]
    assert isinstance(quotes[0], ratecard.PurchaseQuote)
    assert quotes[0].region == "DE"
    refused = book.purchase(region="de", platform="ios", package="coins_100", at=AT)
    assert refused == InvalidInput(("region",), "de is not how a region is written; write DE")
    gift = book.gift(region="DE", platform="ios", creator_region="us", gift="rose", at=AT)
    assert isinstance(gift, InvalidInput)
    assert gift.path == ("creator_region",)
    lot = ratecard.Lot(20_000, AT, source_region="UK")
    paid = book.payout(region="DE", method="paypal", at=AT, lots=[LOTS[0], lot])
    assert isinstance(paid, InvalidInput)
    assert paid.path == ("lots", "1", "source_region")
    unknown = book.purchase(region="XXX", platform="ios", package="coins_100", at=AT)
    assert isinstance(unknown, UnknownRegion)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"buyer.agee": 21}, UnknownFact),
        ({"buyer.agee": None}, UnknownFact),
        ({"buyer.age": "21"}, InvalidFact),
        ({"buyer.age": 21.0}, InvalidFact),
        ({"buyer.age": True}, InvalidFact),
        ({"buyer.age": -1}, InvalidFact),
        ({"buyer.member": "yes"}, InvalidFact),
    ],
)
def test_a_wrong_fact_is_a_refusal(book: ratecard.Book, facts: Mapping[str, Any], refusal: type) -> None:
    asked: dict[str, Any] = {"region": "DE", "platform": "ios", "at": AT, "facts": facts}
    assert isinstance(book.purchase(package="coins_100", **asked), refusal)
    assert isinstance(book.price_list(**asked), refusal)
    assert isinstance(book.gift(creator_region="DE", gift="rose", **asked), refusal)
    assert isinstance(book.payout(region="DE", method="paypal", at=AT, diamonds=20_000, facts=facts), refusal)
    lot = ratecard.Lot(20_000, AT, facts=facts)
    assert isinstance(book.payout(region="DE", method="paypal", at=AT, lots=[lot]), refusal)


def test_none_is_an_unknown_fact(book: ratecard.Book) -> None:
    asked: dict[str, Any] = {"region": "KR", "platform": "ios", "package": "coins_100", "at": AT}
    assert book.purchase(**asked, facts={"buyer.age": None}) == book.purchase(**asked)


def test_a_class_of_a_lot_is_stated_once(book: ratecard.Book) -> None:
    asked: dict[str, Any] = {"region": "DE", "method": "paypal", "at": AT}
    same = ratecard.Lot(20_000, AT, lot_class="earned", facts={"lot.class": "earned"})
    assert isinstance(book.payout(lots=[same], **asked), ratecard.PayoutQuote)
    other = ratecard.Lot(20_000, AT, lot_class="earned", facts={"lot.class": "promotional"})
    assert isinstance(book.payout(lots=[other], **asked), InvalidFact)


def test_what_was_used_is_not_negative(book: ratecard.Book) -> None:
    wrong: tuple[dict[str, ratecard.Money | int], ...] = ({"daily": ratecard.amount(-5, "USD")}, {"monthly": -1})
    for used in wrong:
        refused = book.payout(region="DE", method="paypal", at=AT, diamonds=20_000, used=used)
        assert isinstance(refused, InvalidInput)
        assert refused.path == ("used", *used)
    nothing: dict[str, ratecard.Money | int] = {
        "daily": ratecard.amount(0, "USD"),
        "weekly": ratecard.amount("0.00", "USD"),
        "monthly": 0,
    }
    paid = book.payout(region="DE", method="paypal", at=AT, diamonds=20_000, used=nothing)
    assert isinstance(paid, ratecard.PayoutQuote)
    assert paid.open_limits == ()


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"at": datetime(2026, 7, 1)}, ValueError, "has no offset from UTC"),
        ({"at": datetime(1969, 7, 1, tzinfo=UTC)}, ValueError, "from 1970-01-01 to 2999-12-31"),
        ({"at": AT.date()}, TypeError, "at is a datetime"),
        ({"quantity": 1.0}, TypeError, "quantity is an int"),
        ({"quantity": True}, TypeError, "quantity is an int"),
        ({"region": None}, TypeError, "region is a str"),
        ({"package": 1}, TypeError, "package is a str"),
        ({"facts": [("buyer.age", 21)]}, TypeError, "facts must be a mapping"),
        ({"facts": {1: 21}}, TypeError, "the name of a fact is a str"),
        ({"facts": None}, TypeError, "facts must be a mapping"),
        ({"quantity": HUGE}, ValueError, "quantity is a whole number of up to 100 digits"),
        ({"quantity": -HUGE}, ValueError, "quantity is a whole number of up to 100 digits"),
    ],
)
def test_a_wrong_call_is_an_exception(
    book: ratecard.Book, changes: dict[str, Any], error: type[Exception], words: str
) -> None:
    asked: dict[str, Any] = {"region": "DE", "platform": "ios", "package": "coins_100", "at": AT}
    with pytest.raises(error, match=words):
        book.purchase(**{**asked, **changes})


def test_there_is_no_silent_now(book: ratecard.Book) -> None:
    with pytest.raises(TypeError, match="at"):
        book.purchase(region="DE", platform="ios", package="coins_100")  # type: ignore[call-arg]


def test_a_wrong_lot_or_amount_is_an_exception(book: ratecard.Book) -> None:
    asked: dict[str, Any] = {"region": "DE", "method": "paypal", "at": AT}
    for changes, words in (
        ({"lots": [(20_000, AT)]}, r"lots\[0\] is a Lot"),
        ({"lots": [ratecard.Lot(1.5, AT)]}, r"the diamonds of lots\[0\] is an int"),  # type: ignore[arg-type]
        ({"want": 50}, "want is Money"),
        ({"diamonds": 20_000, "used": {"monthly": 1.5}}, "used"),
    ):
        with pytest.raises(TypeError, match=words):
            book.payout(**{**asked, **changes})
    with pytest.raises(ValueError, match="the earned_at of lots"):
        book.payout(**asked, lots=[ratecard.Lot(20_000, datetime(2026, 6, 1))])


@pytest.mark.parametrize("wrong", [None, [], (), "daily", 1])
def test_what_is_no_mapping_is_a_wrong_call(book: ratecard.Book, wrong: Any) -> None:
    with pytest.raises(TypeError, match="package_facts must be a mapping"):
        book.price_list(region="DE", platform="ios", at=AT, package_facts=wrong)
    with pytest.raises(TypeError, match=r"facts must be a mapping"):
        book.price_list(region="DE", platform="ios", at=AT, package_facts={"coins_100": wrong})
    with pytest.raises(TypeError, match="used must be a mapping"):
        book.payout(region="DE", method="paypal", at=AT, diamonds=20_000, used=wrong)


@pytest.mark.parametrize("wrong", [None, 1])
def test_lots_are_a_sequence(book: ratecard.Book, wrong: Any) -> None:
    with pytest.raises(TypeError, match="lots are a sequence of Lots"):
        book.payout(region="DE", method="paypal", at=AT, lots=wrong)


@pytest.mark.parametrize("number", [10**100, HUGE, -HUGE], ids=["101 digits", "huge", "minus huge"])
def test_a_number_longer_than_python_writes_is_a_wrong_call(book: ratecard.Book, number: int) -> None:
    euro = ratecard.amount(1, "EUR").currency
    asked: dict[str, Any] = {"region": "DE", "method": "paypal", "at": AT}
    for changes in (
        {"diamonds": number},
        {"lots": [ratecard.Lot(number, AT)]},
        {"want": ratecard.Money(number, euro)},
        {"diamonds": 20_000, "used": {"monthly": number}},
        {"diamonds": 20_000, "used": {"daily": ratecard.Money(number, euro)}},
    ):
        with pytest.raises(ValueError, match="a whole number of up to 100 digits"):
            book.payout(**asked, **changes)
    with pytest.raises(ValueError, match="a whole number of up to 100 digits"):
        book.gift(region="DE", platform="ios", creator_region="DE", gift="rose", at=AT, count=number)
    for amount in (number, Decimal(number), Decimal("1E-101"), "1" * 201):
        with pytest.raises(ValueError, match="up to 100 digits"):
            ratecard.amount(amount, "EUR")


@pytest.mark.parametrize("number", [10**18, 10**60, HUGE, -HUGE], ids=["19 digits", "61 digits", "huge", "minus huge"])
def test_a_fact_longer_than_any_count_is_refused_and_the_refusal_can_be_read(book: ratecard.Book, number: int) -> None:
    asked: dict[str, Any] = {"region": "DE", "platform": "ios", "at": AT}
    facts = {"buyer.age": number}
    for answer in (
        book.purchase(package="coins_100", facts=facts, **asked),
        book.price_list(package_facts={"coins_100": {"buyer.purchases": number}}, **asked),
        book.gift(creator_region="DE", gift="rose", facts=facts, **asked),
        book.payout(region="DE", method="paypal", at=AT, lots=[ratecard.Lot(20_000, AT, facts=facts)]),
    ):
        assert isinstance(answer, InvalidFact)
        assert len(answer.message) < 200
        assert answer.allowed == "a whole number from 0"


def test_an_amount_is_exact() -> None:
    assert ratecard.amount("12.99", "USD").minor == 1299
    assert ratecard.amount(Decimal("1.50"), "KWD").minor == 1500
    assert ratecard.amount(Decimal("1E+3"), "JPY").minor == 1000
    assert ratecard.amount(-5, "EUR").minor == -500
    for value, code, words in (
        ("1.999", "USD", "more decimals than USD has, which is 2"),
        ("1,99", "USD", "not a plain decimal"),
        (Decimal("NaN"), "USD", "not a plain decimal"),
        ("1", "XXX", "XXX is not a currency"),
    ):
        with pytest.raises(ValueError, match=words):
            ratecard.amount(value, code)
    for wrong in (12.99, True):
        with pytest.raises(TypeError):
            ratecard.amount(wrong, "USD")  # type: ignore[arg-type]


def test_quotes_go_to_other_processes_with_their_trace(book: ratecard.Book) -> None:
    quotes = (
        book.purchase(region="FR", platform="web", package="coins_1000", at=AT, facts={"buyer.age": 30}),
        book.gift(region="DE", platform="ios", creator_region="KR", gift="rose", at=AT),
        book.payout(region="JP", method="bank", at=AT, lots=LOTS),
    )
    for quote in quotes:
        assert isinstance(quote, ratecard.PurchaseQuote | ratecard.GiftQuote | ratecard.PayoutQuote)
        other = pickle.loads(pickle.dumps(quote))
        assert other == quote
        assert hash(other) == hash(quote)
        assert other.trace == quote.trace != ()
    listed = book.price_list(region="FR", platform="web", at=AT)
    assert pickle.loads(pickle.dumps(listed)) == listed


def test_facts_that_change_later_change_no_quote(book: ratecard.Book) -> None:
    facts = {"buyer.age": 30}
    quote = book.purchase(region="KR", platform="ios", package="coins_100", at=AT, facts=facts)
    facts["buyer.age"] = 3
    assert isinstance(quote, ratecard.PurchaseQuote)
    assert quote.facts == {"buyer.age": 30}
