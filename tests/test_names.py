"""A name of the engine stands for one thing: no class or type alias has the name of another one elsewhere."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "ratecard"
FACES = ("api/types/", "python/", "answers/")
"""What shows the engine's things: a type of the API that is called as the engine calls what it shows is right."""

EXCEPTIONS = {
    "Audience": "api/audience.py is the API's enum of the audiences in audience.py: the same idea, as in api/types",
}
"""Names that may stand twice outside of the faces, each with the reason."""


def alias(statement: ast.stmt) -> tuple[str, ast.expr] | None:
    """The name and the meaning of a type alias, `Rates = dict[str, Rate]`; None for anything else, as a TypeVar."""
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            is_variable = isinstance(value, ast.Call) and ast.unparse(value.func).endswith("TypeVar")
            return (name, value) if name[0].isupper() and not name.isupper() and not is_variable else None
    return None


def named_in(module: str, text: str) -> Iterator[tuple[str, str]]:
    """The public classes and type aliases of a module, each with what it stands for.

    A class, and a type that is made by a call, stands only for itself. Aliases that are written alike stand for the
    same: ("Inputs", "tuple[Input | Step, ...]").
    """
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, f"a class of {module}"
    for name, value in filter(None, map(alias, tree.body)):
        yield name, f"a type of {module}" if isinstance(value, ast.Call) else ast.unparse(value)


def twice(modules: Mapping[str, str]) -> dict[str, list[str]]:
    """The names that stand for more than one thing in these texts by module, each with what it stands for."""
    meanings: dict[str, set[str]] = {}
    for module, text in modules.items():
        for name, meaning in named_in(module, text):
            meanings.setdefault(name, set()).add(meaning)
    return {name: sorted(meant) for name, meant in sorted(meanings.items()) if len(meant) > 1}


def engine() -> dict[str, str]:
    """The text of each module that is no face, by its path below src/ratecard."""
    paths = {path.relative_to(SOURCE).as_posix(): path for path in sorted(SOURCE.rglob("*.py"))}
    return {module: path.read_text("utf-8") for module, path in paths.items() if not module.startswith(FACES)}


def test_no_name_of_the_engine_stands_for_two_things() -> None:
    modules = engine()
    assert len(modules) > 300
    found = twice(modules)
    assert {name: meant for name, meant in found.items() if name not in EXCEPTIONS} == {}
    assert set(EXCEPTIONS) <= set(found), "an exception that is none any more"


def test_the_check_finds_a_class_and_an_alias_of_one_name() -> None:
    one = ["class Gap:", "    class Kind: ...", "Plan = int", "T = TypeVar('T')", "Pair: TypeAlias = tuple[int, int]"]
    other = ["class Gap: ...", "Kind = str", "Plan = int", "T = TypeVar('T', bound=int)", "Pair = tuple[int, str]"]
    modules = {
        "a.py": "\n".join([*one, "Day = NewType('Day', str)", "MOST = 1"]),
        "b.py": "\n".join([*other, "Day = NewType('Day', str)", "MOST = 2"]),
        "c.py": "class _Gap: ...",
        "d.py": "class _Gap: ...",
    }
    assert twice(modules) == {
        "Day": ["a type of a.py", "a type of b.py"],
        "Gap": ["a class of a.py", "a class of b.py"],
        "Kind": ["a class of a.py", "str"],
        "Pair": ["tuple[int, int]", "tuple[int, str]"],
    }
