"""No import comes back to where it began: not between modules, and not between the folders of a part.

Imports inside functions count. Those for type checkers alone, under `if TYPE_CHECKING:`, do not: nothing runs them.
"""

import ast
from collections.abc import Iterator, Mapping, Set
from functools import cache
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.test_architecture import PACKAGES, TEXTS, module_of

Graph = Mapping[str, Set[str]]


def nodes_that_run(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes of a module, but those under `if TYPE_CHECKING:`."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            for other in node.orelse:
                yield other
                yield from nodes_that_run(other)
        else:
            yield node
            yield from nodes_that_run(node)


def modules_imported(text: str, modules: Set[str]) -> set[str]:
    """The modules of the package that a text imports; `from ratecard.api import bounds` imports ratecard.api.bounds."""
    names: set[str] = set()
    for node in nodes_that_run(module_of(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name their module in full"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= (whole & modules) or {str(node.module)}
    return names & modules


def import_graph(texts: Mapping[str, str]) -> dict[str, set[str]]:
    """The modules that each module imports."""
    return {module: modules_imported(text, set(texts)) - {module} for module, text in texts.items()}


def inside(folder: str, graph: Graph) -> dict[str, set[str]]:
    """The imports between what stands directly in a folder: its own modules, and its folders, each as one."""

    def part(module: str) -> str | None:
        rest = module.removeprefix(f"{folder}.")
        return None if rest == module else rest.partition(".")[0]

    edges: dict[str, set[str]] = {}
    for module, imported in graph.items():
        if (at := part(module)) is not None:
            parts = {other for name in imported if (other := part(name)) is not None}
            edges.setdefault(at, set()).update(parts - {at})
    return edges


def cycle_in(graph: Graph) -> list[str]:
    """The first circle of imports, or an empty list."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@cache
def graph() -> dict[str, set[str]]:
    """The imports of the package."""
    return import_graph(TEXTS)


FOLDERS = sorted({module.rpartition(".")[0] for module in TEXTS if "." in module} | PACKAGES)


def test_no_modules_import_one_another() -> None:
    assert len(TEXTS) > 200
    assert cycle_in(graph()) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_folders_of_a_folder_import_one_another(folder: str) -> None:
    parts = inside(folder, graph())
    assert parts or folder == "ratecard.refusals"
    assert cycle_in(parts) == []


def test_a_circle_of_modules_is_found() -> None:
    texts = {"ratecard.a": "from ratecard import b", "ratecard.b": "def late():\n    from ratecard.a import A"}
    assert set(cycle_in(import_graph(texts))) == {"ratecard.a", "ratecard.b"}


def test_a_circle_of_folders_is_found_where_their_modules_have_none() -> None:
    texts = {"ratecard.a.x": "import ratecard.b.y", "ratecard.b.y": "", "ratecard.b.z": "import ratecard.a.x"}
    assert cycle_in(import_graph(texts)) == []
    assert set(cycle_in(inside("ratecard", import_graph(texts)))) == {"a", "b"}


def test_what_only_type_checkers_import_makes_no_circle() -> None:
    texts = {"ratecard.a": "import ratecard.b", "ratecard.b": "if TYPE_CHECKING:\n    from ratecard.a import A"}
    assert cycle_in(import_graph(texts)) == []
