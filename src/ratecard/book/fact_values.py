"""Facts and their values, where choices and conditions name them: declared ones, and values that each can have."""

from collections.abc import Callable, Iterator, Mapping

from ratecard.book.declarations import Declarations, declaring
from ratecard.book.hearing import Hearing
from ratecard.book.values_meant import values_meant
from ratecard.currency import CURRENCIES, Currency
from ratecard.diagnostics.diagnostic import Place
from ratecard.diagnostics.fixes import Suggestion, possible
from ratecard.money import Money
from ratecard.rulefiles.keys.facts import CHOSEN_BY_LOT, OF_A_LOT
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import BROKEN, Choice, Stated, StatedMoney, Word
from ratecard.rulefiles.stating.conditions import StatedConditions, StatedTest, test_in_words
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.scalars import plain_money
from ratecard.rulefiles.values.types import MONEY
from ratecard.rulefiles.values.zeros import leading_zero_in
from ratecard.rulefiles.wrong import Wrong
from ratecard.terms.conditions import BOUNDS, AnyOf, ConditionTerms, Test, currency_of, test_of
from ratecard.terms.contradictions import contradiction_in
from ratecard.terms.facts import FactType, FactValue, fact_text, plain_number

MoneyOf = Callable[[StatedMoney, Place], Money | None]
"""What binds an amount to the currency that it is in where it is written; None where that is wrong, and reported."""


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

    def value(self, fact: FactType, stated: Stated[str], money: MoneyOf, word: str = "") -> FactValue | None:
        """The typed value that a condition or case names; one that the fact cannot have is reported.

        `word` is that of the condition: "is", "any of".
        """
        if fact.kind == "money":
            return self._amount(stated, money, word)
        value = fact.parse(stated.value)
        if value is None or not fact.can_be(value):
            value = None
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

    def _amount(self, stated: Stated[str], money: MoneyOf, word: str) -> Money | None:
        written = parse_value(MONEY, stated.value)
        if type(written) is Wrong:
            test = test_in_words(stated.value, money=True) if word == "is" else ""
            hint, offers = ("", (Suggestion(test),)) if test else (written.hint, written.offers)
            self._hearing.report(written.code, written.sentence, stated.place, hint, offers=offers)
            return None
        assert type(written) is StatedMoney
        return money(written, stated.place)

    def thresholds(self, choice: Choice, amount: MoneyOf) -> MoneyOf:
        """What binds thresholds of money. A bare 0 is in the currency of the others, where one of them names it."""

        def threshold(written: StatedMoney, place: Place) -> Money | None:
            if written.scaled or written.currency is not None:
                return amount(written, place)
            others = (plain_money(key.value) for key, _ in choice.cases)
            named = next((money.currency for money in others if money is not None and money.currency), None)
            return amount(written, place) if named is None else Money(0, CURRENCIES[named])

        return threshold

    def currency_of_thresholds(self, choice: Choice, cases: Mapping[FactValue, object]) -> Currency | Word | None:
        """The one currency of thresholds of money, None of others; `BROKEN` where there are several: it is reported."""
        found = {value.currency.code: value.currency for value in cases if type(value) is Money}
        if len(found) > 1:
            sentence = f"{choice.by} is in one currency, and its thresholds are in {' and '.join(sorted(found))}"
            place = choice.cases[0][0].place
            self._hearing.report("unfitting-choice", sentence, place, "write all thresholds in one currency")
            return BROKEN
        return next(iter(found.values()), None)

    def conditions(self, stated: StatedConditions, place: Place, money: MoneyOf) -> ConditionTerms | None:
        """Conditions with typed operands, in an order that does not depend on the file's; None where one is wrong.

        One that nobody can meet is wrong too, at the place of the whole.
        """
        terms = self._conditions(stated, money)
        several = next(iter(_in_several_currencies(terms)), None) if terms is not None else None
        if several is not None:
            sentence = f"{several[0]} is in one currency, and is compared in {' and '.join(several[1])}"
            self._hearing.report("unfitting-condition", sentence, place, "write all its amounts in one currency")
            return None
        clash = contradiction_in(terms, self._declarations.facts) if terms is not None else None
        if clash is not None:
            hint = "correct what is required; where nobody is meant, state none for what it is about"
            self._hearing.report("condition-never-holds", f"nobody meets this condition: {clash}", place, hint)
            return None
        return terms

    def _conditions(self, stated: StatedConditions, money: MoneyOf) -> ConditionTerms | None:
        parts: list[Test | AnyOf | None] = []
        for part in stated.all:
            if isinstance(part, StatedTest):
                parts.append(self._test(part, money))
            else:
                alternatives = [self._conditions(alternative, money) for alternative in part.alternatives]
                sound = [alternative for alternative in alternatives if alternative is not None]
                parts.append(AnyOf(tuple(sorted(sound, key=repr))) if len(sound) == len(alternatives) else None)
        known = [part for part in parts if part is not None]
        return ConditionTerms(tuple(sorted(known, key=repr))) if len(known) == len(parts) else None

    def _test(self, stated: StatedTest, money: MoneyOf) -> Test | None:
        if stated.fact.value.startswith(OF_A_LOT):
            sentence = f"{stated.fact.value} is a fact of one lot of diamonds, and a condition is judged once for all"
            hint = f"ask for another fact; by those of a lot may vary {CHOSEN_BY_LOT}"
            self._hearing.report("fact-not-known-here", sentence, stated.fact.place, hint)
            return None
        fact = self.fact(stated.fact.value, stated.fact.place)
        if fact is None:
            return None
        if stated.word in BOUNDS and not fact.is_numeric:
            sentence = f"{fact.name} is {kind_of(fact)}, and has no {stated.word}"
            self._hearing.report(
                "unfitting-condition", sentence, stated.operands[0].place, f"write {fact.name}: {fact.allowed}"
            )
            return None
        operands = [self.value(fact, operand, money, stated.word) for operand in stated.operands]
        if any(operand is None for operand in operands):
            return None
        known = [operand for operand in operands if operand is not None]
        return test_of(fact.name, stated.word, tuple(sorted(known, key=order_of)))


def order_of(value: FactValue) -> tuple[int, str]:
    """The place of a value among others of its fact: 5 before 20, and words by their letters."""
    return (0, value) if isinstance(value, str) else (plain_number(value), "")


def left_open(choice: Choice, fact: FactType, cases: Mapping[FactValue, object]) -> str:
    """Of which values a choice without other says nothing: "for partner"; "" where it says something of all.

    Of the ways of paying it has to name those of the markets that read it, which is looked at there.
    """
    if fact.is_of_platforms or fact.beyond_its_values:
        return fact.beyond_its_values
    if choice.thresholds:
        return "" if any(plain_number(start) == 0 for start in cases) else "below the first threshold"
    listed = set(fact.values) if fact.kind == "one of" else {True, False}
    missing = sorted(fact_text(value) for value in listed - set(cases))
    return f"for {', '.join(missing)}" if missing else ""


def _in_several_currencies(terms: ConditionTerms) -> Iterator[tuple[str, list[str]]]:
    """The facts that are compared in several currencies anywhere in conditions, with their codes."""
    found: dict[str, set[str]] = {}
    left: list[Test | AnyOf] = list(terms.all)
    while left:
        part = left.pop()
        if isinstance(part, AnyOf):
            left += [inner for alternative in part.alternatives for inner in alternative.all]
        elif (currency := currency_of(part)) is not None:
            found.setdefault(part.fact, set()).add(currency.code)
            found[part.fact].update(value.currency.code for value in part.operands if type(value) is Money)
    return ((fact, sorted(codes)) for fact, codes in sorted(found.items()) if len(codes) > 1)


def kind_of(fact: FactType) -> str:
    """What a fact is, in words: "a count"."""
    return {"count": "a count", "money": "an amount of money", "yes or no": "yes or no"}.get(
        fact.kind, "one of several values"
    )
