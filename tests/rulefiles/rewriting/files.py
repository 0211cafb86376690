"""Rule files to be rewritten: all that are shipped, as they are and laid out in any other way, with their leaves."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import msgspec
from hypothesis import strategies as st

from ratecard.keys.registry import KEYS
from ratecard.loading.books import kind_of
from ratecard.loading.world import installed_world, library_kind
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.rewriting.edits import RuleFile
from ratecard.rulefiles.rewriting.expecting import Plain, plain
from ratecard.rulefiles.stated import FileKind, KeyPath, Leaf, Stated, StatedMoney, StatedTimeLine
from ratecard.rulefiles.stating.files import state_file
from ratecard.rulefiles.text.reading import read
from tests.books import shipped_texts
from tests.strategies.layout import Layout

DATES = {"friday_2026": date(2026, 11, 27), "january_wave": date(2027, 1, 12), "wave_off": None}
BYTE_ORDER_MARK = "\ufeff"
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def rule_file(text: str | bytes, file: str = "regions/de.yaml") -> RuleFile:
    """A file of the kind that its folder says."""
    kind = kind_of(file.removeprefix("world/"))
    assert kind is not None
    content = text if isinstance(text, bytes) else text.encode()
    return RuleFile(file=file, kind=kind, content=content, grammar=KEYS.grammar, dates=DATES)


@lru_cache(maxsize=1)
def _shipped() -> dict[str, str]:
    library = {
        path: text.decode() for path, text in sorted(installed_world().texts.items()) if library_kind(path) is not None
    }
    return {**shipped_texts(), **dict([*library.items()][::9])}


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, str]:
    """What a shipped file holds, and its path: its text, or the same values in any layout, with any ends of lines."""
    texts = _shipped()
    file = draw(st.sampled_from(sorted(texts)))
    text = texts[file]
    if draw(st.booleans()):
        seed = draw(st.integers(1, 10**6))
        text = Layout(seed).text(_unquotable(plain_of(file, text))).replace("\r\n", "\n")  # type: ignore[arg-type]
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
    if draw(st.integers(0, 3)) == 0:
        text = text.rstrip("\r\n")
    if draw(st.integers(0, 3)) == 0:
        text = BYTE_ORDER_MARK + text
    return text.encode(), file


def plain_of(file: str, text: str) -> Plain:
    """A file as texts alone."""
    root = read(file, text.encode(), lambda _: None)
    assert root is not None
    return plain(root)


def _unquotable(tree: Plain) -> Plain:
    """The tree without characters that the layout's quotes do not escape."""
    if isinstance(tree, dict):
        return {key: _unquotable(below) for key, below in tree.items()}
    if isinstance(tree, list):
        return [_unquotable(item) for item in tree]
    return re.sub(r"[\"'\\\n]", "", tree or "x")


def leaves(of: RuleFile, content: bytes | None = None) -> dict[KeyPath, Leaf]:
    """The leaves of a file, `platforms` included."""
    around = Nearby(dates=frozenset(DATES))
    stated = state_file(of.file, of.kind, content or of.content, lambda _: None, of.grammar, around)
    assert stated is not None
    own = dict(stated.plain)
    for platform, below in stated.by_platform.items():
        own |= {("platforms", platform, *path): leaf for path, leaf in below.items()}
    return own


def money_leaves(of: RuleFile) -> list[KeyPath]:
    """The paths of single amounts of money, undated or with one at each date."""
    return [path for path, leaf in leaves(of).items() if all(type(v.value) is StatedMoney for v in _values(leaf))]


def _values(leaf: Leaf) -> Iterator[Stated[object]]:
    if isinstance(leaf, StatedTimeLine):
        yield from (value for _, value in leaf.entries)
    else:
        yield leaf


def bare(leaf: Leaf | None) -> object:
    """What a leaf states, without places: its value and source, or those at each start."""
    if isinstance(leaf, StatedTimeLine):
        return {str(start.value): bare(value) for start, value in leaf.entries}
    return None if leaf is None else (re.sub(r"Place\([^)]*\)", "", str(leaf.value)), leaf.source)


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with what ends it."""
    return [line[0] for line in LINE.finditer(text) if line[0]]


def of_kind(text: str, kind: FileKind, file: str) -> RuleFile:
    """A file of a kind that its folder need not say."""
    return msgspec.structs.replace(rule_file(text), kind=kind, file=file)
