"""A question to figures or a refusal, step by step, at the instant that the question names.

Where several things are wrong with a question the first of these answers: quantity, region, platform, instant, facts,
package, price, a fact that a value needs, a condition.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ratecard.quotes.requests import QUANTITY_LEAST, QUANTITY_MOST, PriceListRequest, PurchaseRequest
from ratecard.refusals import (
    Condition,
    FactNeeded,
    NotEligible,
    NotSold,
    QuantityOutOfRange,
    Refusal,
    UnknownPackage,
)
from tests.reference.commission import proceeds, unknown_cuts, withheld
from tests.reference.facts import cases, judged
from tests.reference.layering import CURRENCY, Held, Market
from tests.reference.reading import Book, Path, unwrapped
from tests.reference.settling import Settled, amount, asked_market, required, required_unknown, settle, wrong_fact
from tests.reference.tax import Taxes, split_order, taxes
from tests.reference.writing import coins, count, decimals_of


@dataclass(frozen=True)
class Figures:
    """The answer to one purchase; amounts in minor units, None is undetermined."""

    package: str
    currency: str
    order: int | None
    coins: int
    bonus: int
    listed: int
    net: int | None
    tax: int | None
    tax_lines: Mapping[str, int]
    tax_status: str
    gross: int | None
    commission: int | None
    withheld: int | None
    proceeds: int | None
    remittance: int | None
    per_coin: Fraction
    assumed: frozenset[str]
    open: tuple[Condition, ...]
    period: tuple[int, int | None]
    unknown: frozenset[str]


@dataclass(frozen=True)
class Listing:
    """The answer to a price list: figures in their order, and refusals of packages that facts withhold, by id.

    `assumed` holds what was assumed for any of them, also for packages that are not sold because of it.
    """

    figures: tuple[Figures, ...]
    refused: Mapping[str, Refusal]
    assumed: frozenset[str]


def quote(book: Book, request: PurchaseRequest) -> Figures | Refusal:
    """The figures of one purchase, or why there are none."""
    if not QUANTITY_LEAST <= request.quantity <= QUANTITY_MOST:
        return QuantityOutOfRange(request.quantity, QUANTITY_LEAST, QUANTITY_MOST)
    here = asked_market(book, request.region, request.platform, request.at)
    if not isinstance(here, Market):
        return here
    wrong = wrong_fact(book, request.facts)
    if wrong is not None:
        return wrong
    if request.package not in _packages(book):
        return UnknownPackage(request.package, ())
    return _figures(here, request)


def price_list(book: Book, request: PriceListRequest) -> Listing | Refusal:
    """One unit of everything that is sold: by the rules' order, then by coins, then by id."""
    here = asked_market(book, request.region, request.platform, request.at)
    if not isinstance(here, Market):
        return here
    wrong = wrong_fact(book, request.facts)
    if wrong is not None:
        return wrong
    sold: list[Figures] = []
    refused: dict[str, Refusal] = {}
    assumed = frozenset[str]()
    for package in _packages(book):
        facts = {**request.facts, **request.package_facts.get(package, {})}
        one = PurchaseRequest(request.region, request.platform, package, request.at, 1, facts)
        answer = _figures(here, one)
        if isinstance(answer, Figures):
            sold.append(answer)
            assumed |= answer.assumed
        elif isinstance(answer, NotSold):
            price = settle(("prices", package), here.everything_held(request.at), facts)
            assumed |= price.assumed if isinstance(price, Settled) else frozenset()
            if _has_a_price_for_some(here.everything_held(request.at), package):
                refused[package] = answer
        else:
            refused[package] = answer
    last = max([each.order for each in sold if each.order is not None], default=0) + 1
    sold.sort(key=lambda each: (last if each.order is None else each.order, each.coins + each.bonus, each.package))
    return Listing(tuple(sold), refused, assumed)


def _has_a_price_for_some(held: Mapping[Path, Held], package: str) -> bool:
    """Whether a price that varies by a fact is there in one of its cases."""
    path = ("prices", package)
    choice = unwrapped(held[path].says) if path in held else "none"
    if not isinstance(choice, dict) or "by" not in choice:
        return False
    every = [*cases(choice["is"] if "is" in choice else choice["from"]).values(), choice.get("other", "none")]
    return any(unwrapped(price) != "none" for price in every)


def _figures(here: Market, request: PurchaseRequest) -> Figures | Refusal:
    at, quantity = request.at, request.quantity
    held = here.everything_held(at)
    sections = [("prices", request.package), ("packages", request.package), ("tax",), ("commission",)]
    not_sold = NotSold(request.region, request.platform, request.package, request.at)
    price_path = ("prices", request.package)
    if price_path not in held or held[price_path].says == "none":
        return not_sold
    settled: list[Settled] = []
    for section in sections:
        found = settle(section, held, request.facts)
        if isinstance(found, FactNeeded):
            return found
        if section == price_path and found.says[price_path] == "none":
            return not_sold
        settled.append(found)
    price, package, tax, commission = settled
    _, unmet, opened = judged(required(held, "buyer"), request.facts)
    if package.when is not None:
        _, more_unmet, more_opened = judged(package.when, request.facts)
        unmet, opened = unmet + more_unmet, opened + more_opened
    if unmet:
        return NotEligible(request.package, tuple(unmet), tuple(opened))
    currency = str(held[CURRENCY].says)
    listed = amount(here, held[price_path], price.says[price_path], currency)
    taxed = taxes(tax.says, request.region)
    order = split_order(taxed, listed, quantity, currency)

    def fixed_part(path: Path) -> int:
        return amount(here, held[path], commission.says[path], currency)

    kept = proceeds(commission.says, taxed, order, listed, quantity, currency, fixed_part)
    back = withheld(commission.says, taxed, order, kept, listed, quantity, currency, fixed_part)
    path = ("packages", request.package)
    base = count(package.says[(*path, "coins")])
    bonus = package.says.get((*path, "bonus"), "none")
    extra = 0 if bonus == "none" else coins(bonus, base)
    place = package.says.get((*path, "order"), "none")
    return Figures(
        package=request.package,
        currency=currency,
        order=None if place == "none" else count(place),
        coins=base * quantity,
        bonus=extra * quantity,
        listed=listed * quantity,
        net=order.net,
        tax=order.tax,
        tax_lines=order.lines or {},
        tax_status=taxed.status,
        gross=order.gross,
        commission=None if kept is None or order.net is None or back is None else order.net - kept - back,
        withheld=back,
        proceeds=kept,
        remittance=_remitted(kept, order.tax, taxed),
        per_coin=Fraction(listed, 10 ** decimals_of(currency)) / (base + extra),
        assumed=frozenset[str]().union(*(section.assumed for section in settled)),
        open=tuple(opened),
        period=here.period(at),
        unknown=taxed.unknown
        | taxed.collector_unknown
        | unknown_cuts(commission.says)
        | required_unknown(held, "buyer"),
    )


def _remitted(kept: int | None, tax: int | None, taxed: Taxes) -> int | None:
    """What the store sends: with the tax where the seller pays it over; None where who does is not known."""
    if not taxed.seller_collects and not taxed.collector_unknown:
        return kept
    return None if kept is None or tax is None or taxed.collector_unknown else kept + tax


def _packages(book: Book) -> set[str]:
    return {s.path[1] for s in book.statements if s.path[0] == "packages" and s.path[2:] == ("coins",)}
