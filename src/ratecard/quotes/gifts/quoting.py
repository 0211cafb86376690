"""Gift quotes: what a gift costs in coins, what it is worth in money, and what its creator earns of it."""

from typing import cast

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.money import Coins, Diamonds
from ratecard.quotes.facts import check_facts
from ratecard.quotes.gifts.worth import MoneyBase, Worth, diamonds_of, money_base, worth_in, worth_of
from ratecard.quotes.requests import QUANTITY_LEAST, QUANTITY_MOST, GiftListRequest, GiftRequest
from ratecard.refusals import (
    Condition,
    CreatorNotEligible,
    FactNeeded,
    GiftUnavailable,
    InvalidFact,
    NoEarnings,
    QuantityOutOfRange,
    Refusal,
    SenderNotEligible,
    UnknownGift,
    WrongKind,
)
from ratecard.rulefiles.facts import COINS_OF_A_GIFT
from ratecard.rulefiles.near import nearest
from ratecard.terms.conditions import Verdict, all_of, asks_for, judge
from ratecard.terms.earnings import COINS, CREATOR, PROCEEDS, EarningsTerms, share_out
from ratecard.terms.facts import Facts, fact_text, settle, varies_by
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.market import Catalogue, Market, Period, common_period
from ratecard.terms.region import Region

NEAREST_MOST = 3


class GiftQuote(msgspec.Struct, frozen=True, gc=False):
    """Gifts to one creator, answered. `coins` are of the whole count; `amount` are all diamonds that the coins become.

    `parts` are those of each recipient of a split, in its order, and sum to `amount`; without a split the creator gets
    all. `amount_each` is what was rounded at once where each gift is, else None. `worth_minor` is in the market's
    currency, None where the rules tell none there; `worth_at` is the package behind it.

    Where earnings are not for whoever asks, `shown_earnings` is None, and there are no diamonds.
    """

    request: GiftRequest
    market: Market
    catalogue: Catalogue
    region: Region
    gift: GiftTerms
    kind: str
    shown_earnings: EarningsTerms | None
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
    def earnings(self) -> EarningsTerms:
        """How the creator earns of it. Who may not see that is not asked for it."""
        assert self.shown_earnings is not None, "earnings are not for whoever asked"
        return self.shown_earnings

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
    """Every gift that is available in a market, the cheapest first; those withheld from this asker have the reason.

    `assumed` names the facts that were unknown while any figure of the list varies by them, or while it depends on them
    whether a gift is available at all.
    """

    request: GiftListRequest
    market: Market
    catalogue: Catalogue
    gifts: tuple[ListedGift, ...]
    withheld: tuple[tuple[str, Refusal], ...]
    assumed: tuple[str, ...] = ()

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
    if region.shows_earnings and not isinstance(earnings, EarningsTerms):
        return earnings if isinstance(earnings, FactNeeded) else NoEarnings(region.code, kind, request.at)
    assert isinstance(earnings, EarningsTerms | None)
    worth = worth_in(market, facts, assumed)
    if isinstance(worth, FactNeeded):
        return worth
    if earnings is not None and earnings.base == PROCEEDS:
        market = book.with_commission(market, request.at)
    base = None
    if earnings is not None and earnings.base != COINS:
        base = money_base(market, region, earnings, worth, facts, assumed, request)
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
    earnings: EarningsTerms | None,
    worth: Worth | None,
    base: MoneyBase | None,
    assumed: tuple[str, ...],
    opened: tuple[Condition, ...],
) -> GiftQuote:
    """The figures in their order: coins, worth, the amount in diamonds, the recipients' parts."""
    coins = gift.coins * request.count
    each, amount, parts = (None, 0, ()) if earnings is None else _earned(earnings, base, gift.coins, request.count)
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


def _earned(
    earnings: EarningsTerms, base: MoneyBase | None, coins: int, count: int
) -> tuple[int | None, int, tuple[int, ...]]:
    """What so many gifts become: the diamonds of one where each is rounded, those of all, and the recipients' parts."""
    rounded = coins * count if earnings.by_total else coins
    numerator, denominator = (rounded, 1) if base is None else diamonds_of(base, rounded)
    amount = earnings.divide(numerator * earnings.numerator, denominator * earnings.denominator)
    parts = share_out(earnings.split, amount, earnings.divide) if earnings.split else ()
    if earnings.by_total:
        return None, amount, parts
    return amount, amount * count, tuple([part * count for part in parts])


def _gift(book: RuleBook, catalogue: Catalogue, request: GiftRequest, assumed: list[str]) -> GiftTerms | Refusal:
    gift = settle(catalogue.gifts.get(request.gift), request.facts, assumed)
    if isinstance(gift, GiftTerms | FactNeeded):
        return gift
    if request.gift in book.gifts:
        return GiftUnavailable(request.region, request.platform, request.gift, request.at)
    return UnknownGift(request.gift, nearest(request.gift, book.gifts, NEAREST_MOST))


def _with_coins(book: RuleBook, facts: Facts, coins: Coins) -> Facts | InvalidFact:
    """The facts with the coins of one gift among them, where the book declares that fact; the caller may not differ."""
    declared = book.facts.get(COINS_OF_A_GIFT)
    if declared is None or declared.kind != "count":
        return facts
    if facts.get(COINS_OF_A_GIFT, coins) != coins:
        return InvalidFact(COINS_OF_A_GIFT, fact_text(facts[COINS_OF_A_GIFT]), f"{coins}, which is what one gift costs")
    return {**facts, COINS_OF_A_GIFT: int(coins)}


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


def list_gifts(book: RuleBook, request: GiftListRequest) -> GiftList | Refusal:
    """Every gift of a market, the cheapest first, then by id; or why there is no list."""
    market = book.market((request.region, request.platform), request.at)
    if not isinstance(market, Market):
        return market
    wrong = check_facts(book, request.facts)
    if wrong is not None:
        return wrong
    if COINS_OF_A_GIFT in request.facts and COINS_OF_A_GIFT in book.facts:
        allowed = "left out, because each gift of a list has coins of its own"
        return InvalidFact(COINS_OF_A_GIFT, fact_text(request.facts[COINS_OF_A_GIFT]), allowed)
    gifts: list[ListedGift] = []
    withheld: list[tuple[str, Refusal]] = []
    unknown: list[str] = []
    catalogue = book.catalogue(market, request.at)
    worth = _Worths(market, request.facts)
    for name in sorted(catalogue.gifts):
        assumed: list[str] = []
        gift = settle(catalogue.gifts[name], request.facts, assumed)
        if isinstance(gift, GiftTerms):
            listed = _listed(book, market, request, gift, worth, assumed)
            if isinstance(listed, ListedGift):
                gifts.append(listed)
            else:
                withheld.append((name, listed))
                continue
        elif gift is not None:
            withheld.append((name, cast(Refusal, gift)))
            continue
        if assumed:
            unknown += [fact for fact in assumed if fact not in unknown]
    gifts.sort(key=lambda each: (each.gift.coins, each.gift.id))
    return GiftList(request, market, catalogue, tuple(gifts), tuple(withheld), tuple(sorted(unknown)))


class _Worths:
    """What tells the worth of coins for each gift of a list: one package for all, unless its terms vary by the coins.

    Where that needs a fact, no worth is told, and whatever was assumed on the way does not count.
    """

    def __init__(self, market: Market, facts: Facts) -> None:
        self.market = market
        offer = market.offers.get(market.worth.package) if market.worth is not None else None
        terms = (offer.price, offer.package) if offer is not None else ()
        self.by_coins = any(varies_by(each, COINS_OF_A_GIFT) for each in terms)
        self.of_all = self._told(facts)

    def of(self, facts: Facts) -> tuple[Worth | None, list[str]]:
        """The package behind the worth of a gift, by facts with its coins among them; and what that assumed."""
        return self._told(facts) if self.by_coins else self.of_all

    def _told(self, facts: Facts) -> tuple[Worth | None, list[str]]:
        assumed: list[str] = []
        found = worth_in(self.market, facts, assumed)
        return (None, []) if isinstance(found, FactNeeded) else (found, assumed)


def _listed(
    book: RuleBook, market: Market, request: GiftListRequest, gift: GiftTerms, worths: _Worths, assumed: list[str]
) -> ListedGift | SenderNotEligible:
    """One gift of a list, judged and priced by its own coins; or why this asker may not send it."""
    sender = all_of(market.eligibility.buyer if market.eligibility is not None else None, gift.when)
    facts: Facts = request.facts
    if worths.by_coins or asks_for(sender, COINS_OF_A_GIFT):
        own = _with_coins(book, request.facts, gift.coins)
        assert not isinstance(own, InvalidFact)
        facts = own
    verdict, unmet, opened = judge(sender, facts) if sender is not None else (Verdict.MET, (), ())
    if verdict is Verdict.UNMET:
        return SenderNotEligible(gift.id, unmet, opened)
    worth, told = worths.of(facts)
    if told:
        assumed += [fact for fact in told if fact not in assumed]
    minor = None if worth is None else worth_of(market, worth, gift.coins)
    return ListedGift(gift, minor, tuple(assumed), opened)
