"""The repository around the package: requirements, make targets, decision records, and what no file may name."""

import builtins
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[1]
REQUIREMENTS = sorted((CHECKOUT / "requirements").glob("*.txt"))
DECISIONS = sorted((CHECKOUT / "docs" / "decisions").glob("[0-9]*.md"))
TARGETS = {"serve", "test", "lint", "types", "check", "schema", "bench", "format", "requirements", "clean", "help"}

# Put together from pieces, so that this file does not hold what it looks for.
REGISTRY_HOSTS = re.compile(
    "|".join(
        re.escape(".".join(host))
        for host in (
            ("py" + "pi", "org"),
            ("python" + "hosted", "org"),
            ("npm" + "js", "org"),
            ("npm" + "js", "com"),
            ("deb", "debian", "org"),
            ("crates", "io"),
        )
    ),
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:farm|home|opt|root|tmp|work|Users)/[\w.]")


def repository_files() -> list[Path]:
    """The files that git tracks, and those that it would: everything in the checkout that is not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := CHECKOUT / name).is_file()]


def foreign_names_in(text: str) -> list[str]:
    """Each registry host and path of somebody's machine that a text names."""
    return [match.group() for pattern in (REGISTRY_HOSTS, MACHINE_PATHS) for match in pattern.finditer(text)]


def requirements_in(text: str) -> list[str]:
    """The requirements of a compiled file, each with its hashes on one line, comments left out."""
    without_comments = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    return [line.strip() for line in without_comments.replace("\\\n", " ").splitlines() if line.strip()]


def faults_of(requirement: str) -> list[str]:
    """What a compiled requirement may not be: an option, an address, a path, not pinned, without a hash."""
    stated, *hashes = re.split(r"\s+--hash=", requirement)
    faults = []
    if not hashes or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", value.strip()) for value in hashes):
        faults.append("no hash")
    if not re.match(r"[a-z0-9-]+==[\w.]+(?: ; .+)?$", stated):
        faults.append("not a pinned name")
    return faults


def pins_in(file: str) -> dict[str, str]:
    """The version of each distribution that a compiled file pins."""
    text = (CHECKOUT / "requirements" / file).read_text(encoding="utf-8")
    names_and_versions = (re.split(r"==|\s", requirement)[:2] for requirement in requirements_in(text))
    return {canonicalize_name(name): version for name, version in names_and_versions}


def test_no_file_names_a_registry_or_a_path_of_somebodys_machine() -> None:
    named = []
    for path in repository_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        named += [f"{path.relative_to(CHECKOUT)}: {name}" for name in foreign_names_in(text)]
    assert named == []


def test_registries_and_machine_paths_would_be_found() -> None:
    host, path = "files.python" + "hosted.org", "/ro" + "ot/.cache/pip"
    assert foreign_names_in(f"see https://{host}/packages and {path}") == [host.removeprefix("files."), path[:7]]
    assert foreign_names_in("see https://example.com/tmp/list.html and /graphql") == []


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_hashes_and_names_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for address in ("://", "--index-url", "--extra-index-url", "--find-links"):
        assert address not in text
    requirements = requirements_in(text)
    assert requirements
    assert {requirement: faults for requirement in requirements if (faults := faults_of(requirement))} == {}


@pytest.mark.parametrize(
    ("requirement", "faults"),
    [
        (f"rich==15.0.0 --hash=sha256:{'a' * 64} --hash=sha256:{'b' * 64}", []),
        (f"colorama==0.4.6 ; sys_platform == 'win32' --hash=sha256:{'a' * 64}", []),
        ("rich==15.0.0", ["no hash"]),
        (f"rich>=15 --hash=sha256:{'a' * 64}", ["not a pinned name"]),
        ("-e .", ["no hash", "not a pinned name"]),
        (f"rich @ https://example.com/rich.whl --hash=sha256:{'a' * 64}", ["not a pinned name"]),
    ],
)
def test_a_requirement_without_pin_or_hash_is_found(requirement: str, faults: list[str]) -> None:
    assert faults_of(requirement) == faults


def test_the_compiled_requirements_meet_the_ranges_of_the_project() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    ranges = {
        "run.txt": project["project"]["dependencies"],
        "bench.txt": project["project"]["optional-dependencies"]["bench"],
        "fuzz.txt": project["project"]["optional-dependencies"]["fuzz"],
        "proof.txt": project["project"]["optional-dependencies"]["proof"],
        "serve.txt": project["project"]["optional-dependencies"]["serve"],
        "sheets.txt": project["project"]["optional-dependencies"]["sheets"],
        "parquet.txt": project["project"]["optional-dependencies"]["parquet"],
        "build.txt": project["dependency-groups"]["build"],
        "dev.txt": project["dependency-groups"]["dev"],
        "compile.txt": project["dependency-groups"]["compile"],
    }
    assert set(ranges) == {path.name for path in REQUIREMENTS}
    for file, stated in ranges.items():
        pins = pins_in(file)
        for wanted in map(Requirement, stated):
            assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)]), f"{file} does not meet {wanted}"


def test_one_distribution_has_one_version_in_all_requirement_files() -> None:
    run, dev = pins_in("run.txt"), pins_in("dev.txt")
    for file in ("run.txt", "build.txt"):
        assert pins_in(file).items() <= dev.items(), f"dev.txt does not hold all of {file}"
    assert run.items() <= pins_in("bench.txt").items()


def test_make_help_tells_of_every_promised_target() -> None:
    told = subprocess.run(["make", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    sentences = dict(re.findall(r"^ +make ([a-z-]+) +(\S.*)$", told, flags=re.MULTILINE))
    assert set(sentences) >= TARGETS


def test_every_make_target_is_phony_and_documented() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    documented = set(re.findall(r"^([a-z-]+):.* ## \S", makefile, flags=re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    assert phony
    assert set(phony.group(1).split()) == documented


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_record_has_a_title_and_four_headings(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(rf"# {path.stem[:4]} \S", text)
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences", "Considered"]


def test_each_decision_record_has_a_number_of_its_own() -> None:
    """Numbers may be left out: records that are written at the same time are given theirs beforehand."""
    numbers = [path.stem[:4] for path in DECISIONS]
    assert len(set(numbers)) == len(numbers)
    assert all(number.isdigit() for number in numbers)


def decision(number: str) -> str:
    """The text of one decision record."""
    (path,) = [path for path in DECISIONS if path.stem.startswith(number)]
    return path.read_text("utf-8")


def test_the_record_of_libraries_names_every_dependency_and_extra() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    stated = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    names = {Requirement(line).name for line in stated} - {"rich-click"}
    told = re.findall(r"^\|(.*)$", decision("0001"), flags=re.MULTILINE)
    assert {name for name in names if name.lower() not in "\n".join(told).lower()} == set()


def test_the_record_of_requirements_names_every_file_and_extra() -> None:
    extras = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    needed = {*(path.name for path in REQUIREMENTS), *extras}
    assert {name for name in needed if f"`{name}`" not in decision("0002")} == set()


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_what_a_decision_record_names_is_there(path: Path) -> None:
    """Files with a folder, classes, and other records: a record that outlives them says what is no longer so."""
    text = path.read_text("utf-8")
    files = re.findall(r"`([\w.]+(?:/[\w.]+)+\.(?:py|md|yaml|txt|graphql))`", text)
    roots = (CHECKOUT, CHECKOUT / "src" / "ratecard")
    assert [name for name in files if not any((root / name).exists() for root in roots)] == []
    source = "\n".join(file.read_text("utf-8") for file in (CHECKOUT / "src").rglob("*.py"))
    classes = re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)+)(?:[.(][^`]*)?`", text)
    assert [name for name in classes if name not in source and name not in dir(builtins)] == []
    records = {record.stem[:4] for record in DECISIONS}
    assert set(re.findall(r"[Rr]ecords? (\d{4})", text)) <= records
