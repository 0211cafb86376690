"""Gifts, payouts and eligibility over HTTP: figures, names in the reader's language, batches, how long they hold."""

from typing import Any

from tests.api.servers import Api

GIFTS = """
query ($region: RegionCode!, $locale: Locale!, $at: DateTime, $buyer: BuyerInput) {
  gifts(region: $region, platform: "web", locale: $locale, at: $at, buyer: $buyer) {
    __typename
    ... on GiftList {
      region platform currency locale at validFrom validUntil bookDigest
      gifts {
        giftId name nameLocale coins rarity { rarityId name order } kinds level worth { amount } openConditions { fact }
      }
      withheld { giftId refusal { code } }
    }
  }
}
"""
GIFT_QUOTES = """
query ($inputs: [GiftQuoteInput!]!, $at: DateTime, $locale: Locale) {
  giftQuotes(inputs: $inputs, at: $at, locale: $locale) {
    ... on GiftQuote {
      giftId name region creatorRegion count kind coins worth { amount currency }
      earnings { diamonds amount parts { recipientId diamonds } } assumedFacts openConditions { fact required }
      validUntil trace { figure output file line }
    }
    ... on Refusal { code }
  }
}
"""
PAYOUT_QUOTES = """
query ($inputs: [PayoutQuoteInput!]!, $at: DateTime, $locale: Locale) {
  payoutQuotes(inputs: $inputs, at: $at, locale: $locale) {
    ... on PayoutQuote {
      region methodId methodName diamonds label lotsAssumed
      lots { lot diamonds earnedAt releasedAt }
      value { amount currency } withheld { amount } withholding { withholdingLineId name rate amount { amount } }
      fee { amount } remainder { amount } paid { amount currency formatted } exchangeCost { amount }
      releasedAt paidOn assumedFacts openConditions { fact } openLimits { limitId per most }
      validFrom validUntil trace { figure output formula file line }
    }
    ... on Refusal { code }
  }
}
"""
AT = "2026-11-24T00:00:00+09:00"
CREATOR = {"age": 21, "followers": 1500, "liveDays": 5, "payouts": 2, "grade": "partner"}


def test_the_gifts_of_a_market_are_named_in_the_readers_language_the_cheapest_first(api: Api) -> None:
    listed = api.ask(GIFTS, region="DE", locale="ja", at=AT)["gifts"]
    assert (listed["currency"], listed["locale"]) == ("EUR", "ja")
    gifts = {gift["giftId"]: gift for gift in listed["gifts"]}
    assert gifts["rose"]["nameLocale"] == "ja"
    assert gifts["rose"]["worth"]["amount"] == "0.01"
    assert [gift["coins"] for gift in listed["gifts"]] == sorted(gift["coins"] for gift in listed["gifts"])
    assert {gift["rarity"]["rarityId"] for gift in listed["gifts"]} == {
        "common",
        "uncommon",
        "rare",
        "epic",
        "legendary",
    }
    assert len(gifts) >= 40
    assert {each["fact"] for each in gifts["rose"]["openConditions"]} == {"buyer.age"}
    assert "snowman" not in gifts


def test_gifts_that_a_buyer_may_not_send_are_withheld_with_the_reason(api: Api) -> None:
    listed = api.ask(GIFTS, region="DE", locale="de", at=AT, buyer={"age": 17})["gifts"]
    assert listed["gifts"] == []
    assert {each["refusal"]["code"] for each in listed["withheld"]} == {"SENDER_NOT_ELIGIBLE"}


def test_a_batch_of_gifts_has_a_quote_or_a_refusal_for_each(api: Api) -> None:
    gift = {"region": "DE", "platform": "web", "creatorRegion": "JP", "giftId": "rose", "count": 10, "creator": CREATOR}
    answers = api.ask(GIFT_QUOTES, inputs=[gift, gift | {"giftId": "rosebud"}, gift | {"count": 7}], at=AT)[
        "giftQuotes"
    ]
    first, refused, third = answers
    assert (first["coins"], first["kind"], first["earnings"]["diamonds"]) == (10, "live", 6)
    assert first["worth"] == {"amount": "0.10", "currency": "EUR"}
    assert first["assumedFacts"] == []
    assert refused == {"code": "UNKNOWN_GIFT"}
    assert third["earnings"]["diamonds"] == 4
    assert {step["figure"] for step in first["trace"]} >= {"coins", "worth", "diamonds"}


def payout(api: Api, **changes: Any) -> Any:
    asked = {"region": "JP", "methodId": "bank", "creator": CREATOR, **changes}
    return api.ask(PAYOUT_QUOTES, inputs=[asked], at=AT, locale="de")["payoutQuotes"][0]


def test_diamonds_of_two_lots_before_and_after_a_change_of_value_are_paid_in_yen(api: Api) -> None:
    lots = [
        {"diamonds": 10_000, "earnedAt": "2025-08-01T00:00:00+09:00"},
        {"diamonds": 10_000, "earnedAt": "2026-03-01T00:00:00+09:00"},
    ]
    quote = payout(api, lots=lots)
    assert quote["label"] == "20.000 Diamanten"
    assert quote["value"] == {"amount": "105.00", "currency": "USD"}
    assert quote["fee"]["amount"] == "3.00"
    assert quote["remainder"]["amount"] == "102.00"
    assert (quote["paid"]["amount"], quote["paid"]["currency"]) == ("15672", "JPY")
    assert quote["exchangeCost"]["amount"] == "158"
    assert quote["paidOn"] == "2026-11-29"
    assert [lot["diamonds"] for lot in quote["lots"]] == [10_000, 10_000]
    assert quote["openConditions"] == []
    assert {limit["limitId"] for limit in quote["openLimits"]} == {"daily", "weekly", "monthly"}
    assert quote["validUntil"] == "2026-11-24T15:00:00Z"
    files = {step["file"] for step in quote["trace"]}
    assert files <= {"rules/payouts.yaml", "rules/fx.yaml", "rules/fx_ecb.yaml"}


def test_what_was_used_closes_a_limit_and_withholding_is_told_line_by_line(api: Api) -> None:
    used = [{"limitId": "daily", "amount": "12.50 USD"}, {"limitId": "weekly", "amount": "12.50 USD"}]
    quote = payout(
        api, region="KR", methodId="paypal", diamonds=20_000, used=[*used, {"limitId": "monthly", "amount": "1"}]
    )
    assert quote["openLimits"] == []
    assert quote["lotsAssumed"] is True
    lines = {line["withholdingLineId"]: (line["rate"], line["amount"]["amount"]) for line in quote["withholding"]}
    assert sorted(lines.values()) == [("0.003", "0.33"), ("0.03", "3.30")]
    assert quote["withheld"]["amount"] == "3.63"


def test_the_fewest_diamonds_for_a_wanted_amount_pay_at_least_that(api: Api) -> None:
    quote = payout(api, region="DE", methodId="paypal", want={"amount": "50.00", "currency": "EUR"})
    fewer = payout(api, region="DE", methodId="paypal", diamonds=quote["diamonds"] - 1)
    assert float(quote["paid"]["amount"]) >= 50
    assert float(fewer["paid"]["amount"]) < 50


def test_eligibility_lists_what_is_met_unmet_and_open(api: Api) -> None:
    query = """
    query ($creator: CreatorInput, $buyer: BuyerInput) {
      eligibility(region: "KR", creator: $creator, buyer: $buyer) {
        ... on EligibilityCheck {
          buyer { verdict unmet { fact required actual } }
          creator { verdict met { fact } unmet { fact } open { fact required actual } }
        }
      }
    }
    """
    found = api.ask(query, creator={"age": 21, "followers": 1500}, buyer={"age": 18})["eligibility"]
    assert found["buyer"] == {
        "verdict": "UNMET",
        "unmet": [{"fact": "buyer.age", "required": "at least 19", "actual": "18"}],
    }
    assert found["creator"]["verdict"] == "OPEN"
    assert {each["fact"] for each in found["creator"]["met"]} == {"creator.age", "creator.followers"}
    assert found["creator"]["open"] == [{"fact": "creator.live_days", "required": "at least 3", "actual": None}]
