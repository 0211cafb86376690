"""Whose bucket a request is charged to, by its address; and what all callers together may ask, over all workers."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from ratecard.api.audience import Audience
from ratecard.api.callers.addresses import asker_of, believed_proxies, believes_everybody
from ratecard.api.callers.buckets import Buckets
from ratecard.api.callers.ceiling import Ceiling
from ratecard.api.callers.keys import new_key
from ratecard.api.http.incoming import address_of
from ratecard.api.serving.settings import Settings, ceiling_of, told_at_start
from tests.api.conftest import Start
from tests.api.http.asking import PUBLIC, bearer, status
from tests.api.http.clocks import turning
from tests.api.http.running import ROOT, children_of, running

COSTLY = "{ markets { region platform currency } }"


@pytest.mark.parametrize(
    ("host", "asker"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::FFFF:192.0.2.7", "192.0.2.7"),
        ("::ffff:c000:207", "192.0.2.7"),
        ("0:0:0:0:0:ffff:192.0.2.7", "192.0.2.7"),
        ("64:ff9b::192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("::ffff:192.0.2.7:80", "::ffff:192.0.2.7:80"),
        ("x" * 48_000, "x" * 60),
        (":" * 48_000, ":" * 60),
    ],
)
def test_an_address_is_charged_however_it_is_written(host: str, asker: str) -> None:
    scope: Any = {"client": (host, 5)}
    assert asker_of(host) == address_of(scope) == asker


def has_both_kinds() -> bool:
    """Whether a socket for both kinds of addresses can be had here."""
    try:
        with socket.socket(socket.AF_INET6) as made:
            made.bind(("::", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_both_kinds(), reason="this machine has no IPv6")
def test_two_people_behind_one_socket_for_both_kinds_have_two_buckets(tmp_path: Path) -> None:
    new_key(tmp_path / "keys.json", "books", Audience.FINANCE)
    arguments = ["--host", "::", "--keys", str(tmp_path / "keys.json"), "--burst", "300", "--rate", "1"]
    with running(tmp_path, "--book", str(ROOT), *arguments) as server:
        port = server.url.rpartition(":")[2]

        def ask(address: str, number: int) -> int:
            transport = httpx.HTTPTransport(local_address=address)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=transport) as client:
                return client.post("/graphql", json={"query": f"{COSTLY} #{number}"}).status_code

        assert [ask("127.0.0.1", number) for number in range(2)] == [200, 429]
        assert ask("127.0.0.2", 3) == httpx.codes.OK


# Proxies


def test_a_proxy_of_ipv4_is_believed_behind_a_socket_for_both_kinds() -> None:
    from uvicorn.middleware.proxy_headers import _TrustedHosts

    trusted = _TrustedHosts(believed_proxies("10.0.0.5, 10.1.0.0/16,2001:db8::/32"))
    believed = ["10.0.0.5", "::ffff:10.0.0.5", "10.1.2.3", "::ffff:10.1.2.3", "2001:db8::1"]
    assert [host in trusted for host in believed] == [True] * 5
    assert [host in trusted for host in ("10.0.0.6", "::ffff:10.0.0.6", "::ffff:10.2.0.0", "::a00:5", "::1")] == [
        False
    ] * 5
    assert believed_proxies(" * ") == "*"


def test_the_address_that_a_proxy_tells_is_one_person_however_it_is_written(start: Start) -> None:
    api = start(Settings(burst=300, rate=1, trusted_proxies="127.0.0.1"))

    def ask(number: int, address: str) -> int:
        asked = {"query": f"{COSTLY} #{number}"}
        return api.http.post("/graphql", json=asked, headers={"X-Forwarded-For": address}).status_code

    for number in range(4):
        ask(number, "192.0.2.7" if number % 2 else "::ffff:192.0.2.7")
    assert ask(5, "192.0.2.7") == ask(6, "::ffff:c000:207") == httpx.codes.TOO_MANY_REQUESTS
    assert ask(7, "192.0.2.8") == httpx.codes.OK


@pytest.mark.parametrize(
    ("trusted", "everybody"),
    [("*", True), ("0.0.0.0/0", True), ("10.0.0.1, ::/0", True), ("10.0.0.0/8", False), ("127.0.0.1", False)],
)
def test_that_everybody_is_believed_is_said_at_the_start(trusted: str, everybody: bool) -> None:
    assert believes_everybody(trusted) is everybody
    said = told_at_start(Settings(trusted_proxies=trusted))
    assert [f"--trusted-proxies {trusted} believes X-Forwarded-For of everybody" in line for line in said] == [
        True
    ] * everybody
    assert told_at_start(Settings()) == ()


def test_the_server_says_it(tmp_path: Path) -> None:
    with running(tmp_path, "--trusted-proxies", "*") as server:
        assert "--trusted-proxies * believes X-Forwarded-For of everybody: whoever reaches" in server.said()


# All callers together


def test_the_ceiling_fills_again_and_never_above_its_rim() -> None:
    seconds, wait = turning()
    ceiling = Ceiling(burst=400, rate=10, seconds=seconds)
    assert (ceiling.wait(known=False), ceiling.left()) == (0, 400)
    ceiling.take(299)
    assert (ceiling.wait(known=False), ceiling.wait(known=True), ceiling.left()) == (0, 0, 101)
    ceiling.take(1)
    assert (ceiling.wait(known=False), ceiling.wait(known=True)) == (
        1,
        0,
    )  # the last quarter is for those who are known
    ceiling.take(120)
    assert (ceiling.wait(known=False), ceiling.wait(known=True)) == (13, 3)
    wait(2)
    assert ceiling.wait(known=True) == 1
    wait(1)
    assert (ceiling.wait(known=False), ceiling.wait(known=True), ceiling.left()) == (10, 0, 10)
    wait(1_000)
    assert ceiling.left() == 400
    for cost in (10**12, 10**18):
        ceiling.take(cost)
    assert ceiling.wait(known=True) > 0


def test_what_is_taken_of_a_bucket_is_taken_of_the_ceiling() -> None:
    seconds, _ = turning()
    buckets = Buckets(100, 1, seconds, Ceiling(1_000, 1, seconds))
    for caller in "abc":
        buckets.take(caller, 60)
    assert buckets.ceiling is not None
    assert buckets.ceiling.left() == 820


def test_processes_that_are_forked_share_one_ceiling() -> None:
    script = """
import os
from ratecard.api.callers.ceiling import Ceiling
ceiling = Ceiling(burst=1_000_000, rate=1, seconds=lambda: 5.0)
for _ in range(2):
    process = os.fork()
    if process == 0:
        for _ in range(10):
            ceiling.take(1_000)
        os._exit(0)
    os.waitpid(process, 0)
ceiling.take(1_000)
print(ceiling.left())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert float(done.stdout) == 979_000


def test_strangers_that_flood_are_refused_together_and_those_who_are_known_are_not(
    start: Start, tmp_path: Path
) -> None:
    _, key = new_key(tmp_path / "keys.json", "payouts", Audience.SERVICE)
    api = start(Settings(keys=tmp_path / "keys.json", total_burst=20_000, total_rate=1, trusted_proxies="127.0.0.1"))
    answers = [
        api.http.post("/graphql", json={"query": f"{COSTLY} #{n}"}, headers={"X-Forwarded-For": f"192.0.2.{n}"})
        for n in range(20)
    ]
    refused = answers[-1]
    assert (answers[0].status_code, refused.status_code) == (200, 429)
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert refused.json()["errors"][0]["message"].startswith(
        "The rate limit of all callers together is exceeded; ask again in "
    )
    assert status(api, PUBLIC, bearer(key)) == httpx.codes.OK
    for number in range(20):
        status(api, f"{COSTLY} #known {number}", bearer(key))
    assert status(api, PUBLIC, bearer(key)) == httpx.codes.TOO_MANY_REQUESTS
    assert api.http.get("/health/ready").status_code == httpx.codes.OK


def test_wrong_tokens_from_everywhere_keep_nobody_out_who_is_known(start: Start, tmp_path: Path) -> None:
    _, key = new_key(tmp_path / "keys.json", "payouts", Audience.SERVICE)
    api = start(Settings(keys=tmp_path / "keys.json", total_burst=2_000, total_rate=1, trusted_proxies="127.0.0.1"))
    for number in range(150):  # of 20 units each
        wrong = {**bearer("rk_0_0"), "X-Forwarded-For": f"192.0.2.{number}"}
        assert api.http.get("/graphql", params={"query": PUBLIC}, headers=wrong).status_code == 401
    assert status(api, PUBLIC, bearer(key)) == httpx.codes.OK


def test_workers_refuse_what_all_of_them_together_were_asked(tmp_path: Path) -> None:
    arguments = ["--workers", "2", "--total-burst", "2600", "--total-rate", "1", "--trusted-proxies", "127.0.0.1"]
    with running(tmp_path, "--book", str(ROOT), *arguments) as server:

        def ask(number: int) -> int:
            with httpx.Client(base_url=server.url, trust_env=False) as client:
                headers = {"X-Forwarded-For": f"192.0.2.{number}"}
                return client.post("/graphql", json={"query": f"{COSTLY} #{number}"}, headers=headers).status_code

        first, second = children_of(server.process.pid)
        os.kill(second, signal.SIGSTOP)  # so that the first one answers
        assert [ask(number) for number in range(3)] == [200, 200, 429]
        os.kill(second, signal.SIGCONT)
        os.kill(first, signal.SIGSTOP)
        assert ask(3) == httpx.codes.TOO_MANY_REQUESTS
        os.kill(first, signal.SIGCONT)


@pytest.mark.parametrize(
    ("settings", "burst", "rate"),
    [
        ({}, 4_000_000, 200_000),
        ({"workers": 8}, 32_000_000, 1_600_000),
        ({"workers": 2, "burst": 3_000_000, "rate": 1_000_000}, 12_000_000, 4_000_000),
        ({"workers": 8, "total_burst": 5, "total_rate": 7}, 5, 7),
    ],
)
def test_the_ceiling_is_that_of_all_workers(settings: dict[str, int], burst: int, rate: int) -> None:
    ceiling = ceiling_of(Settings(**settings))  # type: ignore[arg-type]
    assert (ceiling.burst, ceiling.rate) == (burst, rate)
