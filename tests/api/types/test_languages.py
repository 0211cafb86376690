"""In which language an answer is written, over HTTP: lists of preferences, unknown tags, and each name's own."""

import json
from typing import Any

import httpx
import pytest
from graphql import GraphQLObjectType

from ratecard.api.types.schema import make_schema
from tests.api.servers import Api

PRICES = """
query ($locale: Locale!, $region: RegionCode!) {
  priceList(region: $region, platform: "web", locale: $locale, at: "2026-07-01T00:00:00Z") {
    ... on PriceList {
      locale packages { packageId label labelLocale price { listed { formatted } } }
    }
    ... on Refusal { code message }
  }
}
"""

# Names in the rules' own words, which are no text in a language.
IDS = {"Fact.name", "GivenFact.name", "TraceInput.name", "Guard.name", "GuardBound.name"}


def prices(api: Api, locale: str, region: str = "BR") -> Any:
    """The price list of a region, written for a text of tags."""
    return api.ask(PRICES, locale=locale, region=region)["priceList"]


def of_thousand(listed: Any) -> tuple[str, str]:
    """The label of 1,000 coins, and its language."""
    (package,) = [package for package in listed["packages"] if package["packageId"] == "coins_1000"]
    return package["label"], package["labelLocale"]


@pytest.mark.parametrize(
    ("asked", "locale", "label", "label_locale"),
    [
        # navigator.languages and Accept-Language.
        ("pt-BR,pt,de", "pt-BR", "1.000 Münzen", "de"),
        ("pt-BR,pt;q=0.9,en;q=0.7,fr;q=0.8", "pt-BR", "1.000 pièces", "fr"),
        ("en;q=0.2,fr-CA;q=0.9", "fr-CA", "1\xa0000 pièces", "fr"),
        # Numbers are the buyer's where the noun is not: "1,000 coins | R$ 54,90" reads as one coin.
        ("pt-BR", "pt-BR", "1.000 coins", "en"),
        ("hu", "hu", "1000 coins", "en"),
        # One language under several names.
        ("no", "no", "1\xa0000 mynter", "nb"),
        ("nn-NO", "nn-NO", "1\xa0000 mynter", "nb"),
        ("arz-EG", "ar-EG", "١٬٠٠٠ عملة", "ar"),
        ("gsw", "gsw", "1’000 Münzen", "de"),
        # Digits that are asked for.
        ("ar-EG-u-nu-latn", "ar-EG-u-nu-latn", "1,000 عملة", "ar"),
        ("de-DE-u-nu-latn", "de-DE", "1.000 Münzen", "de"),
        ("de_DE", "de-DE", "1.000 Münzen", "de"),
        # Nobody knows them: the next best language of the list, of CLDR's matching, of the book.
        ("tlh,de", "de", "1.000 Münzen", "de"),
        ("tlh", "en", "1,000 coins", "en"),
        ("xx-YY", "en", "1,000 coins", "en"),
        ("*", "en", "1,000 coins", "en"),
    ],
)
def test_the_answer_says_in_which_language_it_and_each_name_is(
    api: Api, asked: str, locale: str, label: str, label_locale: str
) -> None:
    listed = prices(api, asked)
    assert listed["locale"] == locale
    assert of_thousand(listed) == (label, label_locale)


def test_number_and_amount_of_one_line_have_the_same_separators(api: Api) -> None:
    package = next(each for each in prices(api, "pt-BR")["packages"] if each["packageId"] == "coins_1000")
    assert package["label"] == "1.000 coins"
    assert "," in package["price"]["listed"]["formatted"]


def test_every_text_for_people_has_its_language_beside_it() -> None:
    """But for refusals' messages, which are in English, and what is written in a locale, which has digits alone."""
    asked = 0
    for name, made in make_schema(ordered=True).core.type_map.items():
        if not isinstance(made, GraphQLObjectType) or name.startswith("__"):
            continue
        for field in made.fields:
            if field in ("name", "label") or field.endswith("Name"):
                asked += 1
                assert f"{name}.{field}" in IDS or f"{field}Locale" in made.fields, f"{name}.{field}"
    assert asked > len(IDS)


def test_names_of_every_kind_say_their_language(api: Api) -> None:
    query = """
    query ($locale: Locale!, $lots: [LotInput!]!) {
      priceList(region: "DE", platform: "web", locale: $locale, at: "2026-07-01T00:00:00Z") {
        ... on PriceList { packages { price { lines { name nameLocale } } } }
      }
      gifts(region: "DE", platform: "web", locale: $locale, at: "2026-07-01T00:00:00Z") {
        ... on GiftList { gifts { name nameLocale rarity { name nameLocale } } }
      }
      payoutQuote(locale: $locale, at: "2026-07-01T00:00:00Z", input: {
        region: "US", methodId: "paypal", creator: {age: 30, liveDays: 5, payouts: 0, grade: "partner"}, lots: $lots
      }) {
        __typename
        ... on PayoutQuote { label labelLocale methodName methodNameLocale withholding { name nameLocale } }
        ... on Refusal { message }
      }
      markets(locale: $locale) { regionName regionNameLocale platformName platformNameLocale }
      ruleBook(locale: $locale) { facts { label labelLocale } }
    }
    """
    lots = [{"diamonds": 40_000, "earnedAt": "2026-05-01T00:00:00Z", "sourceRegion": "US"}]
    answer = api.ask(query, locale="nn,fr", lots=lots)
    texts = json.dumps(answer)
    assert answer["payoutQuote"]["__typename"] == "PayoutQuote", texts
    languages = _languages(answer)
    assert set(languages) >= {"nameLocale", "labelLocale", "methodNameLocale", "regionNameLocale", "platformNameLocale"}
    assert set(languages["regionNameLocale"]) == {"nn"}
    assert {tag for field, tags in languages.items() if field != "regionNameLocale" for tag in tags} <= {"nb", "nn"}


def _languages(answer: Any) -> dict[str, list[str]]:
    """Every language that an answer states, by the field that states it."""
    found: dict[str, list[str]] = {}
    pairs = answer.items() if isinstance(answer, dict) else [("", each) for each in answer]
    for name, value in pairs:
        if isinstance(value, dict | list):
            for field, tags in _languages(value).items():
                found.setdefault(field, []).extend(tags)
        elif name.endswith("Locale"):
            found.setdefault(name, []).append(value)
    return found


def test_a_list_is_part_of_the_url_and_so_of_what_caches_keep(api: Api) -> None:
    asked = {"query": PRICES, "variables": json.dumps({"locale": "xx,pt-BR;q=0.5", "region": "BR"})}
    answer = api.http.get("/graphql", params=asked)
    assert answer.status_code == httpx.codes.OK, answer.text
    assert answer.json()["data"]["priceList"]["locale"] == "pt-BR"
    assert "accept-language" not in answer.headers.get("vary", "").lower()
    again = api.http.get("/graphql", params=asked, headers={"accept-language": "de"})
    assert (again.text, again.headers["etag"]) == (answer.text, answer.headers["etag"])
