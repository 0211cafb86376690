"""`ratecard where` of what a book states once for all of its markets: no region is needed, and the library is shown."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.book.test_library import BOOK, world
from tests.cases.smallest import changed
from tests.cli.running import run, run_json
from tests.diagnostics.test_run import written

RULES = (
    BOOK
    + """\
sells_in: [DE, FR]
sells_on: [ios]
languages: [en, de]
dates: {wave: 2027-01-12, other_wave: never}
units: {coin: V-Buck}
platforms: {ios: {name: Shop}}
facts:
  buyer.member: {type: yes or no, name: Patron}
rarities: {common: {order: 1, name: {en: Common, de: Normal}}}
"""
)
GERMANY = "region: DE\nprices: {c: {begins: 11.90, wave: 12.90}}\nbegins: 2026-02-01\n"
LATER = "lost: the book beats the library"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[str]:
    """A book on the small library, which counts as the installed one."""
    texts = {"rules/book.yaml": RULES, "regions/de.yaml": GERMANY, "regions/fr.yaml": "region: FR\nprices: {c: 9.90}\n"}
    with patch("ratecard.loading.world.installed_world", return_value=world()):
        yield str(written(tmp_path, texts))


def rows(book: str, *arguments: str) -> list[list[str]]:
    """The rows that are shown, without headers, each split where two spaces stand."""
    result = run("where", *arguments, "--book", book)
    assert result.exit_code == 0, result.output
    lines = [line for line in result.stdout.splitlines() if "stated at" not in line]
    return [[part.strip() for part in line.split("  ") if part.strip()] for line in lines]


def test_what_the_book_says_beats_the_library_and_both_are_shown(book: str) -> None:
    assert rows(book, "languages")[1:] == [
        ["[en, de]", "rules/book.yaml:6:12", "every market", "-"],
        ["[en]", "world/rules/conventions.yaml:1:12", LATER, "-"],
    ]
    assert rows(book, "facts.buyer.member.type") == [
        ["facts.buyer.member.type in the whole book"],
        ["yes or no", "rules/book.yaml:11:24", "every market", "-"],
        ["yes or no", "world/rules/facts.yaml:3:24", LATER, "-"],
    ]


def test_what_the_library_says_alone_is_said_to_be_in_it(book: str) -> None:
    assert rows(book, "units.coin.price.extra_digits")[1:] == [
        ["3", "world/rules/units.yaml:2:123", "every market, in the library", "-"]
    ]


def test_a_name_of_the_books_own_takes_the_place_of_the_librarys_in_every_language(book: str) -> None:
    assert rows(book, "units.coin.name") == [
        ["units.coin.name.de.one in the whole book"],
        ["Münze", "world/rules/units.yaml:2:58", "lost: the book states units.coin.name itself", "-"],
        ["units.coin.name.de.other in the whole book"],
        ["Münzen", "world/rules/units.yaml:2:72", "lost: the book states units.coin.name itself", "-"],
        ["units.coin.name.en.one in the whole book"],
        ["coin", "world/rules/units.yaml:2:27", "lost: the book states units.coin.name itself", "-"],
        ["units.coin.name.en.other in the whole book"],
        ["coins", "world/rules/units.yaml:2:40", "lost: the book states units.coin.name itself", "-"],
        ["units.coin.name.other in the whole book"],
        ["V-Buck", "rules/book.yaml:8:15", "every market", "-"],
    ]
    assert rows(book, "platforms.ios.name")[1:] == [
        ["Shop", "rules/book.yaml:9:25", "every market", "-"],
        ["App Store", "world/rules/platforms.yaml:2:15", LATER, "-"],
    ]


def test_a_fact_and_a_platform_of_which_the_book_says_nothing_are_asleep(book: str) -> None:
    asleep = "asleep: nothing in the book names buyer.age"
    assert rows(book, "facts.buyer.age.type")[1:] == [["count", "world/rules/facts.yaml:2:21", asleep, "-"]]
    (website,) = rows(book, "platforms.web.name.en")[1:]
    assert website[:3] == ["Website", "world/rules/platforms.yaml:3:20", "asleep: the book does not sell on web"]
    (told,) = run_json("where", "facts.buyer.age.type", "--book", book)
    assert (told["asleep"], told["periods"][0]["by"]) == (
        "nothing in the book names buyer.age",
        "every market, in the library",
    )


def test_dates_and_rarities_are_shown_by_their_lines(book: str) -> None:
    assert rows(book, "dates")[1::2] == [
        ["never", "rules/book.yaml:7:39", "every market", "-"],
        ["2027-01-12", "rules/book.yaml:7:15", "every market", "-"],
    ]
    assert rows(book, "rarities.common.order")[1:] == [["1", "rules/book.yaml:12:28", "every market", "-"]]


def test_a_region_changes_nothing_but_a_beginning_of_its_own(book: str) -> None:
    assert rows(book, "languages", "--region", "DE", "--platform", "ios") == rows(book, "languages")
    assert rows(book, "begins")[1:] == [["2025-01-01", "rules/book.yaml:1:9", "every market", "-"]]
    assert rows(book, "begins", "--region", "FR") == rows(book, "begins")
    assert rows(book, "begins", "--region", "DE")[1:] == [
        ["2026-02-01", "regions/de.yaml:3:9", "DE", "-"],
        ["2025-01-01", "rules/book.yaml:1:9", "lost: DE is narrower than every market", "-"],
    ]


def test_programs_get_one_period_without_a_beginning(book: str) -> None:
    (told,) = run_json("where", "languages", "--book", book)
    (period,) = told["periods"]
    assert (told["path"], told["asleep"], period["from"], period["value"]) == ("languages", None, None, "[en, de]")
    assert [(loser["value"], loser["by"]) for loser in period["replaced"]] == [("[en]", "the book beats the library")]
    coin, *_ = run_json("where", "units.coin.name", "--book", book)
    (unused,) = coin["periods"]
    assert (unused["value"], [loser["value"] for loser in unused["replaced"]]) == (None, ["Münze"])


def test_a_book_without_a_library_shows_its_own_words_alone(tmp_path: Path) -> None:
    own = str(written(tmp_path, changed({})))
    assert [row[0] for row in rows(own, "units.coin.price")] == [
        "units.coin.price.extra_digits in the whole book",
        "3",
        "units.coin.price.rounding in the whole book",
        "half up",
    ]
    assert rows(own, "platforms.web.name")[1][0] == "Website"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("prices.c", "prices.c is of a market or of a region's creators: name its --region, such as --region DE"),
        ("facts.buyer.agee", "nothing is stated of facts.buyer.agee; did you mean facts.buyer.age?"),
        ("languges", "did you mean languages?"),
        ("dates.wav", "nothing is stated of dates.wav; did you mean dates.wave?"),
        ("platforms.ios.commission", "write what stands below it, with --region and --platform"),
    ],
)
def test_what_is_not_stated_once_is_told_with_what_to_write(book: str, path: str, said: str) -> None:
    result = run("where", path, "--book", book)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize("options", [(), ("--region", "DE"), ("--region", "DE", "--platform", "ios")])
@pytest.mark.parametrize("path", ["dates", "dates.wave"])
def test_a_book_that_states_none_of_a_key_says_so(path: str, options: tuple[str, ...], tmp_path: Path) -> None:
    own = str(written(tmp_path, changed({})))
    result = run("where", path, *options, "--book", own)
    assert result.exit_code == 2
    assert "the book states no dates; see docs/rules.md" in " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize("path", ["begins", "languages", "prices.c"])
def test_a_region_and_a_platform_that_the_book_does_not_have_are_refused(path: str, book: str) -> None:
    for options, code in (
        (("--region", "QQ"), "UNKNOWN_REGION"),
        (("--region", "DE", "--platform", "tv"), "UNKNOWN_PLATFORM"),
    ):
        result = run("where", path, *options, "--book", book)
        assert result.exit_code == 1
        assert f"refused[{code}]" in result.stderr
