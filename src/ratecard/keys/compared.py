"""The records of the keys of what stands beside a price."""

from ratecard.audience import Audience
from ratecard.book.records import Home, Key, Names, TermsOf
from ratecard.keys.savings import check_savings
from ratecard.keys.waking import doubt_what_wakes_nothing
from ratecard.rulefiles.keys.comparisons import LOWEST_PRICE, SAVINGS, SECOND_CURRENCY
from ratecard.terms.lowest_price import lowest_price_terms
from ratecard.terms.resolved import Reads
from ratecard.terms.savings import savings_terms
from ratecard.terms.second_currency import second_currency_terms

COMPARED = (
    Key(
        name="savings",
        home=Home.MARKET,
        shape=SAVINGS,
        audience=Audience.PUBLIC,
        terms=(TermsOf(path=("savings",), build=savings_terms),),
        names=(
            Names(
                path=("savings", "against"),
                table=("packages",),
                code="unknown-package",
                sentence="{} is a package to which no file gives coins",
                hint="write the id of a package, or {platform: …} for the same package elsewhere",
            ),
        ),
        check=check_savings,
    ),
    Key(
        name="lowest_price",
        asleep=True,
        home=Home.MARKET,
        shape=LOWEST_PRICE,
        audience=Audience.PUBLIC,
        terms=(TermsOf(path=("lowest_price",), build=lowest_price_terms),),
        doubts=doubt_what_wakes_nothing("lowest_price"),
    ),
    Key(
        name="second_currency",
        asleep=True,
        home=Home.MARKET,
        shape=SECOND_CURRENCY,
        audience=Audience.PUBLIC,
        terms=(TermsOf(path=("second_currency",), build=second_currency_terms, reads=frozenset({Reads.CURRENCY})),),
        written={("second_currency", "rate"): "for example 1.95583 BGN per EUR"},
        doubts=doubt_what_wakes_nothing("second_currency"),
    ),
)
