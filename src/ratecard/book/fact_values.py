"""Facts and their values, where choices and conditions name them: declared ones, and values that each can have."""

from ratecard.book.declarations import Declarations, declaring
from ratecard.book.hearing import Hearing
from ratecard.book.values_meant import values_meant
from ratecard.diagnostics.diagnostic import Place
from ratecard.diagnostics.fixes import possible
from ratecard.rulefiles.keys.facts import CHOSEN_BY_LOT, OF_A_LOT
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import Stated
from ratecard.rulefiles.stating.conditions import StatedConditions, StatedTest
from ratecard.rulefiles.values.zeros import leading_zero_in
from ratecard.terms.conditions import AnyOf, ConditionTerms, Test, test_of
from ratecard.terms.facts import FactType, FactValue


class FactBinder:
    """Binds what names facts; what is wrong is reported."""

    def __init__(self, declarations: Declarations, hearing: Hearing) -> None:
        self._declarations = declarations
        self._hearing = hearing

    def fact(self, name: str, place: Place) -> FactType | None:
        """The declared fact of this name; any other is reported."""
        facts = self._declarations.facts
        if self._declarations.no_fact(name):
            hint, offers = meant_or(name, facts, f"declare it under rules/: {declaring(name)}")
            self._hearing.report("unknown-fact", f"{name} is a fact that no file declares", place, hint, offers=offers)
        return facts.get(name)

    def value(self, fact: FactType, stated: Stated[str], word: str = "") -> FactValue | None:
        """The typed value that a condition or case names; one that the fact cannot have is reported.

        `word` is that of the condition: "is", "any of".
        """
        value = fact.parse(stated.value)
        if value is None:
            offers = values_meant(fact, stated.value, word)
            hint = "" if offers else f"write {fact.allowed}"
            sentence = f"{stated.value[:60]} is not a value of {fact.name}"
            begun = leading_zero_in(stated.value) if fact.kind == "count" else None
            if begun is not None and fact.parse(begun[1]) is not None:
                plain = possible(begun[1])
                self._hearing.report("leading-zero", f"{begun[0]} begins with a zero", stated.place, "", offers=plain)
            else:
                self._hearing.report("unknown-fact-value", sentence, stated.place, hint, offers=offers)
        return value

    def conditions(self, stated: StatedConditions) -> ConditionTerms | None:
        """Conditions with typed operands, in an order that does not depend on the file's; None where one is wrong."""
        parts: list[Test | AnyOf | None] = []
        for part in stated.all:
            if isinstance(part, StatedTest):
                parts.append(self._test(part))
            else:
                alternatives = [self.conditions(alternative) for alternative in part.alternatives]
                sound = [alternative for alternative in alternatives if alternative is not None]
                parts.append(AnyOf(tuple(sorted(sound, key=repr))) if len(sound) == len(alternatives) else None)
        known = [part for part in parts if part is not None]
        return ConditionTerms(tuple(sorted(known, key=repr))) if len(known) == len(parts) else None

    def _test(self, stated: StatedTest) -> Test | None:
        if stated.fact.value.startswith(OF_A_LOT):
            sentence = f"{stated.fact.value} is a fact of one lot of diamonds, and a condition is judged once for all"
            hint = f"ask for another fact; by those of a lot may vary {CHOSEN_BY_LOT}"
            self._hearing.report("fact-not-known-here", sentence, stated.fact.place, hint)
            return None
        fact = self.fact(stated.fact.value, stated.fact.place)
        if fact is None:
            return None
        if stated.word in ("at least", "below") and fact.kind != "count":
            sentence = f"{fact.name} is {kind_of(fact)}, and has no {stated.word}"
            self._hearing.report(
                "unfitting-condition", sentence, stated.operands[0].place, f"write {fact.name}: {fact.allowed}"
            )
            return None
        operands = [self.value(fact, operand, stated.word) for operand in stated.operands]
        if any(operand is None for operand in operands):
            return None
        known = [operand for operand in operands if operand is not None]
        return test_of(fact.name, stated.word, tuple(sorted(known, key=repr)))


def kind_of(fact: FactType) -> str:
    """What a fact is, in words: "a count"."""
    return {"count": "a count", "yes or no": "yes or no"}.get(fact.kind, "one of several values")
