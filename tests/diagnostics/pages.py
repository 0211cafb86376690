"""The pages of docs/diagnostics: how they are read, and what the program says of their examples.

A page has a title (its code), prose, and two sections with one example each. An example is one or more fenced blocks
whose info string names a file of the book ("yaml regions/de.yaml"); they replace or add files of the smallest book.
An example that no text can show is built by a function of `built.py`, which the page names.
"""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ratecard.cases.reading import cases_in
from ratecard.diagnostics import codes
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.diagnostics.text import render_one
from ratecard.guards.against import AGAINST
from ratecard.guards.telling import CODES as GUARD_CODES
from ratecard.instants import instant_of
from ratecard.loading import Folder, load_book, load_texts, source_lines
from ratecard.loading.guarding import with_guards
from ratecard.rates.in_use import doubt_rates
from tests.books import sound
from tests.cases.smallest import changed
from tests.diagnostics.built import BUILT

OF_OLDER = {"exception-widened"} | {GUARD_CODES[name] for name in AGAINST}
"""The codes of what is told against an older book."""

NOW = instant_of(datetime(2026, 11, 21, 12, tzinfo=UTC))
"""When the pages look at exchange rates: those of their examples are of the day before."""

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "diagnostics"
INDEX = FOLDER / "README.md"

INTRODUCTION = """# Diagnostics

Everything that `ratecard check` can say of a book, one page each: what it means, why it matters for money, how to mend
it. The examples of each page are run as tests. This table is generated: `python -m tests.diagnostics.update`.
"""

_BLOCK = re.compile(r"^```yaml (?P<path>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_SHOWN = re.compile(r"^```text\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_BUILT = re.compile(r"^Built by the test: (?P<name>.+)$", re.MULTILINE)


class Example(NamedTuple):
    """Texts by path, or the name of the function that builds what no text can show."""

    texts: dict[str, str]
    built: str


class Page(NamedTuple):
    """One page. `shown` is what the program says of the failing example."""

    title: str
    prose: str
    fails: Example
    mended: Example
    shown: str


def path_of(code: str) -> Path:
    """Where the page of a code lies."""
    return FOLDER / f"{code}.md"


def page_of(code: str) -> Page:
    """The page of a code. Raises where there is none, or one that lacks a section."""
    text = path_of(code).read_text(encoding="utf-8")
    head, fails, mended = re.split(r"^## (?:Fails|Mended)$", text, flags=re.MULTILINE)
    title, _, prose = head.removeprefix("# ").partition("\n")
    shown = _SHOWN.search(fails)
    return Page(title, prose.strip(), _example(fails), _example(mended), shown["text"].rstrip("\n") if shown else "")


def _example(section: str) -> Example:
    built = _BUILT.search(section)
    return Example({block["path"]: block["text"] for block in _BLOCK.finditer(section)}, built["name"] if built else "")


def put_in(folder: Path, example: Example) -> None:
    """Writes the smallest book, changed by the example, into an empty folder."""
    for path, text in changed(example.texts).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    if example.built:
        BUILT[example.built](folder)


def found_in(folder: Path, code: str) -> tuple[Diagnostic, ...]:
    """What is wrong with the book in a folder, its cases and exchange rates, on the day of the pages.

    On the page of what a guard finds, guards look at it too: prices of the other examples are any. What is told
    against an older book is told against the mended one.
    """
    loaded = load_book(folder)
    doubts = doubt_rates(loaded.book, NOW) if loaded.book is not None else []
    if code in groups()["Guards"]:
        older = sound(load_texts(changed(page_of(code).mended.texts))) if code in OF_OLDER else None
        loaded = with_guards(loaded, NOW, older)
    return (*loaded.diagnostics, *cases_in(Folder(folder)).diagnostics, *doubts)


def shown_of(folder: Path, diagnostic: Diagnostic) -> str:
    """What the program prints of one diagnostic; the folder, where it is named, is called "book"."""
    return render_one(diagnostic, source_lines(Folder(folder))).replace(str(folder), "book")


def with_shown(code: str, shown: str) -> str:
    """The text of a page with what the program says of its failing example put in its place."""
    text = path_of(code).read_text(encoding="utf-8")
    block = f"```text\n{shown}\n```"
    if _SHOWN.search(text) is None:
        return text.replace("\n## Mended\n", f"\n{block}\n\n## Mended\n", 1)
    return _SHOWN.sub(lambda _: block, text, count=1)


def groups() -> dict[str, list[str]]:
    """The codes by group, in the order of codes.py, whose comments name the groups."""
    found: dict[str, list[str]] = {}
    for line in Path(codes.__file__).read_text(encoding="utf-8").splitlines():
        if line.startswith("    # "):
            found[line.removeprefix("    # ")] = []
        elif code := re.match(r'    "([a-z0-9-]+)": ', line):
            next(reversed(found.values())).append(code[1])
    return found


def index() -> str:
    """The text of the index: a table of the codes in each group."""
    parts = [INTRODUCTION]
    for group, members in groups().items():
        rows = [f"| [{code}]({code}.md) | {codes.CODES[code]} |" for code in members]
        parts.append("\n".join([f"## {group}", "", "| code | it means |", "|---|---|", *rows]) + "\n")
    return "\n".join(parts)
