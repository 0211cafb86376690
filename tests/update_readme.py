"""`python -m tests.update_readme`: writes anew what the README shows of commands, mistakes and answers.

For a change that is meant: the tests compare, and this takes what they would have wanted. Read the difference.
"""

import json
import re
import shlex
from pathlib import Path

from ratecard.api.current import CurrentBook
from ratecard.diagnostics.text import render_text
from ratecard.loading import load_texts
from tests.api.servers import serving
from tests.books import shipped, shipped_texts
from tests.cli.running import run

README = Path(__file__).parents[1] / "README.md"


def console(block: re.Match[str]) -> str:
    """A command with what it prints now."""
    prompt = block[1]
    return f"```console\n{prompt}\n{run(*shlex.split(prompt)[2:]).stdout}```"


def mistake(readme: str) -> str:
    """What `check` says of the mistake that the README describes."""
    wrong = re.search(r"Write `(\w+): ([\d,]+)` in `(regions/de.yaml)`", readme)
    assert wrong is not None
    key, value, file = wrong.groups()
    broken = re.sub(rf"^  {key}: .*$", f"  {key}: {value}", shipped_texts()[file], count=1, flags=re.MULTILINE)
    diagnostics = load_texts({**shipped_texts(), file: broken}).diagnostics
    return render_text(diagnostics, lambda _: broken.split("\n"))


def answer(readme: str) -> str:
    """The answer to the README's query, up to the end of its first package."""
    query = re.search(r"^```graphql\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert query is not None
    with serving(CurrentBook(shipped())) as api:
        lines = json.dumps(api.post(query[1]).json(), indent=2, ensure_ascii=False).split("\n")
    return "\n".join(lines[: lines.index(" " * 8 + "},") + 1])


def main() -> None:
    """Rewrites the blocks of the README."""
    text = README.read_text("utf-8")
    text = re.sub(r"^```console\n(\$ .*?)\n.*?^```$", console, text, flags=re.MULTILINE | re.DOTALL)
    for info, shown in (("text", mistake(text)), ("json", answer(text))):
        block = f"```{info}\n{shown}\n```"
        text = re.sub(rf"^```{info}\n.*?^```$", lambda _: block, text, flags=re.MULTILINE | re.DOTALL)  # noqa: B023
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
