"""Loading from Python: a book with its warnings, or one exception with all that is wrong."""

import pickle
from pathlib import Path

import pytest

import ratecard
from ratecard.diagnostics.diagnostic import Severity
from ratecard.money import Money
from tests.books import hard_texts, write_texts
from tests.cli.running import run


def broken(folder: Path) -> Path:
    """A book with two errors, in two files."""
    texts = hard_texts()
    texts["regions/de.yaml"] = texts["regions/de.yaml"].replace("coins_1000: 13.99", "coins_1000: 13,99")
    texts["regions/jp.yaml"] = texts["regions/jp.yaml"].replace("currency: JPY", "currency: JYP")
    return write_texts(folder, texts)


def test_a_book_with_errors_raises_all_of_them_at_once_as_check_prints_them(tmp_path: Path) -> None:
    folder = broken(tmp_path)
    with pytest.raises(ratecard.InvalidBook) as raised:
        ratecard.load(folder)
    errors = [found for found in raised.value.diagnostics if found.severity is Severity.ERROR]
    assert {found.code for found in errors} == {"decimal-comma", "unknown-currency"}
    assert {found.place.file for found in errors if found.place} == {"regions/de.yaml", "regions/jp.yaml"}
    assert run("check", "--book", str(folder)).stdout.strip() == str(raised.value).strip()
    assert "^^^^^ write 13.99" in str(raised.value)
    assert pickle.loads(pickle.dumps(raised.value)).diagnostics == raised.value.diagnostics


def test_a_folder_without_rules_says_so(tmp_path: Path) -> None:
    with pytest.raises(ratecard.InvalidBook, match="holds no rules/ and regions/"):
        ratecard.load(tmp_path / "nowhere")


def test_a_folder_may_be_a_text(tmp_path: Path) -> None:
    folder = write_texts(tmp_path, hard_texts())
    assert ratecard.load(str(folder)).digest == ratecard.load(folder).digest


def test_warnings_stand_in_the_book(tmp_path: Path) -> None:
    folder = write_texts(tmp_path, hard_texts())
    assert ratecard.load(folder).warnings == ()
    (folder / "rules" / "prices.xlsx").write_bytes(b"")
    (warning,) = ratecard.load(folder).warnings
    assert (warning.code, warning.severity) == ("misplaced-file", Severity.WARNING)


def test_the_markets_of_a_book_are_named(book: ratecard.Book) -> None:
    assert ("DE", "ios") in book.markets
    assert book.markets == tuple(sorted(book.markets))


def test_every_name_of_the_package_is_found_and_no_other() -> None:
    for name in ratecard.__all__:
        assert getattr(ratecard, name) is not None
    assert ratecard.Money is Money
    with pytest.raises(AttributeError, match="no attribute 'laod'"):
        ratecard.laod  # type: ignore[attr-defined]  # noqa: B018
