"""Who may buy, send and be paid where the book does not know what is required of them."""

import pytest
from click.testing import CliRunner

from ratecard.cli.main import main
from ratecard.loading import Loaded, load_texts
from ratecard.money import Diamonds
from ratecard.quotes.eligibility import EligibilityAnswer, answer_eligibility
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.lists import GiftList
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import (
    EligibilityRequest,
    GiftListRequest,
    GiftRequest,
    PayoutRequest,
    PriceListRequest,
    PurchaseRequest,
)
from ratecard.quotes.tracing.formulas import formula
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.terms.conditions import Verdict
from ratecard.terms.facts import FactValue
from tests.quotes.gifts.test_unknown_earnings import BOOK, CUT, HALF, PAID, TAX
from tests.quotes.small_chain import noon

AT = noon("2026-02-01")
FACTS = """facts:
  buyer.age: {type: count, name: Age}
  buyer.level: {type: count, name: Level}
  buyer.member: {type: yes or no, name: Member}
  creator.age: {type: count, name: Age}
"""
BUYER_AGE = "eligibility.buyer.buyer.age"
Facts = dict[str, FactValue]


def files(germany: str, rules: str = "", level: str = "5") -> dict[str, str]:
    """The files of a book of Germany and Bavaria; Germany says this, and a rose needs this level."""
    book = BOOK.replace("kinds: [live], name", f"kinds: [live], level: {level}, name")
    region = f"region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {{c: 11.90}}\n{PAID}\n{germany}\n"
    earnings = f"earnings: {{live: {{{HALF}}}}}\n"
    return {
        "rules/book.yaml": f"{book}{FACTS}{TAX}\n{CUT}\n{earnings}{rules}\n",
        "regions/de.yaml": region,
        "regions/de-by.yaml": "region: DE-BY\neligibility: {buyer: {buyer.member: yes}}\n",
    }


def load(germany: str, rules: str = "", level: str = "5") -> Loaded:
    return load_texts(files(germany, rules, level))


def bought(loaded: Loaded, facts: Facts, region: str = "DE") -> object:
    assert loaded.book is not None, loaded.diagnostics
    return quote_purchase(loaded.book, PurchaseRequest(region, "ios", "c", AT, 1, facts))


def checked(loaded: Loaded, facts: Facts, region: str = "DE") -> EligibilityAnswer:
    assert loaded.book is not None, loaded.diagnostics
    answer = answer_eligibility(loaded.book, EligibilityRequest(region, AT, facts))
    assert isinstance(answer, EligibilityAnswer)
    return answer


@pytest.mark.parametrize(
    ("stated", "path"),
    [
        ("eligibility: unknown", "eligibility"),
        ("eligibility: {value: unknown, source: a page}", "eligibility"),
        ("eligibility: {buyer: unknown}", "eligibility.buyer"),
        ("eligibility: {buyer: {value: unknown, note: no number}}", "eligibility.buyer"),
        ("eligibility: {buyer: {buyer.age: unknown}}", BUYER_AGE),
        ("eligibility: {buyer: {buyer.age: {value: unknown, note: no number}}}", BUYER_AGE),
        ("eligibility: {buyer: {buyer.age: {2025-01-01: {at least: 18}, 2026-01-01: unknown}}}", BUYER_AGE),
        ("eligibility: {buyer: {any: unknown}}", "eligibility.buyer.any"),
    ],
)
def test_what_is_required_of_a_buyer_may_be_unknown_and_leaves_no_figure_null(stated: str, path: str) -> None:
    loaded = load(stated)
    quote = bought(loaded, {})
    assert isinstance(quote, PurchaseQuote)
    assert (quote.listed_minor, quote.net_minor, quote.gross_minor, quote.proceeds_minor) == (1190, 1000, 1190, 700)
    assert (quote.unknown_values, quote.open) == ((path,), ())
    steps = {step.figure: formula(step) for step in trace_purchase(quote)}
    assert steps["allowed"] == f"needs {path}"
    assert loaded.book is not None
    listed = list_prices(loaded.book, PriceListRequest("DE", "ios", AT, {}))
    assert isinstance(listed, PriceList)
    assert (listed.unknown_values, listed.figures_unknown) == ((path,), ())


def test_what_is_known_of_other_requirements_still_refuses() -> None:
    loaded = load("eligibility: {buyer: {buyer.age: unknown, buyer.member: yes}}")
    assert getattr(bought(loaded, {"buyer.member": False}), "code", None) == "NOT_ELIGIBLE"
    quote = bought(loaded, {"buyer.member": True, "buyer.age": 3})
    assert isinstance(quote, PurchaseQuote)
    assert quote.unknown_values == (BUYER_AGE,)
    verdicts = [checked(loaded, {"buyer.member": member}).buyer.verdict for member in (True, False)]
    assert verdicts == [Verdict.OPEN, Verdict.UNMET]


def test_the_facts_that_a_narrower_layer_states_end_an_unknown_table_of_them() -> None:
    loaded = load("eligibility: unknown", "eligibility: {buyer: {buyer.age: {at least: 18}}}")
    by_region = {region: checked(loaded, {"buyer.member": True, "buyer.age": 3}, region) for region in ("DE", "DE-BY")}
    assert [(each.buyer.verdict, each.buyer.unknown_values) for each in by_region.values()] == [
        (Verdict.OPEN, ("eligibility",)),
        (Verdict.MET, ()),
    ]
    assert by_region["DE-BY"].creator.unknown_values == by_region["DE-BY"].unknown_values == ("eligibility",)
    assert by_region["DE-BY"].creator.verdict is Verdict.OPEN


def test_none_ends_what_a_broader_layer_does_not_know() -> None:
    loaded = load("eligibility: {buyer: none}", "eligibility: unknown")
    assert checked(loaded, {}).buyer == checked(load(""), {}).buyer
    assert checked(loaded, {}).creator.unknown_values == ("eligibility",)


def test_a_gift_lists_what_is_unknown_of_its_sender_its_level_and_the_creator() -> None:
    loaded = load("eligibility: {buyer: unknown, creator: {creator.age: unknown}}", level="unknown")
    assert loaded.book is not None, loaded.diagnostics
    quote = quote_gift(loaded.book, GiftRequest("DE", "ios", "DE", "rose", AT, 2, facts={"buyer.level": 0}))
    assert isinstance(quote, GiftQuote)
    assert (quote.coins, quote.worth_minor, quote.diamonds, quote.open) == (20, 238, 10, ())
    assert quote.unknown_values == ("eligibility.buyer", "eligibility.creator.creator.age", "gifts.rose.level")
    assert quote.figures_unknown == ()
    assert "allowed" in {step.figure for step in trace_gift(quote)}
    listed = list_gifts(loaded.book, GiftListRequest("DE", "ios", AT, {}))
    assert isinstance(listed, GiftList)
    assert listed.unknown_values == ("eligibility.buyer", "gifts.rose.level")
    assert listed.gifts[0].worth_minor == 119


def test_a_payout_lists_what_is_unknown_of_the_creator() -> None:
    loaded = load("eligibility: {creator: {creator.age: unknown}}")
    assert loaded.book is not None, loaded.diagnostics
    quote = quote_payout(loaded.book, PayoutRequest("DE", "bank", AT, diamonds=Diamonds(1000)))
    assert isinstance(quote, PayoutQuote)
    assert (quote.figures.paid, quote.unknown_values) == (1000, ("eligibility.creator.creator.age",))
    steps = {step.figure: formula(step) for step in trace_payout(quote)}
    assert steps["allowed"] == "needs eligibility.creator.creator.age"


@pytest.mark.parametrize("audience", ["buyer", "creator"])
def test_a_requirement_on_no_fact_is_told_where_it_is_unknown(audience: str) -> None:
    found = load(f"eligibility: {{{audience}: {{{audience}.agee: unknown}}}}").diagnostics
    assert [each.code for each in found if each.severity.value == "error"] == ["unknown-fact"]


def test_people_read_what_is_unknown(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("book")
    for name, text in files("eligibility: {buyer: {buyer.age: unknown}}").items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    book = ["--book", str(folder), "--at", "2026-02-01"]
    shown = CliRunner().invoke(main, ["quote", "eligibility", "--region", "DE", *book])
    assert f"unknown: the rules do not know {BUYER_AGE}" in shown.output
    assert "buyer open; creator met" in shown.output
