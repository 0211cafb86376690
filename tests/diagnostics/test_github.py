"""Annotations of GitHub Actions: escaping, places, and the ten of each type that are shown."""

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.diagnostics.codes import CODES
from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Note, Place, Severity
from ratecard.diagnostics.github import SHOWN_MOST, by_importance, render_github

RATE = Diagnostic(
    code="rate-without-unit",
    sentence="the rate 19 has no unit",
    place=Place("regions/de.yaml", 10, 45, 10, 47),
    hint="write 19 % for 19 per cent",
)
COMMAND = re.compile(r"^::(?P<type>error|warning|notice) (?P<properties>[^:]*)::(?P<message>.*)$")

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
diagnostics = st.lists(
    st.builds(
        Diagnostic,
        code=st.sampled_from(sorted(CODES)),
        sentence=texts,
        hint=st.one_of(st.just(""), texts),
        place=st.one_of(
            st.none(), st.builds(Place, texts, st.integers(1, 9), st.integers(1, 9), st.just(9), st.just(9))
        ),
        severity=st.sampled_from(Severity),
    ),
    max_size=30,
)


def found(code: str, line: int = 1, severity: Severity = Severity.ERROR) -> Diagnostic:
    """A diagnostic of a code on a line of one file."""
    return Diagnostic(code=code, sentence="x", place=Place("a.yaml", line, 1, line, 2), severity=severity)


def commands(found: Iterable[Diagnostic], prefix: str = "") -> list[dict[str, str]]:
    """The lines as GitHub reads them: the type, each property and the message, unescaped."""
    read = []
    for line in render_github(found, prefix).splitlines():
        matched = COMMAND.match(line)
        assert matched, line
        pairs = [pair.partition("=")[::2] for pair in matched["properties"].split(",")]
        read.append(
            {"type": matched["type"], "message": unescaped(matched["message"])}
            | {name: unescaped(value) for name, value in pairs}
        )
    return read


def unescaped(text: str) -> str:
    """What GitHub's runner makes of an escaped value: per cent last."""
    for written, meant in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(written, meant)
    return text


def test_a_diagnostic_is_one_line_with_its_place_and_its_code_as_title() -> None:
    assert render_github([RATE]) == (
        "::error file=regions/de.yaml,line=10,endLine=10,col=45,endColumn=47,title=rate-without-unit"
        "::the rate 19 has no unit; write 19 %25 for 19 per cent"
    )


def test_a_fix_stands_in_the_message() -> None:
    place = Place("regions/de.yaml", 10, 14, 10, 18)
    found = Diagnostic(code="decimal-comma", sentence="a comma", place=place, fixes=(Fix("1.29", place=place),))
    assert render_github([found]).endswith("::a comma; write 1.29")


def test_files_are_named_from_the_checkout() -> None:
    note = Note(Place("rules/tax.yaml", 3, 1, 3, 4), "stated here first")
    other = Diagnostic(code="stated-twice", sentence="twice", place=Place("rules/a.yaml", 2, 1, 2, 3), notes=(note,))
    (command,) = commands([other], "prices/")
    assert command["file"] == "prices/rules/a.yaml"
    assert command["message"] == "twice\nprices/rules/tax.yaml:3:1: stated here first"


def test_a_name_with_signs_of_the_command_itself_is_escaped() -> None:
    file = "regions/a,line=1::b%0A.yaml"
    odd = Diagnostic(code="tag", sentence="::error::100 %0A\r\n", place=Place(file, 1, 1, 1, 2))
    assert render_github([odd]).startswith("::error file=regions/a%2Cline=1%3A%3Ab%250A.yaml,line=1,")
    (command,) = commands([odd])
    assert command["file"] == file
    assert command["message"] == "::error::100 %0A\\u000d\\u000a"


@pytest.mark.parametrize(
    ("place", "lines"),
    [
        (Place("a.yaml", 3, 5, 6, 2), ("3", "6")),
        (Place("a.yaml", 3, 5, 6, 1), ("3", "5")),
        (Place("a.yaml", 3, 5, 4, 1), ("3", "3")),
    ],
)
def test_over_several_lines_github_takes_no_columns_and_the_last_line_counts(
    place: Place, lines: tuple[str, str]
) -> None:
    (command,) = commands([Diagnostic(code="tag", sentence="x", place=place)])
    assert (command["line"], command["endLine"]) == lines
    assert "col" not in command
    assert "endColumn" not in command


def test_without_a_place_only_the_title_is_stated() -> None:
    missing = Diagnostic(code="no-book", sentence="x holds no rules/", place=None, hint="name a folder")
    assert render_github([missing]) == "::error title=no-book::x holds no rules/; name a folder"


def test_nothing_found_prints_nothing() -> None:
    assert render_github([]) == ""


def test_ten_of_each_type_are_written_and_a_notice_counts_the_rest() -> None:
    errors = [found("decimal-comma", line) for line in range(1, 14)]
    warnings = [found("name-lacks-language", line, Severity.WARNING) for line in range(1, 12)]
    read = commands([*warnings, *errors])
    assert [each["type"] for each in read] == ["error"] * 10 + ["warning"] * 10 + ["notice"]
    assert [each["line"] for each in read[:10]] == [str(line) for line in range(1, 11)]
    assert read[-1]["message"] == (
        "3 more errors and 1 more warning not shown here: run `ratecard check` for all of them with their lines"
    )


def test_exactly_ten_need_no_notice() -> None:
    assert len(commands([found("tag", line) for line in range(1, 11)])) == 10


def test_every_kind_of_mistake_is_shown_once_before_any_is_shown_twice() -> None:
    commas = [found("decimal-comma", line) for line in range(1, 30)]
    read = commands([*commas, found("unknown-group", 40), found("yaml-syntax", 50)])
    assert [each["title"] for each in read[:4]] == ["yaml-syntax", "decimal-comma", "unknown-group", "decimal-comma"]


def test_causes_stand_before_their_consequences() -> None:
    ordered = by_importance([found(code) for code in reversed(CODES)])
    assert [each.code for each in ordered] == list(CODES)


@given(diagnostics)
def test_any_diagnostics_are_commands_that_github_reads_back(stated: list[Diagnostic]) -> None:
    assert sorted(map(repr, by_importance(stated))) == sorted(map(repr, stated))
    read = commands(stated, "p/")
    for severity in Severity:
        count = sum(each.severity is severity for each in stated)
        assert sum(each["type"] == severity.value for each in read) == min(count, SHOWN_MOST)
    assert {each["title"] for each in read if each["type"] != "notice"} <= {each.code for each in stated}
    assert all(each["file"].startswith("p/") for each in read if "file" in each)
