"""Which keys a running server has, as `keys list --server` asks it."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from ratecard.api.audience import Audience
from ratecard.api.callers.keys import new_key, read_keys, revoke_key
from ratecard.api.callers.watched import Watched
from ratecard.api.serving.settings import Settings
from ratecard.cli.main import main
from tests.api.callers.signing import RSA, public_jwk, token
from tests.api.conftest import Start
from tests.api.http.asking import bearer
from tests.api.servers import Api

KEYS, JWKS = "keys.json", "jwks.json"


@pytest.fixture
def moving(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock by which files are looked at."""
    passed = [0.0]
    monkeypatch.setattr(Watched.__init__, "__defaults__", (lambda: time.monotonic() + passed[0],))
    return lambda seconds: passed.__setitem__(0, passed[0] + seconds)


def list_with(file: Path, server: Api | str, key: str | None) -> tuple[int, list[str], str]:
    """The exit code, the lines, and what is said beside, of `keys list --server`."""
    url = server if isinstance(server, str) else server.url
    done = CliRunner().invoke(
        main, ["keys", "list", "--keys", str(file), "--server", url], env={"RATECARD_KEY": key}, terminal_width=200
    )
    return done.exit_code, done.stdout.splitlines(), done.stderr


def test_the_list_says_which_keys_a_server_has(start: Start, tmp_path: Path, moving: Callable[[float], None]) -> None:
    file, other = tmp_path / KEYS, tmp_path / "other.json"
    finance, key = new_key(file, "finance", Audience.FINANCE)
    gone, _ = new_key(file, "gone", Audience.SERVICE)
    server = start(Settings(keys=file))
    code, lines, told = list_with(file, f"{server.url}/", key)
    assert (code, told) == (0, "")
    assert [line.split()[0] for line in lines] == ["id", finance.id, gone.id]
    assert all(line.endswith("  yes") for line in lines[1:])
    # Another file than the one that the server reads: as if its folder were mounted elsewhere.
    other.write_bytes(file.read_bytes())
    revoke_key(other, gone.id)
    added, _ = new_key(other, "added", Audience.SERVICE)
    code, lines, told = list_with(other, server, key)
    assert code == 1
    assert told == f"the server at {server.url} does not have the keys of {other}\n"
    assert [(line.split()[0], line.split()[-1]) for line in lines[1:3]] == [(finance.id, "yes"), (added.id, "no")]
    assert lines[3].split()[:3] == [gone.id, "gone", "service"]
    assert lines[3].endswith("yes, and not in the file")
    # A file that the server cannot read any more.
    file.unlink()
    moving(10)
    code, _, told = list_with(other, server, key)
    assert code == 1
    assert (
        told
        == f"the server at {server.url} uses what it read before: {file} cannot be read: No such file or directory\n"
    )
    moving(60)
    code, lines, told = list_with(other, server, key)
    assert (code, lines) == (1, [])
    assert told == f"{server.url}/keys answers 401: it does not know this key\n"


def test_a_changed_key_is_another(start: Start, tmp_path: Path) -> None:
    file, other = tmp_path / KEYS, tmp_path / "other.json"
    _, key = new_key(file, "finance", Audience.FINANCE)
    server = start(Settings(keys=file))
    other.write_text(file.read_text("utf-8").replace('"finance"', '"service"'), "utf-8")
    code, lines, _ = list_with(other, server, key)
    assert (code, lines[1].split()[-1]) == (1, "another")


def test_the_list_of_a_server_is_for_finance_and_holds_no_secret(start: Start, tmp_path: Path) -> None:
    file = tmp_path / KEYS
    made = {audience: new_key(file, audience.name, audience)[1] for audience in Audience}
    server = start(Settings(keys=file))
    expected = {None: 401, Audience.PUBLIC: 403, Audience.SERVICE: 403, Audience.FINANCE: 200}
    wrong = server.http.get("/keys", headers=bearer("rk_a_b"))
    assert (wrong.status_code, wrong.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert server.http.get("/keys").status_code == httpx.codes.FORBIDDEN
    for audience, key in made.items():
        answer = server.http.get("/keys", headers=bearer(key))
        assert answer.status_code == expected[audience]
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if audience is not Audience.FINANCE:
            told = answer.json()["errors"][0]["extensions"]
            assert (told["code"], told["audience"]) == ("FORBIDDEN", "finance")
        for stored, text in zip(read_keys(file).keys, made.values(), strict=True):
            assert stored.secret_sha256 not in answer.text
            assert text.split("_")[2] not in answer.text
    code, _, told = list_with(file, server, made[Audience.SERVICE])
    assert (code, told) == (1, f"{server.url}/keys answers 403: this key is not for finance\n")
    assert list_with(file, server, None)[0] == 2
    assert (
        server.http.get("/keys", headers={**bearer(made[Audience.FINANCE]), "Host": "evil.example"}).status_code == 421
    )


def test_a_server_that_tells_no_keys_is_told(start: Start, tmp_path: Path) -> None:
    file = tmp_path / KEYS
    _, key = new_key(file, "finance", Audience.FINANCE)
    (tmp_path / JWKS).write_text(json.dumps({"keys": [public_jwk(RSA, "rsa", "RS256")]}), "utf-8")
    by_token = start(Settings(jwks=tmp_path / JWKS))
    assert list_with(file, by_token, token())[2] == f"the server at {by_token.url} has no file of keys\n"
    nobody = start(Settings())
    code, _, told = list_with(file, nobody, key)
    assert (code, told) == (1, f"{nobody.url}/keys answers 404: it knows no callers, or is not a Ratecard server\n")
    code, _, told = list_with(file, "http://prices.example", key)
    assert code == 1
    assert "write https" in told
    code, _, told = list_with(file, f"{nobody.url}/health/live?", key)
    assert (code, told) == (1, f"{nobody.url}/health/live?/keys does not answer with keys; name a Ratecard server\n")
