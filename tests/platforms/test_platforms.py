"""Real systems as books: each is sound, and answers with the figures that were published of it."""

from collections.abc import Iterator

import pytest
import yaml

from ratecard.cases.running import run
from ratecard.diagnostics.diagnostic import Severity
from tests.platforms.published import PAGE, SYSTEMS, cases_of, figures_of, loaded, rule_texts, with_table

SYSTEMS_LEAST = 12
FIGURES_LEAST = 200
OF_THE_BOOK = ("order", "extra_digits", "name")
"""Keys of numbers that no page states: how things are ordered and shown. So is the day on which a file begins."""


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_system_is_a_sound_book_that_answers_as_published(system: str) -> None:
    book, cases = loaded(system).book, cases_of(system)
    errors = [found.sentence for found in loaded(system).diagnostics if found.severity is Severity.ERROR]
    assert errors == []
    assert cases.diagnostics == ()
    assert book is not None
    failed = [(result.case.sentence, result.differences) for result in run(book, cases.cases) if not result.passed]
    assert failed == []
    assert len({case.sentence for case in cases.cases}) == len(cases.cases)


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_number_says_where_it_was_read(system: str) -> None:
    """A price, a share or a limit without a source would be a number that somebody made up."""
    files = {name: yaml.load(text, yaml.BaseLoader) for name, text in rule_texts(system).items()}
    assert [f"{name}: {path}" for name, tree in files.items() for path in unsourced(tree)] == []


def unsourced(node: object, path: str = "") -> Iterator[str]:
    """The paths of numbers below no `source:`, without those that are of the book itself and of nobody's page."""
    if isinstance(node, dict) and "source" not in node:
        for key, below in node.items():
            if key not in OF_THE_BOOK and (path, key) != ("", "begins"):
                yield from unsourced(below, f"{path}.{key}")
    elif isinstance(node, str) and node[:1].isdigit():
        yield path


def test_there_are_as_many_systems_and_figures_as_were_asked_for() -> None:
    assert len(SYSTEMS) >= SYSTEMS_LEAST
    assert sum(map(figures_of, SYSTEMS)) >= FIGURES_LEAST


def test_the_page_shows_the_books_as_they_are() -> None:
    """Else write it anew: python -m tests.platforms.published."""
    page = PAGE.read_text("utf-8")
    assert with_table(page) == page
