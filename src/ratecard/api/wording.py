"""Values of JSON as messages show them: `true` and `null`, as they came, and not as Python writes them."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice

import msgspec

from ratecard.api.libraries import needed
from ratecard.rulefiles.echo import cut

ENTRIES_MOST = 10
LEVELS_MOST = 2

SHOWING = ("graphql.utilities.validate_input_value", "graphql.type.scalars", "graphql.type.definition")
"""The modules of graphql-core whose messages show a value of the caller's. Each does so by its own name `inspect`."""


def written(value: object, level: int = 0) -> str:
    """A value of JSON, of which no more is looked at than is shown: `{"a": [true, null], "b": {…}}`."""
    if isinstance(value, dict):
        return f"{{{', '.join(_entries(_fields(value, level), level))}}}"
    if isinstance(value, list):
        return f"[{', '.join(_entries((written(entry, level + 1) for entry in value), level))}]"
    if isinstance(value, str):
        value = cut(value)
    try:
        return msgspec.json.encode(value).decode()
    except (TypeError, ValueError):
        return cut(str(value))


def in_json(message: str) -> str:
    """A message of graphql-core's that calls null by its name."""
    return message.replace(" not to be None.", " not to be null.")


def _fields(value: dict[str, object], level: int) -> Iterator[str]:
    return (f"{written(name)}: {written(entry, level + 1)}" for name, entry in value.items())


def _entries(shown: Iterable[str], level: int) -> list[str]:
    """The first few of some entries, and "…" for the rest."""
    most = ENTRIES_MOST if level < LEVELS_MOST else 0
    some = list(islice(shown, most + 1))
    return some if len(some) <= most else [*some[:most], "…"]


def show_values_as_json() -> None:
    """Lets graphql-core's messages show a caller's values as JSON. Done once, before the schema answers anything.

    It has no way of its own to set that. Raises LibraryChanged where one of its modules shows values in another way.
    """
    for name in SHOWING:
        module = import_module(name)
        needed(module, "inspect", "messages show a value as JSON, as it came")
        module.inspect = written  # type: ignore[attr-defined]
