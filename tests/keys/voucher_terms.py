"""The terms of a voucher in one market."""

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.terms.values import Values


class VoucherTerms(msgspec.Struct, frozen=True):
    """A voucher: minor units of the market's currency off a package, up to, and without, `until`."""

    worth_minor: int
    currency: Currency
    package: str
    until: Instant | None


def voucher_terms(values: Values, voucher: str) -> VoucherTerms | None:
    """The terms of one voucher, or None where there is none."""
    path = ("vouchers", voucher)
    if not values.ids(*path):
        return None
    values.needed(*path, "worth")
    package = values.needed(*path, "package")
    if not values.usable or package is None:
        return None
    worth = values.money(*path, "worth")
    if worth is None:
        return None
    return VoucherTerms(worth.minor, worth.currency, str(package.value), values.instant(*path, "until"))


def endings(terms: VoucherTerms) -> list[Instant]:
    """The instant from which a voucher is worth nothing."""
    return [terms.until] if terms.until is not None else []
