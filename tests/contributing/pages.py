"""The pages for whoever works on Ratecard, taken apart: sections, blocks, tables, lists and the names in them."""

import importlib
import inspect
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.test_architecture import CHECKOUT, ORDER

PACKAGE = CHECKOUT / "src" / "ratecard"
ARCHITECTURE = CHECKOUT / "docs" / "architecture.md"
CONTRIBUTING = CHECKOUT / "CONTRIBUTING.md"
DECISIONS = CHECKOUT / "docs" / "decisions"
GLOSSARY = CHECKOUT / "docs" / "glossary.md"
PAGES = (ARCHITECTURE, CONTRIBUTING, DECISIONS / "README.md", GLOSSARY)

PARTS = frozenset(name for names in ORDER for name in names if name) | {"locale"}
PLACEHOLDERS = ("KEY", "CODE", "NAME", "FORMAT")
"""Words in a path that stand for whatever is added."""

_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.-]*(?:/[\w.-]*)+|[\w-]+\.(?:py|md|yaml|toml)")
_NAME = re.compile(r"[a-z_]+(?:\.[A-Za-z_]\w*)+")
_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: what stands behind the fence, and its lines."""

    info: str
    text: str


def sections(page: Path) -> dict[str, str]:
    """The text below each heading of the second and third degree, up to the next of either, by heading."""
    parts = re.split(r"^#{2,3} (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a text, in order."""
    return [Block(block["info"], block["text"]) for block in _BLOCK.finditer(text)]


def block(text: str, info: str) -> str:
    """The text of the one block of this kind."""
    (found,) = [block.text for block in blocks(text) if block.info == info]
    return found


def rows(text: str) -> list[list[str]]:
    """The cells of each row of a text's one table, its head left out."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def unknown(names: Iterable[str]) -> list[str]:
    """The names that mean nothing in the package."""
    found = []
    for name in names:
        try:
            thing(name)
        except (AttributeError, AssertionError):
            found.append(name)
    return found


def items(text: str) -> list[str]:
    """The items of a text's numbered lists, each on one line."""
    found = re.findall(r"^\d+\. (.+(?:\n {2,}.+)*)", text, re.MULTILINE)
    return [re.sub(r"\n +", " ", item) for item in found]


def code_in(text: str) -> list[str]:
    """What stands between backquotes, blocks left out."""
    return _CODE.findall(_BLOCK.sub("", text))


def paths_in(text: str) -> list[str]:
    """The files and folders that a text names between backquotes."""
    return [word for word in code_in(text) if _PATH.fullmatch(word)]


def names_in(text: str) -> list[str]:
    """What a text names of the package between backquotes: `book.building.build`, `terms.tax.TaxTerms`."""
    words = [word for word in code_in(text) if _NAME.fullmatch(word) and not _PATH.fullmatch(word)]
    return [word for word in words if word.partition(".")[0] in PARTS]


def exists(path: str) -> bool:
    """Whether a path is one of the checkout, or of the package. One with a placeholder names a folder that exists."""
    known = re.split("|".join(PLACEHOLDERS), path)[0]
    folder = path if known == path else known.rpartition("/")[0]
    return any((root / folder).exists() for root in (CHECKOUT, PACKAGE))


def thing(name: str) -> object:
    """What a name of the package means: a module, or what stands in one. Raises where there is no such thing."""
    parts = name.split(".")
    for depth in range(len(parts), 0, -1):
        module = ".".join(("ratecard", *parts[:depth]))
        try:
            found: object = importlib.import_module(module)
        except ModuleNotFoundError as error:
            if error.name is None or not module.startswith(error.name):
                raise
            continue
        for part in parts[depth:]:
            found = getattr(found, part)
        return found
    raise AssertionError(f"ratecard.{name} is not a module")


def files_of(heading: str, names: Mapping[str, str]) -> list[list[str]]:
    """The files that each numbered item of a list of CONTRIBUTING.md names ahead of its colon, in order.

    `names` are what the capitals stand for. A file that may stand for another is among them, in brackets on the page.
    """
    listed = [paths_in(item.partition(": ")[0]) for item in items(sections(CONTRIBUTING)[heading])]
    return [[filled(path, names) for path in paths] for paths in listed]


def filled(path: str, names: Mapping[str, str]) -> str:
    """A path with what its capitals stand for."""
    return re.sub("|".join(PLACEHOLDERS), lambda word: names.get(word[0], word[0]), path)


def conditional_files_of(heading: str) -> list[str]:
    """The files of a list of CONTRIBUTING.md that are touched only where a condition holds."""
    entries = re.findall(r"^- (.+(?:\n {2,}.+)*)", sections(CONTRIBUTING)[heading], re.MULTILINE)
    return [path for entry in entries for path in paths_in(re.sub(r"\n +", " ", entry).partition(": ")[0])]


def functions_in(text: str) -> list[str]:
    """The functions and properties that the numbered items of a text name, in order."""
    names = [name for item in items(text) for name in names_in(item)]
    return [name for name in names if inspect.isroutine(thing(name)) or isinstance(thing(name), property)]
