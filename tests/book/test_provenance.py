"""Where a value comes from: the statement that holds, since when, and the broader ones that it replaced."""

from ratecard.book.provenance import provenance
from tests.book.asking import NOON, at, chain, resolved
from tests.books import sound
from tests.cases.smallest import DE, Changes, book, germany, load

PRICE = ("prices", "coins_100")
RATE = ("tax", "lines", "vat", "rate")

LAYERS: Changes = {
    "rules/prices.yaml": "source: rules\nprices: {coins_100: 1.00 EUR}\n"
    "platforms:\n  web: {prices: {coins_100: 1.01 EUR}}\n",
    "regions/groups/eu.yaml": "group: eu\nsource: group\nprices: {coins_100: 1.02 EUR}\n",
    **germany(
        ("currency: EUR\n", "currency: EUR\ngroups: [eu]\n"),
        ("coins_100: 1.29", "coins_100: {2025-03-01: {value: 1.29, source: page 4}, 2025-08-01: inherit}"),
        ("prices:\n", "platforms:\n  web: {prices: {coins_100: {2025-05-01: 1.30, 2025-07-01: inherit}}}\nprices:\n"),
    ),
}


def test_the_chain_runs_from_the_statement_that_holds_to_the_broadest_one_that_it_replaced() -> None:
    whole = sound(load(LAYERS))
    assert chain(whole, PRICE, at("2025-06-01")) == [
        ("1.30 EUR", "regions/de.yaml:11"),
        ("1.29 EUR", "regions/de.yaml:13"),
        ("1.02 EUR", "regions/groups/eu.yaml:3"),
        ("1.01 EUR", "rules/prices.yaml:4"),
        ("1.00 EUR", "rules/prices.yaml:2"),
    ]


def test_the_chain_follows_time() -> None:
    whole = sound(load(LAYERS))
    first = {
        day: chain(whole, PRICE, at(day))[0][0] for day in ("2025-02-01", "2025-04-01", "2025-07-15", "2025-09-01")
    }
    assert first == {
        "2025-02-01": "1.02 EUR",
        "2025-04-01": "1.29 EUR",
        "2025-07-15": "1.29 EUR",
        "2025-09-01": "1.02 EUR",
    }


def test_the_chain_of_another_platform_holds_what_that_platform_reads() -> None:
    whole = sound(load(LAYERS))
    assert [value for value, _ in chain(whole, PRICE, at("2025-06-01"), platform="ios")] == [
        "1.29 EUR",
        "1.02 EUR",
        "1.00 EUR",
    ]


def test_since_is_the_statements_own_date_also_where_another_layer_spoke_in_between() -> None:
    whole = sound(load(LAYERS))
    for day, since in [
        ("2025-02-01", "2025-01-01T00:00+01:00"),
        ("2025-04-01", "2025-03-01T00:00+01:00"),
        ("2025-06-01", "2025-05-01T00:00+02:00"),
        ("2025-07-15", "2025-03-01T00:00+01:00"),
        ("2025-09-01", "2025-01-01T00:00+01:00"),
    ]:
        assert resolved(whole, PRICE, at(day)).since == at(since)


HIDES = "dated-change-hidden"


def test_a_change_of_what_is_replaced_is_no_change_of_since() -> None:
    whole = book({"rules/prices.yaml": "prices: {coins_100: {2025-01-01: 1.00 EUR, 2025-05-01: 2.00 EUR}}\n"}, HIDES)
    before, after = (resolved(whole, PRICE, at(day)) for day in ("2025-04-01", "2025-06-01"))
    assert before.since == after.since == at("2025-01-01T00:00+01:00")
    assert [str(each.value) for each in (*before.replaced, *after.replaced)] == ["1.00 EUR", "2.00 EUR"]


def test_a_statement_has_its_place_and_its_nearest_source() -> None:
    whole = sound(load(LAYERS))
    stated = resolved(whole, PRICE, at("2025-04-01"), platform="ios").stated
    line = (LAYERS["regions/de.yaml"] or "").split("\n")[stated.place.line - 1]
    assert line[stated.place.column - 1 : stated.place.end_column - 1] == "1.29"
    assert stated.source == "page 4"
    assert [each.source for each in resolved(whole, PRICE, NOON, platform="ios").replaced] == ["group", "rules"]


def test_a_value_that_nothing_replaces_has_a_chain_of_one() -> None:
    assert chain(book({}), RATE) == [("19 %", "regions/de.yaml:7")]


def test_a_value_of_a_subdivision_may_come_from_its_country() -> None:
    whole = book({"regions/de-by.yaml": "region: DE-BY\nprices: {coins_1000: 9.99}\n"})
    assert chain(whole, PRICE, region="DE-BY") == [("1.29 EUR", "regions/de.yaml:10")]
    assert chain(whole, ("prices", "coins_1000"), region="DE-BY") == [
        ("9.99 EUR", "regions/de-by.yaml:2"),
        ("12.99 EUR", "regions/de.yaml:11"),
    ]


def test_each_case_of_a_choice_counts_as_a_place_of_its_own() -> None:
    whole = book(
        {
            "rules/facts.yaml": "facts: {buyer.member: {type: yes or no}}\n",
            **germany(("coins_100: 1.29", "coins_100: {by: buyer.member, is: {yes: 1.09}, other: 1.29}")),
        }
    )
    text = "  coins_100: {by: buyer.member, is: {yes: 1.09}, other: 1.29}"
    places = {
        place.column: path
        for place, (path, _) in provenance(whole.history(("DE", "web")), NOON).items()
        if place.line == 10
    }
    assert places == {text.index(part) + 1: PRICE for part in ("buyer.member", "1.09", "1.29")}


def test_none_on_a_mapping_is_found_at_the_path_where_it_is_stated() -> None:
    whole = book(germany((DE[DE.index("tax:") : DE.index("prices:")], "tax: none\n\n")))
    stated = {
        path
        for place, (path, _) in provenance(whole.history(("DE", "web")), NOON).items()
        if place.file == "regions/de.yaml"
    }
    assert ("tax",) in stated
    assert not {path for path in stated if path[0] == "tax" and len(path) > 1}


def test_what_none_removes_is_in_its_chain() -> None:
    whole = book(
        {"rules/prices.yaml": "prices: {coins_100: 1.00 EUR}\n", **germany(("coins_100: 1.29", "coins_100: none"))}
    )
    assert [value for value, _ in chain(whole, PRICE)] == ["none", "1.00 EUR"]


def test_before_anything_is_stated_there_is_no_provenance() -> None:
    whole = book(germany(("coins_100: 1.29", "coins_100: {begins: inherit, 2025-03-01: 1.29}")), "silent-before")
    paths = {path for path, _ in provenance(whole.history(("DE", "web")), at("2025-02-01")).values()}
    assert PRICE not in paths
