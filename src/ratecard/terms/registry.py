"""Which terms each market key becomes: one line a key.

A key of the first table gives one set of terms a market; one of the second gives one for each identifier below it.
"""

from collections.abc import Callable

from ratecard.terms.commission import commission_terms
from ratecard.terms.packages import package_terms
from ratecard.terms.prices import price_terms
from ratecard.terms.resolved import Values
from ratecard.terms.tax import tax_terms

TERMS: dict[str, Callable[[Values], object]] = {"tax": tax_terms, "commission": commission_terms}
TERMS_BY_ID: dict[str, Callable[[Values, str], object]] = {"packages": package_terms, "prices": price_terms}
