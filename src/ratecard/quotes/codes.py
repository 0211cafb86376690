"""Codes as questions bring them, before anything is known of promotions: how many, and what each may be."""

from collections.abc import Sequence
from enum import Enum

from ratecard.quotes.requests import CODES_MOST
from ratecard.refusals import InvalidInput
from ratecard.rulefiles.values.offered import CODE_LENGTH_MOST, is_sound_code
from ratecard.rulefiles.wrong import shown


class CodeOutcome(Enum):
    """What became of a code that was brought; the first of them is told of several promotions with one code."""

    APPLIED = "applied"
    NOT_NEEDED = "not needed"
    LIMIT_REACHED = "limit reached"
    NOT_MET = "not met"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


HOW_WRITTEN = f"write 1 to {CODE_LENGTH_MOST} characters that can be seen"


def check_codes(codes: Sequence[str]) -> InvalidInput | None:
    """The first code that cannot be one, or that there are too many; None where all may be right."""
    if len(codes) > CODES_MOST:
        return InvalidInput(("codes",), f"{len(codes):,} codes were brought; at most {CODES_MOST} are taken")
    for index, code in enumerate(codes):
        if not is_sound_code(code):
            return InvalidInput(("codes", str(index)), f"{shown(code)} cannot be a code; {HOW_WRITTEN}")
    return None


def best_outcomes(
    codes: Sequence[str], told: Sequence[Sequence[tuple[str, CodeOutcome]]]
) -> tuple[tuple[str, CodeOutcome], ...]:
    """The codes that were brought, each with the best that became of it in several answers; unknown where in none."""
    order = list(CodeOutcome).index
    return tuple(
        (code, min([answer[index][1] for answer in told], key=order, default=CodeOutcome.UNKNOWN))
        for index, code in enumerate(codes)
    )
