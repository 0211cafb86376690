"""The package keeps its shape: imports never point back, and the engine stays pure.

Each check is a function from the text of one module to the breaches in it, so that it can also be shown to fail.
"""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
SOURCE = CHECKOUT / "src"

# The order in which modules may import: their own stage and the stages above it in this list.
ORDER: tuple[tuple[str, ...], ...] = (
    ("money", "ranges", "rounding", "currency", "instants", "audience"),
    ("diagnostics",),
    ("rulefiles",),
    ("refusals",),
    ("terms",),
    ("book",),
    ("keys",),
    ("quotes",),
    ("guards",),
    ("files", "shipped", "loading", "packing"),
    ("showing", "schemas"),
    ("answers", "questions"),
    ("cases", "rates", "sheets", "calendar", "signing"),
    ("newbooks", "plan", "drift", "shadow", "tables", "decisions"),
    ("waves",),
    ("live",),
    ("python",),
    ("api",),
    ("cli",),
    ("__main__", ""),
)
# The order of the folders of a part: modules that stand in none of them come first.
ORDER_OF_FOLDERS: dict[str, tuple[str, ...]] = {
    "rulefiles": ("values", "text", "keys", "stating", "editors", "rewriting"),
    "quotes": ("purchases", "exchanges", "gifts", "payouts", "tracing"),
    "api": ("types", "documents", "callers", "telemetry", "http", "static", "serving"),
}

POSITIONAL_MOST = 8

STAGE = {name: index for index, names in enumerate(ORDER) for name in names}
FOUNDATION = frozenset(ORDER[0])
ENGINE = frozenset(name for name, stage in STAGE.items() if stage <= STAGE["guards"])

COUNTS_MONEY = FOUNDATION | {"terms", "book", "quotes", "guards"}

# `locale` stands beside the order: it knows amounts and dates, and the rim knows it.
LOCALE_MAY_IMPORT = FOUNDATION | {"locale"}
MAY_IMPORT_LOCALE = frozenset(
    {
        "locale",
        "loading",
        "showing",
        "answers",
        "cases",
        "sheets",
        "newbooks",
        "shadow",
        "tables",
        "python",
        "api",
        "cli",
    }
)

# What the engine may import beside itself and the standard library, less the parts of it that meet the world.
ENGINE_LIBRARIES = frozenset({"msgspec"})
RULEFILES_MAY_ALSO = frozenset({"yaml"})
ENGINE_NEVER = frozenset(
    {"asyncio", "glob", "http", "importlib", "io", "locale", "os", "random", "secrets", "shutil", "socket"}
    | {"subprocess", "tempfile", "time", "urllib"}
)
INSTANTS_MAY_ALSO = frozenset({"importlib"})  # reads the time zones of the tzdata package

CLOCKS = frozenset(
    {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.monotonic"}
)
FILE_METHODS = frozenset({"open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob"})

# What may be loaded by a command that needs no server: what it uses, and what that is made of.
LOADED_WITHOUT_SERVER = frozenset(
    {"ratecard", "yaml", "_yaml", "msgspec", "tzdata", "babel", "rich", "rich_click", "click"}
    | {"colorama", "markdown_it", "mdurl", "pygments", "typing_extensions"}
)
COMMANDS_WITHOUT_SERVER = (
    "check",
    "markets",
    "prices --region DE --platform ios --locale de",
    "quote purchase --region US --platform ios --package coins_1000 --quantity 2",
    "explain purchase --region US --platform ios --package coins_1000 --quantity 2",
)

Check = Callable[[str, str], list[str]]


def name_of(path: Path) -> str:
    """The dotted name of a module file: "ratecard.book" for src/ratecard/book/__init__.py."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted((SOURCE / "ratecard").rglob("*.py"))}
PACKAGES = frozenset(name for name, path in MODULES.items() if path.name == "__init__.py")
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}


@cache
def nodes_of(text: str) -> tuple[ast.AST, ...]:
    """All nodes of a module's text, as `ast.walk` orders them: each text is parsed once, and not once a check."""
    return tuple(ast.walk(ast.parse(text)))


def module_of(text: str) -> ast.Module:
    """The module that a text spells: the first of its nodes."""
    module = nodes_of(text)[0]
    assert isinstance(module, ast.Module)
    return module


def part_of(module: str) -> str:
    """The part of the package that a module belongs to: "book" for ratecard.book.merge, "" for ratecard itself."""
    return module.partition(".")[2].partition(".")[0]


def imports_in(module: str, text: str) -> Iterator[tuple[int, str]]:
    """Each line and dotted name that a module imports, wherever in it the import stands."""
    for node in nodes_of(text):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                levels = node.level - 1 if module in PACKAGES else node.level
                package = module.split(".")[: -levels or None]
                base = ".".join([*package, base] if base else package)
            if base == "ratecard":
                yield from ((node.lineno, f"ratecard.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, base


def dotted(node: ast.expr) -> str:
    """The name that an expression spells, "datetime.datetime.now", or "" where it is none."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (owner := dotted(node.value)):
        return f"{owner}.{node.attr}"
    return ""


def imports_pointing_back(module: str, text: str) -> list[str]:
    part = part_of(module)
    breaches = []
    if part and part not in STAGE and part != "locale":
        breaches.append(f"{module} is in no stage; give it its place in ORDER")
    for line, target in imports_in(module, text):
        other = part_of(target)
        if target.partition(".")[0] != "ratecard" or other in {"", "__version__"}:
            continue
        if part == "locale":
            allowed = other in LOCALE_MAY_IMPORT
        elif other == "locale":
            allowed = part in MAY_IMPORT_LOCALE
        else:
            allowed = STAGE.get(other, len(ORDER)) <= STAGE.get(part, -1)
        if not allowed:
            breaches.append(f"{module}:{line} imports {target}")
    return breaches


def folders_pointing_back(module: str, text: str) -> list[str]:
    """Imports inside one part from a folder that comes later; modules of the part's own come before its folders."""
    part = part_of(module)
    order = ORDER_OF_FOLDERS.get(part)
    if order is None:
        return []

    def position(name: str) -> int:
        folder = name.removeprefix(f"ratecard.{part}.").partition(".")[0]
        return order.index(folder) + 1 if folder in order else 0

    return [
        f"{module}:{line} imports {target}"
        for line, target in imports_in(module, text)
        if target.startswith(f"ratecard.{part}.") and position(target) > position(module)
    ]


def values_by_position(module: str, text: str) -> list[str]:
    return [
        f"{module}:{node.lineno} gives {len(node.args)} values by position to {ast.unparse(node.func)}"
        for node in nodes_of(text)
        if isinstance(node, ast.Call) and len(node.args) > POSITIONAL_MOST
    ]


def fields_of(node: ast.ClassDef) -> list[str]:
    """What a class is made of: the parameters of its `__init__`, or its own fields."""
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and part.name == "__init__":
            return [argument.arg for argument in (*part.args.args[1:], *part.args.kwonlyargs)]
    own = [
        part.target.id for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    ]
    return [name for name in own if not name.isupper()]


@cache
def wide_classes() -> frozenset[str]:
    """The names of the package's classes that have many fields."""
    classes = [node for text in TEXTS.values() for node in nodes_of(text) if isinstance(node, ast.ClassDef)]
    return frozenset(node.name for node in classes if len(fields_of(node)) > POSITIONAL_MOST)


def stars_into_wide_classes(module: str, text: str) -> list[str]:
    """A starred argument stands for any number: into a class of many fields each value goes by its name."""
    return [
        f"{module}:{node.lineno} gives {ast.unparse(starred)} by position to {ast.unparse(node.func)}"
        for node in nodes_of(text)
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in wide_classes()
        for starred in node.args
        if isinstance(starred, ast.Starred)
    ]


def libraries_in_the_engine(module: str, text: str) -> list[str]:
    if part_of(module) not in ENGINE:
        return []
    allowed = (sys.stdlib_module_names - ENGINE_NEVER) | ENGINE_LIBRARIES | {"ratecard"}
    allowed |= {"instants": INSTANTS_MAY_ALSO, "rulefiles": RULEFILES_MAY_ALSO}.get(part_of(module), frozenset())
    return [
        f"{module}:{line} imports {target}"
        for line, target in imports_in(module, text)
        if target.partition(".")[0] not in allowed
    ]


def clocks_and_files_in_the_engine(module: str, text: str) -> list[str]:
    if part_of(module) not in ENGINE:
        return []
    breaches = []
    for node in nodes_of(text):
        if isinstance(node, ast.Attribute) and ".".join(dotted(node).split(".")[-2:]) in CLOCKS:
            breaches.append(f"{module}:{node.lineno} reads the clock: {dotted(node)}")
        if isinstance(node, ast.Call):
            called = node.func
            opens = isinstance(called, ast.Name) and called.id == "open"
            reads = isinstance(called, ast.Attribute) and called.attr in FILE_METHODS
            if opens or (reads and part_of(module) != "instants"):
                breaches.append(f"{module}:{node.lineno} touches a file: {ast.unparse(called)}")
    return breaches


def floats(module: str, text: str) -> list[str]:
    if part_of(module) == "api":
        return []
    breaches = []
    for node in nodes_of(text):
        if isinstance(node, ast.Call) and dotted(node.func) == "float":
            breaches.append(f"{module}:{node.lineno} calls float")
        elif isinstance(node, ast.Constant) and isinstance(node.value, float) and part_of(module) in COUNTS_MONEY:
            breaches.append(f"{module}:{node.lineno} holds the float {node.value}")
    return breaches


def without_docstring(module: str, text: str) -> list[str]:
    return [] if ast.get_docstring(module_of(text)) else [f"{module} does not say what it is"]


def structs_that_change(module: str, text: str) -> list[str]:
    """What the engine answers and what it is made of stay as they are: callers share them, and caches keep them."""
    if part_of(module) not in ENGINE:
        return []
    return [
        f"{module}.{node.name} is not frozen"
        for node in nodes_of(text)
        if isinstance(node, ast.ClassDef)
        and "msgspec.Struct" in map(dotted, node.bases)
        and not any(each.arg == "frozen" and ast.unparse(each.value) == "True" for each in node.keywords)
    ]


CHECKS: tuple[Check, ...] = (
    imports_pointing_back,
    folders_pointing_back,
    values_by_position,
    stars_into_wide_classes,
    libraries_in_the_engine,
    clocks_and_files_in_the_engine,
    floats,
    without_docstring,
    structs_that_change,
)


@pytest.mark.parametrize("check", CHECKS)
def test_every_module_keeps_the_agreed_shape(check: Check) -> None:
    assert "ratecard.money" in MODULES
    breaches = [breach for name, text in TEXTS.items() for breach in check(name, text)]
    assert not breaches, "\n".join(breaches)


@pytest.mark.parametrize(
    ("check", "module", "text"),
    [
        (imports_pointing_back, "ratecard.terms.tax", "from ratecard.book.market import Market"),
        (imports_pointing_back, "ratecard.terms.tax", "import ratecard.quotes"),
        (imports_pointing_back, "ratecard.terms.tax", "from ratecard import guards"),
        (imports_pointing_back, "ratecard.terms.tax", "from ..book import market"),
        (imports_pointing_back, "ratecard.money", "def late():\n    from ratecard.diagnostics.diagnostic import Place"),
        (imports_pointing_back, "ratecard.guards.bulk", "from ratecard.loading import load"),
        (imports_pointing_back, "ratecard.loading", "from ratecard.showing import shown"),
        (imports_pointing_back, "ratecard.api.types.schema", "from ratecard.cli.main import main"),
        (imports_pointing_back, "ratecard.quotes.purchases.quoting", "from ratecard.locale.amounts import formatted"),
        (imports_pointing_back, "ratecard.locale.amounts", "from ratecard.diagnostics.diagnostic import Place"),
        (imports_pointing_back, "ratecard.locale.amounts", "from ratecard.terms.tax import TaxTerms"),
        (imports_pointing_back, "ratecard.python.book", "from ratecard.api.types.schema import SCHEMA"),
        (imports_pointing_back, "ratecard.quotes.gifts", "from ratecard import load"),
        (imports_pointing_back, "ratecard.helpers", "x = 1"),
        (libraries_in_the_engine, "ratecard.terms.tax", "from babel.numbers import format_currency"),
        (folders_pointing_back, "ratecard.quotes.purchases.runs", "from ratecard.quotes.gifts.worth import Worth"),
        (folders_pointing_back, "ratecard.api.http.gate", "from ratecard.api.serving.settings import Settings"),
        (folders_pointing_back, "ratecard.api.context", "from ratecard.api.types.scalars import LocaleTag"),
        (folders_pointing_back, "ratecard.quotes.requests", "from ratecard.quotes.purchases.runs import Run"),
        (folders_pointing_back, "ratecard.rulefiles.values.types", "from ratecard.rulefiles.text.nodes import Node"),
        (folders_pointing_back, "ratecard.rulefiles.nearby", "from ratecard.rulefiles.text.nodes import Mapping"),
        (values_by_position, "ratecard.quotes.purchases.runs", "run = Run(1, 2, 3, 4, 5, 6, 7, 8, 9)"),
        (stars_into_wide_classes, "ratecard.api.http.incoming", "headers = Headers(repeated, *found)"),
        (stars_into_wide_classes, "ratecard.book.building", "bound = regions.BoundRegion(*around, place)"),
        (libraries_in_the_engine, "ratecard.quotes.purchases.quoting", "import strawberry"),
        (libraries_in_the_engine, "ratecard.quotes.purchases.quoting", "import time"),
        (libraries_in_the_engine, "ratecard.diagnostics.text", "def show():\n    import rich.console"),
        (clocks_and_files_in_the_engine, "ratecard.quotes.purchases.quoting", "now = datetime.now(UTC)"),
        (clocks_and_files_in_the_engine, "ratecard.quotes.purchases.quoting", "clock = datetime.datetime.utcnow"),
        (clocks_and_files_in_the_engine, "ratecard.instants", "today = date.today()"),
        (clocks_and_files_in_the_engine, "ratecard.rulefiles.text.reading", "with open('a.yaml') as file: pass"),
        (clocks_and_files_in_the_engine, "ratecard.rulefiles.text.reading", "text = path.read_text()"),
        (floats, "ratecard.cli.main", "share = float(19) / 100"),
        (floats, "ratecard.terms.tax", "share = 0.19"),
        (without_docstring, "ratecard.money", "x = 1"),
        (structs_that_change, "ratecard.terms.tax", "class Line(msgspec.Struct, gc=False):\n    id: str"),
        (structs_that_change, "ratecard.money", "class Money(msgspec.Struct, frozen=False):\n    minor: int"),
    ],
)
def test_each_check_finds_what_it_looks_for(check: Check, module: str, text: str) -> None:
    assert len(check(module, text)) == 1


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("ratecard.book.market", "from ratecard.terms.tax import TaxTerms\nfrom .period import Period"),
        (
            "ratecard.cli.main",
            "from ratecard.api.serving.app import App\nfrom ratecard.locale.amounts import known",
        ),
        ("ratecard.locale.amounts", "from ratecard.money import Money\nfrom ratecard.locale.locales import known"),
        ("ratecard.api.types.sdl", "from ratecard import __version__\nfrom ratecard.api.types import schema"),
        ("ratecard", "from ratecard.python.book import load"),
    ],
)
def test_imports_in_the_agreed_order_are_let_through(module: str, text: str) -> None:
    assert imports_pointing_back(module, text) == []


def loaded_by(module: str, *arguments: str) -> set[str]:
    """The top-level modules outside the standard library that `python -m module arguments` has loaded at its end.

    A module without a spec was never imported: an extension made it in memory for its own use, as Cython's do.
    """
    code = (
        "import atexit, runpy, sys\n"
        "loaded = lambda: (name for name, module in sys.modules.items() if getattr(module, '__spec__', None))\n"
        "atexit.register(lambda: print(*loaded(), file=sys.stderr))\n"
        "del sys.argv[0]\n"
        "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
    )
    python = [sys.executable, "-W", "error::DeprecationWarning", "-c", code]
    run = subprocess.run([*python, module, *arguments], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    *said, loaded = run.stderr.splitlines()
    assert run.returncode == 0, "\n".join([*said, run.stdout])
    names = {name.partition(".")[0] for name in loaded.split()}
    return {name for name in names if not name.startswith("_sysconfigdata")} - sys.stdlib_module_names


@pytest.fixture(scope="module")
def loaded_by_python_itself() -> set[str]:
    """What this Python loads before it runs anything: site customizations of the environment."""
    return loaded_by("keyword")


@pytest.mark.parametrize("command", COMMANDS_WITHOUT_SERVER)
def test_commands_without_a_server_load_no_web_framework(command: str, loaded_by_python_itself: set[str]) -> None:
    loaded = loaded_by("ratecard", *command.split())
    assert "ratecard" in loaded
    assert loaded - loaded_by_python_itself <= LOADED_WITHOUT_SERVER


def test_a_web_framework_would_be_seen(loaded_by_python_itself: set[str]) -> None:
    assert "litestar" in loaded_by("litestar.status_codes") - loaded_by_python_itself - LOADED_WITHOUT_SERVER
