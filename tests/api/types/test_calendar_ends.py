"""The first and the last instant that can be asked about: everything is answered there, and no zone leads beyond."""

from collections.abc import Iterator
from typing import Any

import pytest

from ratecard.api.current import CurrentBook
from ratecard.loading import load_texts
from tests.api.servers import Api, serving
from tests.api.types.mistyping import PAID, RIGHT, arguments_text
from tests.books import shipped
from tests.quotes.small_chain import BOOK, TAXES, payouts

ENDS = ("1970-01-01T00:00:00Z", "2999-12-31T23:59:59Z")
PAYOUT = "... on PayoutQuote { paidOn releasedAt validFrom validUntil lots { releasedAt } trace { output } }"
BELOW = {
    "priceList": "... on PriceList { validFrom validUntil packages { packageId } }",
    "gifts": "... on GiftList { validFrom validUntil }",
    "eligibility": "... on EligibilityCheck { validFrom validUntil }",
    **dict.fromkeys(("purchaseQuote", "purchaseQuotes"), "... on PurchaseQuote { validFrom validUntil }"),
    **dict.fromkeys(("itemQuote", "itemQuotes"), "... on ItemQuote { validFrom validUntil }"),
    "chosenQuote": "... on ChosenQuote { validFrom validUntil }",
    "exchangeQuote": "... on ExchangeQuote { validFrom validUntil }",
    **dict.fromkeys(("giftQuote", "giftQuotes"), "... on GiftQuote { validFrom validUntil }"),
    **dict.fromkeys(("payoutQuote", "payoutQuotes"), PAYOUT),
}
"""What is read of each field's answer."""


def asked(field: str, at: str) -> str:
    """A field with all its arguments, as of an instant."""
    arguments = arguments_text({**RIGHT[field], "at": at})
    return f"{field}({arguments}) {{ __typename {BELOW[field]} ... on Refusal {{ code message }} }}"


@pytest.mark.parametrize("at", ENDS)
@pytest.mark.parametrize("field", RIGHT)
def test_every_question_is_answered_at_both_ends(api: Api, field: str, at: str) -> None:
    found = api.ask(f"{{ found: {asked(field, at)} }}")["found"]
    for each in found if isinstance(found, list) else [found]:
        assert each.get("code") == ("BEFORE_RULES" if at == ENDS[0] else None), each


@pytest.mark.parametrize("at", ENDS)
def test_every_market_is_answered_at_both_ends(api: Api, at: str) -> None:
    """Zones lie up to 14 hours ahead of UTC, and 12 behind it."""
    markets = [(key.region, key.platform) for key in shipped().markets()]
    for first in range(0, len(markets), 60):
        lists = " ".join(
            f'm{number}: priceList(region: "{region}", platform: "{platform}", locale: "en", at: "{at}") '
            "{ __typename ... on PriceList { validUntil } }"
            for number, (region, platform) in enumerate(markets[first : first + 60])
        )
        found = api.ask(f"{{ {lists} }}")
        assert {each["__typename"] for each in found.values()} == {"BeforeRules" if at == ENDS[0] else "PriceList"}
    shown = api.ask(f'{{ markets(at: "{at}") {{ region validFrom validUntil }} }}')["markets"]
    assert len(shown) == len(markets)


LONGEST = "100000 months"
AHEAD = "region: KI\ncurrency: AUD\ntime_zone: Pacific/Kiritimati\n"
BEHIND = "region: UM\ncurrency: USD\ntime_zone: Etc/GMT+12\n"


@pytest.fixture(scope="module")
def waiting() -> Iterator[Api]:
    """A book from 1970 on, of the zones farthest ahead and behind, whose payouts wait as long as a rule can say."""
    slow = payouts(
        hold=LONGEST,
        pays=f"{{from: month end, after: {LONGEST}}}",
        methods=f"{{bank: {{name: Bank, fee: none, after: {LONGEST}}}}}",
        currency="USD",
    )
    rules = BOOK.replace("begins: 2025-01-01", "begins: 1970-01-01") + TAXES + slow
    book = load_texts({"rules/book.yaml": rules, "regions/ki.yaml": AHEAD, "regions/um.yaml": BEHIND}).book
    assert book is not None
    with serving(CurrentBook(book)) as started:
        yield started


@pytest.mark.parametrize("region", ["KI", "UM"])
@pytest.mark.parametrize("at", ["1970-01-01T12:00:00Z", ENDS[1]])
def test_the_longest_waits_end_with_the_calendar(waiting: Api, region: str, at: str) -> None:
    given: dict[str, Any] = {"region": region, "methodId": "bank", "lots": [{"diamonds": 9_000, "earnedAt": at}]}
    query = f"{{ payoutQuote({arguments_text({'input': given, 'at': at})}) {{ __typename {PAYOUT} }} }}"
    quote = waiting.ask(query)["payoutQuote"]
    assert quote["__typename"] == "PayoutQuote", quote
    assert (quote["paidOn"], quote["releasedAt"]) == ("9999-12-31", "9999-12-30T00:00:00Z")


@pytest.mark.parametrize("earned", ["1969-12-31T23:59:59Z", "3000-01-01T00:00:00Z"])
def test_a_lot_beyond_either_end_is_refused(api: Api, earned: str) -> None:
    lots = [{"diamonds": 90_000, "earnedAt": earned}]
    asked = arguments_text({"input": {**PAID, "lots": lots}})
    query = f"{{ payoutQuote({asked}) {{ ... on Refusal {{ code }} }} }}"
    assert api.ask(query)["payoutQuote"]["code"] == "INVALID_INPUT"
