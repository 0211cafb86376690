"""Values that edits give, read as a file would read them, and keys as they are written."""

import re

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.rulefiles.mending import in_quotes
from ratecard.rulefiles.rewriting.edits import EditRefused
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar
from ratecard.rulefiles.text.reading import read
from ratecard.rulefiles.wrong import shown

_BARE_KEY = re.compile(r"\w(?:[\w.:+-]*\w)?", re.ASCII)


def given(text: str) -> Node:
    """The node that a value is, wherever it is written. Raises EditRefused where it is not one value on one line."""
    problems: list[Diagnostic] = []
    root = read("edit", f"{{x: {text}}}".encode(), problems.append) if "\n" not in text and "\r" not in text else None
    entries = root.entries if type(root) is Mapping else ()
    value = entries[0][1] if len(entries) == 1 and entries[0][0].text == "x" else None
    if value is None or problems or (type(value) is Scalar and value.plain and not value.text):
        why = f": {problems[0].sentence}" if problems else ""
        raise EditRefused(f"{shown(text)} is not one value as it is written in braces{why}")
    return value


def key_written(name: str) -> str:
    """A key as it is written: bare, or in quotes where it would not be read as it is."""
    return name if _BARE_KEY.fullmatch(name) else in_quotes(name)
