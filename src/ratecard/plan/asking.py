"""What is asked of two books at one instant: each package, item, gift and way to be paid, for each case of facts."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.guards.chosen_cases import terms_at_numbers
from ratecard.guards.joint_cases import joint_cases
from ratecard.instants import Instant
from ratecard.money import Diamonds, Money
from ratecard.plan.answers import CoinsWorth, figures_or_refusal, with_opened
from ratecard.plan.figures import Answer, is_same, what_differs
from ratecard.quotes.exchanges.quoting import quote_exchange
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.gifts.worth import Worth, worth_in
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.purchases.chosen import quote_chosen
from ratecard.quotes.purchases.quoting import quote_item, quote_purchase
from ratecard.quotes.requests import (
    ChosenRequest,
    ExchangeRequest,
    GiftRequest,
    ItemRequest,
    Lot,
    PayoutRequest,
    PurchaseRequest,
)
from ratecard.ranges import Range
from ratecard.rulefiles.keys.facts import STATED_BY_ENGINE
from ratecard.terms.chosen import ChosenOffer
from ratecard.terms.facts import Facts, possible_terms
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.offers import Offer, VaryingOffer
from ratecard.terms.payout_offers import PayoutWay
from ratecard.terms.withholding import WithholdingTerms

PURCHASE, ITEM, CHOSEN, EXCHANGE = "purchase", "item", "chosen", "exchange"
WORTH, GIFT, PAYOUT = "worth", "gift", "payout"

EXCHANGED = 1_000
"""Of how many of a unit it is asked what they give."""

PAID_POWERS = range(2, 13)
"""A payout is asked of the least power of ten of diamonds that one of the books pays."""


class TwoBooks(NamedTuple):
    """An older book, and a newer one."""

    before: RuleBook
    after: RuleBook


class PaidThing(NamedTuple):
    """So many diamonds paid out by a method, earned at once of money from a region: "bank 10000 US" as a text."""

    method: str
    diamonds: int
    source: str

    @classmethod
    def of(cls, text: str) -> "PaidThing":
        """What such a text says."""
        method, diamonds, source = text.split(" ")
        return cls(method, int(diamonds), source)

    def __str__(self) -> str:
        return f"{self.method} {self.diamonds} {self.source}"

    def request(self, region: str, at: Instant, facts: Facts) -> PayoutRequest:
        """The payout of one lot that is earned when it is asked for."""
        lot = Lot(Diamonds(self.diamonds), at, self.source)
        return PayoutRequest(region, self.method, at, lots=(lot,), facts=facts)


class ThingAsked(NamedTuple):
    """One thing asked of both books at an instant, where the answers differ.

    They are those of the first of so many `cases` of facts, that of the fewest facts, in which the same figures differ.
    """

    kind: str
    key: MarketKey
    thing: str
    at: Instant
    facts: Facts
    cases: int
    was: Answer
    now: Answer


Ask = Callable[[RuleBook, Facts], object]


def differing(
    books: TwoBooks, kind: str, key: MarketKey, thing: str, at: Instant, *terms: object
) -> Iterator[ThingAsked]:
    """Where both books answer otherwise about a thing: once for all cases of facts in which the same figures differ."""
    ask = _asks(kind, key, thing, at)
    found: dict[object, ThingAsked] = {}
    for facts in _cases(books, terms):
        answers = [ask(book, _known(book, facts)) for book in books]
        was, now = map(figures_or_refusal, answers)
        if is_same(was, now):
            was, now = map(with_opened, (was, now), answers)
        if not is_same(was, now):
            same = what_differs(was, now)
            first = found.get(same, ThingAsked(kind, key, thing, at, facts, 0, was, now))
            found[same] = first._replace(cases=first.cases + 1)
    yield from found.values()


def _asks(kind: str, key: MarketKey, thing: str, at: Instant) -> Ask:
    region, platform = key
    if kind == PURCHASE:
        return lambda book, facts: quote_purchase(book, PurchaseRequest(region, platform, thing, at, facts=facts))
    if kind == ITEM:
        return lambda book, facts: quote_item(book, ItemRequest(region, platform, thing, at, facts=facts))
    if kind == EXCHANGE:
        return lambda book, facts: quote_exchange(
            book, ExchangeRequest(region, platform, thing, at, EXCHANGED, facts=facts)
        )
    if kind == CHOSEN:
        name, _, number = thing.partition(" ")
        return lambda book, facts: _chosen(book, ChosenRequest(region, platform, name, at, facts=facts), int(number))
    if kind == WORTH:
        return lambda book, facts: _worth(book, key, at, facts)
    if kind == GIFT:
        return lambda book, facts: quote_gift(book, GiftRequest(region, platform, region, thing, at, facts=facts))
    paid = PaidThing.of(thing)
    return lambda book, facts: quote_payout(book, paid.request(region, at, facts))


def _chosen(book: RuleBook, request: ChosenRequest, number: int) -> object:
    """What a chosen number is answered: coins of a package, or minor units for an item."""
    market = book.market((request.region, request.platform), request.at)
    offer = market.chosen.get(request.thing) if isinstance(market, Market) else None
    if offer is None or not isinstance(market, Market):
        return None
    if offer.is_item:
        return quote_chosen(book, msgspec.structs.replace(request, amount=Money(number, market.currency)))
    return quote_chosen(book, msgspec.structs.replace(request, coins=number))


def chosen_numbers(offers: Iterable[ChosenOffer | None]) -> list[int]:
    """The numbers that stand for all that may be chosen of these offers: their ends, and what lies beside each tier."""
    found: set[int] = set()
    for offer in offers:
        within = None if offer is None else offer.range({}, [])
        if offer is not None and isinstance(within, Range):
            found |= {within.least, within.most}
            found |= set() if offer.is_item else {own.number for own in terms_at_numbers(within, offer)}
    return sorted(found)


def _worth(book: RuleBook, key: MarketKey, at: Instant, facts: Facts) -> object:
    market = book.market(key, at)
    worth = worth_in(market, facts, []) if isinstance(market, Market) else market
    if isinstance(worth, Worth) and isinstance(market, Market):
        return CoinsWorth(worth, market.currency)
    return worth


def _cases(books: TwoBooks, terms: Iterable[object]) -> Iterable[Facts]:
    """Facts that lead to each case of the terms of both, without those that a question states itself; none at first."""
    cases = joint_cases(books.before, books.after, *terms)
    stated = [{name: value for name, value in facts.items() if name not in STATED_BY_ENGINE} for facts in cases]
    return sorted({repr(sorted(facts.items(), key=str)): facts for facts in stated}.values(), key=len)


def _known(book: RuleBook, facts: Facts) -> Facts:
    """Those of some facts that a book knows, so that a fact that is new is none to the older one."""
    if not facts:
        return facts
    return {name: value for name, value in facts.items() if name in book.facts and book.facts[name].accepts(value)}


def terms_of(offer: Offer | VaryingOffer | None) -> tuple[object, ...]:
    """All that an offer is made of, which may vary by facts."""
    if offer is None:
        return ()
    if isinstance(offer, Offer):
        return (offer.package, offer.price, offer.tax, offer.shown_commission)
    return (offer.package, offer.price, offer.tax, offer.commission)


def paid_things(
    books: TwoBooks, region: str, method: str, at: Instant, ways: Iterable[PayoutWay | None]
) -> Iterator[PaidThing]:
    """What is asked of a method: diamonds for money from the creator's region, and from each that withholding names.

    So many as the least power of ten that one of the books pays; the greatest where none does.
    """
    sections = [possible_terms(section) for way in ways if way is not None for section in way.sections]
    sections += [possible_terms(way.by_lot) for way in ways if way is not None]
    lines = [line for every in sections for own in every if isinstance(own, WithholdingTerms) for line in own.lines]
    named = {line.domestic for line in lines if line.domestic is not None}
    for source in (region, *sorted(named - {region})):
        every = [PaidThing(method, 10**power, source) for power in PAID_POWERS]
        paid = (own for own in every if any(_is_paid(book, own.request(region, at, {})) for book in books))
        yield next(paid, every[-1])


def _is_paid(book: RuleBook, request: PayoutRequest) -> bool:
    return isinstance(quote_payout(book, request), PayoutQuote)
