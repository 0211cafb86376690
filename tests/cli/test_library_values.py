"""Answers on the command line name the library's values that decided them."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.book.test_library import BOOK, world
from tests.cases.smallest import CASES
from tests.cli.running import run, run_json
from tests.diagnostics.test_run import written
from tests.quotes.tracing.test_library_values import BY_COINS, CUT, DE, EARNING, SHOPS, TAXED

WHERE = ("--region", "DE", "--platform", "ios")
FINANCE = tuple(sorted((*TAXED, *CUT, "tax.collected_by")))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[str]:
    """A book on the small library, which counts as the installed one."""
    texts = {"rules/book.yaml": BOOK + SHOPS, "regions/de.yaml": f"region: DE\n{DE}\n{EARNING}{BY_COINS}"}
    with patch("ratecard.loading.world.installed_world", return_value=world()):
        yield str(written(tmp_path, texts))


def test_programs_read_them_in_every_answer(book: str) -> None:
    more = ("--book", book, "--at", "2026-06-01")
    bought = run_json("quote", "purchase", *WHERE, "--package", "c", *more)
    assert bought["libraryValues"] == list(FINANCE)
    assert run_json("prices", *WHERE, *more)["libraryValues"] == list(FINANCE)
    gift = run_json("quote", "gift", *WHERE, "--creator-region", "DE", "--gift", "rose", *more)
    assert gift["libraryValues"] == ["currency"]
    paid = run_json("quote", "payout", "--region", "DE", "--method", "bank", "--diamonds", "500", *more)
    assert paid["libraryValues"] == ["currency", "payouts.rounding", "payouts.value_by"]


def test_people_read_them_below_an_explanation(book: str) -> None:
    shown = run("explain", "purchase", *WHERE, "--package", "c", "--book", book, "--at", "2026-06-01").stdout
    assert f"of the library of the world: {', '.join(FINANCE)}\n" in shown
    assert "world/regions/de.yaml:5:57" in shown
    gift = ("explain", "gift", *WHERE, "--creator-region", "DE", "--gift", "rose", "--book", book)
    assert "of the library of the world: currency\n" in run(*gift, "--at", "2026-06-01").stdout
    paid = ("explain", "payout", "--region", "DE", "--method", "bank", "--diamonds", "500", "--book", book)
    assert "of the library of the world: currency, payouts.rounding" in run(*paid, "--at", "2026-06-01").stdout


def test_a_book_without_a_library_has_none() -> None:
    own = ("--book", str(CASES / "good" / "smallest"), "--at", "2026-06-01")
    assert run_json("prices", *WHERE, *own)["libraryValues"] == []
    shown = run("explain", "purchase", *WHERE, "--package", "coins_100", *own)
    assert shown.exit_code == 0, shown.output
    assert "library of the world" not in shown.stdout
