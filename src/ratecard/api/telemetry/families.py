"""What the server counts: one `Family` for each metric, with every value that its labels may have.

All labels are known before the server starts, so no caller can make their number grow. A new metric is a line in
`families`; whoever counts it calls `Meter.add`, or `Meter.set` for a gauge.
"""

from collections.abc import Sequence
from enum import Enum
from typing import get_args

import msgspec
from strawberry.utils.str_converters import to_camel_case

from ratecard.api import errors
from ratecard.api.types.query import Query
from ratecard.refusals import Refusal

PREFIX = "ratecard_"

OK = "OK"
GONE = "CLIENT_GONE"
"""The code of a request whose client left before it was answered."""

OTHER = "other"
SEVERAL = "several"
OPERATIONS_MOST = 100
"""Names of listed operations that are counted by themselves."""

QUESTIONS: tuple[str, ...] = tuple(
    field.graphql_name or to_camel_case(field.python_name)
    for field in Query.__strawberry_definition__.fields  # type: ignore[attr-defined]
)
"""The fields of the root: what an operation is counted under that has no listed name."""

CODES = (
    *(OK, GONE, errors.BAD_REQUEST, errors.PARSE_FAILED, errors.VALIDATION_FAILED, errors.OPERATION_UNRESOLVED),
    *(errors.BAD_USER_INPUT, errors.INTERNAL, errors.TOO_LARGE, errors.ANSWER_TOO_LARGE, errors.INTROSPECTION_OFF),
    *(errors.UNAUTHENTICATED, errors.FORBIDDEN, errors.RATE_LIMITED, errors.PERSISTED_NOT_FOUND),
    *(errors.PERSISTED_NOT_SUPPORTED, errors.NOT_IN_LIST),
)
"""How a request may end: with an answer, or with the code of its errors."""

REFUSALS: tuple[str, ...] = tuple(sorted({refused.code for refused in get_args(Refusal)}))

BUCKETS = tuple(int(seconds * 1_000_000_000) for seconds in (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1))
BUCKETS += tuple(int(seconds * 1_000_000_000) for seconds in (0.25, 0.5, 1, 2.5, 5, 10))
"""The upper bounds of the histogram of seconds, in nanoseconds, both ends counted."""

CLOSED = ("expired", "undrained", "evicted", "turned_away", "overfull", "framing_refused")
"""Why connections were ended: their time was over, an answer was not read, another needed the place, and so on."""


class Measure(Enum):
    """How a number is kept and shown. AGE keeps an instant and shows the seconds since the earliest of all workers."""

    COUNTER = "counter"
    GAUGE = "gauge"
    AGE = "age"
    SECONDS = "seconds"


class Family(msgspec.Struct, frozen=True):
    """One metric: its name after `ratecard_`, and the values that its labels may have together."""

    name: str
    measure: Measure
    about: str
    labels: tuple[str, ...] = ()
    values: tuple[tuple[str, ...], ...] = ((),)

    @property
    def width(self) -> int:
        """How many numbers one combination of its labels takes: a histogram one a bucket, the rest and the sum."""
        return len(BUCKETS) + 2 if self.measure is Measure.SECONDS else 1


def _one_by_one(values: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple((value,) for value in values)


def families(operations: Sequence[str]) -> tuple[Family, ...]:
    """All metrics of a server whose listed operations have these names."""
    by_name = tuple(dict.fromkeys((*operations[:OPERATIONS_MOST], *QUESTIONS, SEVERAL, OTHER)))
    counter, gauge = Measure.COUNTER, Measure.GAUGE
    both = tuple((operation, code) for operation in by_name for code in CODES)
    return (
        Family("requests", counter, "Requests, by how they ended.", ("operation", "code"), both),
        Family(
            "request_seconds",
            Measure.SECONDS,
            "Seconds from a request's head to its answer.",
            ("operation",),
            _one_by_one(by_name),
        ),
        Family("cost_units", counter, "Cost that callers were charged, in units of cost."),
        Family(
            "answers",
            counter,
            "Answers, by whether they were kept from before (cache) or executed.",
            ("source",),
            _one_by_one(("cache", "executed")),
        ),
        Family("not_modified", counter, "Answers that the client had already (304)."),
        Family("refusals", counter, "Refusals that the rules gave, by code.", ("code",), _one_by_one(REFUSALS)),
        Family("outside_envelope", counter, "Prices that were refused because they lay outside of their envelope."),
        Family("decisions", counter, "Questions written to the decision log."),
        Family(
            "decisions_dropped",
            counter,
            "Questions that were to be written and were not.",
            ("reason",),
            _one_by_one(("queue", "disk", "room", "fault")),
        ),
        Family("connections", counter, "Connections that were let in."),
        Family("connections_closed", counter, "Connections ended early.", ("reason",), _one_by_one(CLOSED)),
        Family("workers", gauge, "Worker processes that answer."),
        Family("draining", gauge, "Worker processes that are about to stop."),
        Family("book_behind", gauge, "Worker processes whose book is not what the rule files state."),
        Family("book_age_seconds", Measure.AGE, "Seconds since the book in force was put there, in any worker."),
    )
