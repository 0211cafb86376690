"""What packages say of other things: the platforms whose products they are, and the kinds of spending they are for."""

from collections.abc import Iterator
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.instants import Instant
from ratecard.keys.limits import check_number_of_limits
from ratecard.keys.shows import check_shown
from ratecard.rulefiles.keys.facts import KIND
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.facts import DeclaredFacts


class Sold(NamedTuple):
    """A product of a store that a package is from `start` up to `end`; None is without end."""

    package: str
    start: Instant
    end: Instant | None
    place: Place


def check_packages(markets: list[MarketHistory], _: list[MarketHistory], facts: DeclaredFacts, once: Once) -> None:
    """Reports products of no platform or of two packages at one time, kinds that no fact can have, too many limits."""
    check_shown(markets, once)
    check_number_of_limits("packages", markets, (), facts, once)
    platforms = {history.key.platform for history in markets}
    products: dict[tuple[str, str], list[Sold]] = {}
    looked_at: set[tuple[int, str]] = set()
    for history in markets:
        which = (id(history.below("packages")), history.key.platform)  # markets that read the same share it
        if which in looked_at:
            continue
        looked_at.add(which)
        for path, value, sold in _stated(history):
            if path[2] == "product" and path[3] not in platforms:
                keys = (
                    f"platforms: {{{path[3]}: {{name: …, commission: …}}}}, or of the library's sells_on: [{path[3]}]"
                )
                hint, offers = meant_or(path[3], platforms, f"sell there by {keys}")
                sentence = f"{path[3]} is a platform on which the book does not sell"
                once.tell("unknown-platform", sentence, sold.place, hint, offers=offers)
            elif path[2] == "product" and path[3] == history.key.platform:
                products.setdefault((path[3], str(value)), []).append(sold)
            elif path[2] == "kinds" and KIND in facts:
                _check_kinds(value, facts, once)
    for (platform, product), stated in products.items():
        _check_once(platform, product, stated, once)


def _stated(history: MarketHistory) -> Iterator[tuple[KeyPath, object, Sold]]:
    """The products and kinds of packages, each with when and where it is stated."""
    for path, timeline in history.below("packages").items():
        if path[2:3] not in (("product",), ("kinds",)):
            continue
        for (start, resolved), end in zip(timeline, (*timeline.starts[1:], None), strict=True):
            begun = max(start, history.begins)
            value = resolved.stated.value
            if (end is None or end > begun) and isinstance(value, str | tuple):
                yield path, value, Sold(path[1], begun, end, resolved.stated.place)


def _check_kinds(value: object, facts: DeclaredFacts, once: Once) -> None:
    """Reports kinds of a package that are no value of the fact that its kind is."""
    assert isinstance(value, tuple)
    for kind in value:
        if kind.value not in facts[KIND].values:
            known = facts[KIND].values
            hint, offers = meant_or(kind.value, known, f"add it to the values of {KIND}, which are {', '.join(known)}")
            once.tell("unknown-fact-value", f"{kind.value} is not a value of {KIND}", kind.place, hint, offers=offers)


def _check_once(platform: str, product: str, stated: list[Sold], once: Once) -> None:
    """Reports a product that is two packages at one time, at the later place."""
    in_order = sorted(set(stated), key=lambda sold: sold.place)
    for index, sold in enumerate(in_order):
        for other in in_order[:index]:
            apart = (other.end is not None and other.end <= sold.start) or (
                sold.end is not None and sold.end <= other.start
            )
            if sold.package != other.package and not apart:
                sentence = f"{product} is {sold.package} and {other.package} on {platform} at one time"
                notes = (Note(other.place, f"it is {other.package} here"),)
                hint = "give each package an id of its own in the store"
                once.tell("product-on-two-packages", sentence, sold.place, hint, notes=notes)
                return
