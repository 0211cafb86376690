"""The lowest price before a reduction, from what a package cost over time.

Whether a price is reduced at an instant is asked of the last instant at which it changed, and of what was before that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.reference.dates import EPOCH, MINUTES, count_and_unit, later, month_end, zone


@dataclass(frozen=True)
class Priced:
    """What one unit costs from an instant on, in minor units; None while it is not sold.

    `regular` is what it costs without promotions; None where that is the price.
    """

    since: int
    price: int | None
    regular: int | None = None

    @property
    def is_regular(self) -> bool:
        """Whether no promotion makes it less than it is without one."""
        return self.regular is None or (self.price is not None and self.price >= self.regular)


@dataclass(frozen=True)
class Answer:
    """The least price before the reduction, or None with the reason; and from when and until when that is so."""

    lowest: int | None
    reason: str | None
    reduced_since: int | None
    since: int
    until: int | None


def answer(prices: Sequence[Priced], at: int, within: str, zone_name: str) -> Answer:
    """What holds at an instant that is not before the first of the prices, in prices of one currency.

    `until` is when it changes without a change of price; None where it does not.
    """
    known = [each for each in prices if each.since <= at]
    start = reduced_since(known, at, within, zone_name)
    alone = [later(each.since, within, zone_name) for each in known]
    until = min([e for e in alone if e > at and reduced_since(known, e, within, zone_name) != start], default=None)
    ended = [
        e for e in alone if e <= at and _then(known, e, within, zone_name) != _then(known, e - 1, within, zone_name)
    ]
    since = max([known[0].since, *ended])
    if start is None:
        return Answer(None, "NOT_REDUCED", None, since, until)
    before = [
        each.price
        for each, end in _stretches(known, at)
        if each.price is not None and each.since < start and end > earlier(start, within, zone_name)
    ]
    return Answer(min(before, default=None), None if before else "NO_EARLIER_PRICE", start, since, until)


def reduced_since(known: Sequence[Priced], at: int, within: str, zone_name: str) -> int | None:
    """Since when the price is reduced that holds at an instant, the last of `known`; None where it is not."""
    sold = [each for each in known if each.price is not None]
    if not sold:
        return None
    changed = max(index for index in range(len(sold)) if index == 0 or sold[index].price != sold[index - 1].price)
    last, previous = sold[changed], sold[changed - 1].price if changed else None
    assert last.price is not None
    rose = previous is None or last.price > previous  # or first sold
    if rose and last.is_regular:
        return None
    fell = [at.since for at, before in zip(sold[1:], sold, strict=False) if at.price < before.price]  # type: ignore[operator]
    over = later(max(fell, default=last.since), within, zone_name)  # then it ends, if or once it is the regular price
    if any(
        each.is_regular and max(each.since, over) < end for each, end in _stretches(known, at) if each in sold[changed:]
    ):
        return None
    if rose:
        return last.since
    before = [each for each in known if each.since < last.since]
    earlier_start = reduced_since(before, last.since - 1, within, zone_name)
    return last.since if earlier_start is None else earlier_start


def _then(known: Sequence[Priced], at: int, within: str, zone_name: str) -> int | None:
    return reduced_since([each for each in known if each.since <= at], at, within, zone_name)


def _stretches(known: Sequence[Priced], at: int) -> Iterator[tuple[Priced, int]]:
    """Each price with the first instant at which it does not hold any more, up to and with an instant."""
    return zip(known, [*(each.since for each in known[1:]), at + 1], strict=True)


def earlier(at: int, duration: str, zone_name: str) -> int:
    """The instant so much earlier. Minutes and hours are exact; what is longer keeps the time that a clock shows."""
    number, unit = count_and_unit(duration)
    if unit in MINUTES:
        return at - 60 * MINUTES[unit] * number
    local = (EPOCH + timedelta(seconds=at)).astimezone(zone(zone_name))
    day = local.date()
    if unit in ("month", "year"):
        first = day.replace(day=1)
        for _ in range(number * (12 if unit == "year" else 1)):
            first = (first - timedelta(days=1)).replace(day=1)
        day = min(first + timedelta(days=day.day - 1), month_end(first))
    else:
        day -= timedelta(days=number * (7 if unit == "week" else 1))
    shown = datetime.combine(day, local.time().replace(fold=0), zone(zone_name))
    return (shown.astimezone(UTC) - EPOCH) // timedelta(seconds=1)
