"""What a new book has around its rules works: its hook, its workflow, its README, and what its editor is told."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from ratecard import __version__
from tests.cli.running import run
from tests.rulefiles.editors.yaml_1_2 import seen

WITH_PRICES = ("--regions", "DE,FR,US", "--package", "100=1.39 EUR,1.49 USD")
BEGUN = "git init -q . && git add -A && git -c user.name=a -c user.email=a@example.com commit -qm one"
WITHOUT = ("--regions", "DE,FR,US", "--coin", "V-Buck")


@pytest.fixture(scope="module", params=[WITH_PRICES, WITHOUT], ids=["with prices", "without"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new book."""
    folder = tmp_path_factory.mktemp("new") / "mine"
    result = run("init", str(folder), *request.param)
    assert result.exit_code == 0, result.output
    return folder


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command as a shell in a folder runs it, with this environment's programs in front and no network for pip."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return subprocess.run(
        ["bash", "-ec", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def parsed(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def steps(book: Path) -> list[str]:
    """The commands of the workflow that check."""
    return commands(book, "check")


def commands(book: Path, job: str) -> list[str]:
    """The commands of one job of the workflow."""
    every = parsed(book / ".github/workflows/check.yml")["jobs"]
    assert list(every) == ["check", "plan"]
    return [step["run"] for step in every[job]["steps"] if "run" in step]


def test_the_commands_of_the_workflow_run(book: Path) -> None:
    assert len(steps(book)) == 3
    for command in steps(book):
        ended = shell(command, book)
        assert ended.returncode == 0, f"{command}\n{ended.stdout}{ended.stderr}"
    assert 'failures="0"' in (book / "junit.xml").read_text("utf-8")
    assert f"ratecard=={__version__}" in steps(book)[0]


def test_the_workflow_plans_a_pull_request(book: Path, tmp_path: Path) -> None:
    """All but the last command, which writes the comment."""
    mine = tmp_path / "mine"
    shutil.copytree(book, mine)
    assert shell(f"{BEGUN} && git update-ref refs/remotes/origin/main HEAD", mine).returncode == 0
    path = mine / "rules/book.yaml"
    path.write_text(path.read_text("utf-8").replace("coins: 100,", "coins: 120,"), "utf-8")
    _, plan, summary, comment = commands(mine, "plan")
    ended = shell(f"export BASE=main GITHUB_STEP_SUMMARY=summary.md; {plan}; {summary}", mine)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = (mine / "summary.md").read_text("utf-8")
    assert told.startswith("## What this change means")
    assert r"rules/book.yaml" in told.replace("\\", "")
    assert "packages.coins_100.coins" in told.replace("\\", "")
    assert comment.endswith("--body-file plan.md")


def test_the_workflow_fails_where_a_file_is_wrong_and_shows_the_line(book: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(book, broken)
    path = broken / "rules/book.yaml"
    path.write_text(path.read_text("utf-8").replace("coins: 100,", "coins: 1OO,"), "utf-8")
    line = next(number for number, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "1OO" in text)
    ended = shell(steps(broken)[1], broken)
    assert ended.returncode == 1
    assert f"::error file=rules/book.yaml,line={line}" in ended.stdout


def test_the_hook_runs_for_rule_files_and_for_nothing_else(book: Path) -> None:
    (repository,) = parsed(book / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    assert [hook["entry"] for hook in repository["hooks"]] == ["ratecard check --book .", "ratecard test --book ."]
    for hook in repository["hooks"]:
        ended = shell(hook["entry"], book)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert re.search(hook["files"], "rules/tests/first.yaml")
        assert re.search(hook["files"], "regions/groups/euro.yaml")
        assert not re.search(hook["files"], "README.md")


def test_the_commands_of_the_readme_and_of_the_remarks_run(book: Path, tmp_path: Path) -> None:
    committed = tmp_path / "mine"
    shutil.copytree(book, committed)
    assert shell(BEGUN, committed).returncode == 0
    readme = (book / "README.md").read_text("utf-8")
    commands = re.findall(r"^    (ratecard [^#\n]+)", readme, re.MULTILINE)
    assert len(commands) == 4
    assert len(readme.splitlines()) <= 13
    for command in commands:
        ended = shell(command, committed)
        assert ended.returncode == 0, ended.stdout + ended.stderr
    cases = (book / "rules/tests/first.yaml").read_text("utf-8")
    recording = re.search(r"^# (ratecard test .*--record .*)$", cases, re.MULTILINE)
    assert recording
    ended = shell(recording[1], book)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert shell("ratecard test --book .", book).returncode == 0
    (book / "rules/tests/recorded.yaml").unlink()


def test_every_rule_file_names_a_schema_that_is_there_and_accepts_it(book: Path) -> None:
    paths = sorted([*(book / "rules").glob("*.yaml"), *(book / "regions").rglob("*.yaml")])
    assert len(paths) >= 3
    for path in paths:
        text = path.read_text("utf-8")
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        assert named, path
        schema = json.loads((path.parent / named[1]).read_text("utf-8"))
        assert [error.message for error in Draft7Validator(schema).iter_errors(seen(text))] == []


def test_the_settings_give_new_files_the_right_schema(book: Path) -> None:
    schemas = json.loads((book / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    for name, pattern in schemas.items():
        assert (book / name).is_file()
        assert list(book.glob(pattern)), pattern


def test_the_schemas_offer_the_books_own_packages_first(book: Path) -> None:
    text = (book / "schema/region.schema.json").read_text("utf-8")
    assert '"coins_100"' in text
    assert "\n" not in text.strip()


def test_no_file_of_a_new_book_names_a_path_of_this_machine(book: Path) -> None:
    for path in (path for path in book.rglob("*") if path.is_file()):
        assert str(book.parent) not in path.read_text("utf-8"), path
