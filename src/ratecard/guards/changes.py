"""Whether a price jumps on a day, in real terms: by the rates of both days, where the book has them."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding, Unproved, percent
from ratecard.guards.ladders import PRICES
from ratecard.guards.levels import ExactRates
from ratecard.guards.made_of import changed_in, is_as_before
from ratecard.instants import Instant, local_day
from ratecard.money import Money
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.facts import VARYING
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.prices import PriceTerms

CHANGE = "change"

GIFTS = "gifts"


def jumps(histories: Iterable[MarketHistory], rates: ExactRates, beyond: Fraction) -> Iterator[Finding | Unproved]:
    """Each price that is more, or less, than a share of the one before it, in what money is worth on both days."""
    seen: set[tuple[int, ...]] = set()
    known: dict[tuple[object, ...], Fraction | None] = {}
    every = list(histories)
    yield from _gift_jumps(every, beyond)
    for history in every:
        group = rates.group(history.key.region)
        for section, timeline in history.sections.items():
            if section[0] != PRICES or len(section) != 2:
                continue
            yield from _varying(history, section)
            entries = [(start, own.terms) for start, own in timeline if isinstance(own.terms, PriceTerms)]
            was_odd: PriceTerms | None = None
            for (earlier, old), (later, new) in pairwise(entries):
                key = _stated_of(old, new)
                if key in seen or is_as_before(old, new) or not old.listed_minor:
                    continue
                seen.add(key)
                days = (group, earlier, later, old.currency.code, new.currency.code)
                if days not in known:
                    known[days] = _worth(history.key.region, (earlier, old), (later, new), rates)
                found = _jump(history, section[1], old, (later, new), known[days], beyond)
                if isinstance(found, Finding) and was_odd is not None and _is_back(was_odd, new, beyond):
                    was_odd, found = None, None
                else:  # what moved and was no jump is not back: the odd price has become the usual one
                    was_odd = old if isinstance(found, Finding) else None
                if found is not None:
                    yield found


def _stated_of(old: PriceTerms, new: PriceTerms) -> tuple[int, ...]:
    """What is equal for two prices that were looked at: their statements, and of computed ones the amounts."""
    computed = (old.listed_minor, new.listed_minor) if old.derivation or new.derivation else ()
    return id(old.listed_stated), id(new.listed_stated), *computed


def _varying(history: MarketHistory, section: KeyPath) -> Iterator[Unproved]:
    """That a price or a gift changes on a day, and varies by facts: then no jump of it is looked for."""
    timeline = history.sections[section]
    if len(timeline.starts) > 1 and any(type(own.terms) in VARYING for own in timeline.values):
        what = "its price" if section[0] == PRICES else "what it costs"
        yield Unproved(CHANGE, f"{what} varies by facts", f"{section[1]} in {history.key.shown}")


def _gift_jumps(histories: Iterable[MarketHistory], beyond: Fraction) -> Iterator[Finding | Unproved]:
    """Each gift that costs far more coins from a day on, or far fewer."""
    seen: set[tuple[int, int]] = set()
    for history in histories:
        for section, timeline in history.sections.items():
            if section[0] != GIFTS or len(section) != 2:
                continue
            yield from _varying(history, section)
            entries = [(start, own.terms) for start, own in timeline if isinstance(own.terms, GiftTerms)]
            for (_, old), (later, new) in pairwise(entries):
                key = (id(old.coins_stated), id(new.coins_stated))
                moved = Fraction(int(new.coins), int(old.coins)) - 1 if int(old.coins) else Fraction(0)
                if key not in seen and abs(moved) > beyond:
                    seen.add(key)
                    yield _gift(history, old, new, later, moved)


def _gift(history: MarketHistory, old: GiftTerms, new: GiftTerms, later: Instant, moved: Fraction) -> Finding:
    day = local_day(later, history.in_zone)
    return Finding(
        guard=CHANGE,
        market=history.key,
        of=new.id,
        since=later,
        seen=abs(moved),
        sentence=(
            f"{new.id} in {history.key.shown} goes from {int(old.coins):,} coins to {int(new.coins):,} on {day}: "
            f"{percent(abs(moved))} {'more' if moved > 0 else 'less'}"
        ),
        place=new.coins_stated.place,
        hint="look for a digit in the wrong place",
        notes=(Note(old.coins_stated.place, "until then"),),
        together=f"{new.id} {day}",
        beside=(GIFTS,),
    )


def _is_back(before: PriceTerms, now: PriceTerms, beyond: Fraction) -> bool:
    """Whether a price is again about what it was before the one that jumped: then that one alone was wrong."""
    if before.currency != now.currency or not before.listed_minor:
        return False
    return abs(Fraction(now.listed_minor, before.listed_minor) - 1) <= beyond


def _jump(
    history: MarketHistory,
    package: str,
    old: PriceTerms,
    after: tuple[Instant, PriceTerms],
    worth: Fraction | None,
    beyond: Fraction,
) -> Finding | Unproved | None:
    """What is wrong with a price after an old one, of which a unit of money is worth so much on the later day."""
    later, new = after
    if worth is None:
        of = f"{package} in {history.key.shown}, {_money(old)} then {_money(new)}"
        return Unproved(CHANGE, "no rate of exchange compares them", of)
    was = old.listed_minor * 10**new.currency.exponent * worth.numerator
    now = new.listed_minor * 10**old.currency.exponent * worth.denominator
    if abs(now - was) * beyond.denominator <= beyond.numerator * was:
        return None
    moved = Fraction(now, was) - 1
    region, platform = history.key
    day = local_day(later, history.in_zone)
    real = "" if worth == 1 else ", in what money is worth on both days"
    place = changed_in(old, new)
    return Finding(
        guard=CHANGE,
        market=history.key,
        of=package,
        since=later,
        seen=abs(moved),
        sentence=(
            f"{package} in {history.key.shown} goes from {_money(old)} to {_money(new)} on {day}: "
            f"{percent(abs(moved))} {'more' if moved > 0 else 'less'}{real}"
        ),
        place=place,
        hint="look for a digit in the wrong place",
        notes=(_beside(place, package, old, new),),
        question=f"ratecard quote purchase --region {region} --platform {platform} --package {package}",
        together=f"{place if new.derivation else region} {day}",
    )


def _beside(place: Place, package: str, old: PriceTerms, new: PriceTerms) -> Note:
    """Where the price was stated before, or is computed where something else moved it."""
    if place != new.listed_stated.place:
        return Note(new.listed_stated.place, f"{package} is computed here")
    return Note(old.listed_stated.place, "until then")


def _money(price: PriceTerms) -> Money:
    return Money(price.listed_minor, price.currency)


def _worth(
    region: str, before: tuple[Instant, PriceTerms], after: tuple[Instant, PriceTerms], rates: ExactRates
) -> Fraction | None:
    """How many units of the new price's currency are worth what one of the old one's was, each on its day.

    In one currency it is 1 where the book does not know what that was worth; between two the rate of the later day is
    needed.
    """
    (earlier, old), (later, new) = before, after
    terms = rates.of(region, later)
    base = None if terms is None else terms.base
    if base is not None:
        was = rates.between(region, old.currency, base, earlier)
        now = rates.between(region, base, new.currency, later)
        if was is not None and now is not None:
            return was * now
    return rates.about(region, old.currency, new.currency, later)
