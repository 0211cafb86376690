"""`ratecard schema-check`: whether a frontend's documents are answered by this version."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import rich_click as click

from ratecard import __version__
from ratecard.api.bounds import COST
from ratecard.audience import Audience
from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import Json, to_json
from ratecard.cli.options import WholeRange, book_options, open_book
from ratecard.cli.tables import counted
from ratecard.diagnostics.text import visible
from ratecard.files import UnreadableFile, read_regular
from ratecard.loading import Source

if TYPE_CHECKING:
    from ratecard.api.documents.checking import CheckNote, OperationCheck

FILE = click.Path(path_type=Path, dir_okay=False)
TEXT_BYTES_MOST = 10_000_000
HASH_LETTERS = 12
"""So many letters of a document's hash are shown to people."""


@click.command(name="schema-check")
@click.option(
    "--operations",
    type=FILE,
    required=True,
    help="graphql-codegen's persisted-documents.json, Apollo's manifest, or one document: prices.graphql.",
)
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    default=Audience.PUBLIC.value,
    show_default=True,
    help="Who will ask.",
)
@click.option("--cost-most", type=WholeRange(1), default=COST.most, show_default=True, help="As of `ratecard serve`.")
@click.option(
    "--schema",
    type=FILE,
    default=None,
    metavar="OLD.graphql",
    help="An older schema: tell also what the documents use whose type has changed since.",
)
@book_options
def schema_check(
    operations: Path, audience: str, cost_most: int, schema: Path | None, source: Source | None, output: str
) -> None:
    """Check a frontend's persisted documents against the schema that this version serves.

    Told are operations that would not be answered, with their places: what is invalid or too large, fields for another
    audience, and what costs too much of this book. Deprecated fields are told beside, with the day on which they go.

    Exit codes: 0 where all are answered, 1 where one is not or a file cannot be read, 2 for wrong usage.
    """
    documents = _documents(operations)
    older = None if schema is None else _read(schema)
    if not documents:
        _fail(f"{operations} names no document")
    checks = _checks(open_book(source, output), documents, audience, cost_most, older)
    refused = [check for check in checks if check.problems]
    if output == "json":
        click.echo(to_json(_json(checks)))
    else:
        click.echo(_page(operations.name, checks, audience))
    sys.exit(1 if refused else 0)


def _checks(
    book: RuleBook, documents: dict[str, str], audience: str, cost_most: int, older: str | None
) -> "list[OperationCheck]":
    from graphql import GraphQLError, build_schema

    from ratecard.api.audience import Audience as AskedAs
    from ratecard.api.documents.checking import OperationChecks
    from ratecard.api.documents.limits import Limits
    from ratecard.api.types.schema import make_schema

    try:
        before = None if older is None else build_schema(older)
    except (GraphQLError, TypeError) as error:
        _fail(f"--schema is not a schema: {error}")
    if before is not None and before.query_type is None:
        _fail("--schema is not a schema: it has no type Query")
    checks = OperationChecks(
        make_schema(ordered=False).core, book, AskedAs[Audience(audience).name], Limits(cost=cost_most), before
    )
    return [check for name, text in documents.items() for check in checks.of(name, text)]


def _documents(file: Path) -> dict[str, str]:
    """The documents of a file by their ids, or the one that it is, by its name."""
    from ratecard.api.documents.persisted import NotAList, read_list

    if file.suffix in (".graphql", ".gql"):
        return {file.name: _read(file)}
    try:
        return read_list(file)
    except NotAList as problem:
        _fail(str(problem))


def _read(file: Path) -> str:
    try:
        return read_regular(file, TEXT_BYTES_MOST).decode()
    except UnicodeDecodeError:
        _fail(f"{file} is not UTF-8")
    except UnreadableFile as error:
        _fail(str(error))


def _page(name: str, checks: "Sequence[OperationCheck]", audience: str) -> str:
    """What is wrong by operation, then what will go away."""
    wrong = sum(1 for check in checks if check.problems)
    lines = [f"{visible(name)} asked as {audience} of Ratecard {__version__}: {counted(len(checks), 'operation')}"]
    lines[0] += f", {len(checks) - wrong:,} answered, {wrong:,} not"
    for check in checks:
        if check.problems:
            lines += ["", _title(check), *(f"  {_line(note)}" for note in check.problems)]
    going = [(check, note) for check in checks for note in check.deprecated]
    if going:
        lines += ["", "deprecated:", *(f"  {_title(check)}: {_line(note)}" for check, note in going)]
    return "\n".join(lines)


def _title(check: "OperationCheck") -> str:
    document = visible(check.document)
    brief = document if len(document) <= 2 * HASH_LETTERS else f"{document[:HASH_LETTERS]}…"
    return f"{visible(check.operation) or 'an operation without a name'} ({brief})"


def _line(note: "CheckNote") -> str:
    place = f"{note.line}:{note.column}: " if note.line else ""
    day = f"; it goes on {note.day}" if note.day else ""
    return f"{place}{visible(note.sentence)}{day}"


def _json(checks: "Sequence[OperationCheck]") -> Json:
    def note_json(note: "CheckNote") -> Json:
        own: Json = {"kind": note.kind, "message": note.sentence, "line": note.line or None}
        own["column"] = note.column or None
        return {**own, "removedOn": note.day or None} if note.kind == "deprecated" else own

    return {
        "version": __version__,
        "refused": sum(1 for check in checks if check.problems),
        "operations": [
            {
                "document": check.document,
                "operation": check.operation or None,
                "audience": None if check.audience is None else check.audience.name,
                "cost": check.cost,
                "problems": [note_json(note) for note in check.problems],
                "deprecated": [note_json(note) for note in check.deprecated],
            }
            for check in checks
        ],
    }


def _fail(sentence: str) -> NoReturn:
    click.echo(f"error: {visible(sentence)}", err=True)
    sys.exit(1)
