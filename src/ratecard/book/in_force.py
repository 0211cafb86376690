"""The currency in force over time, as the layers state it at which bare money looks."""

from zoneinfo import ZoneInfo

from ratecard.book.binding import Binder, NoCurrency, no_currency
from ratecard.book.bound_parts import InForce, Windows
from ratecard.book.layers import Layer
from ratecard.book.resolving import resolve
from ratecard.book.timeline import Segment, Timeline, window
from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.rulefiles.keys.grammar import CURRENCY_PATH
from ratecard.rulefiles.stated import BROKEN, Word
from ratecard.terms.ranks import COUNTRY, Rank
from ratecard.terms.resolved import Resolved

SeenLayer = tuple[Rank, Layer, Windows | None, ZoneInfo | None]
"""A layer whose currency counts: its rank, when it is a member (None is always), and the zone of its dates."""


def currency_in_force(layers: list[SeenLayer], platform: str | None, begins: Instant, binder: Binder) -> InForce:
    """The currency in force over time as these layers state it, the platform's statement before the plain one.

    That a region has none is reported for the region, once, and not for each of its prices.
    """
    contributions: list[tuple[Rank, tuple[Segment, ...]]] = []
    for rank, layer, windows, in_zone in layers:
        of_platform = layer.by_platform.get(platform, {}) if platform else {}
        for own, leaves in ((rank, layer.plain), (rank.on(platform), of_platform)):
            leaf = leaves.get(CURRENCY_PATH)
            if leaf is not None:
                segments = binder.segments(leaf, in_zone, begins, no_currency)
                contributions.append((own, segments if windows is None else window(segments, windows)))
    contributions.sort(key=lambda contribution: contribution[0])
    timeline: Timeline[Resolved[object]] = resolve(contributions) if contributions else Timeline((), ())

    rank, last = layers[-1][:2]
    none_stated = NoCurrency(last.name) if rank >= COUNTRY else None
    only = timeline.values[0].stated.value if len(timeline.starts) == 1 and timeline.starts[0] <= begins else None
    if type(only) is Currency:
        return InForce(lambda _: only, only)

    def currency_at(instant: Instant) -> Currency | NoCurrency | Word | None:
        resolved = timeline.at(max(instant, begins))
        value = resolved.stated.value if resolved else None
        if isinstance(value, Currency):
            return value
        return BROKEN if value is BROKEN else none_stated

    values = [resolved.stated.value for resolved in timeline.values]
    said = tuple([value if value is BROKEN or type(value) is Currency else None for value in values])
    return InForce(currency_at, (none_stated, timeline.starts, said))
