"""The short form of `make fuzz-http`: some questions of each kind, and none is answered by a fault."""

from typing import Any

import pytest
from hypothesis import Phase

from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings
from tests.api.http.fuzzing import fuzz
from tests.api.servers import serving
from tests.books import shipped

EXAMPLES = 25


def test_no_question_is_answered_by_a_fault() -> None:
    with serving(CurrentBook(shipped()), settings=Settings(burst=10**12, rate=10**12)) as api:
        assert fuzz(api, EXAMPLES) >= EXAMPLES
        assert api.counters.operations_executed > 0


def test_a_fault_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("broken")

    with serving(CurrentBook(shipped()), settings=Settings(burst=10**12, rate=10**12)) as api:
        monkeypatch.setattr("ratecard.quotes.purchases.listing.list_prices", broken)
        monkeypatch.setattr("ratecard.quotes.purchases.quoting.quote_purchase", broken)
        with pytest.raises(AssertionError, match="INTERNAL_SERVER_ERROR"):
            fuzz(api, 10 * EXAMPLES, (Phase.generate,))  # the smallest such question is not asked for
