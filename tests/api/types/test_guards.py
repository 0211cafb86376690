"""What the guards of the book in force found, over HTTP: for finance, and for nobody else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ratecard.api.audience import Audience
from ratecard.api.bounds import FINDINGS
from ratecard.api.callers.keys import new_key
from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings
from ratecard.api.types.guards import GuardVerdict as ShownVerdict
from ratecard.guards.running import guard
from ratecard.guards.verdicts import GuardVerdict
from ratecard.loading import load_texts
from ratecard.loading.guarding import guarded_to_answer
from ratecard.loading.known import known_world
from ratecard.rulefiles.keys.guards import BOUNDED, WEAKENED
from tests.api.servers import Api, serving
from tests.books import sound, write_texts
from tests.cli.running import run
from tests.guards.test_settings import RULES_PAGE, accepted, dear
from tests.guards.world import NOW, PACKAGES, RULES, region_text

REPORT = """
query ($guard: String) { guards(guard: $guard) {
  asOf findingCount
  guards { name about severity verdict findingCount followingCount bounds { name value } }
  findings { %s }
  accepted { %s exception { exceptionId reason owner until } }
  gaps { guard of why isUndecided }
} }
"""
FINDING = (
    "guard region platform of since number sentence hint file line column notes { text file line column } table "
    "question exception { exceptionId }"
)
ALL_OF_IT = REPORT % (FINDING, FINDING.partition(" exception")[0])


@pytest.fixture(scope="module")
def apis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Api]]:
    """A server of a book of which one finding counts and one is accepted, and a client of each audience."""
    book = sound(load_texts(dear(accepted(at="coins_5000"))))
    file = tmp_path_factory.mktemp("keys") / "keys.json"
    keys = {str(audience.value): new_key(file, "test", audience)[1] for audience in Audience}
    current = CurrentBook(book, guard(book, NOW, known_world()))
    with serving(current, settings=Settings(keys=file)) as started:
        clients = {"": started}
        for audience, key in keys.items():
            clients[audience] = Api(started.url, started.counters)
            clients[audience].http.headers["Authorization"] = f"Bearer {key}"
        yield clients
        for client in clients.values():
            client.http.close()


def test_finance_is_told_all_of_it(apis: dict[str, Api]) -> None:
    report = apis["finance"].ask(ALL_OF_IT)["guards"]
    assert (report["asOf"], report["findingCount"]) == ("2026-11-28T12:00:00Z", 1)
    (finding,) = report["findings"]
    assert finding == {
        "guard": "bulk_is_better",
        "region": "DE",
        "platform": "ios",
        "of": "coins_1000",
        "since": "2024-12-31T23:00:00Z",
        "number": "1.1",
        "sentence": "coins_1000 in DE on ios costs more per coin than coins_500: 1,050 coins for 15.49 EUR, and 520 "
        "for 6.99 EUR; 2 × coins_500 give 1,040 coins for 13.98 EUR",
        "hint": "write at most 14.11 EUR, or give it more coins",
        "file": "regions/de.yaml",
        "line": 8,
        "column": 15,
        "notes": [{"text": "coins_500 costs this", "file": "regions/de.yaml", "line": 7, "column": 14}],
        "table": [
            ["package", "coins", "price", "100 coins"],
            ["coins_500", "520", "6.99 EUR", "1.344230"],
            ["coins_1000", "1,050", "15.49 EUR", "1.475238"],
        ],
        "question": "ratecard quote purchase --region DE --platform ios --package coins_1000 --at 2024-12-31T23:00:00Z",
        "exception": None,
    }
    (other,) = report["accepted"]
    assert (other["of"], other["exception"]) == (
        "coins_5000",
        {"exceptionId": "big", "reason": "as in the shop", "owner": "pricing", "until": "2027-06-01"},
    )


def test_each_guard_has_its_verdict(apis: dict[str, Api]) -> None:
    report = apis["finance"].ask(ALL_OF_IT)["guards"]
    assert [own["name"] for own in report["guards"]] == [*BOUNDED, WEAKENED]
    by_name = {own["name"]: own for own in report["guards"]}
    assert by_name["bulk_is_better"]["verdict"] == "FINDINGS"
    assert by_name["bundle_trap"] == {
        "name": "bundle_trap",
        "about": "No packages together give as many coins as another one for less.",
        "severity": "WARNING",
        "verdict": "FINDINGS",
        "findingCount": 0,
        "followingCount": 2,
        "bounds": [],
    }
    assert (by_name["shape"]["verdict"], by_name["shape"]["bounds"]) == (
        "SOUND",
        [{"name": "beyond", "value": "1.35"}],
    )
    assert by_name["level"]["verdict"] == "UNPROVED"
    assert by_name["withdrawn"]["verdict"] == "NOT_RUN"
    assert {gap["guard"] for gap in report["gaps"]} == {
        name for name, own in by_name.items() if own["verdict"] == "UNPROVED"
    }


def test_one_guard_is_asked_for_by_its_name(apis: dict[str, Api]) -> None:
    finance = apis["finance"]
    report = finance.ask(ALL_OF_IT, guard="shape")["guards"]
    assert ([own["name"] for own in report["guards"]], report["findings"], report["findingCount"]) == (["shape"], [], 0)
    wrong = finance.post(ALL_OF_IT, guard="bulk_is_beter").json()
    assert wrong["data"] == {"guards": None}
    assert "write bulk_is_better" in wrong["errors"][0]["message"]


@pytest.mark.parametrize("audience", ["", "public", "service"])
def test_nobody_else_is_told_anything(apis: dict[str, Api], audience: str) -> None:
    for query in (ALL_OF_IT, "{ guards { __typename } }"):
        response = apis[audience].post(query)
        assert response.status_code == httpx.codes.FORBIDDEN
        assert "coins" not in response.text


def test_no_cache_keeps_what_the_digest_does_not_tell(apis: dict[str, Api]) -> None:
    """Books with equal digests may accept other things."""
    counters = apis["finance"].counters
    before = counters.answers_from_cache
    for _ in range(2):
        apis["finance"].ask("{ guards { findingCount } }")
    assert counters.answers_from_cache == before


def test_the_question_that_is_shown_answers(apis: dict[str, Api], tmp_path: Path) -> None:
    (finding,) = apis["finance"].ask(ALL_OF_IT)["guards"]["findings"]
    where = write_texts(tmp_path, dear(accepted(at="coins_5000")))
    assert run(*finding["question"].split()[1:], "--book", str(where)).exit_code == 0


def test_many_findings_are_counted_and_the_first_shown_errors_before_warnings() -> None:
    guards = "guards: {free: error, bulk_is_better: off, bundle_trap: off}\n"
    packages = "packages:\n" + "".join(f"  p{number}: {{coins: {number}}}\n" for number in range(100, 400))
    prices = "".join(f"  p{number}: 0.00\n" for number in range(100, 400))
    region = f"{region_text('DE').partition('prices:')[0]}prices:\n{prices}"
    texts = {**RULES, "rules/packages.yaml": packages, "regions/de.yaml": region, "rules/guards.yaml": guards}
    del texts["rules/promotions.yaml"]
    book = sound(load_texts(texts))
    with serving(CurrentBook(book, guard(book, NOW))) as api:
        report: Any = api.ask(ALL_OF_IT)["guards"]
    assert report["findingCount"] >= 300
    assert len(report["findings"]) == FINDINGS.most
    assert {finding["guard"] for finding in report["findings"]} == {"free"}
    assert len(PACKAGES) < FINDINGS.most


def test_where_guards_did_not_run_there_is_no_report() -> None:
    with serving(CurrentBook(sound(load_texts({**RULES, "regions/de.yaml": region_text("DE")})))) as api:
        assert api.ask("{ guards { findingCount } }") == {"guards": None}


def test_guards_run_once_to_answer_and_block_as_without_a_report() -> None:
    loaded, found = guarded_to_answer(load_texts(dear("guards: {free: warning}\n")), NOW)
    assert loaded.book is not None
    assert found is not None
    assert len(found.findings) == 2
    blocked, none = guarded_to_answer(load_texts(dear("guards: {bulk_is_better: error}\n")), NOW)
    assert (blocked.book, none, [told.code for told in blocked.diagnostics]) == (None, None, ["dearer-in-bulk"])
    over = accepted(until="2026-06-01").replace("guards:\n", "guards:\n  bulk_is_better: error\n")
    still, told = guarded_to_answer(load_texts(dear(over)), NOW)
    assert still.book is not None
    assert told is not None
    assert [finding.guard for finding in told.findings] == ["bulk_is_better", "bulk_is_better"]
    assert (
        guarded_to_answer(load_texts({**dear("guards: {free: warning}\n"), "regions/de.yaml": "region: DE\n"}), NOW)[1]
        is None
    )


def test_the_page_of_rules_asks_what_is_answered(apis: dict[str, Api]) -> None:
    asked = " ".join(RULES_PAGE.read_text("utf-8").partition("`{ guards {")[2].partition("`")[0].split())
    (finding,) = apis["finance"].ask("{ guards {" + asked)["guards"]["findings"]
    assert finding["line"] == 8


def test_the_schema_has_a_word_for_each_verdict() -> None:
    assert {verdict.name for verdict in ShownVerdict} == {verdict.name for verdict in GuardVerdict}
