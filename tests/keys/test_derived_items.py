"""Items whose prices follow others: a second region whose items follow those of Germany, worked by hand."""

from collections.abc import Mapping

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Severity
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_item
from ratecard.quotes.requests import ItemRequest, PriceListRequest, PurchaseRequest
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.refusals import ItemNotSold
from tests.books import folder_texts
from tests.reference import buying, reading
from tests.reference.dates import second
from tests.reference.selling import Sold
from tests.refusing_items import BOOK

AT = Instant(second("2026-07-01T12:00+00:00", "UTC"))
FILES = folder_texts(BOOK)
AUSTRIA = """\
region: AT
currency: EUR
time_zone: Europe/Vienna
tax: {lines: {vat: {name: VAT, rate: 20 %}}}
pricing: {rounding: half up, derive: {from: DE, tax: swap OF}}
"""
ITEMS = ("tier_1", "tier_2", "shout")


def texts(of: str = "", more: str = "") -> dict[str, str]:
    """The book with Austria, whose derive says more."""
    return {**FILES, "regions/at.yaml": AUSTRIA.replace(" OF", of) + more}


def book(files: Mapping[str, str]) -> RuleBook:
    loaded = load_texts(files)
    assert loaded.errors == 0, loaded.diagnostics
    assert loaded.book is not None
    return loaded.book


def prices(files: Mapping[str, str], member: bool = True) -> dict[str, int | None]:
    """The listed price of each item in Austria on the App Store, in cents, by the engine and by the reference alike."""
    whole, reference = book(files), reading.read(files)
    found: dict[str, int | None] = {}
    for item in ITEMS:
        facts = {"buyer.member": member, "buyer.age": 20}
        answer = quote_item(whole, ItemRequest("AT", "ios", item, AT, 1, facts))
        found[item] = answer.listed_minor if isinstance(answer, PurchaseQuote) else None
        bought = buying.buy(reference, PurchaseRequest("AT", "ios", item, AT, 1, facts))
        assert (bought.figures.listed if isinstance(bought, Sold) else None) == found[item], item
    return found


def test_a_derive_without_a_list_is_of_items_too() -> None:
    # 4.99, 8.00 and 2.00 with 19 % are 5.03, 8.07 and 2.02 with 20 %; who is no member pays 9.99, which is 10.07
    assert prices(texts()) == {"tier_1": 503, "tier_2": 807, "shout": 202}
    assert prices(texts(), member=False)["tier_2"] == 1007


@pytest.mark.parametrize(
    ("of", "sold"),
    [
        (", items: [tier_1]", {"tier_1"}),
        (", items: tier_1", {"tier_1"}),
        (", packages: [coins_100]", set()),
        (", packages: [coins_100], items: [shout]", {"shout"}),
    ],
)
def test_a_derive_is_of_what_it_lists_alone(of: str, sold: set[str]) -> None:
    assert {item for item, price in prices(texts(of)).items() if price is not None} == sold


def test_a_price_of_its_own_beats_it_and_a_trace_shows_the_source() -> None:
    assert prices(texts(more="prices: {tier_1: 6.00}\n"))["tier_1"] == 600
    quote = quote_item(book(texts()), ItemRequest("AT", "ios", "tier_1", AT))
    assert isinstance(quote, PurchaseQuote)
    files = {place.file for step in trace_purchase(quote) for own in step.inputs if (place := own.place) is not None}
    assert {"regions/at.yaml", "regions/de.yaml"} <= files


def test_what_the_source_does_not_sell_is_not_sold_and_that_is_said() -> None:
    answer = quote_item(book(texts()), ItemRequest("AT", "web", "away", AT))
    assert isinstance(answer, ItemNotSold)
    assert (answer.source_region, answer.source_platform) == ("DE", "web")
    assert answer.message.endswith(": its price follows that of DE on web, where it has none")


def test_lists_have_them() -> None:
    listed = list_prices(book(texts()), PriceListRequest("AT", "ios", AT, {"buyer.age": 20, "buyer.member": True}))
    assert isinstance(listed, PriceList)
    assert {quote.request.package: quote.listed_minor for quote in listed.items} == {
        "tier_2": 807, "tier_1": 503, "shout": 202
    }  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "code", "sentence"),
    [
        ("tier_1: {as: coins_100}", "cannot-derive", "tier_1 is an item, and holds no coins"),
        ("coins_100: {as: tier_1}", "unknown-package", "tier_1 is a package to which no file gives coins"),
    ],
)
def test_no_price_is_by_the_coins_of_an_item(stated: str, code: str, sentence: str) -> None:
    loaded = load_texts(texts(", items: [shout]", f"prices: {{{stated}}}\n"))
    errors = [own for own in loaded.diagnostics if own.severity is Severity.ERROR]
    assert {own.code for own in errors} == {code}
    assert all(sentence in own.sentence for own in errors)


def test_an_item_that_no_file_declares_is_told_with_the_one_that_is_meant() -> None:
    (told,) = load_texts(texts(", items: [tier_3]")).diagnostics
    assert (told.code, told.place and told.place.line) == ("unknown-item", 5)
