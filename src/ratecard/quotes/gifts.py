"""Gift quotes: what a gift costs in coins, what it is worth in money, and what its creator earns of it."""

from fractions import Fraction
from typing import cast

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.currency import Currency
from ratecard.money import Coins, Diamonds, ExactMoney
from ratecard.quotes.facts import check_facts
from ratecard.quotes.requests import QUANTITY_LEAST, QUANTITY_MOST, GiftListRequest, GiftRequest
from ratecard.refusals import (
    Condition,
    CreatorNotEligible,
    FactNeeded,
    FxStale,
    GiftUnavailable,
    InvalidFact,
    NoEarnings,
    NoFxRate,
    NoMoneyBase,
    QuantityOutOfRange,
    Refusal,
    SenderNotEligible,
    UnknownGift,
    WrongKind,
)
from ratecard.rounding import round_ratio
from ratecard.rulefiles.near import nearest
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.conditions import Verdict, all_of, judge
from ratecard.terms.earnings import CREATOR, NET, EarningsTerms, share_out
from ratecard.terms.facts import Facts, fact_text, settle
from ratecard.terms.fx import CrossRate, cross_rate
from ratecard.terms.gifts import COINS_FACT, GiftTerms
from ratecard.terms.market import Catalogue, Market, Period, common_period
from ratecard.terms.offers import Offer, offer_of
from ratecard.terms.packages import PackageTerms
from ratecard.terms.payouts import DiamondTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.region import Region
from ratecard.terms.tax import TaxStatus, TaxTerms

NEAREST_MOST = 3


class Worth(msgspec.Struct, frozen=True):
    """The package whose price tells the worth of coins, and that price. No tax and no cut is asked for."""

    package: PackageTerms
    price: PriceTerms


class MoneyBase(msgspec.Struct, frozen=True):
    """The money that a share is of, where it is not of coins: exact, for the package whose price tells the worth.

    `commission` is None where the base is the net. `cross` brings it to the currency of the diamond's value, None where
    it is in that already.
    """

    worth: Worth
    tax: TaxTerms
    commission: CommissionTerms | None
    package_money: ExactMoney
    cross: CrossRate | None
    diamond: DiamondTerms


class GiftQuote(msgspec.Struct, frozen=True, gc=False):
    """Gifts to one creator, answered. `coins` are of the whole count; `amount` are all diamonds that the coins become.

    `parts` are those of each recipient of a split, in its order, and sum to `amount`; without a split the creator gets
    all. `amount_each` is what was rounded at once where each gift is, else None. `worth_minor` is in the market's
    currency, None where the rules tell none there; `worth_at` is the package behind it.
    """

    request: GiftRequest
    market: Market
    catalogue: Catalogue
    region: Region
    gift: GiftTerms
    kind: str
    earnings: EarningsTerms
    coins: Coins
    worth_at: Worth | None
    worth_minor: int | None
    money_base: MoneyBase | None
    amount_each: int | None
    amount: Diamonds
    parts: tuple[int, ...]
    assumed: tuple[str, ...] = ()
    open: tuple[Condition, ...] = ()

    @property
    def diamonds(self) -> Diamonds:
        """What the creator earns."""
        if not self.earnings.split:
            return self.amount
        recipients = [each.id for each in self.earnings.split]
        return Diamonds(self.parts[recipients.index(CREATOR)])

    @property
    def period(self) -> Period:
        """For how long this answer holds: as long as market, gifts and the creator's region do."""
        return common_period(self.market.period, self.catalogue.period, self.region.period)


class ListedGift(msgspec.Struct, frozen=True):
    """One gift of a list, with its worth where the rules tell one, and what it leaves open for this asker."""

    gift: GiftTerms
    worth_minor: int | None
    assumed: tuple[str, ...]
    open: tuple[Condition, ...]


class GiftList(msgspec.Struct, frozen=True):
    """Every gift that is available in a market, the cheapest first; those withheld from this asker have the reason."""

    request: GiftListRequest
    market: Market
    catalogue: Catalogue
    gifts: tuple[ListedGift, ...]
    withheld: tuple[tuple[str, Refusal], ...]

    @property
    def period(self) -> Period:
        """For how long this list holds: as long as market and gifts do."""
        return common_period(self.market.period, self.catalogue.period)


def quote_gift(book: RuleBook, request: GiftRequest) -> GiftQuote | Refusal:
    """The quote of one or more gifts, or why there is none.

    10 of a gift of 5 coins at 1 diamond per 2 coins, each rounded down, are 50 coins and 20 diamonds.
    """
    if not QUANTITY_LEAST <= request.count <= QUANTITY_MOST:
        return QuantityOutOfRange(request.count, QUANTITY_LEAST, QUANTITY_MOST)
    market = book.market((request.region, request.platform), request.at)
    if not isinstance(market, Market):
        return market
    region = book.region(request.creator_region, request.at)
    if not isinstance(region, Region):
        return region
    if request.facts:
        wrong = check_facts(book, request.facts)
        if wrong is not None:
            return wrong
    assumed: list[str] = []
    catalogue = book.catalogue(market, request.at)
    gift = _gift(book, catalogue, request, assumed)
    if not isinstance(gift, GiftTerms):
        return gift
    facts = _with_coins(book, request.facts, gift.coins)
    if isinstance(facts, InvalidFact):
        return facts
    opened = _eligible(market, region, gift, facts)
    if not isinstance(opened, tuple):
        return opened
    kind = gift.kinds[0] if request.kind is None else request.kind
    if kind not in gift.kinds:
        return WrongKind(gift.id, kind, gift.kinds)
    earnings = settle(region.earnings.get(kind), facts, assumed)
    if not isinstance(earnings, EarningsTerms):
        return earnings if isinstance(earnings, FactNeeded) else NoEarnings(region.code, kind, request.at)
    worth = _worth(market, facts, assumed)
    if isinstance(worth, FactNeeded):
        return worth
    base = None if earnings.base == "coins" else _money_base(market, region, earnings, worth, facts, assumed, request)
    if base is not None and not isinstance(base, MoneyBase):
        return base
    return _figures(request, market, catalogue, region, gift, kind, earnings, worth, base, tuple(assumed), opened)


def _figures(
    request: GiftRequest,
    market: Market,
    catalogue: Catalogue,
    region: Region,
    gift: GiftTerms,
    kind: str,
    earnings: EarningsTerms,
    worth: Worth | None,
    base: MoneyBase | None,
    assumed: tuple[str, ...],
    opened: tuple[Condition, ...],
) -> GiftQuote:
    """The figures in their order: coins, worth, the amount in diamonds, the recipients' parts."""
    count = request.count
    coins = gift.coins * count
    rounded = coins if earnings.by_total else gift.coins
    numerator, denominator = (rounded, 1) if base is None else _diamonds_of(base, rounded)
    amount = earnings.divide(numerator * earnings.numerator, denominator * earnings.denominator)
    parts = share_out(earnings.split, amount, earnings.divide) if earnings.split else ()
    each = None if earnings.by_total else amount
    if each is not None:
        amount, parts = amount * count, tuple([part * count for part in parts])
    return GiftQuote(
        request,
        market,
        catalogue,
        region,
        gift,
        kind,
        earnings,
        coins,
        worth,
        None if worth is None else worth_of(market, worth, coins),
        base,
        each,
        Diamonds(amount),
        parts,
        assumed,
        opened,
    )


def _diamonds_of(base: MoneyBase, coins: int) -> tuple[int, int]:
    """Coins, by their money and the value of a diamond, in diamonds: an exact ratio."""
    diamond = base.diamond
    money = Fraction(base.package_money.numerator, base.package_money.denominator) * coins / base.worth.package.total
    if base.cross is not None:
        shift = diamond.currency.exponent - base.package_money.currency.exponent
        money = money * base.cross.value * Fraction(10) ** shift
    exact = money * diamond.units / diamond.minor
    return exact.numerator, exact.denominator


def worth_of(market: Market, worth: Worth, coins: int) -> int:
    """Coins in minor units of the market's currency: at the listed price of a package over its total coins."""
    assert market.worth is not None
    return round_ratio(worth.price.listed_minor * coins, worth.package.total, market.worth.rounding)


def _gift(book: RuleBook, catalogue: Catalogue, request: GiftRequest, assumed: list[str]) -> GiftTerms | Refusal:
    gift = settle(catalogue.gifts.get(request.gift), request.facts, assumed)
    if isinstance(gift, GiftTerms | FactNeeded):
        return gift
    if request.gift in book.gifts:
        return GiftUnavailable(request.region, request.platform, request.gift, request.at)
    return UnknownGift(request.gift, nearest(request.gift, book.gifts, NEAREST_MOST))


def _with_coins(book: RuleBook, facts: Facts, coins: Coins) -> Facts | InvalidFact:
    """The facts with the coins of one gift among them, where the book declares that fact; the caller may not differ."""
    declared = book.facts.get(COINS_FACT)
    if declared is None or declared.kind != "count":
        return facts
    if facts.get(COINS_FACT, coins) != coins:
        return InvalidFact(COINS_FACT, fact_text(facts[COINS_FACT]), f"{coins}, which is what one gift costs")
    return {**facts, COINS_FACT: int(coins)}


def _eligible(
    market: Market, region: Region, gift: GiftTerms, facts: Facts
) -> tuple[Condition, ...] | SenderNotEligible | CreatorNotEligible:
    """The open conditions of sender and creator, or the refusal of one of them."""
    opened: tuple[Condition, ...] = ()
    sender = all_of(market.eligibility.buyer if market.eligibility is not None else None, gift.when)
    if sender is not None:
        verdict, unmet, opened = judge(sender, facts)
        if verdict is Verdict.UNMET:
            return SenderNotEligible(gift.id, unmet, opened)
    creator = region.eligibility.creator if region.eligibility is not None else None
    if creator is not None:
        verdict, unmet, more = judge(creator, facts)
        if verdict is Verdict.UNMET:
            return CreatorNotEligible(region.code, unmet, more)
        opened += tuple(condition for condition in more if condition not in opened)
    return opened


def _worth(market: Market, facts: Facts, assumed: list[str]) -> Worth | FactNeeded | None:
    """The package whose price tells the worth of coins, None where the rules tell none or do not sell it there.

    A fact that is assumed is appended to `assumed` also where there is no worth because of it.
    """
    if market.worth is None:
        return None
    name = market.worth.package
    price = settle(market.prices.get(name), facts, assumed)
    if isinstance(price, FactNeeded):
        return price
    package = settle(market.packages.get(name), facts, assumed) if price is not None else None
    if isinstance(package, FactNeeded):
        return package
    return Worth(package, price) if isinstance(package, PackageTerms) and isinstance(price, PriceTerms) else None


def _money_base(
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
    tax = settle(market.tax, facts, assumed)
    commission = settle(market.commission, facts, assumed) if earnings.base != NET else None
    for each in (tax, commission):
        if isinstance(each, FactNeeded):
            return each
    assert isinstance(tax, TaxTerms)
    assert commission is None or isinstance(commission, CommissionTerms)
    money = _net(worth, tax, market.currency)
    if commission is not None:
        money = _exact_proceeds(offer_of(worth.package, worth.price, tax, commission), market.currency)
    if money is None:
        return none("the tax is undetermined")
    diamond = settle(region.diamond, facts, assumed)
    if not isinstance(diamond, DiamondTerms):
        return diamond if isinstance(diamond, FactNeeded) else none(f"a diamond has no value in {region.code}")
    if diamond.currency == market.currency:
        return MoneyBase(worth, tax, commission, money, None, diamond)
    if region.fx is None:
        return NoFxRate(market.currency.code, request.at)
    cross = cross_rate(region.fx, market.currency, diamond.currency, request.at)
    if isinstance(cross, FxStale | NoFxRate):
        return cross
    return MoneyBase(worth, tax, commission, money, cross, diamond)


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


def list_gifts(book: RuleBook, request: GiftListRequest) -> GiftList | Refusal:
    """Every gift of a market, the cheapest first, then by id; or why there is no list."""
    market = book.market((request.region, request.platform), request.at)
    if not isinstance(market, Market):
        return market
    wrong = check_facts(book, request.facts)
    if wrong is not None:
        return wrong
    told: list[str] = []
    found = _worth(market, request.facts, told)
    priced = None if isinstance(found, FactNeeded) else found
    if isinstance(found, FactNeeded):  # whatever was assumed on the way, there is no worth without that fact
        told.clear()
    gifts: list[ListedGift] = []
    withheld: list[tuple[str, Refusal]] = []
    catalogue = book.catalogue(market, request.at)
    for name in sorted(catalogue.gifts):
        assumed: list[str] = []
        gift = settle(catalogue.gifts[name], request.facts, assumed)
        if not isinstance(gift, GiftTerms):
            if gift is not None:
                withheld.append((name, cast(Refusal, gift)))
            continue
        sender = all_of(market.eligibility.buyer if market.eligibility is not None else None, gift.when)
        verdict, unmet, opened = judge(sender, request.facts) if sender is not None else (Verdict.MET, (), ())
        if verdict is Verdict.UNMET:
            withheld.append((name, SenderNotEligible(name, unmet, opened)))
            continue
        worth = None if priced is None else worth_of(market, priced, gift.coins)
        gifts.append(ListedGift(gift, worth, (*assumed, *(fact for fact in told if fact not in assumed)), opened))
    gifts.sort(key=lambda each: (each.gift.coins, each.gift.id))
    return GiftList(request, market, catalogue, tuple(gifts), tuple(withheld))
