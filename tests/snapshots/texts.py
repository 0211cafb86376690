"""Digests of values as they are: terms and statements field by field, answers as the JSON that people get."""

from collections.abc import Mapping
from enum import Enum
from functools import partial
from hashlib import blake2b
from zoneinfo import ZoneInfo

import msgspec

DIGEST_BYTES = 8


def digest(*texts: str) -> str:
    """16 hexadecimal digits of these texts; two lists of texts that differ in any way have different ones."""
    hashed = blake2b(digest_size=DIGEST_BYTES)
    for text in texts:
        data = text.encode()
        hashed.update(f"{len(data)}:".encode() + data)
    return hashed.hexdigest()


def of_json(value: object) -> str:
    """The digest of an answer's JSON, in the order of its keys."""
    return digest(msgspec.json.encode(value).decode())


class Digests:
    """Digests of frozen values. What is shared is digested once, and kept alive so that its identity is its own."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, str]] = {}

    def of(self, value: object) -> str:
        """The digest of a value and of all that it holds; for a plain value its text."""
        if isinstance(value, msgspec.Struct | Mapping | tuple):
            known = self._known.get(id(value))
            if known is None:
                known = self._known[id(value)] = (value, self._made(value))
            return known[1]
        if isinstance(value, Enum):
            return f"{type(value).__name__}.{value.name}"
        if isinstance(value, ZoneInfo):
            return value.key
        if isinstance(value, partial):
            return digest("partial", value.func.__name__, *map(self.of, value.keywords.values()))
        name = getattr(value, "__name__", None)
        return name if isinstance(name, str) else f"{type(value).__name__} {value}"

    def _made(self, value: msgspec.Struct | Mapping[object, object] | tuple[object, ...]) -> str:
        if isinstance(value, msgspec.Struct):
            fields = [self.of(getattr(value, name)) for name in value.__struct_fields__]
            return digest(type(value).__name__, *fields)
        if isinstance(value, Mapping):
            parts = sorted((self.of(key), self.of(part)) for key, part in value.items())  # cases stand in no order
            return digest("mapping", *(part for entry in parts for part in entry))
        return digest("tuple", *map(self.of, value))
