"""What is logged, as JSON for programs or as text for people: never an age, a fact or a key.

An exception is told by its type and the places that it passed, without its message: that quotes values. Of what a
library logs the first line is told.
"""

import logging
import sys
import time
import traceback
from collections.abc import Mapping
from types import TracebackType

import msgspec

from ratecard.api.request_ids import REQUEST_ID

OURS = "ratecard"
ACCESS = logging.getLogger("ratecard.access")


TOLD = "told"
"""The attribute of a record that holds what is told beside its sentence, by name."""


def set_up_logging(form: str, level: str, *, access: bool) -> None:
    """Sends what is logged in this process to its standard error, as `json` or `text`, from a level on.

    With `access` there is one line for each request to GraphQL, whatever the level is.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # callers' mistakes are not logged
    ACCESS.setLevel(logging.INFO if access else logging.CRITICAL)


def log_request(told: Mapping[str, object]) -> None:
    """Logs that a request was answered, with what is told of it."""
    ACCESS.info("request", extra={TOLD: told})


class JsonLines(logging.Formatter):
    """One JSON object a line: time in UTC, level, logger, message, requestId, what is told beside, and a fault."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record, without its end."""
        request_id = REQUEST_ID.get()
        told: dict[str, object] = {
            "time": _time(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **({"requestId": request_id} if request_id else {}),
            **getattr(record, TOLD, {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            told["fault"] = {"type": _names(record.exc_info[1]), "stack": _stack(record.exc_info[1].__traceback__)}
        return msgspec.json.encode(told).decode()


class TextLines(logging.Formatter):
    """The same for people: a line, and for a fault the places that it passed, each on a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The lines of a record, without the end of the last."""
        request_id = REQUEST_ID.get()
        beside = {**({"request": request_id} if request_id else {}), **getattr(record, TOLD, {})}
        pairs = "".join(f" {name}={value}" for name, value in beside.items())
        line = f"{_time(record.created)} {record.levelname.lower()} {_message(record)}{pairs}"
        if record.exc_info and record.exc_info[1] is not None:
            fault = record.exc_info[1]
            line = "\n  ".join([line, " from ".join(_names(fault)), *_stack(fault.__traceback__)])
        return line


def _time(seconds: float) -> str:
    """RFC 3339 in UTC, with milliseconds."""
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds))}.{int(seconds * 1_000) % 1_000:03}Z"


def _message(record: logging.LogRecord) -> str:
    """A record's sentence, of a library's its first line."""
    message = record.getMessage()
    return message if record.name.partition(".")[0] == OURS else message.partition("\n")[0]


def _names(fault: BaseException) -> list[str]:
    """The type of a fault, and of those that it came of, the first last."""
    names: list[str] = []
    cause: BaseException | None = fault
    while cause is not None and len(names) < 10:
        names.append(type(cause).__qualname__)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return names


def _stack(passed: TracebackType | None) -> list[str]:
    """The places that a fault passed, the deepest last."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(passed)]
