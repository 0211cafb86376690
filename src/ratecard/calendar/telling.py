"""A calendar for people: a page of days, of which each line says what changes, from what to what, and where it stands.

Where many values of a key change on one day they are told together. All of them are in the data.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from statistics import median

import msgspec

from ratecard.book.library import is_of_library
from ratecard.calendar.entries import Calendar, CalendarEntry, DueKind
from ratecard.guards.findings import percent
from ratecard.guards.followed import FollowedMove
from ratecard.guards.joint_cases import where_said
from ratecard.guards.price_moves import MANY_LEAST, summary_of
from ratecard.instants import datetime_of
from ratecard.money import Money
from ratecard.terms.market import MarketKey
from ratecard.terms.prices import PriceTerms

MARKETS_MOST, DAYS_MOST = 3, 14
"""How many markets of a line, and days of a page, are named."""


def told_days(calendar: Calendar, day_names: Mapping[date, str]) -> Iterator[tuple[str, list[str]]]:
    """Each day with changes, with its lines; of many days the first ones, and how many more there are."""
    days = list(calendar.days())
    for day, entries in days[:DAYS_MOST]:
        yield _day(day, calendar, day_names), list(_lines(entries))
    left = days[DAYS_MOST:]
    if left:
        yield f"and {len(left):,} more days until {left[-1][0]}, which --format json lists", []


def _day(day: date, calendar: Calendar, day_names: Mapping[date, str]) -> str:
    """A day, its name in the book, and how far off it is: "2027-01-12 (january_wave), in 44 days"."""
    days = (day - datetime_of(calendar.now).date()).days
    far = "today" if days <= 0 else "tomorrow" if days == 1 else f"in {days:,} days"
    return f"{day}{f' ({day_names[day]})' if day in day_names else ''}, {far}"


def _lines(entries: Sequence[CalendarEntry]) -> Iterator[str]:
    by_key: dict[tuple[DueKind, str], list[CalendarEntry]] = {}
    for entry in entries:
        by_key.setdefault((entry.kind, entry.path[0] if entry.path else ""), []).append(entry)
    for (_, key), own in by_key.items():
        if len(own) < MANY_LEAST:
            yield from map(entry_line, own)
        else:
            yield _together(key, own)


def _together(key: str, entries: Sequence[CalendarEntry]) -> str:
    """Many changes of one key: how many, where, and by how much; and the first of them."""
    markets = {market for entry in entries for market in entry.markets}
    where = f" in {_counted(markets)}" if markets else ""
    shares = [entry.moved for entry in entries if entry.moved is not None]
    much = f", amounts by {_ends(shares)}" if shares else ""
    verb = {DueKind.OPENS: "open", DueKind.CLOSES: "end", DueKind.EXCEPTION_ENDS: "end", DueKind.RATE_TOO_OLD: "age"}
    follows = _following([move for entry in entries for move in entry.follows])
    return (
        f"{len(entries):,} of {key or 'the markets'}{where} {verb.get(entries[0].kind, 'change')}{much}{follows}; "
        f"the first: {entry_line(msgspec.structs.replace(entries[0], follows=()))}"
    )


def _ends(shares: Sequence[Fraction]) -> str:
    middle, least, most = (_signed(own) for own in (Fraction(median(shares)), min(shares), max(shares)))
    return middle if least == most else f"{middle} in the middle ({least} to {most})"


def _signed(share: Fraction) -> str:
    return f"{'+' if share > 0 else '−' if share < 0 else '±'}{percent(abs(share))}"


def entry_line(entry: CalendarEntry) -> str:
    """One entry: where it stands, what it is of, in which markets, and both values or what happens."""
    name = {DueKind.FOLLOWS: "prices that follow others", DueKind.BEGINS: "the beginning"}.get(entry.kind, entry.name)
    where = f" in {_markets(entry.markets)}" if entry.markets else ""
    library = " of the library of the world" if is_of_library(entry.place) else ""
    return f"{entry.place}  {name}{library}{where}{_when(entry)}: {_what(entry)}{_silent(entry)}"


def _what(entry: CalendarEntry) -> str:
    follows = _following(entry.follows)
    if entry.kind is DueKind.STATED:
        much = f" ({_signed(entry.moved)})" if entry.moved else ""
        return f"{entry.was} → {entry.now}{much}{follows}"
    if entry.kind is DueKind.FOLLOWS:
        return follows.removeprefix("; with it ")
    verb = {DueKind.OPENS: "opens and gives ", DueKind.CLOSES: "ends; it gave "}.get(entry.kind, "")
    return f"{verb}{entry.sentence}{follows}"


def _following(moves: Sequence[FollowedMove]) -> str:
    """How many computed prices change too: of few each, of many how many and by how much."""
    if not moves:
        return ""
    if len(moves) < MANY_LEAST:
        return f"; with it {'; '.join(_few_moves(moves))}"
    both = [move.move for move in moves if move.was is not None and move.now is not None]
    parts = [summary_of(both)] if both else []
    gone, new = (sum(own is None for own in prices) for prices in _prices(moves))
    parts += [f"{gone:,} are not sold any more"] if gone else []
    parts += [f"{new:,} are sold that were not"] if new else []
    return f"; with it {', '.join(parts)}"


def _few_moves(moves: Sequence[FollowedMove]) -> Iterator[str]:
    """Each move once for all markets: "coins_1000 in CH on ios, CH on web 19.49 EUR → 20.99 EUR (+7.7 %)"."""
    alike: dict[tuple[str, str], list[MarketKey]] = {}
    for move in moves:
        much = f" ({_signed(move.by)})" if move.by else ""
        of = f"{move.thing}{where_said(move.facts)}"
        alike.setdefault((of, f"{_price(move.was)} → {_price(move.now)}{much}"), []).append(move.market)
    for (of, words), markets in alike.items():
        yield f"{of} in {', '.join(key.shown for key in markets)} {words}"


def _price(price: PriceTerms | None) -> str:
    return "not sold" if price is None else str(Money(price.listed_minor, price.currency))


def _prices(moves: Iterable[FollowedMove]) -> tuple[list[object], list[object]]:
    """The prices from then on, and those before."""
    every = list(moves)
    return [move.now for move in every], [move.was for move in every]


def _silent(entry: CalendarEntry) -> str:
    number = len(entry.without_effect)
    if not number:
        return ""
    where = "" if number == len(entry.markets) else f" in {number:,} of them"
    return f"; nothing is answered from it{where}"


def _when(entry: CalendarEntry) -> str:
    """The time in UTC, where it is not when local days begin."""
    return "" if entry.at_midnight else f" at {datetime_of(entry.starts[0]):%H:%M} UTC"


def _markets(markets: Sequence[MarketKey]) -> str:
    """How many markets, or regions, and the first of them: "19 markets (AT on ios, AT on web, BE on ios, …)"."""
    if len(markets) == 1:
        return markets[0].shown
    first = ", ".join(own.shown for own in markets[:MARKETS_MOST])
    return f"{_counted(markets)} ({first}{', …' if len(markets) > MARKETS_MOST else ''})"


def _counted(markets: Iterable[MarketKey]) -> str:
    """How many markets; regions where there is no market among them, as of what creators get."""
    every = list(markets)
    platforms = sum(1 for own in every if own.platform)
    number, noun = (platforms, "market") if platforms else (len(every), "region")
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
