"""The published schema: `python -m ratecard.api.sdl` compares schema/schema.graphql with the code, `--write` writes it.

The file is generated and sorted, so that a difference in it is a difference of the API.
"""

import sys
from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path

from ratecard.api.schema import make_schema
from ratecard.shipped import shipped_book


def published_file() -> Path:
    """Where the published schema lies: at the top of a checkout, or beside the rules that a wheel carries."""
    return shipped_book() / "schema" / "schema.graphql"


def schema_text() -> str:
    """The schema as the code has it, in GraphQL's schema definition language."""
    return f"{make_schema(ordered=True).as_str()}\n"


def difference(published: str, generated: str) -> str:
    """What would have to change in the published text, as a unified diff; empty where nothing would."""
    lines = unified_diff(
        published.splitlines(keepends=True),
        generated.splitlines(keepends=True),
        "schema/schema.graphql",
        "the schema in the code",
    )
    return "".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Compares, or writes with `--write`; 1 where the published text is another or missing, 2 for other arguments."""
    if arguments not in ([], ["--write"]):
        print("usage: python -m ratecard.api.sdl [--write]", file=sys.stderr)
        return 2
    file = published_file()
    if arguments:
        file.parent.mkdir(exist_ok=True)
        file.write_text(schema_text(), encoding="utf-8")
        return 0
    published = file.read_text(encoding="utf-8") if file.exists() else ""
    found = difference(published, schema_text())
    if found:
        print(found, end="")
        print("schema/schema.graphql is not what the code publishes; `make schema` writes it anew", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
