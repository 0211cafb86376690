"""Which API keys are in force here: for finance alone, because names of keys tell who the callers are."""

from typing import Any

from litestar import Request, Response, get
from litestar.types import ControllerRouterHandler

from ratecard.api.audience import Audience
from ratecard.api.callers.callers import Callers
from ratecard.api.callers.keys import KeyDirectory
from ratecard.api.callers.served import PATH, ServedKey, ServedKeys
from ratecard.api.errors import FORBIDDEN, Rejected
from ratecard.api.http.admission import Admission
from ratecard.api.http.guarding import Header
from ratecard.api.http.incoming import headers_of
from ratecard.api.http.replies import PRIVATE, RejectedWith
from ratecard.api.http.statuses import STATUSES

COST_LEAST = 10
"""What the list costs beside one unit for each key."""


def keys_of(admission: Admission) -> ControllerRouterHandler:
    """The handler that lists the keys which the worker that answers goes by, without anything of their secrets."""

    @get(PATH)
    async def keys(request: Request[Any, Any, Any]) -> Response[Any]:
        try:
            caller = await admission.admit(headers_of(request.scope), request.scope)
            if caller.audience is not Audience.FINANCE:
                admission.charge(caller, COST_LEAST)
                raise Rejected(FORBIDDEN, "The list of keys is for the audience finance.", audience="finance")
        except Rejected as refusal:
            own = refusal.headers if isinstance(refusal, RejectedWith) else ()
            return _response(STATUSES[refusal.reason].strict, refusal.body, *own)
        listed = _listed(admission.callers)
        admission.charge(caller, COST_LEAST + len(listed.keys))
        return _response(200, listed)

    return keys


def _listed(callers: Callers) -> ServedKeys:
    """The keys of the server's file, and how it stands with it."""
    for directory in callers.directories:
        if isinstance(directory, KeyDirectory):
            content = directory.content()
            listed = tuple(ServedKey(key.id, key.name, key.audience, key.expires) for key in content)
            return ServedKeys(directory.state(), directory.problem, listed)
    return ServedKeys(None, None, ())


def _response(status: int, body: Any, *headers: Header) -> Response[Any]:
    told = {name.decode(): value.decode() for name, value in (PRIVATE, *headers)}
    return Response(body, status_code=status, headers=told)
