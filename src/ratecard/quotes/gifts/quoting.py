"""Gift quotes: what a gift costs in coins, what it is worth in money, and what its creator earns of it."""

from collections.abc import Sequence

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.money import Coins, Diamonds
from ratecard.quotes.codes import check_codes
from ratecard.quotes.facts import check_facts
from ratecard.quotes.gifts.limiting import dealt_gifts, kept_gifts
from ratecard.quotes.gifts.promotions import DealtGifts, GiftRun, GiftsAsked
from ratecard.quotes.gifts.quotes import Earned, EarnedEach, GiftQuote, GiftRoute
from ratecard.quotes.gifts.worth import MoneyBase, Worth, diamonds_of, money_base, worth_in
from ratecard.quotes.requests import GIFTS_MOST, QUANTITY_LEAST, GiftRequest
from ratecard.refusals import (
    Condition,
    CreatorNotEligible,
    FactNeeded,
    GiftUnavailable,
    NoEarnings,
    QuantityOutOfRange,
    Refusal,
    SenderNotEligible,
    UnknownGift,
    WrongKind,
)
from ratecard.rulefiles.keys.facts import GIFT_COINS, GIFT_TOTAL
from ratecard.rulefiles.near import NEAREST_MOST, nearest
from ratecard.terms.conditions import Verdict, all_of, evaluate
from ratecard.terms.earnings import COINS, PROCEEDS, EarningsTerms, any_earnings, share_out
from ratecard.terms.facts import Facts, OtherCurrency, choose, choose_as
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.market import Catalogue, Market
from ratecard.terms.region import Region
from ratecard.terms.shows import shown_for
from ratecard.terms.unknown import Unknowns, together


def quote_gift(book: RuleBook, request: GiftRequest) -> GiftQuote | Refusal:
    """The quote of one or more gifts, or why there is none.

    10 of a gift of 5 coins at 1 diamond per 2 coins, each rounded down, are 50 coins and 20 diamonds.
    """
    try:
        return _quoted(book, request)
    except OtherCurrency as other:
        return other.refusal


def _quoted(book: RuleBook, request: GiftRequest) -> GiftQuote | Refusal:
    route = _route(book, request)
    if not isinstance(route, GiftRoute):
        return route
    market, region = route.market, route.region
    assumed: list[str] = []
    gift = _gift(book, route.catalogue, request, assumed)
    if not isinstance(gift, GiftTerms):
        return gift
    facts = with_coins(book, request.facts, gift.coins, request.count)
    opened = _eligible(market, region, gift, facts)
    if not isinstance(opened, tuple):
        return opened
    kind = gift.kinds[0] if request.kind is None else request.kind
    if kind not in gift.kinds:
        return WrongKind(gift.id, kind, gift.kinds)
    earnings = _earnings(region, kind, facts, assumed)
    if region.shows_earnings and not isinstance(earnings, EarningsTerms):
        return NoEarnings(region.code, kind, request.at) if earnings is None else earnings
    worth = worth_in(market, request.facts, assumed)
    if isinstance(worth, FactNeeded):
        return worth
    asked = GiftsAsked(gift, kind, request.count, facts, request.codes, request.used, request.at)
    dealt = dealt_gifts(market, route.catalogue, asked, assumed)
    if not isinstance(dealt, DealtGifts):
        return dealt
    earned = None
    if isinstance(earnings, EarningsTerms):
        found = _of_money(book, request, route, earnings, worth, facts, assumed)
        if not isinstance(found, OfMoney):
            return found
        route, earned = found.route, _earned(earnings, found, dealt.runs)
    kept = kept_gifts(market, route.catalogue, asked, dealt, assumed)
    if not isinstance(kept, DealtGifts):
        return kept
    shown = shown_for(route.catalogue.shows.get(gift.id), facts, assumed)
    return GiftQuote(
        request, route, gift, kind, worth, earned=earned, assumed=tuple(assumed), open=opened, dealt=kept, shows=shown
    )


def _earnings(region: Region, kind: str, facts: Facts, assumed: list[str]) -> EarningsTerms | FactNeeded | None:
    """How a creator earns of a kind of spending, None where nothing is earned, or the fact that has to be known."""
    if region.earnings_unknown is not None:
        return any_earnings(kind, region.earnings_unknown)
    return choose_as(EarningsTerms, region.earnings.get(kind), facts, assumed)


class OfMoney(msgspec.Struct, frozen=True, gc=False):
    """The money that a share is of, None where it is of coins or `unknown`; and the route with terms that it needs."""

    base: MoneyBase | None
    route: GiftRoute
    unknown: Unknowns = ()


def _of_money(
    book: RuleBook,
    request: GiftRequest,
    route: GiftRoute,
    earnings: EarningsTerms,
    worth: Worth | None,
    facts: Facts,
    assumed: list[str],
) -> OfMoney | Refusal:
    """The money that a share is of. It is unknown where it is not known at which package's price coins are worth it."""
    market = route.market
    if earnings.base == PROCEEDS:
        route = GiftRoute(book.whole_market(market, request.at), route.catalogue, route.region)
    if earnings.base == COINS:
        return OfMoney(None, route)
    if market.worth is not None and market.worth.package_unknown is not None:
        return OfMoney(None, route, (market.worth.package_unknown,))
    found = money_base(route.market, route.region, earnings, worth, facts, assumed, request)
    return OfMoney(found, route, found.unknown) if isinstance(found, MoneyBase) else found


def _route(book: RuleBook, request: GiftRequest) -> GiftRoute | Refusal:
    """The sender's market and the creator's region; or what is wrong with count, places, instant or facts."""
    if not QUANTITY_LEAST <= request.count <= GIFTS_MOST:
        return QuantityOutOfRange(request.count, QUANTITY_LEAST, GIFTS_MOST)
    market = book.market((request.region, request.platform), request.at)
    if not isinstance(market, Market):
        return market
    region = book.region(request.creator_region, request.at)
    if not isinstance(region, Region):
        return region
    if request.facts:
        wrong = check_facts(book, request.facts, market)
        if wrong is not None:
            return wrong
    misread = check_codes(request.codes) if request.codes else None
    if misread is not None:
        return misread
    return GiftRoute(market, book.catalogue(market, request.at), region)


def _earned(earnings: EarningsTerms, money: OfMoney, runs: Sequence[GiftRun]) -> Earned:
    """What these gifts become, rounded for each of them or for all at once; or what is unknown."""
    base = money.base
    if earnings.amount_unknown or money.unknown:
        return Earned(earnings, base, (), None, (), together((*earnings.amount_unknown, *money.unknown)))
    if earnings.by_total:
        whole = _earned_at_once(earnings, base, sum([run.gifts * run.earning for run in runs]))
        return Earned(earnings, base, (), Diamonds(whole.amount), whole.parts)
    each = tuple([_earned_at_once(earnings, base, run.earning) for run in runs])
    amount = sum([run.gifts * own.amount for run, own in zip(runs, each, strict=True)])
    by_recipient = zip(*[own.parts for own in each], strict=True)
    parts = tuple([sum([run.gifts * part for run, part in zip(runs, own, strict=True)]) for own in by_recipient])
    return Earned(earnings, base, each, Diamonds(amount), parts)


def _earned_at_once(earnings: EarningsTerms, base: MoneyBase | None, coins: int) -> EarnedEach:
    """So many coins in diamonds, rounded at once, and each recipient's part of them."""
    numerator, denominator = (coins, 1) if base is None else diamonds_of(base, coins)
    amount = earnings.divide(numerator * earnings.numerator, denominator * earnings.denominator)
    return EarnedEach(amount, share_out(earnings.split, amount, earnings.divide) if earnings.split else ())


def _gift(book: RuleBook, catalogue: Catalogue, request: GiftRequest, assumed: list[str]) -> GiftTerms | Refusal:
    gift = choose(catalogue.gifts.get(request.gift), request.facts, assumed)
    if isinstance(gift, GiftTerms | FactNeeded):
        return gift
    if request.gift in book.gifts:
        return GiftUnavailable(request.region, request.platform, request.gift, request.at)
    return UnknownGift(request.gift, nearest(request.gift, book.gifts, NEAREST_MOST))


def with_coins(book: RuleBook, facts: Facts, coins: Coins, count: int) -> Facts:
    """The facts, and the coins of one gift and of all of them, where the book declares anything that asks for them."""
    if GIFT_COINS not in book.facts and GIFT_TOTAL not in book.facts:
        return facts
    return {**facts, GIFT_COINS: int(coins), GIFT_TOTAL: coins * count}


def _eligible(
    market: Market, region: Region, gift: GiftTerms, facts: Facts
) -> tuple[Condition, ...] | SenderNotEligible | CreatorNotEligible:
    """The open conditions of sender and creator, or the refusal of one of them."""
    opened: tuple[Condition, ...] = ()
    sender = all_of(market.eligibility.buyer if market.eligibility is not None else None, gift.when)
    if sender is not None:
        verdict, unmet, opened = evaluate(sender, facts)
        if verdict is Verdict.UNMET:
            return SenderNotEligible(gift.id, unmet, opened)
    creator = region.eligibility.creator if region.eligibility is not None else None
    if creator is not None:
        verdict, unmet, more = evaluate(creator, facts)
        if verdict is Verdict.UNMET:
            return CreatorNotEligible(region.code, unmet, more)
        opened += tuple(condition for condition in more if condition not in opened)
    return opened
