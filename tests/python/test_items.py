"""Items, as Python callers ask for them."""

from datetime import UTC, datetime
from typing import Any

import ratecard
from ratecard.refusals import ItemNotSold
from tests.refusing_items import BOOK

AT = datetime(2026, 7, 1, tzinfo=UTC)


def ask(item: str, **more: Any) -> ratecard.ItemQuote | ratecard.Refusal:
    return ratecard.load(BOOK).item(region="DE", platform="ios", item=item, at=AT, **more)


def test_an_item_has_exact_figures_and_a_trace() -> None:
    quote = ask("tier_1", quantity=2)
    assert isinstance(quote, ratecard.ItemQuote)
    assert quote.price.listed == ratecard.amount("9.98", "EUR")
    assert (quote.item_id, quote.names, quote.kinds) == ("tier_1", {"en": "Tier 1"}, ("subscription",))
    assert quote.trace[0].figure == "listed each"


def test_what_is_used_of_it_can_be_stated_by_the_next_question() -> None:
    first = ask("tier_2", facts={"buyer.member": True})
    assert isinstance(first, ratecard.ItemQuote)
    assert first.uses == (ratecard.UsedAmount("items.tier_2.limits.once", "1 unit", item_id="tier_2"),)
    second = ask("tier_2", facts={"buyer.member": True}, used=first.uses)
    assert getattr(second, "code", "") == "ABOVE_LIMIT"


def test_a_list_has_items_beside_packages() -> None:
    listed = ratecard.load(BOOK).price_list(region="DE", platform="ios", at=AT, facts={"buyer.member": True})
    assert isinstance(listed, ratecard.PriceList)
    assert [item.item_id for item in listed.items] == ["tier_2", "tier_1", "shout"]
    assert isinstance(ask("away"), ItemNotSold)


def test_units_are_exchanged_and_come_with_packages() -> None:
    book = ratecard.load(BOOK)
    quote = book.exchange(region="DE", platform="ios", unit="ticket", at=AT, count=10)
    assert isinstance(quote, ratecard.ExchangeQuote)
    assert (quote.received_unit_id, quote.received, quote.trace[0].output) == ("gem", 3, "3")
    assert getattr(book.exchange(region="DE", platform="web", unit="gem", at=AT), "code", "") == "NOT_EXCHANGED"
    bought = book.purchase(region="DE", platform="ios", package="coins_100", at=AT, quantity=2)
    assert isinstance(bought, ratecard.PurchaseQuote)
    assert [(own.unit_id, own.count) for own in bought.units] == [("ticket", 10)]
