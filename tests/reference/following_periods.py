"""What a market's prices follow of other markets, statement by statement: an answer holds while it stays the same.

Facts play no part: of a choice all cases count.
"""

from collections.abc import Iterator

from tests.reference.dates import second
from tests.reference.layering import CURRENCY, Market, market, zone_of
from tests.reference.per_coin import is_per_coin
from tests.reference.price_standing import DERIVE, Derive, all_cases, factor_held, standing
from tests.reference.reading import Book, Path, is_time_line, unwrapped

OF_TAX = ("display", "depends_on", "rate", "on", "base")
COMPUTED = (("pricing", "rounding"), ("price_points",), ("price_bounds",))

Made = frozenset[tuple[object, ...]]
"""What a price is made of: whose statement at which path, and the date of it that holds."""


def follows_anybody(book: Book) -> bool:
    """Whether any market of a book derives prices from another one."""
    return any(statement.path == DERIVE for statement in book.statements)


def edges(book: Book) -> set[int]:
    """Every instant that a statement names as any region reads it, and the beginnings of all regions.

    Which other markets a chain leads to may change at each of them.
    """
    found: set[int] = set()
    for region in book.owners("region"):
        there = market(book, region, None)
        found.add(there.begins)
        for statement in book.statements:
            if is_time_line(unwrapped(statement.written)):
                found |= {entry.since for entry in there.entries(statement)}
    return found


def made_of(here: Market, at: int) -> Made:
    """What all prices of a market are made of at an instant."""
    return frozenset[tuple[object, ...]]().union(*(_price(here, thing, at, ()) for thing in things(here.book)))


def things(book: Book) -> list[str]:
    """Every package and every item."""
    return sorted({s.path[1] for s in book.statements if s.path[0] in ("packages", "items") and len(s.path) > 1})


def _price(here: Market, thing: str, at: int, behind: tuple[object, ...]) -> Made:
    node = (here.region, here.platform, thing)
    found = standing(here, thing, at)
    if node in behind:
        return frozenset()
    if found is None or (not isinstance(found, Derive) and all(case == "none" for case in all_cases(found.says))):
        return unsold(node)
    held = found.held if isinstance(found, Derive) else found
    own: Made = frozenset({(node, id(held.statement), held.key)})
    if not isinstance(found, Derive):
        cases = all_cases(held.says)
        others = [str(unwrapped(case["as"])) for case in cases if isinstance(case, dict) and "as" in case]
        if not others and not any(is_per_coin(case) for case in cases):
            return own
        own |= _winners(here, at, *COMPUTED, ("packages", thing, "coins"))
        own |= _winners(here, at, *(("packages", other, "coins") for other in others))
        every = [_price(here, other, at, (*behind, node)) for other in others]
        lacking = [made for made in every if is_unsold(made)]
        return lacking[0] if lacking and len(all_cases(held.says)) == 1 else own.union(*every)
    there = market(here.book, found.region, found.platform)
    if at < there.begins and there.begins != second(str(here.book.stated("begins")), zone_of(here.book, found.region)):
        return unsold((found.region, found.platform, thing))
    then = max(at, there.begins)
    theirs = _price(there, thing, then, (*behind, node))
    if is_unsold(theirs):
        return theirs
    own |= _winners(here, at, *COMPUTED) | _winners(there, then, CURRENCY)
    if found.tax == "swap":
        own |= _winners(here, at, ("tax",)) | _winners(there, then, ("tax",))
    if not found.factor[0].isdigit():
        own |= {(node, found.factor, factor_held(here, found.factor, at))}
    return own | theirs


def unsold(whose: tuple[object, ...]) -> Made:
    """That nothing is made of anything, because this one has no price."""
    return frozenset({("unsold", *whose)})


def is_unsold(made: Made) -> bool:
    """Whether a price is not there at all."""
    return any(entry[0] == "unsold" for entry in made)


def _winners(here: Market, at: int, *paths: Path) -> Made:
    return frozenset(_of_paths(here, at, paths))


def _of_paths(here: Market, at: int, paths: tuple[Path, ...]) -> Iterator[tuple[object, ...]]:
    for path, held in here.everything_held(at).items():
        under = any(path[: len(wanted)] == wanted for wanted in paths)
        if under and (path[0] != "tax" or path[-1] in OF_TAX or len(path) < 4):
            yield here.region, here.platform, path, id(held.statement), held.key
