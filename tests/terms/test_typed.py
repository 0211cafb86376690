"""Terms read values by typed readers: nothing is asserted of a type, and no type is waved through."""

import ast
import io
import tokenize
from pathlib import Path

import pytest

import ratecard.terms.values

FOLDER = Path(ratecard.terms.values.__file__).parent


@pytest.mark.parametrize("module", sorted(path.name for path in FOLDER.glob("*.py")))
def test_no_type_is_asserted_or_ignored(module: str) -> None:
    text = (FOLDER / module).read_text("utf-8")
    asserts = [node.lineno for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Assert)]
    comments = [
        token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type == tokenize.COMMENT
    ]
    assert asserts == []
    assert [comment.start[0] for comment in comments if comment.string.startswith("# type:")] == []
