"""Node.js for the tests that need it: packages are installed once, from the lock file of the tests' own folder."""

import fcntl
import subprocess
import time
from pathlib import Path

from tests.programs import missing, program

SECONDS_TO_INSTALL = 120
SECONDS_BETWEEN_TRIES = (0, 5, 20)


def node_in(folder: Path) -> str:
    """Node.js, with the packages of the folder's lock file in place."""
    found, npm = (program(name, needed_for=f"what {folder.name} shows") for name in ("node", "npm"))
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    with lock.open("rb") as shared:
        fcntl.flock(shared, fcntl.LOCK_EX)  # other workers of one test run wait, and then find the packages in place
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            install(npm, folder)
            installed.touch()
    return found


def install(npm: str, folder: Path) -> None:
    """The packages of the folder's lock file. A registry that fails once is asked again."""
    command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    said = ""
    for pause in SECONDS_BETWEEN_TRIES:
        time.sleep(pause)
        try:
            tried = subprocess.run(
                command, cwd=folder, capture_output=True, check=False, timeout=SECONDS_TO_INSTALL, encoding="utf-8"
            )
        except subprocess.TimeoutExpired:
            said = f"npm took more than {SECONDS_TO_INSTALL} s"
            continue
        if tried.returncode == 0:
            return
        said = tried.stderr.strip()[-500:]
    missing(f"npm cannot install the packages of {folder.name}, perhaps for want of a registry: {said}")
