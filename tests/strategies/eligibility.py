"""Eligibility: requirements on buyers and creators, each a leaf of its own that a narrower layer changes or lifts."""

from tests.strategies.conditions import Person, conditions, requirements
from tests.strategies.lines import lines
from tests.strategies.values import NONE, Tree, Word, Written
from tests.strategies.worlds import RULES, Layer, World

OF_A_LOT = "lot."


def state_eligibility(world: World, stating_groups: list[str]) -> None:
    """States requirements, the broadest layer first. One person meets all of them, so that they fit in any market."""
    drawer = world.drawer
    people: dict[str, Person] = {"buyer": {}, "creator": {}}
    layers = [RULES, *(Layer("group", group) for group in stating_groups)]
    layers += [Layer("region", code) for code in sorted(world.regions, key=lambda code: "-" in code)]
    for layer in layers:
        for audience in ("buyer", "creator"):
            if not world.markets(layer) or not drawer.maybe(35 if layer == RULES else 12):
                continue
            if layer != RULES and drawer.maybe(10):
                path: tuple[str, ...] = ("eligibility", audience)
                if world.can_state(layer, path):
                    world.say(layer, path, NONE)
                continue
            _state_requirements(world, layer, audience, people[audience])


def _state_requirements(world: World, layer: Layer, audience: str, person: Person) -> None:
    drawer = world.drawer
    facts = {fact: kind for fact, kind in world.facts.items() if not fact.startswith((OF_A_LOT, "gift."))}
    for fact in drawer.some([*facts, "any"], 1, 2):
        path = ("eligibility", audience, fact)

        def value(fact: str = fact) -> Written:
            if layer != RULES and drawer.maybe(25):
                return NONE
            if fact == "any":
                return Written(Word.CONDITIONS, list[Tree]([conditions(drawer, 0, facts, person) for _ in range(2)]))
            return Written(Word.CONDITIONS, requirements(drawer, fact, facts, person))

        if world.can_state(layer, path):
            world.put(layer, path, lines(world, layer, path, value, drawer.maybe(80), by_fact=False))
