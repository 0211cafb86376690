"""Stated values as they go into a trace: named and placed once, when the terms are built."""

import msgspec

from ratecard.diagnostics.diagnostic import Place


class Input(msgspec.Struct, frozen=True, gc=False):
    """What went into a step and is not a figure itself: the quantity asked for, or a stated value with its place.

    `source` is the one that is stated there, where a step needs it.
    """

    name: str
    value: object
    place: Place | None = None
    source: str | None = None
