"""Gifts, payouts and eligibility on the command line: the issue's own questions, as text and as JSON."""

import re
from pathlib import Path

from tests.books import shipped_texts, write_texts
from tests.cli.running import run, run_json
from tests.quotes.small_chain import BOOK, DE, TAXES, payouts

AT = ("--at", "2026-11-24")
LOTS = ("--lot", "10000@2025-08-01", "--lot", "10000@2026-03-01T00:00+09:00")


def test_a_gift_is_quoted_in_coins_money_and_diamonds() -> None:
    gift = ("gift", "--region", "DE", "--platform", "web", "--creator-region", "JP", "--gift", "rose")
    given = (*gift, "--count", "10", "--grade", "partner", *AT)
    quote = run_json("quote", *given)
    assert (quote["coins"], quote["earnings"]["diamonds"], quote["kind"]) == (10, 6, "live")
    assert quote["worth"]["formatted"] == "€0.10"
    text = run("quote", *given).stdout
    assert "10 × Rose (rose) sent in DE on web to a creator in JP, as live" in text
    assert "open: creator.followers must be at least 1000, and was not given" in text


def test_a_payout_names_every_deduction_and_the_day_the_money_is_there() -> None:
    given = ("payout", "--region", "JP", "--method", "bank", *LOTS, "--age", "21", "--followers", "1500", *AT)
    quote = run_json("quote", *given)
    assert [quote[name]["amount"] for name in ("value", "fee", "remainder", "paid")] == [
        "105.00",
        "3.00",
        "102.00",
        "15672",
    ]
    assert quote["paidOn"] == "2026-11-29"
    text = run("quote", *given, "--locale", "de").stdout
    assert "paid on" in text
    assert "29. November 2026" in text
    trace = run_json("explain", *given)["trace"]
    assert trace[-1]["formula"] == "2026-11-24 + 2 days + 3 days"
    assert all(step["file"].startswith("rules/") for step in trace)


def test_the_class_and_the_source_region_of_a_lot_decide_its_turn_and_its_tax() -> None:
    lots = ("--lot", "9000@2026-01-05:earned/US", "--lot", "20000@2026-02-01:promotional/KW")
    form = ("--fact", "creator.tax_form=w8ben")
    quote = run_json(
        "quote", "payout", "--region", "KW", "--method", "paypal", *lots, "--diamonds", "25000", *form, *AT
    )
    assert [(lot["lot"], lot["diamonds"], lot["sourceRegion"]) for lot in quote["lots"]] == [
        (2, 20000, "KW"),
        (1, 5000, "US"),
    ]
    assert quote["value"]["amount"] == "137.50"
    assert quote["withheld"]["amount"] == "8.25"  # 30 % of 5,000 × 0.0055 USD


def test_a_lot_may_state_any_of_its_facts_and_each_lot_is_settled_by_its_own(tmp_path: Path) -> None:
    line = "{tax: {name: Tax, rate: {by: lot.class, is: {promotional: 10 %}, other: 30 %}, of: whole}}"
    rules = payouts(
        "0.01 USD each",
        hold="{by: creator.grade, is: {partner: 1 day}, other: 30 days}",
        withholding=f"{{rounding: half up, lines: {line}}}",
    )
    for path, text in {"rules/book.yaml": BOOK + TAXES + rules, "regions/de.yaml": DE}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    lots = (
        "--lot",
        "1000@2026-10-26:promotional/US,creator.grade=partner",
        "--lot",
        "1000@2026-10-27,lot.class=earned",
    )
    given = ("payout", "--book", str(tmp_path), "--region", "DE", "--method", "bank", *lots, "--at", "2026-11-01")
    quote = run_json("quote", *given)
    assert [lot["releasedAt"][:10] for lot in quote["lots"]] == ["2026-10-26", "2026-11-25"]
    assert (quote["withheld"]["amount"], [tax["rate"] for tax in quote["withholding"]]) == ("4.00", [None])
    text = run("quote", *given).stdout
    assert "Tax" in text
    assert "Tax 30%" not in text
    refused = run_json("quote", *given[:-6], "--lot", "1@2026-10-26,lot.colour=red", "--at", "2026-11-01", code=1)
    assert refused["refusal"]["code"] == "UNKNOWN_FACT"


def test_want_gives_the_fewest_diamonds() -> None:
    given = ("quote", "payout", "--region", "DE", "--method", "paypal", "--fact", "creator.payouts=3", *AT)
    quote = run_json(*given, "--want", "50 EUR")
    assert quote["paid"]["amount"] == "50.00"
    fewer = run_json(*given, "--diamonds", str(quote["diamonds"] - 1))
    assert float(fewer["paid"]["amount"]) < 50


def test_want_below_the_minimum_says_that_it_was_raised_and_to_what() -> None:
    given = ("quote", "payout", "--region", "DE", "--method", "bank", "--lot", "30000@2026-01-01", *AT)
    raised = run_json(*given, "--want", "5 EUR")["raised"]
    assert {name: money["amount"] for name, money in raised.items()} == {
        "wanted": "5.00",
        "paid": run_json(*given, "--want", "5 EUR")["paid"]["amount"],
        "minimum": "100.00",
    }
    assert raised["minimum"]["currency"] == "USD"
    told = run(*given, "--want", "5 EUR").stdout
    assert "raised: €5.00 was wanted; the least that is paid is €81.60, for 18,182 diamonds worth $100.00\n" in told
    assert run_json(*given, "--want", "90 EUR")["raised"] is None
    assert "raised" not in run(*given, "--want", "90 EUR").stdout


def test_a_refusal_says_how_many_diamonds_a_wanted_amount_takes() -> None:
    given = ("quote", "payout", "--region", "DE", "--method", "bank", "--lot", "10000@2026-01-01", *AT)
    refusal = run_json(*given, "--want", "90 EUR", code=1)["refusal"]
    needed = refusal["needed"]
    enough = (*given, "--lot", f"{needed - 10_000}@2026-11-24")
    assert run_json(*enough, "--want", "90 EUR")["diamonds"] == needed
    less = (*given, "--lot", f"{needed - 10_001}@2026-11-24", "--want", "90 EUR")
    assert run_json(*less, code=1)["refusal"]["needed"] == needed


def test_explain_writes_none_as_a_rule_file_does(tmp_path: Path) -> None:
    kept = ("regions/de.yaml", "regions/groups/eu.yaml", "regions/groups/euro.yaml")
    texts = {name: text for name, text in shipped_texts().items() if name.startswith("rules/") or name in kept}
    texts["rules/payouts.yaml"] = texts["rules/payouts.yaml"].replace("hold: 14 days", "hold: none")
    texts["regions/de.yaml"] += "payouts: {hold: 14 days}\n"
    book = write_texts(tmp_path, texts)
    given = (
        "explain",
        "payout",
        "--book",
        str(book),
        "--region",
        "DE",
        "--method",
        "paypal",
        "--diamonds",
        "20000",
        *AT,
    )
    told = run(*given).stdout
    (line,) = [line for line in told.splitlines() if line.startswith("payouts.hold: regions/de.yaml:")]
    assert re.search(r" replaced none \(rules/payouts.yaml:\d+\)$", line)
    (replaced,) = [each["replaced"] for each in run_json(*given)["provenance"] if each["path"] == "payouts.hold"]
    assert [each["value"] for each in replaced] == ["none"]


def test_eligibility_is_told_requirement_by_requirement() -> None:
    result = run("quote", "eligibility", "--region", "KR", "--age", "18", "--followers", "1500", *AT)
    assert result.exit_code == 0
    assert "buyer unmet; creator unmet" in result.stdout
    answer = run_json("quote", "eligibility", "--region", "DE", "--age", "18", *AT)
    assert answer["buyer"]["verdict"] == "MET"
    assert answer["creator"]["verdict"] == "OPEN"


def test_gifts_are_listed_with_their_worth() -> None:
    listed = run_json("gifts", "--region", "JP", "--platform", "ios", "--locale", "ja", *AT)
    assert len(listed["gifts"]) >= 40
    text = run("gifts", "--region", "JP", "--platform", "ios", "--locale", "ja", *AT).stdout
    assert all(gift["name"] in text for gift in listed["gifts"])
