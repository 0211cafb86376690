"""Parts of a key that only a narrower audience sees: nobody else's terms, periods or digest depend on them."""

from collections.abc import Callable

import pytest
from msgspec import structs

from ratecard.audience import Audience
from ratecard.book.keys import Keys
from ratecard.book.records import Hidden, Home, Key, TermsOf
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.keys.book_wide import BOOK_WIDE
from ratecard.keys.registry import EARNED, GIVEN, KEYS, SOLD
from ratecard.loading import load_texts
from ratecard.rulefiles.keys.shapes import KnownKeys, Value
from ratecard.rulefiles.values.types import IDENTIFIER
from ratecard.terms.facts import possible_terms
from ratecard.terms.tax import TaxTerms
from tests.book.asking import at
from tests.books import Texts, shipped, sound
from tests.cases.smallest import changed

EVERY = (*BOOK_WIDE, *SOLD, *GIVEN, *EARNED)
COLLECTOR = Hidden(("tax", "collected_by"), Audience.FINANCE, stand_in="store")
PER = Hidden(("tax", "per"), Audience.FINANCE, stand_in="unit")
DE = ("DE", "ios")
TAX = "tax: {{display: inclusive, rounding: half up, per: {per}, collected_by: {by}}}\n"
FACT = "facts: {buyer.member: {type: yes or no}}\n"
VARYING = "{by: buyer.member, is: {yes: seller}, other: store}"
VARYING_PER = "{by: buyer.member, is: {yes: order}, other: unit}"


def hiding(*parts: Hidden) -> Keys:
    """The keys, with these parts of tax hidden."""
    return Keys(structs.replace(key, hidden=parts) if key.name == "tax" else key for key in EVERY)


def texts(by: str = "store", per: str = "unit") -> Texts:
    """A book of Germany, whose tax is collected so, on so much of a purchase."""
    return changed({"rules/tax.yaml": TAX.format(by=by, per=per) + FACT})


def seen(files: Texts, audience: Audience, keys: Keys = KEYS) -> RuleBook:
    """What an audience sees of these texts."""
    return sound(load_texts(files, keys=keys)).seen_by(audience)


def terms(book: RuleBook, when: Instant | None = None) -> list[TaxTerms]:
    """Every set of terms of Germany's tax at an instant, in July 2026 where none is given."""
    found = possible_terms(book.terms(DE, ("tax",), when or at("2026-07-01")))
    assert all(isinstance(each, TaxTerms) for each in found)
    return found  # type: ignore[return-value]


def told(book: RuleBook) -> object:
    """All that a book says: its digest, its facts, and its markets in each of their periods."""
    starts = [[market.period.start for market in book.market_periods(key)] for key in book.markets()]
    own = [terms(book, start) for of_market in starts for start in of_market]
    return (
        book.digest,
        sorted(book.facts),
        starts,
        [(each.seller_collects, each.per_order) for one in own for each in one],
    )


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.SERVICE])
def test_the_shipped_book_tells_no_wider_audience_who_collects(audience: Audience) -> None:
    whole = shipped()
    collectors: dict[bool, set[bool]] = {}
    for key in whole.markets():
        for market in whole.seen_by(audience).market_periods(key):
            start = market.period.start
            real = possible_terms(whole.terms(key, ("tax",), start))
            for other in possible_terms(whole.seen_by(audience).terms(key, ("tax",), start)):
                assert isinstance(other, TaxTerms)
                collectors.setdefault(other.seller_collects, set()).update(
                    each.seller_collects for each in real if isinstance(each, TaxTerms)
                )
    assert collectors == {False: {False, True}}


@pytest.mark.parametrize(
    "by",
    [
        "seller",
        "{2025-01-01: store, 2026-03-01: seller}",
        "{2025-01-01: seller, 2026-03-01: store, 2026-09-01: seller}",
        VARYING,
        "{2025-01-01: store, 2026-03-01: {by: buyer.member, is: {yes: seller}, other: store}}",
    ],
)
@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.SERVICE])
def test_whatever_a_hidden_part_is_nobody_else_can_tell(by: str, audience: Audience) -> None:
    plain, other = texts(), texts(by=by)
    assert told(seen(other, audience)) == told(seen(plain, audience))
    assert seen(other, Audience.FINANCE).digest != seen(plain, Audience.FINANCE).digest


@pytest.mark.parametrize("parts", [(COLLECTOR, PER), (PER, COLLECTOR)])
@pytest.mark.parametrize(
    ("by", "per"), [("seller", "order"), (VARYING, VARYING_PER), ("seller", VARYING_PER), (VARYING, "order")]
)
def test_of_two_hidden_parts_of_a_section_each_has_its_stand_in(parts: tuple[Hidden, ...], by: str, per: str) -> None:
    keys = hiding(*parts)
    book = seen(texts(by, per), Audience.PUBLIC, keys)
    assert [(each.seller_collects, each.per_order) for each in terms(book)] == [(False, False)]
    assert told(book) == told(seen(texts(), Audience.PUBLIC, keys))
    assert not {("tax", "collected_by"), ("tax", "per")} & book.history(DE).paths.keys()
    whole = {(each.seller_collects, each.per_order) for each in terms(seen(texts(by, per), Audience.FINANCE, keys))}
    assert (True, True) in whole


def test_parts_for_two_audiences_are_hidden_from_each_as_they_should_be() -> None:
    keys = hiding(COLLECTOR, structs.replace(PER, audience=Audience.SERVICE))
    files = texts("seller", "order")
    found = {
        audience: [(each.seller_collects, each.per_order) for each in terms(seen(files, audience, keys))]
        for audience in Audience
    }
    assert found == {
        Audience.PUBLIC: [(False, False)],
        Audience.SERVICE: [(False, True)],
        Audience.FINANCE: [(True, True)],
    }


def echo(build: Callable[..., object]) -> Key:
    """A key for everyone whose terms read those of tax."""
    return Key(
        name="echo",
        home=Home.MARKET,
        shape=KnownKeys(about="Echo.", keys={"on": Value(type=IDENTIFIER, about="Anything.")}),
        audience=Audience.PUBLIC,
        terms=(TermsOf(path=("echo",), of=(("tax",),), build=build),),
    )


def test_terms_that_read_those_with_a_hidden_part_do_not_tell_it_either() -> None:
    keys = Keys((*EVERY, echo(lambda values: values.terms("tax"))))
    files = texts("seller")
    files["rules/echo.yaml"] = "echo: {on: x}\n"
    collects = {
        audience: seen(files, audience, keys).terms(DE, ("echo",), at("2026-07-01")).seller_collects  # type: ignore[attr-defined]
        for audience in Audience
    }
    assert collects == {Audience.PUBLIC: False, Audience.SERVICE: False, Audience.FINANCE: True}


def test_a_stand_in_that_is_no_value_of_its_key_is_a_fault_of_the_record() -> None:
    wrong = hiding(Hidden(("tax", "rounding"), Audience.FINANCE, stand_in="half up"))
    with pytest.raises(TypeError):
        seen(texts(), Audience.PUBLIC, wrong)
