"""The `ratecard` command. Exit codes: 0, 1 where the data or the answer refuses, 2 for wrong usage.

Each command is a skin: it parses its arguments, asks the engine and shows the answer. Only `serve` and `keys`
import parts of the server.
"""

import rich_click as click

from ratecard import __version__
from ratecard.cli.check import check
from ratecard.cli.keys import keys
from ratecard.cli.markets import markets
from ratecard.cli.prices import prices
from ratecard.cli.purchase import explain_purchase, quote_purchase
from ratecard.cli.serve import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="ratecard")
def main() -> None:
    """Exact, explained prices for virtual currencies, from rule files in YAML."""


@main.group()
def quote() -> None:
    """What something costs, to the last minor unit."""


@main.group()
def explain() -> None:
    """Where every figure of a quote comes from: its arithmetic and its line in the rule files."""


quote.add_command(quote_purchase)
explain.add_command(explain_purchase)
for command in (check, keys, markets, prices, serve):
    main.add_command(command)
