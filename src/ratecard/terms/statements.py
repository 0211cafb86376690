"""The winning statements of one section by their paths: what is stated, what is none, and what is unknown."""

from collections.abc import Iterator, Mapping

from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.stated import ANY_LANGUAGE, NONE, UNKNOWN, KeyPath, Stated
from ratecard.terms.resolved import Removal, Resolved
from ratecard.terms.unknown import UnknownValue, states_entry, unknown_in


class Statements:
    """The resolved statements of one section in one market at one instant; `none` and `unknown` read as absent."""

    def __init__(self, resolved: Mapping[KeyPath, Resolved[object]]) -> None:
        self.resolved = resolved

    def get(self, *path: str) -> Stated[object] | None:
        """The statement at this path, or None where nothing, `none` or `unknown` is stated."""
        found = self.resolved.get(path)
        if found is None or found.stated.value is NONE or found.stated.value is UNKNOWN:
            return None
        return found.stated

    def unknown_at(self, *path: str) -> UnknownValue | None:
        """That the value at this path is stated to be unknown, here or on a mapping above it; None where it is not.

        Where nothing is stated at the path itself, what the nearest mapping says counts.
        """
        return unknown_in(self.resolved, path)

    def none_at(self, *path: str) -> Stated[object] | None:
        """The statement `none` at this path, or None where something else or nothing is stated."""
        found = self.resolved.get(path)
        return found.stated if found is not None and found.stated.value is NONE else None

    def said_none(self, *path: str) -> Stated[object] | None:
        """The statement `none` that was made of this very path, and not of a mapping above it; or None."""
        stated = self.none_at(*path)
        return None if isinstance(stated, Removal) else stated

    def absent(self, *path: str) -> Stated[object] | None:
        """The statement `none` where this mapping would stand, or None where a narrower layer states it again."""
        return None if self.ids(*path) else self.none_at(*path)

    def _said_at(self, path: KeyPath) -> tuple[object, ...]:
        found = self.resolved.get(path)
        return () if found is None else (found.stated.value,)

    def ids(self, *prefix: str) -> list[str]:
        """The identifiers below `prefix` under which anything but `none` is stated, sorted.

        What is unknown because the whole of `prefix` is states none of them.
        """
        depth = len(prefix)
        found = {
            path[depth]
            for path, value in self.resolved.items()
            if len(path) > depth and path[:depth] == prefix and states_entry(value.stated, depth)
        }
        return sorted(found)

    def names(self, *prefix: str) -> dict[str, str]:
        """Text by language below `prefix`. A narrower plain text hides what broader layers say in any language."""
        depth = len(prefix)
        found = {
            path[depth]: value
            for path, value in self.resolved.items()
            if len(path) == depth + 1 and path[:depth] == prefix and value.stated.value not in (NONE, UNKNOWN)
        }
        plain = found.get(ANY_LANGUAGE)
        heard = {tag: value for tag, value in sorted(found.items()) if plain is None or value.rank >= plain.rank}
        return {tag: str(value.stated.value) for tag, value in heard.items()}

    def places(self) -> Iterator[Place]:
        """The places of all statements."""
        return (value.stated.place for value in self.resolved.values())
