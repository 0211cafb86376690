"""`ratecard signing-keys` and `ratecard verify`: keys made and rotated, and tokens judged without a server."""

import json
from pathlib import Path

import pytest

from ratecard.quotes.requests import PurchaseRequest
from ratecard.signing.key_files import new_signing_keys, read_signing_keys
from ratecard.signing.keys import published
from tests.api.servers import NOW
from tests.book.asking import NOON
from tests.books import shipped
from tests.cases.smallest import DE, changed
from tests.cli.running import run
from tests.signing.made import LIFE, book_with, signed

AT = ("--at", "2026-03-01T12:05+00:00")
LATE = ("--at", "2026-03-01T13:00+00:00")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one key."""
    new_signing_keys(tmp_path / "signing.json")
    return tmp_path / "signing.json"


@pytest.fixture
def jwks(file: Path) -> Path:
    """The public halves, as a server tells them."""
    told = file.with_name("jwks.json")
    told.write_text(json.dumps(published(read_signing_keys(file), NOW)))
    return told


@pytest.fixture
def token(file: Path) -> str:
    """A quote of the shipped book, signed at noon."""
    key = read_signing_keys(file).current
    assert key is not None
    return signed(shipped(), PurchaseRequest("DE", "web", "coins_1000", NOW), key=key).token


def test_keys_are_made_rotated_and_listed_without_their_secrets(tmp_path: Path) -> None:
    file = str(tmp_path / "signing.json")
    made = run("signing-keys", "new", "--file", file)
    assert made.exit_code == 0
    first = made.stdout.split()[1]
    again = run("signing-keys", "new", "--file", file)
    assert (again.exit_code, "is there already" in again.output) == (1, True)
    rotated = run("signing-keys", "rotate", "--keep", "2 days", environment={"RATECARD_SIGNING_KEYS": file})
    assert f"; key {first} checks until " in rotated.stdout
    listed = run("signing-keys", "list", "--file", file)
    rows = [line.split() for line in listed.stdout.splitlines()]
    assert rows[0] == ["key", "does", "until"]
    assert [row[:2] for row in rows[1:]] == [[rotated.stdout.split()[1], "signs"], [first, "checks"]]
    secrets = [key[name] for key in json.loads(Path(file).read_text())["keys"] for name in ("d", "seal") if name in key]
    assert len(secrets) == 2
    assert not any(secret in made.output + rotated.output + listed.output for secret in secrets)
    wrong = run("signing-keys", "rotate", "--file", file, "--keep", "soon")
    assert (wrong.exit_code, "soon is not a length of time" in wrong.output) == (2, True)


def test_a_token_is_judged_by_public_keys_alone(token: str, jwks: Path) -> None:
    good = run("verify", token, "--jwks", str(jwks), *AT)
    assert good.exit_code == 0
    sentence, question, *table = good.stdout.splitlines()
    assert sentence == "valid until 2026-03-01T12:15:00Z; it was not compared with what the rules say now"
    assert question.startswith(
        "type purchase region DE platform web package coins_1000 quantity 1; issued 2026-03-01T12"
    )
    assert ["gross", "10.99", "EUR"] in [line.split() for line in table]
    late = run("verify", token, "--jwks", str(jwks), *LATE)
    assert (late.exit_code, late.stdout.splitlines()[0]) == (
        1,
        "expired at 2026-03-01T12:15:00Z, and no purchase that was made before then is confirmed",
    )
    bought = run("verify", token, "--jwks", str(jwks), *LATE, "--purchased-at", "2026-03-01T12:14+00:00")
    assert (bought.exit_code, bought.stdout.splitlines()[0]) == (
        0,
        "expired at 2026-03-01T12:15:00Z; what was bought before then is confirmed until 2026-03-02T12:00:00Z",
    )


def test_with_a_book_that_says_the_same_it_is_valid(token: str, file: Path) -> None:
    same = run("verify", token, "--signing-keys", str(file), "--book", ".", *AT)
    assert (same.exit_code, same.stdout.splitlines()[0]) == (
        0,
        "valid until 2026-03-01T12:15:00Z, with the figures that the rules give now",
    )
    text = run("verify", token, "--signing-keys", str(file), "--book", ".", "--format", "json", *AT)
    found = json.loads(text.stdout)
    assert (found["status"], found["confirmed"], found["compared"]) == ("VALID", True, True)
    assert found["figures"]["gross"] == {"minor": 1099, "currency": "EUR", "exponent": 2}
    assert (found["differences"], found["refusedNow"], found["reason"]) == ([], None, None)
    assert found["question"]["package"] == "coins_1000"


def test_with_a_book_that_says_otherwise_it_is_honoured_and_both_figures_are_shown(file: Path, tmp_path: Path) -> None:
    key = read_signing_keys(file).current
    assert key is not None
    token = signed(book_with(), PurchaseRequest("DE", "ios", "coins_100", NOON), key=key).token
    for path, text in changed({"regions/de.yaml": f"{DE.replace('1.29', '1.49')}{LIFE}"}).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    told = ("verify", token, "--signing-keys", str(file), "--book", str(tmp_path), "--at", "2025-06-01T12:05+00:00")
    shown = run(*told)
    sentence, _, head, *rows = shown.stdout.splitlines()
    assert (shown.exit_code, sentence) == (
        0,
        "honoured until 2025-06-01T12:15:00Z, although the figures are others now",
    )
    assert head.split() == ["figure", "quoted", "now"]
    assert [row.split() for row in rows if row.split()[0] in ("coins", "gross")] == [
        ["coins", "100"],
        ["gross", "1.29", "EUR", "1.49", "EUR"],
    ]
    found = json.loads(run(*told, "--format", "json").stdout)
    assert (found["status"], [line["figure"] for line in found["differences"]]) == (
        "HONOURED",
        ["regular", "listed", "net", "tax", "gross"],
    )


def test_what_is_not_a_quote_ends_with_1_and_wrong_usage_with_2(jwks: Path, file: Path, tmp_path: Path) -> None:
    wrong = run("verify", "a.b.c", "--jwks", str(jwks), "--format", "json")
    assert (wrong.exit_code, json.loads(wrong.stdout)["reason"]) == (1, "NOT_A_TOKEN")
    assert run("verify", "a.b.c").exit_code == 2
    assert run("verify", "a.b.c", "--jwks", str(jwks), "--signing-keys", str(file)).exit_code == 2
    missing = run("verify", "a.b.c", "--jwks", str(tmp_path / "none.json"))
    assert (missing.exit_code, "cannot be read" in missing.output) == (2, True)
