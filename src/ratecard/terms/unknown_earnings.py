"""What of a kind's earnings is unknown: what the creator gets of the amount, or the amount of all recipients."""

from ratecard.money import PerCoin
from ratecard.rulefiles.stated import UNKNOWN, KeyPath
from ratecard.terms.resolved import Covered
from ratecard.terms.unknown import Unknowns, together
from ratecard.terms.values import Values

WAYS = ("diamonds", "share", "split")


def unknown_earnings(values: Values, path: KeyPath) -> tuple[Unknowns, Unknowns]:
    """What the recipients' parts need and the rules do not know, and what the amount of all of them does.

    Of diamonds, share and split the one counts that is stated, or said to be unknown itself; where none is, what is
    said of the kind does, for those that are not `none`.
    """
    ways = _ways(values, path)
    if not ways:
        return (), together(values.unknown_at(*path, way) for way in WAYS)
    needed = ("base",) if is_exact(values, path, ways) else ("base", "scope", "rounding")
    amount = [values.unknown_at(*path, key) for key in needed]
    if ways != ["split"]:
        return (), together([*amount, *(values.unknown_at(*path, way) for way in ways)])
    names = values.ids(*path, "split")
    parts = [values.unknown_at(*path, "split", name) for name in names] or [values.unknown_at(*path, "split")]
    return together(parts), together(amount)


def is_exact(values: Values, path: KeyPath, ways: list[str]) -> bool:
    """Whether each coin gives whole diamonds, and nothing is said of how they are rounded: then nothing is."""
    given = values.stated_as(PerCoin, *path, "diamonds") if ways == ["diamonds"] else None
    if given is None or values.get(*path, "rounding") is not None or _is_unknown(values, (*path, "rounding")):
        return False
    return given.value.numerator % given.value.denominator == 0


def _ways(values: Values, path: KeyPath) -> list[str]:
    """The ways that are stated, or are said to be unknown themselves."""
    ways = [key for key in WAYS[:2] if values.get(*path, key) is not None or _is_unknown(values, (*path, key))]
    split = (
        values.ids(*path, "split") or values.get(*path, "split") is not None or _is_unknown(values, (*path, "split"))
    )
    return [*ways, "split"] if split else ways


def _is_unknown(values: Values, path: KeyPath) -> bool:
    found = values.resolved.get(path)
    return found is not None and found.stated.value is UNKNOWN and type(found.stated) is not Covered


def fits_base(values: Values, path: KeyPath) -> bool:
    """Whether one way is stated, and one that fits the base; else that is reported, at an unknown one."""
    ways, base = _ways(values, path), values.get(*path, "base")
    unknown = [way for way in ways if _is_unknown(values, (*path, way))]
    if not unknown:
        return True
    stated = values.resolved[(*path, unknown[0])].stated
    if len(ways) > 1:
        others = " and ".join(way for way in ways if way != unknown[0])
        sentence = f"{unknown[0]} is stated beside {others}, and only one of them can hold"
        values.problem("two-shares", sentence, stated, "keep one; write none for the other")
        return False
    wrong = {"diamonds": "diamonds are for coins", "share": "share is a share of money"}.get(unknown[0])
    if base is not None and wrong is not None and (unknown[0] == "diamonds") is not (base.value == "coins"):
        values.problem("two-shares", f"{wrong}, and the base is {base.value}", stated, "state the base that it is of")
        return False
    return True
