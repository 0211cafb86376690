"""Stated values bound to where they are read: dates to a region's zone, bare money to a currency, cases to facts.

Bare money takes the currency in force where it is written, at that entry's date, never the reader's.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.decimals import too_many_digits
from ratecard.book.declarations import Declarations, declaring
from ratecard.book.findings import BareMoney, HiddenValue, InEnded
from ratecard.book.memo import Memo
from ratecard.book.timeline import Segment
from ratecard.book.values_meant import values_meant
from ratecard.currency import CURRENCIES, ENDED, Currency
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, Severity
from ratecard.diagnostics.fixes import Offer, examples, possible
from ratecard.instants import Instant, first_instant, instant_of, zone
from ratecard.money import Money
from ratecard.rulefiles.keys.facts import OF_A_LOT, SETTLED_BY_LOT
from ratecard.rulefiles.mending import value_fixes
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import BROKEN, Choice, Leaf, Stated, StatedInstant, StatedMoney, StatedTimeLine, Word
from ratecard.rulefiles.stating.conditions import StatedConditions, StatedTest
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.values.zeros import leading_zero_in
from ratecard.terms.conditions import AnyOf, ConditionTerms, Test, test_of
from ratecard.terms.facts import BoundChoice, FactType, FactValue, fact_text
from ratecard.terms.resolved import BoundInstant


class NoCurrency(msgspec.Struct, frozen=True):
    """What is in force where a region has no currency: whether that is reported for the region is known later."""

    region: str


CurrencyAt = Callable[[Instant], Currency | NoCurrency | Word | None]
"""The currency in force at an instant; `BROKEN` where a mistake about it is reported already."""


LATEST_DAYS = zone("Etc/GMT+12")
"""The zone in which each day begins last: where a region's own is unknown, what begins in it has begun everywhere."""


def bind_instant(stated: StatedInstant, in_zone: ZoneInfo | None) -> Instant | None:
    """The instant of a date (its first one in the zone) or of an aware datetime; None for a day the zone skipped.

    Where the zone is None, it is wrong or missing, which is reported: a date is then taken in the zone of the latest
    days.
    """
    if isinstance(stated, datetime):
        return instant_of(stated)
    assert LATEST_DAYS is not None
    return first_instant(stated, in_zone or LATEST_DAYS)


def _order_of(case: tuple[FactValue, object]) -> tuple[int, str]:
    """The place of a case among those of its choice: 5 before 20, and words by their letters."""
    value, _ = case
    return (0, value) if isinstance(value, str) else (int(value), "")


def no_currency(_: Instant) -> None:
    """Stands for the currency in force where nothing depends on it."""


def _start_of(dated: tuple[Instant, Stated[object]]) -> Instant:
    return dated[0]


class KnownFacts(msgspec.Struct, frozen=True, eq=False):
    """The declared facts, and those that are declared wrongly. Its identity is its content."""

    facts: Mapping[str, FactType]
    broken: frozenset[str]


class Binder:
    """Binds the leaves that regions read. One binder a load: regions that bind a statement alike share what is bound.

    What it finds goes through the memo, so that it is found again wherever what was bound is used again. `hidden` are
    the places of values that a warning has named as hidden.
    """

    def __init__(self, declarations: Declarations, report: Report, memo: Memo) -> None:
        self.declarations = declarations
        self.known = memo.same("known facts", KnownFacts(declarations.facts, declarations.broken_facts))
        self.report_once: dict[tuple[str, Place], Diagnostic] = {}
        self.bare: dict[tuple[str, Place], BareMoney] = {}
        self.in_ended: dict[tuple[str, Place], Diagnostic] = {}
        self.hidden: set[Place] = set()
        self._report = report
        self._memo = memo
        self._money_bound = memo.table("money")
        self._instants_bound = memo.table("instants")
        self._conditions_bound = memo.table("conditions")
        self._choices_bound = memo.table("choices")
        memo.hear(self._hear)

    def report(
        self,
        code: str,
        sentence: str,
        place: Place,
        hint: str,
        notes: tuple[Note, ...] = (),
        offers: tuple[Offer, ...] = (),
    ) -> None:
        """Reports a diagnostic unless the same code was reported for that place; `offers` may stand there instead."""
        fixes = value_fixes(place, offers)
        found = Diagnostic(code=code, sentence=sentence, place=place, hint=hint, notes=notes, fixes=fixes)
        self.report_as_is(found)

    def report_as_is(self, found: Diagnostic) -> None:
        """Reports a finished diagnostic unless the same code was reported for that place."""
        self._memo.tell(found)

    def _hear(self, found: Diagnostic | BareMoney | InEnded | HiddenValue) -> None:
        """Takes what is found now, or was found when what is used again was made."""
        assert found.place is not None
        if isinstance(found, HiddenValue):
            self.hidden.add(found.place)
        elif isinstance(found, BareMoney):
            self.bare.setdefault((found.region, found.place), found)
        elif isinstance(found, InEnded):
            self.in_ended.setdefault((found.code, found.place), found.found)
        elif (found.code, found.place) not in self.report_once:
            self.report_once[found.code, found.place] = found
            self._report(found)

    def warn(self, code: str, sentence: str, place: Place, hint: str) -> None:
        """Reports a warning unless the same code was reported for that place."""
        self.report_as_is(Diagnostic(code=code, sentence=sentence, place=place, hint=hint, severity=Severity.WARNING))

    def tells_when(self, leaf: Leaf, in_zone: ZoneInfo | None) -> bool:
        """Whether it is known when a leaf's values hold: no date is wrong, and the days of its dates are known.

        Where nobody knows when the book begins, it is not known which of several dated values answer at all.
        """
        if not isinstance(leaf, StatedTimeLine):
            return True
        days_known = in_zone is not None or all(isinstance(key.value, datetime) for key, _ in leaf.entries)
        return leaf.sound and self.declarations.begins is not None and days_known

    def segments(
        self, leaf: Leaf, in_zone: ZoneInfo | None, begins: Instant, currency_at: CurrencyAt
    ) -> tuple[Segment, ...]:
        """The stretches in which a leaf states its values, in order of time; an undated one holds from `begins`.

        Where it does not tell when they hold, they are bound to see whether they are right, and none of them is stated.
        """
        if not isinstance(leaf, StatedTimeLine):
            value = self._value(leaf, begins, in_zone, currency_at)
            return (Segment(begins, None, value, begins, dated=False),)
        dated: list[tuple[Instant, Stated[object]]] = []
        keys: dict[Instant, Stated[StatedInstant]] = {}
        for key, stated in leaf.entries:
            start = bind_instant(key.value, in_zone)
            if start is None:
                assert in_zone is not None, "no day was skipped in the zone of the latest days"
                sentence = f"{key.value} was skipped in {in_zone.key}"
                self.report("date-does-not-exist", sentence, key.place, "write a day that exists there")
            elif start in keys and in_zone is not None:
                sentence = f"{key.value} is an instant that this time line has already in {in_zone.key}"
                notes = (Note(keys[start].place, "stated here first"),)
                self.report("same-instant-twice", sentence, key.place, "keep one of the two", notes)
            else:
                keys[start] = key
                dated.append((start, self._value(stated, start, in_zone, currency_at)))
        if not self.tells_when(leaf, in_zone):
            return (Segment(begins, None, Stated(BROKEN, leaf.place), begins),)
        dated.sort(key=_start_of)
        segments = []
        end: Instant | None = None
        for start, value in reversed(dated):
            segments.append(Segment(start, end, value, start))
            end = start
        return tuple(reversed(segments))

    def _value(
        self, stated: Stated[object], start: Instant, in_zone: ZoneInfo | None, currency_at: CurrencyAt
    ) -> Stated[object]:
        """The statement with its money, instant, choice and conditions bound; itself where nothing is to bind."""
        value = stated.value
        kind = type(value)
        if kind is StatedMoney:
            return self._money(stated, start, currency_at)
        if kind is Choice:
            return self._choice(stated, start, in_zone, currency_at)
        if kind is StatedConditions:
            made_of = (stated, self.known)
            known = self._conditions_bound.find(made_of)
            if known is not None:
                return known.value  # type: ignore[no-any-return]
            since = self._memo.mark()
            terms = self._conditions(value)  # type: ignore[arg-type]
            bound = Stated(terms if terms is not None else BROKEN, stated.place, stated.source, stated.note)
            return self._conditions_bound.keep(made_of, None, bound, since)  # type: ignore[no-any-return]
        if kind is date or kind is datetime:
            return self._instant(stated, in_zone)
        return stated

    def _instant(self, stated: Stated[object], in_zone: ZoneInfo | None) -> Stated[object]:
        """An instant that is a value: a day begins where its zone says, and zones of the same instant share it."""
        written = stated.value
        assert isinstance(written, date)
        instant = bind_instant(written, in_zone)
        if instant is None:
            assert in_zone is not None, "no day was skipped in the zone of the latest days"
            sentence = f"{written} was skipped in {in_zone.key}"
            self.report("date-does-not-exist", sentence, stated.place, "write a day that exists there")
            return Stated(BROKEN, stated.place)
        known = self._instants_bound.find((stated,), instant)
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        bound = Stated(BoundInstant(instant, written), stated.place, stated.source, stated.note)
        return self._instants_bound.keep((stated,), instant, bound, None)  # type: ignore[no-any-return]

    def _money(self, stated: Stated[object], start: Instant, currency_at: CurrencyAt) -> Stated[object]:
        written = stated.value
        assert type(written) is StatedMoney
        currency = CURRENCIES[written.currency] if written.currency else currency_at(start)
        if isinstance(currency, NoCurrency):
            self._memo.tell(BareMoney(currency.region, start, written, stated.place))
            return Stated(BROKEN, stated.place)
        if isinstance(currency, Word):
            return Stated(BROKEN, stated.place)
        if currency is None:
            sentence = f"{written} names no currency, and none is in force where it is written"
            example = examples(f"{written} EUR")
            self.report("money-without-currency", sentence, stated.place, "name its currency", offers=example)
            return Stated(BROKEN, stated.place)
        known = self._money_bound.find((stated,), currency.code)
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        since = self._memo.mark()
        bound = self._money_in(stated, written, currency)
        return self._money_bound.keep((stated,), currency.code, bound, since)  # type: ignore[no-any-return]

    def _money_in(self, stated: Stated[object], written: StatedMoney, currency: Currency) -> Stated[object]:
        shift = currency.exponent - written.decimals
        if shift < 0:
            found = too_many_digits(stated.place, written, currency)
            if currency.code in ENDED and not written.currency:
                self._memo.tell(InEnded(currency.code, stated.place, found))
            else:
                self.report_as_is(found)
            return Stated(BROKEN, stated.place)
        money = Money(written.scaled * 10**shift, currency)
        return Stated(money, stated.place, stated.source, stated.note)

    def tell_in_ended(self, told: Collection[str]) -> None:
        """Reports bare money with more decimals than its currency, which has ended, where that is not `told` already.

        Where it is, another currency is meant, and what follows from the wrong one is not said.
        """
        for (code, _), found in sorted(self.in_ended.items()):
            if code not in told:
                self.report_as_is(found)

    def _choice(
        self, stated: Stated[object], start: Instant, in_zone: ZoneInfo | None, currency_at: CurrencyAt
    ) -> Stated[object]:
        choice = stated.value
        assert type(choice) is Choice
        broken: Stated[object] = Stated(BROKEN, stated.place)
        fact = self._fact(choice.by, stated.place)
        if fact is None:
            return broken
        if choice.thresholds != (fact.kind == "count"):
            word = "from" if fact.kind == "count" else "is"
            sentence = f"{choice.by} is {_kind_of(fact)}, which is chosen by {word}:"
            self.report("unfitting-choice", sentence, stated.place, f"write {word}: with its cases")
            return broken
        cases: dict[FactValue, object] = {}
        sound = True
        for key, value in choice.cases:
            typed = self._fact_value(fact, key)
            if typed is None:
                sound = False
            elif typed in cases:
                sentence = f"{key.value} is a case that this choice has already"
                self.report("duplicate-key", sentence, key.place, "keep one of the two")
                sound = False
            else:
                cases[typed] = self._value(value, start, in_zone, currency_at)
        if not sound:
            return broken
        other = self._value(choice.other, start, in_zone, currency_at) if choice.other is not None else None
        bound_values = [*cases.values(), *([other] if other is not None else [])]
        if any(isinstance(value, Stated) and value.value is BROKEN for value in bound_values):
            return broken
        listed = set(fact.values) if fact.kind == "one of" else {True, False}
        complete = (0 in cases) if choice.thresholds else listed <= set(cases)
        if other is None and not complete:
            left = (
                "below the first threshold"
                if choice.thresholds
                else "for " + ", ".join(sorted(fact_text(value) for value in listed - set(cases)))
            )
            sentence = f"the choice by {choice.by} says nothing {left}"
            self.report("choice-without-other", sentence, stated.place, "add other: with the value for everyone else")
            return broken
        made_of = (stated, self.known, *bound_values)
        known = self._choices_bound.find(made_of)
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        in_order = tuple(sorted(cases.items(), key=_order_of))
        typed_choice = BoundChoice(choice.by, choice.thresholds, in_order, other, stated.place)
        bound = Stated(typed_choice, stated.place, stated.source, stated.note)
        return self._choices_bound.keep(made_of, None, bound, None)  # type: ignore[no-any-return]

    def _fact(self, name: str, place: Place) -> FactType | None:
        """The declared fact of this name; any other is reported."""
        facts = self.declarations.facts
        if self.declarations.no_fact(name):
            hint, offers = meant_or(name, facts, f"declare it under rules/: {declaring(name)}")
            self.report("unknown-fact", f"{name} is a fact that no file declares", place, hint, offers=offers)
        return facts.get(name)

    def _fact_value(self, fact: FactType, stated: Stated[str], word: str = "") -> FactValue | None:
        """The typed value that a condition or case names; one that the fact cannot have is reported.

        `word` is that of the condition: "is", "any of".
        """
        value = fact.parse(stated.value)
        if value is None:
            offers = values_meant(fact, stated.value, word)
            hint = "" if offers else f"write {fact.allowed}"
            sentence = f"{stated.value[:60]} is no value of {fact.name}"
            begun = leading_zero_in(stated.value) if fact.kind == "count" else None
            if begun is not None and fact.parse(begun[1]) is not None:
                plain = possible(begun[1])
                self.report("leading-zero", f"{begun[0]} begins with a zero", stated.place, "", offers=plain)
            else:
                self.report("unknown-fact-value", sentence, stated.place, hint, offers=offers)
        return value

    def _conditions(self, stated: StatedConditions) -> ConditionTerms | None:
        """Conditions with typed operands, in an order that does not depend on the file's; None where one is wrong."""
        parts: list[Test | AnyOf | None] = []
        for part in stated.all:
            if isinstance(part, StatedTest):
                parts.append(self._test(part))
            else:
                alternatives = [self._conditions(alternative) for alternative in part.alternatives]
                sound = [alternative for alternative in alternatives if alternative is not None]
                parts.append(AnyOf(tuple(sorted(sound, key=repr))) if len(sound) == len(alternatives) else None)
        known = [part for part in parts if part is not None]
        return ConditionTerms(tuple(sorted(known, key=repr))) if len(known) == len(parts) else None

    def _test(self, stated: StatedTest) -> Test | None:
        if stated.fact.value.startswith(OF_A_LOT):
            sentence = f"{stated.fact.value} is a fact of one lot of diamonds, and a condition is judged once for all"
            hint = f"ask for another fact; by those of a lot may vary {SETTLED_BY_LOT}"
            self.report("fact-not-known-here", sentence, stated.fact.place, hint)
            return None
        fact = self._fact(stated.fact.value, stated.fact.place)
        if fact is None:
            return None
        if stated.word in ("at least", "below") and fact.kind != "count":
            sentence = f"{fact.name} is {_kind_of(fact)}, and has no {stated.word}"
            self.report("unfitting-condition", sentence, stated.operands[0].place, f"write {fact.name}: {fact.allowed}")
            return None
        operands = [self._fact_value(fact, operand, stated.word) for operand in stated.operands]
        if any(operand is None for operand in operands):
            return None
        known = [operand for operand in operands if operand is not None]
        return test_of(fact.name, stated.word, tuple(sorted(known, key=repr)))


def _kind_of(fact: FactType) -> str:
    return {"count": "a count", "yes or no": "yes or no"}.get(fact.kind, "one of several values")


def window(segments: tuple[Segment, ...], windows: tuple[tuple[Instant, Instant | None], ...]) -> tuple[Segment, ...]:
    """The parts of `segments` inside `windows`, both in order of time: what a group states while one is a member."""
    inside: list[Segment] = []
    for opens, closes in windows:
        for start, end, value, since, dated in segments:
            low = max(start, opens)
            high = end if closes is None else closes if end is None else min(end, closes)
            if high is None or low < high:
                inside.append(Segment(Instant(low), high, value, since, dated))
    return tuple(inside)
