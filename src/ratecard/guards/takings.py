"""What a single value says against itself: prices of 0, commissions of most of the price, bonuses, odd sales."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding, percent
from ratecard.guards.ladders import PACKAGES, PRICES
from ratecard.instants import Duration, Instant, instant_after
from ratecard.money import Money, Rate
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.commission import CommissionLine, CommissionTerms
from ratecard.terms.effects import Effect
from ratecard.terms.facts import VARYING, possible_terms
from ratecard.terms.limits import MONEY, LimitTerms
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms

FREE, COMMISSION, BONUS, SALE = "free", "commission", "bonus", "sale_length"


def _every(histories: Iterable[MarketHistory], key: str) -> Iterator[tuple[MarketHistory, KeyPath, Instant, object]]:
    """All terms of a key, each once, with the first market and time at which they hold."""
    seen: set[int] = set()
    for history, section, start, varying in _held(histories, key):
        for terms in possible_terms(varying) if type(varying) in VARYING else (varying,):
            if terms is not None and id(terms) not in seen:
                seen.add(id(terms))
                yield history, section, max(start, history.begins), terms


def _held(histories: Iterable[MarketHistory], key: str) -> Iterator[tuple[MarketHistory, KeyPath, Instant, object]]:
    """What each section of a key holds, market by market, from each of its starts on."""
    for history in histories:
        for section, timeline in history.sections.items():
            if section[0] == key and len(section) <= 2:
                yield from ((history, section, start, own.terms) for start, own in timeline)


def _asked(history: MarketHistory, package: str) -> str:
    region, platform = history.key
    of = f" --package {package}" if package else ""
    return f"ratecard {'quote purchase' if package else 'prices'} --region {region} --platform {platform}{of}"


def free_prices(histories: Iterable[MarketHistory]) -> Iterator[Finding]:
    """Each price of 0."""
    for history, section, since, terms in _every(histories, PRICES):
        if isinstance(terms, PriceTerms) and terms.listed_minor == 0:
            yield Finding(
                guard=FREE,
                market=history.key,
                of=section[1],
                since=since,
                seen=Fraction(0),
                sentence=f"{section[1]} in {history.key.shown} costs {Money(0, terms.currency)}",
                place=terms.listed_stated.place,
                hint="write its price; what is not sold is none",
                question=_asked(history, section[1]),
            )


def high_commissions(histories: Iterable[MarketHistory], above: Fraction) -> Iterator[Finding]:
    """Each commission whose rates are together more than a share."""
    seen: set[tuple[Place, Fraction]] = set()
    for history, _, since, terms in _every(histories, "commission"):
        if not isinstance(terms, CommissionTerms):
            continue
        rated = [(line.rate.fraction, line) for line in terms.lines if line.rate is not None]
        total = _together(rated)
        if total <= above:
            continue
        stated = max(rated, key=lambda entry: entry[0])[1].rate_stated
        assert stated is not None
        if (stated.place, total) in seen:
            continue
        seen.add((stated.place, total))
        lines = f"{len(rated)} lines of the commission take" if len(rated) > 1 else "the commission takes"
        yield Finding(
            guard=COMMISSION,
            market=history.key,
            of="",
            since=since,
            seen=total,
            sentence=f"{lines} {percent(total)} in {history.key.shown} (bound {percent(above)})",
            place=stated.place,
            hint="look for a rate that is stated twice, under two names, or with a digit too many",
            question=_asked(history, ""),
        )


def _together(rated: Iterable[tuple[Fraction, CommissionLine]]) -> Fraction:
    """What the rates of a commission take of the net: those of proceeds are of what the others leave."""
    rated = list(rated)
    first = sum((share for share, line in rated if not line.of_proceeds), Fraction(0))
    last = sum((share for share, line in rated if line.of_proceeds), Fraction(0))
    return first + last * max(1 - first, Fraction(0))


def high_bonuses(histories: Iterable[MarketHistory], above: Fraction) -> Iterator[Finding]:
    """Each bonus of more than a share of the coins, of a package or of a promotion without a limit.

    Without an end either the share itself is too much: double coins for a week-end are usual, and for ever are not.
    """
    histories = list(histories)
    for history, section, since, terms in _every(histories, PACKAGES):
        if isinstance(terms, PackageTerms) and terms.bonus_stated is not None and terms.bonus > above * terms.coins:
            share = Fraction(terms.bonus, terms.coins)
            found = _bonus(history, section[1], since, share, above, terms.bonus_stated.place)
            is_everywhere = _is_everywhere(histories, section[1], since, terms.bonus_stated)
            yield msgspec.structs.replace(found, everywhere=is_everywhere, of_content=not is_everywhere)
    for history, section, since, terms in _every(histories, PROMOTIONS):
        if not isinstance(terms, PromotionTerms) or is_limited(history, section[1]):
            continue
        for package, effect in terms.every_effect():
            share = _share(effect, history, package)
            is_endless = terms.window.closes is None
            if effect.bonus is not None and (share > above or (share == above and is_endless)):
                yield _bonus(history, section[1], since, share, above, effect.bonus.place)


def _is_everywhere(histories: Iterable[MarketHistory], package: str, at: Instant, bonus: Stated[object]) -> bool:
    """Whether a package has a bonus by this statement in every market that says what it holds."""
    own = (history.below(PACKAGES).get((PACKAGES, package, "bonus")) for history in histories)
    stated = (timeline.at(at) for timeline in own if timeline is not None)
    return all(resolved is None or resolved.stated.place == bonus.place for resolved in stated)


LIMITED_MOST = 100
"""A limit of more units than these hardly limits what one buyer gets."""


def is_limited(history: MarketHistory, promotion: str) -> bool:
    """Whether a promotion has a limit in a market that lets nobody have it often."""
    limits = [
        terms
        for section, timeline in history.sections.items()
        if section[:2] == (PROMOTIONS, promotion) and len(section) > 2
        for own in timeline.values
        for terms in possible_terms(own.terms)
        if isinstance(terms, LimitTerms)
    ]
    return any(map(limits_much, limits))


def limits_much(limit: LimitTerms) -> bool:
    """Whether a limit lets one buyer have little, whatever it is that he does and how often."""
    return limit.is_kept and limit.per is None and (limit.unit == MONEY or limit.most <= LIMITED_MOST)


def _share(effect: Effect, history: MarketHistory, package: str | None) -> Fraction:
    """What share of the coins of a package a bonus is; of a number of coins, of the smallest package that it may be."""
    if effect.bonus is None:
        return Fraction(0)
    if isinstance(effect.bonus.value, Rate):
        return effect.bonus.value.fraction
    coins = [
        terms.coins
        for section, timeline in history.sections.items()
        if len(section) == 2 and section[0] == PACKAGES and package in (None, section[1])
        for own in timeline.values
        for terms in possible_terms(own.terms)
        if isinstance(terms, PackageTerms)
    ]
    return Fraction(effect.bonus.value, min(coins)) if coins else Fraction(0)


def _bonus(history: MarketHistory, of: str, since: Instant, share: Fraction, above: Fraction, place: Place) -> Finding:
    limit = ", or limit it: limits: {each: {most: 1 unit}}" if (PROMOTIONS, of) in history.sections else ""
    return Finding(
        guard=BONUS,
        market=history.key,
        of=of,
        since=since,
        seen=share,
        sentence=f"{of} in {history.key.shown} gives {percent(share)} of the coins on top (bound {percent(above)})",
        place=place,
        hint=f"look for a digit too many{limit}",
        question=_asked(history, ""),
    )


def end_of(history: MarketHistory, promotion: KeyPath, at: Instant) -> Place | None:
    """Where the end of a promotion is stated."""
    paths = history.below(PROMOTIONS)
    for key in ("last_day", "before"):
        timeline = paths.get((*promotion, key))
        held = None if timeline is None else timeline.at(at)
        if held is not None:
            return held.stated.place
    return None


def _long(seconds: int) -> str:
    """A length of time for people: "369 days", "36 hours", "5 minutes"."""
    for unit, size in (("days", 86_400), ("hours", 3_600)):
        if seconds >= 2 * size:
            return f"{seconds // size:,} {unit}"
    return f"{seconds // 60:,} minutes"


def odd_sales(histories: Iterable[MarketHistory], shortest: Duration, longest: Duration) -> Iterator[Finding]:
    """Each promotion that is open for less, or for more, than a length of time. One without an end is not looked at.

    A bonus for those of whom something is asked, members for example, is not a sale: it may be open for long.
    """
    for history, section, since, terms in _every(histories, PROMOTIONS):
        if not isinstance(terms, PromotionTerms):
            continue
        opens, closes = terms.window.opens, terms.window.closes
        if opens is None or closes is None or terms.window.never:
            continue
        is_short = closes < instant_after(opens, shortest, history.in_zone)
        is_loyalty = terms.when is not None and all(not effect.takes_off for _, effect in terms.every_effect())
        if not is_short and (is_loyalty or closes <= instant_after(opens, longest, history.in_zone)):
            continue
        hours, long = Fraction(closes - opens, 3600), _long(closes - opens)
        bound = f"less than {shortest}" if is_short else f"more than {longest}"
        yield Finding(
            guard=SALE,
            market=history.key,
            of=section[1],
            since=max(opens, since),
            seen=hours,
            sentence=f"{section[1]} is open for {long} in {history.key.shown}, {bound}",
            place=end_of(history, section, since) or terms.stated.place,
            hint="look at from: and last_day:, the year above all",
            question=_asked(history, ""),
        )
