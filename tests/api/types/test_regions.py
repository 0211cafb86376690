"""Regions are asked for by alpha-2 or alpha-3 codes; answers have the alpha-2 ones."""

import pytest

from tests.api.servers import Api

ASKED = """
query ($region: RegionCode!) {
  priceList(region: $region, platform: "ios", locale: "de", at: "2026-07-01T00:00:00Z") {
    __typename
    ... on PriceList { region currency bookDigest validFrom packages { price { listed { amount } } } }
    ... on UnknownRegion { region }
  }
  gifts(region: $region, platform: "ios", locale: "de", at: "2026-07-01T00:00:00Z") {
    __typename
    ... on GiftList { region currency }
    ... on UnknownRegion { region }
  }
  eligibility(region: $region, at: "2026-07-01T00:00:00Z") {
    __typename
    ... on EligibilityCheck { region }
    ... on UnknownRegion { region }
  }
}
"""


@pytest.mark.parametrize(("alpha_3", "alpha_2"), [("DEU", "DE"), ("USA", "US"), ("KOR", "KR")])
def test_an_alpha_3_code_is_answered_as_its_alpha_2_code(api: Api, alpha_3: str, alpha_2: str) -> None:
    answered = api.ask(ASKED, region=alpha_3)
    assert {answer["region"] for answer in answered.values()} == {alpha_2}
    assert answered["priceList"]["__typename"] == "PriceList"
    assert answered == api.ask(ASKED, region=alpha_2)


def test_a_country_that_the_book_does_not_have_is_unknown_by_its_alpha_2_code(api: Api) -> None:
    answered = api.ask(ASKED, region="AFG")
    assert {(answer["__typename"], answer["region"]) for answer in answered.values()} == {("UnknownRegion", "AF")}


def test_a_literal_is_read_like_a_variable(api: Api) -> None:
    literal = ASKED.replace("($region: RegionCode!)", "").replace("$region", '"DEU"')
    assert api.ask(literal) == api.ask(ASKED, region="DE")
