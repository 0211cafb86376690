"""The nearest known name, for a hint."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str], most: int = 1) -> tuple[str, ...]:
    """Up to `most` of `known` that look like `name`, the most alike first; case makes no difference."""
    by_folded: dict[str, str] = {}
    for candidate in sorted(known):
        by_folded.setdefault(candidate.casefold(), candidate)
    if len(name) > 100:
        return ()
    matches = get_close_matches(name.casefold(), by_folded, n=most, cutoff=0.6)
    return tuple(by_folded[match] for match in matches)
