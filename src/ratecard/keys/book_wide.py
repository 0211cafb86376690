"""The records of what a book states once, under `rules/`, and not by layers."""

from ratecard.audience import Audience
from ratecard.book.records import Home, Key, TableOf
from ratecard.keys.envelope import check_envelope, envelopes_of
from ratecard.keys.factors import check_factors
from ratecard.rulefiles.keys.envelope import ENVELOPE
from ratecard.rulefiles.keys.expect import EXPECT
from ratecard.rulefiles.keys.factors import FACTORS
from ratecard.rulefiles.keys.facts import FACTS
from ratecard.rulefiles.keys.gifts import RARITIES
from ratecard.rulefiles.keys.guards import GUARDS
from ratecard.rulefiles.keys.head import BEGINS, DATES, LANGUAGES, LIBRARY, SELLS_IN, SELLS_ON
from ratecard.rulefiles.keys.units import UNITS

BOOK_WIDE = (
    Key(name="guards", home=Home.BOOK, shape=GUARDS, audience=Audience.FINANCE, kept=True),
    Key(name="expect", home=Home.BOOK, shape=EXPECT, audience=Audience.FINANCE, kept=True),
    Key(
        name="envelope",
        home=Home.BOOK,
        shape=ENVELOPE,
        audience=Audience.FINANCE,
        kept=True,
        check_kept=check_envelope,
        encloses=envelopes_of,
    ),
    Key(
        name="factors",
        home=Home.BOOK,
        shape=FACTORS,
        audience=Audience.FINANCE,
        kept=True,
        check_kept=check_factors,
    ),
    Key(name="begins", home=Home.BOOK, shape=BEGINS, audience=Audience.PUBLIC),
    Key(name="languages", home=Home.BOOK, shape=LANGUAGES, audience=Audience.PUBLIC),
    Key(name="dates", home=Home.BOOK, shape=DATES, audience=Audience.PUBLIC),
    Key(name="library", home=Home.BOOK, shape=LIBRARY, audience=Audience.PUBLIC),
    Key(name="sells_in", home=Home.BOOK, shape=SELLS_IN, audience=Audience.PUBLIC, kept=True),
    Key(name="sells_on", home=Home.BOOK, shape=SELLS_ON, audience=Audience.PUBLIC),
    Key(name="facts", home=Home.BOOK, shape=FACTS, audience=Audience.PUBLIC),
    Key(name="units", home=Home.BOOK, shape=UNITS, audience=Audience.PUBLIC),
    Key(
        name="rarities",
        home=Home.BOOK,
        shape=RARITIES,
        audience=Audience.PUBLIC,
        tables=(TableOf(path=("rarities",), named=True, removable=False),),
    ),
)
