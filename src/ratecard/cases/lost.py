"""The cases that an older book has and a new one does not: what they held is looked at by nobody any more."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from ratecard.cases.reading import StatedCase
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding
from ratecard.guards.weakened import EVERYWHERE
from ratecard.instants import Instant
from ratecard.rulefiles.keys.guards import WEAKENED

CASES = "cases"


def lost_cases(
    before: Sequence[StatedCase], after: Sequence[StatedCase], now: Instant, place: Place
) -> Iterator[Finding]:
    """Each case that is gone, or looks at fewer figures of the same answer; at `place` where no case is left.

    A case is known by its question: another sentence, or another figure that is expected, does not weaken it.
    """
    asked: dict[tuple[object, ...], list[StatedCase]] = defaultdict(list)
    for case in after:
        asked[_question(case)].append(case)
    for case in before:
        same = asked.get(_question(case), [])
        left = {expected.name for own in same for expected in own.expected}
        lost = [expected.name for expected in case.expected if expected.name not in left]
        if not same:
            sentence = f"the case “{case.sentence}” is gone, at {case.place} of the older book"
            yield _finding(sentence, _near(case.place, after, place), now)
        elif lost and all(own.refusal is None for own in same):
            sentence = f"the case “{same[0].sentence}” does not look at {', '.join(lost)} any more"
            yield _finding(sentence, same[0].place, now)


def _question(case: StatedCase) -> tuple[object, ...]:
    return case.kind.words, case.at, repr(sorted(case.fields.items()))


def _near(was: Place, after: Sequence[StatedCase], place: Place) -> Place:
    """The case that is left nearest to where one stood: in its file, if any is."""
    left = [case.place for case in after]
    return min(left, key=lambda own: (own.file != was.file, abs(own.line - was.line), own), default=place)


def _finding(sentence: str, place: Place, now: Instant) -> Finding:
    return Finding(
        guard=WEAKENED,
        market=EVERYWHERE,
        of=CASES,
        since=now,
        seen=Fraction(1),
        sentence=sentence,
        place=place,
        hint="put it back",
        together=sentence,
    )
