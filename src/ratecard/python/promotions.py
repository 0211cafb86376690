"""Promotions that apply, and what became of codes, as Python callers are told of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ratecard.answers.promotions import APPLIED_PROMOTION, BROUGHT_CODE, OPEN_GIFT_PROMOTION
from ratecard.money import Coins
from ratecard.python.answers import Maker
from ratecard.refusals import Condition


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
class OpenGiftPromotion:
    """A promotion of gifts that may apply yet, what it needs, and what one gift would cost as if that were met.

    `coins` is None where a fact decides what it gives. Of each of `needed_limits` it is not known what was used before.
    """

    promotion_id: str
    names: Mapping[str, str] = field(hash=False)
    until: datetime | None
    needs_code: bool
    needed_facts: tuple[str, ...]
    conditions: tuple[Condition, ...]
    needed_limits: tuple[str, ...]
    coins: Coins | None


@dataclass(frozen=True)
class BroughtCode:
    """A code as it was brought, and what became of it.

    NOT_MET is told of one for other packages, and of one of which more is asked that is not met or not known to be.
    """

    code: str
    outcome: Literal["APPLIED", "NOT_NEEDED", "LIMIT_REACHED", "NOT_MET", "EXPIRED", "UNKNOWN"]


MAKE_APPLIED = Maker(AppliedPromotion, APPLIED_PROMOTION)
MAKE_OPEN_GIFT = Maker(OpenGiftPromotion, OPEN_GIFT_PROMOTION)
MAKE_CODE = Maker(BroughtCode, BROUGHT_CODE)
