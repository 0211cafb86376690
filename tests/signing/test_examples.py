"""The ten lines of the guide in TypeScript, compiled and run, on good tokens and on others."""

import json
import subprocess
from pathlib import Path

import pytest

from ratecard.quotes.requests import PurchaseRequest
from ratecard.signing.keys import published
from tests.book.asking import NOON
from tests.node import node_in
from tests.signing.made import KEYS, OTHER, book_with, read_without_us, signed

ROOT = Path(__file__).resolve().parents[2]
CODEGEN = ROOT / "docs" / "examples" / "codegen"
EXAMPLE = ROOT / "docs" / "examples" / "quotes" / "verify.ts"
OPTIONS = ("--target", "ES2022", "--module", "NodeNext", "--lib", "ES2022,DOM", "--strict")
SCRIPT = """
import { verified } from "./verify.js";
const [keys, ...asked] = JSON.parse(process.argv[2]);
for (const [token, now] of asked)
  console.log(JSON.stringify(await verified(token, keys, now).catch((error) => error.message)));
"""


@pytest.mark.xdist_group("npm")
def test_the_example_in_typescript_reads_what_is_ours_and_nothing_else(tmp_path: Path) -> None:
    node = node_in(CODEGEN)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "verify.ts").write_text(EXAMPLE.read_text("utf-8"))
    (tmp_path / "run.js").write_text(SCRIPT)
    compiler = CODEGEN / "node_modules" / "typescript" / "bin" / "tsc"
    compiled = subprocess.run(
        [node, str(compiler), *OPTIONS, "verify.ts"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert compiled.returncode == 0, compiled.stdout
    asked = PurchaseRequest("DE", "ios", "coins_100", NOON)
    token, forged = signed(book_with(), asked).token, signed(book_with(), asked, key=OTHER).token
    mixed = ".".join([*token.split(".")[:2], forged.split(".")[2]])
    questions = [(token, NOON + 60), (token, NOON + 900), (token, NOON - 31), (forged, NOON), (mixed, NOON)]
    given = json.dumps([published(KEYS, NOON)["keys"], *questions])
    ended = subprocess.run([node, "run.js", given], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    claims, *refused = map(json.loads, ended.stdout.splitlines())
    assert claims == read_without_us(token)[1]
    assert refused == ["not valid now", "not valid now", "not a quote", "not signed by it"]
