"""Reductions of a price: the engine against the reference, over random prices in time."""

from hypothesis import given
from hypothesis import strategies as st

from ratecard.instants import Duration, Instant, instant_before, zone
from ratecard.quotes.purchases.reductions import Stretch, reduction_at, sold_before
from tests.reference import lowest as reference
from tests.reference.lowest import Priced

ZONES = ("Europe/Sofia", "America/Sao_Paulo", "Asia/Tokyo")
WITHIN = (Duration(30, "days"), Duration(1, "months"), Duration(48, "hours"), Duration(2, "weeks"))
BEGINS = 1_772_316_000
DAY = 86_400

prices = st.lists(
    st.tuples(
        st.one_of(st.integers(1, 40).map(lambda days: days * DAY), st.integers(1, 40 * DAY)),
        st.one_of(st.none(), st.integers(1, 5)),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=9,
)


def stretches_of(drawn: list[tuple[int, int | None, int]]) -> list[Stretch]:
    """Stretches one behind the other, of a few prices, now and then below the regular one."""
    start, found = BEGINS, []
    for length, price, off in drawn:
        found.append(Stretch(Instant(start), price, None if price is None else price + off))
        start += length
    return found


@given(prices, st.integers(0, 60 * DAY), st.sampled_from(ZONES), st.sampled_from(WITHIN))
def test_engine_and_reference_see_the_same_reductions(
    drawn: list[tuple[int, int | None, int]], later: int, zone_name: str, within: Duration
) -> None:
    stretches, in_zone = stretches_of(drawn), zone(zone_name)
    assert in_zone is not None
    at = Instant(stretches[-1].start + later)
    known = [Priced(stretch.start, stretch.price_minor, stretch.regular_minor) for stretch in stretches]
    expected = reference.answer(known, at, str(within), zone_name)
    found = reduction_at(stretches, at, within, in_zone)
    assert found.since == expected.reduced_since
    start = stretches[-1].start
    assert max(found.said_from, start) == max(expected.since, start)
    if stretches[-1].price_minor is not None:
        assert found.until == expected.until
    if found.since is not None:
        sold = sold_before(stretches, found.since, within, in_zone)
        assert min([stretch.price_minor or 0 for stretch in sold], default=None) == expected.lowest


@given(st.integers(0, 4 * 10**9), st.sampled_from(ZONES), st.sampled_from(WITHIN))
def test_engine_and_reference_count_back_alike(at: int, zone_name: str, within: Duration) -> None:
    in_zone = zone(zone_name)
    assert in_zone is not None
    assert instant_before(Instant(at), within, in_zone) == reference.earlier(at, str(within), zone_name)


def test_the_window_opens_thirty_days_before_and_what_ended_by_then_does_not_count() -> None:
    """A price of 1 that ended when the window opened is not the lowest one. A second longer, and it would be."""
    in_zone, within = zone("Europe/Sofia"), Duration(30, "days")
    assert in_zone is not None
    falls = Instant(BEGINS + 90 * DAY)
    opens = instant_before(falls, within, in_zone)
    for ends, lowest in ((opens, 4), (Instant(opens + 1), 1)):
        known = [Stretch(Instant(BEGINS), 1, 4), Stretch(ends, 4, 4), Stretch(falls, 3, 4)]
        assert reduction_at(known, falls, within, in_zone).since == falls
        assert min(stretch.price_minor or 0 for stretch in sold_before(known, falls, within, in_zone)) == lowest
