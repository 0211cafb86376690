"""The options that commands share, and how their texts become typed values."""

import sys
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import rich_click as click

from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import refusal_json, to_json
from ratecard.diagnostics.json import render_json
from ratecard.diagnostics.text import render_text
from ratecard.instants import Instant, first_instant, instant_of, zone
from ratecard.loading import Loaded, load_book
from ratecard.locale.tags import parse_locale, tag_of
from ratecard.quotes.facts import parse_facts
from ratecard.refusals import InvalidFact, Refusal, UnknownFact, message_of
from ratecard.rulefiles.values import parse_instant
from ratecard.rulefiles.wrong import Wrong
from ratecard.shipped import shipped_book
from ratecard.terms.facts import Facts

Command = TypeVar("Command", bound=Callable[..., Any])


class LocaleTag(click.ParamType[Any]):
    """A BCP 47 tag that CLDR knows, in its canonical form."""

    name = "locale"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The canonical tag; a usage error for any other text."""
        locale = parse_locale(str(value))
        if locale is None:
            self.fail(f"{value} is no locale that CLDR knows; write a BCP 47 tag, such as de or pt-BR", param, ctx)
        return tag_of(locale)


class Moment(click.ParamType[Any]):
    """A date or an instant with its offset, as rule files write them."""

    name = "date or instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | datetime:
        """The date or aware datetime; a usage error for any other text."""
        if isinstance(value, date):
            return value
        parsed = parse_instant(str(value))
        if isinstance(parsed, Wrong):
            self.fail(f"{parsed.sentence}; {parsed.advice}", param, ctx)
        return parsed


class FactPair(click.ParamType[Any]):
    """NAME=VALUE."""

    name = "name=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The pair; a usage error where there is no equals sign."""
        if isinstance(value, tuple):
            return value
        name, equals, text = str(value).partition("=")
        if not equals or not name:
            self.fail(f"{value} is not NAME=VALUE; write buyer.member=yes", param, ctx)
        return name, text


def book_options(command: Command) -> Command:
    """`--book` and `--format`, which every command has."""
    command = click.option(
        "--format",
        "output",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Tables for people, or JSON for programs.",
    )(command)
    return click.option(
        "--book",
        "folder",
        type=click.Path(path_type=Path),
        default=None,
        help="A folder that holds rules/ and regions/.  [default: the shipped book]",
    )(command)


def answer_options(command: Command) -> Command:
    """`--at` and `--locale`, which every command that answers a question has."""
    command = click.option(
        "--locale", type=LocaleTag(), default=None, help="The reader's locale.  [default: the book's first language]"
    )(command)
    return click.option(
        "--at",
        type=Moment(),
        default=None,
        help="The instant asked about: 2026-07-01 (its first instant there) or 2025-09-05T22:00-07:00.  [default: now]",
    )(command)


def fact_options(command: Command) -> Command:
    """`--fact` and `--age`."""
    command = click.option("--age", type=click.IntRange(0), default=None, help="The buyer's age, the fact buyer.age.")(
        command
    )
    return any_fact_option(command)


def creator_options(command: Command) -> Command:
    """`--grade` and `--followers`."""
    help_text = "The creator's followers, the fact creator.followers."
    command = click.option("--followers", type=click.IntRange(0), default=None, help=help_text)(command)
    return click.option("--grade", default=None, help="The creator's grade, the fact creator.grade.")(command)


def any_fact_option(command: Command) -> Command:
    """`--fact`."""
    return click.option(
        "--fact", "facts", type=FactPair(), multiple=True, help="A fact that the rules declare; may be repeated."
    )(command)


def market_options(command: Command) -> Command:
    """`--region` and `--platform`."""
    command = click.option("--platform", required=True, help="Where it is bought: ios, android, web.")(command)
    return click.option("--region", required=True, help="DE, or a subdivision such as US-NY.")(command)


def source_lines(folder: Path) -> Callable[[str], list[str]]:
    """The lines of a book's files, for showing them; none where a file cannot be read or lies outside the book."""

    @lru_cache(maxsize=64)
    def lines_of(file: str) -> list[str]:
        path = folder / file
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            return []
        try:
            content = path.read_bytes()
        except OSError:
            return []
        if b"\0" in content:
            return []
        text = content.decode("utf-8-sig", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    return lines_of


def show_diagnostics(loaded: Loaded, folder: Path, output: str, *, to_error: bool) -> None:
    """Prints what is wrong with a book."""
    if output == "json":
        click.echo(render_json(loaded.diagnostics, None))
    else:
        click.echo(render_text(loaded.diagnostics, source_lines(folder)), err=to_error)


def open_book(folder: Path | None, output: str) -> RuleBook:
    """The book to answer from. One with errors is printed and ends the command with 1: no answer from a broken book."""
    where = folder or shipped_book()
    loaded = load_book(where)
    if loaded.book is None:
        show_diagnostics(loaded, where, output, to_error=True)
        sys.exit(1)
    return loaded.book


def instant_for(book: RuleBook, at: date | datetime | None, region: str) -> Instant:
    """The instant asked about. A date is its first instant in the region; of an unknown region, in UTC."""
    if at is None:
        return Instant(int(time.time()))
    if isinstance(at, datetime):
        return instant_of(at)
    name = book.time_zones.get(region, "UTC")
    in_zone = zone(name)
    instant = first_instant(at, in_zone) if in_zone is not None else None
    if instant is None:
        raise click.UsageError(f"{at} was skipped in {name}; write a day that exists there")
    return instant


def typed_facts(
    book: RuleBook, facts: tuple[tuple[str, str], ...], age: int | None
) -> Facts | UnknownFact | InvalidFact:
    """The facts of `--fact` and `--age`, typed as the book declares them."""
    return parse_facts(book, [*facts, *stated_facts({"buyer.age": age})])


def stated_facts(options: Mapping[str, int | str | None]) -> list[tuple[str, str]]:
    """The facts that options of their own state, those that were given."""
    return [(name, str(value)) for name, value in options.items() if value is not None]


def facts_or_refuse(book: RuleBook, stated: list[tuple[str, str]], output: str) -> Facts:
    """Typed facts; the first that the book does not declare or allow ends the command."""
    typed = parse_facts(book, stated)
    if isinstance(typed, UnknownFact | InvalidFact):
        refuse(typed, output)
    return typed


def refuse(refusal: Refusal, output: str) -> NoReturn:
    """Prints a refusal and ends the command with 1."""
    if output == "json":
        click.echo(to_json(refusal_json(refusal)))
    else:
        click.echo(f"refused[{refusal.code}]: {message_of(refusal)}", err=True)
    sys.exit(1)
