"""What is left of a number that the buyer chooses: the worst number at an edge is found, once a thing."""

from fractions import Fraction

import pytest

from ratecard.guards.breaches import ROUND_TRIP
from ratecard.guards.chosen_cases import BETWEEN
from ratecard.guards.enclosed import ENVELOPE
from ratecard.guards.findings import Finding
from ratecard.guards.offers import MARGIN
from ratecard.loading import load_texts
from ratecard.quotes.purchases.chosen import quote_chosen
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import ChosenRequest
from tests.books import Texts, sound
from tests.guards.test_chain import Small, texts_of
from tests.guards.world import NOW, guarded

OFF = ", no_cliff: off, level: off, free: off"


def with_top_up(price: str, coins: str = "{least: 50, most: 100_000}", fee: str = "", more: str = "") -> Texts:
    """The chain of two regions; Germany sells a chosen number of coins, and one brings a creator 0.0025 dollars."""
    texts = texts_of(Small(more=OFF))
    own = f"platforms: {{ios: {{commission: {{lines: {{card: {fee}}}}}}}}}\n" if fee else ""
    texts["regions/de.yaml"] = f"{texts['regions/de.yaml']}  top_up: {price}\n{own}"
    texts["rules/chosen.yaml"] = (
        f"facts: {{purchase.coins: {{type: count}}, purchase.amount: {{type: money}}}}\n"
        f"packages: {{top_up: {{coins: {coins}}}}}\npricing: {{rounding: half up}}\n{more}"
    )
    return texts


def found_in(texts: Texts, guard: str = MARGIN) -> list[Finding]:
    """What a guard finds of the top-up, told or following."""
    whole = guarded(texts)
    every = (*whole.findings, *whole.following)
    return [finding for finding in every if finding.guard == guard and finding.of == "top_up"]


def left_of(texts: Texts, number: int) -> Fraction | None:
    """What is left of each coin of a number, in minor units."""
    quote = quote_chosen(sound(load_texts(texts)), ChosenRequest("DE", "ios", "top_up", NOW, coins=number))
    assert isinstance(quote, PurchaseQuote)
    return None if quote.proceeds_minor is None else Fraction(quote.proceeds_minor, quote.total)


FIXED = "{fixed: 0.35 EUR}"
DEAR_BETWEEN = "{rate: {by: purchase.coins, from: {0: 0 %, 5000: 65 %, 6000: 0 %}}, base: net}"
DEAR_ABOVE = "{rate: {by: purchase.amount, from: {0 EUR: 0 %, 20.00 EUR: 65 %}}, base: net}"


@pytest.mark.parametrize(
    ("price", "fee", "number"),
    [
        ("0.0139 EUR each", "", None),
        ("0.0139 EUR each", FIXED, 50),
        ("{tiers: {0: 0.0139 EUR each, 5000: 0.0010 EUR each}}", "", 100_000),
        ("{by: purchase.coins, from: {0: 0.0139 EUR each, 5000: 0.0010 EUR each, 9000: 0.0139 EUR each}}", "", 8999),
        ("{tiers: {0: 0.0139 EUR each, 100: 0.0001 EUR each, 9000: 0.05 EUR each}}", "", 9000),
        ("0.0139 EUR each", DEAR_ABOVE, 1439),
        ("{tiers: {0: 0.0139 EUR each, 6000: 0.0119 EUR each}}", DEAR_BETWEEN, 5999),
    ],
)
def test_the_number_that_leaves_least_is_found_at_an_edge(price: str, fee: str, number: int | None) -> None:
    texts = with_top_up(price, fee=fee)
    found = found_in(texts)
    assert [finding.question.rpartition("--coins ")[2] for finding in found] == (
        [] if number is None else [str(number)]
    )
    if number is not None:
        assert found[0].place.file == "regions/de.yaml"
        least = left_of(texts, number)
        assert least is not None
        assert all((left_of(texts, other) or 0) >= least for other in (50, 1438, 4999, 5000, 9000, 100_000))


def test_a_price_ten_times_too_small_is_a_round_trip_once() -> None:
    texts = with_top_up("0.00139 EUR each")
    (found,) = found_in(texts, ROUND_TRIP)
    assert found.place.line == 10
    assert "top_up in DE on ios costs" in found.sentence
    assert len(found_in(texts)) == 1
    assert len([told for told in guarded(texts).diagnostics if told.place == found.place]) == 1


def test_roundings_between_edges_are_told_as_not_proved() -> None:
    told = {(own.guard, own.of) for own in guarded(with_top_up("0.0139 EUR each")).unproved if own.why == BETWEEN}
    assert told == {(MARGIN, "top_up in DE on ios"), (ROUND_TRIP, "top_up in DE on ios")}


def test_numbers_that_depend_on_facts_are_undecided() -> None:
    coins = "{by: buyer.member, is: {yes: {most: 500}}, other: {least: 50, most: 100}}"
    texts = with_top_up("0.0139 EUR each", coins)
    texts["rules/chosen.yaml"] = str(texts["rules/chosen.yaml"]).replace(
        "facts: {", "facts: {buyer.member: {type: yes or no}, "
    )
    assert any(own.guard == MARGIN and "depend on facts" in own.why for own in guarded(texts).unproved)


def test_a_number_outside_of_the_envelope_is_found() -> None:
    bound = "envelope: {gross_per_coin: {EUR: {least: 0.005, most: 0.02}}}\n"
    assert found_in(with_top_up("0.0139 EUR each", more=bound), ENVELOPE) == []
    found = found_in(with_top_up("{tiers: {0: 0.0139 EUR each, 5000: 0.03 EUR each}}", more=bound), ENVELOPE)
    assert [finding.question.rpartition(" ")[2] for finding in found] == ["100000"]
