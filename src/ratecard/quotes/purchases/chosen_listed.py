"""What a price list says of something of which the number is chosen: its range, and what a client computes prices by.

A regular price of n coins is n × the price of the last tier that begins at n or below, and what that tier adds,
rounded once. An item costs the amount that is chosen.
"""

from collections.abc import Iterator, Mapping
from functools import partial

import msgspec
from msgspec import structs

from ratecard.book.rulebook import RuleBook
from ratecard.quotes.purchases.chosen_tiers import ListedBonus, ListedTier, bonuses_of, tiers_of
from ratecard.quotes.purchases.enclosing import enclosed
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import not_sold, quote_offer
from ratecard.quotes.purchases.spending import AskedOf, by_amount
from ratecard.quotes.requests import PurchaseRequest
from ratecard.quotes.used import NOTHING_TOLD, ToldUses
from ratecard.ranges import Range
from ratecard.refusals import (
    Condition,
    FactNeeded,
    ItemNotEligible,
    ItemNotSold,
    NotEligible,
    NotSold,
    Refusal,
)
from ratecard.rulefiles.keys.facts import COINS, KIND, WAY
from ratecard.terms.chosen import ChosenOffer
from ratecard.terms.conditions import Verdict, all_of, evaluate
from ratecard.terms.facts import Facts, OtherCurrency, choose
from ratecard.terms.lifting import lifted
from ratecard.terms.market import Market
from ratecard.terms.packages import ChosenCoins, PackageTerms
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.purchase_facts import with_quantity
from ratecard.terms.shows import ShownTerms
from ratecard.terms.unknown import Unknowns, paths_of, together


class ListedChosen(msgspec.Struct, frozen=True):
    """A package or an item of which this asker may choose the number, among those of `range`.

    Regular prices of packages are computed by `tiers` and `pricing`, and their bonus by `bonuses`. `quote` is of the
    first number that is sold, whatever is required of its buyer: what stands beside it holds for the others too, but
    `shows`, which may vary by them. `open` are conditions on facts that are not known, the number among these.
    """

    id: str
    range: Range
    tiers: tuple[ListedTier, ...]
    bonuses: tuple[ListedBonus, ...]
    pricing: PricingTerms | None
    quote: PurchaseQuote
    market: Market
    open: tuple[Condition, ...]

    @property
    def assumed(self) -> tuple[str, ...]:
        """The facts that were not told while its numbers, their prices or what a quote takes of them vary by them."""
        return self.quote.assumed

    @property
    def package(self) -> PackageTerms:
        """What people call it, and what it is sold as. Its coins are those of one number."""
        return self.quote.package

    @property
    def store_product_id(self) -> str | None:
        """The id under which the platform's store sells it; None where the rules tell none."""
        return self.quote.store_product_id

    @property
    def shows(self) -> ShownTerms:
        """What is shown beside its first number that is sold."""
        return self.quote.shows

    @property
    def is_item(self) -> bool:
        """Whether it is an item, of which the amount is chosen."""
        return self.package.is_item

    @property
    def way(self) -> str | None:
        """The way of paying: the one told, or the first one where anything varies by it; None where none matters."""
        told = self.quote.request.facts.get(WAY)
        if told is not None:
            return str(told)
        return self.market.usual_way or None if WAY in self.assumed else None

    @property
    def unknown(self) -> Unknowns:
        """What its quotes need and the rules do not know: figures, and whether it is allowed."""
        return together((*self.quote.unknown, *self.market.buyer_unknown))

    @property
    def unknown_values(self) -> tuple[str, ...]:
        """The paths of what is unknown, as the rules write them."""
        return paths_of(self.unknown)


def list_chosen(
    book: RuleBook, market: Market, chosen: ChosenOffer, asked: PurchaseRequest, told: ToldUses
) -> ListedChosen | Refusal:
    """What is said of something that is chosen, or why this asker gets no price for any number of it.

    What is required of the number itself, such as at least 100 coins, stays open.
    """
    try:
        return _listed(book, market, chosen, asked, told)
    except OtherCurrency as other:
        return other.refusal


def _listed(
    book: RuleBook, market: Market, chosen: ChosenOffer, asked: PurchaseRequest, told: ToldUses
) -> ListedChosen | Refusal:
    assumed: list[str] = []
    facts = with_quantity(asked.facts, asked.quantity)
    within = chosen.range(facts, assumed)
    if isinstance(within, FactNeeded):
        return within
    if within is None:
        return not_sold(market, asked, chosen.is_item).assuming(assumed)
    for_anybody = structs.replace(chosen, package=lifted(_for_anybody, chosen.package))
    alone = structs.replace(asked, used=(), budget=None, codes=())
    limited, unlimited = (structs.replace(market, eligibility=None, limits=own) for own in (market.limits, None))
    quote = _first_quote(
        for_anybody,
        within,
        partial(_quoted, book, limited, for_anybody, asked, told, assumed),
        partial(_quoted, book, unlimited, for_anybody, alone, NOTHING_TOLD, assumed),
    )
    if isinstance(quote, FactNeeded | NotSold | ItemNotSold):
        return quote
    tiers = () if chosen.is_item else tiers_of(chosen, within, market.currency, facts)
    pricing = None if chosen.is_item else choose(chosen.pricing, facts, [])
    if isinstance(tiers, FactNeeded):
        return tiers
    opened = _open_for(market, chosen, within, facts)
    if not isinstance(opened, tuple):
        return opened
    if not isinstance(quote, PurchaseQuote):
        return quote
    rounding = pricing if isinstance(pricing, PricingTerms) else None
    bonuses = () if chosen.is_item else bonuses_of(chosen, within, facts)
    return ListedChosen(chosen.id, within, tiers, bonuses, rounding, quote, market, opened)


def _for_anybody(case: ChosenCoins | PackageTerms | None) -> ChosenCoins | PackageTerms | None:
    """What is sold, without what it requires of its buyer."""
    if isinstance(case, ChosenCoins):
        return structs.replace(case, like=structs.replace(case.like, when=None))
    return None if case is None else structs.replace(case, when=None)


def _quoted(
    book: RuleBook,
    market: Market,
    chosen: ChosenOffer,
    asked: PurchaseRequest,
    told: ToldUses,
    assumed: list[str],
    number: int,
) -> PurchaseQuote | Refusal:
    """The quote of one number, in the envelope of the market; of items there is none."""
    answer = quote_offer(market, chosen.offer(number), asked, list(assumed), told, chosen.is_item)
    if market.enclosing is not None and not chosen.is_item and isinstance(answer, PurchaseQuote):
        return enclosed(book, answer)
    return answer


def _first_quote(
    chosen: ChosenOffer, within: Range, quoting: AskedOf, without_limits: AskedOf
) -> PurchaseQuote | Refusal:
    """The quote of the first number that has one; or why none has, as it is said of the first number that is sold.

    Between two thresholds more never costs less, so that the first number of each stretch stands for all of it.
    """
    refused: list[Refusal] = []
    for number in _firsts(chosen, within, without_limits):
        answer = quoting(number)
        if isinstance(answer, PurchaseQuote):
            return answer
        refused.append(answer)
    return next((answer for answer in refused if not isinstance(answer, NotSold | ItemNotSold)), refused[0])


def _firsts(chosen: ChosenOffer, within: Range, quoting: AskedOf) -> Iterator[int]:
    """The first number of each stretch, then those from which tax or commission change by the amount."""
    stretches = chosen.stretches(within)
    yield from (first for first, _ in stretches)
    for first, last in stretches if chosen.amounts else ():
        yield from (low for low, _ in by_amount(chosen, within, first, last, quoting)[1:])


def _open_for(
    market: Market, chosen: ChosenOffer, within: Range, facts: Facts
) -> tuple[Condition, ...] | NotEligible | ItemNotEligible:
    """The conditions that stay open for this buyer, whatever the number is; or those that are not met."""
    number: Mapping[str, int] = {} if chosen.is_item else {COINS: within.least}
    case = choose(chosen.package, {**facts, **number}, [])
    package = case.like if isinstance(case, ChosenCoins) else case
    of_package = package.when if isinstance(package, PackageTerms) else None
    kind = package.kind if isinstance(package, PackageTerms) else ""
    required = all_of(market.eligibility.buyer if market.eligibility is not None else None, of_package)
    if required is None:
        return ()
    verdict, unmet, opened = evaluate(required, {**facts, KIND: kind})
    if verdict is Verdict.UNMET:
        return (ItemNotEligible if chosen.is_item else NotEligible)(chosen.id, unmet, opened)
    return opened
