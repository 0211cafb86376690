"""The record of the key `quotes`."""

from ratecard.audience import Audience
from ratecard.book.records import Home, Key, TermsOf
from ratecard.rulefiles.keys.quotes import QUOTES
from ratecard.terms.quotes import quotes_terms

SIGNED = Key(
    name="quotes",
    home=Home.BOTH,
    shape=QUOTES,
    audience=Audience.PUBLIC,
    terms=(TermsOf(path=("quotes",), build=quotes_terms),),
    written={("quotes", "valid"): "for example 15 minutes", ("quotes", "honour"): "for example 24 hours"},
)
