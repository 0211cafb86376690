"""Conditions on facts, as written under `when:`; all of them must hold.

`{buyer.member: yes}`, `{buyer.age: {at least: 18, below: 65}}`, `{creator.grade: {any of: [standard, partner]}}`, and
`any: [{…}, {…}]`, of which one must hold. Values are still text: a fact's type is the book's to know.
"""

import msgspec

from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.rulefiles.near import nearest
from ratecard.rulefiles.nodes import Mapping, Node, Scalar, Sequence, Unread
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.stated import Stated
from ratecard.rulefiles.values import FACT_NAME, Wrong, parse_value

TESTS = ("at least", "below", "any of")


class StatedTest(msgspec.Struct, frozen=True):
    """One requirement: the fact, the word (`is`, `at least`, `below`, `any of`), and its operands as text."""

    fact: Stated[str]
    word: str
    operands: tuple[Stated[str], ...]


class StatedAny(msgspec.Struct, frozen=True):
    """Alternatives, of which one must hold."""

    alternatives: tuple["StatedConditions", ...]
    place: Place


class StatedConditions(msgspec.Struct, frozen=True):
    """All that must hold; order does not matter."""

    all: tuple["StatedTest | StatedAny", ...]


def condition_tree(node: Node, report: Report) -> StatedConditions | None:
    """The conditions that a node states, or None where it states them wrongly, which is reported."""
    if type(node) is Unread:
        return None
    if type(node) is not Mapping:
        _tell(report, "conditions are a mapping of facts", node.place)
        return None
    found: list[StatedTest | StatedAny] = []
    sound = True
    for key, value in node.entries:
        if key.text in ("source", "note"):
            continue
        tests = _any(key, value, report) if key.text == "any" else _tests(key, value, report)
        if tests is None:
            sound = False
        else:
            found.extend(tests)
    if sound and not found:
        _tell(report, "no condition stands here", node.place)
        return None
    return StatedConditions(tuple(found)) if sound else None


def _tell(report: Report, sentence: str, place: Place, hint: str = "write {buyer.age: {at least: 18}}") -> None:
    report(Diagnostic(code="not-a-condition", sentence=sentence, place=place, hint=hint))


def _any(key: Scalar, node: Node, report: Report) -> list[StatedTest | StatedAny] | None:
    if type(node) is Unread:
        return None
    if type(node) is not Sequence or not node.items:
        _tell(report, "any states a list of conditions", node.place, "write any: [{buyer.member: yes}, {…}]")
        return None
    trees = [condition_tree(item, report) for item in node.items]
    if any(tree is None for tree in trees):
        return None
    return [StatedAny(tuple(tree for tree in trees if tree is not None), key.place)]


def _tests(key: Scalar, node: Node, report: Report) -> list[StatedTest | StatedAny] | None:
    name = parse_value(FACT_NAME, key.text)
    if type(name) is Wrong:
        report(Diagnostic(code=name.code, sentence=name.sentence, place=key.place, hint=name.hint))
        return None
    fact = Stated(key.text, key.place)
    if type(node) is Unread:
        return None
    if type(node) is Scalar and node.text:
        return [StatedTest(fact, "is", (Stated(node.text, node.place),))]
    if type(node) is not Mapping or not node.entries:
        _tell(report, f"{key.text} states no requirement", node.place)
        return None
    tests: list[StatedTest | StatedAny] = []
    for word, operand in node.entries:
        if word.text in ("source", "note"):
            continue
        if word.text not in TESTS:
            near = nearest(word.text, TESTS)
            hint = f"did you mean {near[0]}?" if near else "known here: at least, below, any of"
            report(Diagnostic(code="unknown-key", sentence=f"{word.text} is no condition", place=word.place, hint=hint))
            return None
        if type(operand) is Unread:
            return None
        operands = operand.items if type(operand) is Sequence else (operand,)
        texts = tuple(Stated(item.text, item.place) for item in operands if type(item) is Scalar and item.text)
        if len(texts) != len(operands) or not texts or (type(operand) is Sequence) != (word.text == "any of"):
            written = operand.text if type(operand) is Scalar and operand.text else "18"
            hint = f"write any of: [{written}]" if word.text == "any of" else f"write {word.text}: {written}"
            _tell(report, f"{word.text} states no fitting value", operand.place, hint)
            return None
        tests.append(StatedTest(fact, word.text, texts))
    if not tests:
        _tell(report, f"{key.text} states no requirement", node.place)
    return tests or None
