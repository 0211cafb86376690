"""What of an entry of a table is unknown: all of it, or a part that it need not have."""

from ratecard.rulefiles.stated import UNKNOWN
from ratecard.terms.unknown import UnknownValue, states_entry
from ratecard.terms.values import Values


def entry_unknown(values: Values, *path: str) -> UnknownValue | None:
    """That an entry of a table is there and all of it is unknown; None where a part of it is stated, or none is."""
    found = values.resolved.get(path)
    if found is None or found.stated.value is not UNKNOWN or values.ids(*path):
        return None
    return values.unknown_at(*path) if states_entry(found.stated, len(path) - 1) else None


def part_unknown(values: Values, depth: int, *path: str) -> UnknownValue | None:
    """That a part of an entry, which it need not have, is unknown.

    What is said of the table, at a path of this depth, does not count where no layer says anything of the part: an
    entry that a narrower layer states has the parts that it states.
    """
    found = values.unknown_at(*path)
    of_table = found is not None and found.path.count(".") < depth
    return None if of_table and path not in values.resolved else found


def is_entry(values: Values, *path: str) -> bool:
    """Whether a layer states that there is an entry of a table: anything of it but `none`, unknown or not."""
    found = values.resolved.get(path)
    return bool(values.ids(*path)) or (found is not None and states_entry(found.stated, len(path) - 1))
