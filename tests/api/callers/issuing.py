"""An issuer of tokens: a server of this machine that tells its public keys, or whatever else a test wants it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.api.callers.signing import RSA, public_jwk

Answer = Callable[[BaseHTTPRequestHandler], None]


class Issuer:
    """What the server tells, and how often it was asked. `keys` are JWKs; `answer` is told in place of them, if set.

    While `let_go` is not set, no question is answered; `asked` is set as soon as there is one.
    """

    def __init__(self) -> None:
        self.url = ""
        self.keys: list[dict[str, Any]] = [public_jwk(RSA, "rsa", "RS256")]
        self.answer: Answer | None = None
        self.questions = 0
        self.asked = threading.Event()
        self.let_go = threading.Event()
        self.let_go.set()

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        """Answers one question."""
        self.questions += 1
        self.asked.set()
        self.let_go.wait(60)
        if self.answer is not None:
            self.answer(handler)
        else:
            tell(handler, 200, json.dumps({"keys": self.keys}).encode())


def tell(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    """An answer whole."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def issuing(secured: Callable[[ThreadingHTTPServer], None] | None = None) -> Iterator[Issuer]:
    """The issuer on a free port, over http, or https where `secured` puts TLS around its socket."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                issuer.handle(self)
            except OSError:
                self.close_connection = True  # the one who asked has gone

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if secured is not None:
            secured(server)
        scheme = "http" if secured is None else "https"
        issuer.url = f"{scheme}://127.0.0.1:{server.server_address[1]}/jwks.json"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield issuer
        finally:
            issuer.let_go.set()
            server.shutdown()
            thread.join()
