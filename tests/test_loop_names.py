"""Loop variables say what they are: a region, a line, a lot; not just that there is something."""

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
SAYING_NOTHING = frozenset({"each", "found", "held", "one"})

Loop = ast.For | ast.AsyncFor | ast.comprehension


def loop_names(text: str) -> list[str]:
    """The variables of loops, comprehensions and lambdas of a module that say nothing, with their lines: "7: each"."""
    names: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Loop):
            names += [(part.lineno, part.id) for part in ast.walk(node.target) if isinstance(part, ast.Name)]
        elif isinstance(node, ast.Lambda):
            names += [(argument.lineno, argument.arg) for argument in node.args.args]
    return [f"{line}: {name}" for line, name in sorted(names) if name in SAYING_NOTHING]


def test_loop_variables_are_nouns() -> None:
    modules = sorted(SOURCE.rglob("*.py"))
    assert len(modules) > 300
    breaches = [
        f"{path.relative_to(SOURCE)}:{name}" for path in modules for name in loop_names(path.read_text("utf-8"))
    ]
    assert breaches == [], "\n".join(breaches)


def test_the_check_finds_them_wherever_they_are_bound() -> None:
    text = """
for each in lots:
    pairs = {path: found for path, found in lots}
async def later():
    async for (one, two) in lots:
        held = sorted(lots, key=lambda each: each.id)
"""
    assert loop_names(text) == ["2: each", "3: found", "5: one", "6: each"]
