"""Every command, edit, query and answer of the guides is run; `tests/guides.py` says how."""

import json
import re
import subprocess

import pytest

from ratecard.api.serving.settings import Settings
from tests.guides import BLOCK, GUIDES, ROOT, as_it_should_be, fits, for_node, page
from tests.node import node_in
from tests.programs import program

WORDS_MOST = 1_100
"""Words that a reader reads through; tables are looked up."""

every_guide = pytest.mark.parametrize("name", GUIDES)


@every_guide
def test_a_guide_shows_what_its_reader_gets(name: str) -> None:
    assert as_it_should_be(page(name), by_node=False) == page(name)


def test_the_typed_client_is_made_compiled_and_run_as_its_guide_says() -> None:
    text = page("for-frontends")
    assert any(for_node(block) for block in BLOCK.finditer(text))
    assert as_it_should_be(text, by_node=True) == text
    price = {"gross": None, "listed": {"formatted": "$1.29"}, "net": None}
    for more, shown in (
        ({"sellsNothing": True, "sellsFrom": None}, ["Nothing is sold there."]),
        ({"sellsNothing": True, "sellsFrom": "2027-01-01T00:00:00Z"}, [NOT_BEFORE]),
        ({"sellsNothing": False, "sellsFrom": None}, ["Nothing here is for you."]),
        ({"packages": [{"packageId": "c", "label": "100 coins", "price": price}]}, ["100 coins: $1.29"]),
    ):
        assert lines_of({"__typename": "PriceList", "packages": [], **more}) == shown


def test_a_slider_computes_what_its_guide_shows() -> None:
    program("node", needed_for="what a slider computes")
    text = page("sliders")
    assert any(for_node(block) for block in BLOCK.finditer(text))
    assert as_it_should_be(text, by_node=True) == text


NOT_BEFORE = "Nothing is sold there before 2027-01-01T00:00:00Z."


def lines_of(price_list: dict[str, object]) -> object:
    """What the compiled client of the guide shows of a price list."""
    folder = ROOT / "docs" / "examples" / "codegen"
    script = "import('./build/prices.js').then(({ lines }) => console.log(JSON.stringify(lines(JSON.parse(ANSWER)))))"
    answer = json.dumps(json.dumps({"priceList": price_list}))
    command = [node_in(folder), "--eval", script.replace("ANSWER", answer)]
    ended = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60, encoding="utf-8")
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@every_guide
def test_every_link_of_a_guide_leads_somewhere(name: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", page(name))
    assert targets
    assert [target for target in targets if not (ROOT / "docs" / target).exists()] == []


@every_guide
def test_every_fence_of_a_guide_belongs_to_a_block_that_is_run(name: str) -> None:
    assert len(re.findall(r"^\s*```", page(name), re.MULTILINE)) == 2 * len(BLOCK.findall(page(name)))


@every_guide
def test_a_guide_is_short(name: str) -> None:
    prose = [line for line in BLOCK.sub("", page(name)).splitlines() if not line.startswith("|")]
    assert len(" ".join(prose).split()) <= WORDS_MOST


def test_the_guide_for_operators_names_every_setting_of_keys_and_tokens() -> None:
    names = [name for name in Settings.__struct_fields__ if name.startswith(("keys", "jw"))]
    assert len(names) >= 5
    assert [name for name in names if f"--{name.replace('_', '-')}" not in page("for-operators")] == []


def test_an_ellipsis_stands_for_anything_and_all_else_for_itself() -> None:
    assert fits("a … c\n", "a b\nb c\n")
    assert not fits("a … c\n", "a b d\n")
    assert not fits("1.39", "1x39")


def test_a_wrong_output_on_a_page_would_be_seen() -> None:
    wrong = "```console\n$ cat regions/groups/euro.yaml\nnothing\n```"
    assert as_it_should_be(wrong, by_node=False) != wrong
    assert "group: euro" in as_it_should_be(wrong, by_node=False)
