"""The verdicts on buyers and creators."""

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.answers.shared import AT, CONDITION, REGION, UNKNOWN_VALUES, VALIDITY

AUDIENCE_ELIGIBILITY = Record(
    "AudienceEligibility",
    (
        Figure("verdict", FigureType.WORD, lambda eligibility: eligibility.verdict),
        Figure("met", CONDITION, lambda eligibility: eligibility.met, many=True),
        Figure("unmet", CONDITION, lambda eligibility: eligibility.unmet, many=True),
        Figure("open", CONDITION, lambda eligibility: eligibility.open, many=True),
        UNKNOWN_VALUES,
    ),
)

ELIGIBILITY_CHECK = Record(
    "EligibilityCheck",
    (
        REGION,
        AT,
        *VALIDITY,
        Figure("buyer", AUDIENCE_ELIGIBILITY, lambda answer: answer.buyer),
        Figure("creator", AUDIENCE_ELIGIBILITY, lambda answer: answer.creator),
        UNKNOWN_VALUES,
    ),
)
