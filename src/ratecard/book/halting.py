"""A book of which something is withheld for a while: markets and regions whose periods halts cut."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

import msgspec

from ratecard.audience import Audience
from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.terms.halts import HaltOf
from ratecard.terms.market import MarketKey

Halts = Mapping[MarketKey, tuple[HaltOf, ...]]
"""What is withheld, by market; under "" as the platform, of a region as its creators see it."""

DIGEST_BYTES = 16


def halted(book: RuleBook, halts: Halts) -> RuleBook:
    """A whole book of which something is withheld; the same book where nothing is.

    It has a digest of its own, and so has what each audience sees of it: their answers are others.
    """
    if not any(halts.values()):
        return book
    for audience in Audience:
        book.seen_by(audience)  # what is made of it later would know of no halt
    said = repr(sorted((key, msgspec.structs.astuple(own)) for key, every in halts.items() for own in every))

    def digest(before: str) -> str:
        return blake2b(f"{before} {said}".encode(), digest_size=DIGEST_BYTES).hexdigest()

    return book.changed(lambda history: _halted(history, halts.get(history.key, ())), digest)


def _halted(history: MarketHistory, halts: tuple[HaltOf, ...]) -> MarketHistory:
    if not halts:
        return history
    return msgspec.structs.replace(history, starts=_cut(history.starts, halts), halts=halts)


def _cut(starts: tuple[Instant, ...], halts: Iterable[HaltOf]) -> tuple[Instant, ...]:
    """The starts of periods, with those at which something begins or ceases to be withheld."""
    edges = {edge for own in halts for edge in (own.halt.since, own.halt.until) if edge > starts[0]}
    return tuple(sorted({*starts, *edges}))
