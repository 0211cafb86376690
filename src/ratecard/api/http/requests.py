"""What a request asks for: read strictly from its body or its URL, or refused.

Nothing here knows the schema. What comes back is bounded in size, in depth and in the length of its lists.
"""

import sys
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from ratecard.api.documents.limits import Limits
from ratecard.api.errors import BAD_REQUEST, Rejected

SHA256_DIGITS = 64
DIGITS_OF_STRETCH = 320
PARAMETERS_MOST = 20

Variables = dict[str, Any]

_LARGEST = sys.float_info.max


def _nearest_float(text: str) -> float:
    """The float of a JSON number, 1.8e308 for 1e400: such a number is wrong where it stands, and ends nothing else.

    Infinity would be null in the key of an answer.
    """
    return min(max(float(text), -_LARGEST), _LARGEST)


_JSON = msgspec.json.Decoder(float_hook=_nearest_float)


class GraphQLRequest(msgspec.Struct, frozen=True):
    """One request. `document_id` and `apq` are names of documents by hash; one of the three is always there.

    `variables_key` is the canonical text of the variables: equal for equal ones.
    """

    query: str | None
    document_id: str | None
    apq: str | None
    operation: str | None
    variables: Variables
    variables_key: bytes


def asked_in_body(body: bytes, limits: Limits) -> GraphQLRequest:
    """What a POST asks for."""
    found = json_of(body)
    if not isinstance(found, dict):
        raise Rejected(BAD_REQUEST, "The request holds JSON that is not an object.")
    return _asked(found, limits, body)


def asked_in_url(query_string: bytes, limits: Limits) -> GraphQLRequest:
    """What a GET asks for. `variables` and `extensions` are JSON; a parameter that comes twice is refused."""
    try:
        text = query_string.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=PARAMETERS_MOST)
    except (UnicodeDecodeError, ValueError):
        raise Rejected(BAD_REQUEST, "The URL's parameters cannot be read.") from None
    found: dict[str, Any] = dict(pairs)
    if len(found) != len(pairs):
        raise Rejected(BAD_REQUEST, "The URL holds a parameter twice.")
    for name in ("variables", "extensions"):
        if name in found:
            found[name] = json_of(found[name].encode()) if found[name] else None
    if found.get("documentId") == "":
        del found["documentId"]
    return _asked(found, limits, None)


def checked_values(body: bytes, limits: Limits) -> int:
    """How many values of JSON a text can hold at most. Raises Rejected for too many, before anything is decoded.

    Commas and opening brackets are counted wherever they stand: `[1,{"a":"b,c"}]` counts as 4.
    """
    values = body.count(b",") + body.count(b"[") + body.count(b"{")
    if values > limits.json_values:
        raise Rejected(BAD_REQUEST, f"The request holds more than {limits.json_values:,} values.")
    return values


def long_numbers(body: bytes) -> int:
    """How many stretches of digits alone a text has, which take longer to read the longer the number that they are of.

    A number of 4,000 digits has a dozen of them, and one of up to 320 has none.
    """
    places = range(0, len(body), DIGITS_OF_STRETCH)
    return sum(body[place : place + DIGITS_OF_STRETCH].isdigit() for place in places)


def json_of(text: bytes) -> Any:
    """The JSON in a text. Raises Rejected where it is none, or not UTF-8, or nests beyond what can be read."""
    try:
        return _JSON.decode(text)
    except msgspec.ValidationError:
        raise Rejected(BAD_REQUEST, "The request holds a number beyond those that can be read.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Rejected(BAD_REQUEST, "The body of the request is not valid JSON.") from None


def _asked(found: dict[str, Any], limits: Limits, source: bytes | None) -> GraphQLRequest:
    query, document_id = _text(found, "query"), _text(found, "documentId")
    variables, extensions = _object(found, "variables"), _object(found, "extensions")
    if variables or extensions:
        _check_size([variables, extensions], limits, source)
    apq = _apq(extensions)
    if document_id is not None:
        if query is not None or apq is not None:
            raise Rejected(BAD_REQUEST, "The request names a document by documentId and gives another one beside.")
        document_id = _known_form(document_id)
    elif query is None and apq is None:
        raise Rejected(BAD_REQUEST, "The request holds no query.")
    key = msgspec.json.encode(variables, order="sorted") if variables else b""
    return GraphQLRequest(query, document_id, apq, _text(found, "operationName") or None, variables, key)


def _text(found: dict[str, Any], name: str) -> str | None:
    value = found.get(name)
    if value is not None and not isinstance(value, str):
        raise Rejected(BAD_REQUEST, f"{name} is not a string.")
    return value


def _object(found: dict[str, Any], name: str) -> dict[str, Any]:
    value = found.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Rejected(BAD_REQUEST, f"{name} is not a JSON object.")
    return value


def _known_form(document_id: str) -> str:
    """A document's id without its prefix. Those of allow-lists may have any form."""
    prefix, colon, digits = document_id.partition(":")
    if not colon:
        return document_id
    if prefix != "sha256" or not _is_sha256(digits):
        raise Rejected(BAD_REQUEST, "documentId is not sha256: and 64 hexadecimal digits.")
    return digits


def _apq(extensions: dict[str, Any]) -> str | None:
    """The hash of Apollo's automatic persisted queries, where the request has one."""
    found = extensions.get("persistedQuery")
    if found is None:
        return None
    digits = found.get("sha256Hash") if isinstance(found, dict) else None
    if not isinstance(digits, str) or not _is_sha256(digits) or found.get("version") != 1:
        raise Rejected(BAD_REQUEST, "extensions.persistedQuery is not version 1 with a sha256Hash.")
    return digits


def _is_sha256(digits: str) -> bool:
    return len(digits) == SHA256_DIGITS and set(digits) <= set("0123456789abcdef")


def _check_size(values: list[dict[str, Any]], limits: Limits, source: bytes | None) -> None:
    """Raises Rejected for values that nest too deeply, or hold a list or a text that is too long.

    A short JSON text with few brackets and commas can hold none of them, and is not looked at further. A document may
    name a variable many times, so each of its texts is bounded, and what reads it is bounded with it.
    """
    if source is not None and len(source) <= limits.text_characters:
        brackets = source.count(b"[") + source.count(b"{")
        if brackets < limits.json_depth and source.count(b",") < limits.list_entries:
            return
    level: list[Any] = list(values)
    for _ in range(limits.json_depth):
        below: list[Any] = []
        for entry in level:
            if isinstance(entry, list) and len(entry) > limits.list_entries:
                raise Rejected(BAD_REQUEST, f"A list in the variables has more than {limits.list_entries:,} entries.")
            if isinstance(entry, str) and len(entry) > limits.text_characters:
                message = f"A text in the variables has more than {limits.text_characters:,} characters."
                raise Rejected(BAD_REQUEST, message)
            if isinstance(entry, dict | list):
                below += entry.values() if isinstance(entry, dict) else entry
        if not below:
            return
        level = below
    raise Rejected(BAD_REQUEST, f"The variables nest more than {limits.json_depth} levels deep.")
