"""Metrics and stopping of `ratecard serve` with two workers."""

import os
import signal
import time
from pathlib import Path

import httpx
import uvicorn

from ratecard.api.serving.draining import DrainingServer, ServerStanding
from ratecard.api.telemetry.meter import Meter, Metrics
from tests.api.http.running import SECONDS_TO_STOP_MAX, children_of, free_port, running
from tests.api.telemetry.metered import read, requests

ASKED = {"query": "{ ruleBook { digest } }"}


def ask(url: str, times: int) -> None:
    """Asks on so many connections: the kernel chooses a worker for each."""
    for _ in range(times):
        with httpx.Client(base_url=url, trust_env=False) as client:
            assert client.post("/graphql", json=ASKED).status_code == httpx.codes.OK


def test_two_workers_are_summed_one_that_dies_loses_nothing_and_all_drain(tmp_path: Path) -> None:
    port = free_port()
    options = ("--workers", "2", "--metrics-port", str(port), "--drain-seconds", "2")
    with running(tmp_path, *options) as server, httpx.Client(trust_env=False) as scraper:
        metrics = f"http://127.0.0.1:{port}/metrics"
        ask(server.url, 30)
        assert requests(read(scraper, metrics), "ruleBook") == 30
        workers = children_of(server.process.pid)
        os.kill(min(workers), signal.SIGKILL)
        deadline = time.monotonic() + SECONDS_TO_STOP_MAX
        while len(children_of(server.process.pid) - {min(workers)}) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        ask(server.url, 10)
        told = httpx.get(metrics, trust_env=False)
        assert 'ratecard_requests_total{code="OK",operation="ruleBook"} 40.0' in told.text

        for path in ("/graphql?query={__typename}", "/", "/keys"):
            assert httpx.get(f"http://127.0.0.1:{port}{path}", trust_env=False).status_code == httpx.codes.NOT_FOUND
        assert httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).json()["status"] == "ready"

        server.process.send_signal(signal.SIGTERM)
        while (ready := httpx.get(f"{server.url}/readyz", trust_env=False)).status_code == httpx.codes.OK:
            assert time.monotonic() < deadline
        assert (ready.status_code, ready.json()["status"]) == (httpx.codes.SERVICE_UNAVAILABLE, "draining")
        ask(server.url, 1)  # it goes on answering meanwhile
        server.process.send_signal(signal.SIGTERM)  # as systemd and others may do again
        ask(server.url, 1)
        assert server.process.wait(SECONDS_TO_STOP_MAX) == 0
        assert "Traceback" not in server.said()


def draining(seconds: int) -> tuple[DrainingServer, ServerStanding]:
    standing = ServerStanding()
    return DrainingServer(uvicorn.Config("none"), standing, Meter(Metrics()), seconds), standing


def test_sigterm_waits_and_a_persons_signal_does_not() -> None:
    server, standing = draining(60)
    server.handle_exit(signal.SIGTERM, None)
    server.handle_exit(signal.SIGTERM, None)
    assert (standing.draining, server.should_exit) == (True, False)
    server.handle_exit(signal.SIGINT, None)
    assert (server.should_exit, server.force_exit) == (True, False)
    at_once, standing = draining(0)
    at_once.handle_exit(signal.SIGTERM, None)
    assert (standing.draining, at_once.should_exit) == (True, True)
