"""Promotions that apply, and what became of codes, as Python callers are told of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ratecard.answers.promotions import APPLIED_PROMOTION, BROUGHT_CODE
from ratecard.python.answers import Maker


@dataclass(frozen=True)
class AppliedPromotion:
    """A promotion that applies, to so many units. `names` are its own, by language; `until` is when it is over.

    `borne_by` is who bears it, where the rules say so.
    """

    promotion_id: str
    names: Mapping[str, str] = field(hash=False)
    until: datetime | None
    units: int
    borne_by: Literal["platform", "creator"] | None


@dataclass(frozen=True)
class BroughtCode:
    """A code as it was brought, and what became of it.

    NOT_MET is told of one for other packages, and of one of which more is asked that is not met or not known to be.
    """

    code: str
    outcome: Literal["APPLIED", "NOT_NEEDED", "LIMIT_REACHED", "NOT_MET", "EXPIRED", "UNKNOWN"]


MAKE_APPLIED = Maker(AppliedPromotion, APPLIED_PROMOTION)
MAKE_CODE = Maker(BroughtCode, BROUGHT_CODE)
