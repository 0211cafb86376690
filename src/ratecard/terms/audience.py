"""The facts that everybody may know of: that a book declares one of them tells nobody what it asks for."""

from ratecard.rulefiles.keys.facts import COINS_OF_A_GIFT

COMMON_FACTS = frozenset(
    {
        COINS_OF_A_GIFT,
        *("buyer.age", "buyer.member", "buyer.purchases"),
        *("creator.age", "creator.grade", "creator.followers"),
        *("creator.live_days", "creator.payouts", "creator.tax_form"),
    }
)
"""Facts that the language or the published schema names. That a book declares one tells nobody what asks for it."""
