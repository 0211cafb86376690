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
from ratecard.terms.unknown import Unknowns, paths_of


class Eligibility(msgspec.Struct, frozen=True):
    """The verdict on one audience: UNMET where a known fact fails, else OPEN while one is unknown. All are listed.

    It is OPEN too where something is required that the rules do not know, which is `unknown`.
    """

    verdict: Verdict
    met: tuple[Condition, ...]
    unmet: tuple[Condition, ...]
    open: tuple[Condition, ...]
    unknown: Unknowns = ()

    @property
    def unknown_values(self) -> tuple[str, ...]:
        """The paths of what is unknown, as the rules write them: "eligibility.buyer.buyer.age"."""
        return paths_of(self.unknown)


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

    @property
    def unknown_values(self) -> tuple[str, ...]:
        """The paths of what is unknown for either of them."""
        return paths_of((*self.buyer.unknown, *self.creator.unknown))


def answer_eligibility(book: RuleBook, request: EligibilityRequest) -> EligibilityAnswer | Refusal:
    """Whether a buyer and a creator with these facts may take part in a region, or why that is not known.

    Without requirements everybody is eligible. A fact that is not given leaves its requirement open, and
    a requirement that the rules do not know leaves the verdict open.
    """
    region = book.region(request.region, request.at)
    if not isinstance(region, Region):
        return region
    wrong = check_facts(book, request.facts)
    if wrong is not None:
        return wrong
    terms = region.eligibility
    try:
        buyer = creator = Eligibility(Verdict.MET, (), (), ())
        if terms is not None:
            buyer = _eligibility(terms.buyer, terms.buyer_unknown, request.facts)
            creator = _eligibility(terms.creator, terms.creator_unknown, request.facts)
    except OtherCurrency as other:
        return other.refusal
    return EligibilityAnswer(request, region, buyer, creator)


def _eligibility(known: ConditionTerms | None, unknown: Unknowns, facts: Facts) -> Eligibility:
    terms = known if known is not None else ConditionTerms(())
    verdict, unmet, opened = evaluate(terms, facts)
    if unknown and verdict is Verdict.MET:
        verdict = Verdict.OPEN
    return Eligibility(verdict, met(terms, facts), unmet, opened, unknown)
