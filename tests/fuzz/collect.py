"""Writes the kept corpus anew: `python -m tests.fuzz.collect`. Small files, each running lines that no other does.

They are chosen from the shipped rule files, cut to their first lines, and from the failing examples of the pages in
docs/diagnostics. The smallest are tried first; a file that runs no new line of the reader adds nothing and is left out.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from ratecard.diagnostics.codes import CODES
from tests.books import shipped_texts
from tests.diagnostics.pages import page_of
from tests.fuzz.judging import judge

CORPUS = Path(__file__).resolve().parent / "corpus"
BYTES_MOST = 1_200

Line = tuple[str, int]


def candidates() -> dict[str, bytes]:
    """Everything to choose from, by the name that it gets in the corpus."""
    found = {path.replace("/", "-"): _first_lines(text) for path, text in shipped_texts().items()}
    for code in CODES:
        for path, text in page_of(code).fails.texts.items():
            found[f"{code}-{Path(path).name}"] = _first_lines(text)
    return found


def chosen(found: dict[str, bytes]) -> dict[str, bytes]:
    """Those that run a line of the engine that no smaller one runs."""
    kept = {}
    seen: set[Line] = set()
    for name, content in sorted(found.items(), key=lambda item: (len(item[1]), item[0])):
        lines = lines_run(judge, content)
        if not lines <= seen:
            kept[name] = content
            seen |= lines
    return kept


def lines_run(function: Callable[[bytes], None], content: bytes) -> set[Line]:
    """The lines of rulefiles/ and book/ that a call runs."""
    lines: set[Line] = set()

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        file = frame.f_code.co_filename
        if "/ratecard/rulefiles/" not in file and "/ratecard/book/" not in file:
            return None
        if event == "line":
            lines.add((file, frame.f_lineno))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function(content)
    finally:
        sys.settrace(before)
    return lines


def _first_lines(text: str) -> bytes:
    kept = b""
    for line in text.splitlines(keepends=True):
        if len(kept) + len(line.encode()) > BYTES_MOST:
            break
        kept += line.encode()
    return kept


if __name__ == "__main__":
    CORPUS.mkdir(exist_ok=True)
    for old in CORPUS.iterdir():
        old.unlink()
    for name, content in chosen(candidates()).items():
        (CORPUS / name).write_bytes(content)
