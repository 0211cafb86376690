"""The tax of a purchase in fractions: what a listed price holds or bears, and the one or more roundings of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.reference.reading import Path
from tests.reference.rounding import rounded, shared
from tests.reference.writing import rate, rounding

Says = Mapping[Path, str]
"""What holds for each path, its choices made; "none" where that is stated."""


@dataclass(frozen=True)
class Taxes:
    """The taxes that hold: `status` INCLUDED, ADDED, NONE or UNDETERMINED, and effective rates by line."""

    status: str
    effective: Mapping[str, Fraction]
    net_is_listed: bool
    seller_collects: bool
    says: Says

    @property
    def all(self) -> Fraction:
        """The sum of the effective rates."""
        return sum(self.effective.values(), Fraction(0))

    def exact_net(self, price: Fraction) -> Fraction | None:
        """A price without its taxes, exactly; None where only a subdivision could tell."""
        if self.status == "INCLUDED":
            return price / (1 + self.all)
        return price if self.status != "UNDETERMINED" or self.net_is_listed else None

    def exact_gross(self, price: Fraction) -> Fraction | None:
        """A price with its taxes, exactly; None where only a subdivision could tell."""
        if self.status == "ADDED":
            return price * (1 + self.all)
        return None if self.status == "UNDETERMINED" and self.net_is_listed else price


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
    """The taxes that a market's statements come to. Where they depend on a subdivision, those of a country are open."""
    rates: dict[str, str] = {}
    for path, said in says.items():
        if path[:2] == ("tax", "lines") and path[3:] == ("rate",) and said != "none":
            rates[path[2]] = said
    stated_none = "none" in (says.get(("tax",)), says.get(("tax", "lines")))
    stated_none = stated_none or any(path[3:] == ("rate",) and said == "none" for path, said in says.items())
    display = says.get(("tax", "display"))
    if says.get(("tax", "depends_on")) == "subdivision" and "-" not in region:
        status, rates = "UNDETERMINED", {}
    elif rates:
        status = "INCLUDED" if display == "inclusive" else "ADDED"
    else:
        assert stated_none
        status = "NONE"
    effective = {line: _effective(line, rates, says) for line in sorted(rates)}
    return Taxes(status, effective, display == "exclusive", says.get(("tax", "collected_by")) == "seller", says)


def _effective(line: str, rates: Mapping[str, str], says: Says) -> Fraction:
    """A line's rate on the net, and on the line that it is on."""
    on = says.get(("tax", "lines", line, "on"), "none")
    below = _effective(on, rates, says) if on != "none" else Fraction(0)
    return rate(rates[line]) * (1 + below)


def split(taxed: Taxes, price: int, currency: str) -> Split:
    """Net, tax lines and gross of one listed price. Inclusive taxes are rounded together, through the net."""
    if taxed.status == "NONE":
        return Split(price, {}, price)
    if taxed.status == "UNDETERMINED":  # what people see is the net or the gross, and which one is known
        return Split(price, None, None) if taxed.net_is_listed else Split(None, None, price)
    mode = rounding(taxed.says[("tax", "rounding")], currency)
    lines = list(taxed.effective)
    if taxed.status == "INCLUDED":
        net = min(rounded(Fraction(price) / (1 + taxed.all), mode), price)
        return Split(net, dict(zip(lines, shared(price - net, list(taxed.effective.values())), strict=True)), price)
    if len(lines) > 1 and taxed.says[("tax", "rounded")] == "together":
        amounts = shared(rounded(price * taxed.all, mode), list(taxed.effective.values()))
    else:
        amounts = [rounded(price * each, mode) for each in taxed.effective.values()]
    return Split(price, dict(zip(lines, amounts, strict=True)), price + sum(amounts))


def split_order(taxed: Taxes, price: int, quantity: int, currency: str) -> Split:
    """The split of a whole order: that of one unit so many times, or of all units at once."""
    if taxed.status in ("INCLUDED", "ADDED") and taxed.says[("tax", "per")] == "order":
        return split(taxed, price * quantity, currency)
    return split(taxed, price, currency).times(quantity)
