"""When an issuer is asked for its keys again, and that no request waits for another's."""

import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from ratecard.api.callers import remote
from ratecard.api.callers.remote import RemoteKeySet
from ratecard.api.serving.settings import Settings
from tests.api.callers.issuing import Issuer, issuing, tell
from tests.api.callers.signing import EC, OTHER, public_jwk, token
from tests.api.conftest import Start
from tests.api.http.asking import PUBLIC, bearer, seen, status

SECONDS_TO_ANSWER_MAX = 60


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing() as started:
        yield started


def of(issuer: Issuer, max_age: int = 600) -> Settings:
    return Settings(jwks=issuer.url, jwks_max_age=max_age, jwt_issuer="https://id.example", jwt_audience="ratecard")


@pytest.fixture
def moving(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock by which keys grow old."""
    passed = [0.0]
    monkeypatch.setattr(RemoteKeySet.__init__, "__defaults__", (lambda: time.monotonic() + passed[0],))
    return lambda seconds: passed.__setitem__(0, passed[0] + seconds)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS_TO_ANSWER_MAX
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_tokens_are_checked_by_the_keys_at_the_url(start: Start, issuer: Issuer) -> None:
    api = start(of(issuer))
    assert issuer.questions == 0
    assert seen(api) == [200, 403, 403]
    assert issuer.questions == 0
    assert seen(api, bearer(token())) == [200, 200, 200]
    assert seen(api, bearer(token(scope="ratecard:service"))) == [200, 200, 403]
    assert status(api, PUBLIC, bearer(token(key=OTHER))) == 401
    assert status(api, PUBLIC, bearer("x")) == 401
    assert issuer.questions == 1


def test_a_new_key_of_the_issuer_is_known_with_its_first_token(start: Start, issuer: Issuer) -> None:
    api = start(of(issuer))
    assert status(api, PUBLIC, bearer(token())) == 200
    issuer.keys = [public_jwk(EC, "second", "ES256"), *issuer.keys]
    assert status(api, PUBLIC, bearer(token(key=EC, algorithm="ES256", kid="second"))) == 200
    issuer.keys = [public_jwk(OTHER, "third", "RS256"), *issuer.keys]
    assert status(api, PUBLIC, bearer(token(key=OTHER, kid="third"))) == 200
    assert issuer.questions == 3


def test_key_ids_that_nobody_has_cause_no_flood(start: Start, issuer: Issuer, moving: Callable[[float], None]) -> None:
    api = start(of(issuer))
    assert status(api, PUBLIC, bearer(token())) == 200
    first = api.http.post("/graphql", json={"query": PUBLIC}, headers=bearer(token(kid="none")))
    assert (first.status_code, first.headers.get("Retry-After")) == (401, None)
    for number in range(50):
        refused = api.http.post("/graphql", json={"query": PUBLIC}, headers=bearer(token(kid=f"none {number}")))
        assert refused.status_code == httpx.codes.UNAUTHORIZED
        assert refused.headers["WWW-Authenticate"] == "Bearer"
        assert 1 <= int(refused.headers["Retry-After"]) <= remote.SECONDS_AFTER_NOTHING
        assert refused.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert status(api, PUBLIC, bearer(token())) == 200
    assert issuer.questions == 2
    moving(remote.SECONDS_AFTER_NOTHING)
    issuer.keys = [public_jwk(OTHER, "new", "RS256")]
    assert status(api, PUBLIC, bearer(token(key=OTHER, kid="new"))) == 200
    assert issuer.questions == 3


def test_a_request_that_waits_for_a_key_keeps_no_other_from_its_answer(start: Start, issuer: Issuer) -> None:
    api = start(of(issuer))
    known = bearer(token())
    assert status(api, PUBLIC, known) == 200
    issuer.keys.append(public_jwk(OTHER, "new", "RS256"))
    issuer.let_go.clear()
    issuer.asked.clear()
    statuses: list[int] = []

    def ask() -> None:
        with httpx.Client(base_url=api.url, trust_env=False, timeout=SECONDS_TO_ANSWER_MAX) as client:
            asked = bearer(token(key=OTHER, kid="new"))
            statuses.append(client.post("/graphql", json={"query": PUBLIC}, headers=asked).status_code)

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert issuer.asked.wait(SECONDS_TO_ANSWER_MAX)
    assert seen(api) == [200, 403, 403]
    assert seen(api, known) == [200, 200, 200]
    assert statuses == []
    issuer.let_go.set()
    for thread in threads:
        thread.join(SECONDS_TO_ANSWER_MAX)
    assert statuses == [200] * 5
    assert issuer.questions == 2


def test_a_request_does_not_wait_for_ever(start: Start, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "SECONDS_AWAITED_MOST", 0.05)
    api = start(of(issuer))
    issuer.let_go.clear()
    refused = api.http.post("/graphql", json={"query": PUBLIC}, headers=bearer(token()))
    assert refused.status_code == httpx.codes.UNAUTHORIZED
    assert int(refused.headers["Retry-After"]) >= 1
    issuer.let_go.set()
    until(lambda: status(api, PUBLIC, bearer(token())) == 200)
    assert issuer.questions == 1


def test_a_key_that_the_issuer_withdrew_ends_before_its_age_does(
    start: Start, issuer: Issuer, moving: Callable[[float], None]
) -> None:
    api = start(of(issuer))
    withdrawn = bearer(token())
    assert status(api, PUBLIC, withdrawn) == 200
    issuer.keys = [public_jwk(EC, "ec", "ES256")]
    assert status(api, PUBLIC, withdrawn) == 200
    moving(301)  # half of the age: fetched again beside this answer
    status(api, PUBLIC, withdrawn)
    until(lambda: status(api, PUBLIC, withdrawn) == 401)
    # One fetch by age, and one more for the key id that was not known any more.
    assert issuer.questions == 3


def test_the_same_keys_fetched_again_are_the_same(
    start: Start, issuer: Issuer, moving: Callable[[float], None]
) -> None:
    api = start(of(issuer))
    for _ in range(4):
        assert status(api, PUBLIC, bearer(token())) == 200
        moving(601)  # too old: the next request waits for the issuer
    assert issuer.questions == 4


def test_an_issuer_that_fails_is_logged_once_and_its_keys_are_refused_when_they_are_too_old(
    start: Start, issuer: Issuer, moving: Callable[[float], None], caplog: pytest.LogCaptureFixture
) -> None:
    api = start(of(issuer))
    good = bearer(token())
    assert status(api, PUBLIC, good) == 200
    issuer.answer = lambda handler: tell(handler, 500, b"")
    for seconds, questions in ((301, 2), (20, 3)):
        moving(seconds)
        while issuer.questions < questions:
            assert status(api, PUBLIC, good) == 200
    until(lambda: len(caplog.messages) == 1)
    assert caplog.messages == [f"{issuer.url} answers 500; its keys are believed for 600 seconds after they last came"]
    moving(400)
    refused = api.http.post("/graphql", json={"query": PUBLIC}, headers=good)
    assert refused.status_code == httpx.codes.UNAUTHORIZED
    assert int(refused.headers["Retry-After"]) >= 1
    assert status(api, PUBLIC) == 200
    issuer.answer = None
    moving(20)
    assert status(api, PUBLIC, good) == 200
    assert caplog.messages[1:] == [f"{issuer.url} is read again"]
