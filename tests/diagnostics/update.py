"""Writes into docs/diagnostics what the program says today: `python -m tests.diagnostics.update`.

Prose and examples are left alone; a page whose failing example does not give its one diagnostic is named and skipped.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ratecard.diagnostics.codes import CODES
from ratecard.diagnostics.text import render_lines
from tests.diagnostics.pages import INDEX, found_in, index, page_of, path_of, put_in, shown_of, with_shown


def update(code: str) -> str:
    """Updates one page and gives "", or says why it can not."""
    if not path_of(code).exists():
        return f"{code} has no page"
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        put_in(folder, page_of(code).fails)
        diagnostics = found_in(folder)
        if [each.code for each in diagnostics] != [code]:
            return f"{code}: its failing example gives\n{render_lines(diagnostics) or 'nothing'}"
        path_of(code).write_text(with_shown(code, shown_of(folder, diagnostics[0])), encoding="utf-8")
    return ""


def main() -> int:
    """Updates every page and the index; 1 where a page could not be updated."""
    INDEX.write_text(index(), encoding="utf-8")
    complaints = [complaint for complaint in map(update, CODES) if complaint]
    print("\n".join(complaints) or f"{len(CODES)} pages are up to date")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
