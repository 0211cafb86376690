"""Whether the lowest price before a reduction is told, and how long before it is looked for."""

import msgspec

from ratecard.instants import Duration
from ratecard.rulefiles.stated import Stated
from ratecard.terms.values import Values


class LowestPriceTerms(msgspec.Struct, frozen=True):
    """How long before a reduction the lowest price is looked for: `30 days`, which are local ones."""

    within: Duration
    stated: Stated[object]


def lowest_price_terms(values: Values) -> LowestPriceTerms | None:
    """The terms in a market; None where none is told, or where `yes` finds nothing to apply."""
    within = values.stated_as(Duration, "lowest_price", "within")
    if within is None or values.none_at("lowest_price", "applies") is not None:
        return None
    return LowestPriceTerms(within.value, within)
