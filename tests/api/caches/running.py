"""Runs a client with its cache in Node.js against a server of a test."""

import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from tests.api.caches.questions import Operation
from tests.api.servers import Api

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "examples" / "caches"
SECONDS_MOST = 120


class Got(NamedTuple):
    """What a client got of all operations in turn, what its cache then holds, and what was said on the console."""

    answers: list[Any]
    cached: list[Any]
    said: list[str]


def plain(value: Any) -> Any:
    """A value without the names of types, which the clients ask for everywhere, and the server tells where asked."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if name != "__typename"}
    return [plain(each) for each in value] if isinstance(value, list) else value


def asked_of_clients(node: str, api: Api, client: str, settings: str, runs: list[list[Operation]]) -> list[Got]:
    """Asks the operations of each run by a client of its own, in one process, which takes longer to start than to ask.

    The client is "apollo" or "urql", with "default" settings or with those of the "guide".
    """
    done = subprocess.run(
        [node, str(Path(__file__).parent / "reading.mjs"), f"{api.url}/graphql", client, settings],
        input=json.dumps([[operation._asdict() for operation in run] for run in runs]),
        cwd=EXAMPLE,
        capture_output=True,
        text=True,
        timeout=SECONDS_MOST,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Got(plain(run["answers"]), plain(run["cached"]), run["said"]) for run in json.loads(done.stdout)]
