"""A folder with a file of sources and the files that it names, and what an import makes of them."""

from pathlib import Path

from click.testing import Result

from ratecard.rates.rulefile import known_rates
from tests.cli.running import run


def import_rates(folder: Path, sources: str, files: dict[str, bytes | str], *arguments: str) -> Result:
    """The result of an import of these files by these sources, in one folder; rules/fx_rates.yaml keeps them."""
    (folder / "rules").mkdir(exist_ok=True)
    mapping = folder / "fx-sources.yaml"
    mapping.write_text(f"base: EUR\nout: rules/fx_rates.yaml\nsources:\n{sources}", "utf-8")
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return run("fx", "import", "--sources", str(mapping), *arguments)


def written(folder: Path) -> dict[str, dict[str, str]]:
    """What the rule file states: by currency and instant, the rate as it is written there."""
    file = folder / "rules" / "fx_rates.yaml"
    lines = file.read_text("utf-8").splitlines()
    rates = known_rates(file.name, file.read_bytes())
    texts: dict[str, dict[str, str]] = {}
    for code, dated in rates.items():
        for at, rate in dated.items():
            line = lines[int(rate.where.split(":")[1]) - 1]
            entry = line.strip().split(": ", 1)[1]
            texts.setdefault(code, {})[f"{at:%Y-%m-%dT%H:%MZ}"] = entry
    return texts
