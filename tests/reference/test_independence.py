"""The reference stays independent: what it would share with the engine, it could not judge."""

import ast
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
MAY_IMPORT = {"ratecard.quotes.requests", "ratecard.refusals", "ratecard.money"}
MODULES = sorted(path for path in FOLDER.glob("*.py") if not path.name.startswith("test_"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.name))
def test_the_reference_imports_only_the_types_of_questions_and_refusals(path: Path) -> None:
    tree = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    imported = {node.module or "" for node in tree if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names}
    assert {name for name in imported if name.startswith("ratecard")} <= MAY_IMPORT
    others = {name for name in imported if name.startswith("tests.")}
    assert not {name for name in others if not f"{name}.".startswith("tests.reference.")}
