"""`ratecard fx import`: exchange rates from the European Central Bank's published files."""

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import rich_click as click

from ratecard.cli.ecb import NotRates, known_rates, put_together, rates_yaml, read_rates
from ratecard.cli.options import Moment
from ratecard.cli.tables import counted
from ratecard.files import UnreadableFile, UnwritableFile, read_regular, replace_whole

BYTES_MOST = 16_000_000
RULE_FILE_MODE = 0o644


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
    except UnreadableFile as wrong:
        _fail(str(wrong))
    if since is not None:
        first = since.date() if isinstance(since, datetime) else since
        rates = {code: {at: rate for at, rate in dated.items() if at.date() >= first} for code, dated in rates.items()}
        rates = {code: dated for code, dated in rates.items() if dated}
    try:
        known = known_rates(out.name, read_regular(out, BYTES_MOST)) if out is not None and os.path.exists(out) else {}
        every, added = put_together(known, rates)
    except (NotRates, UnreadableFile) as wrong:
        _fail(str(wrong))
    if skipped:
        click.echo(f"left out, for ISO 4217 does not know them: {', '.join(skipped)}", err=True)
    if out is None:
        click.echo(rates_yaml(every), nl=False)
        return
    try:
        replace_whole(out, rates_yaml(every).encode(), RULE_FILE_MODE)
    except UnwritableFile as wrong:
        _fail(str(wrong))
    click.echo(f"{out}: {counted(added, 'rate')} added, {sum(len(dated) for dated in every.values())} in all")


def _text(file: Path) -> str:
    try:
        return read_regular(file, BYTES_MOST).decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise NotRates(f"byte {wrong.start + 1} is not UTF-8") from None


def _fail(message: str) -> NoReturn:
    click.echo(f"error: {message}", err=True)
    sys.exit(1)
