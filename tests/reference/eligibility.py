"""Eligibility: what a region requires of buyers and of creators, and what is known to be met, unmet or open."""

from dataclasses import dataclass

from ratecard.quotes.requests import EligibilityRequest
from ratecard.refusals import Condition, Refusal
from tests.reference.facts import judged
from tests.reference.layering import Market
from tests.reference.reading import Book
from tests.reference.settling import asked_region, required, required_unknown, wrong_fact


@dataclass(frozen=True)
class Verdict:
    """The verdict on one audience: met, unmet or open, with the conditions that are unmet and open.

    It is open, too, where something is required that nobody knows: `unknown`.
    """

    verdict: str
    unmet: tuple[Condition, ...]
    open: tuple[Condition, ...]
    unknown: frozenset[str]


def answer(book: Book, request: EligibilityRequest) -> tuple[Verdict, Verdict] | Refusal:
    """The verdict on buyers and that on creators."""
    here = asked_region(book, request.region, request.at)
    if not isinstance(here, Market):
        return here
    wrong = wrong_fact(book, request.facts)
    if wrong is not None:
        return wrong
    held = here.everything_held(request.at)
    verdicts = []
    for audience in ("buyer", "creator"):
        verdict, unmet, opened = judged(required(held, audience), request.facts)
        unknown = required_unknown(held, audience)
        if unknown and verdict == "met":
            verdict = "open"
        verdicts.append(Verdict(verdict, tuple(unmet), tuple(opened), unknown))
    buyer, creator = verdicts
    return buyer, creator
