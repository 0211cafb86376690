"""`ratecard fx import`: exchange rates from the European Central Bank's published files."""

import os
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import rich_click as click

from ratecard.cli.ecb import NotRates, known_rates, put_together, rates_yaml, read_rates
from ratecard.cli.options import Moment
from ratecard.cli.tables import counted

BYTES_MOST = 16_000_000


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="The rule file to add the rates to, such as rules/fx_ecb.yaml.  [default: print a rule file]",
)
@click.option("--since", type=Moment(), default=None, help="Leave out what was published before this day.")
def fx_import(file: Path, out: Path | None, since: date | datetime | None) -> None:
    """Read FILE, eurofxref.csv or eurofxref-hist.csv of the European Central Bank, into a rule file.

    Rates that the rule file has already stay, and one that contradicts them changes nothing.
    """
    try:
        rates, skipped = read_rates(_text(file))
    except NotRates as wrong:
        _fail(f"{file}: {wrong}")
    if since is not None:
        first = since.date() if isinstance(since, datetime) else since
        rates = {code: {at: rate for at, rate in dated.items() if at.date() >= first} for code, dated in rates.items()}
        rates = {code: dated for code, dated in rates.items() if dated}
    try:
        known = known_rates(out.name, out.read_bytes()) if out is not None and out.exists() else {}
        every, added = put_together(known, rates)
    except NotRates as wrong:
        _fail(str(wrong))
    if skipped:
        click.echo(f"left out, for ISO 4217 does not know them: {', '.join(skipped)}", err=True)
    if out is None:
        click.echo(rates_yaml(every), nl=False)
        return
    _write(out, rates_yaml(every))
    click.echo(f"{out}: {counted(added, 'rate')} added, {sum(len(dated) for dated in every.values())} in all")


def _text(file: Path) -> str:
    content = file.read_bytes()[: BYTES_MOST + 1]
    if len(content) > BYTES_MOST:
        raise NotRates(f"the file has more than {BYTES_MOST:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise NotRates(f"byte {wrong.start + 1} is not UTF-8") from None


def _write(out: Path, text: str) -> None:
    """Puts the text in the file's place at once, so that a reader finds the old or the new one, never a half."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
        Path(name).chmod(out.stat().st_mode & 0o777 if out.exists() else 0o644)
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _fail(message: str) -> NoReturn:
    click.echo(f"error: {message}", err=True)
    sys.exit(1)
