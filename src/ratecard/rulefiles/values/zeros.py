"""Zeros before a number: `010` is 8 to one reader of YAML and 10 to another, and more likely a code than a count.

No number may begin with one, but for `0` itself, `0.5`, and the parts of dates.
"""

import re

_LEADING = re.compile(r"(?<![\w.,'\u2019])(?<!\d )0+(?=\d)", re.ASCII)
"""Zeros at the beginning of a number: not behind a digit, nor in the groups of 1_000, 1,000, 1.000, 1'000 and 1 000."""
_NUMBER = re.compile(r"[\d.]+", re.ASCII)
CHARACTERS_MOST = 60


def leading_zero_in(text: str) -> tuple[str, str] | None:
    """The first number of a text that begins with a zero, and the text as it should be written.

    "010.50 EUR" gives ("010.50", "10.50 EUR"). None for any other text, and for one that is too long for a value.
    """
    found = _LEADING.search(text) if len(text) <= CHARACTERS_MOST else None
    if found is None:
        return None
    number = _NUMBER.match(text, found.start())
    assert number is not None
    return number[0], _LEADING.sub("", text)
