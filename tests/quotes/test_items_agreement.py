"""The engine against the reference on items, and on packages beside them: random books, quotes and lists."""

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from ratecard.diagnostics.diagnostic import Severity
from ratecard.loading import load_texts
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import as_purchase, quote_item, quote_purchase
from ratecard.quotes.requests import ItemRequest, PriceListRequest, PurchaseRequest, UsedBefore
from ratecard.refusals import AboveLimit, Refusal
from tests.quotes.promoted_engine import (
    Both,
    amount_of,
    refused_by,
    refused_by_reference,
    said_by_engine,
    said_by_reference,
)
from tests.quotes.test_agreement import comparable
from tests.reference import answering, buying
from tests.reference.selling import Sold
from tests.reference.told import OverLimit, Told
from tests.reference.used_before import Used
from tests.strategies.sales import ITEMS, SaleBook, SaleQuestion, sale_books, sale_questions

QUESTIONS = 12
ODD = {"promotion-without-effect"}
patiently = settings(
    max_examples=max(settings().max_examples // 2, 10),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def sound(book: SaleBook) -> SaleBook:
    """The book, unless a random promotion gives nothing."""
    found = load_texts(book.files)
    errors = [one for one in found.diagnostics if one.severity is Severity.ERROR]
    assert {one.code for one in errors} <= ODD, [str(one) for one in errors]
    return reject() if errors else book


def of_engine(both: Both, asked: SaleQuestion) -> PurchaseQuote | Refusal:
    """What the engine answers."""
    used = tuple(UsedBefore(path, amount_of(amount)) for path, amount in asked.used)
    item = ItemRequest(
        asked.region,
        asked.platform,
        asked.thing,
        asked.at,
        asked.quantity,
        asked.facts,
        used=used,
        codes=asked.codes,
    )
    return quote_item(both.engine, item) if asked.thing in ITEMS else quote_purchase(both.engine, as_purchase(item))


def of_reference(both: Both, asked: SaleQuestion) -> buying.Bought:
    """What the reference answers."""
    request = PurchaseRequest(asked.region, asked.platform, asked.thing, asked.at, asked.quantity, asked.facts)
    told = Told(asked.codes, tuple(Used(path, amount) for path, amount in asked.used))
    return buying.buy(both.reference, request, told=told)


def renamed(refusal: tuple[object, ...]) -> tuple[object, ...]:
    """A refusal of an item as the reference says it: as one of a package."""
    name, *facts = refusal
    same = [("package_id", fact[1]) if isinstance(fact, tuple) and fact[0] == "item_id" else fact for fact in facts]
    return (str(name).removeprefix("Item"), *same)


def without_its_package(refusal: tuple[object, ...]) -> tuple[object, ...]:
    """A refusal of the reference without the id of what is not sold elsewhere: an item follows the same item."""
    return tuple(fact for fact in refusal if not (isinstance(fact, tuple) and fact[0] == "source_package_id"))


@patiently
@given(sale_books().map(sound), st.data())
def test_engine_and_reference_agree_on_items(book: SaleBook, data: st.DataObject) -> None:
    both = Both.of(book.files)
    for asked in data.draw(st.lists(sale_questions(book), min_size=QUESTIONS, max_size=QUESTIONS), label="questions"):
        answer, known = of_engine(both, asked), of_reference(both, asked)
        if isinstance(answer, PurchaseQuote):
            assert isinstance(known, Sold), known
            assert said_by_engine(answer) == said_by_reference(known)
        elif isinstance(known, OverLimit):
            assert isinstance(answer, AboveLimit), answer
            assert refused_by(answer) == refused_by_reference(known.limit)
        else:
            assert isinstance(known, Refusal), known
            told = without_its_package(comparable(known)) if asked.thing in ITEMS else comparable(known)
            assert renamed(comparable(answer)) == told


@patiently
@given(sale_books().map(sound), st.data())
def test_engine_and_reference_list_the_same_items(book: SaleBook, data: st.DataObject) -> None:
    both = Both.of(book.files)
    for asked in data.draw(st.lists(sale_questions(book), min_size=3, max_size=3), label="questions"):
        request = PriceListRequest(asked.region, asked.platform, asked.at, asked.facts)
        answer, known = list_prices(both.engine, request), buying.items(both.reference, request)
        packages = answering.listed(both.reference, request)
        assert isinstance(answer, PriceList), answer
        assert isinstance(packages, answering.Listed)
        assert [said_by_engine(quote) for quote in answer.items] == [said_by_reference(one) for one in known.sold]
        assert [quote.package.id for quote in answer.packages] == [one.figures.package for one in packages.sold]
        assert {own.item for own in answer.refused_items} == set(known.refused)
        assert set(answer.assumed) == {*known.assumed, *packages.assumed}
