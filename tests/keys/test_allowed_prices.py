"""Computed and discounted prices: by the engine, by the reference, and by every allowed price counted out."""

from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.book.asking import at
from tests.books import sound
from tests.cases.smallest import DE, changed
from tests.keys.test_price_points import loaded, pricing
from tests.reference import layering, points, reading

MODES = ("half up", "half even", "up", "down")


class Stated(NamedTuple):
    """A rounding with what it needs, in cents: each entry is its least, most and step; without entries, a step."""

    mode: str
    entries: tuple[tuple[int, int, int], ...]
    step: int
    bounds: tuple[int, int] | None

    @property
    def text(self) -> str:
        """What a file of rules says."""
        lines = [f"pricing: {{rounding: {self.mode} to {'a price point' if self.entries else euro(self.step)}}}"]
        if self.entries:
            ranges = [f"{{least: {euro(a)}, most: {euro(b)}, step: {euro(c)}}}" for a, b, c in self.entries]
            singles = [euro(a) if a == b else text for (a, b, _), text in zip(self.entries, ranges, strict=True)]
            lines.append(f"price_points: {{EUR: [{', '.join(singles)}]}}")
        if self.bounds is not None:
            lines.append(f"price_bounds: {{EUR: {{least: {euro(self.bounds[0])}, most: {euro(self.bounds[1])}}}}}")
        return "\n".join(lines) + "\n"

    def allowed(self, upto: int) -> list[int]:
        """Every allowed price that is at most `upto` cents."""
        counted = (
            [price for least, most, step in self.entries for price in range(least, most + 1, step)]
            if self.entries
            else list(range(self.step, upto + 1, self.step))
        )
        least, most = self.bounds or (1, upto)
        return sorted(price for price in counted if max(least, 1) <= price <= most)


def euro(cents: int) -> str:
    """Cents as a file writes them."""
    return f"{cents // 100}.{cents % 100:02d}"


@st.composite
def roundings(draw: st.DrawFn) -> Stated:
    """Points or a step, with bounds that hold the prices of the smallest book, 1.29 and 12.99: some are allowed."""
    entries: list[tuple[int, int, int]] = []
    least = draw(st.integers(0, 30))
    for _ in range(draw(st.integers(0, 5))):
        step, further = draw(st.integers(1, 90)), draw(st.integers(0, 8))
        entries.append((least, least + step * further, step))
        least = entries[-1][1] + draw(st.integers(1, 80))
    if entries:
        entries.append((max(least, 130), max(least, 130), 1))
    mode = draw(st.sampled_from([mode for mode in MODES if mode != "half even" or not entries]))
    bounds = draw(st.none() | st.tuples(st.integers(1, 129), st.integers(1299, 4000)))
    steps = st.integers(1, 60).filter(
        lambda step: step % 10 != 9
    )  # multiples of 0.09 are refused: prices that end so are meant
    return Stated(mode, tuple(entries), draw(steps), bounds)


def nearest(mode: str, step: int, exact: Fraction, allowed: list[int], regular: int | None) -> int | None:
    """What a price becomes, by trying every allowed one."""
    if exact == 0:
        return 0
    if regular is not None and exact >= regular:
        return regular
    if exact > allowed[-1]:
        return None
    if exact < allowed[0]:
        found = None if mode == "down" and regular is None else allowed[0]
    elif mode in ("up", "down"):
        found = min(p for p in allowed if p >= exact) if mode == "up" else max(p for p in allowed if p <= exact)
    else:
        closest = min(abs(price - exact) for price in allowed)
        ties = [price for price in allowed if abs(price - exact) == closest]
        even = [price for price in ties if price // step % 2 == 0]
        found = even[0] if mode == "half even" and len(ties) == 2 else ties[-1]
    return found if found is None or regular is None else min(found, regular)


exacts = st.fractions(0, 45, max_denominator=400) | st.integers(0, 90).map(lambda halves: Fraction(halves, 2))


@settings(max_examples=60, deadline=None)
@given(roundings(), st.lists(st.tuples(exacts, st.none() | st.integers(0, 4500)), min_size=20, max_size=40))
def test_a_price_becomes_the_one_that_counting_finds(stated: Stated, asked: list[tuple[Fraction, int | None]]) -> None:
    terms = pricing(sound(loaded(stated.text)))
    allowed = stated.allowed(upto=6000)
    halfway = [(Fraction(one + other, 2), None) for one, other in pairwise(allowed)][:10]
    for exact, regular in [*((exact * 100, regular) for exact, regular in asked), *halfway]:
        expected = nearest(stated.mode, stated.step, exact, allowed, regular)
        assert terms.rounded(exact.numerator, exact.denominator, regular) == expected, (exact, regular)


def referred(allowed: points.Allowed, exact: Fraction, regular: int | None) -> int | None:
    """What a price becomes by the reference."""
    try:
        return allowed.computed(exact) if regular is None else allowed.discounted(exact, regular)
    except points.NoPricePoint:
        return None


@settings(max_examples=60, deadline=None)
@given(roundings(), st.lists(st.tuples(exacts, st.none() | st.integers(0, 4500)), min_size=20, max_size=40))
def test_engine_and_reference_agree(stated: Stated, asked: list[tuple[Fraction, int | None]]) -> None:
    terms, now = pricing(sound(loaded(stated.text))), at("2026-06-01")
    book = reading.read(changed({"regions/de.yaml": DE + stated.text}))
    allowed = points.allowed(layering.Market(book, "DE", "ios", 0), now, "EUR")
    assert allowed is not None
    for exact, regular in [(exact * 100, regular) for exact, regular in asked]:
        expected = referred(allowed, exact, regular)
        assert terms.rounded(exact.numerator, exact.denominator, regular) == expected, (exact, regular)
