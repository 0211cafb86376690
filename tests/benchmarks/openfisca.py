"""openfisca-core as a peer: parameters for what the book states, a variable with a formula for each figure.

A purchase is a person, the one entity of this system, and its day the period. Parameters are looked up as OpenFisca's
own country packages do (`parameters(period).prices[region][platform][sku]`), which serves one person and many alike. So
it is asked in two ways: *one purchase a simulation*, which is how a service would answer a request, and *a day's
purchases a simulation*, which is what its arrays are made for: a batch sorted by day, and no answer to one request.
Both begin with what a caller has, so building the simulation is in the time. OpenFisca builds the parameters of a day
when it is first asked about it, and keeps those of the last 128 days: some milliseconds each, in the time too.

What it cannot do here: its finest period is a day, so the caller brings an instant to the region's own day beforehand;
a variable that is a list does not exist, so tax lines are two variables; its whole numbers are 32 bits and its decimals
floats of 32 bits, so formulas count in integers of 64 bits, with rates over 100,000, and figures go back to 32, enough
for these amounts. NumPy tells no overflow. Parameters are not texts, so words are yes and no.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from importlib.metadata import version
from importlib.util import find_spec
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tests.benchmarks.ceiling import Figures
from tests.benchmarks.workload import CODES, CURRENCIES, RATE_BASE, VERSIONS, Offer, Question

INSTALLED = find_spec("openfisca_core") is not None

INPUTS = {"region": str, "platform": str, "sku": str, "quantity": int}
OUTPUTS = (
    *("coins", "bonus", "total", "listed", "net", "tax", "first_line", "second_line"),
    *("gross", "commission", "proceeds", "remittance"),
)

Formula = Callable[[Any, Any, Any], Any]


class Simulated(NamedTuple):
    """What one simulation is asked: its day, and a list for each input."""

    day: str
    variables: dict[str, dict[str, list[object]]]


class OpenFiscaPeer:
    """A tax-benefit system of these offers, ready to be asked."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        from openfisca_core.entities import Entity
        from openfisca_core.parameters import ParameterNode
        from openfisca_core.periods import DateUnit
        from openfisca_core.simulation_builder import SimulationBuilder
        from openfisca_core.taxbenefitsystems import TaxBenefitSystem
        from openfisca_core.variables import Variable

        purchase = Entity("purchase", "purchases", "A purchase", "")
        self.system = TaxBenefitSystem([purchase])
        self.system.parameters = ParameterNode(data=_parameters(offers))
        common = {"entity": purchase, "definition_period": DateUnit.DAY}
        for name, kind in INPUTS.items():
            self.system.add_variable(type(name, (Variable,), {**common, "value_type": kind}))
        for name, formula in FORMULAS.items():
            self.system.add_variable(type(name, (Variable,), {**common, "value_type": int, "formula": formula}))
        self.builder = SimulationBuilder

    def answer(self, asked: Simulated, *, trace: bool = False) -> list[Any]:
        """An array for each of OUTPUTS."""
        simulation = self.builder().build_from_variables(self.system, asked.variables)
        simulation.trace = trace
        return [simulation.calculate(name, asked.day) for name in OUTPUTS]

    def ask(self, inputs: Iterable[Simulated]) -> None:
        """Runs each simulation."""
        for each in inputs:
            self.answer(each)

    def ask_with_trace(self, inputs: Iterable[Simulated]) -> None:
        """Runs each simulation with its full trace on."""
        for each in inputs:
            self.answer(each, trace=True)

    def figures(self, asked: Simulated) -> list[Figures]:
        """The figures of each purchase, to be compared."""
        columns = self.answer(asked)
        lines = self.system.get_parameters_at_instant(asked.day).taxes
        found = []
        for region, *row in zip(asked.variables["region"][asked.day], *columns, strict=True):
            coins, bonus, total, listed, net, tax, first, second, *others = map(int, row)
            both = (first, second) if lines[region].lines == 2 else (first,)
            found.append((coins, bonus, total, listed, net, tax, both, *others))
        return found  # type: ignore[return-value]


def release() -> str:
    """The installed version, and that of the library of its arrays."""
    return f"{version('openfisca-core')} with numpy {version('numpy')}"


def day_of(question: Question) -> str:
    """The day of a purchase where it is made."""
    zone = CURRENCIES[CODES.index(question.region) % len(CURRENCIES)][3]
    return datetime.fromtimestamp(question.at, ZoneInfo(zone)).date().isoformat()


def simulated(questions: Sequence[Question]) -> Simulated:
    """A simulation of purchases on one day."""
    day = day_of(questions[0])
    columns: dict[str, list[object]] = {
        "region": [each.region for each in questions],
        "platform": [each.platform for each in questions],
        "sku": [each.package for each in questions],
        "quantity": [each.quantity for each in questions],
    }
    return Simulated(day, {name: {day: column} for name, column in columns.items()})


def by_days(questions: Sequence[Question]) -> list[Simulated]:
    """Questions that are sorted by day, in a simulation for each day."""
    return [simulated(list(group)) for _, group in groupby(questions, day_of)]


def _parameters(offers: Sequence[Offer]) -> dict[str, Any]:
    """The parameter tree: prices by region, platform and package; taxes by region; commissions by platform."""
    prices: dict[str, Any] = {}
    taxes: dict[str, Any] = {}
    commissions: dict[str, Any] = {}
    fixed: dict[str, Any] = {}
    packages: dict[str, Any] = {}
    for offer in offers:
        tax, cut = offer.tax, offer.commission
        dated = {day: {"value": each.listed_minor} for day, each in zip(VERSIONS, offer.versions, strict=True)}
        sold = prices.setdefault(offer.region, {}).setdefault(offer.platform, {})
        sold[offer.package] = {"values": dated}
        packages[offer.package] = _always(coins=offer.coins, bonus=offer.bonus)
        taxes[offer.region] = _always(
            inclusive=tax.inclusive, together=tax.together, vat=tax.rates[0], rates=sum(tax.rates), lines=len(tax.rates)
        )
        commissions[offer.platform] = _always(
            rate=cut.rate, of_gross=cut.of_gross, per_order=cut.per_order, seller_collects=offer.seller_collects
        )
        fixed.setdefault(offer.platform, {})[offer.region] = _always(minor=cut.fixed_minor)["minor"]
    return {"prices": prices, "packages": packages, "taxes": taxes, "commissions": commissions, "fixed": fixed}


def _always(**values: int) -> dict[str, Any]:
    """Parameters that hold from the first day of the book."""
    return {name: {"values": {VERSIONS[0]: {"value": value}}} for name, value in values.items()}


def _of(node: Any, keys: Any) -> Any:
    """The child of each key; of one key the child itself, since OpenFisca compares all children when given an array."""
    return node[keys[0]] if len(keys) == 1 else node[keys]


def _half_up(whole: Any, by: Any) -> Any:
    return (2 * whole + by) // (2 * by)


def _wide(purchase: Any, name: str, period: Any) -> Any:
    """A figure as integers of 64 bits."""
    return purchase(name, period).astype("int64")


def _price(purchase: Any, period: Any, parameters: Any) -> Any:
    prices = _of(parameters(period).prices, purchase("region", period))
    return _of(_of(prices, purchase("platform", period)), purchase("sku", period))


def _coins(purchase: Any, period: Any, parameters: Any) -> Any:
    return _of(parameters(period).packages, purchase("sku", period)).coins * purchase("quantity", period)


def _bonus(purchase: Any, period: Any, parameters: Any) -> Any:
    return _of(parameters(period).packages, purchase("sku", period)).bonus * purchase("quantity", period)


def _net_each(purchase: Any, period: Any, parameters: Any) -> Any:
    import numpy

    tax = _of(parameters(period).taxes, purchase("region", period))
    price = _wide(purchase, "price", period)
    return numpy.where(tax.inclusive, _half_up(price * RATE_BASE, RATE_BASE + tax.rates), price)


def _tax_each(purchase: Any, period: Any, parameters: Any) -> Any:
    import numpy

    tax = _of(parameters(period).taxes, purchase("region", period))
    price = _wide(purchase, "price", period)
    together = _half_up(price * tax.rates, RATE_BASE)
    each = _half_up(price * tax.vat, RATE_BASE) + _half_up(price * (tax.rates - tax.vat), RATE_BASE)
    added = numpy.where(numpy.logical_or(tax.together, tax.lines == 1), together, each)
    return numpy.where(tax.inclusive, price - purchase("net_each", period), added)


def _first_line(purchase: Any, period: Any, parameters: Any) -> Any:
    import numpy

    tax = _of(parameters(period).taxes, purchase("region", period))
    alone = _half_up(_wide(purchase, "price", period) * tax.vat, RATE_BASE)
    split = _half_up(_wide(purchase, "tax_each", period) * tax.vat, tax.rates)
    return numpy.where(numpy.logical_or(tax.inclusive, tax.together), split, alone) * purchase("quantity", period)


def _proceeds(purchase: Any, period: Any, parameters: Any) -> Any:
    import numpy

    at = parameters(period)
    region, platform = purchase("region", period), purchase("platform", period)
    tax, cut = _of(at.taxes, region), _of(at.commissions, platform)
    price, quantity = _wide(purchase, "price", period), _wide(purchase, "quantity", period)
    gross = RATE_BASE + tax.rates
    kept = RATE_BASE * RATE_BASE - cut.rate * numpy.where(cut.of_gross, gross, RATE_BASE)
    divisor = numpy.where(tax.inclusive, gross, RATE_BASE) * RATE_BASE
    fixed = _of(_of(at.fixed, platform), region) * divisor
    order = _half_up(price * quantity * kept - fixed, divisor)
    unit = _half_up(price * kept - fixed, divisor) * quantity
    return numpy.minimum(numpy.where(cut.per_order, order, unit), purchase("net", period))


def _remittance(purchase: Any, period: Any, parameters: Any) -> Any:
    collects = _of(parameters(period).commissions, purchase("platform", period)).seller_collects
    return purchase("proceeds", period) + purchase("tax", period) * collects


# OpenFisca looks at a formula's code for its number of arguments, so these are functions and no partials.
def _times_quantity(each: str) -> Formula:
    return lambda purchase, period, _: purchase(each, period) * purchase("quantity", period)


def _sum(one: str, other: str) -> Formula:
    return lambda purchase, period, _: purchase(one, period) + purchase(other, period)


def _difference(one: str, other: str) -> Formula:
    return lambda purchase, period, _: purchase(one, period) - purchase(other, period)


FORMULAS: dict[str, Formula] = {
    "price": _price,
    "coins": _coins,
    "bonus": _bonus,
    "total": _sum("coins", "bonus"),
    "listed": _times_quantity("price"),
    "net_each": _net_each,
    "tax_each": _tax_each,
    "net": _times_quantity("net_each"),
    "tax": _times_quantity("tax_each"),
    "first_line": _first_line,
    "second_line": _difference("tax", "first_line"),
    "gross": _sum("net", "tax"),
    "proceeds": _proceeds,
    "commission": _difference("net", "proceeds"),
    "remittance": _remittance,
}
