"""The server around the API: its health, whom it answers, and how it starts and stops."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from ratecard import __version__
from ratecard.api.audience import Audience
from ratecard.api.callers.keys import new_key
from ratecard.api.serving.server import serve_book
from ratecard.api.serving.settings import Settings
from tests.api.http.running import SMALLEST, command, free_port
from tests.api.servers import SECONDS_TO_START_MAX, Api
from tests.books import shipped, shipped_texts

CHECKOUT = Path(__file__).resolve().parents[3]


def test_ready_tells_the_digest_and_live_only_that(api: Api) -> None:
    ready = api.http.get("/health/ready")
    told = ready.json()
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", told.pop("since"))
    standing = {"upToDate": True, "lastFailure": None}
    assert told == {"status": "ready", "bookDigest": shipped().digest, "version": __version__, **standing}
    live = api.http.get("/health/live")
    assert live.json() == {"status": "live"}
    for response in (ready, live):
        assert response.status_code == httpx.codes.OK
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "localhost.evil.example", "", "[::1]:8000"])
def test_a_request_that_means_another_server_is_refused(api: Api, host: str) -> None:
    for path in ("/graphql?query={__typename}", "/health/ready"):
        response = api.http.get(path, headers={"Host": host})
        assert response.status_code == httpx.codes.MISDIRECTED_REQUEST
        assert shipped().digest not in response.text


def test_localhost_is_this_machine_at_any_port(api: Api) -> None:
    for host in ("localhost", "localhost:9000", "127.0.0.1", "127.0.0.1:80"):
        assert api.http.get("/health/live", headers={"Host": host}).status_code == httpx.codes.OK


def test_no_other_site_may_read_the_answers(api: Api) -> None:
    response = api.http.options(
        "/graphql", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    )
    assert not [name for name in response.headers if name.lower().startswith("access-control")]
    answered = api.http.get("/graphql?query={__typename}", headers={"Origin": "https://evil.example"})
    assert not [name for name in answered.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("path", ["/schema", "/schema/openapi.json", "/docs", "/graphiql"])
def test_nothing_else_is_served(api: Api, path: str) -> None:
    response = api.http.get(path, headers={"Accept": "text/html"})
    assert response.status_code == httpx.codes.NOT_FOUND
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_only_this_machine_can_be_served(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve_book(shipped(), Settings(host="0.0.0.0")) == 2
    assert capsys.readouterr().err.startswith("0.0.0.0 would let other machines in")


def test_a_port_in_use_is_told_in_one_sentence_with_a_free_one_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve_book(shipped(), Settings(port=port)) == 1
        said = capsys.readouterr().err
    told = re.fullmatch(
        rf"port {port} of 127.0.0.1 is in use by another program; write --port (\d+), or PORT=(\d+) for make serve\n",
        said,
    )
    assert told, said
    assert told[1] == told[2]
    with socket.socket() as free:
        free.bind(("127.0.0.1", int(told[1])))


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_command_ends_with_1_where_its_port_is_in_use(workers: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        asked = command("--book", str(SMALLEST), "--port", port, "--workers", workers)
        done = subprocess.run(asked, capture_output=True, text=True, timeout=SECONDS_TO_START_MAX, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"port {port} of 127.0.0.1 is in use by another program; write --port ")
    assert done.stderr.count("\n") == 1


def test_make_serve_takes_the_port_that_is_told() -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "serve", "PORT=8001"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.rstrip().endswith("ratecard serve --port 8001")


def test_an_address_of_another_machine_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_key(tmp_path / "keys.json", "books", Audience.PUBLIC)
    assert serve_book(shipped(), Settings(host="192.0.2.1", keys=tmp_path / "keys.json")) == 1
    assert capsys.readouterr().err.startswith("port 8000 of 192.0.2.1 cannot be used: ")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_told_to_stop(tmp_path: Path, stop: signal.Signals) -> None:
    port = free_port()
    said = tmp_path / "said.txt"
    with said.open("wb") as file:
        process = subprocess.Popen(command("--port", str(port)), stdout=file, stderr=file, env={**os.environ})
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
                deadline = time.monotonic() + SECONDS_TO_START_MAX
                digest = None
                while digest is None and process.poll() is None and time.monotonic() < deadline:
                    try:
                        digest = client.get("/health/ready").json()["bookDigest"]
                    except httpx.TransportError:
                        time.sleep(0.05)
            process.send_signal(stop)
            code = process.wait(SECONDS_TO_START_MAX)
        finally:
            process.kill()
    told = said.read_text("utf-8")
    assert digest == shipped().digest, told
    assert code in (0, -stop)
    assert f"GraphQL at http://127.0.0.1:{port}/graphql, for this machine only\n" in told
    assert f"book {digest}\n" in told
    assert "Traceback" not in told


def test_a_book_with_errors_does_not_start(tmp_path: Path) -> None:
    for file, text in shipped_texts().items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text.replace("card: 2.9 %", "card: 2.9"), "utf-8")
    run = subprocess.run(
        command("--book", str(tmp_path), "--port", str(free_port())),
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_START_MAX,
        check=False,
    )
    assert run.returncode == 1
    assert "error[rate-without-unit]" in run.stderr
    assert "write 2.9 %" in run.stderr
    assert run.stdout == ""
