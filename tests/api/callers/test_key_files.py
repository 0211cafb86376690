"""Files of keys as commands write them: where a link leads, readable as before, and with names that can be shown."""

import json
import os
import stat
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from ratecard.api.audience import Audience
from ratecard.api.callers import watched
from ratecard.api.callers.keys import new_key, read_keys, revoke_key
from ratecard.api.serving.settings import Settings
from ratecard.cli.main import main
from tests.api.conftest import Start
from tests.api.http.asking import PUBLIC, bearer, status

KEYS = "keys.json"


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
