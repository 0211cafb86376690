"""A page in a real browser: Chromium loads it from a server of the test's own, and what it writes is read back."""

import html
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.programs import program

SECONDS_MOST = 120
VIRTUAL_MILLISECONDS = 60_000
"""Of the page's own clock, which stands still while it waits for an answer."""

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
RESULT = re.compile(r'<pre id="result">(.*?)</pre>', re.DOTALL)

PAGE = """<!DOCTYPE html>
<meta charset="utf-8">
<title>A page of another origin</title>
<pre id="result"></pre>
<script type="module">
const told = async (promise) => {
  try { return await promise; } catch (error) { return {error: `${error}`}; }
};
const found = await (async () => { %s })();
document.getElementById("result").textContent = JSON.stringify(found);
</script>
"""


def chromium() -> str:
    """The browser."""
    return program("chromium", "chromium-browser", "google-chrome", needed_for="what a browser lets pages read")


@contextmanager
def page_of(script: str, port: int) -> Iterator[None]:
    """A server of a page that runs this script, which returns what the page is to tell."""
    body = (PAGE % script).encode()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def told_by(browser: str, url: str, profile: Path) -> Any:
    """What the page at a URL tells once it is done. `profile` is a new folder, for what the browser writes."""
    command = [browser, *FLAGS, f"--user-data-dir={profile}", f"--virtual-time-budget={VIRTUAL_MILLISECONDS}"]
    done = subprocess.run(
        [*command, "--dump-dom", url], capture_output=True, text=True, timeout=SECONDS_MOST, check=False
    )
    found = RESULT.search(done.stdout)
    assert found, done.stdout + done.stderr
    assert found[1], f"the page told nothing: {done.stderr}"
    return json.loads(html.unescape(found[1]))
