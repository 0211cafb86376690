"""What moved since the last import: each currency's newest rate beside the one before it."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Duration, Instant, datetime_of, first_instant, instant_after, local_day
from ratecard.money import ExchangeRate
from ratecard.rounding import divide_half_even
from ratecard.rulefiles.stated import Stated


class StatedRate(msgspec.Struct, frozen=True):
    """A rate, the instant and the day from which it is stated, and where."""

    rate: ExchangeRate
    since: Instant
    day: date
    stated: Stated[object]


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """The rate of a currency in force, and the one before it; None where there is none.

    `regions` are those in which it is in force, and `expires` the instant from which it is too old; None is never.
    `dated` is False where it stands since the beginning, without a date.
    """

    code: str
    base: str
    regions: tuple[str, ...]
    now: StatedRate
    before: StatedRate | None
    expires: Instant | None
    dated: bool

    @property
    def change(self) -> Fraction | None:
        """By what share the rate rose: 0.12 for 12 %, negative where it fell; None without one before."""
        return None if self.before is None else self.now.rate.fraction / self.before.rate.fraction - 1

    @property
    def percent(self) -> str | None:
        """The change in per cent with two decimals, halves to the even neighbour: "+12.00", "-0.32"."""
        change = self.change
        if change is None:
            return None
        hundredths = divide_half_even(abs(change.numerator) * 10_000, change.denominator)
        sign = "-" if change < 0 else "+" if change > 0 else ""
        return f"{sign}{hundredths // 100}.{hundredths % 100:02}"


class Review(msgspec.Struct, frozen=True):
    """All currencies of a review: those that moved, the largest change first, and the others by code.

    `behind` have no rate of the newest day on which any has one, `too_old` may not be used any more, and `undated`
    stand since the beginning: nobody can tell how old they are.
    """

    newest: StatedRate
    moved: list[Reviewed]
    same: list[Reviewed]
    first: list[Reviewed]
    behind: list[Reviewed]
    too_old: list[Reviewed]
    undated: list[Reviewed]


def review(book: RuleBook, at: Instant, against: RuleBook | None) -> Review | None:
    """What moved in a book as of `at`: since each rate before, or since another book's rates. None without rates."""
    by_place: dict[tuple[object, ...], Reviewed] = {}
    for region in book.regions:
        history = book.history((region, ""))
        other = against.history((region, "")) if against is not None and region in against.regions else None
        for reviewed in _in_region(history, other, at, compared=against is not None):
            before = reviewed.before.stated.place if reviewed.before else None
            key = (reviewed.code, reviewed.now.stated.place, before, reviewed.base)
            known = by_place.get(key)
            regions = (*known.regions, region) if known else (region,)
            by_place[key] = msgspec.structs.replace(known or reviewed, regions=regions)
    every = sorted(by_place.values(), key=lambda reviewed: (reviewed.code, reviewed.regions))
    if not every:
        return None
    newest = max((reviewed.now for reviewed in every), key=lambda dated: dated.since)
    dated = [reviewed for reviewed in every if reviewed.dated or reviewed.before is not None]
    changed = [reviewed for reviewed in every if reviewed.change]
    return Review(
        newest=newest,
        moved=sorted(changed, key=lambda reviewed: (-abs(reviewed.change or 0), reviewed.code)),
        same=[reviewed for reviewed in every if reviewed.change == 0],
        first=[reviewed for reviewed in dated if reviewed.before is None],
        behind=[reviewed for reviewed in dated if reviewed.now.day < newest.day],
        too_old=[reviewed for reviewed in every if reviewed.expires is not None and at >= reviewed.expires],
        undated=[reviewed for reviewed in every if not reviewed.dated and reviewed.before is None],
    )


def day_of(since: Instant, in_zone: ZoneInfo) -> date:
    """The day from which something holds, as it was written: that of the zone where it began then, else that of UTC."""
    day = local_day(since, in_zone)
    return day if first_instant(day, in_zone) == since else datetime_of(since).date()


def _in_region(
    history: MarketHistory, other: MarketHistory | None, at: Instant, *, compared: bool
) -> Iterator[Reviewed]:
    below = history.below("fx")
    base = below.get(("fx", "base"))
    in_force = base.at(at) if base else None
    for path in sorted(below):
        if path[:2] != ("fx", "rates") or len(path) != 3 or in_force is None:
            continue
        rates = list(_stated(history, path[2], at))
        if not rates:
            continue
        earlier = rates[:-1] if not compared else list(_stated(other, path[2], at))
        yield Reviewed(
            code=path[2],
            base=str(in_force.stated.value),
            regions=(),
            now=rates[-1],
            before=earlier[-1] if earlier else None,
            expires=_expires(history, rates[-1], at),
            dated=rates[-1].since != history.begins,
        )


def _stated(history: MarketHistory | None, code: str, at: Instant) -> Iterable[StatedRate]:
    """The rates of a currency up to `at`, the first first; none where the last thing stated is none."""
    timeline = None if history is None else history.below("fx").get(("fx", "rates", code))
    up_to = [resolved for start, resolved in timeline or () if start <= at]
    if history is None or not up_to or not isinstance(up_to[-1].stated.value, ExchangeRate):
        return []
    return [
        StatedRate(resolved.stated.value, resolved.since, day_of(resolved.since, history.in_zone), resolved.stated)
        for resolved in up_to
        if isinstance(resolved.stated.value, ExchangeRate)
    ]


def _expires(history: MarketHistory, rate: StatedRate, at: Instant) -> Instant | None:
    """The instant from which a rate is too old, by the maximum age in force at `at`."""
    timeline = history.below("fx").get(("fx", "maximum_age"))
    age = timeline.at(at) if timeline else None
    value = age.stated.value if age else None
    return instant_after(rate.since, value, history.in_zone) if isinstance(value, Duration) else None
