"""How gifts can be sent over time: what each costs its sender, and the coins that its creator earns of."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.terms.facts import possible_terms
from ratecard.terms.gifts import GiftTerms


class Sent(msgspec.Struct, frozen=True):
    """One gift as it is sent: what it costs in coins, and of how many coins its creator earns.

    `promotions` are those that make it so, and `by` where the one that takes off most is stated.
    """

    paid: Fraction
    earning: int
    promotions: tuple[str, ...] = ()
    by: Place | None = None


ByKind = Mapping[str, Sequence[Sent]]


class OnSale(msgspec.Struct, frozen=True):
    """A gift sent with promotions, as one kind of spending, from `start` up to, and without, `end`."""

    kind: str
    sent: Sent
    is_limited: bool
    start: Instant
    end: Instant | None

    def holds_at(self, instant: Instant) -> bool:
        """Whether it can be sent so at an instant."""
        return self.start <= instant and (self.end is None or instant < self.end)


class Sending:
    """One way of sending gifts, over time."""

    def __init__(self, regular: ByKind, sales: Sequence[OnSale]) -> None:
        self._regular, self._sales = regular, sales
        self.starts = tuple(sorted({edge for own in sales for edge in (own.start, own.end) if edge is not None}))
        self._known: dict[tuple[int, ...], ByKind] = {}

    def at(self, instant: Instant) -> ByKind:
        """The gifts that can be sent at an instant, by kind of spending."""
        if not self._sales:
            return self._regular
        key = tuple([index for index, own in enumerate(self._sales) if own.holds_at(instant)])
        if key not in self._known:
            found = {kind: list(gifts) for kind, gifts in self._regular.items()}
            for kind, gifts in in_order(self._sold(key)).items():
                found[kind] = sorted([*found.get(kind, ()), *gifts], key=_order)
            self._known[key] = found
        return self._known[key]

    def _sold(self, indexes: Iterable[int]) -> dict[str, set[Sent]]:
        """The gifts on sale of these indexes, by kind of spending."""
        found: dict[str, set[Sent]] = {}
        for index in indexes:
            found.setdefault(self._sales[index].kind, set()).add(self._sales[index].sent)
        return found


def in_order(gifts: Mapping[str, Collection[Sent]]) -> ByKind:
    """Gifts by kind, in the same order each time."""
    return {kind: sorted(own, key=_order) for kind, own in gifts.items()}


def _order(sent: Sent) -> tuple[int | Fraction, int, tuple[str, ...]]:
    """By what gifts are in order: what they cost, which is hardly ever a part of a coin, and what they bring."""
    paid = sent.paid
    return (paid.numerator if paid.denominator == 1 else paid, sent.earning, sent.promotions)


def regular_gifts(markets: Iterable[MarketHistory]) -> ByKind:
    """Gifts without promotions by kind of spending, of any market at any time."""
    found: dict[str, set[Sent]] = {}
    timelines = {
        id(timeline): timeline
        for history in markets
        for section, timeline in history.sections.of("gifts").items()
        if len(section) == 2
    }
    every = (own.terms for timeline in timelines.values() for own in timeline.values)
    for gift in (gift for varying in every for gift in possible_terms(varying) if isinstance(gift, GiftTerms)):
        for kind in gift.kinds if gift.coins else ():
            found.setdefault(kind, set()).add(Sent(Fraction(int(gift.coins)), int(gift.coins)))
    return in_order(found)
