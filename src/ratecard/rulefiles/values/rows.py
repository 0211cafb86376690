"""What comes out of a spreadsheet: rows of several columns, and the errors that it writes where a formula fails."""

import re
from collections.abc import Iterable

from ratecard.diagnostics.fixes import SURE
from ratecard.rulefiles.values.numbers import plain_readings

_ERROR = re.compile(r"#[^\s#]+[!?]|#N/?[AV]|#{2,}")
"""`#REF!`, `#N/A`, `#VALUE!`, `#DIV/0!`, in other languages too (`#BEZUG!`, `#NV`), and `####` of a narrow column."""

_SEPARATORS = ((r"\t", "tabs"), (r";", "semicolons"), (r"\|", "bars"), (r" {2,}", "spaces"))
_NUMBERS = re.compile(r"\d+\.\d+(?:(?:, ?| )\d+\.\d+)+", re.ASCII)

FAILED = "what a spreadsheet writes where a formula fails"
COLUMNS_MOST = 20
TEXT_MOST = 500


def failed_formula(text: str) -> bool:
    """Whether a text is an error of a spreadsheet, such as `#REF!`."""
    return bool(_ERROR.fullmatch(text.strip()))


def failed_formula_in_comment(rest: str) -> str:
    """The error of a spreadsheet that a line's rest holds behind a key, where YAML takes it for a comment; or ""."""
    match = re.match(r"\s*(\S+)\s*$", rest)
    return match[1] if match and failed_formula(match[1]) else ""


def columns_in(text: str) -> tuple[tuple[str, ...], str]:
    """The columns of a row and what stands between them: (("coins_100", "1.29"), "tabs"). One is not a row: ()."""
    if len(text) <= TEXT_MOST:
        for separator, name in _SEPARATORS:
            columns = tuple(column.strip() for column in re.split(separator, text))
            several = sum(bool(column) for column in columns) > 1
            if several and len(columns) <= COLUMNS_MOST and re.search(r"\d", text):
                return columns, name
        numbers = _NUMBERS.fullmatch(text)
        if numbers:
            return tuple(re.findall(r"\d+\.\d+", text, re.ASCII)), "commas" if "," in text else "spaces"
    return (), ""


def row_in(line: str) -> tuple[str, ...]:
    """The columns of a line that is a row and not an entry of a mapping: a name, and a number somewhere behind it."""
    columns, _ = columns_in(line.strip())
    pair = re.fullmatch(r"([A-Za-z]\w*) (\d[\d.,]*)", line.strip(), re.ASCII)
    columns = columns or (pair.groups() if pair else ()) or _between_commas(line.strip())
    is_row = bool(columns) and ":" not in line and re.fullmatch(r"[A-Za-z][\w -]*", columns[0])
    return columns if is_row and any(re.match(r"[^\w\s]?\d", column) for column in columns[1:]) else ()


def _between_commas(line: str) -> tuple[str, ...]:
    """The columns of a line of CSV; () where a comma may stand in a number: `coins_100,1,29` says 1.29 or 1."""
    columns = tuple(column.strip() for column in line.split(","))
    plain = len(columns) == 2 or (2 < len(columns) <= COLUMNS_MOST and "." in columns[1])
    return columns if plain and re.fullmatch(r"[A-Za-z]\w*", columns[0], re.ASCII) else ()


def as_entries(lines: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """Rows as entries, `coins_100: 1.29` of their first two columns, and whether these say all, beyond doubt.

    () where a line is not a row.
    """
    entries: list[str] = []
    whole = True
    for line in lines:
        columns = row_in(line)
        if not columns:
            return (), False
        indent = line[: len(line) - len(line.lstrip())]
        bare = re.sub(r"^[^\w\s]+|[^\w\s]+$", "", columns[1])
        numbers = plain_readings(bare)
        entries.append(f"{indent}{columns[0]}: {numbers[0].text if numbers else columns[1]}")
        whole = whole and len([column for column in columns if column]) == 2 and columns[0].islower()
        whole = whole and re.fullmatch(r"\w+", columns[0]) is not None and bare == columns[1]
        whole = whole and [number.certainty for number in numbers] == [SURE]
    return tuple(entries), whole
