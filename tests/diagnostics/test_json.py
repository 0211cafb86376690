"""Diagnostics for programs."""

import json
from pathlib import Path

import pytest

from ratecard.diagnostics.codes import CODES
from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Note, Place, Severity
from ratecard.diagnostics.fixes import POSSIBLE
from ratecard.diagnostics.json import as_json_value, render_json

CHECKOUT = Path(__file__).resolve().parents[2]

FOUND = Diagnostic(
    code="platform-value-hidden",
    sentence="this value of tax.collected_by hides another",
    place=Place("regions/de.yaml", 7, 28, 7, 30),
    hint="state it under platforms: too",
    notes=(Note(Place("rules/tax.yaml", 3, 1, 4, 2), "hidden for web"),),
    severity=Severity.WARNING,
)


def test_every_field_has_its_name() -> None:
    assert as_json_value(FOUND) == {
        "code": "platform-value-hidden",
        "severity": "warning",
        "message": "this value of tax.collected_by hides another",
        "hint": "state it under platforms: too",
        "place": {"file": "regions/de.yaml", "line": 7, "column": 28, "endLine": 7, "endColumn": 30},
        "fixes": [],
        "notes": [
            {
                "place": {"file": "rules/tax.yaml", "line": 3, "column": 1, "endLine": 4, "endColumn": 2},
                "message": "hidden for web",
            }
        ],
        "page": "docs/diagnostics/platform-value-hidden.md",
    }


def test_each_fix_has_its_place_its_text_and_how_certain_it_is() -> None:
    place = Place("regions/de.yaml", 10, 14, 10, 19)
    fixes = (
        Fix("3.950", POSSIBLE, "if the comma is for decimals", place=place),
        Fix("3950", POSSIBLE, "if it groups digits", place=place),
    )
    value = as_json_value(Diagnostic(code="decimal-comma", sentence="x", place=place, fixes=fixes))
    assert value["hint"] == "write 3.950 if the comma is for decimals, or 3950 if it groups digits"
    at = {"file": "regions/de.yaml", "line": 10, "column": 14, "endLine": 10, "endColumn": 19}
    assert value["fixes"] == [
        {"certainty": "possible", "place": at, "text": "3.950", "when": "if the comma is for decimals"},
        {"certainty": "possible", "place": at, "text": "3950", "when": "if it groups digits"},
    ]


def test_without_a_place_it_is_null() -> None:
    value = as_json_value(Diagnostic(code="no-book", sentence="x holds no rules/ and regions/", place=None))
    assert (value["place"], value["hint"], value["notes"], value["severity"]) == (None, "", [], "error")


def test_a_run_is_one_object_with_the_books_digest_and_all_diagnostics_in_their_order() -> None:
    other = Diagnostic(code="no-book", sentence="Käufer “x” \x1b\n消", place=None)
    read = json.loads(render_json([FOUND, other], None))
    assert list(read) == ["digest", "diagnostics"]
    assert read["digest"] is None
    assert [each["code"] for each in read["diagnostics"]] == ["platform-value-hidden", "no-book"]
    assert read["diagnostics"][1]["message"] == "Käufer “x” \x1b\n消"
    assert json.loads(render_json([], "44c4")) == {"digest": "44c4", "diagnostics": []}


@pytest.mark.parametrize("code", CODES)
def test_the_page_of_each_code_is_there(code: str) -> None:
    page = as_json_value(Diagnostic(code=code, sentence="x", place=None))["page"]
    assert isinstance(page, str)
    assert (CHECKOUT / page).is_file()


def test_a_code_that_no_list_holds_can_not_be_used() -> None:
    with pytest.raises(AssertionError):
        Diagnostic(code="made-up", sentence="x", place=None)
