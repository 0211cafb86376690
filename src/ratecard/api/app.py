"""The API over HTTP: GraphQL at /graphql, and whether the server is alive and ready."""

import time
from collections.abc import Sequence
from typing import Any

from litestar import Litestar, Request, Response, asgi, get
from litestar.exceptions import HTTPException
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR
from litestar.types import ControllerRouterHandler, Receive, Scope, Send

from ratecard import __version__
from ratecard.api.callers.buckets import Buckets
from ratecard.api.callers.callers import Callers
from ratecard.api.callers.ceiling import Ceiling
from ratecard.api.context import Clock, CurrentBook
from ratecard.api.documents.limits import Limits
from ratecard.api.errors import Body, Rejected, fault, request_error
from ratecard.api.http.endpoint import Endpoint, Freshness
from ratecard.api.http.guarding import SECURITY_HEADERS, Guarding
from ratecard.api.http.incoming import headers_of
from ratecard.api.http.statuses import STATUSES
from ratecard.api.schema import make_schema
from ratecard.api.settings import Settings, callers_of, ceiling_of, guarding_of, persisted_of

GRAPHQL_PATH = "/graphql"
MEGABYTE = 1_000_000

HttpRequest = Request[Any, Any, Any]

EVERYWHERE = {name.decode(): value.decode() for name, value in SECURITY_HEADERS} | {"Cache-Control": "no-store"}


def create_app(
    current: CurrentBook,
    clock: Clock,
    settings: Settings | None = None,
    more: Sequence[ControllerRouterHandler] = (),
    ceiling: Ceiling | None = None,
) -> Litestar:
    """The application that answers from the book in force. `clock` tells what a request means by now.

    `ceiling` is that of all workers; one of this application alone where none is given. `more` are further routes, for
    measuring. The endpoint is at `app.state.endpoint`.
    """
    chosen = settings or Settings()
    guarding = guarding_of(chosen)
    endpoint = endpoint_of(current, clock, chosen, guarding, ceiling or ceiling_of(chosen))

    @asgi(GRAPHQL_PATH, copy_scope=False)
    async def graphql(scope: Scope, receive: Receive, send: Send) -> None:
        await endpoint(scope, receive, send)

    app = Litestar(
        route_handlers=[graphql, live, ready_of(current, endpoint.callers), *_keys_of(endpoint), *more],
        before_request=refusing_foreign_names(guarding),
        exception_handlers={HTTPException: refuse, HTTP_500_INTERNAL_SERVER_ERROR: mask},
        openapi_config=None,
        cors_config=None,
        logging_config=None,
        debug=False,
    )
    app.state.endpoint = endpoint
    return app


def _keys_of(endpoint: Endpoint) -> tuple[ControllerRouterHandler, ...]:
    """The list of keys, where callers are known at all."""
    if not endpoint.callers.directories:
        return ()
    from ratecard.api.http.listing import keys_of

    return (keys_of(endpoint),)


def endpoint_of(
    current: CurrentBook, clock: Clock, settings: Settings, guarding: Guarding, ceiling: Ceiling
) -> Endpoint:
    """The GraphQL endpoint with these settings."""
    return Endpoint(
        make_schema(ordered=False).core,
        current,
        clock,
        callers=callers_of(settings),
        guarding=guarding,
        buckets=Buckets(settings.burst, settings.rate, time.monotonic, ceiling),
        persisted=persisted_of(settings),
        limits=Limits(cost=settings.cost_most),
        freshness=Freshness(settings.max_age, settings.stale_age),
        answer_bytes=settings.answer_megabytes * MEGABYTE,
        introspection=settings.introspection,
    )


def refusing_foreign_names(guarding: Guarding) -> Any:
    """What refuses a request that calls this server by another name than its own."""

    def refuse_foreign_name(request: HttpRequest) -> Response[Body] | None:
        try:
            guarding.check(headers_of(request.scope))
        except Rejected as refusal:
            return Response(refusal.body, status_code=STATUSES[refusal.reason].strict, headers=EVERYWHERE)
        return None

    return refuse_foreign_name


def refuse(_: HttpRequest, error: HTTPException) -> Response[Body]:
    """A request that reached no handler, in the form of a GraphQL answer."""
    headers = {**(error.headers or {}), **EVERYWHERE}
    return Response(request_error(error.detail), status_code=error.status_code, headers=headers)


def mask(_: HttpRequest, error: Exception) -> Response[Body]:
    """A fault outside of GraphQL, logged under an id and told by that id alone."""
    return Response({"errors": [fault(error)]}, status_code=HTTP_500_INTERNAL_SERVER_ERROR, headers=EVERYWHERE)


@get("/health/live", sync_to_thread=False)
def live() -> Response[dict[str, str]]:
    """That the process answers."""
    return Response({"status": "live"}, headers=EVERYWHERE)


def ready_of(current: CurrentBook, callers: Callers) -> ControllerRouterHandler:
    """The handler that tells which book is answered from, and whether what callers are known by can be read."""

    @get("/health/ready", sync_to_thread=False)
    def ready() -> Response[Body]:
        told: Body = {"status": "ready", "bookDigest": current.read().digest, "version": __version__}
        if callers.directories:
            told["callers"] = {directory.name: directory.state().value for directory in callers.directories}
        return Response(told, headers=EVERYWHERE)

    return ready
