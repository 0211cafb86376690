"""What docs/architecture.md says is so: what it names exists, the orders are the tested ones, the forms are real."""

import re
from pathlib import Path

import pytest

from tests.contributing.forms import KEPT, rewritten
from tests.contributing.pages import (
    ARCHITECTURE,
    PACKAGE,
    PAGES,
    block,
    exists,
    names_in,
    paths_in,
    rows,
    sections,
    unknown,
)
from tests.test_architecture import CHECKOUT, ORDER, ORDER_OF_FOLDERS

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(CHECKOUT).as_posix())


@every_page
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    links = [target for target in re.findall(r"\]\(([^)#:]+)\)", text) if not (page.parent / target).exists()]
    assert [path for path in paths_in(text) if not exists(path)] + links == []


@every_page
def test_every_name_of_the_package_on_a_page_means_something(page: Path) -> None:
    assert unknown(names_in(page.read_text("utf-8"))) == []


def test_a_name_or_path_that_is_not_there_is_found() -> None:
    assert names_in("`book.building.build`, `regions/fr.yaml`, `a.b`") == ["book.building.build"]
    assert paths_in("`book.building.build`, `regions/fr.yaml`, `terms/`") == ["regions/fr.yaml", "terms/"]
    wrong = ["book.building.built", "book.buildings.build", "book.rulebook.RuleBook.markt"]
    assert unknown([*wrong, "book.rulebook.RuleBook.market", "terms.tax"]) == wrong
    assert exists("terms/KEY.py")
    assert not exists("term/KEY.py")
    assert not exists("regions/xx.yaml")


def test_the_page_has_the_tested_order_of_imports() -> None:
    shown = block(ARCHITECTURE.read_text("utf-8"), "text order").splitlines()
    assert shown == [" ".join(name or "ratecard" for name in names) for names in ORDER]
    folders = block(ARCHITECTURE.read_text("utf-8"), "text folders").splitlines()
    assert folders == [f"{part}: {' '.join(order)}" for part, order in ORDER_OF_FOLDERS.items()]


def test_the_page_says_of_every_folder_of_the_package_what_it_is_for() -> None:
    told = {row[0].strip("`"): row[1] for row in rows(sections(ARCHITECTURE)["Folders"])}
    folders = {path.parent for path in PACKAGE.rglob("*.py")} - {PACKAGE}
    assert set(told) == {f"{folder.relative_to(CHECKOUT).as_posix()}/" for folder in folders}
    assert all(told.values())


def test_the_page_shows_the_forms_that_a_price_takes() -> None:
    text = ARCHITECTURE.read_text("utf-8")
    assert rewritten(text) == text, "run python -m tests.contributing.forms"


def test_each_stage_has_a_form_and_names_the_function_that_makes_it() -> None:
    stages = rows(sections(ARCHITECTURE)["Stages"])
    shown = re.findall(r"^```text (\w+)$", sections(ARCHITECTURE)["One price in each form"], re.MULTILINE)
    assert [row[0] for row in stages] == shown
    named = " ".join(row[3] for row in stages)
    made_elsewhere = {"terms.prices.plain_price_terms", "book.rulebook.RuleBook.market"}
    assert [name for name in KEPT if f"`{name}`" not in named and name not in made_elsewhere] == []
