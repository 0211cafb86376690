"""Gifts in pieces: all bundles of small books, quoted by the engine one by one, find the same."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.guards.findings import Finding
from ratecard.guards.running import guard
from ratecard.guards.splitting import SPLITTING, gain_of
from ratecard.guards.verdicts import GuardVerdict, verdict_of
from ratecard.loading import load_texts
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.requests import GiftRequest
from tests.books import Texts, sound
from tests.guards.test_chain import Small
from tests.guards.test_chain import texts_of as chain_texts
from tests.guards.world import NOW, guarded


def texts_of(coins: tuple[int, ...], earned: str, rounding: str, scope: str, said: str = "{above: 0.0001 %}") -> Texts:
    """A book whose gifts cost so many coins."""
    texts = dict(chain_texts(Small()))
    gifts = "".join(
        f"  g{number}: {{coins: {own}, rarity: r, kinds: [live], name: G}}\n" for number, own in enumerate(coins)
    )
    texts["rules/gifts.yaml"] = f"rarities: {{r: {{order: 1, name: R}}}}\ngifts:\n{gifts}"
    texts["rules/earnings.yaml"] = (
        f"earnings: {{live: {{base: coins, {earned}, rounding: {rounding}, scope: {scope}}}}}\n"
    )
    off = "round_trip: off, margin: off"
    texts["rules/guards.yaml"] = f"guards: {{{off}{f', splitting: {said}' if said else ''}}}\n"
    return texts


def found_in(texts: Texts) -> list[Finding]:
    """What the guard finds."""
    return [finding for finding in guarded(texts).findings if finding.guard == SPLITTING]


class Quotes:
    """What gifts bring, by the engine."""

    def __init__(self, texts: Texts) -> None:
        self.book = sound(load_texts(texts))

    def diamonds(self, gift: int, count: int = 1) -> int:
        """What so many of one gift bring in one question."""
        quote = quote_gift(self.book, GiftRequest("DE", "ios", "DE", f"g{gift}", NOW, count=count))
        assert isinstance(quote, GiftQuote)
        assert quote.diamonds is not None
        return int(quote.diamonds)


COINS = st.lists(st.integers(1, 14), min_size=1, max_size=3, unique=True).map(lambda own: tuple(sorted(own)))
EARNED = st.sampled_from(
    [
        "diamonds: 1 per 2",
        "diamonds: 2 per 3",
        "diamonds: 1 per 7",
        "diamonds: 3 per 2",
        "split: {creator: 60 %, agency: rest}",
    ]
)
ROUNDING = st.sampled_from(["down", "up", "half up"])


@settings(max_examples=settings().max_examples // 2)
@given(coins=COINS, earned=EARNED, rounding=ROUNDING)
def test_each_gift_against_all_bundles_of_others_finds_the_same(
    coins: tuple[int, ...], earned: str, rounding: str
) -> None:
    texts = texts_of(coins, earned, rounding, "each")
    quotes = Quotes(texts)
    each = [quotes.diamonds(index) for index in range(len(coins))]
    worst, shortest = Fraction(0), None
    for whole, at_once in zip(coins, each, strict=True):
        for numbers in product(*(range(whole // own + 1 if own < whole else 1) for own in coins)):
            spent = sum(number * own for number, own in zip(numbers, coins, strict=True))
            brought = sum(number * own for number, own in zip(numbers, each, strict=True))
            if spent <= whole and brought > at_once:
                worst = max(worst, gain_of(brought, at_once))
                shortest = sum(numbers) if shortest is None else min(shortest, sum(numbers))
    found = found_in(texts)
    assert {finding.seen for finding in found} == ({worst} if shortest is not None else set())
    for finding in found:
        assert finding.sentence.endswith(f"the shortest such split has {shortest} pieces")


@settings(max_examples=settings().max_examples // 2)
@given(coins=COINS, earned=EARNED, rounding=ROUNDING)
def test_one_question_against_as_many_finds_the_same(coins: tuple[int, ...], earned: str, rounding: str) -> None:
    """Gains come near to a limit as gifts get more; a thousand times as many are nearer than what is shown."""
    texts = texts_of(coins, earned, rounding, "total")
    quotes, gains = Quotes(texts), [Fraction(0)]
    for index in range(len(coins)):
        alone = quotes.diamonds(index)
        gains += [gain_of(n * alone, quotes.diamonds(index, n)) for n in (*range(2, 30), 210_000)]
    found = found_in(texts)
    assert bool(found) == (max(gains) > 0)
    for finding in found:
        assert max(gains) - Fraction(1, 10_000) <= finding.seen <= max(gains) + Fraction(1, 10_000)


def test_the_worst_and_the_shortest_split_are_shown() -> None:
    (found,) = found_in(texts_of((1, 3, 10), "diamonds: 1 per 2", "half up", "each"))
    assert found.sentence == (
        "1 × g2 brings a creator in DE 5 diamonds at once, and 10 as 10 × g0: up to 100 % more (bound 0 %); the "
        "shortest such split has 3 pieces"
    )
    assert (found.of, found.place.file) == ("live", "rules/earnings.yaml")
    assert found.table[0] == ("at once", "in pieces", "diamonds at once", "in pieces")
    assert "--creator-region DE --gift g2 --kind live" in found.question


def test_it_informs_where_the_book_states_nothing_of_it() -> None:
    texts = texts_of((1, 3, 10), "diamonds: 1 per 2", "half up", "each", "")
    assert found_in(texts) == []
    (told,) = [
        own for own in guard(sound(load_texts(texts)), NOW, informing=True).information if own.guard == SPLITTING
    ]
    assert "bound" not in told.sentence
    down = texts_of((1, 3, 10), "diamonds: 1 per 2", "down", "each", "warning")
    assert verdict_of(guarded(down), SPLITTING) is GuardVerdict.SOUND
    assert found_in(texts_of((1, 3, 10), "diamonds: 1 per 2", "half up", "each", "{above: 2}")) == []


def test_gifts_that_are_never_sold_together_are_no_bundle() -> None:
    texts = texts_of((1, 2), "diamonds: 1 per 2", "half up", "each")
    assert len(found_in(texts)) == 1
    texts["rules/gifts.yaml"] = (
        "rarities: {r: {order: 1, name: R}}\ngifts:\n"
        "  g0: {coins: {begins: 1, 2026-01-01: none}, rarity: r, kinds: [live], name: G}\n"
        "  g1: {coins: {begins: none, 2026-01-01: 2}, rarity: r, kinds: [live], name: G}\n"
    )
    assert found_in(texts) == []


def test_gifts_whose_coins_depend_on_facts_are_unproved() -> None:
    texts = texts_of((1, 3), "diamonds: 1 per 2", "down", "each")
    varying = "{by: buyer.age, from: {0: 3, 18: 4}}"
    texts["rules/gifts.yaml"] = texts["rules/gifts.yaml"].replace("coins: 3", f"coins: {varying}")
    texts["rules/facts.yaml"] = "facts: {buyer.age: {type: count}}\n"
    assert verdict_of(guarded(texts), SPLITTING) is GuardVerdict.UNPROVED
