"""The store's cut in fractions: proceeds are what is left of the exact net, rounded once, and never above the net."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from tests.reference.reading import Path
from tests.reference.rounding import rounded
from tests.reference.tax import Split, Taxes, is_by_order, split_runs
from tests.reference.unknown import Says, entries, unknown_at
from tests.reference.writing import rate, rounding

FixedPart = Callable[[Path], int]
"""The amount of the fixed part that stands at a path, in minor units."""


Runs = Sequence[tuple[int, int]]
"""Listed prices, each with so many units."""


def kept_of(
    says: Says, taxed: Taxes, order: Split, runs: Runs, currency: str, fixed_part: FixedPart
) -> tuple[int | None, int | None]:
    """The proceeds of an order, and what is withheld: both are sums over its runs where all is rounded by unit."""
    if not is_by_order(taxed) and says.get(("commission", "per")) != "order":
        sums: tuple[int | None, int | None] = (0, 0)
        for run in runs:
            parts = _kept(says, taxed, split_runs(taxed, [run], currency), [run], currency, fixed_part)
            proceeds_sum, withheld_sum = (
                None if so_far is None or part is None else so_far + part
                for so_far, part in zip(sums, parts, strict=True)
            )
            sums = proceeds_sum, withheld_sum
        return sums
    return _kept(says, taxed, order, runs, currency, fixed_part)


def _kept(
    says: Says, taxed: Taxes, order: Split, runs: Runs, currency: str, fixed_part: FixedPart
) -> tuple[int | None, int | None]:
    if says.get(("commission", "per")) == "order":
        runs = [(sum(price * units for price, units in runs), 1)]
    kept = _proceeds(says, taxed, order, runs, currency, fixed_part)
    return kept, _withheld(says, taxed, order, kept, runs, currency, fixed_part)


def _proceeds(says: Says, taxed: Taxes, order: Split, runs: Runs, currency: str, fixed_part: FixedPart) -> int | None:
    """What the seller keeps of an order; None where it is undetermined, or needs what is unknown.

    Where nothing is taken, it is the net: with `commission: none`, `lines: none`, or `none` for what each line takes.
    """
    lines = cuts(says)
    if order.net is None or unknown_cuts(says):
        return None
    if not lines:
        assert "none" in says.values()
        return order.net
    left = [left_of(says, lines, taxed, Fraction(price), fixed_part) for price, _ in runs]
    if not is_rounded(says, lines):
        assert None not in left
        fixed = sum(fixed_part(("commission", "lines", line, "fixed")) for line in lines)
        return order.net - fixed * sum(units for _, units in runs)
    mode = rounding(says[("commission", "rounding")], currency)
    kept = 0
    for exact, (_, units) in zip(left, runs, strict=True):
        if exact is None:
            return None
        kept += rounded(exact, mode) * units
    return min(kept, order.net)


def _withheld(
    says: Says, taxed: Taxes, order: Split, kept: int | None, runs: Runs, currency: str, fixed_part: FixedPart
) -> int | None:
    """What the lines that are taxes come to, each rounded by itself; together at most what is taken of the net."""
    lines = cuts(says)
    if unknown_cuts(says):
        return None
    taxes = [line for line in lines if says.get(("commission", "lines", line, "kind")) == "tax"]
    if not taxes:
        return 0
    if kept is None or order.net is None:
        return None
    written = says[("commission", "rounding")] if is_rounded(says, lines) else "down"
    mode, taken = rounding(written, currency), 0
    for line in sorted(taxes):
        parts = [rounded(_taken(says, lines, line, taxed, price, fixed_part), mode) * units for price, units in runs]
        taken += min(sum(parts), order.net - kept - taken)
    return taken


def _taken(says: Says, lines: list[str], line: str, taxed: Taxes, price: int, fixed_part: FixedPart) -> Fraction:
    """What one line takes of a price, exactly."""
    path, whole, exact = ("commission", "lines", line), Fraction(price), Fraction(0)
    if says.get((*path, "rate"), "none") != "none":
        of = says[(*path, "base")]
        base = taxed.exact_gross(whole) if of == "gross" else taxed.exact_net(whole)
        if of == "proceeds":
            base = _left_by(says, [other for other in lines if not _is_last(says, other)], taxed, whole, fixed_part)
            base = None if base is None else max(base, Fraction(0))
        assert base is not None
        exact += base * rate(says[(*path, "rate")])
    if says.get((*path, "fixed"), "none") != "none":
        exact += fixed_part((*path, "fixed"))
    return exact


def _is_last(says: Says, line: str) -> bool:
    """Whether a line takes a rate of the proceeds."""
    path = ("commission", "lines", line)
    return says.get((*path, "base")) == "proceeds" and says.get((*path, "rate"), "none") != "none"


def cuts(says: Says) -> list[str]:
    """The lines that take something: a rate or a fixed part that is not none, or that is not known."""
    found = []
    for line in entries(says, "commission", "lines"):
        parts = [("commission", "lines", line, part) for part in ("rate", "fixed")]
        takes = any(says.get(path, "none") != "none" for path in parts)
        if takes or not any(path in says for path in parts) or _unknown_parts(says, line):
            found.append(line)
    return found


def _unknown_parts(says: Says, line: str) -> frozenset[str]:
    """Where it is said that a part of a line is unknown.

    What is said of the line counts for a part of which nothing is said, unless the other one is something: a line may
    have only one. Where nothing is said of both, it counts for the rate.
    """
    rate, fixed = (("commission", "lines", line, part) for part in ("rate", "fixed"))
    found = frozenset[str]()
    if rate in says or says.get(fixed, "none") == "none":
        found |= unknown_at(says, *rate)
    if fixed in says or says.get(rate) == "none":
        found |= unknown_at(says, *fixed)
    return found


def unknown_cuts(says: Says) -> frozenset[str]:
    """Where it is said that what is taken is unknown: which lines there are, or a part of one, or its rounding."""
    if not entries(says, "commission", "lines"):
        return unknown_at(says, "commission", "lines")
    found, lines = frozenset[str](), cuts(says)
    for line in lines:
        path = ("commission", "lines", line)
        kind = unknown_at(says, *path, "kind")  # of the line or the kind: a line that is stated has the usual one
        found |= {written for written in kind if written.startswith(".".join(path))} | _unknown_parts(says, line)
        if says.get((*path, "rate")) != "none" and (
            says.get((*path, "fixed"), "none") == "none" or (*path, "rate") in says
        ):
            found |= unknown_at(says, *path, "base")
    if lines and is_rounded(says, lines):
        found |= unknown_at(says, "commission", "rounding")
    return found | unknown_at(says, "commission", "per") if lines else found


def is_rounded(says: Says, lines: list[str]) -> bool:
    """Whether what is left is rounded: fixed parts alone, of which nobody says how, are taken off the net."""
    path = ("commission", "rounding")
    stated = path in says and not unknown_at(says, *path)
    if stated or ".".join(path) in unknown_at(says, *path):
        return True
    fixed = [says.get(("commission", "lines", line, "fixed"), "none") for line in lines]
    rates = [says.get(("commission", "lines", line, "rate"), "none") for line in lines]
    unknown = [_unknown_parts(says, line) for line in lines]
    return any(rate != "none" for rate in rates) or any(part == "none" for part in fixed) or any(unknown)


def left_of(says: Says, lines: list[str], taxed: Taxes, price: Fraction, fixed_part: FixedPart) -> Fraction | None:
    """The exact net less every cut, of one unit or of an order; a fixed part counts once.

    Lines of the proceeds come last: they take their rate of what all others leave, where that is anything.
    """
    last = [line for line in lines if _is_last(says, line)]
    left = _left_by(says, [line for line in lines if line not in last], taxed, price, fixed_part)
    if left is None:
        return None
    base = max(left, Fraction(0))
    for line in last:
        left -= base * rate(says[("commission", "lines", line, "rate")])
        if says.get(("commission", "lines", line, "fixed"), "none") != "none":
            left -= fixed_part(("commission", "lines", line, "fixed"))
    return left


def _left_by(says: Says, lines: list[str], taxed: Taxes, price: Fraction, fixed_part: FixedPart) -> Fraction | None:
    """The exact net less the cuts of lines that are of net or gross, or fixed alone."""
    left = taxed.exact_net(price)
    for line in lines:
        path = ("commission", "lines", line)
        if says.get((*path, "rate"), "none") != "none":
            base = taxed.exact_gross(price) if says[(*path, "base")] == "gross" else taxed.exact_net(price)
            if left is None or base is None:
                return None
            left -= rate(says[(*path, "rate")]) * base
        if left is not None and says.get((*path, "fixed"), "none") != "none":
            left -= fixed_part((*path, "fixed"))
    return left
