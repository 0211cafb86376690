"""What a book says of itself: from when it answers, languages of its names, names of its dates, and where it sells.

`library` names the edition of the library of the world that the book stands on.
"""

from ratecard.rulefiles.keys.shapes import ListOf, Table, Value
from ratecard.rulefiles.values.types import (
    DATE_OR_NEVER,
    EDITION,
    IDENTIFIER,
    INSTANT,
    LANGUAGE,
    REGION_OR_GROUP,
)

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
LIBRARY = Value(
    type=EDITION,
    dated=False,
    by_fact=False,
    inherits=False,
    about="The edition of the library of the world below this book: countries with their taxes, stores, units, facts.",
)
SELLS_IN = ListOf(
    type=REGION_OR_GROUP,
    dated=False,
    or_one=True,
    about="Where the book sells: regions or groups of the library, or `all`. A region with a file need not stand here.",
)
SELLS_ON = ListOf(
    type=IDENTIFIER,
    dated=False,
    or_one=True,
    shown_by=("ios", "web"),
    about="The platforms that the book sells on; without it, those that its files name.",
)
