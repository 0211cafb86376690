"""Who may see what of a rule book. What an audience may not see is not in the book that it is answered from."""

from enum import Enum

from ratecard.rulefiles.facts import COINS_OF_A_GIFT
from ratecard.rulefiles.stated import KeyPath


class Audience(Enum):
    """From the widest to the narrowest; each sees what the one before it sees, too."""

    PUBLIC = "public"
    SERVICE = "service"
    FINANCE = "finance"


COMMISSION: KeyPath = ("commission",)
TAX_COLLECTOR: KeyPath = ("tax", "collected_by")
OF_FINANCE: tuple[KeyPath, ...] = (COMMISSION, TAX_COLLECTOR)
"""What decides how a price is shared between the store and the seller."""

OF_SERVICES: tuple[KeyPath, ...] = (("earnings",), ("payouts",), ("fx",))
"""What decides how coins become diamonds, and diamonds cash."""

HIDDEN_FROM: dict[Audience, tuple[KeyPath, ...]] = {
    Audience.PUBLIC: (*OF_FINANCE, *OF_SERVICES),
    Audience.SERVICE: OF_FINANCE,
    Audience.FINANCE: (),
}
"""The keys whose statements, and all below them, an audience may not see."""

COMMON_FACTS = frozenset(
    {
        COINS_OF_A_GIFT,
        *("buyer.age", "buyer.member", "buyer.purchases"),
        *("creator.age", "creator.grade", "creator.followers"),
        *("creator.live_days", "creator.payouts", "creator.tax_form"),
    }
)
"""Facts that the language or the published schema names. That a book declares one tells nobody what asks for it."""


def is_hidden(path: KeyPath, hidden: tuple[KeyPath, ...]) -> bool:
    """Whether a path is one of these, or lies below one."""
    return any(path[: len(key)] == key for key in hidden)
