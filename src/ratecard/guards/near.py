"""Where a line that a new book no longer has would stand."""

from ratecard.book.library import is_of_library
from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.stated import KeyPath


def near(path: KeyPath, was: Place, new: MarketHistory) -> Place:
    """Beside what is left of its table, in its file if there is anything; else beside any line of its file."""
    left = {
        resolved.stated.place: sum(part == own for part, own in zip(path, other, strict=False))
        for key, bundle in new.bundles.items()
        for other, timeline in bundle.paths.items()
        for resolved in timeline.values
        if not is_of_library(resolved.stated.place) and (key == path[0] or resolved.stated.place.file == was.file)
    }
    if not left:
        return new.place
    return min(left, key=lambda place: (place.file != was.file, -left[place], abs(place.line - was.line), place))
