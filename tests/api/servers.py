"""A real server on a free port of this machine, and a client that asks it."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import uvicorn

from ratecard.api.context import Clock
from ratecard.api.current import CurrentBook
from ratecard.api.documents.limits import Counters
from ratecard.api.http.crowd import Crowd
from ratecard.api.serving.app import create_app
from ratecard.api.serving.server import config_of
from ratecard.api.serving.settings import Settings, decision_log_of, metrics_of_settings
from ratecard.api.telemetry.meter import Meter
from ratecard.instants import Instant, instant_of

NOW = instant_of(datetime(2026, 3, 1, 12, tzinfo=UTC))
"""The instant that every test server takes for the present."""

SECONDS_TO_START_MAX = 30

RECHARGE = """
query Recharge($region: RegionCode!, $platform: PlatformCode!, $locale: Locale!) {
  priceList(region: $region, platform: $platform, locale: $locale) {
    __typename
    ... on PriceList {
      region platform currency locale bookDigest validFrom validUntil
      packages { packageId label coins bonus total price { listed { amount formatted } gross { amount } net { amount } tax { amount } taxStatus lines { name rate amount { amount } } } perCoin { formatted } }
    }
    ... on Refusal { code message }
  }
}
"""  # noqa: E501
"""The price list that the design starts from, as it stands there."""


class Api:
    """Asks one server. Every question is a real request over HTTP."""

    def __init__(self, url: str, counters: Counters) -> None:
        self.url = url
        self.counters = counters
        self.http = httpx.Client(base_url=url, trust_env=False)

    def post(self, query: str, **variables: object) -> httpx.Response:
        """The response to one GraphQL request."""
        return self.http.post("/graphql", json={"query": query, "variables": variables})

    def ask(self, query: str, **variables: object) -> Any:
        """The data of an answer without errors."""
        response = self.post(query, **variables)
        assert response.status_code == httpx.codes.OK, response.text
        body = response.json()
        assert "errors" not in body, body
        return body["data"]

    def error(self, query: str, **variables: object) -> Any:
        """The one error of an answer that has nothing else."""
        body = self.post(query, **variables).json()
        assert body.get("data") is None
        (error,) = body["errors"]
        return error


def still_clock() -> Instant:
    """A clock that stands still."""
    return NOW


class Server(uvicorn.Server):
    """A server that looks every hundredth of a second whether it is to end, and not every tenth.

    Hundreds of tests start one, and wait for its end.
    """

    async def main_loop(self) -> None:
        """Runs until the server is to end; what uvicorn does every tenth of a second it does as often."""
        looked = 0
        while not self.should_exit and not (looked % 10 == 0 and await self.on_tick(looked // 10)):
            looked += 1
            await asyncio.sleep(0.01)


@contextmanager
def serving(
    current: CurrentBook,
    clock: Clock = still_clock,
    settings: Settings | None = None,
    crowd: Crowd | None = None,
) -> Iterator[Api]:
    """A server in a thread that answers from this book, until the block is left. It runs as `ratecard serve` runs."""
    chosen = settings or Settings()
    meter = Meter(metrics_of_settings(chosen))
    log = decision_log_of(chosen, meter, 0)
    app = create_app(current, clock, chosen, meter=meter, decision_log=log)
    server = Server(config_of(app, chosen, crowd))
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + SECONDS_TO_START_MAX
        while not server.started:
            assert thread.is_alive(), "the server stopped while it started"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.01)
        api = Api(f"http://127.0.0.1:{listening.getsockname()[1]}", app.endpoint.counters)
        try:
            yield api
        finally:
            api.http.close()
            server.should_exit = True
            thread.join(SECONDS_TO_START_MAX)
            if log is not None:
                log.end()
