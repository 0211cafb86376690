"""Nodes to statements: what each shape may hold, where none and inherit may stand, and what is said of other keys."""

import pytest

from ratecard.currency import CURRENCIES
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.keys.registry import KEYS
from ratecard.rulefiles.stated import ANY_LANGUAGE, FileKind, Stated, StatedTimeLine, Word
from ratecard.rulefiles.stating.conditions import StatedConditions
from ratecard.rulefiles.stating.files import state_file
from tests.rulefiles.stating.statements import leaf, one, sound, value, written_at

# --- Paths


def test_a_leaf_is_named_by_its_path_and_a_platform_is_no_part_of_it() -> None:
    stated = sound("prices: {coins_100: 1.29}\nplatforms:\n  web:\n    prices: {coins_100: 1.09}\n")
    assert stated.plain["prices", "coins_100"].place.line == 4
    assert stated.by_platform["web"]["prices", "coins_100"].place.line == 7
    assert set(stated.by_platform) == {"web"}


def test_a_file_knows_its_kind_its_name_and_where_platforms_and_identifiers_stand() -> None:
    stated = sound("prices: {coins_100: 1.29}\nplatforms: {web: {prices: {coins_500: 5.00}}}\n")
    assert (stated.kind, stated.name) == (FileKind.REGION, "DE")
    assert written_at("prices: {coins_100: 1.29}\n", stated.id_places["prices", "coins_100"]) == "coins_100"
    assert ("prices", "coins_500") in stated.id_places
    assert stated.platform_places["web"].line == 5
    assert sound("tax: none\n", FileKind.GROUP).name == "eu"
    assert sound("tax: none\n", FileKind.RULES).name == ""


def test_header_values_are_typed() -> None:
    stated = sound("")
    assert {path: each.value for path, each in stated.plain.items() if type(each) is Stated} == {
        ("region",): "DE",
        ("currency",): CURRENCIES["EUR"],
        ("time_zone",): "Europe/Berlin",
    }


# --- none and inherit

NONE_AT = [
    ("prices: none\n", ("prices",)),
    ("prices: {coins_100: none}\n", ("prices", "coins_100")),
    ("packages: none\n", ("packages",)),
    ("packages: {coins_100: none}\n", ("packages", "coins_100")),
    ("packages: {coins_100: {bonus: none}}\n", ("packages", "coins_100", "bonus")),
    ("packages: {coins_100: {when: none}}\n", ("packages", "coins_100", "when")),
    ("tax: none\n", ("tax",)),
    ("tax: {depends_on: none}\n", ("tax", "depends_on")),
    ("tax: {lines: none}\n", ("tax", "lines")),
    ("tax: {lines: {vat: none}}\n", ("tax", "lines", "vat")),
    ("tax: {lines: {vat: {rate: none}}}\n", ("tax", "lines", "vat", "rate")),
    ("tax: {lines: {vat: {on: none}}}\n", ("tax", "lines", "vat", "on")),
    ("tax: {lines: {vat: {name: none}}}\n", ("tax", "lines", "vat", "name", ANY_LANGUAGE)),
    ("commission: none\n", ("commission",)),
    ("commission: {lines: none}\n", ("commission", "lines")),
    ("commission: {lines: {store: none}}\n", ("commission", "lines", "store")),
    ("commission: {lines: {store: {fixed: none}}}\n", ("commission", "lines", "store", "fixed")),
]


@pytest.mark.parametrize(("text", "path"), NONE_AT)
def test_none_may_stand_where_absence_means_something(text: str, path: tuple[str, ...]) -> None:
    assert value(text, *path) is Word.NONE


@pytest.mark.parametrize(
    "text", ["tax: {display: none}\n", "packages: {coins_100: {coins: none}}\n", "payouts: {order: none}\n"]
)
def test_none_may_not_stand_where_a_market_needs_a_value(text: str) -> None:
    assert one(text).code in {"not-one-of", "not-a-count", "not-a-list"}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("prices: {coins_100: inherit}\n", ("prices", "coins_100")),
        ("tax: {display: inherit}\n", ("tax", "display")),
        ("tax: {lines: {vat: {rate: inherit}}}\n", ("tax", "lines", "vat", "rate")),
        ("packages: {coins_100: {when: inherit}}\n", ("packages", "coins_100", "when")),
    ],
)
def test_inherit_may_stand_at_any_leaf_of_a_market(text: str, path: tuple[str, ...]) -> None:
    assert value(text, *path) is Word.INHERIT


def test_inherit_may_end_an_override_in_a_time_line() -> None:
    line = leaf("prices: {coins_100: {2025-06-01: 0.99, 2025-07-01: inherit}}\n", "prices", "coins_100")
    assert type(line) is StatedTimeLine
    assert line.entries[1][1].value is Word.INHERIT


def test_inherit_means_nothing_for_what_a_book_declares_once() -> None:
    assert one("begins: inherit\n", FileKind.RULES).code == "not-an-instant"


# --- Keys


def test_an_unknown_key_names_the_nearest_one() -> None:
    found = one("prizes: {coins_100: 1.29}\n")
    assert (found.code, found.advice) == ("unknown-key", "write prices")


def test_an_unknown_key_like_no_other_lists_what_may_stand_there() -> None:
    found = one("tax: {lines: {vat: {xyzzy: 1}}}\n")
    assert (found.code, found.sentence) == ("unknown-key", "xyzzy is not a key below tax.lines.vat")
    assert found.advice == "known here: base, name, on, rate"


@pytest.mark.parametrize(
    ("text", "kind", "home"),
    [
        ("begins: 2025-01-01\n", FileKind.GROUP, "a file under rules/, or a region file"),
        ("languages: [en]\n", FileKind.GROUP, "a file under rules/"),
        ("facts: {buyer.age: {type: count}}\n", FileKind.REGION, "a file under rules/"),
        ("units: {coin: {name: {en: {one: coin}}}}\n", FileKind.REGION, "a file under rules/"),
        ("group: eu\n", FileKind.REGION, "write groups: [eu]"),
        ("time_zone: Europe/Berlin\n", FileKind.GROUP, "a region file"),
        ("groups: [eu]\n", FileKind.GROUP, "a region file"),
        ("currency: EUR\n", FileKind.RULES, "a region file"),
    ],
)
def test_a_key_of_another_kind_of_file_is_sent_home(text: str, kind: FileKind, home: str) -> None:
    found = one(text, kind)
    assert found.code == "misplaced-key"
    assert home in found.advice


@pytest.mark.parametrize("key", ["languages: [en]", "begins: 2025-01-01", "region: DE", "group: eu"])
def test_a_key_of_the_file_may_not_stand_under_a_platform(key: str) -> None:
    for kind in FileKind:
        found = one(f"platforms: {{web: {{{key}}}}}\n", kind)
        assert found.code == "misplaced-key"
        assert "platform" in found.sentence


def test_a_platform_is_named_under_rules_only() -> None:
    sound("platforms: {web: {name: Web}}\n", FileKind.RULES)
    for kind in (FileKind.GROUP, FileKind.REGION):
        assert one("platforms: {web: {name: Web}}\n", kind).code == "misplaced-key"


def test_a_required_key_that_is_mistyped_is_one_error_and_not_two() -> None:
    found: list[Diagnostic] = []
    state_file("a.yaml", FileKind.REGION, b"regoin: DE\ncurrency: EUR\ntime_zone: UTC\n", found.append, KEYS.grammar)
    assert [(each.code, each.advice) for each in found] == [("unknown-key", "write region")]


def test_a_required_key_that_is_missing_says_how_to_state_it() -> None:
    found: list[Diagnostic] = []
    state_file("a.yaml", FileKind.REGION, b"currency: EUR\n", found.append, KEYS.grammar)
    assert [(each.code, each.advice) for each in found] == [("missing-key", "state region, for example region: DE")]


@pytest.mark.parametrize(
    ("key", "meant"), [("рrices", "prices"), ("prices\u00a0", "prices"), ("ｔａｘ", "tax"), ("ta\u200bx", "tax")]
)
def test_a_key_that_only_looks_right_is_named(key: str, meant: str) -> None:
    found = one(f'"{key}": none\n')
    assert found.code in {"look-alike", "odd-space"}
    assert found.advice.startswith(f"write {meant}")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("prices: 1.29\n", "not-a-mapping"),
        ("prices: [1.29]\n", "not-a-mapping"),
        ("prices:\n", "empty-value"),
        ("prices: {}\n", "empty-value"),
        ("tax: yes\n", "not-a-mapping"),
        ("tax: {lines: {vat: 19 %}}\n", "not-a-mapping"),
        ("platforms: [web]\n", "not-a-mapping"),
        ("platforms: {web: none}\n", "not-a-mapping"),
        ("prices: {Coins: 1.29}\n", "not-an-identifier"),
        ("prices: {coins_100: [1.29]}\n", "not-a-value"),
        ("prices: {coins_100: '  '}\n", "empty-value"),
        ("prices: {coins_100: *a}\n", "anchor-or-alias"),
        ("prices: {coins_100: {{price}}}\n", "key-is-no-text"),
        ("prices: {[coins_100]: 1.29}\n", "key-is-no-text"),
    ],
)
def test_what_fits_no_shape_is_one_error(text: str, code: str) -> None:
    assert one(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        "prices: {2025-01-01: {coins_100: 1.29}, 2026-01-01: {coins_100: 1.39}}\n",
        "tax: {2025-01-01: none}\n",
        "tax: {lines: {2025-01-01: {vat: {rate: 19 %}}}}\n",
        "tax: {lines: {vat: {2025-01-01: {rate: 19 %}}}}\n",
        "packages: {coins_100: {2025-01-01: {coins: 100}}}\n",
        "commission: {2025-01-01: none, 2026-01-01: {per: unit}}\n",
    ],
)
def test_a_mapping_with_dates_is_one_error_that_says_that_only_single_values_have_them(text: str) -> None:
    found = one(text)
    assert found.code == "not-datable"
    assert "single value" in found.sentence


@pytest.mark.parametrize(
    "text",
    [
        "prices: {by: buyer.member, is: {yes: {coins_100: 1.09}}, other: {coins_100: 1.29}}\n",
        "tax: {by: buyer.member, is: {yes: none}}\n",
    ],
)
def test_a_mapping_that_varies_by_a_fact_is_one_error(text: str) -> None:
    assert one(text).code == "not-by-fact"


@pytest.mark.parametrize(
    "text",
    [
        "prices: {coins_100: *a}\n",
        "prices: {coins_100: {value: *a}}\n",
        "prices: {coins_100: {2025-01-01: *a}}\n",
        "prices: {coins_100: {by: buyer.member, is: {yes: *a}, other: 1.29}}\n",
        "prices: *a\n",
        "tax: *a\n",
        "groups: *a\n",
        "groups: [*a]\n",
        "packages: {coins_100: {when: *a}}\n",
        "packages: {coins_100: {when: {buyer.member: *a}}}\n",
        "tax: {lines: {vat: {name: *a}}}\n",
        "tax: {lines: {vat: {name: {en: *a}}}}\n",
        "platforms: *a\n",
        "platforms: {web: *a}\n",
        "source: *a\n",
        "prices: {*a : 1.29}\n",
    ],
)
def test_an_alias_is_one_error_wherever_it_stands(text: str) -> None:
    assert one(text).code == "anchor-or-alias"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("prices: {coins_100: }\n", "write a price, for example 12.99 or 12.99 USD"),
        ("groups:\n", "write a list, for example [eu, euro]"),
        ("tax:\n", "write its keys: display, rounding, rounded, per, collected_by, depends_on, lines"),
        ("packages:\n", "write each package by its id"),
        ("packages: {}\n", "write each package by its id, or none"),
        ("payouts: {withholding: {}}\n", "write its keys: rounding, lines, or none"),
        ("tax: {lines: {vat: {name: }}}\n", "write what people read, for example {en: Rose, de: Rose}"),
        ("packages: {coins_100: {when: }}\n", "write what facts must be, for example {buyer.age: {at least: 18}}"),
    ],
)
def test_a_key_without_a_value_is_told_what_it_may_hold(text: str, hint: str) -> None:
    found = one(text)
    assert (found.code, found.advice) == ("empty-value", hint)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("gifts: {rose: {price: 10}}\n", "write coins: with how many coins it costs"),
        ("gifts: {rose: {cost: 10 coins}}\n", "write coins: with how many coins it costs"),
        ("packages: {coins_100: {price: 1.39}}\n", "state the price below prices:, by the id of the package"),
    ],
)
def test_what_a_thing_costs_is_told_where_to_stand(text: str, hint: str) -> None:
    found = one(text)
    assert (found.code, found.advice) == ("unknown-key", hint)


def test_a_table_of_anything_is_not_offered_for_every_key() -> None:
    advice = one("packages: {coins_100: {size: 10}}\n").advice
    assert advice.startswith("known here: bonus, coins, ")
    assert "above it" not in advice


@pytest.mark.parametrize("text", ["[a, b]\n", "just text\n", '""\n', "? [a]\n: b\n"])
def test_a_file_without_keys_is_one_error(text: str) -> None:
    found: list[Diagnostic] = []
    assert state_file("a.yaml", FileKind.RULES, text.encode(), found.append, KEYS.grammar) is None
    assert [each.code for each in found] == ["key-is-no-text" if text[0] == "?" else "not-a-mapping"]


def test_conditions_are_one_leaf() -> None:
    assert type(value("packages: {coins_100: {when: {buyer.member: yes}}}\n", "packages", "coins_100", "when")) is (
        StatedConditions
    )


@pytest.mark.parametrize(
    ("kind", "example"), [(FileKind.RULES, "{name: ios}"), (FileKind.REGION, "{prices: {coins_100: 1.39}}")]
)
def test_a_platform_without_keys_is_told_what_to_write(kind: FileKind, example: str) -> None:
    found = one("platforms: {ios: {}}\n", kind)
    assert (found.code, found.sentence) == ("not-a-mapping", "ios holds no keys")
    assert found.advice == f"write its keys below it, for example {example}"
