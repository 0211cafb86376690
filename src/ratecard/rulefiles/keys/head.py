"""The keys `begins`, `languages` and `dates`: from when a book answers, languages of its names, names of its dates."""

from ratecard.rulefiles.keys.shapes import ListOf, Table, Value
from ratecard.rulefiles.values.types import DATE_OR_NEVER, IDENTIFIER, INSTANT, LANGUAGE

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
DATES = Table(
    about="Names of dates. Each may stand in place of its date as a key of a time line.",
    noun="date",
    key=IDENTIFIER,
    of=Value(
        type=DATE_OR_NEVER,
        dated=False,
        by_fact=False,
        inherits=False,
        about="The date or instant that the name stands for; never leaves out all that is stated from it on.",
    ),
)
