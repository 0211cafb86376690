"""An answer's bytes, and that there are no more of them than an answer may have.

A large answer is written piece by piece, so that what is too large is noticed while it is still small.
"""

import msgspec

from ratecard.api.errors import ANSWER_TOO_LARGE, Body, Rejected

FIELDS_AT_ONCE_MOST = 5_000
"""An answer with so few fields is written at once: its names and texts are bounded."""


def encoded(body: Body, fields: int, bytes_most: int) -> bytes:
    """The bytes of an answer with this many fields. Raises Rejected where they are more than an answer may have."""
    if fields <= FIELDS_AT_ONCE_MOST:
        found = msgspec.json.encode(body)
        if len(found) > bytes_most:
            raise too_large(bytes_most)
        return found
    written = Written(bytes_most)
    written.add(body)
    return bytes(written.found)


class Written:
    """The bytes of an answer so far."""

    def __init__(self, bytes_most: int) -> None:
        self.found = bytearray()
        self._bytes_most = bytes_most

    def add(self, value: object) -> None:
        """Writes one more value; of what holds others one after the other."""
        if type(value) is list and any(type(entry) in (dict, list) for entry in value):
            self._add_all(value)
        elif type(value) is dict and any(type(entry) in (dict, list) for entry in value.values()):
            self._add_fields(value)
        else:
            self.found += msgspec.json.encode(value)
        if len(self.found) > self._bytes_most:
            raise too_large(self._bytes_most)

    def _add_all(self, values: list[object]) -> None:
        mark = b"["
        for value in values:
            self.found += mark
            self.add(value)
            mark = b","
        self.found += b"]"

    def _add_fields(self, fields: dict[str, object]) -> None:
        mark = b"{"
        for name, value in fields.items():
            self.found += mark + msgspec.json.encode(name) + b":"
            self.add(value)
            mark = b","
        self.found += b"}"


def too_large(bytes_most: int) -> Rejected:
    """The refusal of an answer that would be too large."""
    return Rejected(ANSWER_TOO_LARGE, f"The answer would have more than {bytes_most:,} bytes; ask for less at once.")
