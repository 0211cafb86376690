"""Cliffs: quotes of the engine, package by package and promotion by promotion, find the same."""

from hypothesis import given
from hypothesis import strategies as st

from ratecard.guards.bulk import TRAP
from ratecard.guards.cliffs import CLIFF
from ratecard.guards.findings import Finding
from ratecard.loading import load_texts
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from tests.books import Texts, sound
from tests.guards.world import NOW, PACKAGES, RULES, guarded, region_text

OFF = "guards: {bulk_is_better: off, shape: off, idle: off, free: off, bonus: off, endless: off%s}\n"

SALE = "promotions:\n  sale: {name: Sale, packages: [coins_5000], %s}\n"


def texts_of(prices: tuple[str, str, str, str], promotions: str, more: str = "") -> Texts:
    """A book of one region with these prices and promotions."""
    texts = {**RULES, "regions/de.yaml": region_text("DE", prices), "rules/guards.yaml": OFF % more}
    texts["rules/promotions.yaml"] = promotions
    return {file: text for file, text in texts.items() if text}


def found_in(texts: Texts) -> list[Finding]:
    """What the guard finds, told or following."""
    whole = guarded(texts)
    return [finding for finding in (*whole.findings, *whole.following) if finding.guard == CLIFF]


def by_quotes(texts: Texts) -> set[str]:
    """The packages than which one that holds more costs less, by quotes of one unit each."""
    book = sound(load_texts(texts))
    quotes = [quote_purchase(book, PurchaseRequest("DE", "ios", package, NOW)) for package in PACKAGES]
    units = []
    for quote in quotes:
        assert isinstance(quote, PurchaseQuote)
        (run,) = quote.runs
        units.append((quote.offer.package.id, run.listed_minor, run.coins + run.bonus))
    return {name for name, minor, coins in units if any(more > coins and less < minor for _, less, more in units)}


MONEY = st.integers(101, 900).map(lambda minor: f"{minor // 100}.{minor % 100:02}")
NAMED = st.lists(st.sampled_from(PACKAGES), min_size=1, max_size=3, unique=True)
EFFECTS = st.one_of(
    st.integers(1, 100).map(lambda minor: f"discount: {minor // 100}.{minor % 100:02} EUR"),
    st.integers(1, 100).map(lambda minor: f"price: {minor // 100}.{minor % 100:02} EUR"),
    st.sampled_from(["bonus: 50 %", "bonus: 300"]),
)


@given(
    prices=st.tuples(MONEY, MONEY, MONEY, MONEY),
    named=st.tuples(NAMED, NAMED),
    effects=st.tuples(EFFECTS, EFFECTS),
)
def test_quotes_with_each_promotion_and_with_both_find_the_same(
    prices: tuple[str, str, str, str], named: tuple[list[str], list[str]], effects: tuple[str, str]
) -> None:
    lines = [
        f"  {name}: {{name: {name}, packages: [{', '.join(own)}], {effect}}}\n"
        for name, own, effect in zip(("first", "second"), named, effects, strict=True)
    ]
    promotions = [f"promotions:\n{''.join(chosen)}" for chosen in (lines[:1], lines[1:], lines)]
    expected = set[str]().union(*(by_quotes(texts_of(prices, own)) for own in ("", *promotions)))
    assert {finding.of for finding in found_in(texts_of(prices, promotions[-1]))} == expected


def test_a_sale_of_the_biggest_package_alone_is_shown_with_both_prices() -> None:
    texts = texts_of(("1.39", "6.99", "13.49", "64.99"), SALE % "price: 9.99 EUR")
    (found,) = guarded(texts).findings
    assert (found.guard, found.of, str(found.place)) == (CLIFF, "coins_1000", "rules/promotions.yaml:2:53")
    assert found.sentence == (
        "coins_5000 in DE on ios with sale is 5,400 coins for 9.99 EUR, and coins_1000 is 1,050 for 13.49 EUR: whoever "
        "takes more pays less"
    )
    assert found.table == (
        ("package", "coins", "price"),
        ("coins_1000", "1,050", "13.49 EUR"),
        ("coins_5000 with sale", "5,400", "9.99 EUR"),
    )
    assert found_in(texts_of(("1.39", "6.99", "13.49", "64.99"), SALE % "price: 13.49 EUR")) == []


def test_regular_prices_are_told_by_the_trap_and_by_this_where_that_is_off() -> None:
    prices = ("1.39", "6.99", "65.00", "64.99")
    whole = guarded(texts_of(prices, ""))
    assert [finding.guard for finding in whole.findings] == [TRAP]
    (alone,) = guarded(texts_of(prices, "", ", bundle_trap: off")).findings
    assert (alone.guard, alone.of) == (CLIFF, "coins_1000")


def test_as_many_coins_for_less_are_no_cliff() -> None:
    """Nobody who takes one coin more pays less; the bundle trap tells it."""
    texts = texts_of(("1.39", "6.99", "6.98", "64.99"), "")
    texts["rules/packages.yaml"] = RULES["rules/packages.yaml"].replace("coins: 1000, bonus: 50", "coins: 520")
    assert [finding.guard for finding in guarded(texts).findings] == [TRAP]
    assert found_in(texts) == []
    beside = {**texts, "regions/de.yaml": region_text("DE", ("1.39", "6.99", "6.90", "6.98"))}
    assert [(finding.of, finding.beside) for finding in found_in(beside)] == [("coins_500", ("coins_5000",))]


def test_a_first_purchase_may_be_cheap() -> None:
    limited = SALE % "price: 0.99 EUR, limits: {each: {most: 1 unit}}"
    assert found_in(texts_of(("1.39", "6.99", "13.49", "64.99"), limited)) == []


WEB = (
    "  web:\n    name: Web\n    commission: {rounding: half up, per: unit, lines: {card: {rate: 5 %%, base: net}}}\n"
    "    promotions: {sale: {limits: {each: {most: %s}}}}\n"
)


def test_a_sale_that_only_one_platform_does_not_limit_is_looked_at_there() -> None:
    """Prices and the promotion are the same on both, and its limit is not: the web was taken for the other."""
    sale = SALE % "discount: 60.00 EUR, limits: {each: {most: 1 unit}}"
    for most, markets in (("1 unit", set[str]()), ("100000 units", {"web"})):
        texts = texts_of(("1.39", "6.99", "13.49", "64.99"), sale)
        texts["rules/platforms.yaml"] = RULES["rules/platforms.yaml"] + WEB % most
        assert {finding.market.platform for finding in found_in(texts)} == markets


def test_a_sale_that_only_one_platform_rounds_down_is_looked_at_there() -> None:
    sale = SALE % "discount: 30 %" + "pricing: {rounding: half up}\n"
    sale += "price_points: {EUR: [{least: 4.99, most: 104.99, step: 100}]}\n"
    web = (WEB % "1 unit").partition("    promotions")[0] + "    pricing: {rounding: down to a price point}\n"
    texts = texts_of(("1.39", "6.99", "13.49", "64.99"), sale, ", price_points: off")
    texts["rules/platforms.yaml"] = RULES["rules/platforms.yaml"] + web
    assert {finding.market.platform for finding in found_in(texts)} == {"web"}
