"""The engine against the reference on chosen numbers: quotes, refusals, and the most for some money by trying all."""

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from ratecard.diagnostics.diagnostic import Severity
from ratecard.loading import load_texts
from ratecard.money import Money
from ratecard.quotes.purchases.chosen import quote_chosen
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import Budget, ChosenRequest, PurchaseRequest
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.refusals import AboveLimit, ChoiceOutOfRange, OverBudget, Refusal, SpendTooLow
from tests.quotes.promoted_engine import said_by_engine, said_by_reference
from tests.quotes.purchases.worlds import FOR_THE_ENGINE
from tests.quotes.test_agreement import comparable
from tests.quotes.tracing.replaying import exact, replay
from tests.reference import buying, reading
from tests.reference.book_errors import BadPrice
from tests.reference.choices import Choice, OutOfRange
from tests.reference.choices import SpendTooLow as KnownTooLow
from tests.reference.points import NoPricePoint
from tests.reference.selling import Sold
from tests.reference.small_worlds import request
from tests.reference.told import OverBudget as KnownOverBudget
from tests.reference.told import OverLimit, Told
from tests.reference.writing import money_of
from tests.strategies.chosen_worlds import MOST, ChosenQuestion, ChosenWorld, chosen_questions, chosen_worlds

AT = "2026-07-01T12:00+00:00"
OF_PRICES = {"price-of-nothing", "no-price-point"}
CURRENCY = {"DE": "EUR", "US": "USD", "BR": "BRL", "JP": "JPY"}
seldom = settings(
    max_examples=max(settings().max_examples // 5, 10),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    deadline=None,
    phases=[Phase.generate],
)


def asked_of(question: ChosenQuestion) -> PurchaseRequest:
    """The question without its number."""
    told: dict[str, bool] = {} if question.member is None else {"buyer__member": question.member}
    plain = request(question.where, AT, **told)
    return PurchaseRequest(
        plain.region, plain.platform, plain.package, plain.at, question.quantity, plain.facts, codes=question.codes
    )


def money(question: ChosenQuestion) -> Money:
    """The number as money of the region."""
    return money_of(question.number, CURRENCY[question.where[:2]])


def of_engine(book: object, question: ChosenQuestion) -> PurchaseQuote | Refusal:
    """What the engine answers."""
    asked, own = asked_of(question), money(question)
    budget = None if question.budget is None else Budget(Money(question.budget, own.currency))
    return quote_chosen(
        book,  # type: ignore[arg-type]
        ChosenRequest(
            asked.region,
            asked.platform,
            asked.package,
            asked.at,
            question.number if question.by == "coins" else None,
            own if question.by == "amount" else None,
            own if question.by == "spend" else None,
            question.quantity,
            asked.facts,
            budget=budget,
            codes=question.codes,
        ),
    )


def of_reference(book: reading.Book, question: ChosenQuestion) -> buying.Bought:
    """What the reference answers."""
    own, spend = money(question), None
    choice = Choice()
    if question.by == "coins":
        choice = Choice(question.number)
    elif question.by == "amount":
        choice = Choice(amount=own)
    elif question.by == "spend":
        spend = own
    told = Told(question.codes, budget=None if question.budget is None else (question.budget, 0))
    return buying.buy(book, asked_of(question), choice, told, spend)


def assert_same(answer: PurchaseQuote | Refusal, known: buying.Bought) -> None:
    if isinstance(answer, PurchaseQuote):
        assert isinstance(known, Sold), known
        assert said_by_engine(answer) == said_by_reference(known)
        for step in trace_purchase(answer):
            replayed = replay(step)
            assert replayed is None or replayed == exact(step.output), step
    elif isinstance(known, OutOfRange):
        assert isinstance(answer, ChoiceOutOfRange), answer
        assert minors(answer.named, answer.least, answer.most, answer.step, *answer.nearest) == [
            *(() if known.named is None else (known.named,)),
            *(known.range.least, known.range.most, known.range.step),
            *known.nearest,
        ]
    elif isinstance(known, KnownTooLow):
        assert isinstance(answer, SpendTooLow), answer
        assert minors(answer.least, answer.costs) == [known.least, known.costs]
    elif isinstance(known, OverLimit):
        assert isinstance(answer, AboveLimit), answer
        assert answer.limit_id == known.limit.id
    elif isinstance(known, KnownOverBudget):
        assert isinstance(answer, OverBudget), answer
    else:
        assert not isinstance(known, Sold), answer
        told, expected = comparable(answer), comparable(known)
        names = [str(refusal[0]).removeprefix("Item") for refusal in (told, expected)]
        assert names[0] == names[1], (answer, known)


def minors(*texts: str | None) -> list[int]:
    """Numbers as the engine writes them, coins or minor units."""
    return [int(text.partition(" ")[0].replace(".", "")) for text in texts if text is not None]


@seldom
@given(chosen_worlds(), st.data())
def test_engine_and_reference_agree_on_chosen_numbers(world: ChosenWorld, data: st.DataObject) -> None:
    loaded = load_texts(world.files | {"rules/engine.yaml": FOR_THE_ENGINE})
    reference = reading.read(world.files)
    errors = [found for found in loaded.diagnostics if found.severity is Severity.ERROR]
    assert {found.code for found in errors} <= OF_PRICES, errors
    if errors:
        assert any(is_bad(reference, region) for region in world.regions), errors
        return
    assert loaded.book is not None
    for question in data.draw(st.lists(chosen_questions(world), min_size=6, max_size=6), label="questions"):
        assume(question.where.split()[2] != "coins_100" or question.by != "none")
        assert_same(of_engine(loaded.book, question), of_reference(reference, question))


def is_bad(reference: reading.Book, region: str) -> bool:
    """Whether the reference meets an error of the book at any number."""
    members: tuple[dict[str, bool], ...] = ({}, {"buyer__member": True})
    for told in members:
        for number in range(MOST + 1):
            try:
                buying.buy(reference, request(f"{region} ios top_up", AT, **told), Choice(number))
            except (BadPrice, NoPricePoint):
                return True
    return False
