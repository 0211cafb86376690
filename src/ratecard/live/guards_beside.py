"""The guards of one book, run in a process beside the one that loads: the next change need not wait for them."""

import ctypes
import logging
import os
import signal
import tempfile
from contextlib import suppress
from typing import IO

from ratecard.book.rulebook import RuleBook
from ratecard.guards.verdicts import summary_of
from ratecard.instants import Instant
from ratecard.loading.guarding import guarded
from ratecard.packing import pack_findings

LOG = logging.getLogger("ratecard.api")

NICENESS = 5
"""They give way to those who answer."""


PR_SET_PDEATHSIG = 1
"""Of prctl(2): the signal that this process gets when its parent ends."""


class GuardsBeside:
    """What the guards of the newest book find, once they have found it."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._process: int | None = None
        self._file: IO[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether guards are running whose findings nobody took yet."""
        return self._process is not None

    def start(self, book: RuleBook, now: Instant) -> None:
        """Runs the guards of a book as of `now`. Those of the book before are ended."""
        self.end()
        file = tempfile.TemporaryFile()  # noqa: SIM115  # until its findings are taken
        process = os.fork()
        if process == 0:
            code = 1
            try:
                os.nice(NICENESS)
                _end_with_parent()
                file.write(pack_findings(summary_of(guarded(book, now, informing=True)), self._secret))
                file.flush()
                code = 0
            except Exception:
                LOG.error("the guards of book %s failed; what they found is not told", book.digest, exc_info=True)
            finally:
                os._exit(code)
        self._process, self._file = process, file

    def take(self) -> bytes | None:
        """What was found, packed, once; None while they run, and where they failed."""
        if self._process is None or self._file is None:
            return None
        ended, status = os.waitpid(self._process, os.WNOHANG)
        if ended == 0:
            return None
        file, self._process, self._file = self._file, None, None
        with file:
            file.seek(0)
            return file.read() if status == 0 else None

    def end(self) -> None:
        """Ends what still runs."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        if self._file is not None:
            self._file.close()
        self._process = self._file = None


def _end_with_parent() -> None:
    """Lets Linux end this process when the one that started it ends, however that is; elsewhere it ends by itself."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
