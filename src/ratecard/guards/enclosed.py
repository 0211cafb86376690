"""Whether all that a book sells lies in its own envelope, so that nobody learns at serving only that it does not.

What is looked at is one unit of each package in each period and case of facts, at its regular price and with all
promotions that go together, at each instant from which a coin is worth another amount.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.chosen_cases import BETWEEN
from ratecard.guards.findings import Finding, Unproved
from ratecard.guards.offered import Offered
from ratecard.guards.offers import Found, UnitOnSale
from ratecard.guards.on_sale import AllOnSale
from ratecard.instants import Instant
from ratecard.keys.envelope import place_of
from ratecard.terms.envelope import COINS, LEAST, MARGIN, Envelope

ENVELOPE = "envelope"


class Looked(NamedTuple):
    """What is seen of offers: those that an envelope refuses, with the bound; and whether it is open what is left."""

    refused: tuple[tuple[str, Found, Envelope, str], ...]
    is_open: bool


def outside_envelope(
    book: RuleBook, markets: Sequence[MarketHistory], offered: Offered
) -> Iterator[Finding | Unproved]:
    """Each package that its market's envelope refuses, with or without promotions."""
    offers = AllOnSale(offered.groups)
    unknown: dict[Unproved, None] = {}
    seen: dict[tuple[object, ...], Looked] = {}
    for history in markets:
        envelopes = {code: own for code, own in history.enclosing.items() if isinstance(own, Envelope)}
        if not envelopes:
            continue
        worths = [own.worth for own in envelopes.values() if own.worth is not None]
        also = {start for worth in worths for start in worth.starts if start > history.begins}
        groups = list(offers.of(history, also))
        regular = [(since, id(own), [(package, case) for case in own.cases]) for package, since, own in groups]
        deals = [(since, id(own), own.every) for since, own in offered.deals.of(history)]
        states: dict[Instant, tuple[object, ...]] = {}
        for since, same, every in (*regular, *deals):
            if since not in states:
                states[since] = _state(envelopes, since)
            key = (same, states[since])
            if key not in seen:
                seen[key] = _looked(every, envelopes, since)
            if seen[key].is_open:
                unknown[
                    Unproved(ENVELOPE, "it is unknown", f"what tax and commission leave in {history.key.shown}")
                ] = None
            for package, offer, envelope, bound in seen[key].refused:
                yield _finding(offer.offered(history, package, since), envelope, bound, book)
    for unproved in offers.unproved:
        if unproved.is_undecided or unproved.why == BETWEEN:
            yield Unproved(ENVELOPE, unproved.why, unproved.of)
    yield from unknown


def _state(envelopes: Mapping[str, Envelope], at: Instant) -> tuple[object, ...]:
    """By what envelopes of a book are the same at an instant: their bounds are the book's, and worths differ."""
    return tuple(
        [(code, id(own.worth), own.worth.position(at)) for code, own in envelopes.items() if own.worth is not None]
        + [code for code, own in envelopes.items() if own.worth is None]
    )


def _looked(every: Iterable[tuple[str, Found]], envelopes: Mapping[str, Envelope], at: Instant) -> Looked:
    """What is seen of these offers of packages at an instant."""
    refused, is_open = [], False
    for package, offer in every:
        envelope = envelopes.get(offer.price.currency.code)
        if envelope is None:
            continue
        is_open |= envelope.worth is not None and offer.left is None
        bound = envelope.broken_by(offer.gross, offer.listed, offer.coins, offer.left, at)
        if bound:
            refused.append((package, offer, envelope, bound))
    return Looked(tuple(refused), is_open)


def _finding(offer: UnitOnSale, envelope: Envelope, bound: str, book: RuleBook) -> Finding:
    price = offer.price.listed_stated.place
    place = offer.by or price
    seen = envelope.seen(bound, offer.gross, offer.listed, offer.coins, offer.left, offer.since)
    beside = f" with {' and '.join(offer.promotions)}" if offer.promotions else ""
    stated = place_of(book.kept, bound, offer.price.currency)
    others: tuple[tuple[Place | None, str], ...] = ((price, "the price"), (stated, "the bound is stated here"))
    return Finding(
        guard=ENVELOPE,
        market=offer.history.key,
        of=offer.package,
        since=offer.since,
        seen=_times(offer, envelope, bound),
        sentence=(
            f"{offer.package} in {offer.history.key.shown}{beside} is outside of the envelope: {bound} is "
            f"{envelope.allowed(bound)}, and this is {seen}"
        ),
        place=place,
        hint="state another price, or another bound: no answer is given outside of it",
        notes=tuple(Note(own, text) for own, text in others if own is not None and own != place),
        question=offer.question,
        price=price,
        beside=(bound.partition(".")[0],),
    )


def _times(offer: UnitOnSale, envelope: Envelope, bound: str) -> Fraction:
    """How far outside an offer is: how many times beyond the bound, or for the margin the share that lacks, and 1."""
    allowed = envelope.bounds[bound]
    if bound.startswith(MARGIN):
        assert envelope.worth is not None
        stays = envelope.worth.stays(offer.left or 0, offer.coins, offer.since)
        return 1 + allowed - (stays or 0)
    paid = offer.listed if bound.startswith(COINS) or offer.gross is None else offer.gross
    if not paid:
        return Fraction(offer.coins)
    each = Fraction(paid, offer.coins * 10**offer.price.currency.exponent)
    number = 1 / each if bound.startswith(COINS) else each
    return allowed / number if bound.endswith(LEAST) else number / allowed
