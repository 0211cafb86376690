"""Lists of gifts: what a market offers, the cheapest first, each judged by its own coins."""

from typing import cast

from ratecard.book.rulebook import RuleBook
from ratecard.quotes.codes import check_codes
from ratecard.quotes.facts import check_facts
from ratecard.quotes.gifts.lists import GiftList, ListedGift
from ratecard.quotes.gifts.promotions import DealtGifts, GiftsAsked, deal_of_gifts
from ratecard.quotes.gifts.quoting import with_coins
from ratecard.quotes.gifts.worth import Worth, unknown_worth, worth_in, worth_of
from ratecard.quotes.requests import GiftListRequest
from ratecard.refusals import FactNeeded, InvalidFact, InvalidInput, Refusal, SenderNotEligible, UnknownLimit
from ratecard.rulefiles.keys.facts import COINS_OF_A_GIFT
from ratecard.terms.conditions import Verdict, all_of, asks_for, evaluate
from ratecard.terms.facts import Facts, OtherCurrency, choose, fact_text, varies_by
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.market import Market
from ratecard.terms.unknown import together


def list_gifts(book: RuleBook, request: GiftListRequest) -> GiftList | Refusal:
    """Every gift of a market, the cheapest first, then by id; or why there is no list."""
    market = book.market((request.region, request.platform), request.at)
    if not isinstance(market, Market):
        return market
    wrong = check_facts(book, request.facts)
    if wrong is not None:
        return wrong
    misread = check_codes(request.codes) if request.codes else None
    if misread is not None:
        return misread
    if COINS_OF_A_GIFT in request.facts and COINS_OF_A_GIFT in book.facts:
        allowed = "left out, because each gift of a list has coins of its own"
        return InvalidFact(COINS_OF_A_GIFT, fact_text(request.facts[COINS_OF_A_GIFT]), allowed)
    gifts: list[ListedGift] = []
    refused: list[tuple[str, Refusal]] = []
    unknown: list[str] = []
    catalogue = book.catalogue(market, request.at)
    try:
        worth = _Worths(market, request.facts)
    except OtherCurrency as other:
        return other.refusal
    for name in sorted(catalogue.gifts):
        assumed: list[str] = []
        listed = _answered(book, market, request, catalogue.gifts[name], worth, assumed)
        if isinstance(listed, InvalidInput | UnknownLimit):
            return listed
        if isinstance(listed, ListedGift):
            gifts.append(listed)
        elif listed is not None:
            refused.append((name, listed))
            continue
        if assumed:
            unknown += [fact for fact in assumed if fact not in unknown]
    gifts.sort(key=lambda listed: (listed.coins, listed.gift.id))
    return GiftList(request, market, catalogue, tuple(gifts), tuple(refused), tuple(sorted(unknown)))


class _Worths:
    """What tells the worth of coins for each gift of a list: one package for all, unless its terms vary by the coins.

    Where that needs a fact, no worth is told, and whatever was assumed on the way does not count.
    """

    def __init__(self, market: Market, facts: Facts) -> None:
        self.market = market
        offer = market.offers.get(market.worth.package) if market.worth is not None and market.worth.package else None
        terms = (offer.price, offer.package) if offer is not None else ()
        self.by_coins = any(varies_by(part, COINS_OF_A_GIFT) for part in terms)
        self.of_all = self._told(facts)

    def of(self, facts: Facts) -> tuple[Worth | None, list[str]]:
        """The package behind the worth of a gift, by facts with its coins among them; and what that assumed."""
        return self._told(facts) if self.by_coins else self.of_all

    def _told(self, facts: Facts) -> tuple[Worth | None, list[str]]:
        assumed: list[str] = []
        found = worth_in(self.market, facts, assumed)
        return (None, []) if isinstance(found, FactNeeded) else (found, assumed)


def _answered(
    book: RuleBook, market: Market, request: GiftListRequest, terms: object, worths: _Worths, assumed: list[str]
) -> ListedGift | Refusal | None:
    """One gift of a list, why it is refused, or None where there is no such gift for these facts."""
    try:
        gift = choose(terms, request.facts, assumed)
        if not isinstance(gift, GiftTerms):
            return cast("Refusal | None", gift)
        return _listed(book, market, request, gift, worths, assumed)
    except OtherCurrency as other:
        return other.refusal


def _listed(
    book: RuleBook, market: Market, request: GiftListRequest, gift: GiftTerms, worths: _Worths, assumed: list[str]
) -> ListedGift | Refusal:
    """One gift of a list, judged and priced by its own coins; or why this asker may not send it."""
    sender = all_of(market.eligibility.buyer if market.eligibility is not None else None, gift.when)
    facts: Facts = request.facts
    if worths.by_coins or asks_for(sender, COINS_OF_A_GIFT):
        own = with_coins(book, request.facts, gift.coins)
        assert not isinstance(own, InvalidFact)
        facts = own
    verdict, unmet, opened = evaluate(sender, facts) if sender is not None else (Verdict.MET, (), ())
    if verdict is Verdict.UNMET:
        return SenderNotEligible(gift.id, unmet, opened)
    worth, told = worths.of(facts)
    unknown, not_told = unknown_worth(market, worth), together((*market.buyer_unknown, gift.level_unknown))
    if told:
        assumed += [fact for fact in told if fact not in assumed]
    asked = GiftsAsked(gift, gift.kinds[0], 1, facts, request.codes, request.used, request.at)
    dealt = deal_of_gifts(market, asked, assumed)
    if not isinstance(dealt, DealtGifts):
        return dealt
    return ListedGift(
        gift=gift,
        worth_minor=None if worth is None else worth_of(market, worth, dealt.runs[0].coins),
        assumed=tuple(assumed),
        open=opened,
        unknown=unknown,
        not_told=not_told,
        dealt=dealt,
    )
