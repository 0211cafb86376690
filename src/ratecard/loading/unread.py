"""Files between the rule files that are none: whoever put one there may believe that it counts.

One that states rules is an error, whatever its name; of the others most are warned of.
"""

import re
from collections.abc import Collection

from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.loading.sources import File
from ratecard.rulefiles.text.decoding import Report

NAMED_MOST = 100
"""Files that are warned of: more of them are a folder of something else."""

LOOKED_AT_MOST = 5_000
"""Files that are looked into, to see whether they state rules."""

LOOKED_AT_BYTES = 1_024
"""How much of each is read for that."""

_TABLES = {"csv", "tsv", "xls", "xlsx", "xlsm", "ods", "numbers"}
_FOR_PEOPLE = re.compile(r"(README|LICENSE|LICENCE|NOTICE|CHANGELOG)\b.*|.*\.(md|rst|adoc)|.*~", re.IGNORECASE)
"""Files that people keep beside rule files, and hardly ever mean as one."""

_STATES = re.compile(r"^(region|group|platforms|packages|tax|prices):", re.MULTILINE)
_REMARKS = re.compile(r"(\s*(#[^\n\r]*|---\s*?$))*", re.MULTILINE)
_STATES_FIRST = re.compile(r"[\s{\"']*(region|group)[\"']?\s*:\s*[\"']?[\w-]+[\"']?[^\S\n\r]*([#,}\n\r]|$)")
"""How a file of a region or of a group begins, below its remarks."""


def may_state_rules(name: str) -> bool:
    """Whether a file was probably meant as rules: fr.yaml, or wrongly fr.yaml.txt, "fr.yaml ", fr.YAML, fr.json."""
    return bool(re.search(r"\.(ya?ml|json)(\.[a-z]+)?\s*$", name, re.IGNORECASE)) and not name.endswith("~")


def misplaced(file: str, report: Report) -> None:
    """Reports a rule file that lies, or is named, so that it is not read."""
    named = file.endswith((".yaml", ".yml"))
    hint = "move it to rules/, regions/ or regions/groups/" if named else "give it a name that ends in .yaml"
    sentence = f"{file} lies where no rule file is read" if named else f"{file} is not named like a rule file"
    report(Diagnostic(code="misplaced-file", sentence=sentence, place=Place(file, 1, 1, 1, 1), hint=hint))


class UnreadFiles:
    """Looks at the files of a book that are not read as rules, within bounds. `paths` are those of all files."""

    def __init__(self, report: Report, paths: Collection[str]) -> None:
        self.report = report
        self.paths = paths
        self.looked_at = 0
        self.named = 0

    def look_at(self, file: File) -> None:
        """Reports one as an error where it states rules, else as a warning; one for people only where it is a region's.

        The copy that an editor leaves of a file beside it, fr.yaml~ of fr.yaml, is passed over.
        """
        is_copy = file.path.endswith("~") and file.path[:-1] in self.paths
        if self.looked_at >= LOOKED_AT_MOST or not file.regular or is_copy:
            return
        self.looked_at += 1
        content = file.read(LOOKED_AT_BYTES)
        text = _text_of(content) if isinstance(content, bytes) else ""
        for_people = bool(_FOR_PEOPLE.fullmatch(file.path.rpartition("/")[2]))
        if states_first(text) or (not for_people and _STATES.search(text)):
            misplaced(file.path, self.report)
        elif not for_people and self.named < NAMED_MOST:
            self.named += 1
            self._name(file.path)

    def _name(self, file: str) -> None:
        folder, _, name = file.rpartition("/")
        stem, _, ending = name.rpartition(".")
        what = "a table" if ending.lower() in _TABLES else "not a YAML file"
        sentence = f"{file} is {what}, and only YAML files are read here"
        name = re.sub(r"\W+", "_", (stem or name).lower())
        hint = f"write what it states into {folder}/{name}.yaml, or move it out of {file.partition('/')[0]}/"
        place = Place(file, 1, 1, 1, 1)
        warning = Severity.WARNING
        self.report(Diagnostic(code="misplaced-file", sentence=sentence, place=place, hint=hint, severity=warning))


def states_first(text: str) -> bool:
    """Whether the first that a text says, below remarks, is which region or group it is of."""
    remarks = _REMARKS.match(text)
    return bool(_STATES_FIRST.match(text, remarks.end() if remarks else 0))


def _text_of(content: bytes) -> str:
    """A text in UTF-8, or in UTF-16 with its mark, as spreadsheets write it; what is neither has odd characters."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if wide else "utf-8-sig", "replace")
