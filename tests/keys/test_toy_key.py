"""A key that nothing in the engine knows is right with its shape, its terms and its record alone.

It has money, a date of its own, a fact, names of another key's things and terms that end by themselves. So that a key
can be added in four files: these three and the registry.
"""

import json

import pytest
from jsonschema import Draft7Validator
from msgspec import structs

from ratecard.audience import Audience
from ratecard.book.keys import Keys
from ratecard.book.records import Home, Key, Names, TableOf, TermsOf
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.keys.book_wide import BOOK_WIDE
from ratecard.keys.registry import EARNED, GIVEN, KEYS, SOLD
from ratecard.loading import Loaded, load_texts
from ratecard.rulefiles.editors.json_schema import rule_schemas
from ratecard.rulefiles.keys.shapes import KnownKeys, Value
from ratecard.rulefiles.values.types import IDENTIFIER
from ratecard.terms.facts import choose
from ratecard.terms.resolved import NotSaidToBeRead, Reads
from tests.book.asking import at
from tests.books import Texts, sound
from tests.cases.smallest import changed
from tests.keys.voucher_shape import VOUCHERS
from tests.keys.voucher_terms import VoucherTerms, endings, voucher_terms

RECORD = Key(
    name="vouchers",
    home=Home.MARKET,
    shape=VOUCHERS,
    audience=Audience.SERVICE,
    terms=(
        TermsOf(path=("vouchers",), build=voucher_terms, by_id=True, reads=frozenset({Reads.CURRENCY}), ends=endings),
    ),
    tables=(TableOf(path=("vouchers",), named=True),),
    names=(
        Names(
            path=("vouchers", "*", "package"),
            table=("packages",),
            code="unknown-package",
            sentence="{} is a package to which no file gives coins",
            hint="write the id of a package",
        ),
    ),
)
EVERY = (*BOOK_WIDE, *SOLD, *GIVEN, *EARNED)
WITH_VOUCHERS = Keys((*EVERY, RECORD))

RULES = """
facts: {buyer.age: {type: count}}
vouchers:
  welcome: {name: Welcome, package: coins_100, until: 2026-03-01}
"""
GERMANY = """
vouchers: {welcome: {worth: {2025-01-01: {by: buyer.age, from: {0: 0.20, 18: 0.50}}, 2026-01-01: 0.70}}}
"""
STATES = """
region: US
currency: USD
time_zone: America/New_York
tax: {lines: {sales: {name: Sales tax, rate: 5 %}}}
prices: {coins_100: 1.19}
vouchers: {welcome: {worth: {2025-01-01: {by: buyer.age, from: {0: 0.25, 18: 0.55}}, 2026-01-01: 0.75}}}
"""
DE, US = ("DE", "ios"), ("US", "web")


def texts(rules: str = RULES, germany: str = GERMANY, states: str = STATES) -> Texts:
    """A book of two regions with a voucher."""
    own = changed({})["regions/de.yaml"] + germany
    return changed({"rules/vouchers.yaml": rules, "regions/de.yaml": own, "regions/us.yaml": states})


def loaded(files: Texts) -> Loaded:
    """The book of these texts, read with the vouchers' key."""
    return load_texts(files, keys=WITH_VOUCHERS)


def voucher(book: RuleBook, market: tuple[str, str], when: Instant, age: int = 30) -> VoucherTerms | None:
    """The terms of the voucher in a market, at an instant and for a buyer of some age."""
    terms = choose(book.terms(market, ("vouchers", "welcome"), when), {"buyer.age": age}, [])
    assert terms is None or isinstance(terms, VoucherTerms)
    return terms


def starts_of(book: RuleBook, market: tuple[str, str]) -> tuple[Instant, ...]:
    """The starts of a market's periods."""
    return tuple(each.period.start for each in book.market_periods(market))


def found_in(files: Texts) -> list[tuple[str, str, int]]:
    """The code, file and line of each diagnostic."""
    return [(each.code, each.place.file, each.place.line) for each in loaded(files).diagnostics if each.place]


# Midnights of 2025, of January and of March 2026, where the region is: CET is UTC+1, EST is UTC−5.
STARTS = {
    DE: ("2024-12-31T23:00+00:00", "2025-12-31T23:00+00:00", "2026-02-28T23:00+00:00"),
    US: ("2025-01-01T05:00+00:00", "2026-01-01T05:00+00:00", "2026-03-01T05:00+00:00"),
}
WORTHS = {DE: ("EUR", 20, 50, 70), US: ("USD", 25, 55, 75)}


@pytest.mark.parametrize("market", [DE, US])
def test_it_is_right_in_two_zones_two_currencies_and_three_periods(market: tuple[str, str]) -> None:
    book = sound(loaded(texts()))
    starts = tuple(at(text) for text in STARTS[market])
    currency, young, grown, later = WORTHS[market]
    assert starts_of(book, market) == starts
    for when, minors in ((starts[0], (young, grown)), (starts[1], (later, later)), (starts[2], (later, later))):
        for age, minor in zip((17, 18), minors, strict=True):
            terms = voucher(book, market, when, age)
            assert terms is not None
            assert (terms.worth_minor, str(terms.currency)) == (minor, currency)
            assert (terms.package, terms.until) == ("coins_100", starts[2])
    answered = book.market(market, starts[2])
    assert answered.period.start == starts[2]  # type: ignore[union-attr]


def test_days_are_those_of_whoever_reads_them_where_all_else_is_the_same() -> None:
    rules = RULES.replace("until", "worth: 1 EUR, until").replace("welcome:", "welcome:")
    files = texts(rules, "", STATES.partition("vouchers")[0].replace("USD", "EUR"))
    files["rules/book.yaml"] = files["rules/book.yaml"].replace("2025-01-01", "2025-01-01T00:00+00:00")
    book = sound(loaded(files))
    ends = [voucher(book, market, at("2025-06-01")).until for market in (DE, US)]  # type: ignore[union-attr]
    assert ends == [at(STARTS[DE][2]), at(STARTS[US][2])]
    assert [starts_of(book, market) for market in (DE, US)] == [(at("2025-01-01"), end) for end in ends]


def test_money_in_another_currency_is_reported_by_its_terms() -> None:
    (found,) = loaded(texts(germany="vouchers: {welcome: {worth: 1 USD}}\n")).diagnostics
    assert found.code == "amount-in-other-currency"
    assert found.sentence == "vouchers.welcome.worth is 1.00 USD, where the currency is EUR"
    assert [note.text for note in found.notes] == ["the currency is stated here"]


def test_what_its_statements_name_and_lack_is_reported_at_its_place() -> None:
    assert found_in(texts(RULES.replace("coins_100", "coins_9"))) == [("unknown-package", "rules/vouchers.yaml", 4)]
    assert found_in(texts(RULES.replace("package: coins_100, ", ""))) == [
        ("incomplete-terms", "rules/vouchers.yaml", 4)
    ]
    assert found_in(texts(RULES.replace("name: Welcome, ", "")))[0][0] == "name-lacks-language"
    assert found_in(texts(RULES, GERMANY + "platforms: {web: {vouchers: {welcom: none}}}\n"))[0][0] == "removes-nothing"
    assert found_in(texts(RULES, GERMANY.replace("buyer.age", "buyer.aeg")))[0][0] == "unknown-fact"


def test_a_day_that_a_zone_skipped_is_no_value() -> None:
    states = STATES.replace("America/New_York", "Pacific/Apia")
    found = found_in(texts(RULES.replace("2026-03-01", "2011-12-30"), GERMANY, states))
    assert found == [("date-does-not-exist", "rules/vouchers.yaml", 4)]


def test_the_digest_changes_with_it_and_not_with_how_its_day_is_written() -> None:
    digest = sound(loaded(texts())).digest
    assert sound(loaded(texts(RULES.replace("2026-03-01", "2026-03-02")))).digest != digest
    one = sound(loaded(texts(RULES.replace("2026-03-01", "2026-03-01T00:00+00:00")))).digest
    assert sound(loaded(texts(RULES.replace("2026-03-01", "2026-03-01T01:00+01:00")))).digest == one


def test_who_may_not_see_it_has_neither_its_terms_nor_its_periods() -> None:
    book = sound(loaded(texts()))
    public = book.seen_by(Audience.PUBLIC)
    assert public.terms(DE, ("vouchers", "welcome"), at("2025-06-01")) is None
    assert starts_of(public, DE) == (at(STARTS[DE][0]),)
    assert starts_of(book.seen_by(Audience.SERVICE), DE) == starts_of(book, DE)


def test_it_may_stand_where_its_home_says_and_editors_know_it() -> None:
    ios = "platforms: {ios: {vouchers: {welcome: {worth: 0.10}}}}\n"
    book = sound(loaded(texts(RULES, GERMANY + ios)))
    for platform, minor in (("ios", 10), ("web", 50)):
        terms = voucher(book, ("DE", platform), at("2025-06-01"))
        assert terms is not None
        assert terms.worth_minor == minor
    assert load_texts(texts(), keys=KEYS).diagnostics[0].code == "unknown-key"
    for schema in rule_schemas({}, WITH_VOUCHERS.grammar).values():
        Draft7Validator.check_schema(json.loads(json.dumps(schema, default=str)))
        assert "vouchers" in json.dumps(schema, default=str)


def test_terms_may_read_only_what_their_record_says() -> None:
    silent = Key(
        name="vouchers",
        home=Home.MARKET,
        shape=VOUCHERS,
        audience=Audience.PUBLIC,
        terms=(TermsOf(path=("vouchers",), build=voucher_terms, by_id=True),),
    )
    with pytest.raises(NotSaidToBeRead, match="the currency in force"):
        load_texts(texts(), keys=Keys((*EVERY, silent)))


def reader(*sections: tuple[str, ...], name: str = "echo", of: tuple[tuple[str, ...], ...] = ()) -> Key:
    """A key whose terms are those of other sections."""
    return Key(
        name=name,
        home=Home.MARKET,
        shape=KnownKeys(about="Echo.", keys={"on": Value(type=IDENTIFIER, about="Anything.")}),
        audience=Audience.SERVICE,
        terms=(
            TermsOf(
                path=(name,),
                of=of or sections,
                build=lambda values: (values.terms("tax"), values.others("vouchers")),
            ),
        ),
    )


def test_terms_can_read_those_of_other_sections_and_change_with_them() -> None:
    keys = Keys((*EVERY, RECORD, reader(("tax",), ("vouchers",))))
    book = sound(load_texts(texts(RULES + "echo: {on: x}\n"), keys=keys))
    seen = [book.terms(DE, ("echo",), at(start)) for start in STARTS[DE]]
    assert seen == [
        (book.terms(DE, ("tax",), at(start)), {"welcome": book.terms(DE, ("vouchers", "welcome"), at(start))})
        for start in STARTS[DE]
    ]
    assert seen[0] != seen[1]


def test_terms_read_no_section_that_their_record_does_not_name() -> None:
    keys = Keys((*EVERY, RECORD, reader(("tax",), of=(("vouchers",),))))
    with pytest.raises(NotSaidToBeRead, match="those of tax"):
        load_texts(texts(RULES + "echo: {on: x}\n"), keys=keys)


def test_keys_that_read_one_another_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="echo and other read terms of one another in a circle"):
        Keys((*EVERY, reader(("other",)), reader(("echo",), name="other")))


@pytest.mark.parametrize("name", ["vouchers", "prices", "currency", "time_zone"])
def test_no_two_keys_have_one_name(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is the name of another key"):
        Keys((*EVERY, RECORD, reader(name=name)))


@pytest.mark.parametrize(
    ("read", "why"),
    [
        ("payouts", "echo reads payouts, which whoever reads echo does not"),
        ("commission", "echo reads commission, which is for finance alone"),
        ("payments", "or of what is not a key"),
    ],
)
def test_a_key_reads_only_what_its_own_readers_have(read: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Keys((*EVERY, reader((read,))))


def test_a_key_may_have_periods_of_its_own() -> None:
    apart = structs.replace(RECORD, own_periods=True)
    book = sound(load_texts(texts(), keys=Keys((*EVERY, apart))))
    assert starts_of(book, DE) == (at(STARTS[DE][0]),)
    assert tuple(each.period.start for each in book.catalogue_periods(DE)) == tuple(map(at, STARTS[DE]))
