"""The files of a decision log: one for each day and worker, a record a line, found again by the record's id."""

from collections.abc import Iterator
from pathlib import Path

from ratecard.decisions.records import Decision, WrongRecord, read_decision
from ratecard.instants import Instant, datetime_of


def file_name(time: Instant, place: int) -> str:
    """The file of an instant's day, in UTC, and of the worker at a place: decisions-2026-07-01-0.jsonl."""
    return f"decisions-{datetime_of(time):%Y-%m-%d}-{place}.jsonl"


def files_of(folder: Path, place: int | None = None) -> list[Path]:
    """The files of a log, by day; with a place those of one worker."""
    return sorted(folder.glob(f"decisions-*-{'*' if place is None else place}.jsonl"))


def found_by_id(folder: Path, id: str) -> Iterator[Decision]:
    """The records with this id, or of the operation with it, in order. Raises WrongRecord and OSError.

    A last line that was cut off, as by a machine that stopped, is passed over.
    """
    wanted = id.encode()
    for line in _lines(folder):
        if wanted in line and line.endswith(b"\n"):
            decision = read_decision(line)
            if id in (decision.id, decision.id.rpartition("-")[0]):
                yield decision


def _lines(folder: Path) -> Iterator[bytes]:
    for file in files_of(folder):
        with file.open("rb") as lines:
            yield from lines


def the_records(folder: Path, id: str) -> list[Decision]:
    """The same, at least one. Raises WrongRecord, also where there is none or the folder cannot be read."""
    try:
        records = list(found_by_id(folder, id))
    except OSError as error:
        raise WrongRecord(f"{folder} cannot be read: {error.strerror}") from None
    if not records:
        raise WrongRecord(f"no record in {folder} has the id {id}; it may not have been sampled, or was dropped")
    return records
