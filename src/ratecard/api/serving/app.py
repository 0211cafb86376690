"""The API over HTTP: GraphQL at /graphql, what the server is at /, and whether it is alive and ready."""

import time
from collections.abc import Sequence
from typing import Any, cast

from litestar import Litestar, Request, Response, asgi, get
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR
from litestar.types import ControllerRouterHandler, Receive, Scope, Send

from ratecard import __version__
from ratecard.api.bounds import BYTES_PER_VALUE, JSON_VALUES
from ratecard.api.callers.addresses import is_loopback
from ratecard.api.callers.buckets import Buckets
from ratecard.api.callers.callers import Callers
from ratecard.api.callers.ceiling import Ceiling
from ratecard.api.context import Clock, KeysNow
from ratecard.api.current import CurrentBook
from ratecard.api.documents.limits import Limits
from ratecard.api.errors import Body, Rejected, brief_message, fault, request_error
from ratecard.api.http.admission import Admission
from ratecard.api.http.answering import Freshness
from ratecard.api.http.endpoint import Endpoint
from ratecard.api.http.front import GRAPHQL_PATH, LIVE_PATHS, READY_PATHS, Front
from ratecard.api.http.gate import Gate
from ratecard.api.http.guarding import LOOPBACK_NAMES, Guarding
from ratecard.api.http.incoming import headers_of
from ratecard.api.http.measured import Measured, MetricsPort, metrics_of
from ratecard.api.http.statuses import NOT_READY, OK, STATUSES
from ratecard.api.serving.draining import ServerStanding
from ratecard.api.serving.settings import (
    MEGABYTE,
    Settings,
    callers_of,
    ceiling_of,
    guarding_of,
    metrics_of_settings,
    persisted_of,
    signing_of,
)
from ratecard.api.telemetry.decision_log import DecisionLog
from ratecard.api.telemetry.meter import Meter
from ratecard.api.telemetry.spans import OperationSpans
from ratecard.api.types.schema import make_schema
from ratecard.instants import Instant
from ratecard.live.standing import BookStanding
from ratecard.showing import instant_text

HttpRequest = Request[Any, Any, Any]

UNKEPT = {"cache-control": "no-store"}


class App(Gate):
    """The application that answers over HTTP. What comes back from it has passed its gate."""

    def __init__(self, routes: Litestar, guarding: Guarding, endpoint: Endpoint, standing: ServerStanding) -> None:
        super().__init__(routes, guarding)
        self.endpoint = endpoint
        self.standing = standing


class AppWithMetrics(App):
    """The application with a port of metrics beside its own."""

    def __init__(
        self, routes: Litestar, guarding: Guarding, endpoint: Endpoint, standing: ServerStanding, port: MetricsPort
    ) -> None:
        super().__init__(routes, guarding, endpoint, standing)
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, by the port that it came by."""
        came_by = cast(tuple[str, int] | None, scope["server"]) if scope["type"] == ScopeType.HTTP else None
        answer = self._port if came_by is not None and came_by[1] == self._port.port else super().__call__
        await answer(scope, receive, send)


def create_app(
    current: CurrentBook,
    clock: Clock,
    settings: Settings | None = None,
    more: Sequence[ControllerRouterHandler] = (),
    ceiling: Ceiling | None = None,
    meter: Meter | None = None,
    decision_log: DecisionLog | None = None,
) -> App:
    """The application that answers from the book in force. `clock` tells what a request means by now.

    `ceiling` is that of all workers, `meter` counts among those of all; each of this application alone where none is
    given. `more` are further routes, for measuring.
    """
    chosen = settings or Settings()
    meter, standing = meter or Meter(metrics_of_settings(chosen)), ServerStanding()
    guarding = guarding_of(chosen)
    buckets = Buckets(chosen.burst, chosen.rate, time.monotonic, ceiling or ceiling_of(chosen))
    admission = Admission(callers_of(chosen), buckets)
    front = Front(
        current,
        audience=admission.callers.stranger,
        introspection=chosen.introspection,
        open_documents=not chosen.documents_only,
    )
    endpoint = endpoint_of(current, clock, chosen, guarding, front, admission, meter, decision_log)
    measured = Measured(meter, current, clock, admission)
    tell_age(current, meter)

    about_keys = _keys_of(admission, endpoint.keys, clock)
    told = (live, ready_of(current, admission.callers, standing), metrics_of(measured), *about_keys)
    routes = routes_of([*_mounted(endpoint, front), *told, *more], guarding)
    if chosen.metrics_port is None:
        return App(routes, guarding, endpoint, standing)
    names = LOOPBACK_NAMES if is_loopback(chosen.metrics_host) else None
    port = MetricsPort(chosen.metrics_port, measured, routes, names)
    return AppWithMetrics(routes, guarding, endpoint, standing, port)


def routes_of(handlers: list[ControllerRouterHandler], guarding: Guarding) -> Litestar:
    """What is behind the gate: Litestar with these handlers, and nothing of its own."""
    return Litestar(
        route_handlers=handlers,
        before_request=refusing_other_sites(guarding),
        exception_handlers={HTTPException: refuse, HTTP_500_INTERNAL_SERVER_ERROR: mask},
        openapi_config=None,
        cors_config=None,
        logging_config=None,
        debug=False,
    )


def tell_age(current: CurrentBook, meter: Meter) -> None:
    """Counts since when the book in force is there, now and after each change."""

    def tell() -> None:
        standing = current.beside.standing
        meter.set("book_age_seconds", to=standing.since)
        meter.set("book_behind", to=int(not standing.up_to_date))

    current.heard.append(tell)
    tell()


def _mounted(endpoint: Endpoint, front: Front) -> tuple[ControllerRouterHandler, ControllerRouterHandler]:
    """GraphQL at its path, and what the server says of itself at the root."""

    @asgi(GRAPHQL_PATH, copy_scope=False)
    async def graphql(scope: Scope, receive: Receive, send: Send) -> None:
        await endpoint(scope, receive, send)

    @asgi("/", copy_scope=False)
    async def root(scope: Scope, receive: Receive, send: Send) -> None:
        await front(scope, receive, send)

    return graphql, root


def _keys_of(admission: Admission, keys: KeysNow | None, clock: Clock) -> list[ControllerRouterHandler]:
    """The list of callers' keys, where any are known, and the public keys of quotes, where these are signed."""
    routes: list[ControllerRouterHandler] = []
    if admission.callers.directories:
        from ratecard.api.http.listing import keys_of

        routes.append(keys_of(admission))
    if keys is not None:
        from ratecard.api.http.published_keys import published_keys_of

        routes.append(published_keys_of(keys, clock))
    return routes


def endpoint_of(
    current: CurrentBook,
    clock: Clock,
    settings: Settings,
    guarding: Guarding,
    front: Front,
    admission: Admission,
    meter: Meter,
    decision_log: DecisionLog | None,
) -> Endpoint:
    """The GraphQL endpoint with these settings."""
    return Endpoint(
        make_schema(ordered=False).core,
        current,
        clock,
        admission=admission,
        guarding=guarding,
        front=front,
        persisted=persisted_of(settings),
        limits=Limits(
            cost=settings.cost_most,
            body_bytes=settings.body_bytes,
            json_values=max(JSON_VALUES.most, settings.body_bytes // BYTES_PER_VALUE),
            answer_bytes=settings.answer_bytes,
        ),
        freshness=Freshness(settings.max_age, settings.stale_age),
        answer_bytes=settings.answer_megabytes * MEGABYTE,
        introspection=settings.introspection,
        keys=signing_of(settings),
        previews=settings.clock is not None,
        meter=meter,
        decision_log=decision_log,
        spans=OperationSpans() if settings.tracing else None,
    )


def refusing_other_sites(guarding: Guarding) -> Any:
    """What refuses a request that another site makes unasked."""

    # A function that is not async would be run in a thread, which waits for its turn behind all other requests.
    async def refuse_other_sites(request: HttpRequest) -> Response[Body] | None:
        try:
            guarding.check_site(headers_of(request.scope))
        except Rejected as refusal:
            return Response(refusal.body, status_code=STATUSES[refusal.reason].strict, headers=UNKEPT)
        return None

    return refuse_other_sites


def refuse(_: HttpRequest, error: HTTPException) -> Response[Body]:
    """A request that reached no handler, in the form of a GraphQL answer."""
    headers = {**(error.headers or {}), **UNKEPT}
    return Response(request_error(brief_message(error.detail)), status_code=error.status_code, headers=headers)


def mask(_: HttpRequest, error: Exception) -> Response[Body]:
    """A fault outside of GraphQL, logged under an id and told by that id alone."""
    return Response({"errors": [fault(error)]}, status_code=HTTP_500_INTERNAL_SERVER_ERROR, headers=UNKEPT)


@get([*LIVE_PATHS], sync_to_thread=False)
def live() -> Response[dict[str, str]]:
    """That the process answers."""
    return Response({"status": "live"}, headers=UNKEPT)


def ready_of(current: CurrentBook, callers: Callers, standing: ServerStanding) -> ControllerRouterHandler:
    """The handler that tells which book is answered from, and whether what callers are known by can be read.

    The digest is the one that whoever shows no token sees. A server that is about to stop is not ready (503).
    """

    @get([*READY_PATHS], sync_to_thread=False)
    def ready() -> Response[Body]:
        digest = current.seen_by(callers.stranger).digest
        status = "draining" if standing.draining else "ready"
        told: Body = {"status": status, "bookDigest": digest, "version": __version__}
        told |= _standing_body(current.beside.standing, current.since(callers.stranger))
        if callers.directories:
            told["callers"] = {directory.name: directory.state().value for directory in callers.directories}
        return Response(told, headers=UNKEPT, status_code=NOT_READY if standing.draining else OK)

    return ready


def _standing_body(standing: BookStanding, since: Instant) -> Body:
    """How it stands with the book. What is wrong with rule files is told to finance alone."""
    failure = standing.failure
    failed = None if failure is None else {"at": instant_text(failure.at), "errors": failure.errors}
    return {"since": instant_text(since), "upToDate": standing.up_to_date, "lastFailure": failed}
