"""A book as it was at a git revision, so that last month's prices can be asked for. Nothing is checked out."""

import subprocess
from collections.abc import Iterable
from functools import partial
from pathlib import Path, PurePosixPath

import msgspec

from ratecard.loading.git import ask_git
from ratecard.loading.sources import PARTS, File, NoBook

LINK, FILE = b"120000", b"100"
"""How git says that an entry is a link, and how that it is a file: 100644 or 100755."""

NAME_A_REVISION = (
    "write a commit, a branch or a tag after the @, as in mine@HEAD~1, of a repository that holds the folder"
)


class Revision(msgspec.Struct, frozen=True):
    """A folder that holds `rules/` and `regions/`, as it stands in a commit, a branch or a tag of its repository."""

    folder: Path
    name: str

    def __str__(self) -> str:
        return f"{self.folder}@{self.name}"

    def files(self) -> Iterable[File]:
        """The files of the revision. Raises NoBook where git knows no such revision, or it holds no rules."""
        tree = self._tree()
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", tree, *PARTS).split(b"\0")
        if listed == [b""]:
            raise NoBook(f"{self} holds no rules/ and regions/")
        entries = sorted(map(_entry, filter(None, listed)), key=lambda entry: PurePosixPath(entry[2]))
        for mode, blob, path in entries:
            read = partial(self._read, blob)
            yield File(path=path, read=read, regular=mode.startswith(FILE), link="file" if mode == LINK else "")

    def texts(self, ending: str) -> dict[str, bytes]:
        """What each plain file of the folder holds in the revision whose name ends so, by path. Raises NoBook."""
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", self._tree()).split(b"\0")
        entries = [_entry(line) for line in listed if line]
        wanted = [(path, blob) for mode, blob, path in entries if mode.startswith(FILE) and path.endswith(ending)]
        return {path: self._git("cat-file", "blob", blob) for path, blob in wanted}

    def content(self, path: str) -> bytes | None:
        """What a file holds in the revision."""
        try:
            return self._git("cat-file", "blob", f"{self._tree()}:{path}")
        except NoBook:
            return None

    def _tree(self) -> str:
        prefix = self._git("rev-parse", "--show-prefix").decode().rstrip("\n")
        return self._object(f"{self.commit}:{prefix.rstrip('/')}")

    @property
    def commit(self) -> str:
        """The commit that its name means now. Raises NoBook where git knows none."""
        return self._object(f"{self.name}^{{commit}}")

    def _object(self, asked: str) -> str:
        return self._git("rev-parse", "--verify", "--quiet", "--end-of-options", asked).decode().strip()

    def _read(self, blob: str, most: int) -> bytes | str:
        try:
            return self._git("cat-file", "blob", blob)[: most + 1]
        except NoBook as wrong:
            return str(wrong)

    def _git(self, *arguments: str) -> bytes:
        """What git answers. Raises NoBook where it does not."""
        try:
            run = ask_git(self.folder, *arguments)
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise NoBook(f"{self} cannot be read: git does not answer ({type(error).__name__})") from None
        if run.returncode:
            said = run.stderr.decode(errors="replace").strip().partition("\n")[0].removeprefix("fatal: ")
            reason = said or f"git knows no revision {self.name} that holds this folder"
            raise NoBook(f"{self} cannot be read: {reason}", NAME_A_REVISION)
        return run.stdout


def _entry(listed: bytes) -> tuple[bytes, str, str]:
    """Mode, blob and path of a line of ls-tree: "100644 blob 83baae61	rules/book.yaml"."""
    said, _, path = listed.partition(b"\t")
    mode, _, blob = said.split(b" ")
    return mode, blob.decode(), path.decode("utf-8", "backslashreplace")
