"""What guards share that look at all that is sold: what terms come to, and what promotions make of them, found once."""

from ratecard.guards.deals import AllDeals
from ratecard.guards.offers import AllTermCases, Leavings
from ratecard.guards.periods import SalePeriods
from ratecard.terms.facts import DeclaredFacts


class Offered:
    """What is sold in a book, as far as guards looked at it."""

    def __init__(self, declared: DeclaredFacts) -> None:
        leavings = Leavings()
        self.periods, self.groups = SalePeriods(), AllTermCases(declared, leavings)
        self.deals = AllDeals(self.periods, leavings)
