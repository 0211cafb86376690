"""Limits of purchases, of spending and of single packages: what was used, what is left, and whether a question fits.

They refuse a question, and split none. A limit of which nothing tells what was used stays open, and so does one whose
`most` varies by a fact that is not known: neither is ever a reason to ask for a fact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.reference.amounts import with_currencies
from tests.reference.facts import asks, chosen
from tests.reference.layering import Held, Market, zone_of
from tests.reference.promotion_standing import Asker
from tests.reference.reading import Path
from tests.reference.settling import WAY
from tests.reference.used_before import Used, largest, quantity, used_of, window_end
from tests.reference.writing import money_text

PURCHASES: Path = ("purchases", "limits")
SINGLE = ("purchase", "gift", "payout")
"""Windows that are one question, before which nothing was used."""
SPENDING: Path = ("spending", "limits")


@dataclass(frozen=True)
class Asked:
    """What a question takes of limits: money of the gross (or the listed price), paid coins, units, gifts, and one."""

    money: int
    currency: str
    coins: int
    units: int
    gifts: int = 1

    def of(self, unit: str) -> int:
        """So much of one unit; a purchase is one, and so is a grant."""
        counted = {"coin": self.coins, "unit": self.units, "item": self.units, "gift": self.gifts}
        return {**counted, self.currency: self.money}.get(unit, 1)


@dataclass(frozen=True)
class Limited:
    """One limit, in its unit: `most` is None where a fact is wanting, `used` where nothing tells it.

    `left` is before this question. `broken` says that the question takes more than that. `way` is the way of paying
    where it counts each for itself: the one that is told, or else the usual one, which is then assumed.
    """

    id: str
    per: str | None
    unit: str
    most: int | None
    used: int | None
    asked: int
    resets_at: int | None
    of_package: bool
    """Whether each package, or gift, is counted for itself."""
    way: str | None
    assumed: frozenset[str]
    broken: bool

    @property
    def left(self) -> int | None:
        """What is left for this question, at least 0; None where that is open."""
        return None if self.most is None or self.used is None else max(0, self.most - self.used)

    @property
    def is_open(self) -> bool:
        """Whether nobody can tell what is left."""
        return self.left is None and not self.broken

    def use(self, currency: str, package: str) -> Used | None:
        """What the question uses up of it, in the form in which a caller states it; one question keeps no count."""
        if self.per in SINGLE or not self.unit:
            return None
        if self.unit == currency:
            amount = str(money_text(self.asked, currency))
        else:
            amount = f"{self.asked} {self.unit}" if self.asked == 1 else f"{self.asked} {self.unit}s"
        return Used(self.id, amount, package if self.of_package else None, self.way)


def limit_names(here: Market, at: int, section: Path) -> list[str]:
    """The limits of a section that hold at an instant."""
    names = {s.path[len(section)] for s in here.book.statements if _is_in(s.path, section)}
    return sorted(name for name in names if _stated(here, at, (*section, name), "most") is not None)


def limits_of(asker: Asker, sections: Sequence[Path], asked: Asked) -> tuple[list[Limited], frozenset[str]]:
    """The limits of some sections that hold for a question, by id, and the facts that were assumed for any of them."""
    found: list[Limited] = []
    assumed = frozenset[str]()
    for section in sections:
        for name in limit_names(asker.here, asker.at, section):
            limited = _limited(asker, (*section, name), asked)
            if isinstance(limited, Limited):
                found.append(limited)
                assumed |= limited.assumed
            else:
                assumed |= limited
    return sorted(found, key=lambda limited: limited.id), assumed


def _stated(here: Market, at: int, path: Path, key: str) -> Held | None:
    held = here.held((*path, key), at)
    return None if held is None or held.says == "none" else held


def _is_in(path: Path, section: Path) -> bool:
    return path[: len(section)] == section and len(path) > len(section)


def _limited(asker: Asker, path: Path, asked: Asked) -> Limited | frozenset[str]:
    """How a question stands to one limit; what was assumed, where it limits nothing for what is known."""
    here, at, facts, name = asker.here, asker.at, asker.facts, ".".join(path)
    most, of_held, per_held = (_stated(here, at, path, key) for key in ("most", "of", "per"))
    assert most is not None
    says = with_currencies(here, {most.statement.path: most})[most.statement.path].says
    taken, fact = chosen(says, facts), asks(says)
    assumed = frozenset((fact,)) if fact is not None and fact not in facts and taken is not None else frozenset[str]()
    if taken == "none":
        return assumed
    per = None if per_held is None else str(per_held.says)
    listed = [] if of_held is None else of_held.says if isinstance(of_held.says, list) else [of_held.says]
    of = [str(each) for each in listed]
    way = str(facts.get(WAY, asker.usual_way)) or None if "way" in of else None
    if way is not None and WAY not in facts:
        assumed |= {WAY}
    told = used_of(name, of, asker.package, asker.used, asker.limits, asker.thing, way=way)
    amounts = [quantity(each, asked.currency) for each in told]
    before = 0 if per in SINGLE else sum(each.number for each in amounts) if amounts else None
    allowed = largest(says, asked.currency) if taken is None else quantity(str(taken), asked.currency)
    unit = allowed.unit if allowed is not None else ""
    takes = asked.of(unit) if unit else 0
    broken = allowed is not None and (before or 0) + takes > allowed.number
    return Limited(
        id=name,
        per=per,
        unit=unit,
        most=allowed.number if allowed is not None and (taken is not None or broken) else None,
        used=before,
        asked=takes,
        resets_at=window_end(per, at, zone_of(here.book, here.region)),
        of_package=asker.thing in of,
        way=way,
        assumed=assumed,
        broken=broken,
    )
