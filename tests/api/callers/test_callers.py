"""Callers by API keys and JWTs, and what each of them spends."""

import json
import os
import stat
import time
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives import serialization

from ratecard.api.audience import Audience
from ratecard.api.callers import buckets as buckets_module
from ratecard.api.callers import watched
from ratecard.api.callers.buckets import Buckets
from ratecard.api.callers.key_sets import KeySetFile, UnreadableKeySet, read_key_set
from ratecard.api.callers.keys import new_key, read_keys
from ratecard.api.documents.costs import ANSWER, FIELD, FIELDS, REQUEST
from ratecard.api.http.incoming import address_of
from ratecard.api.serving.settings import Settings
from ratecard.cli.main import main
from tests.api.callers.signing import EC, OTHER, RSA, public_jwk, token
from tests.api.conftest import Start
from tests.api.http.asking import FINANCE, PUBLIC, SERVICE, bearer, seen, status
from tests.api.http.clocks import turning
from tests.api.servers import Api

ASKED = '{region: "DE", platform: "ios", packageId: "coins_1000"}'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def test_without_callers_everything_is_seen_from_this_machine(start: Start) -> None:
    assert seen(start(Settings())) == [200, 200, 200]


def test_a_key_sees_what_its_audience_sees(start: Start, file: Path) -> None:
    made = {audience: new_key(file, "shop", audience)[1] for audience in Audience}
    api = start(Settings(keys=file))
    assert seen(api) == [200, 403, 403]
    assert seen(api, bearer(made[Audience.PUBLIC])) == [200, 403, 403]
    assert seen(api, bearer(made[Audience.SERVICE])) == [200, 200, 403]
    assert seen(api, bearer(made[Audience.FINANCE])) == [200, 200, 200]


def test_a_token_that_is_not_known_is_refused_and_never_ignored(start: Start, file: Path) -> None:
    _, key = new_key(file, "shop", Audience.FINANCE)
    prefix, key_id, secret = key.split("_")
    api = start(Settings(keys=file))
    wrong = [
        *("-", "x", "rk", f"{prefix}_{key_id}", f"{prefix}_{key_id}_", f"{prefix}_{key_id}_{secret[:-1]}"),
        *(f"{prefix}_{key_id}_{secret}x", f"{prefix}_000000000000_{secret}", f"xx_{key_id}_{secret}", "x" * 9_000),
        *(key.upper(), f"{key} {key}"),
    ]
    for text in wrong:
        response = api.http.post("/graphql", json={"query": PUBLIC}, headers=bearer(text))
        assert response.status_code == httpx.codes.UNAUTHORIZED, text
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert response.headers["Cache-Control"] == "private, no-store"
        assert key_id not in response.text
    assert status(api, PUBLIC, {"Authorization": f"Basic {key}"}) == httpx.codes.UNAUTHORIZED
    assert status(api, FINANCE, {"Authorization": f"bearer {key}"}) == httpx.codes.OK


def test_several_keys_live_at_once_and_a_revoked_one_is_refused_while_the_server_runs(
    start: Start, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "SECONDS_BETWEEN_LOOKS", 0.0)
    runner = CliRunner()

    def run(*arguments: str) -> str:
        done = runner.invoke(main, ["keys", *arguments, "--keys", str(file)])
        assert done.exit_code == 0, done.output
        return done.stdout

    first = run("new", "--name", "books", "--audience", "finance").strip()
    api = start(Settings(keys=file))
    second = run("new", "--name", "books", "--audience", "finance").strip()
    assert seen(api, bearer(first)) == seen(api, bearer(second)) == [200, 200, 200]
    first_id = first.split("_")[1]
    listed = run("list")
    assert [line.split()[:3] for line in listed.splitlines()[1:]] == [
        [key.split("_")[1], "books", "finance"] for key in (first, second)
    ]
    assert run("revoke", first_id) == f"key {first_id} of books is revoked\n"
    assert status(api, PUBLIC, bearer(first)) == httpx.codes.UNAUTHORIZED
    assert seen(api, bearer(second)) == [200, 200, 200]
    again = runner.invoke(main, ["keys", "revoke", first_id, "--keys", str(file)])
    assert (again.exit_code, again.stderr) == (1, f"{file} holds no key {first_id}\n")


def test_a_key_is_stored_as_a_hash_only_and_read_by_its_owner_only(file: Path) -> None:
    made, key = new_key(file, "shop", Audience.SERVICE)
    secret = key.split("_")[2]
    assert len(secret) == 64
    assert secret not in file.read_text("utf-8")
    assert read_keys(file).keys == (made,)
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


def test_a_half_written_file_locks_nobody_out(start: Start, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "SECONDS_BETWEEN_LOOKS", 0.0)
    _, key = new_key(file, "shop", Audience.SERVICE)
    api = start(Settings(keys=file))
    file.write_text('{"keys": [', "utf-8")
    assert seen(api, bearer(key)) == [200, 200, 403]
    file.write_text('{"keys": []}', "utf-8")
    assert status(api, PUBLIC, bearer(key)) == httpx.codes.UNAUTHORIZED


@pytest.mark.parametrize("arguments", [("list",), ("revoke", "x")])
def test_a_file_that_holds_no_keys_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    wrong = tmp_path / "wrong.json"
    for content in (None, "{", "[]", '{"keys": [{"id": "a"}]}'):
        if content is not None:
            wrong.write_text(content, "utf-8")
        done = CliRunner().invoke(main, ["keys", *arguments, "--keys", str(wrong)])
        assert done.exit_code == 1
        assert done.stderr.startswith(f"{wrong} ")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    missing = tmp_path / "none" / "keys.json"
    done = CliRunner().invoke(
        main, ["keys", "new", "--name", "a", "--audience", "public"], env={"RATECARD_KEYS": str(missing)}
    )
    assert done.exit_code == 1
    assert "cannot be written: No such file" in done.stderr


# JWTs


@pytest.fixture
def jwks(tmp_path: Path) -> Path:
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps({"keys": [public_jwk(RSA, "rsa", "RS256"), public_jwk(EC, "ec", "ES256")]}), "utf-8")
    return file


@pytest.fixture
def by_jwt(start: Start, jwks: Path) -> Api:
    return start(Settings(jwks=jwks, jwt_issuer="https://id.example", jwt_audience="ratecard"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [200, 200, 200]),
        ({"key": EC, "algorithm": "ES256", "kid": "ec"}, [200, 200, 200]),
        ({"scope": "ratecard:service"}, [200, 200, 403]),
        ({"scope": "ratecard:public ratecard:service"}, [200, 200, 403]),
        ({"scope": "ratecard:everything finance"}, [200, 403, 403]),
        ({"scope": None}, [200, 403, 403]),
        ({"scope": 5}, [200, 403, 403]),
        ({"scope": ["ratecard:service", {}]}, [200, 200, 403]),
        ({"scope": ["ratecard:service ratecard:finance"]}, [200, 403, 403]),
        ({"scope": "ratecard:FINANCE xratecard:finance ratecard:finance,"}, [200, 403, 403]),
        ({"scope": None, "scp": "ratecard:service"}, [200, 200, 403]),
        ({"scope": None, "scp": ["ratecard:public", "ratecard:finance"]}, [200, 200, 200]),
        ({"scope": "ratecard:public", "scp": ["ratecard:service"]}, [200, 200, 403]),
        ({"exp": time.time() - 86_400}, None),
        ({"exp": None}, None),
        ({"sub": None}, None),
        ({"nbf": time.time() + 86_400}, None),
        ({"iss": "https://evil.example"}, None),
        ({"aud": "another"}, None),
        ({"aud": None}, None),
        ({"key": OTHER}, None),
        ({"kid": "unknown"}, None),
        ({"kid": None}, None),
        ({"kid": "ec"}, None),
    ],
)
def test_a_token_is_checked_whole(by_jwt: Api, changes: dict[str, Any], expected: list[int] | None) -> None:
    made = bearer(token(**changes))
    for _ in range(2):  # once checked, once kept
        assert seen(by_jwt, made) == (expected or [401, 401, 401])


def test_no_token_is_signed_by_what_everybody_knows(by_jwt: Api) -> None:
    public = RSA.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    claims = {"sub": "a", "iss": "https://id.example", "aud": "ratecard", "exp": time.time() + 86_400}
    none = jwt.encode({**claims, "scope": "ratecard:finance"}, "", algorithm="none", headers={"kid": "rsa"})
    head, body, _ = token().split(".")
    forged = _hs256(head, body, public)
    for wrong in (none, forged, f"{head}.{body}.", f"{head}.{body}", "..", "a.b.c", "é.é.é"):
        response = by_jwt.http.post(
            "/graphql", json={"query": PUBLIC}, headers={b"Authorization": f"Bearer {wrong}".encode()}
        )
        assert response.status_code == httpx.codes.UNAUTHORIZED, wrong


def _hs256(head: str, body: str, secret: bytes) -> str:
    """A token that takes the public key for a shared secret."""
    import base64
    import hmac

    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    changed = base64.urlsafe_b64encode(json.dumps({**header, "alg": "HS256"}).encode()).rstrip(b"=")
    signed = changed + b"." + body.encode()
    mac = base64.urlsafe_b64encode(hmac.new(secret, signed, "sha256").digest()).rstrip(b"=")
    return (signed + b"." + mac).decode()


def test_keys_of_a_set_are_rotated_while_the_server_runs(
    by_jwt: Api, jwks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "SECONDS_BETWEEN_LOOKS", 0.0)
    old, new = bearer(token()), bearer(token(key=OTHER, kid="new"))
    assert (status(by_jwt, PUBLIC, old), status(by_jwt, PUBLIC, new)) == (200, 401)
    jwks.write_text(json.dumps({"keys": [public_jwk(OTHER, "new", "RS256")]}), "utf-8")
    assert (status(by_jwt, PUBLIC, old), status(by_jwt, PUBLIC, new)) == (401, 200)


def test_a_set_of_keys_that_is_read_again_unchanged_is_the_same_set(
    jwks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "SECONDS_BETWEEN_LOOKS", 0.0)
    keys = KeySetFile(jwks)
    before = keys.content()
    os.utime(jwks, ns=(time.time_ns(), time.time_ns()))
    assert keys.content() is before  # or each token that was found good would be checked again
    jwks.write_text(json.dumps({"keys": [public_jwk(OTHER, "new", "RS256")]}), "utf-8")
    assert list(keys.content()) == ["new"]


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"keys": []}', '{"keys": [{"kty": "oct", "k": "AAAA", "kid": "a", "alg": "HS256"}]}']
)
def test_a_file_that_is_no_set_of_public_keys_is_told(tmp_path: Path, content: str) -> None:
    file = tmp_path / "jwks.json"
    file.write_text(content, "utf-8")
    with pytest.raises(UnreadableKeySet):
        read_key_set(file)


# What callers spend


@pytest.fixture
def spending(start: Start, file: Path) -> tuple[Api, str]:
    _, key = new_key(file, "shop", Audience.SERVICE)
    return start(Settings(keys=file, burst=300, rate=1)), key


def test_a_caller_that_asks_too_much_is_told_when_to_come_back(spending: tuple[Api, str]) -> None:
    api, key = spending
    costly = "{ markets { region platform currency } }"
    responses = [api.http.post("/graphql", json={"query": f"{costly} #{n}"}, headers=bearer(key)) for n in range(4)]
    refused = responses[-1]
    assert refused.status_code == httpx.codes.TOO_MANY_REQUESTS
    assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert int(refused.headers["Retry-After"]) > 0
    assert "data" not in refused.json()
    executed = api.counters.operations_executed
    assert status(api, costly, bearer(key)) == httpx.codes.TOO_MANY_REQUESTS
    assert api.counters.operations_executed == executed
    # Another caller has a bucket of its own.
    assert status(api, PUBLIC) == httpx.codes.OK


def test_what_is_left_stands_in_a_header_of_answers_that_nobody_keeps(start: Start) -> None:
    api = start(Settings(burst=1_000, rate=1))
    first, second = (api.post(PUBLIC) for _ in range(2))
    cost = first.json()["extensions"]["cost"]
    assert cost == REQUEST + FIELDS["Query.ruleBook"][ANSWER] + FIELD
    assert int(first.headers["RateLimit-Remaining"]) <= 1_000 - cost
    # An answer that is kept costs what any request does, and says what it cost to make.
    assert int(first.headers["RateLimit-Remaining"]) - int(second.headers["RateLimit-Remaining"]) <= REQUEST
    assert second.json() == first.json()
    assert "RateLimit-Remaining" not in api.http.get("/graphql", params={"query": PUBLIC}).headers


BATCH = "query ($i: [PurchaseQuoteInput!]!{default}) {{ purchaseQuotes(inputs: $i) {{ __typename }} }}"
SPREAD = "fragment f on PurchaseQuote { price { listed { amount } } }"


@pytest.mark.parametrize(
    ("query", "variables", "cost"),
    [
        (SERVICE, {}, 11 + 35),
        (BATCH.format(default=""), {"i": [ASKED] * 7}, 11 + 7 * 35),
        (BATCH.format(default=f" = [{ASKED}, {ASKED}]"), {}, 11 + 2 * 35),
        (f"{{ a: purchaseQuotes(inputs: [{ASKED}]) {{ ...f }} }} {SPREAD}", {}, 11 + 37),
    ],
)
def test_the_cost_of_a_batch_is_that_of_its_entries(api: Api, query: str, variables: dict[str, Any], cost: int) -> None:
    asked = {"region": "DE", "platform": "ios", "packageId": "coins_1000"}
    given = {name: [asked] * len(value) for name, value in variables.items()}
    assert api.post(query, **given).json()["extensions"]["cost"] == cost


def test_a_bucket_fills_again_and_never_above_its_rim() -> None:
    seconds, wait = turning()
    buckets = Buckets(burst=100, rate=10, seconds=seconds)
    assert (buckets.take("a", 60), buckets.wait("a")) == (40, 0)
    assert (buckets.take("a", 60), buckets.wait("a")) == (0, 3)  # 20 below zero, and 10 come back a second
    wait(2)
    assert buckets.wait("a") == 1
    wait(1)
    assert (buckets.wait("a"), buckets.take("a", 1)) == (0, 9)
    wait(1_000)
    assert buckets.take("a", 0) == 100
    assert (buckets.wait("b"), buckets.take("b", 100)) == (0, 0)


def test_buckets_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets_module, "CALLERS_KEPT_MOST", 10)
    seconds, _ = turning()
    buckets = Buckets(burst=100, rate=10, seconds=seconds)
    for number in range(50):
        buckets.take(str(number), 50)
    assert len(buckets._buckets) == 10


@pytest.mark.parametrize(
    ("client", "address"),
    [
        (("192.0.2.7", 5), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 5), "2001:db8:1:2::/64"),
        (("2001:db8:1:2:ffff::1", 5), "2001:db8:1:2::/64"),
        (("fe80::1%eth0", 5), "fe80::/64"),
        (None, "unknown"),
    ],
)
def test_one_asker_has_one_bucket(client: Any, address: str) -> None:
    scope: Any = {"client": client}
    assert address_of(scope) == address


def test_an_address_that_anybody_can_write_is_not_believed(start: Start) -> None:
    api = start(Settings(burst=50, rate=1))
    last = 0
    for number in range(20):
        forwarded = {"X-Forwarded-For": f"192.0.2.{number}"}
        query = {"query": f"{PUBLIC} #{'x' * number}"}
        last = api.http.post("/graphql", json=query, headers=forwarded).status_code
    assert last == httpx.codes.TOO_MANY_REQUESTS


def test_an_address_that_a_trusted_proxy_tells_is(start: Start) -> None:
    api = start(Settings(burst=50, rate=1, trusted_proxies="127.0.0.1"))
    for number in range(20):
        forwarded = {"X-Forwarded-For": f"192.0.2.{number}"}
        response = api.http.post("/graphql", json={"query": PUBLIC}, headers=forwarded)
        assert response.status_code == httpx.codes.OK


def test_keys_need_no_more_than_the_owners_rights(file: Path) -> None:
    old = os.umask(0)
    try:
        new_key(file, "shop", Audience.PUBLIC)
    finally:
        os.umask(old)
    assert stat.S_IMODE(file.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO) == 0
