"""The published schemas say what the engine says, as far as a schema can: of each file alone, as YAML 1.2 types it.

They are held against every shipped file, every good case, any book that the strategies make, the examples of the
diagnostics' pages, and the good and bad forms of each type.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft7Validator

from ratecard import schemas
from ratecard.book.records import Home
from ratecard.diagnostics.codes import CODES
from ratecard.keys.registry import KEYS
from ratecard.rulefiles.editors.json_schema import rule_schemas
from ratecard.rulefiles.editors.json_values import scalar
from ratecard.rulefiles.keys.shapes import KnownKeys, Shape, Table
from ratecard.rulefiles.stated import FileKind
from ratecard.rulefiles.values.types import ValueType
from ratecard.shipped import shipped_book
from tests.books import folder_texts, shipped_texts
from tests.cases.smallest import CASES
from tests.diagnostics.pages import page_of
from tests.rulefiles.editors.editing import (
    BEYOND_A_SCHEMA,
    BEYOND_BY_OFFSET,
    LOST_IN_NUMBERS,
    published,
    refusals,
    refused_in,
    schema_for,
)
from tests.rulefiles.editors.yaml_1_2 import seen
from tests.rulefiles.values import test_measures, test_values
from tests.strategies.books import Book, books

GOOD = [*test_values.GOOD, *test_measures.GOOD]
BAD = [*test_values.BAD, *test_measures.BAD]
every_code = pytest.mark.parametrize("code", CODES)


def region(text: str) -> list[str]:
    """What an editor says of a region file that holds this."""
    return refusals("regions/de.yaml", f"region: DE\n{text}\n")


# Publishing


def test_the_published_schemas_are_what_the_code_has() -> None:
    folder = schemas.published_folder()
    assert set(schemas.schema_texts()) == {path.name for path in folder.glob("*.schema.json")}
    for name, generated in schemas.schema_texts().items():
        assert schemas.difference(name, (folder / name).read_text(encoding="utf-8"), generated) == "", "run make schema"


def test_the_command_compares_and_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    generated = schemas.schema_texts()
    monkeypatch.setattr(schemas, "schema_texts", lambda: generated)  # five times the same, a second each
    assert schemas.main([]) == 0
    monkeypatch.setattr(schemas, "published_folder", lambda: tmp_path / "schema")
    assert schemas.main([]) == 1
    assert "make schema" in capsys.readouterr().err
    assert schemas.main(["--write"]) == 0
    assert schemas.main([]) == 0
    (tmp_path / "schema" / "rules.schema.json").write_text("{}\n", encoding="utf-8")
    assert schemas.main([]) == 1
    assert schemas.main(["--wrong"]) == 2


@pytest.mark.parametrize("name", ["book.schema.json", "rules.schema.json", "region.schema.json"])
def test_a_published_schema_is_a_schema_of_draft_7(name: str) -> None:
    schema = published()[name].schema
    assert isinstance(schema, dict)
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == Draft7Validator.META_SCHEMA["$schema"]


@pytest.mark.parametrize("path", shipped_texts())
def test_a_shipped_file_names_its_schema_in_its_first_line(path: str) -> None:
    first = shipped_texts()[path].partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named, "an editor looks for its modeline"
    schema = (shipped_book() / path).parent / named[1]
    assert schema.resolve() == (shipped_book() / "schema" / schema_for(path)).resolve()
    assert schema.is_file()


# Nothing right is refused


@pytest.mark.parametrize("path", shipped_texts())
def test_a_shipped_file_is_accepted(path: str) -> None:
    assert refusals(path, shipped_texts()[path]) == []


@pytest.mark.parametrize("folder", sorted((CASES / "good").iterdir()), ids=lambda folder: folder.name)
def test_each_file_of_a_good_case_is_accepted(folder: Path) -> None:
    assert refused_in(folder_texts(folder)) == []


@given(books())
def test_each_file_of_any_good_book_is_accepted(book: Book) -> None:
    refused = {path: refusals(path, text, _any_kind(path)) for path, text in book.files.items()}
    assert not any(refused.values()), refused


def _any_kind(path: str) -> str:
    """The schema for a generated file: what declares the book may stand in any of its files under rules/."""
    return schema_for(path).replace("book", "rules")


@every_code
def test_a_mended_example_is_accepted(code: str) -> None:
    assert refused_in(page_of(code).mended.texts) == []


@pytest.mark.parametrize(("kind", "text", "value"), GOOD)
def test_each_good_form_of_a_value_is_accepted(kind: ValueType, text: str, value: object) -> None:
    assert value is not None
    validator = Draft7Validator(scalar(kind))
    assert validator.is_valid(seen(text))
    assert validator.is_valid(text), "in quotes"


# What is wrong is refused, where a schema can


@every_code
def test_a_failing_example_is_refused_unless_it_is_beyond_a_schema(code: str) -> None:
    refused = refused_in(page_of(code).fails.texts)
    assert bool(refused) is (code not in BEYOND_A_SCHEMA), refused


def test_each_code_beyond_a_schema_is_a_code_with_a_reason() -> None:
    assert set(BEYOND_A_SCHEMA) <= set(CODES)
    assert all(BEYOND_A_SCHEMA.values())


EUR_PER_EUR = ("beside_a_price", "regions/pt.yaml")
"""The file in which a rate is between a currency and itself: that two codes differ is beyond a schema."""


@pytest.mark.parametrize("folder", sorted((CASES / "bad").iterdir()), ids=lambda folder: folder.name)
def test_each_file_of_a_bad_case_is_refused_where_a_schema_can(folder: Path) -> None:
    expected = (folder / "expected.txt").read_text(encoding="utf-8")
    reported = set(re.findall(r"^([^:]+):.*? error\[([a-z-]+)\]", expected, re.MULTILINE))
    for path, code in sorted(reported):
        if code not in BEYOND_A_SCHEMA and (folder.name, path) != EUR_PER_EUR:
            assert refusals(path, (folder / path).read_text(encoding="utf-8")), (path, code)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, text, _, _ in BAD])
def test_each_bad_form_of_a_value_is_refused_where_a_schema_can(kind: ValueType, text: str) -> None:
    beyond = (
        (kind, text) in BEYOND_BY_OFFSET
        or (kind, text) in LOST_IN_NUMBERS
        or (kind.name == "a time zone" and text == "Europe/Frankfurt")
    )
    assert Draft7Validator(scalar(kind)).is_valid(seen(text)) is beyond


@pytest.mark.parametrize(
    "text",
    [
        "prices: {coins_100: 1.29}",
        'prices: {coins_100: "1.29"}',
        "prices: {coins_100: none, a_new_package: 1.29}",
        "prices: {coins_100: inherit}",
        "prices: {source: a page}",
        "prices: none",
        "prices: {coins_100: {value: 1.29, source: a page, note: 2025}}",
        "prices: {coins_100: {2025-01-01: 1.29, 2026-01-01T00:00Z: none, source: a page}}",
        "prices: {coins_100: {2025-01-01: {value: 1.29, source: a page}}}",
        "prices: {coins_100: {value: {2025-01-01: {value: 1.29, source: a page}}, note: a}}",
        "prices: {coins_100: {by: buyer.member, is: {yes: 1.09, no: none}}}",
        "prices: {coins_100: {by: buyer.member, is: {yes: {value: 1.09, source: a}, note: b}, other: 1.29, source: c}}",
        "prices: {coins_100: {by: buyer.age, from: {0: 1.29, 18: 1.39}}}",
        "prices: {coins_100: {2025-01-01: {by: buyer.member, is: {yes: 1.09}, other: 1.29}}}",
        "prices: {coins_100: {value: {by: buyer.member, is: {yes: 1.09}, other: 1.29}}}",
        "tax: {value: none, source: a law}",
        "tax: {lines: none}",
        "tax: {lines: {vat: {name: {en: VAT, pt-BR: {value: IVA, source: a}}, rate: 19 %}}}",
        "tax: {lines: {vat: {name: {2025-01-01: VAT}, rate: 1/2}}}",
        "tax: {rounding: {value: half up to 0.05, source: a law}}",
        "packages: {coins_100: {coins: 5_000, bonus: 5 %, order: 1, when: {buyer.member: yes}}}",
        "packages: {coins_100: {coins: 100, when: {buyer.age: {at least: 18, below: 65, source: a law}}}}",
        "packages: {coins_100: {when: {any: [{buyer.member: yes}, {buyer.age: {any of: [18, 19]}}]}}}",
        "packages: {coins_100: {when: {value: none, source: a page}}}",
        "groups: {2025-01-01: [eu], 2026-01-01: {value: [eu, euro], source: a law}}",
        "groups: []",
        "platforms: {ios: {prices: {coins_100: 1.29}, note: a}, a_new_one: {tax: none}}",
        "gifts: {rose: {coins: {2025-01-01: 1, 2026-01-01: none}, kinds: [live, video], level: none, name: Rose}}",
        "gifts: {rose: none, castle: {value: none, source: a law}, source: a page}",
        "gifts: {rose: {kinds: {2025-01-01: [live], 2026-01-01: [live, video]}, when: {buyer.member: yes}}}",
        "platforms: {web: {gifts: {rose: {coins: 2}}, worth_at: {package: coins_100, rounding: half up}}}",
        "worth_at: none",
        "earnings: {live: {diamonds: {by: creator.grade, is: {partner: 3 per 5}, other: 0.5 each}}}",
        "earnings: {item: {split: {creator: 30 %, owner: none, platform: rest}}, live: none}",
        "payouts: {diamond: 0.005 USD each, hold: none, pays: {from: month end}, order: [class, oldest]}",
        "payouts: {minimum: {by: creator.payouts, from: {0: 50 USD, 1: 25 USD}}, limits: {a: {most: 3 payouts}}}",
        "payouts: {methods: {bank: {fee: none, currency: none, after: 3 days}, paypal: {fee: {cap: none}}}}",
        "payouts: {withholding: {lines: {us: {of: domestic, domestic: US-NY, rate: none}}}}",
        "fx: {base: EUR, maximum_age: none, spread: 1 %, rates: {USD: {2026-11-20T16:00+01:00: 1.1606}, JPY: none}}",
        "second_currency: {currency: EUR, rate: 1.95583 BGN per EUR, rounding: half up}",
        "promotions: {sale: {discount: '20.00'}, more: {discount: 20 EUR}}",
        "eligibility: none",
        "eligibility: {buyer: none, creator: inherit}",
        "eligibility: {buyer: {buyer.age: {at least: 18}, buyer.member: yes, any: [{buyer.age: 3}], source: a}}",
        "eligibility: {buyer: {buyer.age: {2025-01-01: {at least: 18}, 2026-01-01: none}}}",
        "eligibility: {buyer: {buyer.age: {value: {at least: 18}, source: a law}, any: none}}",
        "eligibility: {buyer: {buyer.age: {2025-01-01: {value: none, source: a}}}, creator: {value: none, note: a}}",
        "eligibility: {buyer: {any: {2025-01-01: [{buyer.age: 18}], 2026-01-01: none}}}",
    ],
)
def test_each_form_of_a_value_is_accepted(text: str) -> None:
    assert region(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "prices: {coins_100: 1,29}",
        "prices: {coins_100: 12.99 EUX}",
        "prices: {}",
        "prices: {coins_100: {source: a page}}",
        "prices: {coins_100: {}}",
        "prices: {coins_100: {value: {value: 1.29}}}",
        "prices: {coins_100: {value: 1.29, 2025-01-01: 1.39}}",
        "prices: {coins_100: {2025-01-01: {2026-01-01: 1.29}}}",
        "prices: {coins_100: {2025-02-30: 1.29}}",
        "prices: {coins_100: {is: {yes: 1.09}}}",
        "prices: {coins_100: {by: buyer.member, other: 1.09}}",
        "prices: {coins_100: {by: buyer.member, is: {yes: 1.09}, from: {0: 1.09}}}",
        "prices: {coins_100: {by: buyer.member, is: {yes: inherit}, other: 1.09}}",
        "prices: {coins_100: {by: buyer.member, is: {yes: {by: buyer.age, from: {0: 1}}}, other: 1.09}}",
        "prices: {coins_100: {by: buyer.member, is: {}}}",
        "prices: {coins_100: {by: member, is: {yes: 1}}}",
        "prices: {coins_100: {by: buyer.age, from: {old: 1}}}",
        "prices: {coins_100: [1.29]}",
        "prices: {coins_100: true}",
        "prices: {source: [a, b]}",
        "tax: {display: {value: included, source: a}}",
        "tax: {value: some}",
        "tax: {value: none, display: inclusive}",
        "tax: {lines: {vat: {name: {2025-01-01: VAT, en: VAT}}}}",
        "tax: {lines: {vat: {name: {english: VAT}}}}",
        "tax: {lines: {vat: {rate: {2025-01-01: 19}}}}",
        "packages: {coins_100: {order: {by: buyer.member, is: {yes: 1}, other: 2}}}",
        "packages: {coins_100: {when: {}}}",
        "packages: {coins_100: {when: {any: []}}}",
        "packages: {coins_100: {when: {buyer.age: {over: 18}}}}",
        "packages: {coins_100: {when: {buyer.age: {any of: 18}}}}",
        "groups: [eu, eu]",
        "group: eu",
        "gifts: {rose: 1}",
        "gifts: {rose: {kinds: live}}",
        "gifts: {rose: {kinds: [live, live]}}",
        "gifts: {rose: {coins: 0}}",
        "gifts: {Rose: {coins: 1}}",
        "gifts: {rose: {level: {by: buyer.member, is: {yes: 1}, other: 2}}}",
        "rarities: {common: {order: 1}}",
        "worth_at: coins_100",
        "earnings: {live: {base: gross}}",
        "earnings: {live: {diamonds: 50 %}}",
        "earnings: {live: {share: 0.7}}",
        "earnings: {item: {split: [creator, platform]}}",
        "earnings: {item: {split: {creator: remainder}}}",
        "payouts: {diamond: 0.005}",
        "payouts: {diamond: 0.00 USD each}",
        "payouts: {order: [class, class]}",
        "payouts: {order: oldest}",
        "payouts: {hold: 14}",
        "payouts: {pays: {after: 2}}",
        "payouts: {limits: {daily: {most: 1000}}}",
        "payouts: {limits: {daily: {per: day}}}",
        "payouts: {methods: {bank: {fee: 2 %}}}",
        "payouts: {withholding: {lines: {us: {domestic: USA}}}}",
        "platforms: {web: {payouts: none}}",
        "platforms: {web: {eligibility: none}}",
        "second_currency: {currency: EUR, rate: 1.16 EUR per EUR, rounding: half up}",
        "promotions: {sale: {discount: '20'}}",
        "fx: {rates: {USD: 1/2}}",
        "fx: {rates: {usd: 1.16}}",
        "fx: {rounding: down to 10}",
        "fx: {max_age: 5 days}",
        "fx: {maximum_age: 5}",
        "eligibility: {buyer: {when: {buyer.age: {at least: 18}}}}",
        "eligibility: {when: {buyer.age: {at least: 18}}}",
        "eligibility: {buyer: {age: {at least: 18}}}",
        "eligibility: {buyer: {buyer.age: {from: 18}}}",
        "eligibility: {buyer: {buyer.age: {value: 18, at least: 18}}}",
        "eligibility: {buyer: {any: some}}",
        "eligibility: {buyer: {any: {2025-01-01: {buyer.age: 18}}}}",
        "eligibility: {buyer: {2025-01-01: {buyer.age: {at least: 18}}}}",
        "eligibility: {buyer: {any: {buyer.age: {at least: 18}}}}",
        "platforms: none",
        "platforms: {ios: {name: App Store}}",
        "platforms: {ios: {region: DE}}",
    ],
)
def test_each_broken_form_is_refused(text: str) -> None:
    assert region(text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("rules/facts.yaml", "facts: {buyer.member: {name: Buyer is a member}}"),
        ("rules/book.yaml", "languages: [en]"),
        ("rules/units.yaml", "units: {coin: {name: coin}}"),
        ("rules/units.yaml", "units: {coin: {name: {en: {singular: coin}}}}"),
        ("rules/units.yaml", "units: {coin: {price: {rounding: half up to 10}}}"),
        ("rules/more.yaml", "region: DE"),
        ("regions/de.yaml", "currency: EUR"),
        ("regions/groups/eu.yaml", "group: eu\ntime_zone: Europe/Berlin"),
    ],
)
def test_what_a_file_alone_lacks_or_may_not_hold_is_refused(path: str, text: str) -> None:
    assert refusals(path, text)


# What an editor shows


def keys_with_shapes(prefix: str, keys: dict[str, Shape]) -> Iterator[tuple[str, Shape]]:
    """Every key of the language below these, by its path, with what it is."""
    for key, shape in keys.items():
        yield f"{prefix}{key}", shape
        inner = shape.of if isinstance(shape, Table) else shape
        if isinstance(inner, KnownKeys):
            yield from keys_with_shapes(f"{prefix}{key}.", dict(inner.keys))


def test_every_key_is_described_as_its_definition_says() -> None:
    for kind, name in ((FileKind.RULES, "rules"), (FileKind.REGION, "region"), (FileKind.GROUP, "region")):
        described = set(_descriptions(published()[f"{name}.schema.json"].schema))
        shapes = {**KEYS.grammar.keys_of[kind], **KEYS.grammar.platform_keys[kind]}
        for path, shape in keys_with_shapes("", shapes):
            assert (path.rpartition(".")[2], shape.about) in described, path


def _descriptions(schema: Any) -> Iterator[tuple[str, str]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("title"), str):
            yield schema["title"], schema.get("description", "")
        for each in schema.values():
            yield from _descriptions(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _descriptions(each)


def test_what_the_shipped_rules_name_is_offered_and_anything_else_taken() -> None:
    known = schemas.with_library(schemas.known_in(shipped_book()))
    assert {"ios", "android", "web"} == set(known["platform"])
    assert [*known["package"]] == ["coins_100", "coins_500", "coins_1000", "coins_5000", "top_up"]
    assert {"eu", "eea", "euro", "efta"} <= set(known["group"])
    schema: Any = published()["region.schema.json"].schema
    definitions = schema["definitions"]
    for key in ("packages", "prices"):
        assert set(known["package"]) < set(definitions[key]["properties"]), key
    assert set(known["platform"]) < set(schema["properties"]["platforms"]["properties"])
    assert set(known["fact"]) < set(definitions["conditions"]["properties"])
    assert set(known["language"]) < set(definitions["text"]["properties"])
    assert region("prices: {coins_7: 1.29}\nplatforms: {kiosk: {tax: none}}") == []


def test_a_book_that_names_nothing_has_schemas_too() -> None:
    for schema in rule_schemas({}, KEYS.grammar).values():
        text = schemas.text_of(schema)
        Draft7Validator.check_schema(json.loads(text))


def test_every_reference_in_a_schema_has_its_definition_and_every_definition_a_reference() -> None:
    for name, validator in published().items():
        text = json.dumps(validator.schema)
        named = set(re.findall(r'"#/definitions/([^"]+)"', text))
        assert isinstance(validator.schema, dict)
        assert named == set(validator.schema["definitions"]), name


def test_market_keys_are_defined_once_for_plain_and_platform_values() -> None:
    schema: Any = published()["region.schema.json"].schema
    for key in (name for name, key in KEYS.records.items() if key.home is Home.MARKET):
        assert schema["properties"][key]["$ref"] == f"#/definitions/{key}"
        assert schema["definitions"]["platform"]["properties"][key]["$ref"] == f"#/definitions/{key}"
