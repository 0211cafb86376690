"""What may stand where in which kind of file: the heads of files, and the shapes of all keys by their homes.

A market key may stand in each layer, plain or under `platforms.<p>`. A creator key may stand in each layer, and under
no platform, because a creator has none. The others belong to one kind of file.
"""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from ratecard.rulefiles.keys.shapes import Conditions, KnownKeys, ListOf, Requirements, Shape, Table, Text, Value
from ratecard.rulefiles.stated import FileKind, KeyPath
from ratecard.rulefiles.values.types import CURRENCY, IDENTIFIER, INSTANT, REGION, ZONE, one_of

BEGINS_KEY = "begins"
"""Stands under `rules/` for the book, and in a region's file for the region."""

_CURRENCY = Value(type=CURRENCY, by_fact=False, about="The currency that buyers are billed in, by ISO 4217.")

GROUP_KEYS: dict[str, Shape] = {
    "group": Value(
        type=IDENTIFIER, dated=False, by_fact=False, inherits=False, required=True, about="The group's name."
    ),
    "currency": _CURRENCY,
    "members": ListOf(
        type=REGION,
        shown_by=("DE", "FR"),
        about="Regions that belong to the group, beside those whose files name it; a time line says from when.",
    ),
}
REGION_KEYS: dict[str, Shape] = {
    "region": Value(
        type=REGION,
        dated=False,
        by_fact=False,
        inherits=False,
        required=True,
        about="The region: ISO 3166-1 alpha-2, or a subdivision by ISO 3166-2.",
    ),
    "currency": _CURRENCY,
    "time_zone": Value(
        type=ZONE,
        dated=False,
        by_fact=False,
        inherits=False,
        about="The time zone whose days the dates of this region are.",
    ),
    BEGINS_KEY: Value(
        type=INSTANT,
        dated=False,
        by_fact=False,
        inherits=False,
        about="The instant from which the book answers in this region, where that is later than the book's beginning.",
    ),
    "groups": ListOf(
        type=IDENTIFIER,
        shown_by=("eu", "euro"),
        about="The groups that this region belongs to, beside those of the library; a time line says from when.",
        table=Table(
            about="The groups one by one: yes adds one to those of the library, none takes one away.",
            noun="group",
            key=IDENTIFIER,
            of=Value(
                type=one_of("yes"),
                none=True,
                by_fact=False,
                about="Whether it belongs to it: yes, or none.",
            ),
        ),
    ),
}
PLATFORM_NAME = Text(dated=False, about="What people call the platform. Stated under rules/, it declares the platform.")

CURRENCY_PATH: KeyPath = ("currency",)
NAME_OF_A_PLATFORM = "name"
HEAD_KEYS = frozenset({*GROUP_KEYS, *REGION_KEYS}) - {CURRENCY_PATH[0], BEGINS_KEY}
"""The keys that say what a file is of, and how it is read; they hold for no market. `begins` is the book's too."""


class Grammar(msgspec.Struct, frozen=True):
    """The shapes of all keys: by the kind of file, below a platform by the kind of file, and by home.

    `home_of_key` says in words where a key belongs that stands where it may not.
    """

    keys_of: Mapping[FileKind, Mapping[str, Shape]]
    platform_keys: Mapping[FileKind, Mapping[str, Shape]]
    book: Mapping[str, Shape]
    layered: Mapping[str, Shape]
    home_of_key: Mapping[str, str]

    def shape_of(self, path: KeyPath) -> Shape | None:
        """What stands at a path of a market or a creator, whose names of things may be any; None where nothing may."""
        shape: Shape | None = None
        shapes: Mapping[str, Shape] = self.layered
        for depth, key in enumerate(path):
            if depth:
                if isinstance(shape, Table):
                    shape = shape.shape_of(key)
                    continue
                shapes = shape.keys if isinstance(shape, KnownKeys) else {}
            shape = shapes.get(key)
        return shape

    def may_be_none(self, path: KeyPath) -> bool:
        """Whether `none` may stand at a path of a market or a creator, for a value or for a requirement."""
        shape: Shape | None = self.layered.get(path[0])
        for key in path[1:]:
            if isinstance(shape, Text | Requirements):
                return True
            below = shape.keys.get(key) if isinstance(shape, KnownKeys) else None
            shape = shape.shape_of(key) if isinstance(shape, Table) else below
        return isinstance(shape, Text | Requirements | Conditions) or getattr(shape, "none", False)

    def homes(self, kind: FileKind, key: str, path: KeyPath, fits: Callable[[Shape], bool]) -> tuple[KeyPath, ...]:
        """Where else a key may stand whose value `fits`: below the first key of `path`, else anywhere in the file."""
        every = [home for home, own in _homes(self.keys_of[kind], key) if home != path and fits(own)]
        return tuple([home for home in every if home[:1] == path[:1]] or every)

    def noun_at(self, path: KeyPath) -> str:
        """What the identifier at the end of a path names; "" where it names nothing."""
        shape: Shape | None = {**self.book, **self.layered}.get(path[0])
        for key in path[1:-1]:
            below = shape.keys.get(key) if isinstance(shape, KnownKeys) else None
            shape = shape.of if isinstance(shape, Table) else below
        return shape.noun if isinstance(shape, Table) else ""


def _homes(shapes: Mapping[str, Shape], key: str, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Shape]]:
    """The paths of mappings that have a key of this name, each with what it holds.

    A thing of a table stands as its noun, as <tax line>.
    """
    for name, shape in shapes.items():
        here = (*path, name)
        if isinstance(shape, Table):
            here = (*here, f"<{shape.noun}>")
        of = shape.of if isinstance(shape, Table) else shape
        if isinstance(of, KnownKeys):
            if key in of.keys:
                yield here, of.keys[key]
            yield from _homes(of.keys, key, here)


def grammar_of(book: Mapping[str, Shape], market: Mapping[str, Shape], plain: Mapping[str, Shape]) -> Grammar:
    """The grammar of a book's own keys, of those that may stand under a platform, and of those that may not."""
    layered = {**market, **plain}
    under: dict[str, Shape] = {CURRENCY_PATH[0]: _CURRENCY, **market}
    return Grammar(
        keys_of={
            FileKind.RULES: {**book, **layered},
            FileKind.GROUP: {**GROUP_KEYS, **layered},
            FileKind.REGION: {**REGION_KEYS, **layered},
        },
        platform_keys={
            FileKind.RULES: {NAME_OF_A_PLATFORM: PLATFORM_NAME, **under},
            FileKind.GROUP: under,
            FileKind.REGION: under,
        },
        book=book,
        layered=layered,
        home_of_key={
            **dict.fromkeys(book, "a file under rules/"),
            "group": "a file under regions/groups/",
            NAME_OF_A_PLATFORM: "a file under rules/, below a platform",
            **dict.fromkeys(REGION_KEYS, "a region file"),
            BEGINS_KEY: "a file under rules/, or a region file",
            **dict.fromkeys(plain, "the file itself, under no platform"),
        },
    )
