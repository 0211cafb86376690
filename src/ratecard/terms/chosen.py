"""What a question chooses the number of: the coins of a package, or the amount that is paid for an item.

Such a package or item stands apart from the offers of a market: no list, promotion, saving or guard takes it for one
thing at one price. The number makes an offer of it, which is quoted as any other.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import msgspec
from msgspec import structs

from ratecard.money import Coins, Rate
from ratecard.ranges import Range
from ratecard.refusals import FactNeeded
from ratecard.rulefiles.keys.facts import AMOUNT, COINS
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.facts import VARYING, Facts, FromThreshold, Varying, branches, choose, possible_terms
from ratecard.terms.given import Input
from ratecard.terms.lifting import lifted, with_facts
from ratecard.terms.offers import Offer, VaryingOffer, offers_of
from ratecard.terms.packages import ChosenCoins, PackageTerms
from ratecard.terms.per_coin import PerCoinDerivation, PerCoinTerms
from ratecard.terms.prices import ChosenAmount, PriceTerms
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.tax import TaxTerms


def bonus_for(chosen: ChosenCoins, coins: int) -> int:
    """The bonus that comes with so many chosen coins: a count, or a rate of them, rounded down."""
    stated = chosen.like.bonus_stated
    if stated is None:
        return 0
    of = stated.value
    return coins * of.numerator // of.denominator if isinstance(of, Rate) else int(str(of))


def package_of(chosen: ChosenCoins, coins: int) -> PackageTerms:
    """The package with so many coins, and what of its bonus comes with them."""
    bonus, stated = bonus_for(chosen, coins), chosen.like.bonus_stated
    return structs.replace(
        chosen.like,
        coins=Coins(coins),
        bonus=Coins(bonus),
        total=Coins(coins + bonus),
        coins_each=Input("coins each", coins),
        bonus_each=None if stated is None else Input("bonus each", bonus, stated.place),
    )


def price_of(price: PerCoinTerms, pricing: PricingTerms, coins: int) -> PriceTerms | None:
    """What so many coins cost; None where no price is allowed that it could become, as in no sound book."""
    made = PerCoinDerivation(price, Input("coins each", coins), pricing)
    found = pricing.rounded(*made.exact_minor)
    return None if found is None else PriceTerms(found, price.currency, price.stated, made)


class ChosenOffer(msgspec.Struct, frozen=True):
    """A package or an item of which the number is chosen, with all terms that its quotes are computed from."""

    id: str
    is_item: bool
    package: Varying[ChosenCoins] | Varying[PackageTerms] | None
    price: Varying[PerCoinTerms] | Varying[ChosenAmount]
    tax: Varying[TaxTerms] | None
    commission: Varying[CommissionTerms] | None
    pricing: Varying[PricingTerms] | None

    def range(self, facts: Facts, assumed: list[str]) -> Range | FactNeeded | None:
        """The numbers that may be chosen, for these facts; None where it is not sold so.

        The facts that were unknown and for which `other` was taken are appended to `assumed`.
        """
        if self.is_item:
            of_price = choose(self.price, facts, assumed)
            return of_price.range if isinstance(of_price, ChosenAmount) else _needed(of_price)
        package = with_facts(self.package, {COINS: 1})  # ranges vary by no coins: any number leads to them
        of_package = choose(package, facts, assumed)
        return of_package.range if isinstance(of_package, ChosenCoins) else _needed(of_package)

    def offer(self, number: int) -> Offer | VaryingOffer | None:
        """What is offered where this number is chosen: coins, or minor units."""
        package, price = self.with_number(number)
        offers = offers_of({self.id: package}, {self.id: price}, self.tax, self.commission)
        return offers.get(self.id)

    def with_number(self, number: int) -> tuple[Any, Any]:
        """What is held and what it costs where this number is chosen; both may vary by other facts."""
        package: Any = self.package
        price: Any = self.price
        if self.is_item:
            price = lifted(lambda case: case.of(number) if isinstance(case, ChosenAmount) else None, self.price)
        else:
            known: Facts = {COINS: number}
            package = lifted(
                lambda case: package_of(case, number) if isinstance(case, ChosenCoins) else None,
                with_facts(self.package, known),
            )
            price = lifted(
                lambda own, pricing: (
                    price_of(own, pricing, number)
                    if isinstance(own, PerCoinTerms) and isinstance(pricing, PricingTerms)
                    else None
                ),
                with_facts(self.price, known),
                self.pricing,
            )
        return package, price

    def stretches(self, within: Range) -> list[tuple[int, int]]:
        """The first and last numbers between which nothing changes by the number of coins, in rising order."""
        terms = (self.price,) if self.is_item else (self.package, self.price, self.tax, self.commission)
        return stretches_of(within, () if self.is_item else terms)

    @property
    def is_sold_to_somebody(self) -> bool:
        """Whether there are facts by which any number that may be chosen has a price."""
        cases = possible_terms(self.package)
        if self.is_item:
            return bool(possible_terms(self.price)) and bool(cases)
        ranges = {case.range for case in cases if isinstance(case, ChosenCoins)}
        firsts = [first for within in ranges for first, _ in stretches_of(within, (self.price,))]
        return any(possible_terms(with_facts(self.price, {COINS: first})) for first in firsts)

    @property
    def amounts(self) -> list[int]:
        """The amounts from which tax or commission change, in minor units, in rising order."""
        found = {start for terms in (self.tax, self.commission) for start in starts_by(terms, AMOUNT)}
        return sorted(found)


def _needed(found: object) -> FactNeeded | None:
    return found if isinstance(found, FactNeeded) else None


def starts_by(terms: object, fact: str) -> Iterable[int]:
    """The thresholds at which terms change by a fact, some of them often."""
    if isinstance(terms, VARYING):
        if isinstance(terms, FromThreshold) and terms.fact == fact:
            yield from terms.starts
        for case in branches(terms):
            yield from starts_by(case, fact)


def stretches_of(within: Range, terms: Iterable[object]) -> list[tuple[int, int]]:
    """The first and last numbers of a range between which none of these terms change by the number of coins."""
    found = {within.least_from(start) for own in terms for start in starts_by(own, COINS)}
    firsts = sorted({within.least, *[first for first in found if first is not None]})
    ends = [*[following - within.step for _, following in pairwise(firsts)], within.most]
    return list(zip(firsts, ends, strict=True))


def is_chosen(package: object, price: object) -> bool:
    """Whether the number of something is chosen, by the terms of what it holds and of its price."""
    own = (package, price)
    if type(package) is PackageTerms and type(price) is PriceTerms:
        return False
    return any(isinstance(case, ChosenCoins | ChosenAmount) for terms in own for case in possible_terms(terms))
