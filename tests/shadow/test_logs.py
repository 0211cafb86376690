"""A log as a whole: its lines, its sums, its page, its exit codes."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.shadow.logs import line, shadowed

SAME = line(charged="12.99")

PAGE = """log.jsonl against the book BOOK: 5 questions
1 agree, 3 differ, 1 refused here; 1 line could not be read

cause                     lines  ours − theirs  first   example                                                       decided at
tax: vat 19 %: not there      2      +6.21 EUR  line 2  coins_1000 in DE on web: 12.99 EUR here, 10.92 EUR there      regions/de.yaml:7:28
unexplained                   1      −1.00 EUR  line 4  coins_1000 in DE on web: 12.99 EUR here, 13.99 EUR there      regions/de.yaml:11:24

refused here, and charged there:
  UNKNOWN_PACKAGE: 1 line, line 6: coins_5 is not a package of this book; did you mean coins_100 or coins_1000?

could not be read:
  line 5: it is not a JSON object
"""  # noqa: E501


def test_the_page_groups_differences_by_cause(book: Path) -> None:
    lines: list[object] = [SAME, line(charged="10.92"), line(charged="21.84", quantity=2), line(charged="13.99"), b"12"]
    shadowed(book, *lines, line(package="coins_5", charged="1.00"))
    result = run("shadow", "--requests", str(book / "log.jsonl"), "--expect", "charged", "--book", str(book))
    assert [own.split() for own in result.stdout.replace(str(book), "BOOK").splitlines()] == [
        own.split() for own in PAGE.splitlines()
    ]
    assert result.exit_code == 2


def test_the_lines_of_a_log_are_counted_and_few_are_kept(book: Path) -> None:
    many = [line(charged="10.92", at=f"2026-07-{day:02}") for day in range(1, 31)]
    broken = [b"{"] * 30
    told = shadowed(book, *many, *broken, line(region="US", package="coins_100", charged="2.00", currency="USD"), SAME)
    first, second = told["causes"]
    assert (first["count"], first["differences"], len(first["examples"])) == (30, {"EUR": "6210"}, 3)
    assert (second["count"], second["differences"]) == (1, {"USD": "20"})
    assert (told["unread"]["count"], len(told["unread"]["first"])) == (30, 20)
    assert [own["line"] for own in told["unread"]["first"][:2]] == [31, 32]
    assert second["examples"][0]["line"] == 61
    assert (told["questions"], told["agree"], told["differ"]) == (32, 1, 31)


def test_a_line_that_is_too_long_is_passed_over_whole(book: Path) -> None:
    told = shadowed(book, b'{"x": "' + b"x" * 3_000_000 + b'"}', SAME, line(charged="1.00"))
    assert told["unread"]["first"] == [{"line": 1, "message": "it has more than 1,000,000 bytes"}]
    assert (told["agree"], told["causes"][0]["examples"][0]["line"]) == (1, 3)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"quanity": 2}, "quanity is not a field of a question; did you mean quantity?"),
        ({"region": "de"}, "de is not how a region is written"),
        ({"region": 4}, "it has no region as a text"),
        ({"package": None}, "it names no package or item"),
        ({"item": "club", "package": "coins_100"}, "it names a package and an item"),
        ({"at": None}, "it does not say at which time; --at does for all such lines"),
        ({"at": "yesterday"}, "yesterday is not an instant"),
        ({"quantity": "2"}, "quantity is 2, and not a whole number"),
        ({"quantity": True}, "quantity is True, and not a whole number"),
        ({"facts": {"buyer.membre": True}}, "buyer.membre is not"),
        ({"facts": {"buyer.member": [1]}}, "the fact buyer.member is not one value"),
        ({"facts": []}, "facts are an object"),
        ({"codes": "SALE"}, "codes are a list of texts"),
        ({"used": {"a": "x"}}, "x is not"),
        ({"charged": "12,99"}, "charged is 12,99, and not an amount of EUR, as 12.99"),
        ({"charged": "-12.99"}, "charged is -12.99, and not an amount of EUR"),
        ({"charged": 12.999}, "charged is 12.999, and not an amount of EUR"),
        ({"charged": 1.2e30}, "charged is 1.2e+30, and not an amount of EUR"),
        ({"charged": True}, "charged is True, and not an amount of EUR"),
        ({"currency": None}, "it has no field currency; write its code, as EUR"),
        ({"currency": "EURO"}, "EURO is not a currency; write its code, as EUR"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(book: Path, wrong: dict[str, object], told: str) -> None:
    own = line(**{"charged": "12.99", **wrong})
    found = shadowed(book, SAME, own)["unread"]["first"][0]
    assert found["line"] == 2
    assert found["message"].startswith(told)


def test_a_log_may_have_its_own_names(book: Path) -> None:
    own = {"country": "DE", "platform": "web", "sku": "coins_1000", "paid": "12.99", "cur": "EUR", "trace": "x"}
    log = book / "own.jsonl"
    log.write_text(f"\ufeff{json.dumps(own)}\n\n")
    asked = ("--requests", str(log), "--expect", "paid", "--currency", "cur", "--ignore", "trace", "--book", str(book))
    result = run("shadow", *asked, "--field", "region=country", "--field", "package=sku", "--at", "2026-07-01")
    assert (result.exit_code, result.stdout.splitlines()[1]) == (0, "1 agree, 0 differ, 0 refused here")


def test_a_figure_that_is_undetermined_is_told_and_not_compared(book: Path) -> None:
    unknown = (book / "regions" / "de.yaml").read_text().replace("rate: 19 %", "rate: unknown")
    other = book.parent / "unknown"
    for path in book.rglob("*.yaml"):
        copy = other / path.relative_to(book)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(unknown if path.name == "de.yaml" else path.read_text())
    told = shadowed(other, line(charged="10.92"), options=("--figure", "net"))
    assert told["refused"]["UNDETERMINED"]["first"] == [{"line": 1, "message": "net needs tax.lines.vat.rate"}]


@pytest.mark.parametrize(
    ("content", "more"),
    [(b"", ()), (b"{}\n", ()), (None, ()), (b"{}", ("--field", "product=sku")), (b"{}", ("--figure", "tax"))],
)
def test_what_cannot_be_used_ends_with_1(
    book: Path, tmp_path: Path, content: bytes | None, more: tuple[str, ...]
) -> None:
    if content is not None:
        (tmp_path / "log").write_bytes(content)
    result = run("shadow", "--requests", str(tmp_path / "log"), "--expect", "charged", "--book", str(book), *more)
    assert result.exit_code == 1
    assert result.stderr
