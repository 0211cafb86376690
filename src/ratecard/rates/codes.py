"""Codes of a source that ISO 4217 does not know: a misspelt one is refused with what it was probably meant as."""

from ratecard.currency import CURRENCIES
from ratecard.diagnostics.fixes import advice, possible
from ratecard.rates.quotations import NotRates
from ratecard.rates.sources import RateSource
from ratecard.rulefiles.nearby import Nearby


def refuse_unknown(code: str, where: str, source: RateSource) -> None:
    """Raises NotRates for a code of no currency, where its rate would be left out and missed: GPB for GBP.

    A source that `leaves_unknown` codes out has no file that could list them, and is told what it left out.
    """
    if code in CURRENCIES or source.leaves_unknown:
        return
    meant = Nearby(own=source.base).currencies_meant(code)
    asked = f"{advice(possible(*meant), '')} " if meant else ""
    otherwise = "if it is something else, list" if meant else "list"
    raise NotRates(
        f"{where} has {code}, which ISO 4217 does not know; {asked}{otherwise} {code} under ignore: of {source.id}"
    )
