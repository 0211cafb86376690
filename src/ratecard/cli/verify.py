"""`ratecard verify`: what a signed quote is worth, without a server."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import msgspec
import rich_click as click

from ratecard.cli.answers import Json, moment, refusal_json, to_json
from ratecard.cli.books import BookSource
from ratecard.cli.options import Moment, at_option, open_book
from ratecard.cli.tables import show_table
from ratecard.instants import Instant, instant_of
from ratecard.loading import Source

if TYPE_CHECKING:
    from ratecard.signing.claims import Claims
    from ratecard.signing.keys import QuoteKeys
    from ratecard.signing.verifying import QuoteVerdict

KEYS_FILE = click.Path(path_type=Path, dir_okay=False)
STDIN = "-"


@click.command("verify")
@click.argument("token")
@click.option("--jwks", type=KEYS_FILE, default=None, help="The public keys, as /.well-known/jwks.json tells them.")
@click.option("--signing-keys", type=KEYS_FILE, default=None, help="The server's own keys, which open facts, too.")
@click.option("--book", "source", type=BookSource(), default=None, help="A book: say what differs in it by now.")
@click.option("--purchased-at", "purchased", type=Moment(), default=None, help="When it was bought.  [default: now]")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lambda command: at_option(command, "now")
def verify(
    token: str,
    jwks: Path | None,
    signing_keys: Path | None,
    source: Source | None,
    purchased: date | datetime | None,
    output: str,
    at: date | datetime | None,
) -> None:
    """Say what the quote of a TOKEN is worth, - for one on standard input. It ends with 1 where nothing is confirmed.

    A date without a time is its first instant in UTC.
    """
    from ratecard.signing.verifying import verdict_of

    keys = _keys(jwks, signing_keys)
    text = (sys.stdin.read() if token == STDIN else token).strip()
    book = None if source is None else open_book(source, output)
    now = _instant(at) if at is not None else Instant(int(datetime.now(UTC).timestamp()))
    verdict = verdict_of(text, keys, now, None if purchased is None else _instant(purchased), book)
    if output == "json":
        click.echo(to_json(_verdict_json(verdict)))
    else:
        _show(verdict)
    sys.exit(0 if verdict.confirmed else 1)


def _keys(jwks: Path | None, signing_keys: Path | None) -> "QuoteKeys":
    """The keys of one of two files. A usage error where none or both are named, or where it cannot be read."""
    from ratecard.signing.key_files import UnreadableSigningKeys, read_published_keys, read_signing_keys

    if (jwks is None) is (signing_keys is None):
        raise click.UsageError("name one file of keys: --jwks, or --signing-keys")
    try:
        return read_signing_keys(signing_keys) if signing_keys is not None else read_published_keys(Path(str(jwks)))
    except UnreadableSigningKeys as problem:
        _end(str(problem))


def _end(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)


def _instant(moment_or_day: date | datetime) -> Instant:
    if isinstance(moment_or_day, datetime):
        return instant_of(moment_or_day)
    return instant_of(datetime(moment_or_day.year, moment_or_day.month, moment_or_day.day, tzinfo=UTC))


def _show(verdict: "QuoteVerdict") -> None:
    """The verdict for people: its sentence, the question, and each figure beside what it is now."""
    from ratecard.signing.telling import figure_text, verdict_sentence

    click.echo(verdict_sentence(verdict))
    claims = verdict.claims
    if claims is None:
        return
    asked = " ".join(f"{name} {value}" for name, value in _question_json(claims).items())
    click.echo(f"{asked}; issued {moment(Instant(claims.iat))}; id {claims.jti}")
    now = {change.name: change.now for change in verdict.changes}
    rows = [
        (name, figure_text(figure), *((figure_text(now[name]) if name in now else "",) if now else ()))
        for name, figure in claims.figures.items()
    ]
    show_table(("figure", "quoted", *(("now",) if now else ())), rows, right=(1, 2))
    if claims.sealed is not None and not verdict.compared:
        click.echo("what was stated beside it is sealed; --signing-keys opens it")


def _verdict_json(verdict: "QuoteVerdict") -> Json:
    """The verdict for programs, by the names of the API."""
    from ratecard.signing.telling import verdict_sentence

    claims, told = verdict.claims, msgspec.to_builtins
    return {
        "status": verdict.status.name,
        "reason": None if verdict.reason is None else verdict.reason.name,
        "message": verdict_sentence(verdict),
        "confirmed": verdict.confirmed,
        "compared": verdict.compared,
        "quoteId": None if claims is None else claims.jti,
        "issuedAt": None if claims is None else moment(Instant(claims.iat)),
        "expiresAt": None if claims is None else moment(Instant(claims.exp)),
        "honouredUntil": None if claims is None else moment(Instant(claims.honoured)),
        "bookDigest": None if claims is None else claims.book,
        "question": None if claims is None else _question_json(claims),
        "figures": None if claims is None else told(claims.figures),
        "differences": [
            {"figure": change.name, "quoted": told(change.quoted), "now": told(change.now)}
            for change in verdict.changes
        ],
        "refusedNow": None if verdict.refused is None else refusal_json(verdict.refused)["refusal"],
    }


def _question_json(claims: "Claims") -> Json:
    asked: Json = msgspec.to_builtins(claims.question)
    return asked
