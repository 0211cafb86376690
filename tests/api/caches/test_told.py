"""What caches are told of the schema is what they would make of it themselves, and `... on Refusal` needs it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ratecard.api.types.sdl import published_folder
from tests.api.caches.questions import FRAGMENTS, Operation
from tests.api.caches.running import EXAMPLE, SECONDS_MOST, asked_of_clients
from tests.api.servers import Api

LONGEST_MS = 2**31 - 1

pytestmark = pytest.mark.xdist_group("node-caches")


def published(name: str) -> Any:
    """A published file."""
    return json.loads((published_folder() / name).read_text("utf-8"))


def in_order(value: Any) -> Any:
    """A value in which each list of named things is in the order of their names."""
    if isinstance(value, dict):
        return {key: in_order(each) for key, each in value.items()}
    if isinstance(value, list):
        return sorted(map(in_order, value), key=lambda each: each["name"] if isinstance(each, dict) else str(each))
    return value


def without_empty_ends(value: Any) -> Any:
    """A value without `ofType: null`, which introspection writes at the end of each type."""
    if isinstance(value, dict):
        return {key: without_empty_ends(each) for key, each in value.items() if (key, each) != ("ofType", None)}
    return [without_empty_ends(each) for each in value] if isinstance(value, list) else value


def test_what_is_shipped_is_what_the_clients_tools_make_of_the_served_schema(node: str, api: Api) -> None:
    done = subprocess.run(
        [node, str(Path(__file__).parent / "told.mjs"), f"{api.url}/graphql"],
        cwd=EXAMPLE,
        capture_output=True,
        text=True,
        timeout=SECONDS_MOST,
        check=True,
    )
    made = json.loads(done.stdout)
    assert in_order(published("possible-types.json")) == in_order(made["possibleTypes"])
    assert in_order(published("introspection.json")) == in_order(without_empty_ends(made["introspection"]))
    assert "Refusal" in made["possibleTypes"]


def test_the_timer_of_the_guide_never_waits_longer_than_a_browser_can(node: str) -> None:
    done = subprocess.run(
        [node, str(Path(__file__).parent / "timer.mjs")],
        capture_output=True,
        text=True,
        timeout=SECONDS_MOST,
        check=True,
    )
    found = json.loads(done.stdout)
    assert max(found["waits"]) == LONGEST_MS
    assert len(found["waits"]) == 5  # where `validUntil` was not selected, nothing waits again and again
    assert found["asked"] == [["before", "2026-01-01T00:00:00.000Z"], ["in spring", "2026-04-01T00:00:00.000Z"]]


REFUSALS = Operation(
    f"""{{
      sold: priceList(region: "DE", platform: "ios", locale: "de", at: "2026-07-01T00:00:00Z") {{ ...Any }}
      nowhere: priceList(region: "XX", platform: "ios", locale: "de", at: "2026-07-01T00:00:00Z") {{ ...Any }}
      quotes: purchaseQuotes(at: "2026-07-01T00:00:00Z", inputs: [
        {{region: "DE", platform: "ios", packageId: "coins_7"}}
        {{region: "DE", platform: "ios", packageId: "coins_100", quantity: 0}}
        {{region: "DE", platform: "ios", packageId: "coins_100"}}
      ]) {{ ... on Refusal {{ code message }} ... on PurchaseQuote {{ packageId total }} }}
      low: payoutQuote(at: "2026-07-01T00:00:00Z", input: {{region: "DE", methodId: "paypal", diamonds: 300}}) {{
        ... on BelowMinimum {{ worth {{ amount }} }} ... on Refusal {{ code }}
      }}
      withheld: priceList(
        region: "KR", platform: "ios", locale: "ko", at: "2026-07-01T00:00:00Z", buyer: {{age: 3}}
      ) {{
        ... on PriceList {{ withheld {{ packageId refusal {{ code ... on NotEligible {{ unmet {{ fact }} }} }} }} }}
      }}
    }}
    fragment Any on PriceListResult {{ ...List ... on Refusal {{ code message }} }}
    fragment List on {FRAGMENTS["List"]}""",
    {},
)


@pytest.mark.parametrize("client", ["apollo", "urql"])
def test_a_fragment_on_refusal_matches_in_caches_that_were_told(node: str, api: Api, client: str) -> None:
    (got,) = asked_of_clients(node, api, client, "guide", [[REFUSALS]])
    answer = api.ask(REFUSALS.query)
    assert got.cached == got.answers == [answer]
    assert answer["nowhere"]["code"] == "UNKNOWN_REGION"
    assert [each.get("code") for each in answer["quotes"]] == ["UNKNOWN_PACKAGE", "QUANTITY_OUT_OF_RANGE", None]
    assert answer["low"]["code"] == "BELOW_MINIMUM"
    assert got.said == []


def test_without_being_told_apollo_drops_it_silently(node: str, api: Api) -> None:
    """Why the file is shipped; where this fails one day, Apollo has learned it, and the guide may be shorter."""
    (got,) = asked_of_clients(node, api, "apollo", "default", [[REFUSALS]])
    (cached,) = got.cached
    assert (cached["nowhere"], got.said) == ({}, [])
