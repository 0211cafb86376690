"""GraphQL over HTTP as others have written it down and built it: the public audit, and the clients of frontends."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start

AUDITS = 61
HERE = Path(__file__).parent
SECONDS_MOST = 120

# One worker for all: npm installs once.
pytestmark = pytest.mark.xdist_group("node-http")


def run(node: str, script: str, *arguments: str) -> Any:
    done = subprocess.run(
        [node, str(HERE / script), *arguments],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=SECONDS_MOST,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_audit_of_graphql_http_passes(node: str, start: Start) -> None:
    found = run(node, "audit.mjs", f"{start(Settings()).url}/graphql")
    passed = [audit for audit in found if audit["status"] == "ok"]
    print(f"{len(passed)} of {len(found)} audits passed")
    assert [audit for audit in found if audit["status"] != "ok"] == []
    assert len(found) == AUDITS


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("client", ["apollo", "urql"])
def test_a_client_registers_a_document_once_and_then_asks_by_its_hash(
    node: str, start: Start, client: str, method: str
) -> None:
    talked = run(node, "clients.mjs", f"{start(Settings()).url}/graphql", client, method)
    unknown, registered, by_hash = talked["wire"]
    assert (unknown["hasQuery"], unknown["code"]) == (False, "PERSISTED_QUERY_NOT_FOUND")
    assert (registered["hasQuery"], registered["hasHash"], registered["code"]) == (True, True, None)
    assert (by_hash["method"], by_hash["hasQuery"], by_hash["status"]) == (method, False, 200)
    first, second = talked["answers"]
    assert first == second
    assert first["priceList"]["currency"] == "EUR"
    assert first["priceList"]["packages"][0]["price"]["listed"]["amount"] == "1.39"
