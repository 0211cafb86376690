"""What promotions lack of other keys: how a rate off prices is rounded, and who bears what creators earn less of."""

from collections.abc import Iterator

from ratecard.book.incomplete import Lack, NeededBy
from ratecard.book.keys import Keys
from ratecard.book.markets import MarketHistory
from ratecard.book.memo import Memo
from ratecard.instants import Instant
from ratecard.keys.promotions import effects, held_at, is_promotion, open_at, thing_at, with_promotions
from ratecard.money import Rate
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.facts import possible_terms
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms

PRICING: KeyPath = ("pricing", "rounding")


def lacking(markets: list[MarketHistory], creators: list[MarketHistory], _: Keys, memo: Memo) -> Iterator[Lack]:
    """The markets in which a rate is taken off prices and nothing says how the rest is rounded, or who bears what.

    A promotion of kinds of spending is of gifts where creators earn of any of them.
    """
    table = memo.table("promotions without a rounding")
    earning = {section[1] for history in creators for section in history.sections.of("earnings")}
    for history in with_promotions(markets):
        yield from table.of(_lacking_in, history)
        yield from _borne_by_nobody(history, earning)


def _borne_by_nobody(history: MarketHistory, earning: set[str]) -> Iterator[Lack]:
    """The promotions of kinds of which creators earn, and of which nothing says who bears them."""
    for section, timeline in history.sections.of(PROMOTIONS).items():
        for start, own in timeline if is_promotion(section) else ():
            for terms in possible_terms(own.terms):
                if isinstance(terms, PromotionTerms) and terms.borne_by is None and earning & (terms.kinds or set()):
                    yield Lack((*section, "borne_by"), history, max(start, history.begins))
                    break


def _lacking_in(history: MarketHistory) -> tuple[Lack, ...]:
    sections = [section for section in history.sections.of(PROMOTIONS) if is_promotion(section)]
    for start in history.starts if sections else ():
        if held_at(history, ("pricing",), start) or history.currency_at(start) is None:
            continue
        for variants in open_at(history, sections, start):
            for effect in effects(variants):
                is_rate = effect.discount is not None and isinstance(effect.discount.value, Rate)
                if effect.discount is not None and is_rate and _is_of_sold(variants[0], history, start):
                    sentence = f"{variants[0].id} takes a rate off prices, which needs a rounding"
                    needed = NeededBy(sentence, effect.discount.place, "take off an amount of money")
                    return (Lack(PRICING, history, start, needed),)
    return ()


def _is_of_sold(promotion: PromotionTerms, history: MarketHistory, at: Instant) -> bool:
    """Whether a promotion may make a price lower: one of kinds only where a package or an item is of any of them."""
    if not promotion.is_of_gifts:
        return True
    names = {section[1] for table in ("packages", "items") for section in history.sections.of(table)}
    return any(promotion.effect_of(name, thing_at(history, name, at)).gives for name in names)
