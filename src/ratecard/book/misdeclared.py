"""Declarations that are probably misspelt: nothing uses the name, and several files use another one that is near."""

from collections.abc import Iterable, Sequence

from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.rulefiles.near import slips

FILES_LEAST = 2
"""Files that must agree on a name before the one that declares another is at fault."""

SHOWN_MOST = 3


def files_of(places: Iterable[Place]) -> list[str]:
    """The files of places, each once, sorted."""
    return sorted({place.file for place in places})


def misdeclared(name: str, uses: Sequence[Place], unused: Iterable[str], called: Sequence[str] = ()) -> str:
    """The declared name, of those that nothing uses, that was meant as `name`; "" where a use may be the slip.

    `unused` has `andriod`, and three files say `android`: then `andriod` is the slip. `called` are those, near or not,
    whose file is called after the name.
    """
    near = slips(name, unused) or called
    return near[0] if len(near) == 1 and len(files_of(uses)) >= FILES_LEAST else ""


def used_in(uses: Sequence[Place]) -> str:
    """How many files use a name: "3 files use"."""
    return f"{len(files_of(uses))} files use"


def notes_of(name: str, uses: Sequence[Place]) -> tuple[Note, ...]:
    """Where a name is used, in a few of the files."""
    first = {place.file: place for place in reversed(uses)}
    return tuple(Note(first[file], f"{name} is used here") for file in sorted(first)[:SHOWN_MOST])
