"""Books of plans are sound, without a warning, and answer exactly the prices of their plan."""

from datetime import date

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.cases.reading import read_cases
from ratecard.cases.running import run
from ratecard.loading import load_texts
from ratecard.money import Money
from ratecard.newbooks.companions import REGIONS_MOST
from ratecard.newbooks.grouping import layout_of
from ratecard.newbooks.library import library_facts
from ratecard.newbooks.making import NotSound, Otherwise, checked_rules, contents_of
from ratecard.newbooks.plans import NewBookPlan, Payouts
from ratecard.newbooks.texts import WIDTH_MOST
from ratecard.newbooks.writing import rule_texts
from tests.newbooks.planned import money, plan_of

BEGINS = date(2026, 1, 1)
LIBRARY = library_facts(BEGINS)
EURO = {"coins_100": "1.39 EUR", "coins_500": "6.99 EUR", "coins_1000": "13.99 EUR"}
DOLLARS = {"coins_100": "1.49 USD", "coins_500": "6.99 USD", "coins_1000": "13.99 USD"}
THREE = plan_of({"DE": EURO, "FR": EURO, "US": DOLLARS})


def rules_of(plan: NewBookPlan) -> dict[str, str]:
    return rule_texts(plan, layout_of(plan, LIBRARY), LIBRARY)


def stated_lines(texts: dict[str, str]) -> list[str]:
    """The lines that state something: neither empty nor a remark."""
    lines = [line for text in texts.values() for line in text.splitlines()]
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def test_three_packages_in_three_regions_on_two_platforms_with_payouts_take_twenty_lines() -> None:
    paying = msgspec.structs.replace(THREE, coin="V-Buck", payouts=Payouts("paypal", "PayPal", "0.005 USD each", "USD"))
    texts = rules_of(paying)
    assert len(stated_lines(texts)) <= 20
    assert load_texts(texts).diagnostics == ()


def test_a_book_of_one_price_takes_eight_lines() -> None:
    texts = rules_of(plan_of({"DE": {"coins_100": "1.39 EUR"}}, ("ios",)))
    assert len(stated_lines(texts)) <= 8
    assert load_texts(texts).diagnostics == ()


def test_a_name_of_the_coin_is_stated_and_said() -> None:
    texts = rules_of(msgspec.structs.replace(THREE, coin="V-Buck"))
    assert "units: {coin: V-Buck}" in texts["rules/book.yaml"]
    assert load_texts(texts).diagnostics == ()


@pytest.mark.parametrize("coin", ["none", "yes", "Co:in", "100 %", "Münze", '"', "Gold Coin", "# x", "[a]", "null "])
def test_any_name_of_a_coin_is_written_so_that_it_is_read_back(coin: str) -> None:
    text = rules_of(msgspec.structs.replace(THREE, coin=coin))["rules/book.yaml"]
    assert yaml.load(text, yaml.BaseLoader)["units"] == {"coin": coin}


def test_no_line_of_a_file_is_wider_than_a_hundred_characters() -> None:
    many = {region: {"coins_100": f"9 {code}"} for region, code in LIBRARY.currencies.items() if "-" not in region}
    plan = plan_of(many, ("ios", "android", "web"))
    texts = rules_of(msgspec.structs.replace(plan, coin="V-Buck", origin="prices of " + "very " * 40 + "many.csv"))
    wide = [line for text in texts.values() for line in text.splitlines() if len(line) > WIDTH_MOST]
    assert wide == []


def test_every_country_of_the_library_can_be_sold_in() -> None:
    many = {region: {"coins_100": f"9 {code}"} for region, code in LIBRARY.currencies.items() if "-" not in region}
    plan = plan_of(many)
    assert load_texts(rules_of(plan)).diagnostics == ()
    assert checked_rules(plan, LIBRARY)


def test_a_book_without_prices_is_sound_and_says_where_to_write_them() -> None:
    plan = plan_of({"DE": {}, "FR": {}, "US": {}})
    texts = rules_of(plan)
    assert {found.code for found in load_texts(texts).diagnostics} == {"nothing-sold"}
    assert load_texts(texts).errors == 0
    assert "# prices: {coins_100: …}" in texts["regions/groups/euro.yaml"]
    assert "United States: prices in USD" in texts["regions/us.yaml"]
    assert b"refused: NOT_SOLD" in contents_of(plan, LIBRARY)["rules/tests/first.yaml"]


def test_a_plan_that_no_sound_book_can_say_is_refused_with_what_is_wrong() -> None:
    ended = plan_of({"DE": {"coins_100": "1.39 EUR"}})
    plan = msgspec.structs.replace(ended, prices={"DE": {("ios", "coins_100"): Money(-1, money("1 EUR").currency)}})
    with pytest.raises(NotSound) as refused:
        contents_of(plan, LIBRARY)
    assert [found.code for found in refused.value.diagnostics] == ["negative-number"]


def test_a_book_that_says_other_prices_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    other = rules_of(plan_of({"DE": {**EURO, "coins_100": "1.49 EUR"}, "FR": EURO, "US": DOLLARS}))
    monkeypatch.setattr("ratecard.newbooks.making.rule_texts", lambda *_: other)
    with pytest.raises(Otherwise, match="in DE on ios"):
        contents_of(THREE, LIBRARY)


CODES = {"EUR": ("1.39", "1.49"), "USD": ("1.49", "0.99"), "JPY": ("200", "160"), "KWD": ("0.450", "0.500")}
PLACES = ("AT", "DE", "FR", "XK", "ME", "PE", "EC", "US", "US-NY", "JP", "KW", "BG", "CA", "CA-QC")


@st.composite
def plans(draw: st.DrawFn) -> NewBookPlan:
    """Plans in a few regions that are each hard in one way, with prices that are often alike."""
    platforms = tuple(draw(st.lists(st.sampled_from(LIBRARY.platforms), min_size=1, max_size=3, unique=True)))
    known = sorted(set(PLACES) & set(LIBRARY.currencies))
    prices: dict[str, dict[str, str]] = {}
    for region in draw(st.lists(st.sampled_from(known), min_size=1, max_size=6, unique=True)):
        whole = draw(st.sampled_from(sorted(CODES)))
        own = prices.setdefault(region, {})
        for platform in platforms:
            code = draw(st.sampled_from((whole, whole, whole, *CODES)))
            for package in ("coins_100", "coins_500"):
                number = draw(st.sampled_from(("none", *CODES[code])))
                own[f"{platform}/{package}"] = number if number == "none" else f"{number} {code}"
    return plan_of(prices, platforms)


@settings(max_examples=40)
@given(plans())
def test_the_book_of_any_plan_is_sound_and_answers_its_prices(plan: NewBookPlan) -> None:
    assert checked_rules(plan, LIBRARY)


FIRST = "rules/tests/first.yaml"


def failed(texts: dict[str, str]) -> list[str]:
    """The sentences of the first cases that a book does not answer as they expect."""
    loaded = load_texts({path: text for path, text in texts.items() if path.endswith(".yaml") and path != FIRST})
    assert loaded.book is not None, loaded.diagnostics
    cases = read_cases({FIRST: texts[FIRST].encode()})
    assert cases.diagnostics == ()
    return [result.case.sentence for result in run(loaded.book, cases.cases) if not result.passed]


def made(plan: NewBookPlan) -> dict[str, str]:
    """The rule files of a new book, with its first cases."""
    kept = ("rules/", "regions/")
    return {path: text.decode() for path, text in contents_of(plan, LIBRARY).items() if path.startswith(kept)}


def test_the_first_cases_break_where_a_region_or_a_price_is_deleted() -> None:
    texts = made(THREE)
    assert failed(texts) == []
    sold = next(line for line in texts["rules/book.yaml"].split("\n") if line.startswith("sells_in"))
    without = texts | {"rules/book.yaml": texts["rules/book.yaml"].replace(f"{sold}\n", "")}
    assert failed(without) == [f"{name}: what packages cost on ios" for name in ("Germany", "France")]
    for path, price in (("regions/groups/euro.yaml", "coins_500: 6.99, "), ("regions/us.yaml", "coins_500: 6.99, ")):
        assert price in texts[path]
        assert failed(texts | {path: texts[path].replace(price, "")}) != []


def test_a_book_of_many_regions_has_a_case_for_each_currency() -> None:
    many = {region: {"coins_100": f"9 {code}"} for region, code in LIBRARY.currencies.items() if "-" not in region}
    texts = made(plan_of(many))
    assert failed(texts) == []
    assert texts[FIRST].count("- case:") == len({code for region, code in LIBRARY.currencies.items() if region in many})
    few = dict(list(many.items())[:REGIONS_MOST])
    assert made(plan_of(few))[FIRST].count("- case:") == REGIONS_MOST
