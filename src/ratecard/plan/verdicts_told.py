"""Guards and cases that judge otherwise, for people."""

from collections.abc import Iterator, Sequence

from ratecard.cases.running import CaseResult
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding
from ratecard.plan.parts import PlanPart, counted_things, few
from ratecard.plan.verdicts import Verdicts


def verdict_parts(verdicts: Verdicts) -> Iterator[PlanPart]:
    """What guards find that they did not, and do not any more; cases that fail that passed, and the other way round."""
    if verdicts.found:
        lines = _findings_told(verdicts.found)
        yield PlanPart(f"guards find {counted_things(len(lines), 'thing')} that they did not", tuple(few(lines)))
    if verdicts.mended:
        lines = _findings_told(verdicts.mended)
        yield PlanPart(f"guards do not find {counted_things(len(lines), 'thing')} any more", tuple(few(lines)))
    failing = [own.now for own in verdicts.cases if not own.now.passed]
    passing = [own.was for own in verdicts.cases if own.now.passed]
    for results, verb, other in ((failing, "fail", "passed"), (passing, "pass", "failed")):
        if results:
            title = f"{counted_things(len(results), 'case')} {_verb(len(results), verb)} that {other}"
            yield PlanPart(title, tuple(few([_case_line(result) for result in results])))


def _findings_told(findings: Sequence[Finding]) -> list[str]:
    """What guards find, once for each guard and line."""
    found: dict[tuple[str, Place], list[Finding]] = {}
    for own in findings:
        found.setdefault((own.guard, own.place), []).append(own)
    more = [f" (and {len(every) - 1:,} more like it)" if len(every) > 1 else "" for every in found.values()]
    pairs = zip(found.values(), more, strict=True)
    return [f"{every[0].place}  {every[0].guard}: {every[0].sentence}{rest}" for every, rest in pairs]


def _verb(number: int, verb: str) -> str:
    return {"fail": "fails", "pass": "passes"}[verb] if number == 1 else verb


def _case_line(result: CaseResult) -> str:
    told = (f"{own.figure} is {own.actual}, and {own.expected} is expected" for own in result.differences[:2])
    return f"{result.case.place}  {result.case.sentence}: {'; '.join(told)}"
