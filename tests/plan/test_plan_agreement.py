"""A plan says the same as asking both books at every period's start of both, with any facts: no more, and no less."""

from collections.abc import Callable, Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.plan.answers import figures_or_refusal, with_opened
from ratecard.plan.asking import (
    CHOSEN,
    EXCHANGE,
    EXCHANGED,
    GIFT,
    ITEM,
    PAYOUT,
    PURCHASE,
    WORTH,
    PaidThing,
    TwoBooks,
    chosen_numbers,
    paid_things,
)
from ratecard.plan.figures import Answer, NoAnswer, is_same, what_differs
from ratecard.plan.planning import Plan, plan
from ratecard.plan.walking import AnswerChange
from ratecard.quotes.exchanges.quoting import quote_exchange
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import quote_payout
from ratecard.quotes.purchases.chosen import quote_chosen
from ratecard.quotes.purchases.quoting import quote_item, quote_purchase
from ratecard.quotes.requests import ChosenRequest, ExchangeRequest, GiftRequest, ItemRequest, PurchaseRequest
from ratecard.refusals import InvalidFact, InvalidInput, UnknownFact
from ratecard.terms.facts import Facts
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.region import Region
from tests.guards.test_terms_changed import another_digit, without_a_line
from tests.snapshots.answers import facts_of
from tests.strategies.books import Book, books
from tests.strategies.chains import chains
from tests.strategies.chosen_worlds import ChosenWorld, chosen_worlds
from tests.strategies.derived_worlds import DerivedWorld, derived_worlds
from tests.strategies.promotions import promoted_books

NOW = Instant(1_800_000_000)
WRONG_QUESTIONS = {InvalidInput.code, InvalidFact.code, UnknownFact.code}
Asked = tuple[str, MarketKey, str, Instant, Facts]


def quote(book: RuleBook, asked: Asked) -> object:
    """What one book answers, by what it knows of the facts."""
    kind, (region, platform), thing, at, given_facts = asked
    facts = {name: value for name, value in given_facts.items() if name in book.facts}
    if kind == PURCHASE:
        return quote_purchase(book, PurchaseRequest(region, platform, thing, at, facts=facts))
    if kind == ITEM:
        return quote_item(book, ItemRequest(region, platform, thing, at, facts=facts))
    if kind == EXCHANGE:
        return quote_exchange(book, ExchangeRequest(region, platform, thing, at, EXCHANGED, facts=facts))
    if kind == CHOSEN:
        name, _, number = thing.partition(" ")
        market = book.market((region, platform), at)
        if not isinstance(market, Market) or name not in market.chosen:
            return None
        return quote_chosen(book, ChosenRequest(region, platform, name, at, coins=int(number), facts=facts))
    if kind == GIFT:
        return quote_gift(book, GiftRequest(region, platform, region, thing, at, facts=facts))
    return quote_payout(book, PaidThing.of(thing).request(region, at, facts))


def pair(both: tuple[RuleBook, RuleBook], asked: Asked) -> tuple[Answer, Answer]:
    """What both answer: with what open promotions would make of it, where nothing else differs."""
    quotes = [quote(book, asked) for book in both]
    was, now = map(figures_or_refusal, quotes)
    return (with_opened(was, quotes[0]), with_opened(now, quotes[1])) if is_same(was, now) else (was, now)


def starts(both: tuple[RuleBook, RuleBook], key: MarketKey) -> list[Instant]:
    """The start of every period of both books, of a market with its gifts and region, or of a region."""
    known = [book for book in both if key in book.markets() or (not key.platform and key.region in book.regions)]
    histories = [book.history(key) for book in known] + [book.history((key.region, "")) for book in known]
    return sorted({start for own in histories for start in (*own.starts, *own.own_starts)})


def questions(both: tuple[RuleBook, RuleBook], random: Random) -> Iterator[Asked]:
    """Each package, item, gift and way to be paid, at each start: without facts, and with some."""
    for key in sorted({key for book in both for key in book.markets()}):
        for at in starts(both, key):
            markets = [own for book in both if isinstance(own := book.market(key, at), Market)]
            things = {(PURCHASE, name) for own in markets for name in own.offers}
            things |= {(ITEM, name) for own in markets for name in own.items}
            things |= {(GIFT, name) for book in both for name in book.gifts}
            things |= {(EXCHANGE, unit) for own in markets for unit in own.exchange}
            for name in {name for own in markets for name, of in own.chosen.items() if not of.is_item}:
                numbers = chosen_numbers([own.chosen.get(name) for own in markets])
                things |= {(CHOSEN, f"{name} {number}") for number in numbers}
            for kind, name in sorted(things):
                yield from ((kind, key, name, at, facts) for facts in ({}, facts_of(both[1], random)))
    for code in sorted({code for book in both for code in book.regions}):
        for at in starts(both, MarketKey(code, "")):
            regions = [found for book in both if isinstance(found := book.region(code, at), Region)]
            for method in sorted({name for region in regions for name in region.ways}):
                ways = [region.ways.get(method) for region in regions]
                for thing in paid_things(TwoBooks(*both), code, method, at, ways):
                    yield PAYOUT, MarketKey(code, ""), str(thing), at, {}


def changes_of(found: Plan, asked: Asked) -> list[AnswerChange]:
    """The changes of a plan that are about a thing at an instant."""
    kind, key, thing, at, _ = asked
    every = (own.change for own in found.changes)
    of_thing = (own for own in every if (own.kind, own.key, own.thing) == (kind, key, thing))
    return [own for own in of_thing if own.start <= at and (own.end is None or at < own.end)]


def check(before: RuleBook, after: RuleBook, seed: int) -> None:
    """The plan and the questions say the same; each change has a cause."""
    found, both = plan(before, after, NOW), (before, after)
    assert found.is_empty is (before.digest == after.digest)
    for asked in questions(both, Random(seed)):
        if set(asked[4]) - before.facts.keys():
            continue
        was, now = pair(both, asked)
        wrong = any(isinstance(own, NoAnswer) and own.code in WRONG_QUESTIONS for own in (was, now))
        if not wrong and not is_same(was, now):
            told = [what_differs(own.was, own.now) for own in changes_of(found, asked)]
            assert what_differs(was, now) in told, (asked, was, now)
    for change, causes in found.changes:
        assert causes
        asked = (change.kind, change.key, change.thing, change.start, change.facts)
        if change.kind != WORTH:
            assert pair(both, asked) == (change.was, change.now)


@pytest.mark.parametrize("edit", [another_digit, without_a_line])
@settings(max_examples=settings().max_examples // 4, suppress_health_check=list(HealthCheck), deadline=None)
@given(book=st.one_of(books(), chains(), promoted_books(), derived_worlds(), chosen_worlds()), data=st.data())
def test_a_plan_is_what_both_books_answer(
    book: Book | DerivedWorld | ChosenWorld, data: st.DataObject, edit: Callable[[st.DataObject, str], str]
) -> None:
    files = {file: str(text) for file, text in book.files.items()}
    one = load_texts(files)
    file = data.draw(st.sampled_from(sorted(files)))
    files[file] = edit(data, files[file])
    two = load_texts(files)
    if one.book is not None and two.book is not None:
        check(one.book, two.book, len(files[file]))
        check(two.book, one.book, len(files[file]))
