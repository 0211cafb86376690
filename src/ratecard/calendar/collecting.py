"""The calendar of a book: all that changes after an instant up to a day, what markets share told once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.calendar.alike import Effects
from ratecard.calendar.entries import Calendar, CalendarEntry, DueKind, DueStretch
from ratecard.calendar.following_due import caused_at, followers_due
from ratecard.calendar.statements_due import StatementTurn, statements_due
from ratecard.calendar.windows_due import ExceptionEnd, exceptions_ending, turns_due
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.followed import FollowedMove
from ratecard.guards.made_of import holds
from ratecard.guards.saying import value_said
from ratecard.guards.settings import settings_of
from ratecard.guards.statements import amount_in
from ratecard.instants import Instant, first_instant, local_day
from ratecard.terms.market import MarketKey

IsWanted = Callable[[MarketKey], bool]
EntryKey = tuple[object, ...]


def everywhere(_: MarketKey) -> bool:
    """All markets and regions."""
    return True


def calendar_of(book: RuleBook, now: Instant, last: date, wanted: IsWanted = everywhere) -> Calendar:
    """What changes after `now` up to and with the local day `last`, in the markets and regions that are `wanted`.

    An exception of a guard is told where one of these may be meant by it. It says the same as asking the book just
    before and at the start of each period: what is answered otherwise has an entry on that day in that market, and an
    entry that is not without effect in a market changes what is answered there.
    """
    stretch, effects = DueStretch(now, last), Effects(book)
    keys = [*book.markets(), *(MarketKey(code, "") for code in book.regions)]
    histories = [book.history(key) for key in keys if wanted(key)]
    gathered = _Gathered(effects)
    for turn in statements_due(histories, book.keys, stretch):
        gathered.add_statement(turn)
    for history in histories:
        for own in turns_due(history, stretch):
            always = own.kind in (DueKind.RATE_TOO_OLD, DueKind.BEGINS)
            entry = CalendarEntry(
                kind=own.kind,
                day=local_day(own.at, history.in_zone),
                starts=(own.at,),
                place=own.place,
                markets=(history.key,),
                path=own.path,
                sentence=own.sentence,
                at_midnight=_is_midnight(own.at, history),
            )
            gathered.add(entry, is_answered=always or effects.changes(history.key, own.at))
    ends = exceptions_ending(settings_of(book.kept), stretch)
    for ending in ends:
        if _is_of(ending, keys, histories):
            gathered.add(_of_exception(ending), is_answered=True)
    entries = _with_followers(gathered.entries(), followers_due(book, histories, stretch, effects))
    return Calendar(now, last, tuple(sorted(entries, key=_order)))


class _Gathered:
    """Entries, each put together of what is the same in many markets."""

    def __init__(self, effects: Effects) -> None:
        self._effects = effects
        self._first: dict[EntryKey, CalendarEntry] = {}
        self._markets: dict[EntryKey, dict[MarketKey, Instant]] = defaultdict(dict)
        self._silent: dict[EntryKey, list[MarketKey]] = defaultdict(list)
        self._in_a_day: set[EntryKey] = set()

    def add(self, entry: CalendarEntry, *, is_answered: bool) -> None:
        """Takes in an entry of one market, or of none."""
        key: EntryKey = (entry.kind, entry.day, entry.path, entry.place, entry.was, entry.now, entry.sentence)
        self._first.setdefault(key, entry)
        if not entry.at_midnight:
            self._in_a_day.add(key)
        for market in entry.markets:
            self._markets[key][market] = entry.starts[0]
            if not is_answered:
                self._silent[key].append(market)

    def add_statement(self, turn: StatementTurn) -> None:
        """Takes in a value of one market that changes."""
        stated = turn.now or turn.was
        assert stated is not None
        entry = CalendarEntry(
            kind=DueKind.STATED,
            day=local_day(turn.at, turn.history.in_zone),
            starts=(turn.at,),
            place=stated.place,
            markets=(turn.history.key,),
            path=turn.path,
            was=value_said(turn.was),
            now=value_said(turn.now),
            moved=_moved(turn),
            at_midnight=_is_midnight(turn.at, turn.history),
        )
        self.add(entry, is_answered=self._effects.changes(turn.history.key, turn.at, turn.path))

    def entries(self) -> Iterator[CalendarEntry]:
        """Each entry, with all its markets."""
        for key, first in self._first.items():
            markets = self._markets[key]
            yield msgspec.structs.replace(
                first,
                starts=tuple(sorted({*first.starts, *markets.values()})),
                markets=tuple(sorted(markets)),
                without_effect=tuple(sorted(set(self._silent[key]))),
                at_midnight=key not in self._in_a_day,
            )


def _is_midnight(at: Instant, history: MarketHistory) -> bool:
    """Whether a local day begins at an instant."""
    return first_instant(local_day(at, history.in_zone), history.in_zone) == at


def _moved(turn: StatementTurn) -> Fraction | None:
    """By what share an amount is more; None where the two are not amounts of one kind."""
    was, now = (None if stated is None else amount_in(stated.value) for stated in (turn.was, turn.now))
    is_known = was is not None and now is not None and was[0] == now[0] != "share" and was[1]
    return now[1] / was[1] - 1 if is_known and was is not None and now is not None else None


def _is_of(ending: ExceptionEnd, keys: Iterable[MarketKey], histories: Iterable[MarketHistory]) -> bool:
    """Whether an exception may be of one of the markets that are wanted: it names none, or one of them."""
    every = {word for key in keys for word in _words(key)}
    wanted = {word for history in histories for word in _words(history.key)}
    return all(word in wanted for word in ending.words if word in every)


def _words(key: MarketKey) -> tuple[str, ...]:
    return key.region, key.region.partition("-")[0], key.platform


def _of_exception(ending: ExceptionEnd) -> CalendarEntry:
    return CalendarEntry(
        kind=DueKind.EXCEPTION_ENDS,
        day=ending.day,
        starts=(ending.at,),
        place=ending.place,
        path=("guards", "accepted", ending.id),
        sentence=ending.sentence,
    )


def _with_followers(entries: Iterable[CalendarEntry], moves: Iterable[FollowedMove]) -> Iterator[CalendarEntry]:
    """The entries with the computed prices that change with them; those of other causes as entries of their own."""
    every = list(entries)
    by_file: dict[tuple[str, str], list[CalendarEntry]] = defaultdict(list)
    for entry in every:
        by_file[f"{entry.day}", entry.place.file].append(entry)
    following: dict[int, list[FollowedMove]] = defaultdict(list)
    alone: dict[tuple[date, Place], list[FollowedMove]] = defaultdict(list)
    for move in moves:
        places = list(caused_at(move))
        causes = (own for place in places for own in by_file[move.day, place.file] if holds(own.place, place))
        cause = next(causes, None)
        if cause is None:
            alone[date.fromisoformat(move.day), places[0]].append(move)
        else:
            following[id(cause)].append(move)
    for entry in every:
        yield msgspec.structs.replace(entry, follows=tuple(following[id(entry)]))
    for (day, place), own in alone.items():
        yield CalendarEntry(
            kind=DueKind.FOLLOWS,
            day=day,
            starts=tuple(sorted({move.since for move in own})),
            place=place,
            markets=tuple(sorted({move.market for move in own})),
            follows=tuple(own),
        )


def _order(entry: CalendarEntry) -> tuple[object, ...]:
    return entry.day, entry.place, entry.path, entry.kind.value, entry.starts
