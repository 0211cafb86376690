"""How it stands with the rule book in force while it may change."""

from enum import Enum

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.instants import Instant
from ratecard.live.standing import BookStanding, FailedLoad, HeldBack, ToldDiagnostic


@strawberry.enum(description="How much a diagnostic matters.")
class DiagnosticSeverity(Enum):
    """The words of diagnostics."""

    ERROR = strawberry.enum_value("error", description="The book is not put in force.")
    WARNING = strawberry.enum_value("warning", description="Somebody should look at it.")


@api_type
class BookDiagnostic:
    """One thing that is wrong with rule files, as `ratecard check` tells it."""

    own: strawberry.Private[ToldDiagnostic]

    @field(Audience.FINANCE)
    def code(self) -> str:
        """Its stable code, such as "rate-without-unit"; "failed-case" of a case that the book does not answer."""
        return self.own.code

    @field(Audience.FINANCE)
    def severity(self) -> DiagnosticSeverity:
        """How much it matters."""
        return DiagnosticSeverity(self.own.severity.value)

    @field(Audience.FINANCE)
    def message(self) -> str:
        """What is wrong, in one English sentence."""
        return self.own.sentence

    @field(Audience.FINANCE)
    def hint(self) -> str | None:
        """What to write instead. Null where nothing is advised."""
        return self.own.hint or None

    @field(Audience.FINANCE)
    def file(self) -> str | None:
        """The rule file, from the book's folder. Null where no file is at fault."""
        return self.own.file

    @field(Audience.FINANCE)
    def line(self) -> int | None:
        """The line, from 1."""
        return self.own.line

    @field(Audience.FINANCE)
    def column(self) -> int | None:
        """The column in characters, from 1."""
        return self.own.column


@api_type
class FailedBookLoad:
    """An attempt to load the rule files that left the book in force as it was."""

    failure: strawberry.Private[FailedLoad]

    @field(Audience.FINANCE)
    def at(self) -> Instant:
        """When it was."""
        return self.failure.at

    @field(Audience.FINANCE)
    def errors(self) -> int:
        """How many errors there were."""
        return self.failure.errors

    @field(Audience.FINANCE)
    def diagnostics(self) -> list[BookDiagnostic]:
        """The first fifty, errors before warnings."""
        return [BookDiagnostic(own=own) for own in self.failure.diagnostics]


@api_type
class HaltInForce:
    """Something that whoever runs the service withholds for a while."""

    own: strawberry.Private[HeldBack]

    @field(Audience.FINANCE)
    def halt_id(self) -> strawberry.ID:
        """The id by which it is ended."""
        return strawberry.ID(self.own.id)

    @field(Audience.FINANCE)
    def what(self) -> str:
        """What is withheld: "packages", "promotions" or "payouts"."""
        return self.own.what

    @field(Audience.FINANCE)
    def where(self) -> str | None:
        """Which of them, as an expression. Null where it is all of them."""
        return self.own.where or None

    @field(Audience.FINANCE)
    def things(self) -> int:
        """How many things of markets or regions that is in the book in force."""
        return self.own.things

    @field(Audience.FINANCE)
    def since(self) -> Instant:
        """Since when."""
        return self.own.since

    @field(Audience.FINANCE)
    def until(self) -> Instant:
        """Until when, unless it is ended before."""
        return self.own.until

    @field(Audience.FINANCE)
    def reason(self) -> str:
        """Why, in the words of whoever withholds it."""
        return self.own.reason

    @field(Audience.FINANCE)
    def by(self) -> str:
        """Who withholds it, by the name of the machine's user."""
        return self.own.by


@api_type
class RuleBookStatus:
    """How it stands with the rule book in force."""

    standing: strawberry.Private[BookStanding]
    own_digest: strawberry.Private[str]
    now: strawberry.Private[Instant]

    @field(Audience.FINANCE)
    def digest(self) -> str:
        """The digest of the book in force."""
        return self.own_digest

    @field(Audience.FINANCE)
    def since(self) -> Instant:
        """Since when a book of this digest is in force here."""
        return self.standing.since

    @field(Audience.FINANCE)
    def loads(self) -> int:
        """How many books came into force since the server started, without the first."""
        return self.standing.loads

    @field(Audience.FINANCE)
    def watching(self) -> bool:
        """Whether changes of the rule files are seen by themselves (`--watch`); else they wait for SIGHUP."""
        return self.standing.watching

    @field(Audience.FINANCE)
    def up_to_date(self) -> bool:
        """Whether the book in force is what the rule files stated when they were last read."""
        return self.standing.up_to_date

    @field(Audience.FINANCE)
    def waiting_for(self) -> str | None:
        """For what the next attempt waits, such as git, which is changing files. Null where it waits for nothing."""
        return self.standing.waiting

    @field(Audience.FINANCE)
    def halts(self) -> list[HaltInForce]:
        """What is withheld for a while, as it was when the book came into force; what is over since is left out."""
        return [HaltInForce(own=own) for own in self.standing.halts if own.until > self.now]

    @field(Audience.FINANCE)
    def last_failure(self) -> FailedBookLoad | None:
        """The last attempt that failed, also where a later one did not. Null where none has."""
        failure = self.standing.failure
        return None if failure is None else FailedBookLoad(failure=failure)
