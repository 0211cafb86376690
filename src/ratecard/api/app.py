"""The API over HTTP: GraphQL at /graphql, and whether the server is alive and ready."""

from typing import Any, cast

import msgspec
from cross_web import HTTPException as UnreadableRequest
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_400_BAD_REQUEST,
    HTTP_421_MISDIRECTED_REQUEST,
    HTTP_500_INTERNAL_SERVER_ERROR,
)
from litestar.types import ControllerRouterHandler
from strawberry.http import GraphQLHTTPResponse
from strawberry.http.base import BaseRequestProtocol
from strawberry.litestar.controller import GraphQLController
from strawberry.types import ExecutionResult

from ratecard import __version__
from ratecard.api.context import Clock, CurrentBook, open_context
from ratecard.api.errors import fault, request_error, response_of
from ratecard.api.schema import make_schema

GRAPHQL_PATH = "/graphql"
BODY_BYTES_MOST = 200_000

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost"})
"""The names by which this machine may be asked. A page of another site can give its own name our address, and would
then read the answers as its own; it cannot change the name that the browser sends."""

HttpRequest = Request[Any, Any, Any]


def create_app(current: CurrentBook, clock: Clock) -> Litestar:
    """The application that answers from the book in force. `clock` tells what a request means by now."""
    handlers: list[ControllerRouterHandler] = [graphql_controller(current, clock), live, ready_of(current)]
    return Litestar(
        route_handlers=handlers,
        before_request=refuse_foreign_name,
        exception_handlers={HTTPException: refuse, HTTP_500_INTERNAL_SERVER_ERROR: mask},
        request_max_body_size=BODY_BYTES_MOST,
        openapi_config=None,
        cors_config=None,
        logging_config=None,
        debug=False,
    )


def graphql_controller(current: CurrentBook, clock: Clock) -> type[GraphQLController[Any, Any]]:
    """Strawberry's controller for our schema and book, with requests read strictly and errors told our way.

    Its handlers are our own: Strawberry's take what they need by Litestar's inferred dependencies, which are
    deprecated, and pass through a thread for each request.
    """

    class Controller(GraphQLController[Any, Any]):
        path = GRAPHQL_PATH
        schema = make_schema(ordered=False)
        graphql_ide = None  # its page loads scripts from other sites
        dependencies = None  # type: ignore[assignment, misc]
        websocket_endpoint = None  # type: ignore[assignment]  # there are no subscriptions

        @get()
        async def handle_http_get(self, request: HttpRequest) -> Response[Any]:
            return await self.answer(request)

        @post(status_code=HTTP_200_OK)
        async def handle_http_post(self, request: HttpRequest) -> Response[Any]:
            return await self.answer(request)

        async def answer(self, request: HttpRequest) -> Response[Any]:
            """The answer to one request, which reads the book and the clock here and nowhere else."""
            try:
                answer: Response[Any] = await self.run(request, context=open_context(current, clock), root_value=None)
            except UnreadableRequest as error:
                return Response(request_error(error.reason), status_code=error.status_code)
            return answer

        async def get_sub_response(self, request: HttpRequest) -> Response[Any]:  # noqa: ARG002
            return Response({})

        def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:  # noqa: ARG002
            return False

        def parse_json(self, data: str | bytes) -> Any:
            return json_object(data)

        async def process_result(self, request: HttpRequest, result: ExecutionResult) -> GraphQLHTTPResponse:  # noqa: ARG002
            return cast(GraphQLHTTPResponse, response_of(result))

    return Controller


def json_object(data: str | bytes) -> dict[str, Any]:
    """The JSON object in a request's body or parameter. Anything else is refused before GraphQL sees it."""
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UnreadableRequest(HTTP_400_BAD_REQUEST, "The request holds no JSON that can be read.") from None
    if not isinstance(found, dict):
        raise UnreadableRequest(HTTP_400_BAD_REQUEST, "The request holds JSON that is no object.")
    return found


def refuse_foreign_name(request: HttpRequest) -> Response[Any] | None:
    """The refusal of a request that calls this machine by another name than its own, or None."""
    name = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    if name in LOOPBACK_NAMES:
        return None
    message = "The request is for another server. Ask this one as 127.0.0.1 or localhost."
    return Response(request_error(message), status_code=HTTP_421_MISDIRECTED_REQUEST)


def refuse(_: HttpRequest, error: HTTPException) -> Response[Any]:
    """A request that reached no handler, in the form of a GraphQL answer."""
    return Response(request_error(error.detail), status_code=error.status_code, headers=error.headers)


def mask(_: HttpRequest, error: Exception) -> Response[Any]:
    """A fault outside of GraphQL, logged under an id and told by that id alone."""
    return Response({"errors": [fault(error)]}, status_code=HTTP_500_INTERNAL_SERVER_ERROR)


@get("/health/live", sync_to_thread=False)
def live() -> Response[dict[str, str]]:
    """That the process answers."""
    return Response({"status": "live"}, headers={"Cache-Control": "no-store"})


def ready_of(current: CurrentBook) -> ControllerRouterHandler:
    """The handler that tells which book is answered from."""

    @get("/health/ready", sync_to_thread=False)
    def ready() -> Response[dict[str, str]]:
        told = {"status": "ready", "bookDigest": current.read().digest, "version": __version__}
        return Response(told, headers={"Cache-Control": "no-store"})

    return ready
