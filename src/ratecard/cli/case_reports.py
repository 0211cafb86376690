"""What became of the cases of a book: for people, as JSON, and as JUnit's XML for build servers."""

from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree

from ratecard.cases.running import CaseResult
from ratecard.cli.answers import Json, place_json, step_json, to_json
from ratecard.cli.tables import counted, plain_table
from ratecard.diagnostics.text import visible
from ratecard.money import decimals_of_fractions
from ratecard.quotes.tracing.formulas import formula, value_text
from ratecard.quotes.tracing.steps import Step

DIFFERING = ("figure", "expected", "actual", "expected at")
BEHIND = ("behind it", "value", "arithmetic", "decided at")


def failure_text(result: CaseResult) -> str:
    """One case that failed: what differs, side by side, and the steps of the answer with the rules that decided."""
    case = result.case
    rows = [
        [difference.figure, difference.expected, difference.actual, str(difference.place)]
        for difference in result.differences
    ]
    parts = [f"failed: {visible(case.sentence)}", f"  {case.place}", _indented(plain_table(DIFFERING, rows, (1, 2)))]
    if result.message:
        parts.append(f"  {visible(result.message)}")
    if result.steps:
        steps = [[step.figure, *_arithmetic(step), str(step.place or "-")] for step in result.steps]
        parts.append(_indented(plain_table(BEHIND, steps, (1,))))
    return "\n".join(parts)


def _arithmetic(step: Step) -> tuple[str, str]:
    """A figure, and how it was found."""
    return decimals_of_fractions(value_text(step.output)), decimals_of_fractions(formula(step))


def _indented(text: str) -> str:
    return "\n".join(f"  {visible(line)}" for line in text.split("\n"))


def summary(results: Sequence[CaseResult]) -> str:
    """How many cases passed and failed: "12 cases passed, 1 case failed"."""
    failed = sum(not result.passed for result in results)
    passed = counted(len(results) - failed, "case")
    return f"{passed} passed, {counted(failed, 'case')} failed" if failed else f"{passed} passed"


def results_json(results: Sequence[CaseResult], digest: str) -> str:
    """All results as JSON, in order; a case that failed with its differences and steps."""
    failed = sum(not result.passed for result in results)
    return to_json(
        {
            "digest": digest,
            "passed": len(results) - failed,
            "failed": failed,
            "cases": [_result_json(result) for result in results],
        }
    )


def _result_json(result: CaseResult) -> Json:
    case = result.case
    return {
        "case": case.sentence,
        "question": case.kind.words,
        **place_json(case.place),
        "passed": result.passed,
        "message": result.message or None,
        "differences": [
            {
                "figure": difference.figure,
                "expected": difference.expected,
                "actual": difference.actual,
                **place_json(difference.place),
            }
            for difference in result.differences
        ],
        "trace": [step_json(step) for step in result.steps],
    }


def results_junit(results: Sequence[CaseResult]) -> str:
    """All results in the XML of JUnit, a suite for each file; build servers show it as they show tests."""
    suites = ElementTree.Element("testsuites", {"name": "ratecard test", **_counts(results)})
    for file, grouped in groupby(results, key=lambda result: result.case.place.file):
        own = list(grouped)
        suite = ElementTree.SubElement(suites, "testsuite", {"name": file, **_counts(own)})
        for result in own:
            place = result.case.place
            case = ElementTree.SubElement(
                suite,
                "testcase",
                classname=file.removesuffix(".yaml").replace("/", "."),
                name=visible(result.case.sentence),
                file=file,
                line=str(place.line),
            )
            if not result.passed:
                first = result.differences[0]
                told = f"{first.figure}: expected {first.expected}, and it is {first.actual}"
                ElementTree.SubElement(case, "failure", message=visible(told)).text = failure_text(result)
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True)


def _counts(results: Sequence[CaseResult]) -> dict[str, str]:
    return {
        "tests": str(len(results)),
        "failures": str(sum(not result.passed for result in results)),
        "errors": "0",
        "skipped": "0",
    }
