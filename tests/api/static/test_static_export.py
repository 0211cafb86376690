"""`ratecard export static`: the endpoint's bytes, in their periods, in a folder that is replaced whole or not."""

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import Result

from ratecard.api.audience import Audience
from ratecard.api.callers.keys import new_key
from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings
from ratecard.api.static.folders import NotReplaced, staged
from ratecard.api.static.operations import PRICE_LIST
from ratecard.api.types.schema import make_schema
from ratecard.instants import Instant, instant_of, parse_moment
from ratecard.loading import load_texts
from tests.api.servers import Api, serving
from tests.books import Texts, sound, write_texts
from tests.cases.smallest import DE, SMALLEST
from tests.cli.running import run
from tests.refusing import BOOK

AT = "2026-11-29"
MORE = "coins_1000: {begins: 12.99, 2026-12-10: 14.99, 2027-06-01: 15.99}"
TEXTS: Texts = {
    **SMALLEST,
    "regions/de.yaml": DE.replace("coins_1000: 12.99", MORE),
    "regions/fr.yaml": DE.replace("DE", "FR").partition("prices:")[0] + "prices: none\n",
    "rules/book.yaml": SMALLEST["rules/book.yaml"].replace("[en]", "[en, de]"),
}
"""A price that changes within the export and after it, and a market in which nothing is sold."""


@pytest.fixture(scope="module", autouse=True)
def _one_schema() -> Iterator[None]:
    """The schema is made once for all commands of the module: nothing changes it."""
    with patch("ratecard.api.types.schema.make_schema", lru_cache(make_schema)):
        yield


class Server:
    """The endpoint as strangers meet it, whose clock is set."""

    def __init__(self) -> None:
        self.now = Instant(0)
        self.api: Api | None = None

    def body(self, at: str, **variables: object) -> bytes:
        assert self.api is not None
        self.now = instant_of(parse_moment(at))
        return self.api.post(PRICE_LIST, **variables).content


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    keys, made = tmp_path_factory.mktemp("keys") / "keys.json", Server()
    new_key(keys, "finance", Audience.FINANCE)
    with serving(CurrentBook(sound(load_texts(TEXTS))), lambda: made.now, Settings(keys=keys)) as made.api:
        yield made


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_texts(tmp_path_factory.mktemp("book"), TEXTS)


def exported(book: Path, folder: Path, *arguments: str) -> Result:
    return run("export", "static", str(folder), "--book", str(book), "--at", AT, *arguments)


def manifest(folder: Path, *parts: str) -> Any:
    return json.loads(folder.joinpath(*parts, "manifest.json").read_bytes())


@pytest.fixture(scope="module")
def folder(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "cdn"
    result = exported(book, folder)
    assert result.exit_code == 0, result.output
    return folder


def test_each_file_is_what_the_endpoint_answers_to_strangers(folder: Path, server: Server) -> None:
    entries = manifest(folder)["entries"]
    assert len(entries) == 12
    for entry in entries:
        body = (folder / entry["path"]).read_bytes()
        asked = {name: entry[name] for name in ("region", "platform", "locale")}
        for at in {max(entry["validFrom"], f"{AT}T00:00:00Z"), entry["validUntil"] or "2026-12-15T00:00:00Z"}:
            answer = server.body(at, **asked)
            assert (answer == body) == (at != entry["validUntil"]), (entry, at)
        assert (entry["sha256"], entry["bytes"]) == (sha256(body).hexdigest(), len(body))
        assert entry["sha256"] in entry["path"]


def test_the_periods_are_those_that_hold_within_the_days(folder: Path) -> None:
    small = manifest(folder, "DE", "ios", "de")
    assert (small["madeAt"], small["until"]) == ("2026-11-29T00:00:00Z", "2027-02-27T00:00:00Z")
    assert [(entry["validFrom"], entry["validUntil"]) for entry in small["entries"]] == [
        ("2024-12-31T23:00:00Z", "2026-12-09T23:00:00Z"),
        ("2026-12-09T23:00:00Z", "2027-05-31T22:00:00Z"),
    ]
    assert small["entries"] == [
        entry
        for entry in manifest(folder)["entries"]
        if (entry["region"], entry["platform"], entry["locale"]) == ("DE", "ios", "de")
    ]


def test_a_market_that_sells_nothing_says_so(folder: Path) -> None:
    (entry,) = manifest(folder, "FR", "web", "en")["entries"]
    listed = json.loads((folder / entry["path"]).read_bytes())["data"]["priceList"]
    assert (listed["packages"], listed["sellsNothing"]) == ([], True)


def test_nothing_is_exported_of_the_time_before_a_market_begins(book: Path, tmp_path: Path) -> None:
    early = ("export", "static", str(tmp_path / "cdn"), "--book", str(book), "--at", "2024-12-01")
    result = run(*early, "--days", "20")
    assert (result.exit_code, result.stderr) == (
        1,
        "error: the book begins on 2025-01-01, and the export ends before\n",
    )
    assert not (tmp_path / "cdn").exists()
    assert run(*early, "--days", "40").exit_code == 0
    assert {entry["validFrom"] for entry in manifest(tmp_path / "cdn")["entries"]} == {"2024-12-31T23:00:00Z"}


def test_the_same_book_and_time_give_the_same_bytes(book: Path, folder: Path, tmp_path: Path) -> None:
    exported(book, tmp_path / "cdn")
    again = {path.relative_to(tmp_path / "cdn"): path for path in (tmp_path / "cdn").rglob("*")}
    assert again.keys() == {path.relative_to(folder) for path in folder.rglob("*")}
    assert all(path.is_dir() or path.read_bytes() == (folder / name).read_bytes() for name, path in again.items())


PRICES = """query Own($region: RegionCode!, $platform: PlatformCode!, $locale: Locale!, $at: DateTime) {
  priceList(region: $region, platform: $platform, locale: $locale, at: $at) { ... on PriceList { %s } }
}"""


def test_a_price_outside_of_the_envelope_ends_the_export(tmp_path: Path) -> None:
    result = exported(BOOK, tmp_path / "cdn", "--region", "DE", "--locale", "en")
    assert result.exit_code == 1
    assert "error: DE on ios in en, as of 2026-11-29T00:00:00Z: the rules give a price outside of the" in result.stderr
    assert not (tmp_path / "cdn").exists()


def test_the_files_have_the_shape_of_the_given_query(book: Path, tmp_path: Path) -> None:
    (tmp_path / "own.graphql").write_text(PRICES % "currency")
    result = exported(book, tmp_path / "cdn", "--operation", str(tmp_path / "own.graphql"), "--locale", "pt-BR")
    assert result.exit_code == 0, result.output
    (entry, _) = manifest(tmp_path / "cdn", "DE", "ios", "pt-BR")["entries"]
    assert json.loads((tmp_path / "cdn" / entry["path"]).read_bytes())["data"] == {"priceList": {"currency": "EUR"}}
    assert (tmp_path / "cdn" / "operation.graphql").read_text() == PRICES % "currency"


QUOTE = 'purchaseQuote(input: {region: $region, platform: $platform, packageId: "coins_1000"}%s) { __typename }'
NO_LOCALE = f"query Own($region: RegionCode!, $platform: PlatformCode!) {{ {QUOTE % ''} }}"
NOT_SOLD = (
    f"query Own($region: RegionCode!, $platform: PlatformCode!, $locale: Locale!) {{ {QUOTE % ', locale: $locale'} }}"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            PRICES % "packages { economics { commission { amount } } }",
            "PricedPackage.economics is for the audience finance.",
        ),
        (PRICES % "packages { nothing }", "Cannot query field 'nothing' on type 'PricedPackage'. (2:"),
        (
            f"{PRICES % 'currency'} query B {{ ruleBook {{ digest }} }}",
            "the document has 2 operations; an export is of one",
        ),
        (NO_LOCALE, "the operation has no variable $locale; each file is of one locale"),
        (
            PRICES.replace("$at: DateTime", "$at: DateTime!") % "currency",
            "$at must be given, and an export gives $region, $platform and $locale alone",
        ),
        (NOT_SOLD, "FR on ios in en, as of 2026-11-29T00:00:00Z: the answer is of that instant alone"),
    ],
    ids=("audience", "unknown", "several", "locale", "at", "instant"),
)
def test_an_operation_that_cannot_be_exported_says_why(book: Path, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "own.graphql").write_text(text)
    result = exported(book, tmp_path / "cdn", "--operation", str(tmp_path / "own.graphql"))
    assert result.exit_code == 1
    assert told in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.graphql"]


def test_an_export_is_replaced_as_a_whole(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cdn"
    exported(book, folder)
    assert exported(book, folder, "--region", "DE", "--locale", "en").exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["DE", "manifest.json", "operation.graphql"]
    assert [path.name for path in tmp_path.iterdir()] == ["cdn"]


@pytest.mark.parametrize("name", ["mine.txt", "manifest.json", "DE/ios/en/mine.json"])
def test_nothing_that_others_made_is_replaced(book: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "cdn"
    if name.startswith("DE"):
        exported(book, folder, "--region", "DE", "--locale", "en")
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("{}")
    result = exported(book, folder)
    assert result.exit_code == 1
    assert f"error: {folder} holds " in result.stderr
    assert (folder / name).read_text() == "{}"


def test_a_book_with_an_error_replaces_nothing(book: Path, tmp_path: Path) -> None:
    exported(book, tmp_path / "cdn")
    before = (tmp_path / "cdn" / "manifest.json").read_bytes()
    broken = write_texts(tmp_path / "broken", {**TEXTS, "regions/de.yaml": DE.replace("1.29", "1,29")})
    assert exported(broken, tmp_path / "cdn").exit_code == 1
    assert (tmp_path / "cdn" / "manifest.json").read_bytes() == before


def test_the_earlier_export_comes_back_where_a_new_one_cannot_take_its_place(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported(book, tmp_path / "cdn", "--region", "DE")
    before = (tmp_path / "cdn" / "manifest.json").read_bytes()
    renames, rename = iter([False, True, False]), os.rename

    def fails_once(source: Path, target: Path) -> None:
        if next(renames):
            raise OSError(28, "No space left on device")
        rename(source, target)

    monkeypatch.setattr("ratecard.api.static.folders.os.rename", fails_once)
    result = exported(book, tmp_path / "cdn")
    assert (result.exit_code, "No space left" in result.stderr) == (1, True)
    assert (tmp_path / "cdn" / "manifest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["cdn"]


def test_what_others_put_there_meanwhile_stays(book: Path, tmp_path: Path) -> None:
    exported(book, tmp_path / "cdn", "--region", "DE", "--locale", "en")
    with pytest.raises(NotReplaced), staged(tmp_path / "cdn"):
        (tmp_path / "cdn" / "mine.txt").write_text("mine")
    assert (tmp_path / "cdn" / "mine.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["cdn"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("--locale", "de,en"), 2), (("--locale", "../de"), 2), (("--days", "0"), 2), (("--region", "XX"), 1)],
)
def test_wrong_arguments_are_told(book: Path, tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    assert exported(book, tmp_path / "cdn", *arguments).exit_code == code
    assert not (tmp_path / "cdn").exists()
