"""One span for each operation, a part of the caller's trace, which the answer hands on."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, Status, TraceFlags

from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings, wrong_settings
from ratecard.api.telemetry import spans
from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_book
from tests.api.servers import Api, serving
from tests.books import sound
from tests.refusing import BOOK

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"


class Recorded(NonRecordingSpan):
    """A span that keeps what is told of it, as one of an SDK does."""

    def __init__(self, name: str, parent: SpanContext, kind: SpanKind) -> None:
        trace_id = parent.trace_id or 7
        super().__init__(SpanContext(trace_id, 0xABCDEF, is_remote=False, trace_flags=TraceFlags(1)))
        self.name, self.parent, self.kind = name, parent, kind
        self.told: dict[str, Any] = {}
        self.ended = 0

    def is_recording(self) -> bool:
        return True

    def update_name(self, name: str) -> None:
        self.name = name

    def set_attribute(self, key: str, value: Any) -> None:
        self.told[key] = value

    def set_status(self, status: Any, description: str | None = None) -> None:  # noqa: ARG002 - the API's names
        assert isinstance(status, Status)
        self.told["status"] = status.status_code.name

    def end(self, end_time: int | None = None) -> None:  # noqa: ARG002
        self.ended += 1


class Tracer:
    """Makes such spans, and keeps them."""

    def __init__(self) -> None:
        self.spans: list[Recorded] = []

    def start_span(self, name: str, context: Any = None, kind: SpanKind = SpanKind.INTERNAL) -> Span:
        made = Recorded(name, trace.get_current_span(context).get_span_context(), kind)
        self.spans.append(made)
        return made


class Clock:
    fails = False

    def __call__(self) -> Any:
        assert not self.fails
        return 1_800_000_000


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return sound(load_book(BOOK))


@pytest.fixture
def traced(book: RuleBook, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Api, Tracer, Clock]]:
    tracer, clock = Tracer(), Clock()
    monkeypatch.setattr(trace, "get_tracer", lambda *_: tracer)
    with serving(CurrentBook(book), clock, Settings(tracing=True)) as api:
        yield api, tracer, clock


def ask(api: Api, query: str, headers: Mapping[str, str]) -> str:
    return api.http.post("/graphql", json={"query": query}, headers=dict(headers)).headers["traceparent"]


def test_each_operation_is_one_span_of_the_callers_trace(book: RuleBook, traced: tuple[Api, Tracer, Clock]) -> None:
    api, tracer, clock = traced
    told = ask(api, "{ ruleBook { digest } }", {"traceparent": PARENT, "tracestate": "a=b"})
    (span,) = tracer.spans
    assert told == f"00-{TRACE}-0000000000abcdef-01"
    assert (span.name, span.kind, span.ended) == ("ruleBook", SpanKind.SERVER, 1)
    assert f"{span.parent.trace_id:032x}" == TRACE
    assert span.parent.trace_state.get("a") == "b"
    assert span.told.items() >= {"ratecard.code": "OK", "ratecard.book": book.digest}.items()
    assert ask(api, "{ nothing }", {}).startswith("00-00000000000000000000000000000007-")
    clock.fails = True
    ask(api, "{ markets { region } }", {"traceparent": "not one"})
    assert [span.told.get("status") for span in tracer.spans] == [None, None, "ERROR"]
    assert [span.ended for span in tracer.spans] == [1, 1, 1]
    assert "1800000000" not in str([span.told for span in tracer.spans])


def test_without_an_sdk_the_trace_is_handed_on_and_without_the_setting_nothing_is(book: RuleBook) -> None:
    with serving(CurrentBook(book), settings=Settings(tracing=True)) as api:
        assert ask(api, "{ ruleBook { digest } }", {"traceparent": PARENT}) == PARENT
    with serving(CurrentBook(book)) as api:
        answer = api.http.post("/graphql", json={"query": "{ __typename }"}, headers={"traceparent": PARENT})
        assert "traceparent" not in answer.headers


def test_without_the_library_the_server_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "find_spec", lambda _: None)
    assert "ratecard[serve]" in (wrong_settings(Settings(tracing=True)) or "")
