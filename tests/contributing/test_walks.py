"""Each walk of docs/architecture.md is gone: what it names is called, in the order in which it names it."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from ratecard.api.current import CurrentBook
from ratecard.book.memo import Memo
from ratecard.loading import load_texts
from tests.api.servers import serving
from tests.books import Texts, shipped_texts, sound, write_texts
from tests.cli.running import run
from tests.contributing.forms import french_texts
from tests.contributing.pages import ARCHITECTURE, block, functions_in, sections
from tests.contributing.tracing import Calls, calls_of, watched

COMMAND_LINE, GRAPHQL = "A price, on the command line", "A price, over GraphQL"
PAYOUT, DIAGNOSTIC = "A payout", "A diagnostic"


def japanese_texts() -> Texts:
    """The shipped rules with Japan alone."""
    texts = shipped_texts()
    return {file: text for file, text in texts.items() if file.startswith("rules/") or file == "regions/jp.yaml"}


def command(section: str, texts: Texts, folder: Path, code: int = 0) -> Callable[[], None]:
    """What runs the command that a walk shows, with a book of these texts; its exit code is looked at."""
    program, *arguments = shlex.split(block(section, "console").removeprefix("$ "))
    assert program == "ratecard"
    book = str(write_texts(folder, texts))

    def asked() -> None:
        with patch("tests.cli.running.MEMO", Memo()):  # all is built anew, as by the command itself
            result = run(*arguments, "--book", book)
        assert result.exit_code == code, result.output

    return asked


def walked(section: str, calls: Calls) -> None:
    """Asserts that the functions of a walk were called in its order. There are enough of them to be a walk."""
    named = functions_in(section)
    assert len(named) >= 8
    assert calls.breaches(named) == []


def test_a_price_on_the_command_line(tmp_path: Path) -> None:
    section = sections(ARCHITECTURE)[COMMAND_LINE]
    walked(section, calls_of(command(section, french_texts(), tmp_path)))


def test_a_payout(tmp_path: Path) -> None:
    section = sections(ARCHITECTURE)[PAYOUT]
    walked(section, calls_of(command(section, japanese_texts(), tmp_path)))


def test_a_diagnostic(tmp_path: Path) -> None:
    section = sections(ARCHITECTURE)[DIAGNOSTIC]
    mistake = re.search(r"In `(\S+)`, somebody writes `(\S+)` for `(\S+)`", section)
    assert mistake is not None
    file, wrong, right = mistake.groups()
    texts = french_texts()
    assert texts[file].count(right) == 1
    texts[file] = texts[file].replace(right, wrong)
    walked(section, calls_of(command(section, texts, tmp_path, code=1)))


def test_a_price_over_graphql() -> None:
    section = sections(ARCHITECTURE)[GRAPHQL]
    book = sound(load_texts(french_texts()))
    with watched() as calls, serving(CurrentBook(book)) as api:
        calls.first.clear()
        quote = api.ask(block(section, "graphql"))["purchaseQuote"]
    assert quote["price"]["listed"]["amount"] == "13.99"
    walked(section, calls)


def test_a_function_that_is_not_called_or_too_early_is_found() -> None:
    calls = Calls()
    calls.first = {"a.b": 0, "a.c": 1, "a.d": 2}
    assert calls.breaches(["a.b", "a.d"]) == []
    assert calls.breaches(["a.d", "a.c", "a.x"]) == ["a.x is not called", "a.c is called before a.d"]


@pytest.mark.parametrize("heading", [COMMAND_LINE, GRAPHQL, PAYOUT, DIAGNOSTIC])
def test_each_walk_is_on_the_page(heading: str) -> None:
    assert heading in sections(ARCHITECTURE)
