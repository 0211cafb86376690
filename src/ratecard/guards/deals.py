"""The cheapest that promotions make a package: all that go together, those without a limit, and each exclusive one."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.book.section_terms import held_terms
from ratecard.guards.findings import Meeting
from ratecard.guards.offers import Offer, leaves
from ratecard.guards.takings import limits_much
from ratecard.instants import Instant
from ratecard.quotes.purchases.choice import Candidate, Regular, Unit, unit_with
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.effects import NO_EFFECT, Effect
from ratecard.terms.facts import possible_terms
from ratecard.terms.limits import LimitTerms
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.offers import Offer as PlainOffer
from ratecard.terms.offers import VaryingOffer
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.promoted import Promoted
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms
from ratecard.terms.tax import TaxTerms

NOT_OF_DEALS = ("fx", "gifts", "earnings", "payouts")
"""Keys that no deal depends on, and that change often."""


class Deal(msgspec.Struct, frozen=True):
    """An offer with promotions, and whether one of them is limited, so that nobody has it for ever."""

    offer: Offer
    is_limited: bool


class Deals:
    """The deals of markets. What the same promotions make of the same terms is found once."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._known: dict[tuple[object, ...], tuple[Deal, ...]] = {}
        self._together: dict[tuple[str, ...], tuple[set[str], set[MarketKey]]] = {}

    def of(self, history: MarketHistory) -> Iterator[Deal]:
        """Each package with the promotions that go together, in each period of a market.

        Facts and codes are taken as met. What promotions give is the most of all cases of facts; prices, contents,
        taxes and commissions are of any case.
        """
        if not any(section[0] == PROMOTIONS for section in history.sections):
            return
        known: dict[tuple[object, ...], list[tuple[str, Deal]]] = {}
        for since in history.starts:
            state = _state(history, since)
            if state not in known:
                known[state] = list(self._in_period(history, since))
            for package, deal in known[state]:
                own = msgspec.structs.replace(deal.offer, history=history, since=since)
                packages, markets = self._together.setdefault(own.promotions, (set(), set()))
                packages.add(package)
                markets.add(history.key)
                yield Deal(own, deal.is_limited)

    def _in_period(self, history: MarketHistory, since: Instant) -> Iterator[tuple[str, Deal]]:
        """Each deal of a market in the period that begins at an instant, with its package."""
        market = self._book.market(history.key, since)
        if isinstance(market, Market) and market.promotions is not None:
            for package, offer in market.offers.items():
                promoted = market.promotions.of(package)
                for deal in self._of_offer(history, market, promoted, offer) if promoted else ():
                    yield package, deal

    def meetings(self) -> Iterator[Meeting]:
        """The promotions that go together in what was looked at, several of them."""
        for promotions, (packages, markets) in sorted(self._together.items()):
            if len(promotions) > 1:
                yield Meeting(promotions, tuple(sorted(packages)), len(markets))

    def _of_offer(
        self, history: MarketHistory, market: Market, promoted: Sequence[Promoted], offer: PlainOffer | VaryingOffer
    ) -> tuple[Deal, ...]:
        varying = (offer.price, offer.package, market.tax, market.commission, market.pricing)
        key = (*map(identity_of, promoted), *(tuple(map(id, possible_terms(terms))) for terms in varying))
        if key not in self._known:
            prices, contents = possible_terms(offer.price), possible_terms(offer.package)
            self._known[key] = tuple(
                deal
                for price in prices
                for content in contents
                if isinstance(price, PriceTerms) and isinstance(content, PackageTerms)
                for deal in _deals(history, market, promoted, price, content)
            )
        return self._known[key]


def _state(history: MarketHistory, at: Instant) -> tuple[object, ...]:
    """What deals of a market are made of, as far as it changes: after a sale it is again what it was before."""
    every = [(section, own) for section, own in history.sections.items() if section[0] not in NOT_OF_DEALS]
    held = [id(held_terms(timeline, at)) for _, timeline in every if len(timeline.starts) > 1]
    promotions = [own for section, own in every if section[0] == PROMOTIONS and len(section) == 2]
    leaves = (leaf for timeline in promotions for own in timeline.values for leaf in possible_terms(own.terms))
    return (*held, *(leaf.window.is_open(at) for leaf in leaves if isinstance(leaf, PromotionTerms)))


def _deals(
    history: MarketHistory, market: Market, promoted: Sequence[Promoted], price: PriceTerms, content: PackageTerms
) -> Iterator[Deal]:
    pricing = next((own for own in possible_terms(market.pricing) if isinstance(own, PricingTerms)), None)
    regular = Regular(price.listed_minor, content.coins, content.bonus, pricing)
    candidates = [Candidate(own, deepest(own, regular)) for own in promoted]
    limited = {own.id for own in candidates if is_limited_much(own.promoted)}
    together = [own for own in candidates if not own.promoted.terms.exclusive]
    sets = [together, [own for own in together if own.id not in limited]]
    sets += [[own] for own in candidates if own.promoted.terms.exclusive]
    for chosen in {tuple(own.id for own in chosen): chosen for chosen in sets if chosen}.values():
        unit = unit_with(regular, chosen)
        for offer in _offers(history, market, price, content, unit):
            yield Deal(offer, any(own.id in limited for own in chosen))


def deepest(promoted: Promoted, regular: Regular) -> Effect:
    """The most that a promotion may give with one unit: what takes off most in any case, with the most coins of any."""
    effects = [own for own in possible_terms(promoted.effect) if isinstance(own, Effect)]
    if len(effects) < 2:
        return effects[0] if effects else NO_EFFECT
    off = max(effects, key=lambda own: Fraction(*own.off(regular.minor)))
    more = max(effects, key=lambda own: own.bonus_of(regular.coins))
    return msgspec.structs.replace(off, bonus=more.bonus)


def identity_of(promoted: Promoted) -> tuple[int, ...]:
    """By what promotions are the same: their terms, and those of their limits, which a platform may have otherwise."""
    limits = (leaf for _, limit in promoted.limits for leaf in possible_terms(limit))
    return (id(promoted.terms), *map(id, limits))


def is_limited_much(promoted: Promoted) -> bool:
    """Whether a limit lets nobody have it often, in every case of facts."""
    if not promoted.limits:
        return False
    every = [possible_terms(limit) for _, limit in promoted.limits]
    return any(all(isinstance(own, LimitTerms) and limits_much(own) for own in cases) for cases in every if cases)


def _offers(
    history: MarketHistory, market: Market, price: PriceTerms, content: PackageTerms, unit: Unit
) -> Iterator[Offer]:
    """One unit with promotions as an offer, in each case of tax and commission."""
    for tax in possible_terms(market.tax):
        for commission in possible_terms(market.commission):
            if isinstance(tax, TaxTerms) and isinstance(commission, CommissionTerms):
                net, gross, left = leaves(unit.listed_minor, tax, commission)
                yield Offer(
                    history=history,
                    package=content.id,
                    since=market.period.start,
                    price=price,
                    listed=unit.listed_minor,
                    net=net,
                    left=left,
                    coins=content.coins + unit.bonus,
                    commission=commission,
                    applied=unit.applied,
                    content=content,
                    gross=gross,
                )
