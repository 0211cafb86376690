"""Choices by facts, and conditions on them. A fact that is not given is unknown, never false."""

from collections.abc import Mapping

from ratecard.refusals import Condition
from tests.reference.reading import BESIDE, Tree, unwrapped

Facts = Mapping[str, str | int | bool]


def said(value: str | int | bool) -> str:
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
        known = int(facts[fact])
        reached = [(int(start), value) for start, value in cases(choice["from"]).items() if int(start) <= known]
        taken = max(reached, key=lambda case: case[0])[1] if reached else other
    return None if taken is None else unwrapped(taken)


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
        for requirement, holds in _requirements(wanted, facts.get(key)):
            if key not in facts:
                still_open.append(Condition(key, requirement, None))
            elif not holds:
                unmet.append(Condition(key, requirement, said(facts[key])))
    return "unmet" if unmet else "open" if still_open else "met", unmet, still_open


def _requirements(wanted: Tree, known: str | int | bool | None) -> list[tuple[str, bool]]:
    """Each requirement on one fact, and whether the known value fulfils it."""
    if isinstance(wanted, str):
        return [(wanted, known is not None and said(known) == wanted)]
    return [_requirement(word, operand, known) for word, operand in cases(wanted).items()]


def _requirement(word: str, operand: Tree, known: str | int | bool | None) -> tuple[str, bool]:
    if word in ("any of", "none of"):
        assert isinstance(operand, list)
        listed = [str(item) for item in operand]
        among = known is not None and said(known) in listed
        return f"{word} {', '.join(listed)}", among if word == "any of" else known is not None and not among
    bound = int(str(operand))
    if known is None:
        return f"{word} {bound}", False
    number = int(known)
    holds = {"at least": number >= bound, "above": number > bound, "at most": number <= bound, "below": number < bound}
    return f"{word} {bound}", holds[word]
