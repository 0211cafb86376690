"""The record of the key `ways`."""

from ratecard.audience import Audience
from ratecard.book.records import Home, Key, TableOf, TermsOf
from ratecard.keys.question_facts import check_question_facts, doubt_cases_of_no_way
from ratecard.rulefiles.keys.ways import WAYS
from ratecard.terms.ways import way_terms

PAID_IN = Key(
    name="ways",
    home=Home.MARKET,
    shape=WAYS,
    audience=Audience.PUBLIC,
    terms=(TermsOf(path=("ways",), build=way_terms, by_id=True),),
    tables=(TableOf(path=("ways",), named=True),),
    check=check_question_facts,
    doubts=doubt_cases_of_no_way,
)
