"""What an envelope says of a purchase, from the page alone: with fractions, and one bound after the other."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple


class Bought(NamedTuple):
    """What is asked of an envelope: money in major units, and coins with their bonus. None is not known.

    `worth` is the most that one of the coins is worth to any creator then, None where nobody earns.
    """

    gross: Fraction | None
    listed: Fraction
    coins: int
    proceeds: Fraction | None = None
    worth: Fraction | None = None


def outside(bounds: Mapping[str, Fraction], bought: Bought) -> str | None:
    """The first bound that a purchase breaks, as `gross_per_coin.least`; None where it breaks none.

    Where the gross is not known, the listed price stands for it. A price of 0 gives more coins than any bound allows.
    """
    paid = bought.listed if bought.gross is None else bought.gross
    per_coin = paid / bought.coins
    if "gross_per_coin.least" in bounds and per_coin < bounds["gross_per_coin.least"]:
        return "gross_per_coin.least"
    if "gross_per_coin.most" in bounds and per_coin > bounds["gross_per_coin.most"]:
        return "gross_per_coin.most"
    least, most = (bounds.get(f"coins_per_unit_of_money.{name}") for name in ("least", "most"))
    if least is not None and bought.listed > 0 and bought.coins / bought.listed < least:
        return "coins_per_unit_of_money.least"
    if most is not None and (bought.listed == 0 or bought.coins / bought.listed > most):
        return "coins_per_unit_of_money.most"
    share = bounds.get("margin.least")
    if share is None or bought.proceeds is None or bought.worth is None:
        return None
    return "margin.least" if bought.proceeds - bought.worth * bought.coins < share * bought.proceeds else None
