"""The facts that everybody may know of: that a book declares one of them tells nobody what it asks for."""

from ratecard.rulefiles.keys.facts import STATED_BY_ENGINE, WAY

COMMON_FACTS = frozenset(
    {
        *STATED_BY_ENGINE,
        WAY,
        *("buyer.age", "buyer.member", "buyer.purchases"),
        *("creator.age", "creator.grade", "creator.followers"),
        *("creator.live_days", "creator.payouts", "creator.tax_form"),
    }
)
"""Facts that the language or the published schema names. That a book declares one tells nobody what asks for it."""
