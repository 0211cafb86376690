"""Questions that nobody would ask, made of the schema by schemathesis: `python -m tests.api.http.fuzzing SECONDS`.

Each scalar of ours is made mostly right, so that questions get far, and at times wrong in the ways that people and
programs are wrong. Whatever is asked, the server must answer without a fault: no status of 500 and above, no error that
is ours, and JSON of the agreed form.
"""

import sys
import time
from collections.abc import Collection
from datetime import datetime
from typing import Any

import schemathesis
from graphql import GraphQLScalarType, is_specified_scalar_type
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.graphql import nodes

from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings
from ratecard.api.types.schema import make_schema
from tests.api.servers import Api, serving
from tests.books import shipped

SECONDS_OF_A_ROUND = 20
EXAMPLES_OF_A_ROUND = 200
CODES = {
    *("BAD_REQUEST", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "OPERATION_TOO_LARGE"),
    *("OPERATION_RESOLUTION_FAILURE", "RATE_LIMITED"),
}

DIGITS = st.integers(-(10**30), 10**30).map(str)
WRONG = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["NaN", "Infinity", "1e999999", "1_000", " 1", "1,5", "٣", "de_DE", "2026-02-30T00:00:00Z", "\x00"]
    ),
)
RIGHT: dict[str, st.SearchStrategy[str]] = {
    "RegionCode": st.sampled_from([*shipped().regions, "ZZ", "US-ZZ"]),
    "PlatformCode": st.sampled_from([*shipped().platforms, "console"]),
    "CurrencyCode": st.sampled_from(["EUR", "JPY", "KWD"]),
    "Locale": st.sampled_from(["de", "en", "fr", "ar", "ja", "pt-BR", "zh-Hant-TW", "hi"]),
    "DateTime": st.datetimes(datetime(1970, 1, 1), datetime(2999, 12, 31)).map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}Z"),
    "Decimal": st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    "Rate": st.sampled_from(["0.19", "1/3", "0"]),
    "BigInt": DIGITS,
    "Coins": DIGITS,
}
"""Texts that each scalar takes; one that does not stand here is made of digits."""


def register_scalars() -> None:
    """Tells schemathesis how each scalar of the schema is written, wrong once in ten."""
    for name, each in make_schema(ordered=False).core.type_map.items():
        if isinstance(each, GraphQLScalarType) and not is_specified_scalar_type(each):
            right = RIGHT.get(name, DIGITS)
            schemathesis.graphql.scalar(name, st.one_of(*[right] * 9, WRONG).map(nodes.String))


def fuzz(api: Api, examples: int, phases: Collection[Phase] = tuple(Phase)) -> int:
    """Asks this many questions of each kind, and fails at one that is answered by a fault; how many were asked."""
    register_scalars()
    schema = schemathesis.graphql.from_url(f"{api.url}/graphql")
    asked = 0

    def check(document: Any) -> None:
        nonlocal asked
        asked += 1
        response = api.http.post("/graphql", json={"query": document})
        assert response.status_code < 500, document
        codes = {error["extensions"]["code"] for error in response.json().get("errors", ())}
        assert codes <= CODES, f"{codes - CODES} for {document}"

    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]  # the schema is ours, and so not an invalid one

        @settings(
            max_examples=examples,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=phases,
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            check(case.body)

        try:
            ask()
        except Unsatisfiable:
            print(f"nothing was asked of {operation.label}", file=sys.stderr)
    return asked


def main(arguments: list[str]) -> int:
    """Asks for as many seconds as are given."""
    until = time.monotonic() + int(arguments[0] if arguments else SECONDS_OF_A_ROUND)
    asked = 0
    with serving(CurrentBook(shipped()), settings=Settings(burst=10**12, rate=10**12)) as api:
        while time.monotonic() < until:
            asked += fuzz(api, EXAMPLES_OF_A_ROUND)
            print(f"{asked:,} questions, no fault", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
