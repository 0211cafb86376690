"""The benchmarks run, and every peer answers as the engine does. No time is asserted."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from tests.benchmarks import ceiling, engine, zen, zen_tables
from tests.benchmarks.__main__ import main
from tests.benchmarks.loads import measure_memory
from tests.benchmarks.machine import processor
from tests.benchmarks.peers import ZEN_MARKETS, ZEN_TABLES, zen_forms
from tests.benchmarks.quoting import CEILING, ENGINE, Peers
from tests.benchmarks.report import Row, Section, table
from tests.benchmarks.rounds import Times, take_turns
from tests.benchmarks.workload import CURRENCIES, Workload, money_text, questions, rate_text, workload

SMALL = 14
"""Regions enough for each kind of tax and each currency."""

needs_zen = pytest.mark.skipif(not zen.INSTALLED, reason="zen-engine is an extra: `make bench` installs it")


@pytest.fixture(scope="module")
def made() -> Workload:
    return workload(SMALL)


@pytest.fixture(scope="module")
def book(made: Workload) -> RuleBook:
    loaded = load_texts(made.texts)
    assert loaded.diagnostics == ()
    assert loaded.book is not None
    return loaded.book


def test_sixty_regions_state_2880_prices() -> None:
    assert workload().prices == 2_880


def test_each_dated_version_states_its_own_source_or_a_list_states_one(made: Workload) -> None:
    lean = workload(SMALL, sourced=False)
    sourced, bare = ("".join(each.texts.values()) for each in (made, lean))
    assert sourced.count('source: "price list 20') == made.prices
    assert "price list" not in bare
    assert lean.offers == made.offers
    assert load_texts(lean.texts).diagnostics == ()


def test_the_same_seed_gives_the_same_book_and_the_same_questions(made: Workload) -> None:
    assert workload(SMALL) == made
    assert questions(made, 50) == questions(made, 50)


def test_a_book_of_no_regions_is_refused() -> None:
    with pytest.raises(ValueError, match="0 regions"):
        workload(0)


def test_no_question_is_asked_twice(made: Workload) -> None:
    assert len(set(questions(made, 5_000))) == 5_000


def test_questions_fall_in_both_versions_of_every_offer(made: Workload) -> None:
    starts = {(offer.region, offer.platform, offer.package): offer.versions[1].start for offer in made.offers}
    asked = {(key, each.at >= starts[key]) for each in questions(made, 10_000) if (key := each[:3])}
    assert len(asked) == 2 * len(made.offers)


def test_the_small_book_holds_every_kind_of_tax_and_every_currency(made: Workload) -> None:
    taxes = {(offer.tax.inclusive, offer.tax.together, len(offer.tax.rates)) for offer in made.offers}
    assert taxes == {(True, False, 1), (True, False, 2), (False, False, 1), (False, False, 2), (False, True, 2)}
    text = "".join(made.texts.values())
    assert all(f"currency: {code}\n" in text for code, *_ in CURRENCIES)


@pytest.mark.parametrize(("rate", "text"), [(19_000, "19 %"), (9_975, "9.975 %"), (5_250, "5.25 %"), (50, "0.05 %")])
def test_rates_are_written_as_people_write_them(rate: int, text: str) -> None:
    assert rate_text(rate) == text


@pytest.mark.parametrize(
    ("minor", "exponent", "text"), [(1_299, 2, "12.99"), (5, 2, "0.05"), (160, 0, "160"), (1_005, 3, "1.005")]
)
def test_amounts_are_written_with_every_digit_of_the_currency(minor: int, exponent: int, text: str) -> None:
    assert money_text(minor, exponent) == text


def test_the_ceiling_answers_as_the_engine_does(made: Workload, book: RuleBook) -> None:
    rows = ceiling.table(made.offers)
    for question in questions(made, 5_000):
        assert ceiling.quote(rows, question) == engine.figures(book, engine.request_of(question))


def test_the_ceiling_has_no_answer_where_the_engine_refuses(made: Workload, book: RuleBook) -> None:
    rows = ceiling.table(made.offers)
    sound = questions(made, 1)[0]
    for wrong in (
        sound._replace(region="ZZ"),
        sound._replace(package="coins_7"),
        sound._replace(quantity=0),
        sound._replace(quantity=10_001),
        sound._replace(at=0),
    ):
        assert ceiling.quote(rows, wrong) is None
        assert engine.figures(book, engine.request_of(wrong)) is None


@needs_zen
@pytest.mark.parametrize("name", [ZEN_TABLES, ZEN_MARKETS])
def test_zen_engine_answers_as_the_engine_does(made: Workload, book: RuleBook, name: str) -> None:
    asked = questions(made, 2_000)
    peer, inputs = zen_forms(made, asked)[name]
    for question, context in zip(asked, inputs, strict=True):
        assert peer.figures(context) == engine.figures(book, engine.request_of(question))


@needs_zen
def test_a_changed_cell_of_a_table_of_zen_engine_changes_its_answer(made: Workload) -> None:
    question = next(each for each in questions(made, 50) if each.platform == "ios")
    commission = ceiling.FIGURES.index("commission")
    decisions = zen_tables.decisions(made.offers)
    assert zen.ZenPeer(decisions).figures(zen_tables.question_of(question))[commission] != 0
    assert json.dumps(decisions["ios"]).count('"rate": "0.3"') == 1
    changed = json.loads(json.dumps(decisions).replace('"rate": "0.3"', '"rate": "0"'))
    assert zen.ZenPeer(changed).figures(zen_tables.question_of(question))[commission] == 0


def test_a_peer_that_answers_differently_is_told(
    made: Workload, book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ceiling, "quote", lambda *_: None)
    asked = questions(made, 3)
    told = Peers(book, made, asked).differences()
    assert len(told) == 3
    assert told[0].startswith(f"{asked[0]}: {ENGINE} (")
    assert told[0].endswith(f"), {CEILING} None")


def test_peers_take_turns_and_each_round_has_its_number() -> None:
    ran: list[tuple[str, int]] = []

    def runner(name: str) -> Callable[[int], object]:
        return lambda number: ran.append((name, number))

    times = take_turns({"one": runner("one"), "two": runner("two")}, 3)
    assert ran == [("one", 0), ("two", 0), ("two", 1), ("one", 1), ("one", 2), ("two", 2)]
    assert {name: len(seconds) for name, seconds in times.seconds.items()} == {"one": 3, "two": 3}


def test_a_ratio_is_the_median_of_the_ratios_within_rounds() -> None:
    times = Times({"slow": [4.0, 90.0, 6.0], "fast": [1.0, 30.0, 3.0]})
    assert times.ratio("slow", "fast") == 3.0
    assert (times.best("slow"), times.middle("slow")) == (4.0, 6.0)
    assert times.best_ratio("slow", "fast") == 4.0


def test_what_a_book_keeps_is_counted_by_its_stated_values(made: Workload) -> None:
    memory = measure_memory(made)
    assert memory.values > made.prices
    assert 0 < memory.loaded < memory.asked


def test_promises_are_judged_in_both_directions_by_their_median() -> None:
    assert [Row("", median, 9.0, at_least=5).verdict for median in (5.0, 4.9)] == ["kept", "NOT KEPT"]
    assert [Row("", median, 1.0, at_most=8).verdict for median in (8.0, 8.1)] == ["kept", "NOT KEPT"]
    assert (Row("", 1.0).verdict, Row("", 1.0).owed) == ("", "")


def test_the_table_keeps_its_columns_in_line() -> None:
    rows = [Row("one", 1234.5, 99.25, at_least=0.25), Row("two", 7.0)]
    assert table([Section("speed", 1, rows)]).splitlines() == [
        "        median  best rounds  owed",
        "",
        "speed",
        "  one  1,234.5         99.2  at least 0.25  kept",
        "  two      7.0",
    ]


def test_the_processor_is_told_by_its_name_where_the_system_knows_it(tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    assert processor(info)
    info.write_text("processor : 0\nmodel name : Abacus 9\n", encoding="utf-8")
    assert processor(info) == "Abacus 9"


def test_a_quick_run_prints_its_tables_and_writes_them_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--quick", "--json", str(tmp_path / "run.json"), "--plot", str(tmp_path / "growth.svg")]) == 0
    assert (tmp_path / "growth.svg").read_text(encoding="utf-8").startswith("<svg")
    printed = capsys.readouterr().out
    for heading in (
        "cores",
        "quotes a second",
        "loading 96 prices",
        "384 prices",
        "one source a list",
        "at most 8",
        "it grows",
        "signed purchase quotes",
    ):
        assert heading in printed
    measured = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["measured"]
    assert {row["name"] for row in measured["purchase quotes a second"]} >= {ENGINE, CEILING}
    assert len(measured) == 12


def test_a_run_in_which_answers_differ_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ceiling, "quote", lambda *_: None)
    assert main(["--quick"]) == 1
    assert f"{CEILING} None" in capsys.readouterr().err
