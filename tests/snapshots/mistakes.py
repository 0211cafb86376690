"""What is reported of mistakes: of every kind of mutation in several books, and of each bad case."""

from collections.abc import Iterable, Iterator

from ratecard.diagnostics.diagnostic import Diagnostic, Place
from tests.books import folder_texts, hard_texts, load_hard
from tests.cases.smallest import CASES
from tests.mutations import ALL
from tests.mutations.edits import KINDS
from tests.mutations.sources import Source
from tests.snapshots.texts import digest

EDITS_MOST, EDITS_OF_SHIPPED_MOST = 12, 3
"""Edits of a kind in a small book, and in the shipped one, which takes longest to load: evenly spread over all."""


def lines_of_mistakes() -> Iterator[str]:
    """A line for each bad case and for each kind of mistake in each book: how many, what and where, and in what words.

    The words stand apart, so that sentences can be changed and all else can be seen to stay.
    """
    assert ALL
    for folder in sorted((CASES / "bad").iterdir()):
        yield f"bad {folder.name} {shown([load_hard(folder_texts(folder)).diagnostics])}"
    books = {folder.name: folder_texts(folder) for folder in sorted((CASES / "good").iterdir())}
    for name, texts in {**books, "shipped": hard_texts()}.items():
        source = Source(texts)
        for kind in KINDS.values():
            edits = list(kind.sites(source))
            most = EDITS_OF_SHIPPED_MOST if name == "shipped" else EDITS_MOST
            edits = [edits[n * len(edits) // most] for n in range(most)] if len(edits) > most else edits
            if edits:
                yield f"{name} {kind.name} {shown(load_hard(edit.apply(source)).diagnostics for edit in edits)}"


def shown(runs: Iterable[tuple[Diagnostic, ...]]) -> str:
    """How many runs and diagnostics, and the digests of what is reported where, and of the words."""
    runs = list(runs)
    what = [digest(*(text for found in run for text in _what(found))) for run in runs]
    words = [digest(*(text for found in run for text in _words(found))) for run in runs]
    return f"{len(runs)} edits, {sum(map(len, runs))} diagnostics {digest(*what)} words {digest(*words)}"


def _what(found: Diagnostic) -> Iterator[str]:
    yield from (found.code, found.severity.value, _place(found.place))
    yield from (_place(note.place) for note in found.notes)
    for fix in found.fixes:
        yield repr(fix)


def _words(found: Diagnostic) -> Iterator[str]:
    yield from (found.sentence, found.hint, *(note.text for note in found.notes))


def _place(place: Place | None) -> str:
    return repr(place)
