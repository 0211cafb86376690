"""Writes down what the program says today: `python -m tests.diagnostics.update`.

It goes into the pages of docs/diagnostics and their index, and into expected.txt of each bad case; prose and examples
are left alone. A page whose failing example does not give its one diagnostic is named and skipped. Read the difference
before you keep it: it is what people will read.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ratecard.diagnostics.codes import CODES
from ratecard.diagnostics.text import render_lines
from ratecard.loading import load_book
from tests.cases.smallest import CASES
from tests.diagnostics.pages import INDEX, found_in, index, page_of, path_of, put_in, shown_of, with_shown


def update_page(code: str) -> str:
    """Updates one page and gives "", or says why it cannot."""
    if not path_of(code).exists():
        return f"{code} has no page"
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "book"
        put_in(folder, page_of(code).fails)
        diagnostics = found_in(folder, code)
        if [each.code for each in diagnostics] != [code]:
            return f"{code}: its failing example gives\n{render_lines(diagnostics) or 'nothing'}"
        path_of(code).write_text(with_shown(code, shown_of(folder, diagnostics[0])), encoding="utf-8")
    return ""


def main() -> int:
    """Updates every page, the index and the bad cases; 1 where a page could not be updated."""
    INDEX.write_text(index(), encoding="utf-8")
    for folder in sorted((CASES / "bad").iterdir()):
        (folder / "expected.txt").write_text(render_lines(load_book(folder).diagnostics) + "\n", encoding="utf-8")
    complaints = [complaint for complaint in map(update_page, CODES) if complaint]
    print("\n".join(complaints) or f"{len(CODES)} pages are up to date")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
