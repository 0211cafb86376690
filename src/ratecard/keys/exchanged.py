"""The record of the key `exchange`: what units give of others."""

from ratecard.audience import Audience
from ratecard.book.records import Home, Key, TableOf, TermsOf
from ratecard.keys.package_names import unit_at
from ratecard.rulefiles.keys.exchange import EXCHANGE
from ratecard.terms.unit_exchange import unit_exchange_terms

EXCHANGED = Key(
    name="exchange",
    home=Home.MARKET,
    shape=EXCHANGE,
    audience=Audience.PUBLIC,
    terms=(TermsOf(path=("exchange",), build=unit_exchange_terms, by_id=True),),
    tables=(TableOf(path=("exchange",)),),
    names=(unit_at("exchange", "*"), unit_at("exchange", "*", "for")),
    written={("exchange", "*", "for"): "coin, or the id of another unit"},
)
