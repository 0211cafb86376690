"""Conditions on facts, as written under `when:`; all of them must hold.

`{buyer.member: yes}`, `{buyer.age: {at least: 18, below: 65}}`, `{creator.grade: {any of: [standard, partner]}}`, and
`any: [{…}, {…}]`, of which one must hold. Values are still text: a fact's type is the book's to know.
"""

import re

import msgspec

from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.diagnostics.fixes import EXAMPLE, Offer, examples, possible
from ratecard.rulefiles.mending import from_to, value_fixes
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stated import Stated
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence, Unread
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import FACT_NAME
from ratecard.rulefiles.wrong import Wrong, shown

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


def _tell(report: Report, sentence: str, place: Place, *offers: Offer, hint: str = "") -> None:
    shown_by = offers or examples("{buyer.age: {at least: 18}}")
    fixes = value_fixes(place, shown_by)
    report(Diagnostic(code="not-a-condition", sentence=sentence, place=place, hint=hint, fixes=fixes))


def _any(key: Scalar, node: Node, report: Report) -> list[StatedTest | StatedAny] | None:
    if type(node) is Unread:
        return None
    if type(node) is not Sequence or not node.items:
        shown_by = Offer("[{buyer.member: yes}, {buyer.age: {at least: 18}}]", EXAMPLE)
        _tell(report, "any states a list of conditions", node.place, shown_by, hint="write a list of alternatives")
        return None
    trees = [condition_tree(item, report) for item in node.items]
    if any(tree is None for tree in trees):
        return None
    return [StatedAny(tuple(tree for tree in trees if tree is not None), key.place)]


def _tests(key: Scalar, node: Node, report: Report) -> list[StatedTest | StatedAny] | None:
    name = parse_value(FACT_NAME, key.text)
    if type(name) is Wrong:
        fixes = value_fixes(key.place, name.offers)
        found = Diagnostic(code=name.code, sentence=name.sentence, place=key.place, hint=name.hint, fixes=fixes)
        report(found)
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
            report(_unknown_word(word, operand))
            return None
        if type(operand) is Unread:
            return None
        operands = operand.items if type(operand) is Sequence else (operand,)
        texts = tuple(Stated(item.text, item.place) for item in operands if type(item) is Scalar and item.text)
        if len(texts) != len(operands) or not texts or (type(operand) is Sequence) != (word.text == "any of"):
            rest = [key for key, nothing in node.entries if _is_bare(nothing) and key.text not in TESTS]
            cut = word.text == "any of" and type(operand) is Scalar and operand.text and rest
            if cut:
                _cut_list(report, operand, rest)  # type: ignore[arg-type]
                return None
            _tell(report, f"{word.text} states no fitting value", operand.place, *_operands_meant(word.text, operand))
            return None
        tests.append(StatedTest(fact, word.text, texts))
    if not tests:
        _tell(report, f"{key.text} states no requirement", node.place)
    return tests or None


def _is_bare(nothing: Node) -> bool:
    return type(nothing) is Scalar and nothing.plain and not nothing.text


def _cut_list(report: Report, first: Scalar, rest: list[Scalar]) -> None:
    """Reports `{any of: standard, partner}`, a list without brackets that its comma cuts in braces."""
    place = from_to(first.place, rest[-1].place)
    whole = Offer(f"[{', '.join(item.text for item in (first, *rest))}]")
    sentence = "any of states no list: it has no brackets"
    found = Diagnostic(code="not-a-condition", sentence=sentence, place=place, fixes=value_fixes(place, (whole,)))
    report(found)


def _operands_meant(word: str, operand: Node) -> tuple[Offer, ...]:
    """What may stand behind a test: one value as a list for `any of`, a list of one as a value for the others."""
    if word == "any of":
        alone = operand.text if type(operand) is Scalar else ""
        items = tuple(item for item in re.split(r"[;,/|]\s*|\s+or\s+", alone) if item)
        return (Offer(f"[{', '.join(items)}]"),) if items else examples("[standard, partner]")
    only = operand.items[0] if type(operand) is Sequence and len(operand.items) == 1 else None
    if type(only) is Scalar and only.text:
        return (Offer(only.text),)
    return examples("18")


def test_in_words(text: str) -> str:
    """A test that stands where a value should, as it is written here: {at least: 18} for "at least 18" and "18+"."""
    match = re.fullmatch(r"(?P<word>[a-z ]+|[<>]=?) ?(?P<number>\d{1,18})", text, re.ASCII)
    at_least = re.fullmatch(r"(\d{1,18}) ?\+", text, re.ASCII)
    if at_least:
        return f"{{at least: {at_least[1]}}}"
    word, number = (match["word"].strip(), int(match["number"])) if match else ("", 0)
    word, number = (_ONE_MORE[word], number + 1) if word in _ONE_MORE else (_SAME_AS.get(word, word), number)
    return f"{{{word}: {number}}}" if word in ("at least", "below") else ""


_SAME_AS = {"less than": "below", "under": "below", "<": "below"} | dict.fromkeys(
    ("min", "minimum", ">=", "from"), "at least"
)
_ONE_MORE = dict.fromkeys(("at most", "max", "maximum", "<="), "below") | dict.fromkeys(
    ("more than", "above", "over", ">"), "at least"
)
"""Words of other languages for tests of whole numbers: at most 17 is below 18, and above 17 is at least 18."""


def _unknown_word(word: Scalar, operand: Node) -> Diagnostic:
    """What to say of a word that is not a test: the same said in the words that there are, or the one slip away."""
    sentence = f"{shown(word.text)} is not a condition"
    number = operand.text if type(operand) is Scalar and re.fullmatch(r"\d{1,18}", operand.text, re.ASCII) else ""
    same, more = _SAME_AS.get(word.text), _ONE_MORE.get(word.text)
    if (same or more) and number:
        meant = f"{same or more}: {int(number) + (same is None)}"
        fixes = value_fixes(from_to(word.place, operand.place), (Offer(meant),))
        return Diagnostic(code="unknown-key", sentence=sentence, place=word.place, fixes=fixes)
    near = slips(word.text, TESTS)
    hint = "" if near else "known here: at least, below, any of"
    fixes = value_fixes(word.place, (Offer(near[0]),) if len(near) == 1 else possible(*near))
    return Diagnostic(code="unknown-key", sentence=sentence, place=word.place, hint=hint, fixes=fixes)
