"""Diagnostics as JSON for programs."""

from collections.abc import Iterable, Mapping

import msgspec

from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Place


def as_json_value(diagnostic: Diagnostic) -> dict[str, object]:
    """One diagnostic as plain values; `page` is its page in the documentation, relative to the project.

    One of its `fixes` is to be taken: `text` put in place of what stands at `place`. A program takes only a sure one.
    """
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.sentence,
        "hint": diagnostic.advice,
        "place": _place(diagnostic.place),
        "fixes": [_fix(fix) for fix in diagnostic.fixes],
        "notes": [{"place": _place(note.place), "message": note.text} for note in diagnostic.notes],
        "page": f"docs/diagnostics/{diagnostic.code}.md",
    }


def _fix(fix: Fix) -> dict[str, object]:
    return {"certainty": fix.certainty.value, "place": _place(fix.place), "text": fix.text, "when": fix.when}


def _place(place: Place | None) -> dict[str, object] | None:
    if place is None:
        return None
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def render_json(
    diagnostics: Iterable[Diagnostic], digest: str | None = None, more: Mapping[str, object] | None = None
) -> str:
    """A JSON object with all diagnostics in order, the book's digest where they do not block it, and `more` of it."""
    found = [as_json_value(diagnostic) for diagnostic in diagnostics]
    return msgspec.json.format(
        msgspec.json.encode({"digest": digest, **(more or {}), "diagnostics": found}), indent=2
    ).decode()
