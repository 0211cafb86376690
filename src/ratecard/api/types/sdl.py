"""The published schema: `python -m ratecard.api.types.sdl` compares its files with the code, `--write` writes them.

They are generated and sorted, so that a difference in one is a difference of the API: schema.graphql for people and
generators, and what the caches of Apollo Client (possible-types.json) and urql (introspection.json) have to know of it.
"""

import sys
from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path

from ratecard.api.types.cache_schemas import introspection_text, possible_types_text
from ratecard.api.types.schema import make_schema
from ratecard.shipped import shipped_book


def published_folder() -> Path:
    """Where the published schema lies: at the top of a checkout, or beside the rules that a wheel carries."""
    return shipped_book() / "schema"


def published_texts() -> dict[str, str]:
    """The files of the schema as the code has it, by name."""
    schema = make_schema(ordered=True)
    return {
        "schema.graphql": f"{schema.as_str()}\n",
        "possible-types.json": possible_types_text(schema.core),
        "introspection.json": introspection_text(schema.core),
    }


def schema_text() -> str:
    """The schema as the code has it, in GraphQL's schema definition language."""
    return published_texts()["schema.graphql"]


def difference(name: str, published: str, generated: str) -> str:
    """What would have to change in a published text, as a unified diff; empty where nothing would."""
    if published == generated:  # the usual case, in which the diff of two long texts takes a second to say so
        return ""
    lines = unified_diff(
        published.splitlines(keepends=True),
        generated.splitlines(keepends=True),
        f"schema/{name}",
        f"{name} by the code",
    )
    return "".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Compares, or writes with `--write`; 1 where a published text is another or missing, 2 for other arguments."""
    if arguments not in ([], ["--write"]):
        print("usage: python -m ratecard.api.types.sdl [--write]", file=sys.stderr)
        return 2
    folder, texts = published_folder(), published_texts()
    if arguments:
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        return 0
    wrong = [name for name, text in texts.items() if _differs(folder / name, text)]
    for name in wrong:
        print(f"schema/{name} is not what the code publishes; `make schema` writes it anew", file=sys.stderr)
    return 1 if wrong else 0


def _differs(file: Path, text: str) -> bool:
    """Whether a file is missing or holds another text; prints how they differ."""
    found = difference(file.name, file.read_text(encoding="utf-8") if file.exists() else "", text)
    print(found, end="")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
