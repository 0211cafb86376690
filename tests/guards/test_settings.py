"""Severities, bounds and exceptions: what a book says of its guards."""

import re
from pathlib import Path

import pytest

from ratecard.audience import Audience
from ratecard.diagnostics.diagnostic import Severity
from ratecard.guards.settings import USUAL, settings_of
from ratecard.guards.telling import CODES
from ratecard.loading import load_texts
from ratecard.loading.guarding import unless_blocked, with_guards
from ratecard.rulefiles.keys.guards import BOUNDED, INFORMING, WEAKENED
from tests.books import Texts, sound
from tests.cases.smallest import found
from tests.guards.world import NOW, RULES, guarded, region_text, told

FILE = "rules/guards.yaml"
RULES_PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"
DEAR = region_text("DE", ("1.39", "6.99", "15.49", "74.99"))


def dear(guards: str) -> Texts:
    """A book of one region whose bigger packages are dearer per coin, with these settings."""
    return {**RULES, "regions/de.yaml": DEAR, FILE: guards}


def accepted(number: str = "1.12", until: str = "2027-06-01", at: str = "DE", guard: str = "bulk_is_better") -> str:
    """Settings with one exception, which stands in lines 3 to 9."""
    return (
        f"guards:\n  accepted:\n    big:\n      guard: {guard}\n      at: {at}\n      number: {number}\n"
        f"      reason: as in the shop\n      owner: pricing\n      until: {until}\n"
    )


def test_the_page_has_each_guard_in_its_order() -> None:
    chapter = RULES_PAGE.read_text(encoding="utf-8").partition("\n## 22. Guards\n")[2]
    assert re.findall(r"^\| `([a-z_]+)` \|", chapter, re.MULTILINE) == [*BOUNDED, WEAKENED]
    assert tuple(CODES) == (*BOUNDED, WEAKENED)


def test_each_guard_has_a_code_a_name_and_usual_bounds() -> None:
    assert set(CODES) == {*BOUNDED, WEAKENED}
    assert {name: set(bounds) for name, bounds in BOUNDED.items() if bounds} == {
        name: set(bounds) for name, bounds in USUAL.items()
    }


@pytest.mark.parametrize(
    ("guards", "severity"),
    [
        ("guards: {bulk_is_better: error}\n", [Severity.ERROR]),
        ("guards: {bulk_is_better: warning}\n", [Severity.WARNING]),
        ("guards: {bulk_is_better: off, bundle_trap: off}\n", []),
        ("guards: {shape: error}\n", [Severity.WARNING]),
    ],
)
def test_a_severity_is_the_books(guards: str, severity: list[Severity]) -> None:
    assert [diagnostic.severity for diagnostic in told(dear(guards))] == severity


def test_bounds_are_the_books() -> None:
    shape = "guards: {bulk_is_better: off, bundle_trap: off, no_cliff: off, shape: {severity: error, beyond: %s}}\n"
    off = {**RULES, "regions/de.yaml": region_text("DE", ("1.39", "13.99", "13.49", "64.99"))}
    assert [d.code for d in told({**off, FILE: shape % "1.9"})] == ["price-out-of-line"]
    assert told({**off, FILE: shape % "2.1"}) == ()
    long = "guards: {sale_length: {longest: 1 day}}\n"
    assert [d.code for d in told({**RULES, "regions/de.yaml": region_text("DE"), FILE: long})] == ["odd-sale-length"]


def test_an_exception_accepts_up_to_its_number() -> None:
    whole = guarded(dear(accepted()))
    assert whole.diagnostics == ()
    assert [(finding.of, exception.id) for finding, exception in whole.accepted] == [
        ("coins_1000", "big"),
        ("coins_5000", "big"),
    ]
    worse = guarded(dear(accepted(number="1.05")))
    (diagnostic,) = worse.diagnostics
    assert [note.text for note in diagnostic.notes][-1] == "accepted up to 1.05, and this is 1.1"


@pytest.mark.parametrize("at", ["DE", "ios", "de", "DE ios", "ios coins_5000 DE"])
def test_an_exception_says_where(at: str) -> None:
    left = [finding.of for finding in guarded(dear(accepted(at=at))).findings]
    assert left == (["coins_1000"] if "coins" in at else [])


@pytest.mark.parametrize("at", ["FR", "web", "coins_100", "DE FR"])
def test_an_exception_for_elsewhere_accepts_nothing(at: str) -> None:
    assert sorted(diagnostic.code for diagnostic in told(dear(accepted(at=at)))) == [
        "dearer-in-bulk",
        "exception-unused",
    ]


@pytest.mark.parametrize(
    ("until", "codes"),
    [
        ("2026-11-27", ["dearer-in-bulk", "exception-expired"]),
        ("2026-11-28", []),
        ("2026-11-28T13:00Z", []),
        ("2026-11-28T12:00Z", ["dearer-in-bulk", "exception-expired"]),
        ("2027-11-28", []),
        ("2028-01-01", ["exception-too-long"]),
    ],
)
def test_an_exception_has_an_end(until: str, codes: list[str]) -> None:
    assert sorted(diagnostic.code for diagnostic in told(dear(accepted(until=until)))) == codes


def test_the_end_of_an_exception_is_pointed_at() -> None:
    for until in ("2026-11-01", "2029-11-01"):
        (doubt,) = (own for own in told(dear(accepted(until=until))) if own.code.startswith("exception"))
        assert doubt.place is not None
        assert (doubt.place.line, doubt.place.column) == (9, 14)


def test_what_has_an_exception_is_offered_a_change_of_it_and_no_other() -> None:
    for number, until, change in (
        ("1.05", "2027-06-01", "; or change big under guards.accepted: number: 1.10"),
        ("2", "2026-11-01", "; or change big under guards.accepted: until: 2027-05-30"),
        ("1.05", "2026-11-01", "; or change big under guards.accepted: number: 1.10, until: 2027-05-30"),
    ):
        (finding,) = (own for own in told(dear(accepted(number=number, until=until))) if own.code == "dearer-in-bulk")
        assert finding.hint.endswith(change), finding.hint


def test_an_exception_of_a_guard_that_is_off_is_left_alone() -> None:
    off = accepted().replace("guards:\n", "guards:\n  bulk_is_better: off\n  bundle_trap: off\n")
    assert told(dear(off)) == ()


WRONG = [
    ("guards: {bulk_is_beter: error}\n", "unknown-key", "write bulk_is_better"),
    ("guards: {bulk_is_better: eror}\n", "not-one-of", "write error"),
    ("guards: {bulk_is_better: {severity: error}}\n", "not-a-value", "did you mean error?"),
    ("guards: {shape: {beyond: 0}}\n", "not-a-factor", "write for example 2.5"),
    ("guards: {shape: {beyond: 30 %}}\n", "not-a-factor", "write 1.30 if it may be so much more"),
    ("guards: {spread: {above: 40 %}}\n", "not-a-factor", "write 1.40 if it may be so much more"),
    ("guards: {splitting: {above: 0}}\n", "not-a-factor", "write for example 2.5 or 40 %"),
    ("guards: {no_cliff: {above: 2}}\n", "not-a-value", "write error, warning or off"),
    ("guards: {level: {below: 3}}\n", "not-a-factor", "write for example 0.12 or 12 %"),
    ("guards: {margin: {least: 250 %}}\n", "not-a-factor", "write for example 0.12 or 12 %"),
    ("expect: {payouts: [hold and minimum]}\n", "not-a-path", "write hold, and, minimum"),
    ("expect: {payout: [hold]}\n", "unknown-key", "write payouts"),
    ("guards: {change: {beyond: 0}}\n", "not-a-factor", "write for example 2.5 or 40 %"),
    ("guards: {shape: {beyond: 1,5}}\n", "decimal-comma", "did you mean 1.5?"),
    ("guards: {change: {beyond: 30}}\n", "not-a-factor", "did you mean 30 %?"),
    ("guards: {bonus: {above: 100}}\n", "not-a-factor", "did you mean 100 %?"),
    ("guards: {shape: {below: 2}}\n", "unknown-key", "known here: beyond, severity"),
    ("guards: {sale_length: {longest: 3}}\n", "not-a-duration", "did you mean 3 days or 3 hours?"),
    (accepted(guard="bulk_is_beter"), "not-one-of", "write bulk_is_better"),
    (accepted().replace("      reason: as in the shop\n", ""), "missing-key", "state reason, for example reason: Rose"),
    (accepted().replace("      owner: pricing\n", ""), "missing-key", "state owner, for example owner: Rose"),
    (accepted(until="next year"), "not-an-instant", "write for example 2026-07-01 or 2025-09-05T22:00-07:00"),
]


@pytest.mark.parametrize(("guards", "code", "advice"), WRONG)
def test_what_is_wrong_with_settings_is_told_at_load(guards: str, code: str, advice: str) -> None:
    assert [(diagnostic.code, diagnostic.advice) for diagnostic in found({FILE: guards})] == [(code, advice)]


def test_bounds_that_cross_are_an_error() -> None:
    crossed = dear("guards: {bulk_is_better: off, sale_length: {shortest: 60 days, longest: 1 hour}}\n")
    (found_of_them,) = (own for own in told(crossed) if own.code == "cap-below-floor")
    assert found_of_them.severity is Severity.ERROR
    assert found_of_them.place is not None
    assert (found_of_them.place.file, found_of_them.place.line) == (FILE, 1)
    fine = told(dear("guards: {sale_length: {shortest: 1 hour, longest: 60 days}}\n"))
    assert "cap-below-floor" not in {own.code for own in fine}


def test_a_name_that_nobody_states_is_expected_in_vain_and_one_like_it_is_offered() -> None:
    texts = {**RULES, "regions/de.yaml": region_text("DE")}
    (typo,) = told({**texts, FILE: "expect: {commission: [ios.stor.rate]}\n"})
    assert (typo.code, typo.hint.partition(";")[0]) == ("expected-and-missing", "did you mean store.rate?")
    (gone,) = told({**texts, FILE: "expect: {commission: [ios.levy.fixed]}\n"})
    assert gone.hint.startswith("write the line again")


def test_guards_change_neither_digest_nor_answers_and_are_finances() -> None:
    without = sound(load_texts({**RULES, "regions/de.yaml": DEAR}))
    book = sound(load_texts(dear(accepted())))
    assert book.digest == without.digest
    assert book.kept
    assert not book.seen_by(Audience.SERVICE).kept
    assert not book.seen_by(Audience.PUBLIC).kept
    unstated = settings_of({})
    assert {name for name, severity in unstated.severities.items() if severity is None} == set(INFORMING)
    assert {name for name, severity in unstated.severities.items() if severity is Severity.ERROR} == {
        "envelope",
        WEAKENED,
    }


def test_an_error_blocks_whoever_answers_and_a_warning_does_not() -> None:
    blocked = unless_blocked(load_texts(dear("guards: {bulk_is_better: error}\n")))
    assert (blocked.book, [found.code for found in blocked.diagnostics]) == (None, ["dearer-in-bulk"])
    warned = load_texts(dear("guards: {bulk_is_better: warning}\n"))
    assert unless_blocked(warned) is warned
    assert with_guards(warned, NOW).book is warned.book
    fine = load_texts(dear("guards: {free: error, bulk_is_better: off}\n"))
    assert unless_blocked(fine) is fine
    broken = load_texts({**dear(""), "regions/de.yaml": "region: DE\n"})
    assert unless_blocked(broken) is broken


def test_a_book_is_not_withdrawn_because_a_day_has_come() -> None:
    """An exception that is over is an error of `check`; who answered yesterday answers today."""
    over = accepted(until="2026-06-01").replace("guards:\n", "guards:\n  bulk_is_better: error\n")
    loaded = load_texts(dear(over))
    assert with_guards(loaded, NOW).book is None
    assert unless_blocked(loaded) is loaded


def test_nothing_follows_from_what_matters_less() -> None:
    """29.99 is out of line, which is a warning, and dearer in bulk, which the book calls an error: that is told."""
    texts = {**RULES, "regions/de.yaml": region_text("DE", ("1.39", "6.99", "29.99", "64.99"))}
    assert [found.code for found in told(texts)] == ["price-out-of-line"]
    strict = told({**texts, FILE: "guards: {bulk_is_better: error}\n"})
    assert {found.code for found in strict} == {"price-out-of-line", "dearer-in-bulk"}
    assert unless_blocked(load_texts({**texts, FILE: "guards: {bulk_is_better: error}\n"})).book is None


def _shared(at: str) -> Texts:
    """DE and FR share a list in which the third package is dear."""
    own = "currency: EUR\n"
    group = f"group: euros\n{own}prices: {{coins_100: 1.39, coins_500: 6.99, coins_1000: 15.49}}\n"
    regions = {
        f"regions/{code.lower()}.yaml": region_text(code).partition("prices:")[0].replace(own, "groups: [euros]\n")
        for code in ("DE", "FR")
    }
    rules = {FILE: accepted(number="2", at=at)}
    return {**RULES, **regions, "regions/groups/euros.yaml": group, **rules}


def test_an_exception_of_one_market_leaves_the_others_that_read_the_line() -> None:
    (left,) = [found for found in told(_shared("DE coins_1000")) if found.code == "dearer-in-bulk"]
    assert " in FR on ios " in left.sentence
    (left,) = [found for found in told(_shared("FR coins_1000")) if found.code == "dearer-in-bulk"]
    assert " in DE on ios " in left.sentence
    assert [found.code for found in told(_shared("ios coins_1000")) if found.code == "dearer-in-bulk"] == []
