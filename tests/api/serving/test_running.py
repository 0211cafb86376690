"""The server as a process: its settings, its workers, how it refuses to start and how it stops."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from ratecard.api.audience import Audience
from ratecard.api.callers.addresses import is_loopback
from ratecard.api.callers.keys import new_key
from ratecard.api.serving import server
from ratecard.api.serving.settings import Settings, guarding_of, wrong_settings
from ratecard.cli.main import main
from tests.api.http.raw import connect, until_closed
from tests.api.http.running import SECONDS_TO_STOP_MAX, children_of, command, running
from tests.refusing import BOOK

HEALTHY = {"query": "{ ruleBook { digest } }"}
ASKED = '{region: "DE", platform: "ios", packageId: "coins_1000"}'
FINANCE = {"query": f"{{ purchaseQuote(input: {ASKED}) {{ ... on PurchaseQuote {{ trace {{ figure }} }} }} }}"}


CLAIMS = ["--jwt-issuer", "https://id.example", "--jwt-audience", "ratecard"]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """What `ratecard serve` with these arguments says, which must refuse to start.

    It runs in here, which takes a tenth of what a process takes. Where it would listen, it fails instead.
    """

    def listens(*_: object) -> None:
        pytest.fail("the server starts")

    def serve(*arguments: str) -> Result:
        result = CliRunner().invoke(main, ["serve", "--book", str(BOOK), *arguments])
        assert isinstance(result.exception, SystemExit), result.exception
        return result

    monkeypatch.setattr(server, "listen", listens)
    return serve


def test_a_process_that_refuses_to_start_says_so_on_its_error_output_alone() -> None:
    asked = command("--book", str(BOOK), "--host", "0.0.0.0")
    done = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("0.0.0.0 would let other machines in, and no callers are configured")
    assert done.stdout == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "shop.example"])
def test_a_server_that_others_reach_does_not_start_without_callers(refused: Callable[..., Result], host: str) -> None:
    result = refused("--host", host)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{host} would let other machines in, and no callers are configured")
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--keys", "{tmp}/none.json"], "none.json cannot be read"),
        (["--keys", "{tmp}/wrong.json"], "wrong.json is not a file of keys"),
        (["--jwks", "{tmp}/wrong.json", *CLAIMS], "wrong.json is not a JWKS"),
        (["--jwks", "{tmp}/wrong.json"], "give --jwt-issuer, which `iss` of a token must be, or --jwt-any-issuer; and"),
        (["--jwks", "{tmp}/wrong.json", *CLAIMS[:2]], "or --jwt-any-audience"),
        (["--jwks", "{tmp}/wrong.json", *CLAIMS[:2], "--jwt-audience", ""], "or --jwt-any-audience"),
        (["--jwks", "{tmp}/wrong.json", *CLAIMS, "--jwt-any-issuer"], "contradict each other"),
        (["--jwt-any-audience"], "give --jwks"),
        (CLAIMS, "give --jwks"),
        (["--jwks", "{tmp}/wrong.json", "--jwt-any-issuer", "--jwt-any-audience"], "wrong.json is not a JWKS"),
        (["--trusted-proxies", "10.0.0.1/8"], "has host bits set"),
        (["--trusted-proxies", "10.0.0.1, proxy.example"], "proxy.example is never the address of a proxy"),
        (["--trusted-proxies", "*, 10.0.0.1"], "is never the address of a proxy"),
        (["--documents", "{tmp}/none.json"], "none.json cannot be read"),
        (["--documents-only"], "give --documents"),
        (["--cors-origins", "*"], "would let every site read the answers"),
        (["--workers", "0"], "Invalid value for '--workers'"),
        (["--port", "70000"], "Invalid value for '--port'"),
    ],
)
def test_settings_that_can_not_be_meant_are_told_at_the_start(
    refused: Callable[..., Result], tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "wrong.json").write_text("[]", "utf-8")
    given = [argument.replace("{tmp}", str(tmp_path)) for argument in arguments]
    result = refused(*given)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_help_lists_every_setting_with_its_variable() -> None:
    shown = CliRunner().invoke(main, ["serve", "--help"], env={"COLUMNS": "120", "TERM": "dumb"}).stdout
    for name in Settings.__struct_fields__:
        assert f"--{name.replace('_', '-')}" in shown, name
        assert f"RATECARD_{name.upper()}" in shown, name
    assert "RATECARD_BOOK" in shown


def test_with_keys_the_server_is_bound_wider_and_knows_its_callers(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    _, key = new_key(file, "books", Audience.FINANCE)
    settings = {
        "RATECARD_HOST": "0.0.0.0",
        "RATECARD_KEYS": str(file),
        "RATECARD_ALLOWED_HOSTS": "127.0.0.1,prices.example",
    }
    with running(tmp_path, environment=settings) as started, httpx.Client(trust_env=False) as client:
        url = f"{started.url}/graphql"
        assert client.post(url, json=HEALTHY).status_code == httpx.codes.OK
        assert client.post(url, json=FINANCE).status_code == httpx.codes.FORBIDDEN
        bearer = {"Authorization": f"Bearer {key}"}
        assert client.post(url, json=FINANCE, headers=bearer).status_code == httpx.codes.OK
        assert client.post(url, json=HEALTHY, headers={"Host": "prices.example"}).status_code == httpx.codes.OK
        misdirected = client.post(url, json=HEALTHY, headers={"Host": "evil.example"})
        assert misdirected.status_code == httpx.codes.MISDIRECTED_REQUEST
        assert "callers are known by their bearer tokens" in started.said()
        assert "for this machine only" not in started.said()


def test_several_workers_answer_on_one_port_and_one_that_dies_is_replaced(tmp_path: Path) -> None:
    with running(tmp_path, "--workers", "2") as started:
        workers = children_of(started.process.pid)
        assert len(workers) == 2
        os.kill(next(iter(workers)), signal.SIGKILL)
        deadline = time.monotonic() + SECONDS_TO_STOP_MAX
        while len(children_of(started.process.pid) - workers) < 1:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        answered = set()
        for _ in range(40):
            with httpx.Client(base_url=started.url, trust_env=False) as client:
                answered.add(client.post("/graphql", json=HEALTHY).json()["data"]["ruleBook"]["digest"])
        assert len(answered) == 1
        started.process.send_signal(signal.SIGTERM)
        assert started.process.wait(SECONDS_TO_STOP_MAX) == 0
        assert "another one starts" in started.said()
        assert "Traceback" not in started.said()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{started.url}/health/live", trust_env=False)


def is_running(process: int) -> bool:
    """Whether a process is there and has not ended, which one that nobody has waited for yet is too."""
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_workers_end_with_a_server_that_is_ended_without_a_word(tmp_path: Path) -> None:
    with running(tmp_path, "--workers", "2") as started:
        workers = children_of(started.process.pid)
        started.process.kill()
        deadline = time.monotonic() + SECONDS_TO_STOP_MAX
        while any(map(is_running, workers)):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{started.url}/health/live", trust_env=False)


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_request_that_has_begun_is_answered_before_the_server_stops(
    tmp_path: Path, workers: str, stop: signal.Signals
) -> None:
    body = b'{"query": "{ ruleBook { digest } }"}'
    head = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    with running(tmp_path, "--workers", workers) as started, connect(started.url) as connection:
        connection.sendall(head % len(body) + body[:10])
        time.sleep(0.3)  # so that the server has begun to read it
        started.process.send_signal(stop)
        time.sleep(0.3)
        connection.sendall(body[10:])
        answer = until_closed(connection)
        assert answer.startswith(b"HTTP/1.1 200 "), started.said()
        assert b'"digest"' in answer
        assert started.process.wait(SECONDS_TO_STOP_MAX) in (0, -stop)
        assert "Traceback" not in started.said()


def test_a_client_that_never_ends_its_request_does_not_keep_the_server(tmp_path: Path) -> None:
    with running(tmp_path, "--stop-seconds", "1") as started, connect(started.url) as connection:
        connection.sendall(
            b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
        )
        time.sleep(0.3)
        started.process.send_signal(signal.SIGTERM)
        assert started.process.wait(SECONDS_TO_STOP_MAX) in (0, -signal.SIGTERM)


def test_many_clients_at_once_are_all_answered_by_two_workers(tmp_path: Path) -> None:
    statuses: list[int] = []

    def ask(url: str) -> None:
        with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
            statuses.extend(client.post("/graphql", json=HEALTHY).status_code for _ in range(20))

    with running(tmp_path, "--workers", "2") as started:
        threads = [threading.Thread(target=ask, args=(started.url,)) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses == [httpx.codes.OK] * 200


def test_nothing_is_answered_by_way_of_a_thread(tmp_path: Path) -> None:
    # A thread waits for its turn behind the requests of everybody else: under a flood health took a second that way.
    with running(tmp_path) as started:
        for path in ("/health/live", "/health/ready", "/", "/nope", "/graphql?query={__typename}"):
            httpx.get(started.url + path, trust_env=False)
            assert len(os.listdir(f"/proc/{started.process.pid}/task")) == 1, path


def test_loopback_is_what_no_other_machine_reaches() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost")] == [True] * 4
    assert [is_loopback(host) for host in ("0.0.0.0", "::", "10.0.0.1", "localhost.evil.example", "")] == [False] * 5


def test_a_server_on_loopback_answers_to_its_own_names_and_to_those_given() -> None:
    assert wrong_settings(Settings()) is None
    names = guarding_of(Settings(host="::1", allowed_hosts=("Prices.example",)))._names
    assert names == frozenset({"127.0.0.1", "localhost", "[::1]", "prices.example"})
    assert guarding_of(Settings(host="0.0.0.0"))._names is None


def test_once_all_that_stays_is_there_the_collector_runs_and_passes_over_it() -> None:
    script = (
        "import gc; from ratecard.api.serving.workers import freeze_heap; gc.disable(); freeze_heap(); "
        "print(gc.isenabled(), gc.get_freeze_count() > 1000)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
