"""The canonical form: what it is, that it says the same, that it is its own canonical form, and that files have it."""

import re
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.rulefiles.rewriting.canonical import canonical
from ratecard.rulefiles.rewriting.edits import RuleFile
from tests.rulefiles.rewriting.files import bare, files, leaves, plain_of, rule_file


def form(text: str) -> str:
    """A sound file in canonical form."""
    found = canonical(rule_file(text))
    assert found.errors == ()
    return found.content.decode()


def body(text: str) -> str:
    """What stands below `region: DE` in canonical form."""
    return form(f"region: DE\n{text}").removeprefix("region: DE\n")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("prices:\n    coins_1:   1.00\n    coins_2 : 2.00\n", "prices:\n  coins_1: 1.00\n  coins_2: 2.00\n"),
        ("prices: { coins_1:1.00 }", None),
        ("prices: { coins_1 :  1.00 ,coins_2: 2.00 }", "prices: {coins_1: 1.00, coins_2: 2.00}\n"),
        ('prices: {"coins_1":1.00}', "prices: {coins_1: 1.00}\n"),
        ("prices: {coins_1: 1.00, }\n", "prices: {coins_1: 1.00,}\n"),
        ("prices:\n  coins_1: 1.00   \n  # a \t\n\n\n\n\n", "prices:\n  coins_1: 1.00\n  # a\n"),
        ("\n\n\nprices:\n\n\n  coins_1: 1.00", "\nprices:\n\n  coins_1: 1.00\n"),
        ("prices:\n  coins_1: 1.00    # kept where it is\n", "prices:\n  coins_1: 1.00    # kept where it is\n"),
        ("'prices':\n  \"coins_1\": '1.00'\n", "prices:\n  coins_1: 1.00\n"),
        ("source: '2026'\nprices: {coins_1: 01.00}\n", None),
        ("source: '2026'\nprices: {coins_1: 1.0}\n", "source: '2026'\nprices: {coins_1: 1.0}\n"),
        (
            "prices: {coins_1: {'begins': 'none', \"2026-01-01\": '1.00'}}",
            "prices: {coins_1: {begins: none, 2026-01-01: 1.00}}\n",
        ),
        (
            "prices:\n  coins_1: {value: {by: buyer.member, is: {'yes': '1.00'}, other: 2.00}}\n",
            "prices:\n  coins_1: {value: {by: buyer.member, is: {'yes': 1.00}, other: 2.00}}\n",
        ),
        ("groups:\n- eu\n-   euro # b\n", "groups:\n  - eu\n  - euro # b\n"),
        ("groups: [ eu,euro ]", "groups: [eu, euro]\n"),
        (
            "prices: {coins_1: 1.00,   # one\n   coins_2:  2.00 ,\n }\n",
            "prices: {coins_1: 1.00,   # one\n   coins_2: 2.00,\n }\n",
        ),
        (
            "prices:\n      coins_1: {value: 1.00,\n            note:  n}\n",
            "prices:\n  coins_1: {value: 1.00,\n        note: n}\n",
        ),
        (
            "prices:\n     note: >-\n          a  \n\n\n          b\n     coins_1: 1.00\n",
            "prices:\n  note: >-\n       a  \n\n\n       b\n  coins_1: 1.00\n",
        ),
        (
            "prices:\n  note: >-\n    a\n\n\n\n  coins_1: 1.00\n  source: |+\n    b\n\n\n\nbegins: 2026-01-01\n",
            "prices:\n  note: >-\n    a\n\n  coins_1: 1.00\n  source: |+\n    b\n\n\n\nbegins: 2026-01-01\n",
        ),
        (
            "price_points:\n EUR:\n   -   least: 0.49\n       most: 4.99\n       # of\n       step: 0.50\n   - 9.99\n",
            "price_points:\n  EUR:\n    - least: 0.49\n      most: 4.99\n      # of\n      step: 0.50\n    - 9.99\n",
        ),
        (
            "prices:\n  coins_1:\n    2026-07-01: 3.00 # c\n    # a\n    begins: 1.00\n    2026-01-01: 2.00\n",
            "prices:\n  coins_1:\n    # a\n    begins: 1.00\n    2026-01-01: 2.00\n    2026-07-01: 3.00 # c\n",
        ),
        (
            "prices: {coins_1: {2026-07-01: 2.00, 2026-01-01: {value: 1.00, note: n}, source: s}}\n",
            "prices: {coins_1: {2026-01-01: {value: 1.00, note: n}, 2026-07-01: 2.00, source: s}}\n",
        ),
        (
            "prices:\n  coins_1: {january_wave: 2.00, 2026-01-01: 1.00}\n",
            "prices:\n  coins_1: {january_wave: 2.00, 2026-01-01: 1.00}\n",
        ),
        (
            "prices:\n  coins_1:\n    2026-07-01: 2.00\n\n    2026-01-01: 1.00\n",
            "prices:\n  coins_1:\n    2026-07-01: 2.00\n\n    2026-01-01: 1.00\n",
        ),
        (
            "platforms:\n   # of ios\n   ios:\n # odd\n      prices:\n       # inner\n       coins_1: 1.00\n# top\n",
            "platforms:\n  # of ios\n  ios:\n # odd\n    prices:\n      # inner\n      coins_1: 1.00\n# top\n",
        ),
    ],
)
def test_a_file_is_laid_out_anew(text: str, after: str | None) -> None:
    if after is None:
        assert canonical(rule_file(f"region: DE\n{text}")).errors
    else:
        assert body(text) == after
        assert body(after) == after


def test_line_ends_and_a_byte_order_mark_go() -> None:
    assert form("\ufeffregion: DE\r\nprices: {coins_1: 1.00}") == "region: DE\nprices: {coins_1: 1.00}\n"
    assert form("region: DE\rprices: {coins_1: 1.00}\r") == "region: DE\nprices: {coins_1: 1.00}\n"


@pytest.mark.parametrize("text", ["region: DE\nprices: {coins_1:  cheap}\n", "region: DE\nprices:  {\n", "", "- a\n"])
def test_a_file_with_errors_is_left_alone(text: str) -> None:
    found = canonical(rule_file(text))
    assert found.content == text.encode()
    assert found.errors


def messy(text: str, random: Random) -> str:
    """The text with blanks wherever they mean nothing, and more blank lines."""
    lines = []
    for line in text.split("\n"):
        if not re.search("['\"#>|]", line):
            line = re.sub("(?<=[^ ]): ", lambda _: ":" + " " * random.choice((1, 1, 3)), line)  # noqa: PLW2901
            line = re.sub(", ", lambda _: random.choice((", ", " ,  ")), line)  # noqa: PLW2901
            lines += [""] * random.choice((0, 0, 0, 3))
        lines.append(line)
    return "\n".join(lines)


def owners(text: str) -> Counter[tuple[str, str]]:
    """The comments of a text without quotes around `#`, each with what stands before it, or else right below it."""
    found: Counter[tuple[str, str]] = Counter()
    waiting: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n"):
        before, mark, comment = (
            re.split(r"((?:^|(?<=\s))#)", line, maxsplit=1) if re.search(r"(^|\s)#", line) else (line, "", "")
        )
        said = "".join(sorted(re.sub(r"[\s'\"]", "", before)))  # entries in braces may stand in another order
        if mark and not said:
            waiting.append(comment.rstrip())
        elif said:
            found.update((own, said) for own in (*waiting, *([comment.rstrip()] if mark else [])))
            waiting = []
    found.update((own, "") for own in waiting)
    return found


@given(files(), st.integers(0, 10**6))
def test_any_file_says_the_same_in_its_canonical_form_which_has_itself_as_such(
    written: tuple[bytes, str], seed: int
) -> None:
    content, path = written
    text = content.decode()
    file: RuleFile = rule_file(messy(text, Random(seed)) if seed and "\r" not in text else text, path)
    found = canonical(file)
    after = found.content.decode()
    if found.errors:
        assert found.content == file.content
        return
    assert canonical(rule_file(after, path)).content == found.content
    assert {key: bare(leaf) for key, leaf in leaves(file).items()} == {
        key: bare(leaf) for key, leaf in leaves(file, found.content).items()
    }
    assert plain_of(path, after) == plain_of(path, file.content.decode())
    assert owners(after) == owners(file.content.decode())
    outside_blocks = re.sub(r"[|>][^\n]*\n(\n| +[^\n]*\n)*", "", after)
    assert not re.search(r"\r|\ufeff|[ \t]\n|\n\n\n", outside_blocks)
    assert re.search(r"[^\n]\n\Z", after)
