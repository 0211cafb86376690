"""What a package holds, or an item is, and what is known of a purchase once that is chosen."""

from collections.abc import Mapping

from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import FactNeeded
from tests.reference.choices import NOTHING_CHOSEN, Choice
from tests.reference.facts import Facts
from tests.reference.layering import Held
from tests.reference.reading import Path
from tests.reference.settling import Settled, settle
from tests.reference.writing import count


def section_of(held: Mapping[Path, Held], thing: str) -> tuple[str, str]:
    """Where a package stands, or an item; no id is of both."""
    return ("items" if any(path[:2] == ("items", thing) for path in held) else "packages"), thing


def known_before(request: PurchaseRequest, choice: Choice = NOTHING_CHOSEN) -> Facts:
    """What is known of a purchase before anything is settled: what the asker says and chooses, and how many units."""
    chosen = {} if choice.coins is None else {"purchase.coins": choice.coins}
    return {**request.facts, "purchase.quantity": request.quantity, **chosen}


def held_by(
    request: PurchaseRequest, held: Mapping[Path, Held], choice: Choice = NOTHING_CHOSEN
) -> Settled | FactNeeded:
    """What a package holds. Its limits are looked at when all else is known, and need no fact here."""
    path = section_of(held, request.package)
    return settle(path, held, known_before(request, choice), [(*path, "limits")])


def known_of_package(
    holds: Settled | FactNeeded, request: PurchaseRequest, choice: Choice = NOTHING_CHOSEN, *, of_item: bool = False
) -> Facts:
    """What is known once it is settled what a package holds: its coins, and the first kind that it is of.

    An item holds no coins: 0. Of a package whose coins are chosen, they are what was named, if anything was.
    """
    if isinstance(holds, FactNeeded):
        return known_before(request, choice)
    path = ("items" if of_item else "packages", request.package)
    kind = (holds.get(*path, "kinds") or "none").split(", ")[0]
    written = "0" if of_item else holds.get(*path, "coins")
    is_fixed = written is not None and not written.startswith("{")
    coins_of_it = {"purchase.coins": count(written)} if written is not None and is_fixed else {}
    return {**known_before(request, choice), **coins_of_it, "purchase.kind": kind}
