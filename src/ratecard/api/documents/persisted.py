"""Documents that are asked for by the hash of their text: those of an allow-list, and those that callers registered.

Registering is Apollo's automatic persisted queries: a caller sends text and hash together once, and the hash alone from
then on. A store is bounded, belongs to one worker, and may forget; callers then send the text again.
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from sys import getsizeof

import msgspec

from ratecard.api.documents.bounded import Bounded
from ratecard.api.errors import BAD_REQUEST, NOT_IN_LIST, PERSISTED_NOT_FOUND, PERSISTED_NOT_SUPPORTED, Rejected
from ratecard.files import UnreadableFile, read_regular

LIST_BYTES_MOST = 64_000_000
BYTES_KEPT_MOST = 4_000_000
APOLLO_FORMAT = "apollo-persisted-query-manifest"
PREFIX = "sha256:"


class NotAList(Exception):
    """A file that is not a list of documents. The sentence says why."""


class Persisted:
    """Texts by their hash. `only` makes the allow-list the one source of documents."""

    def __init__(self, listed: Mapping[str, str], *, only: bool) -> None:
        self._listed = {name.removeprefix(PREFIX): text for name, text in listed.items()}
        self._listed_texts = frozenset(self._listed.values())
        self._only = only
        self._registered: Bounded[str, str] = Bounded(BYTES_KEPT_MOST)

    def find(self, name: str) -> str:
        """The text that this hash stands for. Raises Rejected where it is not known."""
        text = self._listed.get(name) or self._registered.get(name)
        if text is not None:
            return text
        if self._only:
            raise Rejected(NOT_IN_LIST, "The document is not in this server's list.")
        raise Rejected(PERSISTED_NOT_FOUND, "PersistedQueryNotFound")

    def check(self, text: str) -> None:
        """Raises Rejected for a text that is not listed, where only those are taken."""
        if self._only and text not in self._listed_texts:
            raise Rejected(NOT_IN_LIST, "The document is not in this server's list.")

    def verify(self, name: str, text: str) -> None:
        """Raises Rejected where the hash is not that of the text, or none may be registered."""
        if self._only and name not in self._listed:
            raise Rejected(PERSISTED_NOT_SUPPORTED, "PersistedQueryNotSupported")
        if sha256(text.encode()).hexdigest() != name:
            raise Rejected(BAD_REQUEST, "The hash is not the SHA-256 of the document.")

    def register(self, name: str, text: str) -> None:
        """Keeps a text whose hash was verified and whose document is valid."""
        if name not in self._listed:
            self._registered.put(name, text, getsizeof(text) + 300)


_NAMES = re.compile(r"^[ \t]*(?:query|mutation|subscription)[ \t]+([_A-Za-z][_0-9A-Za-z]*)", re.MULTILINE)


def names_of_operations(texts: Iterable[str]) -> list[str]:
    """The names of the operations in documents, each once, the first first."""
    return list(dict.fromkeys(name for text in texts for name in _NAMES.findall(text)))


def read_list(file: Path) -> dict[str, str]:
    """The documents of a file by their ids: graphql-codegen's persisted-documents.json, or Apollo's manifest.

    Raises NotAList where it is neither, or cannot be read.
    """
    try:
        content = msgspec.json.decode(read_regular(file, LIST_BYTES_MOST))
    except UnreadableFile as problem:
        raise NotAList(str(problem)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotAList(f"{file} is not valid JSON") from None
    if isinstance(content, dict) and content.get("format") == APOLLO_FORMAT:
        try:
            return {str(operation["id"]): str(operation["body"]) for operation in content["operations"]}
        except (KeyError, TypeError):
            raise NotAList(f"{file} is a manifest of Apollo's without operations that have id and body") from None
    if isinstance(content, dict) and all(isinstance(text, str) for text in content.values()):
        return content
    raise NotAList(f"{file} is neither a map of hashes to documents nor a manifest of Apollo's")
