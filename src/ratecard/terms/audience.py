"""Who may see what of a rule book. What an audience may not see is not in the book that it is answered from.

Which keys are for whom stands in their records.
"""

from enum import Enum

from ratecard.rulefiles.facts import COINS_OF_A_GIFT


class Audience(Enum):
    """From the widest to the narrowest; each sees what the one before it sees, too."""

    PUBLIC = "public"
    SERVICE = "service"
    FINANCE = "finance"

    def sees(self, meant_for: "Audience") -> bool:
        """Whether this audience may see what is meant for another one, and for all narrower ones."""
        return _WIDEST_FIRST.index(meant_for) <= _WIDEST_FIRST.index(self)


_WIDEST_FIRST = tuple(Audience)

COMMON_FACTS = frozenset(
    {
        COINS_OF_A_GIFT,
        *("buyer.age", "buyer.member", "buyer.purchases"),
        *("creator.age", "creator.grade", "creator.followers"),
        *("creator.live_days", "creator.payouts", "creator.tax_form"),
    }
)
"""Facts that the language or the published schema names. That a book declares one tells nobody what asks for it."""
