"""A key that takes ranges: with their defaults, currencies, dates, facts and layers, and what is said of wrong ones."""

import json

import pytest
from jsonschema import Draft7Validator

from ratecard.book.memo import Memo
from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.loading import Loaded, load_texts
from ratecard.packing import pack, unpack
from ratecard.ranges import Range
from ratecard.rulefiles.editors.json_schema import rule_schemas
from ratecard.terms.facts import choose
from tests.book.asking import at
from tests.books import Texts, sound
from tests.cases.smallest import changed
from tests.keys.chest_key import WITH_CHESTS, ChestTerms
from tests.rulefiles.editors.yaml_1_2 import seen

RULES = "facts: {buyer.age: {type: count}}\nchests: {oak: {coins: {least: 30, most: 2_500_030, step: 50}}}\n"
ABROAD = """
region: {code}
currency: {currency}
time_zone: {zone}
tax: {{lines: {{sales: {{name: Sales tax, rate: 5 %}}}}}}
prices: {{coins_100: 1}}
chests: {{oak: {{price: {price}}}}}
"""
LONG = Range(30, 2_500_030, 50)


def texts(germany: str = "", rules: str = RULES, **more: str) -> Texts:
    """A book of Germany with chests; `more` are further region files."""
    own = changed({})["regions/de.yaml"] + germany
    files = {f"regions/{name}.yaml": text for name, text in more.items()}
    return changed({"rules/chests.yaml": rules, "regions/de.yaml": own} | files)


def loaded(files: Texts, memo: Memo | None = None) -> Loaded:
    """The book of these texts, read with the chests' key."""
    return load_texts(files, keys=WITH_CHESTS, memo=memo)


def chest(book: RuleBook, region: str = "DE", day: str = "2026-06-01", age: int = 30, on: str = "ios") -> ChestTerms:
    """The terms of the chest in a market, on a day and for a buyer of some age."""
    terms = choose(book.terms((region, on), ("chests", "oak"), at(day)), {"buyer.age": age}, [])
    assert isinstance(terms, ChestTerms)
    return terms


def test_a_range_of_counts_is_the_same_in_every_market() -> None:
    assert chest(sound(loaded(texts()))).chosen == LONG


def test_where_one_value_stands_it_is_no_range() -> None:
    found = chest(sound(loaded(texts(rules=RULES.partition("chests")[0] + "chests: {oak: {coins: 500}}\n"))))
    assert (found.chosen, found.coins) == (None, 500)


@pytest.mark.parametrize(
    ("currency", "written", "minors"),
    [
        ("EUR", "{least: 1, most: 10}", (100, 1000, 1)),
        ("EUR", "{least: 0.50, most: 99.99}", (50, 9999, 1)),
        ("EUR", "{step: 0.05}", (5, 10**9, 5)),
        ("JPY", "{most: 1200}", (1, 1200, 1)),
        ("JPY", "{least: 100, step: 100}", (100, 10**9, 100)),
        ("KWD", "{least: 0.250, most: 5, step: 0.250}", (250, 5000, 250)),
        ("USD", "{least: 0.99 USD, most: 0.99}", (99, 99, 1)),
        ("USD", "{value: {least: 1, most: 2}, source: example}", (100, 200, 1)),
        ("USD", "{least: 1, most: 2, source: example}", (100, 200, 1)),
        ("USD", "{most: {value: 2, source: example}}", (1, 200, 1)),
    ],
)
def test_bare_money_of_a_range_is_in_the_currency_of_its_file(
    currency: str, written: str, minors: tuple[int, int, int]
) -> None:
    abroad = ABROAD.format(code="US", currency=currency, zone="America/New_York", price=written)
    book = sound(loaded(texts(us=abroad)))
    assert chest(book, "US").price == Range(*minors, CURRENCIES[currency])
    assert chest(book, "DE").price is None


def test_a_narrower_layer_replaces_a_range_whole_and_may_end_it() -> None:
    own = "chests: {oak: {coins: {most: 90}, price: {begins: {most: 5}, 2026-03-01: none, 2026-09-01: {most: 9}}}}\n"
    book = sound(loaded(texts(own + "platforms: {web: {chests: {oak: {coins: 7}}}}\n")))
    assert chest(book).chosen == Range(1, 90, 1)
    assert (chest(book, on="web").chosen, chest(book, on="web").coins) == (None, 7)
    prices = [chest(book, day=day).price for day in ("2026-02-01", "2026-03-01", "2026-09-01")]
    euro = CURRENCIES["EUR"]
    assert prices == [Range(1, 500, 1, euro), None, Range(1, 900, 1, euro)]


def test_a_range_varies_by_a_fact() -> None:
    by_age = "{by: buyer.age, from: {0: 10, 13: {most: 100, step: 10}, 18: {least: 30}}}"
    book = sound(loaded(texts(f"chests: {{oak: {{coins: {by_age}}}}}\n")))
    found = [chest(book, age=age) for age in (12, 13, 18)]
    assert [(terms.coins, terms.chosen) for terms in found] == [
        (10, None),
        (None, Range(10, 100, 10)),
        (None, Range(30, 10**9, 1)),
    ]


def test_the_digest_is_of_the_values_and_not_of_how_they_are_written() -> None:
    def digest(price: str) -> str:
        return sound(loaded(texts(f"chests: {{oak: {{price: {price}}}}}\n"))).digest

    same = ("{most: 5}", "{least: 0.01, most: 5.00 EUR, step: 0.01}", "{step: 0.01 EUR, most: 5}")
    assert len({digest(text) for text in same}) == 1
    other = (
        "{most: 5}",
        "{most: 5.01}",
        "{least: 0.02, most: 5}",
        "{most: 5, step: 0.05}",
        "{}".replace("}", "most: 6}"),
    )
    assert len({digest(text) for text in other}) == len(other)


@pytest.mark.parametrize(
    ("coins", "code", "at_text", "advice"),
    [
        ("{step: 0}", "not-a-count", "0", "write a step above 0"),
        ("{least: 30, most: 20}", "cap-below-floor", "20", "write a most of at least 30"),
        ("{most: 20, step: 30}", "cap-below-floor", "20", "write a most of at least 30"),
        ("{least: 30, most: 100, step: 50}", "not-one-of", "100", "did you mean 80 or 130"),
        ("{least: 2_000_000_000}", "cap-below-floor", "2_000_000_000", "write a most of at least 2000000000"),
        ("{least: none}", "not-a-count", "none", ""),
        ("{least: inherit}", "not-a-count", "inherit", ""),
        ("{least: {2026-01-01: 30}}", "not-datable", "{2026-01-01: 30}", "write 30"),
        ("{least: {by: buyer.age, from: {0: 30}}}", "not-by-fact", "{by: buyer.age, from: {0: 30}}", ""),
        ("{least: [30]}", "not-a-value", "[30]", "write 30"),
        ("{least: }", "empty-value", "least", ""),
        ("{min: 30, max: 90}", "unknown-key", "min", "write least"),
        ("{laest: 30, most: 90}", "unknown-key", "laest", "write least"),
        ("{least: 30, most: 90, currency: EUR}", "unknown-key", "currency", "known here: least, most, step"),
        ("{least: 1.000}", "grouped-digits", "1.000", ""),
        ("{least: -5}", "negative-number", "-5", ""),
        ("30-1000", "not-a-mapping", "30-1000", "did you mean {least: 30, most: 1000}"),
        ("30 to 1_000", "not-a-mapping", "30 to 1_000", "did you mean {least: 30, most: 1_000}"),
        ("30..90", "not-a-mapping", "30..90", "did you mean {least: 30, most: 90}"),
    ],
)
def test_what_is_wrong_with_a_range_of_counts(coins: str, code: str, at_text: str, advice: str) -> None:
    rules = RULES.partition("chests")[0] + f"chests: {{oak: {{coins: {coins}}}}}\n"
    found = loaded(texts(rules=rules)).diagnostics
    assert {diagnostic.code for diagnostic in found} == {code}, found
    place = found[0].place
    assert place is not None
    line = rules.splitlines()[place.line - 1]
    assert line[place.column - 1 : place.end_column - 1] == at_text
    assert advice in found[0].advice


@pytest.mark.parametrize(
    ("price", "code", "advice"),
    [
        ("{step: 0.00}", "not-money", "write a step above 0"),
        ("{least: 5, most: 4.99}", "cap-below-floor", "write a most of at least 5.00 EUR"),
        ("{least: 1, most: 2.25, step: 0.50}", "not-one-of", "did you mean 2.00 or 2.50"),
        ("{least: 1, most: 2.25 EUR, step: 0.50}", "not-one-of", "did you mean 2.00 EUR or 2.50 EUR"),
        ("{least: 1.005, most: 2}", "too-many-digits", ""),
        ("{least: 1 USD, most: 2 EUR}", "amount-in-other-currency", "state all of a range in one currency"),
        ("{least: 1 USD, most: 2 USD}", "amount-in-other-currency", "state it in EUR"),
        ("{least: 1,50, most: 2,75}", "decimal-comma", "write 1.50"),
        ("5.00", "not-a-mapping", "write a range"),
        ("1.00-5.00", "not-a-mapping", "did you mean {least: 1.00, most: 5.00}"),
        ("{value: 5.00}", "not-a-mapping", "write a range"),
    ],
)
def test_what_is_wrong_with_a_range_of_money(price: str, code: str, advice: str) -> None:
    found = loaded(texts(f"chests: {{oak: {{price: {price}}}}}\n")).diagnostics
    assert {diagnostic.code for diagnostic in found} == {code}, found
    assert advice in found[0].advice, found[0].advice


def test_a_range_of_money_without_a_currency_is_reported_where_it_stands() -> None:
    rules = RULES.replace("coins:", "price: {most: 5, least: 1 EUR}, coins:")
    (found,) = loaded(texts(rules=rules)).diagnostics
    assert found.code == "money-without-currency"
    assert found.place is not None
    assert (found.place.line, found.place.column) == (2, 30)


def test_a_load_that_uses_what_an_earlier_one_made_says_and_answers_the_same() -> None:
    memo = Memo()
    first = texts("chests: {oak: {price: {most: 5}}}\n")
    wrong = texts("chests: {oak: {price: {least: 6, most: 5}}}\n")
    for files in (first, wrong, first, wrong):
        again, afresh = loaded(files, memo), loaded(files)
        assert again.diagnostics == afresh.diagnostics
        assert (again.book is None) == (files is wrong)
        if again.book is not None:
            assert again.book.digest == sound(afresh).digest


def test_a_book_with_ranges_travels() -> None:
    book = sound(loaded(texts("chests: {oak: {price: {most: 5}}}\n")))
    there = unpack(pack(book, b"secret"), b"secret", keys=WITH_CHESTS)
    assert there.digest == book.digest
    assert chest(there) == chest(book)


def test_where_no_range_may_stand_its_keys_are_no_value() -> None:
    found = load_texts(changed({"rules/more.yaml": "packages: {coins_100: {bonus: {least: 30}}}\n"})).diagnostics
    assert "not-a-value" in {diagnostic.code for diagnostic in found}


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("coins: 500", True),
        ("coins: {least: 30, most: 1_000, step: 1}", True),
        ("coins: {most: 1000, source: example}", True),
        ("coins: {value: {most: 1000}, source: example}", True),
        ("coins: {begins: {most: 1000}, 2026-01-01: 5}", True),
        ("coins: {by: buyer.age, from: {0: {most: 10}}, other: {step: 2}}", True),
        ("price: {least: 0.5, most: 5 EUR}", True),
        ("price: none", True),
        ("price: {begins: none, 2026-01-01: {least: 5}}", True),
        ("coins: {least: 1.5}", False),
        ("coins: {least: none}", False),
        ("coins: {mosst: 5}", False),
        ("coins: {most: 5, value: 6}", False),
        ("coins: {least: 30, by: buyer.age, is: {x: 1}}", False),
        ("price: 5.00", False),
        ("price: {least: 5 Euro}", False),
    ],
)
def test_editors_know_the_form(text: str, fits: bool) -> None:
    schema = json.loads(json.dumps(rule_schemas({}, WITH_CHESTS.grammar)["rules.schema.json"], default=float))
    Draft7Validator.check_schema(schema)
    errors = list(Draft7Validator(schema).iter_errors(seen(f"chests: {{oak: {{{text}}}}}\n")))
    assert (not errors) == fits, errors[:1]
