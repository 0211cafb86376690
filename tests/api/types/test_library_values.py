"""Which values of the library an answer rests on, over HTTP: each audience is told those that it may see."""

from pathlib import Path

import pytest

from ratecard.api.audience import Audience
from ratecard.api.callers.keys import new_key
from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings
from tests.api.http.asking import bearer
from tests.api.servers import serving
from tests.quotes.tracing.test_library_values import BY_COINS, CUT, DE, EARNING, TAXED, book_of, load

PUBLIC = """
{
  priceList(region: "DE", platform: "ios", locale: "en") {
    ... on PriceList { libraryValues packages { libraryValues } }
  }
  purchaseQuote(input: {region: "DE", platform: "ios", packageId: "c"}, locale: "en") {
    ... on PurchaseQuote { libraryValues }
  }
  giftQuote(
    input: {region: "DE", platform: "ios", creatorRegion: "DE", giftId: "rose"}, locale: "en"
  ) { ... on GiftQuote { libraryValues } }
}
"""
PAYOUT = """
{
  payoutQuote(input: {region: "DE", methodId: "bank", diamonds: 500}, locale: "en") {
    ... on PayoutQuote { libraryValues }
  }
}
"""


@pytest.mark.parametrize("audience", list(Audience))
def test_each_audience_is_told_the_paths_that_it_may_see(audience: Audience, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    _, key = new_key(keys, "asker", audience)
    book = book_of(load(de=f"{DE}\n{EARNING}{BY_COINS}"))
    with serving(CurrentBook(book), settings=Settings(keys=keys)) as api:
        api.http.headers.update(bearer(key))
        told = api.ask(PUBLIC)
        paid = api.post(PAYOUT).json()
    seen = list(TAXED) if audience is not Audience.FINANCE else sorted((*TAXED, *CUT, "tax.collected_by"))
    assert told == {
        "priceList": {"libraryValues": seen, "packages": [{"libraryValues": seen}]},
        "purchaseQuote": {"libraryValues": seen},
        "giftQuote": {"libraryValues": ["currency"]},
    }
    if audience is Audience.PUBLIC:
        assert "errors" in paid
    else:
        conventions = ["currency", "payouts.rounding", "payouts.value_by"]
        assert paid["data"] == {"payoutQuote": {"libraryValues": conventions}}
