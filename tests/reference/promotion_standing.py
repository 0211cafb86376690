"""How a promotion stands for one question: out, unmet, open, used up, or a candidate with what its limits leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from tests.reference.amounts import with_currencies
from tests.reference.facts import Facts, asks, chosen, judged
from tests.reference.layering import Held, Market
from tests.reference.promotion_choice import Benefit, Offer
from tests.reference.promotion_terms import Terms, limit_held
from tests.reference.reading import Tree
from tests.reference.settling import WAY, amount
from tests.reference.used_before import Quantity, Used, largest, quantity, used_of
from tests.reference.writing import coins, rate

HASHED = "sha256:"

Need = tuple[str, ...]
"""What is needed: ("condition", fact, requirement), ("fact", fact), ("code",) or ("limit", id)."""


@dataclass(frozen=True)
class Left:
    """A limit of a promotion: what it leaves, None where nothing tells; whether it is kept for each package.

    `way` is the way of paying where each is counted for itself: the one that is told, or else the usual one.
    """

    id: str
    unit: str
    left: int | None
    of_package: bool
    per_purchase: bool
    way: str | None

    def units(self, coins_of_unit: int, taken: int) -> int | None:
        """How many units of so many paid coins it leaves once so many were taken; None is all that are asked for."""
        assert self.left is not None
        if self.unit == "purchase":
            return None if self.left > 0 else 0
        each = coins_of_unit if self.unit == "coin" else 1
        return max(0, self.left - taken * each) // each


@dataclass(frozen=True)
class Standing:
    """`verdict` is later, over, elsewhere, unmet, used up, open or met; `benefit` is None where a fact is wanting.

    `assumed` are the facts that were assumed for what the answer takes: for a benefit that is known and may be given,
    and for limits, also where they are used up.
    """

    terms: Terms
    verdict: str
    benefit: Benefit | None
    needs: frozenset[Need]
    limits: tuple[Left, ...]
    assumed: frozenset[str]


@dataclass(frozen=True)
class Asker:
    """Where and for what it is asked, with what the question tells."""

    here: Market
    at: int
    package: str
    currency: str
    offer: Offer
    facts: Facts
    codes: Sequence[str]
    used: Sequence[Used]
    limits: Sequence[str]
    """The ids of all limits that this question has."""
    thing: str = "package"
    """What `package` is the id of: a package, or a gift."""
    kind: str = ""
    """The kind of spending as which a gift is sent."""
    usual_way: str = ""
    """The way of paying that is taken where none is told; "" where the market has none."""
    passed_over: bool = False
    """Whether what is asked for is chosen, and so no promotion is for it."""

    def taken(self, says: Tree) -> tuple[str | None, str | None]:
        """What a choice says for what is known; and the fact that is assumed, or needed where nothing is said.

        The way of paying is the usual one where it is not told. Where there is none, nothing is assumed of it.
        """
        fact = asks(says)
        told: Facts = {WAY: self.usual_way, **self.facts}
        taken = chosen(says, told)
        if fact is None or fact in self.facts or (fact == WAY and not self.usual_way):
            return None if taken is None else str(taken), None
        return None if taken is None else str(taken), fact


def folded(code: str) -> str:
    """A code as codes are compared: A–Z as a–z, outer spaces off."""
    return "".join(chr(ord(letter) + 32) if "A" <= letter <= "Z" else letter for letter in code.strip(" "))


def is_code(written: str, brought: str) -> bool:
    """Whether a code that was brought is the one that is written, or the one of which the hash is."""
    if written.startswith(HASHED):
        return sha256(folded(brought).encode()).hexdigest() == written.removeprefix(HASHED).lower()
    return folded(brought) == folded(written)


def limit_id(promotion: str, limit: str) -> str:
    """The whole id of a promotion's limit."""
    return f"promotions.{promotion}.limits.{limit}"


def standing(asker: Asker, terms: Terms) -> Standing:
    """How one promotion stands before any unit is sold."""
    needs: set[Need] = set()
    for_benefit: set[str] = set()
    for_limits: set[str] = set()
    benefit = _benefit(asker, terms, needs, for_benefit)
    unmet = by_way = False
    if terms.when is not None:
        path = terms.when.statement.path
        when = with_currencies(asker.here, {path: terms.when})[path].says
        verdict, _, still_open = judged(when, asker.facts)
        if verdict == "open" and any(condition.fact == WAY for condition in still_open):
            verdict, _, still_open = judged(when, {WAY: asker.usual_way, **asker.facts})
            by_way = bool(asker.usual_way)
        unmet = verdict == "unmet"
        needs |= {("condition", condition.fact, condition.requirement) for condition in still_open}
    if terms.code is not None and not any(is_code(terms.code, brought) for brought in asker.codes):
        needs.add(("code",))
    limits = tuple(
        left for limit in terms.limits if (left := _left(asker, terms.id, limit, needs, for_limits)) is not None
    )
    verdict = "open" if needs else "met"
    if any(left.left is not None and left.units(asker.offer.coins, 0) == 0 for left in limits):
        verdict = "used up"
    if unmet:
        verdict = "unmet"
    if not terms.is_for_it:
        verdict = "elsewhere"
    if terms.has_ended(asker.at):
        verdict = "over"
    if not terms.has_begun(asker.at):
        verdict = "later"
    counted = set(for_limits) if verdict in ("met", "open", "used up") else set[str]()
    if verdict in ("met", "open") and benefit is not None:
        counted |= for_benefit
    if by_way and verdict in ("met", "open", "unmet"):
        counted |= {WAY}
    if any(left.way for left in limits) and WAY not in asker.facts and verdict in ("met", "open", "used up"):
        counted |= {WAY}
    return Standing(terms, verdict, benefit, frozenset(needs), limits, frozenset(counted))


def _benefit(asker: Asker, terms: Terms, needs: set[Need], assumed: set[str]) -> Benefit | None:
    """What a promotion gives on one unit, its choices made; None where one of them needs a fact."""
    known = True
    values: dict[str, str | None] = {}
    for key, held in (("discount", terms.discount), ("price", terms.price), ("bonus", terms.bonus)):
        taken = None if held is None else _taken(asker, held, needs, assumed)
        known = known and (held is None or taken is not None)
        values[key] = None if taken == "none" else taken
    if not known:
        return None
    off, price = None, None
    if values["discount"] is not None:
        off = _off(asker, terms.discount, values["discount"])
    if values["price"] is not None:
        assert terms.price is not None
        price = _coins(values["price"]) if asker.thing == "gift" else None
        if price is None:
            price = amount(asker.here, terms.price, values["price"].replace("_", ""), asker.currency)
    bonus = None if values["bonus"] is None else coins(values["bonus"], asker.offer.coins)
    return Benefit(terms.id, off, price, bonus, terms.replaces, terms.exclusive)


def _off(asker: Asker, held: Held | None, said: str) -> Fraction:
    """What a discount takes off a unit: a rate of the regular price, exactly, or money."""
    if said.endswith("%") or said.endswith("bps") or "/" in said:
        return rate(said) * asker.offer.regular
    assert held is not None
    if asker.thing == "gift":
        return Fraction(_coins(said))
    return Fraction(amount(asker.here, held, said.replace("_", ""), asker.currency))


def _coins(said: str) -> int:
    """`5 coins`, or a number alone."""
    return int(said.partition(" ")[0].replace("_", ""))


def _taken(asker: Asker, held: Held, needs: set[Need], assumed: set[str]) -> str | None:
    """The value that a choice takes; None where it needs a fact, which is noted; what is assumed is noted, too."""
    path = held.statement.path
    says = with_currencies(asker.here, {path: held})[path].says
    taken, fact = asker.taken(says)
    if taken is None:
        assert fact is not None
        needs.add(("fact", fact))
    elif fact is not None:
        assumed.add(fact)
    return taken


def _left(asker: Asker, promotion: str, limit: str, needs: set[Need], assumed: set[str]) -> Left | None:
    """What a limit leaves before this question; None where it is `none` for these facts, and limits nothing.

    Where its fact is not known, both are needed, the fact and what was used of it, if that is not told. Then it leaves
    as much as the largest of its cases: what that does not leave, no case does.
    """
    most, per, of = (limit_held(asker.here, asker.at, promotion, limit, key) for key in ("most", "per", "of"))
    assert most is not None
    written = _taken(asker, most, needs, assumed)
    if written == "none":
        return None
    of_what = [] if of is None else [str(each) for each in of.says] if isinstance(of.says, list) else [str(of.says)]
    name, by_package = limit_id(promotion, limit), asker.thing in of_what
    single = per is not None and per.says in ("purchase", "gift")
    way = str(asker.facts.get(WAY, asker.usual_way)) or None if "way" in of_what and not single else None
    amounts = used_of(name, of_what, asker.package, asker.used, asker.limits, asker.thing, way=way)
    if not single and not amounts:
        needs.add(("limit", name))
        return Left(name, "unit", None, by_package, single, way)
    says = with_currencies(asker.here, {most.statement.path: most})[most.statement.path].says
    allowed = largest(says, asker.currency) if written is None else quantity(written, asker.currency)
    if allowed is None:
        return Left(name, "unit", None, by_package, single, way)
    before: list[Quantity] = [] if single else [quantity(each, asker.currency) for each in amounts]
    assert all(each.unit == allowed.unit for each in before), f"{name} is in {allowed.unit}"
    left = max(0, allowed.number - sum(each.number for each in before))
    return Left(name, allowed.unit, left, by_package, single, way)
