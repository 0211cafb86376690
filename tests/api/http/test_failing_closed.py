"""Files of keys that cannot be read any more: what goes on working, for how long, and who says so."""

import json
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from ratecard.api.audience import Audience
from ratecard.api.callers import watched
from ratecard.api.callers.keys import new_key, read_keys, revoke_key
from ratecard.api.callers.watched import Watched
from ratecard.api.settings import Settings
from ratecard.cli.main import main
from tests.api.http.asking import FINANCE, PUBLIC, bearer, seen, status
from tests.api.http.conftest import Start
from tests.api.http.running import running
from tests.api.http.signing import RSA, public_jwk, token
from tests.api.serving import Api

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


# Writing


def test_keys_are_written_where_a_link_leads_and_stay_readable(tmp_path: Path, start: Start) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    link.symlink_to("real.json")
    made, key = new_key(link, "books", Audience.FINANCE)
    real.chmod(0o640)
    server = start(Settings(keys=real))
    assert status(server, PUBLIC, bearer(key)) == httpx.codes.OK
    assert revoke_key(link, made.id) == made
    assert link.is_symlink()
    assert not real.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert read_keys(real).keys == ()


def test_a_revocation_that_would_not_be_read_is_no_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / KEYS
    made, _ = new_key(file, "books", Audience.FINANCE)
    monkeypatch.setattr(os, "fchmod", lambda *_: (_ for _ in ()).throw(PermissionError(1, "Operation not permitted")))
    done = CliRunner().invoke(main, ["keys", "revoke", made.id, "--keys", str(file)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "is not changed: it belongs to" in done.stderr
    assert read_keys(file).keys == (made,)


def test_a_file_that_somebody_else_writes_meanwhile_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / KEYS
    made, _ = new_key(file, "books", Audience.FINANCE)
    before = file.read_bytes()
    replace = os.replace

    def replaced(name: str, target: Path) -> None:
        replace(name, target)
        Path(target).write_bytes(before)

    monkeypatch.setattr(os, "replace", replaced)
    done = CliRunner().invoke(main, ["keys", "revoke", made.id, "--keys", str(file)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "somebody else writes it, too" in done.stderr


@pytest.mark.parametrize(
    "name", ["", " ", "a\nb", "a\x1b[31mb", "a\x00b", "a\u202eb", "a\u2028b", "a\u200bb", "\ud800", "x" * 101]
)
def test_a_name_that_would_steer_a_terminal_is_not_taken(name: str, tmp_path: Path) -> None:
    file = tmp_path / KEYS
    done = CliRunner().invoke(main, ["keys", "new", "--keys", str(file), "--name", name, "--audience", "public"])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert not file.exists()
    assert "\x1b[31mb" not in done.stderr
    with pytest.raises(ValueError, match="the name of a key"):
        new_key(file, name, Audience.PUBLIC)
    if "\ud800" not in name:
        new_key(file, "books", Audience.PUBLIC)
        content = json.loads(file.read_text("utf-8"))
        content["keys"][0]["name"] = name
        file.write_text(json.dumps(content), "utf-8")
        listed = CliRunner().invoke(main, ["keys", "list", "--keys", str(file)])
        assert (listed.exit_code, listed.stdout) == (1, "")
        assert "the name of a key" in listed.stderr


@pytest.mark.parametrize("name", ["shop-backend", "Łódź, 2nd shop", "店", "a" * 100])
def test_a_name_may_be_of_any_language(name: str, tmp_path: Path) -> None:
    new_key(tmp_path / KEYS, name, Audience.PUBLIC)
    assert read_keys(tmp_path / KEYS).keys[0].name == name


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("secret_sha256", "z" * 64),
        ("secret_sha256", "ab"),
        ("secret_sha256", "ab" * 32 + "\n"),
        ("secret_sha256", "é" * 64),
        ("secret_sha256", None),
        ("id", "a_b"),
        ("id", ""),
        ("id", "a\x1b"),
        ("created", "yesterday"),
        ("audience", "everything"),
    ],
)
def test_a_key_in_the_file_that_cannot_be_one_is_an_error_at_load_and_never_a_fault(
    member: str, value: object, tmp_path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "SECONDS_BETWEEN_LOOKS", 0.0)
    file = tmp_path / KEYS
    made, key = new_key(file, "books", Audience.PUBLIC)
    server = start(Settings(keys=file))
    content = json.loads(file.read_text("utf-8"))
    content["keys"].append({**content["keys"][0], "id": "other", member: value})
    file.write_text(json.dumps(content), "utf-8")
    assert status(server, PUBLIC, bearer(key)) == httpx.codes.OK  # what was read before
    assert status(server, PUBLIC, bearer(key.replace(made.id, "other"))) == httpx.codes.UNAUTHORIZED
    assert server.http.get("/health/ready").json()["callers"] == {"keys": "failing"}
    done = CliRunner().invoke(main, ["keys", "list", "--keys", str(file)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{file} is not a file of keys: ")


def test_an_id_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / KEYS
    made, _ = new_key(file, "books", Audience.PUBLIC)
    content = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({"keys": content["keys"] * 2}), "utf-8")
    done = CliRunner().invoke(main, ["keys", "list", "--keys", str(file)])
    assert done.exit_code == 1
    assert f"the id {made.id} stands in it twice" in done.stderr


# Which keys a running server has


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
            assert answer.json()["errors"][0]["extensions"] == {"code": "FORBIDDEN", "audience": "finance"}
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
