"""What we use of graphql-core and Strawberry beside what they publish. Each use says what it needs, and fails by name.

pyproject.toml keeps Strawberry to one minor version; another one is tried by raising that bound and making the schema.
"""

from typing import Any


class LibraryChanged(Exception):
    """A library has no longer what we use of it: no schema is made, rather than one that answers in another way."""


def needed(owner: Any, name: str, what_for: str) -> Any:
    """The attribute of a library's module or object. Raises LibraryChanged, with its purpose, where there is none."""
    try:
        return getattr(owner, name)
    except AttributeError:
        where = getattr(owner, "__name__", type(owner).__qualname__)
        raise LibraryChanged(f"{where} has no {name}, which is needed so that {what_for}") from None
