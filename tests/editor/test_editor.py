"""An editor with yaml-language-server helps while rules are typed: it offers, explains, and underlines as `check` does.

The files are opened as the project ships them, with the modeline that names their schema.
"""

import os
from collections.abc import Sequence
from itertools import count

import pytest

from ratecard.diagnostics.codes import CODES
from ratecard.loading import kind_of
from tests.books import shipped_texts
from tests.cases.smallest import found
from tests.diagnostics.pages import page_of
from tests.editor.server import Finding, Server
from tests.rulefiles.editors.editing import BEYOND_A_SCHEMA, schema_for

# One server for all: its start takes longer than its answers.
pytestmark = pytest.mark.xdist_group("editor")

NUMBERS = count(1)
"""One for each text that a test types."""

WITHIN_A_SCHEMA = [code for code in CODES if code not in BEYOND_A_SCHEMA]

# Codes that a schema can tell of and this language server does not, each with the reason.
NOT_BY_THIS_SERVER = {
    "empty-file": "an empty text is about to be typed",
    "several-documents": "each document is checked by itself, and each is right",
    "text-cut-by-comma": "a key without a colon is taken for one that is about to be typed",
    "too-many-tiers": "tiers of a price are counted by the engine alone",
    "merge-key": "merge keys of YAML 1.1 are followed in any version",
}


def with_modeline(path: str, text: str, folder: str = "") -> str:
    """A text with the first line that a shipped file of this path has, as seen from a folder of the project."""
    schema = os.path.relpath(f"schema/{schema_for(path)}", os.path.dirname(f"{folder}/{path}".lstrip("/")))
    return f"# yaml-language-server: $schema={schema}\n{text}"


def in_folder(folder: str, texts: dict[str, str]) -> dict[str, str]:
    """The rule files among these texts with their modelines, by their paths in a folder of the project."""
    rules = {path: text for path, text in texts.items() if kind_of(path)}
    return {f"{folder}/{path}": with_modeline(path, text, folder) for path, text in rules.items()}


def typed(server: Server, before: str, after: str = "") -> tuple[str, int, int]:
    """A region file of the project with the cursor between two texts: its path, the cursor's line and column."""
    path = f"regions/typed-{next(NUMBERS)}.yaml"
    start = with_modeline(path, f"region: DE\n{before}")
    server.open({path: start + after})
    return path, start.count("\n") + 1, len(start) - start.rfind("\n")


def test_nothing_is_underlined_in_a_shipped_file(server: Server) -> None:
    underlined = server.open({f"shipped/{path}": _up(text) for path, text in shipped_texts().items()})
    assert {path: findings for path, findings in underlined.items() if findings} == {}
    assert len(underlined) == len(shipped_texts())


def _up(text: str) -> str:
    """A shipped text whose modeline still finds the schema from one folder further down."""
    return text.replace("$schema=../", "$schema=../../", 1)


# Underlining


def test_what_check_reports_is_underlined_in_the_same_line_where_a_schema_can(server: Server) -> None:
    examples = {code: page_of(code).fails.texts for code in WITHIN_A_SCHEMA}
    opened = {path: text for code, texts in examples.items() for path, text in in_folder(code, texts).items()}
    underlined = server.open(opened)
    missed = {}
    for code, texts in examples.items():
        (reported,) = found(dict(texts))
        assert reported.place
        findings = underlined[f"{code}/{reported.place.file}"]
        if reported.place.line + 1 not in {finding.line for finding in findings}:
            missed[code] = findings
    assert set(missed) == set(NOT_BY_THIS_SERVER), missed


def test_nothing_is_underlined_in_the_mended_examples(server: Server) -> None:
    texts = {
        path: text for code in CODES for path, text in in_folder(f"mended-{code}", page_of(code).mended.texts).items()
    }
    underlined = server.open(texts)
    assert {path: findings for path, findings in underlined.items() if findings} == {}


@pytest.mark.parametrize(
    ("before", "wrong", "after", "said"),
    [
        ("prices:\n  coins_100: ", "1,29", "\n", "a price, written 12.99"),
        ("prices: {coins_100: 1,", "29", "}\n", "Decimals are written with a point"),
        ("prices: {coins_100: {2025-01-01: 1,", "29", "}}\n", "Decimals are written with a point"),
        ("commission: {lines: {card: {fixed: 0,", "30 EUR", "}}}\n", "Decimals are written with a point"),
        ("tax: {lines: {vat: {rate: ", "19", "}}}\n", "a rate, written 19 %, 1/2 or 40 bps"),
        ("tax: {lines: {vat: {", "rat", ": 19 %}}}\n", "Property rat is not allowed"),
        ("", "price", ": {coins_100: 1.29}\n", "Property price is not allowed"),
        ("", "languages", ": [en]\n", "Property languages is not allowed"),
        ("tax:\n  display: ", "included", "\n", 'Valid values: "inclusive", "exclusive", "inherit"'),
        ("currency: ", "EURO", "\n", "a currency, written EUR"),
        ("prices: {coins_100: {", "2025-02-30", ": 1.29}}\n", "Property 2025-02-30 is not allowed"),
        ("prices: {", "Coins 100", ": 1.29}\n", "an identifier, written coins_1000"),
        ("platforms: {ios: {prices: {coins_100: ", "€1.29", "}}}\n", "a price, written 12.99"),
        ("prices: {coins_100: {by: ", "member", ", is: {yes: 1}}}\n", "a fact, written buyer.age"),
        ("tax: ", "7 %", "\n", "have keys below it, or be none"),
        ("groups: ", "eu", "\n", "a list, as in"),
    ],
)
def test_a_mistake_is_underlined_where_it_stands(
    server: Server, before: str, wrong: str, after: str, said: str
) -> None:
    path, line, column = typed(server, before, wrong + after)
    finding = _only(server.found[(server.folder / path).as_uri()])
    assert (finding.line, finding.column) == (line, column)
    assert said in finding.message


def _only(findings: Sequence[Finding]) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]


# Offering


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        ("", {"currency", "time_zone", "groups", "packages", "prices", "tax", "commission", "platforms", "note"}),
        ("tax:\n  ", {"display", "rounding", "rounded", "per", "collected_by", "depends_on", "lines", "source"}),
        ("packages:\n  ", {"coins_100", "coins_500", "coins_1000", "coins_5000"}),
        ("packages:\n  coins_100:\n    ", {"coins", "bonus", "name", "order", "when"}),
        ("prices:\n  ", {"coins_100", "coins_500", "coins_1000", "coins_5000"}),
        ("prices:\n  coins_100: 1.29\n  ", {"coins_500", "coins_1000", "coins_5000"}),
        ("prices:\n  coins_100:\n    ", {"value", "source", "by", "is", "from", "other"}),
        ("platforms:\n  ", {"ios", "android", "web"}),
        ("platforms:\n  ios:\n    ", {"currency", "prices", "tax", "commission", "packages"}),
        ("platforms:\n  ios:\n    prices:\n      ", {"coins_100", "coins_5000"}),
        ("tax:\n  lines:\n    ", {"vat"}),
        ("tax:\n  lines:\n    vat:\n      name:\n        ", {"en", "de", "ar"}),
        ("tax:\n  display: ", {"inclusive", "exclusive", "inherit"}),
        ("tax:\n  rounding: ", {"half up", "half even", "up", "down"}),
        ("prices:\n  coins_100: ", {"12.99", "12.99 USD", "none"}),
        ("prices: {coins_100: {by: ", {"buyer.age", "buyer.member"}),
        ("packages:\n  coins_100:\n    when:\n      ", {"buyer.age", "buyer.member", "any"}),
        ("groups:\n  - ", {"eu", "euro"}),
        ("currency: ", {"EUR", "USD"}),
        ("time_zone: ", {"Europe/Berlin"}),
    ],
)
def test_what_may_stand_at_the_cursor_is_offered(server: Server, before: str, offered: set[str]) -> None:
    labels = server.completions(*typed(server, before))
    assert offered <= set(labels)


def test_a_key_that_stands_there_already_is_not_offered_again(server: Server) -> None:
    labels = server.completions(*typed(server, "prices:\n  coins_100: 1.29\n  "))
    assert "coins_100" not in labels


def test_an_offered_key_comes_with_what_it_is_for(server: Server) -> None:
    labels = server.completions(*typed(server, "tax:\n  "))
    assert labels["collected_by"] == "Who pays the tax over to the state."


# Explaining


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("t", "ax:\n  display: inclusive\n", ["#### tax", "The taxes of a purchase, and how they are shown"]),
        ("tax:\n  disp", "lay: inclusive\n", ["#### display", "(inclusive)", "* `inclusive`", "* `exclusive`"]),
        ("tax:\n  display: incl", "usive\n", ["Allowed Values", "* `inclusive`", "* `exclusive`"]),
        ("tax:\n  dis", "play: {by: buyer.member, is: {yes: inclusive}, other: exclusive}\n", ["#### display"]),
        ("tax: {lines: {v", "at: {rate: 19 %}}}\n", ["#### tax line", "One named tax."]),
        ("tax: {lines: {vat: {ra", "te: 19 %}}}\n", ["#### rate", "none while the tax is not levied", "40 bps"]),
        ("prices:\n  coins_", "100: 1.29\n", ["#### package", "The listed price of one unit", "12.99 USD"]),
        ("prices:\n  coins_100: 1.", "29\n", ["The listed price of one unit"]),
        ("prices: {coins_100: {2025-", "01-01: 1.29}}\n", ["The value from then on, until the next instant."]),
        ("prices: {coins_100: {value: 1.29, sou", "rce: a}}\n", ["Where the values here come from"]),
        ("platforms:\n  io", "s: {tax: none}\n", ["What differs on this platform."]),
        ("packages: {coins_100: {wh", "en: {buyer.member: yes}}}\n", ["Who may buy the package."]),
    ],
)
def test_what_stands_under_the_pointer_is_explained(server: Server, before: str, after: str, told: list[str]) -> None:
    shown = server.hover(*typed(server, before, after)).replace("\\", "")
    assert [each for each in told if each not in shown] == [], shown
