"""`ratecard test`: whether a book answers as the cases beside its rules expect."""

import sys
from collections.abc import Iterable, Iterator

import rich_click as click

from ratecard.cases.reading import Cases, StatedCase, cases_in, read_cases
from ratecard.cases.running import CaseResult, run
from ratecard.cli.books import BOOK_HELP, BookSource, book_or_default
from ratecard.cli.case_reports import failure_text, results_json, results_junit, summary
from ratecard.cli.options import open_book
from ratecard.cli.recording import append, record
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.diagnostics.json import render_json
from ratecard.diagnostics.text import render_text
from ratecard.loading import Folder, Source, source_lines
from ratecard.loading.gathering import CASES

FORMATS = ("text", "json", "junit")
FAILURES_SHOWN_MOST = 50


@click.command()
@click.option("--book", "source", type=BookSource(), default=None, help=BOOK_HELP)
@click.option("--only", default=None, help="Only cases with this text in their sentence, their file or their question.")
@click.option(
    "--format",
    "output",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Failures with what was expected and the steps behind the answer, JSON, or JUnit's XML.",
)
@click.option(
    "--record",
    "recording",
    default=None,
    metavar="COMMAND",
    help='Write a case that expects what is answered today: --record "quote purchase --region DE …".',
)
@click.option("--sentence", default=None, help="What a recorded case holds.  [default: its command]")
def test(source: Source | None, only: str | None, output: str, recording: str | None, sentence: str | None) -> None:
    """Ask a book the cases in its rules/tests/, and compare each answer with what the case expects."""
    where = book_or_default(source)
    if recording is not None:
        _record(where, recording, sentence)
        return
    if sentence is not None:
        raise click.UsageError("--sentence says what a recorded case holds; write it with --record")
    cases = cases_in(where)
    if cases.diagnostics:
        _show_diagnostics(cases.diagnostics, where, output)
        sys.exit(1)
    book = open_book(where, "json" if output == "json" else "text")
    chosen = [case for case in cases.cases if only is None or only.casefold() in _about(case)]
    if not chosen:
        raise click.UsageError(_none_chosen(only, cases))
    results = list(_with_progress(run(book, chosen), len(chosen)))
    _show(results, book.digest, output)
    sys.exit(0 if all(result.passed for result in results) else 1)


def _about(case: StatedCase) -> str:
    """What `--only` looks in."""
    return f"{case.sentence}\n{case.place.file}\n{case.kind.words}".casefold()


def _none_chosen(only: str | None, cases: Cases) -> str:
    if only is not None and cases.cases:
        return f"none of the {len(cases.cases)} cases has {only} in its sentence, its file or its question"
    return f'the book has no cases; write some in {CASES}, or begin with --record "quote purchase …"'


def _with_progress(results: Iterator[CaseResult], number: int) -> Iterable[CaseResult]:
    """The results; on a terminal with a bar that shows how far they are."""
    if not sys.stderr.isatty():
        return results
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(results, description="asking", total=number, console=console, transient=True)


def _show_diagnostics(found: tuple[Diagnostic, ...], where: Source, output: str) -> None:
    if output == "json":
        click.echo(render_json(found, None))
    else:
        click.echo(render_text(found, source_lines(where)), err=True)


def _show(results: list[CaseResult], digest: str, output: str) -> None:
    if output == "json":
        click.echo(results_json(results, digest))
        return
    if output == "junit":
        click.echo(results_junit(results))
        return
    failed = [result for result in results if not result.passed]
    for result in failed[:FAILURES_SHOWN_MOST]:
        click.echo(failure_text(result))
        click.echo()
    if len(failed) > FAILURES_SHOWN_MOST:
        click.echo(f"… and {len(failed) - FAILURES_SHOWN_MOST:,} more, which --format json lists\n")
    click.echo(summary(results))


def _record(where: Source, command: str, sentence: str | None) -> None:
    """Writes the case that a command makes to the book's file of recorded ones, and shows it."""
    if not isinstance(where, Folder):
        raise click.UsageError(f"a case is written into a folder, and {where} is none")
    lines = record(open_book(where, "text"), command, sentence, read_cases)
    path = append(where.path, lines)
    click.echo(f"{lines}\nwritten to {path}; read it before you keep it")
