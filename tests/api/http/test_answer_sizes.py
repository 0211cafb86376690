"""What comes back is bounded: the caller's own text, the bytes of an answer, and what is kept of either."""

import gc
import json
import re
import socket
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.callers.keys import new_key
from ratecard.api.current import CurrentBook
from ratecard.api.documents import documents as module
from ratecard.api.documents.documents import Documents
from ratecard.api.documents.limits import Counters, Limits
from ratecard.api.errors import Rejected, brief_message
from ratecard.api.http import negotiation
from ratecard.api.http.encoding import encoded
from ratecard.api.http.negotiation import is_json
from ratecard.api.serving.settings import Settings
from ratecard.api.types.schema import make_schema
from tests.api.conftest import Start
from tests.api.http.running import ROOT, running
from tests.api.servers import Api, serving
from tests.books import shipped
from tests.cli.running import run

LONG = "x" * 5_000
SPACED = "x " * 2_500
SHOWN_MOST = 61


def refused(field: str, more: str = "") -> str:
    """A question, with what is shown of its refusal."""
    return f"{{ {field} {{ __typename ... on Refusal {{ code message }} {more} }} }}"


SOLD = 'region: "DE", platform: "ios"'


def listed(given: str, more: str = "") -> str:
    return refused(f'priceList({SOLD}, locale: "en", {given})', more)


def bought(given: str, more: str = "") -> str:
    return refused(f"purchaseQuote(input: {{{SOLD}, {given}}})", more)


def sent(given: str, more: str = "") -> str:
    return refused(f'giftQuote(input: {{{SOLD}, creatorRegion: "DE", {given}}})', more)


def paid(given: str, more: str = "", method: str = "paypal") -> str:
    return refused(f'payoutQuote(input: {{region: "DE", methodId: "{method}", {given}}})', more)


def used(limit: str, amount: str) -> str:
    return f'diamonds: 60000, used: [{{limitId: "{limit}", amount: "{amount}"}}]'


LOT = f'lots: [{{diamonds: 9, earnedAt: "2026-01-01T00:00:00Z", lotClass: "{LONG}"}}]'
FACT = "... on InvalidFact { fact value }"
PLACES = {
    "region": refused(f'priceList(region: "{LONG}", platform: "ios", locale: "en")'),
    "platform": refused(f'priceList(region: "DE", platform: "{LONG}", locale: "en")'),
    "locale": refused(f'priceList({SOLD}, locale: "{LONG}")'),
    "at": listed(f'at: "{LONG}"'),
    "fact": listed(f'facts: [{{name: "{LONG}", value: "1"}}]', "... on UnknownFact { fact }"),
    "value": listed(f'facts: [{{name: "buyer.age", value: "{LONG}"}}]', FACT),
    "value with spaces": listed(f'facts: [{{name: "buyer.age", value: "{SPACED}"}}]', FACT),
    "package of a fact": listed(f'facts: [{{name: "buyer.age", value: "1", packageId: "{LONG}"}}]', FACT),
    "package": bought(f'packageId: "{LONG}"', "... on UnknownPackage { packageId }"),
    "a number": bought(f'packageId: "a", quantity: {"7" * 400}'),
    "gift": sent(f'giftId: "{LONG}"', "... on UnknownGift { giftId }"),
    "kind": sent(f'giftId: "rose", kind: "{LONG}"', "... on WrongKind { kind }"),
    "grade": sent(f'giftId: "rose", creator: {{grade: "{LONG}"}}', FACT),
    "method": paid("diamonds: 9", "... on UnknownMethod { methodId }", LONG),
    "limit": paid(used(LONG, "1 payouts"), "... on UnknownLimit { limitId }"),
    "amount": paid(used("daily", LONG)),
    "class": paid(LOT),
    "want": paid(f'want: {{amount: "{LONG}", currency: "EUR"}}'),
    "currency": paid(f'want: {{amount: "1", currency: "{LONG}"}}'),
    "a field": f"{{ {LONG} }}",
    "an argument": f"{{ ruleBook({LONG}: 1) {{ digest }} }}",
    "a type": f"{{ ruleBook {{ ... on {LONG} {{ digest }} }} }}",
    "a variable": f"query (${LONG}: Int) {{ __typename }}",
    "a variable without a definition": f"{{ ruleBook(locale: ${LONG}) {{ digest }} }}",
    "a fragment": f"{{ ...{LONG} }}",
    "a directive": f"{{ __typename @{LONG} }}",
    "an input's field": f"{{ purchaseQuote(input: {{{LONG}: 1}}) {{ __typename }} }}",
    "a literal": sent(f'giftId: "rose", count: "{SPACED}"'),
    "a literal object": f'{{ purchaseQuote(input: "{SPACED}") {{ __typename }} }}',
    "a name of a type": f"query ($a: {LONG}) {{ __typename }}",
    "syntax": f"{{ a(b: {LONG} }}",
    "a string that does not end": f'{{ a(b: "{LONG}',
    "an alias": f"{{ {LONG}: markets(locale: 5) {{ region }} }}",
}

AGED = 'query ($v: Int) { eligibility(region: "DE", buyer: {age: $v}) { __typename } }'
AT = 'query ($v: DateTime) { eligibility(region: "DE", at: $v) { __typename } }'
BUYER = 'query ($v: BuyerInput) { eligibility(region: "DE", buyer: $v) { __typename } }'
PACKAGE = f"query ($v: ID!) {{ purchaseQuote(input: {{{SOLD}, packageId: $v}}) {{ __typename }} }}"
WRONG_VARIABLES: dict[str, tuple[str, Any]] = {
    "text for a number": (AGED, LONG),
    "list for a text": (PACKAGE, [LONG]),
    "an unknown field": (BUYER, {LONG: 1}),
    "a text for an object": (BUYER, SPACED),
    "an object for a scalar": (AT, {LONG: LONG}),
    "many unknown fields": (BUYER, {f"{LONG}{number}": number for number in range(9)}),
}


def longest(text: str) -> int:
    """How many characters of what was sent come back in one piece."""
    return max((len(found) for found in re.findall(r"(?:x ?)+|7+", text)), default=0)


@pytest.mark.parametrize("place", PLACES)
def test_of_what_was_sent_no_more_than_its_beginning_comes_back(api: Api, place: str) -> None:
    response = api.post(PLACES[place])
    assert response.status_code < httpx.codes.INTERNAL_SERVER_ERROR
    assert longest(response.text) <= SHOWN_MOST, response.text
    assert len(response.content) < 3_000


@pytest.mark.parametrize("place", WRONG_VARIABLES)
def test_of_variables_neither(api: Api, place: str) -> None:
    document, value = WRONG_VARIABLES[place]
    response = api.post(document, v=value)
    assert "errors" in response.json()
    assert longest(response.text) <= SHOWN_MOST, response.text
    assert len(response.content) < 3_000


def test_nor_of_anything_else_in_a_request(api: Api) -> None:
    two = "query a { __typename } query b { __typename }"
    facts = {LONG: [{"name": "a", "value": "b"}] * 51}
    host = {"Accept": "text/html", "Host": LONG}
    bodies = ({"query": two, "operationName": LONG}, {"documentId": LONG}, {"query": 5, "extensions": LONG})
    found = [
        *[api.http.post("/graphql", json=body) for body in bodies],
        api.http.post("/graphql", content=b"{}", headers={"Content-Type": LONG}),
        api.http.get(f"/{LONG}"),
        api.http.request(LONG, "/graphql"),
        *[api.http.get("/", headers=headers) for headers in ({"Accept": LONG}, host, {**host, "Host": f"{LONG}:1"})],
        api.http.post("/graphql", json={"query": two}, headers={"Authorization": f"Bearer {LONG}"}),
        api.http.get("/graphql", params={"query": "{__typename}", LONG: "1"}),
        api.post(f"query (${LONG}: [FactInput!]) {{ __typename }}", **facts),
    ]
    assert [response.text for response in found if longest(response.text) > SHOWN_MOST] == []


def test_the_command_line_says_it_no_longer() -> None:
    for more in ((), ("--format", "json")):
        shown = run("quote", "purchase", "--region", "DE", "--platform", "ios", "--package", LONG, *more)
        assert 0 < longest(shown.stdout + shown.stderr) <= SHOWN_MOST


def test_messages_keep_what_is_short() -> None:
    said = "Variable '$v' got invalid value 'abc' at 'v.facts[0]'; it can't be read, and this goes on, as it may."
    assert brief_message(said) == said
    assert brief_message(f"Cannot query field '{LONG}' on type 'Query'.") == (
        f"Cannot query field '{'x' * 57}…' on type 'Query'."
    )
    assert len(brief_message("a b " * 5_000)) == 400


# The bytes of an answer


@pytest.fixture(scope="module")
def market_bytes(api: Api) -> int:
    return len(api.post(MARKETS).content)


MARKETS = "{ markets { region platform timeZone } }"


def test_an_answer_has_as_many_bytes_as_are_set_and_not_one_more(start: Start, market_bytes: int) -> None:
    assert start(Settings(answer_bytes=market_bytes)).post(MARKETS).status_code == httpx.codes.OK
    api = start(Settings(answer_bytes=market_bytes - 1))
    for _ in range(2):
        refused = api.post(MARKETS)
        assert refused.status_code == httpx.codes.BAD_REQUEST
        (error,) = refused.json()["errors"]
        assert error["extensions"]["code"] == "ANSWER_TOO_LARGE"
        assert error["message"] == f"The answer would have more than {market_bytes - 1:,} bytes; ask for less at once."
        assert "data" not in refused.json()


def test_an_answer_that_multiplies_ends_long_before_it_is_made(start: Start) -> None:
    """Names of 100 characters, on 378 markets, under 15 aliases: 6 MB, of which one has to be written."""
    api = start(Settings(answer_bytes=1_000_000, burst=10**9, cost_most=10**9))
    names = " ".join(f"{'n' * 97}{number:03}: region" for number in range(10))
    document = "{ " + " ".join(f"a{number}: markets {{ ...f }}" for number in range(15)) + " } "
    before = api.counters.fields_answered
    refused = api.post(f"{document} fragment f on Market {{ {names} }}")
    assert refused.json()["errors"][0]["extensions"]["code"] == "ANSWER_TOO_LARGE"
    assert api.counters.fields_answered - before <= 1_000_000 // 100


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=4), below, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=4), values, max_size=4))
def test_an_answer_in_pieces_is_the_answer(body: dict[str, Any]) -> None:
    whole = msgspec.json.encode(body)
    assert encoded(body, 10**6, len(whole)) == whole == encoded(body, 0, len(whole))
    for fields in (0, 10**6):
        with pytest.raises(Rejected):
            encoded(body, fields, len(whole) - 1)


# The memory of the process

PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
GROWTH_MEGABYTES_MOST = 200
CONNECTIONS = 40


def peak_megabytes(process: int) -> int:
    """The most memory that a process ever had."""
    found = PEAK.search(Path(f"/proc/{process}/status").read_text())
    assert found
    return int(found[1]) // 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells no peak of memory")
def test_what_a_long_text_comes_to_does_not_fill_the_memory(tmp_path: Path) -> None:
    """40 connections send the longest value for a fact that 95 fields ask for, and read nothing of the answers."""
    fields = " ".join(f'a{number}: priceList({SOLD}, locale: "en", facts: $f) {{ ...f }}' for number in range(95))
    variables = {"f": [{"name": "buyer.age", "value": "x" * bounds.TEXT_CHARACTERS.most}]}
    query = f"query ($f: [FactInput!]) {{ {fields} }} fragment f on InvalidFact {{ value message }}"
    body = json.dumps({"query": query, "variables": variables}).encode() + b" " * 180_000
    with running(tmp_path, "--book", str(ROOT), "--burst", "1000000000") as server:
        url = urlsplit(server.url)
        before = peak_megabytes(server.process.pid)
        json_type = {"Content-Type": "application/json"}
        answer = httpx.post(f"{server.url}/graphql", content=body, headers=json_type, timeout=60)
        assert answer.status_code == httpx.codes.OK
        assert 95 * 60 < len(answer.content) < 95 * 400
        head = f"POST /graphql HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Type: application/json\r\nContent-Length: "
        held = []
        for _ in range(CONNECTIONS):
            asking = socket.create_connection((url.hostname or "", url.port or 0))
            asking.sendall(head.encode() + f"{len(body)}\r\n\r\n".encode() + body)
            held.append(asking)
        for asking in held:
            asking.settimeout(60)
            assert asking.recv(12) == b"HTTP/1.1 200"
        assert peak_megabytes(server.process.pid) - before < GROWTH_MEGABYTES_MOST
        for asking in held:
            asking.close()


# What is kept


def hostile_documents() -> Iterator[str]:
    """Documents that are valid, and such as are refused, each of which takes much room."""
    for number in range(2):
        yield f"{{ ruleBook {{ {'digest ' * 1_900} }} }} #{number}"
        yield f"{{ ruleBook {{ {'nothing ' * 1_900} }} }} #{number}"
        yield f"query ({' '.join(f'$v{each}: Int' for each in range(400))}) {{ __typename }} #{number}"
        yield " ".join(f"query a{each} {{ ruleBook {{ digest }} }}" for each in range(300)) + f" #{number}"


def test_the_prepared_documents_take_no_more_memory_than_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    bytes_most = 6_000_000
    monkeypatch.setattr(module, "BYTES_KEPT_MOST", bytes_most)
    documents = Documents(make_schema(ordered=False).core, Limits(), Counters(), introspection=True)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for text in hostile_documents():
        with suppress(Rejected):
            documents.prepare(text)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0 < documents.bytes_kept <= bytes_most
    assert after - before < bytes_most


def test_a_refused_document_keeps_nothing_of_who_asked_for_it() -> None:
    documents = Documents(make_schema(ordered=False).core, Limits(), Counters(), introspection=True)
    raised = []
    for _ in range(2):
        with pytest.raises(Rejected) as refused:
            documents.prepare("{ nothing }")
        raised.append(refused.value)
    assert raised[0] is not raised[1]
    assert raised[0].errors == raised[1].errors


def test_long_content_types_are_not_remembered() -> None:
    long = f"application/json; a={LONG}"
    size = is_remembered()
    assert is_json(long)
    assert is_remembered() == size


def is_remembered() -> int:
    return negotiation._is_json_remembered.cache_info().currsize


def test_what_the_ready_check_tells_is_the_publics_digest(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    new_key(file, "a", Audience.FINANCE)
    with serving(CurrentBook(shipped()), settings=Settings(keys=file)) as api:
        public = api.ask("{ ruleBook { digest } }")["ruleBook"]["digest"]
        told = {api.http.get("/health/ready").json()["bookDigest"], api.http.get("/").json()["bookDigest"]}
    assert told == {public} != {shipped().digest}
