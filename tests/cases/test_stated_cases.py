"""Cases of a book: read from YAML, asked, and compared with the answers, each figure by its kind."""

import pytest

from ratecard.answers.figures import FigureType, Record
from ratecard.cases.expecting import id_of
from ratecard.cases.kinds import KINDS
from ratecard.cases.known_ids import TABLES
from ratecard.cases.reading import Cases, cases_in, read_cases
from ratecard.cases.recording import answer_lines
from ratecard.cases.running import CaseResult, answer_of, run
from ratecard.cases.values import VALUES
from ratecard.loading import Folder, load_book, load_texts
from ratecard.shipped import shipped_book
from ratecard.showing import reader_of
from tests.books import shipped, shipped_texts, sound
from tests.cases.smallest import CASES, SMALLEST

SHIPPED_LEAST = 120

NOT_SOLD = "refused: NOT_SOLD"
GERMANY = "quote purchase: {region: DE, platform: ios, package: coins_1000}"
ROSE = "quote gift: {region: DE, platform: ios, creator_region: US, gift: rose, count: 3}"
TOP_UP = "quote chosen: {{region: US-NY, platform: web, thing: top_up, {}}}"
JAPAN = (
    "quote payout: {region: JP, method: bank, lots: ["
    "{diamonds: 10000, earned: 2025-08-01, facts: {lot.class: earned}}, "
    "{diamonds: 10000, earned: 2026-03-01, source_region: USA, facts: {lot.class: earned}}]}"
)


def read_one(*lines: str, at: str = "2026-07-01") -> Cases:
    """What is read of a file with one case of these lines, the question among them."""
    below = "\n    ".join(lines)
    text = f"cases:\n  - case: the case\n    at: {at}\n    {below}\n"
    return read_cases({"rules/tests/a.yaml": text.encode()})


def result_of(*lines: str, at: str = "2026-07-01") -> CaseResult:
    """What becomes of one case, asked of the shipped book."""
    cases = read_one(*lines, at=at)
    assert cases.diagnostics == ()
    (result,) = run(shipped(), cases.cases)
    return result


def test_the_shipped_book_answers_as_its_cases_expect() -> None:
    cases = cases_in(Folder(shipped_book()))
    assert cases.diagnostics == ()
    assert len(cases.cases) >= SHIPPED_LEAST
    assert len({case.sentence for case in cases.cases}) == len(cases.cases)
    assert {case.kind.words for case in cases.cases} >= KINDS.keys() - {"gifts"}
    failed = [result.case.sentence for result in run(shipped(), cases.cases) if not result.passed]
    assert failed == []


def test_taxes_that_were_worked_by_hand_are_answered_so() -> None:
    """Two equal taxes inside a price, ICMS, a tax of proceeds: a book as a finance person writes it, with its cases."""
    folder = CASES / "good" / "several_taxes"
    cases = cases_in(Folder(folder))
    assert cases.diagnostics == ()
    results = list(run(sound(load_book(folder)), cases.cases))
    assert len(results) >= 7
    assert [(result.case.sentence, result.differences) for result in results if not result.passed] == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (GERMANY, "{gross: 13.99, net: 11.76 EUR, tax_status: included, currency: EUR, quantity: 1, bonus: 50}"),
        (GERMANY, "{price: {gross: 13.99, lines: {vat: {rate: 19 %, amount: 2.23}}}, economics: {proceeds: 8.23}}"),
        (GERMANY, "{lines: [{tax_line_id: vat, name: VAT}], per_coin: 13.99 EUR per 1050, collected_by: store}"),
        (
            GERMANY,
            "{valid_until: 2026-11-27, assumed_facts: [], open_conditions: [{fact: buyer.age, actual: none}], "
            "at: 2026-07-01, locale: en}",
        ),
        (GERMANY, "{lines: {vat: {rate: 19 %}, gst: none}}"),
        ("quote purchase: {region: DEU, platform: ios, package: coins_100, quantity: 10}", "{gross: 13.90}"),
        (TOP_UP.format("coins: 6000"), "{coins: 6000, listed: 59.00 USD}"),
        (TOP_UP.format("spend: 58.99 USD"), "{coins: 5900, listed: 58.05 USD}"),
        (TOP_UP.format("spend: 59.00 USD"), "{coins: 6000, listed: 59.00 USD}"),
        ("prices: {region: DE, platform: ios}", "{packages: {coins_100: {gross: 1.39}}}"),
        ("prices: {region: DE, platform: ios}", "{sells_nothing: no, withheld: []}"),
        ("gifts: {region: DE, platform: ios}", "{gifts: {rose: {coins: 1, rarity: {rarity_id: common}}}}"),
        ("quote eligibility: {region: DE, facts: {buyer.age: 15}}", "{buyer: {verdict: unmet}}"),
        (ROSE, "{coins: 3, kind: live, kinds: [live]}"),
        (JAPAN, "{value: 105.00 USD, fee: 3, paid: 15672, paid_on: 2026-07-06, lots_assumed: no}"),
    ],
)
def test_any_part_of_an_answer_may_be_expected(question: str, expected: str) -> None:
    result = result_of(question, f"expect: {expected}")
    assert [(found.figure, found.expected, found.actual) for found in result.differences] == []


@pytest.mark.parametrize(
    ("question", "expected", "differences"),
    [
        (GERMANY, "{gross: 13.98}", [("gross", "13.98", "13.99 EUR")]),
        (GERMANY, "{gross: 13.99 USD}", [("gross", "13.99 USD", "13.99 EUR")]),
        (GERMANY, "{gross: 13.990001}", [("gross", "13.990001", "13.99 EUR")]),
        (GERMANY, "{gross: none}", [("gross", "none", "13.99 EUR")]),
        (GERMANY, "{valid_until: 2027-01-01}", [("valid_until", "2027-01-01", "2026-11-26T23:00:00Z")]),
        (GERMANY, "{tax_status: added, bonus: 5}", [("tax_status", "added", "included"), ("bonus", "5", "50")]),
        (GERMANY, "{lines: {vat: {rate: 20 %}, gst: {rate: 1 %}}}", [
            ("lines.vat.rate", "20 %", "19 %"), ("lines.gst", "there", "none")]),
        (GERMANY, "{lines: {vat: none}}", [("lines.vat", "none", "there")]),
        (GERMANY, "{lines: []}", [("lines", "0 of them", "1 of them")]),
        (GERMANY, "{lines: [{rate: 20 %}]}", [("lines.1.rate", "20 %", "19 %")]),
        (GERMANY, "{at: 2026-07-02}", [("at", "2026-07-02", "2026-06-30T22:00:00Z")]),
        (GERMANY, "{per_coin: 0.0133 EUR each}", [("per_coin", "0.0133 EUR each", "13.99 EUR per 1050")]),
        ("prices: {region: DE, platform: ios}", "{sells_nothing: yes}", [("sells_nothing", "yes", "no")]),
        (ROSE, "{kinds: [live, video]}", [("kinds", "[live, video]", "[live]")]),
        (JAPAN, "{paid_on: 2026-07-05}", [("paid_on", "2026-07-05", "2026-07-06")]),
    ],
)  # fmt: skip
def test_what_differs_is_told_side_by_side_with_the_rules_behind_it(
    question: str, expected: str, differences: list[tuple[str, str, str]]
) -> None:
    result = result_of(question, f"expect: {expected}")
    assert [(found.figure, found.expected, found.actual) for found in result.differences] == differences
    assert all(found.place.file == "rules/tests/a.yaml" for found in result.differences)
    assert {found.place.line for found in result.differences} == {5}
    if question in (GERMANY, ROSE, JAPAN):
        assert any(step.place is not None for step in result.steps)


@pytest.mark.parametrize(
    ("question", "expected", "difference"),
    [
        ("quote purchase: {region: DE, platform: ios, package: coins_9}", "refused: UNKNOWN_PACKAGE", None),
        (GERMANY.replace("}", ", facts: {buyer.shoe: 42}}"), "refused: UNKNOWN_FACT", None),
        (GERMANY.replace("}", ", facts: {buyer.age: old}}"), "refused: INVALID_FACT", None),
        (GERMANY.replace("}", ", quantity: 0}"), "refused: QUANTITY_OUT_OF_RANGE", None),
        (TOP_UP.format("spend: 0.50 USD"), "refused: SPEND_TOO_LOW", None),
        (TOP_UP.format("coins: 6001"), "refused: CHOICE_OUT_OF_RANGE", None),
        (TOP_UP.format("amount: 5.00 USD"), "refused: INVALID_INPUT", None),
        (TOP_UP.format("spend: 50.00 EUR"), "refused: INVALID_INPUT", None),
        (GERMANY.replace("}", ", quantity: 0}"), NOT_SOLD, ("refused", "NOT_SOLD", "QUANTITY_OUT_OF_RANGE")),
        (GERMANY, NOT_SOLD, ("refused", "NOT_SOLD", "an answer")),
        (GERMANY.replace("DE", "AQ"), "expect: {gross: 1}", ("refused", "none", "UNKNOWN_REGION")),
    ],
)
def test_a_refusal_is_expected_by_its_code(
    question: str, expected: str, difference: tuple[str, str, str] | None
) -> None:
    result = result_of(question, expected)
    found = [(each.figure, each.expected, each.actual) for each in result.differences]
    assert found == ([] if difference is None else [difference])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("thing: shout, amount: 5.50 EUR, facts: {buyer.age: 21}", "expect: {listed: 5.50 EUR, coins: 0}"),
        ("thing: shout, amount: 5.75 EUR, facts: {buyer.age: 21}", "refused: CHOICE_OUT_OF_RANGE"),
        ("thing: shout, spend: 9.99 EUR, quantity: 2, facts: {buyer.age: 21}", "expect: {listed: 9.00 EUR}"),
        ("thing: top_up, amount: 5.50 EUR", "refused: INVALID_INPUT"),
    ],
)
def test_an_amount_is_that_of_an_item(question: str, expected: str) -> None:
    cases = read_one(f"quote chosen: {{region: DE, platform: web, {question}}}", expected)
    assert cases.diagnostics == ()
    (result,) = run(sound(load_book(CASES / "good" / "chosen")), cases.cases)
    assert result.differences == (), result.message


def test_a_day_that_a_zone_skipped_is_refused_and_not_another_day() -> None:
    samoa = {path: text.replace("Europe/Berlin", "Pacific/Apia") for path, text in SMALLEST.items()}
    assert samoa != SMALLEST
    cases = read_one(GERMANY, "expect: {gross: 13.99}", at="2011-12-30")
    (result,) = run(sound(load_texts(samoa)), cases.cases)
    assert "was skipped in Pacific/Apia" in result.message


@pytest.mark.parametrize(
    ("lines", "sentence", "line"),
    [
        ((GERMANY, "expect: {gros: 1}"), "gros is not a figure of this answer", 5),
        ((GERMANY, "expect: {gross: [1]}"), "one value is expected here", 5),
        ((GERMANY, "expect: {lines: 3}"), "several are expected here", 5),
        ((GERMANY, "expect: {assumed_facts: buyer.age}"), "assumed_facts is a list", 5),
        ((GERMANY, "expect: 3"), "the expected figures are a mapping", 5),
        ((GERMANY, "expect: {bonus: 5 %}"), "5 %", 5),
        ((JAPAN, "expect: {paid_on: 2026-07-06T10:00Z}"), "is an instant, and this figure is a day", 5),
        ((GERMANY, "expect: {}"), "nothing is expected here, so this case could not fail", 5),
        ((GERMANY, "expect: {price: {}}"), "nothing is expected here", 5),
        ((GERMANY, "expect: {lines: {}}"), "nothing is expected here", 5),
        ((GERMANY, "expect: {lines: {vat: {}}}"), "nothing is expected here", 5),
        ((GERMANY, "refused: UNSOLD"), "UNSOLD is not the code of a refusal", 5),
        ((GERMANY, "expected: {gross: 1}"), "expected is not a key of a case", 5),
        ((GERMANY,), "this case expects nothing", 2),
        ((GERMANY, "expect: {gross: 1.00}", NOT_SOLD), "expects figures and a refusal", 2),
        ((GERMANY, "prices: {region: DE, platform: ios}", NOT_SOLD), "this case asks", 2),
        ((NOT_SOLD,), "this case asks nothing", 2),
        (("quote purchase: {region: DE}", NOT_SOLD), "does not say its platform and package", 4),
        (("quote purchase: 3", NOT_SOLD), "a question is a mapping", 4),
        ((GERMANY.replace("package", "pakage"), NOT_SOLD), "pakage is not a field of this question", 4),
        ((GERMANY.replace("DE", "Germany"), NOT_SOLD), "Germany", 4),
        ((GERMANY.replace("}", ", quantity: 010}"), NOT_SOLD), "010 begins with a zero", 4),
        ((GERMANY.replace("}", ", facts: [1]}"), NOT_SOLD), "facts are a mapping", 4),
        (("quote payout: {region: DE, method: bank, want: 50}", NOT_SOLD), "does not name its currency", 4),
        (("quote payout: {region: DE, method: bank, want: 50.555 EUR}", NOT_SOLD), "more decimals", 4),
        (("quote payout: {region: DE, method: bank, lots: 3}", NOT_SOLD), "lots are a list", 4),
        ((TOP_UP.format("coins: 100, spend: 9 USD"), NOT_SOLD), "coins and spend are both stated", 4),
        ((TOP_UP.format("spend: 9 USD, amount: 9 USD"), NOT_SOLD), "spend and amount are both stated", 4),
        ((TOP_UP.format("spend: 9"), NOT_SOLD), "9 does not name its currency", 4),
        ((TOP_UP.format("amount: 9.001 USD"), NOT_SOLD), "more decimals", 4),
        (
            ("quote payout: {region: DE, method: bank, lots: [{diamonds: 3}]}", NOT_SOLD),
            "a lot has diamonds",
            4,
        ),
        (
            ("quote payout: {region: DE, method: bank, used: {daily: lots}}", NOT_SOLD),
            "lots is not an amount",
            4,
        ),
    ],
)
def test_a_case_that_cannot_be_asked_is_reported_at_its_place(lines: tuple[str, ...], sentence: str, line: int) -> None:
    cases = read_one(*lines)
    assert cases.cases == ()
    told = [found for found in cases.diagnostics if sentence in found.sentence]
    assert told, [found.sentence for found in cases.diagnostics]
    assert told[0].place is not None
    assert (told[0].code, told[0].place.line) == ("not-a-case", line)
    assert told[0].advice


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        ((GERMANY, "expect: {gross: 12,99}"), ["12.99"]),
        ((GERMANY, "expect: {gross: 13,99, net: 11,76, tax: 2,23 EUR}"), ["13.99", "11.76", "2.23 EUR"]),
        ((GERMANY, "expect: {gross: 13,99, net: 11,99}"), ["13.99", "11.99"]),
        ((GERMANY, "expect: {gross: '12,99'}"), ["12.99"]),
        ((GERMANY, "expect:", "  gross: 12,99"), ["12.99"]),
        ((GERMANY, "expect: {lines: {vat: {rate: 19,5 %, amount: 2,23}}}"), ["19.5 %", "2.23"]),
        ((GERMANY.replace("}", ", quantity: 1,000}"), "refused: NOT_SOLD"), ["1000"]),
        (("quote payout: {region: DE, method: bank, want: 50,25 EUR}", "refused: NOT_SOLD"), ["50.25 EUR"]),
        (("quote payout: {region: DE, method: bank, lots: [{diamonds: 1,000}]}", "refused: NOT_SOLD"), ["1000"]),
        (("quote payout: {region: DE, method: bank, used: {daily: 5,50 USD}}", "refused: NOT_SOLD"), ["5.50 USD"]),
    ],
)
def test_a_decimal_comma_in_a_case_is_told_as_in_rules(lines: tuple[str, ...], meant: list[str]) -> None:
    cases = read_one(*lines)
    assert cases.cases == ()
    assert {found.code for found in cases.diagnostics} <= {"decimal-comma", "grouped-digits"}, cases.diagnostics
    assert [found.fixes[0].text for found in cases.diagnostics] == meant


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("at: 2026-07-01\n", "no case stands here"),
        ("cases: 3\n", "cases are a list"),
        ("- 3\n", "a file of cases is a mapping"),
        ("case: []\n", "case is not a key of a file of cases"),
        (f"cases:\n  - case: x\n    {GERMANY}\n    expect: {{}}\n", "does not say as of when"),
        (f"at: yesterday\ncases:\n  - case: x\n    {GERMANY}\n    expect: {{}}\n", "yesterday"),
    ],
)
def test_a_file_of_no_cases_is_reported(text: str, sentence: str) -> None:
    cases = read_cases({"rules/tests/a.yaml": text.encode()})
    assert any(sentence in found.sentence for found in cases.diagnostics), cases.diagnostics
    assert cases.cases == ()


def test_each_kind_of_figure_that_answers_have_can_be_expected() -> None:
    def kinds(record: Record) -> set[FigureType]:
        below = [kinds(figure.type) for figure in record.figures if isinstance(figure.type, Record)]
        own = {figure.type for figure in record.figures if isinstance(figure.type, FigureType)}
        return own.union(*below)

    answered = set().union(*(kinds(kind.record) for kind in KINDS.values()))
    assert answered - VALUES.keys() == {FigureType.NAMES}


def test_every_id_of_a_part_is_looked_for_in_the_rules() -> None:
    def ids(record: Record) -> set[str]:
        parts = [figure for figure in record.figures if isinstance(figure.type, Record)]
        named = [id_of(figure.type) for figure in parts if isinstance(figure.type, Record) and figure.many]
        below = [ids(figure.type) for figure in parts if isinstance(figure.type, Record)]
        return {figure.name for figure in named if figure is not None}.union(*below)

    assert set().union(*(ids(kind.record) for kind in KINDS.values())) == TABLES.keys()


def test_an_id_that_no_file_states_is_not_a_thing_that_may_be_none() -> None:
    listed = "prices: {region: DE, platform: ios}"
    for question, expected, name in (
        (listed, "{packages: {coins_9: none}}", "packages.coins_9"),
        (GERMANY, "{lines: {vatt: none}}", "lines.vatt"),
        (GERMANY, "{promotions: {black_fridya: none}}", "promotions.black_fridya"),
        (GERMANY, "{uses: {promotions.first_of_each.limits.eahc: none}}", "uses.promotions.first_of_each.limits.eahc"),
        ("prices: {region: DE, platform: web, ways: yes}", "{ways: {cadr: none}}", "ways.cadr"),
    ):
        (found,) = result_of(question, f"expect: {expected}").differences
        assert (found.figure, found.expected) == (name, "none")
        assert found.actual.startswith("nothing of the book has this id; did you mean ")
    (perk,) = result_of(GERMANY, "expect: {perks: {framed: none}}").differences
    assert perk.actual == "nothing of the book has this id"


PAID = "quote payout: {region: DE, method: paypal, diamonds: 20000}"
NOT_KNOWN = "payouts: {pays: unknown, methods: {paypal: {fee: {rate: unknown}}}}\n"


@pytest.mark.parametrize(
    ("expected", "difference"),
    [
        ("{paid_on: unknown, fee: unknown, value: 110.00 USD}", None),
        ("{unknown_values: [payouts.methods.paypal.fee.rate, payouts.pays]}", None),
        ("{paid_on: none}", None),
        ("{paid_on: 2026-07-06}", ("paid_on", "2026-07-06", "unknown")),
        ("{value: unknown}", ("value", "unknown", "110.00 USD")),
    ],
)
def test_a_figure_that_needs_what_is_unknown_is_expected_to_be(
    expected: str, difference: tuple[str, str, str] | None
) -> None:
    texts = shipped_texts()
    book = sound(load_texts({**texts, "regions/de.yaml": texts["regions/de.yaml"] + NOT_KNOWN}))
    (result,) = run(book, read_one(PAID, f"expect: {expected}").cases)
    found = [(each.figure, each.expected, each.actual) for each in result.differences]
    assert found == ([] if difference is None else [difference])
    known = result_of(PAID, "expect: {paid_on: unknown}")
    assert [each.expected for each in known.differences] == ["unknown"]


def test_a_recorded_case_keeps_what_is_unknown() -> None:
    texts = shipped_texts()
    book = sound(load_texts({**texts, "regions/de.yaml": texts["regions/de.yaml"] + NOT_KNOWN}))
    (case,) = read_one(PAID, NOT_SOLD).cases
    lines = answer_lines(case.kind, answer_of(book, case), reader_of(book, None))
    assert "fee: unknown" in lines
    assert "paid_on: unknown" in lines
    assert "unknown_values: [payouts.methods.paypal.fee.rate, payouts.pays]" in lines
    (again,) = read_one(PAID, lines.strip()).cases
    (result,) = run(book, [again])
    assert result.passed
