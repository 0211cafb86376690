"""What is wrong with promotions in the markets that have them: what only their windows, prices and neighbours tell.

Everything is looked at while a promotion is open: what it would be at another time matters to nobody.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.book.section_terms import held_terms
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant, local_day
from ratecard.keys.limits import check_number_of_limits
from ratecard.money import Money
from ratecard.rulefiles.keys.limits import GIFT, ITEM, PACKAGE, WAY
from ratecard.rulefiles.stated import BROKEN, KeyPath
from ratecard.terms.effects import Effect
from ratecard.terms.facts import DeclaredFacts, possible_terms
from ratecard.terms.limits import LimitTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.promoted import thing_of
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms, Thing

IN_FORCE_MOST = 32
"""How many promotions may be open at one time for one package."""


class PromotionMistake(NamedTuple):
    """What is wrong with a promotion in one market."""

    code: str
    sentence: str
    place: Place
    hint: str


Open = list[list[PromotionTerms]]
"""The promotions that are open at one time, each with the terms that it may have there."""


def check_promotions(markets: list[MarketHistory], _: list[MarketHistory], facts: DeclaredFacts, once: Once) -> None:
    """Reports promotions that give nothing, are in another currency, have no price to go to, or are too many."""
    table = once.memo.table("promotions looked at")
    for history in with_promotions(markets):
        for wrong in table.of(_wrong_in, history):
            once.tell(wrong.code, wrong.sentence, wrong.place, wrong.hint)
    check_number_of_limits("promotions", markets, (), facts, once)


def with_promotions(markets: Iterable[MarketHistory]) -> list[MarketHistory]:
    """The markets of which any promotion is stated."""
    return [history for history in markets if PROMOTIONS in history.bundles]


def held_at(history: MarketHistory, section: KeyPath, at: Instant) -> list[object]:
    """All terms that a section may have at an instant; none where it has none."""
    timeline = history.sections.get(section)
    return [] if timeline is None else possible_terms(held_terms(timeline, at))


def is_promotion(section: KeyPath) -> bool:
    """Whether a section is a promotion itself, and not a limit of one."""
    return section[0] == PROMOTIONS and len(section) == 2


def _open_periods(history: MarketHistory) -> list[tuple[Instant, Open]]:
    """The promotions that are open in each period of a market in which any is."""
    sections = [section for section in history.sections if is_promotion(section)]
    every = [(start, open_at(history, sections, start)) for start in history.starts] if sections else []
    return [(start, promotions) for start, promotions in every if promotions]


def open_at(history: MarketHistory, sections: Iterable[KeyPath], at: Instant) -> Open:
    """The promotions of these sections that are open at an instant."""
    found = []
    for section in sections:
        variants = [terms for terms in held_at(history, section, at) if isinstance(terms, PromotionTerms)]
        if variants and variants[0].window.is_open(at):
            found.append(variants)
    return found


def effects(variants: Iterable[PromotionTerms]) -> Iterator[Effect]:
    """All that a promotion may give."""
    for terms in variants:
        yield from (effect for _, effect in terms.every_effect() if effect.gives)


def _wrong_in(history: MarketHistory) -> tuple[PromotionMistake, ...]:
    periods = _open_periods(history)
    limits = [section for section in history.sections.of(PROMOTIONS) if len(section) > 2]
    found: list[PromotionMistake] = list(_giving_nothing(history, periods))
    for start, promotions in periods:
        currency = history.currency_at(start)
        if currency is not None:
            found += [
                wrong for variants in promotions for wrong in _in_other_currency(variants, currency, history, start)
            ]
        found += _too_many(promotions, history, start)
        found += _unfitting_limits(promotions, limits, history, start)
        found += _without_a_point(promotions, history, start)
    return tuple(found)


def _unfitting_limits(
    promotions: Open, limits: Sequence[KeyPath], history: MarketHistory, start: Instant
) -> Iterator[PromotionMistake]:
    """Limits of gifts in units or by package, and limits of packages in or by gift, of promotions that are open."""
    for variants in promotions:
        name, unit = variants[0].id, "units" if variants[0].is_of_gifts else "gifts"
        for section in limits:
            for limit in held_at(history, section, start) if section[1] == name else ():
                if not isinstance(limit, LimitTerms):
                    continue
                yield from _counting_what_is_not_there(variants[0], limit)
                stated = history.below(PROMOTIONS).get((*section, "per"))
                window = None if stated is None else stated.at(start)
                if limit.per == GIFT and not variants[0].is_of_gifts and window is not None:
                    sentence = f"{name} is of packages, and its limit is for each gift by itself"
                    yield PromotionMistake("unfitting-promotion", sentence, window.stated.place, "write purchase")
                if limit.unit == unit:
                    of, others = ("gifts", "gifts") if variants[0].is_of_gifts else ("packages", "units")
                    sentence = f"{name} is of {of}, and is limited to {limit.text}"
                    hint = f"write a number of {others}, coins or purchases"
                    yield PromotionMistake("unfitting-promotion", sentence, limit.stated.place, hint)


def _counting_what_is_not_there(promotion: PromotionTerms, limit: LimitTerms) -> Iterator[PromotionMistake]:
    """That a limit is counted for each of what a promotion is not of: gifts are paid with coins, and in no way."""
    for word in limit.counted:
        sentence = hint = ""
        if promotion.is_of_gifts and word.value == WAY:
            sentence = f"{promotion.id} is of gifts, which are paid with coins and in no other way"
            hint = "write gift, everyone, or leave of: out"
        elif promotion.is_of_gifts and word.value == PACKAGE:
            sentence = f"{promotion.id} is of gifts, and its limit is counted for each package"
            hint = "write gift, for each gift by itself"
        elif word.value == ITEM and (promotion.is_of_gifts or _is_of_no_item(promotion)):
            sentence = f"{promotion.id} names no item, and its limit is counted for each item"
            hint = "name the items that it is for: items: […], or leave of: out"
        elif word.value == PACKAGE and promotion.items is not None and promotion.packages is None:
            sentence = f"{promotion.id} is of items, and its limit is counted for each package"
            hint = "write item, for each item by itself"
        elif not promotion.is_of_gifts and word.value == GIFT:
            sentence = f"{promotion.id} is of packages, and its limit is counted for each gift"
            hint = "write package, for each package by itself"
        if sentence:
            yield PromotionMistake("unfitting-promotion", sentence, word.place, hint)


def _is_of_no_item(promotion: PromotionTerms) -> bool:
    """Whether a promotion is of packages alone: it has no list of items, and names none by what it gives."""
    return promotion.items is None and not promotion.effects


def _giving_nothing(history: MarketHistory, periods: Iterable[tuple[Instant, Open]]) -> Iterator[PromotionMistake]:
    """The promotions that give nothing at any time at which they are open, or at any time at all."""
    opened: set[str] = set()
    giving: set[str] = set()
    for _, promotions in periods:
        for variants in promotions:
            opened.add(variants[0].id)
            giving |= {variants[0].id for effect in effects(variants) if not effect.is_nothing}
    for section, timeline in history.sections.of(PROMOTIONS).items():
        if not is_promotion(section) or section[1] in giving:
            continue
        every = [terms for section_terms in timeline.values for terms in possible_terms(section_terms.terms)]
        variants = [terms for terms in every if isinstance(terms, PromotionTerms)]
        if variants and len(variants) == len(every) and (section[1] in opened or not any(effects(variants))):
            name = ".".join(section)
            sentence = f"{name} gives nothing while it is open" if any(effects(variants)) else f"{name} gives nothing"
            hint = "state discount:, price: or bonus: of it"
            if all(terms.is_of_nothing for terms in variants):
                sentence, hint = f"{name} is for nothing", "name what it is for, or take it away with none"
            yield PromotionMistake("promotion-without-effect", sentence, variants[0].stated.place, hint)


def _in_other_currency(
    variants: list[PromotionTerms], currency: Currency, history: MarketHistory, start: Instant
) -> Iterator[PromotionMistake]:
    for effect in effects(variants):
        for stated in effect.monies:
            if stated.value.currency != currency:
                day = local_day(start, history.in_zone)
                sentence = (
                    f"{stated.value} of the promotion {variants[0].id} holds in {history.key.shown}, whose currency is "
                    f"{currency} on {day}"
                )
                hint = f"state the amount in {currency}, from {day} on at the latest"
                yield PromotionMistake("price-in-other-currency", sentence, stated.place, hint)


def thing_at(history: MarketHistory, name: str, at: Instant) -> Thing:
    """What promotions see of a package or an item at an instant."""
    holds = [*held_at(history, ("packages", name), at), *held_at(history, ("items", name), at)]
    return next((thing_of(own) for own in holds if own is not None), Thing())


def _prices_of(history: MarketHistory, at: Instant) -> dict[str, list[PriceTerms]]:
    """The prices that each package or item may have at an instant."""
    found = {
        section[1]: [terms for terms in held_at(history, section, at) if isinstance(terms, PriceTerms)]
        for section in history.sections.of("prices")
        if len(section) == 2
    }
    return {package: prices for package, prices in found.items() if prices}


def _too_many(promotions: Open, history: MarketHistory, start: Instant) -> Iterator[PromotionMistake]:
    """Where more promotions are open for one package than may be, the last of them by its id."""
    if len(promotions) <= IN_FORCE_MOST:
        return
    in_force: Counter[str] = Counter()
    packages = list(_prices_of(history, start))
    gifts = sorted({gift for variants in promotions for gift in variants[0].gifts or ()}) or ["any gift"]
    for variants in sorted(promotions, key=lambda alternatives: alternatives[0].id):
        first = variants[0]
        if first.is_of_gifts:
            own = [gift for gift in gifts if first.gifts is None or gift in first.gifts]
        else:
            own = [name for name in packages if _gives(variants, name, thing_at(history, name, start))]
        for thing in own:
            counted = f"gift {thing}" if first.is_of_gifts else thing
            in_force[counted] += 1
            if in_force[counted] == IN_FORCE_MOST + 1:
                day = local_day(start, history.in_zone)
                sentence = (
                    f"more than {IN_FORCE_MOST} promotions are open for {thing} in {history.key.shown} on {day}; "
                    f"{first.id} is one too many"
                )
                hint = "let some end earlier, or take some away there with none"
                yield PromotionMistake("too-many-promotions", sentence, variants[0].stated.place, hint)
                return


def _without_a_point(promotions: Open, history: MarketHistory, start: Instant) -> Iterator[PromotionMistake]:
    """Discounts after which no price is left that is allowed: above the highest point, or with no points at all."""
    roundings = [terms for terms in held_at(history, ("pricing",), start) if isinstance(terms, PricingTerms)]
    if all(pricing.lowest is not None and pricing.highest is None for pricing in roundings):
        return
    prices = _prices_of(history, start)
    if _are_points_broken(history, roundings, start):
        return
    for variants in promotions:
        for package, effect in _discounts(variants, prices, history, start):
            for price, pricing in ((price, pricing) for price in prices[package] for pricing in roundings):
                off, by = effect.off(price.listed_minor)
                left = max(0, price.listed_minor * by - off)
                if off and pricing.rounded(left, by, price.listed_minor) is None:
                    assert effect.discount is not None
                    regular = Money(price.listed_minor, price.currency)
                    sentence = (
                        f"of {package} at {regular} in {history.key.shown}, {variants[0].id} leaves no allowed price"
                    )
                    hint = f"add price_points: in {price.currency} up to {regular}, or raise price_bounds:"
                    yield PromotionMistake("no-price-point", sentence, effect.discount.place, hint)
                    return


def _are_points_broken(history: MarketHistory, roundings: Iterable[PricingTerms], at: Instant) -> bool:
    """Whether what limits the prices is itself wrong, which is reported: nobody knows then what they leave."""
    keys = ("price_points", "price_bounds")
    limiting = [(key, pricing.currency.code) for pricing in roundings for key in keys]
    return any(BROKEN in history.ever((key,)) for key in keys) or any(
        terms is BROKEN for section in limiting for terms in held_at(history, section, at)
    )


def _gives(variants: list[PromotionTerms], name: str, thing: Thing) -> bool:
    """Whether a promotion may give a package or an item anything."""
    return any(terms.effect_of(name, thing).gives for terms in variants)


def _discounts(
    variants: list[PromotionTerms], names: Iterable[str], history: MarketHistory, at: Instant
) -> Iterator[tuple[str, Effect]]:
    for terms in variants:
        for package in names:
            effect = terms.effect_of(package, thing_at(history, package, at))
            if effect.discount is not None:
                yield package, effect
