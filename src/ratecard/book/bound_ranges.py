"""Ranges and lists of money, once each of their parts has its currency; and other values that are made of parts."""

from collections.abc import Callable, Mapping

from ratecard.book.hearing import Hearing
from ratecard.book.memo import Memo
from ratecard.diagnostics.diagnostic import Note
from ratecard.diagnostics.fixes import Suggestion, possible
from ratecard.money import Money
from ratecard.ranges import Range, range_of
from ratecard.rulefiles.stated import BROKEN, Stated, StatedAmounts, StatedMoney, StatedParts, StatedRange


class RangeBinder:
    """Binds ranges, lists of money and values of parts, each once for all for whom its parts mean the same.

    What is wrong goes to `hearing`.
    """

    def __init__(self, hearing: Hearing, memo: Memo) -> None:
        self._hearing = hearing
        self._memo = memo
        self._table = memo.table("ranges")

    def bound(self, stated: Stated[object], money: Callable[[Stated[object]], Stated[object]]) -> Stated[object]:
        """The statement with its range in one currency; `money` binds one part."""
        assert type(stated.value) is StatedRange
        written = _parts_of(stated.value)
        parts = {name: money(part) for name, part in written.items()}
        if any(part.value is BROKEN for part in parts.values()):
            return Stated(BROKEN, stated.place)
        made_of = (stated, *parts.values())
        known = self._table.find(made_of)
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        since = self._memo.mark()
        found = _money_range(written, parts, self._hearing)
        bound = Stated(found if found is not None else BROKEN, stated.place, stated.source, stated.note)
        return self._table.keep(made_of, None, bound, since)  # type: ignore[no-any-return]

    def amounts(self, stated: Stated[object], bind: Callable[[Stated[object]], Stated[object]]) -> Stated[object]:
        """The statement with its list of money as a tuple of amounts and ranges; `bind` binds one of them."""
        assert type(stated.value) is StatedAmounts
        items = tuple([bind(item) for item in stated.value.items])
        if any(item.value is BROKEN for item in items):
            return Stated(BROKEN, stated.place)
        known = self._table.find((stated, *items))
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        bound = Stated(items, stated.place, stated.source, stated.note)
        return self._table.keep((stated, *items), None, bound, None)  # type: ignore[no-any-return]

    def parts(self, stated: Stated[object], bind: Callable[[Stated[object]], Stated[object]]) -> Stated[object]:
        """The statement of a value of parts, each of them bound by `bind`; itself where nothing is to bind."""
        assert type(stated.value) is StatedParts
        parts = tuple([(name, bind(part)) for name, part in stated.value.parts])
        if any(part.value is BROKEN for _, part in parts):
            return Stated(BROKEN, stated.place)
        if all(part is own for (_, part), (_, own) in zip(parts, stated.value.parts, strict=True)):
            return stated
        made_of = (stated, *(part for _, part in parts))
        known = self._table.find(made_of)
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        bound = Stated(StatedParts(parts), stated.place, stated.source, stated.note)
        return self._table.keep(made_of, None, bound, None)  # type: ignore[no-any-return]


def _parts_of(written: StatedRange) -> dict[str, Stated[StatedMoney]]:
    """The parts that are stated, by name."""
    named = (("least", written.least), ("most", written.most), ("step", written.step))
    return {name: part for name, part in named if part is not None}


def _money_range(
    written: Mapping[str, Stated[StatedMoney]], bound: Mapping[str, Stated[object]], hearing: Hearing
) -> Range | None:
    """The range of parts that are bound to their currencies; None where they do not fit, which is reported.

    Where no step is stated it is the currency's smallest unit: 0.01 EUR, 1 JPY, 0.001 KWD.
    """
    amounts = {name: stated.value for name, stated in bound.items() if type(stated.value) is Money}
    (first, money), *others = amounts.items()
    for name, other in others:
        if other.currency != money.currency:
            sentence = f"the {name} is {other}, where the {first} is in {money.currency}"
            notes = (Note(bound[first].place, f"the {first} is stated here"),)
            hint = "state all of a range in one currency"
            hearing.report("amount-in-other-currency", sentence, bound[name].place, hint, notes)
            return None
    minors = {name: amount.minor for name, amount in amounts.items()}
    found = range_of(minors.get("least"), minors.get("most"), minors.get("step"), money.currency)
    if isinstance(found, Range):
        return found
    part = written[found.part]
    offers: tuple[Suggestion, ...] = ()
    for minor in found.instead:
        amount = Money(minor, money.currency)
        offers += possible(str(amount) if part.value.currency else amount.amount)
    hearing.report(found.code, found.sentence, part.place, found.hint, offers=offers)
    return None
