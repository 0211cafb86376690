"""Everything that the README shows is run, and what it prints is compared letter by letter."""

import json
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from ratecard.api.context import CurrentBook
from ratecard.loading import load_texts
from tests.api.serving import serving
from tests.books import shipped, shipped_texts, sound
from tests.cli.running import run
from tests.update_readme import answer, mistake

ROOT = Path(__file__).parents[1]


class Block(NamedTuple):
    """A fenced block: what stands after the fence, and its lines."""

    info: str
    text: str


def blocks() -> list[Block]:
    """The fenced blocks of the README, in order."""
    found = re.findall(r"^```(.*?)\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [Block(info, text) for info, text in found]


def only(info: str) -> str:
    """The text of the one block of this kind."""
    (text,) = [block.text for block in blocks() if block.info == info]
    return text


CONSOLE = [block.text for block in blocks() if block.info == "console"]


@pytest.mark.parametrize("text", CONSOLE, ids=lambda text: " ".join(text.split()[2:4]))
def test_a_command_prints_what_the_readme_shows(text: str) -> None:
    prompt, _, shown = text.partition("\n")
    program, *arguments = shlex.split(prompt.removeprefix("$ "))
    assert program == ".venv/bin/ratecard"
    result = run(*arguments)
    assert result.exit_code == 0
    assert result.stdout == shown


def test_the_rule_file_of_the_readme_is_a_rule_file() -> None:
    sound(load_texts({**shipped_texts(), "regions/de.yaml": only("yaml regions/de.yaml")}))


def test_the_mistake_of_the_readme_says_what_the_readme_shows() -> None:
    assert mistake((ROOT / "README.md").read_text("utf-8")) + "\n" == only("text")


def test_every_link_of_the_readme_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_make_targets_that_the_readme_names_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = re.findall(r"`make ([a-z -]+)`|^make ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert {name for pair in named for name in " ".join(pair).split()} <= targets


def test_the_query_of_the_readme_gets_the_answer_that_the_readme_begins_to_show() -> None:
    assert answer((ROOT / "README.md").read_text("utf-8")) + "\n" == only("json")
    assert '"label": "100 Münzen"' in only("json")


def test_the_request_that_the_readme_sends_by_curl_is_answered() -> None:
    (shell,) = [block.text for block in blocks() if block.info == "sh" and "curl" in block.text]
    body = re.search(r"<<'EOF'\n(.*?)\nEOF", shell, re.DOTALL)
    assert body is not None
    with serving(CurrentBook(shipped())) as api:
        answered = api.post(json.loads(body[1])["query"]).json()
    assert answered["data"]["priceList"]["packages"][0]["price"]["listed"]["formatted"] == "1,39\xa0€"
