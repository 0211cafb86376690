"""What a package holds, and what is known of a purchase once that is chosen."""

from collections.abc import Mapping

from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import FactNeeded
from tests.reference.facts import Facts
from tests.reference.layering import Held
from tests.reference.reading import Path
from tests.reference.settling import Settled, settle
from tests.reference.writing import count


def known_before(request: PurchaseRequest) -> Facts:
    """What is known of a purchase before anything is chosen: what the asker says, and how many units it is."""
    return {**request.facts, "purchase.quantity": request.quantity}


def held_by(request: PurchaseRequest, held: Mapping[Path, Held]) -> Settled | FactNeeded:
    """What a package holds. Its limits are looked at when all else is known, and need no fact here."""
    path = ("packages", request.package)
    return settle(path, held, known_before(request), [(*path, "limits")])


def known_of_package(holds: Settled | FactNeeded, request: PurchaseRequest) -> Facts:
    """What is known once it is chosen what a package holds: its coins, and the first kind that it is of."""
    if isinstance(holds, FactNeeded):
        return known_before(request)
    path = ("packages", request.package)
    kind = (holds.get(*path, "kinds") or "none").split(", ")[0]
    written = holds.get(*path, "coins")
    coins_of_it = {} if written is None else {"purchase.coins": count(written)}
    return {**known_before(request), **coins_of_it, "purchase.kind": kind}
