"""A price is shown, signed and changed: what the backend hears, what the promise is worth, what the graph shows."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.http.running import Running, free_port, running
from tests.cli.running import run
from tests.live.books import book_in, state
from tests.live.test_serving_changes import until

SHOWN = 'region: "DE", platform: "web", packageId: "coins_1000"'
SIGNED = (
    f"{{ purchaseQuote(sign: {{ttl: 300}}, input: {{{SHOWN}}}) {{ ... on PurchaseQuote {{ asOf bookDigest total "
    "price { gross { amount } } signed { token } } } }"
)
CHARGED = (
    f"query ($amount: Decimal!, $digest: String!) {{ purchaseQuote(input: {{{SHOWN}, "
    "expected: {amount: $amount, digest: $digest}}) { __typename ... on PriceChanged { was now why } } }"
)
VERIFIED = "query ($token: String!) { verifyQuote(token: $token) { status differences { figure } } }"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book that signs quotes."""
    made = book_in(tmp_path)
    (made / "rules" / "quotes.yaml").write_text("quotes: {valid: 15 minutes, honour: 24 hours}\n", "utf-8")
    state(made, 5000)
    return made


@pytest.fixture
def server(book: Path, tmp_path: Path) -> Iterator[Running]:
    """A server that follows the book, signs, and counts."""
    keys, port = tmp_path / "signing.json", free_port()
    assert run("signing-keys", "new", "--file", str(keys)).exit_code == 0
    arguments = (
        "--book",
        str(book),
        "--watch",
        "--no-guards",
        "--signing-keys",
        str(keys),
        "--metrics-port",
        str(port),
    )
    with running(tmp_path, *arguments) as server:
        server.metrics = f"http://127.0.0.1:{port}/metrics"  # type: ignore[attr-defined]
        yield server


def test_a_changed_price_is_live_told_honoured_and_counted(book: Path, server: Running) -> None:
    with httpx.Client(base_url=server.url, trust_env=False) as client:

        def ask(query: str, **variables: str) -> dict[str, dict[str, object]]:
            body = client.post("/graphql", json={"query": query, "variables": variables}).json()
            assert "errors" not in body, body
            data: dict[str, dict[str, object]] = body["data"]
            return data

        quoted = ask(SIGNED)["purchaseQuote"]
        token = quoted["signed"]["token"]  # type: ignore[index]
        amount, digest = quoted["price"]["gross"]["amount"], str(quoted["bookDigest"])  # type: ignore[index]
        assert ask(CHARGED, amount=amount, digest=digest)["purchaseQuote"]["__typename"] == "PurchaseQuote"
        assert ask(VERIFIED, token=token)["verifyQuote"]["status"] == "VALID"
        state(book, 5500)
        until(client, 5500)
        changed = ask(CHARGED, amount=amount, digest=digest)["purchaseQuote"]
        assert changed == {"__typename": "PriceChanged", "was": "50.00", "now": "55.00", "why": ["PRICE"]}
        verified = ask(VERIFIED, token=token)["verifyQuote"]
        assert verified["status"] == "HONOURED"
        assert "gross" in str(verified["differences"]).lower()
    metrics = httpx.get(server.metrics, trust_env=False).text  # type: ignore[attr-defined]
    assert 'ratecard_refusals_total{code="PRICE_CHANGED"} 1.0' in metrics
    assert "ratecard_book_behind 0.0" in metrics
