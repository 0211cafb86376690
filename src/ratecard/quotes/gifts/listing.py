"""Lists of gifts: what a market offers, the cheapest first, each judged by its own coins."""

from typing import cast

from ratecard.book.rulebook import RuleBook
from ratecard.quotes.codes import check_codes
from ratecard.quotes.facts import check_facts
from ratecard.quotes.gifts.limiting import dealt_gifts, kept_gifts
from ratecard.quotes.gifts.lists import GiftList, ListedGift
from ratecard.quotes.gifts.promotions import DealtGifts, GiftsAsked
from ratecard.quotes.gifts.quoting import with_coins
from ratecard.quotes.gifts.worth import Worth, unknown_worth, worth_in, worth_of
from ratecard.quotes.requests import GiftListRequest
from ratecard.refusals import AboveLimit, FactNeeded, InvalidInput, Refusal, SenderNotEligible, UnknownLimit
from ratecard.terms.conditions import Verdict, all_of, evaluate
from ratecard.terms.facts import OtherCurrency, choose
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.market import Catalogue, Market
from ratecard.terms.shows import shown_for
from ratecard.terms.unknown import together

ToldWorth = tuple[Worth | None, list[str]]
"""The package behind the worth of all gifts of a list, and the facts that were assumed for it.

Where it needs a fact, no worth is told, and whatever was assumed on the way does not count.
"""


def list_gifts(book: RuleBook, request: GiftListRequest) -> GiftList | Refusal:
    """Every gift of a market, the cheapest first, then by id; or why there is no list."""
    market = book.market((request.region, request.platform), request.at)
    if not isinstance(market, Market):
        return market
    wrong = check_facts(book, request.facts, market)
    if wrong is not None:
        return wrong
    misread = check_codes(request.codes) if request.codes else None
    if misread is not None:
        return misread
    gifts: list[ListedGift] = []
    refused: list[tuple[str, Refusal]] = []
    unknown: list[str] = []
    counted: list[DealtGifts] = []
    catalogue = book.catalogue(market, request.at)
    try:
        told = list[str]()
        found = worth_in(market, request.facts, told)
        worth = (None, []) if isinstance(found, FactNeeded) else (found, told)
    except OtherCurrency as other:
        return other.refusal
    for name in sorted(catalogue.gifts):
        assumed: list[str] = []
        listed = _answered(book, market, request, catalogue, name, worth, assumed, counted)
        if isinstance(listed, InvalidInput | UnknownLimit):
            return listed
        if isinstance(listed, ListedGift):
            gifts.append(listed)
        elif listed is not None:
            refused.append((name, listed))
            assumed = list(listed.assumed_facts) if isinstance(listed, AboveLimit) else []
        if assumed:
            unknown += [fact for fact in assumed if fact not in unknown]
    gifts.sort(key=lambda listed: (listed.coins, listed.gift.id))
    return GiftList(request, market, catalogue, tuple(gifts), tuple(refused), tuple(sorted(unknown)), tuple(counted))


def _answered(
    book: RuleBook,
    market: Market,
    request: GiftListRequest,
    catalogue: Catalogue,
    name: str,
    worth: ToldWorth,
    assumed: list[str],
    counted: list[DealtGifts],
) -> ListedGift | Refusal | None:
    """One gift of a list, why it is refused, or None where there is no such gift for these facts."""
    try:
        gift = choose(catalogue.gifts[name], request.facts, assumed)
        if not isinstance(gift, GiftTerms):
            return cast("Refusal | None", gift)
        return _listed(book, market, request, catalogue, gift, worth, assumed, counted)
    except OtherCurrency as other:
        return other.refusal


def _listed(
    book: RuleBook,
    market: Market,
    request: GiftListRequest,
    catalogue: Catalogue,
    gift: GiftTerms,
    worth: ToldWorth,
    assumed: list[str],
    counted: list[DealtGifts],
) -> ListedGift | Refusal:
    """One gift of a list, judged and priced by its own coins; or why this asker may not send it.

    What promotions make of it is appended to `counted`, also where a limit then refuses it.
    """
    sender = all_of(market.eligibility.buyer if market.eligibility is not None else None, gift.when)
    facts = with_coins(book, request.facts, gift.coins, 1)
    verdict, unmet, opened = evaluate(sender, facts) if sender is not None else (Verdict.MET, (), ())
    if verdict is Verdict.UNMET:
        return SenderNotEligible(gift.id, unmet, opened)
    told_at, told = worth
    assumed += [fact for fact in told if fact not in assumed]
    asked = GiftsAsked(gift, gift.kinds[0], 1, facts, request.codes, request.used, request.at)
    dealt = dealt_gifts(market, catalogue, asked, assumed)
    if not isinstance(dealt, DealtGifts):
        return dealt
    counted.append(dealt)
    kept = kept_gifts(market, catalogue, asked, dealt, assumed)
    if not isinstance(kept, DealtGifts):
        return kept
    shown = shown_for(catalogue.shows.get(gift.id), facts, assumed)
    return ListedGift(
        gift=gift,
        worth_minor=None if told_at is None else worth_of(market, told_at, kept.runs[0].coins),
        assumed=tuple(assumed),
        open=opened,
        unknown=unknown_worth(market, told_at),
        not_told=together((*market.buyer_unknown, gift.level_unknown, *kept.kept.unknown)),
        dealt=kept,
        shows=shown,
    )
