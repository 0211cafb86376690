"""Files of keys that sign quotes: made, rotated, read again, and wrong ones, of which nothing secret is told."""

import json
import logging
import stat
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from ratecard.api.callers.signing_keys import SigningKeysFile
from ratecard.instants import Duration
from ratecard.quotes.requests import PurchaseRequest
from ratecard.signing.key_files import (
    UnreadableSigningKeys,
    new_signing_keys,
    read_published_keys,
    read_signing_keys,
    rotate_signing_keys,
)
from ratecard.signing.keys import private_key, public_bytes, published, thumbprint
from ratecard.signing.verifying import InvalidQuote, QuoteStatus, verdict_of
from tests.book.asking import NOON
from tests.signing.made import DAY, KEY, SEED, book_with, later, signed

# RFC 8037, appendix A.
RFC_D, RFC_X = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
RFC_KID = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
RFC_HEADER, RFC_PAYLOAD = "eyJhbGciOiJFZERTQSJ9", "RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
RFC_SIGNATURE = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
PRIVATE = {"kty": "OKP", "crv": "Ed25519", "d": RFC_D, "x": RFC_X}


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def written(folder: Path, content: object) -> Path:
    """A file of keys of this content: bytes, or what is JSON."""
    file = folder / "keys.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return file


def test_ids_and_signatures_are_those_of_the_standard() -> None:
    key = private_key(raw(RFC_D))
    assert public_bytes(key.public) == raw(RFC_X)
    assert key.kid == RFC_KID == thumbprint(raw(RFC_X))
    assert key.has_signed(raw(RFC_SIGNATURE), f"{RFC_HEADER}.{RFC_PAYLOAD}".encode())
    assert not key.has_signed(raw(RFC_SIGNATURE), f"{RFC_HEADER}.{RFC_PAYLOAD}A".encode())


def test_a_new_file_holds_one_key_for_its_owner_alone_and_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    made = new_signing_keys(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    keys = read_signing_keys(file)
    assert keys.current is not None
    assert (keys.current.kid, list(keys.by_id)) == (made.kid, [made.kid])
    with pytest.raises(UnreadableSigningKeys, match="is there already"):
        new_signing_keys(file)
    assert read_signing_keys(file).by_id.keys() == {made.kid}


def test_after_a_rotation_the_new_key_signs_and_the_old_one_checks_and_opens_for_a_while(tmp_path: Path) -> None:
    file, book = tmp_path / "keys.json", book_with()
    first = new_signing_keys(file)
    asked = PurchaseRequest("DE", "ios", "coins_100", NOON, codes=("SPRING",))
    token = signed(book, asked, key=first).token
    second, before = rotate_signing_keys(file, Duration(1, "days"), NOON)
    stored = json.loads(file.read_text())["keys"]
    assert [("d" in key, "until" in key) for key in stored] == [(True, False), (False, True)]
    assert before.kid == first.kid
    keys = read_signing_keys(file)
    assert keys.current is not None
    assert keys.current.kid == second.kid
    found = verdict_of(token, keys, NOON, None, book)
    assert (found.status, found.compared) == (QuoteStatus.VALID, True)
    told = [key["kid"] for key in published(keys, NOON)["keys"]]
    assert told == [second.kid, first.kid]
    assert [key["kid"] for key in published(keys, later(NOON, DAY))["keys"]] == [second.kid]
    assert verdict_of(token, keys, later(NOON, DAY)).reason is InvalidQuote.UNKNOWN_KEY
    third, _ = rotate_signing_keys(file, Duration(1, "days"), later(NOON, DAY))
    assert read_signing_keys(file).by_id.keys() == {third.kid, second.kid}


def test_what_is_published_holds_no_secret_and_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    new_signing_keys(file)
    rotate_signing_keys(file, Duration(1, "days"), NOON)
    keys = read_signing_keys(file)
    told = published(keys, NOON)
    assert {frozenset(key) for key in told["keys"]} == {frozenset(("kty", "crv", "x", "kid", "use", "alg"))}
    again = read_published_keys(written(tmp_path, told))
    assert again.by_id.keys() == keys.by_id.keys()
    assert again.current is None


def test_a_private_key_in_pem_is_taken(tmp_path: Path) -> None:
    private = Ed25519PrivateKey.from_private_bytes(SEED)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    keys = read_signing_keys(written(tmp_path, pem))
    assert keys.current is not None
    assert keys.current.kid == KEY.kid
    book = book_with()
    asked = PurchaseRequest("DE", "ios", "coins_100", NOON)
    assert signed(book, asked, key=keys.current) == signed(book, asked)


def _encrypted() -> bytes:
    private = Ed25519PrivateKey.from_private_bytes(SEED)
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))


def _of_a_curve() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


WRONG: dict[str, tuple[Any, str]] = {
    "no JSON": (b"{", "is not a JWKS"),
    "no list": ({"keys": 1}, "is not a JWKS"),
    "a secret where a word should be": ({"keys": [{"kty": [RFC_D]}]}, "is not a JWKS"),
    "nothing": ({"keys": []}, "none of them signs"),
    "a public key alone": ({"keys": [{**PRIVATE, "d": ""}]}, "none of them signs"),
    "two that sign": ({"keys": [PRIVATE, PRIVATE]}, "2 of them sign"),
    "one that is over": ({"keys": [{**PRIVATE, "until": "2026-01-01T00:00:00Z"}]}, "none of them signs"),
    "another curve": ({"keys": [{**PRIVATE, "crv": "X25519"}]}, "key 1 is not an OKP key of Ed25519"),
    "a secret of all": ({"keys": [{"kty": "oct", "k": RFC_D}]}, "key 1 is not an OKP key of Ed25519"),
    "too short": ({"keys": [{**PRIVATE, "d": RFC_D[:-2]}]}, "`d` of key 1 is not 32 bytes"),
    "two halves": ({"keys": [{**PRIVATE, "x": RFC_X[::-1]}]}, "`x` of key 1 is not the public half"),
    "a seal of nothing": ({"keys": [PRIVATE, {**PRIVATE, "d": "", "seal": "AA"}]}, "`seal` of key 2 is not 32 bytes"),
    "too many": ({"keys": [PRIVATE] * 101}, "more than 100 keys"),
    "encrypted": (_encrypted(), "its private key is encrypted"),
    "of a curve": (_of_a_curve(), "is not of Ed25519"),
    "half a PEM": (_encrypted()[:60], "cannot be read|can be read"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_and_nothing_of_it_is_said(name: str, tmp_path: Path) -> None:
    content, sentence = WRONG[name]
    with pytest.raises(UnreadableSigningKeys, match=sentence) as refused:
        read_signing_keys(written(tmp_path, content))
    assert RFC_D[:8] not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_file_that_is_not_there_is_said_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSigningKeys, match="cannot be read"):
        read_signing_keys(tmp_path / "keys.json")


def test_a_running_server_reads_its_keys_again_and_logs_no_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    now, file = [0.0], tmp_path / "keys.json"
    first = new_signing_keys(file)
    watched = SigningKeysFile(file, lambda: now[0])
    assert watched.content().by_id.keys() == {first.kid}
    second, _ = rotate_signing_keys(file, Duration(1, "days"), NOON)
    now[0] += 2
    assert watched.content().by_id.keys() == {first.kid, second.kid}
    file.write_text(json.dumps({"keys": [{**PRIVATE, "x": RFC_X[::-1]}]}))
    with caplog.at_level(logging.WARNING):
        now[0] += 2
        assert watched.content().by_id.keys() == {first.kid, second.kid}
        now[0] += 61
        assert watched.content().by_id == {}
    assert "nothing is signed or checked until it can be read" in caplog.text
    assert RFC_D not in caplog.text
    assert "Ed25519PrivateKey" not in repr(first)
