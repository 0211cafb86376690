"""Where the book itself names things: by an identifier, a currency or a fact."""

from ratecard.rulefiles.stated import NONE, KeyPath, Stated
from ratecard.terms.resolved import Removal

METHODS: KeyPath = ("payouts", "methods")
TABLES: tuple[KeyPath, ...] = (
    ("gifts",),
    ("earnings",),
    ("payouts", "limits"),
    ("payouts", "methods"),
    ("payouts", "withholding", "lines"),
    ("fx", "rates"),
    ("eligibility", "buyer"),
    ("eligibility", "creator"),
)
"""The paths below which the next key is the name of a thing."""

TABLES_BELOW = {key: tuple(table for table in TABLES if table[0] == key) for key in {table[0] for table in TABLES}}
"""The tables by the first key of their paths."""


def named(path: KeyPath) -> KeyPath:
    """The part of a path that ends with the name of a thing in a table; () where there is none."""
    for table in TABLES_BELOW.get(path[0], ()):
        if path[: len(table)] == table and len(path) > len(table):
            return path[: len(table) + 1]
    return ()


def is_positive(path: KeyPath, stated: Stated[object]) -> bool:
    """Whether a statement says that there is something: any but `none`, and a fee of none, which a method has."""
    free = path[:2] == METHODS and path[3:] == ("fee",) and type(stated) is not Removal
    return stated.value is not NONE or free
