"""Eligibility: what the rules require of buyers and creators, judged by the facts that are known."""

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.quotes.facts import check_facts
from ratecard.quotes.requests import EligibilityRequest
from ratecard.refusals import Condition, Refusal
from ratecard.terms.conditions import ConditionTerms, Verdict, evaluate, met
from ratecard.terms.facts import Facts, OtherCurrency
from ratecard.terms.market import Period
from ratecard.terms.region import Region


class Eligibility(msgspec.Struct, frozen=True):
    """The verdict on one audience: UNMET where a known fact fails, else OPEN while one is unknown. All are listed."""

    verdict: Verdict
    met: tuple[Condition, ...]
    unmet: tuple[Condition, ...]
    open: tuple[Condition, ...]


class EligibilityAnswer(msgspec.Struct, frozen=True):
    """Both audiences in one region."""

    request: EligibilityRequest
    region: Region
    buyer: Eligibility
    creator: Eligibility

    @property
    def digest(self) -> str:
        """The digest of the rules that answered."""
        return self.region.digest

    @property
    def period(self) -> Period:
        """For how long the verdicts hold: as long as the region does."""
        return self.region.period


def answer_eligibility(book: RuleBook, request: EligibilityRequest) -> EligibilityAnswer | Refusal:
    """Whether a buyer and a creator with these facts may take part in a region, or why that is not known.

    Without requirements everybody is eligible. A fact that is not given leaves its requirement open.
    """
    region = book.region(request.region, request.at)
    if not isinstance(region, Region):
        return region
    wrong = check_facts(book, request.facts)
    if wrong is not None:
        return wrong
    terms = region.eligibility
    try:
        buyer = _eligibility(terms.buyer if terms is not None else None, request.facts)
        creator = _eligibility(terms.creator if terms is not None else None, request.facts)
    except OtherCurrency as other:
        return other.refusal
    return EligibilityAnswer(request, region, buyer, creator)


def _eligibility(terms: ConditionTerms | None, facts: Facts) -> Eligibility:
    if terms is None:
        return Eligibility(Verdict.MET, (), (), ())
    verdict, unmet, opened = evaluate(terms, facts)
    return Eligibility(verdict, met(terms, facts), unmet, opened)
