"""The cases of a book's terms are what questions get: in random books, for each case and for any choice of facts."""

from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.loading import load_texts
from ratecard.money import Money
from ratecard.quotes.facts import parse_facts
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import FactNeeded, NotEligible, NotSold
from ratecard.rulefiles.keys.facts import STATED_BY_ENGINE, WAY
from ratecard.terms.cases import Case, cases_of
from ratecard.terms.facts import Facts, FactValue, choose, fact_text
from ratecard.terms.market import Market
from ratecard.terms.offers import VaryingOffer
from ratecard.terms.purchase_facts import of_purchase
from ratecard.terms.region import Region
from tests.books import sound
from tests.strategies.books import Book, books
from tests.strategies.chains import chains
from tests.strategies.drawing import Draw, Drawer

patiently = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=max(settings().max_examples // 2, 10))

VALUES = (0, 1, 3, 4, 5, 6, 12, 15, 16, 18, 19, 20, 64, 65, 100, 1000, 10**6)
AMOUNTS = tuple(Money(minor, CURRENCIES["USD"]) for minor in (0, 1, 2, 4999, 5000, 5001, 9989, 9990, 9991, 10**12))


@st.composite
def right_facts(draw: Draw, book: Book) -> dict[str, FactValue]:
    """Values of most facts, none of them wrong."""
    drawer = Drawer(draw)
    options: dict[str, tuple[FactValue, ...]] = {"count": VALUES, "yes or no": (True, False), "money": AMOUNTS}
    known = {name: options.get(kind, values) for name, (kind, values) in book.world.facts.items()}
    return {name: drawer.one(values) for name, values in known.items() if drawer.maybe(70)}


def periods(book: RuleBook) -> Iterator[Market]:
    """Every market in each of its periods."""
    for key in book.markets():
        yield from book.market_periods(key)


def admitting(cases: tuple[Case, ...], facts: Facts) -> Case:
    """The one case that these facts lead to."""
    (case,) = [case for case in cases if case.admits(facts)]
    return case


def offered(market: Market, package: str) -> tuple[object, ...]:
    """The terms of an offer: price, package, tax and commission."""
    offer = market.offers[package]
    commission = offer.commission if isinstance(offer, VaryingOffer) else offer.shown_commission
    return offer.price, offer.package, offer.tax, commission


@patiently
@given(books(), st.data())
def test_a_purchase_with_the_facts_of_a_case_has_its_terms(book: Book, data: st.DataObject) -> None:
    engine = sound(load_texts(book.files))
    facts = data.draw(right_facts(book))
    for market in periods(engine):
        for package in market.offers:
            cases = cases_of(engine.facts, *offered(market, package))
            for asked in (facts, *(case.witness for case in cases)):
                assert_quoted(engine, market, package, cases, asked)


def told(market: Market, facts: Facts) -> Facts:
    """What a caller may state of these facts: nothing that the engine states itself, and no way that is not there."""
    ways = dict.fromkeys(market.ways)
    return {
        name: value for name, value in facts.items() if name not in STATED_BY_ENGINE and (name != WAY or value in ways)
    }


def assert_quoted(book: RuleBook, market: Market, package: str, cases: tuple[Case, ...], facts: Facts) -> None:
    """The answer for these facts is computed from the terms of their case, or refused for what the case lacks."""
    facts = told(market, facts)
    assert parse_facts(book, [(name, fact_text(value)) for name, value in facts.items()]) == facts
    answer = quote_purchase(book, PurchaseRequest(*market.key, package, market.period.start, 1, facts))
    if isinstance(answer, PurchaseQuote):
        offer = answer.offer
        case = admitting(cases, of_purchase(facts, offer.package, offer.price, 1))
        assert (offer.price, offer.package, offer.tax, offer.shown_commission) == case.terms
        return
    every = [terms for case in cases for terms in case.terms]
    if isinstance(answer, NotSold):
        assert None in every
    elif isinstance(answer, FactNeeded):
        assert answer in every
    else:
        assert isinstance(answer, NotEligible)


@patiently
@given(chains(), st.data())
def test_all_terms_of_a_region_and_a_market_agree_on_each_fact(book: Book, data: st.DataObject) -> None:
    engine = sound(load_texts(book.files))
    facts = data.draw(right_facts(book))
    for code in engine.regions:
        for region in engine.region_periods(code):
            assert_jointly(engine, terms_of(region), facts)
    for key in engine.markets():
        for catalogue in engine.catalogue_periods(key):
            assert_jointly(engine, tuple(catalogue.gifts.values()), facts)


def terms_of(region: Region) -> tuple[object, ...]:
    """All that may vary in a region."""
    ways = [section for way in region.ways.values() for section in way.sections]
    return (*region.earnings.values(), region.payouts, region.diamond, region.hold, *ways)


def assert_jointly(book: RuleBook, terms: tuple[object, ...], facts: Facts) -> None:
    """Each case has what its own facts choose all terms to, and any facts lead to one case."""
    cases = cases_of(book.facts, *terms, most=50_000)
    for case, known in ((admitting(cases, facts), facts), *((case, case.witness) for case in cases)):
        chosen = [choose(varying, known, []) for varying in terms]
        assert all(one is two or one == two for one, two in zip(case.terms, chosen, strict=True))
        assert case.admits(known)
