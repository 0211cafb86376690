"""What a market states of one promotion at an instant: its window, what it is for, what it gives, and its limits.

What it gives is stated for all or by package: the narrowest layer wins, and in one layer the named package beats the
scalar. `none` takes away its own key, or all of the promotion. Of discount and price the narrower one holds.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from tests.reference.dates import first_second, second
from tests.reference.layering import Held, Market, zone_of
from tests.reference.reading import Path, Statement, Tree

PROMOTIONS = "promotions"
NEVER = "never"

Layered = tuple[int, Held]
"""The number of a layer, the broadest first, and what it says."""


@dataclass(frozen=True)
class Terms:
    """A promotion as a market states it for one package. The window is half-open; None is since ever, or for ever.

    `is_for_it` is False where it is for other packages, or gives nothing for this one.
    """

    id: str
    start: int | None
    end: int | None
    never: bool
    is_for_it: bool
    discount: Held | None
    price: Held | None
    bonus: Held | None
    when: Held | None
    code: str | None
    replaces: bool
    exclusive: bool
    borne_by: str | None
    limits: tuple[str, ...]

    def has_begun(self, at: int) -> bool:
        """Whether its window has opened."""
        return not self.never and (self.start is None or self.start <= at)

    def is_on(self, at: int) -> bool:
        """Whether an instant is in its window."""
        return self.has_begun(at) and not self.has_ended(at)

    def has_ended(self, at: int) -> bool:
        """Whether its window has closed."""
        return self.end is not None and self.end <= at


def promotion_ids(here: Market) -> list[str]:
    """The ids of all promotions that any file of the book names."""
    return sorted({s.path[1] for s in here.book.statements if s.path[0] == PROMOTIONS and len(s.path) > 1})


def terms_of(
    here: Market, at: int, promotion: str, package: str, table: str = "packages", kind: str = ""
) -> Terms | None:
    """What holds of a promotion for a package (or an entry of another table); None where it is taken away.

    `kind` is the kind of spending as which a gift is sent.
    """
    discount = _benefit(here, at, promotion, "discount", package)
    price = _benefit(here, at, promotion, "price", package)
    bonus = _benefit(here, at, promotion, "bonus", package)
    if discount is not None and price is not None:
        assert discount[0] != price[0], f"{promotion} has discount and price for {package} in one layer"
        discount, price = (None, price) if price[0] > discount[0] else (discount, None)
    start, end, never = window(here, at, promotion)
    if not _is_stated(here, at, promotion):
        return None
    gives = [each for each in (discount, price, bonus) if each is not None]
    limits = {
        s.path[3] for s in here.book.statements if s.path[:3] == (PROMOTIONS, promotion, "limits") and len(s.path) > 3
    }
    return Terms(
        id=promotion,
        start=start,
        end=end,
        never=never,
        is_for_it=bool(gives) and _has(here, at, promotion, package, table, kind),
        discount=discount[1] if discount else None,
        price=price[1] if price else None,
        bonus=bonus[1] if bonus else None,
        when=_held(here, at, promotion, "when"),
        code=_word(here, at, promotion, "code"),
        replaces=_word(here, at, promotion, "replaces") == "package bonus",
        exclusive=_word(here, at, promotion, "exclusive") == "yes",
        borne_by=_word(here, at, promotion, "borne_by"),
        limits=tuple(
            limit for limit in sorted(limits) if _held(here, at, promotion, "limits", limit, "most") is not None
        ),
    )


def window(here: Market, at: int, promotion: str) -> tuple[int | None, int | None, bool]:
    """From when and until when a promotion is offered, and whether it never is.

    A date is a day where it is written: of the region that states it, else of the one that reads it. A last day counts
    until the first second of the next: 30 November in Berlin ends at 2026-12-01T00:00+01:00.
    """
    start = _last(here, at, promotion, ("from",))
    ends = [(key, said) for key in ("last_day", "before") if (said := _last(here, at, promotion, (key,))) is not None]
    assert len({said[0] for _, said in ends}) == len(ends), f"{promotion} has last_day and before in one layer"
    end = max(ends, key=lambda entry: entry[1][0], default=None)
    edges = [str(said[1].says) for said in (start, end[1] if end else None) if said is not None]
    if NEVER in edges:
        return None, None, True
    opens = None if start is None else second(str(start[1].says), _zone(here, start[1].statement))
    if end is None:
        return opens, None, False
    key, (_, held) = end
    zone, written = _zone(here, held.statement), str(held.says)
    if key == "last_day":
        return opens, first_second(date.fromisoformat(written) + timedelta(days=1), zone), False
    return opens, second(written, zone), False


def _zone(here: Market, statement: Statement) -> str:
    return zone_of(here.book, statement.owner if statement.kind == "region" else here.region)


def _layers(here: Market, at: int) -> list[list[Statement]]:
    """The statements read at an instant, layer by layer, the broadest first; in each, the shorter path first."""

    def layer(statement: Statement) -> tuple[object, ...]:
        return statement.of_library, statement.kind, statement.owner, statement.platform

    found = [s for s in here.statements(at) if s.path[0] == PROMOTIONS]
    return [sorted(stated, key=lambda statement: len(statement.path)) for _, stated in groupby(found, layer)]


def _last(here: Market, at: int, promotion: str, *keys: Path) -> Layered | None:
    """The last that is said of some keys of a promotion, by layer; None where nothing is, or `none`.

    In one layer a later key of `keys` beats an earlier one. What is said of the whole promotion counts for each.
    """
    paths: list[Path] = [(PROMOTIONS,), (PROMOTIONS, promotion), *((PROMOTIONS, promotion, *key) for key in keys)]
    found: Layered | None = None
    for number, layer in enumerate(_layers(here, at)):
        for path in paths:
            for statement in layer:
                held = here.says(statement, at) if statement.path == path else None
                if held is not None and held.says != "inherit":
                    found = None if held.says == "none" else (number, held)
    return found


def _benefit(here: Market, at: int, promotion: str, key: str, package: str) -> Layered | None:
    return _last(here, at, promotion, (key,), (key, package))


def _held(here: Market, at: int, promotion: str, *path: str) -> Held | None:
    prefixes = [path[:depth] for depth in range(1, len(path) + 1)]
    found = _last(here, at, promotion, *prefixes)
    return found[1] if found else None


def _word(here: Market, at: int, promotion: str, key: str) -> str | None:
    held = _held(here, at, promotion, key)
    return None if held is None else str(held.says)


def _is_stated(here: Market, at: int, promotion: str) -> bool:
    """Whether anything is said of a promotion since the last layer that takes all of it away."""
    stated = False
    for layer in _layers(here, at):
        for statement in layer:
            if statement.path in ((PROMOTIONS,), (PROMOTIONS, promotion)):
                stated = False
            elif statement.path[1] == promotion:
                stated = True
    return stated


def _has(here: Market, at: int, promotion: str, package: str, table: str, kind: str) -> bool:
    """Whether a promotion is for a package: one of its list, or any where no list of anything is stated.

    One of gifts is for those of its list, sent as a kind of its kinds; a list that is not stated asks for nothing.
    """
    lists = {key: _list(here, at, promotion, key) for key in ("packages", "items", "gifts", "kinds")}
    if all(listed is None for listed in lists.values()):
        return table == "packages" or (table == "items" and _names(here, at, promotion, package))
    if table == "gifts":
        gifts, for_kinds = lists["gifts"], lists["kinds"]
        of_gifts = gifts is not None or for_kinds is not None
        return of_gifts and (gifts is None or package in gifts) and (for_kinds is None or kind in for_kinds)
    named, kinds = lists[table] or (), lists["kinds"] or ()
    own = here.held((table, package, "kinds"), at)
    return package in named or (own is not None and any(kind in own.says for kind in kinds))


def _names(here: Market, at: int, promotion: str, item: str) -> bool:
    """Whether it is said of an item by its id what a promotion gives there."""
    paths = [(PROMOTIONS, promotion, key, item) for key in ("discount", "price", "bonus")]
    stated = [statement for layer in _layers(here, at) for statement in layer if statement.path in paths]
    return any(here.says(statement, at) is not None for statement in stated)


def _list(here: Market, at: int, promotion: str, key: str) -> tuple[Tree, ...] | None:
    held = _held(here, at, promotion, key)
    if held is None:
        return None
    return tuple(held.says) if isinstance(held.says, list) else (held.says,)


def limit_held(here: Market, at: int, promotion: str, limit: str, key: str) -> Held | None:
    """What is said of one key of a promotion's limit."""
    return _held(here, at, promotion, "limits", limit, key)
