"""Diagnostics as SARIF 2.1.0, the exchange format of code scanners (OASIS standard of 2020-03-27).

A run names every code as a rule, so that a rule's id stays known where nothing is found. Lines and columns count from
1 and ends are exclusive in SARIF too; `columnKind` says that columns count characters. A result carries those of its
fixes that are sure.
"""

import re
from collections.abc import Iterable

import msgspec

from ratecard import __version__
from ratecard.diagnostics.codes import CODES
from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Place
from ratecard.diagnostics.fixes import SURE

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
"""The name that scanners give to the top of the checkout, from which files are named."""

_RULE = {code: number for number, code in enumerate(CODES)}
_LINK = re.compile(r"\[(?=[^\]]*\]\()")
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/")


def render_sarif(diagnostics: Iterable[Diagnostic], prefix: str = "") -> str:
    """A SARIF log with one run, whose results stand in the order of `diagnostics`.

    `prefix` leads from the checkout to the book's folder ("" or "prices/").
    """
    driver = {"name": "ratecard", "semanticVersion": __version__, "rules": [_rule(code) for code in CODES]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, prefix) for diagnostic in diagnostics],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode()


def _rule(code: str) -> dict[str, object]:
    """A code as a rule. Its page stands in the help text: `helpUri` must be absolute, and pages lie in the checkout."""
    page = f"docs/diagnostics/{code}.md"
    return {
        "id": code,
        "shortDescription": {"text": CODES[code]},
        "help": {"text": f"{page} explains it, with an example that fails and one that is mended."},
        "properties": {"page": page},
    }


def _result(diagnostic: Diagnostic, prefix: str) -> dict[str, object]:
    hint = f"; {diagnostic.advice}" if diagnostic.advice else ""
    found: dict[str, object] = {
        "ruleId": diagnostic.code,
        "ruleIndex": _RULE[diagnostic.code],
        "level": diagnostic.severity.value,
        "message": _message(diagnostic.sentence + hint),
    }
    if diagnostic.place is not None:
        found["locations"] = [{"physicalLocation": _physical(diagnostic.place, prefix)}]
    if diagnostic.notes:
        found["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(note.place, prefix), "message": _message(note.text)}
            for number, note in enumerate(diagnostic.notes, 1)
        ]
    sure = [_fix(fix, prefix) for fix in diagnostic.fixes if fix.certainty is SURE]
    if sure:
        found["fixes"] = sure
    return found


def _fix(fix: Fix, prefix: str) -> dict[str, object]:
    """A fix that a viewer may apply at a click: only a sure one is. Others stand in the message alone."""
    located = _physical(fix.place, prefix)
    replacement: dict[str, object] = {"deletedRegion": located["region"]}
    if fix.text:
        replacement["insertedContent"] = {"text": fix.text}
    change = {"artifactLocation": located["artifactLocation"], "replacements": [replacement]}
    return {"description": _message(fix.words), "artifactChanges": [change]}


def _message(text: str) -> dict[str, str]:
    """A message without links: what a file writes as `[text](target)` is escaped, and leads nowhere."""
    return {"text": _LINK.sub(r"\\[", text)}


def _physical(place: Place, prefix: str) -> dict[str, object]:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {"artifactLocation": {"uri": uri_of(prefix + place.file), "uriBaseId": ROOT}, "region": region}


def uri_of(path: str) -> str:
    """A path as a relative URI: every byte but letters, digits and "-._~/" is written as %XX (RFC 3986)."""
    data = path.encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in data)
