"""The currencies in which keys count that do not count in the one in force: payouts in that of the diamond's value."""

from ratecard.book.memo import Memo
from ratecard.book.records import CountsIn
from ratecard.book.timeline import Timeline
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.rulefiles.stated import BROKEN, Stated
from ratecard.terms.facts import BoundChoice
from ratecard.terms.resolved import Resolved


def currency_of(billed: Resolved[object] | None) -> Currency | None:
    """The currency of a statement of one; None where it is broken, or where there is none."""
    value = billed.stated.value if billed is not None else None
    return value if type(value) is Currency else None


class OwnCurrencies:
    """The currencies of keys' own statements, each found once."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._table = memo.table("own currencies")

    def own_currency(
        self, counts_in: CountsIn, values: Timeline[Resolved[object]] | None
    ) -> Timeline[Resolved[object]] | None:
        """The currency of a key's own statement over time, as a timeline like that of the currency in force."""
        if values is None:
            return None
        known = self._table.find((values,))
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        since = self._memo.mark()
        own = []
        for resolved in values.values:
            found = self._one(counts_in, resolved.stated)
            stated: Stated[object] = Stated(found or BROKEN, resolved.stated.place)
            own.append(Resolved(stated, resolved.since, resolved.rank))
        return self._table.keep((values,), None, Timeline(values.starts, tuple(own)), since)  # type: ignore[no-any-return]

    def _one(self, counts_in: CountsIn, stated: Stated[object]) -> Currency | None:
        """The one currency of a statement, in all its cases; None where there is none."""
        value = stated.value
        cases = [value]
        if type(value) is BoundChoice:
            every = [case for _, case in value.cases] + ([value.other] if value.other is not None else [])
            cases = [case.value for case in every]  # type: ignore[attr-defined]
        found = {own.code: own for case in cases if (own := counts_in.currency_of(case)) is not None}
        if len(found) > 1:
            sentence = counts_in.sentence.replace("{}", " and ".join(sorted(found)))
            wrong = Diagnostic(code=counts_in.code, sentence=sentence, place=stated.place, hint=counts_in.hint)
            self._memo.tell(wrong)
            return None
        return next(iter(found.values()), None)
