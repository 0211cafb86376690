"""Conditions that nobody can meet: at least 18 and below 18, or an alternative that contradicts what is beside it."""

from collections.abc import Iterable, Sequence

from ratecard.book.markets import MarketLine
from ratecard.book.once import Once
from ratecard.rulefiles.stated import ANY_LANGUAGE
from ratecard.terms.conditions import ConditionTerms, Test, holds


def doubt_what_nobody_meets(lines: Iterable[MarketLine], once: Once) -> None:
    """Warns of each condition, or alternative of one, that no value of its facts fulfils, wherever it ever holds."""
    bundles = {id(bundle): bundle for line in lines for bundle in line.bundles.values()}
    for bundle in bundles.values():
        for path, timeline in bundle.paths.items():
            for resolved in timeline.values:
                terms = resolved.stated.value
                clash = _clash(terms) if isinstance(terms, ConditionTerms) else None
                if clash is not None:
                    name = ".".join(part for part in path if part != ANY_LANGUAGE)
                    sentence = f"nobody meets this condition of {name}: {clash}"
                    hint = "correct the bounds; where nobody is meant, state none for what it is about"
                    once.warn("condition-never-holds", sentence, resolved.stated.place, hint)


def _clash(terms: ConditionTerms, around: tuple[Test, ...] = ()) -> str | None:
    """What contradicts itself in these requirements, also beside those around them; None where they can all be met."""
    tests = (*around, *(part for part in terms.all if isinstance(part, Test)))
    for fact in dict.fromkeys(test.fact for test in tests):
        own = [test for test in tests if test.fact == fact]
        if not _can_hold(own):
            required = " and ".join(test.requirement for test in own)
            return f"{fact} cannot be {required}"
    alternatives = [each for part in terms.all if not isinstance(part, Test) for each in part.alternatives]
    clashes = (_clash(alternative, tests) for alternative in alternatives)
    return next((clash for clash in clashes if clash is not None), None)


def _can_hold(tests: Sequence[Test]) -> bool:
    """Whether a value of their one fact fulfils all of them: a count from 0 on, or a value that one of them names."""
    named = [test.operands for test in tests if test.word not in ("at least", "below")]
    least = max((int(test.operands[0]) for test in tests if test.word == "at least"), default=0)
    candidates = named[0] if named else (least,)
    return any(all(holds(test, candidate) for test in tests) for candidate in candidates)
