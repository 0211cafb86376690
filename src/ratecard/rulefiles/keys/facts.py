"""The key `facts`: what the rules may ask about a buyer, a creator, a purchase, a gift or a lot.

A fact is known where what it is about is known. A payout takes several lots, so a fact of a lot may only decide what is
chosen for each of them. What is of a purchase or a gift itself the engine states, as soon as it is settled.
"""

from collections.abc import Mapping

from ratecard.diagnostics.fixes import Suggestion
from ratecard.rulefiles.keys.shapes import Conditions, KnownKeys, ListOf, Requirements, Table, Text, Value
from ratecard.rulefiles.values.types import FACT_NAME, IDENTIFIER, one_of

OF_A_LOT = "lot."
"""What the names of facts about a lot of diamonds begin with."""

COINS, QUANTITY, AMOUNT, KIND = "purchase.coins", "purchase.quantity", "purchase.amount", "purchase.kind"
GIFT_COINS, GIFT_TOTAL = "gift.coins", "gift.total"

STATED_BY_ENGINE: Mapping[str, str] = {
    COINS: "count",
    QUANTITY: "count",
    AMOUNT: "money",
    KIND: "one of",
    GIFT_COINS: "count",
    GIFT_TOTAL: "count",
}
"""Facts that the engine states itself where they are declared, with the type that they then have."""

WAY = "purchase.way"
"""The fact whose values are the ways of paying that platforms declare."""

NO_KIND = "none"
"""What `purchase.kind` is of a package without kinds: no kind can be called so."""

FOR_PACKAGES = (QUANTITY,)
FOR_BONUS = (COINS, QUANTITY)
FOR_PRICES = (COINS, QUANTITY, WAY)
FOR_CUTS = (COINS, QUANTITY, AMOUNT, KIND, WAY)
FOR_BUYING = (COINS, QUANTITY, AMOUNT, KIND)
FOR_PROMOTIONS = FOR_CUTS
FOR_GIFTS = (GIFT_COINS, GIFT_TOTAL)
"""The facts of a question itself that are known: to what a package holds, to its bonus, to its price, to what is taken
of that, to the conditions on buying it, to promotions and limits, and to what hangs from a gift."""

_WHAT = {
    COINS: "the coins of a package",
    QUANTITY: "the number of units of a purchase",
    AMOUNT: "the regular price of a package",
    KIND: "the kind of a package",
    WAY: "the way in which a purchase is paid",
    GIFT_COINS: "the coins of one gift",
    GIFT_TOTAL: "the coins of all gifts of a question",
}

CHOSEN_BY_LOT = "payouts.diamond, payouts.hold, and the rate, of and domestic of a withholding line"
"""For hints: the values of which the shapes say `by_lot`."""

OutOfPlace = tuple[str, str, tuple[Suggestion, ...]]
"""Why a fact is not known somewhere: a sentence, a hint, and what to write instead."""


def out_of_place(fact: str, shape: Value) -> OutOfPlace | None:
    """Why a value cannot vary by a fact, and what to do instead; None where it can."""
    if fact in _WHAT and fact not in shape.knows:
        return _not_known(fact, shape.knows, "this value is chosen")
    if fact.startswith(OF_A_LOT) and not shape.by_lot:
        sentence = f"{fact} is a fact of one lot of diamonds, and this value is not chosen lot by lot"
        return sentence, f"vary it by another fact; by those of a lot may vary {CHOSEN_BY_LOT}", ()
    return None


def not_asked_here(fact: str, shape: Conditions | Requirements) -> OutOfPlace | None:
    """Why a condition cannot be on a fact of the question itself, and what to do instead; None where it can."""
    knows = shape.knows if isinstance(shape, Conditions) else ()
    if fact == WAY and WAY not in knows:
        hint = "state prices: {coins_1000: {by: purchase.way, …}} with none for the ways in which it is not sold"
        return f"{fact} is {_WHAT[fact]}, and decides no condition", hint, ()
    return None if fact not in _WHAT or fact in knows else _not_known(fact, knows, "this condition is judged")


def _not_known(fact: str, knows: tuple[str, ...], when: str) -> OutOfPlace:
    sentence = f"{fact} is {_WHAT[fact]}, which is not known where {when}"
    if fact == COINS and GIFT_COINS in knows:
        return sentence, "", (Suggestion(GIFT_COINS),)
    listed = f"; of a question itself are known here: {', '.join(knows)}" if knows else ""
    return sentence, f"ask for another fact{listed}", ()


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
