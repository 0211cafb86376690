"""What a question tells beside its request, and the two refusals that come of it."""

from dataclasses import dataclass

from tests.reference.limits_of_buyers import Limited
from tests.reference.used_before import Used


@dataclass(frozen=True)
class Told:
    """What a question tells beside its request: codes, what was used of limits, and the caller's own budget.

    A budget is the most that may be spent, and what was, in minor units of the market's currency.
    """

    codes: tuple[str, ...] = ()
    used: tuple[Used, ...] = ()
    budget: tuple[int, int] | None = None


NOTHING_TOLD = Told()


@dataclass(frozen=True)
class OverLimit:
    """A purchase takes more than a limit of buyers leaves, with the facts that were assumed for either."""

    limit: Limited
    assumed: frozenset[str]


@dataclass(frozen=True)
class OverBudget:
    """A purchase takes more than the caller's budget leaves, in minor units, with the facts that were assumed."""

    left: int
    assumed: frozenset[str]
