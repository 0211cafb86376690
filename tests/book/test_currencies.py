"""Every market has a currency at every instant, and money one where it is written; else it is said once, where."""

import pytest

from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from ratecard.diagnostics.text import render_lines
from tests.book.asking import at, price
from tests.cases.smallest import DE, SMALLEST, Changes, book, found, germany

WITHOUT = DE.replace("currency: EUR\n", "")
NAMED = WITHOUT.replace("1.29", "1.29 EUR").replace("12.99", "12.99 EUR")
EURO = "group: euro\ncurrency: EUR\n"
BERLIN = "region: DE-BE\ntime_zone: Europe/Berlin\n"


def of_group(groups: str, **files: str) -> Changes:
    """Germany without a currency of its own, in groups, of which euro states it."""
    more = {f"regions/{name.replace('_', '-')}.yaml": text for name, text in files.items()}
    return {
        "regions/de.yaml": WITHOUT.replace("region: DE\n", f"region: DE\ngroups: {groups}\n"),
        "regions/groups/euro.yaml": EURO,
        "regions/groups/eu.yaml": "group: eu\ntax: {per: unit}\n",
        **more,
    }


def web_alone(region: str) -> Changes:
    """A book with one platform, and Germany's file."""
    platforms = SMALLEST["rules/platforms.yaml"]
    return {
        "rules/platforms.yaml": "platforms:\n" + platforms[platforms.index("  web:") :],
        "regions/de.yaml": region,
    }


def only(changes: Changes) -> Diagnostic:
    """The one error after these changes; what a list of groups leaves out may be warned of beside it."""
    errors = [each for each in found(changes) if each.severity is Severity.ERROR]
    assert len(errors) == 1, render_lines(tuple(errors))
    return errors[0]


INHERITS = "and no broader file states one to inherit"
FROM_2026 = "from 2025-12-31 23:00 UTC on"


@pytest.mark.parametrize(
    ("changes", "sentence", "place"),
    [
        (
            germany(("currency: EUR", "currency: {2025-01-01: EUR, 2026-01-01: inherit}")),
            f"DE has no currency {FROM_2026}, {INHERITS}",
            ("regions/de.yaml", 2, 41),
        ),
        (
            germany(("currency: EUR", "currency: inherit")),
            f"DE has no currency, {INHERITS}",
            ("regions/de.yaml", 2, 11),
        ),
        (
            {
                **of_group("[euro]"),
                "regions/groups/euro.yaml": EURO.replace("EUR", "{2025-01-01: EUR, 2026-01-01: inherit}"),
                "regions/groups/eu.yaml": None,
            },
            f"DE has no currency {FROM_2026}, {INHERITS}",
            ("regions/groups/euro.yaml", 2, 41),
        ),
        (
            of_group("{2025-01-01: [euro], 2026-01-01: [eu]}"),
            f"DE has no currency {FROM_2026}: its groups leave out euro, which states it",
            ("regions/de.yaml", 2, 42),
        ),
        (
            {**of_group("{2025-01-01: [euro], 2026-01-01: inherit}"), "regions/groups/eu.yaml": None},
            f"DE has no currency {FROM_2026}: its groups leave out euro, which states it",
            ("regions/de.yaml", 2, 42),
        ),
        (
            of_group("[euro]", de_be=BERLIN + "groups: {2026-01-01: [eu]}\n"),
            f"DE-BE has no currency {FROM_2026}: its groups leave out euro, which states it",
            ("regions/de-be.yaml", 3, 22),
        ),
        (
            of_group("[euro]", de_be=BERLIN + "groups: [eu]\n"),
            "DE-BE has no currency: its groups leave out euro, which states it",
            ("regions/de-be.yaml", 3, 9),
        ),
        (
            {**of_group("[euro]", de_be=BERLIN + "groups: []\n"), "regions/groups/eu.yaml": None},
            "DE-BE has no currency: its groups leave out euro, which states it",
            ("regions/de-be.yaml", 3, 9),
        ),
        (
            {"regions/de.yaml": WITHOUT + "platforms: {web: {currency: EUR}}\n"},
            "DE on ios does not state currency",
            ("regions/de.yaml", 1, 1),
        ),
        (
            web_alone(NAMED + "platforms: {web: {currency: {2025-01-01: EUR, 2026-01-01: inherit}}}\n"),
            f"DE has no currency {FROM_2026}, {INHERITS}",
            ("regions/de.yaml", 11, 59),
        ),
    ],
)
def test_a_market_without_a_currency_is_one_error_where_it_ends(
    changes: Changes, sentence: str, place: tuple[str, int, int]
) -> None:
    error = only(changes)
    assert (error.code, error.sentence) == ("missing-key", sentence)
    assert error.place is not None
    assert (error.place.file, error.place.line, error.place.column) == place
    assert error.hint


def test_a_currency_may_end_where_a_group_states_the_next_one() -> None:
    joining = DE.replace("EUR", "{2025-01-01: BGN, 2026-01-01: inherit}").replace(
        "region: DE\n", "region: DE\ngroups: {2025-01-01: [], 2026-01-01: [euro]}\n"
    )
    prices = joining.replace("coins_100: 1.29", "coins_100: {2025-01-01: 2.59, 2026-01-01: 1.29}")
    whole = book({"regions/groups/euro.yaml": EURO, "regions/de.yaml": prices.replace("  coins_1000: 12.99\n", "")})
    assert [price(whole, when=at(day)) for day in ("2025-06-01", "2026-06-01")] == ["2.59 BGN", "1.29 EUR"]


def test_what_its_country_lacks_is_not_said_of_a_subdivision_again() -> None:
    ending = germany(("currency: EUR", "currency: {2025-01-01: EUR, 2026-01-01: inherit}"))
    assert only({**ending, "regions/de-be.yaml": BERLIN}).sentence.startswith("DE has no currency")


def test_a_currency_that_ends_hides_nothing_else_that_its_market_lacks() -> None:
    errors = found(
        germany(
            ("currency: EUR", "currency: {2025-01-01: EUR, 2026-01-01: inherit}"),
            ("vat: {name: VAT, rate: 19 %}", "vat: {name: VAT}"),
        )
    )
    assert [each.code for each in errors] == ["missing-key", "incomplete-market"]


def test_a_file_that_states_neither_currency_nor_zone_is_told_both() -> None:
    error = only({"regions/de.yaml": WITHOUT.replace("time_zone: Europe/Berlin\n", "")})
    assert error.sentence == "DE does not state currency and time_zone"
    assert "state currency: the one that buyers are billed in, for example EUR" in error.hint
    assert "state time_zone: the one whose days these dates are" in error.hint


ON_WEB = "platforms: {web: {currency: EUR}}\n"


def test_a_currency_for_its_only_platform_alone_leaves_the_prices_outside_without_one() -> None:
    error = only(web_alone(WITHOUT + ON_WEB))
    assert error.code == "money-without-currency"
    assert error.sentence == "1.29 names no currency, and none is in force where it is written, like 1 more in DE"
    assert error.advice == ("state currency: EUR outside platforms: too, or name its currency, for example 1.29 EUR")
    assert error.place is not None
    assert (error.place.line, error.place.column) == (9, 14)


@pytest.mark.parametrize(
    "outside",
    [
        "commission: {lines: {fee: {fixed: 0.30}}}\n",
        "prices: {coins_100: {2025-01-01: 1.29, 2026-01-01: 1.39}}\n",
        "payouts: {minimum: 50}\n",
    ],
)
def test_any_other_money_outside_of_the_platform_is_told_so_too(outside: str) -> None:
    region = "region: DE\ntime_zone: Europe/Berlin\ntax: {lines: {vat: {name: VAT, rate: 19 %}}}\n"
    codes = {each.code for each in found(web_alone(region + outside + ON_WEB))}
    assert "money-without-currency" in codes


def test_money_that_names_its_currency_needs_none_outside_of_the_platform() -> None:
    assert price(book(web_alone(NAMED + ON_WEB))) == "1.29 EUR"


@pytest.mark.parametrize("header", ["", "region: Germany\n"])
def test_a_region_that_does_not_say_which_goes_by_its_file_while_it_is_looked_at(header: str) -> None:
    nameless = DE.replace("region: DE\n", header).replace("currency: EUR\n", "").replace(", rate: 19 %", "")
    errors = found({"regions/de.yaml": nameless})
    said = [each.sentence for each in errors]
    assert len(errors) == 3, render_lines(errors)
    assert "DE does not state currency" in said
    assert any("no tax.lines.vat.rate is stated for it: DE on ios, DE on web" in sentence for sentence in said)


def test_a_region_that_does_not_say_which_is_told_by_the_name_of_its_file() -> None:
    assert only({"regions/de.yaml": DE.replace("region: DE\n", "")}).advice == "add region: DE"
