"""What one file states, for tests: its header put before a text, and everything that is reported of it."""

from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.keys.registry import KEYS
from ratecard.rulefiles.stated import FileKind, FileStatements, Leaf, Stated
from ratecard.rulefiles.stating.files import state_file

HEADERS = {
    FileKind.RULES: "",
    FileKind.GROUP: "group: eu\n",
    FileKind.REGION: "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\n",
}


def stating(text: str, kind: FileKind = FileKind.REGION) -> tuple[FileStatements | None, list[Diagnostic]]:
    """What a file states, its header put before the text, and everything that is reported."""
    found: list[Diagnostic] = []
    stated = state_file("a.yaml", kind, (HEADERS[kind] + text).encode(), found.append, KEYS.grammar)
    return stated, found


def sound(text: str, kind: FileKind = FileKind.REGION) -> FileStatements:
    """What a file states in which nothing is wrong."""
    stated, found = stating(text, kind)
    assert stated is not None
    assert found == []
    return stated


def leaf(text: str, *path: str, kind: FileKind = FileKind.REGION) -> Leaf:
    """The plain leaf at a path of a sound file."""
    return sound(text, kind).plain[path]


def value(text: str, *path: str, kind: FileKind = FileKind.REGION) -> object:
    """The single value at a path of a sound file."""
    found = leaf(text, *path, kind=kind)
    assert type(found) is Stated
    return found.value


def one(text: str, kind: FileKind = FileKind.REGION) -> Diagnostic:
    """The one thing that is reported of a file."""
    _, found = stating(text, kind)
    assert len(found) == 1, found
    return found[0]


def written_at(text: str, place: Place, kind: FileKind = FileKind.REGION) -> str:
    """What stands at a place of a file."""
    return (HEADERS[kind] + text).split("\n")[place.line - 1][place.column - 1 : place.end_column - 1]
