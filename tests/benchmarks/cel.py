"""common-expression-language as a peer, in two forms: programs compiled once and executed with a dict.

CEL is a language of single expressions. It has no tables, no names for what is between (`cel.bind` is not in this
package; a comprehension of one element stands in for it below), no rounding of decimals and no trace. So:

- *Rows from Python*: Python finds the row of a purchase in a dictionary, and one expression, the same for all markets,
  asks what the row says and gives every figure. This is how rules are kept as data beside it.
- *One market a program*: a program's output. Prices are a choice by package and instant, and the market's rates and
  scopes are already written as numbers.

A whole book as a variable of one `Context` was tried first. Every execution copies it: 13 ms a question at 60 regions.

Its integers have 64 bits, and overflow is an error: these amounts and rates over 100,000 fit with a digit to spare.
Division is towards zero, and nothing here is negative where it divides, so that half up is (2a + b) ÷ 2b.
"""

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.ceiling import Figures, kept_of
from tests.benchmarks.workload import RATE_BASE, Offer, Question

if TYPE_CHECKING:
    from cel import Program

INSTALLED = find_spec("cel") is not None

Row = dict[str, object]
Rows = dict[tuple[str, str, str], tuple[tuple[int, Row], ...]]
Parts = tuple[str, str, str, str, str]
"""Expressions for one unit: net, tax, the first tax line where there are two, whether there are two, and proceeds."""


class MarketQuestion(NamedTuple):
    """A purchase as a market's program is asked."""

    market: tuple[str, str]
    context: Row


class RowsPeer:
    """One expression for all markets, over rows that Python finds: newest version first, as a dict by key."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        import cel

        self.program: Program = cel.compile(_figures(*_PARTS_OF_A_ROW))
        self.rows: Rows = {
            (offer.region, offer.platform, offer.package): tuple(
                (each.start, _row(offer, each.listed_minor)) for each in reversed(offer.versions)
            )
            for offer in offers
        }

    def answer(self, question: Question) -> list[object]:
        """The figures as the expression gives them."""
        region, platform, package, quantity, at = question
        row = next(row for start, row in self.rows[region, platform, package] if at >= start)
        found: list[object] = self.program.execute({**row, "quantity": quantity})
        return found

    def ask(self, questions: Iterable[Question]) -> None:
        """Asks for each purchase."""
        for question in questions:
            self.answer(question)

    def figures(self, question: Question) -> Figures:
        """The figures of one purchase, to be compared."""
        return _compared(self.answer(question))


class MarketsPeer:
    """A program for each market, its prices and numbers written in it."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        import cel

        markets: dict[tuple[str, str], list[Offer]] = {}
        for offer in offers:
            markets.setdefault((offer.region, offer.platform), []).append(offer)
        self.programs: dict[tuple[str, str], Program] = {
            key: cel.compile(_market(offered)) for key, offered in markets.items()
        }

    @staticmethod
    def question_of(question: Question) -> MarketQuestion:
        """A purchase as a market's program is asked. `package` is a word that CEL keeps for itself."""
        context: Row = {"sku": question.package, "at": question.at, "quantity": question.quantity}
        return MarketQuestion((question.region, question.platform), context)

    def ask(self, questions: Iterable[MarketQuestion]) -> None:
        """Asks for each purchase."""
        programs = self.programs
        for market, context in questions:
            programs[market].execute(context)

    def figures(self, question: MarketQuestion) -> Figures:
        """The figures of one purchase, to be compared."""
        return _compared(self.programs[question.market].execute(question.context))


def release() -> str:
    """The installed version."""
    return version("common-expression-language")


def _compared(found: Sequence[object]) -> Figures:
    """What an expression gave, its tax lines as a tuple; all of it integers."""
    assert all(type(value) is int for value in (*found[:6], *found[7:]))
    lines = found[6]
    assert isinstance(lines, list)
    return (*found[:6], tuple(lines), *found[7:])  # type: ignore[return-value]


def _row(offer: Offer, listed_minor: int) -> Row:
    """What one row says: words and numbers, nothing computed but rates brought to one base."""
    tax, cut = offer.tax, offer.commission
    return {
        "coins": offer.coins,
        "bonus": offer.bonus,
        "price": listed_minor,
        "display": "inclusive" if tax.inclusive else "exclusive",
        "rounded": "together" if tax.together else "each line",
        "lines": len(tax.rates),
        "vat": tax.rates[0],
        "rates": sum(tax.rates),
        "rate": cut.rate,
        "fixed": cut.fixed_minor,
        "base": "gross" if cut.of_gross else "net",
        "scope": "order" if cut.per_order else "unit",
        "collected_by": "seller" if offer.seller_collects else "store",
    }


def _half_up(whole: str, by: str) -> str:
    return f"((2 * ({whole}) + {by}) / (2 * {by}))"


def _bound(name: str, value: str, within: str) -> str:
    """`within` with a name for a value: what `cel.bind` is elsewhere."""
    return f"[{value}].map({name}, {within})[0]"


def _figures(net: str, tax: str, first: str, two: str, proceeds: str) -> str:
    """The list of all figures, from those of one unit. `coins`, `bonus` and `price` are known where it stands."""
    values = [
        "coins * quantity",
        "bonus * quantity",
        "(coins + bonus) * quantity",
        "price * quantity",
        "net * quantity",
        "tax * quantity",
        f"{two} ? [{first} * quantity, (tax - {first}) * quantity] : [tax * quantity]",
        "(net + tax) * quantity",
        "net * quantity - proceeds",
        "proceeds",
        "collected_by == 'seller' ? proceeds + tax * quantity : proceeds",
    ]
    capped = _bound("exact", proceeds, "exact < net * quantity ? exact : net * quantity")
    return _bound("net", net, _bound("tax", tax, _bound("proceeds", capped, f"[{', '.join(values)}]")))


_WHOLE = f"(display == 'inclusive' ? {RATE_BASE} + rates : {RATE_BASE})"
_KEPT = f"({RATE_BASE * RATE_BASE} - rate * (base == 'gross' ? {RATE_BASE} + rates : {RATE_BASE}))"
_DIVISOR = f"({_WHOLE} * {RATE_BASE})"
_VAT_ALONE = _half_up("price * vat", f"{RATE_BASE}")
_PARTS_OF_A_ROW: Parts = (
    f"display == 'inclusive' ? {_half_up(f'price * {RATE_BASE}', f'({RATE_BASE} + rates)')} : price",
    f"display == 'inclusive' ? price - net : (lines == 1 || rounded == 'together' ?"
    f" {_half_up('price * rates', f'{RATE_BASE}')} :"
    f" {_VAT_ALONE} + {_half_up('price * (rates - vat)', f'{RATE_BASE}')})",
    f"(display == 'exclusive' && rounded == 'each line' ? {_VAT_ALONE} : {_half_up('tax * vat', 'rates')})",
    "lines == 2",
    f"scope == 'order' ? {_half_up(f'price * quantity * {_KEPT} - fixed * {_DIVISOR}', _DIVISOR)} :"
    f" {_half_up(f'price * {_KEPT} - fixed * {_DIVISOR}', _DIVISOR)} * quantity",
)


def _market(offers: Sequence[Offer]) -> str:
    """One market's program. Its offers share their tax and commission."""
    tax, cut = offers[0].tax, offers[0].commission
    weight, vat = sum(tax.rates), tax.rates[0]
    kept, divisor = kept_of(offers[0])
    alone = [_half_up(f"price * {rate}", f"{RATE_BASE}") for rate in tax.rates]
    split = _half_up(f"tax * {vat}", f"{weight}")
    if tax.inclusive:
        net, added, first = _half_up(f"price * {RATE_BASE}", f"{RATE_BASE + weight}"), "price - net", split
    elif tax.together:
        net, added, first = "price", _half_up(f"price * {weight}", f"{RATE_BASE}"), split
    else:
        net, added, first = "price", " + ".join(alone), alone[0]
    scope, times = ("price * quantity", "") if cut.per_order else ("price", " * quantity")
    proceeds = _half_up(f"{scope} * {kept} - {cut.fixed_minor * divisor}", f"{divisor}") + times
    text = _figures(net, added, first, "true" if len(tax.rates) == 2 else "false", proceeds)
    text = text.replace("collected_by == 'seller'", "true" if offers[0].seller_collects else "false")
    for name in ("coins", "bonus"):
        text = _bound(name, _choice([(offer.package, str(getattr(offer, name))) for offer in offers]), text)
    return _bound("price", _choice([(offer.package, _dated(offer)) for offer in offers]), text)


def _choice(cases: Sequence[tuple[str, str]]) -> str:
    """A choice by package, an error where none fits."""
    return " ".join(f"sku == '{package}' ? {value} :" for package, value in cases) + " [0][1]"


def _dated(offer: Offer) -> str:
    """The listed price of one package at an instant, an error before its first version."""
    return "(" + " ".join(f"at >= {v.start} ? {v.listed_minor} :" for v in reversed(offer.versions)) + " [0][1])"
