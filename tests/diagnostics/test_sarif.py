"""SARIF 2.1.0: what the standard demands of a log, and that ids, places and notes come through.

The demands are those of the standard's text (sections 3.13 to 3.49): no file is fetched to check them.
"""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard import __version__
from ratecard.diagnostics.codes import CODES
from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Note, Place, Severity
from ratecard.diagnostics.fixes import EXAMPLE, POSSIBLE
from ratecard.diagnostics.sarif import render_sarif, uri_of
from tests.diagnostics.pages import path_of

HIDDEN = Diagnostic(
    code="platform-value-hidden",
    sentence="this value of tax.collected_by hides another",
    place=Place("regions/de.yaml", 7, 28, 7, 30),
    hint="state it under platforms: too",
    notes=(Note(Place("rules/tax.yaml", 3, 1, 4, 2), "hidden for web"),),
    severity=Severity.WARNING,
)
MISSING = Diagnostic(code="no-book", sentence="x holds no rules/ and regions/", place=None)

# What an object of SARIF must and may hold, by the standard, as far as our logs hold such objects.
REQUIRED = {
    "log": {"version", "runs"},
    "run": {"tool"},
    "driver": {"name"},
    "rule": {"id"},
    "result": {"message"},
    "message": {"text"},
    "related": {"physicalLocation"},
    "fix": {"artifactChanges"},
    "change": {"artifactLocation", "replacements"},
    "replacement": {"deletedRegion"},
}
ALLOWED = {
    "log": {"$schema", "version", "runs"},
    "run": {"tool", "columnKind", "results"},
    "driver": {"name", "semanticVersion", "rules"},
    "rule": {"id", "shortDescription", "help", "properties"},
    "result": {"ruleId", "ruleIndex", "level", "message", "locations", "relatedLocations", "fixes"},
    "message": {"text"},
    "related": {"id", "physicalLocation", "message"},
    "fix": {"description", "artifactChanges"},
    "change": {"artifactLocation", "replacements"},
    "replacement": {"deletedRegion", "insertedContent"},
}


def run_of(*found: Diagnostic, prefix: str = "") -> Any:
    """The one run of the log, whose structure is that of the standard."""
    log = json.loads(render_sarif(found, prefix))
    demand("log", log)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    demand("run", run)
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    demand("driver", driver)
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", driver["semanticVersion"])
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    for rule in driver["rules"]:
        demand("rule", rule)
        demand("message", rule["shortDescription"])
        demand("message", rule["help"])
    for result in run["results"]:
        check_result(result, ids)
    return run


def demand(what: str, value: dict[str, Any]) -> None:
    """An object holds what it must, and nothing that the standard does not name there."""
    assert REQUIRED[what] <= set(value) <= ALLOWED[what], (what, value)


def check_result(result: dict[str, Any], ids: list[str]) -> None:
    demand("result", result)
    for fix in result.get("fixes", []):
        demand("fix", fix)
        demand("message", fix["description"])
        for change in fix["artifactChanges"]:
            demand("change", change)
            assert change["replacements"]
            for replacement in change["replacements"]:
                demand("replacement", replacement)
    demand("message", result["message"])
    assert result["message"]["text"]
    assert ids[result["ruleIndex"]] == result["ruleId"]
    assert result["level"] in ("none", "note", "warning", "error")
    for location in result.get("locations", []):
        check_physical(location["physicalLocation"])
    for related in result.get("relatedLocations", []):
        demand("related", related)
        assert related["id"] >= 0
        check_physical(related["physicalLocation"])


def check_physical(location: dict[str, Any]) -> None:
    artifact, region = location["artifactLocation"], location["region"]
    # A relative reference of RFC 3986: no scheme, no leading slash, only what may stand in a path.
    assert re.fullmatch(r"(?!/)(?:[A-Za-z0-9\-._~/]|%[0-9A-F]{2})+", artifact["uri"])
    assert artifact["uriBaseId"] == "%SRCROOT%"
    assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
    assert min(region.values()) >= 1
    assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


def test_every_field_has_its_name() -> None:
    run = run_of(HIDDEN, prefix="prices/")
    assert run["tool"]["driver"]["name"] == "ratecard"
    assert run["tool"]["driver"]["semanticVersion"] == __version__
    assert run["columnKind"] == "unicodeCodePoints"
    (result,) = run["results"]
    assert result == {
        "ruleId": "platform-value-hidden",
        "ruleIndex": list(CODES).index("platform-value-hidden"),
        "level": "warning",
        "message": {"text": "this value of tax.collected_by hides another; state it under platforms: too"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "prices/regions/de.yaml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 7, "startColumn": 28, "endLine": 7, "endColumn": 30},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": "prices/rules/tax.yaml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 3, "startColumn": 1, "endLine": 4, "endColumn": 2},
                },
                "message": {"text": "hidden for web"},
            }
        ],
    }


def test_without_a_place_there_is_no_location() -> None:
    (result,) = run_of(MISSING)["results"]
    assert result["message"] == {"text": "x holds no rules/ and regions/"}
    assert "locations" not in result
    assert "relatedLocations" not in result


def test_every_code_is_a_rule_also_where_nothing_is_found() -> None:
    run = run_of()
    assert run["results"] == []
    assert {rule["id"]: rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"]} == CODES


def test_every_rule_names_its_page() -> None:
    for rule in run_of()["tool"]["driver"]["rules"]:
        page = rule["properties"]["page"]
        assert path_of(rule["id"]).as_posix().endswith(page)
        assert rule["help"]["text"].startswith(page)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("regions/de.yaml", "regions/de.yaml"),
        ("my prices/ä#?.yaml", "my%20prices/%C3%A4%23%3F.yaml"),
        ("a:b/100%.yaml", "a%3Ab/100%25.yaml"),
        ("regions/\udcff.yaml", "regions/%FF.yaml"),
    ],
)
def test_a_path_becomes_a_relative_uri(path: str, uri: str) -> None:
    assert uri_of(path) == uri


def test_a_value_that_reads_like_a_link_leads_nowhere() -> None:
    odd = Diagnostic(code="tag", sentence="[see](https://example.com) and [a] (b)", place=None)
    (result,) = run_of(odd)["results"]
    assert result["message"]["text"] == "\\[see](https://example.com) and [a] (b)"


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(CODES)), st.text(st.characters(codec="utf-8"), min_size=1), st.integers(1, 9)),
        max_size=20,
    )
)
def test_any_diagnostics_keep_the_structure_and_their_order(stated: list[tuple[str, str, int]]) -> None:
    found = [
        Diagnostic(code=code, sentence=words, place=Place(f"regions/{words}.yaml", line, 1, line, 2))
        for code, words, line in stated
    ]
    run = run_of(*found)
    assert [result["ruleId"] for result in run["results"]] == [code for code, _, _ in stated]


AT = Place("regions/de.yaml", 10, 14, 10, 18)


def test_a_sure_fix_can_be_applied_by_a_viewer_and_all_stand_in_the_message() -> None:
    found = Diagnostic(code="decimal-comma", sentence="1,29 has a comma", place=AT, fixes=(Fix("1.29", place=AT),))
    (result,) = run_of(found, prefix="prices/")["results"]
    assert result["message"]["text"] == "1,29 has a comma; write 1.29"
    assert result["fixes"] == [
        {
            "description": {"text": "write 1.29"},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": "prices/regions/de.yaml", "uriBaseId": "%SRCROOT%"},
                    "replacements": [
                        {
                            "deletedRegion": {"startLine": 10, "startColumn": 14, "endLine": 10, "endColumn": 18},
                            "insertedContent": {"text": "1.29"},
                        }
                    ],
                }
            ],
        }
    ]


def test_what_a_person_must_choose_and_what_only_shows_how_is_no_fix_of_a_viewer() -> None:
    fixes = (Fix("a", POSSIBLE, place=AT), Fix("12.99", EXAMPLE, place=AT))
    (result,) = run_of(Diagnostic(code="not-money", sentence="x", place=AT, fixes=fixes))["results"]
    assert "fixes" not in result
    assert result["message"]["text"] == "x; did you mean a? Write for example 12.99"


def test_a_deletion_inserts_nothing() -> None:
    (result,) = run_of(Diagnostic(code="tag", sentence="x", place=AT, fixes=(Fix("", place=AT),)))["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert [set(replacement) for replacement in change["replacements"]] == [{"deletedRegion"}]
