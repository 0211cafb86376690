"""Whatever else a new book says otherwise than an older one: so nothing that changes what people pay is silent.

Each edit of a statement is told once, where no other guard against an older book tells it: with both values, from when
on, and in how many markets. It stands last, and what it compares is complete.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.declared import declared_otherwise
from ratecard.guards.differing import StatementDifference, differences
from ratecard.guards.findings import Finding
from ratecard.guards.followed import Edits, FollowedMove, FollowingMoves, by_edit, followed_moves
from ratecard.guards.joined import joined_by
from ratecard.guards.ladders import PRICES
from ratecard.guards.meaning import meaning
from ratecard.guards.near import NearLines
from ratecard.guards.price_moves import PriceMove, moves_told
from ratecard.guards.saying import amounts_moved, said, value_said
from ratecard.instants import Instant, local_day
from ratecard.money import Money
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.market import MarketKey

TERMS_CHANGED = "terms_changed"

PARTS_MOST = 4
"""How many of the values of a thing that is gone, or new, are told."""


TABLES_BELOW = ("lines", "methods", "limits", "rates")
"""Tables whose things have names of their own."""


OF_PURCHASES = frozenset({"tax", "commission", "pricing", "promotions", "packages", "ways", "prices"})
"""The keys of which a change is told by what buyers pay, too."""

MARKETS_MOST, STARTS_MOST = 12, 8
"""In how many markets, and at how many changes from then on, it is looked for."""


def terms_changed(before: RuleBook, after: RuleBook, now: Instant, told: Sequence[Finding]) -> Iterator[Finding]:
    """Each statement that differs of which none of `told`, the findings against the same older book, tells."""
    places = {place for own in told for place in (own.place, *(note.place for note in own.notes))}
    every = list(differences(before, after, now))
    left = [own for own in every if not _is_told(own, places, told)]
    declared = list(declared_otherwise(before, after, now))
    now_at = [*(own.now.place for own in every if own.now is not None), *(own.finding.place for own in declared)]
    was_at = [own.was.place for own in every if own.was is not None]
    known = Edits(now_at, [*was_at, *(own.was for own in declared if own.was is not None)])
    priced = {(own.market, own.of, own.price or own.place) for own in told}
    gone = {(own.market, own.of) for own in told if own.gone}
    moves = (own for own in followed_moves(before, after, now) if not _is_told_of(own, priced, gone))
    following = FollowingMoves(by_edit(moves, known))
    lines = NearLines.of(before, after)
    prices = _of_prices([own for own in left if _is_price(own)], now, lines)
    for finding, was in declared:
        yield following.told_with(finding, [finding.place, *([] if was is None else [was])])
    yield from (following.told_with(finding, [finding.place]) for finding in prices)
    things: dict[tuple[object, ...], list[StatementDifference]] = defaultdict(list)
    for own in (own for own in left if not _is_price(own)):
        things[_edit_of(own, lines)].append(own)
    edits: dict[MarketKey, set[tuple[object, ...]]] = defaultdict(set)
    for own in every:
        for market in own.markets:
            edits[market].add(_edit_of(own, lines))
    for group in things.values():
        means = "" if group[0].path[0] not in OF_PURCHASES else _meaning(before, after, group[0], edits, now)
        finding = _finding(group, now, lines)
        finding = msgspec.structs.replace(finding, sentence=f"{finding.sentence}{means}")
        stated = (value for own in group for value in (own.now, own.was) if value is not None)
        yield following.told_with(finding, [value.place for value in stated])
    yield from following.left()


def _is_told_of(
    move: FollowedMove, priced: Collection[tuple[MarketKey, str, Place]], gone: Collection[tuple[MarketKey, str]]
) -> bool:
    """Whether a finding tells the very price that moved, or that the thing is not sold any more."""
    of = move.market, move.thing
    if move.now is None:
        return of in gone or (move.market, "") in gone
    return (*of, move.now.listed_stated.place) in priced


def _meaning(
    before: RuleBook,
    after: RuleBook,
    own: StatementDifference,
    edits: Mapping[MarketKey, Collection[object]],
    now: Instant,
) -> str:
    """What an edit means to a buyer, in a market of which nothing else differs; "" where there is none."""
    alone = [market for market in own.markets if market.platform and len(edits[market]) == 1][:MARKETS_MOST]
    since = own.start if own.is_over(now) else max(own.start, now)
    told = next(filter(None, (meaning(before, after, market, since) for market in alone)), "")
    if told or not alone:
        return told and f"; {told}"
    later = {start for book in (before, after) for start in book.history(alone[0]).starts if start > since}
    for at in sorted(later)[:STARTS_MOST]:
        told = meaning(before, after, alone[0], at)
        if told:
            return f"; from {_day(at, own.new)} on {told}"
    return ""


def _edit_of(own: StatementDifference, lines: NearLines) -> tuple[object, ...]:
    """What is equal for differences that are told as one: parts of a thing that is new in a file, or gone; of a group.

    A group that a region joined or left is one edit, of the list that names both.
    """
    stated = own.now or own.was
    assert stated is not None
    joined = joined_by(own, lines)
    if joined is not None:
        return joined
    if own.was is not None and own.now is not None:
        return own.path, own.case, stated.place, own.start
    return own.thing, own.case if own.thing == own.path else "", own.now is None, stated.place.file


def _is_told(own: StatementDifference, places: Collection[Place], told: Iterable[Finding]) -> bool:
    """Whether a finding stands at what is stated now, or tells that what was stated is gone."""
    if own.now is not None:
        of_zone = own.was is not None and own.old.time_zone != own.new.time_zone
        is_of_zone = of_zone and value_said(own.was) == value_said(own.now)  # that days are other ones is told
        return own.now.place in places or is_of_zone
    whole = own.thing if own.thing != own.path else None
    return any(
        (own.path[: len(path)] == path or path[: len(own.thing)] == whole)
        and any(market.region == finding.market.region for market in own.markets)
        for finding in told
        for path in finding.gone
    )


def _is_price(own: StatementDifference) -> bool:
    """Whether the price of a package moved in one currency."""
    was, now = (None if stated is None else stated.value for stated in (own.was, own.now))
    if own.path[:-1] != (PRICES,) or not isinstance(was, Money) or not isinstance(now, Money):
        return False
    return was.currency == now.currency and bool(was.minor)


def _of_prices(prices: Sequence[StatementDifference], now: Instant, lines: NearLines) -> Iterator[Finding]:
    """Each price that moved; those that moved in the past alone apart."""
    for is_over in (False, True):
        moves = [_move(own, now, lines) for own in prices if own.is_over(now) is is_over]
        yield from moves_told(moves, f"prices {is_over}")


def _move(own: StatementDifference, now: Instant, lines: NearLines) -> PriceMove:
    assert own.was is not None
    assert own.now is not None
    was, is_now = own.was.value, own.now.value
    assert isinstance(was, Money)
    assert isinstance(is_now, Money)
    return PriceMove(was.currency.code, Fraction(is_now.minor, was.minor) - 1, _finding([own], now, lines))


def _finding(group: Sequence[StatementDifference], now: Instant, lines: NearLines) -> Finding:
    """One edit: a value, or a thing with its parts."""
    first = group[0]
    markets = tuple(dict.fromkeys(market for own in group for market in own.markets))
    moved = amounts_moved(first) if len(group) == 1 else None
    region, platform = market = markets[0]
    joined = joined_by(first, lines)
    return Finding(
        guard=TERMS_CHANGED,
        market=market,
        of=_named(first.path),
        since=first.start if first.is_over(now) else max(first.start, now),
        seen=abs(moved) if moved is not None else Fraction(0),
        sentence=_sentence(group, markets, now, moved) if joined is None else joined.said(group, now),
        place=_place(first, lines) if joined is None else joined.place,
        hint="look whether it is meant",
        question=f"ratecard prices --region {region} --platform {platform}" if platform else "",
        together=_together(first) if joined is None else "",
    )


def _together(own: StatementDifference) -> str:
    """What is equal for the same thing that is new, or gone, in several files."""
    is_alone = own.was is not None and own.now is not None
    return "" if is_alone else f"{'.'.join(own.thing)} {own.now is None}"


def _named(path: KeyPath) -> str:
    """The thing that a path is of, by which it can be accepted: a package, a promotion, a line of a tax."""
    return path[2] if len(path) > 2 and path[1] in TABLES_BELOW else path[min(1, len(path) - 1)]


def _place(own: StatementDifference, lines: NearLines) -> Place:
    if own.now is not None:
        return (own.moved_to or own.now).place
    assert own.was is not None
    return lines.near(own.path, own.was.place, own.new.place)


def _sentence(
    group: Sequence[StatementDifference], markets: Sequence[MarketKey], now: Instant, moved: Fraction | None
) -> str:
    first = group[0]
    others = len(markets) - 1
    where = f"{markets[0].shown}{f' and {others:,} more' if others else ''}"
    day = f"from {_day(max(first.start, now), first.new)} on"
    if first.is_over(now):
        assert first.end is not None
        day = f"from {_day(first.start, first.new)} until {_day(first.end, first.new)}, which is over"
    elif first.end is not None:
        day = f"from {_day(max(first.start, now), first.new)} until {_day(first.end, first.new)}"
    if len(group) > 1 or (first.thing != first.path and not first.case):
        values = (f"{_below(own)} {value_said(own.now or own.was)}".strip() for own in group)
        parts = list(dict.fromkeys(values))
        more = f" and {len(parts) - PARTS_MOST:,} more" if len(parts) > PARTS_MOST else ""
        is_gone = "is not stated" if first.now is None else "is stated"
        was = "and was" if first.now is None else "and was not"
        return f"{'.'.join(first.thing)} in {where} {is_gone} {day}, {was}: {', '.join(parts[:PARTS_MOST])}{more}"
    return said(first, where, day, moved)


def _below(own: StatementDifference) -> str:
    """What of a thing a value is: "discount", "limits.each.most"."""
    return ".".join(own.path[len(own.thing) :])


def _day(at: Instant, history: MarketHistory) -> str:
    return f"{local_day(at, history.in_zone)}"
