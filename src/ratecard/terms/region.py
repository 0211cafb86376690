"""A region at an instant, as creators see it: every term that needs no platform, frozen."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import msgspec

from ratecard.currency import Currency
from ratecard.terms.earnings import EarningsTerms
from ratecard.terms.eligibility import EligibilityTerms
from ratecard.terms.facts import Varying
from ratecard.terms.fx import FxTerms
from ratecard.terms.market import Period
from ratecard.terms.payout_offers import Exchanges, PayoutWay
from ratecard.terms.payouts import DiamondTerms, HoldTerms, PayoutTerms


class Region(msgspec.Struct, frozen=True):
    """The terms of one region during one period, in which no answer changes. Earnings are by kind, ways by method.

    `shows_earnings` is False where earnings are not for whoever asks; there are none then. `diamond` and `hold` are
    settled for each lot. `value_currency` is that of a diamond's value, None where nothing is paid out: `payouts` is
    None then too.
    `exchanges` are from it into each currency paid in that is another, or why there is none.
    """

    code: str
    period: Period
    digest: str
    in_zone: ZoneInfo
    value_currency: Currency | None
    earnings: Mapping[str, Varying[EarningsTerms] | None]
    shows_earnings: bool
    payouts: Varying[PayoutTerms] | None
    diamond: Varying[DiamondTerms] | None
    hold: Varying[HoldTerms] | None
    exchanges: Exchanges
    ways: Mapping[str, PayoutWay]
    fx: FxTerms | None
    eligibility: EligibilityTerms | None
