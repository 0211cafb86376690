"""Paths of values as people write them in lists: `limits.daily`, `web.card.fixed`, `US.withholding.us`."""

import re

from ratecard.diagnostics.fixes import examples
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong, shown

PATH_EXAMPLES = ("hold", "limits.daily")

_PART = r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
PATH_PATTERN = rf"{_PART}(?:\.{_PART}){{0,9}}"
"""Names with points between."""
_PATH = re.compile(PATH_PATTERN, re.ASCII)


def parse_path(text: str) -> str | Wrong:
    """Names with points between, ten at most."""
    if _PATH.fullmatch(text):
        return text
    return Wrong("not-a-path", f"{shown(text)} is not a path", offers=examples(*PATH_EXAMPLES))


PATH = ValueType("a path", "names with points between, such as limits.daily", parse_path, examples=PATH_EXAMPLES)
