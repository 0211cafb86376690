"""The API keys that a running server goes by, as it tells them itself; asked for by the command line."""

from datetime import datetime

import msgspec

from ratecard.api.audience import Audience
from ratecard.api.callers.callers import State, UnreadableCallers
from ratecard.api.callers.fetching import NotFetched, fetch
from ratecard.api.callers.keys import StoredKey, wrong_name

PATH = "/keys"
BYTES_MOST = 8_000_000


class ServedKey(msgspec.Struct, frozen=True):
    """A key without its secret."""

    id: str
    name: str
    audience: Audience
    expires: datetime | None

    def __post_init__(self) -> None:
        """Raises ValueError for what could not be shown."""
        if not self.id.isprintable() or wrong_name(self.name):
            raise ValueError("a key has an id or a name that cannot be shown")


class ServedKeys(msgspec.Struct, frozen=True):
    """The keys of one worker of a server, and how it stands with its file: `state` is None where it has none."""

    state: State | None
    problem: str | None
    keys: tuple[ServedKey, ...]

    def has(self, key: StoredKey) -> str:
        """Whether the server has a key: "yes", "no", or "another" where audience or end differ."""
        same = next((served for served in self.keys if served.id == key.id), None)
        if same is None:
            return "no"
        return "yes" if (same.audience, same.expires) == (key.audience, key.expires) else "another"

    def problem_at(self, server: str) -> str | None:
        """What is wrong with the server's file, for people; or None."""
        if self.state is None:
            return f"the server at {server} has no file of keys"
        if self.state is State.READ:
            return None
        consequence = "uses what it read before" if self.state is State.FAILING else "refuses every key"
        reason = "".join(character for character in self.problem or "" if character.isprintable())
        return f"the server at {server} {consequence}: {reason}"


class UnreadableServer(UnreadableCallers):
    """A server that does not tell its keys. The sentence says why."""


REFUSALS = {
    401: "it does not know this key",
    403: "this key is not for finance",
    404: "it knows no callers, or is not a Ratecard server",
    429: "the rate limit of this key is exceeded; ask again later",
}


def served_keys(server: str, key: str) -> ServedKeys:
    """What a server at a URL (`https://prices.example`) says, asked with a key for finance. Raises UnreadableServer."""
    url = server.rstrip("/") + PATH
    try:
        content = fetch(url, BYTES_MOST, authorization=f"Bearer {key.strip()}")
    except NotFetched as problem:
        reason = REFUSALS.get(problem.status or 0)
        raise UnreadableServer(f"{problem}: {reason}" if reason else str(problem)) from None
    try:
        return msgspec.json.decode(content, type=ServedKeys)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UnreadableServer(f"{url} does not answer with keys; name a Ratecard server") from None
