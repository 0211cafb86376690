"""The GraphQL endpoint: one handler for POST and GET, over the schema, the caches and the callers.

The order is the same for each request: who asks whom, what is asked, may it be asked, is the answer known, and only
then is anything executed. Whatever is refused is refused as early as it can be, and what was done for it is charged.
"""

import logging
from time import perf_counter_ns
from typing import cast

from graphql import GraphQLSchema
from litestar.types import Receive, Scope, Send

from ratecard.api.callers.callers import Caller
from ratecard.api.context import Clock, KeysNow
from ratecard.api.current import CurrentBook
from ratecard.api.documents.bounded import Bounded
from ratecard.api.documents.costs import BYTES_SENT_PER_UNIT, LANGUAGE, LANGUAGES_USUAL, REQUEST
from ratecard.api.documents.documents import Documents, Operation, Prepared
from ratecard.api.documents.limits import Counters, Limits
from ratecard.api.documents.persisted import Persisted
from ratecard.api.errors import BAD_REQUEST, INTERNAL, MUTATION, PERSISTED_NOT_FOUND, TOO_LARGE, Rejected, fault
from ratecard.api.http.admission import Admission
from ratecard.api.http.answering import Answering, Freshness
from ratecard.api.http.answers import AnswerKey
from ratecard.api.http.codings import accepted_codings
from ratecard.api.http.front import Front, asks_nothing
from ratecard.api.http.guarding import Guarding
from ratecard.api.http.incoming import Headers, carried, headers_of, receive_body, text_of
from ratecard.api.http.negotiation import HTML, LEGACY, PAGE_OR_DATA, negotiated
from ratecard.api.http.replies import RejectedWith, Reply, json_reply, refusal_reply, send_reply, with_headers
from ratecard.api.http.requests import GraphQLRequest, asked_in_body, asked_in_url, checked_values, long_numbers
from ratecard.api.http.stages import (
    ALLOWED,
    AllowedRequest,
    Bill,
    Planned,
    RequestHead,
    RequestSeen,
    allowed_request,
    check_audience,
    check_envelope,
)
from ratecard.api.http.statuses import FAULT, METHOD_NOT_ALLOWED, NO_CONTENT, NOT_ACCEPTED
from ratecard.api.http.turns import Gone, Turns
from ratecard.api.telemetry.decision_log import DecisionLog
from ratecard.api.telemetry.families import GONE, OTHER, SEVERAL
from ratecard.api.telemetry.logs import ACCESS, log_request
from ratecard.api.telemetry.meter import Meter
from ratecard.api.telemetry.spans import Carrier, OperationSpans
from ratecard.locale.tags import COUNTERS, LOCALES_KEPT_MOST

URLS_KEPT_BYTES_MOST = 4_000_000
BYTES_PER_VARIABLES_BYTE = 24
"""What variables take in memory for each byte of JSON, at most: "[]," is an empty list."""
COST_PER_CHARACTER = 4
"""What a document costs that was not seen before: reading the worst ones takes that many times a field's answer."""

BYTES_PER_COST = 1_000
VALUES_PER_COST = 50
COST_OF_STRETCH = 2
"""What is read of a request before it is known what it asks: so many bytes, and values of JSON, for one unit."""

COST_OF_REFUSAL = 1
"""What is told to a caller who is not answered costs at least that."""


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
        meter: Meter,
        keys: KeysNow | None = None,
        previews: bool = False,
        decision_log: DecisionLog | None = None,
        spans: OperationSpans | None = None,
    ) -> None:
        self.counters = Counters()
        self.meter = meter
        self._spans = spans
        self._previews = previews
        self.admission, self.keys = admission, keys
        self.turns = Turns()
        self._current = current
        self._clock = clock
        self._guarding = guarding
        self._front = front
        self._persisted = persisted
        self._limits = limits
        self._documents = Documents(schema, limits, self.counters, introspection=introspection)
        self._answering = Answering(schema, limits, freshness, answer_bytes, self.counters, meter, keys, decision_log)
        self._urls: Bounded[bytes, GraphQLRequest] = Bounded(URLS_KEPT_BYTES_MOST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request. Whatever fails is told in the form of a GraphQL answer, and no fault says why."""
        media: str | None = LEGACY
        seen = RequestSeen(perf_counter_ns())
        try:
            headers = headers_of(scope)
            seen.span = self._spans.begin(carried(headers)) if self._spans is not None else None
            accept = text_of(headers.accept)
            media = negotiated(accept)
            if asks_nothing(scope) and negotiated(accept, PAGE_OR_DATA) == HTML:
                reply = self._front.reply(scope, headers, HTML)
            else:
                reply = await self._reply(scope, receive, headers, media, seen)
        except Rejected as refusal:
            seen.code = str(refusal.args[0])
            reply = refusal_reply(refusal, media)
        except Gone:
            seen.code = GONE
            self._end(seen, 0)
            return  # nobody is there to be answered
        except Exception as error:
            seen.code = INTERNAL
            reply = json_reply(FAULT, {"errors": [fault(error)]}, media or LEGACY)
        told = with_headers(reply, self._end(seen, reply.status))
        await send_reply(send, told, self._current.seen_by(self.admission.callers.stranger).digest)

    def _end(self, seen: RequestSeen, status: int) -> Carrier:
        """Counts and logs a request that is answered, ends its span, and tells the headers that hand its trace on."""
        took = perf_counter_ns() - seen.began
        self.meter.ended(seen.operation, seen.code, took)
        if ACCESS.isEnabledFor(logging.INFO):
            log_request(
                {
                    "operation": seen.operation,
                    "code": seen.code,
                    "status": status,
                    "microseconds": took // 1_000,
                    "cost": seen.cost,
                }
            )
        if self._spans is None or seen.span is None:
            return {}
        return self._spans.end(seen.span, seen.operation, seen.code, seen.cost, self._current.read().digest)

    async def _reply(
        self, scope: Scope, receive: Receive, headers: Headers, media: str | None, seen: RequestSeen
    ) -> Reply:
        self._guarding.check_site(headers)
        method = cast(str, scope.get("method"))
        if method == "OPTIONS":
            return Reply(NO_CONTENT, (ALLOWED,))
        codings = accepted_codings(text_of(headers.accept_encoding))
        if media is None:
            raise Rejected(BAD_REQUEST, "Accept application/json, or graphql-response+json.", reason=NOT_ACCEPTED)
        if not codings:
            raise Rejected(BAD_REQUEST, "Accept an answer as it is, or coded by gzip or br.", reason=NOT_ACCEPTED)
        envelope = RequestHead(method, headers, scope["query_string"], media, codings, seen)
        check_envelope(envelope)
        bill = Bill(await self.admission.admit(headers, scope))
        try:
            body = await self._body(envelope, receive, bill)
            if body:
                bill.caller = await self.admission.admit(headers, scope)  # a key may have ended, or see less by now
            for is_certain in (False, True):
                async with self.turns.of(bill.caller.id, receive) as waited:
                    known = self.admission.known(headers, scope) if waited and not is_certain else bill.caller
                    if known is not None:
                        bill.caller = known
                        self.admission.check(known)  # other requests of this caller may have spent what was left
                        return self._paid_answer(envelope, body, bill)
                bill.caller = await self.admission.admit(headers, scope)  # a key may have ended meanwhile
            raise AssertionError("whoever was admitted again is answered")
        finally:
            if not bill.is_paid:
                self._charge(bill.caller, max(bill.cost, COST_OF_REFUSAL), seen)

    async def _body(self, envelope: RequestHead, receive: Receive, bill: Bill) -> bytes:
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

    def _paid_answer(self, envelope: RequestHead, body: bytes, bill: Bill) -> Reply:
        """The answer to what is asked, once it is paid for. Nothing here waits."""
        asked = self._asked(envelope, body, bill)
        text = self._text(asked)
        reading = 0 if self._documents.known(text) else COST_PER_CHARACTER * len(text)
        try:
            prepared = self._prepared(asked, text, envelope.method)
            operation = prepared.operation(asked.operation)
            envelope.seen.operation = self._counted_as(operation)
            check_audience(operation, bill.caller)
            allowed = allowed_request(asked, bill.caller, prepared, operation, envelope)
            planned = self._planned(allowed)
        except Rejected as refusal:
            bill.cost += self._read_in_vain(text, reading) if refusal.reason == TOO_LARGE else reading
            raise
        bill.is_paid = True
        left = self._charge(bill.caller, bill.cost + reading + planned.cost, envelope.seen)
        before = COUNTERS.loaded
        try:
            return self._answering.reply(allowed, planned, left)
        finally:
            read_again = max(0, COUNTERS.loaded - max(before, LOCALES_KEPT_MOST))
            self._charge(bill.caller, LANGUAGE * max(0, read_again - planned.languages), envelope.seen)

    def _charge(self, caller: Caller, cost: int, seen: RequestSeen) -> int:
        """Takes a cost out of the caller's bucket, counts it, and tells what is left."""
        seen.cost += cost
        self.meter.add("cost_units", by=cost)
        return self.admission.charge(caller, cost)

    def _counted_as(self, operation: Operation) -> str:
        """Under which name an operation is counted: that of the list, or else the one field that it asks."""
        if operation.name is not None and self.meter.knows(operation.name):
            return operation.name
        return (operation.root or SEVERAL) if self.meter.knows(operation.root or SEVERAL) else OTHER

    def _read_in_vain(self, text: str, reading: int) -> int:
        """What was read of a document that is refused for its size or its cost, which cost nothing themselves."""
        return min(reading, self._limits.tokens) if len(text) <= self._limits.characters else 0

    def _asked(self, envelope: RequestHead, body: bytes, bill: Bill) -> GraphQLRequest:
        """What is asked, by POST or GET. What was asked by a URL is known when it is asked again."""
        if envelope.method == "POST":
            bill.cost += checked_values(body, self._limits) // VALUES_PER_COST
            bill.cost += COST_OF_STRETCH * long_numbers(body)
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

    def _text(self, asked: GraphQLRequest) -> str:
        """The document asked for, by its text or its hash. Raises Rejected where it is not one that is taken."""
        text = asked.query
        if text is None:
            text = self._found(asked.document_id or asked.apq or "")
        elif asked.apq is not None:
            self._persisted.verify(asked.apq, text)
        self._persisted.check(text)
        return text

    def _prepared(self, asked: GraphQLRequest, text: str, method: str) -> Prepared:
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

    def _planned(self, allowed: AllowedRequest) -> Planned:
        """What answering takes. Raises Rejected for what holds or costs more than is taken."""
        book = self._current.seen_by(allowed.caller.audience)
        now = self._clock() if allowed.present is None else allowed.present
        preview = self._previews or allowed.present is not None
        operation, asked = allowed.operation, allowed.asked
        key = AnswerKey(allowed.prepared.key, operation.name, asked.variables_key, book.digest, allowed.caller.audience)
        answer = self._answering.kept(key, now) if operation.weight.kept and not preview else None
        if answer is not None:
            return Planned(key, book, now, answer, REQUEST + len(answer.body) // BYTES_SENT_PER_UNIT)
        asking = operation.asking(asked.variables)
        asking.check_lots(self._limits.lots)
        cost = REQUEST + asking.cost(book)
        if cost > self._limits.cost:
            raise Rejected(TOO_LARGE, f"The operation costs {cost:,}; at most {self._limits.cost:,} is taken.")
        languages = max(0, asking.languages - LANGUAGES_USUAL)
        return Planned(key, book, now, None, cost, languages, self._current.beside, preview)
