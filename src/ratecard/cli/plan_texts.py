"""A plan as a page: for a terminal, and for a pull request."""

from collections.abc import Iterator, Sequence

from ratecard.cli.tables import plain_table
from ratecard.plan.parts import PlanPart, Words
from ratecard.plan.planning import Plan
from ratecard.plan.telling import parts_of
from ratecard.plan.verdicts import Verdicts

SAME = "both mean the same: nothing changes"
NAMES = "only names that people read are others: no answer changes"


def plan_text(plan: Plan, verdicts: Verdicts | None, words: Words, more: Sequence[PlanPart] = ()) -> str:
    """The page as plain text, with more parts at its end."""
    if plan.is_empty and (verdicts is None or verdicts.is_empty) and not more:
        return f"{words.older} → {words.newer}: {NAMES if plan.is_of_names else SAME}"
    return "\n\n".join("\n".join(_text(part)) for part in (*parts_of(plan, verdicts, words), *more))


def _text(part: PlanPart) -> Iterator[str]:
    yield part.title
    yield from (f"  {line}" for line in part.lines)
    if part.rows:
        yield from (
            f"    {line}" for line in plain_table(part.header, part.rows, range(2, len(part.header))).splitlines()
        )


def plan_markdown(plan: Plan, verdicts: Verdicts | None, words: Words, more: Sequence[PlanPart] = ()) -> str:
    """The page as Markdown, of which nothing that a rule file says can be markup."""
    head = "## What this change means"
    if plan.is_empty and (verdicts is None or verdicts.is_empty) and not more:
        same = NAMES if plan.is_of_names else SAME
        return f"{head}\n\n{_escaped(words.older)} → {_escaped(words.newer)}: {same}."
    parts = ("\n".join(_markdown(part)) for part in (*parts_of(plan, verdicts, words), *more))
    return "\n\n".join([head, *parts])


def _markdown(part: PlanPart) -> Iterator[str]:
    yield f"### {_escaped(part.title)}"
    if part.lines:
        yield ""
        yield from (f"- {_escaped(line)}" for line in part.lines)
    if part.rows:
        yield ""
        yield f"| {' | '.join(map(_escaped, part.header))} |"
        yield f"|{'---|' * 2}{'--:|' * (len(part.header) - 2)}"
        yield from (f"| {' | '.join(map(_escaped, row))} |" for row in part.rows)


def _escaped(text: str) -> str:
    """A text in which no character means anything to Markdown or HTML, and no name of a user or team is called."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "@\u200b")
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()#|~!" else letter for letter in " ".join(safe.split()))
