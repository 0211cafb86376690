"""`ratecard schema-check`: what the server would refuse of a frontend's documents, and what will go away."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from ratecard.api.audience import Audience
from ratecard.api.documents.checking import CheckNote, OperationChecks
from ratecard.api.documents.limits import Limits
from ratecard.api.types.schema import make_schema
from tests.books import write_texts
from tests.cases.smallest import SMALLEST, book
from tests.cli.running import run
from tests.guides import ROOT

LIST = 'priceList(region: "DE", platform: "ios", locale: "de") { ... on PriceList { %s } }'
SOUND = "query Sound { " + LIST % "currency" + " }"
UNKNOWN = "query Unknown {\n  " + LIST % "currencyCode packages { label coin }" + "\n}"
FINANCE = "query Finance {\n  " + LIST % "packages { economics { proceeds { amount } } }" + "\n}"
NO_FIELD = "Cannot query field 'currencyCode' on type 'PriceList'. Did you mean 'currency'?"
SCHEMA = (ROOT / "schema" / "schema.graphql").read_text("utf-8")


@pytest.fixture(scope="module", autouse=True)
def _one_schema() -> Iterator[None]:
    """The schema is made once for all commands of the module: nothing changes it."""
    with patch("ratecard.api.types.schema.make_schema", lru_cache(make_schema)):
        yield


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_texts(tmp_path_factory.mktemp("book"), dict(SMALLEST)))


def checked(mine: str, file: Path, *arguments: str, code: int = 0) -> Any:
    result = run("schema-check", "--operations", str(file), "--book", mine, "--format", "json", *arguments)
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def written(folder: Path, **documents: str) -> Path:
    (folder / "documents.json").write_text(json.dumps(documents))
    return folder / "documents.json"


def problems(told: Any) -> list[tuple[str, str, int | None]]:
    return [(own["kind"], own["message"], own["line"]) for check in told["operations"] for own in check["problems"]]


def test_documents_that_are_answered_pass(mine: str, tmp_path: Path) -> None:
    told = checked(mine, written(tmp_path, a=SOUND))
    (own,) = told["operations"]
    assert (told["refused"], own["operation"], own["audience"], own["problems"]) == (0, "Sound", "PUBLIC", [])
    assert own["cost"] > 0


def test_all_that_is_invalid_is_told_with_what_was_meant(mine: str, tmp_path: Path) -> None:
    told = checked(mine, written(tmp_path, a=SOUND, b=UNKNOWN, c="query {"), code=1)
    assert told["refused"] == 2
    invalid, other, syntax = problems(told)
    assert invalid == (
        "invalid",
        NO_FIELD,
        2,
    )
    assert other[1].startswith("Cannot query field 'coin' on type 'PricedPackage'. Did you mean ")
    assert syntax == ("invalid", "Syntax Error: Expected Name, found <EOF>.", 1)


def test_more_errors_than_the_server_tells_are_told(mine: str, tmp_path: Path) -> None:
    told = checked(mine, written(tmp_path, a="{ " + " ".join(f"nothing{number}" for number in range(9)) + " }"), code=1)
    assert len(problems(told)) == 9


def test_fields_for_another_audience_are_told_with_their_places(mine: str, tmp_path: Path) -> None:
    file = written(tmp_path, a=FINANCE)
    for audience in ("public", "service"):
        told = checked(mine, file, "--audience", audience, code=1)
        assert problems(told)[0] == ("audience", "PricedPackage.economics is for the audience finance", 2)
        assert told["operations"][0]["problems"][0]["column"] == FINANCE.splitlines()[1].index("economics") + 1
    assert problems(checked(mine, file, "--audience", "finance")) == []


def test_an_operation_that_costs_too_much_is_told(mine: str, tmp_path: Path) -> None:
    file = written(tmp_path, a=SOUND)
    cost = checked(mine, file)["operations"][0]["cost"]
    assert checked(mine, file, "--cost-most", str(cost))["refused"] == 0
    told = checked(mine, file, "--cost-most", str(cost - 1), code=1)
    assert problems(told) == [("cost", f"it costs {cost:,}, and at most {cost - 1:,} is taken", None)]


def test_what_changed_since_an_older_schema_is_told(mine: str, tmp_path: Path) -> None:
    older = SCHEMA.replace("  bonus: Coins!", "  bonus: Coins").replace("  coins: Coins!", "  coins: Int!")
    assert older.count("bonus: Coins\n") - SCHEMA.count("bonus: Coins\n") >= 2
    older = older.replace("type PriceList {", "type PriceList {\n  currencyCode: CurrencyCode!")
    (tmp_path / "old.graphql").write_text(older)
    text = "query Changed { " + LIST % "packages { label bonus coins }" + " }"
    file = written(tmp_path, a=text, b="query Gone { " + LIST % "currencyCode" + " }", c=UNKNOWN)
    told = problems(checked(mine, file, "--schema", str(tmp_path / "old.graphql"), code=1))
    assert [(kind, sentence) for kind, sentence, _ in told][:2] == [
        ("changed", "PricedPackage.coins is Coins!, and was Int!"),
        (
            "invalid",
            f"{NO_FIELD}; the older schema takes it",
        ),
    ]
    assert not any("older" in sentence for _, sentence, _ in told[2:])
    assert problems(checked(mine, written(tmp_path, a=text))) == []


def test_deprecated_fields_are_told_with_the_day_on_which_they_go() -> None:
    schema = make_schema(ordered=False).core
    kind: Any = schema.get_type("PriceList")
    kind.fields["currency"].deprecation_reason = "Ask each price. Gone from 2027-06-01 on."
    (check,) = OperationChecks(schema, book({}), Audience.PUBLIC, Limits(), None).of("a", SOUND)
    sentence = "The field PriceList.currency is deprecated. Ask each price. Gone from 2027-06-01 on."
    column = SOUND.index("currency") + 1
    assert (check.problems, check.deprecated) == ((), (CheckNote("deprecated", sentence, 1, column, "2027-06-01"),))


def test_a_page_names_each_operation_and_its_document(mine: str, tmp_path: Path) -> None:
    file = written(tmp_path, **{"0123456789abcdef0123456789abcdef": UNKNOWN, "b": SOUND})
    result = run("schema-check", "--operations", str(file), "--book", mine)
    head, empty, title, first, *_ = result.stdout.splitlines()
    assert head.startswith("documents.json asked as public of Ratecard ")
    assert head.endswith(": 2 operations, 1 answered, 1 not")
    assert (empty, title) == ("", "Unknown (0123456789ab…)")
    assert first.startswith("  2:")
    assert result.exit_code == 1


def test_one_document_may_be_a_file_of_its_own(mine: str, tmp_path: Path) -> None:
    (tmp_path / "own.graphql").write_text(SOUND + FINANCE)
    told = checked(mine, tmp_path / "own.graphql", code=1)
    assert [own["operation"] for own in told["operations"] if own["problems"]] == ["Finance"]


NONE, OLD = "none.json", "old.graphql"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [(NONE, None, 1), ("list.json", "[]", 1), ("bad.graphql", b"\xff", 1), ("e.json", "{}", 1), (OLD, "{a}", 1)],
)
def test_what_cannot_be_read_ends_with_1(mine: str, tmp_path: Path, name: str, text: Any, code: int) -> None:
    if text is not None:
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    wrong = ("--schema", str(tmp_path / name)) if name == OLD else ()
    result = run("schema-check", "--operations", str(tmp_path / name), "--book", mine, *wrong)
    assert (result.exit_code, result.stderr[:7]) == (code, "error: ")
