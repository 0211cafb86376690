"""What varies by a fact of a lot is chosen lot by lot: its value, its hold, and what is kept back of it.

Numbers and days are worked out by hand; random rules are held against the reference.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.loading import load_texts
from ratecard.money import Diamonds, Money
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.requests import Lot, PayoutRequest
from ratecard.quotes.tracing.formulas import formula, value_text
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.refusals import FactNeeded, InvalidLot, NotEnoughDiamonds
from tests.quotes.chain_agreement import assert_same_payout
from tests.quotes.known import whole
from tests.quotes.small_chain import BOOK, DE, TAXES, book, lot, noon, paid, pay, payouts
from tests.quotes.test_agreement import patiently
from tests.quotes.tracing.replaying import OF_DAYS, exact, replay, replay_days
from tests.reference import paying, reading
from tests.strategies.drawing import Draw, Drawer

BY_CLASS = "{by: lot.class, is: {promotional: 60 days, earned: 7 days}}"
NONE_OF_PROMOTIONS = (
    "{rounding: half up, lines: {tax: {rate: {by: lot.class, is: {promotional: none}, other: 24 %}, of: whole}}}"
)
PROMOTIONAL, EARNED = {"lot_class": "promotional"}, {"lot_class": "earned"}


# Holds.


@pytest.mark.parametrize("hold", [BY_CLASS, "{by: lot.class, is: {promotional: 60 days}, other: 7 days}"])
def test_each_lot_is_held_as_long_as_its_own_class_says_and_the_latest_used_one_sets_the_day(hold: str) -> None:
    rules = book(payouts("1 USD each", hold=hold))
    lots = (lot(10, "2026-10-01", **PROMOTIONAL), lot(10, "2026-10-30", **EARNED))
    quote = paid(rules, None, *lots)
    hour = 3600  # summer time ends in between, and the time of day stays
    assert [quote.released_of(used) for used in quote.used] == [noon("2026-11-30") + hour, noon("2026-11-06")]
    assert (quote.paid_on, quote.assumed) == (date(2026, 11, 30), ())
    assert paid(rules, 10, lots[1]).paid_on == date(2026, 11, 6)
    first = paid(rules, 10, *reversed(lots))
    assert [used.valued.number for used in first.used] == [2]
    assert first.paid_on == date(2026, 11, 30)


def test_a_quote_holds_until_the_next_of_its_lots_is_released() -> None:
    rules = book(payouts("1 USD each", hold="{by: lot.class, is: {promotional: 8 hours}, other: 6 hours}"))
    lots = (lot(1, "2026-11-01", **PROMOTIONAL), lot(1, "2026-11-01", **EARNED))
    assert paid(rules, None, *lots).period.end == noon("2026-11-01") + 6 * 3600
    assert paid(rules, None, lots[0]).period.end == noon("2026-11-01") + 8 * 3600


def test_a_lot_whose_class_is_not_known_takes_what_holds_for_others_and_the_answer_says_so() -> None:
    rules = book(payouts("1 USD each", hold="{by: lot.class, is: {promotional: 60 days}, other: 7 days}"))
    quote = paid(rules, None, lot(1, "2026-10-30"))
    assert (quote.paid_on, quote.assumed) == (date(2026, 11, 6), ("lot.class",))
    without_other = book(payouts("1 USD each", hold=BY_CLASS))
    assert pay(without_other, None, lot(1, "2026-10-30")) == FactNeeded("lot.class")
    stated = paid(without_other, None, lot(1, "2026-10-30"), facts={"lot.class": "promotional"})
    assert stated.paid_on == date(2026, 12, 29)


def test_the_grade_of_the_day_on_which_a_lot_was_earned_decides_its_hold() -> None:
    rules = book(payouts("1 USD each", hold="{by: creator.grade, is: {partner: 1 day}, other: 30 days}"))
    lots = (lot(1, "2026-10-25", creator_grade="standard"), lot(1, "2026-10-31"))
    quote = paid(rules, None, *lots, facts={"creator.grade": "partner"})
    assert [quote.released_of(used) for used in quote.used] == [noon("2026-11-24"), noon("2026-11-01")]


def test_a_lot_that_is_held_by_no_rule_is_there_at_once() -> None:
    rules = book(payouts("1 USD each", hold="{by: lot.class, is: {promotional: 60 days}, other: none}"))
    quote = paid(rules, None, lot(1, "2026-10-30", **EARNED))
    assert (quote.released, quote.paid_on) == (noon("2026-10-30"), date(2026, 11, 1))


# Withholding.


def test_a_tax_is_kept_back_of_each_lot_at_the_rate_of_its_class() -> None:
    rules = book(payouts("0.01 USD each", withholding=NONE_OF_PROMOTIONS))
    quote = paid(rules, None, lot(6000, "2026-05-01", **EARNED), lot(4000, "2026-05-02", **PROMOTIONAL))
    assert (quote.figures.value, quote.figures.withheld, quote.figures.paid) == (10_000, 1440, 8560)
    (kept,) = quote.withholding
    assert (kept.line.id, str(kept.rate), kept.minor) == ("tax", "24 %", 1440)
    assert paid(rules, None, lot(4000, "2026-05-02", **PROMOTIONAL)).withholding == ()


@pytest.mark.parametrize(
    ("domestic", "inside", "beside"),
    [
        ("ES-M", ("ES-M",), ("ES-MA", "ES-MU", "ES-NA", "ES", "DE")),
        ("JP-1", ("JP-1",), ("JP-13", "JP-10", "JP", "DE")),
        ("ES", ("ES", "ES-M", "ES-MA"), ("EST", "E", "DE")),
    ],
)
def test_a_region_holds_its_own_parts_and_not_those_whose_codes_begin_like_its_own(
    domestic: str, inside: tuple[str, ...], beside: tuple[str, ...]
) -> None:
    """Madrid is ES-M: Málaga, ES-MA, is no part of it: 24 % of 60 dollars are kept back, or nothing."""
    line = f"{{tax: {{rate: 24 %, of: domestic, domestic: {domestic}}}}}"
    rules = book(payouts("0.01 USD each", withholding=f"{{rounding: half up, lines: {line}}}"))
    kept = {
        source: paid(rules, None, lot(6000, "2026-05-01", source)).figures.withheld for source in (*inside, *beside)
    }
    assert kept == {**dict.fromkeys(inside, 1440), **dict.fromkeys(beside, 0)}
    both = paid(rules, None, lot(6000, "2026-05-01", inside[0]), lot(4000, "2026-05-02", beside[0]))
    assert (both.figures.value, both.figures.withheld, both.figures.paid) == (10_000, 1440, 8560)


def test_lots_at_two_rates_are_summed_exactly_and_rounded_once() -> None:
    line = "{tax: {rate: {by: lot.class, is: {promotional: 10 %, earned: 30 %}}, of: whole}}"
    rules = book(payouts("0.005 USD each", withholding=f"{{rounding: down, lines: {line}}}"))
    lots = (lot(33, "2026-05-01", **PROMOTIONAL), lot(33, "2026-05-02", **EARNED))
    quote = paid(rules, None, *lots)  # 16.5 cents each: 1.65 and 4.95 are 6.6
    assert (quote.figures.value, quote.figures.withheld_lines) == (33, (6,))
    (kept,) = quote.withholding
    assert kept.rate is None


def test_where_a_tax_is_of_the_lots_of_one_region_may_depend_on_their_class_too() -> None:
    line = (
        "{us: {rate: 30 %, of: {by: lot.class, is: {earned: domestic}, other: whole}, "
        "domestic: {by: lot.class, is: {earned: US}, other: DE}}}"
    )
    rules = book(payouts("0.01 USD each", withholding=f"{{rounding: half up, lines: {line}}}"))
    lots = (
        lot(1000, "2026-05-01", "US-NY", **EARNED),
        lot(1000, "2026-05-02", "DE", **EARNED),
        lot(1000, "2026-05-03", None, **PROMOTIONAL),
    )
    assert paid(rules, None, *lots).figures.withheld == 600
    asking = (lot(1000, "2026-05-01", None, **EARNED), lots[2])
    assert pay(rules, None, *asking) == FactNeeded("lot.source_region")


def test_what_a_lot_says_of_its_creator_does_not_change_the_tax_of_the_payout() -> None:
    line = (
        "{a: {rate: {by: creator.form, is: {plain: 0 %, treaty: 15 %}, other: 30 %}, of: whole}, "
        "b: {rate: {by: lot.class, is: {earned: 10 %}, other: 0 %}, of: whole}}"
    )
    rules = book(payouts("0.01 USD each", withholding=f"{{rounding: half up, lines: {line}}}"))
    one = lot(10_000, "2026-05-01", lot_class="earned", creator_form="plain")
    assert paid(rules, None, one, facts={"creator.form": "treaty"}).figures.withheld_lines == (1500, 1000)
    assert paid(rules, None, one).assumed == ("creator.form",)


def test_the_fewest_diamonds_are_found_through_lots_at_different_rates() -> None:
    rules = book(payouts("0.01 USD each", withholding=NONE_OF_PROMOTIONS))
    lots = (lot(1000, "2026-05-01", **EARNED), lot(1000, "2026-05-02", **PROMOTIONAL))
    quote = paid(rules, None, *lots, want=(800, "USD"))  # 7.60 of the first lot, then 40 of the second
    assert (quote.diamonds, quote.figures.paid) == (1040, 800)
    assert pay(rules, None, *lots, want=(1761, "USD")) == NotEnoughDiamonds(Diamonds(2000), Diamonds(2001))


# Lots that are not used.

DOMESTIC = "{rounding: half up, lines: {us: {rate: 30 %, of: domestic, domestic: US}}}"
STALE = "fx: {base: USD, rounding: down, maximum_age: 5 days, rates: {EUR: {2026-01-01: 0.9}}}\n"
UNUSED: dict[str, tuple[dict[str, str], Lot]] = {
    "its source region": ({"withholding": DOMESTIC}, lot(1, "2026-05-02", None, **EARNED)),
    "its class for its value": (
        {"diamond": "{by: lot.class, is: {promotional: 1 USD each, earned: 1 USD each}}", "currency": "USD"},
        lot(1, "2026-05-02", "DE"),
    ),
    "its class for its hold": ({"hold": BY_CLASS}, lot(1, "2026-05-02", "DE")),
    "a value": (
        {"order": "[newest]", "diamond": "{2026-01-01: 1 USD each}", "currency": "USD"},
        lot(1, "2025-05-02", "DE", **EARNED),
    ),
    "an exchange rate": (
        {"order": "[newest]", "diamond": "{2025-01-01: 1 EUR each, 2026-01-01: 1 USD each}", "currency": "USD"},
        lot(1, "2025-05-02", "DE", **EARNED),
    ),
}


@pytest.mark.parametrize("lacking", UNUSED)
def test_a_lot_that_is_not_used_is_asked_for_nothing(lacking: str) -> None:
    stated, unused = UNUSED[lacking]
    rules = book(payouts(**({"diamond": "1 USD each"} | stated)) + STALE)
    used = lot(10, "2026-05-01", "DE", **EARNED)
    assert paid(rules, 10, used, unused).figures.value == 1000
    assert paid(rules, None, used, unused, want=(500, "USD")).diamonds in (5, 6, 7, 8)
    for refused in (pay(rules, 11, used, unused), pay(rules, None, used, unused)):
        assert not isinstance(refused, PayoutQuote)
    wanted = pay(rules, None, used, unused, want=(10_000, "USD"))
    assert wanted == pay(rules, 11, used, unused)
    assert not isinstance(wanted, NotEnoughDiamonds)


def test_what_was_assumed_of_a_lot_that_is_not_used_is_not_said() -> None:
    rules = book(payouts("{by: lot.class, is: {promotional: 2 USD each}, other: 1 USD each}", currency="USD"))
    lots = (lot(10, "2026-05-01", **EARNED), lot(10, "2026-05-02"))
    assert paid(rules, 10, *lots).assumed == ()
    assert paid(rules, 11, *lots).assumed == ("lot.class",)


def test_a_lot_that_is_stated_wrongly_refuses_whether_it_is_used_or_not() -> None:
    rules = book(payouts("1 USD each"))
    used = lot(10, "2026-05-01")
    assert pay(rules, 1, used, lot(0, "2026-05-02")) == InvalidLot(
        2, "holds 0, and a lot holds from 1 to 1,000,000,000,000,000"
    )
    assert pay(rules, 1, used, lot(1, "2027-05-02")) == InvalidLot(2, "was earned after the instant asked about")


# Traces.


def test_a_trace_says_that_nothing_of_a_tax_on_lots_of_a_region_where_none_comes_from_it() -> None:
    quote = paid(book(payouts("0.01 USD each", withholding=DOMESTIC)), None, lot(6000, "2026-10-29", source="DE"))
    steps = {step.figure: step for step in trace_payout(quote)}
    assert (value_text(steps["value from US"].output), formula(steps["value from US"])) == ("0.00 USD", "nothing")


def test_a_trace_shows_each_lots_own_rate_and_hold_with_their_places() -> None:
    rules = book(payouts("0.01 USD each", withholding=NONE_OF_PROMOTIONS.replace("none", "5 %"), hold=BY_CLASS))
    lots = (lot(6000, "2026-10-29", **EARNED), lot(4000, "2026-10-30", **PROMOTIONAL))
    quote = paid(rules, None, *lots)
    steps = {step.figure: step for step in trace_payout(quote)}
    told = {name: (value_text(step.output), formula(step)) for name, step in steps.items()}
    assert told["tax of lot 1"] == ("14.40 USD", "60.00 USD × 24 %")
    assert told["tax of lot 2"] == ("2.00 USD", "40.00 USD × 5 %")
    assert told["withheld tax"] == ("16.40 USD", "14.40 USD + 2.00 USD, half up")
    assert told["released lot 1"][1] == "2026-10-29T12:00:00Z + 7 days"
    assert told["released lot 2"][1] == "2026-10-30T12:00:00Z + 60 days"
    places = [steps[f"{what} lot {number}"].place for what in ("tax of", "released") for number in (1, 2)]
    assert len(set(places)) == 4
    assert steps["counted from"].place == steps["released lot 2"].place
    for step in steps.values():
        if step.operation in OF_DAYS:
            assert replay_days(step, quote.region.in_zone) == step.output, step.figure
        else:
            assert replay(step) == exact(step.output), step.figure


# Random rules.

CLASSES = ("promotional", "earned")
MONTHS = ("0", "6", "12")


def _choice(drawer: Drawer, value: Callable[[], str]) -> str:
    """A plain value, or one that varies by a fact of a lot, or by what is known of the creator."""
    kind = drawer.one(("lot.class", "lot.months", "creator.grade", ""))
    if not kind:
        return value()
    other = f", other: {value()}" if drawer.maybe(60) else ""
    if kind == "lot.months":
        starts = ", ".join(f"{start}: {value()}" for start in (MONTHS if not other else drawer.some(MONTHS, 1)))
        return f"{{by: lot.months, from: {{{starts}}}{other}}}"
    words = CLASSES if kind == "lot.class" else ("standard", "partner")
    cases = ", ".join(f"{word}: {value()}" for word in (words if not other else drawer.some(words, 1)))
    return f"{{by: {kind}, is: {{{cases}}}{other}}}"


@st.composite
def rules_of_lots(draw: Draw) -> dict[str, str]:
    """The files of a book whose payouts vary lot by lot in all that may."""
    drawer = Drawer(draw)
    lines = []
    for name in drawer.some(("a", "b", "c"), 0):
        rate = _choice(drawer, lambda: drawer.one(("30 %", "0 %", "24 %", "1/7", "none")))
        of = _choice(drawer, lambda: drawer.one(("whole", "domestic")))
        region = _choice(drawer, lambda: drawer.one(("US", "DE", "US-NY")))
        lines.append(f"{name}: {{rate: {rate}, of: {of}, domestic: {region}}}")
    rounding = drawer.one(("half up", "down", "up", "half even to 0.05"))
    stated = {
        "currency": "USD",
        "rounding": drawer.one(("down", "half up to 0.10")),
        "order": drawer.one(("[oldest]", "[newest]", "[class, oldest]")),
        "withholding": f"{{rounding: {rounding}, lines: {{{', '.join(lines)}}}}}" if lines else "none",
    }
    if drawer.maybe(80):
        stated["hold"] = _choice(
            drawer, lambda: drawer.one(("7 days", "1 month", "36 hours", "45 minutes", "1 year", "none"))
        )
    diamond = _choice(drawer, lambda: drawer.one(("0.005 USD each", "1 USD per 7", "0.0333 USD each")))
    facts = "facts: {lot.months: {type: count}}\n"
    return {
        "rules/book.yaml": BOOK + TAXES + payouts(diamond, **stated),
        "rules/more.yaml": facts,
        "regions/de.yaml": DE,
    }


@st.composite
def lots(draw: Draw) -> Lot:
    """A lot that states most of what may be asked of it."""
    drawer = Drawer(draw)
    facts: dict[str, str | int | bool] = {}
    if drawer.maybe(85):
        facts["lot.class"] = drawer.one(CLASSES)
    if drawer.maybe(85):
        facts["lot.months"] = drawer.one((0, 5, 6, 12, 40))
    if drawer.maybe(30):
        facts["creator.grade"] = drawer.one(("standard", "partner"))
    source = drawer.one(("US", "DE", "US-NY", "FR")) if drawer.maybe(85) else None
    day = f"2026-{drawer.number(1, 10):02}-{drawer.number(1, 28):02}"
    return Lot(Diamonds(drawer.one((1, 7, 33, 150, 999))), noon(day), source, facts)


@st.composite
def questions(draw: Draw) -> PayoutRequest:
    """A question about one to five lots: all of them, part of them, or an amount."""
    drawer = Drawer(draw)
    held = tuple(draw(st.lists(lots(), min_size=1, max_size=5)))
    total = sum(each.diamonds for each in held)
    way = drawer.one(("all", "part", "part", "want"))
    asked = Diamonds(drawer.number(1, total)) if way == "part" else None
    usd = book(payouts("1 USD each")).region("DE", noon("2026-11-01")).value_currency  # type: ignore[union-attr]
    assert usd is not None
    want = Money(drawer.one((1, 40, 150, 2000)), usd) if way == "want" else None
    facts: dict[str, str | int | bool] = {"creator.grade": "partner"} if drawer.maybe(70) else {}
    if drawer.maybe(15):
        facts["lot.class"] = drawer.one(CLASSES)
    return PayoutRequest("DE", "bank", noon("2026-11-01"), asked, held, want, {}, facts)


@patiently
@given(rules_of_lots(), st.lists(questions(), min_size=6, max_size=6))
def test_random_rules_are_chosen_lot_by_lot_as_the_reference_chooses_them(
    files: dict[str, str], asked: list[PayoutRequest]
) -> None:
    loaded, reference = load_texts(files), reading.read(files)
    if {each.code for each in loaded.diagnostics if each.severity.value == "error"} == {"rate-above-whole"}:
        return
    assert loaded.book is not None, loaded.diagnostics
    for request in asked:
        quote = quote_payout(loaded.book, request)
        assert_same_payout(quote, paying.quote(reference, request))
        if isinstance(quote, PayoutQuote):
            _replays(quote)


def _replays(quote: PayoutQuote) -> None:
    """Every step of the trace comes to its output, and what was kept back is at most the value."""
    for step in trace_payout(quote):
        if step.operation in OF_DAYS:
            assert replay_days(step, quote.region.in_zone) == step.output, step.figure
        else:
            assert replay(step) == exact(step.output), step.figure
    figures = whole(quote)
    assert figures.value == figures.withheld + figures.fee + figures.remainder
    assert sum(kept.minor for kept in quote.withholding) == figures.withheld
    assert Fraction(figures.withheld) <= figures.value
