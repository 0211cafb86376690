"""What one unit costs whoever asks for nothing special: by the promotions without condition, limit and code."""

import msgspec

from ratecard.quotes.purchases.choice import Candidate, Regular, choose_unit
from ratecard.quotes.purchases.standing import Asker, Standing, standing_of
from ratecard.quotes.requests import PurchaseRequest
from ratecard.quotes.used import NOTHING_TOLD
from ratecard.refusals import FactNeeded
from ratecard.rulefiles.stated import Stated
from ratecard.terms.facts import Facts, OtherCurrency, choose_as
from ratecard.terms.market import Market
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.promoted import Promoted


class UnconditionalPrice(msgspec.Struct, frozen=True, gc=False):
    """The listed price of one unit in minor units, what it is without promotions, and the statement of the latter."""

    listed_minor: int
    regular_minor: int
    stated: Stated[object]


class NotTold(msgspec.Struct, frozen=True, gc=False):
    """That the price depends on a fact which is not given, or which is given in another currency."""

    fact: str


def unconditional_price(
    market: Market, request: PurchaseRequest, assumed: list[str]
) -> UnconditionalPrice | NotTold | None:
    """The price of one unit in a market's period, for the facts of a question; None where it is not sold.

    20.00 with 10 % off for everybody is 18.00, whatever code the question brings. The facts that were unknown and for
    which `other` was taken are appended to `assumed`.
    """
    try:
        return _price(market, request, assumed)
    except OtherCurrency as other:
        return NotTold(other.refusal.fact)


def _price(market: Market, request: PurchaseRequest, assumed: list[str]) -> UnconditionalPrice | NotTold | None:
    offer, facts = market.sold(request.package), request.facts
    if offer is None:
        return None
    price = choose_as(PriceTerms, offer.price, facts, assumed)
    if price is None or isinstance(price, FactNeeded):
        return None if price is None else NotTold(price.fact)
    promoted = [] if market.promotions is None else market.promotions.of(request.package)
    for_everybody = [promotion for promotion in promoted if _is_for_everybody(promotion)]
    package = choose_as(PackageTerms, offer.package, facts, assumed)
    if package is None:
        return None
    if not for_everybody:  # then it makes no difference how many coins it held
        return UnconditionalPrice(price.listed_minor, price.listed_minor, price.listed_stated)
    if isinstance(package, FactNeeded):
        return NotTold(package.fact)
    of_package, of_item = (None, request.package) if package.is_item else (request.package, None)
    asker = Asker(facts, (), NOTHING_TOLD, market.currency, package.coins, package=of_package, item=of_item)
    candidates = _candidates(for_everybody, asker, assumed)
    pricing = _pricing(market, candidates, facts, assumed)
    if isinstance(pricing, FactNeeded):
        return NotTold(pricing.fact)
    unit = choose_unit(Regular(price.listed_minor, package.coins, package.bonus, pricing), candidates)
    return UnconditionalPrice(unit.listed_minor, price.listed_minor, price.listed_stated)


def _is_for_everybody(promotion: Promoted) -> bool:
    return promotion.terms.when is None and promotion.terms.code is None and not promotion.limits


def _candidates(promoted: list[Promoted], asker: Asker, assumed: list[str]) -> list[Candidate]:
    """Those that apply for the facts of a question; one that depends on a fact which is not given does not."""
    found: list[Candidate] = []
    for promotion in promoted:
        stands = standing_of(promotion, asker)
        candidate = None if not isinstance(stands, tuple) else stands.candidate
        if isinstance(stands, tuple) and stands.standing is Standing.MAY_APPLY and candidate is not None:
            assumed += [fact for fact in stands.assumed if fact not in assumed]
            found.append(candidate)
    return found


def _pricing(
    market: Market, candidates: list[Candidate], facts: Facts, assumed: list[str]
) -> PricingTerms | FactNeeded | None:
    """How a discounted price is rounded; None where nothing is taken off."""
    if not any(candidate.effect.takes_off for candidate in candidates):
        return None
    return choose_as(PricingTerms, market.pricing, facts, assumed)
