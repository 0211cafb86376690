"""Whoever turns the watch down and moves a price in one change is told of both."""

from pathlib import Path

import pytest

from ratecard.book.memo import Memo
from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from ratecard.guards.against import AGAINST
from ratecard.guards.running import guard
from ratecard.loading import load_texts
from ratecard.loading.guarding import unless_blocked
from tests.books import Texts, sound
from tests.cli.running import run
from tests.guards.world import NOW, world
from tests.loading.test_sources import in_folder

MEMO = Memo()
BOOK = {file: text for file, text in world().items() if "regions" not in file or file[8:10] in ("de", "us")}
FILE = "rules/guards.yaml"
CODES = ("guards-weakened", "exception-widened", "price-moved-since")
GUARDS = """guards:
  spread: {above: 2.5}
  bulk_is_better: error
  moved: {beyond: 10 %}
  level: {below: 0.12, factor: ours}
  sale_length: {shortest: 1 hour, longest: 30 days}
  accepted:
    fair: {guard: change, at: DE ios coins_100, number: 0.45, reason: The fair., owner: sales, until: 2027-06-01}
envelope:
  gross_per_coin: {EUR: {least: 0.005, most: 0.0155}, USD: none}
  margin: {least: 1 %}
expect:
  commission: [rate, rounding]
factors:
  ours: {other: 1}
"""


def told(old: str, new: str, more: Texts | None = None) -> list[Diagnostic]:
    """What is told of a book with these guards against one with those, of the watch and of prices."""
    before, after = (
        sound(load_texts({**BOOK, **({FILE: text} if text else {}), **own}, memo=MEMO))
        for text, own in ((old, {}), (new, more or {}))
    )
    return [own for own in guard(after, NOW, before=before, only=AGAINST).diagnostics if own.code in CODES]


WEAKER = [
    ("above: 2.5", "above: 25", "2:19: guards.spread.above is 25, and was 2.5"),
    (
        "  spread: {above: 2.5}\n",
        "",
        "1:1: guards.spread is off, and was warning, at rules/guards.yaml:2:19 of the older book",
    ),
    ("better: error", "better: off", "3:19: guards.bulk_is_better is off, and was error"),
    ("better: error", "better: warning", "3:19: guards.bulk_is_better is warning, and was error"),
    ("moved: {beyond: 10 %}", "moved: off", "4:10: guards.moved is off, and was warning"),
    ("moved: {beyond: 10 %}", "moved: {severity: off}", "4:21: guards.moved is off, and was warning"),
    ("beyond: 10 %", "beyond: 30 %", "4:19: guards.moved.beyond is 0.3, and was 0.1"),
    ("below: 0.12", "below: 0.02", "5:18: guards.level.below is 0.02, and was 0.12"),
    (", factor: ours", "", "5:3: guards.level.factor is not stated, and was ours, at rules/guards.yaml:5:32 of the"),
    ("longest: 30 days", "longest: 90 days", "6:44: guards.sale_length.longest is 90 days, and was 30 days"),
    ("shortest: 1 hour", "shortest: 1 minute", "6:27: guards.sale_length.shortest is 1 minute, and was 1 hour"),
    ("least: 0.005", "least: 0.004", "10:33: envelope.gross_per_coin.EUR.least is 0.004, and was 0.005"),
    (
        ", most: 0.0155",
        "",
        "10:20: envelope.gross_per_coin.EUR.most is not stated, and was 0.0155, at rules/guards.yaml:10:46 of the",
    ),
    (
        "  margin: {least: 1 %}\n",
        "",
        "9:1: envelope.margin.least is not stated, and was 1 %, at rules/guards.yaml:1",
    ),
    ("margin: {least: 1 %}", "margin: {least: -5 %}", "11:19: envelope.margin.least is -5 %, and was 1 %"),
    ("[rate, rounding]", "[rate]", "13:15: expect.commission is without rounding, and was [rate, rounding]"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), WEAKER)
def test_each_weakening_is_an_error_at_its_line_with_both_values(old: str, new: str, sentence: str) -> None:
    assert old in GUARDS
    (own,) = told(GUARDS, GUARDS.replace(old, new))
    assert (own.code, own.severity) == ("guards-weakened", Severity.ERROR)
    assert f"{own.place}: {own.sentence}".startswith(f"{FILE}:{sentence}")
    assert told(GUARDS.replace(old, new), GUARDS) == [], "the other way round it is stricter"


EXCEPTIONS = [
    ("number: 0.45", "number: 0.9", "fair accepts change at DE ios coins_100 up to 0.9 until 2027-06-01"),
    (
        " number: 0.45,",
        "",
        "fair accepts change at DE ios coins_100 whatever the number until 2027-06-01, and accepted",
    ),
    ("2027-06-01", "2027-08-01", "fair accepts change at DE ios coins_100 up to 0.45 until 2027-08-01"),
    ("DE ios coins_100", "DE", "fair accepts change at DE up to 0.45 until 2027-06-01"),
    (
        "guard: change",
        "guard: moved",
        "fair accepts moved at DE ios coins_100 up to 0.45 until 2027-06-01, and accepted",
    ),
    ("    fair:", "    fete:", "fete accepts change at DE ios coins_100 up to 0.45 until 2027-06-01, and the older"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), EXCEPTIONS[:-1])
def test_an_exception_that_accepts_more_is_told(old: str, new: str, sentence: str) -> None:
    own, *_ = (own for own in told(GUARDS, GUARDS.replace(old, new)) if own.code == "exception-widened")
    assert own.severity is Severity.WARNING
    assert own.sentence.startswith(sentence)
    assert own.sentence.endswith(": The fair. (sales)")
    assert own.place is not None
    assert own.place.line == 8


def test_one_by_another_name_accepts_no_more() -> None:
    old, new, _ = EXCEPTIONS[-1]
    assert "exception-widened" not in {own.code for own in told(GUARDS, GUARDS.replace(old, new))}


def test_the_file_of_the_guards_is_gone() -> None:
    sentences = {own.sentence.partition(",")[0] for own in told(GUARDS, "") if own.code == "guards-weakened"}
    assert sentences >= {
        "guards.spread is off",
        "guards.bulk_is_better is warning",
        "guards.moved.beyond is 0.4",
        "envelope.margin.least is not stated",
        "expect.commission is not stated",
    }


DEARER = {"regions/de.yaml": BOOK["regions/de.yaml"].replace("13.49", "15.99")}


@pytest.mark.parametrize("new", ["moved: off", "moved: {beyond: 60 %}"])
def test_what_compares_goes_by_the_stricter_of_both_books(new: str) -> None:
    codes = [own.code for own in told(GUARDS, GUARDS.replace("moved: {beyond: 10 %}", new), DEARER)]
    assert sorted(codes) == ["guards-weakened", "price-moved-since"]


def test_an_exception_of_the_very_change_accepts_and_is_told() -> None:
    accepting = "    dear: {guard: moved, at: DE coins_1000, reason: Costs., owner: me, until: 2027-02-01}\nenvelope:"
    (own,) = told(GUARDS, GUARDS.replace("envelope:", accepting), DEARER)
    assert own.sentence == (
        "dear accepts moved at DE coins_1000 whatever the number until 2027-02-01, and the older book nothing by it: "
        "Costs. (me)"
    )


def test_a_weakening_is_accepted_by_name_and_then_told_as_an_exception() -> None:
    accepting = "    wide: {guard: weakened, at: spread, reason: India., owner: me, until: 2027-02-01}\nenvelope:"
    new = GUARDS.replace("above: 2.5", "above: 25").replace("envelope:", accepting)
    (own,) = told(GUARDS, new)
    assert (own.code, own.severity) == ("exception-widened", Severity.WARNING)
    assert told(new, new) == []
    after = sound(load_texts({**BOOK, FILE: new}, memo=MEMO))
    unused = [own for own in guard(after, NOW, before=after).diagnostics if own.code == "exception-unused"]
    assert {own.sentence.partition(" ")[0] for own in unused} == {"fair", "wide"}, "it is of one change"


def test_no_book_says_how_much_a_weakening_matters() -> None:
    loaded = load_texts({**BOOK, FILE: "guards: {weakened: off}\n"})
    assert [own.code for own in loaded.diagnostics] == ["unknown-key"]
    alone = load_texts({**BOOK, FILE: "guards: {moved: error, withdrawn: error}\n"})
    assert unless_blocked(alone) is alone, "who answers compares with nothing"


CASE = """cases:
  - case: a hundred coins cost 1.39 in Germany
    at: 2026-07-01
    quote purchase: {region: DE, platform: ios, package: coins_100}
    expect: {gross: 1.39, net: 1.17}
  - case: five hundred cost 6.99
    at: 2026-07-01
    quote purchase: {region: DE, platform: ios, package: coins_500}
    expect: {gross: 6.99}
"""
TESTS = "rules/tests/prices.yaml"
LOST = [
    (CASE.partition("  - case: five")[0], f"{TESTS}:2:11", "the case “five hundred cost 6.99” is gone"),
    (CASE.replace(", net: 1.17", ""), f"{TESTS}:2:11", "does not look at net any more"),
    ("", "regions/de.yaml:1:1", "the case “a hundred coins cost 1.39 in Germany” is gone"),
]


@pytest.mark.parametrize(("after", "place", "sentence"), LOST)
def test_cases_that_are_gone_are_told_and_block(after: str, place: str, sentence: str, tmp_path: Path) -> None:
    old = in_folder({**BOOK, TESTS: CASE}, tmp_path / "old")
    new = in_folder({**BOOK, **({TESTS: after} if after else {})}, tmp_path / "new")
    result = run("check", "--book", str(new), "--against", str(old), "--format", "lines")
    (line, *_) = [line for line in result.output.splitlines() if "guards-weakened" in line]
    assert line.startswith(f"{place}: error[guards-weakened]: ")
    assert sentence in line
    assert result.exit_code == 1


def test_another_sentence_or_figure_of_a_case_is_no_weaker(tmp_path: Path) -> None:
    old = in_folder({**BOOK, TESTS: CASE}, tmp_path / "old")
    new = in_folder({**BOOK, TESTS: CASE.replace("five hundred", "500").replace("6.99", "7.49")}, tmp_path / "new")
    result = run("check", "--book", str(new), "--against", str(old), "--format", "lines")
    assert "guards-weakened" not in result.output
    assert result.exit_code == 0
