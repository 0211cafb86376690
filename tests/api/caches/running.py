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


def asked_of_a_client(node: str, api: Api, client: str, settings: str, operations: list[Operation]) -> Got:
    """Asks by one client: "apollo" or "urql" with "default" settings, or with those of the "guide"."""
    done = subprocess.run(
        [node, str(Path(__file__).parent / "reading.mjs"), f"{api.url}/graphql", client, settings],
        input=json.dumps([each._asdict() for each in operations]),
        cwd=EXAMPLE,
        capture_output=True,
        text=True,
        timeout=SECONDS_MOST,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)
    return Got(plain(got["answers"]), plain(got["cached"]), got["said"])
