"""Where metrics are read: at /metrics, for whoever may see finance, and for whoever reaches the port of metrics."""

from typing import Any, NamedTuple, cast

from litestar import Request, Response, get
from litestar.types import ASGIApp, ControllerRouterHandler, Receive, Scope, Send

from ratecard.api.audience import Audience
from ratecard.api.context import Clock, system_clock
from ratecard.api.current import CurrentBook
from ratecard.api.errors import FORBIDDEN, Rejected, request_error
from ratecard.api.http.admission import Admission
from ratecard.api.http.front import METRICS_PATH, URGENT_PATHS
from ratecard.api.http.guarding import name_of
from ratecard.api.http.incoming import headers_of, text_of
from ratecard.api.http.negotiation import LEGACY, STRICT
from ratecard.api.http.replies import PRIVATE, Reply, json_reply, refusal_reply, send_reply
from ratecard.api.http.statuses import FOREIGN_NAME, NOT_AVAILABLE, NOT_FOUND, OK, STATUSES
from ratecard.api.telemetry.exposition import MISSING, can_expose, exposition
from ratecard.api.telemetry.looked_up import gauges_of
from ratecard.api.telemetry.meter import Meter

COST = 100
"""What reading the metrics costs: a millisecond."""


class Measured:
    """Tells the metrics of all workers, and what the book in force says of its rates."""

    def __init__(self, meter: Meter, current: CurrentBook, clock: Clock, admission: Admission) -> None:
        self._meter = meter
        self._current = current
        self._clock = clock
        self._admission = admission

    def reply(self, accept: str) -> Reply:
        """The metrics in the form that is accepted; that they cannot be had where a library is missing."""
        if not can_expose():
            return json_reply(NOT_AVAILABLE, request_error(f"{MISSING[0].upper()}{MISSING[1:]}."), LEGACY)
        now = self._clock()
        gauges = gauges_of(self._current.read(), self._admission.callers, now)
        body, media = exposition(self._meter.metrics.counted(), gauges, system_clock(), accept)
        return Reply(OK, ((b"content-type", media.encode()), PRIVATE), body)

    async def admitted(self, scope: Scope) -> Reply:
        """The metrics for a caller who may see finance."""
        headers = headers_of(scope)
        try:
            caller = await self._admission.admit(headers, scope)
            self._admission.charge(caller, COST)
            if caller.audience is not Audience.FINANCE:
                raise Rejected(FORBIDDEN, "Metrics are for the audience finance.", audience="finance")
        except Rejected as refusal:
            return refusal_reply(refusal, STRICT)
        return self.reply(text_of(headers.accept) or "")


class MetricsPort(NamedTuple):
    """The port on which metrics and health are told, and nothing else."""

    port: int
    measured: Measured
    routes: ASGIApp
    names: frozenset[str] | None = None
    """By which the server is called there; any where it is None."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request that came by this port."""
        method, path = cast(str, scope.get("method")), scope["path"]
        if self.names is not None and name_of(headers_of(scope).host) not in self.names:
            message = "The request is for another server."
            await send_reply(send, json_reply(STATUSES[FOREIGN_NAME].strict, request_error(message), LEGACY))
            return
        if path in URGENT_PATHS and path != METRICS_PATH:
            await self.routes(scope, receive, send)
            return
        reply = json_reply(NOT_FOUND, request_error(f"Only {METRICS_PATH} and health are told here."), LEGACY)
        if path == METRICS_PATH and method == "GET":
            reply = self.measured.reply(text_of(headers_of(scope).accept) or "")
        await send_reply(send, reply)


def metrics_of(measured: Measured) -> ControllerRouterHandler:
    """The handler of /metrics on the port of the API."""

    @get(METRICS_PATH)
    async def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
        reply = await measured.admitted(request.scope)
        told = {name.decode(): value.decode() for name, value in reply.headers}
        return Response(reply.body, status_code=reply.status, headers=told, media_type=told["content-type"])

    return metrics
