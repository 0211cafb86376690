"""A package as a market offers it: the terms that its quote is computed from, brought together once for a period."""

import msgspec

from ratecard.terms.commission import CommissionTerms, kept_share
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.tax import TaxTerms


class Offer(msgspec.Struct, frozen=True, gc=False):
    """One package's terms. Exact proceeds of a listed price are (price × `kept` − `fixed`) ÷ `divisor`.

    `kept` is None where the proceeds are undetermined, because a cut is of a base that is, or because the commission is
    not for whoever asks: then `shown_commission` is None.
    """

    package: PackageTerms
    price: PriceTerms
    tax: TaxTerms
    shown_commission: CommissionTerms | None
    kept: int | None
    fixed: int
    divisor: int

    @property
    def commission(self) -> CommissionTerms:
        """The cuts that hold. Who may not see them is not asked for them."""
        assert self.shown_commission is not None, "the commission is not for whoever asks"
        return self.shown_commission


def offer_of(package: PackageTerms, price: PriceTerms, tax: TaxTerms, commission: CommissionTerms | None) -> Offer:
    """The offer of these terms."""
    share = None if commission is None else kept_share(commission, tax)
    if commission is None or share is None:
        return Offer(package, price, tax, commission, None, 0, 1)
    kept, divisor = share
    return Offer(package, price, tax, commission, kept, commission.fixed_minor * divisor, divisor)
