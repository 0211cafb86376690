"""Prices of one coin by tiers, as in `{0: 0.0139 EUR each, 5000: 0.0135 EUR each}`: a part of a price, and one leaf."""

from collections.abc import Callable

from msgspec import structs

from ratecard.diagnostics.fixes import Suggestion, examples
from ratecard.money import UnitPrice
from ratecard.rulefiles.keys.shapes import ListOf, Value
from ratecard.rulefiles.stated import BROKEN, FREE_TEXT_KEYS, Stated, StatedTiers
from ratecard.rulefiles.stating.forms import broken
from ratecard.rulefiles.stating.telling import Telling
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import COUNT
from ratecard.rulefiles.wrong import Wrong

TIERS_MOST = 50
TIERS_EXAMPLE = "{0: 0.0139 EUR each, 5000: 0.0135 EUR each}"

Tier = tuple[Stated[int], Stated[UnitPrice]]
ReadPrice = Callable[[Scalar, Node, Value | ListOf], Stated[object]]
"""Gives the price of one tier, from its key, what stands under it, and its shape."""


def tiers_value(values: Telling, key: Scalar, node: Node, shape: Value, price: ReadPrice) -> Stated[object]:
    """What stands below `tiers`: numbers that rise from 0, each with a price of one coin, all in one currency."""
    if type(node) is not Mapping:
        values.tell("not-a-mapping", "one value stands where tiers should", node.place, "", examples(TIERS_EXAMPLE))
        return broken(key.place)
    of_one = structs.replace(shape, tiers=False)
    entries = [entry for entry in node.entries if entry[0].text not in FREE_TEXT_KEYS]
    tiers: list[Tier] = []
    sound = bool(entries)
    for start, value in entries:
        count = parse_value(COUNT, start.text, values.nearby)
        if isinstance(count, Wrong):
            values.tell_wrong(count, start.place)
        one_price = price(start, value, of_one)
        if isinstance(count, int) and isinstance(one_price.value, UnitPrice):
            tiers.append((Stated(count, start.place), one_price))  # type: ignore[arg-type]
        else:
            sound = False
            if one_price.value is not BROKEN and not isinstance(one_price.value, UnitPrice):
                values.tell(
                    "not-a-unit-price", "a tier states no price of one coin", value.place, "", of_one.type.offers
                )
    if not entries:
        values.tell("empty-value", "tiers state no price", node.place, "", examples(TIERS_EXAMPLE))
    if not sound or not _fit(values, tiers):
        return broken(key.place)
    return Stated(StatedTiers(tuple(tiers)), node.place)


def _fit(values: Telling, tiers: list[Tier]) -> bool:
    """Whether tiers begin at 0 and rise, are in one currency and no more than may be; what is wrong is reported."""
    (first, price), *others = tiers
    if len(tiers) > TIERS_MOST:
        sentence = f"{len(tiers)} tiers stand here, and a price may have {TIERS_MOST}"
        values.tell("too-many-tiers", sentence, tiers[TIERS_MOST][0].place, "let fewer tiers do")
        return False
    if first.value != 0:
        sentence = f"the first tier begins at {first.value}, and says nothing of the first coin"
        values.tell("tiers-out-of-order", sentence, first.place, offers=(Suggestion("0"),))
        return False
    before = first
    for start, own in others:
        if start.value <= before.value:
            sentence = f"the tier from {start.value} on stands behind the one from {before.value} on"
            values.tell("tiers-out-of-order", sentence, start.place, "put tiers in order, the lowest first")
            return False
        if own.value.currency != price.value.currency:
            sentence = f"this tier is in {own.value.currency}, and the first is in {price.value.currency}"
            values.tell("amount-in-other-currency", sentence, own.place, "state all tiers in one currency")
            return False
        before = start
    return True
