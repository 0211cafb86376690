"""How a question that is paid for is answered: from the cache or by executing, coded, and with what caches may do."""

import msgspec
from graphql import GraphQLSchema

from ratecard.api.audience import Audience
from ratecard.api.context import Context, KeysNow, system_clock
from ratecard.api.documents.executing import execute
from ratecard.api.documents.limits import Counters, Limits
from ratecard.api.errors import BadInput, executed
from ratecard.api.http.answers import AnswerKey, Answers, KeptAnswer, cache_control, has_tag
from ratecard.api.http.codings import coded, coding_for
from ratecard.api.http.encoding import encoded, too_large
from ratecard.api.http.guarding import Header
from ratecard.api.http.replies import CONTENT_TYPES, PRIVATE, VARY, Reply, coding_header
from ratecard.api.http.stages import AllowedRequest, Planned
from ratecard.api.http.statuses import NOT_MODIFIED, OK
from ratecard.api.request_ids import REQUEST_ID
from ratecard.api.telemetry.decision_log import DecisionLog, new_id
from ratecard.api.telemetry.meter import Meter
from ratecard.decisions.records import Occasion
from ratecard.instants import Instant
from ratecard.signing.keys import QuoteKeys
from ratecard.terms.market import Period

DECISION = b"ratecard-decision"
"""The header that names the record of an answer in the decision log."""


class Freshness(msgspec.Struct, frozen=True):
    """For how long other caches may keep a public answer, at most."""

    seconds: int = 300
    stale_seconds: int = 60


class Answering:
    """Answers of one endpoint, and those that it keeps."""

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits,
        freshness: Freshness,
        answer_bytes: int,
        counters: Counters,
        meter: Meter,
        keys: KeysNow | None = None,
        decision_log: DecisionLog | None = None,
    ) -> None:
        self._schema = schema
        self._limits = limits
        self._freshness = freshness
        self._answers = Answers(answer_bytes)
        self._counters = counters
        self._keys = keys
        self._meter = meter
        self._decision_log = decision_log

    def kept(self, key: AnswerKey, now: Instant) -> KeptAnswer | None:
        """The answer that is kept under this key and holds now."""
        return self._answers.find(key, now)

    def reply(self, allowed: AllowedRequest, planned: Planned, left: int) -> Reply:
        """The answer, from the cache or executed."""
        answer = planned.answer
        if answer is not None:
            self._counters.answers_from_cache += 1
            self._meter.add("answers", "cache")
            for code in answer.refusals:
                self._meter.add("refusals", code)
        else:
            keys = _none_in_preview if planned.preview else self._keys
            context = Context(planned.book, planned.now, planned.beside, keys)
            if self._decision_log is not None and self._decision_log.samples():
                context.decisions = []
            body, kept = self._execute(allowed, context, planned)
            decision = self._recorded(context, allowed)
            if kept is None:
                return self._of_this_request(body, allowed, planned, left, decision)
            answer = KeptAnswer(body, kept, context.answer_period.shown_until, tuple(context.refusals), decision)
            self._answers.keep(planned.key, answer)
        secret = allowed.operation.audience is Audience.FINANCE
        coding = coding_for(allowed.codings, len(answer.body), secret=secret)
        if allowed.shared:
            return self._shared(answer, coding, allowed, planned)
        headers = (
            CONTENT_TYPES[allowed.media],
            *coding_header(coding),
            PRIVATE,
            _remaining(left),
            VARY,
            *answer.decision,
        )
        return Reply(OK, headers, self._coded(answer, coding, planned.key), planned.book.digest)

    def _execute(self, allowed: AllowedRequest, context: Context, planned: Planned) -> tuple[bytes, Period | None]:
        """The bytes of an answer, and the period in which a cache may keep it. Raises Rejected for one too large."""
        self._counters.operations_executed += 1
        self._counters.fields_planned += allowed.operation.weight.fields
        variables, name = allowed.asked.variables, allowed.operation.name
        bytes_most = self._limits.answer_bytes
        result, fields = execute(self._schema, allowed.prepared.plan, context, variables, name, bytes_most)
        self._counters.fields_answered += fields
        self._counters.outside_envelope += context.outside_envelope
        self._count(context)
        if result is None:
            raise too_large(bytes_most)
        body = executed(result)
        if "errors" in body:
            allowed.seen.code = body["errors"][0]["extensions"]["code"]
        body["extensions"] = {"cost": planned.cost, **({"preview": True} if planned.preview else {})}
        kept = "errors" not in body and allowed.operation.weight.kept and not planned.preview
        return encoded(body, fields, bytes_most), context.answer_period.period if kept else None

    def _count(self, context: Context) -> None:
        """Counts an answer that was executed, with the refusals in it."""
        self._meter.add("answers", "executed")
        self._meter.add("outside_envelope", by=context.outside_envelope)
        for code in context.refusals:
            self._meter.add("refusals", code)

    def _recorded(self, context: Context, allowed: AllowedRequest) -> tuple[Header, ...]:
        """Hands what was decided to the log, and tells the header that names the record."""
        if self._decision_log is None or not context.decisions:
            return ()
        decided_at = system_clock()
        audience, reader = str(allowed.caller.audience.value), context.reader(None)
        occasion = Occasion(new_id(decided_at), decided_at, REQUEST_ID.get(), audience, reader)
        self._decision_log.put(occasion, context.decisions)
        return ((DECISION, occasion.id.encode()),)

    def _of_this_request(
        self, body: bytes, allowed: AllowedRequest, planned: Planned, left: int, decision: tuple[Header, ...]
    ) -> Reply:
        """An answer that no cache keeps."""
        coding = coding_for(allowed.codings, len(body), secret=allowed.operation.audience is Audience.FINANCE)
        headers = (CONTENT_TYPES[allowed.media], *coding_header(coding), PRIVATE, _remaining(left), VARY, *decision)
        return Reply(OK, headers, coded(body, coding), planned.book.digest)

    def _shared(self, answer: KeptAnswer, coding: str, allowed: AllowedRequest, planned: Planned) -> Reply:
        """A public answer, with what other caches may do with it; or that nothing has changed."""
        tag = answer.tag(planned.key, allowed.media, coding)
        control = cache_control(answer, planned.now, self._freshness.seconds, self._freshness.stale_seconds)
        told = ((b"etag", tag), (b"cache-control", control), VARY, *answer.decision)
        if allowed.if_none_match is not None and has_tag(allowed.if_none_match, tag):
            self._counters.not_modified += 1
            self._meter.add("not_modified")
            return Reply(NOT_MODIFIED, told, book=planned.book.digest)
        body = self._coded(answer, coding, planned.key)
        headers = (CONTENT_TYPES[allowed.media], *coding_header(coding), *told)
        return Reply(OK, headers, body, planned.book.digest)

    def _coded(self, answer: KeptAnswer, coding: str, key: AnswerKey) -> bytes:
        """An answer's bytes under a coding, known or made."""
        body = answer.coded(coding)
        if body is None:
            self._counters.answers_compressed += 1
            body = self._answers.code(key, answer, coding)
        return body


def _none_in_preview() -> QuoteKeys:
    """A promise is of the present instant alone."""
    raise BadInput("A preview signs no quotes and checks none.")


def _remaining(left: int) -> tuple[bytes, bytes]:
    """What is left in the caller's bucket. Only on answers that no shared cache keeps."""
    return b"ratelimit-remaining", b"%d" % left
