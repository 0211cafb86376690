"""Everything that the README shows is run, and what it prints is compared letter by letter."""

import json
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from ratecard.diagnostics.text import render_text
from ratecard.loading import load_texts
from tests.books import shipped_texts, sound
from tests.cli.running import run

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
    readme = (ROOT / "README.md").read_text("utf-8")
    wrong = re.search(r"Write `(\w+): ([\d,]+)` in `(regions/de.yaml)`", readme)
    assert wrong is not None
    texts = shipped_texts()
    key, value, file = wrong.groups()
    broken = re.sub(rf"^  {key}: .*$", f"  {key}: {value}", texts[file], count=1, flags=re.MULTILINE)
    loaded = load_texts({**texts, file: broken})
    assert render_text(loaded.diagnostics, lambda name: broken.split("\n")) + "\n" == only("text")


def test_every_link_of_the_readme_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_make_targets_that_the_readme_names_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = re.findall(r"`make ([a-z -]+)`|^make ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert {name for pair in named for name in " ".join(pair).split()} <= targets


def graphql_request(text: str) -> dict[str, str]:
    """The request that a shell block sends with curl."""
    body = re.search(r"<<'EOF'\n(.*?)\nEOF", text, re.DOTALL)
    assert body is not None
    loaded: dict[str, str] = json.loads(body[1])
    return loaded
