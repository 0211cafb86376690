"""The guards and cases that judge a newer book otherwise than an older one."""

from collections.abc import Iterable, Sequence

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.cases.reading import StatedCase
from ratecard.cases.running import CaseResult, run
from ratecard.guards.findings import Finding
from ratecard.guards.running import Guarded


class CaseVerdict(msgspec.Struct, frozen=True):
    """A case that one of the books answers as expected, and the other one does not: its results by both."""

    was: CaseResult
    now: CaseResult


class Verdicts(msgspec.Struct, frozen=True):
    """What guards find in the newer book alone, and in the older one alone; and the cases of which the result differs.

    Both are without what their book accepts. Among the first are guards that watch less, and cases that are gone.
    """

    found: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    cases: tuple[CaseVerdict, ...]

    @property
    def is_empty(self) -> bool:
        """Whether all judge as before."""
        return not (self.found or self.mended or self.cases)


def verdicts_of(was: Guarded, now: Guarded, weaker: Sequence[Finding], cases: Sequence[CaseVerdict]) -> Verdicts:
    """What is judged otherwise; `weaker` are findings of what is watched less.

    A finding is the same where guard, market and thing are, whatever its number.
    """
    old, new = ({(own.guard, own.market, own.of): own for own in guarded.findings} for guarded in (was, now))
    found = tuple(own for key, own in new.items() if key not in old)
    return Verdicts((*weaker, *found), tuple(own for key, own in old.items() if key not in new), tuple(cases))


def cases_judged(before: RuleBook, after: RuleBook, cases: Iterable[StatedCase]) -> list[CaseVerdict]:
    """The cases of which the result differs, asked of both books."""
    every = list(cases)
    both = zip(run(before, every), run(after, every), strict=True)
    return [CaseVerdict(was, now) for was, now in both if was.passed is not now.passed]
