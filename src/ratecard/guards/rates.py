"""Whether a rate of exchange jumps from one day to the next, or stands upside down."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise

from ratecard.book.markets import MarketHistory
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note
from ratecard.guards.findings import Finding, decimal, moved_by, off_by
from ratecard.guards.known import Known
from ratecard.instants import Instant, local_day
from ratecard.money import ExchangeRate
from ratecard.rulefiles.stated import KeyPath, Stated

RATE = "rate"

GAPS = (31 * 86_400, 92 * 86_400, 366 * 86_400)
"""Gaps in seconds, a month, a quarter and a year, beyond each of which the bound counts once more."""

BASE: KeyPath = ("fx", "base")

FAR = Fraction(5)
"""By what factor a rate may be off what is roughly known of it, however long after."""
NEAR_KNOWN = Fraction(13, 10)
"""The same of a rate of within a year of the day of which they are known, and once more for each year further off."""
STEADY_KNOWN = Fraction(12, 10)
"""The same between currencies that hardly move."""
STEADY = frozenset(
    {"AED", "AUD", "BGN", "BHD", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "HKD", "KWD", "NOK", "NZD", "QAR", "SAR"}
    | {"SEK", "SGD", "TWD", "USD"}
)
FAST_KNOWN = Fraction(5, 2)
"""The same of currencies that lose much of their worth in a year."""
FAST = frozenset(
    {"AOA", "ARS", "BIF", "BOB", "CUP", "EGP", "ETB", "GHS", "IRR", "KPW", "LAK", "LBP", "LRD", "MMK", "MWK", "NGN"}
    | {"PKR", "SDG", "SLE", "SRD", "SSP", "SYP", "TRY", "UAH", "VED", "VES", "YER", "ZMW", "ZWG", "ZWL"}
)
YEAR = 366 * 86_400
NEARLY, APART = Fraction(103, 100), Fraction(115, 100)
"""How near to the inverse of what is known a rate is upside down, if it is so far apart from that itself."""

NEAR = Fraction(11, 10)
"""Within which factor of the inverse of the one before a rate is probably that, upside down."""


def rate_jumps(creators: Sequence[MarketHistory], beyond: Fraction, known: Known) -> Iterator[Finding]:
    """Each rate that is off the one before it, or off what is roughly known of it."""
    jumped = list(_jumps(creators, beyond))
    yield from jumped
    places = {place for finding in jumped for place in (finding.place, *(note.place for note in finding.notes))}
    yield from (finding for finding in _far_off(creators, known) if finding.place not in places)


def _far_off(creators: Sequence[MarketHistory], known: Known) -> Iterator[Finding]:
    """Each rate to the base that is far off what is roughly known, or stands upside down."""
    seen: set[int] = set()
    for history in creators:
        below = history.below("fx")
        bases = [own.stated.value for own in below[BASE].values] if BASE in below else []
        base = bases[-1] if bases and isinstance(bases[-1], Currency) else None
        if base is None or base.code not in known.rates:
            continue
        for path, timeline in below.items():
            usual = known.rates.get(path[2]) if path[:2] == ("fx", "rates") and len(path) == 3 else None
            entries = zip(timeline, (*timeline.starts[1:], None), strict=True) if usual is not None else ()
            for (start, own), end in entries:
                stated = own.stated
                if usual is None or id(stated) in seen or not isinstance(stated.value, ExchangeRate):
                    continue
                seen.add(id(stated))
                codes = {path[2], base.code}
                each = STEADY_KNOWN if codes <= STEADY else FAST_KNOWN if codes & FAST else NEAR_KNOWN
                far = _far(max(start, history.begins), end, known, each)
                found = _off(
                    history, path[2], max(start, history.begins), stated, usual / known.rates[base.code], known, far
                )
                if found is not None:
                    yield found


def _far(since: Instant, end: Instant | None, known: Known, each: Fraction) -> Fraction:
    """By what factor a rate that holds in this time may be off what is known: more, the further off its day is."""
    day = known.rates_day
    then = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    away = since - then if since > then else then - end if end is not None and end < then else 0
    return min(FAR, each ** (1 + away // YEAR))


def _off(
    history: MarketHistory,
    code: str,
    since: Instant,
    stated: Stated[object],
    usual: Fraction,
    known: Known,
    far: Fraction,
) -> Finding | None:
    assert isinstance(stated.value, ExchangeRate)
    now = stated.value.fraction
    off = now / usual
    is_inverse = 1 / NEARLY <= now * usual <= NEARLY and not 1 / APART <= off <= APART
    if 1 / far <= off <= far and not is_inverse:
        return None
    return Finding(
        guard=RATE,
        market=history.key,
        of=code,
        since=since,
        seen=max(off, 1 / off),
        sentence=(
            f"the rate of {code} is {_shown(now)}, and was about {_shown(usual)} on {known.rates_day}: {off_by(off)}"
            f"{', which is about its inverse' if is_inverse else ''}"
        ),
        place=stated.place,
        hint="turn it over" if is_inverse else "look at its source; the digits, and which way round it is",
    )


def _jumps(creators: Iterable[MarketHistory], beyond: Fraction) -> Iterator[Finding]:
    """Each rate that is more than a factor off the one before it; told where it may be that one's inverse."""
    seen: set[int] = set()
    for history in creators:
        for path, timeline in history.below("fx").items():
            if path[:2] != ("fx", "rates") or len(path) != 3:
                continue
            dated = [(start, own.stated) for start, own in timeline]
            was_odd: Fraction | None = None
            for (earlier, old), (later, new) in pairwise(dated):
                if id(new) in seen or not (isinstance(old.value, ExchangeRate) and isinstance(new.value, ExchangeRate)):
                    continue
                seen.add(id(new))
                was, now = old.value.fraction, new.value.fraction
                moved = now / was
                bound = beyond ** (1 + sum(later - earlier > gap for gap in GAPS))
                is_inverse = 1 / NEAR <= now * was <= NEAR and not 1 / beyond <= moved <= beyond
                if 1 / bound <= moved <= bound and not is_inverse:
                    continue
                if was_odd is not None and 1 / bound <= now / was_odd <= bound:
                    was_odd = None  # it is again what it was: the one between was wrong
                    continue
                was_odd = was
                yield Finding(
                    guard=RATE,
                    market=history.key,
                    of=path[2],
                    since=later,
                    seen=max(moved, 1 / moved),
                    sentence=(
                        f"the rate of {path[2]} goes from {_shown(was)} to {_shown(now)} on "
                        f"{local_day(later, history.in_zone)}: {moved_by(moved)}"
                        f"{', which is about its inverse' if is_inverse else ''}"
                    ),
                    place=new.place,
                    hint="turn it over" if is_inverse else "look at its source; the digits, and which way round it is",
                    notes=(Note(old.place, "until then"),),
                )


def _shown(rate: Fraction) -> str:
    return decimal(rate, 6).rstrip("0").rstrip(".")
