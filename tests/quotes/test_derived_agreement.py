"""The engine against the reference where prices follow other prices: figures, refusals, periods and errors."""

from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratecard.diagnostics.diagnostic import Severity
from ratecard.loading import load_texts
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.quotes.tracing.purchases import trace_purchase
from tests.quotes.purchases.worlds import FOR_THE_ENGINE
from tests.quotes.test_agreement import assert_agrees
from tests.quotes.tracing.replaying import exact, replay
from tests.reference import answering, reading
from tests.reference.book_errors import BadPrice
from tests.reference.points import NoPricePoint
from tests.reference.small_worlds import request
from tests.strategies.derived_worlds import PACKAGES, PLATFORMS, DerivedWorld, derived_worlds

OF_PRICES = {"cannot-derive", "price-circle", "chain-too-long", "no-price-point"}
INSTANTS = ("2026-01-15T12:00+00:00", "2026-03-10T12:00+00:00", "2026-07-01T05:00+00:00", "2026-12-01T12:00+00:00")
TOLD: tuple[dict[str, bool], ...] = ({}, {"buyer__member": True}, {"buyer__member": False})

seldom = settings(
    max_examples=max(settings().max_examples * 2 // 5, 10), suppress_health_check=[HealthCheck.too_slow], deadline=None
)


def questions(world: DerivedWorld) -> list[PurchaseRequest]:
    """Everything that can be asked about a world, as of some instants."""
    every = product(world.regions, PLATFORMS, PACKAGES, INSTANTS, TOLD)
    return [request(f"{region} {on} {package}", at, **told) for region, on, package, at, told in every]


@seldom
@given(derived_worlds(), st.data())
def test_engine_and_reference_compute_the_same_prices(world: DerivedWorld, data: st.DataObject) -> None:
    files = world.files | {"rules/engine.yaml": FOR_THE_ENGINE}
    loaded, reference = load_texts(files), reading.read(world.files)
    errors = [found for found in loaded.diagnostics if found.severity is Severity.ERROR]
    assert {found.code for found in errors} <= OF_PRICES, errors
    every = questions(world)
    if errors:
        assert any(is_bad(reference, asked) for asked in every), errors
        return
    assert loaded.book is not None
    for asked in data.draw(st.lists(st.sampled_from(every), min_size=6, max_size=6, unique_by=id), label="questions"):
        answer = quote_purchase(loaded.book, asked)
        assert_agrees(answer, answering.quote(reference, asked))
        if isinstance(answer, PurchaseQuote):
            for step in trace_purchase(answer):
                replayed = replay(step)
                assert replayed is None or replayed == exact(step.output), step


def is_bad(reference: reading.Book, asked: PurchaseRequest) -> bool:
    """Whether the reference meets an error of the book in a question."""
    try:
        answering.quote(reference, asked)
    except (BadPrice, NoPricePoint):
        return True
    return False
