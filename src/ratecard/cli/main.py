"""The `ratecard` command. Exit codes: 0, 1 where the data or the answer refuses, 2 for wrong usage.

Each command is a skin: it parses its arguments, asks the engine and shows the answer. Only `serve` and `keys`
import parts of the server.
"""

import rich_click as click

from ratecard import __version__
from ratecard.cli.calendar import calendar
from ratecard.cli.change import change
from ratecard.cli.check import check
from ratecard.cli.chosen import explain_chosen, quote_chosen
from ratecard.cli.decided import explain
from ratecard.cli.drift import drift_command
from ratecard.cli.eligibility import quote_eligibility
from ratecard.cli.exchanges import explain_exchange, quote_exchange
from ratecard.cli.export import export
from ratecard.cli.fmt import fmt
from ratecard.cli.fx import fx_import
from ratecard.cli.fx_review import fx_review
from ratecard.cli.gift import explain_gift, gifts, quote_gift
from ratecard.cli.guards import guards
from ratecard.cli.halt import halt, halts
from ratecard.cli.init import init
from ratecard.cli.item import explain_item, quote_item
from ratecard.cli.keys import keys
from ratecard.cli.library import library
from ratecard.cli.markets import markets
from ratecard.cli.payout import explain_payout, quote_payout
from ratecard.cli.plan import plan_command
from ratecard.cli.prices import prices
from ratecard.cli.purchase import explain_purchase, quote_purchase
from ratecard.cli.sales import sample_sales
from ratecard.cli.schema_check import schema_check
from ratecard.cli.serve import serve
from ratecard.cli.shadow import shadow
from ratecard.cli.signing_keys import signing_keys
from ratecard.cli.table import table
from ratecard.cli.test import test
from ratecard.cli.verify import verify
from ratecard.cli.where import where


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="ratecard")
def main() -> None:
    """Exact, explained prices for virtual currencies, from rule files in YAML."""


@main.group()
def quote() -> None:
    """What something costs, is worth or pays, to the last minor unit; and who may take part."""


@main.group()
def fx() -> None:
    """Exchange rates."""


fx.add_command(fx_import)
fx.add_command(fx_review)
for asked in (quote_purchase, quote_item, quote_chosen, quote_exchange, quote_gift, quote_payout, quote_eligibility):
    quote.add_command(asked)
for explained in (explain_purchase, explain_item, explain_chosen, explain_exchange, explain_gift, explain_payout):
    explain.add_command(explained)
for command in (
    calendar,
    change,
    check,
    drift_command,
    explain,
    export,
    fmt,
    gifts,
    guards,
    halt,
    halts,
    init,
    keys,
    library,
    markets,
    plan_command,
    prices,
    sample_sales,
    schema_check,
    serve,
    shadow,
    signing_keys,
    table,
    test,
    verify,
    where,
):
    main.add_command(command)
