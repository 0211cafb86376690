"""A copy of the checkout in which a change is made and tried, and all that differs from the checkout afterwards."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.test_architecture import CHECKOUT
from tests.test_repository import repository_files

COPIED = ("src", "rules", "regions", "world", "schema", "docs", "tests")
LEFT_OUT = ("tests/fuzz", "tests/api/caches", "tests/editor", "docs/examples")
"""Large, and nobody's business here."""

SECONDS_MOST = 120


class Copy:
    """The copy in `folder`. Programs that run in it import its package and its tests, and none of the checkout's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._before: dict[str, bytes] = {}
        for path in repository_files():
            name = path.relative_to(CHECKOUT).as_posix()
            if name == "pyproject.toml" or (name.startswith(COPIED) and not name.startswith(LEFT_OUT)):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, folder / name)
                self._before[name] = path.read_bytes()

    def write(self, path: str, text: str) -> None:
        """A new file."""
        assert not (self.folder / path).exists(), f"{path} is there already"
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, "utf-8")

    def insert(self, path: str, before: str, text: str) -> None:
        """A text ahead of another one, which stands in the file exactly once."""
        old = (self.folder / path).read_text("utf-8")
        assert old.count(before) == 1, f"{before!r} stands {old.count(before)} times in {path}"
        (self.folder / path).write_text(old.replace(before, text + before), "utf-8")

    def run(self, *arguments: str, code: int = 0) -> str:
        """What Python prints with these arguments, in the copy. The exit code must be this one."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON"))}
        paths = os.pathsep.join((str(self.folder / "src"), str(self.folder)))
        environment = {**kept, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
        result = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS_MOST,
        )
        assert result.returncode == code, result.stdout + result.stderr
        return result.stdout

    def test(self, *arguments: str) -> None:
        """Runs tests of the copy. At least one must run, and all must pass."""
        self.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *arguments)

    def touched(self) -> set[str]:
        """The files that are new, changed or gone."""
        after = {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for name in COPIED
            for path in (self.folder / name).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        names = after.keys() | {name for name in self._before if name != "pyproject.toml"}
        return {name for name in names if after.get(name) != self._before.get(name) and ".hypothesis" not in name}


def beyond(touched: set[str], allowed: list[str]) -> set[str]:
    """The touched files that no entry of a list names. An entry that ends with / names all below it."""
    folders = tuple(entry for entry in allowed if entry.endswith("/"))
    return {name for name in touched if name not in allowed and not (folders and name.startswith(folders))}
