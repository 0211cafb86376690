"""The schemas for editors: `python -m ratecard.schemas` compares schema/*.schema.json with the code, `--write` writes.

They are generated from the definitions that type the files, and offer what the shipped rules name: packages, platforms,
facts, groups, lines and languages.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from pathlib import Path

import msgspec

from ratecard.book.library import FOLDER
from ratecard.book.named_dates import declared_in
from ratecard.keys.registry import KEYS
from ratecard.loading import kind_of
from ratecard.loading.world import installed_world
from ratecard.rulefiles.editors.json_forms import KnownNames
from ratecard.rulefiles.editors.json_schema import rule_schemas
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.stated import FileKind, FileStatements, Stated
from ratecard.rulefiles.stating.files import state_file
from ratecard.shipped import shipped_book


def published_folder() -> Path:
    """Where the published schemas lie: at the top of a checkout, or beside the rules that a wheel carries."""
    return shipped_book() / "schema"


def schema_texts() -> dict[str, str]:
    """The schemas as the code has them, by file name."""
    schemas = rule_schemas(with_library(known_in(shipped_book())), KEYS.grammar)
    return {name: text_of(schema) for name, schema in schemas.items()}


def text_of(schema: object) -> str:
    """A schema as it is published."""
    encoded = msgspec.json.Encoder(decimal_format="number").encode(schema)
    return f"{msgspec.json.format(encoded, indent=2).decode()}\n"


def known_in(folder: Path) -> KnownNames:
    """What the rule files of a book's folder name, as `known_in_files` has it."""
    paths = sorted([*(folder / "rules").rglob("*.yaml"), *(folder / "regions").rglob("*.yaml")])
    return known_in_files({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})


def with_library(own: KnownNames) -> KnownNames:
    """What a book names, and behind it what the installed library of the world does."""
    library = known_in_files({path.removeprefix(FOLDER): text for path, text in installed_world().texts.items()})
    return {noun: tuple(dict.fromkeys((*own.get(noun, ()), *library.get(noun, ())))) for noun in {**own, **library}}


def known_in_files(files: Mapping[str, bytes]) -> KnownNames:
    """What rule files by path name, in the order of the files and of their lines."""
    names: dict[str, dict[str, None]] = {}
    for file in _stated(files):
        for noun, name in _named(file):
            names.setdefault(noun, {})[name] = None
    return {noun: tuple(words) for noun, words in names.items()}


def _stated(files: Mapping[str, bytes]) -> Iterator[FileStatements]:
    around = Nearby(dates=declared_in({name: data for name, data in files.items() if name.startswith("rules/")}))
    for name, data in files.items():
        kind = kind_of(name)
        stated = state_file(name, kind, data, lambda _: None, KEYS.grammar, around) if kind else None
        if stated:
            yield stated


def _named(file: FileStatements) -> Iterator[tuple[str, str]]:
    """What each identifier of a file names, with the identifier."""
    if file.kind is FileKind.GROUP:
        yield "group", file.name
    for platform in file.platform_places:
        yield "platform", platform
    for path in file.id_places:
        noun = KEYS.grammar.noun_at(path)
        if noun:
            yield noun, path[-1]
    languages = file.plain.get(("languages",))
    if isinstance(languages, Stated) and isinstance(languages.value, tuple):
        for language in languages.value:
            yield "language", str(language.value)


def difference(name: str, published: str, generated: str) -> str:
    """What would have to change in a published schema, as a unified diff; empty where nothing would."""
    if published == generated:  # the usual case, in which the diff of two long texts takes a second to say so
        return ""
    lines = published.splitlines(keepends=True), generated.splitlines(keepends=True)
    return "".join(unified_diff(*lines, f"schema/{name}", "the schema in the code"))


def main(arguments: Sequence[str]) -> int:
    """Compares, or writes with `--write`; 1 where a published schema is another or missing, 2 for other arguments."""
    if arguments not in ([], ["--write"]):
        print("usage: python -m ratecard.schemas [--write]", file=sys.stderr)
        return 2
    found = 0
    for name, generated in schema_texts().items():
        file = published_folder() / name
        if arguments:
            file.parent.mkdir(exist_ok=True)
            file.write_text(generated, encoding="utf-8")
            continue
        changes = difference(name, file.read_text(encoding="utf-8") if file.exists() else "", generated)
        if changes:
            print(changes, end="")
            print(f"schema/{name} is not what the code publishes; `make schema` writes it anew", file=sys.stderr)
            found = 1
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
