"""Whether a promotion of an older book is open to more people in a new one, for longer, more often, or gives more."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding
from ratecard.guards.near import NearLines
from ratecard.guards.takings import end_of
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.keys.limits import EVERYONE
from ratecard.rulefiles.stated import KeyPath
from ratecard.rulefiles.values.windows import window_days
from ratecard.terms.conditions import BOUNDS, AnyOf, ConditionTerms, Test
from ratecard.terms.facts import possible_terms
from ratecard.terms.limits import LimitTerms
from ratecard.terms.market import Market
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms

LOOSENED = "loosened"

GONE = Fraction(100)
"""The number of a condition, code, limit or end that is gone."""

DAY_SECONDS = 86_400

LIMITS = "limits"
AT_LEAST, AT_MOST = ("at least", "above"), ("at most", "below")
"""Words that ask for more, the greater their number is, and for more, the smaller it is."""


class _Pair(NamedTuple):
    """One market by the older book and by the new one, and the section of a promotion in both."""

    old: MarketHistory
    new: MarketHistory
    section: KeyPath
    lines: NearLines


def loosened(
    old: MarketHistory, new: MarketHistory, market: Market, at: Instant, lines: NearLines
) -> Iterator[Finding]:
    """Each promotion that was stricter, with why; those that are over by an instant are left out."""
    for section, timeline in old.sections.items():
        if section[0] != PROMOTIONS or len(section) != 2 or section not in new.sections:
            continue
        was, now = _terms(held_terms(timeline, at)), _terms(held_terms(new.sections[section], at))
        if was is None or now is None or now.window.is_over(at):
            continue
        pair = _Pair(old, new, section, lines)
        every = [*_of_whom(was, now, pair), *_of_window(was, now, pair), *_of_limits(pair, at)]
        found = [*every, *_deeper(was, now, market)]
        if found:
            yield _finding(new, now, at, found)


class Why(NamedTuple):
    """What is looser, in words; where that is stated, None where it is not any more; by how much; and its path if gone.

    What grew counts its factor, a date its days, and what is gone `GONE`.
    """

    text: str
    place: Place | None
    number: Fraction
    gone: KeyPath = ()


def _terms(varying: object) -> PromotionTerms | None:
    return next((own for own in possible_terms(varying) if isinstance(own, PromotionTerms)), None)


def _of_whom(was: PromotionTerms, now: PromotionTerms, pair: _Pair) -> Iterator[Why]:
    if was.code is not None and now.code is None:
        yield Why("asks for no code any more", _beside(pair, "code"), GONE, (*pair.section, "code"))
    for asked in lost_conditions(was.when, now.when):
        yield Why(f"does not ask for {asked} any more", _beside(pair, "when"), GONE, (*pair.section, "when"))
    if was.packages is not None and (now.packages is None or now.packages - was.packages):
        more = "all packages" if now.packages is None else ", ".join(sorted(now.packages - was.packages))
        yield Why(f"is for {more} too", _beside(pair, "packages"), GONE, (*pair.section, "packages"))
    if was.exclusive and not now.exclusive:
        yield Why("goes together with others", _beside(pair, "exclusive"), GONE, (*pair.section, "exclusive"))


def _beside(pair: _Pair, key: str) -> Place | None:
    """Where a line of a promotion is, or was: where it is gone, the key that held it."""
    section, depth = pair.section, len(pair.section) + 1
    before, after = (
        {
            path: resolved.stated.place
            for path, timeline in history.below(PROMOTIONS).items()
            if path[: len(section)] == section
            for resolved in timeline.values
        }
        for history in (pair.old, pair.new)
    )
    was = min((place for path, place in before.items() if path[:depth] == (*section, key)), default=None)
    same = min((place for path, place in after.items() if path[:depth] == (*section, key)), default=None)
    if was is None or same is not None:
        return same
    return pair.lines.near((*section, key), was, pair.new.place)


def lost_conditions(was: ConditionTerms | None, now: ConditionTerms | None) -> Iterator[str]:
    """What the one condition requires, and the other one does not."""
    kept = () if now is None else now.all
    for part in () if was is None else was.all:
        if isinstance(part, Test):
            if not any(isinstance(other, Test) and _implies(other, part) for other in kept):
                yield f"{part.fact} {part.requirement}"
        elif part not in kept and not any(isinstance(other, AnyOf) for other in kept):
            yield "one of several things"


def _implies(new: Test, old: Test) -> bool:
    """Whether whoever meets the one meets the other."""
    if new.fact != old.fact:
        return False
    if new.word in BOUNDS and old.word in BOUNDS:
        (one, *_), (other, *_) = new.operands, old.operands
        if not isinstance(one, int) or not isinstance(other, int):
            return new == old
        pairs = ((AT_LEAST, one >= other), (AT_MOST, one <= other))
        return any(new.word in words and old.word in words and fits for words, fits in pairs)
    if new.word == "none of" or old.word == "none of":
        return new.word == old.word and set(old.operands) <= set(new.operands)
    return new.word not in BOUNDS and old.word not in BOUNDS and set(new.operands) <= set(old.operands)


def _of_window(was: PromotionTerms, now: PromotionTerms, pair: _Pair) -> Iterator[Why]:
    zone, before, after = pair.new.in_zone, was.window, now.window
    if before.closes is not None and not before.never and (after.closes is None or after.closes > before.closes):
        until = "never" if after.closes is None else f"on {local_day(Instant(after.closes - 1), zone)}"
        place = end_of(pair.new, pair.section, pair.new.begins) or _beside(pair, "last_day")
        later = GONE if after.closes is None else Fraction(after.closes - before.closes, DAY_SECONDS)
        why = f"ends {until}, and ended on {local_day(Instant(before.closes - 1), zone)}"
        yield from (Why(why, place, later, (*pair.section, key)) for key in ("last_day", "until"))
    if before.opens is not None and (after.opens is None or after.opens < before.opens):
        begins = "ever" if after.opens is None else f"{local_day(after.opens, zone)}"
        sooner = GONE if after.opens is None else Fraction(before.opens - after.opens, DAY_SECONDS)
        why = f"is open since {begins}, and was from {local_day(before.opens, zone)} on"
        yield Why(why, _beside(pair, "from"), sooner, (*pair.section, "from"))


def _of_limits(pair: _Pair, at: Instant) -> Iterator[Why]:
    before, after = (_limits(history, pair.section, at) for history in (pair.old, pair.new))
    for name, was in before.items():
        now = after.get(name)
        if any(_keeps(limit, was) for limit in after.values()):
            continue
        if now is None:
            why = f"has no limit {name} of {_shown(was)} any more"
            yield Why(why, _beside(pair, LIMITS), GONE, (*pair.section, LIMITS, name))
        elif now.unit == was.unit:
            why = f"has a limit {name} of {_shown(now)}, and had one of {_shown(was)}"
            yield Why(why, now.stated.place, _times_as_much(now, was))


def _keeps(new: LimitTerms, old: LimitTerms) -> bool:
    """Whether whoever is within the one is within the other: 1 unit for ever keeps 3 units for each calendar month."""
    if new.unit != old.unit or new.most > old.most or new.per not in (None, old.per):
        return False
    of_new, of_old = ({*limit.of} - {EVERYONE} for limit in (new, old))
    return of_new <= of_old and (EVERYONE in new.of or EVERYONE not in old.of)


def _times_as_much(new: LimitTerms, old: LimitTerms) -> Fraction:
    """By how much a limit is wider than another one: by its factor, times as often as it counts anew."""
    most = Fraction(new.most, old.most) if old.most else GONE
    if new.per == old.per:
        return most if most > 1 else GONE
    before, after = (None if own.per is None else window_days(own.per) for own in (old, new))
    often = before / after if before and after else GONE
    return max(most * often, Fraction(1))


def _shown(limit: LimitTerms) -> str:
    """A limit in words: "3 units for each calendar month of each package"."""
    window = "" if limit.per is None else f" for each {limit.per}"
    of = "".join(f" of {word}" if word == EVERYONE else f" of each {word}" for word in limit.of)
    return f"{limit.text}{window}{of}"


def _limits(history: MarketHistory, section: KeyPath, at: Instant) -> Mapping[str, LimitTerms]:
    found = {}
    for own, timeline in history.sections.items():
        if own[:3] == (*section, LIMITS):
            kept = (terms for terms in possible_terms(held_terms(timeline, at)) if isinstance(terms, LimitTerms))
            for terms in kept:
                if terms.is_kept:
                    found[own[3]] = terms
    return found


def _deeper(was: PromotionTerms, now: PromotionTerms, market: Market) -> Iterator[Why]:
    """What is given more of a package; the first one alone."""
    for package, offer in market.offers.items():
        before, after = was.effect_of(package), now.effect_of(package)
        price = next((own for own in possible_terms(offer.price) if isinstance(own, PriceTerms)), None)
        held = next((own for own in possible_terms(offer.package) if isinstance(own, PackageTerms)), None)
        is_new = was.packages is not None and package not in was.packages  # told by that list
        if before == after or price is None or held is None or is_new:
            continue
        off = [Fraction(*effect.off(price.listed_minor)) for effect in (before, after)]
        more = [effect.bonus_of(held.coins) for effect in (before, after)]
        stated = after.discount or after.price if off[1] > off[0] else after.bonus
        if stated is not None and (off[1] > off[0] or more[1] > more[0]):
            old = before.discount or before.price if off[1] > off[0] else before.bonus
            beside = f", and gave {'nothing' if old is None else old.value}"
            both = off if off[1] > off[0] else [Fraction(number) for number in more]
            factor = both[1] / both[0] if both[0] else GONE
            yield Why(f"gives {stated.value} with {package}{beside}", stated.place, factor)
            return


def _finding(new: MarketHistory, promotion: PromotionTerms, at: Instant, why: list[Why]) -> Finding:
    """One promotion with all that is looser of it, at the first line that says so; the others are noted."""
    region, platform = new.key
    texts = list(dict.fromkeys(own.text for own in why))
    places = list(dict.fromkeys(own.place for own in why if own.place is not None)) or [promotion.stated.place]
    return Finding(
        guard=LOOSENED,
        market=new.key,
        of=promotion.id,
        since=at,
        seen=sum({own.text: own.number for own in why}.values(), Fraction(0)),
        sentence=f"{promotion.id} in {new.key.shown} {'; it '.join(texts)}",
        place=places[0],
        hint="put it back",
        notes=tuple(Note(place, "and here") for place in places[1:]),
        question=f"ratecard prices --region {region} --platform {platform}",
        gone=tuple(own.gone for own in why if own.gone),
    )
