"""What holds in a market at an instant, by the place where it is stated."""

from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, KeyPath
from ratecard.terms.facts import BoundChoice
from ratecard.terms.resolved import Resolved


def provenance(history: MarketHistory, at: Instant) -> dict[Place, tuple[KeyPath, Resolved[object]]]:
    """What holds in a market at an instant, by the place where it is stated: its path and what it replaced.

    The cases of a choice count as places of their own.
    """
    found: dict[Place, tuple[KeyPath, Resolved[object]]] = {}
    for path, timeline in history.paths.items():
        resolved = timeline.at(at)
        if resolved is None or resolved.stated.value is ABSENT:
            continue
        found[resolved.stated.place] = (path, resolved)
        choice = resolved.stated.value
        if type(choice) is BoundChoice:
            for stated in [*(stated for _, stated in choice.cases), choice.other]:
                if stated is not None:
                    found[stated.place] = (path, resolved)  # type: ignore[attr-defined]
    return found
