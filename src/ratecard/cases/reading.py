"""The files of cases below rules/tests/: what each case asks, as of when, and what it expects. They state no rules.

A file lists cases. Each says in a sentence what it holds, has one question in the words of the command line, and either
figures of its answer or the code of its refusal:

    cases:
      - case: a thousand coins cost 13.99 in Germany
        at: 2026-07-01
        quote purchase: {region: DE, platform: ios, package: coins_1000}
        expect: {gross: 13.99, tax: 2.23}
"""

from collections.abc import Mapping as MappingType
from datetime import date
from typing import get_args

import msgspec

from ratecard.cases.expecting import Expected, expected_of, tell
from ratecard.cases.fields import fields_of, tell_wrong, text_of
from ratecard.cases.kinds import KINDS, QuestionKind
from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.loading.gathering import gather_cases
from ratecard.loading.sources import Source
from ratecard.questions import Question
from ratecard.refusals import Refusal
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import FREE_TEXT_KEYS
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence, Unread
from ratecard.rulefiles.text.reading import read
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import INSTANT
from ratecard.rulefiles.wrong import Wrong, shown


class ExpectedRefusal(msgspec.Struct, frozen=True):
    """The refusal that a case expects, by its code."""

    code: str
    place: Place


class StatedCase(msgspec.Struct, frozen=True):
    """One case as it is written. `fields` are those of the question but `at`, which is a day or an instant."""

    sentence: str
    place: Place
    kind: QuestionKind
    at: date
    fields: MappingType[str, object]
    expected: tuple[Expected, ...]
    refusal: ExpectedRefusal | None


class Cases(msgspec.Struct, frozen=True):
    """The cases of a book in the order of its files, and what is wrong with these."""

    cases: tuple[StatedCase, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_cases(files: MappingType[str, bytes]) -> Cases:
    """The cases in files by path. A case with a mistake is not among them: it is reported."""
    found: list[StatedCase] = []
    diagnostics: list[Diagnostic] = []
    for file, content in sorted(files.items()):
        root = read(file, content, diagnostics.append)
        if root is not None:
            found.extend(_cases(root, diagnostics.append))
    return Cases(tuple(found), tuple(diagnostics))


CODES = tuple(sorted(refusal.code for refusal in get_args(Refusal)))
"""The codes of all refusals."""

_FILE_KEYS = ("cases", "at", *FREE_TEXT_KEYS)
_CASE_KEYS = ("case", "at", "expect", "refused", *FREE_TEXT_KEYS)
_HINT = "write cases: [{case: …, at: 2026-07-01, quote purchase: {…}, expect: {gross: 12.90}}]"


def _cases(root: Node, report: Report) -> list[StatedCase]:
    entries = _entries(root, report, "a file of cases is a mapping")
    for key, _ in entries:
        if key.text not in _FILE_KEYS:
            hint, offers = meant_or(key.text, _FILE_KEYS, _HINT)
            tell(report, f"{shown(key.text)} is not a key of a file of cases", key.place, *offers, hint=hint)
    own = {key.text: value for key, value in entries}
    listed = own.get("cases")
    if listed is None:
        if entries:
            tell(report, "no case stands here", root.place, hint=_HINT)
        return []
    if type(listed) is not Sequence:
        if type(listed) is not Unread:
            tell(report, "cases are a list", listed.place, hint=_HINT)
        return []
    at = _moment(own["at"], report) if "at" in own else None
    return [case for item in listed.items if (case := _case(item, at, report)) is not None]


def _case(node: Node, usual: date | None, report: Report) -> StatedCase | None:
    entries = _entries(node, report, "a case is a mapping")
    if not entries:
        return None
    own = {key.text: (key, value) for key, value in entries}
    asked = [text for text in own if text in KINDS]
    if not _has_known_keys(entries, report):
        return None
    problem = _lacking(own, asked, usual)
    if problem is not None:
        tell(report, problem, entries[0][0].place, hint=_HINT)
        return None
    kind = KINDS[asked[0]]
    told: list[Diagnostic] = []
    sentence = text_of(own["case"][1], told.append)
    fields = fields_of(own[kind.words][1], kind.question, told.append)
    _tell_both(own[kind.words][1], kind.question, told.append)
    at = _moment(own["at"][1], told.append) if "at" in own else usual
    expected = expected_of(own["expect"][1], kind.record, told.append) if "expect" in own else ()
    refusal = _refusal(own["refused"][1], told.append) if "refused" in own else None
    for diagnostic in told:
        report(diagnostic)
    if told or sentence is None or fields is None or at is None:
        return None
    return StatedCase(sentence, own["case"][1].place, kind, at, fields, expected, refusal)


def _tell_both(node: Node, question: Question, report: Report) -> None:
    """Reports a second field of those of which a question states at most one."""
    stated = [key for key, _ in node.entries if key.text in question.either] if type(node) is Mapping else []
    for key in stated[1:]:
        sentence = f"{stated[0].text} and {key.text} are both stated, and one of them is the other"
        tell(report, sentence, key.place, hint=f"keep one of {', '.join(question.either)}")


def _has_known_keys(entries: tuple[tuple[Scalar, Node], ...], report: Report) -> bool:
    known = (*_CASE_KEYS, *KINDS)
    unknown = [key for key, _ in entries if key.text not in known]
    for key in unknown:
        hint, offers = meant_or(key.text, known, _HINT)
        tell(report, f"{shown(key.text)} is not a key of a case", key.place, *offers, hint=hint)
    return not unknown


def _lacking(own: MappingType[str, object], asked: list[str], usual: date | None) -> str | None:
    """What a case does not say, or says twice."""
    if "case" not in own:
        return "this case does not say what it holds"
    if len(asked) != 1:
        return f"this case asks {' and '.join(asked)}" if asked else f"this case asks nothing; ask {', '.join(KINDS)}"
    if "at" not in own and usual is None:
        return "this case does not say as of when it asks"
    if ("expect" in own) == ("refused" in own):
        return "this case expects figures and a refusal" if "expect" in own else "this case expects nothing"
    return None


def _moment(node: Node, report: Report) -> date | None:
    text = text_of(node, report)
    if text is None:
        return None
    found = parse_value(INSTANT, text)
    if isinstance(found, Wrong):
        tell_wrong(report, found, node)
        return None
    assert isinstance(found, date)
    return found


def _refusal(node: Node, report: Report) -> ExpectedRefusal | None:
    text = text_of(node, report)
    if text is None:
        return None
    if text in CODES:
        return ExpectedRefusal(text, node.place)
    hint, offers = meant_or(text, CODES, "the answer of ratecard quote … tells the code")
    tell(report, f"{shown(text)} is not the code of a refusal", node.place, *offers, hint=hint)
    return None


def _entries(node: Node, report: Report, sentence: str) -> tuple[tuple[Scalar, Node], ...]:
    if type(node) is Mapping:
        return node.entries
    if type(node) is not Unread:
        tell(report, sentence, node.place, hint=_HINT)
    return ()


def cases_in(source: Source) -> Cases:
    """The cases of a book, by what its folder of them holds now."""
    found: list[Diagnostic] = []
    cases = read_cases(gather_cases(source, found.append))
    return Cases(cases.cases, (*found, *cases.diagnostics))
