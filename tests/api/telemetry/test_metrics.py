"""What /metrics tells: each request once, by labels that nobody outside chooses."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from ratecard.api import errors
from ratecard.api.audience import Audience
from ratecard.api.callers.keys import new_key
from ratecard.api.current import CurrentBook
from ratecard.api.http.statuses import STATUSES
from ratecard.api.serving.app import tell_age
from ratecard.api.serving.settings import Settings, wrong_settings
from ratecard.api.serving.traffic import MeteredTraffic
from ratecard.api.telemetry import exposition
from ratecard.api.telemetry.families import BUCKETS, CODES, OPERATIONS_MOST, QUESTIONS
from ratecard.api.telemetry.looked_up import rates_in_force
from ratecard.api.telemetry.meter import Meter, Metrics
from ratecard.api.types.schema import make_schema
from ratecard.instants import Instant
from ratecard.live.standing import BookStanding
from ratecard.loading import load_book
from tests.api.http.asking import bearer
from tests.api.servers import NOW, Api, serving
from tests.api.telemetry.metered import Sample, read, requests, samples
from tests.books import shipped, sound
from tests.refusing import BOOK

PRICES = '{ priceList(region: "DE", platform: "ios", locale: "en") { ... on PriceList { currency } } }'
UNKNOWN = '{ priceList(region: "ZZ", platform: "ios", locale: "en") { ... on Refusal { code } } }'


@pytest.fixture(scope="module")
def small() -> Iterator[Api]:
    with serving(CurrentBook(sound(load_book(BOOK)))) as started:
        yield started


class Grown:
    """By how much each sample of a server has grown since this was made."""

    def __init__(self, api: Api) -> None:
        self._http = api.http
        self._before = read(api.http)

    def now(self) -> dict[Sample, float]:
        """The samples that have grown."""
        more = {sample: value - self._before.get(sample, 0) for sample, value in read(self._http).items()}
        return {sample: value for sample, value in more.items() if value}


def test_requests_are_counted_by_the_field_they_ask_and_how_they_end(small: Api) -> None:
    grown = Grown(small)
    small.post(PRICES)
    small.post(f"query Mine {PRICES}")
    small.post("{ a: ruleBook { digest } markets { region } }")
    small.post("{ ruleBook")
    small.post("{ nothing }")
    small.http.get("/graphql", params={"query": "{ ruleBook { digest } }"})
    told = grown.now()
    assert requests(told, "priceList") == 2
    assert requests(told, "several") == 1
    assert requests(told, "ruleBook") == 1
    assert requests(told, "other", errors.PARSE_FAILED) == 1
    assert requests(told, "other", errors.VALIDATION_FAILED) == 1
    assert sum(value for (name, _), value in told.items() if name == "requests_total") == 6
    assert told["request_seconds_count", (("operation", "priceList"),)] == 2
    assert told["cost_units_total", ()] > 0


def test_no_caller_makes_a_label(small: Api) -> None:
    before, grown = len(read(small.http)), Grown(small)
    for number in range(30):
        small.post(f"query Attack{number} {{ ruleBook {{ digest }} }}")
        small.post(f"query {{ a{number}: ruleBook {{ digest }} }}")
        small.post(f"{{ {'x' * number}y }}", **{f"secret{number}": number})
    assert len(read(small.http)) - before <= len(CODES) + len(BUCKETS) + 3  # one operation more: ruleBook
    assert requests(grown.now(), "ruleBook") == 60


def test_listed_operations_are_counted_by_name_up_to_a_bound(tmp_path: Path) -> None:
    texts = [f"query Listed{number} {{ ruleBook {{ digest }} }}" for number in range(OPERATIONS_MOST + 1)]
    file = tmp_path / "documents.json"
    file.write_text(json.dumps({sha256(text.encode()).hexdigest(): text for text in texts}), "utf-8")
    with serving(CurrentBook(sound(load_book(BOOK))), settings=Settings(documents=file)) as api:
        api.post(texts[0])
        api.post(texts[-1])
        told = read(api.http)
    assert (requests(told, "Listed0"), requests(told, "ruleBook")) == (1, 1)


def test_refusals_of_the_rules_count_from_the_cache_as_well(small: Api) -> None:
    grown = Grown(small)
    for _ in range(3):
        small.post(UNKNOWN)
    told = grown.now()
    assert told["refusals_total", (("code", "UNKNOWN_REGION"),)] == 3
    assert told["answers_total", (("source", "executed"),)] == 1
    assert told["answers_total", (("source", "cache"),)] == 2


def test_what_a_first_fault_raises_was_told_as_0_before(small: Api) -> None:
    told = read(small.http)
    assert told["requests_total", (("code", errors.INTERNAL), ("operation", "other"))] == 0


def test_every_code_and_every_question_is_counted() -> None:
    raised = set(STATUSES) & {value for value in vars(errors).values() if isinstance(value, str)}
    assert raised - {errors.MUTATION} <= set(CODES)
    query = make_schema(ordered=False).core.query_type
    assert query is not None
    assert set(QUESTIONS) == set(query.fields)


def test_only_finance_reads_metrics_where_callers_are_known(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    _, finance = new_key(file, "books", Audience.FINANCE)
    _, service = new_key(file, "shop", Audience.SERVICE)
    book = sound(load_book(BOOK))
    with serving(CurrentBook(book), settings=Settings(keys=file)) as api:
        answered = [api.http.get("/metrics", headers=headers) for headers in ({}, bearer(service), bearer(finance))]
        unknown = api.http.get("/metrics", headers=bearer("none"))
    assert [answer.status_code for answer in (*answered, unknown)] == [403, 403, 200, 401]
    assert book.digest not in answered[0].text
    told = samples(answered[2].text)
    assert told["callers_state", (("source", "keys"), ("state", "read"))] == 1
    assert told["callers_state", (("source", "keys"), ("state", "refused"))] == 0


def test_the_age_of_the_book_begins_anew_with_another_one_and_the_oldest_worker_counts() -> None:
    book = sound(load_book(BOOK))
    standings = [BookStanding(Instant(1_000 + place)) for place in range(2)]
    metrics, current = Metrics(workers=2), [CurrentBook(book, standing=own) for own in standings]
    for place in range(2):
        tell_age(current[place], Meter(metrics, place))
    (line,) = [line for line in metrics.counted() if line.family.name == "book_age_seconds"]
    assert line.numbers == (1_000,)
    assert samples(exposition.exposition([line], [], Instant(1_060), "")[0].decode())["book_age_seconds", ()] == 60
    current[0].replace(book)
    (line,) = [line for line in metrics.counted() if line.family.name == "book_age_seconds"]
    assert line.numbers == (1_001,)
    current[1].replace(book)
    (line,) = [line for line in metrics.counted() if line.family.name == "book_age_seconds"]
    assert line.numbers[0] > 1_001


def test_ages_of_rates_are_those_in_force(api: Api) -> None:
    told = read(api.http)
    rates = dict(rates_in_force(shipped(), NOW))
    assert told["fx_age_seconds", (("currency", "JPY"),)] == NOW - rates["JPY"].since > 0
    assert ("fx_age_seconds", (("currency", "EUR"),)) not in told  # the base has no rate


def test_connections_are_counted_for_all_workers() -> None:
    metrics = Metrics(workers=2)
    for place in range(2):
        traffic = MeteredTraffic(Meter(metrics, place))
        traffic.entered += 2
        traffic.evicted += 1
        traffic.waiting_most = 7
    counted = {(line.family.name, *line.labels): line.numbers[0] for line in metrics.counted()}
    assert counted["connections",] == 4
    assert counted["connections_closed", "evicted"] == 2
    assert counted["workers",] == 2


def test_a_worker_at_the_place_of_one_that_died_goes_on_from_its_numbers() -> None:
    metrics = Metrics(workers=2)
    Meter(metrics, 0).add("answers", "cache", by=3)
    died = Meter(metrics, 1)
    died.add("answers", "cache", by=4)
    died.set("draining", to=1)
    Meter(metrics, 1).add("answers", "cache")
    counted = {(line.family.name, *line.labels): line.numbers[0] for line in metrics.counted()}
    assert counted["answers", "cache"] == 8
    assert (counted["draining",], counted["workers",]) == (0, 2)


def test_without_the_library_the_server_says_what_to_install(small: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposition, "find_spec", lambda _: None)
    answer = small.http.get("/metrics")
    assert answer.status_code == httpx.codes.NOT_IMPLEMENTED
    assert "pip install 'ratecard[serve]'" in answer.json()["errors"][0]["message"]
    assert "ratecard[serve]" in (wrong_settings(Settings(metrics_port=9_464)) or "")
    assert small.http.get("/healthz").json() == {"status": "live"}
