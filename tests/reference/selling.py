"""One purchase, to its figures: price, what it holds, eligibility, promotions, tax, commission, limits and budget.

A package and an item go the same way. Of what is chosen the question names the number, and promotions pass over it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from msgspec import structs

from ratecard.quotes.requests import QUANTITY_LEAST, PurchaseRequest
from ratecard.refusals import (
    Condition,
    FactNeeded,
    InvalidInput,
    NotEligible,
    NotSold,
    QuantityOutOfRange,
    Refusal,
)
from tests.reference.choices import NOTHING_CHOSEN, Choice, OutOfRange, Range, amount_range, coins_range
from tests.reference.commission import kept_of, unknown_cuts
from tests.reference.facts import Facts, judged_together
from tests.reference.holding import known_before, section_of
from tests.reference.layering import CURRENCY, Held, Market
from tests.reference.limits_of_buyers import PURCHASES, Limited, limits_of
from tests.reference.limits_of_buyers import Asked as AskedOfLimits
from tests.reference.periods import period
from tests.reference.points import allowed
from tests.reference.promotion_choice import Offer
from tests.reference.promotion_standing import Asker
from tests.reference.promotions import Promoted, limit_ids, promoted
from tests.reference.reading import Path
from tests.reference.regular import Asked, Regular, Unsold, known, regular
from tests.reference.settling import Settled, amount, required, required_unknown, settle, ways
from tests.reference.tax import Split, Taxes, split_runs, taxes
from tests.reference.told import NOTHING_TOLD, OverBudget, OverLimit, Told
from tests.reference.used_before import Used
from tests.reference.writing import coins, count, decimals_of, money_of


@dataclass(frozen=True)
class Figures:
    """The answer to one purchase; amounts in minor units, None is undetermined. An item has no price per coin."""

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
    per_coin: Fraction | None
    assumed: frozenset[str]
    open: tuple[Condition, ...]
    period: tuple[int, int | None]
    unknown: frozenset[str]
    product: str | None


@dataclass(frozen=True)
class Sold:
    """The figures of a purchase after promotions, and what they were made of; amounts in minor units.

    `units` are those that come with it beside coins: 5 tickets with each of two units are 10.
    """

    figures: Figures
    offer: Offer
    promoted: Promoted
    limits: tuple[Limited, ...]
    units: Mapping[str, int]

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
    section: Path
    open: tuple[Condition, ...]


@dataclass(frozen=True)
class Question:
    """What is asked of a market, with what the question tells beside it and what it chooses."""

    here: Market
    request: PurchaseRequest
    told: Told = NOTHING_TOLD
    choice: Choice = NOTHING_CHOSEN


def sold(question: Question) -> Sold | Missing | OutOfRange | OverLimit | OverBudget | Refusal:
    """One purchase, or why there is none."""
    here, request, told = question.here, question.request, question.told
    priced = before_promotions(question)
    if not isinstance(priced, Unpromoted):
        return priced
    sections = (PURCHASES, (*priced.section, "limits"))
    table, passed_over = priced.section[0], question.choice != NOTHING_CHOSEN
    ids = limit_ids(here, request.at, request.package, sections, table, passed_over=passed_over)
    asker = Asker(
        here, request.at, request.package, priced.currency, priced.offer, priced.facts, told.codes, told.used, ids,
        table.removesuffix("s"), usual_way=next(iter(ways(priced.held)), ""), passed_over=passed_over,
    )  # fmt: skip
    deal = promoted(asker, request.quantity)
    figures = figures_of(priced, request, deal)
    limits, assumed = limits_of(asker, sections, _asked(request, figures))
    broken = [limit for limit in limits if limit.broken]
    if broken:
        return OverLimit(broken[0], figures.assumed | broken[0].assumed)
    spent = paid(figures)
    if told.budget is not None and told.budget[1] + spent > told.budget[0]:
        return OverBudget(max(0, told.budget[0] - told.budget[1]), figures.assumed)
    assumed = assumed | figures.assumed.union(*(limit.assumed for limit in limits))
    units = _with(priced, request.quantity)
    return Sold(replace(figures, assumed=assumed), priced.offer, deal, tuple(limits), units)


def paid(figures: Figures) -> int:
    """What is paid: the gross, or the listed price where that is not known."""
    return figures.listed if figures.gross is None else figures.gross


def _asked(request: PurchaseRequest, figures: Figures) -> AskedOfLimits:
    return AskedOfLimits(paid(figures), figures.currency, figures.coins, request.quantity)


def _with(priced: Unpromoted, quantity: int) -> dict[str, int]:
    """The other units that come with all units of a package."""
    said = {path[3]: says for path, says in priced.package.says.items() if path[2:3] == ("with",) and len(path) == 4}
    return {unit: count(says) * quantity for unit, says in sorted(said.items()) if says != "none"}


def range_of(here: Market, held: Mapping[Path, Held], request: PurchaseRequest) -> Range | None:
    """What may be chosen of a package or an item; None where nothing may."""
    facts = known_before(request)
    if section_of(held, request.package)[0] == "items":
        return amount_range(here, held, request.package, facts)
    return coins_range(held, request.package, facts)


def _as_if_chosen(question: Question, within: Range | None, currency: str, *, of_item: bool) -> Choice:
    """What is named, or the least number where that is none of the range: whether there is a price is asked first."""
    if within is None:
        return NOTHING_CHOSEN
    named = _named(question.choice, of_item=of_item)
    number = named if named is not None and within.holds(named) else within.least
    return Choice(amount=money_of(number, currency)) if of_item else Choice(coins=number)


def _named(choice: Choice, *, of_item: bool) -> int | None:
    if of_item:
        return None if choice.amount is None else choice.amount.minor
    return choice.coins


def _wrong_choice(
    question: Question, within: Range | None, currency: str, *, of_item: bool
) -> OutOfRange | InvalidInput | None:
    """What is wrong with what is named: the wrong thing, another currency, or no number of the range."""
    choice = question.choice
    if choice.coins is not None and (of_item or within is None):
        return InvalidInput(("coins",), "")
    if choice.amount is not None and (not of_item or within is None or choice.amount.currency.code != currency):
        return InvalidInput(("amount",), "")
    named = _named(choice, of_item=of_item)
    if within is None or (named is not None and within.holds(named)):
        return None
    return OutOfRange(question.request.package, named, within, () if named is None else within.around(named))


def before_promotions(question: Question) -> Unpromoted | Missing | OutOfRange | Refusal:
    """Price, range, quantity and eligibility, in that order."""
    here, request = question.here, question.request
    held = here.everything_held(request.at)
    section = section_of(held, request.package)
    of_item, currency = section[0] == "items", str(held[CURRENCY].says)
    within = range_of(here, held, request)
    asked = Asked(here, request, choice=_as_if_chosen(question, within, currency, of_item=of_item))
    price = regular(asked)
    if isinstance(price, FactNeeded):
        return price
    if isinstance(price, Unsold):
        source = price.source if price.source is not None else (None, None, None)
        not_sold = NotSold(request.region, request.platform, request.package, request.at, *source)
        return Missing(structs.replace(not_sold, assumed_facts=tuple(sorted(price.assumed))), price)
    wrong = _wrong_choice(question, within, currency, of_item=of_item)
    if wrong is not None:
        return wrong
    settled: list[Settled] = []
    facts: Facts = {**known(asked, held)[1], "purchase.amount": money_of(price.minor, currency)}
    for path in (section, ("tax",), ("commission",)):
        found = settle(path, held, facts, [(*section, "limits")])
        if isinstance(found, FactNeeded):
            return found
        settled.append(found)
    package, tax, commission = settled
    refused, opened = _not_for_this_buyer(request, held, package, facts)
    if refused is not None:
        return refused
    allowed_here = allowed(here, request.at, currency)
    number = facts["purchase.coins"]
    assert isinstance(number, int)
    bonus = package.says.get((*section, "bonus"), "none")
    offer = Offer(price.minor, number, 0 if bonus == "none" else coins(bonus, number), allowed_here)
    return Unpromoted(here, held, currency, facts, offer, package, tax, commission, price, section, opened)


def _not_for_this_buyer(
    request: PurchaseRequest, held: Mapping[Path, Held], package: Settled, facts: Facts
) -> tuple[QuantityOutOfRange | NotEligible | None, tuple[Condition, ...]]:
    """Why somebody may not buy so much of it, or not at all; and the conditions that stay open."""
    most = package.get(*section_of(held, request.package), "quantity", "most")
    if most is not None and request.quantity > count(most):
        return QuantityOutOfRange(request.quantity, QUANTITY_LEAST, count(most)), ()
    of_package = [] if package.when is None else [package.when]
    unmet, opened = judged_together([required(held, "buyer"), *of_package], facts)
    refused = NotEligible(request.package, tuple(unmet), tuple(opened)) if unmet else None
    return refused, tuple(opened)


def figures_of(priced: Unpromoted, request: PurchaseRequest, deal: Promoted) -> Figures:
    """All figures of a purchase, after its promotions."""
    currency, held, commission = priced.currency, priced.held, priced.commission.says
    runs = [(run.unit.listed, run.units) for run in deal.runs]
    taxed = taxes(priced.tax.says, request.region)
    order = split_runs(taxed, runs, currency)

    def fixed_part(path: Path) -> int:
        return amount(priced.here, held[path], commission[path], currency)

    kept, back = kept_of(commission, taxed, order, runs, currency, fixed_part)
    place = priced.package.says.get((*priced.section, "order"), "none")
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
        per_coin=Fraction(listed, 10 ** decimals_of(currency)) / total if total else None,
        assumed=deal.assumed.union(priced.price.assumed, *(section.assumed for section in settled)),
        open=priced.open,
        period=period(priced.here, request.at),
        unknown=taxed.unknown | taxed.collector_unknown | unknown_cuts(commission) | required_unknown(held, "buyer"),
        product=priced.package.get(*priced.section, "product", request.platform),
    )


def _taken(order: Split, kept: int | None, back: int | None) -> int | None:
    return None if kept is None or order.net is None or back is None else order.net - kept - back


def _remitted(kept: int | None, tax: int | None, taxed: Taxes) -> int | None:
    """What the store sends: with the tax where the seller pays it over; None where who does is not known."""
    if not taxed.seller_collects and not taxed.collector_unknown:
        return kept
    return None if kept is None or tax is None or taxed.collector_unknown else kept + tax
