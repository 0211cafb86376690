"""What the guards of the book in force found: for finance alone."""

from enum import Enum
from fractions import Fraction

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.bounds import FINDINGS
from ratecard.api.errors import BadInput
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.guard_findings import GuardFinding, GuardGap
from ratecard.guards.findings import number_of
from ratecard.guards.verdicts import ALL, Summary
from ratecard.guards.verdicts import GuardVerdict as Verdict
from ratecard.instants import Duration, Instant
from ratecard.rulefiles.echo import cut
from ratecard.rulefiles.keys.guards import ABOUT
from ratecard.rulefiles.near import nearest


@strawberry.enum(description="How much it matters what a guard finds, as the book says.")
class GuardSeverity(Enum):
    """How much it matters what a guard finds."""

    ERROR = strawberry.enum_value("error", description="Nothing answers from a book in which it finds anything.")
    WARNING = strawberry.enum_value("warning", description="It is told, and the book is answered from.")
    OFF = strawberry.enum_value("off", description="The guard does not run.")


@strawberry.enum(description="What comes of a guard. Only SOUND says that what it looks for is nowhere in the book.")
class GuardVerdict(Enum):
    """What comes of a guard."""

    SOUND = strawberry.enum_value(Verdict.SOUND, description="It looked at everything, and found nothing.")
    FINDINGS = strawberry.enum_value(
        Verdict.FINDINGS, description="It found something, be it only what follows from what another guard found."
    )
    ACCEPTED = strawberry.enum_value(Verdict.ACCEPTED, description="All that it found is accepted by the book.")
    UNDECIDED = strawberry.enum_value(
        Verdict.UNDECIDED, description="It found nothing, and came to its bound of work somewhere."
    )
    UNPROVED = strawberry.enum_value(
        Verdict.UNPROVED, description="It found nothing, and something is unknown or could not be looked at."
    )
    NOT_RUN = strawberry.enum_value(
        Verdict.NOT_RUN, description="It compares with an older book: `ratecard check --against` runs it."
    )
    INFORMS = strawberry.enum_value(
        Verdict.INFORMS, description="The book states nothing of it, so it only informs: see `information`."
    )
    OFF = strawberry.enum_value(Verdict.OFF, description="The book turns it off.")


@api_type
class GuardBound:
    """A number beyond which a guard finds something."""

    said: strawberry.Private[tuple[str, Fraction | Duration]]

    @field(Audience.FINANCE)
    def name(self) -> str:
        """Its name in rule files: "beyond", "above", "least"."""
        return self.said[0]

    @field(Audience.FINANCE)
    def value(self) -> str:
        """Its value: a number, such as "1.35", or a length of time, such as "2 years"."""
        value = self.said[1]
        return number_of(value) if isinstance(value, Fraction) else str(value)


@api_type
class Guard:
    """One guard: what it looks for, how much that matters, and what came of it."""

    summary: strawberry.Private[Summary]
    own: strawberry.Private[str]

    @field(Audience.FINANCE)
    def name(self) -> str:
        """Its name in rule files: "bulk_is_better"."""
        return self.own

    @field(Audience.FINANCE)
    def about(self) -> str:
        """What holds in a book in which it finds nothing."""
        return ABOUT[self.own]

    @field(Audience.FINANCE)
    def severity(self) -> GuardSeverity:
        """How much it matters what it finds."""
        severity = self.summary.settings.severities[self.own]
        return GuardSeverity.OFF if severity is None else GuardSeverity(severity.value)

    @field(Audience.FINANCE)
    def verdict(self) -> GuardVerdict:
        """What came of it."""
        return GuardVerdict(self.summary.verdicts[self.own])

    @field(Audience.FINANCE)
    def bounds(self) -> list[GuardBound]:
        """The numbers beyond which it finds something, the book's or the usual ones; empty where it has none."""
        return [GuardBound(said=said) for said in self.summary.settings.bounds.get(self.own, {}).items()]

    @field(Audience.FINANCE)
    def finding_count(self) -> int:
        """How many findings of it count."""
        return len(self.summary.findings[self.own])

    @field(Audience.FINANCE)
    def following_count(self) -> int:
        """How many more only follow from what another guard found, and are not listed."""
        return self.summary.following.get(self.own, 0)


@api_type
class GuardReport:
    """What the guards found in the book in force when the server loaded it."""

    summary: strawberry.Private[Summary]
    only: strawberry.Private[str]

    @field(Audience.FINANCE)
    def as_of(self) -> Instant | None:
        """The instant that the guards took for the present: for exceptions that end, and for dates far ahead."""
        return self.summary.now

    @field(Audience.FINANCE)
    def guards(self) -> list[Guard]:
        """The guards, in the order in which they run."""
        names = ABOUT if self.only == ALL else (self.only,)
        return [Guard(summary=self.summary, own=name) for name in names]

    @field(Audience.FINANCE)
    def finding_count(self) -> int:
        """How many findings count."""
        return len(self.summary.findings[self.only])

    @field(Audience.FINANCE)
    def findings(self) -> list[GuardFinding]:
        """What counts, of errors first, at most 100; `ratecard guards --format json` shows all of it."""
        return [GuardFinding(finding=finding) for finding in self.summary.findings[self.only][: FINDINGS.most]]

    @field(Audience.FINANCE)
    def accepted(self) -> list[GuardFinding]:
        """What is found and accepted, at most 100."""
        pairs = self.summary.accepted[self.only][: FINDINGS.most]
        return [GuardFinding(finding=finding, by=by) for finding, by in pairs]

    @field(Audience.FINANCE)
    def information(self) -> list[GuardFinding]:
        """What guards say that only inform, because the book states no bound of them, at most 100."""
        return [GuardFinding(finding=finding) for finding in self.summary.information[self.only][: FINDINGS.most]]

    @field(Audience.FINANCE)
    def gaps(self) -> list[GuardGap]:
        """What is neither found nor sound, at most 100."""
        return [GuardGap(gap=gap) for gap in self.summary.gaps[self.only][: FINDINGS.most]]


def report_of(summary: Summary | None, guard: str | None) -> GuardReport | None:
    """The report of all guards, or of one; None where the guards did not run. Raises BadInput for another name."""
    if guard is not None and guard not in ABOUT:
        near = nearest(guard, ABOUT)
        hint = f"write {near[0]}" if near else "leave it out to see all, and their names"
        raise BadInput(f"{cut(guard)} is not a guard; {hint}")
    return None if summary is None else GuardReport(summary=summary, only=guard or ALL)
