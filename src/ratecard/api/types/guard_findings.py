"""One thing that a guard found, or could not prove: for finance alone."""

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.bounds import TABLE_ROWS
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.scalars import PlatformCode, RegionCode
from ratecard.diagnostics.diagnostic import Note
from ratecard.guards.findings import Finding, Unproved, number_of
from ratecard.guards.settings import Accepted
from ratecard.instants import Instant
from ratecard.showing import guard_question

NOTES_MOST = 10
"""How many further places of a finding are shown."""


@api_type
class GuardException:
    """An exception that the book states, by which a finding is accepted."""

    exception: strawberry.Private[Accepted]

    @field(Audience.FINANCE)
    def exception_id(self) -> strawberry.ID:
        """Its id in the rules, below `guards.accepted`."""
        return strawberry.ID(self.exception.id)

    @field(Audience.FINANCE)
    def reason(self) -> str:
        """Why it is meant."""
        return self.exception.reason

    @field(Audience.FINANCE)
    def owner(self) -> str:
        """Who accepted it."""
        return self.exception.owner

    @field(Audience.FINANCE)
    def until(self) -> str:
        """The day or instant from which it counts no more, as the rules state it."""
        return str(self.exception.until)


@api_type
class GuardNote:
    """A further place that a finding is about, such as that of the other one of two prices."""

    note: strawberry.Private[Note]

    @field(Audience.FINANCE)
    def text(self) -> str:
        """What stands there."""
        return self.note.text

    @field(Audience.FINANCE)
    def file(self) -> str:
        """The rule file, by its path in the book."""
        return self.note.place.file

    @field(Audience.FINANCE)
    def line(self) -> int:
        """The line in that file, from 1."""
        return self.note.place.line

    @field(Audience.FINANCE)
    def column(self) -> int:
        """The column in that line, in characters from 1."""
        return self.note.place.column


@api_type
class GuardFinding:
    """One thing that a guard found in one market, from an instant on."""

    finding: strawberry.Private[Finding]
    by: strawberry.Private[Accepted | None] = None

    @field(Audience.FINANCE)
    def guard(self) -> str:
        """The guard that found it."""
        return self.finding.guard

    @field(Audience.FINANCE)
    def region(self) -> RegionCode:
        """The region in which it is so; of several that read the same line, one."""
        return RegionCode(self.finding.market.region)

    @field(Audience.FINANCE)
    def platform(self) -> PlatformCode | None:
        """The platform on which it is so. Null where it is of a region, as creators see it."""
        return PlatformCode(self.finding.market.platform) if self.finding.market.platform else None

    @field(Audience.FINANCE)
    def of(self) -> str | None:
        """The thing that it is of: a package, a promotion, a currency. Null where it is of the whole market."""
        return self.finding.of or None

    @field(Audience.FINANCE)
    def since(self) -> Instant:
        """The instant from which on it is so."""
        return self.finding.since

    @field(Audience.FINANCE)
    def number(self) -> str:
        """The number that the guard compares with its bound, to two decimals; an exception states it to accept this."""
        return number_of(self.finding.seen)

    @field(Audience.FINANCE)
    def sentence(self) -> str:
        """What was found, with its numbers."""
        return self.finding.sentence

    @field(Audience.FINANCE)
    def hint(self) -> str:
        """What to do about it."""
        return self.finding.hint

    @field(Audience.FINANCE)
    def file(self) -> str:
        """The rule file in which it is probably wrong, by its path in the book."""
        return self.finding.place.file

    @field(Audience.FINANCE)
    def line(self) -> int:
        """The line in that file, from 1."""
        return self.finding.place.line

    @field(Audience.FINANCE)
    def column(self) -> int:
        """The column in that line, in characters from 1."""
        return self.finding.place.column

    @field(Audience.FINANCE)
    def notes(self) -> list[GuardNote]:
        """The other places that it is about."""
        return [GuardNote(note=note) for note in self.finding.notes[:NOTES_MOST]]

    @field(Audience.FINANCE)
    def table(self) -> list[list[str]]:
        """The numbers behind it: a row of headings, and rows of cells, at most 30 in all. Empty where it has none."""
        return [list(row) for row in self.finding.table[: TABLE_ROWS.most]]

    @field(Audience.FINANCE)
    def question(self) -> str | None:
        """A command that shows it: paste it into a shell in the book's folder. Null where no question does."""
        return guard_question(self.finding) or None

    @field(Audience.FINANCE)
    def exception(self) -> GuardException | None:
        """The exception by which the book accepts it. Null where it counts."""
        return None if self.by is None else GuardException(exception=self.by)


@api_type
class GuardGap:
    """Something that a guard could not prove, and why."""

    gap: strawberry.Private[Unproved]

    @field(Audience.FINANCE)
    def guard(self) -> str:
        """The guard that could not prove it."""
        return self.gap.guard

    @field(Audience.FINANCE)
    def of(self) -> str:
        """What it is of: a package in a market, two currencies, a line of earnings."""
        return self.gap.of

    @field(Audience.FINANCE)
    def why(self) -> str:
        """Why it is not proved."""
        return self.gap.why

    @field(Audience.FINANCE)
    def is_undecided(self) -> bool:
        """Whether it took too much work; else it is unknown, or of a kind that the guard does not look at."""
        return self.gap.is_undecided
