"""What terms are built from: the winning statements of one section, by their paths, with readers for each type.

What is stated to be `unknown` is neither there nor missing; `unknown_at` tells it.
"""

from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place
from ratecard.diagnostics.fixes import POSSIBLE, Suggestion
from ratecard.instants import Duration, Instant, instant_after, local_day
from ratecard.money import Money
from ratecard.ranges import Range
from ratecard.rounding import Rounding
from ratecard.rulefiles.mending import problem
from ratecard.rulefiles.stated import KeyPath, Stated, StatedRounding, is_broken_above
from ratecard.terms.resolved import (
    EVERYTHING,
    BoundInstant,
    NotSaidToBeRead,
    Reads,
    Resolved,
    typed,
    typed_either,
)
from ratecard.terms.statements import Statements

T = TypeVar("T")
U = TypeVar("U")

IN_FORCE = "the currency"
"""What people call the statement of the currency in which bare money is."""


NO_PATHS: frozenset[KeyPath] = frozenset()


class Values(Statements):
    """The resolved statements of one section in one market at one instant; `none` reads as absent.

    What builds terms first asks for all that they need, and goes on only where `usable`: so every missing path is
    recorded at once, and beside a statement that is `broken` too. Problems are collected, each as a diagnostic.
    `reads` is all that may be asked for beside the statements: what is not among it is the same wherever the same is
    stated. `others` are the terms of the other sections that are read, as of the same instant. `billed` is the
    statement of the currency in force, which people call `counted_in`, and `naming` has the places of money that names
    its currency itself.
    """

    def __init__(
        self,
        resolved: Mapping[KeyPath, Resolved[object]],
        currency: Currency | None,
        is_subdivision: bool,
        in_zone: ZoneInfo,
        broken: bool = False,
        reads: frozenset[Reads] = EVERYTHING,
        others: Mapping[KeyPath, object] = MappingProxyType({}),
        billed: Resolved[object] | None = None,
        naming: Container[Place] = (),
        counted_in: str = IN_FORCE,
    ) -> None:
        super().__init__(resolved)
        self._currency = currency
        self._is_subdivision = is_subdivision
        self._in_zone = in_zone
        self.is_of_zone = False
        self.times_asked = NO_PATHS
        self._broken = broken
        self.problems: list[Diagnostic] = []
        self.missing: list[KeyPath] = []
        self._reads = reads
        self._others = others
        self._billed, self._naming, self._counted_in = billed, naming, counted_in

    @property
    def currency(self) -> Currency | None:
        """The currency in force: that of prices, or of the diamond's value for what is counted in it."""
        self._asked_for(Reads.CURRENCY)
        return self._currency

    @property
    def is_subdivision(self) -> bool:
        """Whether the market is part of a country."""
        self._asked_for(Reads.SUBDIVISION)
        return self._is_subdivision

    def _asked_for(self, what: Reads) -> None:
        if what not in self._reads:
            raise NotSaidToBeRead(f"these terms read {what.value}, and their key does not say so")

    def terms(self, *section: str) -> object:
        """The terms of another section at the same instant; None where it has none.

        The record of the key says that they are read; else `NotSaidToBeRead` is raised.
        """
        if section not in self._others:
            raise NotSaidToBeRead(f"these terms read those of {'.'.join(section)}, and their key does not say so")
        return self._others[section]

    def others(self, *table: str) -> dict[str, object]:
        """The terms of each identifier of another key's table at the same instant."""
        depth = len(table)
        return {path[depth]: terms for path, terms in self._others.items() if path[:depth] == table and path[depth:]}

    def instant(self, *path: str) -> Instant | None:
        """The instant stated at this path, as the region's days are; None where none is."""
        stated = self.stated_as(BoundInstant, *path)
        return None if stated is None else stated.value.instant

    @property
    def usable(self) -> bool:
        """Whether terms can be built: nothing that was needed is missing, and no statement is broken."""
        return not self.missing and not self._broken

    def needed(self, *path: str) -> Stated[object] | None:
        """The statement at this path; where it is missing, that is recorded. What is stated to be unknown is not.

        Below a mapping that is broken nobody can tell what is missing.
        """
        found = self.get(*path)
        if found is None and self.unknown_at(*path) is None and not is_broken_above(path, self._said_at):
            self.missing.append(path)
        return found

    def is_broken(self, *path: str) -> bool:
        """Whether what is stated at this path, or a mapping above it, is wrong, which is reported."""
        return is_broken_above((*path, ""), self._said_at)

    def stated_as(self, of: type[T], *path: str) -> Stated[T] | None:
        """The statement at this path, as by `get`, whose value is of this type: the reader of its key has made it one.

        None also where it is broken, beside which no terms are built. Raises TypeError for any other value, which is a
        fault of the engine and never of a rule file.
        """
        return typed(of, self.get(*path))

    def stated_either(self, of: type[T], other: type[U], *path: str) -> Stated[T] | Stated[U] | None:
        """The statement at this path, as by `stated_as`, whose value is of one of these types."""
        return typed_either(of, other, self.get(*path))

    def needed_as(self, of: type[T], *path: str) -> Stated[T] | None:
        """The statement at this path, as by `needed`, whose value is of this type. Raises TypeError as `stated_as`."""
        return typed(of, self.needed(*path))

    def rounding(self, *path: str) -> Rounding | None:
        """The rounding stated at this path, its step in minor units of the currency in force."""
        if self.currency is None:
            self.needed(*path)
            return None
        smallest = f"the smallest unit of {self.currency}"
        return self._rounding(self.currency.exponent, smallest, *path)

    def whole_rounding(self, *path: str) -> Rounding | None:
        """The rounding stated at this path for what is counted, its step in whole ones."""
        return self._rounding(0, "a whole one", *path)

    def _rounding(self, exponent: int, smallest: str, *path: str) -> Rounding | None:
        stated = self.needed_as(StatedRounding, *path)
        if stated is None:
            return None
        value = stated.value
        if value.step is None:
            return Rounding(value.mode)
        scaled, decimals = value.step
        shift = exponent - decimals
        step, rest = (scaled * 10**shift, 0) if shift >= 0 else divmod(scaled, int(10**-shift))
        if rest or step == 0:
            sentence = f"{value} rounds to less than {smallest}"
            held = f"{exponent} decimals can hold" if exponent else "has no decimals"
            plain = Suggestion(value.mode.value, POSSIBLE, f"for {smallest}")
            self.problem("step-too-fine", sentence, stated, f"else write a step that {held}", (plain,))
            return None
        return Rounding(value.mode, step)

    def money(self, *path: str, code: str = "amount-in-other-currency") -> Money | None:
        """The money stated at this path, or None; money of another currency than the one in force is a problem.

        `code` is that of the problem.
        """
        stated = self.stated_as(Money, *path)
        if stated is None or not self._is_in_force(stated.value.currency, stated, path, code):
            return None
        return stated.value

    def range(self, *path: str) -> Range | None:
        """The range stated at this path; None where nothing or one value is. It is of counts where it has no currency.

        One of money in another currency than the one in force is a problem.
        """
        stated = self.get(*path)
        if stated is None or type(stated.value) is not Range:
            return None
        found = stated.value
        if found.currency is not None and not self._is_in_force(found.currency, stated, path):
            return None
        return found

    def _is_in_force(
        self, currency: Currency, stated: Stated[object], path: KeyPath, code: str = "amount-in-other-currency"
    ) -> bool:
        """Whether what is stated is in the currency in force; where it is in another one, that is a problem."""
        if self.currency is None:
            return False
        if currency == self.currency:
            return True
        counts = self.currency if self._counted_in == IN_FORCE else f"in {self.currency}"
        sentence = f"{'.'.join(path)} is {stated.value}, where {self._counted_in} is {counts}"
        own = f"{self._counted_in} is stated here"
        self.in_other_currency(code, sentence, path, (f"state it in {self.currency}", own))
        return False

    def in_other_currency(self, code: str, sentence: str, path: KeyPath, words: tuple[str, str]) -> None:
        """Records money in another currency than the one in force, at the one of the two statements that is at fault.

        That is the currency's, where it stands in a narrower layer than the money: whoever writes CAD for a state of
        the US reads there that the country's prices are in USD. Else, and where the money names its currency, it is the
        money's. A note shows the other one.
        `words` are how to state the money, and what is said where the currency stands.
        """
        money, billed = self.resolved[path], self._billed
        how, here = words
        broader = billed is not None and money.rank.is_of_broader_layer(billed.rank)
        if billed is None:
            self.problem(code, sentence, money.stated, how)
        elif broader and money.stated.place not in self._naming:
            own = getattr(money.stated.value, "currency", "another currency")
            hint = f"write {own} here where that is meant, or {how} in this file"
            self.problem(code, sentence, billed.stated, hint, notes=(Note(money.stated.place, "it is stated here"),))
        else:
            when = f" from {local_day(billed.since, self._zone)} on" if billed.since > money.since else ""
            notes = (Note(billed.stated.place, here),)
            where = f", in {billed.stated.place.file}" if broader else ""
            self.problem(code, sentence, money.stated, f"{how}{when}{where}", notes=notes)

    def since(self, *path: str) -> Instant:
        """Since when the statement at this path holds. Raises KeyError where nothing is stated."""
        self._asked_for(Reads.DATES)
        self.times_asked |= {path}
        return self.resolved[path].since

    def after(self, instant: Instant, duration: Duration) -> Instant:
        """The instant after a duration, by the region's calendar."""
        self._asked_for(Reads.ZONE)
        return instant_after(instant, duration, self._zone)

    @property
    def _zone(self) -> ZoneInfo:
        """The zone of the region's days; from then on the terms are of that zone alone."""
        self.is_of_zone = True
        return self._in_zone

    def problem(
        self,
        code: str,
        sentence: str,
        stated: Stated[object],
        hint: str,
        offers: tuple[Suggestion, ...] = (),
        notes: tuple[Note, ...] = (),
    ) -> None:
        """Records what is wrong with a statement, and what may stand there instead."""
        self.problems.append(problem(code, sentence, stated.place, hint, offers=offers, notes=notes))
