"""Programs that some tests need: without them a test is skipped, and fails in CI, for which `.ci/run` installs them."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.programs import program

CHECKOUT = Path(__file__).resolve().parents[1]
FUNCTION = r"""eval "$(sed -n '/^install_programs()/,/^}/p' .ci/run)"; set -euo pipefail; install_programs"""


@pytest.mark.parametrize("ci", ["1", "true", "TRUE"])
def test_in_ci_a_missing_program_fails_the_test(monkeypatch: pytest.MonkeyPatch, ci: str) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(pytest.fail.Exception, match="no-such-program is not installed: nothing is not tried"):
        program("no-such-program", needed_for="nothing")


def test_elsewhere_it_skips_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception):
        program("no-such-program", needed_for="nothing")
    assert program("no-such-program", "sh", needed_for="nothing").endswith("/sh")


def installed_by(tmp_path: Path, *, there: bool, root: bool, sudo: bool) -> subprocess.CompletedProcess[str]:
    """What `.ci/run` installs on a machine where all is there or all is missing; nothing is installed in truth."""
    folder = tmp_path / "bin"
    folder.mkdir()
    stubs = {"apt-get": 'echo "apt-get $*"', "id": f"echo {0 if root else 1000}"}
    stubs["dpkg-query"] = "echo install ok installed" if there else "exit 1"
    stubs |= {"node": "", "npm": ""} if there else {}
    stubs |= {"sudo": 'shift; echo "sudo $*"'} if sudo else {}
    for name, text in stubs.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        (folder / name).chmod(0o755)
    for name in ("bash", "sed", "grep"):
        (folder / name).symlink_to(program(name, needed_for="what CI installs"))
    environment = {**os.environ, "PATH": str(folder)}
    command = [str(folder / "bash"), "-c", FUNCTION]
    return subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True)


ALL = "chromium fonts-noto-core fonts-noto-cjk nodejs npm"


def test_ci_installs_what_is_missing_and_nothing_else(tmp_path: Path) -> None:
    as_root = installed_by(tmp_path, there=False, root=True, sudo=False).stdout
    assert as_root == f"apt-get update\napt-get install --yes --no-install-recommends {ALL}\n"


def test_ci_installs_nothing_where_all_is_there(tmp_path: Path) -> None:
    assert installed_by(tmp_path, there=True, root=True, sudo=False).stdout == ""


def test_ci_installs_by_sudo_and_says_so_where_it_can_not(tmp_path: Path) -> None:
    by_sudo = installed_by(tmp_path, there=False, root=False, sudo=True).stdout
    assert by_sudo.splitlines()[1] == f"sudo apt-get install --yes --no-install-recommends {ALL}"
    (tmp_path / "other").mkdir()
    neither = installed_by(tmp_path / "other", there=False, root=False, sudo=False)
    assert (neither.stdout, neither.stderr) == ("", f"missing, and only root can install them: {ALL}\n")
