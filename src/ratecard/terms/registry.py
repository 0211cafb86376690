"""Which terms the statements below each key become: one line a key, or a part of one that varies on its own.

A path of the first table gives one set of terms; one of the second gives one for each identifier below it. What varies
by a fact is lifted to whole terms, so parts that vary by different facts are kept apart: the minimum of a payout varies
by earlier payouts, the withholding by a tax form, and their cases are not multiplied. So are parts that are settled for
each lot of a payout: the value of a diamond, and its hold.
"""

from collections.abc import Callable
from functools import lru_cache

from ratecard.currency import Currency
from ratecard.rulefiles.registry import CREATOR_KEYS, MARKET_KEYS
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.commission import commission_terms
from ratecard.terms.earnings import earnings_terms
from ratecard.terms.eligibility import eligibility_terms
from ratecard.terms.fx import fx_terms
from ratecard.terms.gifts import gift_terms, worth_terms
from ratecard.terms.packages import package_terms
from ratecard.terms.payouts import (
    diamond_terms,
    hold_terms,
    limit_terms,
    method_terms,
    minimum_terms,
    payout_terms,
    withholding_terms,
)
from ratecard.terms.prices import plain_price_terms, price_terms
from ratecard.terms.resolved import CURRENCY_PATH, Values
from ratecard.terms.tax import tax_terms

TERMS: dict[KeyPath, Callable[[Values], object]] = {
    ("tax",): tax_terms,
    ("commission",): commission_terms,
    ("worth_at",): worth_terms,
    ("payouts",): payout_terms,
    ("payouts", "diamond"): diamond_terms,
    ("payouts", "hold"): hold_terms,
    ("payouts", "minimum"): minimum_terms,
    ("payouts", "withholding"): withholding_terms,
    ("fx",): fx_terms,
    ("eligibility",): eligibility_terms,
}
PLAIN_TERMS_BY_ID: dict[str, Callable[[Stated[object], Currency], object]] = {"prices": plain_price_terms}
"""Short cuts for sections of one plain statement: the same terms as the long way, or None."""
TERMS_BY_ID: dict[KeyPath, Callable[[Values, str], object]] = {
    ("packages",): package_terms,
    ("prices",): price_terms,
    ("gifts",): gift_terms,
    ("earnings",): earnings_terms,
    ("payouts", "limits"): limit_terms,
    ("payouts", "methods"): method_terms,
}

KEYS_OF_A_MARKET = frozenset({CURRENCY_PATH[0], *MARKET_KEYS, "eligibility"})
"""What a region on a platform is asked for."""
KEYS_OF_A_REGION = frozenset({CURRENCY_PATH[0], *CREATOR_KEYS})
"""What a region is asked for where no platform matters: its creators'."""

_PREFIX_MOST = 2
PATHS_KEPT = 20_000


@lru_cache(PATHS_KEPT)
def section_of(path: KeyPath) -> KeyPath | None:
    """The section that a statement at this path belongs to; None where it is of none, as `none` on a whole table."""
    for depth in range(min(_PREFIX_MOST, len(path)), 0, -1):
        prefix = path[:depth]
        if prefix in TERMS_BY_ID and len(path) > depth:
            return path[: depth + 1]
        if prefix in TERMS:
            return prefix
    return None


def build_terms(section: KeyPath, values: Values) -> object:
    """The terms of a section."""
    builder = TERMS.get(section)
    return builder(values) if builder is not None else TERMS_BY_ID[section[:-1]](values, section[-1])
