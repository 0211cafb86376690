"""The GraphQL endpoint: one handler for POST and GET, over the schema, the caches and the callers.

The order is the same for each request: who asks whom, what is asked, may it be asked, is the answer known, and only
then is anything executed. Whatever is refused is refused as early as it can be.
"""

from typing import NamedTuple, cast

import msgspec
from graphql import GraphQLSchema
from litestar.types import Receive, Scope, Send

from ratecard.api.audience import Audience
from ratecard.api.bounds import URL
from ratecard.api.callers.buckets import Buckets
from ratecard.api.callers.callers import Caller, Callers, UnknownCaller
from ratecard.api.context import Clock, Context, CurrentBook
from ratecard.api.documents.bounded import Bounded
from ratecard.api.documents.documents import Documents, Operation, Prepared, refuse_fields
from ratecard.api.documents.executing import execute
from ratecard.api.documents.limits import Counters, Limits
from ratecard.api.documents.persisted import Persisted
from ratecard.api.documents.survey import rank
from ratecard.api.errors import (
    BAD_REQUEST,
    MUTATION,
    PERSISTED_NOT_FOUND,
    RATE_LIMITED,
    TOO_LARGE,
    UNAUTHENTICATED,
    Body,
    Rejected,
    executed,
    fault,
)
from ratecard.api.http.answers import Answer, Answers, Key, cache_control, has_tag
from ratecard.api.http.codings import Codings, accepted_codings, coded, coding_for
from ratecard.api.http.front import Front, asks_nothing
from ratecard.api.http.guarding import Guarding
from ratecard.api.http.incoming import Headers, address_of, body_of, headers_of, text_of
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
from ratecard.api.http.requests import Asked, asked_in_body, asked_in_url
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
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant

URLS_KEPT_BYTES_MOST = 4_000_000
COST_PER_CHARACTER = 4
"""What a document costs that was not seen before: reading the worst ones takes that many times a field's answer."""

ALLOWED = (b"allow", b"GET, HEAD, POST, OPTIONS")
CHALLENGE = (b"www-authenticate", b"Bearer")


class Freshness(msgspec.Struct, frozen=True):
    """For how long other caches may keep a public answer, at the most."""

    seconds: int = 300
    stale_seconds: int = 60


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
        callers: Callers,
        guarding: Guarding,
        front: Front,
        buckets: Buckets,
        persisted: Persisted,
        limits: Limits,
        freshness: Freshness,
        answer_bytes: int,
        introspection: bool,
    ) -> None:
        self.counters = Counters()
        self._schema = schema
        self._current = current
        self._clock = clock
        self.callers = callers
        self._guarding = guarding
        self._front = front
        self._buckets = buckets
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
        asked = await self._asked(method, scope, receive, headers)
        caller = await self.caller_of(headers, scope)
        self._check_bucket(caller)
        text = self._text(asked)
        reading = 0 if self._documents.known(text) else COST_PER_CHARACTER * len(text)
        try:
            prepared = self._prepared(asked, text, method)
            operation = _allowed(prepared, asked, caller)
            shared = method == "GET" and headers.authorization is None and operation.audience is Audience.PUBLIC
            question = Question(asked, caller, prepared, operation, media, codings, shared, headers.if_none_match)
            planned = self._planned(question)
        except Rejected as refusal:
            if refusal.reason != TOO_LARGE:  # what is refused for its cost costs nothing
                self._buckets.take(caller.id, reading)
            raise
        left = self._buckets.take(caller.id, reading + planned.cost)
        return self._answered(question, planned, left)

    async def _asked(self, method: str, scope: Scope, receive: Receive, headers: Headers) -> Asked:
        """What is asked, by POST or GET."""
        if method == "POST":
            if headers.content_type is None or not is_json(headers.content_type.decode("latin-1")):
                raise Rejected(BAD_REQUEST, "Send Content-Type: application/json.", reason=WRONG_MEDIA_TYPE)
            body = await body_of(headers, receive, self._limits.body_bytes)
            return asked_in_body(body, self._limits)
        if method != "GET":
            message = "Ask by GET or POST."
            raise RejectedWith(BAD_REQUEST, message, (ALLOWED,), reason=METHOD_NOT_ALLOWED)
        text = scope["query_string"]
        found = self._urls.get(text)
        if found is None:
            if len(text) > URL.most:
                raise Rejected(BAD_REQUEST, f"The URL has more than {URL} bytes.", reason=URL_TOO_LONG)
            found = asked_in_url(text, self._limits)
            self._urls.put(text, found, 3 * len(text) + 500)
        return found

    async def caller_of(self, headers: Headers, scope: Scope) -> Caller:
        """Who asks. Raises Rejected for a token that is not known."""
        try:
            return await self.callers.find(text_of(headers.authorization), address_of(scope))
        except UnknownCaller as unknown:
            message, told = "The bearer token is not known here, or is not valid any more.", [CHALLENGE]
            if unknown.retry_seconds:
                message = f"The bearer token cannot be checked yet; ask again in {unknown.retry_seconds} s."
                told.append((b"retry-after", b"%d" % unknown.retry_seconds))
            raise RejectedWith(UNAUTHENTICATED, message, tuple(told)) from None

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

    def _check_bucket(self, caller: Caller) -> None:
        """Raises Rejected where this caller, or all of them together, have nothing left to spend."""
        seconds, why = self._buckets.wait(caller.id), "Too much was asked at once"
        if not seconds and self._buckets.ceiling is not None:
            seconds, why = self._buckets.ceiling.wait(caller.known), "All callers together ask too much"
        if seconds:
            wait = (b"retry-after", b"%d" % seconds)
            raise RejectedWith(RATE_LIMITED, f"{why}; ask again in {seconds} s.", (wait,))

    def _planned(self, question: Question) -> Planned:
        """What answering takes. Raises Rejected for what holds or costs more than is taken."""
        book, now = self._current.read(), self._clock()
        operation, asked = question.operation, question.asked
        key = Key(question.prepared.key, operation.name, asked.variables_key, book.digest, question.caller.audience)
        answer = self._answers.find(key, now) if operation.weight.kept else None
        if answer is not None:
            return Planned(key, book, now, answer, 1)
        operation.inputs.check(asked.variables, self._limits.lots)
        cost = operation.cost(asked.variables)
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
            body = self._execute(question, context)
            body["extensions"] = {"cost": planned.cost}
            answer = self._kept(planned.key, question.operation, body, context)
            if answer is None:
                return self._of_this_request(msgspec.json.encode(body), question, left)
        secret = question.operation.audience is Audience.FINANCE
        coding = coding_for(question.codings, len(answer.body), secret=secret)
        if question.shared:
            return self._shared(answer, coding, question, planned)
        headers = (CONTENT_TYPES[question.media], *coding_header(coding), PRIVATE, _remaining(left), VARY)
        return Reply(OK, headers, self._coded(answer, coding, planned.key))

    def _execute(self, question: Question, context: Context) -> Body:
        self.counters.operations_executed += 1
        self.counters.fields_planned += question.operation.weight.fields
        variables, name = question.asked.variables, question.operation.name
        return executed(execute(self._schema, question.prepared.plan, context, variables, name))

    def _kept(self, key: Key, operation: Operation, body: Body, context: Context) -> Answer | None:
        """The answer as it was put into the cache, or None where it is of this request alone."""
        period = context.validity.period
        if "errors" in body or period is None or not operation.weight.kept:
            return None
        answer = Answer(msgspec.json.encode(body), period, context.validity.shown_until)
        self._answers.keep(key, answer)
        return answer

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


def _allowed(prepared: Prepared, asked: Asked, caller: Caller) -> Operation:
    """The operation asked for. Raises Rejected where there is none, or it is for another audience."""
    operation = prepared.operation(asked.operation)
    if rank(operation.audience) > rank(caller.audience):
        raise refuse_fields(operation.needs, caller.audience)
    return operation


def _remaining(left: int) -> tuple[bytes, bytes]:
    """What is left in the caller's bucket. Only on answers that no shared cache keeps."""
    return b"ratelimit-remaining", b"%d" % left
