"""Everything that the README shows is run, and what it prints is compared letter by letter."""

import json
import re
import shlex
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from ratecard.api.current import CurrentBook
from ratecard.loading import load_texts
from tests.api.servers import serving
from tests.books import shipped, shipped_texts, sound, write_texts
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


def test_the_readme_starts_a_book_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for line in only("sh start").splitlines():
        program, *arguments = shlex.split(line)
        assert program == ".venv/bin/ratecard"
        result = run(*arguments)
        assert result.exit_code == 0, result.output
    assert "€13.99" in result.stdout


def test_the_rule_file_of_the_readme_gives_the_price_list_that_the_readme_shows(tmp_path: Path) -> None:
    book = {**shipped_texts(), "regions/de.yaml": only("yaml regions/de.yaml")}
    sound(load_texts(book))
    (prompt, _, shown) = next(text for text in CONSOLE if " prices " in text).partition("\n")
    told = run(*shlex.split(prompt)[2:], "--book", str(write_texts(tmp_path, book))).stdout
    assert _without_digest(told) == _without_digest(shown)


def _without_digest(told: str) -> str:
    return re.sub(r"book [0-9a-f]{32}", "book", told)


def test_the_dated_prices_of_the_readme_stand_in_the_shipped_book() -> None:
    assert only("yaml regions/ee.yaml") in shipped_texts()["regions/ee.yaml"]


def tracked_folders(under: str, depth: int) -> set[str]:
    """The folders below a folder of the repository that hold a tracked file, `depth` deep at most."""
    listed = subprocess.run(["git", "ls-files", "--", under], cwd=ROOT, capture_output=True, text=True, check=True)
    inside = [Path(name).relative_to(under).parts[:-1] for name in listed.stdout.splitlines()]
    return {"/".join(parts[:depth]) for parts in inside if parts}


def test_the_map_of_the_readme_names_every_folder() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    linked = {target.strip("/") for target in re.findall(r"\]\(([^)#]+)\)", readme)}
    assert tracked_folders(".", 1) - {target.split("/")[0] for target in linked} == set()
    assert {f"docs/{name}" for name in tracked_folders("docs", 1)} - linked == set()
    assert {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")} - linked == set()
    assert {name for name in tracked_folders("src/ratecard", 1) if f"`{name}`" not in readme} == set()


def test_the_map_of_the_tests_names_every_folder() -> None:
    readme = (ROOT / "tests" / "README.md").read_text("utf-8")
    assert {name for name in tracked_folders("tests", 1) if f"`{name}/" not in readme} == set()


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


def test_the_python_of_the_readme_prints_what_its_comment_says(capsys: pytest.CaptureFixture[str]) -> None:
    text = only("python")
    exec(compile(text, "README.md", "exec", dont_inherit=True), {})
    assert capsys.readouterr().out.strip() == text.rpartition("#")[2].strip() != ""


def test_the_request_that_the_readme_sends_by_curl_is_answered() -> None:
    (shell,) = [block.text for block in blocks() if block.info == "sh" and "curl" in block.text]
    body = re.search(r"<<'EOF'\n(.*?)\nEOF", shell, re.DOTALL)
    assert body is not None
    with serving(CurrentBook(shipped())) as api:
        answered = api.post(json.loads(body[1])["query"]).json()
    assert answered["data"]["priceList"]["packages"][0]["price"]["listed"]["formatted"] == "1,39\xa0€"
