"""The decision log: what was asked and answered, read again by its id; and a disk that is full changes no answer."""

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.json import encode

from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings, wrong_settings
from ratecard.api.telemetry.decision_log import DecisionLog, LogSettings, append_whole, new_id
from ratecard.api.telemetry.meter import Meter, Metrics
from ratecard.book.rulebook import RuleBook
from ratecard.cases.kinds import KINDS
from ratecard.currency import CURRENCIES
from ratecard.decisions.files import the_records
from ratecard.decisions.records import (
    BY_REQUEST,
    VERSION,
    Occasion,
    WrongRecord,
    decision_of,
    read_decision,
    request_of,
)
from ratecard.instants import Instant
from ratecard.loading import load_book
from ratecard.money import Money
from ratecard.quotes.requests import Budget, Lot, PayoutRequest, PurchaseRequest, UsedBefore
from ratecard.rulefiles.values.limits import CountOf
from ratecard.showing import reader_of
from tests.api.servers import NOW, Api, serving
from tests.books import sound
from tests.cli.running import run
from tests.refusing import BOOK

AGE = 1_234
PURCHASE = """query Q($age: Int, $package: ID!) {
  purchaseQuote(input: {region: "DE", platform: "ios", packageId: $package, buyer: {age: $age}}) { __typename }
}"""


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return sound(load_book(BOOK))


def log_in(folder: Path, *, masked: bool = True, bytes_most: int = 10**6) -> tuple[DecisionLog, Metrics]:
    metrics = Metrics()
    return DecisionLog(LogSettings(folder, 1.0, masked, bytes_most), Meter(metrics)), metrics


def counted(metrics: Metrics) -> dict[tuple[str, ...], int]:
    return {(line.family.name, *line.labels): line.numbers[0] for line in metrics.counted()}


def occasion(book: RuleBook) -> Occasion:
    return Occasion(new_id(NOW), NOW, "", "finance", reader_of(book, None))


def asked(book: RuleBook, **more: Any) -> list[tuple[Any, object]]:
    request = PurchaseRequest("DE", "ios", "plain", NOW, **more)
    return [(request, KINDS["quote purchase"].ask(book, request))]


@contextmanager
def recording(book: RuleBook, folder: Path, **more: Any) -> Iterator[Api]:
    """A server that records all that it is asked."""
    settings = Settings(decisions=folder, decisions_sample="1", **more)
    with serving(CurrentBook(book), settings=settings) as api:
        yield api


def test_an_answer_names_its_record_and_explain_shows_why(book: RuleBook, tmp_path: Path) -> None:
    with recording(book, tmp_path) as api:
        first = api.post(PURCHASE, package="plain")
        again = api.post(PURCHASE, package="plain")
        refused = api.post(PURCHASE, package="nothing")
        of_member = api.post(
            '{ purchaseQuote(input: {region: "DE", platform: "ios", packageId: "member", buyer: {member: true}}) '
            "{ __typename } }"
        )
        unasked = api.post("{ ruleBook { digest } }")
    id = first.headers["Ratecard-Decision"]
    assert again.headers["Ratecard-Decision"] == id  # kept with the answer
    assert "Ratecard-Decision" not in unasked.headers
    done = run("explain", "--id", id, "--decisions", str(tmp_path), "--book", str(BOOK))
    assert done.exit_code == 0, done.output
    assert f"{id}-0" in done.stdout
    assert book.digest in done.stdout
    assert "regions/" in done.stdout  # the trace, with its places
    (told,) = json.loads(
        run("explain", "--id", f"{id}-0", "--decisions", str(tmp_path), "--book", str(BOOK), "--format", "json").stdout
    )
    assert told["figures"]["listed"]
    assert told["trace"]
    refusal, member = (answer.headers["Ratecard-Decision"] for answer in (refused, of_member))
    why = run("explain", "--id", refusal, "--decisions", str(tmp_path), "--book", str(BOOK))
    assert "UNKNOWN_PACKAGE" in why.stdout
    depends = run("explain", "--id", member, "--decisions", str(tmp_path), "--book", str(BOOK))
    assert "is masked, and the answer depends on it" in depends.stdout
    other = run("explain", "--id", id, "--decisions", str(tmp_path), "--book", "tests/cases/good/smallest")
    assert "the book at hand is another one" in other.stdout
    none = run("explain", "--id", "01NONE", "--decisions", str(tmp_path))
    assert (none.exit_code, none.stdout) == (1, "")
    assert run("explain", "--id", id).exit_code == 2


@pytest.mark.parametrize("masked", [True, False])
def test_facts_are_masked_unless_that_is_turned_off(book: RuleBook, tmp_path: Path, masked: bool) -> None:
    with recording(book, tmp_path, decisions_mask=masked) as api:
        api.post(PURCHASE, package="plain", age=AGE)
        api.post(
            '{ purchaseQuote(input: {region: "DE", platform: "ios", packageId: "plain", '
            f'facts: [{{name: "buyer.age", value: "{AGE}"}}], codes: ["SECRET"]}}) {{ __typename }} }}'
        )
    said = "".join(file.read_text("utf-8") for file in tmp_path.iterdir())
    assert said.count("\n") == 2
    assert (str(AGE) in said) is (not masked)
    assert ("SECRET" in said) is (not masked)
    assert ('"facts":"masked"' in said) is masked
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in tmp_path.iterdir())


EUR = CURRENCIES["EUR"]
QUESTIONS = [
    PurchaseRequest(
        "DE",
        "ios",
        "plain",
        Instant(NOW),
        3,
        {"buyer.age": 21, "buyer.member": True, "buyer.spent": Money(1, EUR), "a": "b"},
        used=(UsedBefore("each", CountOf(2, "units"), "plain"), UsedBefore("spent", Money(5, EUR))),
        budget=Budget(Money(100, EUR)),
        codes=("A", "B"),
    ),
    PayoutRequest(
        "DE",
        "bank",
        Instant(NOW),
        lots=(Lot(5, Instant(NOW - 5), "JP", {"lot.class": "gold"}), Lot(6, Instant(NOW))),  # type: ignore[arg-type]
        want=Money(5_000, EUR),
        used={"daily": Money(1, EUR), "monthly": 3},
        facts={"creator.age": 30},
    ),
]


@pytest.mark.parametrize("request_", QUESTIONS, ids=lambda request: type(request).__name__)
def test_a_question_is_read_as_it_was_asked(book: RuleBook, request_: Any) -> None:
    answer = KINDS["quote purchase" if isinstance(request_, PurchaseRequest) else "quote payout"].ask(book, request_)
    record = decision_of(occasion(book), 0, request_, answer, masked=False)
    assert request_of(read_decision(encode(record))) == request_
    masked = request_of(read_decision(encode(decision_of(occasion(book), 0, request_, answer, masked=True))))
    assert (masked.facts, len(masked.used)) == ({}, 0)
    assert masked.at == request_.at


def test_every_kind_of_question_can_be_recorded() -> None:
    assert len(BY_REQUEST) == len(KINDS)


def test_what_cannot_be_read_is_told(book: RuleBook, tmp_path: Path) -> None:
    log, _ = log_in(tmp_path)
    log.start()
    log.put(occasion(book), asked(book))
    log.end()
    (file,) = tmp_path.iterdir()
    line = file.read_bytes()
    id = json.loads(line)["id"]
    file.write_bytes(line + line[:-20])  # the last one is cut off
    assert [record.id for record in the_records(tmp_path, id)] == [id]
    file.write_bytes(line.replace(b'"version":1', b'"version":2'))
    with pytest.raises(WrongRecord, match=f"version 2; this Ratecard reads {VERSION}"):
        the_records(tmp_path, id)
    with pytest.raises(WrongRecord, match="cannot be read"):
        read_decision(b"{}")


def test_a_full_disk_drops_records_whole_and_counts_them(
    book: RuleBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, metrics = log_in(tmp_path)
    real = os.write

    def half(handle: int, written: bytes) -> int:
        return real(handle, written[: len(written) // 2])

    def full(_: int, __: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    log._write(occasion(book), asked(book))
    (file,) = tmp_path.iterdir()
    before = file.read_bytes()
    for write in (half, full):
        monkeypatch.setattr(os, "write", write)
        log._write(occasion(book), asked(book))
        assert file.read_bytes() == before
    monkeypatch.undo()
    log._write(occasion(book), asked(book))
    assert file.read_bytes().count(b"\n") == 2
    assert (counted(metrics)["decisions",], counted(metrics)["decisions_dropped", "disk"]) == (2, 2)
    assert not append_whole(tmp_path / "none" / "file", b"x")


def test_room_and_queue_are_bounded_and_what_does_not_fit_is_counted(book: RuleBook, tmp_path: Path) -> None:
    log, metrics = log_in(tmp_path, bytes_most=600)
    for _ in range(5):
        log._write(occasion(book), asked(book))
    written = sum(file.stat().st_size for file in tmp_path.iterdir())
    told = counted(metrics)
    assert 0 < written <= 600
    assert told["decisions",] + told["decisions_dropped", "room"] == 5
    waiting, metrics = log_in(tmp_path)
    for _ in range(1_003):  # nobody writes
        waiting.put(occasion(book), asked(book))
    assert counted(metrics)["decisions_dropped", "queue"] == 3


def test_a_fault_while_recording_is_counted_and_writing_goes_on(book: RuleBook, tmp_path: Path) -> None:
    log, metrics = log_in(tmp_path)
    log.put(occasion(book), [(object(), object())])
    log.put(occasion(book), asked(book))
    log.start()
    log.end()
    assert (counted(metrics)["decisions",], counted(metrics)["decisions_dropped", "fault"]) == (1, 1)


def test_ids_sort_by_time_and_are_of_the_alphabet_of_ulids() -> None:
    first, second = new_id(Instant(NOW)), new_id(Instant(NOW + 1))
    assert len(first) == 26
    assert first < second
    assert new_id(Instant(NOW)) != first


def test_settings_that_cannot_be_meant_are_told(tmp_path: Path) -> None:
    assert "is not a share" in (wrong_settings(Settings(decisions_sample="1 %")) or "")
    assert "is not a folder" in (wrong_settings(Settings(decisions=tmp_path / "none")) or "")
    assert wrong_settings(Settings(decisions=tmp_path, decisions_sample="0.25")) is None
