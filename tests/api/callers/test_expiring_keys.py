"""API keys that end: by a day, an instant or a time from now, and at once by the server's clock."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import httpx
import msgspec
import pytest

from ratecard.api.audience import Audience
from ratecard.api.callers.keys import KeyDirectory, UnreadableKeys, new_key, read_keys
from ratecard.api.http import turns
from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start
from tests.api.http.asking import PUBLIC, bearer, seen, status
from tests.api.http.raw import connect
from tests.cli.running import run

END = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock by which keys end."""
    now = [time.time()]
    monkeypatch.setattr(KeyDirectory.__init__, "__defaults__", (lambda: now[0],))
    return lambda moment: now.__setitem__(0, moment.timestamp())


def test_a_key_is_refused_from_the_instant_of_its_end(start: Start, file: Path, at: Callable[[datetime], None]) -> None:
    _, ending = new_key(file, "books", Audience.FINANCE, END)
    _, lasting = new_key(file, "books", Audience.FINANCE)
    at(END - timedelta(milliseconds=1))
    api = start(Settings(keys=file))
    assert seen(api, bearer(ending)) == seen(api, bearer(lasting)) == [200, 200, 200]
    at(END)
    refused = api.http.post("/graphql", json={"query": PUBLIC}, headers=bearer(ending))
    assert refused.status_code == httpx.codes.UNAUTHORIZED
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert seen(api, bearer(lasting)) == [200, 200, 200]
    at(END + timedelta(days=10_000))
    assert status(api, PUBLIC, bearer(ending)) == httpx.codes.UNAUTHORIZED


def test_a_key_that_ends_while_a_body_comes_is_refused(
    start: Start, file: Path, at: Callable[[datetime], None]
) -> None:
    _, ending = new_key(file, "books", Audience.FINANCE, END)
    at(END - timedelta(seconds=1))
    api = start(Settings(keys=file))
    body = msgspec.json.encode({"query": PUBLIC})
    head = f"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {ending}\r\n"
    head += f"Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n"
    with connect(api.url) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1_000).startswith(b"HTTP/1.1 100 ")  # the caller is known, the body is awaited
        at(END)
        connection.sendall(body)
        assert connection.recv(10_000).startswith(b"HTTP/1.1 401 ")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_key_that_ends_while_its_request_waits_for_a_turn_is_refused(
    start: Start, file: Path, at: Callable[[datetime], None], method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ending = new_key(file, "books", Audience.FINANCE, END)
    _, lasting = new_key(file, "books", Audience.FINANCE)
    at(END - timedelta(seconds=1))
    ends = [False]

    async def waits(*_: object) -> None:
        if ends[0]:
            at(END)

    monkeypatch.setattr(turns, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(turns.Turns, "_wait", waits)
    api = start(Settings(keys=file))

    def asked(key: str) -> int:
        if method == "GET":
            return api.http.get("/graphql", params={"query": PUBLIC}, headers=bearer(key)).status_code
        return status(api, PUBLIC, bearer(key))

    assert [asked(ending), asked(lasting)] == [200, 200]
    ends[0] = True
    assert [asked(ending), asked(lasting)] == [401, 200]


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ("2097-01-01", "2097-01-01 00:00 UTC"),
        ("2097-01-01T09:00+01:00", "2097-01-01 08:00 UTC"),
        ("2097-01-01T00:00Z", "2097-01-01 00:00 UTC"),
    ],
)
def test_a_key_ends_on_a_day_or_at_an_instant(file: Path, given: str, end: str) -> None:
    made = run("keys", "new", "--keys", str(file), "--name", "a", "--audience", "service", "--expires", given)
    assert made.exit_code == 0, made.output
    assert f" of a, for service, until {end}; it is shown here" in made.stderr
    header, row = run("keys", "list", "--keys", str(file)).stdout.splitlines()
    assert header.split() == ["id", "name", "audience", "created", "expires"]
    assert row.endswith(end)


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("90 days", 90 * 86_400), ("1 day", 86_400), ("2 weeks", 14 * 86_400), ("36 hours", 36 * 3_600)],
)
def test_a_key_ends_after_a_time(file: Path, given: str, seconds: int) -> None:
    before = int(time.time())
    run("keys", "new", "--keys", str(file), "--name", "a", "--audience", "service", "--expires", given)
    (key,) = read_keys(file).keys
    assert key.expires is not None
    assert before + seconds <= key.expires.timestamp() <= time.time() + seconds


def test_months_end_on_the_same_day_of_the_calendar(file: Path) -> None:
    run("keys", "new", "--keys", str(file), "--name", "a", "--audience", "service", "--expires", "12 months")
    (key,) = read_keys(file).keys
    assert key.expires is not None
    assert key.expires.year == datetime.now(UTC).year + 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2020-01-01", "2020-01-01 has passed"),
        ("1999-12-31", "1999-12-31"),
        ("2097-02-30", "2097-02-30 is not a day of the calendar"),
        ("2097-01-01T09:00", "does not say how far it is from UTC"),
        ("01.02.2097", "in another order"),
        ("0 days", "0 days"),
        ("-3 days", "-3 days is negative"),
        ("1 fortnight", "1 fortnight"),
        ("soon", "soon is not an instant"),
        ("", "is not an instant"),
    ],
)
def test_an_end_that_cannot_be_meant_makes_no_key(file: Path, given: str, said: str) -> None:
    done = run("keys", "new", "--keys", str(file), "--name", "a", "--audience", "service", "--expires", given)
    assert done.exit_code == 2
    told = " ".join(done.stderr.replace("│", " ").split())
    assert said in told
    assert "or a time such as 90 days or 12 months" in told
    assert not file.exists()


def test_the_list_says_which_keys_have_expired(file: Path) -> None:
    new_key(file, "old", Audience.SERVICE, datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))))
    new_key(file, "lasting", Audience.SERVICE)
    _, old, lasting = run("keys", "list", "--keys", str(file)).stdout.splitlines()
    assert old.endswith("2026-01-01 00:00 UTC (has expired)")
    assert lasting.endswith("never")


@pytest.mark.parametrize("expires", ['"2030-01-01T00:00:00"', '"2030-01-01"', '"never"', "5", '""', "[]"])
def test_an_end_in_the_file_that_cannot_be_read_is_an_error_and_not_for_ever(file: Path, expires: str) -> None:
    new_key(file, "a", Audience.SERVICE, END)
    file.write_text(file.read_text("utf-8").replace('"2030-01-01T00:00:00Z"', expires), "utf-8")
    with pytest.raises(UnreadableKeys):
        read_keys(file)
