"""Bytes of a rule file to text of lines that end alike, and what no text of rules holds."""

import re
from codecs import BOM_UTF8
from collections.abc import Callable

from ratecard.diagnostics.diagnostic import Diagnostic, Place, fixes_at
from ratecard.diagnostics.fixes import POSSIBLE, SURE, Suggestion
from ratecard.rulefiles.characters import ODD_SPACES, odd_space

Report = Callable[[Diagnostic], None]
"""Takes each diagnostic of a file."""

BYTES_MOST = 4_000_000

_BLANK = re.compile(r"^[ \t" + "".join(ODD_SPACES) + r"]+", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""What no rule file holds; among them the rarer line ends, after which editors and YAML count lines differently."""

_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?= |$)", re.MULTILINE)
"""What git leaves in a file in which two people changed the same lines."""


def decoded(file: str, content: bytes, report: Report) -> str | None:
    """The text of a rule file, each line of which ends with a line feed; None where it is none, which is reported."""
    start = Place(file, 1, 1, 1, 1)
    if len(content) > BYTES_MOST:
        sentence = f"{file} has {len(content):,} bytes; at most {BYTES_MOST:,} are read"
        report(Diagnostic(code="file-too-large", sentence=sentence, place=start, hint="split the file"))
        return None
    content = content.removeprefix(BOM_UTF8)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        before = _one_line_end(content[: error.start].decode(errors="replace"))
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        sentence = f"byte {content[error.start]:#04x} is not UTF-8"
        place = Place(file, line, column, line, column + 1)
        report(Diagnostic(code="not-utf8", sentence=sentence, place=place, hint="save the file as UTF-8"))
        return None
    text = _one_line_end(text)
    control = _CONTROL.search(text)
    if control:
        sentence = f"a rule file holds no control character such as U+{ord(control[0]):04X}"
        place = _place_at(file, text, control.start(), control.end())
        alone = not re.search(r"\w", text[max(control.start() - 1, 0) : control.end() + 1])
        fixes = fixes_at(place, (Suggestion("", SURE if alone else POSSIBLE),))
        report(Diagnostic(code="control-character", sentence=sentence, place=place, fixes=fixes))
        return None
    conflict = _CONFLICT.search(text)
    if conflict:
        sentence = "two versions of these lines stand here, between marks that git left"
        place = _place_at(file, text, conflict.start(), conflict.end())
        hint = "keep one version, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
        report(Diagnostic(code="conflict-marker", sentence=sentence, place=place, hint=hint))
        return None
    return text


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


ODD_LINES_MOST = 100
"""Oddly indented lines that are reported: who has so many has indented the whole file so."""


def odd_indentation(file: str, text: str, texts: list[tuple[int, int]], report: Report, failed: bool = False) -> bool:
    """Reports each line that is indented with a tab or an odd space, where it counts: not inside a text of many lines.

    `texts` are the first and last lines of such texts. An odd space that stands alone on a line is let through, unless
    the text `failed` to be YAML.
    """
    if "\t" not in text and text.isascii():
        return False
    inside = {number for first, last in texts for number in range(first + 1, last + 1)}
    reported = 0
    for number, line in enumerate(text.split("\n"), 1):
        found = _BLANK.match(line)
        if found is None or number in inside:
            continue
        odd = odd_space(found[0])
        if "\t" not in found[0] and (odd is None or (line[found.end() :][:1] in ("", "#") and not failed)):
            continue
        reported += 1
        code, what = ("tab-in-indentation", "a tab") if "\t" in found[0] or odd is None else ("odd-space", odd[0])
        place = Place(file, number, 1, number, found.end() + 1)
        sentence = f"a line is indented with {what}"
        fixes = fixes_at(place, (Suggestion(odd[1]),)) if odd is not None and "\t" not in found[0] else ()
        hint = "" if fixes else "indent with spaces"
        report(Diagnostic(code=code, sentence=sentence, place=place, hint=hint, fixes=fixes))
        if reported == ODD_LINES_MOST:
            break
    return reported > 0


def _place_at(file: str, text: str, start: int, end: int) -> Place:
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Place(file, line, column, line, column + end - start)
