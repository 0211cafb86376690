"""Dates that are values, and the edges of windows, bound to the zone of whoever reads them."""

from datetime import date
from zoneinfo import ZoneInfo

from ratecard.book.hearing import Hearing
from ratecard.book.memo import Memo
from ratecard.book.starts import bind_instant, day_end
from ratecard.instants import Instant
from ratecard.rulefiles.stated import BROKEN, DateName, Stated, StatedEdge
from ratecard.terms.resolved import BoundEdge, BoundInstant


class DateBinder:
    """Binds dates; zones of the same instant share what is bound."""

    def __init__(self, hearing: Hearing, memo: Memo) -> None:
        self._hearing = hearing
        self._bound = memo.table("instants")

    def instant(self, stated: Stated[object], in_zone: ZoneInfo | None) -> Stated[object]:
        """An instant that is a value: a day begins where its zone says, and zones of the same instant share it."""
        written = stated.value
        assert isinstance(written, date)
        instant = bind_instant(written, in_zone)
        if instant is None:
            return self._skipped(stated, in_zone)
        return self._shared(stated, instant, BoundInstant(instant, written))

    def edge(self, stated: Stated[object], in_zone: ZoneInfo | None) -> Stated[object]:
        """An edge of a window, where days begin and end in this zone; of one that is cancelled no instant is known."""
        edge = stated.value
        assert type(edge) is StatedEdge
        assert not isinstance(edge.at, DateName), "names were replaced by their dates"
        if isinstance(edge.at, str):
            return self._shared(stated, None, BoundEdge(None, edge))
        instant = day_end(edge.at, in_zone) if edge.whole_day else bind_instant(edge.at, in_zone)
        if instant is None:
            return self._skipped(stated, in_zone)
        return self._shared(stated, instant, BoundEdge(instant, edge))

    def _shared(self, stated: Stated[object], instant: Instant | None, value: object) -> Stated[object]:
        known = self._bound.find((stated,), instant)
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        bound = Stated(value, stated.place, stated.source, stated.note)
        return self._bound.keep((stated,), instant, bound, None)  # type: ignore[no-any-return]

    def _skipped(self, stated: Stated[object], in_zone: ZoneInfo | None) -> Stated[object]:
        assert in_zone is not None, "no day was skipped in the zone of the latest days"
        sentence = f"{stated.value} was skipped in {in_zone.key}"
        self._hearing.report("date-does-not-exist", sentence, stated.place, "write a day that exists there")
        return Stated(BROKEN, stated.place)
