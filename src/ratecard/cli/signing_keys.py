"""`ratecard signing-keys`: keys that sign quotes, made, rotated and listed in a file that a server reads."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import rich_click as click

from ratecard.cli.expiry import shown
from ratecard.cli.tables import show_table
from ratecard.instants import Duration, Instant, datetime_of
from ratecard.rulefiles.values.measures import parse_duration
from ratecard.rulefiles.wrong import Wrong

SignCommand = TypeVar("SignCommand", bound=Callable[..., Any])

KEEP = "30 days"


class LengthOfTime(click.ParamType[Duration]):
    """A length of time, as rule files write it: 30 days."""

    name = "length of time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Duration:
        """The length; a usage error for any other text."""
        if isinstance(value, Duration):
            return value
        parsed = parse_duration(str(value))
        if isinstance(parsed, Wrong):
            self.fail(f"{parsed.sentence}; {parsed.advice}", param, ctx)
        return parsed


def signing_file_option(command: SignCommand) -> SignCommand:
    """`--file`, which each of these commands has."""
    return click.option(
        "--file",
        "file",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        envvar="RATECARD_SIGNING_KEYS",
        show_envvar=True,
        help="The file of keys; `new` makes it. Whoever reads it can sign quotes: keep it to the server.",
    )(command)


@click.group("signing-keys")
def signing_keys() -> None:
    """Keys that sign quotes. A running server reads the file again when it changes."""


@signing_keys.command("new")
@signing_file_option
def new_signing(file: Path) -> None:
    """Make a file with a key that signs from now on. Its id is printed, and nothing that is secret."""
    from ratecard.signing.key_files import new_signing_keys

    with _key_problems_told():
        made = new_signing_keys(file)
    click.echo(f"key {made.kid} signs; keep {file} to the server")


@signing_keys.command("rotate")
@signing_file_option
@click.option(
    "--keep",
    type=LengthOfTime(),
    default=KEEP,
    show_default=True,
    help="How long the public half of the key before is kept: longer than any quote is honoured.",
)
def rotate_signing(file: Path, keep: Duration) -> None:
    """Put a new key in the place of the one that signs. Quotes that the one before has signed stay good."""
    from ratecard.signing.key_files import rotate_signing_keys

    now = Instant(int(time.time()))
    with _key_problems_told():
        made, before = rotate_signing_keys(file, keep, now)
    assert before.until is not None
    click.echo(f"key {made.kid} signs; key {before.kid} checks until {shown(datetime_of(before.until), now)}")


@signing_keys.command("list")
@signing_file_option
def list_signing(file: Path) -> None:
    """List the keys in the file, without their secrets: which signs, and until when earlier ones check."""
    from ratecard.signing.key_files import read_signing_keys

    with _key_problems_told():
        found = read_signing_keys(file)
    now = time.time()
    rows = [
        (
            key.kid,
            "signs" if key is found.current else "checks",
            shown(None if key.until is None else datetime_of(key.until), now) if key is not found.current else "",
        )
        for key in found.by_id.values()
    ]
    show_table(("key", "does", "until"), rows)


@contextmanager
def _key_problems_told() -> Iterator[None]:
    """Ends the command with 1 and a sentence where the file does not do what is asked."""
    from ratecard.files import UnwritableFile
    from ratecard.signing.key_files import UnreadableSigningKeys

    try:
        yield
    except (UnreadableSigningKeys, UnwritableFile) as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
