"""What a new book takes away against an older one."""

from pathlib import Path

import pytest

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.guards.running import guard
from ratecard.loading import load_texts
from tests.books import Texts, sound
from tests.cli.running import run
from tests.guards.test_chain import Small, texts_of
from tests.guards.world import NOW, world
from tests.loading.test_sources import git, in_folder

BEFORE = texts_of(Small())
LESS = ["creators-earn-less"]
LINE = "  coins_500: 6.99\n"


def told(after: Texts, before: Texts = BEFORE) -> list[Diagnostic]:
    """What is told of a book against an older one, of that alone."""
    new, old = (sound(load_texts(texts)) for texts in (after, before))
    codes = ("withdrawn-since", "price-moved-since", "tax-gone-since", "creators-earn-less")
    return [diagnostic for diagnostic in guard(new, NOW, before=old).diagnostics if diagnostic.code in codes]


def changed(file: str, old: str, new: str) -> Texts:
    """The older book with one change."""
    assert old in BEFORE[file]
    return {**BEFORE, file: BEFORE[file].replace(old, new)}


def test_a_book_takes_nothing_away_against_itself() -> None:
    assert told(BEFORE) == []
    assert told(world(), world()) == []


DE = "regions/de.yaml"
VAT = "{lines: {vat: {name: {en: VAT}, rate: 19 %}}}"
CHANGES = [
    (DE, LINE, "", "withdrawn-since", "coins_500 is not sold in DE on ios"),
    (DE, "6.99", "{begins: 6.99, 2027-03-01: none}", "withdrawn-since", "from 2027-03-01 on"),
    (DE, "6.99", "9.99", "price-moved-since", "9.99 EUR from 2026-11-28 on, and cost 6.99 EUR: 42.9 % more"),
    (DE, "6.99", "{begins: 6.99, 2027-03-01: 3.99}", "price-moved-since", "from 2027-03-01 on"),
    (DE, VAT, "{lines: none}", "tax-gone-since", "tax.lines.vat is not levied in DE"),
    ("rules/earnings.yaml", "1 per 2", "1 per 3", "creators-earn-less", "creators in DE earn 33.3 % less of live"),
    ("rules/payouts.yaml", "0.005 USD", "0.004 USD", "creators-earn-less", "earn 20 % less"),
    ("rules/payouts.yaml", "{bank: {", "{wire: {", "withdrawn-since", "are not paid by bank"),
]


@pytest.mark.parametrize(("file", "old", "new", "code", "sentence"), CHANGES)
def test_what_is_taken_away_is_told(file: str, old: str, new: str, code: str, sentence: str) -> None:
    found = told(changed(file, old, new))
    assert {diagnostic.code for diagnostic in found} == {code}
    assert sentence in found[0].sentence


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (DE, "6.99", "8.99"),
        ("rules/earnings.yaml", "1 per 2", "2 per 3"),
        ("rules/payouts.yaml", "0.005 USD", "0.006 USD"),
        (DE, LINE, "  coins_500: {begins: 5.99, 2026-01-01: 6.99}\n"),
    ],
)
def test_what_is_better_or_within_its_bound_is_not(file: str, old: str, new: str) -> None:
    assert told(changed(file, old, new)) == []


def test_diamonds_that_are_worth_nothing_any_more_are_nothing() -> None:
    after = {**BEFORE, "rules/payouts.yaml": "payouts: none\n"}
    said = {diagnostic.code: diagnostic.sentence for diagnostic in told(after)}
    assert "earn nothing of live from 2026-11-28 on" in said["creators-earn-less"]
    assert "are not paid by bank" in said["withdrawn-since"]


def test_diamonds_that_were_worth_nothing_may_be_worth_something() -> None:
    assert told(BEFORE, before={**BEFORE, "rules/payouts.yaml": "payouts: none\n"}) == []


def test_a_country_that_begins_later_is_gone_until_then() -> None:
    later = changed(DE, "region: DE", "region: DE\nbegins: 2028-01-01")
    assert {diagnostic.code for diagnostic in told(later)} >= {"withdrawn-since"}


@pytest.mark.parametrize(
    ("file", "old", "new", "codes"),
    [
        ("rules/payouts.yaml", "0.005 USD", "0.0004 EUR", LESS),
        ("rules/payouts.yaml", "0.005 USD", "0.006 EUR", []),
        ("rules/payouts.yaml", "0.005 USD each", "unknown", []),
        ("rules/earnings.yaml", "1 per 2", "{by: creator.fans, from: {0: 1 per 2, 9: 2 per 3}}", []),
        (
            "rules/earnings.yaml",
            "1 per 2",
            "{by: creator.fans, from: {0: 1 per 2, 9: 1 per 3}}",
            ["creators-earn-less"],
        ),
        (DE, "6.99", "{by: creator.fans, from: {0: 6.99, 5: 19.99}}", ["price-moved-since"]),
    ],
)
def test_cases_and_currencies_are_compared_one_with_the_other(file: str, old: str, new: str, codes: list[str]) -> None:
    facts = {"rules/facts.yaml": "facts: {creator.fans: {type: count, name: Fans}}\n"}
    found = told({**changed(file, old, new), **facts}, {**BEFORE})
    assert sorted({diagnostic.code for diagnostic in found}) == codes


def test_a_market_that_is_gone_is_told_once() -> None:
    after = {file: text for file, text in world().items() if file != "regions/tr.yaml"}
    (found,) = told(after, world())
    assert found.sentence == "nothing is sold in TR on ios from 2026-11-28 on, and 4 packages were"


def test_what_ended_before_now_does_not_matter() -> None:
    before = changed(DE, "6.99", "{begins: 6.99, 2026-11-01: none}")
    assert told(changed(DE, LINE, ""), before) == []


def test_it_can_be_accepted_and_is_not_unused_where_nothing_is_compared() -> None:
    exception = "{guard: withdrawn, at: DE coins_500, reason: few buy it, owner: pricing, until: 2027-06-01}"
    after = changed(DE, LINE, "") | {"rules/guards.yaml": f"guards: {{accepted: {{gone: {exception}}}}}\n"}
    assert told(after) == []
    alone = guard(sound(load_texts(after)), NOW).diagnostics
    assert "exception-unused" not in {diagnostic.code for diagnostic in alone}


def test_the_command_compares_with_a_folder_or_a_revision(tmp_path: Path) -> None:
    old, new = (in_folder(BEFORE, tmp_path / "old"), in_folder(changed(DE, "6.99", "9.99"), tmp_path / "new"))
    told_of = run("check", "--book", str(new), "--against", str(old), "--format", "lines")
    assert "warning[price-moved-since]" in told_of.output
    assert "price-moved-since" not in run("check", "--book", str(new), "--format", "lines").output
    git(old, "init", "--initial-branch=main")
    git(old, "add", "--all", "--force")
    git(old, "commit", "--message=one")
    in_folder(changed(DE, "6.99", "9.99"), old)
    told_of = run("check", "--book", str(old), "--against", "HEAD", "--format", "lines")
    assert "warning[price-moved-since]" in told_of.output


def test_an_older_book_that_is_not_sound_is_named(tmp_path: Path) -> None:
    new = in_folder(BEFORE, tmp_path / "new")
    old = in_folder({**BEFORE, DE: "region: DE\n"}, tmp_path / "old")
    result = run("check", "--book", str(new), "--against", str(old))
    assert result.exit_code == 2
    assert "sound book" in result.output
    assert run("check", "--against", "HEAD", "--watch").exit_code == 2


def test_a_revision_that_git_does_not_know_is_told_plainly(tmp_path: Path) -> None:
    book = in_folder(BEFORE, tmp_path / "book")
    git(book, "init", "--initial-branch=main")
    result = run("check", "--book", str(book), "--against", "HEAD~9")
    assert result.exit_code == 2
    assert "None:" not in result.output


def test_a_method_that_is_gone_in_many_regions_is_told_once_where_it_stood() -> None:
    """The line was one, and so is what is told."""
    before = changed("rules/payouts.yaml", "{bank: {", "{paypal: {name: PayPal, fee: none}, bank: {")
    (diagnostic,) = told(BEFORE, before)
    assert diagnostic.sentence.startswith("creators in DE are not paid by paypal")
    assert diagnostic.place is not None
    assert diagnostic.place.file == "rules/payouts.yaml"
