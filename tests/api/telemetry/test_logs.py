"""What is logged: JSON with the request's id, and never an age, a fact or a key."""

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ratecard.api.audience import Audience
from ratecard.api.callers.keys import new_key
from ratecard.api.current import CurrentBook
from ratecard.api.request_ids import REQUEST_ID, request_id_of
from ratecard.api.serving.settings import Settings
from ratecard.api.telemetry.logs import ACCESS, JsonLines, TextLines
from ratecard.instants import Instant
from ratecard.loading import load_book
from tests.api.http.asking import bearer
from tests.api.servers import NOW, Api, serving
from tests.books import sound
from tests.refusing import BOOK

AGE = 1_234_567_891
FACT = "quetzal-standard"
ID = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{ID}-b7ad6b7169203331-01"

ASKED = """query Q($age: Int!, $facts: [FactInput!]) { purchaseQuote(
  input: {region: "DE", platform: "ios", packageId: "coins_1000", buyer: {age: $age}, facts: $facts}
) { ... on Refusal { code } } }"""


class Clock:
    """A clock that fails once it is told to, as a library would: with a value in its words."""

    fails = False

    def __call__(self) -> Instant:
        if self.fails:
            raise ValueError(f"nobody is {AGE} years old, and of {FACT}") from KeyError(str(AGE))
        return NOW


class Logged:
    """A server of which all that is logged is kept, with the key of one caller."""

    def __init__(self, api: Api, text: io.StringIO, clock: Clock, key: str) -> None:
        self.api, self.text, self.clock, self.key = api, text, clock, key

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.getvalue().splitlines()]


@pytest.fixture(params=[JsonLines, TextLines])
def logged(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Logged]:
    text, clock = io.StringIO(), Clock()
    handler = logging.StreamHandler(text)
    handler.setFormatter(request.param())
    handler.addFilter(lambda record: not record.name.startswith("http"))  # the client of the test, and not the server
    root, before = logging.getLogger(), (logging.getLogger().level, ACCESS.level)
    _, key = new_key(tmp_path / "keys.json", "books", Audience.FINANCE)
    with serving(CurrentBook(sound(load_book(BOOK))), clock, Settings(keys=tmp_path / "keys.json")) as api:
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        ACCESS.setLevel(logging.INFO)
        try:
            yield Logged(api, text, clock, key)
        finally:
            root.removeHandler(handler)
            root.setLevel(before[0])
            ACCESS.setLevel(before[1])


def ask_with_secrets(logged: Logged) -> None:
    """Asks in every way in which an age, a fact or a key may stand in a request, and meets a fault."""
    http, variables = logged.api.http, {"age": AGE, "facts": [{"name": "buyer.level", "value": FACT}]}
    http.headers.update(bearer(logged.key) | {"X-Request-Id": logged.key})
    http.post("/graphql", json={"query": ASKED, "variables": variables})
    http.get("/graphql", params={"query": ASKED, "variables": json.dumps(variables)})
    http.post("/graphql", json={"query": ASKED.replace("$age", str(AGE)), "variables": {"age": FACT}})
    http.post("/graphql", content=f'{{"query": "{FACT} {AGE}'.encode(), headers={"Content-Type": "application/json"})
    http.get(f"/{FACT}/{AGE}", headers=bearer(f"{logged.key}x"))
    http.post("/graphql", json={"query": "{ a }"}, headers=bearer(f"{logged.key}x"))
    logged.clock.fails = True
    fault = http.post("/graphql", json={"query": ASKED, "variables": variables})
    assert fault.status_code == httpx.codes.INTERNAL_SERVER_ERROR


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_age_no_fact_and_no_key_is_in_anything_that_is_logged(logged: Logged) -> None:
    ask_with_secrets(logged)
    said = logged.text.getvalue()
    assert "ValueError" in said  # the fault is there,
    assert "test_logs.py" in said  # with the place where it happened
    assert "request" in said
    for secret in (str(AGE), f"{AGE:,}", FACT, logged.key, logged.key[:12]):
        assert secret not in said


def test_what_the_standard_library_would_log_holds_them(caplog: pytest.LogCaptureFixture) -> None:
    """Else the test above could not fail."""
    clock = Clock()
    clock.fails = True
    with serving(CurrentBook(sound(load_book(BOOK))), clock) as api:
        api.post(ASKED, age=1)
    assert str(AGE) in caplog.text
    assert FACT in caplog.text


@pytest.mark.parametrize("logged", [JsonLines], indirect=True)
def test_a_request_has_one_id_in_its_answer_its_errors_and_the_log(logged: Logged) -> None:
    http = logged.api.http
    answered = http.post("/graphql", json={"query": "{ ruleBook { digest } }"}, headers={"X-Request-Id": ID})
    assert answered.headers["X-Request-Id"] == ID
    assert ID not in answered.text
    refused = http.post("/graphql", json={"query": "{ nothing }"}, headers={"traceparent": TRACEPARENT})
    assert refused.headers["X-Request-Id"] == refused.json()["errors"][0]["extensions"]["requestId"] == ID
    again = http.post("/graphql", json={"query": "{ nothing }"})
    own = again.headers["X-Request-Id"]
    assert again.json()["errors"][0]["extensions"]["requestId"] == own != ID  # also where the refusal was kept
    logged.clock.fails = True
    fault = http.post("/graphql", json={"query": "{ markets { region } }"})
    told = fault.json()["errors"][0]["extensions"]
    assert told["id"] == told["requestId"] == fault.headers["X-Request-Id"]
    lines = [line for line in logged.lines() if str(line["logger"]).startswith("ratecard")]
    requests = [line for line in lines if line["message"] == "request"]
    assert [line["requestId"] for line in requests] == [ID, ID, own, told["id"]]
    assert requests[0].items() >= {"operation": "ruleBook", "code": "OK", "status": 200, "level": "info"}.items()
    (line,) = [line for line in lines if line["level"] == "error"]
    assert line["requestId"] == told["id"]
    assert line["fault"]["type"] == ["ValueError", "KeyError"]  # type: ignore[index]


@pytest.mark.parametrize("path", ["/", "/healthz", "/nope", "/graphql?query={__typename}"])
@pytest.mark.parametrize("host", ["127.0.0.1", "evil.example"])
def test_every_answer_has_an_id(api: Api, path: str, host: str) -> None:
    first, second = (api.http.get(path, headers={"Host": host}).headers["X-Request-Id"] for _ in range(2))
    assert re.fullmatch("[0-9a-f]{32}", first)
    assert first != second


@pytest.mark.parametrize(
    "given",
    [ID.encode(), ID.upper().encode(), b"0af76519-16cd-43dd-8448-eb211c80319c", b"01JDVGK3Q4ZX9T5W2M7N8P6R0S"],
)
def test_a_sane_id_is_taken(given: bytes) -> None:
    assert request_id_of(given, None) == given.decode()


@pytest.mark.parametrize("given", [None, b"", b"17", b"a" * 15, b"a" * 33, b"rck_secret", b"x\n", ID.encode() + b"\n"])
def test_any_other_one_is_not(given: bytes | None) -> None:
    assert request_id_of(given, TRACEPARENT.encode()) == ID
    made = request_id_of(given, b"00-nothing")
    assert re.fullmatch("[0-9a-f]{32}", made)
    assert made != (given or b"").decode()


def test_outside_of_a_request_no_id_is_told() -> None:
    assert REQUEST_ID.get() == ""
    record = logging.LogRecord("asyncio", logging.ERROR, "", 1, "first\nfuture: %s", (AGE,), None)
    assert json.loads(JsonLines().format(record)).keys() == {"time", "level", "logger", "message"}
    assert TextLines().format(record).endswith("Z error first")
