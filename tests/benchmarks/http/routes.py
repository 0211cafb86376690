"""Requests a second and time on the processor: the routes of one server, taking turns."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import NamedTuple
from urllib.parse import urlencode

from ratecard.book.rulebook import RuleBook
from tests.api.servers import RECHARGE
from tests.benchmarks.earning import payout_requests
from tests.benchmarks.http.batches import payout_input
from tests.benchmarks.http.load import Load, request
from tests.benchmarks.http.server import CONSTANT
from tests.benchmarks.rounds import Times, take_turns

GET_CONSTANT, POST_CACHED = "constant bytes", "cached price list, POST"
GET_UNCHANGED, GET_CACHED = "cached price list, GET with If-None-Match", "cached price list, GET"
POST_QUOTE, POST_PAYOUT = "uncached purchase quote, POST", "uncached payout quote, POST"
POST_DEDUCTIONS = "uncached payout quote with every deduction, POST"

SECONDS_TO_START_MAX = 60
MARKET = {"region": "DE", "platform": "ios", "locale": "de"}
QUOTE = """
query Quote($input: PurchaseQuoteInput!) {
  purchaseQuote(input: $input) {
    __typename
    ... on PurchaseQuote {
      currency validUntil price { listed { amount } net { amount } tax { amount } gross { amount } }
    }
    ... on Refusal { code }
  }
}
"""
PAYOUT = """
query Payout($input: PayoutQuoteInput!) {
  payoutQuote(input: $input) {
    __typename
    ... on PayoutQuote { paid { amount currency } fee { amount } paidOn validUntil }
    ... on Refusal { code }
  }
}
"""
DEDUCTIONS = """
query Payout($input: PayoutQuoteInput!) {
  payoutQuote(input: $input) {
    __typename
    ... on PayoutQuote {
      value { amount currency } withheld { amount } fee { amount } remainder { amount }
      paid { amount currency } exchangeCost { amount } releasedAt paidOn validUntil
    }
    ... on Refusal { code }
  }
}
"""


class Measured(NamedTuple):
    """Times of rounds by route, each of `requests`; and the microseconds on the processor of one request."""

    requests: int
    times: Times
    cpu_us: dict[str, list[float]]


@contextmanager
def served(size: int) -> Iterator[Load]:
    """A server with a constant answer of this size, and a load for it."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.http.server", str(port), str(size)])
    try:
        deadline = time.monotonic() + SECONDS_TO_START_MAX
        while True:
            try:
                load = Load(port, process.pid)
                break
            except OSError:
                assert process.poll() is None, "the server stopped"
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.05)
        yield load
        load.close()
    finally:
        process.kill()
        process.wait()


def measure(book: RuleBook, rounds: int, requests: int) -> Measured:
    """All routes in turn, so many requests each a round. The constant answer is as long as the price list."""
    post = request("POST", "/graphql", json.dumps({"query": RECHARGE, "variables": MARKET}).encode())
    target = f"/graphql?{urlencode({'query': RECHARGE, 'variables': json.dumps(MARKET)})}"
    with served(0) as load:
        size = len(load.send([post], frozenset({200})).partition(b"\r\n\r\n")[2])
    with served(size) as load:
        tag = _tag(load.send([request("GET", target)], frozenset({200})))
        quotes, asked = quote_requests(book), (rounds + 1) * requests
        payouts, deductions = payout_posts(book, asked, PAYOUT), payout_posts(book, asked, DEDUCTIONS)
        made: dict[str, Callable[[], list[bytes]]] = {
            GET_CONSTANT: lambda: [request("GET", CONSTANT)] * requests,
            POST_CACHED: lambda: [post] * requests,
            GET_UNCHANGED: lambda: [request("GET", target, If_None_Match=tag)] * requests,
            GET_CACHED: lambda: [request("GET", target)] * requests,
            POST_QUOTE: lambda: [next(quotes) for _ in range(requests)],
            POST_PAYOUT: lambda: [next(payouts) for _ in range(requests)],
            POST_DEDUCTIONS: lambda: [next(deductions) for _ in range(requests)],
        }
        cpu: dict[str, list[float]] = {name: [] for name in made}
        waiting = {name: [make() for _ in range(rounds + 1)] for name, make in made.items()}

        def runner(name: str) -> Callable[[int], object]:
            statuses = frozenset({304 if name == GET_UNCHANGED else 200})

            def run(number: int) -> None:
                before = load.cpu_seconds()
                load.send(waiting[name][number], statuses)
                after = load.cpu_seconds()
                if before is not None and after is not None:
                    cpu[name].append((after - before) / requests * 1_000_000)

            return run

        runners = {name: runner(name) for name in made}
        for run in runners.values():
            run(rounds)  # the first ones are not measured
        for figures in cpu.values():
            figures.clear()
        return Measured(requests, take_turns(runners, rounds), cpu)


def quote_requests(book: RuleBook) -> Iterator[bytes]:
    """Requests for quotes of which none is the same as another, so that no answer is known."""
    markets, packages = book.markets(), sorted(book.packages)
    for number in count():
        region, platform = markets[number % len(markets)]
        package = packages[number % len(packages)]
        quantity = number // len(markets) % 10_000 + 1
        asked = {"region": region, "platform": platform, "packageId": package, "quantity": quantity}
        yield request("POST", "/graphql", json.dumps({"query": QUOTE, "variables": {"input": asked}}).encode())


def payout_posts(book: RuleBook, number: int, document: str) -> Iterator[bytes]:
    """So many requests for quotes of payouts, of which none is the same as another."""
    for each in payout_requests(book, number, lots=0):
        asked = {"query": document, "variables": {"input": payout_input(each)}}
        yield request("POST", "/graphql", json.dumps(asked).encode())


def _tag(answer: bytes) -> str:
    head = answer.partition(b"\r\n\r\n")[0].decode()
    return next(line.partition(": ")[2] for line in head.split("\r\n") if line.lower().startswith("etag:"))
