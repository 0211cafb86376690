"""`ratecard explain --id`: what a server answered, out of its decision log, and why where the book is at hand."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rich_click as click

from ratecard.audience import Audience
from ratecard.book.rulebook import RuleBook
from ratecard.cases.recording import figures_of
from ratecard.cli.answers import Json, step_json, to_json
from ratecard.cli.explaining import show_trace
from ratecard.cli.options import book_options, open_book
from ratecard.cli.tables import show_table
from ratecard.decisions.files import the_records
from ratecard.decisions.records import Decision, WrongRecord, is_masked, kind_of, request_of
from ratecard.loading import Source
from ratecard.quotes.tracing.steps import Step
from ratecard.refusals import PriceChanged, Refused
from ratecard.showing import reader_of

OTHER_BOOK = "the book at hand is another one; name the one that answered with --book, as DIR@REVISION"
FACTS_MISSING = "what was said of a person is masked, and the answer depends on it: it cannot be traced"
SHOWN_OTHERWISE = "what the buyer was shown is not in the record; these are the steps of what it cost by then"
DIFFERS = "the book at hand has that digest and answers otherwise: another version of Ratecard made the record"


@click.group(invoke_without_command=True, no_args_is_help=True)
@click.option("--id", default=None, help="A record of a decision log; its answer named it by Ratecard-Decision.")
@click.option("--decisions", type=click.Path(path_type=Path), default=None, help="The folder of that log.")
@book_options
@click.pass_context
def explain(context: click.Context, id: str | None, decisions: Path | None, source: Source | None, output: str) -> None:
    """Where every figure of a quote comes from: its arithmetic and its line in the rule files."""
    if context.invoked_subcommand is None:
        if id is None:
            raise click.UsageError("name what to explain, or a record of a decision log by --id")
        explain_record(id, decisions, source, output)


def explain_record(id: str, folder: Path | None, source: Source | None, output: str) -> None:
    """Prints the records with this id, and ends with 1 where there is none."""
    if folder is None:
        raise click.UsageError("--id names a record of a decision log; give its folder with --decisions")
    try:
        records = the_records(folder, id)
        book = open_book(source, output)
        told = [(record, *traced(record, book)) for record in records]
    except WrongRecord as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    if output == "json":
        click.echo(to_json([_json(record, steps, note) for record, steps, note in told]))
        return
    for record, steps, note in told:
        show_record(record)
        if steps:
            show_trace(steps, [], "why", reader_of(book, None))
        if note:
            click.echo(note)


def traced(record: Decision, book: RuleBook) -> tuple[tuple[Step, ...], str]:
    """The steps behind a recorded answer, or why there are none. Raises WrongRecord."""
    views = (book.seen_by(audience) for audience in Audience)
    own = next((view for view in (book, *views) if view.digest == record.digest), None)
    if own is None:
        return (), OTHER_BOOK
    kind, request = kind_of(record), request_of(record)
    answer = kind.ask(own, request)
    if record.refused == PriceChanged.code and not isinstance(answer, Refused):
        return kind.trace(answer), SHOWN_OTHERWISE
    again = answer.code if isinstance(answer, Refused) else figures_of(kind, answer, reader_of(own, None))
    if again != (record.refused or record.figures):
        return (), FACTS_MISSING if is_masked(record.question) else DIFFERS
    return ((), answer.message) if isinstance(answer, Refused) else (kind.trace(answer), "")


def show_record(record: Decision) -> None:
    """Prints what was asked and answered."""
    asked = {name: value for name, value in record.question.items() if name != "kind"}
    rows = [["question", record.question.get("kind", "")], *_rows(asked)]
    rows += [["refused", record.refused]] if record.refused else list(_rows(record.figures or {}))
    title = f"{record.id}, answered {record.time} for {record.audience} from the book {record.digest}"
    show_table(("what", "value"), rows, title=title)


def _rows(entries: dict[str, Any], above: str = "") -> Iterator[list[str]]:
    for name, value in entries.items():
        if isinstance(value, dict):
            yield from _rows(value, f"{above}{name} ")
        elif isinstance(value, list):
            for number, part in enumerate(value):
                yield from _rows(part if isinstance(part, dict) else {"": part}, f"{above}{name} {number} ")
        else:
            yield [f"{above}{name}".strip(), str(value)]


def _json(record: Decision, steps: tuple[Step, ...], note: str) -> Json:
    return {
        "id": record.id,
        "time": record.time,
        "digest": record.digest,
        "audience": record.audience,
        "question": record.question,
        **({"refused": record.refused} if record.refused else {"figures": record.figures}),
        "trace": [step_json(step) for step in steps],
        "note": note,
    }
