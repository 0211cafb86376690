"""What packages and items say of other things: the platforms whose products they are, and kinds of spending."""

from collections.abc import Iterator
from typing import NamedTuple

from ratecard.book.markets import MarketHistory, distinct_bundles
from ratecard.book.once import Once
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.instants import Instant
from ratecard.keys.limits import check_number_of_limits
from ratecard.keys.shows import check_shown
from ratecard.rulefiles.keys.facts import KIND
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.facts import DeclaredFacts

TABLES = ("packages", "items")
"""The tables of what is sold for money; no id is of both."""


class Sold(NamedTuple):
    """A product of a store that a package or an item is from `start` up to `end`; None is without end."""

    package: str
    start: Instant
    end: Instant | None
    place: Place


def check_packages(markets: list[MarketHistory], _: list[MarketHistory], facts: DeclaredFacts, once: Once) -> None:
    """Reports products of no platform or of two packages at one time, kinds that no fact can have, too many limits.

    So of items; and an id that is of both a package and an item.
    """
    check_shown(markets, once)
    for table in TABLES:
        check_number_of_limits(table, markets, (), facts, once)
    _check_ids(markets, once)
    platforms = {history.key.platform for history in markets}
    products: dict[tuple[str, str], list[Sold]] = {}
    looked_at: set[tuple[object, ...]] = set()
    for history in markets:
        # markets that read the same share it
        which = (*(id(history.below(table)) for table in TABLES), history.key.platform)
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


def _check_ids(markets: list[MarketHistory], once: Once) -> None:
    """Reports each id that is of a package in one place and of an item in another, at the item."""
    stated: dict[str, dict[str, Place]] = {table: {} for table in TABLES}
    for key, bundle, _ in distinct_bundles(markets):
        if key in TABLES:
            for path, timeline in bundle.paths.items():
                if path[1:]:
                    places = [resolved.stated.place for resolved in timeline.values]
                    stated[key][path[1]] = min([*places, *([stated[key][path[1]]] if path[1] in stated[key] else [])])
    packages, items = (stated[table] for table in TABLES)
    for name in sorted(packages.keys() & items.keys()):
        notes = (Note(packages[name], "it is a package here"),)
        hint = "give the item an id of its own"
        once.tell("id-twice", f"{name} is a package and an item", items[name], hint, notes=notes)


def _stated(history: MarketHistory) -> Iterator[tuple[KeyPath, object, Sold]]:
    """The products and kinds of packages and items, each with when and where it is stated."""
    for path, timeline in (entry for table in TABLES for entry in history.below(table).items()):
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
