"""All answers to one operation that the public gets in the coming days: each as the endpoint sends it, byte by byte.

An answer is of one market in one language, and holds in a period; the next one is asked as of its end. Convention: a
period is half-open, and `until` is the first instant of which nothing is exported.
"""

from collections.abc import Iterator, Sequence

import msgspec
from graphql import GraphQLSchema

from ratecard.api.context import Context
from ratecard.api.documents.costs import REQUEST
from ratecard.api.documents.executing import execute
from ratecard.api.documents.limits import Limits
from ratecard.api.errors import Body, Rejected, executed
from ratecard.api.http.encoding import encoded, too_large
from ratecard.api.static.operations import LOCALE, PLATFORM, REGION, Exported, NotExportable, sentence_of
from ratecard.audience import Audience
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.showing import instant_text
from ratecard.terms.market import MarketKey, Period


class ExportedAnswer(msgspec.Struct, frozen=True):
    """The bytes that a market is answered with in one language, and the period in which they are the answer."""

    market: MarketKey
    locale: str
    period: Period
    body: bytes


class Exporter:
    """Answers one operation from what the public may see of a book."""

    def __init__(self, schema: GraphQLSchema, book: RuleBook, asked: Exported) -> None:
        self._schema, self._asked, self._limits = schema, asked, Limits()
        self.book = book.seen_by(Audience.PUBLIC)

    def answers(
        self, since: Instant, until: Instant, locales: Sequence[str], regions: Sequence[str]
    ) -> Iterator[ExportedAnswer]:
        """The answers that hold at `since`, and those that begin before `until`: by market, locale and period.

        Of these regions alone, of all where none is named; none of the time before a market begins. Raises
        NotExportable for what holds in no period, or has errors.
        """
        for key in self.book.markets():
            if regions and key.region not in regions:
                continue
            first = max(since, self.book.history(key).starts[0])
            for locale in locales:
                at: Instant | None = first
                while at is not None and at < until:
                    answer = self._answer(key, locale, at)
                    yield answer
                    at = answer.period.end

    def _answer(self, key: MarketKey, locale: str, at: Instant) -> ExportedAnswer:
        variables = {REGION: key.region, PLATFORM: key.platform, LOCALE: locale}
        where = f"{key.region} on {key.platform} in {locale}, as of {instant_text(at)}"
        context = Context(self.book, at)
        try:
            body = self._body(context, variables)
        except Rejected as refusal:
            raise NotExportable(f"{where}: {sentence_of(refusal)}") from None
        if context.outside_envelope:
            raise NotExportable(f"{where}: the rules give a price outside of the envelope, and no file may keep that")
        period = context.answer_period.period
        if period is None:
            raise NotExportable(f"{where}: the answer is of that instant alone, and no file may keep it")
        return ExportedAnswer(key, locale, period, body)

    def _body(self, context: Context, variables: dict[str, str]) -> bytes:
        """The bytes of an answer, made as the endpoint makes them. Raises Rejected for one with errors."""
        operation, most = self._asked.operation, self._limits
        asking = operation.asking(variables)
        asking.check_lots(most.lots)
        cost = REQUEST + asking.cost(self.book)
        if cost > most.cost:
            raise Rejected("", f"the operation costs {cost:,}; at most {most.cost:,} is taken")
        plan = self._asked.prepared.plan
        result, fields = execute(self._schema, plan, context, {**variables}, operation.name, most.answer_bytes)
        if result is None:
            raise too_large(most.answer_bytes)
        body: Body = executed(result)
        if "errors" in body:
            raise Rejected("", *body["errors"])
        body["extensions"] = {"cost": cost}
        return encoded(body, fields, most.answer_bytes)
