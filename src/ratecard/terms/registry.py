"""Which terms each market key becomes: one line a key.

A key of the first table gives one set of terms a market; one of the second gives one for each identifier below it.
"""

from collections.abc import Callable

from ratecard.currency import Currency
from ratecard.rulefiles.stated import Stated
from ratecard.terms.commission import commission_terms
from ratecard.terms.packages import package_terms
from ratecard.terms.prices import plain_price_terms, price_terms
from ratecard.terms.resolved import Values
from ratecard.terms.tax import tax_terms

TERMS: dict[str, Callable[[Values], object]] = {"tax": tax_terms, "commission": commission_terms}
PLAIN_TERMS_BY_ID: dict[str, Callable[[Stated[object], Currency], object]] = {"prices": plain_price_terms}
"""Short cuts for sections of one plain statement: the same terms as the long way, or None."""
TERMS_BY_ID: dict[str, Callable[[Values, str], object]] = {"packages": package_terms, "prices": price_terms}
