"""The values of a fact that somebody may have meant who wrote another text."""

import re

from ratecard.diagnostics.fixes import EXAMPLE, Suggestion, possible
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stating.conditions import LISTS, test_in_words
from ratecard.rulefiles.values.number_mistakes import count_mistake
from ratecard.terms.facts import FactType

TRUTHS = {"true": "yes", "yes": "yes", "y": "yes", "false": "no", "no": "no", "n": "no"}
"""What other languages write for yes and no."""


def values_meant(fact: FactType, text: str, word: str) -> tuple[Suggestion, ...]:
    """The values of a fact that a text was meant as; in a condition also the test that it says in words."""
    if fact.kind == "yes or no":
        return (Suggestion(TRUTHS[text.lower()]),) if text.lower() in TRUTHS else ()
    if fact.kind == "count":
        test = test_in_words(text, money=False) if word == "is" else ""
        own = (offer for offer in count_mistake(text).offers if offer.certainty is not EXAMPLE)
        return (Suggestion(test),) if test else tuple(own)
    parts = [part.strip() for part in re.split(r"[;|/]", text)]
    if word in LISTS and len(parts) > 1 and all(part in fact.values for part in parts):
        return (Suggestion(", ".join(parts)),)
    return possible(*slips(text, fact.values))
