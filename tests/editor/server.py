"""A client of yaml-language-server, as an editor would be one: texts are opened, and it is asked about places in them.

The protocol is JSON-RPC over the server's standard input and output (the Language Server Protocol, 3.17).
Lines and columns are counted from 0 there, and from 1 here.
"""

import json
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from queue import Empty, Queue
from typing import Any, NamedTuple

SECONDS_MOST = 40

# No schema is fetched from anywhere: those of the modelines are all that count.
SETTINGS: dict[str, Any] = {
    "yaml": {
        "validate": True,
        "hover": True,
        "completion": True,
        "yamlVersion": "1.2",
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
    }
}


class Finding(NamedTuple):
    """One thing that the editor underlines: its first line and column, and what it says."""

    line: int
    column: int
    message: str


class Server:
    """A running server on one folder. Use it as a context."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.answers: Queue[dict[str, Any]] = Queue()
        self.found: dict[str, tuple[Finding, ...]] = {}
        self.asked = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> "Server":
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
        }
        root = self.folder.as_uri()
        self._ask("initialize", {"processId": None, "rootUri": root, "capabilities": capabilities})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": SETTINGS})
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def open(self, texts: Mapping[str, str]) -> dict[str, tuple[Finding, ...]]:
        """What the editor underlines in each text. Paths are relative to the folder; no such file need be there."""
        for path, text in texts.items():
            document = {"uri": self._uri(path), "languageId": "yaml", "version": 1, "text": text}
            self._tell("textDocument/didOpen", {"textDocument": document})
        while missing := [path for path in texts if self._uri(path) not in self.found]:
            self._receive(f"what is wrong in {missing[0]}")
        return {path: self.found[self._uri(path)] for path in texts}

    def completions(self, path: str, line: int, column: int) -> dict[str, str]:
        """What the editor offers at a place of an open text: labels with what it says of them."""
        answer = self._ask("textDocument/completion", self._place(path, line, column))
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return {item["label"]: _plain(item.get("documentation")) for item in items}

    def hover(self, path: str, line: int, column: int) -> str:
        """What the editor shows above a place of an open text, as Markdown."""
        answer = self._ask("textDocument/hover", self._place(path, line, column))
        return _plain(answer["contents"]) if answer else ""

    def _uri(self, path: str) -> str:
        return (self.folder / path).as_uri()

    def _place(self, path: str, line: int, column: int) -> dict[str, Any]:
        position = {"line": line - 1, "character": column - 1}
        return {"textDocument": {"uri": self._uri(path)}, "position": position}

    def _ask(self, method: str, params: Any) -> Any:
        self.asked += 1
        number = self.asked
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._receive(method)
            if message.get("id") == number and "method" not in message:
                return message.get("result")

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _receive(self, awaited: str) -> dict[str, Any]:
        """The next message, acted upon where it is not the answer to a question."""
        try:
            message = self.answers.get(timeout=SECONDS_MOST)
        except Empty:
            raise TimeoutError(f"the language server did not say {awaited}") from None
        method, params = message.get("method"), message.get("params", {})
        if method == "textDocument/publishDiagnostics":
            self.found[params["uri"]] = tuple(sorted(_finding(each) for each in params["diagnostics"]))
        elif method == "workspace/configuration":
            asked = [SETTINGS.get(item.get("section", "")) for item in params["items"]]
            self._send({"id": message["id"], "result": asked})
        elif method and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream
        while header := stream.readline():
            length = int(header.removeprefix(b"Content-Length:"))
            while stream.readline().strip():
                pass
            self.answers.put(json.loads(stream.read(length)))


def _finding(diagnostic: dict[str, Any]) -> Finding:
    start = diagnostic["range"]["start"]
    return Finding(start["line"] + 1, start["character"] + 1, diagnostic["message"])


def _plain(text: Any) -> str:
    return str(text["value"] if isinstance(text, dict) else text or "")
