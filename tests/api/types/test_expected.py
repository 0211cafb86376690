"""`expected` over the API: the quote of this instant where it is what was shown, else PriceChanged with its cause."""

from pathlib import Path

from ratecard.api.current import CurrentBook
from ratecard.loading import Folder, load
from tests.api.servers import serving
from tests.live.books import book_in, state

ASK = """
query ($input: PurchaseQuoteInput!, $at: DateTime) {
  purchaseQuote(input: $input, at: $at) {
    __typename
    ... on PurchaseQuote { asOf validUntil bookDigest price { gross { amount } } total }
    ... on PriceChanged { code message was wasCurrency now nowCurrency wasCoins nowCoins why }
    ... on InvalidInput { path message }
  }
}
"""


def asked(**expected: object) -> dict[str, object]:
    """A purchase of 100 coins, of which something is expected."""
    return {"region": "DE", "platform": "ios", "packageId": "coins_100", "expected": expected}


def test_a_price_changes_between_list_and_charge(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    first = load(Folder(book)).book
    assert first is not None
    current = CurrentBook(first)
    with serving(current) as api:
        shown = api.ask(ASK, input={**asked(), "expected": None})["purchaseQuote"]
        amount, digest = shown["price"]["gross"]["amount"], shown["bookDigest"]
        assert shown["asOf"] is None
        same = api.post(ASK, input=asked(amount=amount, coins=shown["total"], digest=digest))
        assert same.headers["cache-control"] == "private, no-store"
        assert same.json()["data"]["purchaseQuote"]["asOf"] == "2026-03-01T12:00:00Z"
        state(book, 139)
        second = load(Folder(book)).book
        assert second is not None
        current.replace(second)
        changed = api.ask(ASK, input=asked(amount=amount, digest=digest))["purchaseQuote"]
        told = {"was": "1.29", "wasCurrency": "EUR", "now": "1.39", "nowCurrency": "EUR"}
        assert changed == {
            "__typename": "PriceChanged",
            "code": "PRICE_CHANGED",
            "message": "it costs 1.39 EUR now, and not 1.29 EUR",
            **told,
            "wasCoins": None,
            "nowCoins": 100,
            "why": ["PRICE"],
        }
        gone = api.ask(ASK, input=asked(amount=amount, digest="0" * 32))["purchaseQuote"]
        assert gone["why"] is None
        untold = api.ask(ASK, input=asked(amount=amount))["purchaseQuote"]
        assert untold["why"] == ["PRICE"]  # all books at hand are asked
        fewer = api.ask(ASK, input=asked(amount="1.39", coins=101))["purchaseQuote"]
        assert (fewer["was"], fewer["now"], fewer["wasCoins"], fewer["nowCoins"]) == ("1.39", "1.39", 101, 100)
        wrong = api.ask(ASK, input=asked(amount="1.395"))["purchaseQuote"]
        assert wrong["path"] == ["input", "expected", "amount"]


def test_only_so_many_books_of_before_are_kept(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    current, digests = None, []
    for cents in (129, 139, 149, 159, 169):
        state(book, cents)
        loaded = load(Folder(book)).book
        assert loaded is not None
        digests.append(loaded.digest)
        if current is None:
            current = CurrentBook(loaded)
        else:
            current.replace(loaded)
    assert current is not None
    assert [own.digest for own in current.beside.earlier] == digests[-2:0:-1]
    for _ in range(4):  # books that say the same push none out
        same = load(Folder(book)).book
        assert same is not None
        current.replace(same)
    assert [own.digest for own in current.beside.earlier] == digests[-2:0:-1]
