"""The engine against the reference, and against what was put into random books.

Every figure, refusal, assumed fact, open condition and period is compared. What a book holds is known twice: the
reference reads it from the text, and the strategy that wrote the text remembers it.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.money import Money
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
from ratecard.refusals import Condition, NotSold, Refusal
from ratecard.terms.market import MarketKey
from tests.books import HARD, HARD_PARTS, hard_texts, library_of
from tests.reference import answering, reading
from tests.reference.dates import second
from tests.strategies.books import Book, Facts, books
from tests.strategies.questions import price_list_requests, purchase_requests
from tests.strategies.values import Amount, Word

QUESTIONS_MOST = 10
QUESTIONS = 5

# A book takes a while to draw, and on a busy machine longer: no reason to fail.
patiently = settings(
    max_examples=max(settings().max_examples * 2 // 5, 10), suppress_health_check=[HealthCheck.too_slow]
)

T = TypeVar("T")


def loaded(files: Mapping[str, str]) -> RuleBook:
    """The rule book of these texts, which have no errors; warnings are no matter here."""
    found = load_texts(files)
    assert found.errors == 0, [str(diagnostic) for diagnostic in found.diagnostics]
    assert found.book is not None
    return found.book


def comparable(refusal: Refusal) -> tuple[object, ...]:
    """A refusal without its hints: what is nearest, and what would be allowed in its stead."""
    hints = ("nearest", "allowed", "message", "unmet", "open")
    said = [(name, getattr(refusal, name)) for name in refusal.__struct_fields__ if name not in hints]
    conditions = [sorted_conditions(getattr(refusal, name, ())) for name in ("unmet", "open")]
    return (type(refusal).__name__, *said, *conditions)


def sorted_conditions(conditions: Iterable[Condition]) -> list[tuple[str, str, list[str], str]]:
    """Conditions in one order, and the values that each lists too: a rule file's order means nothing."""
    return sorted((c.fact, *_words(c.requirement), c.actual or "") for c in conditions)


def _words(requirement: str) -> tuple[str, list[str]]:
    word, listed, values = requirement.partition(" of ")
    return (word, sorted(values.split(", "))) if listed else (word, [])


def figures(quote: PurchaseQuote) -> dict[str, object]:
    """The engine's figures, by the reference's names."""
    period = quote.market.period
    return {
        "package": quote.request.package,
        "currency": quote.currency.code,
        "coins": quote.coins,
        "bonus": quote.bonus,
        "listed": quote.listed_minor,
        "net": quote.net_minor,
        "tax": quote.tax_minor,
        "tax_lines": {line.id: amount for line, amount in quote.tax_lines} if quote.tax_minor is not None else {},
        "tax_status": quote.tax.status.value,
        "gross": quote.gross_minor,
        "commission": quote.commission_minor,
        "withheld": quote.withheld_minor,
        "proceeds": quote.proceeds_minor,
        "remittance": quote.remittance_minor,
        "per_coin": None if quote.package.is_item else quote.per_coin.fraction,
        "assumed": sorted(quote.assumed),
        "open": sorted_conditions(quote.open),
        "period": (period.start, period.end),
        "unknown": list(quote.unknown_values),
        "product": quote.store_product_id,
    }


def expected(answer: answering.Figures) -> dict[str, object]:
    """The reference's figures, in the same form."""
    found = {name: getattr(answer, name) for name in answer.__dataclass_fields__ if name != "order"}
    lists = {"assumed": sorted(answer.assumed), "unknown": sorted(answer.unknown)}
    return found | lists | {"open": sorted_conditions(answer.open)}


def assert_agrees(answer: PurchaseQuote | Refusal, reference: answering.Figures | Refusal) -> None:
    """The same figures, or the same refusal."""
    if isinstance(answer, PurchaseQuote):
        assert isinstance(reference, answering.Figures), reference
        assert figures(answer) == expected(reference)
    else:
        assert not isinstance(reference, answering.Figures), answer
        assert comparable(answer) == comparable(reference)


def asked(
    data: st.DataObject, requests: Callable[[Book], st.SearchStrategy[T]], book: Book, many: int = QUESTIONS
) -> list[T]:
    """Some questions about a book."""
    return data.draw(st.lists(requests(book), min_size=many, max_size=many), label="questions")


@patiently
@given(books(), st.data())
def test_engine_and_reference_quote_the_same(book: Book, data: st.DataObject) -> None:
    engine, reference = loaded(book.files), reading.read(book.files)
    for request in asked(data, purchase_requests, book, QUESTIONS_MOST):
        assert_agrees(quote_purchase(engine, request), answering.quote(reference, request))


@patiently
@given(books(), st.data())
def test_engine_and_reference_list_the_same_prices(book: Book, data: st.DataObject) -> None:
    engine, reference = loaded(book.files), reading.read(book.files)
    for request in asked(data, price_list_requests, book, 3):
        assert_same_list(list_prices(engine, request), answering.price_list(reference, request))


def assert_same_list(answer: PriceList | Refusal, listing: answering.Listing | Refusal) -> None:
    """The same packages in the same order, and the same ones refused."""
    if not isinstance(answer, PriceList):
        assert not isinstance(listing, answering.Listing), answer
        assert comparable(answer) == comparable(listing)
        return
    assert isinstance(listing, answering.Listing), listing
    assert [figures(quote) for quote in answer.packages] == [expected(each) for each in listing.figures]
    assert answer.assumed == tuple(sorted(listing.assumed))
    refused = {one.package: comparable(one.refusal) for one in answer.refused}
    assert refused == {package: comparable(refusal) for package, refusal in listing.refused.items()}
    assert [each.way.id for each in answer.by_way] == list(listing.by_way)
    for each in answer.by_way:
        own = listing.by_way[each.way.id]
        assert [figures(quote) for quote in each.packages] == [expected(one) for one in own.figures]
        assert each.assumed == tuple(sorted(own.assumed))
        assert {one.package: comparable(one.refusal) for one in each.refused} == {
            package: comparable(refusal) for package, refusal in own.refused.items()
        }


@patiently
@given(books(), st.data())
def test_a_quote_holds_what_was_put_into_the_book(book: Book, data: st.DataObject) -> None:
    engine = loaded(book.files)
    for request in asked(data, purchase_requests, book):
        answer = quote_purchase(engine, request)
        if isinstance(answer, PurchaseQuote):
            assert_holds_what_was_put_in(book, request, answer)
        elif isinstance(answer, NotSold):
            of_it = {"purchase.quantity": request.quantity}
            coins = _known(book, structs.replace(request, facts={**request.facts, **of_it}))(
                "packages", request.package, "coins"
            )
            of_it |= {"purchase.coins": coins} if isinstance(coins, int) else {}
            known = _known(book, structs.replace(request, facts={**request.facts, **of_it}))
            assert known("prices", request.package) in (None, Word.NONE)


def _known(book: Book, request: PurchaseRequest) -> Callable[..., object]:
    return lambda *path: book.known(request.region, request.platform, path, request.at, request.facts)


def assert_holds_what_was_put_in(book: Book, request: PurchaseRequest, quote: PurchaseQuote) -> None:
    """Every single value of a quote is the one that was painted last in its market."""
    of_it: Facts = {
        "purchase.quantity": request.quantity,
        "purchase.coins": quote.package.coins,
        "purchase.kind": quote.package.kind,
        "purchase.amount": Money(quote.price.listed_minor, quote.currency),
    }
    known = _known(book, structs.replace(request, facts={**request.facts, **of_it}))
    assert quote.package.kinds == (known("packages", request.package, "kinds") or ())
    code = known("currency")
    assert code == quote.currency.code
    assert known("prices", request.package) == Amount(quote.price.listed_minor, str(code))
    coins, bonus = known("packages", request.package, "coins"), known("packages", request.package, "bonus")
    assert quote.coins == coins * request.quantity  # type: ignore[operator]
    if isinstance(bonus, Fraction):
        bonus = coins * bonus // 1  # type: ignore[operator]
    assert quote.bonus == (bonus if isinstance(bonus, int) else 0) * request.quantity
    lines = {line.id: (line.rate.fraction, line.on, line.of_gross) for line in quote.tax.lines}
    ids = ("city", "gst", "pst", "vat")
    rates = {line: known("tax", "lines", line, "rate") for line in ids}
    ons = {line: known("tax", "lines", line, "on") for line in ids}
    put_in = {
        line: (rate, ons[line] if isinstance(ons[line], str) else None, known("tax", "lines", line, "base") == "gross")
        for line, rate in rates.items()
        if isinstance(rate, Fraction)
    }
    subdivision = "-" in request.region
    undetermined = known("tax", "depends_on") == "subdivision" and not subdivision
    assert (quote.tax.status.value == "UNDETERMINED") == undetermined
    assert lines == ({} if undetermined else put_in)
    if lines:
        assert quote.tax.status.value == {"inclusive": "INCLUDED", "exclusive": "ADDED"}[str(known("tax", "display"))]
    for part in quote.commission.lines:
        path = ("commission", "lines", part.id)
        rate, fixed = known(*path, "rate"), known(*path, "fixed")
        assert (part.rate.fraction if part.rate else None) == (rate if isinstance(rate, Fraction) else None)
        assert part.of_gross == (part.rate is not None and known(*path, "base") == "gross")
        assert part.of_proceeds == (part.rate is not None and known(*path, "base") == "proceeds")
        assert part.is_tax == (known(*path, "kind") == "tax")
        assert part.fixed_minor == (fixed.minor if isinstance(fixed, Amount) else 0)


@patiently
@given(books(), st.data())
def test_amounts_are_conserved(book: Book, data: st.DataObject) -> None:
    engine = loaded(book.files)
    for request in asked(data, purchase_requests, book):
        quote = quote_purchase(engine, request)
        if not isinstance(quote, PurchaseQuote):
            continue
        assert quote.coins + quote.bonus == quote.total
        if quote.net_minor is not None and quote.tax_minor is not None:
            assert quote.net_minor + quote.tax_minor == quote.gross_minor
            assert sum(amount for _, amount in quote.tax_lines) == quote.tax_minor
            assert min((amount for _, amount in quote.tax_lines), default=0) >= 0
        if quote.proceeds_minor is not None and quote.commission_minor is not None:
            assert quote.withheld_minor is not None
            assert quote.commission_minor + quote.withheld_minor + quote.proceeds_minor == quote.net_minor
            assert quote.commission_minor >= 0
        if quote.tax.status.value == "INCLUDED":
            assert quote.gross_minor == quote.listed_minor
        if quote.tax.status.value == "ADDED":
            assert quote.net_minor == quote.listed_minor
        if quote.tax.status.value == "UNDETERMINED":
            assert sorted([quote.net_minor or -1, quote.gross_minor or -1]) == [-1, quote.listed_minor or -1]
            assert quote.tax_minor is None


@patiently
@given(books(), st.integers(0, 2**32 - 1), st.data())
def test_order_layout_comments_and_quoting_change_nothing(book: Book, seed: int, data: st.DataObject) -> None:
    one, other = loaded(book.files), loaded(book.laid_out(seed))
    assert one.digest == other.digest
    for request in asked(data, purchase_requests, book):
        here, there = quote_purchase(one, request), quote_purchase(other, request)
        if isinstance(here, PurchaseQuote):
            assert isinstance(there, PurchaseQuote)
            assert figures(here) == figures(there)
        else:
            assert here == there


OF_CREATORS = {f"rules/{name}.yaml" for name in ("gifts", "rarities", "earnings", "payouts")}
"""Files that no purchase asks for, which the reference would go through at every question."""


def _rates_of(text: str, codes: tuple[str, ...]) -> str:
    """The rates of these currencies alone: all that the derived prices of the hard regions are made of."""
    stated = yaml.load(text, Loader=yaml.BaseLoader)["fx"]["rates"]
    dated = (", ".join(f"{at}: {rate}" for at, rate in stated[code].items()) for code in codes)
    rates = (f"{code}: {{{rates}}}" for code, rates in zip(codes, dated, strict=True))
    return f"fx: {{rates: {{{', '.join(rates)}}}}}\n"


@lru_cache(maxsize=1)
def hard_books() -> tuple[RuleBook, reading.Book]:
    """The hard regions of the shipped book, as the engine and as the reference reads them."""
    asked_of = {file: text for file, text in hard_texts().items() if file not in OF_CREATORS}
    asked_of["rules/fx_ecb.yaml"] = _rates_of(asked_of["rules/fx_ecb.yaml"], ("THB", "USD"))
    asked_of["rules/fx.yaml"] = "fx: {base: EUR, rounding: down}\n"
    return loaded(hard_texts()), reading.read(asked_of | library_of(*HARD, *HARD_PARTS))


FOLLOWING = "TH"
"""Its prices follow others, which the reference computes anew for each figure: one quote of a chain is enough."""


@pytest.mark.xdist_group("hard books")
@pytest.mark.parametrize(("at", "first"), [("2025-12-31", 0), ("2026-01-01", 1), ("2026-11-27", 2)])
def test_the_shipped_book_is_quoted_as_the_reference_quotes_it(at: str, first: int) -> None:
    engine, reference = hard_books()
    noon = Instant(second(f"{at}T12:00+00:00", "UTC"))
    packages = sorted(set(engine.packages) - {"top_up"})  # whose number is chosen
    markets = [key for key in engine.markets() if key[0] in (*HARD, *HARD_PARTS) and key[0] != FOLLOWING]
    markets += [MarketKey(FOLLOWING, "web")] * (first == 2)
    for number, (region, platform) in enumerate(markets, start=first):
        request = PriceListRequest(region, platform, noon)
        if region != FOLLOWING:
            assert_same_list(list_prices(engine, request), answering.price_list(reference, request))
        bought = PurchaseRequest(region, platform, packages[number % len(packages)], noon, 7)
        assert_agrees(quote_purchase(engine, bought), answering.quote(reference, bought))
