"""`ratecard keys`: API keys, made, listed and revoked in a file that holds their hashes only."""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import rich_click as click

from ratecard.cli.expiry import Expiry, shown
from ratecard.cli.tables import show_table

Command = TypeVar("Command", bound=Callable[..., Any])

AUDIENCES = ("public", "service", "finance")


def file_option(command: Command) -> Command:
    """`--keys`, which each of these commands has."""
    return click.option(
        "--keys",
        "file",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        envvar="RATECARD_KEYS",
        show_envvar=True,
        help="The file of keys; `new` makes it where there is none.",
    )(command)


@click.group()
def keys() -> None:
    """API keys of callers. A running server reads the file again when it changes."""


@keys.command()
@file_option
@click.option("--name", required=True, help="Whose key it is, such as shop-backend.")
@click.option("--audience", type=click.Choice(AUDIENCES), required=True, help="What its bearer may see.")
@click.option(
    "--expires",
    type=Expiry(),
    default=None,
    help="When it ends: 2027-01-01 (its first instant in UTC), 2027-01-01T09:00+01:00, or 90 days.  [default: never]",
)
def new(file: Path, name: str, audience: str, expires: datetime | None) -> None:
    """Make a key and print it, this once. Earlier keys of the same name stay valid until they are revoked."""
    from ratecard.api.audience import Audience
    from ratecard.api.callers.keys import new_key

    with _told():
        made, key = new_key(file, name, Audience(audience), expires)
    until = "" if expires is None else f", until {shown(expires, time.time())}"
    told = f"key {made.id} of {made.name}, for {made.audience.value}{until}; it is shown here and never again"
    click.echo(told, err=True)
    click.echo(key)


@keys.command("list")
@file_option
def list_keys(file: Path) -> None:
    """List the keys, without their secrets; those that have expired too."""
    from ratecard.api.callers.keys import read_keys

    with _told():
        found = read_keys(file).keys
    now = time.time()
    rows = [(key.id, key.name, str(key.audience.value), key.created, shown(key.expires, now)) for key in found]
    show_table(("id", "name", "audience", "created", "expires"), rows)


@keys.command()
@file_option
@click.argument("key_id", metavar="ID")
def revoke(file: Path, key_id: str) -> None:
    """Revoke the key with this id. A running server refuses it within a second or two."""
    from ratecard.api.callers.keys import revoke_key

    with _told():
        gone = revoke_key(file, key_id)
    if gone is None:
        click.echo(f"{file} holds no key {key_id}", err=True)
        sys.exit(1)
    click.echo(f"key {gone.id} of {gone.name} is revoked")


class _told:  # noqa: N801
    """Ends the command with 1 and a sentence where the file cannot be read or written."""

    def __enter__(self) -> None:
        """Nothing has failed yet."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        from ratecard.api.callers.keys import UnreadableKeys

        if isinstance(error, UnreadableKeys):
            click.echo(str(error), err=True)
            sys.exit(1)
        if isinstance(error, OSError):
            click.echo(f"{error.filename} cannot be written: {error.strerror}", err=True)
            sys.exit(1)
