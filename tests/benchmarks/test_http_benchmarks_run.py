"""The benchmarks of the server run, and compare what they measure; no time is asserted."""

import json
from pathlib import Path

import pytest

from tests.api.http.running import SMALLEST
from tests.api.servers import NOW
from tests.benchmarks.http.__main__ import main
from tests.benchmarks.http.batches import ENTRIES, batches, runners
from tests.benchmarks.http.routes import PAYOUT, payout_posts, quote_requests
from tests.books import shipped


def test_a_quick_run_prints_its_table_and_writes_it_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATECARD_BOOK", str(SMALLEST))  # what is started cold starts sooner
    assert main(["--quick", "--json", str(tmp_path / "run.json")]) == 0
    printed = capsys.readouterr().out
    for heading in (
        "ratios of requests a second",
        "at least 0.9",
        "a batch of 250",
        "cold start",
        "memory of a worker",
    ):
        assert heading in printed
    assert json.loads((tmp_path / "run.json").read_text("utf-8"))["measured"]["ratio"]


def test_a_batch_is_answered_alike_from_constants_and_each_entry_is_another_question() -> None:
    for batch in batches(shipped(), NOW):
        ours, constants = runners(batch, shipped(), NOW)
        assert ours() == constants()
        assert len({json.dumps(entry, sort_keys=True) for entry in batch.variables["inputs"]}) == ENTRIES
        assert ours().count(b'"__typename":"P') > ENTRIES / 2  # and no refusals


def test_no_quote_is_asked_twice() -> None:
    asked = quote_requests(shipped())
    assert len({next(asked) for _ in range(5_000)}) == 5_000
    assert len(set(payout_posts(shipped(), 5_000, PAYOUT))) == 5_000
