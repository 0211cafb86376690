"""Files of keys that cannot be read any more: what goes on working, for how long, and who says so."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from ratecard.api.audience import Audience
from ratecard.api.callers import watched
from ratecard.api.callers.keys import new_key
from ratecard.api.callers.watched import Watched
from ratecard.api.serving.settings import Settings
from tests.api.callers.signing import RSA, public_jwk, token
from tests.api.conftest import Start
from tests.api.http.asking import FINANCE, PUBLIC, bearer, seen, status
from tests.api.http.running import running
from tests.api.servers import Api

KEYS, JWKS = "keys.json", "jwks.json"


@pytest.fixture
def moving(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock by which files are looked at."""
    passed = [0.0]
    monkeypatch.setattr(Watched.__init__, "__defaults__", (lambda: time.monotonic() + passed[0],))
    return lambda seconds: passed.__setitem__(0, passed[0] + seconds)


@pytest.fixture
def api(moving: Callable[[float], None], start: Start, tmp_path: Path) -> tuple[Api, dict[str, dict[str, str]]]:
    """A server with a file of each kind, and the headers of somebody who is known by each."""
    moving(0)
    _, key = new_key(tmp_path / KEYS, "books", Audience.FINANCE)
    (tmp_path / JWKS).write_text(json.dumps({"keys": [public_jwk(RSA, "rsa", "RS256")]}), "utf-8")
    started = start(Settings(keys=tmp_path / KEYS, jwks=tmp_path / JWKS))
    return started, {KEYS: bearer(key), JWKS: bearer(token())}


def replaced_by(make: Callable[[Path], None]) -> Callable[[Path], None]:
    """Puts something else in a file's place."""

    def replace(file: Path) -> None:
        file.unlink()
        make(file)

    return replace


BROKEN: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "emptied": lambda file: file.write_bytes(b""),
    "half written": lambda file: file.write_bytes(file.read_bytes()[:50]),
    "something else": lambda file: file.write_bytes(b"[]"),
    "a folder": replaced_by(Path.mkdir),
    "a pipe": replaced_by(os.mkfifo),
    "too large": lambda file: os.truncate(file, 5_000_000),
    "a link to nothing": replaced_by(lambda file: file.symlink_to("nothing")),
}


@pytest.mark.parametrize("kind", [KEYS, JWKS])
@pytest.mark.parametrize("how", BROKEN)
def test_a_file_that_cannot_be_read_is_believed_for_a_minute_and_no_longer(
    api: tuple[Api, dict[str, dict[str, str]]],
    how: str,
    kind: str,
    tmp_path: Path,
    moving: Callable[[float], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    server, headers = api
    file, name = tmp_path / kind, {KEYS: "keys", JWKS: "tokens"}[kind]
    kept = file.read_bytes()
    assert seen(server, headers[kind]) == [200, 200, 200]
    assert server.http.get("/health/ready").json()["callers"] == {"keys": "read", "tokens": "read"}
    BROKEN[how](file)
    for _ in range(5):
        moving(10)
        assert seen(server, headers[kind]) == [200, 200, 200]
    assert server.http.get("/health/ready").json()["callers"][name] == "failing"
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith(str(file))
    assert caplog.messages[0].endswith("; what it held is believed for 60 seconds")
    for _ in range(3):
        moving(20)
        assert [status(server, query, headers[kind]) for query in (PUBLIC, FINANCE)] == [401, 401]
    assert status(server, PUBLIC) == httpx.codes.OK
    ready = server.http.get("/health/ready")
    assert (ready.status_code, ready.json()["status"], ready.json()["callers"][name]) == (200, "ready", "refused")
    assert len(caplog.messages) == 2
    assert caplog.messages[1].endswith("; whoever is known by it is refused until it can be read")
    others = next(each for each in headers if each != kind)
    assert seen(server, headers[others]) == [200, 200, 200]
    file.rmdir() if file.is_dir() else file.unlink(missing_ok=True)
    file.write_bytes(kept)
    moving(1)
    assert seen(server, headers[kind]) == [200, 200, 200]
    assert caplog.messages[2:] == [f"{file} is read again"]


@pytest.mark.parametrize(("kind", "content"), [(KEYS, '{"keys": []}'), (JWKS, '{"keys": []}')])
def test_an_empty_set_is_no_keys_and_at_once(
    api: tuple[Api, dict[str, dict[str, str]]],
    kind: str,
    content: str,
    tmp_path: Path,
    moving: Callable[[float], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    server, headers = api
    assert status(server, PUBLIC, headers[kind]) == httpx.codes.OK
    (tmp_path / kind).write_text(content, "utf-8")
    moving(1)
    assert status(server, PUBLIC, headers[kind]) == httpx.codes.UNAUTHORIZED
    assert server.http.get("/health/ready").json()["callers"] == {"keys": "read", "tokens": "read"}
    assert caplog.messages == []


def test_a_file_that_failed_while_nobody_asked_is_not_believed_for_a_minute_more(
    api: tuple[Api, dict[str, dict[str, str]]], tmp_path: Path, moving: Callable[[float], None]
) -> None:
    server, headers = api
    assert status(server, PUBLIC, headers[KEYS]) == httpx.codes.OK
    (tmp_path / KEYS).unlink()
    moving(3_600)
    assert status(server, PUBLIC, headers[KEYS]) == httpx.codes.UNAUTHORIZED


def test_a_new_reason_is_logged_and_the_same_one_is_not_logged_again(
    api: tuple[Api, dict[str, dict[str, str]]],
    tmp_path: Path,
    moving: Callable[[float], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    server, headers = api
    for content in (b"{", b"{", b"[]", None):
        if content is None:
            (tmp_path / KEYS).unlink()
        else:
            (tmp_path / KEYS).write_bytes(content)
        moving(5)
        assert status(server, PUBLIC, headers[KEYS]) == httpx.codes.OK
    assert ["is not a file of keys" in line for line in caplog.messages] == [True, True, False]
    assert "No such file" in caplog.messages[2]


def test_a_change_at_the_same_moment_as_the_one_before_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "SECONDS_BETWEEN_LOOKS", 0.0)
    file = tmp_path / "a"
    file.write_text("old", "utf-8")
    seen_by: Watched[str] = Watched(file, lambda path: path.read_text("utf-8"), "")
    found = file.stat()
    frozen = os.stat_result((*found[:7], *found[7:10]), {"st_mtime_ns": time.time_ns(), "st_ctime_ns": time.time_ns()})
    monkeypatch.setattr(Path, "stat", lambda *_, **__: frozen)
    assert seen_by.content() == "old"
    with open(file, "w", encoding="utf-8") as opened:
        opened.write("new")
    assert seen_by.content() == "new"


def test_a_worker_begins_although_its_file_cannot_be_read_and_serves_the_public(start: Start, tmp_path: Path) -> None:
    _, key = new_key(tmp_path / KEYS, "books", Audience.FINANCE)
    (tmp_path / KEYS).write_bytes(b"{")
    server = start(Settings(keys=tmp_path / KEYS))
    assert status(server, PUBLIC) == httpx.codes.OK
    assert status(server, PUBLIC, bearer(key)) == httpx.codes.UNAUTHORIZED
    assert server.http.get("/health/ready").json()["callers"] == {"keys": "refused"}


def test_nothing_is_said_of_callers_where_none_are_configured(start: Start) -> None:
    server = start(Settings())
    assert "callers" not in server.http.get("/health/ready").json()
    assert server.http.get("/keys").status_code == httpx.codes.NOT_FOUND


def test_a_running_server_says_why_it_refuses(tmp_path: Path) -> None:
    file = tmp_path / KEYS
    _, key = new_key(file, "books", Audience.FINANCE)
    with (
        running(tmp_path, "--keys", str(file)) as server,
        httpx.Client(base_url=server.url, trust_env=False) as client,
    ):
        asked = {"json": {"query": PUBLIC}, "headers": bearer(key)}
        assert client.post("/graphql", **asked).status_code == httpx.codes.OK  # type: ignore[arg-type]
        file.unlink()
        deadline = time.monotonic() + 60
        while "cannot be read" not in server.said():
            assert client.post("/graphql", **asked).status_code == httpx.codes.OK  # type: ignore[arg-type]
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert f"{file} cannot be read: No such file or directory; what it held is believed" in server.said()
        assert "Traceback" not in server.said()
