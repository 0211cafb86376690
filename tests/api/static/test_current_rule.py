"""A frontend's rule of docs/static-export.md, as TypeScript compiles it and Node.js runs it."""

import json
import subprocess
from pathlib import Path

from tests.guides import ROOT
from tests.node import node_in

EXAMPLE = ROOT / "docs" / "examples" / "codegen"
ENTRY = {"region": "DE", "platform": "ios", "locale": "de"}
MANIFEST = {
    "format": "ratecard-static/1",
    "until": "2027-02-27T00:00:00Z",
    "entries": [
        {**ENTRY, "validFrom": "2025-01-01T00:00:00Z", "validUntil": "2026-12-09T23:00:00Z", "path": "first"},
        {**ENTRY, "validFrom": "2026-12-09T23:00:00Z", "validUntil": None, "path": "second"},
        {
            **ENTRY,
            "locale": "en",
            "validFrom": "2025-01-01T00:00:00Z",
            "validUntil": "2026-12-01T00:00:00Z",
            "path": "x",
        },
    ],
}
ASKED = [
    ("de", "2026-11-29T00:00:00Z", "first"),
    ("de", "2026-12-09T22:59:59.999Z", "first"),
    ("de", "2026-12-09T23:00:00Z", "second"),
    ("de", "2027-02-26T23:59:59Z", "second"),
    ("de", "2027-02-27T00:00:00Z", None),
    ("de", "2024-12-31T23:59:59Z", None),
    ("de", "no instant", None),
    ("en", "2026-12-01T00:00:00Z", None),
    ("fr", "2026-11-29T00:00:00Z", None),
]
SCRIPT = """
const { current } = await import(process.argv[1]);
const [manifest, asked] = JSON.parse(process.argv[2]);
const path = (manifest, locale, now) => current(manifest, "DE", "ios", locale, new Date(now))?.path ?? null;
const other = path({ ...manifest, format: "ratecard-static/2" }, "de", "2026-11-29T00:00:00Z");
console.log(JSON.stringify([...asked.map(([locale, now]) => path(manifest, locale, now)), other]));
"""


def test_an_expired_price_is_never_shown(tmp_path: Path) -> None:
    node, compiler = node_in(EXAMPLE), EXAMPLE / "node_modules" / "typescript" / "bin" / "tsc"
    (tmp_path / "package.json").write_text('{"type": "module"}')
    options = ("--strict", "--target", "ES2022", "--module", "ES2022", "--lib", "ES2022", "--outDir", str(tmp_path))
    done = subprocess.run(
        [node, compiler, EXAMPLE / "current.ts", *options], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout
    script = [node, "--input-type=module", "--eval", SCRIPT, str(tmp_path / "current.js")]
    given = json.dumps([MANIFEST, [asked[:2] for asked in ASKED]])
    told = subprocess.run([*script, given], capture_output=True, check=True, encoding="utf-8").stdout
    assert json.loads(told) == [*(path for _, _, path in ASKED), None]
