"""What people are told to write: the writer's own number, date or name, one slip away, and else what is allowed.

Each was told something harmful or useless once: an invented price, the alphabet's next currency, the opposite word.
"""

import pytest

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.diagnostics.fixes import EXAMPLE, POSSIBLE, SURE, Certainty
from ratecard.loading import load_texts
from tests.cases.smallest import SMALLEST, Changes, changed, germany, only, replaced

AGES = "facts: {buyer.age: {type: count, name: Age}}\n"


def offered(found: Diagnostic) -> list[tuple[Certainty, str]]:
    """What is offered, with how certain it is."""
    return [(fix.certainty, fix.text) for fix in found.fixes]


def price(text: str) -> Changes:
    """The smallest book with another text for the price of 1.29."""
    return germany(("coins_100: 1.29", f"coins_100: {text}"))


def collected_by(text: str) -> Changes:
    """The smallest book with another text for who collects the tax."""
    return replaced("rules/tax.yaml", ("collected_by: store", f"collected_by: {text}"))


@pytest.mark.parametrize(
    ("written", "code", "fixes"),
    [
        ("(13.99)", "negative-number", [(POSSIBLE, "13.99")]),
        ("(13.99 EUR)", "negative-number", [(POSSIBLE, "13.99 EUR")]),
        ("13.99-", "negative-number", [(POSSIBLE, "13.99")]),
        ("€-13.99", "negative-number", [(POSSIBLE, "13.99")]),
        ("1,23,456.78", "decimal-comma", [(SURE, "123456.78")]),
        ("1.234.567,89", "decimal-comma", [(SURE, "1234567.89")]),
        ("3,950", "decimal-comma", [(POSSIBLE, "3.95"), (POSSIBLE, "3950")]),
        ("0,400", "decimal-comma", [(SURE, "0.40")]),
        ("12,99 €", "currency-symbol", [(SURE, "12.99")]),
        ("$12.99", "currency-symbol", [(POSSIBLE, "12.99"), (EXAMPLE, "12.99 USD")]),
        ("US$ 12.99", "currency-symbol", [(POSSIBLE, "12.99 USD"), (POSSIBLE, "12.99")]),
        ("12.99 eur", "not-money", [(SURE, "12.99 EUR")]),
        ("12.99 usd", "not-money", [(POSSIBLE, "12.99 USD")]),
        ("12.99 euros", "unknown-currency", [(SURE, "12.99 EUR")]),
        ("12.99 CFH", "unknown-currency", [(POSSIBLE, "12.99 CHF")]),
        ("12.99 YEN", "unknown-currency", [(POSSIBLE, "12.99 JPY")]),
        ("500 diamonds", "not-money", [(EXAMPLE, "12.99"), (EXAMPLE, "12.99 USD")]),
        ("1O.99", "not-money", [(POSSIBLE, "10.99")]),
        (".99", "not-money", [(SURE, "0.99")]),
        ("1E+03", "not-money", [(POSSIBLE, "1000")]),
        ("free", "not-money", [(EXAMPLE, "12.99"), (EXAMPLE, "12.99 USD")]),
        ("12.99\t13.99", "not-money", [(POSSIBLE, "12.99"), (POSSIBLE, "13.99")]),
        ("12.99  13.99", "not-money", [(POSSIBLE, "12.99"), (POSSIBLE, "13.99")]),
        ("[12.99]", "not-a-value", [(SURE, "12.99")]),
        ("{amount: 12.99}", "not-a-value", [(POSSIBLE, "12.99")]),
        ("&price 12.99", "anchor-or-alias", [(SURE, "")]),
    ],
)
def test_a_price_is_told_to_be_written_with_its_own_number(
    written: str, code: str, fixes: list[tuple[Certainty, str]]
) -> None:
    quoted = written if written[0] in "[{&" else f'"{written}"'
    found = only(price(quoted))
    assert (found.code, offered(found)) == (code, fixes)


def test_three_decimals_of_kuwait_come_before_groups_and_neither_is_sure() -> None:
    kuwait = 'region: KW\ncurrency: KWD\ntime_zone: Asia/Kuwait\ntax: none\nprices: {coins_100: "3,950"}\n'
    found = only({"regions/kw.yaml": kuwait})
    assert offered(found) == [(POSSIBLE, "3.950"), (POSSIBLE, "3950")]
    assert found.advice == "write 3.950 if the comma is for decimals, or 3950 if it groups digits"


@pytest.mark.parametrize(
    ("region", "written", "fixes"),
    [
        ("CH", "CFH", [(SURE, "CHF")]),
        ("AT", "CFH", [(POSSIBLE, "CHF")]),
        ("JP", "YEN", [(SURE, "JPY")]),
        ("YE", "YEN", [(POSSIBLE, "JPY"), (POSSIBLE, "YER")]),
        ("CN", "RMB", [(SURE, "CNY")]),
        ("RU", "RMB", [(POSSIBLE, "CNY"), (POSSIBLE, "RUB")]),
        ("FR", "EURO", [(SURE, "EUR")]),
        ("US", "EURO", [(POSSIBLE, "EUR")]),
        ("US", "USB", [(SURE, "USD")]),
        ("AU", "$", [(SURE, "AUD")]),
        ("SE", "EUX", [(POSSIBLE, "EUR")]),
        ("SE", "XYZ", [(EXAMPLE, "SEK")]),
        ("GB", "UKP", [(EXAMPLE, "GBP")]),
        # The neighbours' before the alphabet's.
        ("CA", "AUSD", [(POSSIBLE, "USD"), (POSSIBLE, "AUD")]),
        ("NZ", "AUSD", [(POSSIBLE, "AUD"), (POSSIBLE, "USD")]),
        # Codes of other money, however like the region's own.
        ("VE", "ECS", [(EXAMPLE, "VES")]),
        ("BT", "BTC", [(EXAMPLE, "EUR")]),
        ("CM", "XAU", [(EXAMPLE, "XAF")]),
        ("US", "USS", [(EXAMPLE, "USD")]),
    ],
)
def test_a_currency_is_the_one_that_is_named_or_a_slip_of_the_countrys_own_or_of_one_in_the_book(
    region: str, written: str, fixes: list[tuple[Certainty, str]]
) -> None:
    found = only({"regions/zz.yaml": f'region: {region}\ncurrency: "{written}"\ntime_zone: UTC\n'})
    assert (found.code, offered(found)) == ("unknown-currency", fixes)


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        (
            {"rules/facts.yaml": AGES}
            | dict(replaced("rules/packages.yaml", ("100}", "100, when: {buyer.age: {max: 17}}}"))),
            "unknown-key",
            "write at most",
        ),
        (
            replaced("rules/tax.yaml", ("collected_by: store", "collected_by: none")),
            "not-one-of",
            "write store or seller",
        ),
        (
            replaced("rules/tax.yaml", ("collected_by: store", "collected_by: shop")),
            "not-one-of",
            "write store or seller",
        ),
        (replaced("rules/tax.yaml", ("collected_by: store", "collected_by: stoer")), "not-one-of", "write store"),
        (germany(("currency: EUR", "currency: EUR\ngroup: eu")), "misplaced-key", "write groups: [eu]"),
        (germany(("currency: EUR", "currency: EUR\ngroups: [eu; euro]")), "not-an-identifier", "write eu, euro"),
        (germany(("currency: EUR", "currency: EUR\ngroups: eu, euro")), "not-a-list", "write [eu, euro]"),
        (germany(("rate: 19 %", "rate:19 %")), "yaml-syntax", "write rate: 19 %"),
        (germany(("coins_1000", "coins_1OOO")), "not-an-identifier", "did you mean coins_1000?"),
        (germany(("coins_1000", "coins_1ooo")), "unknown-package", "did you mean coins_1000?"),
        (
            germany(("coins_1000", "coins_2000")),
            "unknown-package",
            "known here: coins_1000, coins_100; else state packages: {coins_2000: {coins: …}}",
        ),
        (
            germany(("region: DE", "region: EU")),
            "unknown-country",
            "state what its members share in regions/groups/, as group: eu",
        ),
        (
            replaced("rules/units.yaml", ("{en: {one: coin, other: coins}}", "{one: coin, other: coins}")),
            "not-a-mapping",
            "put its language before the forms, for example {en: {one: coin, other: coins}}",
        ),
        (germany(("rate: 19 %", 'rate: "0,19"')), "decimal-comma", "write 19 % if it is a share of one, or 0.19 %"),
        (germany(("rate: 19 %", "rate: 19 percent")), "not-a-rate", "write 19 %"),
        (germany(("Europe/Berlin", "Berlin")), "unknown-time-zone", "did you mean Europe/Berlin?"),
        (
            germany(("Europe/Berlin", "Europe/Munich")),
            "unknown-time-zone",
            "write a name of the tz database, for example",
        ),
        (germany(("region: DE\n", "")), "missing-key", "add region: DE"),
    ],
)
def test_a_name_is_told_to_be_the_one_that_was_meant_and_else_what_is_allowed(
    changes: Changes, code: str, said: str
) -> None:
    found = only(changes)
    assert found.code == code
    assert found.advice.startswith(said)


def test_keys_that_are_glued_to_their_values_are_told_so_in_braces_too() -> None:
    text = SMALLEST["regions/de.yaml"].replace("prices:\n", "prices: {p:1.00}\n").split("  coins_100:")[0]
    found = only({"regions/de.yaml": text})
    assert (found.code, offered(found)) == ("yaml-syntax", [(SURE, "p: 1.00")])


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#BEZUG!", "#NV", "####"])
def test_what_a_spreadsheet_writes_for_a_failure_is_named_quoted_or_as_a_comment(error: str) -> None:
    for written, code in ((error, "empty-value"), (f'"{error}"', "not-money")):
        found = only(price(written))
        assert found.code == code
        assert f"{error} is what a spreadsheet writes where a formula fails" in found.sentence
        assert found.advice == "write what the cell should have held, for example 12.99 or 12.99 USD"


def test_a_blank_is_told_what_may_stand_there_and_not_to_go() -> None:
    found = only(price(""))
    assert found.advice == "write a price, for example 12.99 or 12.99 USD"
    assert found.place is not None
    assert offered(found) == [(EXAMPLE, " 12.99"), (EXAMPLE, " 12.99 USD")]


@pytest.mark.parametrize(
    ("written", "fixes"),
    [
        ("31.12.2025", [(SURE, "2025-12-31")]),
        ("12/31/2025", [(SURE, "2025-12-31")]),
        ("03/04/2025", [(POSSIBLE, "2025-03-04"), (POSSIBLE, "2025-04-03")]),
        ("2025/12/31", [(SURE, "2025-12-31")]),
        ("2025-2-3", [(SURE, "2025-02-03")]),
        ("2025-06-31", [(POSSIBLE, "2025-06-30"), (POSSIBLE, "2025-07-01")]),
        ("2025-13-01", [(POSSIBLE, "2025-01-13")]),
        ("2025-06-30T10:00", [(POSSIBLE, "2025-06-30T10:00+02:00"), (POSSIBLE, "2025-06-30T10:00Z")]),
        ("2025-12-30 10:00", [(POSSIBLE, "2025-12-30T10:00+01:00"), (POSSIBLE, "2025-12-30T10:00Z")]),
        ("2025-06-30T10:00+0200", [(SURE, "2025-06-30T10:00+02:00")]),
    ],
)
def test_a_date_is_told_to_be_written_as_itself(written: str, fixes: list[tuple[Certainty, str]]) -> None:
    assert offered(only(price(f"{{2025-01-01: 1.29, {written}: 1.39}}"))) == fixes


def test_rows_of_a_spreadsheet_are_named_and_become_entries() -> None:
    rows = "prices:\n  coins_100\t1.29\n  coins_1000\t12.99\n"
    text = SMALLEST["regions/de.yaml"].partition("prices:")[0] + rows
    found = only({"regions/de.yaml": text})
    assert found.sentence == "prices holds 2 rows of a spreadsheet, where keys with values should stand"
    assert offered(found) == [(SURE, "coins_100: 1.29\n  coins_1000: 12.99")]


def test_a_currency_is_not_sure_where_a_group_or_a_platform_may_state_another() -> None:
    head = "region: DE\ntime_zone: Europe/Berlin\ntax: none\n"
    gulf = {"regions/groups/gulf.yaml": "group: gulf\ncurrency: KWD\n"}
    found = only({**gulf, "regions/de.yaml": f"{head}groups: [gulf]\nprices: {{coins_100: 1.25 EUX}}\n"})
    assert (POSSIBLE, "1.25 EUR") in offered(found)
    assert SURE not in [fix.certainty for fix in found.fixes]
    own = f"{head}currency: EUR\nplatforms: {{web: {{currency: KWD, prices: {{coins_100: 1.25 €}}}}}}\n"
    (symbol,) = (each for each in load_texts(changed({"regions/de.yaml": own})).diagnostics if each.fixes)
    assert SURE not in [fix.certainty for fix in symbol.fixes]


@pytest.mark.parametrize(
    ("rows", "certainty"),
    [
        ("coins_100,1.29\n  coins_1000,12.99", SURE),
        ("coins_100,1.29,USD\n  coins_1000,12.99,USD", EXAMPLE),
        ("coins_100;1.29\n  coins_1000;12.99", SURE),
        ("coins_100\t1.29\t1.49\n  coins_1000\t12.99\t13.99", EXAMPLE),
    ],
)
def test_rows_of_any_separator_are_rows_and_what_is_left_out_is_not_sure(rows: str, certainty: Certainty) -> None:
    text = SMALLEST["regions/de.yaml"].partition("prices:")[0] + f"prices:\n  {rows}\n"
    found = only({"regions/de.yaml": text})
    assert found.sentence == "prices holds 2 rows of a spreadsheet, where keys with values should stand"
    assert offered(found) == [(certainty, "coins_100: 1.29\n  coins_1000: 12.99")]


@pytest.mark.parametrize(
    ("rows", "fixes"),
    [
        ("coins_100;1,29\n  coins_1000;12,99", [(SURE, "coins_100: 1.29\n  coins_1000: 12.99")]),
        ("coins_100\t€1.29\n  coins_1000\t€12.99", [(EXAMPLE, "coins_100: 1.29\n  coins_1000: 12.99")]),
        ("coins_100;1,299\n  coins_1000;12,99", [(EXAMPLE, "coins_100: 1.299\n  coins_1000: 12.99")]),
        ("coins_100,1,29\n  coins_1000,12,99", []),
    ],
)
def test_rows_with_decimal_commas_and_signs_lose_no_digits(rows: str, fixes: list[tuple[Certainty, str]]) -> None:
    text = SMALLEST["regions/de.yaml"].partition("prices:")[0] + f"prices:\n  {rows}\n"
    found = only({"regions/de.yaml": text})
    assert found.code == "not-a-mapping"
    assert offered(found) == fixes


def test_a_reading_that_the_currency_cannot_have_is_not_offered() -> None:
    yen = "region: JP\ncurrency: JPY\ntime_zone: Asia/Tokyo\ntax: none\nprices:\n  coins_100: "
    assert offered(only({"regions/jp.yaml": f"{yen}1,601\n"})) == [(POSSIBLE, "1601")]
    assert offered(only(price("1,299"))) == [(POSSIBLE, "1299")]


@pytest.mark.parametrize(
    ("row", "columns", "fix"),
    [
        ("coins_500\t9.99", "tabs between 2 columns", (SURE, "coins_500: 9.99")),
        ("coins_500;9.99;8.99", "semicolons between 3 columns", (EXAMPLE, "coins_500: 9.99")),
        ("coins_500 | 9.99 | 8.99", "bars between 3 columns", (EXAMPLE, "coins_500: 9.99")),
        ("coins_500   9.99", "spaces between 2 columns", (SURE, "coins_500: 9.99")),
    ],
)
def test_a_pasted_row_among_entries_is_named_for_what_it_is(row: str, columns: str, fix: tuple[Certainty, str]) -> None:
    found = only(germany(("prices:\n", f"prices:\n  {row}\n")))
    assert found.code == "yaml-syntax"
    assert columns in found.sentence
    assert offered(found) == [fix]


def test_a_count_in_groups_may_be_as_long_as_one_without() -> None:
    assert load_texts(changed(replaced("rules/packages.yaml", ("1000,", f"{10**18:_},")))).book is not None
    assert load_texts(changed(replaced("rules/packages.yaml", ("1000,", f"{10**18},")))).book is not None


def test_what_is_told_to_be_written_is_never_what_stands_there() -> None:
    for written in ("1_000_000_000_000_000_000_000_000", "9" * 24, "9" * 25, "1_00", "0100", "1.000", "5,000"):
        loaded = load_texts(changed(replaced("rules/packages.yaml", ("1000,", f'"{written}",'))))
        assert written not in [fix.text for found in loaded.diagnostics for fix in found.fixes]


@pytest.mark.parametrize(
    ("written", "fixes"),
    [
        ("{coins_100: 12,99 €}", [(SURE, "12.99")]),
        ("{coins_100: -1,29}", [(POSSIBLE, "1.29")]),
        ("{coins_100: (1,29)}", [(POSSIBLE, "1.29")]),
        ("{coins_100: 1,23,456.78}", [(SURE, "123456.78")]),
        ("{coins_100=1.29}", [(SURE, "coins_100: 1.29")]),
        ("{coins_100 1.29}", [(SURE, "coins_100: 1.29")]),
        ("{coins_100: {1.29}}", [(SURE, "1.29")]),
        ("[coins_100: 1.29]", [(SURE, "{coins_100: 1.29}")]),
        ("{coins_100: 1.29; coins_1000: 12.99}", [(SURE, ",")]),
    ],
)
def test_what_braces_make_of_a_price_is_put_together_again(written: str, fixes: list[tuple[Certainty, str]]) -> None:
    head = SMALLEST["regions/de.yaml"].partition("prices:")[0]
    assert offered(only({"regions/de.yaml": f"{head}prices: {written}\n"})) == fixes


@pytest.mark.parametrize(
    ("code", "name"),
    [("ECS", "Ecuadorian Sucre"), ("XAU", "Gold"), ("BTC", "Bitcoin"), ("XDR", "Special Drawing Rights")],
)
def test_a_code_of_other_money_is_named_for_what_it_is(code: str, name: str) -> None:
    found = only(price(f"12.99 {code}"))
    assert found.sentence == f"{code} ({name}) is not a currency that amounts are written in"
    assert offered(found) == [(EXAMPLE, "12.99 EUR")]


@pytest.mark.parametrize("written", ["500 diamonds", "500 coins", "3 payouts"])
def test_what_is_counted_is_said_to_stand_where_money_does(written: str) -> None:
    unit = written.partition(" ")[2]
    found = only(price(written))
    assert found.sentence == f"{written} is a number of {unit}, and an amount of money stands here"
