"""The keys `begins` and `languages`: from when a book answers, and in which languages its names are due."""

from ratecard.rulefiles.keys.shapes import ListOf, Value
from ratecard.rulefiles.values.types import INSTANT, LANGUAGE

BEGINS = Value(
    type=INSTANT,
    dated=False,
    by_fact=False,
    inherits=False,
    about="The instant from which the book answers; undated values hold from then.",
)
LANGUAGES = ListOf(
    type=LANGUAGE, dated=False, about="The languages in which every name is due; the first is the last resort."
)
