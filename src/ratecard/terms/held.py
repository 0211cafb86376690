"""The terms of each section in one period, by its path."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

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


class Tables(NamedTuple):
    """The terms of a market by table: those of each identifier by key, and what stands below identifiers by section.

    Of ("prices", "c") is `of["prices"]["c"]`, and of ("purchases", "limits", "daily") `deeper` has the whole path.
    """

    of: Mapping[str, Mapping[str, Any]]
    deeper: TermsBySection

    def table(self, key: str) -> Mapping[str, Any]:
        """The terms of a key by identifier; empty where it has none."""
        return self.of.get(key, NO_TERMS)

    def shown(self, key: str) -> dict[str, Any]:
        """What is shown beside each thing of a table, where anything is."""
        return {
            section[1]: shown
            for section, shown in self.deeper.items()
            if section[0] == key and section[2:] == ("shows",) and shown is not None
        }


NO_TERMS: Mapping[str, Any] = MappingProxyType({})


def tables_of(terms: TermsBySection) -> Tables:
    """The terms by table, in one walk over all sections: a market is put together for each of its periods."""
    found: dict[str, dict[str, Any]] = {}
    deeper: TermsBySection = {}
    for section, own in terms.items():
        depth = len(section)
        if depth == 2:
            key, name = section
            if key in found:
                found[key][name] = own
            else:
                found[key] = {name: own}
        elif depth > 2:
            deeper[section] = own
    return Tables(found, deeper)


def below(terms: TermsBySection, *prefix: str) -> dict[str, Any]:
    """The terms of each identifier of a table, without those of tables below it."""
    depth, last = len(prefix), prefix[-1]
    return {
        section[depth]: section_terms
        for section, section_terms in terms.items()
        if len(section) == depth + 1 and section[depth - 1] == last and section[:depth] == prefix
    }
