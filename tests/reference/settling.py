"""What all questions go through: where they are asked, whether their facts fit, sections with their choices made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ratecard.money import Money
from ratecard.refusals import (
    BeforeRules,
    FactNeeded,
    InvalidFact,
    InvalidInput,
    UnknownFact,
    UnknownPlatform,
    UnknownRegion,
)
from tests.reference.facts import Facts, asks, chosen, said
from tests.reference.layering import Held, Market, market
from tests.reference.reading import Book, Path, Tree, unwrapped
from tests.reference.unknown import MARK, entries, plainly, said_unknown, unknown_at
from tests.reference.writing import count, minor_units

WAY = "purchase.way"
BY_ENGINE = (
    "purchase.coins",
    "purchase.quantity",
    "purchase.amount",
    "purchase.kind",
    "gift.coins",
    "gift.total",
)
"""The facts that nobody states: they are of the question itself."""


WrongFact = UnknownFact | InvalidFact | InvalidInput


@dataclass(frozen=True)
class Settled:
    """One section with its choices made: what each path says, and the facts that were assumed."""

    says: Mapping[Path, str]
    when: Tree | None
    assumed: frozenset[str]

    def get(self, *path: str) -> str | None:
        """What a path says; None where it says nothing, or `none`."""
        found = self.says.get(path)
        return None if found == "none" else found

    def known(self, *path: str) -> str | None:
        """What a path says that is known; None also where that is `unknown`."""
        found = self.get(*path)
        return None if found is None or found.startswith(MARK) else found


def asked_market(
    book: Book, region: str, platform: str, at: int
) -> Market | UnknownRegion | UnknownPlatform | BeforeRules:
    """The market that a question is about."""
    if region not in book.owners("region"):
        return UnknownRegion(region, ())
    platforms = {s.platform for s in book.statements if s.kind == "rules" and s.platform}
    if platform not in platforms:
        return UnknownPlatform(platform, tuple(sorted(str(known) for known in platforms)))
    here = market(book, region, platform)
    return BeforeRules(at, here.begins) if at < here.begins else here  # type: ignore[arg-type]


def asked_region(book: Book, region: str, at: int) -> Market | UnknownRegion | BeforeRules:
    """The region that a question about a creator is about: a market on no platform."""
    if region not in book.owners("region"):
        return UnknownRegion(region, ())
    here = market(book, region, None)
    return BeforeRules(at, here.begins) if at < here.begins else here  # type: ignore[arg-type]


def wrong_fact(book: Book, facts: Facts, here: Market | None = None, at: int = 0) -> WrongFact | None:
    """The first fact by name that no file declares, that is not of its type, or that nobody states.

    A way of paying has to be one of the platform that is asked about.
    """
    declared = {s.path[1] for s in book.of("rules", "", None) if s.path[0] == "facts"}
    declared |= {WAY for s in book.statements if s.path[0] == "ways"}
    for name in sorted(facts):
        value = facts[name]
        if name not in declared:
            return UnknownFact(name, tuple(sorted(declared)))
        if name in BY_ENGINE or (name == WAY and here and value not in ways(here.everything_held(at, ("ways",)))):
            return InvalidInput(("facts", name), "")
        if name == WAY:
            continue
        kind = book.stated("facts", name, "type")
        listed = book.stated("facts", name, "of")
        fits = {
            "yes or no": isinstance(value, bool),
            "count": isinstance(value, int) and not isinstance(value, bool) and value >= 0,
            "one of": isinstance(listed, list) and value in listed,
            "money": isinstance(value, Money) and value.minor >= 0,
        }
        if not fits[str(kind)]:
            return InvalidFact(name, said(value), "")
    return None


def ways(held: Mapping[Path, Held]) -> list[str]:
    """The ways of paying that a market has, the one that is taken untold first: the least order, then the least id."""
    found: dict[str, int] = {}
    for path, each in held.items():
        if path[0] == "ways" and len(path) > 2 and each.says != "none":
            order = held.get((*path[:2], "order"))
            found[path[1]] = 10**18 if order is None else -1 if order.says == "none" else count(str(order.says))
    found = {way: order for way, order in found.items() if order >= 0}
    return sorted(found, key=lambda way: (found[way], way))


def settle(section: Path, held: Mapping[Path, Held], facts: Facts, apart: Iterable[Path] = ()) -> Settled | FactNeeded:
    """A section with its choices made, without what stands in the sections `apart`.

    Of several facts that are needed, the first by name is named. Where the way of paying is not told, the first one is
    assumed; where there is none, nothing has to be told.
    """
    usual = dict.fromkeys([WAY], ways(held)[0]) if ways(held) else {}
    told: Facts = {**usual, **facts}
    inside = {
        path: each.says
        for path, each in held.items()
        if path[: len(section)] == section and not any(path[: len(other)] == other for other in apart)
    }
    conditions = [written for path, written in inside.items() if path[2:] == ("when",) and written != "none"]
    plain = {path: written for path, written in inside.items() if path[2:] != ("when",)}
    asked = [(path, fact) for path, written in plain.items() if (fact := asks(written)) and fact not in facts]
    unknown = [(path, fact) for path, fact in asked if fact != WAY or usual]
    needed = sorted(fact for path, fact in asked if chosen(plain[path], told) is None)
    if needed:
        return FactNeeded(needed[0])
    taken = {path: chosen(written, told) for path, written in plain.items()}
    says = {path: ", ".join(map(str, each)) if isinstance(each, list) else str(each) for path, each in taken.items()}
    says = {path: said_unknown(held[path].statement.path) if said == "unknown" else said for path, said in says.items()}
    for above in (section[:depth] for depth in range(1, len(section))):
        if above in held and unwrapped(held[above].says) == "unknown":
            says[above] = said_unknown(held[above].statement.path)
    return Settled(says, conditions[0] if conditions else None, frozenset(fact for _, fact in unknown))


def required(held: Mapping[Path, Held], audience: str) -> dict[str, Tree]:
    """What `eligibility` requires of buyers or creators, as one mapping of conditions."""
    found: dict[str, Tree] = {}
    for path, each in held.items():
        if path[:2] == ("eligibility", audience) and len(path) > 2 and each.says not in ("none", "unknown"):
            found[path[2]] = each.says
    return found


def required_unknown(held: Mapping[Path, Held], audience: str) -> frozenset[str]:
    """What `eligibility` says that it requires of buyers or creators without telling what: by the path of the word.

    Which facts there are is unknown as in a table: until a layer states one.
    """
    says = plainly({path: each for path, each in held.items() if path[0] == "eligibility"})
    facts = entries(says, "eligibility", audience)
    if not facts:
        return unknown_at(says, "eligibility", audience)
    return frozenset[str]().union(*(unknown_at(says, "eligibility", audience, fact) for fact in facts))


def amount(here: Market, held: Held, said_amount: str, currency: str) -> int:
    """Money in minor units: in the currency beside it, or in the one in force where it is written."""
    digits, _, named = said_amount.partition(" ")
    bound = named or here.currency_where_written(held)
    assert bound == currency, f"{held} is in {bound}, the market in {currency}"
    return minor_units(digits, bound)
