"""Which values may vary by a fact of a lot, key by key: those that are chosen lot by lot, and no others."""

import re
from collections.abc import Iterator

import pytest

from ratecard.keys.registry import KEYS
from ratecard.rulefiles.keys.facts import CHOSEN_BY_LOT, STATED_BY_ENGINE, WAY
from ratecard.rulefiles.keys.shapes import KnownKeys, Shape, Table, Value
from ratecard.rulefiles.stated import Choice, FileKind
from tests.rulefiles.stating.statements import one, stating, value, written_at

Path = tuple[str, ...]

BY_LOT: set[Path] = {
    ("payouts", "diamond"),
    ("payouts", "hold"),
    ("payouts", "withholding", "lines", "x", "rate"),
    ("payouts", "withholding", "lines", "x", "of"),
    ("payouts", "withholding", "lines", "x", "domestic"),
}


OF_BUYING = {"purchase.coins", "purchase.quantity", "purchase.amount", "purchase.kind", "purchase.way"}
OF_GIVING = {"gift.coins", "gift.total"}
KNOWN: dict[Path, set[str]] = {
    ("packages", "coins"): {"purchase.quantity"},
    ("packages", "bonus"): {"purchase.coins", "purchase.quantity"},
    ("packages", "with"): {"purchase.quantity"},
    ("packages", "shows"): OF_BUYING,
    ("items", "shows"): OF_BUYING,
    ("prices",): {"purchase.coins", "purchase.quantity", "purchase.way"},
    ("tax",): OF_BUYING,
    ("commission",): OF_BUYING,
    ("promotions",): OF_BUYING,
    ("gifts", "shows"): OF_GIVING,
    ("earnings",): OF_GIVING,
}
"""What of a question itself is settled before a value, by its key and what stands below the thing."""


def choosable(path: Path, shape: Shape) -> Iterator[tuple[Path, Value]]:
    """Every value of the language that may vary by a fact, with its path; x and USD stand for any id."""
    if isinstance(shape, KnownKeys):
        for key, below in shape.keys.items():
            yield from choosable((*path, key), below)
    elif isinstance(shape, Table):
        yield from choosable((*path, shape.key.words[0] if shape.key.words else "x"), shape.of)
    elif isinstance(shape, Value) and shape.by_fact:
        yield path, shape


CHOOSABLE = dict(found for key, shape in KEYS.grammar.layered.items() for found in choosable((key,), shape))


def chosen(path: Path, shape: Value, fact: str, cases: str = "is") -> str:
    """A rule file that states a choice at a path."""
    key = {"is": "earned", "from": "0"}[cases]
    written = re.split(", | or ", shape.type.written)[0].strip("“”")
    choice = f"{{by: {fact}, {cases}: {{{key}: {written}}}, other: {written}}}"
    return "".join(f"{key}: {{" for key in path[:-1]) + f"{path[-1]}: {choice}" + "}" * (len(path) - 1) + "\n"


@pytest.mark.parametrize("path", sorted(CHOOSABLE), ids=".".join)
def test_a_value_varies_by_a_fact_of_a_lot_where_it_is_chosen_lot_by_lot_and_nowhere_else(path: Path) -> None:
    text = chosen(path, CHOOSABLE[path], "lot.class")
    if path in BY_LOT:
        assert type(value(text, *path, kind=FileKind.RULES)) is Choice
        return
    error = one(text, FileKind.RULES)
    assert (error.code, written_at(text, error.place, FileKind.RULES)) == ("fact-not-known-here", "lot.class")  # type: ignore[arg-type]
    assert "lot.class is a fact of one lot of diamonds" in error.sentence
    assert CHOSEN_BY_LOT in error.hint


@pytest.mark.parametrize("path", sorted(CHOOSABLE), ids=".".join)
def test_a_value_varies_by_what_is_known_of_a_buyer_or_a_creator_wherever_it_varies(path: Path) -> None:
    for fact in ("buyer.tier", "creator.grade", "purchase.channel"):
        text = chosen(path, CHOOSABLE[path], fact)
        assert type(value(text, *path, kind=FileKind.RULES)) is Choice


@pytest.mark.parametrize("path", sorted(CHOOSABLE), ids=".".join)
@pytest.mark.parametrize("fact", [*STATED_BY_ENGINE, WAY])
def test_a_value_varies_by_what_of_the_question_is_settled_before_it(path: Path, fact: str) -> None:
    text = chosen(path, CHOOSABLE[path], fact, "from")
    stated, found = stating(text, FileKind.RULES)
    assert stated is not None
    known = fact in KNOWN.get((path[0], *path[2:3]), KNOWN.get((path[0],), set()))
    assert [each.code for each in found] == ([] if known else ["fact-not-known-here"])


def test_the_table_of_values_that_are_chosen_lot_by_lot_is_whole() -> None:
    assert {path for path, shape in CHOOSABLE.items() if shape.by_lot} == BY_LOT


def test_a_condition_of_a_promotion_may_ask_for_the_way_of_paying_and_one_of_a_package_may_not() -> None:
    when = "when: {purchase.way: card}}}\n"
    assert stating(f"promotions: {{x: {{discount: 5 %, {when}", FileKind.RULES)[1] == []
    assert one(f"packages: {{x: {{coins: 1, {when}", FileKind.RULES).code == "fact-not-known-here"


def test_a_condition_of_a_gift_may_ask_what_the_gift_costs() -> None:
    stated, found = stating("gifts: {x: {coins: 1, kinds: [live], when: {gift.coins: {below: 9}}}}\n", FileKind.RULES)
    assert stated is not None
    assert found == []
