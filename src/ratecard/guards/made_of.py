"""Where all that a computed price is made of is stated: so a price that moved is told at the line that moved it."""

from collections.abc import Iterable, Iterator

from ratecard.diagnostics.diagnostic import Place
from ratecard.terms.computed import Derivation
from ratecard.terms.per_coin import PerCoinDerivation
from ratecard.terms.prices import PriceTerms
from ratecard.terms.pricing import PricingTerms


def made_of(price: PriceTerms) -> Iterator[Place]:
    """What makes a price what it is: the nearest step of a computed one first, and last the price that is stated."""
    made = price.derivation
    if isinstance(made, Derivation):
        by = made.by
        given = [by.factor, *(() if by.put_in is None else by.put_in.rates)]
        given += [*(made.coins or ()), *(() if by.taken_out is None else by.taken_out.rates)]
        yield from (own.place for own in given if own is not None and own.place is not None)
        yield from (rate.stated.place for _, rate in (() if by.cross is None else by.cross.rates))
        yield price.listed_stated.place
        yield from _allowed(by.pricing)
        yield from made_of(made.price)
    elif isinstance(made, PerCoinDerivation):
        yield from (tier.stated.place for tier in made.per_coin.tiers)
        yield from () if made.coins.place is None else (made.coins.place,)
        yield price.listed_stated.place
        yield from _allowed(made.pricing)
    else:
        yield price.listed_stated.place


def _allowed(pricing: PricingTerms) -> Iterator[Place]:
    stated = pricing.points_stated, None if pricing.bounds is None else pricing.bounds.stated, pricing.rounding_stated
    yield from (own.place for own in stated if own is not None)


def is_as_before(old: PriceTerms, new: PriceTerms) -> bool:
    """Whether a price is what it was but for another one that it follows, which moved by as much and is told itself."""
    made, was = new.derivation, old.derivation
    if made is None or was is None:
        return old.listed_stated is new.listed_stated
    if _allowing(made.pricing) != _allowing(was.pricing):
        return False
    if isinstance(made, Derivation) and isinstance(was, Derivation):
        coins = [None if own.coins is None else [count.value for count in own.coins] for own in (made, was)]
        return made.source == was.source and made.by.ratio == was.by.ratio and coins[0] == coins[1]
    if isinstance(made, PerCoinDerivation) and isinstance(was, PerCoinDerivation):
        return old.listed_stated is new.listed_stated and made.number == was.number
    return False


def _allowing(pricing: PricingTerms) -> tuple[object, ...]:
    """What a price may become by these, wherever that is stated."""
    return pricing.mode, pricing.step, pricing.points, pricing.lowest, pricing.highest


def changed_in(old: PriceTerms, new: PriceTerms) -> Place:
    """Where what makes a price another one than before is stated: the first part of it that the old one has not."""
    before = set(made_of(old))
    return next((place for place in made_of(new) if place not in before), new.listed_stated.place)


def moved_at(old: PriceTerms, new: PriceTerms) -> Place:
    """Where what makes a price another one than in an older book is stated, at the step of a chain that differs.

    Values are compared, and not places: what stands above it in its file may be edited too.
    """
    while is_as_before(old, new) and isinstance(old.derivation, Derivation) and isinstance(new.derivation, Derivation):
        old, new = old.derivation.price, new.derivation.price
    made, was = new.derivation, old.derivation
    if made is None or was is None or type(made) is not type(was):
        return new.listed_stated.place
    parts = [_parts(own) for own in (made, was)]
    moved = (place for name, (value, place) in parts[0].items() if parts[1].get(name, (None,))[0] != value)
    return next((place for place in moved if place is not None), new.listed_stated.place)


def _parts(made: Derivation | PerCoinDerivation) -> dict[str, tuple[object, Place | None]]:
    """What a computed price is made of beside another price: each part with its value, and where it is stated."""
    pricing = made.pricing
    points = None if pricing.points_stated is None else pricing.points_stated.place
    bounds = None if pricing.bounds is None else pricing.bounds.stated.place
    allowing = {
        "points": (pricing.points, points),
        "bounds": ((pricing.lowest, pricing.highest), bounds),
        "rounding": ((pricing.mode, pricing.step), pricing.rounding_stated.place),
    }
    if isinstance(made, PerCoinDerivation):
        return {"coins": (made.coins.value, made.coins.place), **allowing}
    by = made.by
    given = [("factor", by.factor), *(("coins", own) for own in made.coins or ())]
    given += [("put in", own) for own in (() if by.put_in is None else by.put_in.rates)]
    given += [("taken out", own) for own in (() if by.taken_out is None else by.taken_out.rates)]
    found = {f"{name} {index}": (own.value, own.place) for index, (name, own) in enumerate(given) if own is not None}
    rates = () if by.cross is None else by.cross.rates
    crossed = {f"rate {name}": (rate.rate, rate.stated.place) for name, rate in rates}
    source: dict[str, tuple[object, Place | None]] = {"source": (made.source, by.stated.place)}
    return {**source, **found, **crossed, **allowing}


def holds(outer: Place, inner: Place) -> bool:
    """Whether a stretch of a file holds another one, as that of a dated value holds its entries."""
    if outer.file != inner.file:
        return False
    begins = (outer.line, outer.column) <= (inner.line, inner.column)
    return begins and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def first_of(places: Iterable[Place], edited: Iterable[Place]) -> Place | None:
    """The first of some edited places that holds the first place that any of them does; None where none does."""
    every = list(edited)
    found = (edit for place in places for edit in every if holds(edit, place))
    return next(found, None)
