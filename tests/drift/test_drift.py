"""What differs between a store's files and a book is told apart, with since when and by how much."""

from fractions import Fraction

import pytest

from ratecard.currency import CURRENCIES
from ratecard.drift.findings import COUNTRY, CURRENCY, LACKING, PRICE, UNNAMED, UNSOLD, Drift, PriceDifference
from ratecard.money import Money
from tests.drift.small import AT, EURO, SAME, apple_json, drifted, edited, instant, play_csv, sheet_of

LIST = ("Country", "Product ID", "Currency", "Price", "Platform")


def play(prices: dict[str, dict[str, str]], at: str = AT) -> Drift:
    """What differs between Google Play's list and the book."""
    return drifted(("play.csv", play_csv(prices)), at=at)


def only(drift: Drift) -> PriceDifference:
    """The one price that differs, and nothing else does."""
    (own,) = drift.differences
    assert drift == Drift(drift.compared, drift.compared - 1, (own,))
    return own


def euros(minor: int) -> Money:
    return Money(minor, CURRENCIES["EUR"])


def test_nothing_differs_where_a_store_has_the_books_prices() -> None:
    assert play(SAME) == Drift(14, 14)


def test_a_price_that_differs_is_told_with_the_books_line_and_by_how_much() -> None:
    own = only(play(edited("coins_100", JP="200")))
    assert (own.kind, own.region, own.package, str(own.place)) == (PRICE, "JP", "coins_100", "regions/jp.yaml:2:21")
    assert (own.store.money.minor, own.regular.minor, own.store.where) == (200, 160, "play.csv:G2")
    assert own.moved == Money(40, CURRENCIES["JPY"])
    assert own.share == Fraction(1, 4)
    assert own.matches is None


def test_a_store_that_still_has_the_price_of_before_is_told_so() -> None:
    own = only(play(edited("coins_100", DE="1.29")))
    assert own.is_earlier
    assert own.span.start == own.matches.end == instant("2026-09-30T22:00:00Z")  # type: ignore[union-attr]


def test_a_store_that_has_a_later_price_already_is_told_so() -> None:
    own = only(play(edited("coins_100", DE="1.49")))
    assert not own.is_earlier
    assert own.matches is not None
    assert own.matches.start == own.span.end == instant("2027-01-11T23:00:00Z")


def test_the_price_is_that_of_the_instant_asked_about() -> None:
    before = edited("coins_100", **dict.fromkeys(EURO, "1.29"))
    assert play(before, "2026-09-30T20:59:59Z").is_empty
    assert [own.region for own in play(before, "2026-09-30T21:00:00Z").differences] == ["BG"]
    assert [own.region for own in play(before).differences] == ["BG", "DE", "FR"]


def test_the_price_of_a_country_is_compared_in_all_its_parts() -> None:
    found = play(edited("coins_100", US="1.62"))
    assert [own.region for own in found.differences] == ["US-NY", "US-OR"]


def test_a_price_of_a_part_of_a_country_counts_there_and_the_countrys_elsewhere() -> None:
    rows = [("US-NY", "coins_100", "USD", "1.59", "android"), ("US", "coins_100", "USD", "1.49", "android")]
    found = drifted(("list.csv", sheet_of(rows, LIST)))
    assert [(own.region, own.store.money.amount) for own in found.differences] == [("US-NY", "1.59")]
    assert found.compared == 2


def test_what_else_a_price_is_is_told() -> None:
    assert only(play(edited("coins_1000", DE="11.76"))).likeness == "without-tax"
    assert only(play(edited("coins_1000", DE="11.77"))).likeness == ""
    assert only(play(edited("coins_100", CA="2.25"))).likeness == "with-tax"


def test_other_money_is_told_apart_and_comes_first() -> None:
    rows = [
        ("JP", "coins_100", "USD", "1.09", "android"),
        ("DE", "coins_100", "EUR", "5", "android"),
        ("FR", "coins_100", "EUR", "1.40", "android"),
        ("BG", "coins_100", "EUR", "0.50", "android"),
    ]
    found = drifted(("list.csv", sheet_of(rows, LIST)))
    assert [(own.kind, own.region) for own in found.differences] == [
        (CURRENCY, "JP"),
        (PRICE, "DE"),
        (PRICE, "BG"),
        (PRICE, "FR"),
    ]
    assert found.differences[0].moved is None
    assert found.differences[0].share is None


def test_a_product_that_no_package_names_is_told_once() -> None:
    found = play({**SAME, "coins_old": {"DE": "1.00", "FR": "1.00"}})
    (own,) = found.unnamed
    assert (own.platform, own.product, own.prices, own.where) == ("android", "coins_old", 2, "play.csv:G4")
    assert found.without(frozenset([UNNAMED])).is_empty
    assert not found.without(frozenset([PRICE, CURRENCY, UNSOLD, COUNTRY, LACKING])).is_empty


def test_a_country_in_which_the_book_sells_nothing_is_told_apart_from_a_package_that_it_does_not_sell() -> None:
    found = play(edited("coins_1000", KW="4.000", CA="19.99", PL="59.99"))
    assert [(own.region, own.prices) for own in found.countries] == [("PL", 1)]
    assert [(own.region, own.package) for own in found.unsold] == [("CA-ON", "coins_1000"), ("KW", "coins_1000")]
    assert found.without(frozenset([UNSOLD, COUNTRY])).is_empty


def test_what_the_file_lacks_is_told_by_region_and_by_product() -> None:
    (own,) = play(edited("coins_100", KW="", US="")).lacking
    assert (own.package, own.regions, own.entirely) == ("coins_100", ("KW", "US-NY", "US-OR"), False)
    (own,) = play({"coins_100": SAME["coins_100"]}).lacking
    assert (own.package, own.entirely, len(own.regions)) == ("coins_1000", True, 6)


@pytest.mark.parametrize("name", ["com.example.coins1000", "coins_1000"])
def test_a_file_of_one_product_says_nothing_of_others(name: str) -> None:
    prices = "".join(f"{country},EUR,13.99,9,Y\n" for country in ("Germany", "France", "Bulgaria"))
    rest = "United States,USD,14.99,9,Y\nJapan,JPY,1600.0,9,Y\n"
    text = f"Countries or Regions,Currency Code,Price,Proceeds,May Adjust Automatically\n{prices}{rest}"
    assert drifted(("app.csv", text), product=name) == Drift(6, 6)
    own = only(drifted(("app.csv", text.replace("13.99", "14.99", 1)), product=name))
    assert (own.package, own.store.platform, own.region) == ("coins_1000", "ios", "DE")


def test_prices_that_a_store_has_planned_are_compared_on_their_day() -> None:
    now, planned = ("DEU", euros(139), None, "2027-01-12"), ("DEU", euros(149), "2027-01-12", None)
    found = drifted(("app.json", apple_json([now, planned])), product="com.example.coins100")
    assert (found.compared, found.differences) == (2, ())
    found = drifted(("app.json", apple_json([now, ("DEU", euros(159), "2027-01-12", None)])), product="coins_100")
    (own,) = found.differences
    assert (own.planned, own.regular, own.span.start) == (True, euros(149), instant("2027-01-11T23:00:00Z"))
    early = drifted(("app.json", apple_json([now, ("DEU", euros(149), "2027-01-11", None)])), product="coins_100")
    assert [(own.planned, own.regular) for own in early.differences] == [(True, euros(139))]


def test_a_price_that_has_ended_or_has_not_begun_is_none() -> None:
    for days in ((None, "2026-11-28"), ("2027-02-01", None)):
        found = drifted(("app.json", apple_json([("DEU", euros(149), *days)])), product="coins_100")
        assert "DE" in found.lacking[0].regions
    found = drifted(("app.json", apple_json([("DEU", euros(139), None, "2026-11-29")])), product="coins_100")
    assert "DE" not in found.lacking[0].regions


def test_of_prices_that_have_begun_the_last_counts_also_on_its_first_day() -> None:
    old, new = ("DEU", euros(129), "2026-01-01", "2026-11-29"), ("DEU", euros(139), "2026-11-29", None)
    found = drifted(("app.json", apple_json([new, old])), product="coins_100")
    assert (found.compared, found.differences) == (1, ())


def test_a_price_holds_since_it_changed_and_not_since_anything_else_did() -> None:
    own = only(play(edited("coins_1000", DE="12.99")))
    assert (own.span.start, own.span.end) == (instant("2025-12-31T23:00:00Z"), None)
