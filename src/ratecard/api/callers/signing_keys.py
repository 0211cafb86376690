"""The keys that sign quotes, in the file of a running server, which is read again when it changes."""

import time
from collections.abc import Callable
from pathlib import Path

from ratecard.api.callers.callers import UnreadableCallers
from ratecard.api.callers.watched import Watched
from ratecard.signing.key_files import UnreadableSigningKeys, read_signing_keys
from ratecard.signing.keys import NO_QUOTE_KEYS, QuoteKeys

REFUSED = "nothing is signed or checked until it can be read"


class SigningKeysFile:
    """The keys of a file. They are looked at once a second at most; one that cannot be read is logged, never shown."""

    def __init__(self, file: Path, seconds: Callable[[], float] = time.monotonic) -> None:
        self._file: Watched[QuoteKeys] = Watched(file, read_for_server, NO_QUOTE_KEYS, seconds, refused=REFUSED)

    def content(self) -> QuoteKeys:
        """The keys that hold now; none of them where the file cannot be read any more."""
        return self._file.content()


def read_for_server(file: Path) -> QuoteKeys:
    """The keys of a file. Raises UnreadableCallers, as all files do that a server reads again."""
    try:
        return read_signing_keys(file)
    except UnreadableSigningKeys as problem:
        raise UnreadableCallers(str(problem)) from None
