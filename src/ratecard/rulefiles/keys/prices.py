"""The key `prices`: the listed price of each package and item, in the currency in force where it is written."""

from ratecard.rulefiles.keys.derives import AS_ANOTHER
from ratecard.rulefiles.keys.facts import FOR_PRICES
from ratecard.rulefiles.keys.shapes import Ranges, Table, Value
from ratecard.rulefiles.values.prices import EACH_PRICE, PRICE
from ratecard.rulefiles.values.types import IDENTIFIER

TIERS = Value(
    type=EACH_PRICE,
    about="The price of each coin beyond so many: {0: 0.0139 EUR each, 5000: 0.0135 EUR each}.",
    dated=False,
    by_fact=False,
    inherits=False,
    tiers=True,
)

PRICES = Table(
    about="The listed price of each package and item. Whether tax is inside is what `tax.display` says.",
    noun="package or item",
    key=IDENTIFIER,
    none=True,
    of=Value(
        type=PRICE,
        none=True,
        knows=FOR_PRICES,
        ranges=Ranges.MAY_BE,
        parts={**AS_ANOTHER, "tiers": TIERS},
        about="The listed price of one unit; none where it is not sold; {as: …} at the price of another package; "
        "0.0139 EUR each for each of its coins, or {tiers: …} for each coin at its own; of an item {least: …, most: …} "
        "where the buyer chooses the amount.",
    ),
)
