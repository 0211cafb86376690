"""Where a book names the library that it stands on: the one line that is rewritten when an edition is accepted."""

from collections.abc import Mapping

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.loading.books import kind_of
from ratecard.rulefiles.stated import FileKind
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node, Scalar
from ratecard.rulefiles.text.reading import read

LIBRARY, VALUE = "library", "value"


def named_library(files: Mapping[str, bytes]) -> Scalar | None:
    """The text of `library:` with its place, in whichever file under rules/ it stands; None where no file names one."""
    for path, content in sorted(files.items()):
        if kind_of(path) is FileKind.RULES:
            named = _below(read(path, content, _not_told), LIBRARY)
            found = _below(named, VALUE) if type(named) is MappingNode else named
            if type(found) is Scalar:
                return found
    return None


def _below(node: Node | None, key: str) -> Node | None:
    """What stands at a key; None where the node is not a mapping, or has no such key."""
    entries = node.entries if type(node) is MappingNode else ()
    return next((value for name, value in entries if name.text == key), None)


def _not_told(_: Diagnostic) -> None:
    """What is wrong with the file is told when the book is loaded."""
