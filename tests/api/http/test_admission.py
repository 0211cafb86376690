"""Who asks comes first: caller and bucket are decided from the headers, and what is done for anybody is charged."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.callers.keys import new_key
from ratecard.api.callers.watched import Watched
from ratecard.api.documents.costs import REQUEST
from ratecard.api.http import admission
from ratecard.api.serving.settings import Settings
from tests.api.callers.signing import OTHER, RSA, public_jwk, token
from tests.api.conftest import Start
from tests.api.http.asking import FINANCE, PUBLIC, bearer, status
from tests.api.http.raw import connect
from tests.api.servers import Api

JSON = {"Content-Type": "application/json"}
HEALTHY = "{ ruleBook { digest } }"
BURST = 3_000_000
SECONDS_OF_A_TEST = 100
"""With one unit a second coming back, more than any of these tests lasts."""

WRONG = "rk_000000000000_" + "0" * 64


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    file = tmp_path / "keys.json"
    new_key(file, "first", Audience.PUBLIC)
    return file


def left(api: Api, **headers: str) -> int:
    response = api.http.post("/graphql", json={"query": HEALTHY}, headers=headers)
    return int(response.headers["RateLimit-Remaining"])


def head_of_large(api: Api, authorization: str = "") -> bytes:
    """The head of a request whose body has not come yet."""
    more = f"Authorization: Bearer {authorization}\r\n" if authorization else ""
    host = api.url.removeprefix("http://")
    return (
        f"POST /graphql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{more}"
        f"Content-Length: {bounds.BODY.most}\r\n\r\n"
    ).encode()


# Before the body


def test_a_wrong_key_is_refused_before_any_of_the_body_comes(start: Start, keys: Path) -> None:
    api = start(Settings(keys=keys))
    with connect(api.url) as connection:
        connection.sendall(head_of_large(api, WRONG))
        answered = connection.recv(65_536)
    assert answered.startswith(b"HTTP/1.1 401 ")
    assert b"\r\nconnection: close\r\n" in answered


def test_a_key_that_sees_less_when_its_body_is_there_is_told_no_more(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed, file = [0.0], tmp_path / "keys.json"
    monkeypatch.setattr(Watched.__init__, "__defaults__", (lambda: passed[0],))
    _, key = new_key(file, "books", Audience.FINANCE)
    api = start(Settings(keys=file))
    assert status(api, FINANCE, bearer(key)) == httpx.codes.OK
    body = json.dumps({"query": FINANCE}).encode()
    head = f"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
    head += f"Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n"
    with connect(api.url) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1_000).startswith(b"HTTP/1.1 100 ")  # the caller is known, the body is awaited
        file.write_text(file.read_text("utf-8").replace('"finance"', '"service"'), "utf-8")
        passed[0] += 10
        connection.sendall(body)
        assert connection.recv(10_000).startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize(
    "body",
    [b'{"query": "' + b" " * 900_000 + b'"}', b"[" * 900_000, b"[" + b"[]," * 300_000 + b"[]]"],
    ids=["large", "deep", "many"],
)
def test_a_wrong_key_costs_next_to_nothing_whatever_the_body_is(start: Start, keys: Path, body: bytes) -> None:
    api = start(Settings(keys=keys))
    response = api.http.post("/graphql", content=body, headers={**JSON, **bearer(WRONG)})
    assert response.status_code == httpx.codes.UNAUTHORIZED
    counters = api.counters
    assert (counters.body_bytes_read, counters.requests_decoded, counters.documents_parsed) == (0, 0, 0)


def test_who_has_nothing_left_is_told_so_before_any_of_the_body_comes(start: Start) -> None:
    api = start(Settings(burst=50, rate=1))
    api.post("{ markets { region platform currency } }")
    read = api.counters.body_bytes_read
    with connect(api.url) as connection:
        connection.sendall(head_of_large(api))
        answered = connection.recv(65_536)
    assert answered.startswith(b"HTTP/1.1 429 ")
    assert b"\r\nretry-after: " in answered
    assert api.counters.body_bytes_read == read


# What is charged


def test_wrong_tokens_are_charged_to_their_address_and_not_looked_up_when_it_has_nothing_left(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jwks = tmp_path / "jwks.json"
    jwks.write_text(json.dumps({"keys": [public_jwk(RSA, "rsa", "RS256")]}), "utf-8")
    _, key = new_key(tmp_path / "keys.json", "payouts", Audience.SERVICE)
    checked: list[str] = []
    decode = jwt.decode

    def counting(text: str, *given: Any, **named: Any) -> Any:
        checked.append(text)
        return decode(text, *given, **named)

    monkeypatch.setattr(jwt, "decode", counting)
    settings = Settings(
        keys=tmp_path / "keys.json",
        jwks=jwks,
        jwt_issuer="https://id.example",
        jwt_audience="ratecard",
        burst=10 * admission.COST_OF_UNKNOWN,
        total_burst=1_000_000,
        rate=1,
    )
    api = start(settings)
    good = token()
    assert status(api, PUBLIC, bearer(good)) == httpx.codes.OK
    answers = [status(api, PUBLIC, bearer(token(key=OTHER, sub=str(number)))) for number in range(40)]
    assert answers[0] == httpx.codes.UNAUTHORIZED
    assert set(answers) == {httpx.codes.UNAUTHORIZED, httpx.codes.TOO_MANY_REQUESTS}
    assert answers[-1] == httpx.codes.TOO_MANY_REQUESTS
    assert len(checked) - 1 == answers.count(httpx.codes.UNAUTHORIZED) < 20
    # Nobody else pays for it: neither a key, nor a token that was good already. The address itself does.
    assert status(api, PUBLIC, bearer(key)) == status(api, PUBLIC, bearer(good)) == httpx.codes.OK
    assert status(api, PUBLIC, bearer(WRONG)) == status(api, PUBLIC) == httpx.codes.TOO_MANY_REQUESTS


REFUSED: dict[str, tuple[Callable[[Api], httpx.Response], int]] = {
    "no JSON": (lambda api: api.http.post("/graphql", content=b"x" * 700_000, headers=JSON), 700),
    "no query": (lambda api: api.http.post("/graphql", json={"a": "x" * 500_000}), 500),
    "many values": (lambda api: api.http.post("/graphql", content=b"[" + b"0," * 100_000, headers=JSON), 200 + 2_000),
    "too many values": (lambda api: api.http.post("/graphql", content=b"[" * 900_000, headers=JSON), 900),
    "a URL": (lambda api: api.http.get("/graphql", params={"variables": "[" * 4_500}), 13),
    "a small mistake": (lambda api: api.http.post("/graphql", content=b"x", headers=JSON), 1),
}


@pytest.mark.parametrize(("ask", "cost"), REFUSED.values(), ids=REFUSED)
def test_what_was_read_is_charged_although_it_is_refused(
    start: Start, ask: Callable[[Api], httpx.Response], cost: int
) -> None:
    api = start(Settings(burst=BURST, rate=1))
    api.post(HEALTHY)
    before = left(api)
    for _ in range(10):
        assert ask(api).status_code == httpx.codes.BAD_REQUEST
    spent = before - left(api)
    assert 10 * cost - SECONDS_OF_A_TEST <= spent <= 10 * cost * 1.1 + REQUEST


def test_a_body_that_does_not_come_whole_is_charged_for_what_came(start: Start) -> None:
    api = start(Settings(burst=BURST, rate=1))
    api.post(HEALTHY)
    before = left(api)
    with connect(api.url) as connection:
        connection.sendall(head_of_large(api) + b" " * 900_000)
    deadline = time.monotonic() + 60
    while before - left(api) < 900 - SECONDS_OF_A_TEST:  # each look costs one itself
        assert time.monotonic() < deadline, "it was never charged"
        time.sleep(0.05)
    assert api.counters.requests_decoded < 900


def test_the_list_of_keys_is_charged_to_whoever_asks_for_it(start: Start, keys: Path) -> None:
    _, finance = new_key(keys, "books", Audience.FINANCE)
    _, service = new_key(keys, "payouts", Audience.SERVICE)
    api = start(Settings(keys=keys, burst=100, rate=1))
    for key, answer in ((finance, httpx.codes.OK), (service, httpx.codes.FORBIDDEN)):
        answers = [api.http.get("/keys", headers=bearer(key)).status_code for _ in range(20)]
        assert answers[0] == answer
        assert answers[-1] == httpx.codes.TOO_MANY_REQUESTS
    wrong = [api.http.get("/keys", headers=bearer(WRONG)).status_code for _ in range(20)]
    assert (wrong[0], wrong[-1]) == (httpx.codes.UNAUTHORIZED, httpx.codes.TOO_MANY_REQUESTS)


# Before JSON is decoded


MANY = bounds.JSON_VALUES.most


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 900_000,
        b'{"a":' * 170_000 + b"{" * 50_000,
        b"[" + b"[]," * 200_000 + b"[]]",
        b'{"query": "{ __typename }", "variables": {"a": [' + b"{}," * 200_000 + b"{}]}}",
        b'{"query": "{ __typename }", "a": [' + b"0," * 400_000 + b"0]}",
    ],
    ids=["deep lists", "deep objects", "many lists", "many objects", "many numbers"],
)
def test_more_values_than_anything_needs_are_refused_before_they_are_decoded(api: Api, body: bytes) -> None:
    decoded = api.counters.requests_decoded
    response = api.http.post("/graphql", content=body, headers=JSON)
    assert response.status_code == httpx.codes.BAD_REQUEST
    assert response.json()["errors"][0]["message"] == "The request holds more than 200,000 values."
    assert api.counters.requests_decoded == decoded


def test_as_many_values_as_there_may_be_are_taken(start: Start) -> None:
    api = start(Settings(burst=BURST, rate=1))
    begun = b'{"query": "{ __typename }", "a": ['
    for values, code in ((MANY, httpx.codes.OK), (MANY + 1, httpx.codes.BAD_REQUEST)):
        body = begun + b"0," * (values - 4) + b"0]}"
        assert api.http.post("/graphql", content=body, headers=JSON).status_code == code


def test_a_larger_bound_of_bodies_takes_more_values(start: Start) -> None:
    api = start(Settings(burst=BURST, rate=1, body_bytes=2 * bounds.BODY.most))
    body = b'{"query": "{ __typename }", "a": [' + b"0," * (MANY + 10) + b"0]}"
    assert api.http.post("/graphql", content=body, headers=JSON).status_code == httpx.codes.OK
