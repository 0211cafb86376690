"""Conditions on facts, as written under `when:`; all of them must hold.

`{buyer.member: yes}`, `{buyer.age: {at least: 18, below: 65}}`, `{creator.grade: {any of: [standard, partner]}}`, and
`any: [{…}, {…}]`, of which one must hold. Values are still text: a fact's type is the book's to know.
"""

import re
from collections.abc import Iterator

import msgspec

from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.diagnostics.fixes import EXAMPLE, Suggestion, examples, possible
from ratecard.rulefiles.mending import from_to, problem, value_fixes
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stated import Stated
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence, Unread
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import FACT_NAME
from ratecard.rulefiles.wrong import Wrong, shown

LISTS = ("any of", "none of")
TESTS = ("at least", "above", "at most", "below", *LISTS)


class StatedTest(msgspec.Struct, frozen=True):
    """One requirement: the fact, the word (`is` or one of `TESTS`), and its operands as text."""

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


def facts_in(stated: StatedConditions) -> Iterator[str]:
    """The name of each fact that conditions ask for, at any depth."""
    return (fact.value for fact in facts_stated_in(stated))


def facts_stated_in(stated: StatedConditions) -> Iterator[Stated[str]]:
    """Each fact that conditions ask for, at any depth, where it stands; once for all tests of one."""
    told: Place | None = None
    for part in stated.all:
        if isinstance(part, StatedTest):
            if part.fact.place != told:
                yield part.fact
            told = part.fact.place
        else:
            for alternative in part.alternatives:
                yield from facts_stated_in(alternative)


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


def _tell(report: Report, sentence: str, place: Place, *offers: Suggestion, hint: str = "") -> None:
    shown_by = offers or examples("{buyer.age: {at least: 18}}")
    report(problem("not-a-condition", sentence, place, hint, offers=shown_by))


def _any(key: Scalar, node: Node, report: Report) -> list[StatedTest | StatedAny] | None:
    if type(node) is Unread:
        return None
    if type(node) is not Sequence or not node.items:
        shown_by = Suggestion("[{buyer.member: yes}, {buyer.age: {at least: 18}}]", EXAMPLE)
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
        if len(texts) != len(operands) or not texts or (type(operand) is Sequence) != (word.text in LISTS):
            rest = [key for key, nothing in node.entries if _is_bare(nothing) and key.text not in TESTS]
            cut = word.text in LISTS and type(operand) is Scalar and operand.text and rest
            if cut:
                _cut_list(word, operand, rest, report)  # type: ignore[arg-type]
                return None
            _tell(report, f"{word.text} states no fitting value", operand.place, *_operands_meant(word.text, operand))
            return None
        tests.append(StatedTest(fact, word.text, texts))
    if not tests:
        _tell(report, f"{key.text} states no requirement", node.place)
    return tests or None


def _is_bare(nothing: Node) -> bool:
    return type(nothing) is Scalar and nothing.plain and not nothing.text


def _cut_list(word: Scalar, first: Scalar, rest: list[Scalar], report: Report) -> None:
    """Reports `{any of: standard, partner}`, a list without brackets that its comma cuts in braces."""
    place = from_to(first.place, rest[-1].place)
    whole = Suggestion(f"[{', '.join(item.text for item in (first, *rest))}]")
    sentence = f"{word.text} states no list: it has no brackets"
    found = Diagnostic(code="not-a-condition", sentence=sentence, place=place, fixes=value_fixes(place, (whole,)))
    report(found)


def _operands_meant(word: str, operand: Node) -> tuple[Suggestion, ...]:
    """What may stand behind a test: one value as a list for `LISTS`, a list of one as a value for the others."""
    if word in LISTS:
        alone = operand.text if type(operand) is Scalar else ""
        items = tuple(item for item in re.split(r"[;,/|]\s*|\s+or\s+", alone) if item)
        return (Suggestion(f"[{', '.join(items)}]"),) if items else examples("[standard, partner]")
    only = operand.items[0] if type(operand) is Sequence and len(operand.items) == 1 else None
    if type(only) is Scalar and only.text:
        return (Suggestion(only.text),)
    return examples("18")


def test_in_words(text: str, money: bool) -> str:
    """A test that stands where a value should, as it is written here: {at least: 18} for "at least 18" and "18+"."""
    number = _AMOUNT if money else _NUMBER
    match = re.fullmatch(rf"(?P<word>[a-z ]+|[<>]=?) ?(?P<number>{number})", text, re.ASCII)
    at_least = re.fullmatch(rf"({number}) ?\+", text, re.ASCII)
    if at_least:
        return f"{{at least: {at_least[1]}}}"
    word = match["word"].strip() if match else ""
    word = _SAME_AS.get(word, word)
    return f"{{{word}: {match['number']}}}" if match and word in TESTS and word not in LISTS else ""


_NUMBER = r"\d{1,18}"
_AMOUNT = rf"{_NUMBER}(?:\.\d{{1,4}})?(?: [A-Z]{{3}})?"
_SAME_AS = (
    dict.fromkeys(("min", "minimum", ">=", "from"), "at least")
    | dict.fromkeys(("max", "maximum", "<=", "up to", "not above"), "at most")
    | dict.fromkeys(("less than", "under", "<", "not at least"), "below")
    | dict.fromkeys(("more than", "greater than", "over", ">"), "above")
    | dict.fromkeys(("one of", "in", "among"), "any of")
    | dict.fromkeys(("not", "is not", "not in", "not any of", "except", "!="), "none of")
)
"""Words of other languages for tests."""


def _unknown_word(word: Scalar, operand: Node) -> Diagnostic:
    """What to say of a word that is not a test: the same said in the words that there are, or the one slip away."""
    sentence = f"{shown(word.text)} is not a condition"
    same = _SAME_AS.get(word.text)
    in_words = test_in_words(word.text, money=True) if _is_bare(operand) else ""
    if in_words:
        fixes = value_fixes(word.place, (Suggestion(in_words.strip("{}")),))
        return Diagnostic(code="unknown-key", sentence=sentence, place=word.place, fixes=fixes)
    if same in LISTS and type(operand) is Scalar and operand.text:
        fixes = value_fixes(from_to(word.place, operand.place), (Suggestion(f"{same}: [{operand.text}]"),))
        return Diagnostic(code="unknown-key", sentence=sentence, place=word.place, fixes=fixes)
    if same and (type(operand) is Sequence) == (same in LISTS):
        fixes = value_fixes(word.place, (Suggestion(same),))
        return Diagnostic(code="unknown-key", sentence=sentence, place=word.place, fixes=fixes)
    near = slips(word.text, TESTS)
    hint = "" if near else f"known here: {', '.join(TESTS)}"
    fixes = value_fixes(word.place, (Suggestion(near[0]),) if len(near) == 1 else possible(*near))
    return Diagnostic(code="unknown-key", sentence=sentence, place=word.place, hint=hint, fixes=fixes)
