"""The questions about the rule book itself: what it declares, what its guards found, how it stands with it."""

from typing import Annotated

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.context import Info
from ratecard.api.types.arguments import At, Locale
from ratecard.api.types.book_status import RuleBookStatus
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.guards import GuardReport, report_of
from ratecard.api.types.markets import Market, markets_of
from ratecard.api.types.rule_book import RuleBook


@api_type
class AboutTheBook:
    """The questions about the book. This class lends its fields to `Query` and is itself no type of the API."""

    @field(Audience.PUBLIC)
    def markets(self, info: Info, locale: Locale = None, at: At = None) -> list[Market] | None:
        """Every market of the book, sorted by region and platform. Null, with an error, where an argument is wrong."""
        return markets_of(info.context, info.context.reader(locale), info.context.instant(at))

    @field(Audience.PUBLIC)
    def rule_book(self, info: Info, locale: Locale = None) -> RuleBook | None:
        """The rule book in force. Null, with an error, where the locale is wrong."""
        return RuleBook(reader=info.context.reader(locale))

    @field(Audience.FINANCE)
    def guards(
        self,
        info: Info,
        guard: Annotated[
            str | None, strawberry.argument(description="One guard, by its name. Left out, all of them.")
        ] = None,
    ) -> GuardReport | None:
        """What the guards found in the book in force when the server loaded it.

        Null where the server does not run them (`--no-guards`), for the moment that they take after a book has come
        into force, and, with an error, where the guard is not one.
        """
        beside = info.context.beside
        return report_of(None if beside is None else beside.guarded, guard)

    @field(Audience.FINANCE)
    def rule_book_status(self, info: Info) -> RuleBookStatus | None:
        """Since when the rule book is in force, and what became of the last attempt to load another one.

        Null where nothing is served from it.
        """
        info.context.keep_never()
        beside = info.context.beside
        if beside is None:
            return None
        return RuleBookStatus(standing=beside.standing, own_digest=info.context.book.digest, now=info.context.now)
