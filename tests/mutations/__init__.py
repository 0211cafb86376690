"""Mutations: named edits of valid rule books, with what must be reported; and edits that change nothing.

sources.py finds what stands where in a book's texts, and edits.py puts other texts in its place: layout, comments and
quoting stay. Each other module holds kinds of mistakes, a function each, whose docstring says what went wrong.
same.py holds edits after which a book means what it meant before.
"""

from tests.mutations import (
    beside,
    characters,
    creators,
    dates,
    facts,
    guards,
    keys,
    layers,
    library,
    limits,
    missing,
    numbers,
    payouts,
    price_points,
    promotions,
    signed,
)

ALL = (
    beside,
    characters,
    creators,
    dates,
    facts,
    guards,
    keys,
    layers,
    library,
    limits,
    missing,
    numbers,
    payouts,
    price_points,
    promotions,
    signed,
)
"""The modules that register kinds of mistakes."""
