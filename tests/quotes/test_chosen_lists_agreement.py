"""What price lists say of chosen numbers: as the reference says it, and enough to compute each regular price by."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ratecard.answers.purchases import PRICE_LIST
from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import answer_json
from ratecard.loading import load_texts
from ratecard.money import Money
from ratecard.quotes.purchases.chosen import quote_chosen
from ratecard.quotes.purchases.chosen_listed import ListedChosen
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import ChosenRequest, PriceListRequest
from ratecard.refusals import AboveLimit, FactNeeded, ItemNotSold, NotEligible, NotSold
from ratecard.showing import reader_of
from ratecard.terms.facts import Facts
from tests.quotes.from_a_list import bonus_of, numbers_of, regular_minor
from tests.quotes.purchases.worlds import FOR_THE_ENGINE
from tests.reference import buying, reading
from tests.reference.small_worlds import request, texts_of
from tests.strategies.chosen_worlds import ChosenWorld, chosen_worlds
from tests.strategies.drawing import Draw, Drawer

AT = request("DE ios top_up").at
seldom = settings(
    max_examples=max(settings().max_examples // 2, 10),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    deadline=None,
    phases=[Phase.generate],
)
TOLD: tuple[Facts, ...] = ({}, {"buyer.member": True}, {"buyer.member": False})


def lists(book: RuleBook, regions: tuple[str, ...]) -> Iterator[PriceList]:
    """The lists of each market, for each that may be told of the buyer."""
    for region in regions:
        for platform in ("ios", "web"):
            for facts in TOLD:
                answer = list_prices(book, PriceListRequest(region, platform, AT, facts))
                assert isinstance(answer, PriceList), answer
                yield answer


def json_of(book: RuleBook, listed: PriceList) -> dict[str, Any]:
    """What is published of each thing that is chosen, by id."""
    every: Any = answer_json(PRICE_LIST, listed, reader_of(book, "en"))["chosen"]
    return {own["thingId"]: own for own in every}


def asked(listed: PriceList, own: ListedChosen, number: int) -> ChosenRequest:
    """The question for one number."""
    of, currency = listed.request, own.range.currency
    coins, amount = (number, None) if currency is None else (None, Money(number, currency))
    return ChosenRequest(of.region, of.platform, own.id, of.at, coins, amount, facts=of.facts)


def assert_computed(book: RuleBook, listed: PriceList, data: st.DataObject) -> None:
    """Each regular price follows from what the list says, and so does which numbers are sold."""
    published = json_of(book, listed)
    for own in listed.chosen:
        numbers = numbers_of(published[own.id])
        drawn = data.draw(st.lists(st.sampled_from(numbers), min_size=4, max_size=4), label=own.id)
        for number in {numbers[0], numbers[-1], *drawn}:
            answer, computed = quote_chosen(book, asked(listed, own, number)), regular_minor(published[own.id], number)
            if isinstance(answer, AboveLimit):
                continue
            if computed is None:
                assert isinstance(answer, NotSold), (number, answer)
                continue
            assert isinstance(answer, PurchaseQuote), (number, answer)
            assert (answer.regular_minor, answer.discount_minor) == (computed, 0), (number, published[own.id])
            assert answer.bonus == bonus_of(published[own.id], number)


def assert_as_the_reference(listed: PriceList, reference: reading.Book) -> None:
    known = {own.thing: own for own in buying.all_chosen(reference, listed.request)}
    unpriced = (NotSold, ItemNotSold, FactNeeded)
    refused = {own.thing for own in listed.refused_chosen if not isinstance(own.refusal, unpriced)}
    assert {own.id for own in listed.chosen} | refused == set(known)
    assert all(isinstance(own.refusal, (*unpriced, NotEligible, AboveLimit)) for own in listed.refused_chosen)
    for own in listed.chosen:
        expected = known[own.id]
        within = (own.range.least, own.range.most, own.range.step)
        assert within == (expected.range.least, expected.range.most, expected.range.step)
        assert listed.market.currency.code == expected.currency
        tiers = [(tier.start, Fraction(tier.price.minor, tier.price.units)) for tier in own.tiers if tier.price]
        assert tiers == list(expected.tiers)
        assert all(tier.each == expected.each and tier.price for tier in own.tiers)
        if own.pricing is not None:
            mode, _, step = expected.rounding.partition(" to ")
            assert own.pricing.mode.value == mode
            assert (own.pricing.step is None) == (step == "a price point")


@seldom
@given(chosen_worlds(), st.data())
def test_lists_agree_with_the_reference_and_with_the_quotes_of_each_number(
    world: ChosenWorld, data: st.DataObject
) -> None:
    loaded = load_texts(world.files | {"rules/engine.yaml": FOR_THE_ENGINE})
    if loaded.book is None or loaded.errors:
        return
    reference = reading.read(world.files)
    for listed in lists(loaded.book, world.regions):
        assert_as_the_reference(listed, reference)
        assert_computed(loaded.book, listed, data)


UNITS = ("0.0139 EUR each", "0.0135 EUR each", "0.3 EUR each", "1 EUR per 80", "0.02 EUR each", "0.0061 EUR each")


@st.composite
def odd_books(draw: Draw) -> dict[str, str]:
    """Books whose prices the reference does not read: tiers inside of a choice by coins, numbers without a price."""
    drawer = Drawer(draw)
    rounding = drawer.one(("half up", "half even", "up", "half up to 0.05", "half even to 0.05", "up to a price point"))
    rules = [
        "facts: {purchase.coins: {type: count}}",
        f"pricing: {{rounding: {rounding}}}",
        f"packages: {{top_up: {{coins: {{least: {drawer.one((30, 100, 400))}, most: {drawer.one((400, 9_997))}}}}}}}",
    ]
    if "point" in rounding:
        rules.append(
            "price_points: {EUR: [0.29, {least: 0.99, most: 9.99, step: 1}, {least: 12, most: 5000, step: 4}]}"
        )
    if drawer.maybe(40):
        rules.append("price_bounds: {EUR: {least: 0.29, most: 4999.99}}")

    def price() -> str:
        kind = drawer.number(0, 3)
        if not kind:
            return "none"
        one, two = drawer.one(UNITS), drawer.one(UNITS)
        start = drawer.one((20, 100, 333, 1000))
        return one if kind == 1 else f"{{tiers: {{0: {one}, {start}: {two}, 5000: 0.0135 EUR each}}}}"

    whole = f"{{by: purchase.coins, from: {{0: {price()}, {drawer.one((31, 100))}: {price()}, 500: {price()}}}}}"
    own = f"prices: {{top_up: {drawer.one((whole, whole, price()))}, coins_100: 1.39}}\n"
    return texts_of("\n".join([*rules, ""]), de=own) | {"rules/engine.yaml": FOR_THE_ENGINE}


@seldom
@given(odd_books(), st.data())
def test_regular_prices_of_odd_books_follow_from_their_lists(files: dict[str, str], data: st.DataObject) -> None:
    loaded = load_texts(files)
    if loaded.book is None or loaded.errors:
        return
    for listed in lists(loaded.book, ("DE",)):
        assert listed.refused_chosen == ()  # nothing varies by the buyer: what no number has is sold to nobody
        assert_computed(loaded.book, listed, data)
