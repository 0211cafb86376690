"""Caches: ours keep an answer while it holds, and tell others no longer than that, by a clock that the tests turn."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx
import pytest

from ratecard.api.audience import Audience
from ratecard.api.current import CurrentBook
from ratecard.api.http.answers import AnswerKey, Answers, KeptAnswer, cache_control, digest_of, has_tag
from ratecard.api.http.negotiation import negotiated
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, instant_of
from ratecard.loading import load_texts
from ratecard.terms.market import Period
from tests.api.servers import Api, serving
from tests.books import shipped_texts, sound

# coins_5000 costs 74.99 EUR in Germany from this instant on, and 69.99 EUR before.
MIDNIGHT_IN_BERLIN = instant_of(datetime(2026, 6, 30, 22, tzinfo=UTC))
BEFORE, AFTER = "69.99", "74.99"

PRICES = """
query ($locale: Locale!, $at: DateTime) {
  priceList(region: "DE", platform: "ios", locale: $locale, at: $at) {
    ... on PriceList { validFrom validUntil packages { packageId label price { listed { amount formatted } } } }
  }
}
"""
SERVICE_QUOTES = """
query ($inputs: [PurchaseQuoteInput!]!) {
  purchaseQuotes(inputs: $inputs) { ... on PurchaseQuote { price { listed { amount } } } ... on Refusal { code } }
}
"""


class TurnedClock:
    """A clock that shows what a test says."""

    def __init__(self, now: Instant) -> None:
        self.now = now

    def __call__(self) -> Instant:
        return self.now


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(Instant(MIDNIGHT_IN_BERLIN - 1_000))


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return sound(load_texts({**shipped_texts(), "regions/de.yaml": GERMANY}))


@pytest.fixture
def current(book: RuleBook) -> CurrentBook:
    return CurrentBook(book)


GERMANY = """
region: DE
currency: EUR
time_zone: Europe/Berlin
groups: [eu, euro]
tax: {lines: {vat: {rate: {value: 19 %, source: "UStG § 12 Abs. 1"}}}}
prices:
  source: example
  coins_1000: 13.99
  coins_5000: {2025-01-01: 69.99, 2026-07-01: 74.99}
"""


@pytest.fixture
def turned(clock: TurnedClock, current: CurrentBook) -> Iterator[Api]:
    with serving(current, clock) as started:
        yield started


def get(api: Api, query: str = PRICES, headers: dict[str, str] | None = None, **variables: Any) -> httpx.Response:
    parameters = {"query": query, "variables": json.dumps(variables)} if variables else {"query": query}
    return api.http.get("/graphql", params=parameters, headers=headers or {})


def price_in(response: httpx.Response) -> str:
    packages = response.json()["data"]["priceList"]["packages"]
    found: str = next(each for each in packages if each["packageId"] == "coins_5000")["price"]["listed"]["amount"]
    return found


def seconds_in(response: httpx.Response, name: str) -> int:
    directives = dict(each.strip().partition("=")[::2] for each in response.headers["Cache-Control"].split(","))
    return int(directives[name])


def test_a_price_that_changes_at_midnight_in_berlin_is_the_new_one_at_midnight(turned: Api, clock: TurnedClock) -> None:
    for _ in range(3):
        assert price_in(turned.post(PRICES, locale="de")) == price_in(get(turned, locale="de")) == BEFORE
    old = get(turned, locale="de").headers["ETag"]
    clock.now = Instant(MIDNIGHT_IN_BERLIN - 1)
    assert get(turned, locale="de", headers={"If-None-Match": old}).status_code == httpx.codes.NOT_MODIFIED
    clock.now = MIDNIGHT_IN_BERLIN
    for _ in range(3):
        assert price_in(turned.post(PRICES, locale="de")) == price_in(get(turned, locale="de")) == AFTER
    changed = get(turned, locale="de", headers={"If-None-Match": old})
    assert (changed.status_code, price_in(changed)) == (httpx.codes.OK, AFTER)
    assert changed.headers["ETag"] != old


def test_under_load_no_answer_after_midnight_holds_the_old_price(turned: Api, clock: TurnedClock) -> None:
    """Threads ask without a pause while the clock passes midnight; an answer asked for afterwards is the new one."""
    wrong: list[str] = []
    asked = count()
    turning, stopping = threading.Event(), threading.Event()

    def ask(by: Callable[[httpx.Client], httpx.Response]) -> None:
        with httpx.Client(base_url=turned.url, trust_env=False) as client:
            while not stopping.is_set():
                after = turning.is_set()
                price = price_in(by(client))
                next(asked)
                if after and price != AFTER:
                    wrong.append(price)

    def by_post(client: httpx.Client) -> httpx.Response:
        return client.post("/graphql", json={"query": PRICES, "variables": {"locale": "de"}})

    def by_get(client: httpx.Client) -> httpx.Response:
        return client.get("/graphql", params={"query": PRICES, "variables": '{"locale": "de"}'})

    threads = [threading.Thread(target=ask, args=(by,)) for by in (by_post, by_get, by_post)]
    for thread in threads:
        thread.start()
    while next(asked) < 60:
        stopping.wait(0.01)
    clock.now = MIDNIGHT_IN_BERLIN
    turning.set()
    while next(asked) < 200:
        stopping.wait(0.01)
    stopping.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert turned.counters.answers_from_cache > 0


@pytest.mark.parametrize("left", [1, 2, 30, 59, 60, 61, 299, 300, 301, 359, 360, 361, 1_000])
def test_other_caches_are_told_no_longer_than_the_answer_holds(turned: Api, clock: TurnedClock, left: int) -> None:
    clock.now = Instant(MIDNIGHT_IN_BERLIN - left)
    response = get(turned, locale="de")
    fresh, shared, stale = (seconds_in(response, each) for each in ("max-age", "s-maxage", "stale-while-revalidate"))
    assert fresh == shared <= 300
    # The second that has begun may be over already.
    assert fresh + stale <= left - 1
    assert fresh == min(300, left - 1)
    assert response.headers["Cache-Control"].startswith("public, ")
    assert response.headers["Vary"] == "Accept, Accept-Encoding"


def test_an_answer_as_of_a_given_instant_stays_and_outlives_no_period_that_it_shows(
    turned: Api, clock: TurnedClock
) -> None:
    at = "2026-06-30T21:59:59Z"
    clock.now = Instant(MIDNIGHT_IN_BERLIN - 10)
    before = get(turned, locale="de", at=at)
    assert seconds_in(before, "max-age") == 9
    clock.now = Instant(MIDNIGHT_IN_BERLIN + 10)
    after = get(turned, locale="de", at=at, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == httpx.codes.NOT_MODIFIED
    assert seconds_in(after, "max-age") == 300


def test_another_book_is_answered_from_at_once(turned: Api, current: CurrentBook) -> None:
    before = get(turned, locale="de")
    changed = GERMANY.replace("69.99", "68.99")
    current.replace(sound(load_texts({**shipped_texts(), "regions/de.yaml": changed})))
    after = get(turned, locale="de", headers={"If-None-Match": before.headers["ETag"]})
    assert price_in(after) == "68.99"
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_french_reader_gets_no_german_text(turned: Api) -> None:
    german, french = get(turned, locale="de"), get(turned, locale="fr")
    assert "Münzen" in german.text
    assert "Münzen" not in french.text
    assert german.headers["ETag"] != french.headers["ETag"]
    for language, text in (("de", german.text), ("fr", french.text)):
        asked = get(turned, locale=language, headers={"Accept-Language": "de, fr;q=0.5"})
        assert asked.text == text


def test_an_answer_is_executed_once_and_then_kept_for_both_methods(turned: Api) -> None:
    before = turned.counters.operations_executed
    bodies = {get(turned, locale="de").content for _ in range(3)} | {turned.post(PRICES, locale="de").content}
    assert len(bodies) == 1
    assert turned.counters.operations_executed == before + 1
    spaced = b'{"variables":{ "locale" : "de" },"query":%s}' % json.dumps(PRICES).encode()
    again = turned.http.post("/graphql", content=spaced, headers={"Content-Type": "application/json"})
    assert again.content in bodies
    assert turned.counters.operations_executed == before + 1


def test_an_answer_that_names_the_present_instant_is_kept_by_nobody(turned: Api, clock: TurnedClock) -> None:
    asked = '{region: "DE", platform: "web", packageId: "coins_100"}'
    not_sold = f"{{ purchaseQuote(input: {asked}) {{ ... on Refusal {{ code message }} }} }}"
    response = get(turned, not_sold)
    assert response.json()["data"]["purchaseQuote"]["code"] == "NOT_SOLD"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers
    clock.now = Instant(clock.now + 1)
    assert get(turned, not_sold).json() != response.json()


def test_what_the_book_alone_decides_is_kept(turned: Api) -> None:
    unknown = get(turned, '{ priceList(region: "ZZ", platform: "ios", locale: "de") { ... on Refusal { message } } }')
    for response in (unknown, get(turned, "{ ruleBook { digest } }"), get(turned, "{ markets { region validUntil } }")):
        assert response.headers["Cache-Control"].startswith("public, max-age=")


def test_every_market_counts_for_how_long_all_of_them_hold(turned: Api, clock: TurnedClock) -> None:
    clock.now = Instant(MIDNIGHT_IN_BERLIN - 100)
    assert seconds_in(get(turned, "{ markets { region } }"), "max-age") == 99


def test_a_batch_holds_as_long_as_each_of_its_answers(turned: Api, clock: TurnedClock) -> None:
    inputs = [{"region": region, "platform": "ios", "packageId": "coins_5000"} for region in ("JP", "DE", "ZZ")]
    before = turned.counters.operations_executed
    for _ in range(3):
        answered = turned.ask(SERVICE_QUOTES, inputs=inputs)["purchaseQuotes"]
        assert answered[1]["price"]["listed"]["amount"] == BEFORE
    assert turned.counters.operations_executed == before + 1
    clock.now = MIDNIGHT_IN_BERLIN
    assert turned.ask(SERVICE_QUOTES, inputs=inputs)["purchaseQuotes"][1]["price"]["listed"]["amount"] == AFTER


def test_errors_and_what_is_not_public_stay_private(turned: Api) -> None:
    economics = PRICES.replace("packageId label", "economics { proceeds { amount } }")
    for response in (
        get(turned, "{ nothing }"),
        get(turned, "{"),
        get(turned, economics, locale="de"),
        get(turned, headers={"Authorization": "Bearer x"}, locale="de"),
        turned.post(PRICES, locale="de"),
    ):
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in response.headers


def test_a_trace_with_its_places_is_never_kept(turned: Api) -> None:
    asked = '{region: "DE", platform: "ios", packageId: "coins_1000"}'
    query = f"{{ purchaseQuote(input: {asked}) {{ ... on PurchaseQuote {{ trace {{ line }} }} }} }}"
    before = turned.counters.operations_executed
    for _ in range(3):
        turned.ask(query)
    assert turned.counters.operations_executed == before + 3


def test_if_none_match_is_read_as_the_standard_has_it(turned: Api) -> None:
    tag = get(turned, locale="de").headers["ETag"]
    for given in (tag, f"W/{tag}", f'"a", {tag}', f'{tag},W/"b"', "*"):
        response = get(turned, locale="de", headers={"If-None-Match": given})
        assert (response.status_code, response.content) == (httpx.codes.NOT_MODIFIED, b"")
        assert response.headers["ETag"] == tag
    for given in ('"a"', tag.strip('"'), ""):
        assert get(turned, locale="de", headers={"If-None-Match": given}).status_code == httpx.codes.OK


# The parts


KEY = AnswerKey(b"document", None, b"{}", "digest", Audience.PUBLIC)
PERIOD = Period(Instant(100), Instant(200))


def answer(body: bytes = b"{}", period: Period = PERIOD) -> KeptAnswer:
    return KeptAnswer(body, period, None)


def test_an_answer_is_found_from_its_first_instant_to_before_its_end() -> None:
    answers = Answers(100_000)
    answers.keep(KEY, answer())
    assert [answers.find(KEY, Instant(now)) is not None for now in (99, 100, 199, 200)] == [False, True, True, False]


@pytest.mark.parametrize(
    "other",
    [
        KEY._replace(document=b"other"),
        KEY._replace(operation="Other"),
        KEY._replace(variables=b'{"a":1}'),
        KEY._replace(digest="other"),
    ],
)
def test_answers_to_other_questions_are_kept_and_tagged_apart(other: AnswerKey) -> None:
    answers = Answers(100_000)
    answers.keep(KEY, answer())
    assert answers.find(other, Instant(150)) is None
    assert digest_of(other, PERIOD) != digest_of(KEY, PERIOD)
    assert digest_of(KEY, PERIOD) == digest_of(KEY, PERIOD)
    assert digest_of(KEY, Period(Instant(100), None)) != digest_of(KEY, PERIOD)


def test_answers_of_other_audiences_are_kept_apart() -> None:
    answers = Answers(100_000)
    answers.keep(KEY._replace(audience=Audience.FINANCE), answer())
    assert answers.find(KEY, Instant(150)) is None


def test_kept_answers_are_bounded_by_their_bytes() -> None:
    answers = Answers(20_000)
    for number in range(100):
        answers.keep(KEY._replace(operation=str(number)), answer(b"x" * 1_000))
    kept = [n for n in range(100) if answers.find(KEY._replace(operation=str(n)), Instant(150))]
    assert kept == list(range(100 - len(kept), 100))
    assert 0 < len(kept) <= 20_000 // 1_000
    answers.keep(KEY, answer(b"x" * 15_000))
    assert answers.find(KEY, Instant(150)) is None


def test_no_directive_is_ever_below_zero() -> None:
    for now in range(100, 200):
        told = cache_control(answer(), Instant(now), 300, 60).decode()
        assert "-" not in told.replace("max-age", "").replace("s-maxage", "").replace("stale-while-revalidate", "")


def test_tags_are_compared_whole() -> None:
    assert has_tag(b'"a", "b"', b'"b"')
    assert not has_tag(b'"ab"', b'"b"')


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/graphql-response+json", "application/graphql-response+json"),
        ("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json"),
        ("application/json, application/graphql-response+json;q=0.9", "application/json"),
        ("application/json;q=0.1, application/graphql-response+json;q=0.2", "application/graphql-response+json"),
        ("application/graphql-response+json, */*;q=0.8", "application/graphql-response+json"),
        ("*/*, application/json;q=0", "application/graphql-response+json"),
        ("APPLICATION/JSON;charset=utf-8", "application/json"),
        ("text/html, */*;q=0.1", "application/json"),
        ("text/html", None),
        ("application/json;q=0", None),
        ("application/json;q=nan", None),
        ("text/event-stream, multipart/mixed", None),
    ],
)
def test_the_media_type_is_negotiated_by_quality_and_the_more_specific_range(accept: str, media: str | None) -> None:
    assert negotiated(accept) == media
