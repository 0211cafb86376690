"""Promotions of gifts on every face: the command line, GraphQL and Python."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import ratecard
from ratecard.api.current import CurrentBook
from ratecard.loading import load_texts
from ratecard.python.limits import UsedAmount
from tests.api.servers import serving
from tests.books import sound, write_texts
from tests.cli.running import run, run_json
from tests.quotes.gifts.promoted import EACH, GIFTS
from tests.quotes.small_chain import BOOK, DE, TAXES, payouts

SALE = """
promotions:
  sale: {name: Sale, gifts: [rose], discount: 15 %, borne_by: platform, limits: {each: {most: 2 gifts, of: gift}}}
  secret: {name: Secret, gifts: [rose], discount: 10 coins, borne_by: creator, code: ROSES}
"""
KINDS = f"earnings: {{live: {EACH}, video: {EACH}}}\n"
TEXTS = {
    "rules/book.yaml": BOOK + TAXES + GIFTS + KINDS + payouts() + SALE,
    "regions/de.yaml": DE + "prices: {c: 1.00}\nworth_at: {package: c, rounding: half up}\n",
}
ASKED = ("--region", "DE", "--platform", "ios", "--creator-region", "DE", "--gift", "rose", "--count", "3")
TOLD = ("--used", "sale.each/gift:rose=0 gifts", "--at", "2026-11-27")


@pytest.fixture
def book(tmp_path: Path) -> str:
    """A book with two promotions of roses."""
    return str(write_texts(tmp_path, TEXTS))


def test_a_quote_shows_what_is_paid_and_what_stays_open(book: str) -> None:
    printed = run("quote", "gift", "--book", book, *ASKED, *TOLD, "--locale", "en").output.splitlines()
    rows = {line.rpartition("  ")[0].strip(): line.split()[-1] for line in printed if "  " in line}
    assert (rows["regular coins"], rows["coins"], rows["subsidy"], rows["diamonds"]) == ("297", "269", "28", "147")
    assert "promotion: sale (Sale), for 2 of 3" in printed
    assert "open: secret (Secret) needs a code; one rose is then 75 coins" in printed
    assert "uses: promotions.sale.limits.each/gift:rose=2 gifts" in printed


def test_programs_python_and_the_api_get_the_same(book: str) -> None:
    shown = run_json("quote", "gift", "--book", book, *ASKED, *TOLD, "--code", "roses")
    here = ratecard.load(book)
    used = [UsedAmount("sale.each", "0 gifts", gift_id="rose")]
    noon = datetime(2026, 11, 27, tzinfo=UTC)
    quote = here.gift(
        region="DE",
        platform="ios",
        creator_region="DE",
        gift="rose",
        at=noon,
        count=3,
        used=used,
        codes=["roses"],
    )
    assert isinstance(quote, ratecard.GiftQuote)
    query = """
    {
      giftQuote(at: "2026-11-27T00:00:00Z", locale: "en", input: {
        region: "DE", platform: "ios", creatorRegion: "DE", giftId: "rose", count: 3, codes: ["roses"],
        used: [{limitId: "sale.each", giftId: "rose", amount: "0 gifts"}]
      }) {
        ... on GiftQuote {
          regularCoins coins subsidy promotions { promotionId units } codes { code outcome }
          uses { limitId giftId amount } earnings { diamonds }
        }
      }
      gifts(region: "DE", platform: "ios", at: "2026-11-27T00:00:00Z", locale: "en", codes: ["roses"]) {
        ... on GiftList {
          gifts { giftId regularCoins coins openPromotions { promotionId neededLimits coins } }
          codes { outcome }
        }
      }
    }
    """
    with serving(CurrentBook(sound(load_texts(TEXTS)))) as api:
        answered = api.ask(query)
    told = answered["giftQuote"]
    # 24.85 coins of each of two roses are taken off as 24, and 10 of the third.
    figures = {"regularCoins": "297", "coins": "239", "subsidy": "28"}
    assert {name: str(told[name]) for name in figures} == figures
    assert {name: str(shown[name]) for name in figures} == figures
    assert (quote.regular_coins, quote.coins, quote.subsidy) == (297, 239, 28)
    assert str(told["earnings"]["diamonds"]) == str(shown["earnings"]["diamonds"]) == str(quote.earnings.diamonds)
    assert quote.earnings.diamonds == 3 * 44
    assert told["codes"] == shown["codes"] == [{"code": "roses", "outcome": "APPLIED"}]
    assert [(own.promotion_id, own.units) for own in quote.promotions] == [("sale", 2), ("secret", 3)]
    assert told["promotions"] == [{"promotionId": "sale", "units": 2}, {"promotionId": "secret", "units": 3}]
    assert told["uses"] == [{"limitId": "promotions.sale.limits.each", "giftId": "rose", "amount": "2 gifts"}]
    assert answered["gifts"]["codes"] == [{"outcome": "APPLIED"}]
    rose = next(gift for gift in answered["gifts"]["gifts"] if gift["giftId"] == "rose")
    assert (str(rose["regularCoins"]), str(rose["coins"])) == ("99", "89")
    assert [own["neededLimits"] for own in rose["openPromotions"]] == [["promotions.sale.limits.each"]]


def test_a_list_prints_what_each_costs_now(book: str) -> None:
    asked = ("gifts", "--book", book, "--region", "DE", "--platform", "ios", *TOLD, "--code", "ROSES", "--locale", "en")
    lines = run(*asked).output.splitlines()
    assert next(line for line in lines if line.startswith("rose")).split()[3] == "75"
    assert {"promotion: sale (Sale)", "promotion: secret (Secret)", "code ROSES: applied"} <= set(lines)
