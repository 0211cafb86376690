"""What came and went on connections, counted for all workers."""

from ratecard.api.http.crowd import TrafficCounters
from ratecard.api.telemetry.families import CLOSED
from ratecard.api.telemetry.meter import Meter


class MeteredTraffic(TrafficCounters):
    """Counters of one process whose changes are counted among those of all workers, too."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        super().__init__()

    def __setattr__(self, name: str, value: object) -> None:
        more = value - self.__dict__.get(name, 0) if isinstance(value, int) else 0
        super().__setattr__(name, value)
        if more and name == "entered":
            self._meter.add("connections", by=more)
        elif more and name in CLOSED:
            self._meter.add("connections_closed", name, by=more)
