"""The books of real systems: which there are, how many figures their cases expect, and the table of docs/platforms.md.

`python -m tests.platforms.published` writes the table anew. A figure is one number that a case expects of an
answer: verdicts, names and refusals are not counted. Lines are those of rule files, without cases.
"""

import re
from functools import cache
from pathlib import Path

from ratecard.cases.expecting import Expected, ExpectedRecords, Single
from ratecard.cases.reading import Cases, cases_in
from ratecard.cli.check import checked
from ratecard.loading import Folder, Loaded
from ratecard.loading.gathering import is_case

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "platforms.md"
SYSTEMS = sorted(path.parent.parent.name for path in HERE.glob("*/rules/book.yaml"))
BEGIN, END = "<!-- the table of the books, as they are -->\n", "<!-- end of the table -->\n"
ADDRESS = re.compile(r"https?://(?:www\.)?(github\.com/[^/\s]+/[^/\s,\"]+|[^/\s,\";]+)")


@cache
def loaded(system: str) -> Loaded:
    """The book of a system as `ratecard check` sees it: no book where something is wrong with it."""
    return checked(Folder(HERE / system))


@cache
def cases_of(system: str) -> Cases:
    """The cases of a system."""
    return cases_in(Folder(HERE / system))


def figures_of(system: str) -> int:
    """How many figures the cases of a system expect."""
    return sum(_count(figure) for case in cases_of(system).cases for figure in case.expected)


def _count(figure: Expected) -> int:
    wanted = figure.wanted
    if isinstance(wanted, ExpectedRecords):
        parts = [part.expected for part in wanted.parts]
        return sum(sum(map(_count, below)) for below in parts if below is not None)
    singles = wanted if isinstance(wanted, tuple) else (wanted,)
    return sum(isinstance(single, Single) and single.text[:1].isdigit() for single in singles)


def rule_texts(system: str) -> dict[str, str]:
    """The rule files of a system by path, without its cases."""
    files = {path.relative_to(HERE / system).as_posix(): path for path in sorted((HERE / system).rglob("*.yaml"))}
    return {name: path.read_text("utf-8") for name, path in files.items() if not is_case(name)}


def sources_of(system: str) -> list[str]:
    """The sites and public repositories that the rules of a system cite, in order."""
    return sorted({found.rstrip(".") for text in rule_texts(system).values() for found in ADDRESS.findall(text)})


def row(system: str) -> str:
    """The row of a system: its name and what it shows, as its first remark says, its lines, figures and sources."""
    texts = rule_texts(system)
    remark = re.match(r"(?:# .*\n)+", texts["rules/book.yaml"])
    assert remark is not None, f"{system} does not begin with a remark"
    name, _, shows = remark[0].replace("\n# ", " ").removeprefix("# ").strip().partition(": ")
    lines = sum(len(text.splitlines()) for text in texts.values())
    sources = ", ".join(sources_of(system))
    return f"| [{name}](../tests/platforms/{system}/) | {shows} | {lines} | {figures_of(system)} | {sources} |\n"


def table() -> str:
    """The table of all systems, with the sum of lines and figures."""
    rows = [row(system) for system in SYSTEMS]
    lines = sum(len(text.splitlines()) for system in SYSTEMS for text in rule_texts(system).values())
    head = "| system | what it shows | lines | figures | sources |\n|---|---|---|---|---|\n"
    total = f"| all {len(SYSTEMS)} | | {lines} | {sum(map(figures_of, SYSTEMS))} | |\n"
    return head + "".join(rows) + total


def with_table(page: str) -> str:
    """A page in which the table stands as the books are."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
