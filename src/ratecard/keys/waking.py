"""A `yes` that wakes nothing: nothing below it has anything to apply, neither in the book nor in the library."""

from collections.abc import Callable

from ratecard.book.doubts import Whole
from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Place


def doubt_what_wakes_nothing(key: str) -> Callable[[Whole], None]:
    """What warns of each `yes` of a key that leads to terms in no market at any time."""

    def doubt(whole: Whole) -> None:
        waking: dict[Place, bool] = {}
        for history in whole.markets:
            for place, wakes in _waking(history, key):
                waking[place] = waking.get(place, False) or wakes
        for place in [place for place, wakes in waking.items() if not wakes]:
            sentence = f"{key}: yes takes what is stated elsewhere, and nothing is stated where it is read"
            whole.once.warn("wakes-nothing", sentence, place, f"state what {key} is, or leave it out")

    return doubt


def _waking(history: MarketHistory, key: str) -> list[tuple[Place, bool]]:
    """Each `yes` that is read in a market, and whether anything comes of it at any time."""
    timeline, terms = history.below(key).get((key, "applies")), history.sections.get((key,))
    if timeline is None:
        return []
    comes = terms is not None and any(section.terms is not None for section in terms.values)
    return [(resolved.stated.place, comes) for resolved in timeline.values if resolved.stated.value == "yes"]
