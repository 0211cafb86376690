"""The key `eligibility`: what the rules require of buyers and of creators."""

from ratecard.rulefiles.keys.shapes import KnownKeys, Requirements, Unknown

ELIGIBILITY = KnownKeys(
    about="Who may buy and send, and who may receive and be paid.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={
        "buyer": Requirements(about="What a buyer must fulfil: for purchases and gifts."),
        "creator": Requirements(about="What a creator must fulfil: for gifts and payouts."),
    },
)
