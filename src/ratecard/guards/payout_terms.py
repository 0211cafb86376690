"""Whether what creators are paid by is usual: the least payout, the fee as a part of it, and how long money is held.

A digit too many in one of them takes nothing from anybody at once, and so nobody sees it for long. What a region or a
method states is compared with what the others do, too.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations, product
from statistics import median_low

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding, decimal, off_by, percent
from ratecard.guards.known import Known
from ratecard.guards.payouts import DIAMONDS_WORTH, LEAST, held_in, methods_in
from ratecard.guards.statements import BookStatement, cases_of
from ratecard.instants import Duration, Instant
from ratecard.money import Money, PerCoin, Rate, UnitPrice
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.limits import LimitTerms
from ratecard.terms.methods import charged
from ratecard.terms.payouts import DiamondTerms, MinimumTerms

PAYOUT_TERMS = "payout_terms"

PAYOUTS = "payouts"
EARNINGS = "earnings"
DIAMOND: KeyPath = (PAYOUTS, "diamond")
MONEY_PARTS = ("minimum", "fixed", "floor", "cap")
TIME_PARTS = ("hold", "after")

SECONDS = {"minutes": 60, "hours": 3600, "days": 86_400, "weeks": 604_800, "months": 2_678_400, "years": 31_622_400}

FEE_RATE, FEE_RATE_MOST = ("fee", "rate"), Fraction(1, 10)
SPREAD: KeyPath = ("fx", "spread")
SPREAD_MOST = Fraction(5, 100)
"""From which rates on a digit of a fee, and of the spread of an exchange, was probably one too many."""
HOLD_LEAST = Fraction(86_400)
"""For how many seconds money is held at least, where it is at all."""
WINDOWS = ("calendar day", "rolling 24 hours", "calendar week", "calendar month")
"""The times of limits, the longer ones last."""

SIBLINGS_LEAST = 3
APART, APART_OF_TWO = Fraction(4), Fraction(8)
"""By what factor a region may differ from the middle of three and more, and one of two from the other."""


class PayoutBounds(msgspec.Struct, frozen=True):
    """The greatest least payout, in euros; the greatest part of it that a fee takes; the longest time of waiting."""

    minimum: Fraction
    fee: Fraction
    hold: Duration


def unusual_payouts(
    creators: Sequence[MarketHistory], every: Sequence[BookStatement], known: Known, bounds: PayoutBounds
) -> Iterator[Finding]:
    """Each least payout, fee and waiting time that is far above what is usual, or far from those beside it."""
    said = [own for own in every if own.path[0] == PAYOUTS and own.path[-1] in (*MONEY_PARTS, *TIME_PARTS)]
    earned = [own for own in every if own.path == DIAMOND or (own.path[0] == EARNINGS and own.path[-1] == "diamonds")]
    found = [*_great(said, known, bounds), *_fees(creators, bounds.fee), *_rates(every), *_limits(creators)]
    yield from found
    places = {finding.place for finding in found}
    yield from (finding for finding in _apart([*said, *earned], known) if finding.place not in places)


def _great(said: Iterable[BookStatement], known: Known, bounds: PayoutBounds) -> Iterator[Finding]:
    longest = seconds_of(bounds.hold)
    seen: set[Place] = set()
    for own in said:
        for case, stated in cases_of(own.stated):
            amount, part = _amount(stated, known), own.path[-1]
            bound = longest if part in TIME_PARTS else bounds.minimum if part == "minimum" else None
            is_short = part == "hold" and amount is not None and 0 < amount < HOLD_LEAST
            if amount is None or bound is None or (amount <= bound and not is_short) or stated.place in seen:
                continue
            seen.add(stated.place)
            usual = f"{bounds.hold}" if part in TIME_PARTS else f"{decimal(bounds.minimum, 0)} EUR"
            usual = "less than a day" if is_short else f"more than {usual}"
            number = HOLD_LEAST / amount if is_short else amount / bound
            where = f" for {case}" if case else ""
            sentence = (
                f"{'.'.join(own.path)} in {own.history.key.shown}{where} is {stated.value}, and {usual} is unusual"
            )
            yield _finding(own.history, _name(own.path), own.start, number, sentence, stated.place)


def _fees(creators: Iterable[MarketHistory], bound: Fraction) -> Iterator[Finding]:
    """Each fee that takes much of the least payout, in any case of facts."""
    seen: set[tuple[Place, Fraction]] = set()
    for history in creators:
        for since in history.starts if DIAMONDS_WORTH in history.sections else ():
            for finding in _fees_at(history, since, bound):
                if (finding.place, finding.seen) not in seen:
                    seen.add((finding.place, finding.seen))
                    yield finding


def _fees_at(history: MarketHistory, at: Instant, bound: Fraction) -> Iterator[Finding]:
    worth = [own for own in held_in(history, DIAMONDS_WORTH, at) if isinstance(own, DiamondTerms)]
    least = [own for own in held_in(history, LEAST, at) if isinstance(own, MinimumTerms)] or [MinimumTerms(0, None)]
    methods = [own for own in methods_in(history, at) if own.fee is not None] if worth else []
    for method, general in product(methods, least):
        minimum = max((general, method.minimum), key=lambda terms: terms.minor)
        if method.fee is None or not minimum.minor:
            continue
        fee = charged(method.fee, minimum.minor)
        share = Fraction(fee, minimum.minor)
        if bound < share < 1:
            shown = Money(minimum.minor, worth[0].currency), Money(fee, worth[0].currency)
            sentence = (
                f"of the least payout by {method.id} in {history.key.region}, {shown[0]}, the fee of {shown[1]} takes "
                f"{percent(share)} (bound {percent(bound)})"
            )
            notes = () if minimum.stated is None else (Note(minimum.stated.place, "the least payout"),)
            found = _finding(history, method.id, at, share / bound, sentence, method.fee.stated.place)
            yield msgspec.structs.replace(found, notes=notes)


def _rates(every: Iterable[BookStatement]) -> Iterator[Finding]:
    """Each rate of a fee, and each spread of an exchange, that is a digit too great."""
    seen: set[Place] = set()
    for own in every:
        bound = FEE_RATE_MOST if own.path[-2:] == FEE_RATE else SPREAD_MOST if own.path == SPREAD else None
        for _, stated in cases_of(own.stated) if bound is not None else ():
            share = stated.value.fraction if isinstance(stated.value, Rate) else Fraction(0)
            if bound is not None and share > bound and stated.place not in seen:
                seen.add(stated.place)
                name = f"{'.'.join(own.path)} in {own.history.key.shown}"
                sentence = f"{name} is {stated.value}, and more than {percent(bound)} is unusual"
                yield _finding(own.history, _name(own.path), own.start, share / bound, sentence, stated.place)


def _limits(creators: Iterable[MarketHistory]) -> Iterator[Finding]:
    """Each limit of a longer time that is below one of a shorter time: that one is never met."""
    seen: set[tuple[Place, Place]] = set()
    for history in creators:
        for since in history.starts:
            for long, short in permutations(_kept_limits(history, since), 2):
                places = (long.stated.place, short.stated.place)
                is_longer = WINDOWS.index(long.per or "") > WINDOWS.index(short.per or "")
                if is_longer and long.unit == short.unit and long.most < short.most and places not in seen:
                    seen.add(places)
                    yield _crossed(history, since, long, short)


def _kept_limits(history: MarketHistory, at: Instant) -> list[LimitTerms]:
    """The limits of payouts of a region at an instant, of times of which one is longer than the other."""
    return [
        own
        for section in history.sections
        if section[:2] == (PAYOUTS, "limits") and len(section) == 3
        for own in held_in(history, section, at)
        if isinstance(own, LimitTerms) and own.is_kept and own.per in WINDOWS
    ]


def _crossed(history: MarketHistory, since: Instant, long: LimitTerms, short: LimitTerms) -> Finding:
    number = Fraction(short.most, long.most) if long.most else Fraction(short.most)
    sentence = f"{long.path} in {history.key.region} allows {long.text}, and {short.path} {short.text}"
    found = _finding(history, long.id, since, number, sentence, long.stated.place)
    notes = (Note(short.stated.place, f"{long.per} is longer than {short.per}"),)
    return msgspec.structs.replace(found, notes=notes, hint="look for a digit too few")


def _apart(said: Iterable[BookStatement], known: Known) -> Iterator[Finding]:
    """What one region states of a method, or of what creators earn, far from what the others state of it."""
    tables: dict[KeyPath, dict[Place, tuple[Fraction, BookStatement, Stated[object]]]] = {}
    for own in said:
        for case, stated in cases_of(own.stated):
            amount = _amount(stated, known)
            if amount and own.path[-1] != "after":  # how long a bank takes differs by much
                tables.setdefault((*own.path, case), {}).setdefault(stated.place, (amount, own, stated))
    for path, table in tables.items():
        usual = median_low([amount for amount, _, _ in table.values()])
        is_earned = path[0] == EARNINGS or path[:2] == DIAMOND
        bound = APART if is_earned or len(table) >= SIBLINGS_LEAST else APART_OF_TWO
        if len(table) == 2:
            usual = next(amount for place, (amount, _, _) in table.items() if place == min(table, key=_is_of_region))
        other = next(stated for amount, _, stated in table.values() if amount == usual)
        for place, (amount, own, stated) in table.items():
            off = amount / usual
            is_of_time = is_earned and place.file == other.place.file  # a step on a day is told by `share`
            if not 1 / bound <= off <= bound and not is_of_time:
                sentence = (
                    f"{'.'.join(path[:-1])} in {own.history.key.shown} is {stated.value}, {off_by(off)} beside "
                    f"{other.value} elsewhere"
                )
                found = _finding(own.history, _name(own.path), own.start, max(off, 1 / off), sentence, place)
                hint = "look for a digit in the wrong place"
                yield msgspec.structs.replace(found, notes=(Note(other.place, "elsewhere"),), hint=hint)


def _is_of_region(place: Place) -> bool:
    return place.file.startswith("regions/")


def _amount(stated: Stated[object], known: Known) -> Fraction | None:
    """Money in euros, roughly, diamonds for a coin, or a length of time in seconds; None of anything else."""
    value = stated.value
    if isinstance(value, PerCoin):
        return Fraction(value.numerator, value.denominator)
    if isinstance(value, UnitPrice) and value.currency.code in known.rates:
        return value.fraction / known.rates[value.currency.code]
    if isinstance(value, Duration):
        return seconds_of(value)
    if isinstance(value, Money) and value.currency.code in known.rates:
        return Fraction(value.minor, 10**value.currency.exponent) / known.rates[value.currency.code]
    return None


def seconds_of(length: Duration) -> Fraction:
    """A length of time in seconds, of a month as of 31 days."""
    return Fraction(length.count * SECONDS[length.unit])


def _name(path: KeyPath) -> str:
    return path[2] if len(path) > 3 else path[1]


def _finding(history: MarketHistory, of: str, since: Instant, seen: Fraction, sentence: str, place: Place) -> Finding:
    return Finding(
        guard=PAYOUT_TERMS,
        market=history.key,
        of=of,
        since=max(since, history.begins),
        seen=seen,
        sentence=sentence,
        place=place,
        hint="look for a digit too many",
    )
