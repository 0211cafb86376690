"""All that two books state otherwise of their markets and regions, statement by statement, over all time.

It is complete: where no statement is found to differ, both books have the same resolved content, and so the same
answers. That is what the digest of a book says too, and values are compared by the text that the digest is made of.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from ratecard.book.bundles import Bundle
from ratecard.book.digest import NOTHING_TEXT, text_of_value
from ratecard.book.keys import Keys
from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.book.timeline import Timeline
from ratecard.guards.statements import cases_of
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.facts import BoundChoice
from ratecard.terms.market import MarketKey
from ratecard.terms.resolved import Resolved

NAME = "name"
"""The key of what people call a thing: no money depends on it."""

ResolvedTimeline = Timeline[Resolved[object]]


class StatementDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A value that the newer book states otherwise from `start` up to `end`, None for good, in each of `markets`.

    `was` and `now` are the statements, of one case of facts where `case` names one; None where nothing is stated.
    `thing` is the shortest path that stands in one of the books alone, or `path` itself. `moved_to` is where
    only a date was moved: the statement that followed `now` in the older book, and follows it later, or earlier.
    """

    markets: tuple[MarketKey, ...]
    path: KeyPath
    case: str
    start: Instant
    end: Instant | None
    was: Stated[object] | None
    now: Stated[object] | None
    thing: KeyPath
    old: MarketHistory
    new: MarketHistory
    moved_to: Stated[object] | None = None

    def is_over(self, now: Instant) -> bool:
        """Whether only answers about the time before an instant differ."""
        return self.end is not None and self.end <= now


class _Pair(NamedTuple):
    """The bundles of a key in both books, and the markets that read these very two; None where there is no bundle."""

    old: MarketHistory
    new: MarketHistory
    was: Bundle | None
    now: Bundle | None
    markets: list[MarketKey]


class _Stretch(NamedTuple):
    """What holds at a path in both books from `start` up to `end`, None for good."""

    start: Instant
    end: Instant | None
    was: Stated[object] | None
    now: Stated[object] | None


def differences(before: RuleBook, after: RuleBook, now: Instant) -> Iterator[StatementDifference]:
    """Each statement that differs in markets and regions of both books: once, from now on before what is over."""
    found: dict[tuple[object, ...], StatementDifference] = {}
    for pair in _pairs(before, after):
        for own in _of_pair(pair, after.keys, now):
            was, says = (None if stated is None else stated.place for stated in (own.was, own.now))
            key = (own.path, own.case, was, says, own.is_over(now))
            first = found.get(key, own)
            markets = first.markets if first is own else (*first.markets, *own.markets)
            found[key] = msgspec.structs.replace(first, markets=tuple(dict.fromkeys(markets)))
    yield from found.values()


def _pairs(before: RuleBook, after: RuleBook) -> Sequence[_Pair]:
    pairs: dict[tuple[object, ...], _Pair] = {}
    for old, new in of_both(before, after):
        for key in dict.fromkeys((*old.bundles, *new.bundles)):
            was, now = old.bundles.get(key), new.bundles.get(key)
            if was is now:
                continue
            begins = max(old.begins, new.begins)
            pair = pairs.setdefault((id(was), id(now), begins), _Pair(old, new, was, now, []))
            pair.markets.append(new.key)
    return list(pairs.values())


def of_both(before: RuleBook, after: RuleBook) -> Iterator[tuple[MarketHistory, MarketHistory]]:
    """The histories of each market, and then of each region, that both books have."""
    every = set(after.markets())
    yield from ((before.history(key), after.history(key)) for key in before.markets() if key in every)
    regions = [code for code in before.regions if code in after.regions]
    yield from ((before.history((code, "")), after.history((code, ""))) for code in regions)


def _of_pair(pair: _Pair, keys: Keys, now: Instant) -> Iterator[StatementDifference]:
    before = pair.was.paths if pair.was is not None else {}
    after = pair.now.paths if pair.now is not None else {}
    begins = max(pair.old.begins, pair.new.begins)
    whole = (_heads(before), _heads(after))
    for path in dict.fromkeys((*before, *after)):
        lines = before.get(path), after.get(path)
        if _is_same(*lines):
            continue
        for stretch in _in_order(_stretches(path, lines, begins, keys), now):
            if not _is_of_names(path, stretch):
                yield from _by_case(pair, path, stretch, _thing(path, *whole), _follower(path, lines, stretch, keys))


def _is_same(was: ResolvedTimeline | None, now: ResolvedTimeline | None) -> bool:
    """Whether two lines surely say the same: most do, and their texts are not made."""
    if was is now:
        return True
    if was is None or now is None or was.starts != now.starts:
        return False
    pairs = zip(was.values, now.values, strict=True)
    return all(old.stated.value == new.stated.value and type(old.stated) is type(new.stated) for old, new in pairs)


def _stretches(
    path: KeyPath, lines: tuple[ResolvedTimeline | None, ResolvedTimeline | None], begins: Instant, keys: Keys
) -> Iterator[_Stretch]:
    """Each time in which the texts of both differ, from the beginning on."""
    starts = {max(start, begins) for line in lines if line is not None for start in line.starts} | {begins}
    edges = sorted(starts)
    for start, end in zip(edges, (*edges[1:], None), strict=True):
        was, now = (_at(path, line, start, keys) for line in lines)
        if _text(path, was, keys) != _text(path, now, keys):
            yield _Stretch(start, end, was, now)


def _at(path: KeyPath, line: ResolvedTimeline | None, at: Instant, keys: Keys) -> Stated[object] | None:
    """What is stated at an instant; None where that is nothing."""
    resolved = None if line is None else line.at(at)
    is_nothing = resolved is None or text_of_value(path, resolved.stated, keys) == NOTHING_TEXT
    return None if is_nothing or resolved is None else resolved.stated


def _text(path: KeyPath, stated: Stated[object] | None, keys: Keys) -> str:
    return NOTHING_TEXT if stated is None else text_of_value(path, stated, keys)


def _in_order(stretches: Iterator[_Stretch], now: Instant) -> Iterator[_Stretch]:
    """Those from now on, and then those that are over."""
    every = list(stretches)
    over = [own for own in every if own.end is not None and own.end <= now]
    yield from (own for own in every if own not in over)
    yield from over


def _is_of_names(path: KeyPath, stretch: _Stretch) -> bool:
    """Whether only what people call a thing differs."""
    values = [stated.value for stated in (stretch.was, stretch.now) if stated is not None]
    return NAME in path[1:] and all(isinstance(value, str) for value in values)


def _by_case(
    pair: _Pair, path: KeyPath, stretch: _Stretch, thing: KeyPath, follower: Stated[object] | None
) -> Iterator[StatementDifference]:
    for case, was, now in _cases(stretch.was, stretch.now):
        yield StatementDifference(
            markets=tuple(pair.markets),
            path=path,
            case=case,
            start=stretch.start,
            end=stretch.end,
            was=was,
            now=now,
            thing=thing,
            old=pair.old,
            new=pair.new,
            moved_to=follower,
        )


def _cases(
    was: Stated[object] | None, now: Stated[object] | None
) -> list[tuple[str, Stated[object] | None, Stated[object] | None]]:
    """The cases of facts in which two statements differ; the statements themselves where they vary otherwise."""
    found = []
    if was is not None and now is not None and _varies_alike(was.value, now.value):
        old, new = (dict(cases_of(stated)) for stated in (was, now))
        found = [(case, old.get(case), new.get(case)) for case in dict.fromkeys((*old, *new))]
    differing = [(case, own, other) for case, own, other in found if not _says_same(own, other)]
    return differing or [("", was, now)]


def _varies_alike(one: object, other: object) -> bool:
    """Whether two values vary by the same fact, in the same way."""
    if not isinstance(one, BoundChoice) or not isinstance(other, BoundChoice):
        return False
    return (one.by, one.thresholds) == (other.by, other.thresholds)


def _says_same(one: Stated[object] | None, other: Stated[object] | None) -> bool:
    return one is not None and other is not None and one.value == other.value


def _follower(
    path: KeyPath, lines: tuple[ResolvedTimeline | None, ResolvedTimeline | None], stretch: _Stretch, keys: Keys
) -> Stated[object] | None:
    """Where only a date was moved, the statement of that date in the newer book; None else."""
    if stretch.was is None or stretch.now is None or not all(lines):
        return None
    old, new = ([(_text(path, own.stated, keys), own.stated) for own in line.values] for line in lines if line)
    if [text for text, _ in old] != [text for text, _ in new]:
        return None
    texts = _text(path, stretch.was, keys), _text(path, stretch.now, keys)
    return next((stated for text, stated in reversed(new) if text in texts), None)


def _heads(paths: Mapping[KeyPath, object]) -> set[KeyPath]:
    """Every beginning of these paths."""
    return {path[:depth] for path in paths for depth in range(1, len(path) + 1)}


def _thing(path: KeyPath, before: set[KeyPath], after: set[KeyPath]) -> KeyPath:
    """The shortest beginning of a path below its key that one book alone has; the path where both have it."""
    beginnings = (path[:depth] for depth in range(2, len(path) + 1))
    return next((own for own in beginnings if (own in before) is not (own in after)), path)
