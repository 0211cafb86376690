"""Whether a promotion ever has an effect: one that nobody can have, or that gives nothing, is a mistake of its date."""

from collections.abc import Container, Iterable, Iterator, Mapping
from fractions import Fraction

from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding
from ratecard.guards.ladders import PRICES
from ratecard.guards.takings import end_of
from ratecard.instants import Instant, local_day
from ratecard.money import Money
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.effects import Effect
from ratecard.terms.facts import possible_terms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms, Thing

IDLE = "idle"

COINS_OF_ANY = 10**9
"""Of so many coins any share of one in a billion and more is a coin."""


def idle_promotions(markets: Iterable[MarketHistory]) -> Iterator[Finding]:
    """Each promotion that changes no answer in any market and at any time since the book begins."""
    working: set[str] = set()
    idle: dict[str, Finding] = {}
    for history, section, terms, why in _looked_at(markets, working):
        if not why:
            working.add(section[1])
        elif section[1] not in idle:
            idle[section[1]] = _finding(history, section, terms, why)
    yield from (finding for name, finding in idle.items() if name not in working)


def _looked_at(
    markets: Iterable[MarketHistory], working: Container[str]
) -> Iterator[tuple[MarketHistory, KeyPath, PromotionTerms, str]]:
    """Each promotion in each market and time, with why it changes nothing there; "" where it does.

    None that is among those that are `working` by then.
    """
    for history in markets:
        for section, timeline in history.sections.items():
            if section[0] != PROMOTIONS or len(section) != 2 or section[1] in working:
                continue
            ends = (*timeline.starts[1:], None)
            for (start, own), end in zip(timeline, ends, strict=True):
                every = [terms for terms in possible_terms(own.terms) if isinstance(terms, PromotionTerms)]
                since = max(start, history.begins)
                yield from ((history, section, terms, why_idle(history, terms, since, end)) for terms in every)


def why_idle(history: MarketHistory, terms: PromotionTerms, start: Instant, end: Instant | None) -> str:
    """Why a promotion changes nothing in a market from an instant up to another one; "" where it does."""
    window, zone = terms.window, history.in_zone
    if window.never or (end is not None and end <= start):
        return "its date is cancelled" if window.never else "it never holds"
    opens = max(start, window.opens) if window.opens is not None else start
    if window.closes is not None and window.closes <= opens:
        return f"it is over on {local_day(window.closes, zone)}, and the book begins on {local_day(start, zone)}"
    if terms.is_of_gifts:
        return ""
    closes = min((edge for edge in (window.closes, end) if edge is not None), default=None)
    prices = _prices_between(history, opens, closes)
    items = {section[1] for section in history.sections if section[0] == "items"}
    things = {name: Thing(is_item=name in items) for name in prices}
    meant = {name: own for name, own in prices.items() if terms.is_for(name, things[name])}
    if not meant:
        return "none of the packages that it is for is sold while it is open"
    gives = any(_gives(terms.effect_of(name, things[name]), price) for name, own in meant.items() for price in own)
    return "" if gives else _of_nothing(terms, meant, things)


def _of_nothing(terms: PromotionTerms, meant: Mapping[str, list[PriceTerms]], things: Mapping[str, Thing]) -> str:
    """What a promotion that takes nothing off says: a price, and the regular one beside it, or 0."""
    for package, prices in meant.items():
        stated = terms.effect_of(package, things[package]).price
        if stated is not None:
            regular = Money(prices[0].listed_minor, prices[0].currency)
            return f"{package} costs {stated.value} with it, and {regular} without"
    return "what it gives is 0"


def _prices_between(history: MarketHistory, opens: Instant, closes: Instant | None) -> Mapping[str, list[PriceTerms]]:
    """Every price of each package from an instant up to, and without, another one."""
    found: dict[str, list[PriceTerms]] = {}
    for section, timeline in history.sections.items():
        if section[0] != PRICES or len(section) != 2:
            continue
        ends = (*timeline.starts[1:], None)
        for (start, own), end in zip(timeline, ends, strict=True):
            if (end is None or end > opens) and (closes is None or start < closes):
                prices = [terms for terms in possible_terms(own.terms) if isinstance(terms, PriceTerms)]
                if prices:
                    found.setdefault(section[1], []).extend(prices)
    return found


def _gives(effect: Effect, price: PriceTerms) -> bool:
    """Whether an effect takes anything off a price, or gives any coin."""
    if effect.needs is not None:
        return True
    return effect.off(price.listed_minor)[0] > 0 or effect.bonus_of(COINS_OF_ANY) > 0


def _place(history: MarketHistory, section: KeyPath, terms: PromotionTerms, why: str) -> Place:
    """The price that it states where that is why; else its end, by which it may be over."""
    package, costs, _ = why.partition(" costs ")
    effect = terms.effects.get(package, terms.effect)
    stated = effect.price if costs else None
    return (None if stated is None else stated.place) or end_of(history, section, history.begins) or terms.stated.place


def _finding(history: MarketHistory, section: KeyPath, terms: PromotionTerms, why: str) -> Finding:
    return Finding(
        guard=IDLE,
        market=history.key,
        of=section[1],
        since=history.begins,
        seen=Fraction(1),
        sentence=f"{section[1]} changes no price and gives no coins: {why}",
        place=_place(history, section, terms, why),
        hint="look at its dates, and at the packages that it names; or delete it",
    )
