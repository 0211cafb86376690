"""Public keys that nobody should publish: left out and said, or refused with all of their set, and never a fault."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.api.callers import watched
from ratecard.api.callers.key_sets import UnreadableKeySet, key_set_of, read_key_set
from ratecard.api.serving.server import serve_book
from ratecard.api.serving.settings import Settings
from tests.api.callers.issuing import issuing
from tests.api.callers.signing import EC, OTHER, RSA, public_jwk, token
from tests.api.conftest import Start
from tests.api.http.asking import PUBLIC, bearer, seen, status
from tests.books import shipped

SMALL = rsa.generate_private_key(public_exponent=65_537, key_size=1024)
GOOD = public_jwk(RSA, "rsa", "RS256")


def private_jwk(key: Any, kid: str, algorithm: str) -> dict[str, Any]:
    algorithms: dict[str, Any] = {"RS256": jwt.algorithms.RSAAlgorithm, "ES256": jwt.algorithms.ECAlgorithm}
    return {**json.loads(algorithms[algorithm].to_jwk(key)), "kid": kid, "alg": algorithm}


@pytest.fixture
def jwks(tmp_path: Path) -> Path:
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps({"keys": [GOOD]}), "utf-8")
    return file


BAD = public_jwk(OTHER, "bad", "RS256")
WRONG: dict[str, tuple[dict[str, Any], Any, str]] = {
    "use enc": ({**BAD, "use": "enc"}, OTHER, "its use is not sig"),
    "use of another kind": ({**BAD, "use": ["sig"]}, OTHER, "its use is not sig"),
    "key_ops encrypt": ({**BAD, "key_ops": ["encrypt"]}, OTHER, "do not hold verify"),
    "key_ops sign": ({**BAD, "key_ops": ["sign"]}, OTHER, "do not hold verify"),
    "key_ops empty": ({**BAD, "key_ops": []}, OTHER, "do not hold verify"),
    "key_ops of another kind": (
        {**BAD, "key_ops": "verify"},
        OTHER,
        "do not hold verify",
    ),
    "RSA of 1024 bits": (public_jwk(SMALL, "bad", "RS256"), SMALL, "has 1024 bits; at least 2048"),
    "alg of encryption": ({**BAD, "alg": "RSA-OAEP"}, OTHER, "is not for one of the"),
    "alg none": ({**BAD, "alg": "none"}, OTHER, "is not for one of the algorithms"),
    "alg of another kind": ({**BAD, "alg": ["RS256"]}, OTHER, "is not for one of the"),
    "alg of another key": ({**BAD, "alg": "ES256"}, OTHER, "is not a public key"),
    "half a key": ({"kty": "RSA", "kid": "bad", "e": "AQAB"}, OTHER, "is not a public key that can be read"),
    "no key type": ({"kid": "bad", "n": "AQAB", "e": "AQAB"}, OTHER, "is not a public key that can be read"),
    "an exponent of 1": (
        {**BAD, "e": "AQ"},
        OTHER,
        "is not a public key that can be read",
    ),
    "numbers in place of texts": ({"kty": "RSA", "kid": "bad", "n": 5, "e": 5}, OTHER, "is not a public key"),
    "a curve of its own": ({**public_jwk(EC, "bad", "ES256"), "crv": "P-1"}, OTHER, "is not a public key"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_key_that_is_not_for_this_is_left_out_and_said(
    what: str, start: Start, jwks: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stated, private, said = WRONG[what]
    jwks.write_text(json.dumps({"keys": [stated, GOOD]}), "utf-8")
    server = start(Settings(jwks=jwks))
    assert status(server, PUBLIC, bearer(token(key=private, kid="bad"))) == httpx.codes.UNAUTHORIZED
    assert seen(server, bearer(token())) == [200, 200, 200]
    (line,) = caplog.messages  # once, although it is read by each worker
    assert line.startswith(f"{jwks}: the key bad ")
    assert said in line
    assert line.endswith("; it is left out")
    read_key_set(jwks)
    assert len(caplog.messages) == 1


@pytest.mark.parametrize("what", WRONG)
def test_a_set_of_nothing_else_is_an_error_at_the_start(
    what: str, jwks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stated, _, said = WRONG[what]
    jwks.write_text(json.dumps({"keys": [stated]}), "utf-8")
    assert serve_book(shipped(), Settings(jwks=jwks, jwt_any_issuer=True, jwt_any_audience=True)) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


SECRET: dict[str, tuple[dict[str, Any], str]] = {
    "RSA": (private_jwk(OTHER, "bad", "RS256"), "the key bad holds a private key (d)"),
    "EC": (private_jwk(EC, "bad", "ES256"), "the key bad holds a private key (d)"),
    "Ed25519": (
        {**json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(ed25519.Ed25519PrivateKey.generate())), "kid": "bad"},
        "the key bad holds a private key (d)",
    ),
    "a part of one": ({**BAD, "dp": "AQAB"}, "the key bad holds a private key (dp)"),
    "a secret": ({"kty": "oct", "k": "AAAA", "kid": "bad", "alg": "HS256"}, "the key bad holds a secret (k)"),
    "without a kid": ({"kty": "oct", "k": "AAAA"}, "key 1 holds a secret (k)"),
}


@pytest.mark.parametrize("what", SECRET)
@pytest.mark.parametrize("others", [[], [GOOD]])
def test_a_private_key_is_refused_with_all_of_its_set(
    what: str, others: list[Any], jwks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stated, said = SECRET[what]
    jwks.write_text(json.dumps({"keys": [stated, *others]}), "utf-8")
    assert serve_book(shipped(), Settings(jwks=jwks, jwt_any_issuer=True, jwt_any_audience=True)) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "whoever can read it can make tokens" in told
    assert str(stated.get("d", "-" * 9)) not in told


def test_a_private_key_that_comes_later_is_no_fault_either(
    start: Start, jwks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "SECONDS_BETWEEN_LOOKS", 0.0)
    server = start(Settings(jwks=jwks))
    assert status(server, PUBLIC, bearer(token())) == httpx.codes.OK
    jwks.write_text(json.dumps({"keys": [private_jwk(OTHER, "other", "RS256")]}), "utf-8")
    assert status(server, PUBLIC, bearer(token(key=OTHER, kid="other"))) == httpx.codes.UNAUTHORIZED
    assert server.http.get("/health/ready").json()["callers"] == {"tokens": "failing"}


def test_the_same_holds_of_keys_at_a_url(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    with issuing() as issuer:
        issuer.keys = [WRONG["use enc"][0], GOOD]
        server = start(Settings(jwks=issuer.url))
        assert status(server, PUBLIC, bearer(token(key=OTHER, kid="bad"))) == httpx.codes.UNAUTHORIZED
        assert status(server, PUBLIC, bearer(token())) == httpx.codes.OK
        any_token = Settings(jwks=issuer.url, jwt_any_issuer=True, jwt_any_audience=True)
        for keys, said in (([SECRET["RSA"][0], GOOD], "holds a private key (d)"), ([], "holds no key")):
            issuer.keys = keys
            assert serve_book(shipped(), any_token) == 2
            assert said in capsys.readouterr().err


def test_a_url_whose_set_is_emptied_has_no_keys(start: Start) -> None:
    with issuing() as issuer:
        server = start(Settings(jwks=issuer.url))
        assert status(server, PUBLIC, bearer(token())) == httpx.codes.OK
        issuer.keys = []
        assert status(server, PUBLIC, bearer(token(kid="new"))) == httpx.codes.UNAUTHORIZED
        assert status(server, PUBLIC, bearer(token())) == httpx.codes.UNAUTHORIZED


@pytest.mark.parametrize(
    ("make", "algorithm"),
    [
        (lambda: ec.generate_private_key(ec.SECP384R1()), "ES384"),
        (lambda: ec.generate_private_key(ec.SECP521R1()), "ES512"),
        (ed25519.Ed25519PrivateKey.generate, "EdDSA"),
        (lambda: OTHER, "PS256"),
        (lambda: OTHER, "RS512"),
    ],
)
@pytest.mark.parametrize("names_algorithm", [True, False])
def test_keys_of_every_other_algorithm_are_taken(
    make: Callable[[], Any], algorithm: str, names_algorithm: bool, start: Start, jwks: Path
) -> None:
    private = make()
    public = json.loads(jwt.algorithms.get_default_algorithms()[algorithm].to_jwk(private.public_key()))
    named = {"alg": algorithm} if names_algorithm else {}
    jwks.write_text(json.dumps({"keys": [{**public, "kid": "a", "key_ops": ["verify"], **named}]}), "utf-8")
    is_default = names_algorithm or algorithm not in ("PS256", "RS512")  # RSA without alg is RS256
    made = bearer(token(key=private, algorithm=algorithm, kid="a"))
    assert status(start(Settings(jwks=jwks)), PUBLIC, made) == (200 if is_default else 401)


@settings(deadline=None, max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from(["kty", "kid", "alg", "use", "key_ops", "n", "e", "crv", "x", "y", "x5c"]),
        st.sampled_from(["RSA", "EC", "OKP", "a", "sig", "RS256", "ES256", "P-256", "Ed25519", GOOD["n"], "AQAB", ""])
        | st.none()
        | st.integers(-1, 1)
        | st.lists(st.text(max_size=3), max_size=2),
    )
    | st.none()
    | st.text(max_size=3)
)
def test_whatever_is_published_is_taken_or_told(stated: object) -> None:
    content = json.dumps({"keys": [stated]}).encode()
    try:
        keys = key_set_of(content, "a")
    except UnreadableKeySet:
        return
    assert isinstance(stated, dict)
    assert set(keys) == {stated["kid"]}
