"""Tokens that are not ours: each is refused, by its reason, before anything grows with it."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.quotes.requests import PurchaseRequest
from ratecard.signing.claims import TYPE, Claims
from ratecard.signing.keys import QuoteKey, keys_of, public_bytes, public_key
from ratecard.signing.verifying import InvalidQuote, QuoteStatus, claims_of, verdict_of
from tests.book.asking import NOON
from tests.signing.made import KEY, KEYS, OTHER, book_with, later, signed

TOKEN = signed(book_with(), PurchaseRequest("DE", "ios", "coins_100", NOON)).token
HEADER, PAYLOAD, SIGNATURE = TOKEN.split(".")
GOOD = {"alg": "EdDSA", "kid": KEY.kid, "typ": TYPE}


def part(value: object) -> str:
    """A part of a token, of bytes or of what JSON is made of."""
    raw = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def by_key(header: object, payload: object = None, key: QuoteKey = KEY) -> str:
    """A token of this header, truly signed by the key; with the payload of a good one where none is given."""
    content = f"{part(header)}.{PAYLOAD if payload is None else part(payload)}"
    assert key.private is not None
    return f"{content}.{part(key.private.sign(content.encode()))}"


def by_hmac() -> str:
    """A token that takes the public key, which everybody has, for a secret."""
    content = f"{part({**GOOD, 'alg': 'HS256'})}.{PAYLOAD}"
    return f"{content}.{part(hmac.digest(public_bytes(KEY.public), content.encode(), sha256))}"


HOSTILE: dict[str, tuple[Callable[[], str], InvalidQuote]] = {
    "empty": (lambda: "", InvalidQuote.NOT_A_TOKEN),
    "two parts": (lambda: f"{HEADER}.{PAYLOAD}", InvalidQuote.NOT_A_TOKEN),
    "four parts": (lambda: f"{TOKEN}.", InvalidQuote.NOT_A_TOKEN),
    "encrypted, in five parts": (lambda: f"{TOKEN}.a.b", InvalidQuote.NOT_A_TOKEN),
    "huge": (lambda: TOKEN + "A" * 10_000_000, InvalidQuote.TOO_LARGE),
    "a megabyte of points": (lambda: "." * 1_000_000, InvalidQuote.TOO_LARGE),
    "a space behind": (lambda: TOKEN + " ", InvalidQuote.NOT_A_TOKEN),
    "padded": (lambda: f"{HEADER}.{PAYLOAD}.{SIGNATURE}==", InvalidQuote.NOT_A_TOKEN),
    "of plain base64": (lambda: f"{HEADER}.{PAYLOAD}.{'/' * 86}", InvalidQuote.NOT_A_TOKEN),
    "not of ASCII": (lambda: f"{HEADER}.{PAYLOAD}.é", InvalidQuote.NOT_A_TOKEN),
    "bits behind the signature": (lambda: f"{TOKEN[:-1]}{chr(ord(TOKEN[-1]) + 1)}", InvalidQuote.NOT_A_TOKEN),
    "header of no JSON": (lambda: by_key(b"{"), InvalidQuote.NOT_A_TOKEN),
    "header of a list": (lambda: by_key([1]), InvalidQuote.NOT_A_TOKEN),
    "header that nests": (lambda: by_key(b"[" * 700), InvalidQuote.NOT_A_TOKEN),
    "header with a key of its own": (lambda: by_key({**GOOD, "jwk": {"kty": "OKP"}}), InvalidQuote.NOT_A_TOKEN),
    "header with an address of keys": (lambda: by_key({**GOOD, "jku": "https://a.example"}), InvalidQuote.NOT_A_TOKEN),
    "header with what is critical": (lambda: by_key({**GOOD, "crit": ["b64"], "b64": False}), InvalidQuote.NOT_A_TOKEN),
    "none": (lambda: f"{part({**GOOD, 'alg': 'none'})}.{PAYLOAD}.{SIGNATURE}", InvalidQuote.WRONG_ALGORITHM),
    "none without a signature": (lambda: f"{part({**GOOD, 'alg': 'none'})}.{PAYLOAD}.", InvalidQuote.WRONG_ALGORITHM),
    "nOnE": (lambda: by_key({**GOOD, "alg": "nOnE"}), InvalidQuote.WRONG_ALGORITHM),
    "by HMAC of the public key": (by_hmac, InvalidQuote.WRONG_ALGORITHM),
    "an access token": (lambda: by_key({**GOOD, "typ": "at+jwt"}), InvalidQuote.WRONG_TYPE),
    "a JWT": (lambda: by_key({**GOOD, "typ": "JWT"}), InvalidQuote.WRONG_TYPE),
    "without a type": (lambda: by_key({"alg": "EdDSA", "kid": KEY.kid}), InvalidQuote.WRONG_TYPE),
    "of the type in other letters": (lambda: by_key({**GOOD, "typ": TYPE.upper()}), InvalidQuote.WRONG_TYPE),
    "by an unknown key": (lambda: by_key({**GOOD, "kid": OTHER.kid}), InvalidQuote.UNKNOWN_KEY),
    "by no key": (lambda: by_key({**GOOD, "kid": ""}), InvalidQuote.UNKNOWN_KEY),
    "by another key under this name": (lambda: by_key(GOOD, key=OTHER), InvalidQuote.WRONG_SIGNATURE),
    "with another payload": (lambda: f"{HEADER}.{part({'iat': 1})}.{SIGNATURE}", InvalidQuote.WRONG_SIGNATURE),
    "with an empty signature": (lambda: f"{HEADER}.{PAYLOAD}.", InvalidQuote.WRONG_SIGNATURE),
    "claims of something else": (lambda: by_key(GOOD, {"sub": "shop", "exp": NOON + 9}), InvalidQuote.WRONG_CLAIMS),
    "claims of no JSON": (lambda: by_key(GOOD, b"\xff"), InvalidQuote.WRONG_CLAIMS),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_ours_is_refused_by_its_reason(name: str) -> None:
    make, reason = HOSTILE[name]
    verdict = verdict_of(make(), KEYS, NOON)
    assert (verdict.status, verdict.reason, verdict.confirmed) == (QuoteStatus.INVALID, reason, False)


def test_the_good_one_beside_them_is_good() -> None:
    assert isinstance(claims_of(TOKEN, KEYS, NOON), Claims)
    assert isinstance(claims_of(by_key(GOOD), KEYS, NOON), Claims)


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from("ABab01-_."))
def test_no_letter_of_a_token_can_be_another(place: int, letter: str) -> None:
    changed = TOKEN[:place] + letter + TOKEN[place + 1 :]
    assert (claims_of(changed, KEYS, NOON) == claims_of(TOKEN, KEYS, NOON)) is (changed == TOKEN)


@given(st.text(max_size=200) | st.from_regex(r"[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*", fullmatch=True))
def test_any_text_has_a_verdict(text: str) -> None:
    assert verdict_of(text, KEYS, NOON).status is QuoteStatus.INVALID


def test_a_key_that_is_over_checks_nothing_any_more() -> None:
    until = later(NOON, 60)
    keys = keys_of([public_key(public_bytes(KEY.public), KEY.seal, until)])
    assert isinstance(claims_of(TOKEN, keys, later(NOON, 59)), Claims)
    assert claims_of(TOKEN, keys, until) is InvalidQuote.UNKNOWN_KEY


def test_what_was_issued_ahead_of_all_clocks_is_refused() -> None:
    assert isinstance(claims_of(TOKEN, KEYS, later(NOON, -30)), Claims)
    assert claims_of(TOKEN, KEYS, later(NOON, -31)) is InvalidQuote.ISSUED_AHEAD


def test_a_quote_is_never_a_callers_token() -> None:
    key = jwt.PyJWK({"kty": "OKP", "crv": "Ed25519", "x": part(public_bytes(KEY.public)), "kid": KEY.kid})
    with pytest.raises(jwt.MissingRequiredClaimError):
        jwt.decode(TOKEN, key, algorithms=["EdDSA"], options={"require": ["exp", "sub"], "verify_exp": False})
