"""The key `prices`: the listed price of each package and item, in the currency in force where it is written."""

from ratecard.rulefiles.keys.derives import AS_ANOTHER
from ratecard.rulefiles.keys.facts import FOR_PRICES
from ratecard.rulefiles.keys.shapes import Table, Value
from ratecard.rulefiles.values.types import IDENTIFIER, MONEY

PRICES = Table(
    about="The listed price of each package and item. Whether tax is inside is what `tax.display` says.",
    noun="package or item",
    key=IDENTIFIER,
    none=True,
    of=Value(
        type=MONEY,
        none=True,
        knows=FOR_PRICES,
        parts=AS_ANOTHER,
        about="The listed price of one unit; none where it is not sold; {as: …} at the price of another package.",
    ),
)
