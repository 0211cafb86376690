"""Quotes that are signed over HTTP, verified there, and read elsewhere; and references of questions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest

from ratecard.api.audience import Audience
from ratecard.api.bounds import QUOTES, REFERENCE
from ratecard.api.callers.keys import new_key
from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings
from ratecard.instants import Instant
from ratecard.signing.key_files import new_signing_keys
from tests.api.conftest import PLENTY
from tests.api.servers import NOW, Api, serving
from tests.books import shipped
from tests.signing.made import KEY, read_without_us

BUYING = """
query ($inputs: [PurchaseQuoteInput!]!, $sign: SignInput, $at: DateTime) {
  purchaseQuotes(inputs: $inputs, sign: $sign, at: $at) {
    ... on PurchaseQuote {
      reference asOf at price { gross { amount } } signed { token quoteId expiresAt honouredUntil }
    }
    ... on Refusal { reference code message ... on InvalidInput { path } }
  }
}
"""
VERIFY = """
query ($token: String!, $purchasedAt: DateTime) {
  verifyQuote(token: $token, purchasedAt: $purchasedAt) {
    status reason message confirmed compared quoteId issuedAt expiresAt honouredUntil bookDigest
    question { part value } figures { figure number amount currency }
    differences { figure quoted { amount } now { amount } } refusedNow { code }
  }
}
"""
COINS = {"region": "DE", "platform": "web", "packageId": "coins_1000"}


class Now:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.instant = NOW

    def __call__(self) -> Instant:
        return self.instant


@pytest.fixture(scope="module")
def clock() -> Now:
    return Now()


@pytest.fixture(autouse=True)
def _at_the_start(clock: Now) -> None:
    clock.instant = NOW


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory, clock: Now) -> Iterator[Api]:
    """A server with keys for quotes, which everybody may ask."""
    file = tmp_path_factory.mktemp("signing") / "keys.json"
    new_signing_keys(file)
    settings = Settings(signing_keys=file, burst=PLENTY, rate=PLENTY)
    with serving(CurrentBook(shipped()), clock=clock, settings=settings) as started:
        yield started


@pytest.fixture(scope="module")
def knowing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Api, dict[Audience, str]]]:
    """A server with keys for quotes that knows its callers, and the key of one of each audience."""
    folder = tmp_path_factory.mktemp("knowing")
    new_signing_keys(folder / "signing.json")
    keys = {audience: new_key(folder / "keys.json", "caller", audience)[1] for audience in Audience}
    settings = Settings(signing_keys=folder / "signing.json", keys=folder / "keys.json")
    with serving(CurrentBook(shipped()), settings=settings) as started:
        yield started, keys


def bought(api: Api, *inputs: dict[str, Any], sign: dict[str, Any] | None = None, at: str | None = None) -> Any:
    """The answers to a batch."""
    return api.ask(BUYING, inputs=list(inputs), sign=sign, at=at)["purchaseQuotes"]


def test_a_signed_quote_says_until_when_and_anybody_reads_it(signing: Api) -> None:
    (quote,) = bought(signing, COINS, sign={"ttl": 600})
    assert (quote["asOf"], quote["at"]) == ("2026-03-01T12:00:00Z", None)
    made = quote["signed"]
    assert (made["expiresAt"], made["honouredUntil"]) == ("2026-03-01T12:10:00Z", "2026-03-02T12:00:00Z")
    told = signing.http.get("/.well-known/jwks.json").json()
    (key,) = jwt.PyJWKSet.from_dict(told).keys
    options: Any = {"verify_exp": False, "verify_iat": False}
    claims = jwt.decode(made["token"], key, algorithms=["EdDSA"], options=options)
    assert (claims["jti"], claims["iat"], claims["exp"]) == (made["quoteId"], NOW, NOW + 600)
    assert claims["figures"]["gross"] == {"minor": 1099, "currency": "EUR", "exponent": 2}
    assert quote["price"]["gross"]["amount"] == "10.99"


def test_one_that_is_not_signed_says_neither_token_nor_instant(signing: Api) -> None:
    (quote,) = bought(signing, COINS)
    assert (quote["signed"], quote["asOf"]) == (None, None)


def test_the_same_batch_gives_the_same_bytes_and_each_reference_its_answer(signing: Api, clock: Now) -> None:
    inputs = [
        {**COINS, "reference": "a"},
        {**COINS, "packageId": "coins_7", "reference": "b"},
        {**COINS, "region": "D!", "reference": "c"},
        {**COINS, "buyer": {"age": 30}, "reference": "ä ⌘"},
        {**COINS, "used": [{"limitId": "daily", "amount": "much"}], "reference": "e"},
        COINS,
    ]
    variables = {"inputs": inputs, "sign": {}, "at": "2026-03-01T12:00:00Z"}
    responses = []
    for seconds in (0, 0, 890):
        clock.instant = Instant(NOW + seconds)
        responses.append(signing.post(BUYING, **variables))
    assert responses[0].content == responses[1].content == responses[2].content
    assert responses[0].headers["cache-control"] == "private, no-store"
    answers = responses[0].json()["data"]["purchaseQuotes"]
    assert [answer["reference"] for answer in answers] == ["a", "b", "c", "ä ⌘", "e", None]
    assert [answer.get("code") for answer in answers] == [
        None,
        "UNKNOWN_PACKAGE",
        "INVALID_INPUT",
        None,
        "INVALID_INPUT",
        None,
    ]


def test_nothing_of_a_signed_answer_is_kept_by_a_cache(signing: Api, clock: Now) -> None:
    query = f"{{ purchaseQuote(sign: {{}}, {_literal()}) {{ ... on PurchaseQuote {{ asOf }} }} }}"
    for seconds in (0, 1):
        clock.instant = Instant(NOW + seconds)
        response = signing.http.get("/graphql", params={"query": query})
        assert response.headers["cache-control"] == "private, no-store"
        assert "etag" not in response.headers
        assert response.json()["data"]["purchaseQuote"]["asOf"] == f"2026-03-01T12:00:0{seconds}Z"


def _literal() -> str:
    return 'input: {region: "DE", platform: "web", packageId: "coins_1000"}'


@pytest.mark.parametrize(
    ("ttl", "at", "path", "said"),
    [
        (901, None, ["sign", "ttl"], "the rules say 15 minutes, so write 1 to 900"),
        (0, None, ["sign", "ttl"], "cannot be valid for 0 seconds"),
        (-5, None, ["sign", "ttl"], "cannot be valid for -5 seconds"),
        (None, "2026-03-01T12:00:01Z", ["sign"], "`at` lies ahead"),
        (None, "2026-03-01T11:45:00Z", ["sign"], "has expired by now"),
    ],
)
def test_what_is_not_signed_is_refused_by_its_reason(
    signing: Api, ttl: int | None, at: str | None, path: list[str], said: str
) -> None:
    (refused,) = bought(signing, {**COINS, "reference": "r"}, sign={"ttl": ttl}, at=at)
    assert (refused["code"], refused["path"], refused["reference"]) == ("INVALID_INPUT", path, "r")
    assert said in refused["message"]


def test_a_reference_is_bounded_and_one_that_is_too_long_does_not_come_back(signing: Api) -> None:
    longest = "x" * REFERENCE.most
    inputs = [{**COINS, "reference": longest}, {**COINS, "reference": f"{longest}x"}, {"region": "!", "reference": ""}]
    inputs[2] = {**COINS, "region": "!", "reference": f"{longest}x"}
    good, long, misread = bought(signing, *inputs)
    assert good["reference"] == longest
    assert (long["reference"], long["path"]) == (None, ["inputs", "1", "reference"])
    assert (misread["reference"], misread["path"]) == (None, ["inputs", "2", "region"])
    assert QUOTES.most * REFERENCE.most < 100_000


def test_all_batches_and_single_questions_take_references(signing: Api) -> None:
    told = signing.ask(
        """{
          one: purchaseQuote(input: {region: "DE", platform: "web", packageId: "coins_1000", reference: "1"}) {
            ... on PurchaseQuote { reference }
          }
          wrong: purchaseQuote(input: {region: "!", platform: "web", packageId: "coins_1000", reference: "2"}) {
            ... on Refusal { reference }
          }
          items: itemQuotes(inputs: [{region: "DE", platform: "ios", itemId: "no", reference: "3"}]) {
            ... on Refusal { reference }
          }
          gifts: giftQuotes(sign: {}, inputs: [{region: "DE", platform: "ios", creatorRegion: "KR", giftId: "rose",
            buyer: {age: 30}, creator: {age: 30, followers: 5000, liveDays: 5}, reference: "4"}]) {
            ... on GiftQuote { reference asOf coins signed { token } } ... on Refusal { reference message }
          }
          payouts: payoutQuotes(sign: {ttl: 60}, inputs: [{region: "JP", methodId: "bank", diamonds: 30000,
            creator: {age: 21, followers: 1500, liveDays: 5, payouts: 3}, reference: "5",
            lots: [{diamonds: 30000, earnedAt: "2025-08-01T00:00:00Z"}]}]) {
            ... on PayoutQuote { reference paid { minorUnits } signed { token expiresAt } }
            ... on Refusal { reference message }
          }
        }"""
    )
    assert (told["one"], told["wrong"], told["items"]) == ({"reference": "1"}, {"reference": "2"}, [{"reference": "3"}])
    (gift,), (payout,) = told["gifts"], told["payouts"]
    assert (gift["reference"], payout["reference"]) == ("4", "5")
    claims = read_without_us(gift["signed"]["token"])[1]
    assert (claims["question"]["gift"], claims["figures"]["coins"]) == ("rose", gift["coins"])
    claims = read_without_us(payout["signed"]["token"])[1]
    assert str(claims["figures"]["paid"]["minor"]) == payout["paid"]["minorUnits"]
    for token in (gift["signed"]["token"], payout["signed"]["token"]):
        assert signing.ask(VERIFY, token=token)["verifyQuote"]["status"] == "VALID"


def test_a_quote_is_verified_by_the_server_as_time_passes(signing: Api, clock: Now) -> None:
    (quote,) = bought(signing, {**COINS, "buyer": {"age": 30}}, sign={"ttl": 60})
    token = quote["signed"]["token"]
    response = signing.post(VERIFY, token=token)
    assert response.headers["cache-control"] == "private, no-store"
    found = response.json()["data"]["verifyQuote"]
    assert (found["status"], found["confirmed"], found["compared"], found["reason"]) == ("VALID", True, True, None)
    assert {"part": "package", "value": "coins_1000"} in found["question"]
    assert {"figure": "gross", "number": "1099", "amount": "10.99", "currency": "EUR"} in found["figures"]
    assert {"figure": "coins", "number": "1000", "amount": None, "currency": None} in found["figures"]
    clock.instant = Instant(NOW + 60)
    late = signing.ask(VERIFY, token=token)["verifyQuote"]
    assert (late["status"], late["confirmed"]) == ("EXPIRED", False)
    told = signing.ask(VERIFY, token=token, purchasedAt="2026-03-01T12:00:59Z")["verifyQuote"]
    assert (told["status"], told["confirmed"]) == ("EXPIRED", True)
    clock.instant = Instant(NOW + 86_400)
    assert not signing.ask(VERIFY, token=token, purchasedAt="2026-03-01T12:00:59Z")["verifyQuote"]["confirmed"]


def test_a_token_that_is_not_ours_has_a_reason_and_nothing_else(signing: Api) -> None:
    (quote,) = bought(signing, COINS, sign={})
    header, payload, _ = quote["signed"]["token"].split(".")
    for token, reason in ((f"{header}.{payload}", "NOT_A_TOKEN"), (f"{header}.{payload}.AAAA", "WRONG_SIGNATURE")):
        found = signing.ask(VERIFY, token=token)["verifyQuote"]
        assert (found["status"], found["reason"], found["confirmed"], found["quoteId"]) == (
            "INVALID",
            reason,
            False,
            None,
        )
        assert (found["question"], found["figures"]) == ([], [])
    error = signing.error(VERIFY, token="A" * 2_001)
    assert error["extensions"]["code"] == "BAD_REQUEST"


SIGNED = f"{{ purchaseQuote(sign: {{}}, {_literal()}) {{ __typename }} }}"
TOKEN = f"{{ purchaseQuote({_literal()}) {{ ... on PurchaseQuote {{ signed {{ quoteId }} }} }} }}"
VERIFIED = '{ verifyQuote(token: "x") { status } }'
IN_A_FRAGMENT = f"{{ ...F }} fragment F on Query {{ a: purchaseQuote(sign: null, {_literal()}) {{ __typename }} }}"


@pytest.mark.parametrize("query", [SIGNED, TOKEN, VERIFIED, IN_A_FRAGMENT])
def test_signing_and_verifying_are_for_services(knowing: tuple[Api, dict[Audience, str]], query: str) -> None:
    api, keys = knowing
    for audience, status in ((None, 403), (Audience.PUBLIC, 403), (Audience.SERVICE, 200), (Audience.FINANCE, 200)):
        headers = {} if audience is None else {"Authorization": f"Bearer {keys[audience]}"}
        headers["Accept"] = "application/graphql-response+json"
        response = api.http.post("/graphql", json={"query": query}, headers=headers)
        assert response.status_code == status, response.text
        if status == 403:
            assert "is for the audience service." in response.text


def test_a_service_and_finance_get_the_same_token(knowing: tuple[Api, dict[Audience, str]]) -> None:
    api, keys = knowing
    asked = {"query": BUYING, "variables": {"inputs": [{**COINS, "buyer": {"age": 30}}], "sign": {"ttl": 60}}}
    tokens = set()
    for audience in (Audience.SERVICE, Audience.FINANCE):
        headers = {"Authorization": f"Bearer {keys[audience]}"}
        answer = api.http.post("/graphql", json={**asked}, headers=headers).json()
        tokens.add(answer["data"]["purchaseQuotes"][0]["signed"]["token"])
    (token,) = tokens
    assert read_without_us(token)[1]["book"] == api.http.get("/health/ready").json()["bookDigest"]


def test_a_server_without_keys_says_so(api: Api) -> None:
    for query in (SIGNED, VERIFIED):
        body = api.post(query).json()
        (error,) = body["errors"]
        assert error["message"] == "This server signs no quotes and checks none. Start it with --signing-keys."
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert api.http.get("/.well-known/jwks.json").status_code == 404


def test_public_keys_are_told_to_everybody_and_nothing_else_of_them(knowing: tuple[Api, dict[Audience, str]]) -> None:
    api, _ = knowing
    response = api.http.get("/.well-known/jwks.json")
    assert response.headers["cache-control"] == "public, max-age=300"
    assert response.headers["content-type"].startswith("application/json")
    (key,) = response.json()["keys"]
    assert set(key) == {"kty", "crv", "x", "kid", "use", "alg"}
    head = api.http.head("/.well-known/jwks.json")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == response.headers["content-length"]
    for method in ("POST", "PUT", "DELETE"):
        refused = api.http.request(method, "/.well-known/jwks.json")
        assert refused.status_code == 405
        assert refused.headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_file_that_is_lost_while_serving_signs_nothing_and_is_said(tmp_path: Path) -> None:
    settings = Settings(signing_keys=tmp_path / "never.json")
    with serving(CurrentBook(shipped()), settings=settings) as started:
        for query in (SIGNED, VERIFIED):
            (error,) = started.post(query).json()["errors"]
            assert error["message"] == "This server cannot read its keys for signed quotes now. Its log says why."
        response = started.http.get("/.well-known/jwks.json")
        assert (response.json(), response.headers["cache-control"]) == ({"keys": []}, "no-store")


def test_the_ids_of_keys_stand_in_tokens_and_the_keys_do_not() -> None:
    assert KEY.kid not in repr(KEY.private)
