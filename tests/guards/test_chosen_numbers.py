"""Guards of numbers that the buyer chooses: quotes of every number of small ranges find the same cliffs, both ways."""

from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ratecard.guards.bulk import BULK, TRAP
from ratecard.guards.cliffs import CLIFF
from ratecard.guards.findings import Finding
from ratecard.guards.ladders import VARIES
from ratecard.loading import load_texts
from ratecard.money import Rate
from ratecard.quotes.purchases.chosen import quote_chosen
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import ChosenRequest, PurchaseRequest
from ratecard.refusals import ChoiceOutOfRange
from ratecard.terms.per_coin import PerCoinDerivation
from tests.books import Texts, sound
from tests.guards.world import NOW, RULES, guarded

FIXED = ("coins_100", "coins_500")
GUARDS = (
    "guards: {shape: off, idle: off, free: off, bonus: off, endless: off, spread: off, level: off, "
    "price_points: off%s}\n"
)
FACTS = "facts: {purchase.coins: {type: count}, buyer.member: {type: yes or no}}\n"


def texts_of(price: str, coins: str, fixed: str = "", more: str = "", off: str = "") -> Texts:
    """A book of one region that sells top_up at this price, and packages of 100 and 520 coins at fixed ones."""
    texts = {**RULES, "rules/guards.yaml": GUARDS % off, "rules/facts.yaml": FACTS}
    del texts["rules/promotions.yaml"]
    texts["rules/packages.yaml"] = (
        f"packages:\n  coins_100: {{coins: 100}}\n  coins_500: {{coins: 500, bonus: 20}}\n  top_up: {coins}\n"
    )
    texts["rules/pricing.yaml"] = more if "pricing" in more else f"pricing: {{rounding: half up}}\n{more}"
    head = "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\ntax: {lines: {vat: {name: {en: VAT}, rate: 19 %}}}\n"
    texts["regions/de.yaml"] = f"{head}prices:\n  top_up: {price}\n{fixed}"
    return texts


def found_in(texts: Texts, guard: str) -> list[Finding]:
    """What a guard finds, told or following."""
    whole = guarded(texts)
    return [finding for finding in (*whole.findings, *whole.following) if finding.guard == guard]


class Quoted(NamedTuple):
    """Coins for a price, by a quote of the engine."""

    thing: str
    is_fixed: bool
    coins: int
    minor: int


def quoted(texts: Texts, things: tuple[str, ...], most: int) -> list[Quoted]:
    """One unit of each package, and every number up to one that may be chosen."""
    book, units = sound(load_texts(texts)), list[Quoted]()
    for thing in things:
        for number in range(1, most + 1):
            quote = quote_chosen(book, ChosenRequest("DE", "ios", thing, NOW, coins=number))
            if isinstance(quote, PurchaseQuote):
                units.append(Quoted(thing, False, quote.total, quote.listed_minor))
            else:
                assert isinstance(quote, ChoiceOutOfRange), quote
    for package in FIXED:
        told = quote_purchase(book, PurchaseRequest("DE", "ios", package, NOW))
        if isinstance(told, PurchaseQuote):
            units.append(Quoted(package, True, told.total, told.listed_minor))
    return units


def cliffs_of(units: list[Quoted]) -> dict[str, Fraction]:
    """How many times as much the worst unit of each thing costs as one that holds more; but of two fixed ones."""
    worst: dict[str, Fraction] = {}
    for small in units:
        for big in units:
            if big.coins > small.coins and big.minor < small.minor and not (small.is_fixed and big.is_fixed):
                seen = Fraction(small.minor, big.minor) if big.minor else Fraction(small.minor + 1)
                thing = (big if small.is_fixed else small).thing
                worst[thing] = max(worst.get(thing, seen), seen)
    return worst


EACH = st.integers(60, 250).map(lambda number: f"0.{number:04} EUR each")
TIERS = st.lists(st.tuples(st.integers(2, 90), EACH), max_size=3, unique_by=lambda tier: tier[0])
OVERLAP = "from: {0: 30 %, 33: 5}"
"""A bonus that falls, so that fewer coins come with some numbers than with smaller ones."""

BONUSES = st.sampled_from(
    (
        "",
        ", bonus: 7 %",
        ", bonus: 3",
        ", bonus: {by: purchase.coins, from: {0: 0, 20: 10 %, 50: 0}}",
        f", bonus: {{by: purchase.coins, {OVERLAP}}}",
    )
)
PRICES_BESIDE = st.sampled_from(("", "  coins_100: 0.89\n", "  coins_100: 1.29\n  coins_500: 2.19\n"))
ROUNDINGS = st.sampled_from(
    (
        "pricing: {rounding: half up}\n",
        "pricing: {rounding: down to 0.05}\n",
        "pricing: {rounding: up}\n",
        "pricing: {rounding: half up to a price point}\n"
        "price_points: {EUR: [0.01, 0.15, {least: 0.29, most: 9.99, step: 0.10}]}\n",
    )
)


@st.composite
def priced(draw: st.DrawFn) -> str:
    """A price of each coin, in whole tiers, or each coin at its own."""
    tiers = [(0, draw(EACH)), *sorted(draw(TIERS))]
    text = ", ".join(f"{start}: {price}" for start, price in tiers)
    return f"{{tiers: {{{text}}}}}" if draw(st.booleans()) else f"{{by: purchase.coins, from: {{{text}}}}}"


@settings(max_examples=60, deadline=None)
@given(
    price=priced(),
    other=st.one_of(st.none(), priced()),
    bounds=st.tuples(st.integers(1, 40), st.integers(0, 25), st.sampled_from((1, 3, 7))),
    bonus=BONUSES,
    fixed=PRICES_BESIDE,
    rounding=ROUNDINGS,
)
def test_quotes_of_every_number_find_the_same_cliffs(
    price: str, other: str | None, bounds: tuple[int, int, int], bonus: str, fixed: str, rounding: str
) -> None:
    least, many, step = bounds
    most = least + many * step
    coins = f"{{coins: {{least: {least}, most: {most}, step: {step}}}{bonus}}}"
    beside = "" if other is None else f"  own: {other}\n"
    texts = texts_of(price, coins, f"{fixed}{beside}", rounding)
    if other is not None:
        texts["rules/packages.yaml"] += "  own: {coins: {least: 5, most: 61, step: 2}}\n"
    assume(load_texts(texts).errors == 0)
    things = ("top_up",) if other is None else ("top_up", "own")
    expected = cliffs_of(quoted(texts, things, max(most, 61)))
    found = [finding for finding in found_in(texts, CLIFF) if finding.of in things]
    assert {finding.of: finding.seen for finding in found} == expected
    assert len(found) == len(expected)


WHOLE = "{by: purchase.coins, from: {0: 0.0139 EUR each, 5000: 0.0135 EUR each}}"
EACH_TIER = "{tiers: {0: 0.0139 EUR each, 5000: 0.0135 EUR each}}"
MANY = "{coins: {least: 30, most: 1_000_000}}"


def test_a_whole_tier_is_a_cliff_at_the_last_number_before_it() -> None:
    (found,) = guarded(texts_of(WHOLE, MANY)).findings
    assert (found.guard, found.of, str(found.place)) == (CLIFF, "top_up", "regions/de.yaml:6:42")
    assert found.sentence == (
        "5,000 of top_up in DE on ios is 5,000 coins for 67.50 EUR, and 4,999 of top_up is 4,999 for 69.49 EUR: "
        "whoever takes more pays less"
    )
    assert found.question.endswith("--thing top_up --coins 4999")
    assert guarded(texts_of(EACH_TIER, MANY)).findings == ()
    assert guarded(texts_of("0.0139 EUR each", MANY)).findings == ()


def test_what_is_found_is_accepted_by_its_thing_and_number() -> None:
    accepted = (
        ", accepted: {tier: {guard: no_cliff, at: DE top_up, number: 1.03, reason: The page says so., "
        "owner: pricing, until: 2027-10-31}}"
    )
    whole = guarded(texts_of(WHOLE, MANY, off=accepted))
    assert (whole.findings, [finding.of for finding, _ in whole.accepted]) == ((), ["top_up"])


def test_a_range_that_begins_behind_a_tier_or_ends_before_it_has_no_cliff() -> None:
    for coins in ("{least: 5000, most: 9000}", "{least: 30, most: 4999}", "{least: 4000, most: 4990, step: 10}"):
        assert found_in(texts_of(WHOLE, f"{{coins: {coins}}}"), CLIFF) == []
    (found,) = found_in(texts_of(WHOLE, "{coins: {least: 50, most: 9000, step: 50}}"), CLIFF)
    assert found.table[1:] == (
        ("4,950 of top_up", "4,950", "68.81 EUR"),
        ("5,000 of top_up", "5,000", "67.50 EUR"),
    )


@pytest.mark.parametrize(
    ("price", "fixed", "guard", "of", "said"),
    [
        ("0.0139 EUR each", "  coins_500: 6.99\n", CLIFF, "top_up", "519 of top_up is 519 for 7.21 EUR"),
        ("0.0100 EUR each", "  coins_100: 1.39\n", CLIFF, "top_up", "101 of top_up in DE on ios is 101 coins"),
        ("0.0100 EUR each", "  coins_100: 1.39\n", BULK, "top_up", "than 30 of top_up: 0.013900 EUR before"),
        ("0.0139 EUR each", "  coins_500: 6.99\n", BULK, "top_up", "521 of top_up in DE on ios costs more per coin"),
        ("{tiers: {0: 0.0135 EUR each, 5000: 0.0139 EUR each}}", "", BULK, "top_up", "1,000,000 of top_up"),
        ("{by: purchase.coins, from: {0: 0.0135 EUR each, 5000: 0.0139 EUR each}}", "", BULK, "top_up", "5,000 of top"),
        ("{tiers: {0: 0.01 EUR each, 5000: 0.001 EUR each, 6000: 0.01 EUR each}}", "", BULK, "top_up", "than 6,000 of"),
    ],
)  # fmt: skip
def test_chosen_numbers_are_compared_with_packages_and_with_each_other(
    price: str, fixed: str, guard: str, of: str, said: str
) -> None:
    found = [finding for finding in found_in(texts_of(price, MANY, fixed), guard) if finding.of == of]
    assert len(found) == 1, found
    assert said in found[0].sentence


def exact_of(texts: Texts, most: int) -> list[tuple[int, Fraction, Fraction]]:
    """Every number up to one that may be chosen: its coins, these before a bonus is rounded, and its price so."""
    book, found = sound(load_texts(texts)), list[tuple[int, Fraction, Fraction]]()
    for number in range(1, most + 1):
        quote = quote_chosen(book, ChosenRequest("DE", "ios", "top_up", NOW, coins=number))
        if isinstance(quote, PurchaseQuote):
            made, bonus = quote.price.derivation, quote.package.bonus_stated
            assert isinstance(made, PerCoinDerivation)
            rate = bonus.value if bonus is not None and isinstance(bonus.value, Rate) else None
            held = Fraction(quote.total) if rate is None else number * (1 + rate.fraction)
            found.append((quote.total, held, Fraction(*made.exact_minor)))
    return found


@settings(max_examples=40, deadline=None)
@given(
    price=priced(),
    least=st.sampled_from((1, 1, 5, 30)),
    many=st.integers(0, 25),
    step=st.sampled_from((1, 3)),
    bonus=BONUSES,
)
def test_prices_per_coin_of_every_number_find_the_same_in_bulk(
    price: str, least: int, many: int, step: int, bonus: str
) -> None:
    most = least + many * step
    texts = texts_of(price, f"{{coins: {{least: {least}, most: {most}, step: {step}}}{bonus}}}")
    assume(load_texts(texts).errors == 0)
    units = exact_of(texts, most)
    ratios = [
        (exact / held) / (other_exact / other_held)
        for coins, held, exact in units
        for other, other_held, other_exact in units
        if other < coins
    ]
    worst = max(ratios, default=Fraction(1))
    found = found_in(texts, BULK)
    if any(own.guard == BULK for own in guarded(texts).unproved):
        return  # where a bonus falls numbers overlap, and edges alone are looked at
    if "50: 0}" in bonus or OVERLAP in bonus:
        assert not found or (found[0].seen <= worst and worst > 1)
        return
    assert [finding.seen for finding in found] == ([worst] if worst > 1 else [])
    if not found and not bonus:
        exact = {coins: own for coins, _, own in units}
        assert all(exact[one] + exact[two] >= exact[one + two] for one in exact for two in exact if one + two in exact)


def test_what_is_not_proved_is_told_with_its_reason() -> None:
    by_member = "{by: buyer.member, is: {yes: 0.0130 EUR each}, other: 0.0139 EUR each}"
    whole = guarded(texts_of(by_member, MANY))
    told = {(own.guard, own.why) for own in whole.unproved if own.of == "top_up in DE on ios"}
    assert {(BULK, VARIES), (CLIFF, VARIES)} <= told
    assert (TRAP, "bundles with a number that is chosen are not looked at") in told
    sale = "promotions: {sale: {name: Sale, last_day: 2026-12-01, from: 2026-11-01, discount: 5 %}}\n"
    beside = guarded(texts_of(EACH_TIER, MANY, "  coins_100: 1.39\n", sale)).unproved
    assert "what promotions make of packages is not compared with numbers that are chosen" in {
        own.why for own in beside
    }
    plain = guarded(texts_of(EACH_TIER, MANY, "  coins_100: 1.39\n")).unproved
    assert {own.guard for own in plain if own.of == "top_up in DE on ios"} & {BULK, CLIFF} == set()


def test_prices_of_overlapping_numbers_are_looked_at_up_to_a_bound() -> None:
    """A bonus that falls brings fewer coins with more; a million prices are too many to compare."""
    falling = "{coins: {least: 1, most: 1_000_000}, bonus: {by: purchase.coins, from: {0: 100 %, 500_000: 0}}}"
    whole = guarded(texts_of("0.0139 EUR each", falling))
    (found,) = [own for own in (*whole.findings, *whole.following) if own.guard == CLIFF]
    assert found.of == "top_up"
    rising = "{coins: {least: 1, most: 1_000_000}, bonus: {by: purchase.coins, from: {0: 0, 500_000: 10 %}}}"
    assert guarded(texts_of("0.0139 EUR each", rising)).findings == ()
    other = texts_of("0.0139 EUR each", MANY, "  own: 0.0139 EUR each\n")
    other["rules/packages.yaml"] += "  own: {coins: {least: 30, most: 1_000_000}}\n"
    whole = guarded(other)
    assert (whole.findings, whole.following) == ((), ())
    assert any(own.guard == CLIFF and own.is_undecided for own in whole.unproved)
