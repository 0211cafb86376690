"""Choices by facts, and conditions on them. A fact that is not given is unknown, never false."""

from collections.abc import Mapping, Sequence

from ratecard.money import Money
from ratecard.refusals import Condition, InvalidFact
from tests.reference.reading import BESIDE, Tree, unwrapped
from tests.reference.writing import minor_units

Known = str | int | bool | Money
Facts = Mapping[str, Known]


class OtherCurrency(Exception):
    """A fact is known in another currency than the one in which it is compared."""

    def __init__(self, fact: str, known: Money) -> None:
        self.refusal = InvalidFact(fact, str(known), "")
        super().__init__(fact)


def said(value: Known) -> str:
    """A fact's value as rule files write it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def chosen(written: Tree, facts: Facts) -> Tree | None:
    """The value that a choice takes for these facts; None where the fact is unknown and there is no `other`."""
    choice = unwrapped(written)
    if not isinstance(choice, dict) or "by" not in choice:
        return choice
    fact, other = str(choice["by"]), choice.get("other")
    taken = other
    if fact in facts and "is" in choice:
        taken = cases(choice["is"]).get(said(facts[fact]), other)
    elif fact in facts:
        starts = [(*compared(fact, facts[fact], start), value) for start, value in cases(choice["from"]).items()]
        reached = [(start, value) for known, start, value in starts if start <= known]
        taken = max(reached, key=lambda case: case[0])[1] if reached else other
    return None if taken is None else unwrapped(taken)


def compared(fact: str, known: Known, bound: str) -> tuple[int, int]:
    """A known value and a bound as numbers: counts, or minor units of the currency that both have to be in."""
    if not isinstance(known, Money):
        return int(known), int(bound)
    digits, _, currency = bound.partition(" ")
    if known.currency.code != currency:
        raise OtherCurrency(fact, known)
    return known.minor, minor_units(digits, currency)


def asks(written: Tree) -> str | None:
    """The fact that a value varies by, if it does."""
    choice = unwrapped(written)
    return str(choice["by"]) if isinstance(choice, dict) and "by" in choice else None


def cases(tree: Tree) -> dict[str, Tree]:
    """The cases of a choice."""
    assert isinstance(tree, dict)
    return {key: value for key, value in tree.items() if key not in BESIDE}


def judged(when: Tree, facts: Facts) -> tuple[str, list[Condition], list[Condition]]:
    """Whether conditions are met, unmet or open, with those unmet and those open. All of them must hold."""
    unmet: list[Condition] = []
    still_open: list[Condition] = []
    for key, wanted in cases(when).items():
        if key == "any":
            assert isinstance(wanted, list)
            ways = [judged(way, facts) for way in wanted]
            verdicts = [verdict for verdict, _, _ in ways]
            if "met" in verdicts:
                continue
            if "open" in verdicts:
                still_open += [one for verdict, _, opened in ways if verdict == "open" for one in opened]
            else:
                unmet += [one for _, failed, _ in ways for one in failed]
            continue
        for requirement, holds in _requirements(key, wanted, facts.get(key)):
            if key not in facts:
                still_open.append(Condition(key, requirement, None))
            elif not holds:
                unmet.append(Condition(key, requirement, said(facts[key])))
    return "unmet" if unmet else "open" if still_open else "met", unmet, still_open


def judged_together(trees: Sequence[Tree], facts: Facts) -> tuple[list[Condition], list[Condition]]:
    """What is unmet and what is open of several conditions; what an earlier one requires too counts once."""
    unmet: list[Condition] = []
    still_open: list[Condition] = []
    required: list[tuple[str, str, str]] = []
    for when in trees:
        parts = [
            (key, word, operand)
            for key, wanted in cases(when).items()
            for word, operand in (cases(wanted).items() if isinstance(wanted, dict) else [("", wanted)])
        ]
        new = [part for part in parts if (part[0], part[1], str(part[2])) not in required]
        required += [(key, word, str(operand)) for key, word, operand in parts]
        for key, word, operand in new:
            _, failed, opened = judged({key: {word: operand} if word else operand}, facts)
            unmet += failed
            still_open += opened
    return unmet, still_open


def _requirements(fact: str, wanted: Tree, known: Known | None) -> list[tuple[str, bool]]:
    """Each requirement on one fact, and whether the known value fulfils it."""
    if isinstance(wanted, str):
        return [(wanted, known is not None and _is(fact, known, wanted))]
    return [_requirement(fact, word, operand, known) for word, operand in cases(wanted).items()]


def _is(fact: str, known: Known, wanted: str) -> bool:
    """Whether a fact has just this value."""
    if isinstance(known, Money):
        amount, same = compared(fact, known, wanted)
        return amount == same
    return said(known) == wanted


def _requirement(fact: str, word: str, operand: Tree, known: Known | None) -> tuple[str, bool]:
    if word in ("any of", "none of"):
        assert isinstance(operand, list)
        listed = [str(item) for item in operand]
        among = known is not None and any(_is(fact, known, item) for item in listed)
        return f"{word} {', '.join(listed)}", among if word == "any of" else known is not None and not among
    written = str(operand)
    said_bound = written if " " in written else str(int(written))
    if known is None:
        return f"{word} {said_bound}", False
    number, bound = compared(fact, known, written)
    holds = {"at least": number >= bound, "above": number > bound, "at most": number <= bound, "below": number < bound}
    return f"{word} {said_bound}", holds[word]
