"""Whether anybody can meet all that `eligibility` requires together. Each by itself was looked at before."""

from collections.abc import Iterator

from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.book.stretches import StatedBelow, stretches
from ratecard.diagnostics.diagnostic import Note
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.conditions import ConditionTerms, all_of
from ratecard.terms.contradictions import contradiction_in
from ratecard.terms.facts import DeclaredFacts

ELIGIBILITY = "eligibility"


def check_requirements(
    markets: list[MarketHistory], creators: list[MarketHistory], facts: DeclaredFacts, once: Once
) -> None:
    """Reports requirements that nobody meets beside the others of the same people, wherever they hold together."""
    looked_at: set[tuple[int, int]] = set()
    for history in (*markets, *creators):
        which = (id(history.below(ELIGIBILITY)), history.begins)  # histories that read the same share it
        if which not in looked_at:
            looked_at.add(which)
            for _, _, stretch in stretches(ELIGIBILITY, history):
                for audience in ("buyer", "creator"):
                    _check_together(stretch, audience, facts, once)


def _check_together(held: StatedBelow, audience: str, facts: DeclaredFacts, once: Once) -> None:
    together: ConditionTerms | None = None
    before: list[Stated[object]] = []
    for path, stated in _required(held, audience):
        assert isinstance(stated.value, ConditionTerms)
        together = all_of(together, stated.value)
        assert together is not None
        clash = contradiction_in(together, facts)
        if clash is not None:
            sentence = f"nobody meets {'.'.join(path)} beside what else is required: {clash}"
            notes = tuple(Note(other.place, "required too") for other in before)
            once.tell("condition-never-holds", sentence, stated.place, "correct one of the two", notes=notes)
            return
        before.append(stated)


def _required(held: StatedBelow, audience: str) -> Iterator[tuple[KeyPath, Stated[object]]]:
    """The requirements of these people, those of one fact before the alternatives."""
    own = [(path, stated) for path, stated in held.items() if path[:2] == (ELIGIBILITY, audience)]
    for path, stated in sorted(own, key=lambda entry: (entry[0][-1] == "any", entry[0])):
        if isinstance(stated.value, ConditionTerms):
            yield path, stated
