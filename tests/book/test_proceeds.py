"""A commission leaves something of every price, or somebody is told: an error for rates, a warning for fixed parts."""

import pytest

from ratecard.diagnostics.diagnostic import Severity
from tests.cases.smallest import book, germany, only, replaced

IOS = "lines: {store: {rate: 30 %, base: net}}"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("{store: {rate: 300 %, base: net}}", "a commission of 300 % leaves nothing"),
        ("{store: {rate: 100 %, base: gross}}", "a commission of 100 % leaves nothing"),
        (
            "{card: {rate: 60 %, base: gross}, store: {rate: 40 %, base: net}}",
            "card and store take 100 % together, which leaves nothing",
        ),
        ("{store: {rate: {2025-01-01: 30 %, 2027-01-01: 130 %}, base: net}}", "a commission of 130 % leaves nothing"),
    ],
)
def test_rates_that_leave_nothing_of_any_price_are_an_error(lines: str, sentence: str) -> None:
    error = only(replaced("rules/platforms.yaml", (IOS, f"lines: {lines}")))
    assert (error.code, error.sentence, error.severity) == ("rate-above-whole", sentence, Severity.ERROR)


@pytest.mark.parametrize("rate", ["99 %", "99.99 %", "0 %"])
def test_rates_below_the_whole_are_sound(rate: str) -> None:
    book(replaced("rules/platforms.yaml", (IOS, f"lines: {{store: {{rate: {rate}, base: net}}}}")))


def web(fixed: str, also: str = "") -> dict[str, str]:
    """Germany with a fixed part of the card's commission on the web."""
    stated = f"\nplatforms: {{web: {{commission: {{lines: {{card: {{fixed: {fixed}{also}}}}}}}}}}}"
    return germany(("coins_1000: 12.99", f"coins_1000: 12.99{stated}"))


def test_a_fixed_part_above_a_price_is_a_warning_with_the_market_the_package_and_what_is_left() -> None:
    warning = only(web("25"))
    assert (warning.code, warning.severity) == ("proceeds-below-zero", Severity.WARNING)
    # 1.29 holds 19 % tax: net 1.084; less 2.9 % of 1.29 and 25.00.
    assert warning.sentence == (
        "of coins_100 at 1.29 EUR in DE on web, -23.95 EUR is left: the commission takes more than there is, "
        "and 1 more like it"
    )
    assert warning.place is not None
    assert (warning.place.file, warning.place.line) == ("regions/de.yaml", 12)
    assert [(note.place.file, note.place.line, note.text) for note in warning.notes] == [
        ("regions/de.yaml", 10, "the price")
    ]


def test_a_loss_names_the_day_from_which_it_is_one() -> None:
    warning = only(web("{2025-01-01: 0.25, 2027-01-01: 5.00}"))
    assert warning.sentence == (
        "of coins_100 at 1.29 EUR in DE on web, -3.95 EUR is left from 2026-12-31 23:00 UTC on: "
        "the commission takes more than there is"
    )


def test_a_loss_names_the_facts_for_which_it_is_one() -> None:
    files = web("{by: buyer.member, is: {yes: 5.00}, other: 0.25}")
    facts = {"rules/facts.yaml": "facts: {buyer.member: {type: yes or no, name: Member}}\n"}
    warning = only({**files, **facts})
    assert warning.sentence.startswith(
        "of coins_100 at 1.29 EUR in DE on web where buyer.member is yes, -3.95 EUR is left"
    )


def test_the_price_and_the_commission_are_compared_for_one_buyer() -> None:
    facts = {"rules/facts.yaml": "facts: {buyer.member: {type: yes or no, name: Member}}\n"}
    by = "{by: buyer.member, is: {yes: %s}, other: %s}"
    files = web(by % ("5.00", "0.25"))
    files["regions/de.yaml"] = files["regions/de.yaml"].replace("1.29", by % ("9.99", "1.29"))
    book({**files, **facts})


@pytest.mark.parametrize("fixed", ["1.04", "0", "0.25"])
def test_a_fixed_part_that_leaves_something_or_nothing_is_silent(fixed: str) -> None:
    book(web(fixed))


def test_a_rate_of_gross_beside_a_great_tax_may_take_more_than_the_net() -> None:
    lines = (IOS, "lines: {store: {rate: 90 %, base: gross}}")
    files = {**replaced("rules/platforms.yaml", lines)}
    warning = only(files)
    assert warning.code == "proceeds-below-zero"
    assert warning.sentence == (
        "of coins_1000 at 12.99 EUR in DE on ios, -0.78 EUR is left: the commission takes more than there is, "
        "and 1 more like it"
    )
    assert warning.place is not None
    assert warning.place.file == "rules/platforms.yaml"
