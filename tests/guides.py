"""Walks through a guide of docs/ as its reader does, and says what the guide should show.

The blocks are taken in order, in a folder that holds what a fresh clone holds:

- "console": each line after `$ ` is a command, and what stands below is what it prints. "console FOLDER" runs in that
  folder of the real checkout and needs Node.js. `ratecard serve` starts a server in the place of the one before.
- "diff PATH": the lines with `-` are replaced by those with `+`; they must stand in the file exactly once.
- "yaml PATH", "csv PATH", "jsonl PATH", "graphql PATH" and "python PATH": the file is written.
  "js PATH", "ts PATH" and "yml PATH": a file of the checkout, shown as it is.
- "python" without a path is run, in one namespace for the whole guide; "text" below it is what it prints.
- "graphql": the server is asked; "json" below it is the answer, in whatever layout.

`…` stands for anything. `python -m tests.guides` writes anew what the guides show of outputs and answers.
"""

import io
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager, redirect_stdout
from pathlib import Path
from string import Template

import httpx

from ratecard.api.current import CurrentBook
from ratecard.api.documents.limits import Counters
from ratecard.cli.serve import serve, settings_of
from tests.api.http.running import running
from tests.api.servers import Api, serving
from tests.books import shipped
from tests.cli.running import run
from tests.node import node_in

ROOT = Path(__file__).resolve().parents[1]
GUIDES = (
    "start-your-own",
    "for-finance",
    "promotions",
    "price-waves",
    "prices-that-follow",
    "plans",
    "a-week",
    "exchange-rates",
    "spreadsheets",
    "calendar",
    "for-frontends",
    "sliders",
    "for-services",
    "signed-quotes",
    "for-operators",
    "live-rules",
    "for-python",
    "languages",
    "drift",
    "static-export",
    "trust-in-a-day",
)
SERVER = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```(?P<info>\S+)(?: (?P<path>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS_FOR_A_COMMAND = 180
COLUMNS = 108
INVISIBLE = {mark: f"\\u{ord(mark):04x}" for mark in "\u00a0\u061c\u200e\u200f\u202f"}


def page(name: str) -> str:
    """The text of a guide."""
    return (ROOT / "docs" / f"{name}.md").read_text("utf-8")


def fits(shown: str, actual: str) -> bool:
    """Whether a text is the shown one, in which … stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, shown.split("…"))), actual, re.DOTALL) is not None


def laid_out(value: object, depth: int = 0) -> str:
    """JSON in which what fits into a line stands in one."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + 2 * depth <= COLUMNS or not isinstance(value, dict | list):
        return line
    inner, outer = "\n" + "  " * (depth + 1), "\n" + "  " * depth
    if isinstance(value, list):
        return "[" + ",".join(inner + laid_out(each, depth + 1) for each in value) + outer + "]"
    pairs = (f"{inner}{json.dumps(key)}: {laid_out(each, depth + 1)}" for key, each in value.items())
    return "{" + ",".join(pairs) + outer + "}"


class Walk:
    """One reader of one guide: a folder, the server that runs, the variables of the shell, and the last answer."""

    def __init__(self, folder: Path, started: ExitStack) -> None:
        self.folder = folder
        self.started = started
        self.variables: dict[str, str] = {}
        self.answer: object = None
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.printed = ""
        self._api: Api | None = None
        self._follows = False

    @property
    def api(self) -> Api:
        """The server that runs; one of the shipped book where the guide has started none."""
        if self._api is None:
            self._api = self.started.enter_context(serving(CurrentBook(shipped())))
        return self._api

    def rewritten(self, block: re.Match[str]) -> str:
        """A block as it should stand."""
        info, path, text = block["info"], block["path"] or "", block["text"]
        if info == "console":
            text = "".join(self.command(part, path) for part in re.split(r"^(?=\$ )", text, flags=re.MULTILINE)[1:])
        elif info == "diff":
            self.change(self.folder / path, text)
        elif info == "python" and not path:
            self.python(text)
        elif info == "text":
            text, self.printed = (text if fits(text, self.printed) else self.printed), ""
        elif info in ("yaml", "csv", "jsonl", "python") or (info == "graphql" and path):
            (self.folder / path).write_text(text, "utf-8")
        elif info in ("js", "ts", "yml"):
            text = (ROOT / path).read_text("utf-8")
        elif info == "graphql":
            self.answer = self.api.ask(text)
        elif info == "json":
            text = self.answered(text)
        else:
            raise AssertionError(f"nobody runs a block {info}")
        return f"```{f'{info} {path}'.strip()}\n{text}```"

    def python(self, text: str) -> None:
        """Runs a block of Python, and keeps what it prints for the block that shows it."""
        assert not self.printed, f"no block shows what is printed:\n{self.printed}"
        code = text.replace(SERVER, self.api.url) if SERVER in text else text
        with chdir(self.folder), redirect_stdout(io.StringIO()) as printed:
            exec(compile(code, "<guide>", "exec", dont_inherit=True), self.names)
        self.printed = printed.getvalue()

    def answered(self, shown: str) -> str:
        """The last answer, in the shown layout where it is the shown one."""
        if json.loads(shown or "null") == {"data": self.answer}:
            return shown
        text = laid_out({"data": self.answer}) + "\n"
        return "".join(INVISIBLE.get(character, character) for character in text)

    def change(self, file: Path, difference: str) -> None:
        """Replaces lines of a file."""
        lines = difference.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in "- ")
        after = "".join(line[1:] for line in lines if line[0] in "+ ")
        text = file.read_text("utf-8")
        assert text.count(before) == 1, f"{file.name} does not hold exactly once:\n{before}"
        told = self.live()
        file.write_text(text.replace(before, after), "utf-8")
        self.await_change(told)

    def command(self, part: str, path: str) -> str:
        """A command with what it prints."""
        asked = re.match(r"\$ ((?:.*\\\n)*.*)\n", part)
        assert asked, part
        shown = part[asked.end() :]
        assigned = re.fullmatch(r"(\w+)=\$\((.*)\)", asked[1], re.DOTALL)
        with chdir(ROOT / path if path else self.folder):
            printed, captured = self.run(assigned[2] if assigned else asked[1])
        if assigned:
            self.variables[assigned[1]], printed = captured.strip(), printed.replace(captured, "", 1)
        return asked[0] + (shown if fits(shown, printed) else printed)

    def run(self, text: str) -> tuple[str, str]:
        """What a command prints, and what of it goes to the standard output."""
        program, *arguments = shlex.split(Template(text.replace("\\\n", " ")).safe_substitute(self.variables))
        environment = {}
        while assigned := re.fullmatch(r"([A-Z_]+)=(.*)", program):
            environment[assigned[1]] = assigned[2]
            program, *arguments = arguments
        if program.endswith(".venv/bin/ratecard"):
            if arguments[0] == "serve":
                (self.serve_live if "--watch" in arguments else self.serve)(arguments[1:])
                return "", ""
            told = self.live() if arguments[0] == "halt" else None
            result = run(*(word.replace(SERVER, self.api.url) for word in arguments), environment=environment)
            self.await_change(told)
            return result.output, result.stdout
        if program == "curl":
            return self.curl(arguments), ""
        program = sys.executable if program == ".venv/bin/python" else program
        if (program, *arguments) == ("npm", "ci"):
            node_in(Path.cwd())  # The same, once a lock file.
            return "", ""
        assert program in ("mkdir", "cp", "cat", "npx", "node", sys.executable), program
        done = subprocess.run(
            [program, *(each.replace(SERVER, self.api.url) if program == "node" else each for each in arguments)],
            capture_output=True,
            text=True,
            timeout=SECONDS_FOR_A_COMMAND,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return "" if program == "npx" else done.stdout, done.stdout

    def serve(self, arguments: list[str]) -> None:
        """Starts a server with these settings, on a port of its own."""
        given = {
            name: value.resolve() if isinstance(value, Path) else value
            for name, value in serve.make_context("serve", [*arguments]).params.items()
            if name != "source"
        }
        self._follows = False
        self._api = self.started.enter_context(serving(CurrentBook(shipped()), settings=settings_of(given)))

    def serve_live(self, arguments: list[str]) -> None:
        """Starts a server as an operator does, which follows the files of this reader's folder."""
        environment = {"RATECARD_BOOK": str(self.folder), "RATECARD_GUARDS": "no"}
        with chdir(self.folder):
            server = self.started.enter_context(running(self.folder, *arguments, environment=environment))
        self._api, self._follows = Api(server.url, Counters()), True

    def live(self) -> object:
        """How it stands with the book of a server that follows the files; None where none runs."""
        if not self._follows:
            return None
        return self.api.ask("{ ruleBookStatus { loads lastFailure { at errors } halts { haltId } } }")

    def await_change(self, told: object) -> None:
        """Waits, after a file was changed, until such a server has seen it."""
        deadline = time.monotonic() + SECONDS_FOR_A_COMMAND
        while told is not None and self.live() == told:
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def curl(self, arguments: list[str]) -> str:
        """What curl would print, of the few options that the guides give it."""
        url, method, headers, data, flags = "", "", {}, [], set[str]()
        rest = iter(arguments)
        for each in rest:
            if each == "-H":
                name, _, value = next(rest).partition(": ")
                headers[name] = value
            elif each == "-X":
                method = next(rest)
            elif each in ("-d", "--data-urlencode"):
                data.append(next(rest))
            elif each.startswith("-"):
                flags.add(each)
            else:
                url = each.replace(SERVER, self.api.url)
        assert flags <= {"-s", "-sG", "-si", "-siG"}, flags
        with httpx.Client(trust_env=False, headers={"Accept-Encoding": "identity"}) as client:
            if any("G" in flag for flag in flags):
                response = client.get(url, params=dict(each.split("=", 1) for each in data), headers=headers)
            else:
                response = client.request(method or "POST", url, content="".join(data), headers=headers)
        head = [f"HTTP/1.1 {response.status_code} {response.reason_phrase}"]
        head += [f"{name}: {value}" for name, value in response.headers.items()]
        body = response.text + "\n" if response.text else ""
        return "\n".join([*head, "", body]) if any("i" in flag for flag in flags) else body


@contextmanager
def walking() -> Iterator[Walk]:
    """A reader with a fresh clone; servers stop at the end."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as started:
        folder = Path(name)
        for each in ("rules", "regions", "schema", "tests/data/ecb", "tests/data/rates"):
            shutil.copytree(ROOT / each, folder / each)
        yield Walk(folder, started)


def as_it_should_be(text: str, *, by_node: bool) -> str:
    """A guide with the outputs and answers of today: of the blocks for Node.js alone, or of all others."""
    with walking() as walk:
        told = BLOCK.sub(lambda block: walk.rewritten(block) if for_node(block) == by_node else block[0], text)
        assert not walk.printed, f"no block shows what is printed:\n{walk.printed}"
        return told


def for_node(block: re.Match[str]) -> bool:
    """Whether a block runs in a folder of the checkout, by Node.js."""
    return block["info"] == "console" and bool(block["path"])


def main() -> None:
    """Rewrites the guides; the blocks for Node.js only where it is installed."""
    for name in GUIDES:
        text = as_it_should_be(page(name), by_node=False)
        if shutil.which("node"):
            text = as_it_should_be(text, by_node=True)
        (ROOT / "docs" / f"{name}.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
