"""Answers as of another instant: for callers that may, marked, and kept by nobody."""

from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from ratecard.api.audience import Audience
from ratecard.api.callers.keys import new_key
from ratecard.api.current import CurrentBook
from ratecard.api.http.preview import shifted
from ratecard.api.serving.settings import Settings
from ratecard.instants import Instant, instant_of
from tests.api.servers import Api, serving
from tests.books import shipped

PRICES = (
    '{ priceList(region: "DE", platform: "ios", locale: "en") { ... on PriceList { validFrom '
    "packages { packageId promotions { promotionId } } } } }"
)
SALE = "2026-11-27T12:00:00+01:00"


def promoted(body: dict[str, dict[str, dict[str, list[dict[str, list[dict[str, str]]]]]]]) -> set[str]:
    """The promotions in a price list."""
    packages = body["data"]["priceList"]["packages"]
    return {own["promotionId"] for package in packages for own in package["promotions"]}


def test_a_sale_is_seen_before_it_begins_and_what_is_seen_is_kept_by_nobody(api: Api) -> None:
    for _ in range(2):  # also when answers of now are kept
        now = api.http.get("/graphql", params={"query": PRICES})
        then = api.http.get("/graphql", params={"query": PRICES}, headers={"Ratecard-At": SALE})
        assert "black_friday" not in promoted(now.json())
        assert "black_friday" in promoted(then.json())
        assert "preview" not in now.json()["extensions"]
        assert then.json()["extensions"]["preview"] is True
        assert "public" in now.headers["cache-control"]
        assert then.headers["cache-control"] == "private, no-store"
        assert "etag" not in then.headers


@pytest.mark.parametrize("text", ["", "2026-11-27", "2026-11-27T12:00:00", "tomorrow", "9999-99-99T00:00:00Z"])
def test_what_is_not_an_instant_is_refused(api: Api, text: str) -> None:
    answer = api.http.get("/graphql", params={"query": PRICES}, headers={"Ratecard-At": text})
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert "Ratecard-At" in answer.json()["errors"][0]["message"]


def test_only_callers_of_service_may(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    keys = {audience: new_key(file, "a", audience)[1] for audience in Audience}
    with serving(CurrentBook(shipped()), settings=Settings(keys=file)) as api:
        for audience in (None, *Audience):
            bearer = {} if audience is None else {"Authorization": f"Bearer {keys[audience]}"}
            answer = api.http.post("/graphql", json={"query": PRICES}, headers={"Ratecard-At": SALE, **bearer})
            may = audience in (Audience.SERVICE, Audience.FINANCE)
            assert answer.status_code == (httpx.codes.OK if may else httpx.codes.FORBIDDEN), audience


def test_with_a_clock_that_began_elsewhere_every_answer_is_a_preview() -> None:
    sale = instant_of(datetime(2026, 11, 27, 12, tzinfo=UTC))
    with serving(CurrentBook(shipped()), lambda: sale, Settings(clock=sale)) as api:
        answer = api.http.get("/graphql", params={"query": PRICES})
        assert "black_friday" in promoted(answer.json())
        assert answer.json()["extensions"]["preview"] is True
        assert answer.headers["cache-control"] == "private, no-store"


def test_a_shifted_clock_goes_on_as_the_other_one_does() -> None:
    now = [1_000]
    clock = shifted(lambda: Instant(now[0]), Instant(5_000))
    assert clock() == 5_000
    now[0] += 60
    assert clock() == 5_060


def test_a_preview_signs_nothing(api: Api) -> None:
    query = (
        '{ purchaseQuote(sign: {ttl: 60}, input: {region: "DE", platform: "ios", packageId: "coins_1000"}) '
        "{ ... on PurchaseQuote { signed { token } } } }"
    )
    answer = api.http.post("/graphql", json={"query": query}, headers={"Ratecard-At": SALE})
    (error,) = answer.json()["errors"]
    assert error["message"] == "A preview signs no quotes and checks none."
