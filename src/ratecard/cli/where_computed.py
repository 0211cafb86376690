"""Prices that are computed, as `ratecard where` shows them: by which statement, and before which stated price."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.book.timeline import Timeline
from ratecard.cli.answers import Json, moment
from ratecard.cli.layers import layer_of, stated_json, stated_row
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath, Stated
from ratecard.terms.computed import NoPrice, Whose
from ratecard.terms.facts import possible_terms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.resolved import Resolved

PRICES = "prices"


class ComputedPeriod(NamedTuple):
    """What a thing costs in a market from an instant on, by which statement, and the stated prices that do not count.

    `price` is None where it varies by facts, or where the thing is not sold; `by` is None where nothing prices it, and
    a `none` where that ends it. `unsold` is what its price follows and is not sold.
    """

    start: Instant
    price: PriceTerms | None
    by: Stated[object] | None
    beaten: tuple[Stated[object], ...]
    unsold: Whose | None = None

    @property
    def is_ended(self) -> bool:
        """Whether a stated `none` says that it is not sold."""
        return self.by is not None and self.by.value is NONE


def computed_periods(
    history: MarketHistory, path: KeyPath, stated: Timeline[Resolved[object]] | None, as_of: Instant | None
) -> list[ComputedPeriod]:
    """The periods of a price that is computed at any time; none for one that always is as it is stated.

    At one instant just that. A stated price that stands is among them, with those that it replaced.
    """
    standing = history.computed.get(path)
    if standing is None:
        return []
    terms = history.sections[path]
    starts = sorted({*standing.starts, *terms.starts, *(() if stated is None else stated.starts)})
    starts = [max(start, history.begins) for start in starts if start > history.begins or start == starts[0]]
    if as_of is not None:
        starts = [max((start for start in starts if start <= as_of), default=starts[0])]
    found: list[ComputedPeriod] = []
    for start in starts:
        own, unsold = held_terms(terms, start), _unsold(history, path, start)
        by = standing.at(start) or (_none_stated(stated, start) if unsold is None else None)
        beaten = tuple(_beaten(stated, start, by))
        period = ComputedPeriod(start, own if isinstance(own, PriceTerms) else None, by, beaten, unsold)
        if not found or found[-1][1:] != period[1:]:
            found.append(period)
    return found


def _unsold(history: MarketHistory, path: KeyPath, at: Instant) -> Whose | None:
    """What a price follows at an instant and is not sold; None where that is sold, or it follows nothing."""
    timeline = history.unsold.get(path)
    lacking = [] if timeline is None else possible_terms(timeline.at(at))
    return next((own.source for own in lacking if isinstance(own, NoPrice)), None)


def _none_stated(stated: Timeline[Resolved[object]] | None, at: Instant) -> Stated[object] | None:
    resolved = None if stated is None else stated.at(at)
    return resolved.stated if resolved is not None and resolved.stated.value is NONE else None


def _beaten(
    stated: Timeline[Resolved[object]] | None, at: Instant, by: Stated[object] | None
) -> Iterator[Stated[object]]:
    resolved = None if stated is None else stated.at(at)
    for own in () if resolved is None else (resolved.stated, *resolved.replaced):
        if own is not by and own.value is not ABSENT:
            yield own


def computed_rows(period: ComputedPeriod, since: str) -> Iterator[list[str]]:
    """The rows of a period, under the header of `where`."""
    if period.by is None:
        yield [since, "-", "-", f"not sold{'' if period.unsold is None else f': {_lack(period.unsold)}'}", "-"]
    else:
        _, place, _, source = stated_row(period.by, "")
        yield [since, _value(period), place, _by(period, period.by), source]
    for own in period.beaten:
        yield ["", *stated_row(own, f"lost: {_why(period)}")]


def computed_json(path: str, periods: list[ComputedPeriod]) -> Mapping[str, object]:
    """The same for programs."""
    told = [_period_json(period) for period in periods]
    return {"path": path, "asleep": None, "periods": told}


def _period_json(period: ComputedPeriod) -> Json:
    replaced = [stated_json(own, _why(period)) for own in period.beaten]
    if period.by is None:
        return {"from": moment(period.start), "value": None, "replaced": replaced}
    stated = stated_json(period.by, _by(period, period.by))
    return {"from": moment(period.start), **stated, "value": _value(period), "replaced": replaced}


def _lack(unsold: Whose) -> str:
    return f"its price follows {unsold}, which is not sold"


def _value(period: ComputedPeriod) -> str:
    if period.is_ended:
        return NONE.value
    return "by facts" if period.price is None else str(Money(period.price.listed_minor, period.price.currency))


def _by(period: ComputedPeriod, by: Stated[object]) -> str:
    layer = layer_of(by.place)
    if period.is_ended or (period.price is not None and period.price.derivation is None):
        return layer
    return f"computed by {layer}; explain shows each step"


def _why(period: ComputedPeriod) -> str:
    if period.by is None:
        return "it is not sold" if period.unsold is None else _lack(period.unsold)
    if period.is_ended or (period.price is not None and period.price.derivation is None):
        return f"{layer_of(period.by.place)} is narrower"
    return "a computed price stands before it"
