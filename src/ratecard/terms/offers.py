"""A package or an item as a market offers it: the terms that its quote is computed from, put together for a period.

Where any of them varies by a fact, the offer is chosen for each question.
"""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from ratecard.refusals import FactNeeded
from ratecard.rulefiles.keys.facts import COINS, FOR_BUYING, WAY
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.facts import VARYING, ByFact, Facts, FactValue, Varying, choose_as, possible_terms, varies_by
from ratecard.terms.kept import Left, lefts
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.purchase_facts import with_package, with_price, with_quantity
from ratecard.terms.tax import TaxTerms


class Offer(msgspec.Struct, frozen=True, gc=False):
    """One package's terms. Exact proceeds of a listed price are (price × `kept` − `fixed`) ÷ `divisor`.

    `kept` is None where the proceeds are undetermined, because a cut is of a base that is, or because the commission is
    not for whoever asks: then `shown_commission` is None. `at_most` is what is left at most where a cut is of the
    proceeds, None elsewhere.
    """

    package: PackageTerms
    price: PriceTerms
    tax: TaxTerms
    shown_commission: CommissionTerms | None
    kept: int | None
    fixed: int
    divisor: int
    at_most: Left | None = None

    @property
    def commission(self) -> CommissionTerms:
        """The cuts that hold. LookupError for who may not see them, and so is not asked for them."""
        if self.shown_commission is None:
            raise LookupError("the commission is not for whoever asks")
        return self.shown_commission


def offer_of(package: PackageTerms, price: PriceTerms, tax: TaxTerms, commission: CommissionTerms | None) -> Offer:
    """The offer of these terms."""
    return _offer_leaving(() if commission is None else lefts(commission, tax), package, price, tax, commission)


def _offer_leaving(
    left: tuple[Left, ...],
    package: PackageTerms,
    price: PriceTerms,
    tax: TaxTerms,
    commission: CommissionTerms | None,
) -> Offer:
    """The offer of these terms, of which this is left of any price."""
    if not left:
        return Offer(package, price, tax, commission, None, 0, 1)
    first, *others = left
    at_most = others[0] if others else None
    return Offer(package, price, tax, commission, first.kept, first.fixed, first.divisor, at_most)


class VaryingOffer(msgspec.Struct, frozen=True, gc=False):
    """A package's terms of which some vary by a fact, or are not there for everybody: to be chosen for each question.

    `package` is None where the package holds nothing, `commission` also where it is not for whoever asks. `of_question`
    says whether anything varies by facts of the question itself, such as the coins of the package. Where nothing varies
    by anything but the way of paying, `by_way` has the offer of each way, the one that is taken untold first.
    """

    package: Varying[PackageTerms] | None
    price: Varying[PriceTerms]
    tax: Varying[TaxTerms] | None
    commission: Varying[CommissionTerms] | None
    of_question: bool
    by_way: Mapping[FactValue, Offer | None] | None = None

    def chosen(self, facts: Facts, quantity: int, assumed: list[str]) -> Offer | FactNeeded | None:
        """The offer of so many units for these facts, the first fact that has to be known, or None if it is not sold.

        The facts that were unknown and for which `other` was taken are appended to `assumed`, also where nothing is
        sold because of them.
        """
        if self.by_way is not None:
            way = facts.get(WAY)
            if way is None:
                assumed.append(WAY)
                return next(iter(self.by_way.values()))
            return self.by_way[way]
        if self.of_question:
            priced = self.priced(facts, quantity, assumed)
            if not isinstance(priced, Priced):
                return priced
            return self._taken(priced.package, priced.price, priced.facts, assumed)
        price = choose_as(PriceTerms, self.price, facts, assumed)
        if price is None or isinstance(price, FactNeeded):
            return price
        package = choose_as(PackageTerms, self.package, facts, assumed)
        return self._taken(package, price, facts, assumed)

    def priced(self, facts: Facts, quantity: int, assumed: list[str]) -> "Priced | FactNeeded | None":
        """Package and price for these facts, with all that is then known; as `chosen`, before anything is taken of it.

        A price may vary by the coins of the package, so that these are chosen first.
        """
        of_package: list[str] = []
        facts = with_quantity(facts, quantity)
        package = choose_as(PackageTerms, self.package, facts, of_package)
        if isinstance(package, PackageTerms):
            facts = with_package(facts, package)
        price = choose_as(PriceTerms, self.price, facts, assumed)
        if price is not None or varies_by(self.price, COINS):
            assumed += [fact for fact in of_package if fact not in assumed]
        if isinstance(price, FactNeeded) and price.fact == COINS:
            return package if isinstance(package, FactNeeded) else None
        if not isinstance(price, PriceTerms):
            return price
        return Priced(package, price, with_price(facts, price)) if isinstance(package, PackageTerms) else package

    def _taken(
        self, package: PackageTerms | FactNeeded | None, price: PriceTerms, facts: Facts, assumed: list[str]
    ) -> Offer | FactNeeded | None:
        """The offer of a package at its price, with tax and commission for these facts."""
        tax = choose_as(TaxTerms, self.tax, facts, assumed)
        commission = choose_as(CommissionTerms, self.commission, facts, assumed)
        if isinstance(package, FactNeeded):
            return package
        if isinstance(tax, FactNeeded):
            return tax
        if isinstance(commission, FactNeeded):
            return commission
        if package is None:
            return None
        if tax is None:
            raise ValueError(f"{package.id} has a price and no tax, which no complete book has")
        return offer_of(package, price, tax, commission)


class Priced(msgspec.Struct, frozen=True):
    """A package at its price, and what is known of the purchase of it, the asker's facts among that."""

    package: PackageTerms
    price: PriceTerms
    facts: Facts


def sold_to_somebody(offer: Offer | VaryingOffer) -> bool:
    """Whether there are facts by which a package has a price and holds anything: a price for members alone is one."""
    if isinstance(offer, Offer):
        return True
    return bool(possible_terms(offer.price)) and bool(possible_terms(offer.package))


def offers_of(
    packages: Mapping[str, Varying[PackageTerms] | None],
    prices: Mapping[str, Varying[PriceTerms] | None],
    tax: Varying[TaxTerms] | None,
    commission: Varying[CommissionTerms] | None,
) -> dict[str, Offer | VaryingOffer]:
    """The offer of each package that has a price; what tax and commission leave of any price is computed once."""
    found: dict[str, Offer | VaryingOffer] = {}
    if isinstance(tax, TaxTerms) and (commission is None or isinstance(commission, CommissionTerms)):
        left = () if commission is None else lefts(commission, tax)
        for name, price in prices.items():
            package = packages.get(name)
            if isinstance(package, PackageTerms) and isinstance(price, PriceTerms):
                found[name] = _offer_leaving(left, package, price, tax, commission)
            elif price is not None:
                found[name] = _varying_offer(package, price, tax, commission)
    else:
        for name, price in prices.items():
            if price is not None:
                found[name] = _varying_offer(packages.get(name), price, tax, commission)
    return found


def _varying_offer(
    package: Varying[PackageTerms] | None,
    price: Varying[PriceTerms],
    tax: Varying[TaxTerms] | None,
    commission: Varying[CommissionTerms] | None,
) -> VaryingOffer:
    """The offer of terms of which any varies by a fact, or is not there."""
    every = (package, price, tax, commission)
    of_question = any(varies_by(terms, fact) for terms in every for fact in FOR_BUYING)
    return VaryingOffer(package, price, tax, commission, of_question, _by_way(package, price, tax, commission))


def _by_way(
    package: Varying[PackageTerms] | None,
    price: Varying[PriceTerms],
    tax: Varying[TaxTerms] | None,
    commission: Varying[CommissionTerms] | None,
) -> dict[FactValue, Offer | None] | None:
    """The offer of each way of paying, where the terms vary by nothing else; None where they do."""
    every: tuple[object, ...] = (package, price, tax, commission)
    varying = [terms for terms in every if type(terms) in VARYING]
    if package is None or tax is None or not all(_is_by_way_alone(terms) for terms in varying):
        return None
    found: dict[FactValue, Offer | None] = {}
    for way in cast("ByFact[object]", varying[0]).cases:
        own: list[Any] = [terms.cases[way] if isinstance(terms, ByFact) else terms for terms in every]
        found[way] = None if own[1] is None else offer_of(*own)
    return found


def _is_by_way_alone(terms: object) -> bool:
    """Whether terms are a choice by the way of paying and by nothing else."""
    return (
        type(terms) is ByFact and terms.fact == WAY and all(type(case) not in VARYING for case in terms.cases.values())
    )
