"""All answers of two books that differ, over all time: each thing in each market, from when on and until when.

Both books are asked at every instant at which a period of either begins: between two of them no answer changes. What is
surely answered alike is not asked: a market of which both books hold the very same terms, and a thing of which all
terms are equal.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.instants import Instant, local_day
from ratecard.plan.asking import (
    ThingAsked,
    TwoBooks,
)
from ratecard.plan.figures import Answer
from ratecard.plan.questions import gifts_at, market_at, payouts_at
from ratecard.terms.facts import Facts
from ratecard.terms.market import MarketKey


class AnswerChange(msgspec.Struct, frozen=True, kw_only=True):
    """One thing of one market, or of a region, that two books answer otherwise from `start` up to `end`, None for good.

    `facts` are those of the first of so many `cases` that lead to these answers; `day` is the local day of the start.
    A payout is a thing by method, diamonds and where the money for them came from: "bank 10000 DE".
    """

    kind: str
    key: MarketKey
    thing: str
    facts: Facts
    cases: int
    start: Instant
    end: Instant | None
    day: date
    was: Answer
    now: Answer


def changes_between(books: TwoBooks) -> Iterator[AnswerChange]:
    """Each answer that differs, in order of market and then of region, thing and time."""
    for key in sorted({*books.before.markets(), *books.after.markets()}):
        yield from _of_market(books, key)
    for code in sorted({*books.before.regions, *books.after.regions}):
        yield from _of_region(books, MarketKey(code, ""))


def _histories(books: TwoBooks, key: MarketKey) -> list[MarketHistory]:
    """The history of a market, or a region, in each of the books that has it."""
    if key.platform:
        return [book.history(key) for book in books if key in book.markets()]
    return [book.history(key) for book in books if key.region in book.regions]


def _is_same(histories: list[MarketHistory]) -> bool:
    """Whether both books have it, with the very same terms at all times."""
    if len(histories) < 2:
        return False
    old, new = histories
    if old is new:
        return True
    parts, others = old.sections.parts, new.sections.parts
    is_same = parts.keys() == others.keys() and all(part is others[key] for key, part in parts.items())
    alike = (old.starts, old.own_starts, old.in_zone, old.enclosing) == (
        new.starts,
        new.own_starts,
        new.in_zone,
        new.enclosing,
    )
    return is_same and alike


def _of_market(books: TwoBooks, key: MarketKey) -> Iterator[AnswerChange]:
    histories, regions = _histories(books, key), _histories(books, MarketKey(key.region, ""))
    if not _is_same(histories):
        starts = sorted({start for history in histories for start in history.starts})
        asked = ((at, list(market_at(books, key, at))) for at in starts)
        yield from _joined(asked, starts, histories[-1])
    if not (_is_same(histories) and _is_same(regions)):
        starts = sorted({start for own in histories for start in (*own.starts, *own.own_starts)})
        starts = sorted({*starts, *(start for own in regions for start in own.starts)})
        asked = ((at, list(gifts_at(books, key, at))) for at in starts)
        yield from _joined(asked, starts, histories[-1])


def _of_region(books: TwoBooks, key: MarketKey) -> Iterator[AnswerChange]:
    histories = _histories(books, key)
    if not _is_same(histories):
        starts = sorted({start for history in histories for start in history.starts})
        asked = ((at, list(payouts_at(books, key, at))) for at in starts)
        yield from _joined(asked, starts, histories[-1])


def _joined(
    asked: Iterable[tuple[Instant, list[ThingAsked]]], starts: list[Instant], history: MarketHistory
) -> Iterator[AnswerChange]:
    """What is answered otherwise at neighbouring instants in the very same way, as one stretch of time."""
    ends = dict(zip(starts, (*starts[1:], None), strict=True))
    open_changes: dict[tuple[object, ...], AnswerChange] = {}
    done: list[AnswerChange] = []
    for at, every in asked:
        going: dict[tuple[object, ...], AnswerChange] = {}
        for own in every:
            key: tuple[object, ...] = (own.kind, own.thing, repr(sorted(own.facts.items())), own.was, own.now)
            known = open_changes.pop(key, None)
            if known is not None:
                going[key] = msgspec.structs.replace(known, end=ends[at])
                continue
            going[key] = AnswerChange(
                kind=own.kind,
                key=own.key,
                thing=own.thing,
                facts=own.facts,
                cases=own.cases,
                start=at,
                end=ends[at],
                day=local_day(at, history.in_zone),
                was=own.was,
                now=own.now,
            )
        done += open_changes.values()
        open_changes = going
    yield from sorted([*done, *open_changes.values()], key=lambda own: (own.kind, own.thing, own.start))
