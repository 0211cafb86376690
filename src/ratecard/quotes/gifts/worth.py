"""What coins are worth in money in a sender's market, and the money that a creator's share can be of."""

from fractions import Fraction

import msgspec

from ratecard.currency import Currency
from ratecard.money import ExactMoney
from ratecard.quotes.requests import GiftRequest
from ratecard.refusals import FactNeeded, NoFxRate, NoMoneyBase, Refusal
from ratecard.rounding import round_ratio
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.earnings import NET, EarningsTerms
from ratecard.terms.facts import Facts, choose
from ratecard.terms.fx import CrossRate, UnknownRate, cross_rate
from ratecard.terms.kept import unknown_kept
from ratecard.terms.market import Market
from ratecard.terms.offers import Offer, Priced, offer_of
from ratecard.terms.packages import PackageTerms
from ratecard.terms.payouts import DiamondTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.purchase_facts import of_purchase
from ratecard.terms.region import Region
from ratecard.terms.tax import TaxStatus, TaxTerms
from ratecard.terms.unknown import Unknowns, UnknownValue, together


class Worth(msgspec.Struct, frozen=True):
    """The package whose price tells the worth of coins, and that price. No tax and no cut is asked for.

    `facts` are what is known of the purchase of one unit of it, and made where a share is of money.
    """

    package: PackageTerms
    price: PriceTerms
    asker: Facts

    @property
    def facts(self) -> Facts:
        """What is known of the purchase of one unit: the asker's facts, and those that the engine states."""
        return of_purchase(self.asker, self.package, self.price, 1)


class MoneyBase(msgspec.Struct, frozen=True):
    """The money that a share is of, where it is not of coins: exact, for the package whose price tells the worth.

    `commission` is None where the base is the net. `cross` brings it to the currency of the diamond's value, None where
    it is in that already. `unknown` is what it needs and the rules do not know: then the money is nothing that counts.
    """

    worth: Worth
    tax: TaxTerms
    commission: CommissionTerms | None
    package_money: ExactMoney
    cross: CrossRate | None
    diamond: DiamondTerms | None
    unknown: Unknowns = ()


def diamonds_of(base: MoneyBase, coins: int) -> tuple[int, int]:
    """Coins, by their money and the value of a diamond, in diamonds: an exact ratio."""
    diamond = base.diamond
    assert diamond is not None, "only of a base that is known"
    money = Fraction(base.package_money.numerator, base.package_money.denominator) * coins / base.worth.package.total
    if base.cross is not None:
        shift = diamond.currency.exponent - base.package_money.currency.exponent
        money = money * base.cross.value * Fraction(10) ** shift
    exact = money * diamond.units / diamond.minor
    return exact.numerator, exact.denominator


def unknown_worth(market: Market, worth: Worth | None) -> Unknowns:
    """What the worth of coins needs and the rules do not know; nothing where they tell no worth."""
    told = market.worth
    if told is None or (worth is None and told.package_unknown is None):
        return ()
    return together([told.package_unknown, told.rounding_unknown])


def worth_of(market: Market, worth: Worth, coins: int) -> int | None:
    """Coins in minor units of the market's currency: at the listed price of a package over its total coins.

    None where it is not known how that is rounded.
    """
    assert market.worth is not None
    if market.worth.rounding_unknown is not None:
        return None
    return round_ratio(worth.price.listed_minor * coins, worth.package.total, market.worth.rounding)


def worth_in(market: Market, facts: Facts, assumed: list[str]) -> Worth | FactNeeded | None:
    """The package whose price tells the worth of coins, None where the rules tell none or do not sell it there.

    A fact that is assumed is appended to `assumed` also where there is no worth because of it.
    """
    if market.worth is None or market.worth.package is None:
        return None
    offer = market.offers.get(market.worth.package)
    if offer is None:
        return None
    if isinstance(offer, Offer):
        return Worth(offer.package, offer.price, facts)
    priced = offer.priced(facts, 1, assumed)
    return Worth(priced.package, priced.price, facts) if isinstance(priced, Priced) else priced


def money_base(
    market: Market,
    region: Region,
    earnings: EarningsTerms,
    worth: Worth | None,
    facts: Facts,
    assumed: list[str],
    request: GiftRequest,
) -> MoneyBase | Refusal:
    """The net or the proceeds of the package behind the worth, and what brings them to diamonds."""

    def none(reason: str) -> NoMoneyBase:
        return NoMoneyBase(request.region, request.platform, earnings.base, reason)

    if worth is None:
        return none("the rules tell no worth of coins there")
    of_package = worth.facts
    tax = choose(market.tax, of_package, assumed)
    commission = choose(market.commission, of_package, assumed) if earnings.base != NET else None
    for terms in (tax, commission):
        if isinstance(terms, FactNeeded):
            return terms
    assert isinstance(tax, TaxTerms)
    assert commission is None or isinstance(commission, CommissionTerms)
    money, unknown = _money_of(worth, tax, commission, market.currency)
    if money is None:
        return none("the tax is undetermined")
    diamond = choose(region.diamond, facts, assumed)
    if type(diamond) is UnknownValue:
        return MoneyBase(worth, tax, commission, money, None, None, together((*unknown, diamond)))
    if not isinstance(diamond, DiamondTerms):
        return diamond if isinstance(diamond, FactNeeded) else none(f"a diamond has no value in {region.code}")
    return _in_diamonds(region, diamond, MoneyBase(worth, tax, commission, money, None, diamond, unknown), request)


def _in_diamonds(region: Region, diamond: DiamondTerms, base: MoneyBase, request: GiftRequest) -> MoneyBase | Refusal:
    """Money with what brings it to the currency of a diamond's value."""
    currency = base.package_money.currency
    if diamond.currency == currency:
        return base
    if region.fx is None:
        return NoFxRate(currency.code, request.at)
    cross = cross_rate(region.fx, currency, diamond.currency, request.at)
    if isinstance(cross, UnknownRate):
        return msgspec.structs.replace(base, unknown=together((*base.unknown, *cross.unknown)))
    return msgspec.structs.replace(base, cross=cross) if isinstance(cross, CrossRate) else cross


def _money_of(
    worth: Worth, tax: TaxTerms, commission: CommissionTerms | None, currency: Currency
) -> tuple[ExactMoney | None, Unknowns]:
    """The exact net of a package, or its proceeds where there is a commission; None where a subdivision decides it.

    Where it needs what the rules do not know, that stands beside it, and the money is nothing.
    """
    if commission is None:
        money = _net(worth, tax, currency)
    else:
        money = _exact_proceeds(offer_of(worth.package, worth.price, tax, commission), currency)
    if money is not None:
        return money, ()
    unknown = tax.unknown if commission is None else unknown_kept(commission, tax)
    return (ExactMoney(0, 1, currency), unknown) if unknown else (None, ())


def _net(worth: Worth, tax: TaxTerms, currency: Currency) -> ExactMoney | None:
    """The exact net of a package's listed price."""
    price = worth.price.listed_minor
    if tax.status is TaxStatus.UNDETERMINED and not tax.net_is_listed:
        return None
    if tax.status is TaxStatus.INCLUDED:
        return ExactMoney(price * tax.base, tax.base + tax.weight, currency)
    return ExactMoney(price, 1, currency)


def _exact_proceeds(offer: Offer, currency: Currency) -> ExactMoney | None:
    """The exact proceeds of a package's listed price, nothing where the cuts are more than the net."""
    if offer.kept is None:
        return None
    return ExactMoney(max(offer.price.listed_minor * offer.kept - offer.fixed, 0), offer.divisor, currency)
