"""The limits of senders: what was told of them, whether gifts keep them, and what the gifts use of each."""

import msgspec

from ratecard.quotes.gifts.promotions import DealtGifts, GiftsAsked, deal_of_gifts
from ratecard.quotes.keeping import Kept, Taking, kept_limits, when_told
from ratecard.quotes.limits import Asked
from ratecard.quotes.used import NOTHING_TOLD, ToldUses, told_of
from ratecard.refusals import AboveLimit, InvalidInput, UnknownLimit
from ratecard.rulefiles.keys.limits import GIFT
from ratecard.terms.buyer_limits import NamedLimit
from ratecard.terms.market import Catalogue, Market
from ratecard.terms.promoted import Promoted


def _told(
    market: Market, catalogue: Catalogue, asked: GiftsAsked, promoted: tuple[Promoted, ...]
) -> ToldUses | UnknownLimit | InvalidInput:
    """What was used of the limits of a gift and of its promotions; those of others of the market may be named too."""
    if not asked.used:
        return NOTHING_TOLD
    own = [path for of_it in promoted for path, _ in of_it.limits]
    limits = catalogue.limits
    own += [] if limits is None else [path for path, _ in limits.of(asked.gift.id)]
    beside = [*(path for path, _ in _limits_of(market, catalogue)), *market.stopped]
    return told_of(own, asked.used, beside, any_known=limits is not None and limits.any_unknown)


def _limits_of(market: Market, catalogue: Catalogue) -> list[NamedLimit]:
    """Every limit of gifts of a market, and those of its promotions."""
    found = [] if catalogue.limits is None else list(catalogue.limits.all)
    return found if market.promotions is None else [*found, *market.promotions.limits_of(None)]


def kept_gifts(
    market: Market, catalogue: Catalogue, asked: GiftsAsked, dealt: DealtGifts, assumed: list[str]
) -> DealtGifts | AboveLimit | InvalidInput:
    """The gifts with what they use of limits of senders, or the first limit that they break, by path.

    The coins are those that are paid: 3 roses of 99 coins at 15 % off are 255. The facts that were unknown and for
    which `other` was taken are appended to `assumed`.
    """
    if catalogue.limits is None:
        return dealt
    coins = sum([run.gifts * run.coins for run in dealt.runs])
    taken = Asked(None, market.currency, {"coins": coins, "gifts": asked.count}, GIFT, asked.at, market.in_zone)
    taking = Taking(taken, dealt.told, asked.facts, market.currency, gift=asked.gift.id)
    for_figures = tuple(assumed)
    kept = kept_limits(catalogue.limits, taking, assumed)
    if isinstance(kept, AboveLimit):
        return kept.assuming(for_figures)
    if not isinstance(kept, Kept):
        return kept
    return msgspec.structs.replace(dealt, kept=kept)


def dealt_gifts(
    market: Market, catalogue: Catalogue, asked: GiftsAsked, assumed: list[str]
) -> DealtGifts | UnknownLimit | InvalidInput:
    """What promotions make of so many gifts, with what was told of limits; or what was wrong of that.

    The facts that were unknown and for which `other` was taken are appended to `assumed`.
    """
    promoted = () if market.promotions is None else market.promotions.of_gift(asked.gift.id, asked.kind)
    told = _told(market, catalogue, asked, promoted)
    if isinstance(told, UnknownLimit | InvalidInput):
        return told
    dealt = deal_of_gifts(market, asked, promoted, told, assumed)
    if not told or isinstance(dealt, InvalidInput):
        return dealt
    used_in, used_rolling = when_told(_limits_of(market, catalogue), told, asked.at, market.in_zone)
    return msgspec.structs.replace(dealt, told=told, used_in=used_in, used_rolling=used_rolling)
