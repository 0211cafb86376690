"""What fails, as docs/failures.md tells it: what is answered meanwhile, and which metric moves. A row a test."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from ratecard.api.audience import Audience
from ratecard.api.callers import watched
from ratecard.api.callers.callers import Callers
from ratecard.api.callers.keys import new_key, revoke_key
from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings
from ratecard.api.telemetry.families import PREFIX, Measure, families
from ratecard.api.telemetry.looked_up import gauges_of
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, instant_of
from ratecard.live.standing import BookStanding, FailedLoad
from ratecard.loading import load_book
from tests.api.http.asking import FINANCE, PUBLIC, bearer
from tests.api.servers import NOW, Api, serving
from tests.api.telemetry.metered import Sample, read, requests
from tests.books import sound
from tests.refusing import BOOK
from tests.refusing_earning import BOOK as EARNING

ROOT = Path(__file__).parents[3]
ROW = re.compile(r"^\| [^|]+ \| [^|]+ \| (?P<metric>[^|]+) \| `(?P<test>\w+)` \|$", re.MULTILINE)
PLAIN = '{ purchaseQuote(input: {region: "DE", platform: "ios", packageId: "plain"}) { ... on Refusal { code } } }'
OUTSIDE = PLAIN.replace("plain", "outside")
STALE = '{ payoutQuote(input: {region: "KR", methodId: "bank", diamonds: 20000}) { ... on Refusal { code } } }'


class Clock:
    """A clock that can be set, and fail."""

    def __init__(self) -> None:
        self.now = NOW
        self.fails = False

    def __call__(self) -> Instant:
        if self.fails:
            raise RuntimeError
        return self.now


class Failing:
    """A server whose surroundings fail, with its keys and the folder of its decision log."""

    def __init__(self, api: Api, current: CurrentBook, clock: Clock, keys: Path, key: str, decisions: Path) -> None:
        self.api, self.current, self.clock = api, current, clock
        self.keys, self.key, self.decisions = keys, key, decisions
        self._admin = httpx.Client(base_url=api.url, headers=bearer(key), trust_env=False)

    def metrics(self) -> dict[Sample, float]:
        return read(self._admin)

    def ask(self, query: str) -> str:
        """The code of the refusal that is the answer; empty where it is none."""
        (answer,) = self._admin.post("/graphql", json={"query": query}).json()["data"].values()
        return str(answer.get("code", ""))


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return sound(load_book(BOOK))


@pytest.fixture
def failing(book: RuleBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    monkeypatch.setattr(watched, "SECONDS_BETWEEN_LOOKS", 0)  # a server looks at its keys once a second
    keys, decisions, clock = tmp_path / "keys.json", tmp_path / "decisions", Clock()
    decisions.mkdir()
    _, key = new_key(keys, "admin", Audience.FINANCE)
    settings = Settings(keys=keys, decisions=decisions, decisions_sample="1")
    with ExitStack() as stack:
        current = CurrentBook(book)
        api = stack.enter_context(serving(current, clock, settings))
        yield Failing(api, current, clock, keys, key, decisions)


def test_rule_files_that_are_broken_meanwhile_change_no_answer(failing: Failing) -> None:
    before, current = failing.ask(PLAIN), failing.current
    assert failing.metrics()["book_behind", ()] == 0
    standing = BookStanding(NOW, up_to_date=False, failure=FailedLoad(NOW, 1, ()))
    current.put(current.read(), None, standing)
    assert failing.metrics()["book_behind", ()] == 1
    assert failing.ask(PLAIN) == before
    assert failing.api.http.get("/readyz").json()["upToDate"] is False


def test_an_exchange_rate_that_is_too_old_refuses_what_needs_it() -> None:
    with serving(CurrentBook(sound(load_book(EARNING)))) as api:
        assert api.ask(STALE) == {"payoutQuote": {"code": "FX_STALE"}}
        assert api.ask("{ markets { region } }")["markets"]
        told = read(api.http)
    assert told["refusals_total", (("code", "FX_STALE"),)] == 1
    assert told["fx_left_seconds", (("currency", "KRW"),)] < 0


def test_a_disk_that_is_full_changes_no_answer(failing: Failing) -> None:
    shutil.rmtree(failing.decisions)
    assert failing.ask(PLAIN) == ""
    told = failing.metrics()
    for _ in range(1_000):
        if told["decisions_dropped_total", (("reason", "disk"),)]:
            break
        told = failing.metrics()
    assert told["decisions_dropped_total", (("reason", "disk"),)] == 1


def test_a_clock_that_is_wrong_is_answered_by_and_told(failing: Failing) -> None:
    failing.clock.now = instant_of(datetime(2001, 1, 1, tzinfo=UTC))
    assert failing.ask(PLAIN) == "BEFORE_RULES"
    assert failing.metrics()["clock_seconds", ()] == failing.clock.now


def test_a_revoked_key_is_unknown(failing: Failing) -> None:
    made, key = new_key(failing.keys, "shop", Audience.SERVICE)
    asked = {"json": {"query": PUBLIC}, "headers": bearer(key)}
    assert failing.api.http.post("/graphql", **asked).status_code == httpx.codes.OK  # type: ignore[arg-type]
    assert revoke_key(failing.keys, made.id) is not None
    assert failing.api.http.post("/graphql", **asked).status_code == httpx.codes.UNAUTHORIZED  # type: ignore[arg-type]
    assert requests(failing.metrics(), "other", "UNAUTHENTICATED") == 1


def test_keys_that_cannot_be_read_are_believed_for_a_minute(failing: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    assert failing.metrics()["callers_state", (("source", "keys"), ("state", "read"))] == 1
    failing.keys.write_text("{", "utf-8")
    assert failing.metrics()["callers_state", (("source", "keys"), ("state", "failing"))] == 1
    monkeypatch.setattr(watched, "SECONDS_BELIEVED", 0)
    assert failing.api.http.get("/metrics", headers=bearer(failing.key)).status_code == httpx.codes.UNAUTHORIZED
    assert failing.api.post(PUBLIC).status_code == httpx.codes.OK


def test_a_caller_who_asks_too_much_waits(book: RuleBook) -> None:
    with serving(CurrentBook(book), settings=Settings(burst=50, rate=1)) as api:
        api.post(PLAIN)
        refused = api.post(PLAIN)
        assert refused.status_code == httpx.codes.TOO_MANY_REQUESTS
        assert int(refused.headers["Retry-After"]) > 0
        assert api.http.get("/readyz").status_code == httpx.codes.OK


def test_a_fault_of_ours_is_told_by_its_id_alone(failing: Failing) -> None:
    failing.clock.fails = True
    answer = failing.api.post(PUBLIC)
    assert answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR
    assert answer.json()["errors"][0]["extensions"]["requestId"] == answer.headers["X-Request-Id"]
    failing.clock.fails = False
    told = failing.metrics()
    assert requests(told, "other", "INTERNAL_SERVER_ERROR") + requests(told, "ruleBook", "INTERNAL_SERVER_ERROR") == 1


def test_a_price_outside_of_its_envelope_is_refused(failing: Failing) -> None:
    assert failing.ask(OUTSIDE) == "OUTSIDE_ENVELOPE"
    assert failing.metrics()["outside_envelope_total", ()] == 1


def test_an_operation_of_another_audience_is_refused_whole(failing: Failing) -> None:
    answer = failing.api.post(FINANCE)
    assert answer.status_code == httpx.codes.FORBIDDEN
    assert requests(failing.metrics(), "purchaseQuote", "FORBIDDEN") == 1


def page() -> list[dict[str, str]]:
    return [match.groupdict() for match in ROW.finditer((ROOT / "docs" / "failures.md").read_text("utf-8"))]


def names_of_metrics(book: RuleBook) -> set[str]:
    """The names of all metrics, as Prometheus has them."""
    named = {PREFIX + gauge.name for gauge in gauges_of(book, Callers(), NOW)}
    for family in families(()):
        ends = {Measure.COUNTER: ("_total",), Measure.SECONDS: ("_bucket", "_sum", "_count")}.get(family.measure, ("",))
        named |= {f"{PREFIX}{family.name}{end}" for end in ends}
    return named


def test_each_row_of_the_page_is_a_test_and_names_metrics_that_there_are(book: RuleBook) -> None:
    tests = "\n".join(file.read_text("utf-8") for file in (ROOT / "tests" / "api").rglob("test_*.py"))
    rows = page()
    assert len(rows) >= 11
    for row in rows:
        assert f"def {row['test']}(" in tests, row
        named = set(re.findall(rf"{PREFIX}\w+", row["metric"]))
        assert named <= names_of_metrics(book), row
        assert named or "`up`" in row["metric"], row
    own = set(re.findall(r"^def (test_\w+)", Path(__file__).read_text("utf-8"), re.MULTILINE))
    assert own - {row["test"] for row in rows} == {
        "test_each_row_of_the_page_is_a_test_and_names_metrics_that_there_are"
    }
