"""Books for tests: the shipped one, and texts with single values replaced."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from ratecard.book.memo import Memo
from ratecard.book.rulebook import RuleBook
from ratecard.loading import Loaded, load_texts
from ratecard.loading.gathering import is_case
from ratecard.loading.world import World, installed_world, library_kind, world_of
from ratecard.rulefiles.stated import FileKind
from ratecard.shipped import shipped_book

Texts = dict[str, str]


@lru_cache(maxsize=1)
def _shipped_texts() -> tuple[tuple[str, str], ...]:
    folder = shipped_book()
    files = [*(folder / "rules").rglob("*.yaml"), *(folder / "regions").rglob("*.yaml")]
    texts = ((path.relative_to(folder).as_posix(), path.read_text("utf-8")) for path in sorted(files))
    return tuple((name, text) for name, text in texts if not is_case(name))


def shipped_texts() -> Texts:
    """The shipped rule files by path."""
    return dict(_shipped_texts())


HARD = ("BG", "CA", "DE", "FR", "JP", "KR", "KW", "NO", "TH", "US")
"""Regions that are each hard in one way: a currency that changes, no and three decimals, two taxes, a state's tax.

The prices of one follow those of another.
"""

GROUPS_OF_FOLLOWERS = ("regions/groups/cheaper_web.yaml", "regions/groups/follows_us.yaml")
MEMBERS = re.compile(r"members: \[([^\]]*)\]")

HARD_PARTS = ("CA-ON", "CA-QC", "US-NY", "US-OR", "US-TX")
"""Parts of them that have no file of their own: one tax or two in Canada, in the US none for two reasons, and one."""


def library_of(*regions: str) -> Texts:
    """The installed library's rule files for some regions by path: "world/regions/de.yaml", its rules, its groups."""
    found = {}
    for path, text in installed_world().texts.items():
        kind = library_kind(path)
        wanted = kind is not FileKind.REGION or Path(path).stem.upper() in regions
        if kind is not None and wanted:
            found[path] = text.decode()
    return found


def _with_hard_members(members: re.Match[str]) -> str:
    codes = [code for code in members[1].split(", ") if code in HARD]
    return f"members: [{', '.join(codes)}]"


def hard_texts() -> Texts:
    """The shipped book with its hard regions alone and its groups, for tests that load a book many times.

    Without what it accepts of prices in regions that are left out.
    """
    kept = {f"regions/{region.lower()}.yaml" for region in HARD}
    texts = shipped_texts()
    guards = str(texts["rules/guards.yaml"])
    accepted = guards[guards.index("    top_up_per_coin:") :]
    texts["rules/guards.yaml"] = f"{guards.partition('  spread:')[0]}  accepted:\n{accepted}"
    for file in GROUPS_OF_FOLLOWERS:
        texts[file] = MEMBERS.sub(_with_hard_members, str(texts[file]))
    return {file: text for file, text in texts.items() if not is_file_of_region(file) or file in kept}


@lru_cache(maxsize=1)
def _hard_library() -> World:
    """The installed library with no parts of countries but the hard ones: a load takes half as long."""
    stems = {path: Path(path).stem.upper() for path in installed_world().texts}
    kept = {path for path, stem in stems.items() if "-" not in stem or stem in HARD_PARTS}
    return world_of({path: text for path, text in installed_world().texts.items() if path in kept})


def load_hard(texts: Mapping[str, bytes | str], *, memo: Memo | None = None) -> Loaded:
    """Loads the hard book, or an edit of it, on the installed library with the hard parts alone."""
    return load_texts(texts, memo=memo, world=_hard_library())


def is_file_of_region(file: str) -> bool:
    """Whether a file is that of a region, and not of a group or of rules."""
    return file.startswith("regions/") and not file.startswith("regions/groups/")


def folder_texts(folder: Path) -> Texts:
    """The rule files of any book's folder by path; its cases state no rules."""
    named = ((path.relative_to(folder).as_posix(), path) for path in sorted(folder.rglob("*.yaml")))
    return {name: path.read_text("utf-8") for name, path in named if not is_case(name)}


def write_texts(folder: Path, texts: Texts) -> Path:
    """Writes the rule files of a book into a folder, which comes back: for commands that take `--book`."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def sound(loaded: Loaded) -> RuleBook:
    """The book of a load without errors."""
    assert loaded.book is not None, loaded.diagnostics
    return loaded.book


@lru_cache(maxsize=1)
def shipped_once() -> Loaded:
    """The shipped book and what is said of it, loaded once a process."""
    return load_texts(shipped_texts())


def shipped() -> RuleBook:
    """The shipped book."""
    return sound(shipped_once())
