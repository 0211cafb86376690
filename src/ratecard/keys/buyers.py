"""The records of the keys `purchases` and `spending`: the limits of who buys, and of who sends gifts."""

from functools import partial

from ratecard.audience import Audience
from ratecard.book.records import Home, Key, TableOf, TermsOf
from ratecard.keys.limits import check_number_of_limits, limits_at
from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.rulefiles.keys.purchases import PURCHASES
from ratecard.rulefiles.keys.spending import SPENDING
from ratecard.terms.buyer_limits import unknown_limits

PURCHASED = Key(
    name="purchases",
    home=Home.MARKET,
    shape=PURCHASES,
    audience=Audience.PUBLIC,
    terms=(
        TermsOf(path=("purchases",), build=partial(unknown_limits, "purchases")),
        limits_at(("purchases", LIMITS)),
    ),
    tables=(TableOf(path=("purchases", LIMITS)),),
    check=partial(check_number_of_limits, "purchases"),
)

SPENT = Key(
    name="spending",
    home=Home.MARKET,
    shape=SPENDING,
    audience=Audience.PUBLIC,
    own_periods=True,
    terms=(
        TermsOf(path=("spending",), build=partial(unknown_limits, "spending")),
        limits_at(("spending", LIMITS)),
    ),
    tables=(TableOf(path=("spending", LIMITS)),),
    check=partial(check_number_of_limits, "spending"),
)
