"""The GraphQL endpoint: one handler for POST and GET, over the schema, the caches and the callers.

The order is the same for each request: who asks whom, what is asked, may it be asked, is the answer known, and only
then is anything executed. Whatever is refused is refused as early as it can be, and what was done for it is charged.
"""

from typing import NamedTuple, cast

import msgspec
from graphql import GraphQLSchema
from litestar.types import Receive, Scope, Send

from ratecard.api.audience import Audience
from ratecard.api.bounds import URL
from ratecard.api.callers.callers import Caller
from ratecard.api.context import Clock, Context, CurrentBook
from ratecard.api.documents.bounded import Bounded
from ratecard.api.documents.costs import BYTES_SENT_PER_UNIT, REQUEST
from ratecard.api.documents.documents import Documents, Operation, Prepared, refuse_fields
from ratecard.api.documents.executing import execute
from ratecard.api.documents.limits import Counters, Limits
from ratecard.api.documents.persisted import Persisted
from ratecard.api.errors import (
    BAD_REQUEST,
    MUTATION,
    PERSISTED_NOT_FOUND,
    TOO_LARGE,
    Rejected,
    executed,
    fault,
)
from ratecard.api.http.admission import Admission
from ratecard.api.http.answers import Answer, Answers, Key, cache_control, has_tag
from ratecard.api.http.codings import Codings, accepted_codings, coded, coding_for
from ratecard.api.http.encoding import encoded, too_large
from ratecard.api.http.front import Front, asks_nothing
from ratecard.api.http.guarding import Guarding
from ratecard.api.http.incoming import Headers, headers_of, receive_body, text_of
from ratecard.api.http.negotiation import HTML, LEGACY, PAGE_OR_DATA, is_json, negotiated
from ratecard.api.http.replies import (
    CONTENT_TYPES,
    PRIVATE,
    VARY,
    RejectedWith,
    Reply,
    coding_header,
    json_reply,
    refusal_reply,
    send_reply,
)
from ratecard.api.http.requests import Asked, asked_in_body, asked_in_url, checked_values
from ratecard.api.http.statuses import (
    FAULT,
    METHOD_NOT_ALLOWED,
    NO_CONTENT,
    NOT_ACCEPTED,
    NOT_MODIFIED,
    OK,
    URL_TOO_LONG,
    WRONG_MEDIA_TYPE,
)
from ratecard.api.http.turns import Gone, Turns
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.terms.market import Period

URLS_KEPT_BYTES_MOST = 4_000_000
BYTES_PER_VARIABLES_BYTE = 24
"""What variables take in memory for each byte of JSON, at the most: "[]," is an empty list."""
COST_PER_CHARACTER = 4
"""What a document costs that was not seen before: reading the worst ones takes that many times a field's answer."""

BYTES_PER_COST = 1_000
VALUES_PER_COST = 50
"""What is read of a request before it is known what it asks: so many bytes, and values of JSON, for one unit."""

COST_OF_REFUSAL = 1
"""What is told to a caller who is not answered costs at least that."""

ALLOWED = (b"allow", b"GET, HEAD, POST, OPTIONS")


class Freshness(msgspec.Struct, frozen=True):
    """For how long other caches may keep a public answer, at the most."""

    seconds: int = 300
    stale_seconds: int = 60


class Envelope(NamedTuple):
    """What of a request is there before its body, and in what form its answer goes back."""

    method: str
    headers: Headers
    query_string: bytes
    media: str
    codings: Codings


class Question(NamedTuple):
    """One request that may be answered. `shared` says that its answer depends on nothing but its URL."""

    asked: Asked
    caller: Caller
    prepared: Prepared
    operation: Operation
    media: str
    codings: Codings
    shared: bool
    if_none_match: bytes | None


class Bill(msgspec.Struct):
    """What a request has cost its caller so far, beside the answer itself."""

    caller: Caller
    cost: int = 0
    is_paid: bool = False


class Planned(NamedTuple):
    """What answering will take: a kept answer, or executing, at this cost. Book and clock were read here, once."""

    key: Key
    book: RuleBook
    now: Instant
    answer: Answer | None
    cost: int


class Endpoint:
    """Answers GraphQL over HTTP from the book in force. Made once; everything that it keeps is bounded."""

    def __init__(
        self,
        schema: GraphQLSchema,
        current: CurrentBook,
        clock: Clock,
        *,
        admission: Admission,
        guarding: Guarding,
        front: Front,
        persisted: Persisted,
        limits: Limits,
        freshness: Freshness,
        answer_bytes: int,
        introspection: bool,
    ) -> None:
        self.counters = Counters()
        self.admission = admission
        self.turns = Turns()
        self._schema = schema
        self._current = current
        self._clock = clock
        self._guarding = guarding
        self._front = front
        self._persisted = persisted
        self._limits = limits
        self._freshness = freshness
        self._documents = Documents(schema, limits, self.counters, introspection=introspection)
        self._answers = Answers(answer_bytes)
        self._urls: Bounded[bytes, Asked] = Bounded(URLS_KEPT_BYTES_MOST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request. Whatever fails is told in the form of a GraphQL answer, and no fault says why."""
        media: str | None = LEGACY
        try:
            headers = headers_of(scope)
            accept = text_of(headers.accept)
            media = negotiated(accept)
            if asks_nothing(scope) and negotiated(accept, PAGE_OR_DATA) == HTML:
                reply = self._front.reply(scope, headers, HTML)
            else:
                reply = await self._reply(scope, receive, headers, media)
        except Rejected as refusal:
            reply = refusal_reply(refusal, media)
        except Gone:
            return  # nobody is there to be answered
        except Exception as error:
            reply = json_reply(FAULT, {"errors": [fault(error)]}, media or LEGACY)
        await send_reply(send, reply)

    async def _reply(self, scope: Scope, receive: Receive, headers: Headers, media: str | None) -> Reply:
        self._guarding.check_site(headers)
        method = cast(str, scope.get("method"))
        if method == "OPTIONS":
            return Reply(NO_CONTENT, (ALLOWED,))
        codings = accepted_codings(text_of(headers.accept_encoding))
        if media is None:
            raise Rejected(BAD_REQUEST, "Accept application/json, or graphql-response+json.", reason=NOT_ACCEPTED)
        if not codings:
            raise Rejected(BAD_REQUEST, "Accept an answer as it is, or coded by gzip or br.", reason=NOT_ACCEPTED)
        envelope = Envelope(method, headers, scope["query_string"], media, codings)
        _check_envelope(envelope)
        bill = Bill(await self.admission.admit(headers, scope))
        try:
            body = await self._body(envelope, receive, bill)
            if body:
                bill.caller = await self.admission.admit(headers, scope)  # a key may have ended, or see less by now
            async with self.turns.of(bill.caller.id, receive):
                self.admission.check(bill.caller)  # other requests of this caller may have spent what was left
                return self._settled(envelope, body, bill)
        finally:
            if not bill.is_paid:
                self.admission.charge(bill.caller, max(bill.cost, COST_OF_REFUSAL))

    async def _body(self, envelope: Envelope, receive: Receive, bill: Bill) -> bytes:
        """The body of a POST; nothing of any other request is read."""
        if envelope.method != "POST":
            return b""
        body = bytearray()
        try:
            await receive_body(envelope.headers, receive, self._limits.body_bytes, body)
        finally:
            bill.cost += len(body) // BYTES_PER_COST
            self.counters.body_bytes_read += len(body)
        return bytes(body)

    def _settled(self, envelope: Envelope, body: bytes, bill: Bill) -> Reply:
        """The answer to what is asked, once it is paid for. Nothing here waits."""
        asked = self._asked(envelope, body, bill)
        text = self._text(asked)
        reading = 0 if self._documents.known(text) else COST_PER_CHARACTER * len(text)
        try:
            prepared = self._prepared(asked, text, envelope.method)
            operation = _allowed(prepared, asked, bill.caller)
            question = _question(asked, bill.caller, prepared, operation, envelope)
            planned = self._planned(question)
        except Rejected as refusal:
            bill.cost += self._read_in_vain(text, reading) if refusal.reason == TOO_LARGE else reading
            raise
        bill.is_paid = True
        left = self.admission.charge(bill.caller, bill.cost + reading + planned.cost)
        return self._answered(question, planned, left)

    def _read_in_vain(self, text: str, reading: int) -> int:
        """What was read of a document that is refused for its size or its cost, which cost nothing themselves."""
        return min(reading, self._limits.tokens) if len(text) <= self._limits.characters else 0

    def _asked(self, envelope: Envelope, body: bytes, bill: Bill) -> Asked:
        """What is asked, by POST or GET. What was asked by a URL is known when it is asked again."""
        if envelope.method == "POST":
            bill.cost += checked_values(body, self._limits) // VALUES_PER_COST
            self.counters.requests_decoded += 1
            return asked_in_body(body, self._limits)
        text = envelope.query_string
        found = self._urls.get(text)
        if found is None:
            bill.cost += len(text) // BYTES_PER_COST
            self.counters.requests_decoded += 1
            found = asked_in_url(text, self._limits)
            size = 3 * len(text) + BYTES_PER_VARIABLES_BYTE * len(found.variables_key) + 500
            self._urls.put(text, found, size)
        return found

    def _text(self, asked: Asked) -> str:
        """The document asked for, by its text or its hash. Raises Rejected where it is not one that is taken."""
        text = asked.query
        if text is None:
            text = self._found(asked.document_id or asked.apq or "")
        elif asked.apq is not None:
            self._persisted.verify(asked.apq, text)
        self._persisted.check(text)
        return text

    def _prepared(self, asked: Asked, text: str, method: str) -> Prepared:
        """The document of this text. One with a hash beside its text is registered under it."""
        try:
            prepared = self._documents.prepare(text)
        except Rejected as refusal:
            if refusal.reason == MUTATION and method == "GET":
                message, allow = "Nothing is changed by GET.", ((b"allow", b"POST"),)
                raise RejectedWith(BAD_REQUEST, message, allow, reason=METHOD_NOT_ALLOWED) from None
            raise
        if asked.query is not None and asked.apq is not None:
            self._persisted.register(asked.apq, text)
        return prepared

    def _found(self, name: str) -> str:
        try:
            return self._persisted.find(name)
        except Rejected as refusal:
            if refusal.reason != PERSISTED_NOT_FOUND:
                raise
            again = (b"cache-control", b"private, no-cache, must-revalidate")
            raise RejectedWith(PERSISTED_NOT_FOUND, "PersistedQueryNotFound", (again,)) from None

    def _planned(self, question: Question) -> Planned:
        """What answering takes. Raises Rejected for what holds or costs more than is taken."""
        book, now = self._current.seen_by(question.caller.audience), self._clock()
        operation, asked = question.operation, question.asked
        key = Key(question.prepared.key, operation.name, asked.variables_key, book.digest, question.caller.audience)
        answer = self._answers.find(key, now) if operation.weight.kept else None
        if answer is not None:
            return Planned(key, book, now, answer, REQUEST + len(answer.body) // BYTES_SENT_PER_UNIT)
        asking = operation.asking(asked.variables)
        asking.check_lots(self._limits.lots)
        cost = REQUEST + asking.cost(book)
        if cost > self._limits.cost:
            raise Rejected(TOO_LARGE, f"The operation costs {cost:,}; at most {self._limits.cost:,} is taken.")
        return Planned(key, book, now, None, cost)

    def _answered(self, question: Question, planned: Planned, left: int) -> Reply:
        """The answer, from the cache or executed."""
        answer = planned.answer
        if answer is not None:
            self.counters.answers_from_cache += 1
        else:
            context = Context(planned.book, planned.now)
            body, kept = self._execute(question, context, planned.cost)
            answer = Answer(body, kept, context.validity.shown_until) if kept is not None else None
            if answer is None:
                return self._of_this_request(body, question, left)
            self._answers.keep(planned.key, answer)
        secret = question.operation.audience is Audience.FINANCE
        coding = coding_for(question.codings, len(answer.body), secret=secret)
        if question.shared:
            return self._shared(answer, coding, question, planned)
        headers = (CONTENT_TYPES[question.media], *coding_header(coding), PRIVATE, _remaining(left), VARY)
        return Reply(OK, headers, self._coded(answer, coding, planned.key))

    def _execute(self, question: Question, context: Context, cost: int) -> tuple[bytes, Period | None]:
        """The bytes of an answer, and the period in which a cache may keep it. Raises Rejected for one too large."""
        self.counters.operations_executed += 1
        self.counters.fields_planned += question.operation.weight.fields
        variables, name = question.asked.variables, question.operation.name
        bytes_most = self._limits.answer_bytes
        result, fields = execute(self._schema, question.prepared.plan, context, variables, name, bytes_most)
        self.counters.fields_answered += fields
        if result is None:
            raise too_large(bytes_most)
        body = executed(result)
        body["extensions"] = {"cost": cost}
        kept = "errors" not in body and question.operation.weight.kept
        return encoded(body, fields, bytes_most), context.validity.period if kept else None

    def _of_this_request(self, body: bytes, question: Question, left: int) -> Reply:
        """An answer that no cache keeps."""
        coding = coding_for(question.codings, len(body), secret=question.operation.audience is Audience.FINANCE)
        headers = (CONTENT_TYPES[question.media], *coding_header(coding), PRIVATE, _remaining(left), VARY)
        return Reply(OK, headers, coded(body, coding))

    def _shared(self, answer: Answer, coding: str, question: Question, planned: Planned) -> Reply:
        """A public answer, with what other caches may do with it; or that nothing has changed."""
        tag = answer.tag(planned.key, question.media, coding)
        control = cache_control(answer, planned.now, self._freshness.seconds, self._freshness.stale_seconds)
        told = ((b"etag", tag), (b"cache-control", control), VARY)
        if question.if_none_match is not None and has_tag(question.if_none_match, tag):
            self.counters.not_modified += 1
            return Reply(NOT_MODIFIED, told)
        body = self._coded(answer, coding, planned.key)
        return Reply(OK, (CONTENT_TYPES[question.media], *coding_header(coding), *told), body)

    def _coded(self, answer: Answer, coding: str, key: Key) -> bytes:
        """An answer's bytes under a coding, known or made."""
        body = answer.coded(coding)
        if body is None:
            self.counters.answers_compressed += 1
            body = self._answers.code(key, answer, coding)
        return body


def _check_envelope(envelope: Envelope) -> None:
    """Raises Rejected for a request of which nothing further needs to be read."""
    if envelope.method == "POST":
        content_type = envelope.headers.content_type
        if content_type is None or not is_json(content_type.decode("latin-1")):
            raise Rejected(BAD_REQUEST, "Send Content-Type: application/json.", reason=WRONG_MEDIA_TYPE)
    elif envelope.method != "GET":
        raise RejectedWith(BAD_REQUEST, "Ask by GET or POST.", (ALLOWED,), reason=METHOD_NOT_ALLOWED)
    elif len(envelope.query_string) > URL.most:
        raise Rejected(BAD_REQUEST, f"The URL has more than {URL} bytes.", reason=URL_TOO_LONG)


def _question(asked: Asked, caller: Caller, prepared: Prepared, operation: Operation, envelope: Envelope) -> Question:
    method, headers, _, media, codings = envelope
    shared = method == "GET" and headers.authorization is None and operation.audience is Audience.PUBLIC
    return Question(asked, caller, prepared, operation, media, codings, shared, headers.if_none_match)


def _allowed(prepared: Prepared, asked: Asked, caller: Caller) -> Operation:
    """The operation asked for. Raises Rejected where there is none, or it is for another audience."""
    operation = prepared.operation(asked.operation)
    if not caller.audience.sees(operation.audience):
        raise refuse_fields(operation.needs, caller.audience)
    return operation


def _remaining(left: int) -> tuple[bytes, bytes]:
    """What is left in the caller's bucket. Only on answers that no shared cache keeps."""
    return b"ratelimit-remaining", b"%d" % left
