"""What stands beside a price in random books: the engine against the reference, which asks anew at each instant."""

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ratecard.currency import CURRENCIES
from ratecard.diagnostics.diagnostic import Place
from ratecard.loading import load_texts
from ratecard.money import PairRate, rate
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
from ratecard.refusals import FactNeeded, InvalidFact
from ratecard.rounding import DIVIDE, Rounding, RoundingMode
from ratecard.rulefiles.stated import Stated
from ratecard.terms.second_currency import SecondCurrencyTerms
from tests.reference import answering, reading
from tests.reference.dates import later
from tests.reference.layering import CURRENCY, Market, market, zone_of
from tests.reference.lowest import Priced, answer, earlier
from tests.reference.savings import Bought, best_value, saving
from tests.reference.second import Second
from tests.reference.settling import WAY, amount, settle, ways
from tests.strategies.books import Book, books
from tests.strategies.questions import price_list_requests, purchase_requests
from tests.strategies.values import PER_PACKAGE

WITHIN = "30 days"
NOWHERE = Stated("", Place("", 1, 1, 1, 1))
patiently = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=max(settings().max_examples // 2, 10))


def with_comparisons(book: Book) -> dict[str, str]:
    """The files of a book that compares each price with all packages and platforms, and tells lowest prices."""
    elsewhere = [f"{{platform: {platform}}}" for platform in book.world.platforms]
    against = ", ".join([*book.world.packages, *elsewhere])
    return {
        **book.files,
        "rules/beside.yaml": f"savings: {{against: [{against}]}}\nlowest_price: {{within: {WITHIN}}}\n",
    }


def questions_elsewhere(
    book: Book, reference: reading.Book, request: PurchaseRequest
) -> Iterator[tuple[str, PurchaseRequest]]:
    """What a price is compared with, as traces call it, and the question that tells what it costs.

    A platform that has not the way of paying that was told is asked for its usual one.
    """
    shared = {name: value for name, value in request.facts.items() if name != PER_PACKAGE}
    for package in book.world.packages:
        if package != request.package:
            yield package, replace(request, package=package, quantity=1, facts=shared)
    for platform in book.world.platforms:
        if platform != request.platform:
            held = market(reference, request.region, platform).everything_held(request.at)
            has_it = request.facts.get(WAY) in ways(held)
            facts = {name: value for name, value in request.facts.items() if name != WAY or has_it}
            yield f"platform {platform}", replace(request, platform=platform, facts=facts)


def bought(figures: answering.Figures, by_gross: bool) -> Bought | None:
    """What is bought for how much; None where that is not known."""
    price = figures.gross if by_gross else figures.listed
    return None if price is None else Bought(price, figures.coins + figures.bonus)


def shown_gross(figures: answering.Figures) -> bool | None:
    """Whether the listed price holds the tax; None where both are the same, or that is not known."""
    if figures.tax_status in ("INCLUDED", "ADDED"):
        return figures.tax_status == "INCLUDED"
    return None if figures.gross is not None and figures.net is not None else figures.gross is not None


def alike(this: answering.Figures, other: answering.Figures) -> bool:
    """Whether both are shown with tax inside, or both without."""
    return None in (shown_gross(this), shown_gross(other)) or shown_gross(this) == shown_gross(other)


@patiently
@given(books(), st.data())
def test_engine_and_reference_save_the_same(book: Book, data: st.DataObject) -> None:
    loaded, reference = load_texts(with_comparisons(book)).book, reading.read(book.files)
    assert loaded is not None
    for request in data.draw(st.lists(purchase_requests(book), min_size=4, max_size=4)):
        quote, this = quote_purchase(loaded, request), answering.quote(reference, request)
        if not isinstance(quote, PurchaseQuote) or not isinstance(this, answering.Figures):
            continue
        if "UNDETERMINED" in this.tax_status:
            continue
        expected: dict[str, tuple[int, Fraction] | None] = {}
        for name, question in questions_elsewhere(book, reference, request):
            other = answering.quote(reference, question)
            if isinstance(other, answering.Figures) and other.currency == this.currency:
                if other.tax_status == "UNDETERMINED":
                    expected[name] = None
                    continue
                pair = [bought(figures, not alike(this, other)) for figures in (this, other)]
                found = saving(pair[0], pair[1]) if pair[0] and pair[1] else None
                expected |= {name: found} if found is not None else {}
        known = {saved.against.shown: (saved.amount.minor, saved.rate.fraction) for saved in quote.savings}
        undetermined = {name for name, found in expected.items() if found is None}
        assert {name: found for name, found in known.items() if name not in undetermined} == {
            name: found for name, found in expected.items() if found is not None
        }


@patiently
@given(books(), st.data())
def test_engine_and_reference_find_the_same_best_value(book: Book, data: st.DataObject) -> None:
    loaded, reference = load_texts(book.files).book, reading.read(book.files)
    assert loaded is not None
    request: PriceListRequest = data.draw(price_list_requests(book))
    listed, expected = list_prices(loaded, request), answering.price_list(reference, request)
    if isinstance(listed, PriceList) and isinstance(expected, answering.Listing):
        figures = expected.figures
        if all(each.tax_status != "UNDETERMINED" and alike(figures[0], each) for each in figures):
            packages = [(each.package, Bought(each.listed, each.coins + each.bonus)) for each in figures]
            assert listed.best_value == best_value(packages)


def priced(here: Market, request: PurchaseRequest, at: int) -> tuple[str, int | None] | None:
    """The currency and the price of a package, None where it is not sold; None alone where a fact is missing."""
    held, path = here.everything_held(at), ("prices", request.package)
    currency = str(held[CURRENCY].says)
    if path not in held or held[path].says == "none":
        return currency, None
    found = settle(path, held, request.facts)
    if isinstance(found, FactNeeded | InvalidFact):
        return None
    says = found.says[path]
    return currency, None if says == "none" else amount(here, held[path], says, currency)


def prices_until(here: Market, request: PurchaseRequest) -> list[tuple[int, str, int | None]] | None:
    """What a package cost from each instant on that anything names; None where a fact is missing for any."""
    edges = sorted({here.begins, *(edge for edge in here._edges(()) if here.begins < edge <= request.at)})
    edges = sorted(
        {*edges, *(edge for edge in here._edges(("prices", "currency")) if here.begins < edge <= request.at)}
    )
    found = [(edge, priced(here, request, edge)) for edge in edges]
    known = [(edge, *price) for edge, price in found if price is not None]
    return known if len(known) == len(found) else None


@patiently
@given(books(), st.data())
def test_engine_and_reference_find_the_same_lowest_price(book: Book, data: st.DataObject) -> None:
    loaded, reference = load_texts(with_comparisons(book)).book, reading.read(book.files)
    assert loaded is not None
    for request in data.draw(st.lists(purchase_requests(book), min_size=4, max_size=4)):
        quote = quote_purchase(loaded, request)
        if not isinstance(quote, PurchaseQuote):
            continue
        here, zone = market(reference, request.region, request.platform), zone_of(reference, request.region)
        prices = prices_until(here, request)
        assert quote.lowest is not None
        reason = None if quote.lowest.reason is None else quote.lowest.reason.value
        if prices is None:
            assert reason == "FACT_NEEDED"
            continue
        changed = [edge for (edge, now, _), (_, before, _) in zip(prices[1:], prices, strict=False) if now != before]
        since = max(changed, default=here.begins)
        expected = answer([Priced(at, price) for at, _, price in prices if at >= since], request.at, WITHIN, zone)
        reduced = expected.reduced_since
        reaches = request.at < later(since, WITHIN, zone) if reduced is None else earlier(reduced, WITHIN, zone) < since
        if changed and reaches:
            assert reason == "OTHER_CURRENCY"
        else:
            lowest = None if quote.lowest.amount is None else quote.lowest.amount.minor
            assert (lowest, reason, quote.lowest.reduced_since) == (
                expected.lowest,
                expected.reason,
                expected.reduced_since,
            )
            assert quote.lowest.period.start >= expected.since or expected.since <= here.begins
            assert expected.until is None or (quote.period.end is not None and quote.period.end <= expected.until)


CODES = ("EUR", "BGN", "JPY", "KWD", "CLF", "HRK")


@given(
    st.lists(st.sampled_from(CODES), min_size=2, max_size=2, unique=True),
    st.integers(1, 10**9),
    st.integers(0, 12),
    st.sampled_from(list(RoundingMode)),
    st.integers(0, 10**12),
    st.booleans(),
)
def test_engine_and_reference_convert_the_same(
    codes: list[str], scaled: int, decimals: int, mode: RoundingMode, minor: int, turned: bool
) -> None:
    many, one = codes
    exact = Fraction(scaled, 10**decimals)
    ratio = rate(exact)
    pair = PairRate(ratio.numerator, ratio.denominator, CURRENCIES[many], CURRENCIES[one])
    terms = SecondCurrencyTerms(None, pair, Rounding(mode), DIVIDE[mode], NOWHERE, NOWHERE)
    this, other = (many, one) if turned else (one, many)
    expected = Second(None, exact, many, one, mode.value).converted(minor, this, other)
    assert terms.converted(minor, CURRENCIES[this], CURRENCIES[other]) == expected
