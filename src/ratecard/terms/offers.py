"""A package as a market offers it: the terms that its quote is computed from, brought together once for a period.

Where any of them varies by a fact, the offer is chosen for each question.
"""

import msgspec

from ratecard.refusals import FactNeeded
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.facts import Facts, Varying, choose_as, possible_terms
from ratecard.terms.kept import Left, lefts
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
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
    left = () if commission is None else lefts(commission, tax)
    if not left:
        return Offer(package, price, tax, commission, None, 0, 1)
    first, *others = left
    at_most = others[0] if others else None
    return Offer(package, price, tax, commission, first.kept, first.fixed, first.divisor, at_most)


class VaryingOffer(msgspec.Struct, frozen=True, gc=False):
    """A package's terms of which some vary by a fact, or are not there for everybody: to be chosen for each question.

    `package` is None where the package holds nothing, `commission` also where it is not for whoever asks.
    """

    package: Varying[PackageTerms] | None
    price: Varying[PriceTerms]
    tax: Varying[TaxTerms] | None
    commission: Varying[CommissionTerms] | None

    def chosen(self, facts: Facts, assumed: list[str]) -> Offer | FactNeeded | None:
        """The offer for these facts, the first fact that has to be known for it, or None where it is not sold.

        The facts that were unknown and for which `other` was taken are appended to `assumed`, also where nothing is
        sold because of them.
        """
        price = choose_as(PriceTerms, self.price, facts, assumed)
        if price is None or isinstance(price, FactNeeded):
            return price
        package = choose_as(PackageTerms, self.package, facts, assumed)
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


def sold_to_somebody(offer: Offer | VaryingOffer) -> bool:
    """Whether there are facts by which a package has a price and holds anything: a price for members alone is one."""
    if isinstance(offer, Offer):
        return True
    return bool(possible_terms(offer.price)) and bool(possible_terms(offer.package))


def offer_from(
    package: Varying[PackageTerms] | None,
    price: Varying[PriceTerms],
    tax: Varying[TaxTerms] | None,
    commission: Varying[CommissionTerms] | None,
) -> Offer | VaryingOffer:
    """The offer of these terms, brought together once where none of them varies by a fact."""
    if (
        isinstance(package, PackageTerms)
        and isinstance(price, PriceTerms)
        and isinstance(tax, TaxTerms)
        and (commission is None or isinstance(commission, CommissionTerms))
    ):
        return offer_of(package, price, tax, commission)
    return VaryingOffer(package, price, tax, commission)
