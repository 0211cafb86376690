"""The terms of each section in one period, by its path."""

from collections.abc import Mapping
from typing import Any

from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.resolved import Resolved
from ratecard.terms.unknown import UnknownValue, states_entry, unknown_in

TermsBySection = dict[tuple[str, ...], Any]

UnknownTables = Mapping[str, UnknownValue]
"""By key, that it is not known which entries its table has."""


def unknown_table(held: Mapping[KeyPath, Resolved[object]], table: KeyPath) -> UnknownValue | None:
    """That it is not known which entries a table has; None where it is, or where any is stated."""
    depth = len(table)
    entries = (path for path, own in held.items() if len(path) > depth and states_entry(own.stated, depth))
    return None if next(entries, None) is not None else unknown_in(held, table)


def shown_below(terms: TermsBySection, table: str) -> dict[str, Any]:
    """What is shown beside each thing of a table, where anything is."""
    return {
        section[1]: shown
        for section, shown in terms.items()
        if len(section) == 3 and section[0] == table and section[2] == "shows" and shown is not None
    }


def below(terms: TermsBySection, *prefix: str) -> dict[str, Any]:
    """The terms of each identifier of a table, without those of tables below it."""
    depth, last = len(prefix), prefix[-1]
    return {
        section[depth]: section_terms
        for section, section_terms in terms.items()
        if len(section) == depth + 1 and section[depth - 1] == last and section[:depth] == prefix
    }
