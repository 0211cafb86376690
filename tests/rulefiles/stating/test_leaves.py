"""Single values: dated ones, wrapped ones, lists, and decimal commas that YAML splits in two."""

from datetime import UTC, date, datetime

import pytest

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.keys.registry import KEYS
from ratecard.money import Rate
from ratecard.rulefiles.stated import ANY_LANGUAGE, INHERIT, FileKind, Stated, StatedMoney, StatedTimeLine, Word
from ratecard.rulefiles.stating.files import state_file
from tests.rulefiles.stating.statements import HEADERS, leaf, one, stating, value, written_at

# --- Dated values


def test_a_time_line_has_its_entries_in_the_order_of_the_file_with_the_places_of_date_and_value() -> None:
    text = "prices:\n  coins_100:\n    2026-07-01: 13.99\n    2025-01-01: 12.99\n    2026-07-01T12:00Z: 14.99\n"
    found = leaf(text, "prices", "coins_100")
    assert type(found) is StatedTimeLine
    assert [(start.value, stated.value) for start, stated in found.entries] == [
        (date(2026, 7, 1), StatedMoney(1399, 2, None)),
        (date(2025, 1, 1), StatedMoney(1299, 2, None)),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), StatedMoney(1499, 2, None)),
    ]
    start, stated = found.entries[0]
    assert written_at(text, start.place) == "2026-07-01"
    assert written_at(text, stated.place) == "13.99"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("currency: {2025-01-01: EUR}\nregion: BG\ntime_zone: Europe/Sofia\n", ("currency",)),
        ("groups: {2025-01-01: [eu], 2026-01-01: [eu, euro]}\n", ("groups",)),
        ("tax: {display: {2025-01-01: inclusive}}\n", ("tax", "display")),
        ("tax: {rounding: {2025-01-01: half up}}\n", ("tax", "rounding")),
        ("tax: {depends_on: {2025-01-01: none}}\n", ("tax", "depends_on")),
        ("tax: {lines: {vat: {rate: {2025-01-01: 19 %}}}}\n", ("tax", "lines", "vat", "rate")),
        ("tax: {lines: {vat: {name: {2025-01-01: VAT}}}}\n", ("tax", "lines", "vat", "name", ANY_LANGUAGE)),
        ("tax: {lines: {vat: {name: {en: {2025-01-01: VAT}}}}}\n", ("tax", "lines", "vat", "name", "en")),
        ("commission: {per: {2025-01-01: unit}}\n", ("commission", "per")),
        ("packages: {coins_100: {coins: {2025-01-01: 100}}}\n", ("packages", "coins_100", "coins")),
        ("packages: {coins_100: {bonus: {2025-01-01: 5 %}}}\n", ("packages", "coins_100", "bonus")),
    ],
)
def test_every_market_value_may_be_dated(text: str, path: tuple[str, ...]) -> None:
    header = "" if text.startswith("currency") else HEADERS[FileKind.REGION]
    found: list[Diagnostic] = []
    stated = state_file("a.yaml", FileKind.REGION, (header + text).encode(), found.append, KEYS.grammar)
    assert found == []
    assert stated is not None
    assert type(stated.plain[path]) is StatedTimeLine


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("begins: {2025-01-01: 2025-01-01}\n", FileKind.RULES),
        ("languages: {2025-01-01: [en]}\n", FileKind.RULES),
        ("facts: {buyer.age: {type: {2025-01-01: count}}}\n", FileKind.RULES),
        ("units: {coin: {price: {rounding: {2025-01-01: half up}}}}\n", FileKind.RULES),
    ],
)
def test_what_the_book_declares_once_has_no_dates(text: str, kind: FileKind) -> None:
    assert one(text, kind).code == "not-datable"


@pytest.mark.parametrize(
    "text", ["region: {2025-01-01: DE}\ntime_zone: UTC\n", "region: DE\ntime_zone: {2025-01-01: UTC}\n"]
)
def test_what_makes_a_region_has_no_dates(text: str) -> None:
    found: list[Diagnostic] = []
    state_file("a.yaml", FileKind.REGION, text.encode(), found.append, KEYS.grammar)
    assert [each.code for each in found] == ["not-datable"]


def test_a_bad_entry_of_a_time_line_leaves_the_others() -> None:
    stated, found = stating("prices: {coins_100: {2025-01-01: 1.29, 2025-13-01: 1.39, 2026-01-01: x}}\n")
    assert [each.code for each in found] == ["date-does-not-exist", "not-money"]
    assert stated is not None
    line = stated.plain["prices", "coins_100"]
    assert type(line) is StatedTimeLine
    assert [each.value for _, each in line.entries] == [StatedMoney(129, 2, None), Word.BROKEN]


def test_the_same_instant_written_in_two_ways_is_reported_with_both_places() -> None:
    text = "prices: {coins_100: {2025-01-01T00:00Z: 1.29, 2025-01-01T01:00+01:00: 1.39}}\n"
    found = one(text)
    assert found.code == "same-instant-twice"
    assert found.place is not None
    assert written_at(text, found.place) == "2025-01-01T01:00+01:00"
    assert written_at(text, found.notes[0].place) == "2025-01-01T00:00Z"


def test_a_time_line_inside_a_time_line_is_no_value() -> None:
    assert one("prices: {coins_100: {2025-01-01: {2026-01-01: 1.29}}}\n").code == "not-a-value"


# --- Lists


def test_a_list_is_one_leaf_with_its_items_at_their_places() -> None:
    text = "groups: [eu, euro]\n"
    found = leaf(text, "groups")
    assert type(found) is Stated
    assert type(found.value) is tuple
    assert [(each.value, written_at(text, each.place)) for each in found.value] == [("eu", "eu"), ("euro", "euro")]


def test_a_list_may_be_empty() -> None:
    assert value("groups: []\n", "groups") == ()


def test_one_value_may_stand_for_a_list_only_where_the_language_says_so() -> None:
    declared = value("facts: {buyer.purchases: {type: count, of: package}}\n", *PURCHASES, kind=FileKind.RULES)
    assert type(declared) is tuple
    assert [each.value for each in declared] == ["package"]
    found = one("groups: eu\n")
    assert (found.code, found.advice) == ("not-a-list", "write [eu]")


def test_a_list_of_a_market_may_be_inherited_and_one_that_is_declared_once_may_not() -> None:
    assert value("groups: inherit\n", "groups") is INHERIT
    assert value("payouts: {order: {value: inherit, source: x}}\n", "payouts", "order") is INHERIT
    line = leaf("gifts: {rose: {kinds: {2025-01-01: [live], 2026-01-01: inherit}}}\n", "gifts", "rose", "kinds")
    assert type(line) is StatedTimeLine
    assert line.entries[1][1].value is INHERIT
    found = one("languages: inherit\n", FileKind.RULES)
    assert (found.code, found.advice) == ("not-a-list", "write for example [en, pt-BR]")


def test_no_list_is_none_and_the_hint_says_how_an_empty_one_is_written() -> None:
    assert one("gifts: {rose: {kinds: none}}\n").advice == "write [] for a list without entries"
    assert value("groups: none\n", "groups") is Word.NONE


def test_the_dates_of_a_list_may_stand_under_value_with_a_source_for_all() -> None:
    line = leaf("groups: {value: {2025-01-01: [eu], 2026-01-01: [eu, euro]}, source: a treaty}\n", "groups")
    assert type(line) is StatedTimeLine
    assert [each.source for _, each in line.entries] == ["a treaty", "a treaty"]


PURCHASES = ("facts", "buyer.purchases", "of")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("payouts: {order: {oldest: yes}}\n", "not-a-list"),
        ("gifts: {rose: {kinds: none}}\n", "not-a-list"),
        ("groups: [eu, eu]\n", "listed-twice"),
        ("groups: [eu, [euro]]\n", "not-a-value"),
        ("groups: [eu, ]\n", ""),
        ("groups: [eu, '']\n", "not-a-value"),
        ("groups: [EU]\n", "not-an-identifier"),
        ("groups: {2025-01-01: eu}\n", "not-a-list"),
        ("groups: {2025-01-01: }\n", "empty-value"),
        ("groups:\n", "empty-value"),
    ],
)
def test_a_list_that_is_written_wrongly_is_one_error(text: str, code: str) -> None:
    _, found = stating(text)
    assert [each.code for each in found] == ([code] if code else [])


# --- Wrapped values


def test_any_single_value_may_be_wrapped_with_its_source() -> None:
    text = "tax: {lines: {vat: {rate: {value: 19 %, source: law, note: since 2007}}}}\n"
    found = leaf(text, "tax", "lines", "vat", "rate")
    assert found == Stated(Rate(19, 100), found.place, "law", "since 2007")
    assert written_at(text, found.place) == "19 %"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{value: }", "empty-value"),
        ("{source: x}", "empty-value"),
        ("{value: {value: 1.29}}", "not-a-value"),
        ("{value: [1.29]}", "not-a-value"),
        ("{value: 1.29, sorce: x}", "unknown-key"),
        ("{value: 12,99, source: x}", "decimal-comma"),
        ("{amount: 1.29}", "not-a-value"),
        ("{}", "empty-value"),
    ],
)
def test_a_value_that_is_wrapped_wrongly_is_one_error(written: str, code: str) -> None:
    assert one(f"prices: {{coins_100: {written}}}\n").code == code


# --- Decimal commas in braces, where YAML splits the number


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("prices: {coins_100: 12,99}\n", "write 12.99"),
        ("prices: {coins_100: 12,99, coins_500: 1.00}\n", "write 12.99"),
        ("prices: {coins_100: 12,99 EUR}\n", "write 12.99 EUR"),
        ("prices: {coins_100: 12, 99}\n", "write 12.99"),
        ("prices: {coins_100: 1,299.00}\n", "write 1299.00"),
        ("prices: {coins_100: 1.299,00}\n", "write 1299.00"),
        ("prices: {coins_100: {2025-01-01: 12,99}}\n", "write 12.99"),
        ("tax: {lines: {vat: {rate: 19,5 %, name: VAT}}}\n", "write 19.5 %"),
        ("commission: {lines: {card: {fixed: 0,30 USD}}}\n", "write 0.30 USD"),
        ("platforms: {web: {prices: {coins_100: 12,99}}}\n", "write 12.99"),
    ],
)
def test_a_decimal_comma_in_braces_is_one_error_that_says_what_to_write(text: str, hint: str) -> None:
    found = one(text)
    assert found.code == "decimal-comma"
    assert found.advice == hint
    assert found.place is not None
    assert "," in written_at(text, found.place)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("prices: {coins_100: {begins: 69,99, 2026-03-01: 74,99}}\n", ["69.99", "74.99"]),
        ("prices: {coins_100: 69,99, coins_500: 74,99, coins_1000: 79,99}\n", ["69.99", "74.99", "79.99"]),
        ("prices: {coins_100: 69,99 EUR, coins_500: 74,99 EUR}\n", ["69.99 EUR", "74.99 EUR"]),
        ("prices: {coins_100: 1,299,99, coins_500: 2,299,99}\n", ["1299.99", "2299.99"]),
        ("prices: {coins_100: {by: buyer.age, from: {0: 1,99, 18: 2,99}}}\n", ["1.99", "2.99"]),
        ("tax: {lines: {vat: {name: VAT, rate: 19,5 %}, gst: {name: GST, rate: 7,5 %}}}\n", ["19.5 %", "7.5 %"]),
        ("commission: {lines: {card: {rate: 2,5 %, base: net, fixed: 0,5 EUR}}}\n", ["2.5 %", "0.5 EUR"]),
    ],
)
def test_two_commas_with_the_same_digits_behind_them_are_two_commas(text: str, meant: list[str]) -> None:
    """YAML reads the key 99 twice; to delete the second one would leave 74 where 74.99 was meant."""
    _, found = stating(text)
    assert [diagnostic.code for diagnostic in found] == ["decimal-comma"] * len(meant), found
    assert [diagnostic.fixes[0].text for diagnostic in found] == meant


@pytest.mark.parametrize("text", ["prices: {a: 1, b: 2, a: 1}\n", "prices: {99: 1, 99: 1}\n"])
def test_a_key_that_is_no_rest_of_a_number_may_stand_once(text: str) -> None:
    assert "duplicate-key" in {diagnostic.code for diagnostic in stating(text)[1]}


def test_a_count_with_a_comma_in_braces_is_one_error_that_says_what_to_write() -> None:
    found = one("packages: {coins_1000: {coins: 1,000, bonus: 50}}\n")
    assert found.code in {"decimal-comma", "grouped-digits"}
    assert found.advice.startswith("write 1000")
