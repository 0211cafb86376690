"""Conditions on facts that somebody can meet: of each, one person is known who does."""

from collections.abc import Callable, Sequence

from ratecard.currency import CURRENCIES
from ratecard.money import Money
from tests.strategies.drawing import Drawer
from tests.strategies.values import FACTS, Facts, Tree, money

USD = CURRENCIES["USD"]

Person = dict[str, str]
"""What is true of somebody, by fact, as rule files write it."""


def conditions(drawer: Drawer, depth: int = 2, facts: Facts = FACTS, person: Person | None = None) -> dict[str, Tree]:
    """Conditions on facts, in a tree of alternatives, each of which somebody meets who meets what is around it.

    `person` is somebody who meets all of them; what is not known of that person yet is added.
    """
    found: dict[str, Tree] = {}
    person = {} if person is None else person
    for fact in drawer.some(tuple(facts), 1, 2):
        found[fact] = requirements(drawer, fact, facts, person)
    if depth and drawer.maybe(30):
        found["any"] = [conditions(drawer, depth - 1, facts, dict(person)) for _ in range(drawer.number(1, 2))]
    return found


def requirements(drawer: Drawer, fact: str, facts: Facts, person: Person) -> Tree:
    """What one fact has to be, which it is of this person."""
    kind, keys = facts[fact]
    known = person.setdefault(fact, drawer.one(keys))
    if kind == "count" and drawer.maybe(80):
        return _bounds(drawer, tuple(map(int, keys)), int(known), str)
    if kind == "money" and drawer.maybe(80):
        return _bounds(drawer, [money(key).minor for key in keys], money(known).minor, lambda n: str(Money(n, USD)))
    if drawer.maybe(45):
        others = [key for key in keys if key != known]
        if others and drawer.maybe(50):
            return {"none of": list[Tree](drawer.some(others, 1))}
        return {"any of": list[Tree](key for key in keys if key == known or drawer.maybe(40))}
    return known


def _bounds(drawer: Drawer, keys: Sequence[int], known: int, text: Callable[[int], str]) -> dict[str, Tree]:
    """Some bounds of a count that this number keeps, in an order of their own; now and then numbers are left out."""
    numbers = sorted({*keys, known, known + 1, *((known - 1,) if known else ())})
    fitting: dict[str, list[int]] = {
        "at least": [number for number in numbers if number <= known],
        "below": [number for number in numbers if number > known],
        "at most": [number for number in numbers if number >= known],
        "above": [number for number in numbers if number < known],
    }
    words = drawer.some([word for word in fitting if fitting[word]], 1, 3)
    found: dict[str, Tree] = {word: text(drawer.one(fitting[word])) for word in words}
    others = [text(number) for number in numbers if number != known]
    if drawer.maybe(15):
        found["none of"] = list[Tree](drawer.some(others, 1, 2))
    return found
