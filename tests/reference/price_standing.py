"""What prices a thing in a market at an instant: a price that is stated, or another market from which it is derived.

Layer first; inside one rank a stated price beats a derive, and `prices: none` beats none of its own rank. A derive from
another platform of the region that is stated for this platform comes before all that is not stated for it.
"""

from dataclasses import dataclass
from fractions import Fraction

from tests.reference.dates import second
from tests.reference.facts import cases
from tests.reference.layering import Held, Market, country_of, zone_of
from tests.reference.reading import BESIDE, Path, Statement, Tree, unwrapped
from tests.reference.writing import rate

DERIVE: Path = ("pricing", "derive")
WORDS = ("none", "unknown")
RANGE = {"least", "most", "step"}

Rank = tuple[bool, int, bool]
"""Of the book and not of its library; the number of the layer; of a platform. The greatest wins."""


@dataclass(frozen=True)
class Derive:
    """One `derive` as a market reads it. `things` is None for all that is priced there and not chosen.

    `fx` is "none", "" where nothing is stated, or the date as written; `tax` is "swap" or "keep".
    """

    held: Held
    region: str
    platform: str
    things: tuple[str, ...] | None
    fx: str
    factor: str
    tax: str


def speaking(here: Market, path: Path, at: int) -> list[Held]:
    """All that is said of a path at an instant, the broadest first; `inherit` is silence.

    `none` on a mapping is said of each path below.
    """
    found: list[Held] = []
    for statement in here.statements(at):
        above = statement.path != path and path[: len(statement.path)] == statement.path
        if statement.path != path and not (above and unwrapped(statement.written) in WORDS):
            continue
        held = here.says(statement, at)
        if held is not None and held.says != "inherit":
            found.append(held)
    return found


def rank(statement: Statement) -> Rank:
    """Where a statement stands. All groups of a region are one layer."""
    layer = {"rules": 0, "group": 1}.get(statement.kind, 3 if "-" in statement.owner else 2)
    return not statement.of_library, layer, statement.platform is not None


def standing(here: Market, thing: str, at: int) -> Held | Derive | None:
    """The stated price that holds for a thing, or the derive that does; None where nothing is stated."""
    path: Path = ("prices", thing)
    stated, derives = speaking(here, path, at), speaking(here, DERIVE, at)
    ours = [held for held in derives if held.statement.platform is not None]
    sibling = _read(here, ours[-1]) if ours else None
    if sibling is not None and _is_sibling(here, sibling) and covers(here, sibling, thing, at):
        for_platform = [held for held in stated if held.statement.platform is not None]
        return for_platform[-1] if for_platform and _beats(for_platform[-1], sibling, path) else sibling
    price = stated[-1] if stated else None
    derive = _read(here, derives[-1]) if derives else None
    if derive is None or (derive.region, derive.platform) == (here.region, here.platform):
        return price
    if not covers(here, derive, thing, at) or (price is not None and _beats(price, derive, path)):
        return price
    return derive


def _beats(price: Held, derive: Derive, path: Path) -> bool:
    """Whether a stated price comes before a derive. `prices: none` does only in a narrower rank."""
    own, other = rank(price.statement), rank(derive.held.statement)
    return own > other or (own == other and price.statement.path == path)


def _is_sibling(here: Market, derive: Derive) -> bool:
    return derive.region == here.region and derive.platform != here.platform


def covers(here: Market, derive: Derive, thing: str, at: int) -> bool:
    """Whether a derive is for a thing. What is chosen, here or there, is never derived."""
    if derive.things is not None and thing not in derive.things:
        return False
    there = Market(here.book, derive.region, derive.platform, here.begins)
    return not is_chosen(here, thing, at) and not is_chosen(there, thing, at)


def is_chosen(here: Market, thing: str, at: int) -> bool:
    """Whether whoever asks chooses the number of coins, or the amount."""
    coins, price = (here.held(path, at) for path in (("packages", thing, "coins"), ("prices", thing)))
    return any(is_range(case) for held in (coins, price) if held is not None for case in all_cases(held.says))


def is_range(tree: Tree) -> bool:
    """Whether a value is a range: {least: 30, most: 130, step: 50}."""
    return isinstance(tree, dict) and bool(set(tree) & RANGE) and set(tree) <= {*RANGE, *BESIDE}


def all_cases(says: Tree) -> list[Tree]:
    """Every value that a choice may take; of what is no choice, itself."""
    choice = unwrapped(says)
    if not isinstance(choice, dict) or "by" not in choice:
        return [choice]
    values = [*cases(choice["is"] if "is" in choice else choice["from"]).values()]
    return [unwrapped(value) for value in [*values, *([choice["other"]] if "other" in choice else [])]]


def _read(here: Market, held: Held) -> Derive | None:
    """A derive as it is written; None where it says `none`."""
    says = held.says
    if not isinstance(says, dict):
        return None
    source = unwrapped(says["from"])
    parts: dict[str, Tree] = source if isinstance(source, dict) else {"region": source}
    region = str(unwrapped(parts.get("region", here.region)))
    platform = str(unwrapped(parts.get("platform", str(here.platform))))
    listed = [unwrapped(says[key]) for key in ("packages", "items") if key in says]
    things = [str(thing) for names in listed for thing in (names if isinstance(names, list) else [names])]
    return Derive(
        held=held,
        region=region,
        platform=platform,
        things=tuple(things) if listed else None,
        fx=str(unwrapped(says.get("fx", ""))),
        factor=str(unwrapped(says.get("factor", "1"))),
        tax=str(unwrapped(says.get("tax", "keep" if region == here.region else ""))),
    )


def factor_held(here: Market, table: str, at: int) -> tuple[str, str, str] | None:
    """The factor of a table for a region at an instant: its own, its country's, or that of all others.

    With it under which name it stands, and at which date. Dates are days of the region that asks.
    """
    for name in (here.region, country_of(here.region), "other"):
        for statement in here.book.of("rules", "", None):
            held = here.says(statement, at) if statement.path == ("factors", table, name) else None
            if held is not None:
                return name, held.key, str(held.says)
    return None


def factor_of(here: Market, written: str, at: int) -> Fraction | None:
    """What a factor comes to: a number, a rate, or that of the table of this name; None where it has none."""
    if written[0].isdigit():
        return number(written)
    found = factor_held(here, written, at)
    return None if found is None else number(found[2])


def number(written: str) -> Fraction:
    """`0.75`, `5/4`, `75 %` or `40 bps`."""
    return rate(written) if "%" in written or "bps" in written or "/" in written else Fraction(written)


def fx_instant(here: Market, derive: Derive) -> int:
    """The instant of the rates that a derive names, in days of the region where it is written."""
    statement = derive.held.statement
    owner = statement.owner if statement.kind == "region" else here.region
    return second(derive.fx, zone_of(here.book, owner))
