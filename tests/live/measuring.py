"""`make bench-reload`: how soon an edit is answered from, and what a reload costs those who ask meanwhile.

`python -m tests.live.measuring [EDITS [SECONDS]]`, of the shipped book, by one worker. Latencies are those of sixteen
requests at once, which is how the load is made; both rows of one run are to be compared, and nothing else.
"""

import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx

from tests.api.http.running import ROOT, children_of, running
from tests.benchmarks.http.load import CONNECTIONS, Load, request

EDITS, SECONDS = 50, 30
SECONDS_BETWEEN_RELOADS = 10
REGIONS = ("DE", "FR", "US-NY", "JP", "BR", "GB", "IN", "KR")
DIGEST = {"query": "{ ruleBook { digest } }"}
LIST = (
    "{ priceList(region: \"%s\", platform: \"ios\", locale: \"en\", at: \"2026-07-01T00:00:%02dZ\") "
    "{ ... on PriceList { packages { packageId coins price { listed { amount formatted } } } } } }"
)  # fmt: skip
OK = frozenset({200})


def requests(cold: bool) -> list[bytes]:
    """Requests for price lists: the same few, whose answers are kept, or ever other ones, which are executed."""
    seconds = range(60) if cold else (0,)
    return [request("GET", f"/graphql?query={quote(LIST % (region, own))}") for own in seconds for region in REGIONS]


def edit_region(book: Path, number: int) -> None:
    """Another price in the file of one region."""
    file = book / "regions" / "de.yaml"
    text = re.sub(
        r"coins_1000: 1[0-9.]+", f"coins_1000: {13 + number % 90 / 100:.2f}", file.read_text("utf-8"), count=1
    )
    put(file, text)


def edit_packages(book: Path, number: int) -> None:
    """Another content of a package everywhere."""
    file = book / "rules" / "packages.yaml"
    text = re.sub(
        r"coins: 1000, bonus: \d+", f"coins: 1000, bonus: {50 + number % 20}", file.read_text("utf-8"), count=1
    )
    put(file, text)


def put(file: Path, text: str) -> None:
    """Puts a whole file in place of another."""
    new = file.parent.parent / "new"
    new.write_text(text, "utf-8")
    new.replace(file)


def seconds_to_answer(book: Path, client: httpx.Client, edit: Callable[[Path, int], None], edits: int) -> list[float]:
    """From each save to the first answer of the new book."""
    found = []
    for number in range(1, edits + 1):
        before = client.post("/graphql", json=DIGEST).json()
        began = time.perf_counter()
        edit(book, number)
        while client.post("/graphql", json=DIGEST).json() == before:
            assert time.perf_counter() - began < 30
            time.sleep(0.002)
        found.append(time.perf_counter() - began)
        time.sleep(0.3)
    return found


def under_load(load: Load, sent: list[bytes], seconds: float) -> list[tuple[float, float]]:
    """Rounds of sixteen requests for so long: when each ended, and how long it took."""
    found, place = [], 0
    began = now = time.perf_counter()
    while now - began < seconds:
        some = [sent[(place + own) % len(sent)] for own in range(CONNECTIONS)]
        load.send(some, OK)
        place += CONNECTIONS
        ended = time.perf_counter()
        found.append((ended, ended - now))
        now = ended
    return found


def reloading(book: Path, stop: threading.Event, saved: list[float]) -> None:
    """Edits every ten seconds until it is stopped."""
    number = 0
    while not stop.wait(SECONDS_BETWEEN_RELOADS if number else 2):
        number += 1
        saved.append(time.perf_counter())
        edit_region(book, 40 + number)


def told(name: str, rounds: list[tuple[float, float]]) -> None:
    """Prints requests a second, and the latencies of rounds."""
    took = sorted(own for _, own in rounds)
    if not took:
        print(f"{name:32} -")
        return
    p99 = took[min(len(took) - 1, int(len(took) * 0.99))]
    rate = len(took) * CONNECTIONS / sum(took)
    middle, most = statistics.median(took), took[-1]
    print(
        f"{name:32} {rate:8.0f}/s   median {1e3 * middle:6.1f} ms   p99 {1e3 * p99:6.1f} ms   most {1e3 * most:6.1f} ms"
    )


def main(arguments: list[str]) -> int:
    """Measures, and prints what came of it."""
    edits, seconds = int(arguments[0]) if arguments else EDITS, float(arguments[1]) if arguments[1:] else SECONDS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "book"
        for part in ("rules", "regions"):
            shutil.copytree(ROOT / part, book / part)
        with running(folder, "--book", str(book), "--watch", "--rate", "100000000") as server:
            port, client = int(server.url.rpartition(":")[2]), httpx.Client(base_url=server.url, trust_env=False)
            for kind, edit in (("a region's file", edit_region), ("a file of the book", edit_packages)):
                took = seconds_to_answer(book, client, edit, edits)
                middle, most = 1e3 * statistics.median(took), 1e3 * max(took)
                print(f"{kind:32} saved to answered: median {middle:.0f} ms, most {most:.0f} ms, {edits} edits")
            for cold in (False, True):
                load, kind = Load(port, max(children_of(server.process.pid))), "executed" if cold else "kept"
                under_load(load, requests(cold), 3)
                told(f"{kind}, no reload", under_load(load, requests(cold), seconds))
                stop, saved = threading.Event(), list[float]()
                editing = threading.Thread(target=reloading, args=(book, stop, saved))
                editing.start()
                rounds = under_load(load, requests(cold), seconds)
                stop.set()
                editing.join()
                told(f"{kind}, a reload every 10 s", rounds)
                near = [own for own in rounds if any(0 <= own[0] - at < 1.5 for at in saved)]
                told(f"{kind}, 1.5 s after a save", near)
                load.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
