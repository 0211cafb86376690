"""Stated values bound to where they are read: dates to a region's zone, bare money to a currency, cases to facts.

Bare money takes the currency in force where it is written, at that entry's date, never the one where it is read.
"""

from collections.abc import Callable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.bound_dates import DateBinder
from ratecard.book.bound_ranges import RangeBinder
from ratecard.book.decimals import too_many_digits
from ratecard.book.declarations import Declarations
from ratecard.book.fact_values import FactBinder, MoneyOf, kind_of, left_open, order_of
from ratecard.book.findings import BareMoney, InEnded
from ratecard.book.hearing import Hearing
from ratecard.book.memo import Memo, MemoTable
from ratecard.book.plain_leaves import BOUND_KINDS, segments_of_instants
from ratecard.book.starts import bind_instant, segments_of
from ratecard.book.timeline import Segment
from ratecard.currency import CURRENCIES, ENDED, Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.diagnostics.fixes import examples
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.rulefiles.stated import (
    BROKEN,
    Choice,
    DateName,
    Leaf,
    Stated,
    StatedAmounts,
    StatedEdge,
    StatedMoney,
    StatedParts,
    StatedRange,
    StatedStart,
    StatedTimeLine,
    Word,
)
from ratecard.rulefiles.stating.conditions import StatedConditions
from ratecard.rulefiles.text.decoding import Report
from ratecard.terms.facts import BoundChoice, FactType, FactValue


class NoCurrency(msgspec.Struct, frozen=True):
    """What is in force where a region has no currency: whether that is reported for the region is known later."""

    region: str


CurrencyAt = Callable[[Instant], Currency | NoCurrency | Word | None]
"""The currency in force at an instant; `BROKEN` where a mistake about it is reported already."""


def no_currency(_: Instant) -> None:
    """Stands for the currency in force where nothing depends on it."""


class KnownFacts(msgspec.Struct, frozen=True, eq=False):
    """The declared facts, and those that are declared wrongly. Its identity is its content."""

    facts: Mapping[str, FactType]
    broken: frozenset[str]


class Binder(Hearing):
    """Binds the leaves that regions read. One binder a load: regions that bind a statement alike share what is bound.

    What it finds goes through the memo, so that it is found again wherever what was bound is used again. `hidden` are
    the places of values that a warning has named as hidden.
    """

    def __init__(self, declarations: Declarations, report: Report, memo: Memo) -> None:
        self.declarations = declarations
        self.known = memo.same("known facts", KnownFacts(declarations.facts, declarations.broken_facts))
        super().__init__(report, memo)
        self._facts = FactBinder(declarations, self)
        self._has_money = any(fact.kind == "money" for fact in declarations.facts.values())
        self._money_bound = memo.table("money")
        self._ranges = RangeBinder(self, memo)
        self._dates = DateBinder(self, memo)
        self._conditions_bound = memo.table("conditions")
        self._choices_bound = memo.table("choices")
        self._everywhere: MemoTable[tuple[Segment, ...]] = memo.table("segments of instants")
        self._began: dict[ZoneInfo | None, Instant | None] = {}

    def tells_when(self, leaf: Leaf, in_zone: ZoneInfo | None) -> bool:
        """Whether it is known when a leaf's values hold: no date is wrong, and the days of its dates are known.

        Where nobody knows when the book begins, it is not known which of several dated values answer at all.
        """
        if not isinstance(leaf, StatedTimeLine):
            return True
        days_known = in_zone is not None or all(type(key.value) is not date for key, _ in leaf.entries)
        return leaf.sound and self.declarations.begins is not None and days_known

    def began(self, begins: Instant, in_zone: ZoneInfo | None) -> Instant:
        """Since when it is stated what has no date, where it is read from `begins` on: since the book begins there.

        A region that begins later makes nothing newer: a rate that was old is old in it too.
        """
        if in_zone not in self._began:
            stated = self.declarations.begins
            self._began[in_zone] = None if stated is None else bind_instant(stated, in_zone)
        of_book = self._began[in_zone]
        return begins if of_book is None else min(begins, of_book)

    def segments(
        self, leaf: Leaf, in_zone: ZoneInfo | None, begins: Instant, currency_at: CurrencyAt
    ) -> tuple[Segment, ...]:
        """The stretches in which a leaf states its values, in order of time; an undated one holds from `begins`.

        So does one at the key `begins`, which stands before every date: it never holds where another one does by then.
        Where it does not tell when they hold, they are bound to see whether they are right, and none of them is stated.
        """
        if not isinstance(leaf, StatedTimeLine):
            value = self._value(leaf, begins, in_zone, currency_at)
            return (Segment(begins, None, value, self.began(begins, in_zone), dated=False),)
        everywhere = self._everywhere.of(segments_of_instants, leaf)
        if everywhere and self.tells_when(leaf, in_zone):
            return everywhere
        dated: list[tuple[Instant, Stated[object]]] = []
        keys: dict[Instant, Stated[StatedStart]] = {}
        opening: Stated[object] | None = None
        for key, stated in leaf.entries:
            if isinstance(key.value, DateName):
                opening = self._value(stated, begins, in_zone, currency_at)
                continue
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
        return segments_of(dated, opening, begins, self.began(begins, in_zone))

    def _value(
        self, stated: Stated[object], start: Instant, in_zone: ZoneInfo | None, currency_at: CurrencyAt
    ) -> Stated[object]:
        """The statement with its money, instant, choice and conditions bound; itself where nothing is to bind."""
        value = stated.value
        kind = type(value)
        if kind not in BOUND_KINDS:
            return stated
        if kind is StatedMoney:
            return self._money(stated, start, currency_at)
        if kind is Choice:
            return self._choice(stated, start, in_zone, currency_at)
        if kind is StatedRange:
            return self._ranges.bound(stated, lambda part: self._money(part, start, currency_at))
        if kind is StatedAmounts:
            return self._ranges.amounts(stated, lambda item: self._value(item, start, in_zone, currency_at))
        if kind is StatedParts:
            return self._ranges.parts(stated, lambda part: self._value(part, start, in_zone, currency_at))
        if kind is StatedConditions:
            return self._conditions(stated, start, currency_at)
        return self._dates.edge(stated, in_zone) if kind is StatedEdge else self._dates.instant(stated, in_zone)

    def _conditions(self, stated: Stated[object], start: Instant, currency_at: CurrencyAt) -> Stated[object]:
        """Conditions; those on facts of money say something else for each currency in which bare amounts are."""
        made_of, billed = (stated, self.known), currency_at(start) if self._has_money else None
        about = billed.code if isinstance(billed, Currency) else str(billed)
        known = self._conditions_bound.find(made_of, about)
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        since = self._memo.mark()
        money = self._amounts(start, currency_at)
        terms = self._facts.conditions(stated.value, stated.place, money)  # type: ignore[arg-type]
        bound = Stated(terms if terms is not None else BROKEN, stated.place, stated.source, stated.note)
        return self._conditions_bound.keep(made_of, about, bound, since)  # type: ignore[no-any-return]

    def _money(self, stated: Stated[object], start: Instant, currency_at: CurrencyAt) -> Stated[object]:
        written = stated.value
        assert type(written) is StatedMoney
        currency = self._currency_of(written, stated.place, start, currency_at)
        if currency is None:
            return Stated(BROKEN, stated.place)
        known = self._money_bound.find((stated,), currency.code)
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        since = self._memo.mark()
        bound = self._money_in(stated, written, currency)
        return self._money_bound.keep((stated,), currency.code, bound, since)  # type: ignore[no-any-return]

    def _currency_of(
        self, written: StatedMoney, place: Place, start: Instant, currency_at: CurrencyAt
    ) -> Currency | None:
        """The currency that money names, or the one in force where it is written; None where there is none."""
        currency = CURRENCIES[written.currency] if written.currency else currency_at(start)
        if isinstance(currency, Currency):
            return currency
        if isinstance(currency, NoCurrency):
            self._memo.tell(BareMoney(currency.region, start, written, place))
        elif currency is None:
            sentence = f"{written} names no currency, and none is in force where it is written"
            example = examples(f"{written} EUR")
            self.report("money-without-currency", sentence, place, "name its currency", offers=example)
        return None

    def _amounts(self, start: Instant, currency_at: CurrencyAt) -> MoneyOf:
        """What binds amounts with which a fact is compared, as money is bound at that instant."""

        def amount(written: StatedMoney, place: Place) -> Money | None:
            currency = self._currency_of(written, place, start, currency_at)
            bound = self._money_in(Stated(written, place), written, currency) if currency is not None else None
            return bound.value if bound is not None and type(bound.value) is Money else None

        return amount

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

    def _choice(
        self, stated: Stated[object], start: Instant, in_zone: ZoneInfo | None, currency_at: CurrencyAt
    ) -> Stated[object]:
        choice = stated.value
        assert type(choice) is Choice
        broken: Stated[object] = Stated(BROKEN, stated.place)
        fact = self._facts.fact(choice.by, stated.place)
        if fact is None:
            return broken
        if choice.thresholds != fact.is_numeric:
            word = "from" if fact.is_numeric else "is"
            sentence = f"{choice.by} is {kind_of(fact)}, which is chosen by {word}:"
            self.report("unfitting-choice", sentence, stated.place, f"write {word}: with its cases")
            return broken
        cases = self._cases(choice, fact, start, in_zone, currency_at)
        if cases is None:
            return broken
        other = self._value(choice.other, start, in_zone, currency_at) if choice.other is not None else None
        bound_values = [*cases.values(), *([other] if other is not None else [])]
        if any(isinstance(value, Stated) and value.value is BROKEN for value in bound_values):
            return broken
        left = left_open(choice, fact, cases) if other is None else ""
        if left:
            sentence = f"the choice by {choice.by} says nothing {left}"
            self.report("choice-without-other", sentence, stated.place, "add other: with the value for everyone else")
            return broken
        currency = self._facts.currency_of_thresholds(choice, cases)
        if isinstance(currency, Word):
            return broken
        made_of = (stated, self.known, *bound_values)
        known = self._choices_bound.find(made_of, currency)
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        in_order = tuple(sorted(cases.items(), key=lambda case: order_of(case[0])))
        typed_choice = BoundChoice(choice.by, choice.thresholds, in_order, other, stated.place, currency)
        bound = Stated(typed_choice, stated.place, stated.source, stated.note)
        return self._choices_bound.keep(made_of, currency, bound, None)  # type: ignore[no-any-return]

    def _cases(
        self, choice: Choice, fact: FactType, start: Instant, in_zone: ZoneInfo | None, currency_at: CurrencyAt
    ) -> dict[FactValue, object] | None:
        """The cases by typed value, bound; None where one is of no such value or stands twice, which is reported."""
        cases: dict[FactValue, object] = {}
        sound = True
        amounts = self._facts.thresholds(choice, self._amounts(start, currency_at))
        for key, value in choice.cases:
            typed = self._facts.value(fact, key, amounts)
            if typed is None:
                sound = False
            elif typed in cases:
                sentence = f"{key.value} is a case that this choice has already"
                self.report("duplicate-key", sentence, key.place, "keep one of the two")
                sound = False
            else:
                cases[typed] = self._value(value, start, in_zone, currency_at)
        return cases if sound else None
