"""What of a commission is unknown: which lines there are, what one of them takes, or how the proceeds are rounded."""

from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.unknown import Unknowns, UnknownValue, together
from ratecard.terms.values import Values


def unknown_cuts(values: Values, taking: list[str]) -> Unknowns:
    """What the proceeds need and the rules do not know, where these lines take something."""
    if not values.ids("commission", "lines"):
        return together([values.unknown_at("commission", "lines")])
    found: list[UnknownValue | None] = []
    for line in taking:
        rate, fixed = unknown_part(values, line, "rate"), unknown_part(values, line, "fixed")
        found += [rate, fixed]
        path = ("commission", "lines", line)
        found.append(_unknown_kind(values, path))
        if rate is not None or values.get(*path, "rate") is not None:
            found.append(unknown_base(values, line))
    if taking and are_rounded(values, taking):
        found.append(values.unknown_at("commission", "rounding"))
    if taking:
        found.append(values.unknown_at("commission", "per"))
    return together(found)


def are_rounded(values: Values, taking: list[str]) -> bool:
    """Whether what lines leave has to be rounded: one of them has a rate, or something is said of the rounding itself.

    Fixed parts alone are whole, and are taken off the net. Where no line is stated yet, one will usually have a rate;
    lines that are wrong, which is reported, may have none.
    """
    path = ("commission", "rounding")
    unknown = values.unknown_at(*path)
    if values.get(*path) is not None or (unknown is not None and unknown.path == ".".join(path)):
        return True
    parts = [(line, ("commission", "lines", line, "rate")) for line in taking]
    fixed = [
        values.get("commission", "lines", line, "fixed") is not None or values.is_broken("commission", "lines", line)
        for line in taking
    ]
    rated = [values.get(*rate) is not None or unknown_part(values, line, "rate") is not None for line, rate in parts]
    none_stated = not taking and not values.is_broken("commission", "lines")
    return none_stated or any(rated) or not all(fixed)


def _unknown_kind(values: Values, path: KeyPath) -> UnknownValue | None:
    """That the kind of a line is said to be unknown, of itself or of the line.

    What is said of all lines counts no more: whoever states a line and no kind means the usual one.
    """
    found = values.unknown_at(*path, "kind")
    return found if found is not None and found.path.startswith(".".join(path)) else None


def unknown_base(values: Values, line: str) -> UnknownValue | None:
    """That a line's base is said to be unknown, of itself or of the line.

    Whoever states a rate and no base has forgotten it, also where all lines were unknown before.
    """
    path = ("commission", "lines", line)
    found = values.unknown_at(*path, "base")
    is_rate_known = values.get(*path, "rate") is not None
    return found if not is_rate_known or (found is not None and found.path.startswith(".".join(path))) else None


def unknown_part(values: Values, line: str, part: str) -> UnknownValue | None:
    """That a line's rate or fixed part is unknown.

    A line may have just one of the two: of which nothing is said is unknown where the other is `none`; and where
    nothing is said of either, the rate is.
    """
    path, other = ("commission", "lines", line), "fixed" if part == "rate" else "rate"
    is_other_said = (*path, other) in values.resolved and values.none_at(*path, other) is None
    if (*path, part) not in values.resolved and (
        is_other_said or (part == "fixed" and (*path, other) not in values.resolved)
    ):
        return None
    return values.unknown_at(*path, part)
