"""The book that a wheel of Ratecard carries, read without installing it: what that release charged."""

import zipfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path, PurePosixPath

import msgspec

from ratecard.loading.sources import PARTS, File, NoBook

CARRIED = "ratecard/_shipped/"
"""Where a wheel carries the book, as hatch_build.py puts it there."""


class Wheel(msgspec.Struct, frozen=True):
    """A wheel that carries `rules/` and `regions/`."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def files(self) -> Iterable[File]:
        """The files that it carries. Raises NoBook for what is not a wheel, and for one that carries no rules."""
        try:
            with zipfile.ZipFile(self.path) as wheel:
                names = wheel.namelist()
        except (OSError, zipfile.BadZipFile) as error:
            raise NoBook(f"{self.path} cannot be read as a wheel: {error}") from None
        carried = {name.removeprefix(CARRIED) for name in names if name.startswith(CARRIED) and name[-1] != "/"}
        paths = sorted((path for path in carried if path.partition("/")[0] in PARTS), key=PurePosixPath)
        if not paths:
            raise NoBook(f"{self.path} carries no rules/ and regions/")
        return [File(path=path, read=partial(self._read, path)) for path in paths]

    def content(self, path: str) -> bytes | None:
        """What a file of it holds."""
        found = self._read(path, None)
        return found if isinstance(found, bytes) else None

    def _read(self, path: str, most: int | None) -> bytes | str:
        try:
            with zipfile.ZipFile(self.path) as wheel, wheel.open(CARRIED + path) as opened:
                return opened.read(-1 if most is None else most + 1)
        except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            return str(error) or "the wheel is broken"
