"""The tax of a purchase in fractions: what a listed price holds or bears, and the one or more roundings of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.reference.rounding import rounded, shared
from tests.reference.unknown import Says, entries, unknown_at
from tests.reference.writing import rate, rounding


@dataclass(frozen=True)
class Taxes:
    """The taxes that hold: `status` INCLUDED, ADDED, NONE or UNDETERMINED, and effective rates by line.

    `unknown` are the paths at which what net, tax and gross need is said to be unknown, `collector_unknown` those of
    who collects. `listed_is` is "net" or "gross" where the tax is undetermined, "" where that is not known either.
    """

    status: str
    effective: Mapping[str, Fraction]
    listed_is: str
    seller_collects: bool
    says: Says
    unknown: frozenset[str] = frozenset()
    collector_unknown: frozenset[str] = frozenset()

    @property
    def all(self) -> Fraction:
        """The sum of the effective rates."""
        return sum(self.effective.values(), Fraction(0))

    def exact_net(self, price: Fraction) -> Fraction | None:
        """A price without its taxes, exactly; None where that is not known."""
        if self.status == "INCLUDED":
            return price / (1 + self.all)
        return price if self.status != "UNDETERMINED" or self.listed_is == "net" else None

    def exact_gross(self, price: Fraction) -> Fraction | None:
        """A price with its taxes, exactly; None where that is not known."""
        if self.status == "ADDED":
            return price * (1 + self.all)
        return None if self.status == "UNDETERMINED" and self.listed_is != "gross" else price


@dataclass(frozen=True)
class Split:
    """A price taken apart, in minor units; None is undetermined."""

    net: int | None
    lines: Mapping[str, int] | None
    gross: int | None

    @property
    def tax(self) -> int | None:
        """What the lines come to."""
        return None if self.lines is None else sum(self.lines.values())

    def times(self, quantity: int) -> "Split":
        """The split of so many units that are each split alike."""
        return Split(
            None if self.net is None else self.net * quantity,
            None if self.lines is None else {line: amount * quantity for line, amount in self.lines.items()},
            None if self.gross is None else self.gross * quantity,
        )


def taxes(says: Says, region: str) -> Taxes:
    """The taxes that a market's statements come to. Where they depend on a subdivision, those of a country are open.

    Where anything that they need is not known they are as open, and what is needed is listed.
    """
    said_rates = {line: says.get(("tax", "lines", line, "rate")) for line in entries(says, "tax", "lines")}
    levied = [line for line, said in said_rates.items() if said != "none"]
    open_here = says.get(("tax", "depends_on")) == "subdivision" and "-" not in region
    display = unknown_at(says, "tax", "display")
    unknown = frozenset[str]() if open_here else _unknown_lines(says, levied, region)
    if open_here:
        unknown |= display
    elif unknown or levied:
        unknown |= display | unknown_at(says, "tax", "rounding") | unknown_at(says, "tax", "per")
        needs_it = says.get(("tax", "display")) == "exclusive" or ("tax", "rounded") in says
        if len(levied) > 1 and needs_it:
            unknown |= unknown_at(says, "tax", "rounded")
    rates: dict[str, str] = {}
    if open_here or unknown:
        status = "UNDETERMINED"
    elif levied:
        rates = {line: str(said_rates[line]) for line in levied}
        status = "INCLUDED" if says.get(("tax", "display")) == "inclusive" else "ADDED"
    else:
        assert _stated_none(says)
        status = "NONE"
    effective = _on_the_net(rates, says)
    shown = "" if display else "net" if says.get(("tax", "display")) == "exclusive" else "gross"
    collects = says.get(("tax", "collected_by")) == "seller"
    nobody_knows = unknown_at(says, "tax", "collected_by") if status != "NONE" else frozenset[str]()
    return Taxes(status, effective, shown, collects, says, unknown, nobody_knows)


def _unknown_lines(says: Says, levied: list[str], region: str) -> frozenset[str]:
    """Where it is said that which taxes there are, or what one of them comes to, is unknown.

    What need not be stated is unknown only where it is: a line that nobody says to be on another is on none.
    """
    depends = "-" not in region and ("tax", "depends_on") in says
    found = unknown_at(says, "tax", "depends_on") if depends else frozenset[str]()
    if not entries(says, "tax", "lines"):
        found |= unknown_at(says, "tax", "lines")
    for line in levied:
        path = ("tax", "lines", line)
        found |= unknown_at(says, *path, "rate")
        for part in ("on", "base"):
            if (*path, part) in says:
                found |= unknown_at(says, *path, part)
    return found


def _stated_none(says: Says) -> bool:
    """Whether it is said that no tax is levied: of all, of the lines, or of each line or its rate."""
    said = [path for path, each in says.items() if each == "none" and path[0] == "tax"]
    return any(path in (("tax",), ("tax", "lines")) or path[3:] in ((), ("rate",)) for path in said)


def _on_the_net(rates: Mapping[str, str], says: Says) -> Mapping[str, Fraction]:
    """What each line takes of the net, in order of id.

    A line of the gross takes its rate of the price that holds all lines. Where lines of the net add p to it, and lines
    of the gross take g of that price, one of net is (1 + p) ÷ (1 − g) of it: 12 % of gross are 12/88 of the net.
    """
    of_gross = {line for line in rates if says.get(("tax", "lines", line, "base")) == "gross"}
    of_net = {line: _effective(line, rates, says) for line in rates if line not in of_gross}
    held = sum((rate(rates[line]) for line in of_gross), Fraction(0))
    gross_of_one = (1 + sum(of_net.values(), Fraction(0))) / (1 - held)
    return {line: of_net[line] if line in of_net else rate(rates[line]) * gross_of_one for line in sorted(rates)}


def _effective(line: str, rates: Mapping[str, str], says: Says) -> Fraction:
    """A line's rate on the net, and on the line that it is on."""
    on = says.get(("tax", "lines", line, "on"), "none")
    below = _effective(on, rates, says) if on != "none" else Fraction(0)
    return rate(rates[line]) * (1 + below)


def split(taxed: Taxes, price: int, currency: str) -> Split:
    """Net, tax lines and gross of one listed price.

    Inclusive taxes are rounded together, through the net; or each by itself, and then the net is what they leave.
    """
    if taxed.status == "NONE":
        return Split(price, {}, price)
    if taxed.status == "UNDETERMINED":  # what people see is the net or the gross, where which of them is known
        return Split(price if taxed.listed_is == "net" else None, None, price if taxed.listed_is == "gross" else None)
    mode = rounding(taxed.says[("tax", "rounding")], currency)
    lines = list(taxed.effective)
    if taxed.status == "INCLUDED" and len(lines) > 1 and taxed.says.get(("tax", "rounded")) == "each line":
        exact_net, net = Fraction(price) / (1 + taxed.all), price
        parts = {}
        for line in lines:
            parts[line] = min(rounded(exact_net * taxed.effective[line], mode), net)
            net -= parts[line]
        return Split(net, parts, price)
    if taxed.status == "INCLUDED":
        net = min(rounded(Fraction(price) / (1 + taxed.all), mode), price)
        return Split(net, dict(zip(lines, shared(price - net, list(taxed.effective.values())), strict=True)), price)
    if len(lines) > 1 and taxed.says[("tax", "rounded")] == "together":
        amounts = shared(rounded(price * taxed.all, mode), list(taxed.effective.values()))
    else:
        amounts = [rounded(price * each, mode) for each in taxed.effective.values()]
    return Split(price, dict(zip(lines, amounts, strict=True)), price + sum(amounts))


def split_runs(taxed: Taxes, runs: Sequence[tuple[int, int]], currency: str) -> Split:
    """The split of a whole order, of which each run is a listed price and so many units.

    By unit it is that of one unit of each run so many times; by order that of what all units come to.
    """
    if is_by_order(taxed):
        return split(taxed, sum(price * units for price, units in runs), currency)
    return added([split(taxed, price, currency).times(units) for price, units in runs])


def is_by_order(taxed: Taxes) -> bool:
    """Whether taxes are rounded on the sums of an order."""
    return taxed.status in ("INCLUDED", "ADDED") and taxed.says[("tax", "per")] == "order"


def added(parts: Sequence[Split]) -> Split:
    """Splits by the same taxes, added up."""
    first, *others = parts
    for other in others:
        lines = first.lines
        if lines is not None and other.lines is not None:
            lines = {line: amount + other.lines[line] for line, amount in lines.items()}
        net = None if first.net is None or other.net is None else first.net + other.net
        gross = None if first.gross is None or other.gross is None else first.gross + other.gross
        first = Split(net, lines, gross)
    return first
