"""A span of OpenTelemetry for each operation. The API alone is used: where spans go decides whoever brings the SDK."""

from importlib.util import find_spec
from typing import Any

from ratecard import __version__
from ratecard.api.errors import INTERNAL

NO_TRACING = "tracing needs one more library: pip install 'ratecard[serve]'"

Carrier = dict[str, str]
"""The headers in which a trace goes from one service to the next: traceparent, tracestate, baggage."""


def can_trace() -> bool:
    """Whether the API of OpenTelemetry is there."""
    return find_spec("opentelemetry") is not None


class OperationSpans:
    """Begins and ends spans. Without an SDK in the process they go nowhere, and hand the caller's trace on."""

    def __init__(self) -> None:
        from opentelemetry import propagate, trace

        self._trace, self._propagate = trace, propagate
        self._tracer = trace.get_tracer("ratecard", __version__)

    def begin(self, given: Carrier) -> Any:
        """The span of a request that brings these headers, as a part of its trace."""
        context = self._propagate.extract(given)
        return self._tracer.start_span("graphql", context=context, kind=self._trace.SpanKind.SERVER)

    def end(self, span: Any, operation: str, code: str, cost: int, digest: str) -> Carrier:
        """Ends the span of an operation, and gives the headers that hand its trace on."""
        told: Carrier = {}
        self._propagate.inject(told, self._trace.set_span_in_context(span))
        if span.is_recording():
            span.update_name(operation)
            span.set_attribute("graphql.operation.name", operation)
            span.set_attribute("ratecard.code", code)
            span.set_attribute("ratecard.cost", cost)
            span.set_attribute("ratecard.book", digest)
            if code == INTERNAL:
                span.set_status(self._trace.Status(self._trace.StatusCode.ERROR))
        span.end()
        return told
