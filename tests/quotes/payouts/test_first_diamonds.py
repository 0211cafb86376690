"""What a search adds up once is, for any number of diamonds, what adding up its lots comes to."""

from hypothesis import given
from hypothesis import strategies as st

from ratecard.book.rulebook import RuleBook
from ratecard.money import Money
from ratecard.quotes.payouts.figures import PayoutFigures, figures_of
from ratecard.quotes.payouts.lots import ValuedLot, leaving_order, use, value_lots
from ratecard.quotes.payouts.wanted import Search
from ratecard.quotes.requests import PayoutRequest
from ratecard.terms.payout_offers import PayoutOffer
from ratecard.terms.region import Region
from tests.quotes.known import known
from tests.quotes.test_agreement import asked, loaded, patiently
from tests.strategies.books import Book
from tests.strategies.chain_questions import payout_requests
from tests.strategies.chains import chains


def valued_lots(book: RuleBook, request: PayoutRequest) -> tuple[PayoutOffer, list[ValuedLot]] | None:
    """The lots of a question with their terms; None where there are none to pay."""
    region = book.region(request.region, request.at)
    if not isinstance(region, Region) or region.payouts is None or request.method not in region.ways:
        return None
    offer = book.offers.of(region.ways[request.method], request.facts, [])
    if not isinstance(offer, PayoutOffer):
        return None
    lots = leaving_order(book, offer.payouts, request)
    if not isinstance(lots, list):
        return None
    valued, _ = value_lots(book, region, offer, request, lots, sum(lot.diamonds for _, lot in lots))
    return (offer, valued) if valued else None


def amounts(figures: PayoutFigures) -> tuple[int, ...]:
    """All but the lines one by one: those that keep nothing back of the first lots may be named or not."""
    return figures.value, figures.withheld, figures.fee, figures.remainder, figures.paid


@patiently
@given(chains(), st.data())
def test_sums_made_once_are_the_figures_of_any_number_of_diamonds(book: Book, data: st.DataObject) -> None:
    engine = loaded(book.files)
    for request in asked(data, payout_requests, book, 5):
        found = valued_lots(engine, request)
        if found is None:
            continue
        offer, valued = found
        held = sum(each.lot.diamonds for each in valued)
        search = Search(offer, valued, Money(1, known(offer.paid_in)))
        for diamonds in [1, held, *data.draw(st.lists(st.integers(1, held), min_size=3, max_size=3))]:
            assert amounts(search.figures(diamonds)) == amounts(figures_of(offer, use(valued, diamonds)))
