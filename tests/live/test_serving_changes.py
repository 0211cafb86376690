"""A server whose book changes under questions: each answer is whole, of one book, and soon of the newest."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.http.running import Running, children_of, running
from tests.live.books import book_in, break_book, mend_book, state

QUESTION = {
    "query": "{ ruleBook { digest } ruleBookStatus { digest since loads watching upToDate lastFailure { errors } } "
    'ios: priceList(region: "DE", platform: "ios", locale: "en") { ...prices } '
    'web: priceList(region: "DE", platform: "web", locale: "en") { ...prices } } '
    "fragment prices on PriceList { bookDigest packages { price { listed { minorUnits } } } }"
}
EDITS = 100
SECONDS_MOST = 30


class Answered:
    """What one answer says: its digest, the state that its prices and coins are of, how it stands with the book."""

    def __init__(self, response: httpx.Response) -> None:
        assert response.status_code == httpx.codes.OK, response.text
        body = response.json()
        assert "errors" not in body, body
        data = body["data"]
        lists = (data["ios"], data["web"])
        told = {listed["bookDigest"] for listed in lists}
        told |= {data["ruleBook"]["digest"], data["ruleBookStatus"]["digest"], response.headers["Ratecard-Book"]}
        (self.digest,) = told
        packages = [package for own in lists for package in own["packages"]]
        assert len(packages) == 4
        self.prices, self.standing = {own["price"]["listed"]["minorUnits"] for own in packages}, data["ruleBookStatus"]


class Asking(threading.Thread):
    """Asks one server on and on by connections of its own, at a bounded rate; what went wrong is in `wrong`."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.ended, self.count = url, threading.Event(), 0
        self.wrong: list[str] = []
        self.states: dict[str, set[str]] = {}

    def run(self) -> None:
        """Asks until it is ended."""
        clients = [httpx.Client(base_url=self.url, trust_env=False) for _ in range(4)]
        while not self.ended.wait(0.004):
            try:
                answered = Answered(clients[self.count % 4].post("/graphql", json=QUESTION))
                assert len(answered.prices) == 1, answered.prices
                self.states.setdefault(answered.digest, set()).update(answered.prices)
            except (AssertionError, httpx.HTTPError) as error:
                self.wrong.append(repr(error))
            self.count += 1


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A folder with a book whose prices are all the same."""
    made = book_in(tmp_path)
    state(made, 5000)
    return made


@pytest.fixture
def server(book: Path, tmp_path: Path) -> Iterator[Running]:
    """Two workers that answer from the book, and follow it."""
    with running(tmp_path, "--book", str(book), "--watch", "--workers", "2", "--no-guards") as server:
        yield server


def until(client: httpx.Client, price: int) -> Answered:
    """The first answer with this price."""
    deadline = time.monotonic() + SECONDS_MOST
    while True:
        answered = Answered(client.post("/graphql", json=QUESTION))
        if answered.prices == {str(price)}:
            return answered
        assert time.monotonic() < deadline, (price, answered.prices)
        time.sleep(0.005)


def commit(book: Path, name: str) -> None:
    """Commits the book's files as a branch."""
    for asked in (["checkout", "-q", "-b", name], ["add", "-A"], ["commit", "-q", "-m", name]):
        subprocess.run(["git", "-C", str(book), *asked], check=True)


def set_up_git(book: Path, files: int) -> None:
    """Two branches between which many files differ, and all of them count."""
    subprocess.run(["git", "-C", str(book), "init", "-q"], check=True)
    for name in ("user.name", "user.email"):
        subprocess.run(["git", "-C", str(book), "config", name, "test"], check=True)
    region = (book / "regions" / "de.yaml").read_text("utf-8")
    for branch, cents in (("one", 6000), ("two", 7000)):
        state(book, cents)
        for number in range(files):
            code = f"DE-{('BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV', 'NI', 'NW', 'RP', 'SL', 'SN', 'ST')[number]}"
            text = region.replace("region: DE", f"region: {code}").replace("50.00", f"{cents // 100}.00")
            (book / "regions" / f"{code.lower()}.yaml").write_text(text, "utf-8")
        commit(book, branch)


def test_a_hundred_good_and_bad_edits_under_load_are_never_wrong_mixed_or_failed(book: Path, server: Running) -> None:
    asking = Asking(server.url)
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        first = Answered(client.post("/graphql", json=QUESTION))
        asking.start()
        for number in range(EDITS):
            price = 5001 + number
            if number % 4 == 3:
                break_book(book)
                time.sleep(0.02)  # some are seen while they are broken, some are not
                mend_book(book)
            state(book, price)
            if number % 10 == 0 or number == EDITS - 1:
                until(client, price)
        last = until(client, 5000 + EDITS)
        asking.ended.set()
        asking.join(SECONDS_MOST)
    assert asking.wrong == []
    assert asking.count > EDITS
    assert all(len(prices) == 1 for prices in asking.states.values())
    assert first.digest != last.digest
    assert last.standing["upToDate"]
    assert last.standing["watching"]
    assert last.standing["loads"] >= EDITS // 10
    assert len(children_of(server.process.pid)) == 3  # nobody died of it


def test_a_checkout_of_many_files_never_makes_half_a_book(book: Path, server: Running) -> None:
    set_up_git(book, 14)
    asking = Asking(server.url)
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        before = {until(client, 7000).digest}
        subprocess.run(["git", "-C", str(book), "checkout", "-q", "one"], check=True)
        before.add(until(client, 6000).digest)
        asking.start()
        for number in range(8):
            subprocess.run(["git", "-C", str(book), "checkout", "-q", ("two", "one")[number % 2]], check=True)
            until(client, (7000, 6000)[number % 2])
        asking.ended.set()
        asking.join(SECONDS_MOST)
    assert asking.wrong == []
    assert asking.states.keys() <= before


def test_a_broken_book_is_told_of_and_a_loader_that_is_killed_is_replaced(book: Path, server: Running) -> None:
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        first = Answered(client.post("/graphql", json=QUESTION))
        break_book(book)
        deadline = time.monotonic() + SECONDS_MOST
        while client.get("/health/ready").json()["upToDate"]:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        ready = client.get("/health/ready").json()
        assert ready["lastFailure"]["errors"] == 1
        assert ready["bookDigest"] == first.digest
        assert "rules/broken.yaml:1:1: error[unknown-key]" in server.said()
        for process in children_of(server.process.pid):
            command = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
            assert command == ""
        os.kill(min(children_of(server.process.pid)), signal.SIGKILL)  # the first that was started loads
        mend_book(book)
        state(book, 5100)
        until(client, 5100)
        assert "the process that loads ended; another one starts" in server.said()


def test_without_watching_a_change_waits_for_sighup(book: Path, tmp_path: Path) -> None:
    with (
        running(tmp_path, "--book", str(book)) as server,
        httpx.Client(base_url=server.url, trust_env=False) as client,
    ):
        first = Answered(client.post("/graphql", json=QUESTION))
        assert not first.standing["watching"]
        state(book, 5100)
        time.sleep(0.3)
        assert Answered(client.post("/graphql", json=QUESTION)).digest == first.digest
        for price in (5100, 5200):
            state(book, price)
            server.process.send_signal(signal.SIGHUP)
            until(client, price)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(SECONDS_MOST) == 0
        assert "Traceback" not in server.said()
