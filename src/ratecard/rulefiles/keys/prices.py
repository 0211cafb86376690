"""The key `prices`: the listed price of each package, in the currency in force where it is written."""

from ratecard.rulefiles.keys.derives import AS_ANOTHER
from ratecard.rulefiles.keys.facts import FOR_PRICES
from ratecard.rulefiles.keys.shapes import Table, Value
from ratecard.rulefiles.values.types import IDENTIFIER, MONEY

PRICES = Table(
    about="The listed price of each package. Whether tax is inside is what `tax.display` says.",
    noun="package",
    key=IDENTIFIER,
    none=True,
    of=Value(
        type=MONEY,
        none=True,
        knows=FOR_PRICES,
        parts=AS_ANOTHER,
        about="The listed price of one unit; none where the package is not sold; {as: …} at the price of another one.",
    ),
)
