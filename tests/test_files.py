"""Files that are read within bounds and replaced whole: what is not regular, links, owners, rights and locks."""

import os
import socket
import stat
import tempfile
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ratecard.files import UnreadableFile, UnwritableFile, locked, read_regular, replace_whole
from tests.cli.running import run

ECB = Path(__file__).parent / "data" / "ecb" / "eurofxref.csv"
NOBODY = 65_534

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def bound(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


NOT_REGULAR: dict[str, Callable[[Path], object]] = {
    "a pipe": pipe,
    "a folder": Path.mkdir,
    "a device": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("kind", NOT_REGULAR)
def test_what_is_not_a_regular_file_is_neither_read_nor_waited_for(kind: str, tmp_path: Path) -> None:
    NOT_REGULAR[kind](tmp_path / "a")
    with pytest.raises(UnreadableFile, match=f"it is {kind}, not a regular file"):
        read_regular(tmp_path / "a", 100)
    with pytest.raises(UnwritableFile, match=f"it is {kind}, not a regular file"):
        replace_whole(tmp_path / "a", b"x", 0o600)


def test_a_socket_is_not_read(tmp_path: Path) -> None:
    bound(tmp_path / "a")
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_regular(tmp_path / "a", 100)


@pytest.mark.parametrize(("size", "is_read"), [(0, True), (100, True), (101, False), (1_000_000, False)])
def test_a_file_is_read_up_to_its_bound(size: int, is_read: bool, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * size)
    if is_read:
        assert read_regular(tmp_path / "a", 100) == b"x" * size
    else:
        with pytest.raises(UnreadableFile, match="more than 100 bytes"):
            read_regular(tmp_path / "a", 100)


def test_names_that_no_file_can_have_are_told(tmp_path: Path) -> None:
    for name in ("none", "a\0b", "x" * 300):
        with pytest.raises(UnreadableFile, match="cannot be read: "):
            read_regular(tmp_path / name, 100)
    with pytest.raises(UnwritableFile, match="cannot be written: "):
        replace_whole(tmp_path / "none" / "a", b"x", 0o600)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o664, 0o4600])
def test_a_replaced_file_keeps_its_rights(mode: int, tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"old")
    file.chmod(mode)
    old = os.umask(0o077)
    try:
        replace_whole(file, b"new", 0o644)
        replace_whole(tmp_path / "b", b"new", 0o644)
    finally:
        os.umask(old)
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new", mode)
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o644
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_link_stays_and_leads_to_the_new_file(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_bytes(b"old")
    (tmp_path / "middle").symlink_to("real/a")
    (tmp_path / "link").symlink_to(tmp_path / "middle")
    replace_whole(tmp_path / "link", b"new", 0o600)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "middle").is_symlink()
    assert (tmp_path / "real" / "a").read_bytes() == b"new"
    (tmp_path / "dangling").symlink_to("real/b")
    replace_whole(tmp_path / "dangling", b"new", 0o600)
    assert (tmp_path / "dangling").is_symlink()
    assert (tmp_path / "real" / "b").read_bytes() == b"new"


def test_links_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(UnwritableFile):
        replace_whole(tmp_path / "a", b"x", 0o600)
    done = run("keys", "new", "--keys", str(tmp_path / "a"), "--name", "a", "--audience", "finance")
    assert (done.exit_code, done.stdout) == (1, "")


def test_a_file_of_two_names_is_not_replaced_under_one_of_them(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    os.link(tmp_path / "a", tmp_path / "b")
    with pytest.raises(UnwritableFile, match=r"2 names \(hard links\)"):
        replace_whole(tmp_path / "a", b"new", 0o600)
    assert (tmp_path / "b").read_bytes() == (tmp_path / "a").read_bytes() == b"old"


def test_where_the_rights_cannot_be_kept_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"old")
    file.chmod(0o640)
    for refuse in (lambda *_: (_ for _ in ()).throw(PermissionError(1, "no")), lambda *_: None):
        monkeypatch.setattr(os, "fchmod", refuse)  # it fails, and it does nothing
        with pytest.raises(UnwritableFile, match=r"is not changed: it belongs to .*; run this as "):
            replace_whole(file, b"new", 0o600)
        assert file.read_bytes() == b"old"
        assert [path.name for path in tmp_path.iterdir()] == ["a"]


def as_nobody(act: Callable[[], Result]) -> tuple[int, str]:
    """The exit code and the words of a command, in a process of a user who is neither root nor the owner."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons warn of threads; the child needs none
        process = os.fork()
    if process == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            done = act()
            os.write(writing, f"{done.exit_code} {done.output}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        code, _, output = told.read().decode().partition(" ")
    os.waitpid(process, 0)
    return int(code), output


@as_root
def test_somebody_else_changes_nothing_where_the_owner_would_change() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        revoke_as_nobody(folder)


def revoke_as_nobody(folder: Path) -> None:
    made = run("keys", "new", "--keys", str(folder / "keys.json"), "--name", "a", "--audience", "finance")
    key_id = made.stdout.split("_")[1]
    file = folder / "keys.json"
    file.chmod(0o644)
    (folder / ".keys.json.lock").chmod(0o666)
    before = file.read_bytes()
    code, told = as_nobody(lambda: run("keys", "revoke", key_id, "--keys", str(file)))
    assert code == 1
    assert "is revoked" not in told
    assert "it belongs to root" in told
    assert "run this as root" in told
    assert file.read_bytes() == before


@as_root
def test_root_leaves_a_file_and_its_lock_to_their_owner(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    key_id = run("keys", "new", "--keys", str(file), "--name", "a", "--audience", "finance").stdout.split("_")[1]
    os.chown(file, NOBODY, NOBODY)
    (tmp_path / ".keys.json.lock").unlink()
    assert run("keys", "revoke", key_id, "--keys", str(file)).exit_code == 0
    for path in (file, tmp_path / ".keys.json.lock"):
        assert (path.stat().st_uid, path.stat().st_gid) == (NOBODY, NOBODY)


def test_a_lock_that_is_a_link_is_neither_followed_nor_emptied(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"kept")
    (tmp_path / ".a.lock").symlink_to("victim")
    with pytest.raises(UnwritableFile, match=r"\.a\.lock, the lock of a, is a link; remove it"), locked(tmp_path / "a"):
        raise AssertionError("it was locked")
    assert victim.read_bytes() == b"kept"
    (tmp_path / ".b.lock").symlink_to("not there")
    with pytest.raises(UnwritableFile), locked(tmp_path / "b"):
        raise AssertionError("it was locked")
    assert not (tmp_path / "not there").exists()
    os.mkfifo(tmp_path / ".c.lock")
    with pytest.raises(UnwritableFile, match="is not a regular file"), locked(tmp_path / "c"):
        raise AssertionError("it was locked")


def test_a_lock_keeps_what_it_holds_and_lets_one_in_at_a_time(tmp_path: Path) -> None:
    lock = tmp_path / ".a.lock"
    lock.write_bytes(b"kept")
    (tmp_path / "link").symlink_to("a")
    inside = threading.Event()

    def enter() -> None:
        with locked(tmp_path / "link"):  # the same file, by another name
            inside.set()

    with locked(tmp_path / "a"):
        thread = threading.Thread(target=enter)
        thread.start()
        assert not inside.wait(0.2)
    assert inside.wait(60)
    thread.join()
    assert lock.read_bytes() == b"kept"


# Exchange rates


@pytest.mark.parametrize("kind", ["a pipe", "a device"])
def test_rates_are_imported_from_regular_files_only(kind: str, tmp_path: Path) -> None:
    NOT_REGULAR[kind](tmp_path / "a.csv")
    done = run("fx", "import", str(tmp_path / "a.csv"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"it is {kind}, not a regular file" in done.stderr
    into = run("fx", "import", str(ECB), "--out", str(tmp_path / "a.csv"))
    assert into.exit_code == 1
    assert f"it is {kind}, not a regular file" in into.stderr


def test_rates_larger_than_the_bound_are_not_imported(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(16_000_001)
    done = run("fx", "import", str(tmp_path / "a.csv"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "more than 16,000,000 bytes" in done.stderr


def test_rates_go_where_a_link_leads(tmp_path: Path) -> None:
    (tmp_path / "fx.yaml").symlink_to("real.yaml")
    for added in ("29", "no"):
        done = run("fx", "import", str(ECB), "--out", str(tmp_path / "fx.yaml"))
        assert done.exit_code == 0
        assert f"{added} rates added" in done.stdout
    assert (tmp_path / "fx.yaml").is_symlink()
    assert stat.S_IMODE((tmp_path / "real.yaml").stat().st_mode) == 0o644
