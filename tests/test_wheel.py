"""The wheel carries the shipped book, and works with its pinned dependencies in a clean environment elsewhere."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ratecard.loading.gathering import is_case

CHECKOUT = Path(__file__).resolve().parents[1]
CARRIED = ("rules", "regions", "world", "schema")
SECONDS_TO_START_MAX = 60

# Building and installing takes a while, so one worker does it once for all tests of this file.
pytestmark = pytest.mark.xdist_group("wheel")


def environment() -> dict[str, str]:
    """This process's environment without what would lead a Python back to the checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


def run(*command: str | Path, at: Path) -> str:
    """What a command prints when run in the folder `at`; the test fails with all it said when it exits with a fault."""
    ended = subprocess.run(command, cwd=at, env=environment(), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"{command} exits {ended.returncode}\n{ended.stdout}\n{ended.stderr}"
    return ended.stdout


def built(kind: str, into: Path) -> Path:
    """The file that the build backend makes of this checkout: kind is wheel, sdist or editable."""
    code = f"import sys, hatchling.build; print(hatchling.build.build_{kind}(sys.argv[1]))"
    return into / run(sys.executable, "-c", code, into, at=CHECKOUT).split()[-1]


def names_in(wheel: Path) -> set[str]:
    """The files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files_to_carry() -> set[str]:
    """The files of rules/, regions/, world/ and schema/, as the wheel should name them."""
    files = (path for folder in CARRIED for path in (CHECKOUT / folder).rglob("*") if path.is_file())
    names = {path.relative_to(CHECKOUT).as_posix() for path in files}
    return {f"ratecard/_shipped/{name}" for name in names if not is_case(name)}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from this checkout."""
    return built("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the checkout with a clean environment in env/ that has the pinned dependencies and the wheel."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "env", with_pip=True)
    pip = folder / "env" / "bin" / "pip"
    pinned = CHECKOUT / "requirements" / "run.txt"
    run(pip, "install", "--quiet", "--require-hashes", "--requirement", pinned, at=folder)
    run(pip, "install", "--quiet", "--no-deps", "--no-index", wheel, at=folder)
    return folder


def test_the_wheel_carries_every_file_of_the_shipped_book_and_nothing_else_of_the_checkout(wheel: Path) -> None:
    names = names_in(wheel)
    assert files_to_carry()
    assert {name for name in names if "/_shipped/" in name} == files_to_carry()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"ratecard"}
    assert {"ratecard/py.typed", "ratecard/money.py"} <= names


def test_a_wheel_built_from_the_source_distribution_is_the_same(wheel: Path, tmp_path: Path) -> None:
    source = built("sdist", tmp_path)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--no-index"]
    run(*build, "--wheel-dir", tmp_path, source, at=tmp_path)
    assert names_in(tmp_path / wheel.name) == names_in(wheel)


def test_an_editable_install_reads_the_book_in_place(tmp_path: Path) -> None:
    assert not [name for name in names_in(built("editable", tmp_path)) if "_shipped" in name]


def test_the_installed_wheel_checks_the_book_that_it_carries(elsewhere: Path) -> None:
    where = "from ratecard.shipped import shipped_book; print(shipped_book())"
    book = Path(run(elsewhere / "env" / "bin" / "python", "-c", where, at=elsewhere).strip())
    assert book.is_relative_to(elsewhere / "env")
    assert (book / "regions").is_dir()
    run(elsewhere / "env" / "bin" / "ratecard", "check", at=elsewhere)


def test_the_installed_wheel_quotes_a_purchase(elsewhere: Path) -> None:
    request = "quote purchase --region US --platform ios --package coins_1000 --quantity 2 --format json"
    answer = run(elsewhere / "env" / "bin" / "ratecard", *request.split(), at=elsewhere)
    assert isinstance(json.loads(answer), dict)
    assert "25.98" in answer


@pytest.mark.parametrize("told", ["--regions DE,US --package 100=1.39\\ EUR", "--from shipped"])
def test_the_installed_wheel_makes_a_book_that_passes_check_and_test(
    elsewhere: Path, tmp_path: Path, told: str
) -> None:
    ratecard = elsewhere / "env" / "bin" / "ratecard"
    run(ratecard, "init", "mine", *shlex.split(told), at=tmp_path)
    assert "sound" in run(ratecard, "check", "--book", "mine", at=tmp_path)
    assert "passed" in run(ratecard, "test", "--book", "mine", at=tmp_path)


@pytest.fixture
def port() -> int:
    """A port of this machine that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(elsewhere: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The installed wheel's server, on `port`; ended after the test."""
    command = [str(elsewhere / "env" / "bin" / "ratecard"), "serve", "--port", str(port)]
    with (
        (elsewhere / "server.txt").open("wb") as said,
        subprocess.Popen(command, cwd=elsewhere, env=environment(), stdout=said, stderr=said) as process,
    ):
        yield process
        process.kill()


def test_the_installed_wheel_serves(elsewhere: Path, server: subprocess.Popen[bytes], port: int) -> None:
    status = None
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        deadline = time.monotonic() + SECONDS_TO_START_MAX
        while status != httpx.codes.OK and server.poll() is None and time.monotonic() < deadline:
            try:
                status = client.get("/health/ready").status_code
            except httpx.TransportError:
                time.sleep(0.1)
    assert status == httpx.codes.OK, (elsewhere / "server.txt").read_text(encoding="utf-8")
    server.terminate()
    assert server.wait(timeout=SECONDS_TO_START_MAX) in {0, -signal.SIGTERM}
