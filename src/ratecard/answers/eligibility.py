"""The verdicts on buyers and creators."""

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.answers.shared import AT, CONDITION, REGION, VALIDITY

AUDIENCE_ELIGIBILITY = Record(
    "AudienceEligibility",
    (
        Figure("verdict", FigureType.WORD, lambda judged: judged.verdict),
        Figure("met", CONDITION, lambda judged: judged.met, many=True),
        Figure("unmet", CONDITION, lambda judged: judged.unmet, many=True),
        Figure("open", CONDITION, lambda judged: judged.open, many=True),
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
    ),
)
