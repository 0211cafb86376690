"""A question to figures or a refusal, step by step, at the instant that the question names.

Where several things are wrong with a question the first of these answers: quantity, region, platform, instant, facts,
package, price, a fact that a value needs, a condition.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from msgspec import structs

from ratecard.quotes.requests import QUANTITY_LEAST, QUANTITY_MOST, PriceListRequest, PurchaseRequest
from ratecard.refusals import (
    Condition,
    FactNeeded,
    InvalidInput,
    NotEligible,
    NotSold,
    QuantityOutOfRange,
    Refusal,
    UnknownPackage,
)
from tests.reference.book_errors import Priced
from tests.reference.commission import kept_of, unknown_cuts
from tests.reference.facts import Facts, judged
from tests.reference.holding import held_by, known_of_package
from tests.reference.layering import CURRENCY, Held, Market, market
from tests.reference.limits_of_buyers import PURCHASES, Asked, Limited, limits_of
from tests.reference.periods import period
from tests.reference.points import allowed
from tests.reference.promotion_choice import Offer
from tests.reference.promotion_standing import Asker
from tests.reference.promotions import Promoted, limit_ids, promoted
from tests.reference.reading import Book, Path
from tests.reference.regular import Asked as RegularAsked
from tests.reference.regular import Regular, Unsold, regular
from tests.reference.settling import (
    WAY,
    Settled,
    amount,
    asked_market,
    required,
    required_unknown,
    settle,
    ways,
    wrong_fact,
)
from tests.reference.tax import Split, Taxes, split_runs, taxes
from tests.reference.told import NOTHING_TOLD, OverBudget, OverLimit, Told
from tests.reference.used_before import Used
from tests.reference.writing import coins, count, decimals_of, money_of


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
    product: str | None


@dataclass(frozen=True)
class Listing:
    """The answer to a price list: figures in their order, and refusals of packages that facts withhold, by id.

    `assumed` holds what was assumed for any of them, also for packages that are not sold because of it. `by_way` has
    the same for each way of paying, the one that is taken untold first, where that was asked for.
    """

    figures: tuple[Figures, ...]
    refused: Mapping[str, Refusal]
    assumed: frozenset[str]
    by_way: Mapping[str, "Listing"]


@dataclass(frozen=True)
class Sold:
    """The figures of a purchase after promotions, and what they were made of; amounts in minor units."""

    figures: Figures
    offer: Offer
    promoted: Promoted
    limits: tuple[Limited, ...]

    @property
    def regular(self) -> int:
        """What all units would come to without promotions."""
        return self.offer.regular * sum(run.units for run in self.promoted.runs)

    @property
    def discount(self) -> int:
        """What promotions take off the regular price."""
        return self.regular - self.figures.listed

    @property
    def uses(self) -> tuple[Used, ...]:
        """What the purchase uses up of all limits: of its promotions, and of those of buyers."""
        package = self.figures.package
        own = (limit.use(self.figures.currency, package) for limit in self.limits)
        return (*self.promoted.uses, *(use for use in own if use is not None))


@dataclass(frozen=True)
class Missing:
    """A package has no price, and which market does not sell it, where that is not the one that is asked."""

    refusal: NotSold
    price: Unsold


Answer = Sold | OverLimit | OverBudget | Refusal


def quote(book: Book, request: PurchaseRequest) -> Figures | Refusal:
    """The figures of one purchase of which nothing more is told, or why there are none."""
    answer = sell(book, request)
    assert not isinstance(answer, OverLimit | OverBudget), answer
    return answer.figures if isinstance(answer, Sold) else answer


def sell(book: Book, request: PurchaseRequest, told: Told = NOTHING_TOLD) -> Answer:
    """One purchase with its promotions and limits, or why there is none."""
    if not QUANTITY_LEAST <= request.quantity <= QUANTITY_MOST:
        return QuantityOutOfRange(request.quantity, QUANTITY_LEAST, QUANTITY_MOST)
    here = asked_market(book, request.region, request.platform, request.at)
    if not isinstance(here, Market):
        return here
    wrong = wrong_fact(book, request.facts, here, request.at)
    if wrong is not None:
        return wrong
    if request.package not in _packages(book):
        return UnknownPackage(request.package, ())
    answer = _sold(here, request, told)
    return answer.refusal if isinstance(answer, Missing) else answer


def unsold_source(book: Book, request: PurchaseRequest) -> Priced | None:
    """The market, and the thing in it, without whose price this one is not sold; None where it is, or by itself."""
    answer = _sold(market(book, request.region, request.platform), request, NOTHING_TOLD)
    return answer.price.source if isinstance(answer, Missing) else None


def price_list(book: Book, request: PriceListRequest) -> Listing | Refusal:
    """One unit of everything that is sold: by the rules' order, then by coins, then by id."""
    found = listed(book, request)
    if not isinstance(found, Listed):
        return found
    refused: dict[str, Refusal] = {}
    for package, refusal in found.refused.items():
        assert not isinstance(refusal, OverLimit | OverBudget), refusal
        refused[package] = refusal
    by_way: dict[str, Listing] = {}
    for way in _ways(book, request) if request.ways else ():
        each = price_list(book, structs.replace(request, facts={**request.facts, WAY: way}, ways=False))
        assert isinstance(each, Listing), each
        by_way[way] = each
    return Listing(tuple(one.figures for one in found.sold), refused, found.assumed, by_way)


def _ways(book: Book, request: PriceListRequest) -> list[str]:
    here = asked_market(book, request.region, request.platform, request.at)
    assert isinstance(here, Market)
    return ways(here.everything_held(request.at))


@dataclass(frozen=True)
class Listed:
    """A price list with what promotions do to one unit of each package, and why others are refused, by id."""

    sold: tuple[Sold, ...]
    refused: Mapping[str, OverLimit | OverBudget | Refusal]
    assumed: frozenset[str]


def listed(book: Book, request: PriceListRequest, told: Told = NOTHING_TOLD) -> Listed | Refusal:
    """One unit of everything that is sold, in its order."""
    here = asked_market(book, request.region, request.platform, request.at)
    if not isinstance(here, Market):
        return here
    wrong = wrong_fact(book, request.facts, here, request.at)
    if wrong is not None:
        return wrong
    if request.ways and WAY in request.facts:
        return InvalidInput(("ways",), "")
    sold: list[Sold] = []
    refused: dict[str, OverLimit | OverBudget | Refusal] = {}
    assumed = frozenset[str]()
    for package in _packages(book):
        facts = {**request.facts, **request.package_facts.get(package, {})}
        one = PurchaseRequest(request.region, request.platform, package, request.at, 1, facts)
        answer = _sold(here, one, told)
        if isinstance(answer, Sold):
            sold.append(answer)
            assumed |= answer.figures.assumed
        elif isinstance(answer, Missing):
            assumed |= set(answer.refusal.assumed_facts)
            if answer.price.for_some:
                refused[package] = answer.refusal
        else:
            refused[package] = answer
            assumed |= answer.assumed if isinstance(answer, OverLimit | OverBudget) else set()
    last = max([one.figures.order for one in sold if one.figures.order is not None], default=0) + 1
    sold.sort(key=lambda one: _place(one, last))
    return Listed(tuple(sold), refused, assumed)


def _place(one: Sold, last: int) -> tuple[int, int, str]:
    """Its place in a list: by the rules, then by what the package itself holds, whatever promotions add."""
    order = last if one.figures.order is None else one.figures.order
    return order, one.offer.coins + one.offer.bonus, one.figures.package


@dataclass(frozen=True)
class Unpromoted:
    """What a purchase comes to before its promotions and limits are looked at, and what is known of it."""

    here: Market
    held: Mapping[Path, Held]
    currency: str
    facts: Facts
    offer: Offer
    package: Settled
    tax: Settled
    commission: Settled
    price: Regular
    open: tuple[Condition, ...]


def _sold(here: Market, request: PurchaseRequest, told: Told) -> Answer | Missing:
    priced = _priced(here, request)
    if not isinstance(priced, Unpromoted):
        return priced
    sections = (PURCHASES, ("packages", request.package, "limits"))
    asker = Asker(
        here, request.at, request.package, priced.currency, priced.offer, priced.facts, told.codes, told.used,
        limit_ids(here, request.at, request.package, sections), usual_way=next(iter(ways(priced.held)), ""),
    )  # fmt: skip
    deal = promoted(asker, request.quantity)
    figures = _figures(priced, request, deal)
    limits, assumed = limits_of(asker, sections, _asked(request, figures))
    broken = [limit for limit in limits if limit.broken]
    if broken:
        return OverLimit(broken[0], figures.assumed | broken[0].assumed)
    spent = figures.listed if figures.gross is None else figures.gross
    if told.budget is not None and told.budget[1] + spent > told.budget[0]:
        return OverBudget(max(0, told.budget[0] - told.budget[1]), figures.assumed)
    assumed = assumed | figures.assumed.union(*(limit.assumed for limit in limits))
    return Sold(replace(figures, assumed=assumed), priced.offer, deal, tuple(limits))


def _asked(request: PurchaseRequest, figures: Figures) -> Asked:
    money = figures.listed if figures.gross is None else figures.gross
    return Asked(money, figures.currency, figures.coins, request.quantity)


def _priced(here: Market, request: PurchaseRequest) -> Unpromoted | Missing | Refusal:
    held = here.everything_held(request.at)
    sections: list[Path] = [("packages", request.package), ("tax",), ("commission",)]
    not_sold = NotSold(request.region, request.platform, request.package, request.at)
    price = regular(RegularAsked(here, request))
    if isinstance(price, FactNeeded):
        return price
    if isinstance(price, Unsold):
        return Missing(structs.replace(not_sold, assumed_facts=tuple(sorted(price.assumed))), price)
    currency = str(held[CURRENCY].says)
    settled: list[Settled] = []
    facts: Facts = {
        **known_of_package(held_by(request, held), request),
        "purchase.amount": money_of(price.minor, currency),
    }
    for section in sections:
        found = settle(section, held, facts, [("packages", request.package, "limits")])
        if isinstance(found, FactNeeded):
            return found
        settled.append(found)
    package, tax, commission = settled
    most = package.get("packages", request.package, "quantity", "most")
    if most is not None and request.quantity > count(most):
        return QuantityOutOfRange(request.quantity, QUANTITY_LEAST, count(most))
    _, unmet, opened = judged(required(held, "buyer"), request.facts)
    if package.when is not None:
        _, more_unmet, more_opened = judged(package.when, facts)
        unmet, opened = unmet + more_unmet, opened + more_opened
    if unmet:
        return NotEligible(request.package, tuple(unmet), tuple(opened))
    path = ("packages", request.package)
    base = count(package.says[(*path, "coins")])
    bonus = package.says.get((*path, "bonus"), "none")
    offer = Offer(price.minor, base, 0 if bonus == "none" else coins(bonus, base), allowed(here, request.at, currency))
    return Unpromoted(here, held, currency, facts, offer, package, tax, commission, price, tuple(opened))


def _figures(priced: Unpromoted, request: PurchaseRequest, deal: Promoted) -> Figures:
    currency, held, commission = priced.currency, priced.held, priced.commission.says
    runs = [(run.unit.listed, run.units) for run in deal.runs]
    taxed = taxes(priced.tax.says, request.region)
    order = split_runs(taxed, runs, currency)

    def fixed_part(path: Path) -> int:
        return amount(priced.here, held[path], commission[path], currency)

    kept, back = kept_of(commission, taxed, order, runs, currency, fixed_part)
    place = priced.package.says.get(("packages", request.package, "order"), "none")
    listed = sum(price * units for price, units in runs)
    bonus = sum(run.unit.bonus * run.units for run in deal.runs)
    total = priced.offer.coins * request.quantity + bonus
    settled = (priced.package, priced.tax, priced.commission)
    return Figures(
        package=request.package,
        currency=currency,
        order=None if place == "none" else count(place),
        coins=total - bonus,
        bonus=bonus,
        listed=listed,
        net=order.net,
        tax=order.tax,
        tax_lines=order.lines or {},
        tax_status=taxed.status,
        gross=order.gross,
        commission=_taken(order, kept, back),
        withheld=back,
        proceeds=kept,
        remittance=_remitted(kept, order.tax, taxed),
        per_coin=Fraction(listed, 10 ** decimals_of(currency)) / total,
        assumed=deal.assumed.union(priced.price.assumed, *(section.assumed for section in settled)),
        open=priced.open,
        period=period(priced.here, request.at),
        unknown=taxed.unknown | taxed.collector_unknown | unknown_cuts(commission) | required_unknown(held, "buyer"),
        product=priced.package.get("packages", request.package, "product", request.platform),
    )


def _taken(order: Split, kept: int | None, back: int | None) -> int | None:
    return None if kept is None or order.net is None or back is None else order.net - kept - back


def _remitted(kept: int | None, tax: int | None, taxed: Taxes) -> int | None:
    """What the store sends: with the tax where the seller pays it over; None where who does is not known."""
    if not taxed.seller_collects and not taxed.collector_unknown:
        return kept
    return None if kept is None or tax is None or taxed.collector_unknown else kept + tax


def _packages(book: Book) -> set[str]:
    return {s.path[1] for s in book.statements if s.path[0] == "packages" and s.path[2:] == ("coins",)}
