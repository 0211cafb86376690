"""The key `facts`: what the rules may ask about a buyer, a creator, a purchase or a lot.

A fact is known where what it is about is known. A payout takes several lots, so a fact of a lot may only decide what is
chosen for each of them; and what one gift costs is known only once its coins are.
"""

from ratecard.rulefiles.keys.shapes import KnownKeys, ListOf, Table, Text, Value
from ratecard.rulefiles.values.types import FACT_NAME, IDENTIFIER, one_of

OF_A_LOT = "lot."
"""What the names of facts about a lot of diamonds begin with."""

COINS_OF_A_GIFT = "purchase.coins"
"""The fact that the engine states itself, where the book declares it: what one gift costs."""

CHOSEN_BY_LOT = "payouts.diamond, payouts.hold, and the rate, of and domestic of a withholding line"
"""For hints: the values of which the shapes say `by_lot`."""


def out_of_place(fact: str, shape: Value) -> tuple[str, str] | None:
    """Why a value cannot vary by a fact, and what to do instead; None where it can."""
    if fact in shape.not_by:
        return f"{fact} is what this value decides, so that it is not known before", "vary it by another fact"
    if fact.startswith(OF_A_LOT) and not shape.by_lot:
        sentence = f"{fact} is a fact of one lot of diamonds, and this value is not chosen lot by lot"
        return sentence, f"vary it by another fact; by those of a lot may vary {CHOSEN_BY_LOT}"
    return None


FACTS = Table(
    about="The facts that choices and conditions may ask for, declared once.",
    noun="fact",
    key=FACT_NAME,
    of=KnownKeys(
        about="One fact.",
        keys={
            "type": Value(
                type=one_of("one of", "yes or no", "count", "money"),
                dated=False,
                by_fact=False,
                inherits=False,
                required=True,
                about="What values the fact has.",
            ),
            "of": ListOf(
                type=IDENTIFIER,
                dated=False,
                or_one=True,
                shown_by=("standard", "partner"),
                about="The values of a fact that is one of several; or `package` for a count kept for each package.",
            ),
            "name": Text(dated=False, about="What people call it."),
        },
    ),
)
