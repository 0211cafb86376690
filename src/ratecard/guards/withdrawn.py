"""What an older book sells and a newer one does not, and the line by which that ended, be it of another market.

A price that follows another one ends where that one does: so the chain of the older price is followed to the first
thing that is not sold any more, and what ended is told there.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.ladders import PRICES
from ratecard.guards.listed import SELLS_IN
from ratecard.guards.near import NearLines
from ratecard.instants import Instant, local_day
from ratecard.ranges import Range
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath, Stated
from ratecard.terms.computed import Derivation
from ratecard.terms.facts import possible_terms
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.packages import ChosenCoins
from ratecard.terms.per_coin import PerCoinTerms
from ratecard.terms.prices import ChosenAmount, PriceTerms

DERIVE: KeyPath = ("pricing", "derive")
HOLDING = ("packages", "items")
EXCHANGE = "exchange"


class Withdrawal(NamedTuple):
    """Something that is not sold any more, or in fewer numbers: `of` is its id, "" for all that a market sells.

    `gone` are the paths of the older book that are told by it. `follows`: it ended in another market.
    """

    of: str
    sentence: str
    place: Place | None
    gone: tuple[KeyPath, ...]
    follows: bool = False


class EndedAt(NamedTuple):
    """In which market something ended, by which line, None where that is unknown, and the paths that ended with it."""

    market: MarketKey
    place: Place | None
    paths: tuple[KeyPath, ...] = ()

    def told(self, of: str, sentence: str, key: MarketKey, gone: tuple[KeyPath, ...]) -> Withdrawal:
        """The same of a thing of a market, which may follow the one in which it ended."""
        return Withdrawal(of, sentence, self.place, (*gone, *self.paths), self.market.region != key.region)


class Endings:
    """Finds what ended between two books, and where that is said."""

    def __init__(self, before: RuleBook, after: RuleBook) -> None:
        self._before, self._after, self._lines = before, after, NearLines.of(before, after)
        self._markets = frozenset(after.markets())

    def of_market(self, was: Market, now: Market | None, at: Instant) -> Iterator[Withdrawal]:
        """Each thing of a market that is not sold any more at an instant, or all of it at once; and exchanges."""
        key, day = was.key, local_day(at, was.in_zone)
        old, new = _sold_in(was), {} if now is None else _sold_in(now)
        if old and not new:
            sentence = f"nothing is sold in {key.shown} from {day} on, and {_number(was)}"
            yield self._of_all(key, old, at).told("", sentence, key, ((PRICES,),))
            return
        for thing, price in old.items():
            if thing not in new:
                paths = ((PRICES, thing), *((table, thing) for table in HOLDING))
                sentence = f"{thing} is not sold in {key.shown} from {day} on, and was"
                yield self._of_thing(key, thing, price, at).told(thing, sentence, key, paths)
        if now is not None:
            yield from self._of_numbers(was, now, f"{day}")
            yield from self._of_exchanges(was, now, at)

    def _of_all(self, key: MarketKey, old: Mapping[str, object], at: Instant) -> EndedAt:
        """Where it is said that nothing is sold in a market; by the first thing of it where no line says so."""
        if key not in self._markets:
            listed = self._after.kept.get(SELLS_IN)
            return EndedAt(key, listed.place if isinstance(listed, Stated) else None)
        said = self._none_at(key, ((PRICES,), *self._after.history(key).below(PRICES)), at)
        thing, price = next(iter(old.items()))
        return self._of_thing(key, thing, price, at) if said is None else EndedAt(key, said)

    def _of_thing(self, key: MarketKey, thing: str, price: object, at: Instant) -> EndedAt:
        """Where a thing ended that had this price: in its own market, or along the chain of prices that it follows."""
        if key not in self._markets:
            return EndedAt(key, None)
        said = self._none_at(key, ((PRICES, thing), *((table, thing) for table in HOLDING), (PRICES,)), at)
        if said is not None:
            return EndedAt(key, said)
        history = self._after.history(key)
        made = price.derivation if isinstance(price, PriceTerms) else None
        if isinstance(made, Derivation):
            source = MarketKey(made.source.region, made.source.platform)
            if not self._is_sold(source, made.source.package, at):
                return self._of_thing(source, made.source.package, made.price, at)
            path = (PRICES, thing) if made.coins is not None else DERIVE
            return EndedAt(key, self._changed(history, path, made.by.stated, at), (path,))
        stated = _stated_of(price)
        return EndedAt(key, None if stated is None else self._changed(history, (PRICES, thing), stated, at))

    def _changed(self, history: MarketHistory, path: KeyPath, was: Stated[object], at: Instant) -> Place:
        """Where what is stated at a path is another statement, or is gone."""
        timeline = history.below(path[0]).get(path)
        now = None if timeline is None else timeline.at(at)
        if now is not None and now.stated.value is not ABSENT and now.stated.value != was.value:
            return now.stated.place
        return self._lines.of_gone(path, was.place, history.key.region, history.place)

    def _is_sold(self, key: MarketKey, thing: str, at: Instant) -> bool:
        market = self._after.market(key, at)
        return isinstance(market, Market) and thing in _sold_in(market)

    def _of_numbers(self, was: Market, now: Market, day: str) -> Iterator[Withdrawal]:
        """Things of which the number is chosen, and some numbers cannot be any more."""
        for thing, offer in was.chosen.items():
            other = now.chosen.get(thing)
            olds, news = (
                _ranges(offer.price, offer.package),
                () if other is None else _ranges(other.price, other.package),
            )
            lost = next((old for old, _ in olds if news and not any(_is_within(old, new) for new, _ in news)), None)
            if lost is None:
                continue
            left, place = min(news, key=lambda own: own[0].most)
            sells, sold = _numbers_said(left, lost)
            sentence = f"{thing} in {was.key.shown} sells {sells} from {day} on, and sold {sold}"
            yield Withdrawal(thing, sentence, place, ())

    def _of_exchanges(self, was: Market, now: Market, at: Instant) -> Iterator[Withdrawal]:
        """Units that give nothing of others any more."""
        for unit, terms in was.exchange.items():
            if not possible_terms(terms) or possible_terms(now.exchange.get(unit)):
                continue
            key, paths = was.key, ((EXCHANGE, unit), (EXCHANGE, unit, "at"), (EXCHANGE,))
            day = local_day(at, was.in_zone)
            sentence = f"{unit} is not exchanged in {key.shown} from {day} on, and was"
            stood = [
                own.stated.place
                for path, line in self._before.history(key).below(EXCHANGE).items()
                for own in line.values
                if path[:2] == paths[0]
            ]
            new = self._after.history(key)
            near = self._lines.of_gone(paths[0], min(stood), key.region, new.place) if stood else None
            yield Withdrawal(unit, sentence, self._none_at(key, paths, at) or near, (paths[0],))

    def _none_at(self, key: MarketKey, paths: Iterable[KeyPath], at: Instant) -> Place | None:
        """Where the first of these paths says none that did not in the older book."""
        after = self._after.history(key)
        before = self._before.history(key) if key in self._before.markets() else None
        for path in paths:
            timeline = after.below(path[0]).get(path)
            old = None if before is None else before.below(path[0]).get(path)
            own, was = (None if line is None else line.at(at) for line in (timeline, old))
            if own is not None and own.stated.value is NONE and (was is None or was.stated.value is not NONE):
                return own.stated.place
        return None


def _sold_in(market: Market) -> dict[str, object]:
    """Everything that a market sells by its id, each with the first price that it has in any case of facts."""
    every = {**market.offers, **market.items, **market.chosen}
    return {thing: next(iter(possible_terms(offer.price)), None) for thing, offer in every.items()}


def _number(was: Market) -> str:
    """How much was sold: "4 packages were", "4 packages and 2 items were"."""
    items = {*was.items, *(thing for thing, own in was.chosen.items() if own.is_item)}
    packages = {*was.offers, *was.chosen} - items
    parts = [(len(packages), "package"), (len(items), "item")]
    said = " and ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in parts if count)
    return f"{said} {'was' if len(packages) + len(items) == 1 else 'were'}"


def _stated_of(price: object) -> Stated[object] | None:
    """The statement of a price."""
    if isinstance(price, PriceTerms):
        return price.listed_stated
    return price.stated if isinstance(price, PerCoinTerms | ChosenAmount) else None


def _ranges(price: object, content: object) -> list[tuple[Range, Place]]:
    """The numbers that may be chosen in each case of facts, and where they are stated."""
    every = [*possible_terms(content), *possible_terms(price)]
    found = [(own.range, own.like.coins_stated.place) for own in every if isinstance(own, ChosenCoins)]
    return found + [(own.range, own.stated.place) for own in every if isinstance(own, ChosenAmount)]


def _is_within(old: Range, new: Range) -> bool:
    """Whether all numbers of a range are among those of another one, or are of another currency and not compared."""
    if old.currency != new.currency:
        return True
    ends = new.least <= old.least and old.most <= new.most
    return ends and old.step % new.step == 0 and (old.least - new.least) % new.step == 0


def _numbers_said(now: Range, was: Range) -> tuple[str, str]:
    """The numbers that are left, and what of the older ones differs: "100 to 5,000", "up to 50,000"."""
    least, most = now.least != was.least, now.most != was.most
    if now.step != was.step or (least and most):
        steps = [f" by steps of {_text(own, own.step)}" if now.step != was.step else "" for own in (now, was)]
        return f"{_ends(now)}{steps[0]}", f"{_ends(was)}{steps[1]}"
    return _ends(now), f"from {_text(was, was.least)}" if least else f"up to {_text(was, was.most)}"


def _ends(numbers: Range) -> str:
    return f"{_text(numbers, numbers.least)} to {_text(numbers, numbers.most)}"


def _text(numbers: Range, number: int) -> str:
    return f"{number:,}" if numbers.currency is None else numbers.text(number)
