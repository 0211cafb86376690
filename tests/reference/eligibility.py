"""Eligibility: what a region requires of buyers and of creators, and what is known to be met, unmet or open."""

from dataclasses import dataclass

from ratecard.quotes.requests import EligibilityRequest
from ratecard.refusals import Condition, Refusal
from tests.reference.facts import judged
from tests.reference.layering import Market
from tests.reference.reading import Book
from tests.reference.settling import asked_region, required, wrong_fact


@dataclass(frozen=True)
class Verdict:
    """The verdict on one audience: met, unmet or open, with the conditions that are unmet and open."""

    verdict: str
    unmet: tuple[Condition, ...]
    open: tuple[Condition, ...]


def answer(book: Book, request: EligibilityRequest) -> tuple[Verdict, Verdict] | Refusal:
    """The verdict on buyers and that on creators."""
    here = asked_region(book, request.region, request.at)
    if not isinstance(here, Market):
        return here
    wrong = wrong_fact(book, request.facts)
    if wrong is not None:
        return wrong
    held = here.everything_held(request.at)
    found = [judged(required(held, audience), request.facts) for audience in ("buyer", "creator")]
    buyer, creator = [Verdict(verdict, tuple(unmet), tuple(opened)) for verdict, unmet, opened in found]
    return buyer, creator
