"""The options that commands share, and how their texts become typed values."""

import re
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NoReturn, TypeVar

import rich_click as click

from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import refusal_json, to_json
from ratecard.cli.books import BOOK_HELP, BookSource, book_or_default
from ratecard.diagnostics.json import render_json
from ratecard.diagnostics.text import render_text
from ratecard.instants import Instant, first_instant, instant_of, zone
from ratecard.loading import Loaded, Source, load, source_lines
from ratecard.loading.guarding import unless_blocked
from ratecard.locale.matching import known_tag
from ratecard.locale.preferences import Malformed, WantedTags, read_preferences
from ratecard.money import Rate
from ratecard.quotes.facts import WrongFact, parse_facts, parse_package_facts
from ratecard.refusals import Refusal
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.scalars import parse_instant, parse_rate
from ratecard.rulefiles.values.types import COUNT
from ratecard.rulefiles.wrong import Wrong
from ratecard.showing import Reader, reader_of
from ratecard.terms.facts import Facts

Command = TypeVar("Command", bound=Callable[..., Any])


class Locales(click.ParamType[Any]):
    """A language tag, or a list of them by preference, as browsers send it."""

    name = "locale"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text; a usage error where it is not such a list."""
        asked = read_preferences(str(value))
        if isinstance(asked, Malformed):
            self.fail(f"{asked.sentence}; {asked.hint}", param, ctx)
        return str(value)


class TypedRate(click.ParamType[Any]):
    """A rate with its unit, as rule files write it: 5 %."""

    name = "rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Rate:
        """The rate; a usage error for any other text."""
        if isinstance(value, Rate):
            return value
        parsed = parse_rate(str(value))
        if isinstance(parsed, Wrong):
            self.fail(f"{parsed.sentence}; {parsed.advice}", param, ctx)
        assert isinstance(parsed, Rate)
        return parsed


_FRACTION = re.compile(r"(T\d{2}:\d{2}:\d{2})[.,]\d+(?=[Z+-])", re.ASCII)
"""A fraction of a second, behind what stays."""


class Moment(click.ParamType[Any]):
    """A date or an instant with its offset, as rule files write them; a fraction of a second is dropped.

    Programs print instants with fractions, and each answer holds for whole seconds, as by GraphQL.
    """

    name = "date or instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | datetime:
        """The date or aware datetime; a usage error for any other text."""
        if isinstance(value, date):
            return value
        parsed = parse_instant(_FRACTION.sub(r"\1", str(value)))
        if isinstance(parsed, Wrong):
            self.fail(f"{parsed.sentence}; {parsed.advice}", param, ctx)
        return parsed


class WholeNumber(click.ParamType[Any]):
    """A whole number as rule files write it, which may be negative where no `least` is given: 20000 or 20_000."""

    name = "integer"

    def __init__(self, least: int | None = None) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error for any other text, and below `least`."""
        if isinstance(value, int):
            return value
        digits = str(value).removeprefix("-")
        parsed = parse_value(COUNT, digits)
        if isinstance(parsed, Wrong):
            self.fail(f"{parsed.sentence}; {parsed.advice}", param, ctx)
        assert isinstance(parsed, int)
        number = -parsed if digits != str(value) else parsed
        if self.least is not None and number < self.least:
            self.fail(f"{number} is below {self.least}", param, ctx)
        return number


class WholeRange(click.IntRange):
    """A whole number in a range, as rule files write it: 8000, and neither 08000 nor +8000."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error for any other text, and outside the range."""
        return int(super().convert(WholeNumber().convert(value, param, ctx), param, ctx))


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


class FormattedText(click.ParamType[Any]):
    """A text in the form that rule files and the API give it."""

    def __init__(self, name: str, parse: Callable[[str], str | Wrong]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text; a usage error for one in another form."""
        found = self._parse(str(value))
        if isinstance(found, Wrong):
            self.fail(f"{found.sentence}; {found.advice}", param, ctx)
        return found


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
        "source",
        type=BookSource(),
        default=None,
        help=BOOK_HELP,
    )(command)


def answer_options(command: Command) -> Command:
    """`--at` and `--locale`, which every command that answers a question has."""
    help_text = "The reader's locale, or a list: pt-BR,pt;q=0.9,en.  [default: the book's first language]"
    return at_option(click.option("--locale", type=Locales(), default=None, help=help_text)(command), "now")


def at_option(command: Command, default: str) -> Command:
    """`--at`; `default` is what stands for it where it is left out, for people."""
    return click.option(
        "--at",
        type=Moment(),
        default=None,
        help="The instant asked about: 2026-07-01 (its first instant there) or 2025-09-05T22:00-07:00.  "
        f"[default: {default}]",
    )(command)


def fact_options(command: Command, of_packages: bool = False) -> Command:
    """`--fact` and `--age`."""
    command = click.option("--age", type=WholeNumber(0), default=None, help="The buyer's age, the fact buyer.age.")(
        command
    )
    return any_fact_option(command, of_packages)


def package_fact_options(command: Command) -> Command:
    """`--fact`, which may be of one package, and `--age`."""
    return fact_options(command, of_packages=True)


def creator_options(command: Command) -> Command:
    """`--grade` and `--followers`."""
    help_text = "The creator's followers, the fact creator.followers."
    command = click.option("--followers", type=WholeNumber(0), default=None, help=help_text)(command)
    return click.option("--grade", default=None, help="The creator's grade, the fact creator.grade.")(command)


def any_fact_option(command: Command, of_packages: bool = False) -> Command:
    """`--fact`; `of_packages` where it may be of one package."""
    help_text = "A fact that the rules declare; may be repeated."
    if of_packages:
        help_text += " Of one package: buyer.purchases/coins_100=3."
    return click.option("--fact", "facts", type=FactPair(), multiple=True, help=help_text)(command)


def show_diagnostics(loaded: Loaded, source: Source, output: str, *, to_error: bool) -> None:
    """Prints what is wrong with a book."""
    if output == "json":
        click.echo(render_json(loaded.diagnostics, None))
    else:
        click.echo(render_text(loaded.diagnostics, source_lines(source)), err=to_error)


def open_book(source: Source | None, output: str) -> RuleBook:
    """The book to answer from. One with errors is printed and ends the command with 1: no answer from a broken book."""
    where = book_or_default(source)
    loaded = unless_blocked(load(where))
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


def reader_for(book: RuleBook, locale: str | None, output: str) -> Reader:
    """Whom to write for. A language that CLDR does not know is said beside a table; JSON says the locale itself."""
    reader = reader_of(book, locale)
    asked = read_preferences(locale) if locale is not None else Malformed("", "")
    if output == "text" and isinstance(asked, WantedTags) and asked.wanted and not any(map(known_tag, asked.wanted)):
        click.echo(f"CLDR does not know {locale}: written for {reader.locale}", err=True)
    return reader


def typed_facts(book: RuleBook, facts: tuple[tuple[str, str], ...], age: int | None) -> Facts | WrongFact:
    """The facts of `--fact` and `--age`, typed as the book declares them."""
    return parse_facts(book, [*facts, *stated_facts({"buyer.age": age})])


def facts_by_package(
    book: RuleBook, facts: tuple[tuple[str, str], ...], age: int | None
) -> tuple[Facts, Mapping[str, Facts]] | WrongFact:
    """The facts of `--fact` and `--age`, and apart from them those of single packages: buyer.purchases/coins_100=3."""
    own = [(*reversed(name.split("/", 1)), text) for name, text in facts if "/" in name]
    typed = typed_facts(book, tuple(pair for pair in facts if "/" not in pair[0]), age)
    if isinstance(typed, WrongFact):
        return typed
    by_package = parse_package_facts(book, [(package, name, text) for package, name, text in own])
    return by_package if isinstance(by_package, WrongFact) else (typed, by_package)


def stated_facts(options: Mapping[str, int | str | None]) -> list[tuple[str, str]]:
    """The facts that options of their own state, those that were given."""
    return [(name, str(value)) for name, value in options.items() if value is not None]


def facts_or_refuse(book: RuleBook, stated: list[tuple[str, str]], output: str) -> Facts:
    """Typed facts; the first that the book does not declare or allow ends the command."""
    typed = parse_facts(book, stated)
    if isinstance(typed, WrongFact):
        refuse(typed, output)
    return typed


def refuse(refusal: Refusal, output: str, reader: Reader | None = None) -> NoReturn:
    """Prints a refusal, for a reader with the book's names of its units, and ends the command with 1."""
    if output == "json":
        click.echo(to_json(refusal_json(refusal, reader)))
    else:
        message = refusal.message if reader is None else reader.message(refusal)
        click.echo(f"refused[{refusal.code}]: {message}", err=True)
    sys.exit(1)
