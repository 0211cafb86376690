"""Metrics as Prometheus reads them, written by prometheus-client, which the extra `serve` brings."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from importlib.util import find_spec
from typing import Any, NamedTuple

from ratecard.api.telemetry.families import BUCKETS, PREFIX, Family, Measure
from ratecard.api.telemetry.meter import MetricLine
from ratecard.instants import Instant

NANOSECONDS = 1_000_000_000

MISSING = "metrics need one more library: pip install 'ratecard[serve]'"


class Gauge(NamedTuple):
    """What is looked up when somebody asks: a name after `ratecard_`, what it says, and values by labels."""

    name: str
    about: str
    labels: tuple[str, ...]
    values: Sequence[tuple[tuple[str, ...], int]]


def can_expose() -> bool:
    """Whether prometheus-client is there."""
    return find_spec("prometheus_client") is not None


def exposition(counted: Sequence[MetricLine], gauges: Iterable[Gauge], now: Instant, accept: str) -> tuple[bytes, str]:
    """The metrics as of an instant in the form that is accepted, and its media type. Needs prometheus-client."""
    from prometheus_client.exposition import choose_encoder

    encode, media = choose_encoder(accept)
    made = [*_families(counted, now), *map(_gauge, gauges)]

    class Ready:
        def collect(self) -> Iterator[Any]:
            return iter(made)

    return encode(Ready()), media


def _families(counted: Sequence[MetricLine], now: Instant) -> Iterator[Any]:
    for family in dict.fromkeys(line.family for line in counted):
        made = _empty(family)
        for line in counted:
            if line.family is family:
                _add(made, family, line, now)
        yield made


def _empty(family: Family) -> Any:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

    kinds: dict[Measure, Any] = {Measure.COUNTER: CounterMetricFamily, Measure.SECONDS: HistogramMetricFamily}
    return kinds.get(family.measure, GaugeMetricFamily)(PREFIX + family.name, family.about, labels=family.labels)


def _add(made: Any, family: Family, line: MetricLine, now: Instant) -> None:
    if family.measure is Measure.SECONDS:
        *buckets, nanoseconds = line.numbers
        so_far = [sum(buckets[: index + 1]) for index in range(len(buckets))]
        bounds = [*(f"{float(Fraction(bound, NANOSECONDS))}" for bound in BUCKETS), "+Inf"]
        pairs = list(zip(bounds, so_far, strict=True))
        made.add_metric(line.labels, buckets=pairs, sum_value=float(Fraction(nanoseconds, NANOSECONDS)))
    elif family.measure is Measure.AGE:
        if line.numbers[0]:
            made.add_metric(line.labels, max(0, now - line.numbers[0]))
    else:
        made.add_metric(line.labels, line.numbers[0])


def _gauge(gauge: Gauge) -> Any:
    from prometheus_client.core import GaugeMetricFamily

    made = GaugeMetricFamily(PREFIX + gauge.name, gauge.about, labels=gauge.labels)
    for labels, value in gauge.values:
        made.add_metric(labels, value)
    return made
