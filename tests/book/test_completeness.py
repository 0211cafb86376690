"""Whatever is sold can be quoted: each missing thing is one error, found in each market and each period."""

import pytest

from ratecard.diagnostics.diagnostic import Severity
from tests.book.asking import at, price, quoted
from tests.cases.smallest import DE, SMALLEST, Changes, book, found, germany, only, replaced

PLATFORMS = SMALLEST["rules/platforms.yaml"]
AUSTRIA = DE.replace("DE", "AT").replace("Berlin", "Vienna")
TAX_OF_DE = DE[DE.index("tax:") : DE.index("prices:")]


def without(path: str, text: str) -> Changes:
    """A change of one file: a text that stands in it is taken out."""
    return replaced(path, (text, ""))


EXCLUSIVE = {"rules/tax.yaml": "tax: {display: exclusive, rounding: half up, per: unit, collected_by: store}\n"}
TWO_LINES = ("rate: 19 %}\n", "rate: 19 %}\n    levy: {name: Levy, rate: 1 %}\n")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        (germany((TAX_OF_DE, "")), "tax.lines"),
        (without("rules/tax.yaml", "display: inclusive, "), "tax.display"),
        (without("rules/tax.yaml", "rounding: half up, "), "tax.rounding"),
        (without("rules/tax.yaml", "per: unit, "), "tax.per"),
        (without("rules/tax.yaml", ", collected_by: store"), "tax.collected_by"),
        (germany((", rate: 19 %", "")), "tax.lines.vat.rate"),
        ({**EXCLUSIVE, **germany(TWO_LINES)}, "tax.rounded"),
        ({"rules/tax.yaml": None, **germany((TAX_OF_DE, ""))}, "tax"),
    ],
)
def test_a_tax_that_lacks_something_is_one_error_that_names_it_and_the_markets(changes: Changes, missing: str) -> None:
    error = only(changes)
    assert error.code == "incomplete-market"
    assert error.sentence == f"coins_100 is sold, and no {missing} is stated for it: DE on ios, DE on web"
    assert missing in error.advice


@pytest.mark.parametrize(
    ("taken", "missing"),
    [
        ("\n    commission: {lines: {store: {rate: 30 %, base: net}}, rounding: half up, per: unit}", "commission"),
        ("rate: 30 %, ", "commission.lines.store.rate"),
        (", base: net", "commission.lines.store.base"),
        (", rounding: half up, per: unit", "commission.per or commission.rounding"),
    ],
)
def test_a_commission_that_lacks_something_is_an_error_for_its_platform_only(taken: str, missing: str) -> None:
    errors = found(without("rules/platforms.yaml", taken))
    assert {each.code for each in errors} == {"incomplete-market"}
    assert f"coins_100 is sold, and no {missing} is stated for it: DE on ios" in [each.sentence for each in errors]
    assert all("web" not in each.sentence for each in errors)


def test_a_commission_of_which_every_line_is_removed_is_missing_and_not_nothing() -> None:
    error = only(germany(("prices:\n", "platforms: {web: {commission: {lines: {card: none}}}}\nprices:\n")))
    assert error.code == "incomplete-market"
    assert error.sentence == "coins_100 is sold, and no commission.lines is stated for it: DE on web"


def test_what_is_not_sold_may_lack_anything() -> None:
    nothing = germany((DE[DE.index("prices:") :], ""), (TAX_OF_DE, ""))
    assert price(book(nothing)) == "NOT_SOLD"
    book(germany((DE[DE.index("prices:") :], "prices: {coins_100: none}\n"), (TAX_OF_DE, "")))


def test_a_package_whose_coins_hold_only_elsewhere_is_an_error_where_it_is_sold() -> None:
    error = only(
        {
            "rules/packages.yaml": "packages: {coins_1000: {coins: 1000, bonus: 50}}\n",
            "regions/at.yaml": AUSTRIA + "packages: {coins_100: {coins: 100}}\n",
        }
    )
    assert error.code == "incomplete-market"
    assert error.sentence.startswith("coins_100 is sold, and no packages.coins_100")
    assert error.sentence.endswith(": DE on ios, DE on web")


def test_a_package_that_the_region_removes_and_still_prices_is_an_error() -> None:
    error = only(germany(("prices:\n", "packages: {coins_100: none}\n\nprices:\n")))
    assert error.code == "incomplete-market"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["AT"], "AT on ios, AT on web, DE on ios and 1 more"),
        (["AT", "BE", "FI"], "AT on ios, AT on web, BE on ios and 5 more"),
    ],
)
def test_one_missing_thing_is_one_error_however_many_markets_lack_it(codes: list[str], said: str) -> None:
    regions = {f"regions/{code.lower()}.yaml": AUSTRIA.replace("AT", code) for code in codes}
    error = only({**regions, **without("rules/tax.yaml", "per: unit, ")})
    assert error.code == "incomplete-market"
    assert error.sentence.endswith(said)
    assert error.place is not None
    assert error.place.file == "rules/tax.yaml"


def test_what_one_section_lacks_is_one_error_with_what_to_write_for_each_key() -> None:
    error = only(without("rules/tax.yaml", "rounding: half up, per: unit, "))
    assert error.sentence == "coins_100 is sold, and no tax.per or tax.rounding is stated for it: DE on ios, DE on web"
    assert error.hint == (
        "state tax.per: unit or order; tax.rounding: half up, half even, up or down, or half up to 0.05, "
        "under rules/, in a group or in the region"
    )


def test_a_tax_of_which_nothing_is_stated_is_told_all_that_it_takes_or_that_there_may_be_none() -> None:
    error = only({"rules/tax.yaml": None, **germany((TAX_OF_DE, ""))})
    keys = ("tax.lines", "tax.display", "tax.collected_by", "tax.rounding", "tax.per")
    assert all(f"{key}: " in error.hint for key in keys)
    assert error.hint.endswith("; or tax: none")


def test_what_the_tax_and_the_commission_lack_is_said_in_one_run() -> None:
    errors = found(
        {
            **without("rules/tax.yaml", "display: inclusive, "),
            **without("rules/platforms.yaml", "rate: 30 %, "),
        }
    )
    assert sorted(each.sentence.split(" no ")[1].split(" is ")[0] for each in errors) == [
        "commission.lines.store.rate",
        "tax.display",
    ]


@pytest.mark.parametrize("price", ["1,29", "1.29 USD", "1.299"])
def test_a_price_that_is_wrong_hides_no_tax_that_is_missing(price: str) -> None:
    errors = found(germany((TAX_OF_DE, ""), ("coins_100: 1.29\n  coins_1000: 12.99", f"coins_100: {price}")))
    assert "no tax.lines is stated for it: DE on ios, DE on web" in [
        each.sentence.partition(", and ")[2] for each in errors
    ]
    assert len(errors) == 2


def test_a_currency_that_is_wrong_hides_no_tax_that_is_missing() -> None:
    errors = found(germany((TAX_OF_DE, ""), ("EUR", "euro")))
    assert sorted(each.code for each in errors) == ["incomplete-market", "unknown-currency"]


def test_a_broken_value_hides_no_other_that_the_section_lacks() -> None:
    tax = "tax: {display: inside, rounding: half up, per: unit}\n"
    assert sorted(each.code for each in found({"rules/tax.yaml": tax})) == ["incomplete-market", "not-one-of"]


def test_the_error_stands_beside_what_is_stated_and_shows_the_price() -> None:
    error = only(germany((", rate: 19 %", "")))
    assert error.place is not None
    assert (error.place.file, error.place.line) == ("regions/de.yaml", 7)
    assert [(note.place.file, note.place.line) for note in error.notes] == [("regions/de.yaml", 10)]


def test_the_price_is_shown_once() -> None:
    error = only(germany((TAX_OF_DE, "")))
    assert error.place not in [note.place for note in error.notes]


# --- Period by period


def test_a_tax_that_starts_later_than_the_price_is_an_error_from_the_prices_start() -> None:
    error = only(germany(("rate: 19 %", "rate: {2025-06-01: 19 %}")))
    assert error.code == "incomplete-market"
    assert error.sentence.startswith("coins_100 is sold, and no tax.lines")


def test_a_tax_that_starts_before_the_first_price_is_early_enough() -> None:
    later = "{begins: none, 2025-06-01: "
    whole = book(
        germany(
            ("rate: 19 %", "rate: {begins: none, 2025-06-01: 19 %}"),
            ("coins_100: 1.29", f"coins_100: {later}1.29}}"),
            ("coins_1000: 12.99", f"coins_1000: {later}12.99}}"),
        )
    )
    assert price(whole, when=at("2025-07-01")) == "1.29 EUR"


def test_an_hour_without_tax_is_found_and_said_from_when() -> None:
    error = only(
        germany(
            ("rate: 19 %", "rate: {2025-06-01T01:00+02:00: 19 %}"),
            ("coins_100: 1.29", "coins_100: {begins: none, 2025-06-01: 1.29}"),
            ("  coins_1000: 12.99\n", ""),
        )
    )
    assert error.code == "incomplete-market"
    assert "coins_100 is sold from 2025-05-31 22:00 UTC on" in error.sentence


def test_a_gap_in_the_middle_is_found() -> None:
    error = only(
        {
            **germany(
                (TAX_OF_DE, ""),
                ("currency: EUR\n", "currency: EUR\ngroups: {2025-01-01: [eu], 2025-03-01: [], 2025-04-01: [eu]}\n"),
            ),
            "regions/groups/eu.yaml": "group: eu\ntax: {lines: {vat: {name: VAT, rate: 19 %}}}\n",
        }
    )
    assert error.code == "incomplete-market"
    assert "from 2025-02-28 23:00 UTC on" in error.sentence


def test_a_gap_while_nothing_is_sold_is_none() -> None:
    groups = "groups: {2025-01-01: [eu], 2025-03-01: [], 2025-04-01: [eu]}"
    sold = "{2025-01-01: 1.29, 2025-03-01: none, 2025-04-01: 1.29}"
    whole = book(
        {
            **germany(
                (TAX_OF_DE, ""),
                ("currency: EUR\n", f"currency: EUR\n{groups}\n"),
                ("coins_100: 1.29", f"coins_100: {sold}"),
                ("  coins_1000: 12.99\n", ""),
            ),
            "regions/groups/eu.yaml": "group: eu\ntax: {lines: {vat: {name: VAT, rate: 19 %}}}\n",
        },
        "silent-after",
    )
    assert [price(whole, when=at(day)) for day in ("2025-02-01", "2025-03-15", "2025-05-01")] == [
        "1.29 EUR",
        "NOT_SOLD",
        "1.29 EUR",
    ]


def test_a_commission_that_begins_after_the_price_is_an_error() -> None:
    late = replaced("rules/platforms.yaml", ("rate: 30 %", "rate: {2025-06-01: 30 %}"))
    error = only(late)
    assert error.code == "incomplete-market"
    assert "commission" in error.sentence


def test_a_missing_case_of_a_choice_is_an_error_too() -> None:
    files = {
        "rules/facts.yaml": "facts: {buyer.member: {type: yes or no}}\n",
        **germany(("rate: 19 %", "rate: {by: buyer.member, is: {yes: none}, other: 19 %}")),
        "rules/tax.yaml": "tax: {display: inclusive, rounding: half up, per: unit}\n",
    }
    error = only(files)
    assert error.code == "incomplete-market"
    assert "tax.collected_by" in error.sentence


# --- A tax that depends on the subdivision

AMERICA = """region: US
currency: USD
time_zone: America/New_York
tax: {display: exclusive, depends_on: subdivision}
prices: {coins_100: 1.29}
"""


def test_a_country_whose_tax_depends_on_the_subdivision_is_complete_without_lines() -> None:
    assert quoted(book({"regions/us.yaml": AMERICA}), region="US").gross_minor is None


def test_a_subdivision_of_it_must_state_its_tax_or_none() -> None:
    error = only({"regions/us.yaml": AMERICA, "regions/us-or.yaml": "region: US-OR\n"})
    assert error.code == "incomplete-market"
    assert "no tax.lines is stated for it: US-OR on ios, US-OR on web" in error.sentence
    whole = book({"regions/us.yaml": AMERICA, "regions/us-or.yaml": "region: US-OR\ntax: {lines: none}\n"})
    assert quoted(whole, region="US-OR").gross_minor == 129


# --- Names


def test_a_name_that_lacks_a_language_of_the_book_is_a_warning() -> None:
    units = SMALLEST["rules/units.yaml"].replace("coins}}", "coins}, de: {one: Münze, other: Münzen}}")
    bilingual = {"rules/book.yaml": "begins: 2025-01-01\nlanguages: [en, de]\n", "rules/units.yaml": units}
    book({**bilingual, **germany(("name: VAT", "name: {en: VAT, de: MwSt.}"))})
    book({**bilingual, **germany(("name: VAT", "name: VAT"))})
    warning = only({**bilingual, **germany(("name: VAT", "name: {de: MwSt.}"))})
    assert (warning.code, warning.severity) == ("name-lacks-language", Severity.WARNING)
    assert warning.sentence == "tax.lines.vat.name is not stated in en"
    assert warning.advice.startswith("add en:")
    assert only({**bilingual, "rules/units.yaml": SMALLEST["rules/units.yaml"]}).sentence == (
        "units.coin.name is not stated in de"
    )


def test_languages_of_one_name_may_be_stated_in_several_layers() -> None:
    book(
        {
            "rules/book.yaml": "begins: 2025-01-01\nlanguages: [en, de]\n",
            "rules/units.yaml": SMALLEST["rules/units.yaml"].replace("coins}}", "coins}, de: {one: M, other: N}}"),
            "rules/names.yaml": "tax: {lines: {vat: {name: {en: VAT}}}}\n",
            **germany(("name: VAT", "name: {de: MwSt.}")),
        }
    )


@pytest.mark.parametrize(
    ("forms", "lacking"), [("{other: coins}", "one"), ("{one: coin}", "other"), ("{few: coins}", "one, other")]
)
def test_a_plural_form_that_a_language_needs_is_a_warning(forms: str, lacking: str) -> None:
    warning = only(replaced("rules/units.yaml", ("{one: coin, other: coins}", forms)))
    assert (warning.code, warning.severity) == ("plural-form-missing", Severity.WARNING)
    assert lacking in warning.sentence


# --- Declarations


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"rules/book.yaml": "languages: [en]\n"}, "begins"),
        ({"rules/book.yaml": "begins: 2025-01-01\n"}, "languages"),
        (without("rules/units.yaml", "    name: {en: {one: coin, other: coins}}\n"), "units.coin.name"),
        (without("rules/units.yaml", "    price: {rounding: half up, extra_digits: 3}\n"), "units.coin.price"),
        (without("rules/units.yaml", ", extra_digits: 3"), "units.coin.price"),
        ({"rules/platforms.yaml": None}, "platforms"),
    ],
)
def test_a_declaration_that_is_missing_is_one_error(changes: Changes, missing: str) -> None:
    error = only(changes)
    assert (error.code, error.sentence) == ("missing-declaration", f"no file under rules/ states {missing}")


def test_a_book_whose_languages_are_an_empty_list_is_told_so() -> None:
    assert only({"rules/book.yaml": "begins: 2025-01-01\nlanguages: []\n"}).code == "missing-declaration"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("begins: soon\n", "not-an-instant"),
        ("begins: 2025-02-30\n", "date-does-not-exist"),
        ("begins: 2025-01-01T00:00\n", "instant-without-offset"),
    ],
)
def test_a_declaration_that_is_wrong_is_one_error(text: str, code: str) -> None:
    assert only({"rules/book.yaml": text + "languages: [en]\n"}).code == code


def test_a_platform_may_have_no_name_and_people_then_read_its_id() -> None:
    assert PLATFORMS.count("name:") == 2
    found = only(without("rules/platforms.yaml", "    name: App Store\n"))
    assert (found.code, found.severity.value) == ("name-lacks-language", "warning")
    assert found.sentence == "platforms.ios has no name in any language"
    assert found.hint.endswith("until then people read ios")


def test_a_platform_without_a_name_that_is_written_like_a_named_one_is_told() -> None:
    slip = PLATFORMS.replace("    name: App Store\n", "").replace("  ios:", "  wbe:")
    assert only({"rules/platforms.yaml": slip}).code == "unknown-platform"


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("regions/de.yaml", DE.replace("coins_1000", "coin_1000"), "unknown-package"),
        ("rules/more.yaml", "packages: {coins_5000: {bonus: 100}}\n", "unknown-package"),
        ("rules/more.yaml", "packages: {coins_5000: {coins: 0}}\n", "package-without-coins"),
        ("regions/de.yaml", DE.replace("prices:", "platforms: {wbe: {tax: none}}\nprices:"), "unknown-platform"),
        ("regions/de-by.yaml", "region: DE-BY\ntime_zone: UTC\n", ""),
        ("regions/at-9.yaml", "region: AT-9\ntime_zone: UTC\n", "subdivision-without-country"),
        ("regions/groups/eu.yaml", "group: eu\ntax: {per: unit}\n", "group-without-members"),
        ("regions/de.yaml", DE.replace("EUR\n", "EUR\ngroups: [eu]\n"), "unknown-group"),
    ],
)
def test_a_name_that_means_nothing_in_the_book_is_one_diagnostic(file: str, text: str, code: str) -> None:
    assert [each.code for each in found({file: text})] == ([code] if code else [])


def test_an_unknown_package_is_reported_at_each_use() -> None:
    errors = found(
        {
            **germany(("coins_1000", "coin_1000")),
            "regions/at.yaml": AUSTRIA.replace("coins_1000", "coin_1000"),
            "regions/fr.yaml": AUSTRIA.replace("AT", "FR"),
        }
    )
    assert [(each.code, each.place and each.place.file) for each in errors] == [
        ("unknown-package", "regions/at.yaml"),
        ("unknown-package", "regions/de.yaml"),
    ]
    assert {each.advice for each in errors} == {"did you mean coins_1000?"}


# --- Tax lines that contradict each other


@pytest.mark.parametrize(
    ("on", "other", "code", "sentence"),
    [
        ("tva", "", "unknown-tax-line", "vat is on tva, and no such tax line is levied here"),
        ("vat", "", "tax-circle", "tax lines are on each other: vat → vat"),
        ("levy", ", on: vat", "tax-circle", "tax lines are on each other: levy → vat → levy"),
        ("gone", "", "unknown-tax-line", "vat is on gone, and no such tax line is levied here"),
    ],
)
def test_tax_on_tax_that_can_not_be_computed_is_one_error(on: str, other: str, code: str, sentence: str) -> None:
    lines = (
        f"rate: 19 %, on: {on}}}\n    levy: {{name: Levy, rate: 1 %{other}}}\n    gone: {{name: Gone, rate: none}}\n"
    )
    error = only(germany(("rate: 19 %}\n", lines)))
    assert (error.code, error.sentence) == (code, sentence)


def test_a_tax_line_that_a_subdivision_removes_lacks_no_name_there() -> None:
    country = germany(("name: VAT, rate: 19 %", "name: {en: VAT}, rate: 19 %"))
    subdivision = "region: DE-BE\ncurrency: EUR\ntime_zone: Europe/Berlin\ntax: {lines: {vat: none}}\n"
    two_languages = replaced("rules/book.yaml", ("[en]", "[en, de]"))
    warnings = found({**country, **two_languages, "regions/de-be.yaml": subdivision})
    files = [each.place.file for each in warnings if "tax.lines" in each.sentence and each.place is not None]
    assert files == ["regions/de.yaml"]
