"""`ratecard check` on every hostile file, in a process with little memory and a watchdog: exit code 1, no traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from ratecard.rulefiles.text.decoding import BYTES_MOST
from tests.hostile.checking import FORMATS, SECONDS_MOST
from tests.hostile.files import FILE, HOSTILE
from tests.hostile.folders import write_book

pytest.importorskip("resource", reason="the system has no limits of memory")

ROOT = Path(__file__).parents[2]
OUTPUT_MOST_BYTES = 60_000_000


@pytest.mark.parametrize("part", range(4))
def test_every_hostile_file_ends_in_exit_code_one_and_no_traceback(part: int, tmp_path: Path) -> None:
    names = list(HOSTILE)[part::4]
    folders = []
    for number, hostile in enumerate(names):
        book = write_book(tmp_path / str(number))
        (book / FILE).write_bytes(HOSTILE[hostile].content)
        folders.append(str(book))
    for code, how, size, folder, output in checked(folders):
        name = names[int(Path(folder).name)]
        assert (code, how) == ("1", "clean"), (name, output)
        assert 0 < int(size) < OUTPUT_MOST_BYTES, (name, output)


def test_many_large_files_fit_into_little_memory(tmp_path: Path) -> None:
    book = write_book(tmp_path)
    for number in range(300):
        with (book / "rules" / f"zz{number}.yaml").open("wb") as opened:
            opened.truncate(BYTES_MOST)  # a hole: the file takes no room on the disk
    for code, how, _size, _folder, output in checked([str(book)]):
        assert (code, how) == ("1", "clean"), output


def checked(folders: list[str]) -> list[list[str]]:
    """What tests/hostile/checking.py prints of these folders, in words."""
    command = [sys.executable, "-m", "tests.hostile.checking", *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS_MOST + 60, check=False)
    lines = [line.split() for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(lines) == len(folders) * len(FORMATS)
    return lines
