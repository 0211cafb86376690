"""The terms of each section in one period, by its path."""

from typing import Any

TermsBySection = dict[tuple[str, ...], Any]


def below(terms: TermsBySection, *prefix: str) -> dict[str, Any]:
    """The terms of each identifier of a table."""
    depth = len(prefix)
    return {
        section[depth]: section_terms
        for section, section_terms in terms.items()
        if section[:depth] == prefix and section[depth:]
    }
