"""Units beside coins and diamonds: declared with a name, and shown as people count them."""

import json

import pytest
from jsonschema import Draft7Validator

from ratecard.audience import Audience
from ratecard.book.declared_units import DeclaredUnit, NamedUnit
from ratecard.book.rulebook import RuleBook
from ratecard.keys.registry import KEYS
from ratecard.loading import load_texts
from ratecard.packing import pack, unpack
from ratecard.rounding import RoundingMode
from ratecard.rulefiles.editors.json_schema import rule_schemas
from ratecard.showing import reader_of
from tests.books import sound
from tests.cases.smallest import SMALLEST, Changes, book, changed, found, replaced

UNITS = SMALLEST["rules/units.yaml"]
TICKET = "  ticket: {name: {en: {one: ticket, other: tickets}}}\n"
GEM = "  gem: {name: {en: {one: gem, other: gems}}, price: {rounding: half even, extra_digits: 1}}\n"


def units(*lines: str) -> Changes:
    """The smallest book with these units too."""
    return {"rules/units.yaml": UNITS.rstrip("\n") + "\n" + "".join(lines)}


def test_a_unit_of_its_own_has_a_name_and_may_say_how_a_price_is_shown() -> None:
    declared = book(units(TICKET, GEM)).units
    assert sorted(declared) == ["coin", "gem", "ticket"]
    assert declared["ticket"] == NamedUnit({"en": {"one": "ticket", "other": "tickets"}})
    gem = declared["gem"]
    assert isinstance(gem, DeclaredUnit)
    assert (gem.price_mode, gem.price_extra_digits) == (RoundingMode.HALF_EVEN, 1)


def test_its_counts_are_shown_in_the_readers_language() -> None:
    languages = changed({})["rules/book.yaml"].replace("languages: [en]", "languages: [en, pl]")
    polish = "{en: {one: ticket, other: tickets}, pl: {one: bilet, few: bilety, many: biletów, other: biletu}}"
    coins = UNITS.replace(
        "{en: {one: coin", "{pl: {one: moneta, few: monety, many: monet, other: monety}, en: {one: coin"
    )
    whole = book(
        {"rules/book.yaml": languages, "rules/units.yaml": f"{coins.rstrip()}\n  ticket: {{name: {polish}}}\n"}
    )
    english, of_poland = reader_of(whole, "en"), reader_of(whole, "pl")
    assert [english.units("ticket", count) for count in (1, 1500)] == [("1 ticket", "en"), ("1,500 tickets", "en")]
    assert [of_poland.units("ticket", count)[0] for count in (1, 3, 5)] == ["1 bilet", "3 bilety", "5 biletów"]
    assert english.units("coin", 2) == ("2 coins", "en")
    assert english.units("token", 2) == ("2", None)


def test_it_is_in_the_digest_and_nothing_else_is_changed_by_it() -> None:
    plain, one, other = book({}), book(units(TICKET)), book(units(TICKET.replace("tickets", "entries")))
    assert len({plain.digest, one.digest, other.digest, book(units(GEM)).digest}) == 4
    assert book(units(TICKET, GEM)).digest == book(units(GEM, TICKET)).digest
    assert _packages(plain) == _packages(one)


def _packages(whole: RuleBook) -> list[object]:
    return [market.offers for key in whole.markets() for market in whole.market_periods(key)]


@pytest.mark.parametrize("audience", list(Audience))
def test_every_audience_sees_it_and_it_travels(audience: Audience) -> None:
    whole = book(units(TICKET))
    assert "ticket" in whole.seen_by(audience).units
    assert unpack(pack(whole, b"x"), b"x").seen_by(audience).units == whole.seen_by(audience).units


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("coins: {name: {en: {one: x, other: xs}}}", "not-one-of", "coins is not coin or diamond"),
        ("diamnd: {name: {en: {one: x, other: xs}}}", "not-one-of", "diamnd is not coin or diamond"),
        ("gem stone: {name: {en: {one: x, other: xs}}}", "not-an-identifier", "gem stone is not an identifier"),
        (
            "gem: {price: {rounding: down, extra_digits: 0}}",
            "missing-declaration",
            "no file under rules/ states units.gem.name",
        ),
        (
            "gem: {name: {en: {one: x, other: xs}}, price: {rounding: down}}",
            "missing-declaration",
            "no file under rules/ states units.gem.price",
        ),
        (
            "gem: {name: {en: {one: x, other: xs}}, price: {rounding: down to 5, extra_digits: 0}}",
            "bad-unit-price",
            "a shown price of one gem is rounded to decimals, at most 9 beyond the currency's",
        ),
        ("gem: {name: {en: {other: xs}}}", "plural-form-missing", "the en name of gem lacks the plural form one"),
        ("gem: {name: {de: {one: x, other: xs}}}", "name-lacks-language", "units.gem.name is not stated in en"),
    ],
)
def test_what_is_wrong_with_a_unit_is_said_once_at_its_line(line: str, code: str, sentence: str) -> None:
    (wrong,) = found(units(f"  {line}\n"))
    assert (wrong.code, wrong.sentence) == (code, sentence)
    assert wrong.place is not None
    assert (wrong.place.file, wrong.place.line) == ("rules/units.yaml", len(UNITS.splitlines()) + 1)


def test_a_book_still_needs_coins() -> None:
    codes = [each.code for each in found({"rules/units.yaml": UNITS.replace("coin:", "gem:")})]
    assert codes == ["missing-declaration", "missing-declaration"]
    assert sound(load_texts(changed(units(TICKET)))).coin.names["en"]["one"] == "coin"


def test_editors_offer_the_roles_and_take_other_units() -> None:
    schema = rule_schemas({}, KEYS.grammar)["rules.schema.json"]
    validator = Draft7Validator(json.loads(json.dumps(schema, default=str)))
    named = {"name": {"en": {"one": "x", "other": "xs"}}}
    priced = named | {"price": {"rounding": "half up", "extra_digits": 3}}
    assert validator.is_valid({"units": {"coin": priced, "ticket": named}})
    assert not validator.is_valid({"units": {"coin": priced, "gem stone": named}})
    assert {"coin", "diamond"} <= _offered(schema["properties"]["units"])  # type: ignore[index]


def _offered(schema: object) -> set[str]:
    """The names of keys that a mapping's schema lists."""
    if isinstance(schema, dict):
        own = set(schema.get("properties", {}))
        return own.union(*map(_offered, schema.values()))
    return set().union(*map(_offered, schema)) if isinstance(schema, list) else set()


def test_a_single_text_is_the_name_of_a_unit_for_every_count_and_language() -> None:
    texts = {**replaced("rules/book.yaml", ("[en]", "[en, de]")), "rules/units.yaml": "units: {coin: V-Buck}\n"}
    own = book({**texts, "rules/platforms.yaml": SMALLEST["rules/platforms.yaml"]})
    assert own.coin.names == {"en": {"other": "V-Buck"}, "de": {"other": "V-Buck"}}
    assert (own.coin.price_mode.value, own.coin.price_extra_digits) == ("half up", 3)
    assert reader_of(own, "de-DE").coins(1000) == "1.000 V-Buck"
    assert reader_of(own, "en").coins(1) == "1 V-Buck"


@pytest.mark.parametrize("word", ["none", "inherit", "unknown"])
def test_a_word_of_the_language_is_not_the_name_of_a_unit(word: str) -> None:
    assert {"not-a-mapping", "cannot-be-unknown"} & {
        each.code for each in found({"rules/units.yaml": f"units: {{coin: {word}}}\n"})
    }
