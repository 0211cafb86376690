"""The lists of CONTRIBUTING.md have the right answers to the five tasks of its bar, and say what goes where."""

import re

import pytest

from tests.contributing.answers import TASKS, Task
from tests.contributing.pages import CONTRIBUTING, exists, files_of, items, sections

LISTS = (
    *("A key", "A tax rule", "A refusal", "A diagnostic", "A quote"),
    *("An output: another figure of an answer", "An output: another format of diagnostics"),
)

every_task = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.list_of)


@every_task
def test_a_list_names_the_files_of_its_task_in_order(task: Task) -> None:
    listed = [path for item in files_of(task.list_of, task.names) for path in item]
    assert [path for path in listed if path in task.files] == list(task.files)


@every_task
def test_each_item_of_a_list_has_a_file_of_its_task(task: Task) -> None:
    for number, listed in enumerate(files_of(task.list_of, task.names), 1):
        assert set(listed) & set(task.files), f"item {number} of {task.list_of} is not in the answer"


@every_task
def test_an_answer_names_files_that_exist_but_for_the_new_ones(task: Task) -> None:
    assert {path for path in task.files if not exists(path)} == task.new


@pytest.mark.parametrize("heading", LISTS)
def test_each_item_says_what_goes_into_its_file(heading: str) -> None:
    listed = items(sections(CONTRIBUTING)[heading])
    assert len(listed) >= 4
    for item, paths in zip(listed, files_of(heading, {}), strict=True):
        assert paths, item
        assert re.search(r"\w.*\.$", item.partition(": ")[2]), item


def test_the_page_has_a_list_for_all_that_is_added() -> None:
    asked = [heading for heading in sections(CONTRIBUTING) if heading.startswith(("A ", "An "))]
    assert asked == list(LISTS)
