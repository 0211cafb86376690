"""Conditions that nobody can meet: at least 18 and below 18, or an alternative that contradicts what is beside it."""

from collections.abc import Iterable, Sequence

from ratecard.book.bundles import Bundle
from ratecard.book.markets import DistinctBundle
from ratecard.book.once import Once
from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.stated import ANY_LANGUAGE, KeyPath
from ratecard.terms.conditions import ConditionTerms, Test, holds


def doubt_what_nobody_meets(bundles: Iterable[DistinctBundle], once: Once) -> None:
    """Warns of each condition, or alternative of one, that no value of its facts fulfils, wherever it ever holds."""
    table = once.memo.table("clashes")
    for _, bundle, _ in bundles:
        for path, place, clash in table.of(_clashes, bundle):
            name = ".".join(part for part in path if part != ANY_LANGUAGE)
            hint = "correct the bounds; where nobody is meant, state none for what it is about"
            once.warn("condition-never-holds", f"nobody meets this condition of {name}: {clash}", place, hint)


def _clashes(bundle: Bundle) -> tuple[tuple[KeyPath, Place, str], ...]:
    """Each condition of a bundle that nobody meets, with its place and why."""
    found = []
    for path, timeline in bundle.paths.items():
        for resolved in timeline.values:
            terms = resolved.stated.value
            clash = _clash(terms) if isinstance(terms, ConditionTerms) else None
            if clash is not None:
                found.append((path, resolved.stated.place, clash))
    return tuple(found)


def _clash(terms: ConditionTerms, around: tuple[Test, ...] = ()) -> str | None:
    """What contradicts itself in these requirements, also beside those around them; None where they can all be met."""
    tests = (*around, *(part for part in terms.all if isinstance(part, Test)))
    for fact in dict.fromkeys(test.fact for test in tests):
        own = [test for test in tests if test.fact == fact]
        if not _can_hold(own):
            required = " and ".join(test.requirement for test in own)
            return f"{fact} cannot be {required}"
    alternatives = [branch for part in terms.all if not isinstance(part, Test) for branch in part.alternatives]
    clashes = (_clash(alternative, tests) for alternative in alternatives)
    return next((clash for clash in clashes if clash is not None), None)


def _can_hold(tests: Sequence[Test]) -> bool:
    """Whether a value of their one fact fulfils all of them: a count from 0 on, or a value that one of them names."""
    named = [test.operands for test in tests if test.word not in ("at least", "below")]
    least = max((int(test.operands[0]) for test in tests if test.word == "at least"), default=0)
    candidates = named[0] if named else (least,)
    return any(all(holds(test, candidate) for test in tests) for candidate in candidates)
