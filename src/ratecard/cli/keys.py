"""`ratecard keys`: API keys, made, listed and revoked in a file that holds their hashes only."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import rich_click as click

from ratecard.cli.expiry import Expiry, shown
from ratecard.cli.tables import show_table

Command = TypeVar("Command", bound=Callable[..., Any])

AUDIENCES = ("public", "service", "finance")
KEY_VARIABLE = "RATECARD_KEY"


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


def checked_name(_: click.Context, parameter: click.Parameter, name: str) -> str:
    """The name of a key; a usage error for one that could not be shown."""
    from ratecard.api.callers.keys import wrong_name

    problem = wrong_name(name)
    if problem:
        raise click.BadParameter(problem, param=parameter)
    return name


@click.group()
def keys() -> None:
    """API keys of callers. A running server reads the file again when it changes."""


@keys.command()
@file_option
@click.option("--name", required=True, callback=checked_name, help="Whose key it is, such as shop-backend.")
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

    with _problems_told():
        made, key = new_key(file, name, Audience(audience), expires)
    until = "" if expires is None else f", until {shown(expires, time.time())}"
    told = f"key {made.id} of {made.name}, for {made.audience.value}{until}; it is shown here and never again"
    click.echo(told, err=True)
    click.echo(key)


@keys.command("list")
@file_option
@click.option(
    "--server",
    default=None,
    metavar="URL",
    help=f"Say beside each key whether the server there has it, and end with 1 where it has others. It is asked with "
    f"the key in {KEY_VARIABLE}, which must be for finance.",
)
def list_keys(file: Path, server: str | None) -> None:
    """List the keys in the file, without their secrets; those that have expired, too.

    The file is what a server reads; whether a running one has read it, only that server can say: --server.
    """
    from ratecard.api.callers.keys import read_keys

    with _problems_told():
        found = read_keys(file).keys
        served = _served(server) if server is not None else None
    now = time.time()
    rows = [
        (key.id, key.name, str(key.audience.value), key.created.isoformat(), shown(key.expires, now)) for key in found
    ]
    if served is None:
        show_table(("id", "name", "audience", "created", "expires"), rows)
        return
    compared = [(*row, served.has(key)) for row, key in zip(rows, found, strict=True)]
    known = {key.id for key in found}
    more = [
        (key.id, key.name, str(key.audience.value), "", shown(key.expires, now), "yes, and not in the file")
        for key in served.keys
        if key.id not in known
    ]
    show_table(("id", "name", "audience", "created", "expires", "in the server"), [*compared, *more])
    problem = served.problem_at(str(server))
    if problem is None and (more or any(row[-1] != "yes" for row in compared)):
        problem = f"the server at {server} does not have the keys of {file}"
    if problem is not None:
        click.echo(problem, err=True)
        sys.exit(1)


@keys.command()
@file_option
@click.argument("key_id", metavar="ID")
def revoke(file: Path, key_id: str) -> None:
    """Revoke the key with this id. A running server refuses it within a second or two.

    The file keeps its owner and its rights, so that a server which could read it still can; else nothing is changed,
    and the command ends with 1. `keys list --server` shows that a server has read it.
    """
    from ratecard.api.callers.keys import revoke_key

    with _problems_told():
        gone = revoke_key(file, key_id)
    if gone is None:
        click.echo(f"{file} holds no key {key_id}", err=True)
        sys.exit(1)
    click.echo(f"key {gone.id} of {gone.name} is revoked")


def _served(server: str) -> Any:
    """What the server says that it has. A usage error without a key to ask with."""
    from ratecard.api.callers.served import served_keys

    key = os.environ.get(KEY_VARIABLE)
    if not key:
        raise click.UsageError(f"{server} tells its keys to finance only; put a key for finance into {KEY_VARIABLE}")
    return served_keys(server, key)


@contextmanager
def _problems_told() -> Iterator[None]:
    """Ends the command with 1 and a sentence where a file or a server does not do what is asked."""
    from ratecard.api.callers.callers import UnreadableCallers
    from ratecard.files import UnwritableFile

    try:
        yield
    except (UnreadableCallers, UnwritableFile) as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
