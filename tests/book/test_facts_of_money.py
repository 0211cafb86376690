"""Facts of type money: bound like money, compared in one currency, and never converted silently."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import ratecard
from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.money import Money
from ratecard.quotes.eligibility import EligibilityAnswer, answer_eligibility
from ratecard.quotes.facts import parse_facts
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.requests import EligibilityRequest, PriceListRequest
from ratecard.refusals import FactNeeded, InvalidFact, NotEligible
from ratecard.terms.assumptions import NOT_GIVEN, Counts
from ratecard.terms.cases import cases_of
from ratecard.terms.facts import FactValue
from tests.book.asking import NOON, asked, at, price, quoted
from tests.cases.smallest import Changes, book, changed, germany, only
from tests.cli.running import run_json

SPENT = {"rules/facts.yaml": "facts:\n  buyer.spent: {type: money, name: Spent so far}\n"}
STEPS = "{by: buyer.spent, from: {0: 1.29, 50: 1.19, 99.90: 0.99}, other: 1.29}"
BULGARIA = """region: BG
currency: {2025-01-01: BGN, 2026-01-01: EUR}
time_zone: Europe/Sofia
tax:
  lines:
    vat: {name: VAT, rate: 20 %}
prices:
  coins_100:
    2025-01-01: {by: buyer.spent, from: {100: 2.00}, other: 2.59}
    2026-01-01: {by: buyer.spent, from: {50: 1.00}, other: 1.39}
packages:
  coins_1000: {when: {buyer.spent: {at least: 50}}}
"""


def spent(text: str) -> dict[str, FactValue]:
    """The fact as somebody types it."""
    digits, _, code = text.partition(" ")
    return {"buyer.spent": Money(int(digits.replace(".", "")), CURRENCIES[code])}


def priced(written: str) -> Changes:
    """Germany with this price of coins_100."""
    return {**SPENT, **germany(("coins_100: 1.29", f"coins_100: {written}"))}


def conditional(when: str) -> Changes:
    """Germany with coins_100 under a condition."""
    return {**SPENT, **germany(("prices:\n", f"packages: {{coins_100: {{when: {when}}}}}\nprices:\n"))}


@pytest.mark.parametrize(
    ("known", "expected"),
    [("0.00 EUR", "1.29"), ("49.99 EUR", "1.29"), ("50.00 EUR", "1.19"), ("99.89 EUR", "1.19"), ("99.90 EUR", "0.99")],
)
def test_thresholds_of_money_hold_from_themselves_on(known: str, expected: str) -> None:
    assert price(book(priced(STEPS)), facts=spent(known)) == f"{expected} EUR"


def test_a_bare_threshold_is_in_the_currency_of_its_file_at_its_date() -> None:
    rules = book({**SPENT, "regions/bg.yaml": BULGARIA})
    before, after = at("2025-12-31"), at("2026-01-01")
    assert price(rules, when=before, region="BG", facts=spent("99.99 BGN")) == "2.59 BGN"
    assert price(rules, when=before, region="BG", facts=spent("100.00 BGN")) == "2.00 BGN"
    assert price(rules, when=after, region="BG", facts=spent("50.00 EUR")) == "1.00 EUR"
    assert price(rules, when=after, region="BG", facts=spent("49.99 EUR")) == "1.39 EUR"
    wrong = asked(rules, when=after, region="BG", facts=spent("100.00 BGN"))
    allowed = "an amount in EUR, in which the rules compare it here"
    assert wrong == InvalidFact("buyer.spent", "100.00 BGN", allowed)


def test_one_condition_of_two_regions_is_in_the_currency_that_it_names() -> None:
    packages = (
        "packages: {coins_100: {coins: 100, when: {buyer.spent: {at least: 50 EUR}}}, coins_1000: {coins: 1000}}\n"
    )
    japan = "region: JP\ncurrency: JPY\ntime_zone: Asia/Tokyo\ntax: none\nprices: {coins_100: 200}\n"
    rules = book({**SPENT, "rules/packages.yaml": packages, "regions/jp.yaml": japan})
    assert quoted(rules, region="JP", facts=spent("50.00 EUR")).open == ()
    assert type(asked(rules, region="JP", facts=spent("49.99 EUR"))) is NotEligible
    assert type(asked(rules, region="JP", facts=spent("9000 JPY"))) is InvalidFact


@pytest.mark.parametrize(
    ("when", "known", "holds"),
    [
        ("{buyer.spent: {at least: 50}}", "50.00 EUR", True),
        ("{buyer.spent: {at least: 50}}", "49.99 EUR", False),
        ("{buyer.spent: {above: 50}}", "50.00 EUR", False),
        ("{buyer.spent: {above: 50 EUR}}", "50.01 EUR", True),
        ("{buyer.spent: {at most: 50}}", "50.00 EUR", True),
        ("{buyer.spent: {at most: 50}}", "50.01 EUR", False),
        ("{buyer.spent: {below: 50}}", "50.00 EUR", False),
        ("{buyer.spent: 50}", "50.00 EUR", True),
        ("{buyer.spent: {any of: [0, 12.34]}}", "12.34 EUR", True),
        ("{buyer.spent: {none of: [0, 12.34]}}", "12.34 EUR", False),
        ("{any: [{buyer.spent: {at least: 50}}, {buyer.spent: 0}]}", "0.00 EUR", True),
    ],
)
def test_conditions_on_money(when: str, known: str, holds: bool) -> None:
    answer = asked(book(conditional(when)), facts=spent(known))
    assert (type(answer) is not NotEligible) is holds
    if type(answer) is NotEligible:
        assert answer.unmet[0].actual == known


def test_an_unknown_amount_is_open_or_needed() -> None:
    quote = quoted(book(conditional("{buyer.spent: {at least: 50}}")))
    assert [(one.fact, one.requirement) for one in quote.open] == [("buyer.spent", "at least 50.00 EUR")]
    needed = asked(book(priced("{by: buyer.spent, from: {0: 1.29, 50: 1.19}}")))
    assert needed == FactNeeded("buyer.spent")


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ("{buyer.spent: {above: 10.00, below: 10.01}}", "condition-never-holds", "above 10.00 EUR and below 10.01 EUR"),
        ("{buyer.spent: {below: 0}}", "condition-never-holds", "below 0.00 EUR"),
        ("{buyer.spent: {at least: 5, at most: 5, none of: [5.00 EUR]}}", "condition-never-holds", "none of 5.00 EUR"),
        ("{buyer.spent: {at least: 50 EUR, below: 90 USD}}", "unfitting-condition", "compared in EUR and USD"),
        ("{any: [{buyer.spent: 5 EUR}, {buyer.spent: 5 USD}]}", "unfitting-condition", "compared in EUR and USD"),
        ("{buyer.spent: {at least: 1.234}}", "too-many-digits", "1.234"),
        ("{buyer.spent: {at least: -5}}", "negative-number", "-5"),
        ("{buyer.spent: {at least: 050}}", "leading-zero", "050"),
        ("{buyer.spent: {at least: 50 eur}}", "not-money", "eur"),
        ("{buyer.spent: much}", "not-money", "much"),
        ("{buyer.spent: at least 50 EUR}", "not-money", "at least 50 EUR"),
    ],
)
def test_a_wrong_condition_on_money_is_one_error(written: str, code: str, said: str) -> None:
    error = only(conditional(written))
    assert error.code == code
    assert said in error.sentence


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{by: buyer.spent, from: {50: 1.00, 50.00 EUR: 1.10}, other: 1.29}", "duplicate-key"),
        ("{by: buyer.spent, from: {0 EUR: 1.00, 50 USD: 1.10}, other: 1.29}", "unfitting-choice"),
        ("{by: buyer.spent, is: {50: 1.00}, other: 1.29}", "unfitting-choice"),
        ("{by: buyer.spent, from: {50: 1.00}}", "choice-without-other"),
        ("{by: buyer.spent, from: {050: 1.00}, other: 1.29}", "leading-zero"),
        ("{by: buyer.spent, from: {1.001: 1.00}, other: 1.29}", "too-many-digits"),
    ],
)
def test_a_wrong_choice_by_money_is_one_error(written: str, code: str) -> None:
    assert only(priced(written)).code == code


def test_money_is_no_threshold_of_a_count_and_a_bare_amount_needs_a_currency() -> None:
    counted = "facts: {buyer.age: {type: count}}\n"
    wrong = only(
        {"rules/facts.yaml": counted, "rules/a.yaml": "packages: {coins_100: {when: {buyer.age: {below: 5 EUR}}}}\n"}
    )
    assert (wrong.code, wrong.advice) == ("unknown-fact-value", "did you mean 5?")
    bare = {**SPENT, "rules/when.yaml": "packages: {coins_100: {when: {buyer.spent: {below: 5}}}}\n"}
    assert (only(bare).code, only(bare).advice) == ("money-without-currency", "name its currency, for example 5 EUR")


@pytest.mark.parametrize(
    "text", ["-1 EUR", "12.345 EUR", "12.34", "12,34 EUR", "EUR", "12.34 XXQ", "1.5 JPY", "010 EUR"]
)
def test_what_is_no_amount_of_the_fact_is_refused(text: str) -> None:
    refused = parse_facts(book(priced(STEPS)), [("buyer.spent", text)])
    assert type(refused) is InvalidFact
    assert refused.allowed.startswith("an amount with its currency")
    assert "leading zeros" in refused.allowed or text != "010 EUR"


def test_a_list_withholds_the_package_alone_and_eligibility_is_refused() -> None:
    rules = book(priced(STEPS))
    listed = list_prices(rules, PriceListRequest("DE", "web", NOON, spent("5.00 USD")))
    assert type(listed) is PriceList
    assert [quote.offer.package.id for quote in listed.packages] == ["coins_1000"]
    assert [(one.package, type(one.refusal)) for one in listed.refused] == [("coins_100", InvalidFact)]
    required = book({**SPENT, **germany(("prices:\n", "eligibility: {buyer: {buyer.spent: {below: 500}}}\nprices:\n"))})
    assert type(answer_eligibility(required, EligibilityRequest("DE", NOON, spent("5.00 EUR")))) is EligibilityAnswer
    assert type(answer_eligibility(required, EligibilityRequest("DE", NOON, spent("5.00 USD")))) is InvalidFact


def _offer(rules: RuleBook) -> object:
    return rules.history(("DE", "web")).sections["prices", "coins_100"].values[0].terms


def test_the_cases_of_money_are_amounts_in_its_currency() -> None:
    rules = book(priced(STEPS))
    euro = CURRENCIES["EUR"]
    cases = cases_of(rules.facts, _offer(rules))
    assert [case.facts["buyer.spent"] for case in cases] == [
        Counts(0, 5000, euro),
        Counts(5000, 9990, euro),
        Counts(9990, None, euro),
        NOT_GIVEN,
    ]
    assert cases[1].witness == {"buyer.spent": Money(5000, euro)}
    assert [case.admits(spent("60.00 USD")) for case in cases] == [False] * 4


def test_the_command_line_and_python_take_the_amount_as_it_is_written(tmp_path: Path) -> None:
    for path, text in changed(priced(STEPS)).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text if isinstance(text, str) else text.decode(), "utf-8")
    ask = (
        "quote",
        "purchase",
        "--book",
        str(tmp_path),
        "--region",
        "DE",
        "--platform",
        "web",
        "--package",
        "coins_100",
    )
    on = ("--at", "2025-06-01")
    assert run_json(*ask, *on, "--fact", "buyer.spent=50 EUR")["price"]["listed"]["amount"] == "1.19"
    refusal = run_json(*ask, "--fact", "buyer.spent=50 USD", code=1)["refusal"]
    assert (refusal["code"], refusal["value"]) == ("INVALID_FACT", "50.00 USD")
    assert json.dumps(refusal)
    loaded = ratecard.load(tmp_path)
    day = datetime(2025, 6, 1, tzinfo=UTC)
    quote = loaded.purchase(
        region="DE", platform="web", package="coins_100", at=day, facts={"buyer.spent": "99.90 EUR"}
    )
    assert isinstance(quote, ratecard.PurchaseQuote)
    assert str(quote.price.listed.amount) == "0.99"
    refused = loaded.purchase(region="DE", platform="web", package="coins_100", at=day, facts={"buyer.spent": "99.9"})
    assert isinstance(refused, ratecard.Refusal)
    assert refused.code == "INVALID_FACT"


def test_terms_that_compare_one_fact_in_two_currencies_refuse_each_and_take_none() -> None:
    bonus = "packages: {coins_100: {bonus: {by: buyer.spent, from: {50 USD: 10}, other: 0}}}\nprices:\n"
    rules = book({**priced(STEPS), **germany(("coins_100: 1.29", f"coins_100: {STEPS}"), ("prices:\n", bonus))})
    assert type(asked(rules, facts=spent("5.00 EUR"))) is InvalidFact
    assert type(asked(rules, facts=spent("5.00 USD"))) is InvalidFact
    assert quoted(rules).assumed == ("buyer.spent",)


def test_a_test_in_words_is_told_as_it_is_written() -> None:
    assert only(conditional("{buyer.spent: at most 12.50 EUR}")).advice == "write {at most: 12.50 EUR}"
    assert only(conditional("{buyer.spent: {at most 12.50 EUR}}")).advice == "write at most: 12.50 EUR"
    assert only(conditional("{buyer.spent: {max: 50}}")).advice == "write at most"
