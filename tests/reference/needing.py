"""What each figure of a payout needs that is not known: by figure the paths at which `unknown` is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.reference.unknown import MARK, Says, entries, unknown_at, unknown_part
from tests.reference.writing import rate

Paths = frozenset[str]
NOTHING: Paths = frozenset()

WITHHOLDING = ("payouts", "withholding")


class Lot(Protocol):
    """What is asked of a lot here."""

    @property
    def unknown(self) -> Paths: ...

    @property
    def hold_unknown(self) -> Paths: ...

    @property
    def kept(self) -> Says | None: ...

    def is_from(self, region: str) -> bool: ...


@dataclass(frozen=True)
class Rules:
    """What is said of the payout: of all payouts, of the method's, of what is kept back of all (None: of each lot)."""

    payouts: Says
    method: str
    of_method: Says
    withholding: Says | None
    value_currency: str | None
    diamond_unknown: Paths
    paid_in: str | None
    exchange: Paths

    def at(self, *path: str) -> Paths:
        """What is unknown of all payouts."""
        return unknown_at(self.payouts, "payouts", *path)

    def of_way(self, *path: str) -> Paths:
        """What is unknown of the method."""
        return unknown_part(self.of_method, "payouts", "methods", self.method, *path)


def kept_back(says: Says, lots: Sequence[Lot] | None) -> tuple[Paths, bool]:
    """What is unknown of what is kept back of these lots (None: nobody knows of which), and whether any line is known.

    A line of one region needs nothing where no lot comes from there.
    """
    lines = (*WITHHOLDING, "lines")
    names = entries(says, *lines)
    if not names:
        return unknown_at(says, *lines), False
    found, known = NOTHING, False
    for name in names:
        if says.get((*lines, name, "rate")) == "none":
            continue
        domestic = says.get((*lines, name, "of")) == "domestic"
        own = NOTHING.union(
            *(unknown_at(says, *lines, name, key) for key in ("rate", "of", *(["domestic"] if domestic else [])))
        )
        region = says.get((*lines, name, "domestic"), MARK) if domestic else MARK
        if not own:
            known = True
        elif region.startswith(MARK) or lots is None or any(lot.is_from(region) for lot in lots):
            found |= own
    return found | (unknown_at(says, *WITHHOLDING, "rounding") if known else NOTHING), known


def of_fee(rules: Rules) -> Paths:
    """What the fee needs of its own. Of amounts nothing is said of count only where no other is said."""
    path = ("payouts", "methods", rules.method, "fee")
    parts = ("rate", "fixed", "floor")
    if not entries(rules.of_method, *path):
        return unknown_at(rules.of_method, *path)
    said = [key for key in parts if rules.of_method.get((*path, key), "none") != "none"]
    if not said:
        keys = [key for key in parts if rules.of_method.get((*path, key)) != "none"]
        return NOTHING.union(*(unknown_at(rules.of_method, *path, key) for key in keys))
    keys = [key for key in (*parts, "cap") if (*path, key) in rules.of_method]
    found = NOTHING.union(*(unknown_at(rules.of_method, *path, key) for key in keys))
    rounding = unknown_at(rules.of_method, *path, "rounding")
    # Without a rate nothing has to be rounded, so that counts only where it is said of the rounding itself.
    return found | rounding if "rate" in said or rounding == {".".join((*path, "rounding"))} else found


def costs(rules: Rules) -> bool:
    """Whether the method charges a fee, be it known or not."""
    path = ("payouts", "methods", rules.method, "fee")
    return any(rules.of_method.get((*path, key), "none") != "none" for key in ("rate", "fixed", "floor"))


def has_rate(rules: Rules) -> bool:
    """Whether the fee depends on what is left."""
    said = rules.of_method.get(("payouts", "methods", rules.method, "fee", "rate"), "none")
    return said != "none" and not said.startswith(MARK) and rate(said) > 0


def needs(rules: Rules, lots: Sequence[Lot] | None, nobody_knows: Paths) -> Mapping[str, Paths]:
    """By figure what it needs that is unknown. `lots` is None where `nobody_knows` says why these are not known."""
    used = lots or ()
    value = nobody_knows.union(*(lot.unknown for lot in used)) | rules.at("rounding")
    if rules.withholding is not None:
        kept, any_line = kept_back(rules.withholding, lots)
    else:
        each = [kept_back(lot.kept, [lot]) for lot in used if lot.kept is not None]
        kept, any_line = nobody_knows.union(*(own for own, _ in each)), any(line for _, line in each)
    withheld = kept | (value if any_line else NOTHING)
    fee = of_fee(rules)
    if not fee and has_rate(rules):
        fee = value | withheld
    if rules.value_currency is None:
        withheld |= rules.diamond_unknown
        fee |= rules.diamond_unknown
        value |= rules.diamond_unknown
    remainder = value | withheld | fee
    currency = NOTHING
    if rules.paid_in is None:
        currency = rules.of_way("currency") or rules.at("currency")
    paid = remainder | currency | rules.exchange
    released = nobody_knows.union(*(lot.hold_unknown for lot in used))
    days = NOTHING
    if not pays_at_once(rules.payouts):
        days = rules.at("pays", "from") | rules.at("pays", "after")
    return {
        "value": value,
        "withheld": withheld,
        "fee": fee,
        "remainder": remainder,
        "paid": paid,
        "cost": NOTHING if rules.paid_in is not None and rules.paid_in == rules.value_currency else paid,
        "released": released,
        "paid_on": released | days | rules.of_way("after"),
    }


def pays_at_once(payouts: Says) -> bool:
    """Whether `pays` is none, and no narrower layer states a part of it."""
    pays = ("payouts", "pays")
    return payouts.get(pays) == "none" and not entries(payouts, *pays)
