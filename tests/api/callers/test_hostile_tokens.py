"""Tokens that nobody should sign: refused, and never a fault."""

import base64
import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.api.callers.key_sets import NO_KEYS, key_set_of
from ratecard.api.callers.tokens import Tokens
from ratecard.api.http import turns
from ratecard.api.serving.settings import Settings
from tests.api.callers.signing import RSA, public_jwk, token
from tests.api.conftest import Start
from tests.api.http.asking import PUBLIC, bearer, status
from tests.api.servers import Api

GOOD = public_jwk(RSA, "rsa", "RS256")


def encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def signed(claims: str, header: str = '{"alg":"RS256","kid":"rsa","typ":"JWT"}') -> str:
    """A token of these very texts, whatever they are, rightly signed."""
    content = f"{encoded(header.encode())}.{encoded(claims.encode())}"
    return f"{content}.{encoded(RSA.sign(content.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


@pytest.fixture
def jwks(tmp_path: Path) -> Path:
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps({"keys": [GOOD]}), "utf-8")
    return file


@pytest.fixture
def api(start: Start, jwks: Path) -> Api:
    return start(Settings(jwks=jwks, jwt_issuer="https://id.example", jwt_audience="ratecard"))


CLAIMS = '"sub":"shop","iss":"https://id.example","aud":"ratecard"'
LATER = 32_000_000_000
"""An end in the year 2984: a constant, so that each process that runs tests names them alike."""


@pytest.mark.parametrize(
    "end",
    [
        *("1" + "0" * 400, "-1" + "0" * 400, "1e400", "-1e400", "NaN", "Infinity", "1" + "0" * 5_000, "32503680000"),
        *("1e300", "true", "false", "null", f'"{LATER}"', "[]", "{}", f"[{LATER}]", "0", "-0", "0.5"),
    ],
)
def test_an_end_that_is_no_instant_is_refused(api: Api, end: str) -> None:
    asked = bearer(signed(f'{{"exp":{end},{CLAIMS}}}'))
    for _ in range(2):
        answer = api.http.post("/graphql", json={"query": PUBLIC}, headers=asked)
        assert answer.status_code == httpx.codes.UNAUTHORIZED, answer.text


@pytest.mark.parametrize("end", [str(LATER), f"{LATER}.5", f"{LATER}e0", "32503679999"])
def test_an_end_that_is_one_is_taken(api: Api, end: str) -> None:
    assert status(api, PUBLIC, bearer(signed(f'{{"exp":{end},{CLAIMS}}}'))) == httpx.codes.OK


@pytest.mark.parametrize(
    "claims",
    [
        *(
            f'{{"exp":{LATER},{CLAIMS},"{name}":{value}}}'
            for name in ("nbf", "iat")
            for value in ("1e400", '"x"', "{}")
        ),
        f'{{"exp":{LATER},"sub":5,"iss":"https://id.example","aud":"ratecard"}}',
        f'{{"exp":{LATER},"sub":"a","iss":{{}},"aud":"ratecard"}}',
        f'{{"exp":{LATER},"sub":"a","iss":["https://id.example"],"aud":"ratecard"}}',
        f'{{"exp":{LATER},"sub":"a","iss":"https://id.example","aud":{{"ratecard":1}}}}',
        f'{{"exp":{LATER},"sub":"a","iss":"https://id.example","aud":[["ratecard"]]}}',
        f'{{"exp":{LATER},"sub":"a","iss":"https://id.example","aud":[1,null]}}',
        *("", "5", "[]", "null", "{", '"x"', "[" * 3_000, "\x00"),
    ],
)
def test_claims_of_other_kinds_are_refused(api: Api, claims: str) -> None:
    assert status(api, PUBLIC, bearer(signed(claims))) == httpx.codes.UNAUTHORIZED


def test_a_subject_that_is_no_text_of_unicode_has_a_bucket_too(api: Api) -> None:
    surrogate = signed(f'{{"exp":{LATER},"sub":"\\ud800","iss":"https://id.example","aud":"ratecard"}}')
    assert status(api, PUBLIC, bearer(surrogate)) == httpx.codes.OK


@pytest.mark.parametrize(
    "header",
    [
        '{"alg":"RS256","kid":{}}',
        '{"alg":"RS256","kid":5}',
        '{"alg":"RS256","kid":["rsa"]}',
        '{"alg":"RS256","kid":null}',
        '{"alg":null,"kid":"rsa"}',
        '{"alg":5,"kid":"rsa"}',
        '{"alg":{},"kid":"rsa"}',
        '{"alg":"rs256","kid":"rsa"}',
        '{"alg":"RS512","kid":"rsa"}',
        '{"alg":"ES256","kid":"rsa"}',
        '{"alg":"RS256","kid":"rsa","crit":["exp"]}',
        '{"alg":"RS256","kid":"rsa","crit":5}',
        '{"alg":"RS256","kid":"rsa","b64":false,"crit":["b64"]}',
        '{"kid":"rsa"}',
        "[]",
        "5",
        "[" * 3_000,
    ],
)
def test_headers_of_other_kinds_are_refused(api: Api, header: str) -> None:
    asked = bearer(signed(f'{{"exp":{LATER},{CLAIMS}}}', header))
    answer = api.http.post("/graphql", json={"query": PUBLIC}, headers=asked)
    assert answer.status_code == httpx.codes.UNAUTHORIZED, answer.text


@settings(deadline=None)
@given(st.text("eyJ.abcXYZ019-_=", max_size=80) | st.text(max_size=40))
def test_whatever_the_text_is_nothing_is_raised(text: str) -> None:
    class Fixed:
        def content(self) -> Any:
            return key_set_of(json.dumps({"keys": [GOOD]}).encode(), "a")

        async def newer(self, _: str) -> Any:
            return NO_KEYS

        def state(self) -> Any:
            return None

    looked = Tokens(Fixed(), None, None).find(text)
    with pytest.raises(StopIteration) as ended:
        looked.send(None)
    assert ended.value.value is None


@pytest.mark.parametrize(("ago", "expected"), [(5, 200), (120, 401)])
def test_a_token_that_has_ended_a_moment_ago_is_taken_or_refused_alike_after_a_wait(
    start: Start, jwks: Path, monkeypatch: pytest.MonkeyPatch, ago: int, expected: int
) -> None:
    waited = []

    async def wait(*_: object) -> None:
        waited.append(True)

    monkeypatch.setattr(turns, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(turns.Turns, "_wait", wait)
    api = start(Settings(jwks=jwks, jwt_issuer="https://id.example", jwt_audience="ratecard"))
    assert status(api, PUBLIC, bearer(token(exp=int(time.time()) - ago))) == expected
    assert len(waited) == (expected == 200)


def test_a_token_that_is_forgotten_while_it_waits_is_checked_once_more_and_answered(
    start: Start, jwks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(Tokens, "at_once", lambda *_: None)
    api = start(Settings(jwks=jwks, jwt_issuer="https://id.example", jwt_audience="ratecard"))
    assert status(api, PUBLIC, bearer(token())) == 200
