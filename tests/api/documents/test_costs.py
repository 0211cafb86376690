"""Cost follows work: no operation that is taken has much more work for a unit of its cost than any other.

Work is counted in steps, not timed. The machine that calibrates is the one that answers a plain field in five
microseconds: a unit, which stands for ten of them, may take fifteen.
"""

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings

from ratecard.api import bounds
from ratecard.api.documents.costs import ANSWER, FIELD, INPUTS, LANGUAGE, LANGUAGES_USUAL, LISTED_IN_TEXT, REQUEST
from ratecard.api.errors import VALIDATION_FAILED, Rejected
from ratecard.api.serving.settings import Settings
from ratecard.loading import load_texts
from tests.api.documents.costly import CALIBRATING, MICROSECONDS, OPERATIONS, Variables, Worker, aliases
from tests.api.http.payouts import LOTS_EACH, PAYOUTS, payout
from tests.api.servers import RECHARGE
from tests.books import hard_texts, sound
from tests.guides import page
from tests.strategies.operations import Drawn, operations

DENSER_MOST = 15 / MICROSECONDS
"""How much more work than a plain field a unit may have."""

UNITS_SHOWN_MOST = 15_000
"""Larger ones of the table are left to `make bench-cost`, which takes longer."""

UNITS_DRAWN_MOST = 3_000

WORKER = Worker()


@pytest.fixture(scope="module")
def calibrated() -> float:
    """Steps of a unit of the operation that calibrates."""
    return WORKER.steps(*CALIBRATING) / WORKER.units(*CALIBRATING)


SMALL = [name for name, asked in OPERATIONS.items() if WORKER.units(*asked) <= UNITS_SHOWN_MOST]


@pytest.mark.parametrize("name", SMALL)
def test_no_operation_of_the_table_has_more_work_than_it_costs(calibrated: float, name: str) -> None:
    document, variables = OPERATIONS[name]
    steps = WORKER.steps(document, variables)
    assert steps <= DENSER_MOST * calibrated * WORKER.units(document, variables)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(operations(WORKER.schema))
def test_no_operation_that_is_taken_has_more_work_than_it_costs(calibrated: float, drawn: Drawn) -> None:
    try:
        units = WORKER.units(*drawn)
        assume(units <= UNITS_DRAWN_MOST)
        steps = WORKER.steps(*drawn)
    except Rejected:
        reject()
    assert steps <= DENSER_MOST * calibrated * units


# What is counted, exactly


PURCHASE = {"region": "DE", "platform": "ios", "packageId": "coins_1000"}
LOT = {"diamonds": 5, "earnedAt": "2026-01-01T00:00:00Z"}
PAYOUT: Variables = {"region": "DE", "methodId": "paypal"}
ONE = 'payoutQuote(input: {region: "DE", methodId: "paypal", lots: $l}) { __typename }'
WANTED = 'payoutQuote(input: {region: "DE", methodId: "paypal", lots: $l, want: $w}) { __typename }'
BY_LOTS, BY_BATCH, BY_BOTH = (
    "query ($l: [LotInput!])",
    "query ($i: [PurchaseQuoteInput!]!)",
    "query ($l: [LotInput!], $w: WantedInput)",
)
LITERAL = '{diamonds: 5, earnedAt: "2026-01-01T00:00:00Z"}'
WANT = {"amount": "5.00", "currency": "EUR"}
BATCH_OF = "purchaseQuotes(inputs: $i) { __typename }"
ONE_INPUT = "query ($i: PayoutQuoteInput!) { payoutQuote(input: $i) { %s } }"
LISTED_LOTS = "... on PayoutQuote { lots { lot diamonds } }"


def beside(document: str, **variables: object) -> int:
    """What an operation costs beside what any request does."""
    return WORKER.units(document, variables) - REQUEST


def test_a_variable_counts_as_often_as_it_is_used() -> None:
    once = beside(f"{BY_LOTS} {{ {ONE} }}", l=[LOT] * 7)
    assert once - beside(f"{BY_LOTS} {{ {ONE} }}", l=[]) == 7 * INPUTS["LotInput"]
    assert beside(f"{BY_LOTS} {{ {aliases(3, ONE)} }}", l=[LOT] * 7) == 3 * once
    spread = f"{BY_LOTS} {{ ...f ...g }} fragment f on Query {{ {ONE} }} fragment g on Query {{ b: {ONE} ...f }}"
    assert beside(spread, l=[LOT] * 7) == 3 * once
    batch = beside(f"{BY_BATCH} {{ {BATCH_OF} }}", i=[PURCHASE] * 5)
    assert beside(f"{BY_BATCH} {{ {aliases(4, BATCH_OF)} }}", i=[PURCHASE] * 5) == 4 * batch


def test_a_default_null_and_one_alone_count_as_what_they_stand_for() -> None:
    two = beside(f"{BY_LOTS} {{ {ONE} }}", l=[LOT] * 2)
    with_default = f"query ($l: [LotInput!] = [{LITERAL}, {LITERAL}]) {{ {ONE} }}"
    assert beside(with_default) == two
    assert beside(f"{{ {ONE.replace('$l', f'[{LITERAL}, {LITERAL}]')} }}") == two
    none = beside(f"{BY_LOTS} {{ {ONE} }}")
    assert none == beside(with_default, l=None) == beside(f"{{ {ONE.replace('$l', 'null')} }}")
    one = beside(f"{BY_LOTS} {{ {ONE} }}", l=[LOT])
    assert one == beside(with_default, l=LOT) == beside(f"{{ {ONE.replace('$l', LITERAL)} }}")
    assert one == beside(f"query ($l: LotInput!) {{ {ONE.replace('$l', '[$l]')} }}", l=LOT)
    assert beside(f"{BY_BATCH} {{ {BATCH_OF} }}", i=PURCHASE) == beside(f"{BY_BATCH} {{ {BATCH_OF} }}", i=[PURCHASE])


def test_a_search_counts_once_for_each_of_its_lots() -> None:
    document = f"{BY_BOTH} {{ {WANTED} }}"
    plain = beside(document, l=[LOT] * 30)
    searched = beside(document, l=[LOT] * 30, w=WANT)
    assert searched - plain == INPUTS["WantedInput"] + 30
    assert beside(document, l=[LOT] * 30, w=None) == plain
    given = beside(ONE_INPUT % "__typename", i={**PAYOUT, "lots": [LOT] * 30, "want": WANT})
    assert given == searched


def test_facts_and_uses_count_wherever_they_stand() -> None:
    fact = {"name": "buyer.age", "value": "21"}
    none = beside(ONE_INPUT % "__typename", i=PAYOUT)
    assert beside(ONE_INPUT % "__typename", i={**PAYOUT, "facts": [fact] * 9}) == none + 9
    of_lots = {**PAYOUT, "lots": [{**LOT, "facts": [fact] * 4}] * 3}
    assert beside(ONE_INPUT % "__typename", i=of_lots) == none + 3 * (INPUTS["LotInput"] + 4)
    used = {"limitId": "daily", "amount": "1 payouts"}
    assert beside(ONE_INPUT % "__typename", i={**PAYOUT, "used": [used] * 6}) == none + 6 * INPUTS["UsedInput"]
    lists = 'query ($f: [FactInput!]) { gifts(region: "DE", platform: "ios", locale: "de", facts: $f) { __typename } }'
    assert beside(lists, f=[fact] * 50) == beside(lists, f=[]) + 50


def test_each_language_beyond_the_first_counts_wherever_it_is_written() -> None:
    document = "query ($l: Locale!) { markets(locale: $l) { region } }"
    one, three = (beside(document, l=languages) for languages in ("de", "de-AT,de;q=0.9,en"))
    assert three - one == 2 * LISTED_IN_TEXT["Locale"]
    assert beside('{ markets(locale: "de-AT,de;q=0.9,en") { region } }') == three


def test_languages_beyond_the_usual_number_are_charged_as_what_reading_them_takes() -> None:
    def cost(languages: list[str]) -> int:
        names = ", ".join(f"$l{number}: Locale!" for number in range(len(languages)))
        fields = " ".join(f"a{number}: markets(locale: $l{number}) {{ region }}" for number in range(len(languages)))
        return beside(f"query ({names}) {{ {fields} }}", **{f"l{n}": tag for n, tag in enumerate(languages)})

    many = [f"{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(LANGUAGES_USUAL + 5)]
    assert cost(many) - cost([many[0]] * len(many)) == 5 * LANGUAGE
    assert cost(many[:LANGUAGES_USUAL]) == cost([many[0]] * LANGUAGES_USUAL)


def test_a_list_is_as_long_as_what_is_given() -> None:
    each = 1 + 2  # the lot, and two fields of it
    read = INPUTS["LotInput"]
    costs = [beside(ONE_INPUT % LISTED_LOTS, i={**PAYOUT, "lots": [LOT] * count}) for count in (0, 1, 2, 100)]
    assert costs[1] - costs[0] == read  # where no lots are given, one is answered
    assert costs[2] - costs[1] == read + each
    assert costs[3] - costs[2] == 98 * (read + each)
    batch = "query ($i: [PayoutQuoteInput!]!) { payoutQuotes(inputs: $i) { %s } }"
    many = [{**PAYOUT, "lots": [LOT] * 3}, PAYOUT]
    plain = beside(batch % "__typename", i=many)
    assert beside(batch % LISTED_LOTS, i=many) - plain == (3 + 1) * each


def test_a_larger_book_makes_its_lists_longer() -> None:
    operation = WORKER.documents.prepare("{ markets { region } }").operation(None)
    smaller = sound(load_texts(hard_texts()))
    costs = {len(book.markets()): operation.asking({}).cost(book) for book in (smaller, WORKER.book)}
    (few, low), (many, high) = sorted(costs.items())
    assert high - low == 2 * (many - few)


def test_no_list_that_grows_holds_another_one() -> None:
    """What a list takes is then a sum, and no product of two numbers that a caller or a book chooses."""
    survey = WORKER.documents.survey
    growing = {name: facts for name, facts in survey.named().items() if facts.length.keys() - {ANSWER}}
    assert "PayoutQuote.lots" in growing

    def below(type_name: str, seen: set[str]) -> set[str]:
        if type_name in seen:
            return set()
        seen.add(type_name)
        own = {name: facts for name, facts in survey.named().items() if name.startswith(f"{type_name}.")}
        return set(own) | {each for facts in own.values() for each in below(facts.type_name, seen)}

    for name, facts in growing.items():
        if not name.startswith("__"):  # a type of the schema is settled before it is multiplied
            assert not growing.keys() & below(facts.type_name, set()), name


@pytest.mark.parametrize(
    "document",
    [
        '{ priceList(region: "DE", platform: "ios", locale: "de") { __typename ... on PriceList'
        " { withheld { refusal { ... on UnknownFact { known } } } } } }",
        '{ gifts(region: "DE", platform: "ios", locale: "de") { __typename ... on GiftList'
        " { withheld { refusal { ... on UnknownFact { known } } } } } }",
    ],
)
def test_a_growing_list_of_what_is_never_in_it_has_a_cost(document: str) -> None:
    assert WORKER.units(document, {}) >= REQUEST


def test_a_growing_list_in_another_one_is_refused_for_what_it_is() -> None:
    with pytest.raises(Rejected) as refused:
        WORKER.units("{ markets { ... on RuleBook { facts { name } } } }", {})
    assert refused.value.reason == VALIDATION_FAILED


def test_a_batch_with_all_the_lots_of_a_request_fits_and_so_do_many_price_lists() -> None:
    batch = [payout(LOTS_EACH)] * bounds.QUOTES.most
    assert WORKER.units(PAYOUTS, {"inputs": batch}) <= bounds.COST.most
    assert 20 * bounds.COST.most <= Settings().burst
    recharge = {"region": "DE", "platform": "ios", "locale": "de"}
    assert 200 * WORKER.units(RECHARGE, recharge) < bounds.COST.most


def test_the_guide_says_the_units() -> None:
    questions = {INPUTS[f"{name}QuoteInput"] for name in ("Purchase", "Gift", "Payout")}
    assert len(questions) == 1
    said = (
        f"{REQUEST} for a request, {FIELD} for a field, {questions.pop()} for a question, "
        f"{INPUTS['LotInput']} for a lot, "
        f"1 for a fact, {INPUTS['WantedInput']} for an amount wanted and 1 for each of its lots, "
        f"{LISTED_IN_TEXT['Locale']} for each language beyond the first of a list, "
        f"{LANGUAGE} for each beyond {LANGUAGES_USUAL} in one request"
    )
    words = " ".join(page("for-operators").split())
    assert said in words
    assert f"{Settings().burst:,} at once, and {Settings().rate:,} a second" in words
