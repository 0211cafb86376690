"""What the book has and declares, over HTTP."""

from tests.api.servers import Api
from tests.books import shipped

MARKETS = """
query ($at: DateTime, $locale: Locale) {
  markets(at: $at, locale: $locale) {
    region regionName platform platformName timeZone begins currency validFrom validUntil
  }
}
"""


def test_every_market_is_listed_with_its_names_its_zone_and_its_currency(api: Api) -> None:
    markets = api.ask(MARKETS, locale="de")["markets"]
    keys = [(market["region"], market["platform"]) for market in markets]
    assert keys == [tuple(key) for key in shipped().markets()]
    by_key = dict(zip(keys, markets, strict=True))
    assert by_key["FR", "web"] == {
        "region": "FR",
        "regionName": "Frankreich",
        "platform": "web",
        "platformName": "Website",
        "timeZone": "Europe/Paris",
        "begins": "2024-12-31T23:00:00Z",
        "currency": "EUR",
        "validFrom": "2024-12-31T23:00:00Z",
        "validUntil": "2026-11-26T23:00:00Z",
    }
    assert by_key["US-NY", "ios"]["regionName"] == "Vereinigte Staaten (NY)"


def test_a_markets_currency_is_that_of_the_instant_and_null_before_it_begins(api: Api) -> None:
    def currency(at: str) -> dict[str, str | None]:
        return {
            market["region"]: market["currency"]
            for market in api.ask(MARKETS, at=at)["markets"]
            if market["platform"] == "ios"
        }

    assert currency("2025-06-01T00:00:00Z")["BG"] == "BGN"
    assert currency("2026-01-01T00:00:00Z")["BG"] == "EUR"
    # At this instant the book has begun in Tokyo and not yet in Berlin.
    midnight_in_tokyo = currency("2024-12-31T15:00:00Z")
    assert (midnight_in_tokyo["JP"], midnight_in_tokyo["DE"]) == ("JPY", None)


def test_the_rule_book_says_what_it_declares(api: Api) -> None:
    query = """
    {
      ruleBook(locale: "de") {
        digest begins languages regions platforms packageIds facts { name label kind values perPackage }
      }
    }
    """
    book = api.ask(query)["ruleBook"]
    assert book["digest"] == shipped().digest
    assert book["begins"] == "2024-12-31T11:00:00Z"  # midnight in Auckland
    assert book["languages"] == ["en", "de", "fr", "ja", "ar", "bg", "nb", "pl"]
    assert book["regions"] == list(shipped().regions)
    assert book["platforms"] == ["android", "ios", "web"]
    assert book["packageIds"] == ["coins_100", "coins_1000", "coins_500", "coins_5000", "top_up"]
    facts = {fact["name"]: fact for fact in book["facts"]}
    assert list(facts) == sorted(shipped().facts)
    assert facts["buyer.member"] == {
        "name": "buyer.member",
        "label": "Käufer ist Mitglied",
        "kind": "YES_OR_NO",
        "values": [],
        "perPackage": False,
    }
    assert facts["buyer.purchases"]["perPackage"] is True
    assert facts["creator.grade"]["values"] == ["standard", "partner"]
